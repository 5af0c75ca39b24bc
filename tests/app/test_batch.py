"""A batch in the background of the window: done once, whatever is paused, stopped, closed or mended."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from PySide6.QtCore import QObject, Signal

from app.batch_queue import BatchQueue
from app.batch_tasks import BatchOpened, JobEnded
from app.batch_words import job_words
from app.kept_sessions import KeptSessions
from app.preferences import Preferences
from app.workspace import Workspace
from stadrn_core.batch import Outcome, Report
from stadrn_core.batch_plan import BatchSettings, Plan
from stadrn_core.cli import main
from stadrn_core.library import Library
from stadrn_core.store import AnalysisStore
from stadrn_core.types import Progress
from tests.app.opened import NUM_CLIPS, WAIT_MS, Gate, write_aligned
from tests.recordings import write_video

SETTINGS = BatchSettings({"slicing": "published", "guided": "none"})


@pytest.fixture
def recordings(tmp_path: Path) -> list[Path]:
    """Two with faces; between them one in which no face is."""
    without = write_video(tmp_path / "nobody.mp4", 60)
    first, last = (write_aligned(tmp_path / f"{name}_aligned", first=i) for i, name in enumerate("ab"))
    return [first, without or tmp_path / "nobody.mp4", last]


@pytest.fixture
def aligned_two(tmp_path: Path) -> list[Path]:
    return [write_aligned(tmp_path / f"{name}_aligned", first=i) for i, name in enumerate("ab")]


def states(queue: BatchQueue) -> list[str]:
    return [queue.job_state(job.name) for job in queue.jobs]


def begin(qtbot: Any, queue: BatchQueue, out: Path, sources: list[Path], checkpoint: Path) -> None:
    """Begin a batch, and wait until its first job is being done."""
    with qtbot.waitSignal(queue.job_changed, timeout=WAIT_MS):
        queue.add(out, sources, {checkpoint: None}, SETTINGS)


def records_written(folder: Path) -> list[int]:
    """Clip numbers in the order in which the store noted them, as often as it did."""
    (file,) = folder.glob("analysis.zarr/*.jsonl")
    return [json.loads(line)["clip_index"] for line in file.read_text(encoding="utf-8").splitlines()]


def test_a_recording_without_a_face_fails_and_the_others_are_done(
    qtbot: Any, workspace: Workspace, recordings: list[Path], checkpoint_file: Path, tmp_path: Path
) -> None:
    queue, out = workspace.batch, tmp_path / "out"
    done = []
    queue.job_done.connect(lambda job: done.append(job.recording))
    with qtbot.waitSignal(queue.ended, timeout=WAIT_MS):
        queue.add(out, recordings, {checkpoint_file: None}, SETTINGS)
    assert states(queue) == ["done", "failed", "done"]
    assert done == [recordings[0], recordings[2]]
    assert queue.state == "ended"
    assert workspace.preferences.unfinished_batch is None
    failed = queue.outcome("nobody/tiny")
    assert failed is not None
    assert "no face was found" in failed.reason
    with AnalysisStore.open(queue.jobs[0].store) as store:
        assert store.is_complete
        outcome = queue.outcome(queue.jobs[0].name)
        assert outcome is not None
        assert outcome.score == store.video_score
    with qtbot.waitSignal(queue.report_saved, timeout=WAIT_MS) as saved:
        queue.save_report(tmp_path / "report.csv")
    table, text = saved.args[0].table, saved.args[0].text
    with table.open(encoding="utf-8", newline="") as file:
        rows = {row["name"]: row for row in csv.DictReader(file)}
    assert [row["state"] for row in rows.values()] == ["done", "failed", "done"]
    assert rows["nobody/tiny"]["reason"] == failed.reason
    assert float(rows["a_aligned/tiny"]["score"]) == outcome.score
    told = text.read_text(encoding="utf-8")
    assert "2 done, 1 failed" in told
    assert f"Recording: {recordings[1]}" in told
    assert failed.reason in told


def test_paused_it_keeps_what_is_computed_and_goes_on_from_there(
    qtbot: Any, workspace: Workspace, aligned_two: list[Path], checkpoint_file: Path, tmp_path: Path, gate: Gate
) -> None:
    queue = workspace.batch
    begin(qtbot, queue, tmp_path / "out", aligned_two, checkpoint_file)
    gate.wait_for_arrival()
    queue.pause()
    assert queue.state == "pausing"
    gate.let_one_pass()
    qtbot.waitUntil(lambda: queue.state == "paused", timeout=WAIT_MS)
    assert states(queue) == ["waiting", "waiting"]
    assert workspace.preferences.unfinished_batch == tmp_path / "out"
    assert len(records_written(queue.jobs[0].folder)) == 1
    gate.open()
    with qtbot.waitSignal(queue.ended, timeout=WAIT_MS):
        queue.start()
    assert states(queue) == ["done", "done"]
    for job in queue.jobs:
        assert sorted(records_written(job.folder)) == list(range(NUM_CLIPS))


def test_stopped_it_goes_on_in_another_window_and_nothing_is_done_twice(
    qtbot: Any,
    make_workspace: Callable[[], Workspace],
    aligned_two: list[Path],
    checkpoint_file: Path,
    tmp_path: Path,
    gate: Gate,
) -> None:
    first, out = make_workspace(), tmp_path / "out"
    begin(qtbot, first.batch, out, aligned_two, checkpoint_file)
    for _ in range(NUM_CLIPS):
        gate.wait_for_arrival()
        gate.let_one_pass()
    qtbot.waitUntil(lambda: states(first.batch) == ["done", "running"], timeout=WAIT_MS)
    gate.wait_for_arrival()
    first.batch.stop()
    gate.let_one_pass()
    qtbot.waitUntil(lambda: first.batch.state == "stopped", timeout=WAIT_MS)
    assert states(first.batch) == ["done", "stopped"]
    assert first.preferences.unfinished_batch is None
    (summary,) = out.glob("a_aligned/*/summary.json")
    written = summary.stat().st_mtime_ns
    gate.open()
    second = make_workspace()
    with qtbot.waitSignal(second.batch.ended, timeout=WAIT_MS):
        second.batch.open(out, start=True)
    assert states(second.batch) == ["done", "done"]
    assert summary.stat().st_mtime_ns == written
    for job in second.batch.jobs:
        assert sorted(records_written(job.folder)) == list(range(NUM_CLIPS))


def test_what_failed_is_tried_again_once_it_is_mended(
    qtbot: Any, workspace: Workspace, aligned_two: list[Path], checkpoint_file: Path, tmp_path: Path
) -> None:
    queue, away = workspace.batch, tmp_path / "elsewhere"
    queue.add(tmp_path / "out", aligned_two, {checkpoint_file: None}, SETTINGS, start=False)
    qtbot.waitUntil(lambda: len(queue.jobs) == 2, timeout=WAIT_MS)
    aligned_two[0].rename(away)
    with qtbot.waitSignal(queue.ended, timeout=WAIT_MS):
        queue.start()
    assert states(queue) == ["failed", "done"]
    away.rename(aligned_two[0])
    with qtbot.waitSignal(queue.ended, timeout=WAIT_MS):
        queue.retry()
    assert states(queue) == ["done", "done"]


def test_what_the_user_begins_ends_before_the_job_that_is_being_done(
    qtbot: Any,
    workspace: Workspace,
    aligned: Path,
    aligned_two: list[Path],
    checkpoint_file: Path,
    tmp_path: Path,
    gate: Gate,
) -> None:
    queue = workspace.batch
    workspace.open_recording(aligned)
    workspace.open_checkpoint(checkpoint_file)
    qtbot.waitUntil(lambda: workspace.can_analyse and not workspace.activity, timeout=WAIT_MS)
    begin(qtbot, queue, tmp_path / "out", aligned_two, checkpoint_file)
    gate.wait_for_arrival()
    workspace.analyse()
    assert queue.gives_way
    assert "gives way" in job_words(queue, queue.jobs[0])
    stood: list[int] = []
    workspace.task_state_changed.connect(
        lambda state: stood.append(len(records_written(queue.jobs[0].folder))) if state == "done" else None
    )
    with qtbot.waitSignal(queue.ended, timeout=WAIT_MS):
        for _ in range(1 + NUM_CLIPS):  # the job's present clip, then the user's analysis
            gate.let_one_pass()
        qtbot.waitUntil(lambda: workspace.task_state == "done", timeout=WAIT_MS)
        assert states(queue) == ["running", "waiting"]
        gate.open()
    assert stood == [1]
    assert states(queue) == ["done", "done"]


def test_closed_while_it_runs_the_next_window_can_go_on(
    qtbot: Any,
    make_workspace: Callable[[], Workspace],
    aligned_two: list[Path],
    checkpoint_file: Path,
    tmp_path: Path,
    gate: Gate,
) -> None:
    first, out = make_workspace(), tmp_path / "out"
    begin(qtbot, first.batch, out, aligned_two, checkpoint_file)
    gate.wait_for_arrival()
    on_disk = first.preferences.path.read_text(encoding="utf-8")
    assert f"unfinished_batch={out}" in on_disk, "also where the window is killed"
    first.request_stop()
    gate.open()
    assert first.close()
    second = make_workspace()
    assert second.batch.unfinished == out
    with qtbot.waitSignal(second.batch.ended, timeout=WAIT_MS):
        second.batch.open(out, start=True)
    assert states(second.batch) == ["done", "done"]
    assert second.batch.unfinished is None
    for job in second.batch.jobs:
        assert sorted(records_written(job.folder)) == list(range(NUM_CLIPS))


def test_the_command_goes_on_with_the_windows_batch_and_the_window_with_the_commands(
    qtbot: Any, workspace: Workspace, aligned_two: list[Path], checkpoint_file: Path, tmp_path: Path, gate: Gate
) -> None:
    queue, out = workspace.batch, tmp_path / "out"
    begin(qtbot, queue, out, aligned_two, checkpoint_file)
    gate.wait_for_arrival()
    queue.stop()
    gate.open()
    qtbot.waitUntil(lambda: queue.state == "stopped", timeout=WAIT_MS)
    assert main(["batch", "--out", str(out), "--device", "cpu"]) == 0
    queue.reload()
    qtbot.waitUntil(lambda: queue.state == "ended", timeout=WAIT_MS)
    assert states(queue) == ["done", "done"]
    for job in queue.jobs:
        assert sorted(records_written(job.folder)) == list(range(NUM_CLIPS))
    command = ["batch", str(aligned_two[0]), "--checkpoint", str(checkpoint_file), "--out", str(tmp_path / "other")]
    assert main([*command, "--device", "cpu"]) == 0
    with qtbot.waitSignal(queue.ended, timeout=WAIT_MS):
        queue.add(tmp_path / "other", aligned_two, {checkpoint_file: None}, SETTINGS)
    assert states(queue) == ["done", "done"]


def test_what_the_command_finished_is_in_the_library_once_the_window_opens_the_batch(
    qtbot: Any, workspace: Workspace, aligned_two: list[Path], checkpoint_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    command = ["batch", *map(str, aligned_two), "--checkpoint", str(checkpoint_file), "--out", str(out)]
    assert main([*command, "--device", "cpu"]) == 0
    aligned_two[1].rename(tmp_path / "moved")
    kept, told, added = KeptSessions(workspace), list[Any](), list[None]()
    kept.message_raised.connect(told.append)
    kept.changed.connect(lambda: added.append(None))
    workspace.batch.open(out)
    qtbot.waitUntil(lambda: len(added) == 2, timeout=WAIT_MS)
    sessions = {one.path: one for one in Library().sessions()}
    assert set(sessions) == set(aligned_two)
    for job in workspace.batch.jobs:
        with AnalysisStore.open(job.store) as store:
            assert [(one.folder, one.points) for one in sessions[job.recording].scores] == [
                (job.store, store.video_score)
            ]
    assert sessions[aligned_two[0]].thumbnail is not None
    assert sessions[aligned_two[1]].thumbnail is None, "its recording is not there"
    with qtbot.waitSignal(workspace.batch.loaded, timeout=WAIT_MS):
        workspace.batch.open(out)
    run_side_tasks(qtbot, workspace)
    assert len(added) == 2
    assert told == []


def run_side_tasks(qtbot: Any, workspace: Workspace) -> None:
    """Wait until all work for the library that was asked for is done."""
    ended: list[str] = []
    workspace.run_side_task(lambda: iter(()), "", lambda _: None, lambda state, _: ended.append(state), "library")
    qtbot.waitUntil(lambda: bool(ended), timeout=WAIT_MS)


def test_more_is_added_and_some_left_out_while_it_runs(
    qtbot: Any, workspace: Workspace, aligned_two: list[Path], checkpoint_file: Path, tmp_path: Path, gate: Gate
) -> None:
    queue, out = workspace.batch, tmp_path / "out"
    more = [write_aligned(tmp_path / f"{name}_aligned", first=10 * i) for i, name in enumerate("cd")]
    begin(qtbot, queue, out, aligned_two, checkpoint_file)
    gate.wait_for_arrival()
    queue.add(out, more, {checkpoint_file: None}, SETTINGS)
    queue.remove(["b_aligned/tiny", "a_aligned/tiny", "c_aligned/tiny"])
    qtbot.waitUntil(lambda: not queue.is_reading, timeout=WAIT_MS)
    assert [job.name for job in queue.jobs] == ["a_aligned/tiny", "d_aligned/tiny"], "what is being done stays"
    told: list[Any] = []
    queue.problem_raised.connect(told.append)
    queue.open(tmp_path / "nothing")
    assert "is running" in told[0].text
    with qtbot.waitSignal(queue.ended, timeout=WAIT_MS):
        gate.open()
    assert states(queue) == ["done", "done"]
    kept = Plan.load(out)
    assert kept is not None
    assert kept.jobs == tuple(queue.jobs)
    with (out / "batch.csv").open(encoding="utf-8", newline="") as file:
        assert [(row["name"], row["state"]) for row in csv.DictReader(file)] == [
            ("a_aligned/tiny", "done"),
            ("d_aligned/tiny", "done"),
        ]
    queue.open(tmp_path / "nothing")
    qtbot.waitUntil(lambda: len(told) == 2, timeout=WAIT_MS)
    assert "no batch was begun there" in told[1].text
    assert queue.folder == out


def test_a_job_that_another_process_is_at_is_left_to_it(
    qtbot: Any, workspace: Workspace, aligned_two: list[Path], checkpoint_file: Path, tmp_path: Path
) -> None:
    queue = workspace.batch
    queue.add(tmp_path / "out", aligned_two, {checkpoint_file: None}, SETTINGS, start=False)
    qtbot.waitUntil(lambda: len(queue.jobs) == 2 and not queue.is_reading, timeout=WAIT_MS)
    first = queue.jobs[0]
    first.folder.mkdir(parents=True)
    with FileLock(first.folder / ".lock"):
        queue.start()
        qtbot.waitUntil(lambda: queue.state == "paused", timeout=WAIT_MS)
    assert states(queue) == ["waiting", "done"]
    assert "another process is at it" in job_words(queue, first)
    with qtbot.waitSignal(queue.ended, timeout=WAIT_MS):
        queue.start()
    assert states(queue) == ["done", "done"]


def test_a_report_that_cannot_be_written_pauses_the_batch(
    qtbot: Any, workspace: Workspace, aligned_two: list[Path], checkpoint_file: Path, tmp_path: Path, gate: Gate
) -> None:
    queue, report = workspace.batch, tmp_path / "out" / "batch.csv"
    begin(qtbot, queue, tmp_path / "out", aligned_two, checkpoint_file)
    gate.wait_for_arrival()
    report.unlink()
    report.mkdir()
    with qtbot.waitSignal(queue.problem_raised, timeout=WAIT_MS) as told:
        gate.open()
    assert "batch.csv" in told.args[0].text
    qtbot.waitUntil(lambda: queue.state == "paused", timeout=WAIT_MS)
    report.rmdir()
    with qtbot.waitSignal(queue.ended, timeout=WAIT_MS):
        queue.start()
    assert states(queue) == ["done", "done"]
    for job in queue.jobs:
        assert sorted(records_written(job.folder)) == list(range(NUM_CLIPS))


def test_a_batch_whose_folder_is_gone_is_told_once(qtbot: Any, workspace: Workspace, tmp_path: Path) -> None:
    workspace.preferences.unfinished_batch = tmp_path / "gone"
    with qtbot.waitSignal(workspace.batch.problem_raised, timeout=WAIT_MS) as told:
        workspace.batch.open(tmp_path / "gone", start=True)
    assert str(tmp_path / "gone") in told.args[0].text
    assert workspace.batch.unfinished is None
    assert workspace.batch.state == "none"


class HeldBoard(QObject):
    """A board that does nothing by itself: the test answers for its threads."""

    background_waits = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[Any, Any]] = []

    def submit(self, _steps: Any, _title: str, on_value: Any, on_end: Any, **_options: Any) -> int:
        self.asked.append((on_value, on_end))
        return len(self.asked)


def test_the_time_left_counts_what_waits_as_long_as_what_was_done(qapp: Any, tmp_path: Path) -> None:
    for name in "abcd":
        (tmp_path / f"{name}.mp4").touch()
    (tmp_path / "tiny.pth").touch()
    sources = [tmp_path / f"{name}.mp4" for name in "abcd"]
    plan, jobs = Plan(tmp_path / "out").extended(sources, {tmp_path / "tiny.pth": None}, SETTINGS)
    report = Report(tmp_path / "batch.csv")
    report.enter(*(Outcome(job.name, "waiting") for job in jobs))
    board = HeldBoard()
    queue = BatchQueue(Preferences(), board, board)  # type: ignore[arg-type]
    queue.open(plan.folder, start=True)
    on_value, on_end = board.asked[-1]
    on_value(BatchOpened(plan, report))
    on_end("done", None)

    def explain(done: int, seconds_left: float) -> None:
        board.asked[-1][0](Progress("explaining", done, 10, "clips", rate=0.5, seconds_left=seconds_left))

    assert queue.seconds_left is None
    board.asked[-1][0](Progress("aligning faces", 8, 64, "frames", rate=9.0, seconds_left=2.0))
    assert queue.seconds_left is None, "of the first clip only"
    explain(4, 12.0)
    # Nothing is done yet: the other three take as long as this one, 10 clips at 0.5 a second.
    assert queue.seconds_left == 12 + 3 * 20
    on_value, on_end = board.asked[-1]
    ended = Outcome(jobs[0].name, "done", 17.0, 10, 0, seconds=30.0)
    report.enter(ended)
    on_value(JobEnded(ended))
    on_end("done", None)
    explain(5, 10.0)
    assert queue.seconds_left == 10 + 2 * 30
