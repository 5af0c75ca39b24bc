"""Keeps what is analysed here in the library of sessions, and how each was looked at, for when it is opened again.

The library is the user's own, or that of a project folder, in which then analyses and marks are kept as well.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.core_sentences import in_own_words
from app.library_tasks import add_session
from app.messages import UserMessage
from app.translation import translate
from stadrn_core import folders
from stadrn_core.errors import StoreError
from stadrn_core.view import ViewSettings

if TYPE_CHECKING:
    from pathlib import Path

    from app.workspace import Workspace
    from stadrn_core.batch_plan import Job
    from stadrn_core.library import Library
    from stadrn_core.store import AnalysisStore

KEEP_AFTER_MS = 1500
"""After the last change of playhead or view."""


class KeptSessions(QObject):
    """The open library, fed by the workspace."""

    changed = Signal()
    """a session was added, or another library opened"""
    leaving = Signal()
    """another library is about to be opened"""
    message_raised = Signal(object)
    """UserMessage"""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._library: Library | None = None
        self._is_broken = False
        self._shown: str | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_AFTER_MS)
        self._timer.timeout.connect(self.keep_view)
        workspace.store_changed.connect(self._on_store)
        workspace.batch.job_done.connect(self._on_job_done)
        workspace.batch.loaded.connect(self._on_batch_loaded)
        workspace.task_state_changed.connect(self._on_task_state)
        workspace.recording_changed.connect(self._on_recording)
        workspace.playhead_changed.connect(self._on_looked)
        workspace.view_changed.connect(self._on_looked)

    @property
    def library(self) -> Library:
        """Opened when it is first needed.

        Raises:
            StoreError: it cannot be opened.
        """
        if self._library is None:
            from stadrn_core.library import Library

            self._library = Library()
        return self._library

    @property
    def project(self) -> Path | None:
        """The open project's folder; None where the library is the user's own."""
        return self._workspace.preferences.project

    def open_kept_project(self) -> None:
        """The project that was open when the window was closed; where it is gone, say so and open the own library."""
        folder = self.project
        if folder is not None and not (folder / folders.LIBRARY_FILE).is_file():
            text = translate(
                "KeptSessions",
                "{folder} is not there any more, or holds no library. Your own library is open. Open the project from "
                "where it lies now in the session library.",
            ).format(folder=folder)
            self._workspace.preferences.project = folder = None
            title = translate("KeptSessions", "The project was not opened")
            self.message_raised.emit(UserMessage("warning", title, text))
        folders.open_project(folder)

    def open_project(self, folder: Path | None) -> None:
        """Keep sessions, analyses and marks in a project folder from now on; in the user's own data folder where None.

        What is open is opened anew, so that it is looked for there. A project is begun where there is none yet.

        Raises:
            StoreError: the library there cannot be opened or made. What was open stays open.
        """
        from stadrn_core.library import Library

        workspace = self._workspace
        library = Library(folder or folders.own_data_folder())
        self.leaving.emit()
        self.keep_view()
        self.forget_shown()
        folders.open_project(folder)
        workspace.preferences.project = folder
        self._library, self._is_broken = library, False
        workspace.second.close_recording()
        if workspace.recording is not None:
            workspace.open_recording(workspace.recording.path)
        self.changed.emit()

    def keep_view(self) -> None:
        """Keep how the open session is looked at, now."""
        self._timer.stop()
        if self._shown is None or self._is_broken:
            return
        workspace = self._workspace
        view = {"playhead": workspace.playhead, "view": dataclasses.asdict(workspace.view)}
        try:
            self.library.keep_view(self._shown, view)
        except KeyError:
            self._shown = None  # it was taken out of the library
        except StoreError as error:
            self._break(error)

    def known_points(self, store: AnalysisStore) -> float | None:
        """The score that the user entered for the session of an analysis, if any."""
        if self._is_broken:
            return None
        try:
            return self.library.session(store.manifest.recording.sha256).known_points
        except KeyError:
            return None
        except StoreError as error:
            self._break(error)
            return None

    def forget_shown(self) -> None:
        """Keep nothing more of the open session."""
        self._timer.stop()
        self._shown = None

    def _on_recording(self, _info: object) -> None:
        self.forget_shown()

    def _on_looked(self, _what: object) -> None:
        if self._shown is not None:
            self._timer.start()

    def _on_store(self, store: AnalysisStore | None) -> None:
        if store is None or self._shown is not None or self._is_broken:
            return
        try:
            known = self.library.view(store.manifest.recording.sha256)
        except StoreError as error:
            self._break(error)
            return
        if any(record.score is not None for record in store.records.values()):
            self._add_open(store)
        if known:
            self._restore(known)

    def _restore(self, known: dict[str, Any]) -> None:
        """As it was looked at the last time; a playhead that was moved since stays."""
        workspace = self._workspace
        names = {field.name for field in dataclasses.fields(ViewSettings)}
        view = {name: value for name, value in known.get("view", {}).items() if name in names}
        if view.get("manual_limits"):
            view["manual_limits"] = tuple(view["manual_limits"])
        workspace.set_view(**view)
        playhead, recording = known.get("playhead"), workspace.recording
        if workspace.playhead == 0 and isinstance(playhead, int) and recording and 0 <= playhead < recording.num_frames:
            workspace.set_playhead(playhead)

    def _on_task_state(self, state: str) -> None:
        store = self._workspace.store
        if state in ("done", "cancelled") and store is not None and store.video_score is not None:
            self._add_open(store)

    def _on_job_done(self, job: Job) -> None:
        self._add(job.store, job.recording)

    def _on_batch_loaded(self) -> None:
        """What was finished without this window, by the command or on other machines, is added, too."""
        if self._is_broken:
            return
        batch = self._workspace.batch
        try:
            known = {score.folder for one in self.library.sessions() for score in one.scores}
        except StoreError as error:
            self._break(error)
            return
        for job in batch.jobs:
            if batch.job_state(job.name) == "done" and job.store not in known:
                self._add(job.store, job.recording)

    def _add_open(self, store: AnalysisStore) -> None:
        recording = self._workspace.recording
        if recording is not None:
            self._add(store.path, recording.path)

    def _add(self, path: Path, video: Path) -> None:
        if self._is_broken:
            return
        try:
            library = self.library
        except StoreError as error:
            self._break(error)
            return
        self._workspace.run_side_task(
            lambda: add_session(library, path, video),
            translate("KeptSessions", "The session was not added to the library"),
            self._on_added,
            self._on_end,
            "library",
        )

    def _on_added(self, recording: str) -> None:
        store = self._workspace.store
        if store is not None and store.manifest.recording.sha256 == recording:
            self._shown = recording
        self.changed.emit()

    def _break(self, error: StoreError) -> None:
        """Say once that the library cannot be used, and go on without it."""
        self._is_broken = True
        self.message_raised.emit(
            UserMessage(
                "warning", translate("KeptSessions", "Sessions are not kept in the library"), in_own_words(error)
            )
        )

    def _on_end(self, _state: str, message: UserMessage | None) -> None:
        if message is not None:
            self.message_raised.emit(message)
