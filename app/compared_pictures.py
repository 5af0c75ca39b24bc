"""Signed evidence of several analyses on one frame, all on one scale: what the frame thread keeps and composes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.work import FrameRequest
    from stadrn_core.render import DisplayFrame
    from stadrn_core.store import AnalysisStore
    from stadrn_core.types import Frame


class ComparedPictures:
    """The thread's own handles of the compared analyses.

    Args:
        number: of the request that named them; 0 for none.
        stores: one for each, in the order in which they are shown.
    """

    def __init__(self, number: int, stores: tuple[AnalysisStore, ...]) -> None:
        self._number, self._stores = number, stores
        self._revision = -1

    def of(self, request: FrameRequest, frame: Frame) -> tuple[DisplayFrame, ...]:
        """The frame under each analysis' signed evidence; nothing where others are asked for, or fewer than two.

        Cells, placement and opacity are those of the request's view.

        Raises:
            StoreError: the analyses cannot be compared or read.
        """
        if not self._number or request.compared_number != self._number or len(self._stores) < 2:
            return ()
        from stadrn_core.compare.drawn import compose_member, drawn_views, scale_of_each
        from stadrn_core.compare.members import make_members

        if request.revision != self._revision:
            for store in self._stores:
                store.refresh()
            self._revision = request.revision
        members = make_members(self._stores)
        views, _ = drawn_views(members)
        settings = replace(request.view, quantity="signed", scale_mode="recording", manual_limits=None)
        limits = scale_of_each(members, views, settings, "shared")
        return tuple(
            compose_member(views[member.letter], frame, settings, limits.get(member.letter)) for member in members
        )
