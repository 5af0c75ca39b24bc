from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.frame_thread import FrameThread
from app.work import FrameAnswer, FrameRequest, SmallJob, Task
from app.worker import TaskThread
from stadrn_core import video
from stadrn_core.errors import StoreError
from stadrn_core.images import ImageReader, index_images
from stadrn_core.types import FaceState, Frame
from stadrn_core.view import ViewSettings
from tests.app.opened import NUM_FRAMES, Gate
from tests.recordings import overwrite_packets, read_number, write_video

VIEW = ViewSettings()


@pytest.fixture
def frames(qtbot: Any) -> Iterator[FrameThread]:
    thread = FrameThread()
    yield thread
    thread.request_stop()
    assert thread.wait()


@pytest.fixture
def tasks(qtbot: Any) -> Iterator[TaskThread]:
    thread = TaskThread("compute")
    yield thread
    thread.request_stop()
    assert thread.wait()


def collected(signal: Any) -> list[Any]:
    """What a signal emits from now on."""
    got: list[Any] = []
    signal.connect(lambda *values: got.append(values[0] if len(values) == 1 else values))
    return got


def request(number: int, frame_index: int, **changes: Any) -> FrameRequest:
    values = {"recording_number": 1, "store_number": 0, "view": VIEW} | changes
    return FrameRequest(number=number, frame_index=frame_index, **values)


def open_in(frames: FrameThread, qtbot: Any, path: Path, number: int = 1) -> None:
    with qtbot.waitSignal(frames.recording_opened):
        frames.open_recording(number, path)


class HeldReader(ImageReader):
    """Images that are read only as often as the test allows."""

    gate: Gate

    def read(self, frame_index: int) -> Frame:
        self.gate.enter()
        return super().read(frame_index)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    gate = Gate()

    def open_held(path: Path, index: object = None) -> HeldReader:
        reader = HeldReader(index_images(path))
        reader.gate = gate
        return reader

    monkeypatch.setattr(video, "open_recording", open_held)
    yield gate
    gate.open()


def test_the_frame_asked_for_is_the_frame_shown(frames: FrameThread, qtbot: Any, aligned: Path) -> None:
    open_in(frames, qtbot, aligned)
    for number, frame_index in enumerate((7, 0, NUM_FRAMES - 1, 8), start=1):
        with qtbot.waitSignal(frames.frame_ready) as shown:
            frames.request(request(number, frame_index))
        answer: FrameAnswer = shown.args[0]
        assert answer.request.number == number
        assert answer.display.frame_index == frame_index
        assert read_number(answer.display.original) == frame_index


def test_the_newest_request_replaces_the_older(frames: FrameThread, qtbot: Any, aligned: Path, held: Gate) -> None:
    open_in(frames, qtbot, aligned)
    answers = collected(frames.frame_ready)
    frames.request(request(1, 10))
    held.wait_for_arrival()
    for number in range(2, 30):
        frames.request(request(number, 10 + number))
    with qtbot.waitSignal(frames.frame_ready, check_params_cb=lambda answer: answer.request.number == 29):
        held.open()
    assert [answer.request.number for answer in answers] == [1, 29]
    assert read_number(answers[-1].display.original) == 39


def test_a_request_for_a_closed_recording_is_not_answered(frames: FrameThread, qtbot: Any, aligned: Path) -> None:
    open_in(frames, qtbot, aligned, number=1)
    open_in(frames, qtbot, aligned, number=2)
    answers = collected(frames.frame_ready)
    frames.request(request(1, 5, recording_number=1))
    with qtbot.waitSignal(frames.recording_opened):
        frames.open_recording(3, aligned)
    with qtbot.waitSignal(frames.frame_ready):
        frames.request(request(2, 6, recording_number=3))
    assert [answer.request.number for answer in answers] == [2]


def test_frames_ahead_are_decoded_while_playing(frames: FrameThread, qtbot: Any, aligned: Path, held: Gate) -> None:
    open_in(frames, qtbot, aligned)
    held.let_one_pass()
    with qtbot.waitSignal(frames.frame_ready):
        frames.request(request(1, 3, direction=1))
    held.wait_for_arrival()
    held.wait_for_arrival()  # without having been asked: at the gate before frame 4
    held.open()
    with qtbot.waitSignal(frames.frame_ready) as shown:
        frames.request(request(2, 4))
    assert read_number(shown.args[0].display.original) == 4


def test_a_recording_that_cannot_be_opened_leaves_the_one_before(
    frames: FrameThread, qtbot: Any, aligned: Path, tmp_path: Path
) -> None:
    open_in(frames, qtbot, aligned)
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"nothing like a video")
    with qtbot.waitSignal(frames.recording_failed) as failed:
        frames.open_recording(2, broken)
    number, message = failed.args
    assert number == 2
    assert message.kind == "error"
    assert "broken.mp4" in message.text
    assert message.action == "open_recording"
    with qtbot.waitSignal(frames.frame_ready) as shown:
        frames.request(request(1, 11))
    assert read_number(shown.args[0].display.original) == 11


def test_a_frame_that_cannot_be_decoded_is_shown_empty_and_says_so(
    frames: FrameThread, qtbot: Any, tmp_path: Path
) -> None:
    path = overwrite_packets(write_video(tmp_path / "damaged.mp4", 60, gop=12), 30, 31)
    open_in(frames, qtbot, path)
    failed = collected(frames.frame_failed)
    states = {}
    for number, frame_index in enumerate((29, 30, 36, 31), start=1):
        with qtbot.waitSignal(frames.frame_ready) as shown:
            frames.request(request(number, frame_index))
        display = shown.args[0].display
        states[frame_index] = display.placement.state
        if frame_index in (30, 31):
            assert np.ptp(display.original) == 0
            assert display.note == "this frame cannot be decoded"
        else:
            assert read_number(display.original) == frame_index
    assert failed == []
    assert [i for i, state in states.items() if state is FaceState.DAMAGED] == [30, 31]


def test_a_recording_that_is_not_there_any_more_is_told(
    frames: FrameThread, qtbot: Any, aligned: Path, tmp_path: Path
) -> None:
    moved = tmp_path / "visit_aligned"
    shutil.copytree(aligned, moved)
    open_in(frames, qtbot, moved)
    shutil.rmtree(moved)
    with qtbot.waitSignal(frames.frame_failed) as failed:
        frames.request(request(1, 9))
    assert "no such file" in failed.args[1].text


def test_an_analysis_is_opened_twice_and_composed(
    frames: FrameThread, qtbot: Any, aligned: Path, finished_store: Path
) -> None:
    open_in(frames, qtbot, aligned)
    with qtbot.waitSignal(frames.store_opened) as opened:
        frames.show_store(4, finished_store)
    number, store = opened.args
    assert number == 4
    assert store.is_complete
    with qtbot.waitSignal(frames.frame_ready) as shown:
        frames.request(request(1, 12, store_number=4))
    display = shown.args[0].display
    assert display.score == pytest.approx(np.mean([store.records[i].score for i in store.plan.clips_of(12)]))
    assert display.heat is not None
    assert display.guided is not None
    assert display.limits.mode == "recording"


def test_a_folder_that_is_no_analysis_is_told(frames: FrameThread, qtbot: Any, tmp_path: Path) -> None:
    with qtbot.waitSignal(frames.store_failed) as failed:
        frames.show_store(1, tmp_path)
    assert "not a stored analysis" in failed.args[1].text


def counting(steps: int, log: list[str]) -> Callable[[], Generator[int, None, None]]:
    def run() -> Generator[int, None, None]:
        try:
            yield from range(steps)
            log.append("end")
        finally:
            log.append("cleaned up")

    return run


def test_a_task_yields_its_values_and_is_done_once(tasks: TaskThread, qtbot: Any) -> None:
    log: list[str] = []
    values, ends = collected(tasks.yielded), collected(tasks.ended)
    with qtbot.waitSignal(tasks.ended):
        tasks.submit(Task(1, counting(3, log)))
    assert values == [(1, 0), (1, 1), (1, 2)]
    assert ends == [(1, "done", None)]
    assert log == ["end", "cleaned up"]


def test_cancelling_ends_a_task_after_its_present_step(tasks: TaskThread, qtbot: Any) -> None:
    gate, log = Gate(), []

    def run() -> Generator[int, None, None]:
        try:
            for i in range(100):
                gate.enter()
                yield i
        finally:
            log.append("cleaned up")

    values, ends = collected(tasks.yielded), collected(tasks.ended)
    tasks.submit(Task(1, run))
    gate.wait_for_arrival()
    tasks.cancel(1)
    with qtbot.waitSignal(tasks.ended):
        gate.open()
    assert ends == [(1, "cancelled", None)]
    assert values == [(1, 0)]
    assert log == ["cleaned up"]


def test_a_task_cancelled_before_it_begins_never_begins(tasks: TaskThread, qtbot: Any) -> None:
    gate, log = Gate(), []

    def wait() -> Generator[int, None, None]:
        gate.enter()
        yield 0

    ends = collected(tasks.ended)
    tasks.submit(Task(1, wait))
    gate.wait_for_arrival()
    tasks.submit(Task(2, counting(3, log)))
    tasks.cancel(2)
    with qtbot.waitSignal(tasks.ended, check_params_cb=lambda number, *_: number == 1):
        gate.open()
    assert ends == [(2, "cancelled", None), (1, "done", None)]
    assert log == []


def test_a_mendable_error_fails_the_task_with_its_own_words(tasks: TaskThread, qtbot: Any) -> None:
    def run() -> Generator[int, None, None]:
        yield 0
        raise StoreError("the disk is full. Free some space.")

    with qtbot.waitSignal(tasks.ended) as ended:
        tasks.submit(Task(1, run, "The analysis stopped", "analysis_settings"))
    number, state, message = ended.args
    assert (number, state) == (1, "failed")
    assert (message.title, message.text) == ("The analysis stopped", "the disk is full. Free some space.")
    assert message.action == "analysis_settings"


def test_a_mistake_of_the_program_is_logged_and_told_and_the_thread_lives_on(
    tasks: TaskThread, qtbot: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def run() -> Generator[int, None, None]:
        yield 0
        raise KeyError("oops")

    with caplog.at_level(logging.ERROR), qtbot.waitSignal(tasks.ended) as ended:
        tasks.submit(Task(1, run, "The analysis stopped"))
    assert ended.args[1] == "failed"
    assert "KeyError" in ended.args[2].text
    assert "Traceback" in caplog.text
    with qtbot.waitSignal(tasks.ended) as ended:
        tasks.submit(Task(2, counting(1, [])))
    assert ended.args[:2] == [2, "done"]


def test_a_small_job_is_done_between_two_steps(tasks: TaskThread, qtbot: Any) -> None:
    gate, order = Gate(), []

    def run() -> Generator[int, None, None]:
        for i in range(2):
            gate.enter()
            order.append(i)
            yield i

    tasks.submit(Task(1, run))
    gate.wait_for_arrival()
    tasks.submit_small_job(SmallJob(lambda: order.append("replaced")))
    tasks.submit_small_job(SmallJob(lambda: order.append("small") or "value"))
    with qtbot.waitSignal(tasks.small_job_done) as done:
        gate.let_one_pass()
    assert done.args == ["value"]
    with qtbot.waitSignal(tasks.ended):
        gate.open()
    assert order == [0, "small", 1]


def test_a_small_job_is_done_when_nothing_else_is(tasks: TaskThread, qtbot: Any) -> None:
    with qtbot.waitSignal(tasks.small_job_done) as done:
        tasks.submit_small_job(SmallJob(lambda: 42))
    assert done.args == [42]


@pytest.mark.parametrize(
    ("error", "words"),
    [(StoreError("the disk is gone. Bring it back."), "the disk is gone"), (KeyError("oops"), "KeyE")],
)
def test_a_small_job_that_fails_is_told_and_the_thread_lives_on(
    tasks: TaskThread, qtbot: Any, error: Exception, words: str
) -> None:
    def fail() -> None:
        raise error

    with qtbot.waitSignal(tasks.small_job_failed) as failed:
        tasks.submit_small_job(SmallJob(fail, "The guided map cannot be computed"))
    (message,) = failed.args
    assert (message.kind, message.title) == ("error", "The guided map cannot be computed")
    assert words in message.text
    with qtbot.waitSignal(tasks.small_job_done):
        tasks.submit_small_job(SmallJob(lambda: 42))


def test_background_tasks_make_a_step_only_while_nothing_else_is_there(tasks: TaskThread, qtbot: Any) -> None:
    gate, order = Gate(), []

    def in_background() -> Generator[int, None, None]:
        for i in range(3):
            gate.enter()
            order.append(f"background {i}")
            yield i

    def of_user() -> Generator[int, None, None]:
        for i in range(2):
            order.append(f"user {i}")
            yield i

    ends = collected(tasks.ended)
    tasks.submit(Task(1, in_background, is_background=True))
    gate.wait_for_arrival()
    tasks.submit(Task(2, in_background, is_background=True))
    tasks.submit(Task(3, of_user))
    with qtbot.waitSignal(tasks.ended, check_params_cb=lambda number, *_: number == 2):
        gate.open()
    assert order == ["background 0", "user 0", "user 1", *(f"background {i}" for i in (1, 2, 0, 1, 2))]
    assert ends == [(3, "done", None), (1, "done", None), (2, "done", None)]


def test_a_background_task_that_was_put_off_ends_at_once(tasks: TaskThread, qtbot: Any) -> None:
    before, gate, log = Gate(), Gate(), []

    def in_background() -> Generator[int, None, None]:
        try:
            before.enter()
            yield 0
            log.append("went on")
        finally:
            log.append("cleaned up")

    def of_user() -> Generator[int, None, None]:
        for i in range(2):
            gate.enter()
            yield i

    ends = collected(tasks.ended)
    tasks.submit(Task(1, in_background, is_background=True))
    before.wait_for_arrival()
    tasks.submit(Task(2, of_user))
    before.open()
    gate.wait_for_arrival()
    tasks.cancel(1)
    with qtbot.waitSignal(tasks.ended):
        gate.let_one_pass()
    assert ends == [(1, "cancelled", None)]
    assert log == ["cleaned up"]
    with qtbot.waitSignal(tasks.ended):
        gate.open()


def test_stopping_cancels_what_runs_and_what_waits(tasks: TaskThread, qtbot: Any) -> None:
    gate, log = Gate(), []

    def run() -> Generator[int, None, None]:
        try:
            gate.enter()
            yield 0
            yield 1
        finally:
            log.append("cleaned up")

    ends = collected(tasks.ended)
    tasks.submit(Task(1, run))
    gate.wait_for_arrival()
    tasks.submit(Task(2, counting(2, log)))
    tasks.request_stop()
    with qtbot.waitSignal(tasks.ended, check_params_cb=lambda number, *_: number == 2):
        gate.open()
    assert [end[:2] for end in ends] == [(1, "cancelled"), (2, "cancelled")]
    assert log == ["cleaned up"]
    assert tasks.wait()


def test_waiting_for_a_thread_is_bounded(tasks: TaskThread, qtbot: Any) -> None:
    gate = Gate()

    def run() -> Generator[int, None, None]:
        gate.enter()
        yield 0

    tasks.submit(Task(1, run))
    gate.wait_for_arrival()
    tasks.request_stop()
    assert not tasks.wait(0.01)
    gate.open()
    assert tasks.wait()


def test_threads_begin_with_the_first_work(qtbot: Any) -> None:
    before = threading.active_count()
    thread = TaskThread("idle")
    assert threading.active_count() == before
    assert thread.wait(0)
