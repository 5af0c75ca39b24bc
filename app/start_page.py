"""The first look, while nothing is open: two places to drop files on, the demo, and what was open before."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app import theme
from app.controls import ElidedLabel, ItemButton, clear, heading, label, set_look, set_words
from app.icons import icon, picture
from app.translation import translate
from app.workspace import CHECKPOINT_SUFFIXES

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

    from app.workspace import Workspace

WIDEST_PX = 860


class DropTarget(QFrame):
    """A large field: click it, press Enter on it, or drop a file on it."""

    clicked = Signal()

    def __init__(self, sign: str, title: str, text: str, formats: str) -> None:
        super().__init__()
        self.setProperty("drop", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(title)
        self.setAccessibleDescription(f"{text} {formats}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(190)
        self._sign_name = sign
        self._title, self._text = title, text
        self._sign = label()
        self.title = label(title, "title")
        self.text = ElidedLabel(text, "muted")
        self.formats = label(formats, "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(6)
        column.addStretch(1)
        for widget in (self._sign, self.title, self.text, self.formats):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(widget)
            if widget is self._sign:
                column.addSpacing(8)
        column.addStretch(1)
        self._tint()

    def fill(self, name: str | None) -> None:
        """Show what is open already, or that nothing is."""
        set_look(self, "filled", name is not None)
        self.title.setText(name or self._title)
        self.text.set_whole(translate("StartPage", "is open") if name else self._text)
        self.formats.setVisible(name is None)
        self._sign_filled = name is not None
        self._tint()

    def show_over(self, over: bool) -> None:
        """A file is held over it."""
        set_look(self, "over", over)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space are clicks."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Tint the sign anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    _sign_filled = False

    def _tint(self) -> None:
        ratio = self.devicePixelRatioF()
        name = "done" if self._sign_filled else self._sign_name
        pixmap = picture(name, round(40 * ratio), theme.current().accent, 1.3)
        pixmap.setDevicePixelRatio(ratio)
        self._sign.setPixmap(pixmap)


class StartPage(QWidget):
    """Shown until a recording is open."""

    recording_wanted = Signal()
    checkpoint_wanted = Signal()
    demo_wanted = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.setProperty("ground", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self.video = DropTarget(
            "video",
            translate("StartPage", "Open a face video"),
            translate("StartPage", "Drop it here, or click"),
            translate("StartPage", "mp4 · mov · mkv · avi · webm · folder of images"),
        )
        self.checkpoint = DropTarget(
            "checkpoint",
            translate("StartPage", "Open an STA-DRN checkpoint"),
            translate("StartPage", "Drop it here, or click"),
            translate("StartPage", "safetensors · pth · pt · ckpt"),
        )
        self.demo = QPushButton()
        set_words(self.demo, translate("StartPage", "Try the demo"))
        self.demo.setToolTip(
            translate("StartPage", "A synthetic person, explained by networks that learned from synthetic faces")
        )
        self.video.clicked.connect(self.recording_wanted)
        self.checkpoint.clicked.connect(self.checkpoint_wanted)
        self.demo.clicked.connect(self.demo_wanted)
        self.recent_buttons: list[ItemButton] = []
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        self._recent_heading = heading(translate("StartPage", "Recent"))
        self._lay_out()
        workspace.checkpoint_changed.connect(self.refresh)
        workspace.recording_changed.connect(self.refresh)
        workspace.activity_changed.connect(self._show_activity)
        self._tint()

    def _lay_out(self) -> None:
        middle = QWidget()
        middle.setMaximumWidth(WIDEST_PX)
        column = QVBoxLayout(middle)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(label(translate("StartPage", "See what the network looked at"), "display"))
        column.addWidget(
            label(
                translate(
                    "StartPage", "A face video and an STA-DRN checkpoint in, an explanation to scrub through out."
                ),
                "lead",
            )
        )
        column.addSpacing(18)
        targets = QHBoxLayout()
        targets.setSpacing(16)
        targets.addWidget(self.video)
        targets.addWidget(self.checkpoint)
        column.addLayout(targets, 3)
        column.addSpacing(12)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self.demo)
        self.activity = label("", "muted")
        row.addWidget(self.activity)
        row.addStretch(1)
        row.addWidget(label(translate("StartPage", "Research use, not a diagnosis"), "warning"))
        column.addLayout(row)
        column.addSpacing(16)
        column.addWidget(self._recent_heading)
        column.addLayout(self._recent)
        column.addStretch(2)
        outer = QHBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(middle, 20)
        outer.addStretch(1)

    def refresh(self, _changed: object = None) -> None:
        """Show what is open and what was."""
        workspace = self._workspace
        self.video.fill(workspace.recording.path.name if workspace.recording else None)
        self.checkpoint.fill(workspace.checkpoint.name if workspace.checkpoint else None)
        clear(self._recent)
        self.recent_buttons = []
        recent = [("video", p) for p in workspace.preferences.recent("recordings")[:4]]
        if workspace.checkpoint is None:
            recent += [("checkpoint", p) for p in workspace.preferences.recent("checkpoints")[:3]]
        self._recent_heading.setVisible(bool(recent))
        for kind, path in recent:
            self.recent_buttons.append(self._recent_button(kind, path))
            self._recent.addWidget(self.recent_buttons[-1])

    def _recent_button(self, kind: str, path: Path) -> ItemButton:
        button = ItemButton()
        button.setAccessibleName(translate("StartPage", "Open {name}").format(name=path.name))
        button.setToolTip(str(path))
        row = button.row
        sign = label()
        sign.setPixmap(icon(kind, theme.current().text_muted).pixmap(16, 16))
        row.addWidget(sign)
        row.addWidget(label(path.name))
        row.addWidget(ElidedLabel(str(path.parent), "small"), 1)
        button.let_clicks_through()
        button.clicked.connect(lambda: self._workspace.open_paths([path]))
        return button

    def _show_activity(self, text: str) -> None:
        self.activity.setText(text)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the signs anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "recent_buttons"):
            self._tint()

    def _tint(self) -> None:
        self.demo.setIcon(icon("demo"))
        self.refresh()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Light up what the file would fill; the window itself takes the drop."""
        paths = dropped_paths(event.mimeData())
        if paths:
            is_checkpoint = paths[0].suffix.lower() in CHECKPOINT_SUFFIXES
            (self.checkpoint if is_checkpoint else self.video).show_over(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Back to rest."""
        self._rest()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        self._rest()
        self._workspace.open_paths(dropped_paths(event.mimeData()))
        event.acceptProposedAction()

    def _rest(self) -> None:
        self.video.show_over(False)
        self.checkpoint.show_over(False)


def dropped_paths(data: QMimeData) -> list[Path]:
    """Local files and folders among what is dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
