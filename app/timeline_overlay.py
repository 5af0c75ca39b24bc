"""What lies over the rows of the timeline and moves: selected range, cursor line, playhead, ring of the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.timeline_drawing import with_alpha
from app.timeline_rows import RULER_PX

if TYPE_CHECKING:
    from app.theme import Palette

_PLAYHEAD_CORNERS = ((-5, 0), (5, 0), (5, 5), (0, 11), (-5, 5))


def paint_range(painter: QPainter, first_x: float, last_x: float, height: int, palette: Palette) -> None:
    """Shade the selected frames between two borders."""
    box = QRectF(first_x, RULER_PX - 3, max(last_x - first_x, 1.0), height)
    painter.fillRect(box, with_alpha(palette.accent, 0.16))
    painter.setPen(QPen(QColor(palette.accent), 1))
    for x in (first_x, last_x):
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))


def paint_cursor(painter: QPainter, x: float, height: int, palette: Palette) -> None:
    """A line below the mouse."""
    painter.setPen(QPen(with_alpha(palette.text_muted, 0.7), 1))
    painter.drawLine(QPointF(x, RULER_PX), QPointF(x, height))


def paint_playhead(painter: QPainter, x: float, height: int, palette: Palette) -> None:
    """The line of the present frame, with its handle in the ruler."""
    colour = QColor(palette.playhead)
    painter.setPen(QPen(colour, 1.5))
    painter.drawLine(QPointF(x, RULER_PX - 6), QPointF(x, height))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    top = RULER_PX - 13
    painter.drawPolygon(QPolygonF([QPointF(x + dx, top + dy) for dx, dy in _PLAYHEAD_CORNERS]))


def paint_ring(painter: QPainter, left: int, right: int, height: int, palette: Palette) -> None:
    """Around the rows, while the keyboard is here."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(palette.accent), 1.5))
    painter.drawRoundedRect(QRectF(left - 5, RULER_PX - 3, right - left + 10, height - RULER_PX + 1), 4, 4)
