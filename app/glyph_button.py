"""A flat button with a drawn sign, and when a focus ring is due."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app import theme
from app.key_tips import set_key_tip

_KEYBOARD_REASONS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


def is_by_keyboard(event: QFocusEvent) -> bool:
    """Whether the keyboard brought the focus; only then is a ring wanted."""
    return event.gotFocus() and event.reason() in _KEYBOARD_REASONS


def _triangle(x: float, direction: float) -> QPainterPath:
    path = QPainterPath(QPointF(x - 4 * direction, -5.5))
    path.lineTo(x + 5 * direction, 0)
    path.lineTo(x - 4 * direction, 5.5)
    path.closeSubpath()
    return path


def _bars(*bars: tuple[float, float, float, float]) -> QPainterPath:
    path = QPainterPath()
    for x, y, width, height in bars:
        path.addRoundedRect(QRectF(x, y, width, height), 0.8, 0.8)
    return path


def _speaker() -> QPainterPath:
    path = QPainterPath(QPointF(-7, -2))
    for x, y in ((-4.6, -2), (-1.2, -5.2), (-1.2, 5.2), (-4.6, 2), (-7, 2)):
        path.lineTo(x, y)
    path.closeSubpath()
    return path


def _waves(*radii: float) -> QPainterPath:
    lines = QPainterPath()
    for radius in radii:
        box = QRectF(-radius, -radius, 2 * radius, 2 * radius)
        lines.arcMoveTo(box, -50)
        lines.arcTo(box, -50, 100)
    return _stroked(lines)


def _cross() -> QPainterPath:
    lines = QPainterPath()
    for start, end in ((QPointF(2, -2.6), QPointF(7.2, 2.6)), (QPointF(2, 2.6), QPointF(7.2, -2.6))):
        lines.moveTo(start)
        lines.lineTo(end)
    return _stroked(lines)


def _stroked(lines: QPainterPath) -> QPainterPath:
    stroker = QPainterPathStroker()
    stroker.setWidth(1.5)
    stroker.setCapStyle(Qt.PenCapStyle.RoundCap)
    return stroker.createStroke(lines)


GLYPHS = {
    "play": _triangle(0, 1),
    "pause": _bars((-4.5, -5.5, 3.2, 11), (1.3, -5.5, 3.2, 11)),
    "previous": _triangle(1, -1).united(_bars((-6.5, -5.5, 2, 11))),
    "next": _triangle(-1, 1).united(_bars((4.5, -5.5, 2, 11))),
    "sound": _speaker().united(_waves(3.4, 6.6)),
    "silent": _speaker().united(_cross()),
    "in": _bars((-5, -0.8, 10, 1.6)).united(_bars((-0.8, -5, 1.6, 10))),
    "out": _bars((-5, -0.8, 10, 1.6)),
    "fit": _bars((-6.5, -5, 1.6, 10), (4.9, -5, 1.6, 10), (-3.5, -0.8, 7, 1.6)),
}


class GlyphButton(QAbstractButton):
    """A flat button with a drawn sign: sharp at every scaling, coloured by the theme."""

    def __init__(
        self,
        glyph: str,
        name: str,
        hint: str,
        command: str = "",
        parent: QWidget | None = None,
        prominent: bool = False,
    ) -> None:
        super().__init__(parent)
        self.glyph = glyph
        self._prominent = prominent
        self._has_ring = False
        self.describe(name, hint, command)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def describe(self, name: str, hint: str, command: str = "") -> None:
        """Change name and tool tip together; the tip names the key of a command."""
        self.setAccessibleName(name)
        set_key_tip(self, hint, *([command] if command else []))

    def sizeHint(self) -> QSize:
        """Comfortable to hit."""
        return QSize(36 if self._prominent else 28, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Background on hover, ring on focus, the sign."""
        palette = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        hovered = self.underMouse() and self.isEnabled()
        if self._prominent and self.isEnabled():
            fill = QColor(palette.accent)
            painter.setBrush(fill.lighter(112) if hovered or self.isDown() else fill)
        else:
            painter.setBrush(QColor(palette.surface_raised if not self.isDown() else palette.border))
            if not (hovered or self.isDown()):
                painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box, 6, 6)
        if self._has_ring:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(palette.text if self._prominent else palette.accent), 1.5))
            painter.drawRoundedRect(box, 6, 6)
        colour = palette.accent_text if self._prominent and self.isEnabled() else palette.text
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour if self.isEnabled() else palette.text_muted))
        painter.setOpacity(1.0 if self.isEnabled() else 0.5)
        painter.translate(QRectF(self.rect()).center())
        painter.drawPath(GLYPHS[self.glyph])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show a ring when the keyboard came here."""
        self._has_ring = is_by_keyboard(event)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        self._has_ring = False
        super().focusOutEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the hover."""
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the hover."""
        self.update()
        super().leaveEvent(event)
