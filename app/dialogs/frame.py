"""What all dialogs have in common: title, words, contents, buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.controls import label, line
from app.translation import translate


class Dialog(QDialog):
    """A titled dialog with a column of contents and a row of buttons; it deletes itself when closed."""

    def __init__(self, title: str, text: str = "", parent: QWidget | None = None, width_px: int = 460) -> None:
        super().__init__(parent)
        self._is_closed = False
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(width_px)
        self.column = QVBoxLayout()
        self.column.setSpacing(14)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(22, 20, 22, 18)
        outer.setSpacing(14)
        heading = label(title, "title")
        outer.addWidget(heading)
        if text:
            outer.addWidget(label(text, "muted", wrap=True, selectable=True))
        outer.addLayout(self.column, 1)
        outer.addWidget(line())
        outer.addLayout(self._buttons)

    def done(self, result: int) -> None:
        """Closed, in whatever way."""
        self._is_closed = True
        super().done(result)

    @property
    def is_open(self) -> bool:
        """False once it is closed, when what it began may still go on."""
        return not self._is_closed

    def add(self, *widgets: QWidget) -> None:
        """Append contents."""
        for widget in widgets:
            self.column.addWidget(widget)

    def add_button(self, text: str, primary: bool = False) -> QPushButton:
        """Append a button; the primary one is pressed by Enter."""
        button = QPushButton(text)
        button.setProperty("primary", primary)
        button.setDefault(primary)
        button.setAutoDefault(primary)
        self._buttons.addWidget(button)
        return button

    def add_close(self, text: str = translate("Dialog", "Close")) -> QPushButton:
        """Append the button that closes without doing anything."""
        button = self.add_button(text)
        button.clicked.connect(self.reject)
        return button
