"""The whole recording in one thin bar: where the visible stretch lies, what is explained, where the playhead is."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import theme
from app.timeline_axis import TimeAxis
from app.timeline_data import ClipState, TimelineData
from app.timeline_drawing import blend, draw_bars, draw_image, filled, with_alpha
from app.timeline_rows import GUTTER_PX, RIGHT_MARGIN_PX
from app.translation import translate

_EDGE_PX = 7


class OverviewBar(QWidget):
    """Click or drag to scrub while everything is visible; once zoomed in, drag the window or its borders."""

    frame_requested = Signal(int)
    axis_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(translate("Timeline", "Overview of the whole recording"))
        self.setToolTip(
            translate("Timeline", "The whole recording. Drag the window or its borders; double-click shows everything")
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.data = TimelineData()
        self.axis = TimeAxis()
        self._playhead = 0
        self._cache: QPixmap | None = None
        self._drag: str | None = None
        self._grab_seconds = 0.0
        self._palette = theme.current()

    def sizeHint(self) -> QSize:
        """One thin bar."""
        return QSize(400, 20)

    def minimumSizeHint(self) -> QSize:
        """As high as it is."""
        return QSize(200, 20)

    def set_data(self, data: TimelineData) -> None:
        """Show another recording or analysis."""
        self.data = data
        self.refresh()

    def set_axis(self, axis: TimeAxis) -> None:
        """The stretch that is visible above."""
        self.axis = axis
        self.update()

    def set_playhead(self, frame_index: int) -> None:
        """Move the line."""
        self._playhead = frame_index
        self.update()

    def refresh(self) -> None:
        """Draw again at the next paint."""
        self._cache = None
        self.update()

    def _bar(self) -> QRect:
        return QRect(GUTTER_PX, 3, max(self.width() - GUTTER_PX - RIGHT_MARGIN_PX, 1), self.height() - 6)

    def _x(self, seconds: float) -> float:
        bar = self._bar()
        return bar.left() + seconds / self.data.duration_seconds * bar.width()

    def _seconds(self, x_px: float) -> float:
        bar = self._bar()
        return min(max((x_px - bar.left()) / bar.width(), 0.0), 1.0) * self.data.duration_seconds

    def _window(self) -> QRectF:
        left, right = self._x(self.axis.start_seconds), self._x(self.axis.stop_seconds)
        bar = self._bar()
        return QRectF(left, bar.top() - 1.5, max(right - left, 6.0), bar.height() + 3)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cached bar, the window, the playhead."""
        ratio = self.devicePixelRatioF()
        if self._cache is None or self._cache.devicePixelRatio() != ratio:
            self._cache = self._render(ratio)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._cache)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar, window = self._bar(), self._window()
        if not self.axis.is_whole:
            veil = with_alpha(self._palette.surface, 0.62)
            painter.fillRect(QRectF(bar.left(), bar.top(), window.left() - bar.left(), bar.height()), veil)
            painter.fillRect(QRectF(window.right(), bar.top(), bar.right() + 1 - window.right(), bar.height()), veil)
            painter.setPen(QPen(QColor(self._palette.accent), 1.4))
            painter.drawRoundedRect(window, 3, 3)
        x = self._x(float(self.data.pts_seconds[min(self._playhead, self.data.num_frames - 1)]))
        painter.setPen(QPen(QColor(self._palette.playhead), 1.5))
        painter.drawLine(QPointF(x, 1), QPointF(x, self.height() - 1))
        painter.end()

    def _render(self, ratio: float) -> QPixmap:
        pixmap = QPixmap((self.size() * ratio).expandedTo(QSize(1, 1)))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(QColor(self._palette.surface))
        painter = QPainter(pixmap)
        bar = self._bar()
        width, height = max(round(bar.width() * ratio), 1), round(bar.height() * ratio)
        edges = np.linspace(0.0, self.data.duration_seconds, width + 1)
        image = filled(self._palette.grid, height, width)
        blend(image, 0.30 * np.nan_to_num(self.data.state_columns(ClipState.DONE, edges)), self._palette.accent)
        draw_image(painter, bar, image, ratio)
        scores = self.data.score_columns(edges).mean
        top = max(40.0, self.data.max_score)
        bottom = np.full(width, float(bar.height()))
        draw_bars(painter, bar, (1 - scores / top) * bar.height(), bottom, [QColor(self._palette.severity[2])], ratio)
        painter.end()
        return pixmap

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the window, of one of its borders, or scrub."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        x = event.position().x()
        self._drag = self._part_at(x)
        if self._drag == "window" and not self._window().left() <= x <= self._window().right():
            self.axis_requested.emit(
                self.axis.panned(self._seconds(x) - (self.axis.start_seconds + self.axis.stop_seconds) / 2)
            )
        self._grab_seconds = self._seconds(x) - self.axis.start_seconds
        self._drag_to(x)

    def _part_at(self, x: float) -> str:
        window = self._window()
        if abs(x - window.left()) <= _EDGE_PX and abs(x - window.left()) <= abs(x - window.right()):
            return "scrub" if self.axis.is_whole else "start"
        if abs(x - window.right()) <= _EDGE_PX:
            return "scrub" if self.axis.is_whole else "stop"
        return "scrub" if self.axis.is_whole else "window"

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on dragging, or show what can be dragged."""
        x = event.position().x()
        if self._drag is not None:
            self._drag_to(x)
            return
        part = self._part_at(x)
        cursors = {
            "start": Qt.CursorShape.SizeHorCursor,
            "stop": Qt.CursorShape.SizeHorCursor,
            "window": Qt.CursorShape.OpenHandCursor,
        }
        self.setCursor(cursors.get(part, Qt.CursorShape.ArrowCursor))

    def _drag_to(self, x: float) -> None:
        seconds = self._seconds(x)
        axis = self.axis
        if self._drag == "scrub":
            frame = self.data.frame_at(seconds)
            if frame != self._playhead:
                self.frame_requested.emit(frame)
        elif self._drag == "start":
            start = min(seconds, axis.stop_seconds - axis.shortest_seconds)
            self.axis_requested.emit(axis.showing(start, axis.stop_seconds))
        elif self._drag == "stop":
            self.axis_requested.emit(
                axis.showing(axis.start_seconds, max(seconds, axis.start_seconds + axis.shortest_seconds))
            )
        elif self._drag == "window":
            self.axis_requested.emit(axis.panned(seconds - self._grab_seconds - axis.start_seconds))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag."""
        self._drag = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show everything."""
        self.axis_requested.emit(self.axis.whole())

    def changeEvent(self, event: QEvent) -> None:
        """Read colours again."""
        if event.type() == QEvent.Type.PaletteChange:
            self._palette = theme.current()
            self.refresh()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw at the new size."""
        self.refresh()
        super().resizeEvent(event)
