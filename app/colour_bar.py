"""The colour scale beside a view: colours, limits, unit and mode, always in sight."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app import theme
from app.core_sentences import in_own_words
from app.translation import translate
from stadrn_core.colours import colour_table
from stadrn_core.view import ScaleLimits, number

_BAR_PX = 12.0
_ANNOUNCED_MS = 2500
_USUAL_FIGURE = "0.000"


class ColourBar(QWidget):
    """An upright scale; a mark follows the value under the cursor, and changed limits stand out for a moment."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.limits: ScaleLimits | None = None
        self._table = "inferno"
        self._marked: float | None = None
        self._image: QImage | None = None
        self._size_hint: QSize | None = None
        """measured once for each scale, as it is asked for on every frame"""
        self._announcing = False
        self._quiet = QTimer(self, singleShot=True, interval=_ANNOUNCED_MS)
        self._quiet.timeout.connect(self._stop_announcing)
        self._read_theme()
        self._describe()

    def sizeHint(self) -> QSize:
        """Room for the bar, its numbers and its unit."""
        if self._size_hint is None:
            words = QFontMetricsF(self._words)
            beside = _BAR_PX + 7 + self._figures_width() + 3 + words.height()
            self._size_hint = QSize(round(7 + max(beside, words.horizontalAdvance("recording") + 2)), 120)
        return self._size_hint

    def minimumSizeHint(self) -> QSize:
        """As wide as it is, and low."""
        return QSize(self.sizeHint().width(), 60)

    def set_scale(self, limits: ScaleLimits | None, table: str) -> None:
        """Show a scale; None while there is nothing to scale."""
        if (limits, table) == (self.limits, self._table):
            return
        moved = (
            limits is not None
            and self.limits is not None
            and (limits.low, limits.high) != (self.limits.low, self.limits.high)
        )
        same_kind = (
            limits is not None
            and self.limits is not None
            and (limits.mode, limits.unit) == (self.limits.mode, self.limits.unit)
        )
        if moved and same_kind and limits is not None and limits.mode == "recording":
            self._announcing = True
            self._quiet.start()
        self.limits, self._size_hint = limits, None
        if table != self._table:
            self._table, self._image = table, None
        self._describe()
        self.update()

    def _figures_width(self) -> float:
        """Room for the longest of the numbers, and for usual ones, so that small changes do not move the picture."""
        metrics = QFontMetricsF(self._figures)
        numbers = self.texts()[1:4] if self.limits is not None else ()
        return max(metrics.horizontalAdvance(text) for text in (_USUAL_FIGURE, *numbers))

    def mark(self, value: float | None) -> None:
        """Point at a value, or at none."""
        if value != self._marked:
            self._marked = value
            self.update()

    @property
    def announces(self) -> bool:
        """Whether limits have just changed, and stand out."""
        return self._announcing

    def texts(self) -> tuple[str, ...]:
        """All that is written: mode, upper, middle and lower value, unit."""
        if self.limits is None:
            return (translate("ColourBar", "no scale yet"),)
        low, high = self.limits.ends
        middle = number((self.limits.low + self.limits.high) / 2)
        mode = in_own_words(self.limits.mode)
        if self.limits.provisional:
            mode = translate("ColourBar", "{mode} so far").format(mode=mode)
        return (mode, high, middle, low, translate("Core", self.limits.unit))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Mode above, bar and numbers, unit upright beside them."""
        palette = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        texts = self.texts()
        words, figures = QFontMetricsF(self._words), QFontMetricsF(self._figures)
        mode = texts[0].split(" ", 1)
        head = len(mode) * words.height() + 7
        bar = QRectF(7, head, _BAR_PX, max(self.height() - head - 8, 20))
        painter.setFont(self._words)
        painter.setPen(QColor(palette.warning if self._announcing else palette.text_muted))
        for i, line in enumerate(mode):
            painter.drawText(QPointF(7, words.ascent() + i * words.height()), line)
        if self.limits is None:
            painter.setPen(QPen(QColor(palette.border), 1))
            painter.drawRoundedRect(bar, 3, 3)
            return
        painter.drawImage(bar, self._colours())
        painter.setPen(QPen(QColor(palette.border), 1))
        painter.drawRect(bar)
        painter.setFont(self._figures)
        painter.setPen(QColor(palette.warning if self._announcing else palette.text))
        left = bar.right() + 7
        for share, text in zip((0.0, 0.5, 1.0), texts[1:4], strict=True):
            y = bar.top() + share * bar.height()
            baseline = min(max(y + figures.capHeight() / 2, bar.top() + figures.capHeight()), bar.bottom())
            painter.drawText(QPointF(left, baseline), text)
        self._paint_unit(painter, texts[4], bar, left + self._figures_width() + 3)
        if self._marked is not None:
            self._paint_mark(painter, bar, self._marked)

    def _paint_unit(self, painter: QPainter, unit: str, bar: QRectF, left: float) -> None:
        font = QFont(self._words)
        while QFontMetricsF(font).horizontalAdvance(unit) > bar.height() and font.pointSizeF() > 6:
            font.setPointSizeF(font.pointSizeF() - 0.5)
        metrics = QFontMetricsF(font)
        painter.save()
        painter.setFont(font)
        painter.setPen(QColor(theme.current().text_muted))
        painter.translate(left, bar.bottom())
        painter.rotate(-90)
        painter.drawText(
            QPointF(0, metrics.ascent()), metrics.elidedText(unit, Qt.TextElideMode.ElideRight, bar.height())
        )
        painter.restore()

    def _paint_mark(self, painter: QPainter, bar: QRectF, value: float) -> None:
        assert self.limits is not None
        share = (value - self.limits.low) / (self.limits.high - self.limits.low)
        y = bar.bottom() - min(max(share, 0.0), 1.0) * bar.height()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.current().playhead))
        corners = ((-6.0, -4.0), (0.0, 0.0), (-6.0, 4.0))
        painter.drawPolygon(QPolygonF([QPointF(bar.left() + dx, y + dy) for dx, dy in corners]))
        painter.setPen(QPen(QColor(theme.current().playhead), 1))
        painter.drawLine(QPointF(bar.left(), y), QPointF(bar.right(), y))

    def _colours(self) -> QImage:
        if self._image is None:
            pixels = colour_table(self._table)[::-1].copy()
            self._image = QImage(pixels.data, 1, 256, 3, QImage.Format.Format_RGB888).copy()
        return self._image

    def _describe(self) -> None:
        text = translate("ColourBar", "no scale yet")
        if self.limits is not None:
            text = f"{limits_words(self.limits)}, {translate('Core', self.limits.unit)}"
        self.setAccessibleName(translate("ColourBar", "Colour scale: {text}").format(text=text))
        self.setToolTip(text)

    def _stop_announcing(self) -> None:
        self._announcing = False
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Read fonts again."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._read_theme()
            self.update()
        super().changeEvent(event)

    def _read_theme(self) -> None:
        size = max(self.font().pointSizeF() - 1.5, 7.0)
        self._size_hint = None
        self._words = QFont(self.font())
        self._words.setPointSizeF(size)
        self._figures = theme.figures_font()
        self._figures.setPointSizeF(size)


def limits_words(limits: ScaleLimits) -> str:
    """Mode and limits, such as ``recording 0–3.1`` or ``clip ±0.02 so far``."""
    high = number(limits.high)
    spread = f"±{high}" if limits.low == -limits.high else f"{number(limits.low)}–{high}"
    words = f"{in_own_words(limits.mode)} {spread}"
    if limits.saturates:
        words = translate("ColourBar", "{limits} and beyond").format(limits=words)
    if limits.provisional:
        words = translate("ColourBar", "{limits} so far").format(limits=words)
    return words
