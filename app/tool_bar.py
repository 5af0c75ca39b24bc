"""The tool bar: open, analyse, what is shown, export. The next sensible step is the one that stands out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolBar, QWidget

from app import theme
from app.controls import label, set_look, set_words
from app.icons import icon
from app.key_tips import set_key_tip
from app.translation import translate
from app.view_controls import opacity_slider, quantity_box, scale_box

if TYPE_CHECKING:
    from app.actions import Actions
    from app.workspace import Workspace


class ToolBar(QToolBar):
    """One row of commands and choices."""

    def __init__(self, workspace: Workspace, actions: Actions) -> None:
        super().__init__(translate("ToolBar", "Tool bar"))
        self.setObjectName("tool bar")
        self.setMovable(False)
        self.setFloatable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._workspace, self._actions = workspace, actions
        self.open_video = self._button(
            translate("ToolBar", "Open video"), "open video", translate("ToolBar", "Open a video")
        )
        self.open_checkpoint = self._button(
            translate("ToolBar", "Open checkpoint"),
            "open checkpoint",
            translate("ToolBar", "Open a checkpoint"),
        )
        self.analyse = QPushButton()
        self.analyse.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.analyse.clicked.connect(self._analyse_or_cancel)
        self.settings = self._button("", "settings", translate("ToolBar", "Analysis settings"))
        self.settings.setAccessibleName(translate("ToolBar", "Analysis settings"))
        self.quantity, self.scale = quantity_box(workspace), scale_box(workspace)
        self.opacity = opacity_slider(workspace)
        self.opacity.setFixedWidth(96)
        self.export = self._button(
            translate("ToolBar", "Export"),
            "export",
            translate("ToolBar", "Export picture, video, figure or tables"),
        )
        self.addWidget(self.open_video)
        self.addWidget(self.open_checkpoint)
        self.addSeparator()
        self.addWidget(self.analyse)
        self.addWidget(self.settings)
        self.addSeparator()
        for widget in (self.quantity, self.scale, self._opacity_with_words()):
            self.addWidget(widget)
        spring = QWidget()
        spring.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(spring)
        self.addWidget(self.export)
        self.setIconSize(QSize(18, 18))
        for signal in (
            workspace.recording_changed,
            workspace.checkpoint_changed,
            workspace.store_changed,
            workspace.task_state_changed,
            workspace.clip_finished,
        ):
            signal.connect(self.refresh)
        actions.by_name["export"].changed.connect(self.refresh)
        self.tint()
        self.refresh()

    def _button(self, text: str, action: str, tip: str) -> QPushButton:
        button = QPushButton()
        set_words(button, text)
        set_key_tip(button, tip, action)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self._actions.by_name[action].trigger)
        return button

    def _opacity_with_words(self) -> QWidget:
        result = QWidget()
        row = QHBoxLayout(result)
        row.setContentsMargins(6, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label(translate("ToolBar", "Opacity"), "muted"))
        row.addWidget(self.opacity)
        result.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        return result

    def refresh(self, _changed: object = None) -> None:
        """What can be done now, and what should be done next."""
        workspace = self._workspace
        has_recording, has_checkpoint = workspace.recording is not None, workspace.checkpoint is not None
        set_look(self.open_video, "primary", not has_recording)
        set_look(self.open_checkpoint, "primary", has_recording and not has_checkpoint)
        set_look(self.analyse, "primary", workspace.can_analyse)
        set_words(self.analyse, self._analyse_words())
        self.analyse.setEnabled(workspace.can_analyse or workspace.task_state == "running")
        tip = (
            translate("ToolBar", "Finished clips are kept")
            if workspace.is_busy
            else translate("ToolBar", "Explain every clip, the one under the playhead first")
        )
        set_key_tip(self.analyse, tip, "cancel" if workspace.is_busy else "analyse")
        for widget in (self.quantity, self.scale, self.opacity):
            widget.setEnabled(has_recording)
        self.export.setEnabled(workspace.store is not None and has_recording)
        self._tint_buttons()

    def _analyse_words(self) -> str:
        workspace = self._workspace
        if workspace.is_busy:
            return (
                translate("ToolBar", "Cancel")
                if workspace.task_state == "running"
                else translate("ToolBar", "Cancelling…")
            )
        if self._is_analysed():
            return translate("ToolBar", "Analysed")
        store = workspace.store
        return (
            translate("ToolBar", "Resume") if store is not None and store.records else translate("ToolBar", "Analyse")
        )

    def _is_analysed(self) -> bool:
        store = self._workspace.store
        return store is not None and store.is_complete

    def _analyse_or_cancel(self) -> None:
        if self._workspace.is_busy:
            self._workspace.cancel()
        else:
            self._workspace.analyse()

    def tint(self) -> None:
        """Draw the icons in the palette's colours."""
        self._tinted: dict[QPushButton, tuple[str, str]] = {}
        self._tint_buttons()

    def _tint_buttons(self) -> None:
        palette = theme.current()
        analyse = "cancel" if self._workspace.is_busy else "done" if self._is_analysed() else "analyse"
        for button, name in (
            (self.open_video, "video"),
            (self.open_checkpoint, "checkpoint"),
            (self.analyse, analyse),
            (self.settings, "settings"),
            (self.export, "export"),
        ):
            colour = palette.accent_text if button.property("primary") else palette.text
            if self._tinted.get(button) != (name, colour):
                self._tinted[button] = (name, colour)
                button.setIcon(icon(name, colour))
