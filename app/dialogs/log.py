"""The log, by level, and a report of what went wrong that names no patient."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QWidget

from app.controls import label, labelled
from app.dialogs.frame import Dialog
from app.problem_report import LEVELS, LogEntry, read_log, report_text
from app.translation import translate
from stadrn_core.folders import log_folder

if TYPE_CHECKING:
    from app.workspace import Workspace

TEXT = translate(
    "Log",
    "What the program wrote down while it worked. The log may name files; “Copy report” takes over only versions, "
    "settings and places in the program, so that it can be sent to others.",
)
EMPTY = translate("Log", "Nothing was written down at this level.")
COPIED = translate(
    "Log", "The report is on the clipboard. It holds no names, paths or messages; read it before you send it."
)
HEIGHT_PX = 360


class LogDialog(Dialog):
    """Entries from a level on, newest last."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(translate("Log", "Log"), TEXT, parent, width_px=820)
        self._workspace = workspace
        self._entries: list[LogEntry] = read_log(log_folder())
        self.level = QComboBox()
        for level in LEVELS:
            self.level.addItem(translate("Log", "{level} and worse").format(level=level.capitalize()), level)
        self.level.setCurrentIndex(LEVELS.index("INFO"))
        self.words = QPlainTextEdit()
        self.words.setReadOnly(True)
        self.words.setAccessibleName(translate("Log", "Log"))
        self.words.setMinimumHeight(HEIGHT_PX)
        self.words.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.state = label("", "small", wrap=True)
        self.add(labelled(translate("Log", "Show"), self.level), self.words, self.state)
        self.folder_button = self.add_button(translate("Log", "Show in folder"))
        self.add_close()
        self.copy_button = self.add_button(translate("Log", "Copy report"), primary=True)
        self.level.activated.connect(self._show)
        self.copy_button.clicked.connect(self.copy_report)
        self.folder_button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_folder()))))
        self._show()

    def _show(self) -> None:
        wanted = LEVELS[LEVELS.index(self.level.currentData()) :]
        shown = [entry for entry in self._entries if entry.level in wanted]
        self.words.setPlainText("\n".join(f"{one.when} {one.level} {one.logger}: {one.text}" for one in shown) or EMPTY)
        bar = self.words.verticalScrollBar()
        bar.setValue(bar.maximum())

    def copy_report(self) -> None:
        """Put the report onto the clipboard."""
        from stadrn_core.analyze import package_versions

        workspace = self._workspace
        settings = workspace.settings
        facts = {
            "Analysis": f"every {settings.sample_interval} frames, {settings.slicing}, {settings.target_layer}, "
            f"guided maps {settings.guided}, {settings.alignment.size_px} px",
            "State": workspace.task_state,
        }
        checkpoint, recording = workspace.checkpoint, workspace.recording
        if checkpoint is not None:
            facts["Network"] = checkpoint.config.title
        if recording is not None:
            facts["Recording"] = (
                f"{recording.width}×{recording.height} px, {recording.num_frames} frames, {recording.codec}"
            )
        text = report_text(self._entries, package_versions(), workspace.device_label, facts)
        QGuiApplication.clipboard().setText(text)
        self.state.setText(COPIED)
