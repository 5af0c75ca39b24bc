"""The numbers of an analysis: ``summary.json``, and tables of frames, clips and regions (CSV or Parquet)."""

from __future__ import annotations

import json
import math
import time
from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.damage import damage_warning
from stadrn_core.export.files import whole_file
from stadrn_core.export.rows import RESEARCH_USE, table, write_table
from stadrn_core.face_quality import (
    BLACK,
    BRIGHTEST,
    DARKEST,
    LEAST_SHARPNESS,
    MEASURES,
    MOST_CLIPPED_SHARE,
    MOST_ENLARGEMENT,
    MOST_PITCH_DEGREES,
    MOST_YAW_DEGREES,
    WHITE,
    FaceQuality,
    problems_in,
)
from stadrn_core.manifest import clips_by_device
from stadrn_core.render import ViewSettings, frame_maps
from stadrn_core.severity import SCORE_RANGE, severity
from stadrn_core.types import FaceState, Progress

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from pathlib import Path

    from stadrn_core.export.rows import Row
    from stadrn_core.render import AnalysisView
    from stadrn_core.store import ClipRecord
    from stadrn_core.trust import MeasureResult
    from stadrn_core.types import Json

FRAMES_BETWEEN_YIELDS = 100


def summary(store: AnalysisView, trust: Sequence[MeasureResult] = ()) -> Json:
    """Everything a reader of the result needs besides the maps. Clip and frame numbers are 0-based.

    Args:
        store: the analysis.
        trust: results of tests of its maps.
    """
    from stadrn_core.export.trust import badges

    manifest, plan = store.manifest, store.plan
    score = store.video_score
    records = [store.records[i] for i in sorted(store.records)]
    skipped = sum(record.skipped_reason is not None for record in records)
    return {
        "note": RESEARCH_USE,
        "score": score,
        "score_is": "mean of the clips' scores; a clip's score is max(raw output, 0) × score_range",
        "score_unit": "BDI-II points",
        "score_range": manifest.score_range,
        "known_error": manifest.checkpoint.known_error or "error unknown",
        "severity": None if score is None else severity(score).label,
        "severity_bands": "minimal below 14, mild below 20, moderate below 29, severe from 29, on the unrounded score",
        "is_complete": store.is_complete,
        "num_clips": plan.num_clips,
        "num_clips_explained": len(records) - skipped,
        "num_clips_skipped": skipped,
        "clips": [_clip(store, record) for record in records],
        "faces": _faces(store),
        "face_quality": _quality(store),
        "warnings": warnings(store),
        "recording": asdict(manifest.recording),
        "checkpoint": asdict(manifest.checkpoint),
        "settings": asdict(manifest.settings) | {"clip_length": plan.clip_length},
        "maps": {
            "shape": list(manifest.map_shape),
            "shape_is": "time slots, rows, columns of cells for each clip",
            "temporal_stride_sampled_frames": manifest.temporal_stride,
            "spatial_stride_px": manifest.spatial_stride,
        },
        "trust": badges(trust),
        "trust_is": "what tests of a map say, for each tested map of each clip; a map that is not named is not tested",
        "device": manifest.device,
        "clips_by_device": clips_by_device(records),
        "precision": manifest.precision,
        "versions": manifest.versions,
        "created": manifest.created,
        "schema_version": manifest.schema_version,
    }


def write_summary(store: AnalysisView, path: Path, overwrite: bool = True, trust: Sequence[MeasureResult] = ()) -> None:
    """Write ``summary`` as JSON (UTF-8, indented).

    Raises:
        ExportError: the file cannot be written, or is there and must not be replaced.
    """
    text = json.dumps(summary(store, trust), indent=2, ensure_ascii=False, allow_nan=False)
    with whole_file(path, overwrite) as unfinished:
        unfinished.write_text(text + "\n", encoding="utf-8")


def write_frames(store: AnalysisView, path: Path, overwrite: bool = True) -> Generator[Progress, None, None]:
    """Write a row for each source frame while yielding progress; stopping the generator leaves nothing behind.

    Columns: ``frame_index`` 0-based; ``seconds``; ``face`` (found, interpolated, held, none, unknown; damaged for a
    sampled frame that cannot be decoded); ``clips`` that cover the frame, separated by spaces; ``score`` their mean;
    ``heat_mean`` and ``heat_max`` of the score-weighted Grad-CAM++ map over the aligned face, at the frame's time, raw
    numbers; ``note`` why there is no map; for sampled frames with a face ``yaw_degrees``, ``pitch_degrees``,
    ``enlargement``, ``luminance``, ``sharpness``, ``underexposed_share`` and ``overexposed_share`` (see
    ``stadrn_core.face_quality``; empty where not measured) and ``quality``, the problems among them, separated by
    spaces (pose, light, size, blur, clipping).

    Args:
        store: the analysis.
        path: file ending in .csv or .parquet.
        overwrite: replace a file that is there.

    Raises:
        ExportError: the file cannot be written, or is there and must not be replaced.
    """
    total, started = len(store.pts_seconds), time.perf_counter()
    quality = store.face_quality()
    with table(path, overwrite) as add:
        for frame_index in range(total):
            add(_frame(store, frame_index) | _quality_of_frame(store, quality, frame_index))
            done = frame_index + 1
            if done % FRAMES_BETWEEN_YIELDS == 0 or done == total:
                rate = done / (time.perf_counter() - started)
                yield Progress("writing the table of frames", done, total, "frames", rate, (total - done) / rate)


def write_clips(store: AnalysisView, path: Path, overwrite: bool = True) -> None:
    """Write a row for each finished or skipped clip, with the columns of ``summary.json``'s clips.

    Args:
        store: the analysis.
        path: file ending in .csv or .parquet.
        overwrite: replace a file that is there.

    Raises:
        ExportError: the file cannot be written, or is there and must not be replaced.
    """
    rows = [_clip(store, store.records[i]) for i in sorted(store.records)]
    words = ("severity", "skipped_reason", "explained_by")
    for row in rows:
        row.update({name: ("" if name in words else math.nan) for name, value in row.items() if value is None})
    write_table(path, rows, overwrite)


def _frame(store: AnalysisView, frame_index: int) -> Row:
    maps = frame_maps(store, frame_index, ViewSettings(quantity="weighted"), with_guided=False)
    heat = maps.heat_face
    return {
        "frame_index": frame_index,
        "seconds": float(store.pts_seconds[frame_index]),
        "face": store.placement(frame_index).state.label,
        "clips": " ".join(str(i) for i in maps.clip_indices),
        "score": math.nan if maps.score is None else maps.score,
        "heat_mean": math.nan if heat is None else float(heat.mean(dtype=np.float64)),
        "heat_max": math.nan if heat is None else float(heat.max()),
        "note": maps.note or "",
    }


def _quality_of_frame(store: AnalysisView, quality: FaceQuality | None, frame_index: int) -> Row:
    position, rest = divmod(frame_index, store.plan.sample_interval)
    row: Row = dict.fromkeys(MEASURES, math.nan)
    problems = 0
    if quality is not None and rest == 0 and position < len(quality.values):
        row |= {name: float(value) for name, value in zip(MEASURES, quality.values[position], strict=True)}
        problems = int(FaceQuality(quality.values[position : position + 1]).problems[0])
    return row | {"quality": " ".join(str(one.name).lower() for one in problems_in(problems))}


def _quality(store: AnalysisView) -> Json | None:
    """How many sampled frames have which problem; None where faces were not judged."""
    quality = store.face_quality()
    if quality is None:
        return None
    problems = quality.problems
    return {
        "num_sampled_frames_judged": int(quality.has_face.sum()),
        **{f"num_{str(one.name).lower()}": count for one, count in quality.counts().items()},
        "num_clipping_unknown": int(quality.is_clipping_unknown.sum()),
        "limits": {
            "pose": f"yaw beyond ±{MOST_YAW_DEGREES:g}° or pitch beyond ±{MOST_PITCH_DEGREES:g}°",
            "light": f"mean luminance below {DARKEST:g} or above {BRIGHTEST:g} of 255",
            "size": f"enlarged more than {MOST_ENLARGEMENT:g} times",
            "blur": f"sharpness below {LEAST_SHARPNESS:g}",
            "clipping": f"more than {MOST_CLIPPED_SHARE:.0%} of the face with luminance up to {BLACK} or from {WHITE}",
        },
        "clips": [
            {"clip_index": i, "num_positions_with_problem": int((problems[store.plan.positions[i]] > 0).sum())}
            for i in sorted(store.records)
        ],
    }


def warnings(store: AnalysisView) -> list[str]:
    """What a reader must know of this result (recording, checkpoint, scores, faces), in whole sentences."""
    manifest = store.manifest
    records = [store.records[i] for i in sorted(store.records)]
    scores = [record.score for record in records if record.score is not None]
    found = list(manifest.recording.warnings) + list(manifest.checkpoint.notes)
    if manifest.checkpoint.caution:
        found.append(manifest.checkpoint.caution)
    if not store.is_complete:
        found.append(f"The analysis is unfinished: {len(records)} of {store.plan.num_clips} clips are done.")
    clamped = sum(score == 0 for score in scores)
    if clamped:
        found.append(
            f"The raw output was not above 0 in {clamped} of {len(scores)} clips; their score is clamped at 0."
        )
    high = sum(score > SCORE_RANGE for score in scores)
    if high:
        found.append(
            f"The score is above 63, the end of the questionnaire, in {high} of {len(scores)} clips; "
            f"it is shown as it is."
        )
    skipped = sum(record.skipped_reason is not None for record in records)
    if skipped:
        found.append(f"{skipped} of {len(records)} clips were skipped for want of faces.")
    if damage := damage_warning(store):
        found.append(damage)
    if (quality := store.face_quality()) is not None:
        found += filter(None, (quality.summary, quality.gaps))
    slots, rows, columns = manifest.map_shape
    found.append(
        f"A heatmap has {rows}×{columns} cells for a face and {slots} time slots for a clip; "
        "nothing smaller than a cell can be told apart."
    )
    return found


def _clip(store: AnalysisView, record: ClipRecord) -> Json:
    first, stop = store.plan.span(record.clip_index)
    last = min(stop, len(store.pts_seconds)) - 1
    return {
        "clip_index": record.clip_index,
        "first_frame": first,
        "last_frame": last,
        "first_seconds": float(store.pts_seconds[first]),
        "last_seconds": float(store.pts_seconds[last]),
        "score": record.score,
        "raw_output": record.raw_output,
        "severity": None if record.score is None else severity(record.score).label,
        "clamped": record.score == 0.0,
        "skipped_reason": record.skipped_reason,
        "num_positions_with_face": record.num_found,
        "num_positions_held": record.num_held,
        "signed_total": record.signed_total,
        "gradcampp_max": record.gradcampp_max,
        "explained_by": record.way,
    }


def _faces(store: AnalysisView) -> Json:
    sampled = store.face_states()
    states = [store.placement(i).state for i in range(len(store.pts_seconds))]
    return {
        "num_frames": len(states),
        "num_frames_with_face": sum(state in (FaceState.FOUND, FaceState.INTERPOLATED) for state in states),
        "num_frames_without_face": sum(state in (FaceState.HELD, FaceState.NONE) for state in states),
        "num_frames_damaged": sum(state is FaceState.DAMAGED for state in states),
        "num_frames_not_looked_at": sum(state is FaceState.UNKNOWN for state in states),
        "num_sampled_frames": len(sampled),
        "num_sampled_frames_with_face": int((sampled == FaceState.FOUND).sum()),
        "num_sampled_frames_damaged": int((sampled == FaceState.DAMAGED).sum()),
    }
