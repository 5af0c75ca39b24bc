"""The pictures of a comparison: chosen frames, each checkpoint's map on them, and its difference to the reference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.alignment import warp_face
from stadrn_core.compare.drawn import (
    Scale,
    compose_difference,
    compose_member,
    difference_scales,
    drawn_views,
    scale_of_each,
)
from stadrn_core.damage import read_or_blank
from stadrn_core.export.deidentify import check_possible, deidentified
from stadrn_core.render import ViewSettings
from stadrn_core.types import FaceState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stadrn_core.compare.comparison import Comparison
    from stadrn_core.compare.members import Member
    from stadrn_core.compare.pairs import ComparedQuantity
    from stadrn_core.types import Deidentify, Frame, FrameSource, UInt8Array
    from stadrn_core.view import AnalysisView, Quantity, ScaleLimits

SHOWN: dict[ComparedQuantity, Quantity] = {"signed_points": "signed", "gradcampp": "unweighted"}
EVENLY_SPREAD = 2


@dataclass(frozen=True)
class KeyFrame:
    """A frame to show, and why this one."""

    frame_index: int
    reason: str


@dataclass(frozen=True)
class Picture:
    """One picture of the figure: (S, S, 3) uint8, or why there is none."""

    rgb: UInt8Array | None
    note: str = ""


@dataclass(frozen=True)
class PictureRow:
    """One key frame.

    Attributes:
        key: which frame.
        pts_seconds: its time.
        face: the aligned face as the reference saw it.
        maps: by letter, the aligned face under the map.
        differences: by letter of each other member, the aligned face under its map less the reference's.
    """

    key: KeyFrame
    pts_seconds: float
    face: Picture
    maps: Mapping[str, Picture]
    differences: Mapping[str, Picture]


@dataclass(frozen=True)
class Pictures:
    """All pictures with their colour scales.

    Attributes:
        rows: a row for each key frame.
        settings: how maps were drawn.
        limits: by letter; the same for all on a shared scale. A member without any map has none.
        difference_limits: of the differences, likewise; they have a scale of their own.
        same_cells: whether all maps have the same cells, so that points per cell mean the same.
        deidentify: what became of the face; unless ``none``, names are left out.
    """

    rows: tuple[PictureRow, ...]
    settings: ViewSettings
    limits: Mapping[str, ScaleLimits]
    difference_limits: Mapping[str, ScaleLimits]
    same_cells: bool
    deidentify: Deidentify = "none"

    def name_of(self, member: Member) -> str:
        """What a member is called."""
        return member.name if self.deidentify == "none" else f"Checkpoint {member.letter}"


def key_frames(found: Comparison, count: int = EVENLY_SPREAD) -> list[KeyFrame]:
    """Frames spread evenly over what all checkpoints have explained, and one where the scores differ most.

    The evenly spread ones are not chosen by what they show; the other is the middle of the clip with the largest
    difference of a score to the reference's. Each shows a face.
    """
    plan, states = found.reference.store.plan, found.reference.store.face_states()
    fit = [
        int(plan.frame_indices[position])
        for position in np.flatnonzero(states == FaceState.FOUND)
        if all(_explained(member, int(plan.frame_indices[position])) for member in found.members)
    ]
    spread = min(count, len(fit))
    chosen = {fit[int((i + 0.5) / spread * len(fit))]: "evenly spread" for i in range(spread)}
    clips = [(abs(clip.difference), clip.clip_index) for pair in found.against_reference for clip in pair.clips]
    if clips and fit:
        frames = plan.clip_frames(max(clips)[1])
        nearest = min(fit, key=lambda frame: abs(frame - int(frames[len(frames) // 2])))
        chosen[nearest] = "scores differ most"
    return [KeyFrame(frame, chosen[frame]) for frame in sorted(chosen)]


def draw_pictures(
    found: Comparison, source: FrameSource, keys: Sequence[KeyFrame], scale: Scale, deidentify: Deidentify = "none"
) -> Pictures:
    """Read the key frames and draw every checkpoint's map on them.

    Signed evidence of all checkpoints stands on one scale where it is shared, the largest magnitude of any of them over
    the recording; the differences likewise on another.
    """
    views, same_cells = drawn_views(found.members)
    settings = ViewSettings(quantity=SHOWN[found.quantity], scale_mode="recording", opacity=0.6)
    limits = scale_of_each(found.members, views, settings, scale)
    signed = settings.quantity == "signed"
    of_differences = difference_scales(found.members, views, found.reference, scale) if signed else {}
    both = limits, of_differences
    for member in found.members:
        check_possible(member.store, deidentify)
    frames = [deidentified(found.reference.store, read_or_blank(source, key.frame_index), deidentify) for key in keys]
    rows = [_row(found, views, frame, key, settings, both) for frame, key in zip(frames, keys, strict=True)]
    return Pictures(tuple(rows), settings, *both, same_cells, deidentify)


def _row(
    found: Comparison,
    views: Mapping[str, AnalysisView],
    frame: Frame,
    key: KeyFrame,
    settings: ViewSettings,
    scales: tuple[Mapping[str, ScaleLimits], Mapping[str, ScaleLimits]],
) -> PictureRow:
    limits, of_differences = scales
    maps = {m.letter: _map(views[m.letter], frame, settings, limits.get(m.letter)) for m in found.members}
    differences = {}
    for pair in found.against_reference:
        letter, reference = pair.member.letter, views[found.reference.letter]
        differences[letter] = (
            Picture(None, pair.refused)
            if pair.refused is not None
            else _difference(reference, views[letter], frame, settings, of_differences.get(letter))
        )
    return PictureRow(key, frame.pts_seconds, _face(found.reference.store, frame), maps, differences)


def _map(view: AnalysisView, frame: Frame, settings: ViewSettings, limits: ScaleLimits | None) -> Picture:
    display = compose_member(view, frame, settings, limits)
    return Picture(display.face if display.heat is not None else None, display.note or "no map")


def _difference(
    reference: AnalysisView, view: AnalysisView, frame: Frame, settings: ViewSettings, limits: ScaleLimits | None
) -> Picture:
    if settings.quantity != "signed":
        return Picture(None, "magnitudes have no common unit")
    display = compose_difference(reference, view, frame, settings, limits)
    return Picture(None, "not explained in both") if display is None else Picture(display.face, display.note or "")


def _face(store: AnalysisView, frame: Frame) -> Picture:
    to_face = store.placement(frame.index).frame_to_face
    if to_face is None or frame.is_damaged:
        return Picture(None, "no face")
    return Picture(warp_face(frame.rgb, to_face, store.manifest.settings.alignment.size_px))


def _explained(member: Member, frame_index: int) -> bool:
    store = member.store
    return any(i in store.records and store.records[i].score is not None for i in store.plan.clips_of(frame_index))
