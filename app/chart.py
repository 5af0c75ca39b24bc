"""A chart painted with axes, rules and series that carry a checkpoint's colour and shape; no menus, no plot library."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app import theme
from app.chart_data import ChartData
from app.checkpoint_list import draw_marker
from app.translation import translate
from stadrn_core.severity import Severity

if TYPE_CHECKING:
    from app.chart_data import Rule, Series

TOP_PX, BOTTOM_PX, RIGHT_PX, LEFT_PX, NAMES_PX = 44, 36, 12, 48, 118
LINE_PX = 15
NEAR_PX = 10
MARKER_PX = 4.0
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignCenter


class Chart(QWidget):
    """Paints ``ChartData``; names the point under the cursor, and tells where it was clicked."""

    clicked = Signal(float)
    """x"""

    def __init__(self, height_px: int, *, follows_time: bool = False) -> None:
        super().__init__()
        self.data = ChartData("")
        self._height_px, self._follows_time = height_px, follows_time
        self._playhead: float | None = None
        self.setMinimumSize(220, height_px)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        if follows_time:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """As high as it was made."""
        return QSize(340, self._height_px)

    def show_data(self, data: ChartData, description: str) -> None:
        """Paint other data; ``description`` is for people who do not see it."""
        self.data = data
        self.setAccessibleName(data.title)
        self.setAccessibleDescription(description or data.empty)
        self.update()

    def set_playhead(self, x: float) -> None:
        """Where the playhead is, on charts over time."""
        if self._follows_time:
            self._playhead = x
            self.update()

    # -- places ------------------------------------------------------------

    @property
    def area(self) -> QRectF:
        """Where points lie, in widget px."""
        left = NAMES_PX if self.data.names else LEFT_PX
        return QRectF(self.rect()).adjusted(left, TOP_PX, -RIGHT_PX, -BOTTOM_PX)

    def place(self, x: float, y: float) -> QPointF:
        """Widget px of a point."""
        area, (left, right), (bottom, top) = self.area, self.data.x_range, self.data.y_range
        across, up = (x - left) / (right - left), (y - bottom) / (top - bottom)
        return QPointF(area.left() + across * area.width(), area.bottom() - up * area.height())

    def nearest(self, position: QPointF) -> str:
        """Words of the point under a widget position; empty where there is none."""
        best, words = float(NEAR_PX**2), ""
        for series in self.data.series:
            for x, y, tip in zip(series.x.tolist(), series.y.tolist(), series.tips, strict=True):
                if math.isfinite(x + y):
                    away = self.place(x, y) - position
                    if QPointF.dotProduct(away, away) <= best:
                        best, words = QPointF.dotProduct(away, away), tip
        return words

    def event(self, event: QEvent) -> bool:
        """Name the point under the cursor; elsewhere say what the chart's own tool tip says."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            words = self.nearest(QPointF(event.pos())) or self.toolTip()
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the time that was clicked."""
        area = self.area
        if self._follows_time and event.button() == Qt.MouseButton.LeftButton and area.contains(event.position()):
            left, right = self.data.x_range
            self.clicked.emit(left + (event.position().x() - area.left()) / area.width() * (right - left))

    # -- painting ------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Title, axes, bands, rules, points, playhead."""
        palette, painter, area = theme.current(), QPainter(self), self.area
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_words(painter, area)
        if self.data.has_bands:
            self._paint_bands(painter, area)
        self._paint_ticks(painter, area)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(palette.border), 1))
        painter.drawRect(area)
        painter.setClipRect(area.adjusted(-MARKER_PX, -MARKER_PX, MARKER_PX, MARKER_PX))
        for rule in self.data.rules:
            self._paint_rule(painter, rule)
        for series in self.data.series:
            self._paint_series(painter, series)
        if self._playhead is not None and not self.data.empty:
            painter.setPen(QPen(QColor(palette.playhead), 1.5))
            x = self.place(self._playhead, self.data.y_range[0]).x()
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        painter.setClipping(False)
        if self.data.empty:
            painter.setPen(QColor(palette.text_muted))
            painter.drawText(area, _MIDDLE | Qt.TextFlag.TextWordWrap, self.data.empty)

    def _paint_words(self, painter: QPainter, area: QRectF) -> None:
        palette, data = theme.current(), self.data
        bold, small = QFont(self.font()), QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        small.setPointSizeF(max(self.font().pointSizeF() - 1.5, 7.0))
        wide = QRectF(2, 0, self.width() - 4, LINE_PX + 3)
        painter.setFont(bold)
        painter.setPen(QColor(palette.text))
        painter.drawText(wide, _LEFT, data.title)
        painter.setFont(small)
        painter.setPen(QColor(palette.text_muted))
        shown = painter.fontMetrics().elidedText(data.note, Qt.TextElideMode.ElideRight, self.width() - 4)
        painter.drawText(wide.translated(0, LINE_PX + 3), _LEFT, shown)
        painter.drawText(QRectF(area.left(), self.height() - LINE_PX - 2, area.width(), LINE_PX), _MIDDLE, data.x_label)
        if data.y_label:
            painter.save()
            painter.translate(2, area.center().y())
            painter.rotate(-90)
            painter.drawText(QRectF(-area.height() / 2, 0, area.height(), LINE_PX), _MIDDLE, data.y_label)
            painter.restore()

    def _paint_bands(self, painter: QPainter, area: QRectF) -> None:
        low, top = self.data.y_range
        for band, colour in zip(Severity, theme.current().severity, strict=True):
            high = top if band is Severity.SEVERE else min(band.high, top)
            if band.low < top and high > low:
                upper, lower = self.place(0, high).y(), self.place(0, max(band.low, low)).y()
                shade = QColor(colour)
                shade.setAlphaF(0.30)
                box = QRectF(area.left(), upper, area.width(), lower - upper)
                painter.fillRect(box, shade)
                painter.setPen(QColor(theme.current().text_muted))
                if box.height() > LINE_PX:
                    painter.drawText(box.adjusted(0, 0, -4, 0), _RIGHT, translate("Core", band.label))

    def _paint_ticks(self, painter: QPainter, area: QRectF) -> None:
        palette, data = theme.current(), self.data
        figures = theme.figures_font()
        figures.setPointSizeF(max(self.font().pointSizeF() - 1.5, 7.0))
        painter.setPen(QColor(palette.text_muted))
        if data.names:
            for row, name in enumerate(data.names):
                y = self.place(data.x_range[0], row).y()
                painter.drawText(QRectF(LINE_PX, y - 9, area.left() - LINE_PX - 6, 18), _RIGHT, name)
        painter.setFont(figures)
        for value in nice_ticks(*data.x_range, max(int(area.width() / 70), 2)):
            x = self.place(value, data.y_range[0]).x()
            painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.bottom() + 3))
            painter.drawText(QRectF(x - 30, area.bottom() + 3, 60, LINE_PX), _MIDDLE, _figure(value))
        if not data.names:
            for value in nice_ticks(*data.y_range, max(int(area.height() / 34), 2)):
                y = self.place(data.x_range[0], value).y()
                painter.drawLine(QPointF(area.left() - 3, y), QPointF(area.left(), y))
                painter.drawText(QRectF(0, y - 9, area.left() - 6, 18), _RIGHT, _figure(value))

    def _paint_rule(self, painter: QPainter, rule: Rule) -> None:
        area = self.area
        colour = QColor(theme.current().text_muted if rule.look is None else rule.look.colour)
        style = Qt.PenStyle.DashLine if rule.is_dashed else Qt.PenStyle.SolidLine
        painter.setPen(QPen(colour, 1.0 if rule.look is None or rule.is_dashed else 1.6, style))
        if rule.is_upright:
            x = self.place(rule.value, self.data.y_range[0]).x()
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        else:
            y = self.place(self.data.x_range[0], rule.value).y()
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))

    def _paint_series(self, painter: QPainter, series: Series) -> None:
        colour = QColor(series.look.colour)
        seen = np.flatnonzero(np.isfinite(series.x) & np.isfinite(series.y))
        points = [self.place(float(series.x[i]), float(series.y[i])) for i in seen]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if series.is_joined:
            painter.setPen(QPen(colour, 1.4))
            painter.drawPolyline(QPolygonF(points))
        if series.x_spans is not None:
            painter.setPen(QPen(colour, 2.0))
            for i, point in zip(seen, points, strict=True):
                left, right = (self.place(float(end), 0).x() for end in series.x_spans[i])
                if math.isfinite(left + right):
                    painter.drawLine(QPointF(left, point.y()), QPointF(right, point.y()))
        for point in points:
            draw_marker(painter, point, series.look, size=MARKER_PX)


def nice_ticks(low: float, high: float, most: int) -> list[float]:
    """At most so many round numbers within an axis, whichever of its ends comes first."""
    low, high = min(low, high), max(low, high)
    rough = (high - low) / max(most, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(times * power for times in (1, 2, 5, 10) if times * power >= rough * (1 - 1e-9))
    first = math.ceil(low / step - 1e-9)
    return [k * step for k in range(first, math.floor(high / step + 1e-9) + 1)]


def _figure(value: float) -> str:
    return f"{value:.6g}".replace("-", "\N{MINUS SIGN}")
