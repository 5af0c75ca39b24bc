"""The timeline's row of marks: moments as ticks, stretches as bars, overlapping ones below each other."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QRect, QRectF
from PySide6.QtGui import QColor, QPainter

from app.timeline_drawing import with_alpha
from app.timeline_tracks import Scene, Track
from app.translation import translate

_TICK_PX = 3.0
_NEAR_PX = 4.0
_LEVELS = 3
_GAP_PX = 1.0


@dataclass(frozen=True)
class Placed:
    """A mark in time.

    Attributes:
        id: of the mark.
        first_frame: source frame.
        last_frame: included.
        start: seconds.
        end: seconds, of the last frame's end.
        words: category and note.
    """

    id: str
    first_frame: int
    last_frame: int
    start: float
    end: float
    words: str

    @property
    def is_range(self) -> bool:
        """Longer than a frame."""
        return self.last_frame > self.first_frame


class MarkTrack(Track):
    """Marks and ranges that the user has set."""

    title = str(QT_TRANSLATE_NOOP("Timeline", "Marks"))
    help = translate("MarkTrack", "Marks and ranges that you have set. Drag them, or the ends of a range, to move them")
    stretch = 0
    minimum_px = 14

    def __init__(self) -> None:
        self.marks: tuple[Placed, ...] = ()

    def paint_lane(self, painter: QPainter, lane: QRect, scene: Scene) -> None:
        """Bars of ranges in as many levels as they overlap, at most three; ticks over the whole height."""
        palette = scene.palette
        painter.fillRect(lane, with_alpha(palette.grid, 0.55))
        bar, line = with_alpha(palette.accent, 0.55), QColor(palette.accent)
        for mark, (top, bottom) in zip(self.marks, self.spans(lane), strict=True):
            left, right = scene.axis.x(mark.start), scene.axis.x(mark.end)
            if mark.is_range:
                height = bottom - top - _GAP_PX
                painter.fillRect(QRectF(left, top, max(right - left, _TICK_PX), height), bar)
                painter.fillRect(QRectF(left, top, 1.5, height), line)
            else:
                painter.fillRect(QRectF(left - _TICK_PX / 2, top, _TICK_PX, bottom - top), line)

    def spans(self, lane: QRect) -> list[tuple[float, float]]:
        """Top and bottom of each mark in the lane."""
        whole = (float(lane.top()), float(lane.top() + lane.height()))
        height = lane.height() / _LEVELS
        return [
            (lane.top() + level * height, lane.top() + (level + 1) * height) if mark.is_range else whole
            for mark, level in zip(self.marks, levels(self.marks), strict=True)
        ]

    def move(self, moved: Placed) -> None:
        """Show a mark elsewhere while it is dragged."""
        others = (mark for mark in self.marks if mark.id != moved.id)
        self.marks = tuple(sorted((*others, moved), key=lambda mark: (mark.first_frame, mark.last_frame)))

    def describe(self, scene: Scene, seconds: float) -> str:
        """The marks here; a moment also a few pixels beside it."""
        near = _NEAR_PX * abs(scene.axis.seconds(1.0) - scene.axis.seconds(0.0))
        here = [
            mark.words
            for mark in self.marks
            if mark.start - (0 if mark.is_range else near) <= seconds <= mark.end + (0 if mark.is_range else near)
        ]
        return translate("MarkTrack", "mark: ") + "; ".join(here) if here else ""


def levels(marks: tuple[Placed, ...]) -> list[int]:
    """A level for each mark, such that ranges that overlap lie below each other while there is room."""
    free_from = [float("-inf")] * _LEVELS
    found = []
    for mark in marks:
        if not mark.is_range:
            found.append(0)
            continue
        level = next((i for i, free in enumerate(free_from) if mark.start >= free), _LEVELS - 1)
        free_from[level] = max(free_from[level], mark.end)
        found.append(level)
    return found
