"""Which open checkpoints are compared: where their analyses lie, and which was active before (A/B)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app import tasks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from app.messages import UserMessage
    from app.workspace import Workspace
    from stadrn_core.checkpoint import LoadedCheckpoint


class ComparedCheckpoints(QObject):
    """Keeps the workspace's comparison up to date with what is open, while it is wanted.

    Compared are all open checkpoints whose analysis of the recording, with the present settings, is stored.
    """

    changed = Signal()
    """checkpoints, or which of them are analysed"""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._is_wanted = False
        self._task = 0
        self._found: tuple[Path, ...] = ()
        self.checkpoints: Sequence[LoadedCheckpoint] = ()
        """All open ones, in the order they were opened."""
        self.analysed: tuple[LoadedCheckpoint, ...] = ()
        """Those among them that are drawn, in the order of ``workspace.compared_shown``."""
        self._active = self._before = workspace.checkpoint
        workspace.checkpoint_changed.connect(self._remember)
        for signal in (
            workspace.checkpoints_changed,
            workspace.store_changed,
            workspace.settings_changed,
        ):
            signal.connect(self.look_up)
        workspace.recording_changed.connect(self._forget)

    @property
    def is_wanted(self) -> bool:
        """Whether the comparison is shown."""
        return self._is_wanted

    def set_wanted(self, wanted: bool) -> None:
        """Show a comparison, or end it."""
        if wanted != self._is_wanted:
            self._is_wanted = wanted
            self.look_up()

    def flip(self) -> None:
        """Make the checkpoint active that was so before; of two, the other one."""
        is_open = self._before is not None and any(self._before is one for one in self._workspace.checkpoints)
        others = [one for one in self._workspace.checkpoints if one is not self._workspace.checkpoint]
        other = self._before if is_open and self._before is not self._workspace.checkpoint else None
        if other is None and others:
            other = others[-1]
        if other is not None:
            self._workspace.activate_checkpoint(other)

    def look_up(self, _changed: object = None) -> None:
        """See again which analyses there are."""
        workspace = self._workspace
        workspace.abandon_side_task(self._task)
        recording, wanted = workspace.recording, workspace.settings_of_each()
        self.checkpoints = workspace.checkpoints
        if not self._is_wanted or recording is None or not wanted:
            self._take((None,) * len(self.checkpoints))
            return
        path = recording.path
        self._task = workspace.run_side_task(
            lambda: tasks.find_compared(path, wanted), "Analyses cannot be looked for", self._take, self._end
        )

    def _take(self, folders: tuple[Path | None, ...]) -> None:
        active, store = self._workspace.checkpoint, self._workspace.store
        if self._is_wanted and store is not None and active is not None:
            # An analysis that was opened by its folder lies wherever it lies.
            folders = tuple(
                store.path if one is active else folder for one, folder in zip(self.checkpoints, folders, strict=True)
            )
        pairs = [(one, folder) for one, folder in zip(self.checkpoints, folders, strict=True) if folder is not None]
        # The same network opened from two files has one analysis.
        unique = {folder: one for one, folder in reversed(pairs)}
        found = tuple(folder for one, folder in pairs if unique[folder] is one)
        self.analysed = tuple(unique[folder] for folder in found)
        if found != self._found:
            self._found = found
            self._workspace.compare_with(found)
        self.changed.emit()

    def _forget(self, _recording: object) -> None:
        """Nothing that was found belongs to another recording."""
        self._take((None,) * len(self.checkpoints))
        self.look_up()

    def _end(self, _state: str, message: UserMessage | None) -> None:
        if message is not None:
            self._workspace.message_raised.emit(message)

    def _remember(self, checkpoint: LoadedCheckpoint | None) -> None:
        if checkpoint is not self._active:
            self._before, self._active = self._active, checkpoint
