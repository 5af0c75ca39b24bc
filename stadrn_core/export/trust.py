"""Results of measures of trust as a table, and as words in other exports."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from stadrn_core.export.files import whole_file
from stadrn_core.trust.badge import badge
from stadrn_core.trust.case import MAP_TITLES
from stadrn_core.trust.measures import MEASURES
from stadrn_core.trust.results import TrustSettings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from stadrn_core.trust.case import MapName
    from stadrn_core.trust.results import MeasureResult
    from stadrn_core.types import Json

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


def badges(results: Sequence[MeasureResult]) -> list[Json]:
    """A sentence for each tested map of each clip, with the settings of its tests; clips count from 0."""
    groups: dict[tuple[str, int, str], list[MeasureResult]] = {}
    for one in results:
        groups.setdefault((one.map_name, one.clip_index, one.settings.model_dump_json()), []).append(one)
    return [
        {
            "map": map_name,
            "clip_index": clip_index,
            "badge": badge(own),
            "settings": own[0].settings.model_dump(),
        }
        for (map_name, clip_index, _), own in sorted(groups.items())
    ]


def badge_of_clips(results: Sequence[MeasureResult], map_name: MapName, clips: Sequence[int]) -> str:
    """What tests with the usual settings say of a map over some clips, which count from 1 here."""
    usual = TrustSettings()
    own = [one for one in results if one.map_name == map_name and one.settings == usual and one.clip_index in clips]
    tested = sorted({one.clip_index + 1 for one in own})
    if not tested:
        title = MAP_TITLES[map_name]
        return f"{title[:1].upper()}{title[1:]}: not tested."
    text = badge(own, f"clip {tested[0]}" if len(tested) == 1 else f"mean of clips {', '.join(map(str, tested))}")
    return f"{text[:1].upper()}{text[1:]}"
