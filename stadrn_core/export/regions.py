"""The numbers by region as tables: CSV, or Parquet for large ones."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from stadrn_core.export.files import whole_file
from stadrn_core.export.rows import RESEARCH_USE, Row
from stadrn_core.export.table import warnings
from stadrn_core.regions.atlas import ATLAS_VERSION, PAIRS, Region
from stadrn_core.regions.sums import HIGH_BACKGROUND_SHARE, MEASURES, Measure, RegionSums
from stadrn_core.types import FaceState
from stadrn_core.view import QUANTITY_LABELS, QUANTITY_UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from stadrn_core.manifest import Manifest
    from stadrn_core.regions.groups import Comparison
    from stadrn_core.regions.intervals import RecordingRegions
    from stadrn_core.regions.numbers import ClipRegions, HeatQuantity, RegionFrames
    from stadrn_core.render import AnalysisView
    from stadrn_core.types import Deidentify, Json

SMALL_CELLS = 1.0
HASH_LETTERS = 12


def shown_names(run: str, manifest: Manifest, deidentify: Deidentify = "none") -> tuple[str, str]:
    """What tables and figures call the recording and the checkpoint of a run.

    De-identified, the recording is called as the run is, and the checkpoint by the beginning of its hash.
    """
    if deidentify == "none":
        return manifest.recording.name, manifest.checkpoint.name
    return run, manifest.checkpoint.sha256[:HASH_LETTERS]


def recording_rows(
    run: str,
    store: AnalysisView,
    found: RecordingRegions,
    quantity: HeatQuantity,
    deidentify: Deidentify = "none",
) -> list[Row]:
    """A row for each region of a recording: all measures with the ends of their intervals (``…_low``, ``…_high``)."""
    recording, checkpoint = shown_names(run, store.manifest, deidentify)
    stated = {
        "run": run,
        "recording": recording,
        "checkpoint": checkpoint,
        "target_layer": store.manifest.settings.target_layer,
        "quantity": quantity,
    }
    cells = area_cells(store, found)
    intervals: dict[Measure, Any] = {measure: found.interval(measure) for measure in MEASURES if measure != "maximum"}
    rows = []
    for region in Region:
        row = {**stated, "region": region.key, "area_cells": cells[region], **_measures(found.sums, region)}
        for measure, ends in intervals.items():
            row[f"{measure}_low"], row[f"{measure}_high"] = ends[region]
        rows.append({**row, "alarm": _alarm(region, found.sums)})
    return rows


def asymmetry_rows(run: str, found: RecordingRegions, quantity: HeatQuantity) -> list[Row]:
    """A row for each pair of sides: (L - R) / (L + R) of the mean heat, with its interval."""
    values = found.asymmetry
    return [
        {"run": run, "quantity": quantity, "pair": pair, "asymmetry": value, "low": low, "high": high}
        for pair, (value, low, high) in zip(PAIRS, values, strict=True)
    ]


def clip_rows(run: str, store: AnalysisView, clips: Iterable[ClipRegions]) -> list[Row]:
    """A row for each region of each clip."""
    rows = []
    for clip in clips:
        first, stop = store.plan.span(clip.clip_index)
        stated = {
            "run": run,
            "clip": clip.clip_index,
            "first_frame": first,
            "last_frame": min(stop, len(store.pts_seconds)) - 1,
            "score": clip.score,
            "positions_held": clip.num_held,
            "positions": clip.num_positions,
        }
        rows += [
            {
                **stated,
                "region": region.key,
                **_measures(clip.sums, region),
                "alarm": _alarm(region, clip.sums),
            }
            for region in Region
        ]
    return rows


def frame_rows(run: str, store: AnalysisView, frames: RegionFrames) -> list[Row]:
    """A row for each region of each frame with a face, and one without a region for each other frame."""
    rows: list[Row] = []
    for i, frame_index in enumerate(frames.frame_indices.tolist()):
        stated = {
            "run": run,
            "frame_index": frame_index,
            "seconds": float(store.pts_seconds[frame_index]),
            "face": FaceState(int(frames.states[i])).label,
        }
        if np.isnan(frames.sums.area_px[0, i]):
            nothing: Row = {"area_share": math.nan}
            nothing.update((measure, math.nan) for measure in MEASURES)
            rows.append({**stated, "region": "", **nothing, "alarm": ""})
            continue
        one = RegionSums(*(getattr(frames.sums, name)[:, i] for name in ("area_px", "heat", "maximum", "points")))
        measures: Row = {"area_share": one.area_share, **{str(measure): one.of(measure) for measure in MEASURES}}
        for region in Region:
            numbers = {name: float(values[region]) for name, values in measures.items()}
            rows.append({**stated, "region": region.key, **numbers, "alarm": _alarm(region, one)})
    return rows


def group_rows(found: Sequence[Comparison], measure: str, quantity: HeatQuantity, unit: str) -> list[Row]:
    """A row for each test."""
    return [
        {
            "measure": measure,
            "quantity": quantity,
            "row": one.row,
            "test": one.test,
            "groups": " / ".join(one.groups),
            "unit": unit,
            "n": " / ".join(str(count) for count in one.counts),
            "medians": " / ".join(f"{median:.6g}" for median in one.medians),
            "statistic": one.statistic,
            "p": one.p,
            "p_holm": one.p_holm,
            "effect": one.effect_name,
            "effect_size": one.effect,
            "low": one.low,
            "high": one.high,
            "note": one.note,
        }
        for one in found
    ]


def about(
    stores: Mapping[str, AnalysisView],
    found: Mapping[str, RecordingRegions],
    quantity: HeatQuantity,
    deidentify: Deidentify = "none",
) -> Json:
    """What a reader of the tables must know: what was computed, from what, and what speaks against it."""
    return {
        "note": RESEARCH_USE,
        "heat": f"{QUANTITY_LABELS[quantity]} ({QUANTITY_UNITS[quantity]}), interpolated at cells' true centres",
        "mean": "heat for each pixel of the region",
        "maximum": "largest pixel of the drawn map in the region",
        "share": "part of the map's heat, 0–1",
        "relative_share": "share of the heat ÷ share of the area; 1 is the mean of the whole picture",
        "points": "signed evidence in BDI-II points; a clip's regions add up to 63 × (raw output − bias), a frame's to "
        "its signed map (points for each time slot); a recording's are the mean over clips",
        "asymmetry": "(L − R) / (L + R) of the mean heat; left and right are the subject's",
        "alarm": f"background has at least {HIGH_BACKGROUND_SHARE:.0%} of the heat (a convention, not a finding)",
        "regions": [region.key for region in Region],
        "atlas_version": ATLAS_VERSION,
        "deidentify": deidentify,
        "runs": {run: _about_run(run, store, found[run], deidentify) for run, store in stores.items()},
    }


def _about_run(run: str, store: AnalysisView, found: RecordingRegions, deidentify: Deidentify) -> Json:
    facts = store.manifest
    recording, checkpoint = shown_names(run, facts, deidentify)
    return {
        "recording": recording,
        "recording_sha256": facts.recording.sha256,
        "checkpoint": checkpoint,
        "checkpoint_identity": facts.checkpoint.identity,
        "target_layer": facts.settings.target_layer,
        "cell_px": facts.spatial_stride,
        "face_px": facts.settings.alignment.size_px,
        "intervals": found.interval_words,
        "warnings": region_warnings(store, found),
    }


def write_about(path: Path, facts: Json) -> None:
    """Write ``about`` as JSON.

    Raises:
        ExportError: the file cannot be written.
    """
    with whole_file(path) as unfinished:
        text = json.dumps(facts, indent=2, ensure_ascii=False, allow_nan=False)
        unfinished.write_text(text + "\n", encoding="utf-8")


def region_warnings(store: AnalysisView, found: RecordingRegions) -> list[str]:
    """What a reader of a recording's regions must know, in whole sentences; what holds for the analysis comes after."""
    return [*region_limits(store, found), *warnings(store)]


def region_limits(store: AnalysisView, found: RecordingRegions) -> list[str]:
    """What holds for the regions alone, in whole sentences."""
    told = []
    if found.sums.background_is_high:
        share, area = found.sums.share[Region.BACKGROUND], found.sums.area_share[Region.BACKGROUND]
        told.append(
            f"Background: {share:.0%} of the heat lies outside the face, which is {area:.0%} of the picture. "
            "The network may look at something other than the face."
        )
    small = [Region(i).label for i, cells in enumerate(area_cells(store, found)) if cells < SMALL_CELLS]
    if small:
        told.append(
            f"{len(small)} of {len(Region)} regions are smaller than one cell, so not told apart from what is beside "
            f"them: {', '.join(small)}."
        )
    held = sum(clip.num_held for clip in found.clips)
    if held:
        total = sum(clip.num_positions for clip in found.clips)
        told.append(f"In {held} of {total} positions of clips the nearest face was held; its regions count there.")
    return told


def area_cells(store: AnalysisView, found: RecordingRegions) -> list[float]:
    """Mean area of each region in cells of the map."""
    positions = sum(clip.num_positions for clip in found.clips)
    return [float(area) / positions / store.manifest.spatial_stride**2 for area in found.sums.area_px]


def _measures(sums: RegionSums, region: Region) -> Row:
    return {
        "area_share": float(sums.area_share[region]),
        **{measure: float(sums.of(measure)[region]) for measure in MEASURES},
    }


def _alarm(region: Region, sums: RegionSums) -> str:
    is_high = region is Region.BACKGROUND and bool(sums.background_is_high)
    return "background" if is_high else ""
