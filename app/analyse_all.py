"""The open recording analysed with every open checkpoint, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from app.workspace import Workspace
    from stadrn_core.checkpoint import LoadedCheckpoint


class AnalyseAll(QObject):
    """Makes one checkpoint after the other active and has it analyse what is not stored yet; the first one comes back.

    It ends where an analysis is cancelled or fails, and where the user makes another checkpoint active.
    """

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._first: LoadedCheckpoint | None = None
        self._now: LoadedCheckpoint | None = None
        self._left: list[LoadedCheckpoint] = []
        self._has_begun = False
        workspace.activity_changed.connect(self._go_on)
        workspace.task_state_changed.connect(self._go_on)
        workspace.store_changed.connect(self._go_on)
        workspace.recording_changed.connect(self._end)

    def start(self) -> None:
        """Begin with the active checkpoint."""
        workspace = self._workspace
        if workspace.recording is None or workspace.checkpoint is None:
            workspace.analyse()  # which says what is missing
            return
        self._first = workspace.checkpoint
        self._left = [self._first, *(one for one in workspace.checkpoints if one is not self._first)]
        self._next()

    def _next(self) -> None:
        is_open = [one for one in self._left if any(one is other for other in self._workspace.checkpoints)]
        first, self._now, self._left = self._first, is_open[0] if is_open else None, is_open[1:]
        self._has_begun = False
        to_show = self._now or first
        if to_show is not None and to_show is not self._workspace.checkpoint:
            self._workspace.activate_checkpoint(to_show)
        self._go_on()

    def _go_on(self, _changed: object = None) -> None:
        workspace = self._workspace
        if self._now is None:
            return
        self._has_begun |= workspace.is_busy
        has_stopped = self._has_begun and workspace.task_state in ("cancelled", "failed")
        if workspace.checkpoint is not self._now or has_stopped:
            self._end()
        elif workspace.activity or workspace.is_busy or workspace.opens_store:
            return
        elif workspace.can_analyse and not self._has_begun:
            self._has_begun = True
            workspace.analyse()
        else:
            self._next()

    def _end(self, _changed: object = None) -> None:
        self._now, self._left = None, []
