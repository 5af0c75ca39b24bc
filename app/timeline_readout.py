"""The words beside the cursor over the timeline."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QWidget

from app.theme import Palette

_APART = QPoint(14, 10)


class Readout(QLabel):
    """A small raised label that stays inside its parent and lets the mouse through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def dress(self, palette: Palette, figures: QFont) -> None:
        """Take over colours and font."""
        self.setFont(figures)
        self.setStyleSheet(
            f"background: {palette.surface_raised}; color: {palette.text}; border: 1px solid {palette.border};"
            "border-radius: 6px; padding: 6px 9px;"
        )

    def show_beside(self, position: QPointF, text: str) -> None:
        """Show a text right below a place of the parent, or left of it where there is no room."""
        self.setText(text)
        self.adjustSize()
        room = self._parent.size()
        x = int(position.x()) + _APART.x()
        if x + self.width() > room.width() - 4:
            x = int(position.x()) - _APART.x() - self.width()
        y = min(max(int(position.y()) + _APART.y(), 2), room.height() - self.height() - 2)
        self.move(x, max(y, 0))
        self.show()
