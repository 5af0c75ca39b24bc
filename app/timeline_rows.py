"""Where the rows of the timeline lie, and the parts of them that are the same for all: title, ground, ruler."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF

from app.figures import tick_label
from app.timeline_drawing import with_alpha
from app.timeline_tracks import Scene, Track
from app.translation import translate

GUTTER_PX = 140
RIGHT_MARGIN_PX = 14
RULER_PX = 22
_GAP_PX = 5
_COLLAPSED_PX = 14
_TITLE_LEFT_PX = 26
_MINOR_TICK_PX = 10
_TICK_GAP_PX = 34


def least_height(tracks: Sequence[Track], collapsed: Collection[str]) -> int:
    """Height of ruler and rows when every row has its least."""
    return RULER_PX + sum(_least(track, collapsed) + _GAP_PX for track in tracks)


def lane_rects(tracks: Sequence[Track], collapsed: Collection[str], size: QSize) -> list[QRect]:
    """Lanes from top to bottom; height to spare goes to the rows by their stretch."""
    width = max(size.width() - GUTTER_PX - RIGHT_MARGIN_PX, 1)
    shares = [0 if track.title in collapsed else track.stretch for track in tracks]
    spare = max(size.height() - least_height(tracks, collapsed), 0)
    rects, top, given, total = [], RULER_PX, 0, max(sum(shares), 1)
    for i, track in enumerate(tracks):
        extra = spare * sum(shares[: i + 1]) // total - given
        given += extra
        height = _least(track, collapsed) + extra
        rects.append(QRect(GUTTER_PX, top, width, height))
        top += height + _GAP_PX
    return rects


def paint_row(painter: QPainter, track: Track, lane: QRect, scene: Scene, folded: bool) -> None:
    """Title with its arrow, ground, data and scale of one row."""
    metrics = QFontMetrics(scene.words)
    is_low = lane.height() < 2 * metrics.height()
    middle = lane.top() + lane.height() / 2 if is_low else lane.top() + metrics.height() / 2
    painter.setFont(scene.words)
    painter.setPen(QColor(scene.palette.text_muted if folded else scene.palette.text))
    baseline = middle + (metrics.ascent() - metrics.descent()) / 2
    painter.drawText(QPointF(_TITLE_LEFT_PX, baseline), translate("Timeline", track.title))
    _paint_arrow(painter, QPointF(15, middle), folded, scene)
    if folded:
        painter.setPen(QPen(QColor(scene.palette.grid), 1))
        painter.drawLine(QPointF(lane.left(), middle), QPointF(lane.right(), middle))
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    if track.stretch:
        painter.fillRect(lane, with_alpha(scene.palette.grid, 0.55))
    painter.setClipRect(lane, Qt.ClipOperation.IntersectClip)
    track.paint_lane(painter, lane, scene)
    painter.restore()
    gutter = QRect(_TITLE_LEFT_PX, lane.top(), GUTTER_PX - 8 - _TITLE_LEFT_PX, lane.height())
    track.paint_scale(painter, gutter, scene)


def paint_ruler(painter: QPainter, scene: Scene, left: int, right: int) -> None:
    """Ticks and times along the top."""
    painter.setFont(scene.figures)
    metrics = QFontMetrics(scene.figures)
    step, ticks = scene.axis.ticks(metrics.horizontalAdvance("00:00.00") + _TICK_GAP_PX)
    _, minor = scene.axis.ticks(_MINOR_TICK_PX)
    painter.setPen(QPen(QColor(scene.palette.border), 1))
    for seconds in minor:
        x = scene.axis.x(seconds)
        painter.drawLine(QPointF(x, RULER_PX - 6), QPointF(x, RULER_PX - 3))
    painter.setPen(QPen(QColor(scene.palette.text_muted), 1))
    for seconds in ticks:
        x = scene.axis.x(seconds)
        painter.drawLine(QPointF(x, RULER_PX - 8), QPointF(x, RULER_PX - 3))
        text = tick_label(seconds, step)
        width = metrics.horizontalAdvance(text)
        start = min(max(x - width / 2, left), right - width)
        painter.drawText(QPointF(start, metrics.ascent()), text)


def _least(track: Track, collapsed: Collection[str]) -> int:
    return _COLLAPSED_PX if track.title in collapsed else track.minimum_px


def _paint_arrow(painter: QPainter, centre: QPointF, folded: bool, scene: Scene) -> None:
    pen = QPen(QColor(scene.palette.text_muted), 1.3)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    offsets = ((-1.5, -3), (1.5, 0), (-1.5, 3)) if folded else ((-3, -1.5), (0, 1.5), (3, -1.5))
    painter.drawPolyline(QPolygonF([centre + QPointF(x, y) for x, y in offsets]))
