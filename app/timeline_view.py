"""The zoomable part of the timeline as it is seen: ruler, rows, range, playhead, and words for what lies at a place."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import theme
from app.figures import format_time, group_digits
from app.glyph_button import is_by_keyboard
from app.mark_track import MarkTrack, Placed
from app.quality_track import QualityTrack
from app.region_track import RasterScene, RegionTrack
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


class TimelineView(QWidget):
    """Ruler and rows over the visible stretch of the recording.

    Plain QPainter on a cached pixmap rather than a plot library: a scrub repaints two narrow strips, and nothing else.

    Attributes:
        is_held: the mouse drags something: the visible stretch does not follow the playhead meanwhile.
    """

    axis_changed = Signal(object)
    collapsed_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(translate("Timeline", "Timeline"))
        self.is_held = False
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
        if axis != self.axis and not self.is_held:
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
        """Show other marks."""
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
        if self._hover_x is not None and not self.is_held:
            paint_cursor(painter, self._hover_x, height, palette)
        paint_playhead(painter, self.axis.x(self._frame_seconds(self._playhead)), height, palette)
        if self._has_ring:
            paint_ring(painter, left, right, height, palette)
        painter.end()

    def _range_seconds(self, selected: tuple[int, int]) -> tuple[float, float]:
        last = selected[1] + 1
        stop = self.data.duration_seconds if last >= self.data.num_frames else self._frame_seconds(last)
        return self._frame_seconds(selected[0]), stop

    # -- words ------------------------------------------------------------

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
