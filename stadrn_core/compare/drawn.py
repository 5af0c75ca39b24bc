"""How the maps of several checkpoints are drawn: on the same cells where that is possible, and on stated scales."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from stadrn_core.compare.grid import common_grid, on_grid, stride_px
from stadrn_core.compare.pairs import ComparedQuantity
from stadrn_core.render import FrameMaps, compose, frame_maps, heat_on_face
from stadrn_core.view import QUANTITY_UNITS, ScaleLimits

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping, Sequence

    from stadrn_core.compare.members import Member
    from stadrn_core.render import DisplayFrame, ViewSettings
    from stadrn_core.types import Frame
    from stadrn_core.view import AnalysisView

Scale = Literal["shared", "own"]
DEFAULT_SCALES: dict[ComparedQuantity, Scale] = {"signed_points": "shared", "gradcampp": "own"}
"""Points share a scale; magnitudes without a common unit have their own."""


def drawn_views(members: Sequence[Member]) -> tuple[dict[str, AnalysisView], bool]:
    """The analyses to draw by letter, and whether all are on the same cells.

    Those with clips of equal length are on the coarsest cells among them, where that is possible.
    """
    views: dict[str, AnalysisView] = {}
    by_length: dict[int, list[Member]] = {}
    for member in members:
        by_length.setdefault(member.store.plan.clip_length, []).append(member)
    has_grid = True
    for equals in by_length.values():
        manifests = [member.store.manifest for member in equals]
        grid = common_grid(manifests)
        if all(stride_px(manifest, grid) is not None for manifest in manifests):
            views |= {member.letter: on_grid(member.store, grid) for member in equals}
        else:
            has_grid = False
            views |= {member.letter: member.store for member in equals}
    return views, has_grid and len(by_length) == 1


def scale_of_each(
    members: Sequence[Member], views: Mapping[str, AnalysisView], settings: ViewSettings, scale: Scale
) -> dict[str, ScaleLimits]:
    """Colour limits by letter, from each member's clips so far; none for a member without any such map."""
    signed = settings.quantity == "signed"
    largest = {}
    for member in members:
        records = [record for record in views[member.letter].records.values() if record.score is not None]
        values = [record.signed_absmax if signed else record.gradcampp_max for record in records]
        if values and (not signed or member.store.manifest.has_signed_points):
            largest[member.letter] = max(values)
    if scale == "shared" and largest:
        largest = dict.fromkeys(largest, max(largest.values()))
    return _limits(members, largest, signed, scale, QUANTITY_UNITS[settings.quantity])


def difference_scales(
    members: Sequence[Member],
    views: Mapping[str, AnalysisView],
    reference: Member,
    scale: Scale,
    known: MutableMapping[tuple[str, str, int], float] | None = None,
) -> dict[str, ScaleLimits]:
    """Colour limits of the differences to the reference by letter: the largest over the clips explained in both.

    They are limits of differences alone, usually narrower or wider than those of the maps. None for a member whose
    cells are others, that has no signed evidence, or that shares no explained clip with the reference.

    Args:
        members: of the comparison.
        views: by letter, on the same cells.
        reference: what is subtracted.
        scale: one for all differences, or one for each.
        known: largest differences by letters of reference and member and by clip, filled here: while an analysis grows,
            only its new clips are read.
    """
    known = {} if known is None else known
    largest = {}
    for member in members:
        if member is not reference:
            pair = reference.letter, member.letter
            _find_differences(views[reference.letter], views[member.letter], pair, known)
            found = [value for (*letters, _), value in known.items() if tuple(letters) == pair]
            if found:
                largest[member.letter] = max(found)
    if scale == "shared" and largest:
        largest = dict.fromkeys(largest, max(largest.values()))
    return _limits(members, largest, True, scale, QUANTITY_UNITS["signed"])


def _find_differences(
    reference: AnalysisView,
    view: AnalysisView,
    pair: tuple[str, str],
    known: MutableMapping[tuple[str, str, int], float],
) -> None:
    if reference.manifest.map_shape != view.manifest.map_shape:
        return
    for i in sorted(set(reference.records) & set(view.records)):
        if (*pair, i) in known or reference.records[i].score is None or view.records[i].score is None:
            continue
        a, b = reference.clip_maps(i).signed_points, view.clip_maps(i).signed_points
        if a is not None and b is not None:
            known[(*pair, i)] = float(np.abs(b - a).max())


def _limits(
    members: Sequence[Member], largest: Mapping[str, float], signed: bool, scale: Scale, unit: str
) -> dict[str, ScaleLimits]:
    mode = "recording, shared" if scale == "shared" else "recording, own"
    unfinished = any(not member.store.is_complete for member in members)
    found = {}
    for letter, top in largest.items():
        high = top if top > 0 else 1.0
        found[letter] = ScaleLimits(-high if signed else 0.0, high, mode, unit, unfinished)
    return found


def compose_member(
    view: AnalysisView, frame: Frame, settings: ViewSettings, limits: ScaleLimits | None
) -> DisplayFrame:
    """One member's pictures of a frame; without ``limits`` there is no map, only the reason in ``note``."""
    maps = frame_maps(view, frame.index, settings, with_guided=False)
    if limits is None:
        maps = replace(maps, heat=None, heat_face=None, note=maps.note or "no map")
    return compose(frame, view.placement(frame.index), maps, limits, None, settings)


def difference_maps(
    reference: AnalysisView, view: AnalysisView, frame_index: int, settings: ViewSettings
) -> FrameMaps | None:
    """One checkpoint's map of a frame less the reference's; None where the same clips are not explained in both."""
    a, b = (frame_maps(one, frame_index, settings, with_guided=False) for one in (reference, view))
    if a.heat is None or b.heat is None or a.heat_face is None or b.heat_face is None:
        return None
    if a.explained_clips != b.explained_clips or a.heat.shape != b.heat.shape:
        return None
    heat, heat_face = b.heat - a.heat, b.heat_face
    if a.heat_face.shape == heat_face.shape:
        return replace(b, heat=heat, heat_face=heat_face - a.heat_face)
    # Of aligned faces of different sizes the cells are subtracted.
    return replace(b, heat=heat, heat_face=heat_on_face(view, heat, heat_face.shape[0], settings))


def compose_difference(
    reference: AnalysisView, view: AnalysisView, frame: Frame, settings: ViewSettings, limits: ScaleLimits | None
) -> DisplayFrame | None:
    """A checkpoint's signed evidence less the reference's on a frame; None where there is none to show.

    Args:
        reference: what is subtracted.
        view: the other, on the same cells.
        frame: the decoded frame.
        settings: of quantity ``signed``.
        limits: of ``difference_scales``.

    Raises:
        ValueError: of another quantity: only points are a common unit.
    """
    if settings.quantity != "signed":
        raise ValueError(f"only signed evidence has a common unit and can be subtracted, got {settings.quantity!r}")
    maps = difference_maps(reference, view, frame.index, settings)
    if maps is None or limits is None:
        return None
    return compose(frame, view.placement(frame.index), maps, limits, None, settings)
