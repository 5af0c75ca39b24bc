"""Results of measures of trust as a table."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from stadrn_core.export.files import whole_file
from stadrn_core.trust.measures import MEASURES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from stadrn_core.trust.results import MeasureResult

SETTING_COLUMNS = ("steps", "draws", "seed", "how", "noise_sigma")
COLUMNS = ("recording", "clip_index", "map", "measure", "number", "value", "low", "high", "unit", "note")


def write_trust_csv(path: Path, recording: str, results: Sequence[MeasureResult], overwrite: bool = True) -> None:
    """Write a row for each number (UTF-8, comma, decimal point; empty where a number is not defined).

    A measure that could not be taken has one row without a number, whose note says why. The points of deletion curves
    are in ``trust.json``.

    Args:
        path: the file.
        recording: name for the first column.
        results: in any order.
        overwrite: replace a file that is there.

    Raises:
        ExportError: the file cannot be written, or is there and must not be replaced.
    """
    order = list(MEASURES)

    def place(one: MeasureResult) -> tuple[str, int, int, str]:
        return one.map_name, one.clip_index, order.index(one.measure), one.settings.model_dump_json()

    with whole_file(path, overwrite) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow((*COLUMNS, *SETTING_COLUMNS))
        for one in sorted(results, key=place):
            head = (recording, one.clip_index, one.map_name, one.measure)
            tail = tuple(getattr(one.settings, name) for name in SETTING_COLUMNS)
            if one.unavailable is not None:
                rows.writerow((*head, "", "", "", "", "", one.unavailable, *tail))
            for number in one.numbers:
                values = ("" if v is None else f"{v:.6g}" for v in (number.value, number.low, number.high))
                rows.writerow((*head, number.name, *values, number.unit, number.note, *tail))
