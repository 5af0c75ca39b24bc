"""Maps of several analyses on one frame: what the frame thread keeps of them and composes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.work import ComparedShown, ComparedView

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.work import FrameRequest
    from stadrn_core.compare.members import Member
    from stadrn_core.render import DisplayFrame, ViewSettings
    from stadrn_core.store import AnalysisStore
    from stadrn_core.types import Frame
    from stadrn_core.view import AnalysisView, Quantity, ScaleLimits


@dataclass(frozen=True)
class _Prepared:
    """What is the same for all frames, until clips are new or another view is wanted."""

    members: tuple[Member, ...]
    views: Mapping[str, AnalysisView]
    limits: Mapping[str, ScaleLimits]
    difference_limits: Mapping[str, ScaleLimits]
    refusals: tuple[str, ...]


class ComparedPictures:
    """The thread's own handles of the compared analyses.

    Args:
        number: of the request that named them; 0 for none.
        stores: one for each, in the order in which they are shown.
    """

    def __init__(self, number: int, stores: tuple[AnalysisStore, ...]) -> None:
        self._number, self._stores = number, stores
        self._revision = -1
        self._prepared: dict[ComparedView, _Prepared] = {}
        self._differences: dict[tuple[str, str, int], float] = {}

    def of(self, request: FrameRequest, frame: Frame) -> ComparedShown:
        """The frame under each analysis' map; nothing where others or none are asked for, or fewer than two.

        Cells, placement and opacity are those of the request's view.

        Raises:
            StoreError: the analyses cannot be compared or read.
        """
        view = request.compared_view
        is_asked = bool(self._number) and request.compared_number == self._number and view.is_seen
        if not is_asked or len(self._stores) < 2:
            return ComparedShown(view)
        if request.revision != self._revision:
            for store in self._stores:
                store.refresh()
            self._revision = request.revision
            self._prepared = {}
        quantity: Quantity = "signed" if view.quantity == "signed_points" else "unweighted"
        settings = replace(request.view, quantity=quantity, scale_mode="recording", manual_limits=None)
        if view not in self._prepared:
            self._prepared[view] = self._prepare(view, settings)
        prepared = self._prepared[view]
        from stadrn_core.compare.drawn import compose_member

        displays = tuple(
            compose_member(prepared.views[member.letter], frame, settings, prepared.limits.get(member.letter))
            for member in prepared.members
        )
        return ComparedShown(view, displays, _differences(prepared, view, frame, settings), prepared.refusals)

    def _prepare(self, view: ComparedView, settings: ViewSettings) -> _Prepared:
        from stadrn_core.compare.drawn import difference_scales, drawn_views, scale_of_each
        from stadrn_core.compare.members import make_members
        from stadrn_core.compare.pairs import refusal

        members = make_members(self._stores)
        views, _ = drawn_views(members)
        reference = members[min(view.reference, len(members) - 1)]
        wanted = view.differences and settings.quantity == "signed"
        return _Prepared(
            members,
            views,
            scale_of_each(members, views, settings, view.scale),
            difference_scales(members, views, reference, view.scale, self._differences) if wanted else {},
            tuple(
                "" if one is reference else refusal(reference.store, one.store, view.quantity) or "" for one in members
            ),
        )


def _differences(
    prepared: _Prepared, view: ComparedView, frame: Frame, settings: ViewSettings
) -> tuple[DisplayFrame | None, ...]:
    if not view.differences or settings.quantity != "signed":
        return (None,) * len(prepared.members)
    from stadrn_core.compare.drawn import compose_difference

    reference = prepared.views[prepared.members[min(view.reference, len(prepared.members) - 1)].letter]
    return tuple(
        None
        if refused or prepared.views[member.letter] is reference
        else compose_difference(
            reference, prepared.views[member.letter], frame, settings, prepared.difference_limits.get(member.letter)
        )
        for member, refused in zip(prepared.members, prepared.refusals, strict=True)
    )
