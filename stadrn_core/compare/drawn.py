"""How the maps of several checkpoints are drawn: on the same cells where that is possible, and on stated scales."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from stadrn_core.compare.grid import common_grid, on_grid, stride_px
from stadrn_core.render import FrameMaps, compose, frame_maps
from stadrn_core.view import QUANTITY_UNITS, ScaleLimits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stadrn_core.compare.members import Member
    from stadrn_core.render import DisplayFrame, ViewSettings
    from stadrn_core.types import Frame
    from stadrn_core.view import AnalysisView

Scale = Literal["shared", "own"]


def drawn_views(members: Sequence[Member]) -> tuple[dict[str, AnalysisView], bool]:
    """The analyses to draw by letter, all on their coarsest cells where that is possible, and whether it is."""
    manifests = [member.store.manifest for member in members]
    same_length = len({member.store.plan.clip_length for member in members}) == 1
    grid = common_grid(manifests)
    if not same_length or any(stride_px(manifest, grid) is None for manifest in manifests):
        return {member.letter: member.store for member in members}, False
    return {member.letter: on_grid(member.store, grid) for member in members}, True


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
    mode = "recording, shared" if scale == "shared" else "recording, own"
    unfinished = any(not member.store.is_complete for member in members)
    unit = QUANTITY_UNITS[settings.quantity]
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
    if a.explained_clips != b.explained_clips or a.heat_face.shape != b.heat_face.shape:
        return None
    return replace(b, heat=b.heat - a.heat, heat_face=b.heat_face - a.heat_face)
