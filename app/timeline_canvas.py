"""The zoomable part of the timeline: ruler, rows, range, playhead, and what the mouse does to them."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from app import theme
from app.figures import format_time, group_digits
from app.glyph_button import is_by_keyboard
from app.mark_drag import Grip, MarkDrag, mark_at
from app.mark_track import MarkTrack, Placed
from app.quality_track import QualityTrack
from app.region_track import RasterScene, RegionTrack, region_at
from app.timeline_axis import TimeAxis
from app.timeline_data import TimelineData
from app.timeline_overlay import paint_cursor, paint_playhead, paint_range, paint_ring
from app.timeline_picture import RowPicture
from app.timeline_readout import Readout
from app.timeline_rows import (
    GUTTER_PX,
    RIGHT_MARGIN_PX,
    lane_rects,
    least_height,
)
from app.timeline_tracks import DoneTrack, EvidenceTrack, FaceTrack, HeatTrack, Scene, ScoreTrack, Track
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


class TimelineCanvas(QWidget):
    """Ruler and rows over the visible stretch of the recording.

    Plain QPainter on a cached pixmap rather than a plot library: a scrub repaints two narrow strips, and nothing else.
    """

    frame_requested = Signal(int)
    range_requested = Signal(int, int)
    axis_changed = Signal(object)
    collapsed_changed = Signal()
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
        self.setAccessibleName(translate("Timeline", "Timeline"))
        self.setAccessibleDescription(
            translate("Timeline", "Scores, evidence, heat and faces over time. Up and Down zoom")
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._regions = RegionTrack()
        self._marks = MarkTrack()
        above, below = (ScoreTrack(), EvidenceTrack(), HeatTrack()), (FaceTrack(), QualityTrack(), DoneTrack())
        self.tracks: tuple[Track, ...] = (self._marks, *above, self._regions, *below)
        self.data = TimelineData()
        self.axis = TimeAxis()
        self.picture = RowPicture(self.tracks)
        self._collapsed: set[str] = set()
        self._quantity, self._colormap = "weighted", "inferno"
        self._running_clip: int | None = None
        self._others: tuple[tuple[str, str, TimelineData], ...] = ()
        self._playhead = 0
        self._range: tuple[int, int] | None = None
        self._row_timer = QTimer(self, interval=0)
        self._row_timer.timeout.connect(self._draw_next_row)
        self._drag: str | None = None
        self._drag_from = QPointF()
        self._mark_drag: MarkDrag | None = None
        self._hover_x: float | None = None
        self._has_ring = False
        self._readout = Readout(self)
        self._read_theme()

    # -- what is shown ------------------------------------------------------------

    def set_data(self, data: TimelineData) -> None:
        """Show another recording or analysis; the visible stretch stays if the length does."""
        same_length = data.duration_seconds == self.data.duration_seconds
        self.data = data
        if not same_length:
            shortest = min(12 * data.frame_seconds, data.duration_seconds)
            axis = replace(self.axis, duration_seconds=data.duration_seconds, shortest_seconds=shortest)
            self.set_axis(axis.whole())
        self.refresh_rows()

    def refresh(self) -> None:
        """Draw everything again at the next paint."""
        self.picture.discard()
        self.update()

    def refresh_rows(self, *titles: str) -> None:
        """Draw these rows again, or all: one at a time, so that new results never hold up what else is to be done."""
        self.picture.mark(titles)
        self._row_timer.start()

    @property
    def is_drawing(self) -> bool:
        """Whether rows are still to be drawn again."""
        return self._row_timer.isActive()

    def _draw_next_row(self) -> None:
        row = self.picture.draw_next(self.scene(), self._collapsed, self.size())
        if row is None:
            self._row_timer.stop()
        else:
            self.update(row)

    def set_playhead(self, frame_index: int) -> None:
        """Move the line; the visible stretch follows when it would leave."""
        before = self._playhead_strip()
        self._playhead = frame_index
        seconds = self._frame_seconds(frame_index)
        axis = self.axis.following(seconds)
        if axis != self.axis and self._drag is None:
            self.set_axis(axis)
            return
        self.update(before)
        self.update(self._playhead_strip())

    def set_range(self, selected: tuple[int, int] | None) -> None:
        """Shade the selected frames (first, last)."""
        self._range = selected
        self.update()

    def set_heat(self, quantity: str, colormap: str) -> None:
        """Follow the views' heat."""
        if (quantity, colormap) != (self._quantity, self._colormap):
            self._quantity, self._colormap = quantity, colormap
            self.refresh()

    def set_others(self, others: tuple[tuple[str, str, TimelineData], ...]) -> None:
        """Colour, name and numbers of other checkpoints, whose scores are drawn over this one's."""
        self._others = others
        self.refresh_rows(ScoreTrack.title)

    def set_marks(self, marks: tuple[Placed, ...]) -> None:
        """Show other marks; one that is being dragged is let go."""
        if self._drag == "mark":
            self._drag = self._mark_drag = None
        self._marks.marks = marks
        self.refresh_rows(MarkTrack.title)

    def set_regions(self, shown: RasterScene) -> None:
        """Show other regions, or the same after more of them are known."""
        self._regions.shown = shown
        self.refresh_rows(RegionTrack.title)

    def set_running_clip(self, clip_index: int | None) -> None:
        """Mark the clip that is being explained."""
        if clip_index != self._running_clip:
            self._running_clip = clip_index
            self.refresh_rows(DoneTrack.title)

    def set_axis(self, axis: TimeAxis) -> None:
        """Show another stretch."""
        if axis != self.axis:
            self.axis = axis
            self.refresh()
            self.axis_changed.emit(axis)

    def reset_zoom(self) -> None:
        """Show the whole recording."""
        self.set_axis(self.axis.whole())

    def zoom(self, factor: float) -> None:
        """Zoom around the playhead, or the middle when it is not visible."""
        seconds = self._frame_seconds(self._playhead)
        inside = self.axis.start_seconds <= seconds <= self.axis.stop_seconds
        middle = (self.axis.start_seconds + self.axis.stop_seconds) / 2
        self.set_axis(self.axis.zoomed(factor, seconds if inside else middle))

    @property
    def collapsed(self) -> tuple[str, ...]:
        """Titles of the rows that are folded."""
        return tuple(track.title for track in self.tracks if track.title in self._collapsed)

    def set_collapsed(self, titles: tuple[str, ...]) -> None:
        """Fold exactly these rows."""
        self._collapsed = {track.title for track in self.tracks} & set(titles)
        self.updateGeometry()
        self.refresh()
        self.collapsed_changed.emit()

    def toggle_collapsed(self, title: str) -> None:
        """Fold or unfold one row."""
        folded = self._collapsed ^ {title}
        self.set_collapsed(tuple(folded))

    def scene(self) -> Scene:
        """What rows are given to paint with."""
        return Scene(
            self.data,
            self.axis,
            self._palette,
            self.devicePixelRatioF(),
            self._figures,
            self._words,
            self._quantity,
            self._colormap,
            self._running_clip,
            self._others,
        )

    # -- geometry ------------------------------------------------------------

    def lane_rects(self) -> list[QRect]:
        """Lane of every row, from top to bottom; a folded row's is as thin as its title."""
        return lane_rects(self.tracks, self._collapsed, self.size())

    def minimumSizeHint(self) -> QSize:
        """All rows at their least."""
        return QSize(GUTTER_PX + RIGHT_MARGIN_PX + 160, least_height(self.tracks, self._collapsed))

    def sizeHint(self) -> QSize:
        """Rows with some air."""
        return self.minimumSizeHint() + QSize(400, 24)

    def _track_at(self, y_px: float) -> Track | None:
        rows = zip(self.tracks, self.lane_rects(), strict=True)
        return next((track for track, lane in rows if lane.top() - 2 <= y_px <= lane.bottom() + 3), None)

    def _lane_of(self, track: Track) -> QRect:
        return self.lane_rects()[self.tracks.index(track)]

    def _share_of(self, track: Track, y_px: float) -> float:
        lane = self._lane_of(track)
        return (y_px - lane.top()) / lane.height()

    def _help_at(self, y_px: float) -> str:
        track = self._track_at(y_px)
        return track.help if track is not None else ""

    def _lanes_px(self) -> tuple[int, int]:
        return GUTTER_PX, self.width() - RIGHT_MARGIN_PX

    def _frame_seconds(self, frame_index: int) -> float:
        return float(self.data.pts_seconds[min(max(frame_index, 0), self.data.num_frames - 1)])

    def _playhead_strip(self) -> QRect:
        x = int(self.axis.x(self._frame_seconds(self._playhead)))
        return QRect(x - 8, 0, 17, self.height())

    # -- painting ------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cached rows, then what moves."""
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        painter.drawPixmap(0, 0, self.picture.whole(self.scene(), self._collapsed, self.size()))
        left, right = self._lanes_px()
        painter.setClipRect(event.rect().intersected(QRect(left - 8, 0, right - left + 16, self.height())))
        height, palette = self.height(), self._palette
        if self._range is not None:
            first, last = (self.axis.x(seconds) for seconds in self._range_seconds(self._range))
            paint_range(painter, first, last, height, palette)
        if self._hover_x is not None and self._drag is None:
            paint_cursor(painter, self._hover_x, height, palette)
        paint_playhead(painter, self.axis.x(self._frame_seconds(self._playhead)), height, palette)
        if self._has_ring:
            paint_ring(painter, left, right, height, palette)
        painter.end()

    def _range_seconds(self, selected: tuple[int, int]) -> tuple[float, float]:
        last = selected[1] + 1
        stop = self.data.duration_seconds if last >= self.data.num_frames else self._frame_seconds(last)
        return self._frame_seconds(selected[0]), stop

    # -- mouse and keys ------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Scrub; take a mark; fold a row at its title; select a range with Shift; move with the middle button."""
        position = event.position()
        if event.button() == Qt.MouseButton.LeftButton and position.x() < GUTTER_PX - 8:
            self._press_title(position)
            return
        self._drag_from = position
        if event.button() == Qt.MouseButton.MiddleButton:
            self._drag = "pan"
        elif event.button() == Qt.MouseButton.LeftButton:
            is_range = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            taken = None if is_range else self._mark_at(position)
            if taken is not None:
                frame = self.data.frame_at(self.axis.seconds(position.x()))
                self._mark_drag = MarkDrag(*taken, position.x(), frame, self.data.num_frames)
            self._drag = "range" if is_range else "scrub" if taken is None else "mark"
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
        drag, self._drag, self._mark_drag = self._mark_drag, None, None
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

    def readout_text(self, x_px: float, y_px: float = 0.0) -> str:
        """What lies at a widget x, in words and numbers; what lies at y first, in rows that have several things."""
        seconds = min(max(self.axis.seconds(x_px), 0.0), self.data.duration_seconds)
        frame = self.data.frame_at(seconds)
        scene = self.scene()
        lines = [
            translate("Timeline", "{time} · frame {frame}").format(
                time=format_time(self._frame_seconds(frame)), frame=group_digits(frame)
            )
        ]
        pointed = self._track_at(y_px)
        if pointed is not None and pointed.title not in self._collapsed:
            lines.append(pointed.describe_row(scene, seconds, self._share_of(pointed, y_px)))
        lines += [track.describe(scene, seconds) for track in self.tracks]
        return "\n".join(text for text in lines if text)

    def _show_readout(self, position: QPointF | None) -> None:
        left, right = self._lanes_px()
        inside = position is not None and left <= position.x() <= right
        before = self._hover_x
        self._hover_x = position.x() if inside and position is not None else None
        for x in (before, self._hover_x):
            if x is not None:
                self.update(QRect(int(x) - 1, 0, 3, self.height()))
        if position is None or not inside:
            self._readout.hide()
            return
        self._readout.show_beside(position, self.readout_text(position.x(), position.y()))

    # -- theme and focus ------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Read colours and fonts again."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._read_theme()
            self.refresh()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the visible stretch over the new width."""
        left, right = self._lanes_px()
        self.axis = replace(self.axis, left_px=float(left), width_px=float(max(right - left, 1)))
        self.refresh()
        self.axis_changed.emit(self.axis)
        super().resizeEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show a ring when the keyboard came here."""
        self._has_ring = is_by_keyboard(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        self._has_ring = False
        self.update()

    def _read_theme(self) -> None:
        self._palette = theme.current()
        size = max(self.font().pointSizeF() - 1.5, 7.0)
        self._words = QFont(self.font())
        self._words.setPointSizeF(size)
        self._figures = theme.figures_font()
        self._figures.setPointSizeF(size)
        self._readout.dress(self._palette, self._figures)
