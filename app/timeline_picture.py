"""The rows of the timeline as a picture that is kept: drawn whole once, then row by row as results come."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPixmap

from app.timeline_rows import GUTTER_PX, RIGHT_MARGIN_PX, lane_rects, paint_row, paint_ruler
from app.timeline_tracks import Scene, Track


class RowPicture:
    """Ruler and rows for one size, stretch of time and theme.

    Attributes:
        num_renders: how often everything was drawn.
    """

    def __init__(self, tracks: Sequence[Track]) -> None:
        self.num_renders = 0
        self._tracks = {track.title: track for track in tracks}
        self._pixmap: QPixmap | None = None
        self._stale: list[str] = []

    def discard(self) -> None:
        """Everything has to be drawn again."""
        self._pixmap = None

    def mark(self, titles: Sequence[str]) -> None:
        """These rows have to be drawn again; all where none is named."""
        self._stale += [title for title in titles or self._tracks if title not in self._stale]

    def whole(self, scene: Scene, collapsed: Collection[str], size: QSize) -> QPixmap:
        """The picture; rows that are marked may still show what they showed before."""
        ratio = scene.pixel_ratio
        if self._pixmap is None or self._pixmap.devicePixelRatio() != ratio:
            self._pixmap = self._draw_all(scene, collapsed, size)
            self._stale.clear()
        return self._pixmap

    def draw_next(self, scene: Scene, collapsed: Collection[str], size: QSize) -> QRect | None:
        """Draw one marked row, with its title and scale. Returns where it lies, or None where nothing is to be done."""
        if self._pixmap is None:
            self._stale.clear()
        if not self._stale or self._pixmap is None:
            return None
        title = self._stale.pop(0)
        lane = lane_rects(tuple(self._tracks.values()), collapsed, size)[list(self._tracks).index(title)]
        row = QRect(0, lane.top() - 2, size.width(), lane.height() + 4)
        painter = QPainter(self._pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(row)
        painter.fillRect(row, QColor(scene.palette.surface))
        paint_row(painter, self._tracks[title], lane, scene, title in collapsed)
        painter.end()
        return row

    def _draw_all(self, scene: Scene, collapsed: Collection[str], size: QSize) -> QPixmap:
        self.num_renders += 1
        pixmap = QPixmap((size * scene.pixel_ratio).expandedTo(QSize(1, 1)))
        pixmap.setDevicePixelRatio(scene.pixel_ratio)
        pixmap.fill(QColor(scene.palette.surface))
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ruler(painter, scene, GUTTER_PX, size.width() - RIGHT_MARGIN_PX)
        tracks = tuple(self._tracks.values())
        for track, lane in zip(tracks, lane_rects(tracks, collapsed, size), strict=True):
            paint_row(painter, track, lane, scene, track.title in collapsed)
        painter.end()
        return pixmap
