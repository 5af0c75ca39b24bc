"""Numbers to colours: the only place that normalises.

Stored maps are raw. The score that weights a map (paper eq. 18) is one number for a clip, so any normalisation for
each map would divide it out again: the limits of every colour scale are therefore explicit values with their mode and
unit, and ``compose`` never looks at a map to choose them.

One frame on the screen is ``frame_maps`` (raw numbers at this frame), ``scale_limits`` and ``guided_limits`` (what
the colours mean), ``compose`` (pictures).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.alignment import apply, scale_of, warp_face
from stadrn_core.colours import colour_table
from stadrn_core.geometry import (
    nearest_sampled_frame,
    position_in_clip,
    position_of_sampled_frame,
    slot_weight,
    spread_over_face,
)
from stadrn_core.picture import coloured, draw_landmarks, overlaid, put_back, steps
from stadrn_core.types import FacePlacement, FaceState
from stadrn_core.view import (
    GUIDED_UNIT,
    QUANTITY_LABELS,
    QUANTITY_UNITS,
    AnalysisView,
    Cells,
    GuidedStyle,
    Quantity,
    ScaleLimits,
    ScaleMode,
    ViewSettings,
)

__all__ = [
    "GUIDED_UNIT",
    "QUANTITY_LABELS",
    "QUANTITY_UNITS",
    "AnalysisView",
    "Cells",
    "DisplayFrame",
    "FrameMaps",
    "GuidedStyle",
    "Quantity",
    "ScaleLimits",
    "ScaleMode",
    "ViewSettings",
    "compose",
    "frame_maps",
    "guided_limits",
    "guided_values",
    "heat_on_face",
    "render_frame",
    "scale_limits",
]

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stadrn_core.store import ClipMaps, ClipRecord
    from stadrn_core.types import Float32Array, Frame, UInt8Array

NOT_EXPLAINED = "not explained yet"
CLAMPED = "score clamped at 0: no map"


@dataclass(frozen=True)
class FrameMaps:
    """Raw numbers for one source frame.

    Attributes:
        frame_index: the source frame.
        size_px: side S of the aligned face.
        clip_indices: all clips that cover the frame.
        explained_clips: those of them whose mean is shown.
        score: mean score of the explained clips, or None.
        heat: (H', W') float32 at cells, at the frame's time; None where there is no map.
        heat_face: (S, S) float32 in aligned pixels, or None.
        guided: (3, S, S) float32 of the nearest sampled frame, or None.
        guided_frame_index: that sampled frame, or None.
        note: why there is no map, or None.
        remarks: what must be known of a map that is there.
    """

    frame_index: int
    size_px: int
    clip_indices: tuple[int, ...]
    explained_clips: tuple[int, ...] = ()
    score: float | None = None
    heat: Float32Array | None = None
    heat_face: Float32Array | None = None
    guided: Float32Array | None = None
    guided_frame_index: int | None = None
    note: str | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class DisplayFrame:
    """All pictures of one source frame, ready for the screen or a file.

    Attributes:
        frame_index: the source frame.
        pts_seconds: its time.
        original: (H, W, 3) uint8, the frame with the heat put back on the face; the decoded array itself when nothing
            is drawn: do not write into it.
        face: (S, S, 3) uint8 aligned face, under the heat when there is a map; None without a face.
        heat: (S, S, 3) uint8 heatmap alone, or None.
        guided: (S, S, 3) uint8 guided map, or None.
        heat_values: (S, S) float32, the numbers behind ``heat``.
        guided_values: (S, S) float32, the numbers behind ``guided``.
        limits: colour scale of the heat, or None while nothing is explained.
        guided_limits: colour scale of the guided map, or None.
        placement: where the face lies.
        clip_indices: clips that cover the frame.
        score: mean score of the explained ones, or None.
        note: why there is no map or no face, or None.
        guided_frame_index: sampled frame to which the guided map belongs.
        explained_clips: the clips whose mean is shown.
        remarks: what must be known of the map shown.
    """

    frame_index: int
    pts_seconds: float
    original: UInt8Array
    face: UInt8Array | None
    heat: UInt8Array | None
    guided: UInt8Array | None
    heat_values: Float32Array | None
    guided_values: Float32Array | None
    limits: ScaleLimits | None
    guided_limits: ScaleLimits | None
    placement: FacePlacement
    clip_indices: tuple[int, ...]
    score: float | None
    note: str | None
    guided_frame_index: int | None
    explained_clips: tuple[int, ...] = ()
    remarks: tuple[str, ...] = ()


def frame_maps(store: AnalysisView, frame_index: int, settings: ViewSettings, with_guided: bool = True) -> FrameMaps:
    """Raw maps of one source frame: interpolated at its time in each finished clip that covers it, then their mean.

    Args:
        store: the analysis, finished or not.
        frame_index: source frame, sampled or not.
        settings: quantity, cells and placement are used; nothing here depends on colours or limits.
        with_guided: read the guided map too.
    """
    covering = tuple(store.plan.clips_of(frame_index))
    records = {i: store.records[i] for i in covering if i in store.records}
    explained = tuple(i for i, record in records.items() if record.skipped_reason is None)
    size_px = store.manifest.settings.alignment.size_px
    if not explained:
        return FrameMaps(frame_index, size_px, covering, note=_missing_note(covering, records))
    scores = {i: records[i].score or 0.0 for i in explained}
    heat, note, remarks = _heat(store, frame_index, scores, settings)
    if len(explained) < len(covering):
        remarks = (*remarks, f"{len(explained)} of {len(covering)} covering clips explained")
    guided, guided_frame_index = _guided(store, frame_index, explained) if with_guided else (None, None)
    return FrameMaps(
        frame_index=frame_index,
        size_px=size_px,
        clip_indices=covering,
        explained_clips=explained,
        score=float(np.mean(list(scores.values()))),
        heat=heat,
        heat_face=None if heat is None else heat_on_face(store, heat, size_px, settings),
        guided=guided,
        guided_frame_index=guided_frame_index,
        note=note,
        remarks=remarks,
    )


def scale_limits(
    store: AnalysisView, frame_index: int, settings: ViewSettings, maps: FrameMaps | None
) -> ScaleLimits | None:
    """Limits of the heat scale: from 0 to the maximum over frame, clip or recording; symmetric for signed evidence.

    In mode ``clip`` the maximum is over the explained clips that cover the frame. Where all values are 0 the scale is
    0–1.

    Returns:
        The limits, or None while there is nothing to take them from.
    """
    signed = settings.quantity == "signed"
    unit = QUANTITY_UNITS[settings.quantity]
    if settings.scale_mode == "manual":
        low, high = settings.manual_limits or (0.0, 1.0)
        if signed:
            high = max(abs(low), abs(high))
            low = -high
        return ScaleLimits(low, high, "manual", unit, saturates=True)
    if settings.scale_mode == "frame":
        if maps is None or maps.heat is None:
            return None
        return _limits(float(np.abs(maps.heat).max()), signed, "frame", unit, provisional=False)
    records, provisional = _records_in_scope(store, frame_index, settings.scale_mode)
    maxima = [_record_maximum(record, settings.quantity) for record in records]
    return _limits(max(maxima), signed, settings.scale_mode, unit, provisional) if maxima else None


def guided_limits(
    store: AnalysisView, frame_index: int, settings: ViewSettings, maps: FrameMaps | None
) -> ScaleLimits | None:
    """Limits of the guided scale, by the same mode: ± a share of the largest absolute value, or from 0 for magnitudes.

    The share is ``settings.guided_saturation``; what lies beyond is shown as the nearer end.

    Returns:
        The limits, or None while there is nothing to take them from.
    """
    signed = settings.guided_style == "signed"
    if settings.scale_mode == "frame":
        if maps is None or maps.guided is None:
            return None
        largest = float(np.abs(maps.guided).max())
        return _limits(largest, signed, "frame", GUIDED_UNIT, False, settings.guided_saturation)
    scope: ScaleMode = "recording" if settings.scale_mode == "manual" else settings.scale_mode
    records, provisional = _records_in_scope(store, frame_index, scope)
    maxima = [record.guided_absmax for record in records if record.guided_absmax > 0]
    if not maxima:
        return None
    return _limits(max(maxima), signed, scope, GUIDED_UNIT, provisional, settings.guided_saturation)


def guided_values(guided: Float32Array, style: GuidedStyle) -> Float32Array:
    """One number for each pixel of a guided map.

    Args:
        guided: (3, S, S) float32.
        style: ``signed``: the mean over the colour channels; ``magnitude``: the largest absolute value among them.
            Neither exceeds the largest absolute value of ``guided``.

    Returns:
        (S, S) float32.
    """
    if style == "signed":
        return np.asarray((guided[0] + guided[1] + guided[2]) * np.float32(1 / 3), dtype=np.float32)
    magnitude = np.abs(guided)
    return np.asarray(np.maximum(np.maximum(magnitude[0], magnitude[1]), magnitude[2]), dtype=np.float32)


def compose(
    frame: Frame,
    placement: FacePlacement,
    maps: FrameMaps | None,
    limits: ScaleLimits | None,
    guided_limits: ScaleLimits | None,
    settings: ViewSettings,
    size_px: int = 224,
) -> DisplayFrame:
    """The pictures of one frame.

    Args:
        frame: the decoded frame.
        placement: where the face lies in it.
        maps: its raw numbers; None where there is no analysis.
        limits: colour scale of the heat; needed where ``maps.heat`` is there.
        guided_limits: colour scale of the guided map; without it no guided map is drawn.
        settings: colours, opacity, guided style, landmarks.
        size_px: side of the aligned face where ``maps`` is None.
    """
    if frame.is_damaged:
        placement = FacePlacement(FaceState.DAMAGED, None, None)
    heat_values = None if maps is None else maps.heat_face
    if heat_values is not None and limits is None:
        raise ValueError("a heatmap needs the limits of its colour scale")
    to_face = placement.frame_to_face if placement.state in (FaceState.FOUND, FaceState.INTERPOLATED) else None
    original = frame.rgb
    face = None if to_face is None else warp_face(frame.rgb, to_face, maps.size_px if maps else size_px)
    heat = None
    if heat_values is not None and limits is not None:
        table = colour_table(settings.heat_table)
        heat_steps = steps(heat_values, limits.low, limits.high)
        heat = coloured(heat_steps, table)
        if face is not None and to_face is not None:
            face = overlaid(face, heat, settings.opacity)
            original = put_back(original, heat_steps, table, to_face, settings.opacity)
    if settings.show_landmarks and face is not None and to_face is not None and placement.landmarks is not None:
        original = original.copy() if original is frame.rgb else original
        draw_landmarks(original, placement.landmarks, face.shape[0] / scale_of(to_face))
        draw_landmarks(face, apply(to_face, placement.landmarks), face.shape[0])
    values, guided = _guided_picture(maps, guided_limits, settings)
    notes = [note for note in (_face_note(placement.state), maps.note if maps else None) if note]
    return DisplayFrame(
        frame_index=frame.index,
        pts_seconds=frame.pts_seconds,
        original=original,
        face=face,
        heat=heat,
        guided=guided,
        heat_values=heat_values,
        guided_values=values,
        limits=limits,
        guided_limits=guided_limits,
        placement=placement,
        clip_indices=maps.clip_indices if maps else (),
        score=maps.score if maps else None,
        note=" · ".join(notes) or None,
        guided_frame_index=maps.guided_frame_index if maps else None,
        explained_clips=maps.explained_clips if maps else (),
        remarks=maps.remarks if maps else (),
    )


def render_frame(store: AnalysisView, frame: Frame, settings: ViewSettings) -> DisplayFrame:
    """Everything from a decoded frame and a stored analysis to its pictures."""
    maps = frame_maps(store, frame.index, settings)
    limits = scale_limits(store, frame.index, settings, maps)
    limits_of_guided = guided_limits(store, frame.index, settings, maps)
    return compose(frame, store.placement(frame.index), maps, limits, limits_of_guided, settings)


def _heat(
    store: AnalysisView, frame_index: int, scores: Mapping[int, float], settings: ViewSettings
) -> tuple[Float32Array | None, str | None, tuple[str, ...]]:
    """Mean map at cells over the given clips; why there is none; what must be known of it."""
    clamped = [i for i, score in scores.items() if score == 0.0]
    if settings.quantity == "weighted" and len(clamped) == len(scores):
        return None, CLAMPED, ()
    total: Float32Array | None = None
    for i, score in scores.items():
        stack = _stack(store.clip_maps(i), settings.quantity)
        if stack is None:
            return None, "signed evidence exists for the last stage only, and not for MDN", ()
        when = slot_weight(
            position_in_clip(store.plan, i, frame_index),
            stack.shape[0],
            store.plan.clip_length,
            store.manifest.temporal_stride,
            settings.placement,
            native=settings.cells == "native",
        )
        heat = when.of(stack)
        if settings.quantity == "weighted":
            heat = heat * np.float32(score)
        total = heat if total is None else total + heat
    if total is None:
        return None, NOT_EXPLAINED, ()
    remarks = (f"score clamped at 0 in {_clip_names(clamped)}",) if clamped else ()
    return total / np.float32(len(scores)), None, remarks


def _stack(maps: ClipMaps, quantity: Quantity) -> Float32Array | None:
    if quantity == "signed":
        return maps.signed_points
    return maps.gradcam if quantity == "gradcam" else maps.gradcampp


def heat_on_face(store: AnalysisView, heat: Float32Array, size_px: int, settings: ViewSettings) -> Float32Array:
    """(H', W') heat of an analysis's cells over its aligned face, (size_px, size_px) float32."""
    return spread_over_face(
        heat, size_px, store.manifest.spatial_stride, settings.placement, settings.cells == "native"
    )


def _guided(store: AnalysisView, frame_index: int, clips: Sequence[int]) -> tuple[Float32Array | None, int | None]:
    """Mean guided map of the sampled frame nearest to ``frame_index`` over the clips that hold it, and that frame."""
    candidates = [nearest_sampled_frame(store.plan, i, frame_index) for i in clips]
    nearest = min(candidates, key=lambda candidate: (abs(candidate - frame_index), candidate))
    guided: list[Float32Array] = []
    for i in clips:
        t = position_of_sampled_frame(store.plan, i, nearest)
        found = None if t is None else store.guided_frame(i, t)
        if found is not None:
            guided.append(found)
    if not guided:
        return None, None
    mean = functools.reduce(np.add, guided) / np.float32(len(guided)) if len(guided) > 1 else guided[0]
    return mean, nearest


def _guided_picture(
    maps: FrameMaps | None, limits: ScaleLimits | None, settings: ViewSettings
) -> tuple[Float32Array | None, UInt8Array | None]:
    if maps is None or maps.guided is None or limits is None:
        return None, None
    values = guided_values(maps.guided, settings.guided_style)
    return values, coloured(steps(values, limits.low, limits.high), colour_table(settings.guided_table))


def _records_in_scope(store: AnalysisView, frame_index: int, mode: ScaleMode) -> tuple[list[ClipRecord], bool]:
    """Explained clips from which limits are taken, and whether more may come."""
    if mode == "clip":
        covering = store.plan.clips_of(frame_index)
        records = [store.records[i] for i in covering if i in store.records]
        provisional = len(records) < len(covering)
    else:
        records = list(store.records.values())
        provisional = not store.is_complete
    return [record for record in records if record.skipped_reason is None], provisional


def _record_maximum(record: ClipRecord, quantity: Quantity) -> float:
    if quantity == "weighted":
        return record.gradcampp_max * (record.score or 0.0)
    if quantity == "unweighted":
        return record.gradcampp_max
    return record.gradcam_max if quantity == "gradcam" else record.signed_absmax


def _limits(largest: float, signed: bool, mode: str, unit: str, provisional: bool, share: float = 1.0) -> ScaleLimits:
    high = largest * share if largest > 0 else 1.0
    return ScaleLimits(-high if signed else 0.0, high, mode, unit, provisional, saturates=share < 1.0)


def _missing_note(covering: Sequence[int], records: Mapping[int, ClipRecord]) -> str:
    if not covering:
        return "no clip covers this frame"
    if len(records) < len(covering):
        return NOT_EXPLAINED
    reasons = dict.fromkeys(record.skipped_reason for record in records.values())
    return f"{_clip_names(list(records))} skipped: {'; '.join(str(reason) for reason in reasons)}"


def _face_note(state: FaceState) -> str | None:
    if state is FaceState.HELD:
        return "no face in this frame: the clip holds the nearest one"
    if state is FaceState.DAMAGED:
        return "this frame cannot be decoded"
    return "no face" if state is FaceState.NONE else None


def _clip_names(clips: Sequence[int]) -> str:
    numbers = [str(i + 1) for i in clips]
    return f"clip {numbers[0]}" if len(numbers) == 1 else f"clips {', '.join(numbers[:-1])} and {numbers[-1]}"
