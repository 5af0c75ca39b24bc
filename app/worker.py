"""The threads beside the GUI's: one shows frames, others compute and export. No other file names threads.

What they are asked and what they answer is in ``work``.
"""

from __future__ import annotations

import dataclasses
import logging
import os
import sys
import threading
from abc import abstractmethod
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.compared_pictures import ComparedPictures
from app.core_sentences import in_own_words
from app.messages import UserMessage
from app.translation import translate
from app.work import FrameAnswer, FrameRequest, GuidedMap, OpenedRecording, SmallJob, Task
from stadrn_core.errors import StaDrnError, VideoError
from stadrn_core.types import FacePlacement, FaceState, Frame

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from stadrn_core.render import DisplayFrame
    from stadrn_core.store import AnalysisStore
    from stadrn_core.video import RecordingIndex

log = logging.getLogger(__name__)
KEPT_FRAMES_BYTES = 96 * 2**20
FRAMES_AHEAD = 8
STOP_SECONDS = 20.0
BACKGROUND_NICENESS = 5
Job = Callable[[], None]


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


class FrameThread(Worker):
    """Owns the open recording and its own read-only handle of the analysis; composes what the views show.

    One slot waits: the newest request replaces the older.
    """

    recording_opened = Signal(int, object)
    """number, OpenedRecording"""
    recording_failed = Signal(int, object)
    """number, UserMessage"""
    store_opened = Signal(int, object)
    """number, AnalysisStore: a second handle, for the GUI's thread"""
    store_failed = Signal(int, object)
    """number, UserMessage"""
    compared_opened = Signal(int, object)
    """number, tuple[AnalysisStore, ...]: second handles, for the GUI's thread"""
    frame_ready = Signal(object)
    """FrameAnswer"""
    frame_failed = Signal(object, object)
    """FrameRequest, UserMessage"""

    def __init__(self) -> None:
        super().__init__("frames")
        self._jobs: deque[Job] = deque()
        self._request: FrameRequest | None = None
        self._ahead: deque[int] = deque()
        self._source: Any = None
        self._store: AnalysisStore | None = None
        self._recording_number = self._store_number = self._revision = 0
        self._compared = ComparedPictures(0, ())
        self._frames: OrderedDict[int, Frame] = OrderedDict()

    # -- called from the GUI's thread ------------------------------------------------------------

    def open_recording(self, number: int, path: Path, index: RecordingIndex | None = None) -> None:
        """Open another recording; answered by ``recording_opened`` or ``recording_failed``."""
        self._add(lambda: self._open_recording(number, path, index))

    def close_recording(self, number: int) -> None:
        """Let go of the recording."""
        self._add(lambda: self._replace_source(number, None))

    def show_store(self, number: int, path: Path | None) -> None:
        """Show another analysis, or none; answered by ``store_opened`` or ``store_failed`` where there is a path."""
        self._add(lambda: self._show_store(number, path))

    def show_compared(self, number: int, paths: tuple[Path, ...]) -> None:
        """Draw these analyses beside each other; answered by ``compared_opened`` or ``store_failed``."""
        self._add(lambda: self._show_compared(number, paths))

    def remember_guided(self, result: GuidedMap) -> None:
        """Show a guided map that was computed on demand."""
        self._add(lambda: self._remember_guided(result))

    def request(self, request: FrameRequest) -> None:
        """Ask for a picture; replaces a request that still waits."""
        with self._changed:
            self._request = request
            self._wake()

    def _add(self, job: Job) -> None:
        with self._changed:
            self._jobs.append(job)
            self._wake()

    # -- in the thread ------------------------------------------------------------

    def _run(self) -> None:
        while (work := self._next()) is not None:
            if isinstance(work, FrameRequest):
                self._show(work)
            else:
                work()
        self._replace_source(0, None)
        self._store, self._compared = None, ComparedPictures(0, ())

    def _next(self) -> Job | FrameRequest | None:
        with self._changed:
            while True:
                if self._stopping:
                    return None
                if self._jobs:
                    return self._jobs.popleft()
                if self._request is not None:
                    request, self._request = self._request, None
                    return request
                if self._ahead:
                    return self._decode_ahead
                self._changed.wait()

    def _open_recording(self, number: int, path: Path, index: RecordingIndex | None) -> None:
        try:
            # Half a second of decoder libraries, needed with the first recording only.
            from stadrn_core.sound import has_sound
            from stadrn_core.video import open_recording

            source = open_recording(path, index)
            opened = OpenedRecording(source.info, source.index, has_sound(path))
        except Exception as error:  # noqa: BLE001  # outermost frame of a thread: shown and logged, never lost
            self.recording_failed.emit(
                number,
                failure(error, translate("Worker", "{name} cannot be opened").format(name=path.name), "open_recording"),
            )
        else:
            self._replace_source(number, source)
            self.recording_opened.emit(number, opened)

    def _replace_source(self, number: int, source: Any) -> None:
        if self._source is not None:
            self._source.close()
        self._source, self._recording_number = source, number
        self._frames.clear()
        self._ahead.clear()

    def _show_store(self, number: int, path: Path | None) -> None:
        self._store, self._store_number = None, number
        if path is None:
            return
        try:
            from stadrn_core.store import AnalysisStore

            self._store, shown = AnalysisStore.open(path), AnalysisStore.open(path)
        except Exception as error:  # noqa: BLE001  # outermost frame of a thread: shown and logged, never lost
            self.store_failed.emit(number, failure(error, translate("Worker", "The stored analysis cannot be opened")))
        else:
            self.store_opened.emit(number, shown)

    def _show_compared(self, number: int, paths: tuple[Path, ...]) -> None:
        try:
            from stadrn_core.store import AnalysisStore

            self._compared = ComparedPictures(number, tuple(AnalysisStore.open(path) for path in paths))
            shown = tuple(AnalysisStore.open(path) for path in paths)
        except Exception as error:  # noqa: BLE001  # outermost frame of a thread: shown and logged, never lost
            self._compared = ComparedPictures(0, ())
            self.store_failed.emit(number, failure(error, translate("Worker", "Analyses cannot be compared")))
        else:
            self.compared_opened.emit(number, shown)

    def _remember_guided(self, result: GuidedMap) -> None:
        if self._store is not None and result.store_number == self._store_number:
            self._store.remember_guided(result.clip_index, result.guided)

    def _show(self, request: FrameRequest) -> None:
        if self._source is None or request.recording_number != self._recording_number:
            return
        try:
            display = self._compose(request)
            compared = self._compared.of(request, self._frame(request.frame_index))
        except VideoError as error:
            self.frame_failed.emit(
                request,
                UserMessage(
                    "warning",
                    translate("Worker", "Frame {frame_index} cannot be shown").format(frame_index=request.frame_index),
                    in_own_words(error),
                ),
            )
        except StaDrnError as error:
            self.frame_failed.emit(
                request, UserMessage("error", translate("Worker", "The analysis cannot be read"), in_own_words(error))
            )
        except Exception as error:  # noqa: BLE001  # outermost frame of a thread: shown and logged, never lost
            self.frame_failed.emit(
                request,
                unexpected(
                    error,
                    translate("Worker", "Frame {frame_index} cannot be shown").format(frame_index=request.frame_index),
                ),
            )
        else:
            self.frame_ready.emit(FrameAnswer(request, display, compared))
        self._plan_ahead(request)

    def _compose(self, request: FrameRequest) -> DisplayFrame:
        from stadrn_core import render

        frame = self._frame(request.frame_index)
        store = self._store if request.store_number == self._store_number else None
        if store is None:
            return render.compose(frame, FacePlacement(FaceState.UNKNOWN, None, None), None, None, None, request.view)
        if request.revision != self._revision:
            store.refresh()
            self._revision = request.revision
        view, i = request.view, request.frame_index
        maps = render.frame_maps(store, i, view)
        limits = render.scale_limits(store, i, view, maps)
        guided_limits = render.guided_limits(store, i, view, maps)
        if guided_limits is None and maps.guided is not None:
            # Maps made on demand have no maximum over the recording: the scale is the frame's, and says so.
            guided_limits = render.guided_limits(store, i, dataclasses.replace(view, scale_mode="frame"), maps)
        return render.compose(frame, store.placement(i), maps, limits, guided_limits, view)

    def _frame(self, frame_index: int) -> Frame:
        if frame_index in self._frames:
            self._frames.move_to_end(frame_index)
            return self._frames[frame_index]
        from stadrn_core.damage import read_or_blank

        frame = read_or_blank(self._source, frame_index)
        self._frames[frame_index] = frame
        while len(self._frames) > max(KEPT_FRAMES_BYTES // frame.rgb.nbytes, 2):
            self._frames.popitem(last=False)
        return frame

    def _plan_ahead(self, request: FrameRequest) -> None:
        first, step = request.frame_index, request.direction
        last = self._source.info.num_frames
        ahead = [first + step * k for k in range(1, FRAMES_AHEAD + 1)] if step else []
        self._ahead = deque(i for i in ahead if 0 <= i < last and i not in self._frames)

    def _decode_ahead(self) -> None:
        frame_index = self._ahead.popleft()
        try:
            self._frame(frame_index)
        except StaDrnError:
            # It is told when the frame is asked for.
            self._ahead.clear()


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
