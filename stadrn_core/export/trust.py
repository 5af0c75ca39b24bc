"""Results of measures of trust as a table, and as words in other exports."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from stadrn_core.export.rows import write_table
from stadrn_core.trust.badge import badge
from stadrn_core.trust.case import MAP_TITLES
from stadrn_core.trust.measures import MEASURES
from stadrn_core.trust.results import TrustSettings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from stadrn_core.export.rows import Row
    from stadrn_core.trust.case import MapName
    from stadrn_core.trust.results import MeasureResult
    from stadrn_core.types import Json

SETTING_COLUMNS = ("steps", "draws", "seed", "how", "noise_sigma")


def write_trust(path: Path, recording: str, results: Sequence[MeasureResult], overwrite: bool = True) -> None:
    """Write a row for each number (CSV: UTF-8, comma, decimal point; empty where a number is not defined).

    A measure that could not be taken has one row without a number, whose note says why. The points of deletion curves
    are in ``trust.json``.

    Args:
        path: file ending in .csv or .parquet.
        recording: name for the first column.
        results: at least one, in any order.
        overwrite: replace a file that is there.

    Raises:
        ExportError: the file cannot be written, or is there and must not be replaced.
    """
    order = list(MEASURES)

    def place(one: MeasureResult) -> tuple[str, int, int, str]:
        return one.map_name, one.clip_index, order.index(one.measure), one.settings.model_dump_json()

    write_table(path, (row for one in sorted(results, key=place) for row in _rows(recording, one)), overwrite)


def _rows(recording: str, one: MeasureResult) -> Iterator[Row]:
    head = {"recording": recording, "clip_index": one.clip_index, "map": one.map_name, "measure": one.measure}
    settings = {name: getattr(one.settings, name) for name in SETTING_COLUMNS}
    none = {"number": "", "value": math.nan, "low": math.nan, "high": math.nan, "unit": ""}
    if one.unavailable is not None:
        yield {**head, **none, "note": one.unavailable, **settings}
    for number in one.numbers:
        values = {name: getattr(number, name) for name in ("value", "low", "high")}
        defined = {name: math.nan if value is None else value for name, value in values.items()}
        yield {**head, **none, "number": number.name, **defined, "unit": number.unit, "note": number.note, **settings}


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
