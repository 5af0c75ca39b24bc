"""The zoomable part of the timeline as it is used: what mouse, wheel and keys do to it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QMenu, QWidget

from app.mark_drag import Grip, MarkDrag, mark_at
from app.mark_track import MarkTrack, Placed
from app.region_track import region_at
from app.timeline_rows import GUTTER_PX
from app.timeline_view import TimelineView
from app.translation import translate

_WHEEL_BASE = 1.0016
_KEY_ZOOM = 1.5
_CURSORS = {
    "title": Qt.CursorShape.PointingHandCursor,
    "lane": Qt.CursorShape.ArrowCursor,
    "whole": Qt.CursorShape.OpenHandCursor,
    "start": Qt.CursorShape.SizeHorCursor,
    "end": Qt.CursorShape.SizeHorCursor,
}
REGION_NAMES_LEFT_PX = 52
"""From here to the right a click on a region's name picks it out; left of it, it folds the row."""


class TimelineCanvas(TimelineView):
    """Scrubbed, zoomed and panned; rows are folded, ranges selected, marks taken."""

    frame_requested = Signal(int)
    range_requested = Signal(int, int)
    mark_moved = Signal(str, int, int)
    """id, first and last frame"""
    mark_picked = Signal(str)
    """id"""
    region_picked = Signal(object)
    """Region"""
    menu_made = Signal(object)
    """QMenu, to be added to"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleDescription(
            translate("Timeline", "Scores, evidence, heat and faces over time. Up and Down zoom")
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._drag: str | None = None
        self._drag_from = QPointF()
        self._mark_drag: MarkDrag | None = None

    def set_marks(self, marks: tuple[Placed, ...]) -> None:
        """Show other marks; one that is being dragged is let go."""
        if self._drag == "mark":
            self._hold(None)
        super().set_marks(marks)

    def _hold(self, what: str | None) -> None:
        """Begin a drag, or end it."""
        self._drag, self.is_held = what, what is not None
        if what != "mark":
            self._mark_drag = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Scrub; take a mark; fold a row at its title; select a range with Shift; move with the middle button."""
        position = event.position()
        if self.is_held:
            return  # by another button
        if event.button() == Qt.MouseButton.LeftButton and position.x() < GUTTER_PX - 8:
            self._press_title(position)
            return
        self._drag_from = position
        if event.button() == Qt.MouseButton.MiddleButton:
            self._hold("pan")
        elif event.button() == Qt.MouseButton.LeftButton:
            is_range = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            taken = None if is_range else self._mark_at(position)
            if taken is not None:
                frame = self.data.frame_at(self.axis.seconds(position.x()))
                self._mark_drag = MarkDrag(*taken, position.x(), frame, self.data.num_frames)
            self._hold("range" if is_range else "scrub" if taken is None else "mark")
            self._drag_to(position)
        self._show_readout(None)

    def _mark_at(self, position: QPointF) -> tuple[Placed, Grip] | None:
        if self._track_at(position.y()) is not self._marks or MarkTrack.title in self._collapsed:
            return None
        return mark_at(self._marks, self.axis, self._lane_of(self._marks), position.x(), position.y())

    def _press_title(self, position: QPointF) -> None:
        track = self._track_at(position.y())
        if track is self._regions and position.x() > REGION_NAMES_LEFT_PX and track.title not in self._collapsed:
            self.region_picked.emit(region_at(self._share_of(track, position.y())))
        elif track is not None:
            self.toggle_collapsed(track.title)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on dragging, or read out what is below the cursor."""
        position = event.position()
        if self._drag is not None:
            self._drag_to(position)
            return
        gutter = position.x() < GUTTER_PX - 8
        self.setToolTip(self._help_at(position.y()) if gutter else "")
        taken = None if gutter else self._mark_at(position)
        self.setCursor(_CURSORS[taken[1]] if taken else _CURSORS["title" if gutter else "lane"])
        self._show_readout(None if gutter else position)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag; a mark that was not moved was clicked."""
        drag = self._mark_drag
        self._hold(None)
        if drag is not None and drag.place is None:
            self.mark_picked.emit(drag.mark.id)
        elif drag is not None and drag.place is not None:
            self.mark_moved.emit(drag.mark.id, *drag.place)
        self._show_readout(event.position() if self.rect().contains(event.position().toPoint()) else None)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show the whole recording, but not at a mark."""
        is_lane = event.button() == Qt.MouseButton.LeftButton and event.position().x() >= GUTTER_PX - 8
        if is_lane and self._mark_at(event.position()) is None:
            self.reset_zoom()

    def _drag_to(self, position: QPointF) -> None:
        left, right = self._lanes_px()
        x = min(max(position.x(), left), right)
        if self._drag == "pan":
            moved = position.x() - self._drag_from.x()
            self._drag_from = position
            self.set_axis(self.axis.panned(-moved / self.axis.pixels_per_second))
            return
        frame = self.data.frame_at(self.axis.seconds(x))
        if self._drag == "mark":
            self._drag_mark(position, frame)
        elif self._drag == "scrub" and frame != self._playhead:
            self.frame_requested.emit(frame)
        elif self._drag == "range":
            start = self.data.frame_at(self.axis.seconds(min(max(self._drag_from.x(), left), right)))
            self.range_requested.emit(min(start, frame), max(start, frame))

    def _drag_mark(self, position: QPointF, frame: int) -> None:
        """Show the mark where it would lie, and the frame at the border that is dragged."""
        drag = self._mark_drag
        if drag is not None and drag.to(position.x(), frame) and drag.place is not None:
            (first, last), (start, end) = drag.place, self._range_seconds(drag.place)
            self._marks.move(replace(drag.mark, first_frame=first, last_frame=last, start=start, end=end))
            self.refresh_rows(MarkTrack.title)
            self.frame_requested.emit(drag.border)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the cursor; with Shift or sideways, pan."""
        across, along = event.angleDelta().x(), event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or abs(across) > abs(along):
            notches = (across or along) / 120
            self.set_axis(self.axis.panned(-notches * 0.1 * self.axis.span_seconds))
        else:
            self.set_axis(self.axis.zoomed(_WHEEL_BASE**along, self.axis.seconds(event.position().x())))
        self._show_readout(event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down zoom; all other keys belong to the window."""
        factors = {Qt.Key.Key_Up: _KEY_ZOOM, Qt.Key.Key_Down: 1 / _KEY_ZOOM}
        factor = factors.get(Qt.Key(event.key()))
        if factor is None:
            super().keyPressEvent(event)
        else:
            self.zoom(factor)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Rows to show, and zoom."""
        menu = self.make_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def make_menu(self) -> QMenu:
        """A menu with a tick for every row."""
        menu = QMenu(self)
        for track in self.tracks:
            action = QAction(
                translate("Timeline", track.title), menu, checkable=True, checked=track.title not in self._collapsed
            )
            action.setToolTip(track.help)
            action.triggered.connect(lambda _checked, title=track.title: self.toggle_collapsed(title))
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction(translate("Timeline", "Show the whole recording"), self.reset_zoom)
        self.menu_made.emit(menu)
        return menu

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing below the cursor."""
        self._show_readout(None)
        super().leaveEvent(event)
