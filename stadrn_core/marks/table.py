"""Marks as CSV: for spreadsheets, and back."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from stadrn_core.errors import MarksError
from stadrn_core.export.files import whole_file
from stadrn_core.marks.marks import DEFAULT_CATEGORY, Mark, in_order

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from stadrn_core.marks.timing import Timing

COLUMNS = ("start_seconds", "end_seconds", "first_frame", "last_frame", "category", "text")


def write_csv(path: Path, marks: Sequence[Mark], timing: Timing) -> None:
    """One row a mark; times in seconds, the end that of the last frame.

    Raises:
        ExportError: the file cannot be written.
    """
    with whole_file(path) as unfinished, unfinished.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for mark in in_order(list(marks)):
            start, end = timing.span(mark.first_frame, mark.last_frame)
            frames = (mark.first_frame, mark.last_frame)
            writer.writerow((f"{start:.6f}", f"{end:.6f}", *frames, mark.category, mark.text))


def read_csv(path: Path, timing: Timing) -> tuple[Mark, ...]:
    """Marks from a table with frames (``first_frame``, ``last_frame``) or times (``start_seconds``, ``end_seconds``).

    Frames count where both are there. ``category`` and ``text`` may be missing.

    Raises:
        MarksError: naming the file and the row.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            names = set(reader.fieldnames or ())
            if not {"first_frame", "last_frame"} <= names and not {"start_seconds", "end_seconds"} <= names:
                raise MarksError(
                    f"{path}: its columns have neither first_frame and last_frame nor start_seconds and end_seconds."
                )
            return in_order([_mark(path, reader.line_num, row, timing) for row in reader])
    except OSError as error:
        raise MarksError(f"{path}: cannot be read ({error.strerror}). Check its place.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise MarksError(f"{path}: not a table ({error}). Save it as CSV in UTF-8.") from error


def _mark(path: Path, line: int, row: Mapping[str, str | None], timing: Timing) -> Mark:
    try:
        if row.get("first_frame") and row.get("last_frame"):
            first, last = int(row["first_frame"] or ""), int(row["last_frame"] or "")
            if last >= len(timing.pts_seconds):
                raise ValueError(f"the recording has {len(timing.pts_seconds)} frames")
        else:
            first, last = timing.frames(float(row["start_seconds"] or ""), float(row["end_seconds"] or ""))
        return Mark(
            first_frame=first,
            last_frame=last,
            category=row.get("category") or DEFAULT_CATEGORY,
            text=row.get("text") or "",
        )
    except (ValueError, KeyError) as error:
        raise MarksError(
            f"{path}, line {line}: not a mark of this recording ({error}). Nothing was imported."
        ) from error
