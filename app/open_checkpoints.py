"""The checkpoints that are open, which of them is active, and the device that computes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.core_sentences import in_own_words
from app.messages import UserMessage
from app.translation import translate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.tasks import CheckpointReady
    from stadrn_core.checkpoint import LoadedCheckpoint


class OpenCheckpoints(QObject):
    """Checkpoints in the order they were opened, at most one of them active."""

    changed = Signal()
    active_changed = Signal(object)
    """CheckpointReady | None"""
    device_changed = Signal(str)
    message_raised = Signal(object)
    """UserMessage"""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._ready: list[CheckpointReady] = []
        self._active: CheckpointReady | None = None
        self._device_label = ""

    @property
    def all(self) -> Sequence[LoadedCheckpoint]:
        """In the order they were opened."""
        return tuple(ready.checkpoint for ready in self._ready)

    @property
    def ready(self) -> Sequence[CheckpointReady]:
        """The same with what each asks for."""
        return tuple(self._ready)

    @property
    def active(self) -> CheckpointReady | None:
        """The one whose analysis is shown or would be made."""
        return self._active

    @property
    def device_label(self) -> str:
        """The device in words; empty while it is not known."""
        return self._device_label

    def add(self, ready: CheckpointReady) -> None:
        """Open one, in place of what was loaded from the same file before, and make it active."""
        self._ready = [r for r in self._ready if r.checkpoint.path != ready.checkpoint.path] + [ready]
        self._activate(ready)
        self.changed.emit()
        self._tell_fallback(ready, "preferences")
        assumed = [note for note in ready.checkpoint.notes if note != ready.fallback]
        if assumed:
            title = translate("OpenCheckpoints", "{name}: published defaults are assumed").format(
                name=ready.checkpoint.name
            )
            self.message_raised.emit(UserMessage("info", title, " ".join(map(in_own_words, assumed))))

    def activate(self, checkpoint: LoadedCheckpoint) -> None:
        """Make another open one active."""
        if self._active is None or checkpoint is not self._active.checkpoint:
            self._activate(next(ready for ready in self._ready if ready.checkpoint is checkpoint))

    def close(self, checkpoint: LoadedCheckpoint) -> None:
        """Let go of one; if it was active, the one opened last becomes so."""
        self._ready = [ready for ready in self._ready if ready.checkpoint is not checkpoint]
        if self._active is not None and checkpoint is self._active.checkpoint:
            self._activate(self._ready[-1] if self._ready else None)
        self.changed.emit()

    def move_active(self, moved: CheckpointReady) -> None:
        """The active one has changed to another device, without another analysis."""
        self._ready = [moved if ready is self._active else ready for ready in self._ready]
        self._active = moved
        self._set_device_label(moved.device_label)
        self.changed.emit()
        self._tell_fallback(moved)

    def engine_ready(self, device_label: str) -> None:
        """The device is known before there is a checkpoint."""
        if self._active is None:
            self._set_device_label(device_label)

    def _activate(self, ready: CheckpointReady | None) -> None:
        self._active = ready
        if ready is not None:
            self._set_device_label(ready.device_label)
        self.active_changed.emit(ready)

    def _tell_fallback(self, ready: CheckpointReady, action: str | None = None) -> None:
        if ready.fallback:
            self.message_raised.emit(
                UserMessage(
                    "warning", translate("OpenCheckpoints", "The CPU is used"), in_own_words(ready.fallback), action
                )
            )

    def _set_device_label(self, label: str) -> None:
        if label != self._device_label:
            self._device_label = label
            self.device_changed.emit(label)
