"""The score under the playhead: a big number, its band, and where it lies on the scale."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app import theme
from app.controls import label
from app.translation import translate
from stadrn_core.severity import SCORE_RANGE, Severity, format_score, severity


class ScoreScale(QWidget):
    """The questionnaire's range with its four bands; a pointer for the clip, a ring for the mean of the recording."""

    def __init__(self) -> None:
        super().__init__()
        self._score: float | None = None
        self._mean: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(translate("ScoreCard", "Score on the scale of severity"))

    def set_scores(self, score: float | None, mean: float | None) -> None:
        """What the pointer and the ring show."""
        if (score, mean) != (self._score, self._mean):
            self._score, self._mean = score, mean
            self.update()

    def sizeHint(self) -> QSize:
        """Room for the pointer above and the words below."""
        return QSize(200, 56)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bands, words, pointer, ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = theme.current()
        bar = QRectF(1, 16, self.width() - 2, 12)
        font = theme.text_font(7.5)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        for band in Severity:
            left, right = self._x(band.low, bar), self._x(band.high, bar)
            box = QRectF(left, bar.top(), max(right - left - 1.5, 1), bar.height())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.severity[band]))
            painter.drawRoundedRect(box, 2.5, 2.5)
            here = self._score is not None and severity(self._score) is band
            painter.setPen(QColor(palette.text if here else palette.text_muted))
            words = translate("Core", band.label)
            text = words if metrics.horizontalAdvance(words) <= right - left - 2 else words[:3] + "."
            painter.drawText(QPointF(left, bar.bottom() + metrics.ascent() + 3), text)
            painter.setPen(QColor(palette.text_muted))
            painter.drawText(QPointF(left, bar.bottom() + 2 * metrics.ascent() + 6), f"{band.low:g}")
        end = f"{SCORE_RANGE:g}"
        x = bar.right() - metrics.horizontalAdvance(end)
        painter.drawText(QPointF(x, bar.bottom() + 2 * metrics.ascent() + 6), end)
        if self._mean is not None:
            painter.setBrush(QColor(palette.surface))
            painter.setPen(QPen(QColor(palette.text), 1.8))
            painter.drawEllipse(QPointF(self._x(self._mean, bar), bar.center().y()), 4.2, 4.2)
        if self._score is not None:
            x = self._x(self._score, bar)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.text))
            tip = bar.top() - 1
            painter.drawPolygon(QPolygonF([QPointF(x, tip), QPointF(x - 5.5, tip - 9), QPointF(x + 5.5, tip - 9)]))
        painter.end()

    def _x(self, score: float, bar: QRectF) -> float:
        return bar.left() + min(max(score / SCORE_RANGE, 0.0), 1.0) * bar.width()


class ScoreCard(QWidget):
    """Number, unit, band, known error, scale."""

    def __init__(self) -> None:
        super().__init__()
        self.number = label("–", "score")
        self.unit = label(translate("ScoreCard", "BDI-II points"), "muted")
        self.band = label("", "strong")
        self.error = label("", "small", wrap=True)
        self.scale = ScoreScale()
        top = QHBoxLayout()
        top.setSpacing(12)
        beside = QVBoxLayout()
        beside.setSpacing(1)
        beside.addStretch(1)
        beside.addWidget(self.band)
        beside.addWidget(self.unit)
        beside.addSpacing(9)
        top.addWidget(self.number)
        top.addLayout(beside)
        top.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self.error)
        column.addSpacing(4)
        column.addWidget(self.scale)
        self.show_score(None, None, "")

    def show_score(self, score: float | None, mean: float | None, error: str) -> None:
        """Show a clip's score.

        Args:
            score: BDI-II points of the frame under the playhead, or None.
            mean: mean over the finished clips of the recording, or None.
            error: the checkpoint's known error, or that it is unknown.
        """
        self.scale.set_scores(score, mean)
        if self.error.text() != error or self.error.isHidden() == bool(error):
            self.error.setText(error)
            self.error.setVisible(bool(error))
        if score is None:
            self.number.setText("–")
            self.number.setAccessibleName(translate("ScoreCard", "No score yet"))
            self.band.setText(translate("ScoreCard", "no score yet"))
            return
        band = severity(score)
        self.number.setText(format_score(score))
        self.number.setAccessibleName(
            translate("ScoreCard", "Score {score} BDI-II points, {band}").format(
                score=format_score(score), band=translate("Core", band.label)
            )
        )
        self.band.setText(f"{translate('Core', band.label)} ({band.points_label})")
