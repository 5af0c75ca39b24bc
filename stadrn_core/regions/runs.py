"""Stored analyses for ``stadrn regions``: where they lie, and their numbers by region, kept once they are made."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.errors import StoreError
from stadrn_core.export.files import whole_file
from stadrn_core.folders import STORE_NAME, store_in
from stadrn_core.regions.atlas import ATLAS_VERSION
from stadrn_core.regions.numbers import ClipRegions, HeatQuantity, RegionReader
from stadrn_core.regions.sums import RegionSums
from stadrn_core.store import MANIFEST, AnalysisStore
from stadrn_core.types import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from stadrn_core.render import AnalysisView
    from stadrn_core.types import Float64Array, Json

_SUMS = ("area_px", "heat", "maximum", "points")


@dataclass(frozen=True)
class Run:
    """One stored analysis.

    Attributes:
        name: of its folder, unlike that of any other run.
        path: the store.
    """

    name: str
    path: Path


def find_runs(paths: Sequence[Path]) -> tuple[Run, ...]:
    """The stores in or at the given folders.

    Args:
        paths: folders that ``stadrn explain`` wrote, or stores themselves.

    Raises:
        StoreError: there is no store, or one is given twice.
    """
    found: list[Run] = []
    for path in paths:
        store = store_in(path)
        if not (store / MANIFEST).is_file():
            raise StoreError(
                f"{path} is not a stored analysis (no {STORE_NAME} and no {MANIFEST} in it). "
                "Give folders that 'stadrn explain' wrote."
            )
        store = store.resolve()
        if any(run.path == store for run in found):
            raise StoreError(f"{path} is given twice. Give each analysis once.")
        name = store.parent.name if store.name == STORE_NAME else store.stem
        names = {run.name for run in found}
        number = 2
        unlike = name
        while unlike in names:
            unlike, number = f"{name}_{number}", number + 1
        found.append(Run(unlike, store))
    return tuple(found)


def run_identity(store: AnalysisView, quantity: HeatQuantity) -> Json:
    """What a run's numbers depend on; equal identities mean equal numbers."""
    facts = store.manifest
    return {
        "atlas": ATLAS_VERSION,
        "analysis": facts.settings.key(facts.recording.sha256, facts.checkpoint.identity),
        "num_clips_done": len(store.records),
        "quantity": quantity,
    }


def kept_clips(path: Path, identity: Json) -> tuple[ClipRegions, ...] | None:
    """A run's numbers from an earlier call; None where there are none, or they are of something else."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["identity"] != identity:
            return None
        return tuple(_clip_from(one) for one in kept["clips"])
    except (OSError, ValueError, KeyError, TypeError):
        return None  # a file that cannot be read is made anew


def keep_clips(path: Path, identity: Json, clips: Sequence[ClipRegions]) -> None:
    """Write a run's numbers for the next call.

    Raises:
        ExportError: the file cannot be written.
    """
    with whole_file(path) as unfinished:
        text = json.dumps({"identity": identity, "clips": [_clip_json(clip) for clip in clips]}, allow_nan=False)
        unfinished.write_text(text + "\n", encoding="utf-8")


def compute_clips(run: Run, store: AnalysisStore, reader: RegionReader, into: list[ClipRegions]) -> Iterator[Progress]:
    """Fill ``into`` with the numbers of a run's clips while yielding progress.

    Raises:
        StoreError: no clip of the analysis was explained.
    """
    total = sum(record.skipped_reason is None for record in store.records.values())
    if total == 0:
        raise StoreError(f"{run.path}: no clip is explained, so there are no regions. Finish the analysis first.")
    for clip in reader.clips():
        into.append(clip)
        yield Progress(f"{run.name}: clips by region", len(into), total, "clips")


def _clip_json(clip: ClipRegions) -> Json:
    arrays = {name: _listed(getattr(clip.sums, name)) for name in _SUMS}
    return {
        "clip_index": clip.clip_index,
        "score": clip.score,
        "num_held": clip.num_held,
        "num_positions": clip.num_positions,
        **arrays,
    }


def _clip_from(kept: Json) -> ClipRegions:
    sums = RegionSums(*(np.array(kept[name], dtype=np.float64) for name in _SUMS))  # null becomes NaN
    return ClipRegions(kept["clip_index"], kept["score"], kept["num_held"], kept["num_positions"], sums)


def _listed(values: Float64Array) -> list[float | None]:
    return [None if np.isnan(value) else value for value in values.tolist()]
