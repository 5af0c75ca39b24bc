"""Which long work is under way and who hears of it. Each task ends in exactly one of done, failed and cancelled."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Literal, get_args

from PySide6.QtCore import QObject, Signal

from app.work import Task
from app.worker import TaskThread

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from app.messages import UserMessage
    from app.work import SmallJob

    OnValue = Callable[[Any], None]
    OnEnd = Callable[[str, UserMessage | None], None]
    Steps = Callable[[], Generator[Any, None, None]]

SideKind = Literal["export", "regions", "pictures", "library", "batch"]
"""Work beside the compute thread: an export does not wait for numbers by region, nor they for it."""


class TaskBoard(QObject):
    """Hands tasks to the compute thread (models, device) or to one of those beside it, and values back to who asked."""

    small_job_done = Signal(object)
    """value"""
    small_job_failed = Signal(object)
    """UserMessage"""
    background_waits = Signal(bool)
    """whether background tasks give way to others now"""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._on_value: dict[int, OnValue] = {}
        self._on_end: dict[int, OnEnd] = {}
        self._first: set[int] = set()
        self._compute = TaskThread("compute")
        self._side: dict[SideKind, TaskThread] = {kind: TaskThread(kind) for kind in get_args(SideKind)}
        for thread in (self._compute, *self._side.values()):
            thread.yielded.connect(self._on_yielded)
            thread.ended.connect(self._on_ended)
        self._compute.small_job_done.connect(self.small_job_done)
        self._compute.small_job_failed.connect(self.small_job_failed)

    def submit(
        self,
        steps: Steps,
        title: str,
        on_value: OnValue,
        on_end: OnEnd,
        *,
        action: str | None = None,
        kind: SideKind | None = None,
        is_background: bool = False,
    ) -> int:
        """Queue work.

        Args:
            steps: makes the generator that does it.
            title: what to say if it fails.
            on_value: called with each value it yields.
            on_end: called once with ``done``, ``failed`` or ``cancelled`` and, if it failed, a message.
            action: likely next step after a failure.
            kind: run beside the compute thread, not in it.
            is_background: all other tasks of the thread go before its next step.

        Returns:
            The task's number.
        """
        self._number += 1
        self._on_value[self._number] = on_value
        self._on_end[self._number] = on_end
        thread = self._compute if kind is None else self._side[kind]
        if kind is None and not is_background:
            self._first.add(self._number)
            self.background_waits.emit(True)
        thread.submit(Task(self._number, steps, title, action, is_background))
        return self._number

    def cancel(self, number: int) -> None:
        """End a task at its next step; it is told to who asked for it when that has happened."""
        for thread in (self._compute, *self._side.values()):
            thread.cancel(number)

    def abandon(self, number: int) -> None:
        """End a task at its next step, and hear nothing more of it: its end is told now."""
        end = self._on_end.pop(number, None)
        self._on_value.pop(number, None)
        self.cancel(number)
        if end is not None:
            end("cancelled", None)

    def submit_small_job(self, job: SmallJob) -> None:
        """Do something short between two steps of the compute thread; the newest replaces one that waits."""
        self._compute.submit_small_job(job)

    def request_stop(self) -> None:
        """Ask all threads to end after their present step."""
        for thread in (self._compute, *self._side.values()):
            thread.request_stop()

    def wait(self, seconds: float) -> bool:
        """Wait for all to end. Returns whether they have in time."""
        until = time.monotonic() + seconds
        ended = [thread.wait(until - time.monotonic()) for thread in (*self._side.values(), self._compute)]
        return all(ended)

    def _on_yielded(self, number: int, value: Any) -> None:
        if number in self._on_value:
            self._on_value[number](value)

    def _on_ended(self, number: int, state: str, message: UserMessage | None) -> None:
        self._on_value.pop(number, None)
        end = self._on_end.pop(number, None)
        if number in self._first:
            self._first.discard(number)
            self.background_waits.emit(bool(self._first))
        if end is not None:
            end(state, message)
