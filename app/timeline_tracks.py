"""The rows of the timeline: each paints its lane and its scale, and says in words what lies at a time.

NumPy reduces the data to one value per column of device pixels before anything is drawn: painting costs the same for a
minute and for an hour.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QT_TRANSLATE_NOOP, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from app.figures import format_figure
from app.theme import Palette
from app.timeline_axis import TimeAxis
from app.timeline_data import ClipState, TimelineData
from app.timeline_drawing import blend, draw_bars, draw_image, filled, rgba, spread_labels, with_alpha
from app.translation import translate
from stadrn_core.colours import colour_table
from stadrn_core.severity import Severity, format_score, severity
from stadrn_core.types import FaceState, Float64Array

_GAP_WHEN_WIDER_PX = 7.0
_SLOT_GAP_WHEN_WIDER_PX = 5.0
_LINE_PX = 2.0
_HEAT_STEPS = 32
_HEAT_COLOURS = (70, 240)
"""The dark end of the colour table would not be seen on the dark ground."""


@dataclass(frozen=True)
class Scene:
    """All that a row needs to paint itself.

    Attributes:
        data: the numbers.
        axis: visible time.
        palette: colours.
        pixel_ratio: device px per logical px.
        figures: fixed-width font for numbers.
        words: small font for labels.
        quantity: which heat is shown in the views (``weighted``, …).
        colormap: its colour table.
        running_clip: the clip being explained now.
        others: colour, name and numbers of the other checkpoints that are compared.
    """

    data: TimelineData
    axis: TimeAxis
    palette: Palette
    pixel_ratio: float
    figures: QFont
    words: QFont
    quantity: str = "weighted"
    colormap: str = "inferno"
    running_clip: int | None = None
    others: tuple[tuple[str, str, TimelineData], ...] = ()

    def columns(self, lane: QRect) -> Float64Array:
        """Times of the borders of the lane's device pixel columns."""
        return self.axis.edges(max(round(lane.width() * self.pixel_ratio), 1))


class Track(ABC):
    """One row."""

    title: ClassVar[str]
    help: ClassVar[str]
    stretch: ClassVar[int]
    """Share of the height that is left when every row has its least."""
    minimum_px: ClassVar[int]

    @abstractmethod
    def paint_lane(self, painter: QPainter, lane: QRect, scene: Scene) -> None:
        """Draw the data inside ``lane``."""

    def paint_scale(self, painter: QPainter, gutter: QRect, scene: Scene) -> None:
        """Write limits at the right border of ``gutter``."""
        del painter, gutter, scene

    @abstractmethod
    def describe(self, scene: Scene, seconds: float) -> str:
        """A line for the read-out; empty when there is nothing to say."""

    def describe_row(self, scene: Scene, seconds: float, share: float) -> str:
        """What lies at a share of the lane's height, in rows that have several things one below the other."""
        del scene, seconds, share
        return ""


class ScoreTrack(Track):
    """Score of each clip as steps over the four severity bands."""

    title = str(QT_TRANSLATE_NOOP("Timeline", "Score"))
    help = translate("Timeline", "Score of each clip in BDI-II points, over the four severity bands")
    stretch = 6
    minimum_px = 50

    def top(self, scene: Scene) -> float:
        """Highest score of the axis: 40 while that is enough, then the questionnaire's 63, then what is needed."""
        highest = max(data.max_score for data in (scene.data, *(other for _, _, other in scene.others)))
        if highest <= 38:
            return 40.0
        return 63.0 if highest <= 63 else highest * 1.04

    def paint_lane(self, painter: QPainter, lane: QRect, scene: Scene) -> None:
        """Bands, then a fill below the scores, then one step per clip."""
        top = self.top(scene)
        for band, colour in zip(Severity, scene.palette.severity, strict=True):
            high = top if band is Severity.SEVERE else band.high
            upper, lower = (lane.bottom() + 1 - value / top * lane.height() for value in (high, band.low))
            painter.fillRect(QRectF(lane.left(), upper, lane.width(), lower - upper), with_alpha(colour, 0.30))
        _paint_scores(painter, lane, scene, top)
        for colour, _, data in scene.others:
            height = lane.height() - _LINE_PX / 2
            mean = height - data.score_columns(scene.columns(lane)).mean / top * (lane.height() - _LINE_PX)
            draw_bars(painter, lane, mean - _LINE_PX / 2, mean + _LINE_PX / 2, [QColor(colour)], scene.pixel_ratio)
        if not scene.data.has_scores:
            painter.setFont(scene.words)
            painter.setPen(QColor(scene.palette.text_muted))
            painter.drawText(
                lane, Qt.AlignmentFlag.AlignCenter, translate("Timeline", "Scores appear here clip by clip")
            )

    def paint_scale(self, painter: QPainter, gutter: QRect, scene: Scene) -> None:
        """Names of the bands beside them, moved apart where they would touch."""
        top = self.top(scene)
        metrics = QFontMetrics(scene.words)
        names = [translate("Core", band.label) for band in Severity]
        # Chinese characters fill their line.
        spacing = metrics.ascent() + (1.0 if "".join(names).isascii() else 4.0)
        centres = []
        for band in Severity:
            high = top if band is Severity.SEVERE else band.high
            centres.append(gutter.bottom() + 1 - (band.low + high) / 2 / top * gutter.height())
        centres = spread_labels(centres, spacing, gutter.top() + spacing / 2, gutter.bottom() + 1 - spacing / 2)
        numbers = gutter.height() > 6.5 * spacing
        painter.setFont(scene.words)
        painter.setPen(QColor(scene.palette.text_muted))
        for band, text, centre in zip(Severity, names, centres, strict=True):
            box = QRectF(gutter.left(), centre - spacing, gutter.width(), 2 * spacing)
            text = f"{text} {band.low:.0f}+" if numbers else text
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def describe(self, scene: Scene, seconds: float) -> str:
        """``clip 4 of 12 · score 17.2 · mild``."""
        data = scene.data
        clips = data.clips_at(seconds)
        if not len(clips):
            return ""
        number = f"{clips[0] + 1}" if len(clips) == 1 else f"{clips[0] + 1}–{clips[-1] + 1}"
        words = (
            translate("Timeline", "clip {number} of {total}")
            if len(clips) == 1
            else translate("Timeline", "clips {number} of {total}")
        )
        name = words.format(number=number, total=data.num_clips)
        score = data.score_at(seconds)
        if score is not None:
            clamped = translate("Timeline", " (clamped)") if score == 0 else ""
            said = translate("Timeline", "{name} · score {score}").format(name=name, score=format_score(score))
            words = f"{said}{clamped} · {translate('Core', severity(score).label)}"
            others = [(who, other.score_at(seconds)) for _, who, other in scene.others]
            return " · ".join([words, *(f"{who} {format_score(value)}" for who, value in others if value is not None)])
        if all(data.clip_states[i] == ClipState.SKIPPED for i in clips):
            return translate("Timeline", "{name} · skipped").format(name=name)
        return f"{name} · " + (
            translate("Timeline", "explaining…")
            if scene.running_clip in clips
            else translate("Timeline", "not explained yet")
        )


class EvidenceTrack(Track):
    """Signed evidence of each time slot, up and down around 0."""

    title = str(QT_TRANSLATE_NOOP("Timeline", "Evidence"))
    help = translate(
        "Timeline", "Signed evidence: BDI-II points that each time slot adds to its clip's raw score, or takes from it"
    )
    stretch = 4
    minimum_px = 26

    def paint_lane(self, painter: QPainter, lane: QRect, scene: Scene) -> None:
        """Bars up in one colour, down in the other."""
        middle = lane.top() + lane.height() / 2
        painter.setPen(QPen(QColor(scene.palette.border), 1))
        painter.drawLine(QPointF(lane.left(), middle), QPointF(lane.right() + 1, middle))
        if not scene.data.num_slots:
            return
        columns = scene.data.slot_columns(scene.data.slot_points, scene.columns(lane))
        limit = self.limit(scene.data)
        half = lane.height() / 2
        up = np.maximum(columns.high, 0) / limit * half
        down = np.maximum(-columns.low, 0) / limit * half
        middle_line = np.full(len(up), half)
        middle_line[slot_gaps(scene, lane)] = np.nan
        ratio = scene.pixel_ratio
        draw_bars(painter, lane, middle_line - up, middle_line, [QColor(scene.palette.positive)], ratio)
        draw_bars(painter, lane, middle_line, middle_line + down, [QColor(scene.palette.negative)], ratio)

    def limit(self, data: TimelineData) -> float:
        """Largest absolute value so far."""
        if not data.num_slots or not np.isfinite(data.slot_points).any():
            return 1.0
        return max(float(np.nanmax(np.abs(data.slot_points))), 1e-9)

    def paint_scale(self, painter: QPainter, gutter: QRect, scene: Scene) -> None:
        """Limits in points."""
        if scene.data.num_slots and np.isfinite(scene.data.slot_points).any():
            limit = format_figure(self.limit(scene.data))
            paint_limits(painter, gutter, scene, f"+{limit}", f"\N{MINUS SIGN}{limit}", f"±{limit}")

    def describe(self, scene: Scene, seconds: float) -> str:
        """``evidence +0.83 points``."""
        value = scene.data.slot_value_at(scene.data.slot_points, seconds) if scene.data.num_slots else None
        return (
            ""
            if value is None
            else translate("Timeline", "evidence {value:+.2f} points")
            .format(value=value)
            .replace("-", "\N{MINUS SIGN}")
        )


class HeatTrack(Track):
    """Mean heat of each time slot as a waveform, in the colours of the heatmap."""

    title = str(QT_TRANSLATE_NOOP("Timeline", "Heat"))
    help = translate("Timeline", "Mean Grad-CAM++ of each time slot, weighted by the score when the views are")
    stretch = 3
    minimum_px = 18

    def values(self, scene: Scene) -> Float64Array:
        """(C, T') heat as the views weight it."""
        heat = scene.data.slot_heat
        weighted = heat * scene.data.scores[:, None] if scene.quantity == "weighted" else heat
        return np.asarray(weighted, dtype=np.float64)

    def paint_lane(self, painter: QPainter, lane: QRect, scene: Scene) -> None:
        """Fill up to the largest value of each column, fainter above its mean."""
        values = self.values(scene)
        if not np.isfinite(values).any():
            return
        limit = max(float(np.nanmax(values)), 1e-12)
        columns = scene.data.slot_columns(values, scene.columns(lane))
        share = np.nan_to_num(columns.mean) / limit
        steps = np.clip(share * (_HEAT_STEPS - 1), 0, _HEAT_STEPS - 1).astype(np.int64)
        table = colour_table(scene.colormap)[np.linspace(*_HEAT_COLOURS, _HEAT_STEPS).astype(int)]
        colours = [QColor(*(int(v) for v in colour)) for colour in table]
        faint = [QColor(colour.red(), colour.green(), colour.blue(), 115) for colour in colours]
        bottom = np.full(len(share), float(lane.height()))
        mean, peak = ((1 - values / limit) * lane.height() for values in (columns.mean, columns.high))
        gaps = slot_gaps(scene, lane)
        mean[gaps] = peak[gaps] = np.nan
        draw_bars(painter, lane, peak, mean, faint, scene.pixel_ratio, steps)
        draw_bars(painter, lane, mean, bottom, colours, scene.pixel_ratio, steps)

    def paint_scale(self, painter: QPainter, gutter: QRect, scene: Scene) -> None:
        """Largest value of the recording so far."""
        values = self.values(scene)
        if np.isfinite(values).any():
            limit = format_figure(float(np.nanmax(values)))
            paint_limits(painter, gutter, scene, limit, "0", f"0–{limit}")

    def describe(self, scene: Scene, seconds: float) -> str:
        """``mean heat 0.41, weighted``."""
        value = scene.data.slot_value_at(self.values(scene), seconds)
        if value is None:
            return ""
        words = (
            translate("Timeline", "mean heat {value}, weighted")
            if scene.quantity == "weighted"
            else translate("Timeline", "mean heat {value}")
        )
        return words.format(value=format_figure(value))


class FaceTrack(Track):
    """On which sampled frames the face was found."""

    title = str(QT_TRANSLATE_NOOP("Timeline", "Face"))
    help = translate("Timeline", "Face found, held from the nearest frame, none, or not looked at yet")
    stretch = 0
    minimum_px = 10

    _WORDS: ClassVar[dict[FaceState, str]] = {
        FaceState.UNKNOWN: translate("Timeline", "face not looked for yet"),
        FaceState.FOUND: translate("Timeline", "face found"),
        FaceState.INTERPOLATED: translate("Timeline", "face found"),
        FaceState.HELD: translate("Timeline", "no face here, nearest held"),
        FaceState.NONE: translate("Timeline", "no face"),
        FaceState.DAMAGED: translate("Timeline", "frame cannot be decoded"),
    }

    def paint_lane(self, painter: QPainter, lane: QRect, scene: Scene) -> None:
        """Shares of the states in each column, stacked; a single frame without a face stays visible."""
        palette = scene.palette
        height = round(lane.height() * scene.pixel_ratio)
        image = filled(palette.grid, height, round(lane.width() * scene.pixel_ratio))
        shares = scene.data.face_columns(scene.columns(lane))
        none = _made_visible(shares[FaceState.NONE] + shares[FaceState.DAMAGED])
        held = _made_visible(shares[FaceState.HELD])
        held = np.minimum(held, 1 - none)
        found = np.minimum(shares[FaceState.FOUND], 1 - none - held)
        rows = np.arange(height)[:, None] + 0.5
        upper = np.zeros(image.shape[1])
        for share, colour in ((none, palette.face_none), (held, palette.face_held), (found, palette.face_found)):
            lower = upper + share * height
            image[(rows >= upper) & (rows < lower)] = rgba(colour)
            upper = lower
        draw_image(painter, lane, image, scene.pixel_ratio)

    def describe(self, scene: Scene, seconds: float) -> str:
        """What is known of the face."""
        return self._WORDS[scene.data.face_at(seconds)] if len(scene.data.face_states) else ""


class DoneTrack(Track):
    """Which clips are explained: fills in as the analysis goes."""

    title = str(QT_TRANSLATE_NOOP("Timeline", "Explained"))
    help = translate("Timeline", "Clips that are explained, skipped, or still to do")
    stretch = 0
    minimum_px = 8

    def paint_lane(self, painter: QPainter, lane: QRect, scene: Scene) -> None:
        """One cell per clip; where clips are narrower than pixels, the share that is done."""
        palette, data = scene.palette, scene.data
        edges = scene.columns(lane)
        height = round(lane.height() * scene.pixel_ratio)
        image = filled(palette.grid, height, len(edges) - 1)
        done = np.nan_to_num(data.state_columns(ClipState.DONE, edges))
        skipped = np.nan_to_num(data.state_columns(ClipState.SKIPPED, edges))
        blend(image, done, palette.accent)
        stripes = (
            np.add.outer(np.arange(height), np.arange(len(edges) - 1)) // max(round(3 * scene.pixel_ratio), 1)
        ) % 2
        blend(image, skipped * np.where(stripes, 0.75, 0.25), palette.warning)
        if scene.running_clip is not None and scene.running_clip < data.num_clips:
            start, stop = data.clip_starts[scene.running_clip], data.clip_stops[scene.running_clip]
            inside = (edges[1:] > start) & (edges[:-1] < stop) & (done < 1)
            blend(image, inside * np.where(stripes, 0.65, 0.35), palette.accent)
        image[:, clip_gaps(scene, lane)] = 0
        draw_image(painter, lane, image, scene.pixel_ratio)

    def describe(self, scene: Scene, seconds: float) -> str:
        """Nothing beyond what the score row says."""
        return ""


def _made_visible(share: Float64Array) -> Float64Array:
    """A share that is not 0 takes at least a third of the height, so that one frame among hundreds is seen."""
    return np.where(share > 0, np.maximum(share, 0.34), 0.0)


def _paint_scores(painter: QPainter, lane: QRect, scene: Scene, top: float) -> None:
    """A fill in the band's colour, a line at the mean, a veil from the lowest to the highest score of a column."""
    edges = scene.columns(lane)
    columns = scene.data.score_columns(edges)
    bands = np.searchsorted([band.low for band in Severity][1:], np.nan_to_num(columns.mean), side="right")
    low, high, mean = (
        lane.height() - _LINE_PX / 2 - values / top * (lane.height() - _LINE_PX)
        for values in (columns.low, columns.high, columns.mean)
    )
    before = np.concatenate([mean[:1], mean[:-1]])
    before = np.where(np.isfinite(before), before, mean)
    upper, lower = np.minimum(before, mean) - _LINE_PX / 2, np.maximum(before, mean) + _LINE_PX / 2
    bottom = np.full(len(mean), float(lane.height()))
    clips = scene.data.clips_between(edges[0], edges[-1])
    is_dense = lane.width() < 3 * (clips.stop - clips.start)
    line = with_alpha(scene.palette.text, 0.5 if is_dense else 1.0)
    fills = [with_alpha(colour, 0.6) for colour in scene.palette.severity]
    draw_bars(painter, lane, mean, bottom, fills, scene.pixel_ratio, bands)
    draw_bars(painter, lane, high, low, [with_alpha(scene.palette.text, 0.25)], scene.pixel_ratio)
    draw_bars(painter, lane, upper, lower, [line], scene.pixel_ratio)


def clip_gaps(scene: Scene, lane: QRect) -> np.ndarray:
    """Device columns between clips, where clips are wide enough to be told apart."""
    clips = scene.data.clips_between(scene.axis.start_seconds, scene.axis.stop_seconds)
    return _gap_columns(scene, lane, scene.data.clip_starts[clips], _GAP_WHEN_WIDER_PX)


def slot_gaps(scene: Scene, lane: QRect) -> np.ndarray:
    """Device columns between slots, where slots are wide enough to be told apart."""
    clips = scene.data.clips_between(scene.axis.start_seconds, scene.axis.stop_seconds)
    return _gap_columns(scene, lane, scene.data.slot_edges[clips, :-1].ravel(), _SLOT_GAP_WHEN_WIDER_PX)


def _gap_columns(scene: Scene, lane: QRect, borders: Float64Array, wider_px: float) -> np.ndarray:
    width = round(lane.width() * scene.pixel_ratio)
    if not len(borders) or lane.width() / len(borders) < wider_px:
        return np.zeros(0, dtype=np.int64)
    share = (borders - scene.axis.start_seconds) / scene.axis.span_seconds
    first = np.floor(share * width).astype(np.int64)
    thickness = max(round(scene.pixel_ratio), 1)
    columns = (first[:, None] + np.arange(thickness)[None]).ravel()
    return columns[(columns >= thickness) & (columns < width)]


def paint_limits(painter: QPainter, gutter: QRect, scene: Scene, upper: str, lower: str, both: str) -> None:
    """Two numbers at the right border, at the top and at the bottom; as one where the row is low."""
    painter.setFont(scene.figures)
    painter.setPen(QColor(scene.palette.text_muted))
    right = Qt.AlignmentFlag.AlignRight
    if gutter.height() < 2 * QFontMetrics(scene.figures).height():
        painter.drawText(gutter.adjusted(0, -4, 0, 4), right | Qt.AlignmentFlag.AlignVCenter, both)
        return
    box = gutter.adjusted(0, -2, 0, 2)
    painter.drawText(box, right | Qt.AlignmentFlag.AlignTop, upper)
    painter.drawText(box, right | Qt.AlignmentFlag.AlignBottom, lower)
