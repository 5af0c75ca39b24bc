"""The dialogs of the main window: what is asked for, and what is shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog

from app.batch_words import ended_words
from app.dialogs.about import AboutDialog
from app.dialogs.analysis_settings import AnalysisSettingsDialog
from app.dialogs.closing import ClosingDialog
from app.dialogs.cohort import CohortDialog
from app.dialogs.export import ExportDialog
from app.dialogs.keys import KeysDialog
from app.dialogs.kind import KindDialog
from app.dialogs.log import LogDialog
from app.dialogs.palette import CommandPalette
from app.dialogs.preferences import PreferencesDialog
from app.file_filters import CHECKPOINT_FILTER, VIDEO_FILTER
from app.messages import UserMessage
from app.translation import translate

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QDialog

    from app.dialogs.batch import BatchDialog
    from app.export_tasks import Kind
    from app.kept_sessions import KeptSessions
    from app.main_window import MainWindow
    from app.preferences import Recent
    from app.tasks import KindQuestion
    from app.workspace import Workspace


class WindowDialogs(QObject):
    """Opens them one by one.

    Attributes:
        last: the dialog opened last.
    """

    def __init__(self, window: MainWindow, workspace: Workspace, kept_sessions: KeptSessions) -> None:
        super().__init__(window)
        self._window, self._workspace, self._kept_sessions = window, workspace, kept_sessions
        self.last: QDialog | None = None
        self._batch_dialog: BatchDialog | None = None
        workspace.batch.ended.connect(self._tell_batch_ended)
        workspace.batch.problem_raised.connect(self._tell_of_batch)

    def ask_for_recording(self) -> None:
        """Choose a video."""
        self._ask_for_file(
            translate("WindowDialogs", "Open video"), VIDEO_FILTER, self._workspace.open_recording, "recordings"
        )

    def ask_for_checkpoint(self) -> None:
        """Choose a checkpoint."""
        self._ask_for_file(
            translate("WindowDialogs", "Open checkpoint"),
            CHECKPOINT_FILTER,
            self._workspace.open_checkpoint,
            "checkpoints",
        )

    def ask_for_folder(self) -> None:
        """Choose a folder of images."""
        self._ask_for_file(
            translate("WindowDialogs", "Open folder of images"),
            "",
            self._workspace.open_recording,
            "recordings",
            folder=True,
        )

    def ask_for_analysis(self) -> None:
        """Choose a stored analysis."""
        self._ask_for_file(
            translate("WindowDialogs", "Open stored analysis"),
            "",
            self._workspace.open_analysis,
            "analyses",
            folder=True,
        )

    def _ask_for_file(
        self, title: str, filters: str, then: Callable[[Path], None], recent: Recent, folder: bool = False
    ) -> None:
        last = self._workspace.preferences.recent(recent)
        dialog = QFileDialog(self._window, title, str(last[0].parent) if last else "", filters)
        dialog.setFileMode(QFileDialog.FileMode.Directory if folder else QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda text: then(Path(text)))
        self.last = dialog
        dialog.open()

    def show_export(self, kind: Kind = "picture") -> None:
        """What and where to export."""
        if self._workspace.store is not None:
            self._open(ExportDialog(self._workspace, kind, self._window))

    def show_figure(self) -> None:
        """Build a figure for a paper."""
        from app.dialogs.figure import FigureDialog  # brings the engine with it

        if self._workspace.store is not None:
            known = self._kept_sessions.known_points(self._workspace.store)
            self._open(FigureDialog(self._workspace, self._window, known))

    def show_library(self) -> None:
        """The sessions that were analysed here."""
        from app.dialogs.library import LibraryDialog  # brings the engine with it

        self._open(LibraryDialog(self._workspace, self._kept_sessions, self._window))

    def show_batch(self) -> None:
        """Many recordings in the background; the dialog that is open comes to the front."""
        from app.dialogs.batch import BatchDialog  # brings the engine with it

        if self._batch_dialog is None:
            dialog = BatchDialog(self._workspace, self._window)
            dialog.finished.connect(self._forget_batch_dialog)
            dialog.opened.connect(self._window.activateWindow)
            self._batch_dialog = dialog
        self.last = self._batch_dialog
        self._batch_dialog.show()
        self._batch_dialog.raise_()
        self._batch_dialog.activateWindow()

    def go_on_with_batch(self) -> None:
        """Continue the batch that was not finished when the window was closed."""
        batch = self._workspace.batch
        if batch.unfinished is not None:
            batch.open(batch.unfinished, start=True)
        self.show_batch()

    def offer_unfinished_batch(self) -> None:
        """Say that a batch was not finished when the window was closed."""
        folder = self._workspace.batch.unfinished
        if folder is not None:
            text = translate("WindowDialogs", "The batch in {folder} can go on where it was.").format(folder=folder)
            title = translate("WindowDialogs", "A batch was not finished")
            self._window.banners.show_message(UserMessage("warning", title, text, "go_on_with_batch"))

    def ask_to_close(self, then: Callable[[], None]) -> None:
        """A batch runs: close the window all the same?"""
        dialog = ClosingDialog(self._workspace.batch, self._window)
        dialog.accepted.connect(then)
        self._open(dialog)

    def _forget_batch_dialog(self) -> None:
        self._batch_dialog = None

    def _tell_of_batch(self, message: UserMessage) -> None:
        """In the window where the dialog is not open."""
        if self._batch_dialog is None:
            self._window.banners.show_message(replace(message, action="batch"))

    def _tell_batch_ended(self) -> None:
        batch = self._workspace.batch
        failed = batch.count("failed") > 0
        text = (
            translate("WindowDialogs", "The list of analyses says why some failed, and what to do.")
            if failed
            else translate("WindowDialogs", "Open each analysis from the list, or from the session library.")
        )
        self._tell_of_batch(UserMessage("warning" if failed else "info", ended_words(batch), text))

    def show_preferences(self) -> None:
        """Preferences."""
        dialog = PreferencesDialog(self._workspace, self._window)
        dialog.theme_chosen.connect(self._window.set_theme)
        self._open(dialog)

    def show_analysis_settings(self) -> None:
        """Settings of the next analysis."""
        self._open(AnalysisSettingsDialog(self._workspace, self._window))

    def show_cohort(self) -> None:
        """The regions of many recordings."""
        self._open(CohortDialog(self._workspace, self._window))

    def show_keys(self) -> None:
        """All keys."""
        self._open(KeysDialog(self._window.actions_, self._window))

    def show_palette(self) -> None:
        """Find a command by words."""
        self._open(CommandPalette(self._window.actions_, self._window))

    def show_guide(self) -> None:
        """The user guide, beside the window."""
        from app.dialogs.guide import GuideDialog  # brings a reader of Markdown with it

        self.last = GuideDialog(self._window.actions_, self._window)
        self.last.show()

    def show_log(self) -> None:
        """What the program wrote down."""
        self._open(LogDialog(self._workspace, self._window))

    def show_about(self) -> None:
        """What this is."""
        self._open(AboutDialog(self._workspace.device_label, self._window))

    def ask_kind(self, question: KindQuestion) -> None:
        """Which network a checkpoint's weights are of."""
        dialog = KindDialog(question, self._window)
        dialog.chosen.connect(lambda kind: self._workspace.open_checkpoint(question.path, kind))
        self._open(dialog)

    def _open(self, dialog: QDialog) -> None:
        self.last = dialog
        dialog.open()

    def do_action(self, name: str) -> None:
        """The next step that a message offers."""
        {
            "open_recording": self.ask_for_recording,
            "open_checkpoint": self.ask_for_checkpoint,
            "analyse": self._workspace.analyse,
            "analysis_settings": self.show_analysis_settings,
            "preferences": self.show_preferences,
            "batch": self.show_batch,
            "go_on_with_batch": self.go_on_with_batch,
        }[name]()
