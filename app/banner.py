"""The one place where messages reach the user: at the top of the window's centre, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app import theme
from app.controls import label
from app.icons import icon, picture
from app.messages import ACTIONS
from app.translation import translate

if TYPE_CHECKING:
    from app.messages import UserMessage

MOST = 3
NOTE_MS = 9000


class Banner(QFrame):
    """One message: sign, what happened, why and what to do, a button for the likely next step."""

    closed = Signal()
    action_wanted = Signal(str)

    def __init__(self, message: UserMessage) -> None:
        super().__init__()
        self.message = message
        self.setProperty("banner", True)
        self.setProperty("kind", message.kind)
        self.setAccessibleName(f"{message.kind}: {message.title}")
        self.setAccessibleDescription(message.text)
        self._sign = label()
        self.title = label(message.title, "strong", wrap=True)
        self.text = label(message.text, "muted", wrap=True, selectable=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 9, 8, 9)
        row.setSpacing(10)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.text)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.action_button: QPushButton | None = None
        if message.action is not None:
            self.action_button = QPushButton(ACTIONS[message.action])
            self.action_button.clicked.connect(self._act)
            row.addWidget(self.action_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.close_button = QPushButton()
        self.close_button.setProperty("flat", True)
        self.close_button.setAccessibleName(translate("Banner", "Close message"))
        self.close_button.setToolTip(translate("Banner", "Close (Esc)"))
        self.close_button.setFixedSize(30, 30)
        self.close_button.clicked.connect(self.closed)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._tint()

    def _act(self) -> None:
        action = self.message.action
        self.closed.emit()
        if action is not None:
            self.action_wanted.emit(action)

    def changeEvent(self, event: QEvent) -> None:
        """Tint the signs anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        palette = theme.current()
        colour = {"error": palette.error, "warning": palette.warning, "info": palette.accent}[self.message.kind]
        ratio = self.devicePixelRatioF()
        pixmap = picture(self.message.kind, round(20 * ratio), colour, 1.9)
        pixmap.setDevicePixelRatio(ratio)
        self._sign.setPixmap(pixmap)
        self.close_button.setIcon(icon("close", palette.text_muted))


class Banners(QWidget):
    """The last messages. Notes go by themselves; warnings and errors stay until they are closed."""

    action_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 8, 8, 0)
        self._column.setSpacing(6)
        self.banners: list[Banner] = []
        self.hide()

    def show_message(self, message: UserMessage) -> None:
        """Add a message; the same one again only comes to the top."""
        for banner in [b for b in self.banners if b.message == message]:
            self._remove(banner)
        banner = Banner(message)
        banner.closed.connect(lambda: self._remove(banner))
        banner.action_wanted.connect(self.action_wanted)
        self.banners.insert(0, banner)
        self._column.insertWidget(0, banner)
        if message.kind == "info":
            timer = QTimer(banner)
            timer.setSingleShot(True)
            timer.timeout.connect(lambda: self._remove(banner))
            timer.start(NOTE_MS)
        self._drop_surplus()
        self.show()

    def close_newest(self) -> bool:
        """Close the topmost. Returns whether there was one."""
        if not self.banners:
            return False
        self._remove(self.banners[0])
        return True

    def clear(self) -> None:
        """Close all: their occasion has passed."""
        for banner in list(self.banners):
            self._remove(banner)

    def _drop_surplus(self) -> None:
        while len(self.banners) > MOST:
            notes = [b for b in self.banners if b.message.kind == "info"]
            self._remove((notes or self.banners)[-1])

    def _remove(self, banner: Banner) -> None:
        if banner in self.banners:
            self.banners.remove(banner)
            self._column.removeWidget(banner)
            banner.hide()
            banner.deleteLater()
        self.setVisible(bool(self.banners))
