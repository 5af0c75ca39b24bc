"""The analysis under way, at most one: started, watched, cancelled, given up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app import analysis_tasks, tasks
from app.core_sentences import in_own_words
from app.messages import UserMessage
from app.translation import translate
from stadrn_core.manifest import ClipRecord
from stadrn_core.types import Fallback, Progress

if TYPE_CHECKING:
    from app.task_board import TaskBoard


class AnalysisRun(QObject):
    """Has the compute thread analyse, and tells what comes of it; the workspace decides what that changes."""

    state_changed = Signal(str)
    """idle | running | cancelling | done | cancelled | failed"""
    progress_changed = Signal(object)
    """Progress | None"""
    store_ready = Signal(object)
    """Path of the analysis on disk"""
    results_changed = Signal()
    """faces or clips may be new on disk"""
    checkpoint_moved = Signal(object)
    """tasks.CheckpointReady: the device was changed"""
    message_raised = Signal(object)
    """UserMessage"""

    def __init__(self, parent: QObject, board: TaskBoard) -> None:
        super().__init__(parent)
        self._board = board
        self._state = "idle"
        self._progress: Progress | None = None
        self._task = 0

    @property
    def state(self) -> str:
        """Idle, running, cancelling, done, cancelled or failed."""
        return self._state

    @property
    def is_busy(self) -> bool:
        """It runs, or is being cancelled."""
        return self._state in ("running", "cancelling")

    @property
    def progress(self) -> Progress | None:
        """How far it is; None when it does not run."""
        return self._progress

    def start(self, job: analysis_tasks.AnalysisJob) -> None:
        """Begin, or go on with what is stored."""
        self._set_state("running")
        self._set_progress(Progress("preparing", 0, 1, "steps"))
        self._task = self._board.submit(
            lambda: analysis_tasks.analyse(job),
            translate("AnalysisRun", "The analysis stopped"),
            self._on_value,
            self._on_end,
            action="analysis_settings",
        )

    def cancel(self) -> None:
        """End it after its present step; what is finished stays."""
        if self._state == "running":
            self._set_state("cancelling")
            self._board.cancel(self._task)

    def abandon(self) -> None:
        """End it, and hear no more of it."""
        self._board.abandon(self._task)

    def become_idle(self) -> None:
        """Another analysis is looked at: how the last one ended is past."""
        self._set_state("idle")

    def _on_value(self, value: Any) -> None:
        if isinstance(value, Progress):
            self._set_progress(value)
            self.results_changed.emit()
        elif isinstance(value, ClipRecord):
            self.results_changed.emit()
        elif isinstance(value, analysis_tasks.StoreReady):
            self.store_ready.emit(value.folder)
        elif isinstance(value, tasks.CheckpointReady):
            self.checkpoint_moved.emit(value)
        elif isinstance(value, Fallback):
            self.message_raised.emit(
                UserMessage("warning", translate("AnalysisRun", "Fewer clips at a time"), in_own_words(value.text))
            )
        elif isinstance(value, analysis_tasks.Damaged):
            self.message_raised.emit(
                UserMessage(
                    "warning", translate("AnalysisRun", "The recording is damaged in places"), in_own_words(value.text)
                )
            )

    def _on_end(self, state: str, message: UserMessage | None) -> None:
        self._set_progress(None)
        self.results_changed.emit()
        self._set_state(state)
        if message is not None:
            self.message_raised.emit(message)

    def _set_state(self, state: str) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)

    def _set_progress(self, progress: Progress | None) -> None:
        if progress != self._progress:
            self._progress = progress
            self.progress_changed.emit(progress)
