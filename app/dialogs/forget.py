"""Deletes all that a patient's sessions left, after showing what that is, and tells what a search then still finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QListWidget, QWidget

from app.controls import label
from app.dialogs.frame import Dialog
from app.library_tasks import Derived, find_derived, forget
from app.translation import translate
from stadrn_core.library import Forgotten

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.kept_sessions import KeptSessions
    from app.messages import UserMessage
    from app.task_board import Steps
    from app.workspace import Workspace
    from stadrn_core.library import Session
    from stadrn_core.types import Progress

TEXT = translate(
    "Forget",
    "This deletes analyses, marks, kept faces, thumbnails, notes, lines of the log, and results and rows in batches, "
    "then searches this program's folders and those of batches for what still names the patient or a recording. It "
    "cannot be undone. Files that you exported elsewhere are not known here.",
)
IS_OPEN = translate("Forget", "A recording of this patient is open. Open another one first.")
BATCH_RUNS = translate("Forget", "A batch is running. Pause or stop it first.")


class ForgetDialog(Dialog):
    """What would go, then what went."""

    forgotten = Signal()

    def __init__(self, workspace: Workspace, kept: KeptSessions, pseudonym: str, parent: QWidget | None = None) -> None:
        super().__init__(
            translate("Forget", "Delete patient {pseudonym}").format(pseudonym=pseudonym), TEXT, parent, width_px=640
        )
        self._workspace, self._kept, self._pseudonym = workspace, kept, pseudonym
        self._task = 0
        self._is_deleting = False
        sessions = kept.library.sessions(pseudonym=pseudonym)
        self.files = QListWidget()
        self.files.setAccessibleName(translate("Forget", "What is deleted"))
        self.with_recordings = QCheckBox(
            translate("Forget", "Delete the recordings, too ({count})").format(count=len(sessions))
        )
        self.state = label("", "", wrap=True, selectable=True)
        self.add(self.files, self.with_recordings, self.state)
        self.close_button = self.add_close(translate("Forget", "Keep everything"))
        self.delete_button = self.add_button(translate("Forget", "Delete"))
        self.delete_button.clicked.connect(self.delete)
        self.delete_button.setEnabled(False)
        if any(_is_open(workspace, one) for one in sessions):
            self.state.setText(IS_OPEN)
        elif workspace.batch.is_active:
            self.state.setText(BATCH_RUNS)
        self._may_delete = not self.state.text()
        self._run(
            lambda: find_derived(kept.library, pseudonym), translate("Forget", "What is to be deleted cannot be found")
        )

    def delete(self) -> None:
        """Do it."""
        library, pseudonym, with_recordings = self._kept.library, self._pseudonym, self.with_recordings.isChecked()
        preferences = self._workspace.preferences
        for session in library.sessions(pseudonym=pseudonym):
            preferences.forget_recent("recordings", session.path)
            for score in session.scores:
                preferences.forget_recent("analyses", score.folder)
        preferences.flush()
        self.delete_button.setEnabled(False)
        self._is_deleting = True
        self._run(
            lambda: forget(library, pseudonym, with_recordings),
            translate("Forget", "Not everything was deleted"),
            self._on_forgotten,
        )

    def reject(self) -> None:
        """Close, but not before what is being deleted is."""
        if not self._is_deleting:
            self._workspace.abandon_side_task(self._task)
            super().reject()

    def _run(self, steps: Steps, title: str, then: Callable[[], None] = lambda: None) -> None:
        def end(_state: str, message: UserMessage | None) -> None:
            self._is_deleting = False
            if message is not None:
                self.state.setText(f"{message.title}. {message.text}")
                self.delete_button.setEnabled(self._may_delete)
            then()

        self._task = self._workspace.run_side_task(steps, title, self._on_value, end, "library")

    def _on_value(self, value: Progress | Derived | Forgotten) -> None:
        if isinstance(value, Derived):
            self.files.addItems([str(path) for path in value.paths])
            self.delete_button.setEnabled(self._may_delete)
            return
        if not isinstance(value, Forgotten):
            self.state.setText(translate("Forget", "{stage}…").format(stage=_capital(translate("Core", value.stage))))
            return
        self.files.clear()
        self.files.addItems([str(path) for path in value.left])
        lines = [translate("Forget", "Files and folders that were deleted: {count}.").format(count=len(value.removed))]
        if value.kept:
            lines.append(
                translate("Forget", "Recordings that stay where they are: {count}.").format(count=len(value.kept))
            )
        if value.left:
            lines.append(translate("Forget", "These files still name the patient or a recording:"))
        else:
            lines.append(translate("Forget", "A search of this program's folders finds nothing more."))
        self.state.setText(" ".join(lines))
        self.with_recordings.hide()
        self.files.setVisible(bool(value.left))

    def _on_forgotten(self) -> None:
        self._workspace.batch.reload()
        self.close_button.setText(translate("Forget", "Close"))
        self.forgotten.emit()


def _is_open(workspace: Workspace, session: Session) -> bool:
    """Whether the session's recording is open, be it another copy of it, or beside another one."""
    opened = [one.path for one in (workspace.recording, workspace.second.recording) if one is not None]
    return session.path in opened or session.recording in (
        workspace.marking.recording_sha256,
        *(one.manifest.recording.sha256 for one in (workspace.store, workspace.second.store) if one is not None),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
