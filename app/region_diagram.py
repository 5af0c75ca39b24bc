"""A face whose regions are coloured by their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import theme
from app.region_track import coloured
from app.translation import translate
from stadrn_core.regions.atlas import Region, region_polygons

if TYPE_CHECKING:
    from stadrn_core.types import Float64Array

_SIDE_PX = 150
_UNKNOWN = Qt.BrushStyle.BDiagPattern


class FaceDiagram(QWidget):
    """The regions on the recording's mean aligned face, which fills the square; around it lies the background.

    The mouse picks a region and reads its number; for the keyboard there is the table below.
    """

    region_picked = Signal(object)
    """Region"""
    region_hovered = Signal(object)
    """Region | None"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._polygons: dict[Region, QPolygonF] = {}
        self._face_px = 1.0
        self._values: Float64Array = np.full(len(Region), np.nan)
        self._colours = np.zeros((len(Region), 3), dtype=np.uint8)
        self._words: list[str] = ["" for _ in Region]
        self.note = ""
        self.selected: Region | None = None

    def show_face(self, landmarks: Float64Array, face_px: int) -> None:
        """Draw on another face: (68, 2) px in an aligned face of this side."""
        self._face_px = float(face_px)
        self._polygons = {
            region: QPolygonF([QPointF(x, y) for x, y in (corners + 0.5).tolist()])
            for region, corners in region_polygons(landmarks).items()
        }
        self.update()

    def show_values(self, values: Float64Array, limits: tuple[float, float], table: str, words: list[str]) -> None:
        """Colour (16,) values between limits; ``words`` say each of them."""
        self._values, self._colours = values, coloured(values, *limits, table)
        self._words, self.note = words, ""
        self.update()

    def show_note(self, note: str) -> None:
        """Say why there is nothing to see."""
        self.note = note
        self.update()

    def select(self, region: Region | None) -> None:
        """Have a region stand out."""
        self.selected = region
        self.update()

    def colour_of(self, region: Region) -> tuple[int, int, int]:
        """The colour that a region has."""
        red, green, blue = self._colours[region].tolist()
        return red, green, blue

    # -- geometry ------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """A small square with a line below."""
        return QSize(_SIDE_PX, self.heightForWidth(_SIDE_PX))

    def heightForWidth(self, width: int) -> int:
        """Square, but for the line below."""
        return width + self._line_px()

    def _line_px(self) -> int:
        return round(QFontMetricsF(self._font()).height()) + 4

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(max(font.pointSizeF() - 1.5, 7.0))
        return font

    def _square(self) -> QRectF:
        side = max(min(self.width(), self.height() - self._line_px()) - 1.0, 1.0)
        return QRectF((self.width() - side) / 2, 0.5, side, side)

    def region_at(self, position: QPointF) -> Region | None:
        """The region at a place of the widget."""
        square = self._square()
        if self.note or not self._polygons or not square.contains(position):
            return None
        point = (position - square.topLeft()) * (self._face_px / square.width())
        inside = (r for r, p in self._polygons.items() if p.containsPoint(point, Qt.FillRule.OddEvenFill))
        return next(inside, Region.BACKGROUND)

    def place_of(self, region: Region) -> QPointF:
        """A place of the widget inside a region."""
        square = self._square()
        if region is Region.BACKGROUND:
            return square.bottomLeft() + QPointF(3, -3)
        corners = self._polygons[region]
        centre = corners.boundingRect().intersected(QRectF(0, 0, self._face_px, self._face_px)).center()
        return square.topLeft() + centre * (square.width() / self._face_px)

    # -- painting ------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Background, regions, the chosen one's outline, and whose left and right these are."""
        palette, square = theme.current(), self._square()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font())
        if self.note or not self._polygons:
            painter.setPen(QPen(QColor(palette.border), 1))
            painter.drawRoundedRect(square, 4, 4)
            painter.setPen(QColor(palette.text_muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(square.adjusted(14, 14, -14, -14), int(flags), self.note)
            return
        painter.save()
        painter.setClipRect(square)
        painter.fillRect(square, self._brush(Region.BACKGROUND))
        painter.translate(square.topLeft())
        painter.scale(square.width() / self._face_px, square.width() / self._face_px)
        pen = QPen(QColor(palette.surface), 1.2)
        pen.setCosmetic(True)
        painter.setPen(pen)
        for region, corners in self._polygons.items():
            painter.setBrush(self._brush(region))
            painter.drawPolygon(corners)
        self._paint_selected(painter)
        painter.restore()
        self._paint_sides(painter, square)

    def _brush(self, region: Region) -> QBrush:
        if np.isnan(self._values[region]):
            return QBrush(QColor(theme.current().border), _UNKNOWN)
        return QBrush(QColor(*self.colour_of(region)))

    def _paint_selected(self, painter: QPainter) -> None:
        if self.selected is None:
            return
        outline = self._polygons.get(self.selected)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((QColor(0, 0, 0), 4.5), (QColor(255, 255, 255), 2.2)):
            pen = QPen(colour, width)
            pen.setCosmetic(True)
            painter.setPen(pen)
            if outline is None:
                painter.drawRect(QRectF(0, 0, self._face_px, self._face_px))
            else:
                painter.drawPolygon(outline)

    def _paint_sides(self, painter: QPainter, square: QRectF) -> None:
        painter.setPen(QColor(theme.current().text_muted))
        line = QRectF(square.left(), square.bottom() + 3, square.width(), self._line_px())
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, translate("RegionDiagram", "subject's right"))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, translate("RegionDiagram", "left"))

    # -- mouse ------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick a region."""
        region = self.region_at(event.position())
        if region is not None and event.button() == Qt.MouseButton.LeftButton:
            self.region_picked.emit(region)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The press has done it."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what is below the cursor."""
        region = self.region_at(event.position())
        self.setToolTip("" if region is None else f"{translate('Core', region.label)}: {self._words[region]}")
        self.setCursor(Qt.CursorShape.ArrowCursor if region is None else Qt.CursorShape.PointingHandCursor)
        self.region_hovered.emit(region)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing below the cursor."""
        self.region_hovered.emit(None)
        super().leaveEvent(event)
