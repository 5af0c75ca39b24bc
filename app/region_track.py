"""The row of the timeline that shows the regions of the face over time, one below the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QT_TRANSLATE_NOOP, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from app.region_words import GROUP_NAMES, SHORT_NAMES, limit_words, number_words
from app.timeline_drawing import draw_image, filled, spread_labels
from app.timeline_tracks import Scene, Track
from app.translation import translate
from stadrn_core.colours import SIGNED_NAME, colour_table
from stadrn_core.regions.atlas import DOWN_THE_FACE, Region

if TYPE_CHECKING:
    from app.region_raster import RegionRaster
    from stadrn_core.regions.numbers import HeatQuantity
    from stadrn_core.regions.sums import Measure
    from stadrn_core.types import Float64Array, UInt8Array

_BAR_LEFT_PX, _BAR_PX = 27, 6
_SMALLEST_POINTS = 7.0
_ROOM_FOR_SCALE_PX = 70
TITLES_OF_SCALE: dict[Measure, str] = {
    "share": translate("RegionTrack", "% of heat"),
    "relative_share": translate("RegionTrack", "density"),
    "mean": translate("RegionTrack", "mean heat"),
    "points": translate("RegionTrack", "points"),
}


@dataclass(frozen=True)
class RasterScene:
    """What the row paints.

    Attributes:
        raster: the numbers; None before there are any.
        measure: which of them.
        quantity: what the heat is.
        selected: the row that stands out.
        note: words in place of a picture.
    """

    raster: RegionRaster | None = None
    measure: Measure = "share"
    quantity: HeatQuantity = "weighted"
    selected: Region | None = None
    note: str = ""


class RegionTrack(Track):
    """Sixteen regions, from the forehead down to the chin and then the background, in the colours of the heatmap."""

    title = str(QT_TRANSLATE_NOOP("Timeline", "Regions"))
    help = translate(
        "RegionTrack",
        "Where on the face the heat lies, over time; left (L) and right (R) are the subject's. "
        "Click a name to pick out its region; the menu changes the measure",
    )
    stretch = 10
    minimum_px = 106

    def __init__(self) -> None:
        self.shown = RasterScene()

    def paint_lane(self, painter: QPainter, lane: QRect, scene: Scene) -> None:
        """A stripe for each region; where nothing is known, the ground stays."""
        shown = self.shown
        if shown.note or shown.raster is None:
            painter.setFont(scene.words)
            painter.setPen(QColor(scene.palette.text_muted))
            painter.drawText(lane.adjusted(8, 0, -8, 0), Qt.AlignmentFlag.AlignCenter, shown.note)
            return
        values = shown.raster.columns(shown.measure, scene.columns(lane))[list(DOWN_THE_FACE)]
        height = round(lane.height() * scene.pixel_ratio)
        row_of_pixel = np.minimum(np.arange(height) * len(DOWN_THE_FACE) // max(height, 1), len(DOWN_THE_FACE) - 1)
        image = filled(scene.palette.grid, height, values.shape[1])
        low, high = self.limits()
        colours = coloured(values, low, high, table_name(shown.measure, scene.colormap))
        known = ~np.isnan(values)[row_of_pixel]
        image[known, :3] = colours[row_of_pixel][known]
        draw_image(painter, lane, image, scene.pixel_ratio)
        if shown.selected is not None:
            self._paint_selected(painter, lane, scene, shown.selected)

    def _paint_selected(self, painter: QPainter, lane: QRect, scene: Scene, region: Region) -> None:
        step = lane.height() / len(DOWN_THE_FACE)
        top = lane.top() + DOWN_THE_FACE.index(region) * step
        for y in (top, top + step):
            for colour, width in ((scene.palette.background, 3.0), (scene.palette.text, 1.2)):
                painter.setPen(QPen(QColor(colour), width))
                painter.drawLine(QPointF(lane.left(), y), QPointF(lane.right() + 1, y))

    def limits(self) -> tuple[float, float]:
        """Values of the first and the last colour."""
        raster, measure = self.shown.raster, self.shown.measure
        high = (raster.limits[measure] if raster is not None else 0.0) or 1.0
        return (-high, high) if measure == "points" else (0.0, high)

    def paint_scale(self, painter: QPainter, gutter: QRect, scene: Scene) -> None:
        """Names beside their rows, and the colour scale at their left."""
        self._paint_names(painter, gutter, scene)
        if gutter.height() >= _ROOM_FOR_SCALE_PX and not self.shown.note and self.shown.raster is not None:
            self._paint_colours(painter, gutter, scene)

    def _paint_names(self, painter: QPainter, gutter: QRect, scene: Scene) -> None:
        step = gutter.height() / len(DOWN_THE_FACE)
        font = QFont(scene.words)
        font.setPointSizeF(max(min(font.pointSizeF(), 0.66 * step), _SMALLEST_POINTS))
        needed = QFontMetricsF(font).ascent()
        names = [(i, i, SHORT_NAMES[region]) for i, region in enumerate(DOWN_THE_FACE)]
        if step < needed:
            names = GROUP_NAMES
        painter.setFont(font)
        centres = [-((first + last + 1) / 2 * step) for first, last, _ in names]
        half = 0.45 * needed
        # Downward is less in that function, as on the axis of the scores.
        centres = spread_labels(centres, 0.92 * needed, half - gutter.height(), -half)
        for (first, last, name), centre in zip(names, centres, strict=True):
            is_selected = self.shown.selected is not None and first <= DOWN_THE_FACE.index(self.shown.selected) <= last
            painter.setPen(QColor(scene.palette.accent if is_selected else scene.palette.text_muted))
            box = QRectF(gutter.left(), gutter.top() - centre - 10, gutter.width(), 20)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name)

    def _paint_colours(self, painter: QPainter, gutter: QRect, scene: Scene) -> None:
        low, high = self.limits()
        measure = self.shown.measure
        font = QFont(scene.figures)
        font.setPointSizeF(_SMALLEST_POINTS)
        metrics = QFontMetricsF(font)
        bar = QRectF(_BAR_LEFT_PX, gutter.top() + 30, _BAR_PX, gutter.height() - 30 - metrics.height())
        pixels = colour_table(table_name(measure, scene.colormap))[::-1].copy()
        painter.drawImage(bar, QImage(pixels.data, 1, 256, 3, QImage.Format.Format_RGB888))
        painter.setPen(QPen(QColor(scene.palette.border), 1))
        painter.drawRect(bar)
        painter.setFont(font)
        painter.setPen(QColor(scene.palette.text_muted))
        beyond = self.shown.raster is not None and self.shown.raster.saturates[measure]
        upper, lower = ("≥", "≤" if low < 0 else "") if beyond else ("", "")
        ends = (upper + limit_words(measure, high), lower + limit_words(measure, low))
        for text, y in zip(ends, (bar.top() - 3, bar.bottom() + metrics.ascent() + 1), strict=True):
            painter.drawText(QPointF(_BAR_LEFT_PX - 6, y), text)
        font = QFont(scene.words)
        font.setPointSizeF(_SMALLEST_POINTS)
        painter.save()
        painter.setFont(font)
        painter.translate(_BAR_LEFT_PX - 4, bar.bottom())
        painter.rotate(-90)
        title = QFontMetricsF(font).elidedText(TITLES_OF_SCALE[measure], Qt.TextElideMode.ElideRight, bar.height() + 12)
        painter.drawText(QPointF(0, 0), title)
        painter.restore()

    def describe(self, scene: Scene, seconds: float) -> str:
        """Nothing without a region: see ``describe_row``."""
        return ""

    def describe_row(self, scene: Scene, seconds: float, share: float) -> str:
        """``left cheek · 12.3 % of the heat``."""
        if self.shown.note or self.shown.raster is None:
            return ""
        region = region_at(share)
        measure = self.shown.measure
        value = float(self.shown.raster.at(measure, seconds)[region])
        each = translate("RegionTrack", " per time slot") if measure == "points" and not np.isnan(value) else ""
        return f"{translate('Core', region.label)} · {number_words(measure, value, self.shown.quantity)}{each}"


def region_at(share: float) -> Region:
    """The region whose row lies at a share of the height."""
    return DOWN_THE_FACE[min(max(int(share * len(DOWN_THE_FACE)), 0), len(DOWN_THE_FACE) - 1)]


def table_name(measure: Measure, colormap: str) -> str:
    """Points have two directions; all else has the views' colours."""
    return SIGNED_NAME if measure == "points" else colormap


def coloured(values: Float64Array, low: float, high: float, table: str) -> UInt8Array:
    """(…, 3) uint8 colours of values; those of NaN mean nothing."""
    steps = np.clip(np.nan_to_num((values - low) / (high - low)) * 255 + 0.5, 0, 255).astype(np.uint8)
    return np.asarray(colour_table(table)[steps])
