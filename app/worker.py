"""The threads beside the GUI's: what they share, and those that compute and export. No other file names threads.

What they are asked and what they answer is in ``work``; the one that shows frames is in ``frame_thread``.
"""

from __future__ import annotations

import dataclasses
import logging
import os
import sys
import threading
from abc import abstractmethod
from collections import deque
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.core_sentences import in_own_words
from app.messages import UserMessage
from app.translation import translate
from app.work import SmallJob, Task
from stadrn_core.errors import StaDrnError

if TYPE_CHECKING:
    from collections.abc import Generator


log = logging.getLogger(__name__)
STOP_SECONDS = 20.0
BACKGROUND_NICENESS = 5


class Worker(QObject):
    """A thread that sleeps until there is work."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._changed = threading.Condition()
        self._stopping = False
        self._thread: threading.Thread | None = None

    def _wake(self) -> None:
        """Call with ``_changed`` held, after adding work. The thread starts with the first work."""
        if self._thread is None and not self._stopping:
            self._thread = threading.Thread(target=self._run, name=self._name)
            self._thread.start()
        self._changed.notify()

    # QObject's metaclass leaves no room for ABCMeta: the type checker refuses a worker without it, Python would not.
    @abstractmethod
    def _run(self) -> None:
        """What the thread does, until ``_stopping``."""

    def request_stop(self) -> None:
        """Ask the thread to end after the step it is in."""
        with self._changed:
            self._stopping = True
            self._changed.notify()

    def wait(self, seconds: float = STOP_SECONDS) -> bool:
        """Wait for the end. Returns whether it has ended in time."""
        if self._thread is None:
            return True
        self._thread.join(max(seconds, 0.0))
        return not self._thread.is_alive()


@dataclasses.dataclass
class _Lane:
    """Tasks that are done one after the other, and the one that is begun."""

    waiting: deque[Task] = dataclasses.field(default_factory=deque)
    task: Task | None = None
    steps: Generator[Any, None, None] | None = None


class TaskThread(Worker):
    """Does one task after the other. Each ends in exactly one of ``done``, ``failed`` and ``cancelled``.

    Between two steps of a task it does a small job that waits, if any: a guided map under the playhead need not wait
    for the end of an analysis. Background tasks make a step only while no other task is there.
    """

    yielded = Signal(int, object)
    """number, value"""
    ended = Signal(int, str, object)
    """number, ``done`` | ``failed`` | ``cancelled``, UserMessage or None"""
    small_job_done = Signal(object)
    """value"""
    small_job_failed = Signal(object)
    """UserMessage"""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._first, self._background = _Lane(), _Lane()
        self._lanes = (self._first, self._background)
        self._cancelled: set[int] = set()
        self._small_job: SmallJob | None = None

    def submit(self, task: Task) -> None:
        """Queue a task."""
        with self._changed:
            (self._background if task.is_background else self._first).waiting.append(task)
            self._wake()

    def cancel(self, number: int) -> None:
        """End a task at its next step, or before it begins."""
        with self._changed:
            self._cancelled.add(number)

    def submit_small_job(self, job: SmallJob) -> None:
        """Do something short between two steps; replaces one that still waits."""
        with self._changed:
            self._small_job = job
            self._wake()

    def _run(self) -> None:
        _step_back()
        while self._wait_for_work():
            self._do_small_job()
            for lane in self._lanes:
                self._end_cancelled(lane)
            first = next((lane for lane in self._lanes if self._has_task(lane)), None)
            if first is not None:
                self._make_step(first)
        for lane in self._lanes:
            self._end_cancelled(lane)

    def _wait_for_work(self) -> bool:
        """Wait until there is something to do. Returns False when the thread must end."""
        with self._changed:
            while not (self._stopping or self._small_job or any(one.task or one.waiting for one in self._lanes)):
                self._changed.wait()
            return not self._stopping

    def _has_task(self, lane: _Lane) -> bool:
        """Whether there is a task, taking the next one where none is begun."""
        with self._changed:
            if lane.task is None and lane.waiting:
                lane.task = lane.waiting.popleft()
            return lane.task is not None

    def _make_step(self, lane: _Lane) -> None:
        task = lane.task
        assert task is not None
        try:
            lane.steps = lane.steps or task.steps()
            value = next(lane.steps)
        except StopIteration:
            self._end(lane, "done")
        except Exception as error:  # noqa: BLE001  # outermost frame of a thread: shown and logged, never lost
            self._end(lane, "failed", failure(error, task.title, task.action))
        else:
            self.yielded.emit(task.number, value)

    def _end_cancelled(self, lane: _Lane) -> None:
        """End the tasks that were cancelled, all when the thread must end."""
        if lane.task is not None and self._must_end(lane.task):
            state, message = "cancelled", None
            try:
                if lane.steps is not None:
                    lane.steps.close()
            except Exception as error:  # noqa: BLE001  # outermost frame of a thread: shown and logged, never lost
                state, message = "failed", failure(error, lane.task.title, lane.task.action)
            self._end(lane, state, message)
        with self._changed:
            gone = [task for task in lane.waiting if self._stopping or task.number in self._cancelled]
            for task in gone:
                lane.waiting.remove(task)
        for task in gone:
            self._cancelled.discard(task.number)
            self.ended.emit(task.number, "cancelled", None)

    def _end(self, lane: _Lane, state: str, message: UserMessage | None = None) -> None:
        assert lane.task is not None
        number = lane.task.number
        lane.task = lane.steps = None
        self._cancelled.discard(number)
        self.ended.emit(number, state, message)

    def _must_end(self, task: Task) -> bool:
        with self._changed:
            return self._stopping or task.number in self._cancelled

    def _do_small_job(self) -> None:
        with self._changed:
            job, self._small_job = self._small_job, None
        if job is None or self._stopping:
            return
        try:
            result = job.work()
        except Exception as error:  # noqa: BLE001  # outermost frame of a thread: shown and logged, never lost
            self.small_job_failed.emit(failure(error, job.title))
        else:
            if result is not None:
                self.small_job_done.emit(result)


def _step_back() -> None:
    """Leave the processor to the window first: this thread, and what it begins, compute in the time that is left.

    Linux keeps a priority for each thread; elsewhere the system's own preference for windows has to do. No further than
    5: a thread that is put off while it holds the interpreter's lock holds up the window (at 10 for up to 60 ms).
    """
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), BACKGROUND_NICENESS)


def failure(error: Exception, title: str, action: str | None = None) -> UserMessage:
    """What went wrong, in the error's own words where the user can mend it."""
    title = title or translate("Worker", "That did not work")
    return (
        UserMessage("error", title, in_own_words(error), action)
        if isinstance(error, StaDrnError)
        else unexpected(error, title)
    )


def unexpected(error: Exception, title: str) -> UserMessage:
    """A message for a mistake in the program: its traceback goes to the log."""
    log.error("%s", title, exc_info=error)
    text = translate(
        "Worker",
        "{type}: {error}. This is a fault of the program; its log has the details. "
        "Your files and results are as they were.",
    ).format(type=type(error).__name__, error=error)
    return UserMessage("error", title, text)
