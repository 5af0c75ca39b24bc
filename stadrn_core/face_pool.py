"""Aligns faces in processes of their own, beside the one that draws and the one that explains.

The workers import neither torch nor Qt, and they end with their parent however it ends: a worker of
``ProcessPoolExecutor`` holds the writing end of its own task queue and so would wait for ever after the parent was
killed; here a thread in each waits for the parent's death.
"""

from __future__ import annotations

import multiprocessing
import threading
import weakref
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import cv2

from stadrn_core.errors import FaceError, StaDrnError
from stadrn_core.faces import FaceModels, descriptor_model_path, landmark_model_path
from stadrn_core.subject import SubjectFollower
from stadrn_core.video import open_recording
from stadrn_core.worker_process import WorkerContext, WorkerProcess, become_worker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.synchronize import Event
    from types import TracebackType

    from stadrn_core.chunk_cache import ChunkCache
    from stadrn_core.faces import Box
    from stadrn_core.types import AlignmentConfig, FaceChoice, FaceChunk
    from stadrn_core.video import RecordingIndex

A = TypeVar("A")
R = TypeVar("R")

DEFAULT_NUM_PROCESSES = 2
CLOSE_SECONDS = 2.0
"""How long workers may take to end by themselves when the pool is closed."""


@dataclass(frozen=True)
class _Job:
    """What a worker needs to know, once."""

    path: Path
    index: RecordingIndex | None
    alignment: AlignmentConfig
    choice: FaceChoice | None
    landmark_model: Path | None
    cache: ChunkCache | None

    def follower(self, is_cancelled: Callable[[], bool]) -> SubjectFollower:
        source = open_recording(self.path, self.index, num_threads=1)
        return SubjectFollower(
            source, self.alignment, self.choice, lambda: FaceModels(self.landmark_model), is_cancelled
        )


class FacePool:
    """Finds and aligns the faces of one recording, chunk by chunk, in processes of its own.

    The result of a chunk depends on its frame numbers and on the arguments given here alone: not on the order in which
    chunks are asked for, nor on the number of processes. To be closed when done; a context manager.

    Args:
        path: the recording.
        index: ``index`` of an open source of the same recording, so that workers need not look through it again.
        alignment: where the face is to lie.
        choice: the face the user picked; None follows the largest one.
        num_processes: workers; None takes 2, 0 works in this process (``submit`` then returns when done).
        landmark_model: dlib's 68-landmark model; None takes the packaged one.
        cache: where chunks are looked for first, and kept.

    Raises:
        FaceError: a model file is missing.
        ValueError: ``num_processes`` is negative.
    """

    _starting = threading.Lock()

    def __init__(
        self,
        path: Path | str,
        index: RecordingIndex | None,
        alignment: AlignmentConfig,
        choice: FaceChoice | None = None,
        *,
        num_processes: int | None = None,
        landmark_model: Path | None = None,
        cache: ChunkCache | None = None,
    ) -> None:
        count = DEFAULT_NUM_PROCESSES if num_processes is None else num_processes
        if count < 0:
            raise ValueError(f"num_processes must be 0 or more, got {num_processes}")
        landmark_model_path(landmark_model)
        descriptor_model_path(landmark_model)
        self._job = _Job(Path(path), index, alignment, choice, landmark_model, cache)
        self._is_closed = False
        context = WorkerContext()
        self._closing = context.Event()
        self._worker_here = _Worker(self._job, self._closing)
        self._executor: ProcessPoolExecutor | None = None
        self._workers: list[multiprocessing.process.BaseProcess] = []
        if count > 0:
            self._executor = ProcessPoolExecutor(
                count, mp_context=context, initializer=_start_worker, initargs=(self._job, self._closing)
            )
            self._start(self._executor, count)

    def _start(self, executor: ProcessPoolExecutor, count: int) -> None:
        """Start all workers here and now (one task for each does that), so that dlib loads while others prepare."""
        with self._starting:
            before = set(multiprocessing.active_children())
            for _ in range(count):
                executor.submit(_warm_up)
            children = set(multiprocessing.active_children()) - before
        self._workers = [p for p in children if isinstance(p, WorkerProcess)]

    def submit(self, frame_indices: Sequence[int]) -> Future[FaceChunk]:
        """Ask for a chunk.

        Args:
            frame_indices: consecutive sampled frames, ascending; usually 16. The same cuts give the same results.

        Returns:
            A future of the chunk. It raises FaceError (no face where the user picked one, a worker died) or VideoError
            (the recording cannot be read any more). Cancelling it, or closing the pool, drops the work.

        Raises:
            FaceError: a worker died earlier.
            ValueError: the pool is closed.
        """
        return self._send(_Worker.analyse_chunk, [int(i) for i in frame_indices])

    def faces_on(self, frame_index: int) -> Future[list[Box]]:
        """Ask for the boxes of all faces on one frame, the largest first: to let the user pick one.

        Raises:
            FaceError: a worker died earlier.
            ValueError: the pool is closed.
        """
        return self._send(_Worker.faces_on, int(frame_index))

    def close(self) -> None:
        """Drop what is pending and end the workers, within about two seconds. Idempotent."""
        if self._is_closed:
            return
        self._is_closed = True
        self._closing.set()
        self._worker_here.close()
        if self._executor is not None:
            last_resort = threading.Timer(CLOSE_SECONDS, self._kill_workers)
            last_resort.start()
            self._executor.shutdown(wait=True, cancel_futures=True)
            last_resort.cancel()
            last_resort.join()

    def __enter__(self) -> FacePool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _send(self, work: Callable[[_Worker, A], R], argument: A) -> Future[R]:
        if self._is_closed:
            raise ValueError("the pool is closed")
        outer: Future[R] = Future()
        if self._executor is None:
            self._work_here(work, argument, outer)
            return outer
        try:
            inner = self._executor.submit(_work, work, argument)
        except BrokenProcessPool as error:
            raise self._broken() from error
        outer.add_done_callback(lambda done: done.cancelled() and inner.cancel())
        # Weak, or the two would hold each other, and the faces, until Python looks for such rings: hours, with torch.
        inner.add_done_callback(partial(self._pass_on, weakref.ref(outer)))
        return outer

    def _work_here(self, work: Callable[[_Worker, A], R], argument: A, outer: Future[R]) -> None:
        try:
            outer.set_result(work(self._worker_here, argument))
        except StaDrnError as error:
            outer.set_exception(error)

    def _pass_on(self, waiting: weakref.ref[Future[R]], inner: Future[R]) -> None:
        """Hand a worker's answer over, in words for the user where the worker died."""
        outer = waiting()
        if outer is None:
            return
        if inner.cancelled() or self._is_closed:
            outer.cancel()
            return
        if not outer.set_running_or_notify_cancel():
            return
        error = inner.exception()
        if error is None:
            outer.set_result(inner.result())
        elif isinstance(error, BrokenProcessPool):
            broken = self._broken()
            broken.__cause__ = error
            outer.set_exception(broken)
        else:
            outer.set_exception(error)

    def _broken(self) -> FaceError:
        return FaceError(
            f"{self._job.path.name}: a process that looks for faces ended unexpectedly, perhaps for lack of memory. "
            "Close other programs and start again: finished clips are kept. If it happens again, see what "
            "`stadrn doctor` says."
        )

    def _kill_workers(self) -> None:
        for worker in self._workers:
            worker.kill()


class _Worker:
    """What works on chunks: one in each process, or one in this."""

    def __init__(self, job: _Job, closing: Event) -> None:
        self._job = job
        self._closing = closing
        self._follower: SubjectFollower | None = None

    def analyse_chunk(self, frame_indices: list[int]) -> FaceChunk:
        """From the cache, else found now and kept there."""
        cache = self._job.cache
        kept = None if cache is None else cache.read(frame_indices)
        if kept is not None:
            return kept
        chunk = self._ready().analyse_chunk(frame_indices)
        if cache is not None:
            cache.write(chunk)
        return chunk

    def faces_on(self, frame_index: int) -> list[Box]:
        """Boxes of all faces of a frame."""
        return self._ready().faces_on(frame_index)

    def warm_up(self) -> None:
        """Load the models and find the subject, unless the cache may spare that.

        What goes wrong here goes wrong again with the first chunk, and is told.
        """
        if self._job.cache is None or not self._job.cache.has_any():
            _ = self._ready().subject

    def close(self) -> None:
        """Close the recording."""
        if self._follower is not None:
            self._follower.close()

    def _ready(self) -> SubjectFollower:
        """Made on first use, so that what goes wrong reaches the one who asked."""
        if self._closing.is_set():
            raise CancelledError
        if self._follower is None:
            self._follower = self._job.follower(self._closing.is_set)
        return self._follower


_worker: _Worker | None = None


def _start_worker(job: _Job, closing: Event) -> None:
    global _worker
    become_worker()
    cv2.setNumThreads(1)
    _worker = _Worker(job, closing)


def _this_worker() -> _Worker:
    if _worker is None:
        raise RuntimeError("not a worker process")
    return _worker


def _warm_up() -> None:
    _this_worker().warm_up()


def _work(work: Callable[[_Worker, A], R], argument: A) -> R:
    return work(_this_worker(), argument)
