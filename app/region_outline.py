"""The outline of the chosen region on the aligned face."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsPathItem, QStyleOptionGraphicsItem, QWidget

from stadrn_core.alignment import apply
from stadrn_core.regions.atlas import Region, face_outline, region_polygons

if TYPE_CHECKING:
    from app.panes import PictureView
    from app.regions import Regions
    from app.workspace import Workspace
    from stadrn_core.types import Float64Array

_WIDTHS = ((QColor(0, 0, 0, 170), 3.4), (QColor(255, 255, 255), 1.6))


class _Line(QGraphicsPathItem):
    """A smooth line; the picture below keeps its pixels."""

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """As usual, but smooth."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        super().paint(painter, option, widget)


class RegionOutline:
    """A light line with a dark halo over the picture of the aligned face; it follows the face from frame to frame."""

    def __init__(self, workspace: Workspace, regions: Regions, view: PictureView) -> None:
        self._workspace, self._regions = workspace, regions
        self.items = [_Line(view.item) for _ in _WIDTHS]
        for item, (colour, width) in zip(self.items, _WIDTHS, strict=True):
            pen = QPen(colour, width)
            pen.setCosmetic(True)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            item.setPen(pen)
        workspace.display_changed.connect(self.refresh)
        regions.selected_changed.connect(self.refresh)

    def refresh(self, _changed: object = None) -> None:
        """Draw it where the region lies on the frame that is shown."""
        path = self._path()
        for item in self.items:
            item.setVisible(path is not None)
            if path is not None:
                item.setPath(path)

    def _path(self) -> QPainterPath | None:
        region, display = self._regions.selected, self._workspace.display
        if region is None or display is None:
            return None
        placement = display.placement
        if placement.landmarks is None or placement.frame_to_face is None:
            return None
        landmarks = apply(placement.frame_to_face, placement.landmarks)
        corners = face_outline(landmarks) if region is Region.BACKGROUND else region_polygons(landmarks)[region]
        path = QPainterPath()
        path.addPolygon(polygon(corners + 0.5))
        path.closeSubpath()
        return path


def polygon(corners: Float64Array) -> QPolygonF:
    """(n, 2) corners for Qt."""
    return QPolygonF([QPointF(x, y) for x, y in corners.tolist()])
