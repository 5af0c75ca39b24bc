"""Guided maps of analyses that do not store them: computed again when the playhead rests on an explained clip."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app import analysis_tasks
from app.translation import translate
from app.work import GuidedMap, SmallJob

if TYPE_CHECKING:
    from app.frame_thread import FrameThread
    from app.task_board import TaskBoard
    from app.work import OpenedRecording
    from stadrn_core.checkpoint import LoadedCheckpoint
    from stadrn_core.render import DisplayFrame
    from stadrn_core.store import AnalysisStore

REMEMBERED = 2
"""As many clips as a store's handle keeps guided maps of in memory."""


class GuidedOnDemand(QObject):
    """Asks the compute thread for a clip's guided map between two of its steps, and hands it to the frame thread."""

    arrived = Signal()
    failed = Signal(object)
    """UserMessage"""

    def __init__(self, parent: QObject, board: TaskBoard, frames: FrameThread) -> None:
        super().__init__(parent)
        self._board, self._frames = board, frames
        self._asked: deque[tuple[int, int]] = deque(maxlen=REMEMBERED)
        self._waiting: tuple[int, int] | None = None
        board.small_job_done.connect(self._on_done)
        board.small_job_failed.connect(self.failed)

    def forget(self) -> None:
        """Another analysis is shown."""
        self._asked.clear()
        self._waiting = None

    def ask(
        self,
        store_number: int,
        store: AnalysisStore,
        opened: OpenedRecording,
        checkpoint: LoadedCheckpoint,
        display: DisplayFrame,
    ) -> None:
        """Have the first missing guided map of the shown clips computed, where the analysis wants that."""
        manifest = store.manifest
        if manifest.settings.guided != "on demand" or manifest.checkpoint.identity != checkpoint.identity:
            return
        clips = display.explained_clips[:REMEMBERED]
        missing = [i for i in clips if (store_number, i) not in self._asked]
        if not missing:
            return
        clip_index, folder = missing[0], store.path
        if self._waiting is not None and self._waiting in self._asked:
            # The newest small job replaces the one before: that clip is to be asked for again when it is shown.
            self._asked.remove(self._waiting)
        self._waiting = (store_number, clip_index)
        self._asked.append(self._waiting)

        def job() -> GuidedMap | None:
            guided = analysis_tasks.guided_map(folder, opened.info.path, opened.index, checkpoint, clip_index)
            return None if guided is None else GuidedMap(store_number, clip_index, guided)

        title = translate("GuidedOnDemand", "The guided map of clip {number} cannot be computed").format(
            number=clip_index + 1
        )
        self._board.submit_small_job(SmallJob(job, title))

    def _on_done(self, result: GuidedMap) -> None:
        if self._waiting == (result.store_number, result.clip_index):
            self._waiting = None
        self._frames.remember_guided(result)
        self.arrived.emit()
