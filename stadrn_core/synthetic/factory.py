"""Makes the items of a data set in several processes and keeps what is finished.

A folder holds ``dataset.json`` (what is made), ``items/NNNNNN.json`` (a row of the table each, with further facts,
written when the item's own files are complete) and ``labels.csv`` (all rows), which ``stadrn train`` reads. An item
depends on the data set's seed and its own number only, so neither the number of processes nor an interruption changes
it.
"""

from __future__ import annotations

import csv
import io
import json
import time
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from stadrn_core.errors import DataError
from stadrn_core.types import Progress
from stadrn_core.worker_process import WorkerContext, become_worker

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from concurrent.futures import Future
    from pathlib import Path

Row = dict[str, str | float]
"""Of ``labels.csv``: path, label, split, subject, and numbers that a network may learn besides."""
Facts = dict[str, str | float]
"""What else is kept of an item."""
SCHEMA_VERSION = 1
SETTINGS_NAME = "dataset.json"
LABELS_NAME = "labels.csv"
_ITEMS_BETWEEN_TABLES = 100
"""So often ``labels.csv`` is written while the work goes on: training may begin, and a killed run leaves one."""


class Work(Protocol):
    """Makes one item; can be sent to another process."""

    def __call__(self, folder: Path, index: int) -> tuple[Row, Facts]:
        """Write the item's files and return its row and what else is to be kept."""


def make_dataset(
    folder: Path, work: Work, settings: Mapping[str, object], count: int, processes: int, unit: str
) -> Iterator[Progress]:
    """Make the items that are missing; yields after each. Stopping keeps what is finished.

    Args:
        folder: of the data set; made where it does not exist.
        work: makes one item.
        settings: what is made; an existing folder must have been started with the same.
        count: items in all. A larger count than before adds items.
        processes: that work at the same time.
        unit: plural noun of an item.

    Raises:
        DataError: the folder holds another data set, or cannot be written, or a process ended unexpectedly.
    """
    _check_settings(folder, settings)
    items = folder / "items"
    missing = [index for index in range(count) if not (items / f"{index:06d}.json").exists()]
    before = count - len(missing)
    yield Progress("drawing", before, count, unit)
    pool = ProcessPoolExecutor(processes, WorkerContext(), become_worker)
    start, done = time.perf_counter(), 0
    waiting = iter(missing)
    running: set[Future[None]] = set()
    try:
        while done < len(missing):
            # A few more than work at a time: no process waits, and little is lost when the work is stopped.
            for index in islice(waiting, 2 * processes - len(running)):
                running.add(pool.submit(_make_item, work, folder, index))
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                future.result()
                done += 1
                if done % _ITEMS_BETWEEN_TABLES == 0:
                    write_labels(folder)
            rate = done / max(time.perf_counter() - start, 1e-9)
            yield Progress("drawing", before + done, count, unit, rate, (len(missing) - done) / rate)
    except BrokenProcessPool as error:
        raise DataError(
            f"A process that draws {unit} for {folder} ended unexpectedly, perhaps for lack of memory. Ask for fewer "
            "--processes, or close other programs, and start again: what is finished stays."
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        write_labels(folder)


def _make_item(work: Work, folder: Path, index: int) -> None:
    try:
        row, facts = work(folder, index)
    except OSError as error:
        raise DataError(
            f"Item {index} of {folder} cannot be written: {error}. "
            "Free some space and start again: what is finished stays."
        ) from error
    _write_text(folder / "items" / f"{index:06d}.json", json.dumps({"row": row, "facts": facts}))


def _check_settings(folder: Path, settings: Mapping[str, object]) -> None:
    """Write the settings, or compare them with those that are there."""
    path = folder / SETTINGS_NAME
    stated = {"schema_version": SCHEMA_VERSION, **settings}
    if path.exists():
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise DataError(f"{path} cannot be read: {error}. Choose another folder, or delete this one.") from error
        if found != stated:
            raise DataError(
                f"{folder} holds a data set made with other settings ({found}, now {stated}). Choose another folder."
            )
        return
    if folder.exists() and any(folder.iterdir()):
        raise DataError(f"{folder} is not empty and holds no data set. Choose another folder.")
    _write_text(path, json.dumps(stated, indent=2))


def read_items(folder: Path) -> list[dict[str, dict[str, str | float]]]:
    """``row`` and ``facts`` of each finished item, in their order."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted((folder / "items").glob("*.json"))]


def write_labels(folder: Path) -> int:
    """Write ``labels.csv`` from the finished items, in their order; returns how many there are."""
    rows = [item["row"] for item in read_items(folder)]
    if not rows:
        return 0
    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    _write_text(folder / LABELS_NAME, table.getvalue())
    return len(rows)


def _write_text(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial")
        partial.write_text(text, encoding="utf-8", newline="")
        partial.replace(path)
    except OSError as error:
        raise DataError(f"{path} cannot be written: {error}. Free some space or choose another folder.") from error
