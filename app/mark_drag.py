"""Marks on the timeline taken with the mouse: which part is below it, and where the mark then lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from PySide6.QtCore import QRect

    from app.mark_track import MarkTrack, Placed
    from app.timeline_axis import TimeAxis

Grip = Literal["start", "end", "whole"]
"""A border of a range, or the mark as it is long."""
CLICK_PX = 3.0
"""A mark stays where it is until the mouse has gone so far."""
NEAR_PX = 4.0
_WIDE_PX = 3 * NEAR_PX
"""From here on the borders of a range are taken inside of it, too."""


@dataclass
class MarkDrag:
    """A mark that is taken.

    Attributes:
        mark: as it was.
        grip: the part that is taken.
        from_x: where the mouse took it.
        from_frame: source frame there.
        num_frames: of the recording.
        place: first and last frame where it is now; None until it is moved.
    """

    mark: Placed
    grip: Grip
    from_x: float
    from_frame: int
    num_frames: int
    place: tuple[int, int] | None = None

    def to(self, x: float, frame: int) -> bool:
        """The mouse is there now. Returns whether the mark lies elsewhere than before."""
        if self.place is None and abs(x - self.from_x) < CLICK_PX:
            return False
        before, self.place = self.place, self._place(frame - self.from_frame)
        return self.place != before

    def _place(self, by: int) -> tuple[int, int]:
        """Inside the recording, and one frame at least."""
        first, last, end = self.mark.first_frame, self.mark.last_frame, self.num_frames - 1
        if self.grip == "start":
            return min(max(first + by, 0), last), last
        if self.grip == "end":
            return first, min(max(last + by, first), end)
        by = min(max(by, -first), end - last)
        return first + by, last + by

    @property
    def border(self) -> int | None:
        """The frame at the border that moves."""
        return None if self.place is None else self.place[1 if self.grip == "end" else 0]


def mark_at(track: MarkTrack, axis: TimeAxis, lane: QRect, x: float, y: float) -> tuple[Placed, Grip] | None:
    """The mark below a point of the lane, and its part: a moment before ranges, of ranges the one drawn there."""
    found: list[tuple[bool, bool, bool, int, Placed, Grip]] = []
    for mark, (top, bottom) in zip(track.marks, track.spans(lane), strict=True):
        grip = _grip(mark, axis, x)
        if grip is not None:
            found.append((mark.is_range, not top <= y < bottom, grip == "whole", len(found), mark, grip))
    return min(found)[-2:] if found else None


def _grip(mark: Placed, axis: TimeAxis, x: float) -> Grip | None:
    left, right = axis.x(mark.start), axis.x(mark.end)
    if not mark.is_range:
        return "whole" if abs(x - left) <= NEAR_PX else None
    inside = NEAR_PX if right - left >= _WIDE_PX else 0.0
    if left - NEAR_PX <= x < left + inside:
        return "start"
    if right - inside < x <= right + NEAR_PX:
        return "end"
    return "whole" if left <= x <= right else None
