"""Deletes all that a patient's sessions left, after showing what that is, and tells what a search then still finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QListWidget, QWidget

from app.controls import label
from app.dialogs.frame import Dialog
from app.library_tasks import forget
from stadrn_core.library import Forgotten
from stadrn_core.library.forget import derived

if TYPE_CHECKING:
    from app.kept_sessions import KeptSessions
    from app.messages import UserMessage
    from app.workspace import Workspace
    from stadrn_core.types import Progress

TEXT = (
    "This deletes analyses, marks, kept faces, thumbnails, notes, lines of the log, and results and rows in batches, "
    "then searches this program's folders and those of batches for what still names the patient or a recording. It "
    "cannot be undone. Files that you exported elsewhere are not known here."
)
IS_OPEN = "A recording of this patient is open. Open another one first."
BATCH_RUNS = "A batch is running. Pause or stop it first."


class ForgetDialog(Dialog):
    """What would go, then what went."""

    forgotten = Signal()

    def __init__(self, workspace: Workspace, kept: KeptSessions, pseudonym: str, parent: QWidget | None = None) -> None:
        super().__init__(f"Delete patient {pseudonym}", TEXT, parent, width_px=640)
        self._workspace, self._kept, self._pseudonym = workspace, kept, pseudonym
        self._task: int | None = None
        sessions = kept.library.sessions(pseudonym=pseudonym)
        self.files = QListWidget()
        self.files.setAccessibleName("What is deleted")
        self.files.addItems([str(path) for path in derived(kept.library, pseudonym)])
        self.with_recordings = QCheckBox(f"Delete the recordings, too ({len(sessions)})")
        self.state = label("", "", wrap=True, selectable=True)
        self.add(self.files, self.with_recordings, self.state)
        self.close_button = self.add_close("Keep everything")
        self.delete_button = self.add_button("Delete")
        self.delete_button.clicked.connect(self.delete)
        recording = workspace.recording
        if recording is not None and any(one.path == recording.path for one in sessions):
            self.state.setText(IS_OPEN)
            self.delete_button.setEnabled(False)
        elif workspace.batch.is_active:
            self.state.setText(BATCH_RUNS)
            self.delete_button.setEnabled(False)

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
        self._task = self._workspace.run_side_task(
            lambda: forget(library, pseudonym, with_recordings),
            "Not everything was deleted",
            self._on_value,
            self._on_end,
            "library",
        )

    def _on_value(self, value: Progress | Forgotten) -> None:
        if not isinstance(value, Forgotten):
            self.state.setText(f"{value.stage[:1].upper()}{value.stage[1:]}…")
            return
        self.files.clear()
        self.files.addItems([str(path) for path in value.left])
        lines = [f"{len(value.removed)} files and folders are deleted."]
        if value.kept:
            lines.append(f"{len(value.kept)} recordings stay where they are.")
        if value.left:
            lines.append("These files still name the patient or a recording:")
        else:
            lines.append("A search of this program's folders finds nothing more.")
        self.state.setText(" ".join(lines))
        self.with_recordings.hide()
        self.files.setVisible(bool(value.left))

    def _on_end(self, _state: str, message: UserMessage | None) -> None:
        self._task = None
        self._workspace.batch.reload()
        self.close_button.setText("Close")
        if message is not None:
            self.state.setText(f"{message.title}. {message.text}")
            self.delete_button.setEnabled(True)
        self.forgotten.emit()
