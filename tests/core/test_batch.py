"""Batches: every recording once, whatever is interrupted or dies, and a report that is true."""

from __future__ import annotations

import csv
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from distributed import LocalCluster

from stadrn_core import batch, cluster, stopwatch
from stadrn_core.batch import Machine, Outcome, Report, do_job, run_job, standing, standings, write_failures
from stadrn_core.batch_plan import BatchSettings, Job, Plan, find_recordings
from stadrn_core.checkpoint import init_checkpoint, load_checkpoint
from stadrn_core.cli import main
from stadrn_core.cluster import run_on_workers
from stadrn_core.errors import DataError
from stadrn_core.explain.queue import ClipQueue
from stadrn_core.model import ModelConfig
from stadrn_core.store import AnalysisStore
from tests.app.opened import write_aligned

TINY = ModelConfig(features=2, stem_width=8, layers=(1, 1, 1, 1), clip_length=8, frame_size=64)
CPU = Machine("cpu")
NUM_FRAMES = 60
"""At interval 3: 20 sampled frames, 3 clips of 8."""


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return init_checkpoint(tmp_path_factory.mktemp("checkpoint") / "tiny.safetensors", TINY)


def table_of(folder: Path, num_recordings: int, num_frames: int = NUM_FRAMES) -> Path:
    """A table of recordings of aligned faces: nothing has to be looked for in them."""
    for i in range(num_recordings):
        write_aligned(folder / f"p{i}_aligned", num_frames, first=10 * i)
    rows = "".join(f"p{i}_aligned\n" for i in range(num_recordings))
    (folder / "list.csv").write_text(f"path\n{rows}", encoding="utf-8")
    return folder / "list.csv"


def find_jobs(sources: list[Path], checkpoints: list[Path], out: Path) -> list[Job]:
    _, jobs = Plan(out).extended(sources, dict.fromkeys(checkpoints), BatchSettings())
    return jobs


def rows_of(out: Path) -> dict[str, dict[str, str]]:
    with (out / "batch.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"]: row for row in csv.DictReader(file)}


def records_written(folder: Path) -> list[int]:
    """Clip numbers in the order in which the store noted them, as often as it did."""
    (file,) = folder.glob("analysis.zarr/*.jsonl")
    return [json.loads(line)["clip_index"] for line in file.read_text(encoding="utf-8").splitlines()]


def test_recordings_are_found_in_folders_tables_and_by_name(tmp_path: Path) -> None:
    (tmp_path / "a" / "day 1").mkdir(parents=True)
    for name in ("a/x.mp4", "a/day 1/x.MOV", "a/notes.txt", "b.avi"):
        (tmp_path / name).touch()
    (tmp_path / "list.csv").write_text("path,group\nb.avi,1\n", encoding="utf-8")
    found = find_recordings([tmp_path / "a", tmp_path / "list.csv", tmp_path / "b.avi"])
    assert [name for name, _ in found] == ["day 1__x", "x", "b"]
    assert found[0][1] == (tmp_path / "a" / "day 1" / "x.MOV").resolve()


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda f: f / "nowhere", "does not exist"),
        (lambda f: f / "empty", "no recording"),
        (lambda f: f / "wrong.csv", "no column 'path'"),
        (lambda f: f / "missing.csv", "line 3"),
        (lambda f: f / "twice", "same name"),
    ],
)
def test_what_cannot_be_taken_is_named(tmp_path: Path, make: Any, reason: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "twice").mkdir()
    for name in ("twice/a.mp4", "twice/a.mov", "a.mp4"):
        (tmp_path / name).touch()
    (tmp_path / "wrong.csv").write_text("file\na.mp4\n", encoding="utf-8")
    (tmp_path / "missing.csv").write_text("path\na.mp4\ngone.mp4\n", encoding="utf-8")
    with pytest.raises(DataError, match=reason):
        find_recordings([make(tmp_path)])


def test_checkpoints_of_the_same_name_have_folders_of_their_own(tmp_path: Path) -> None:
    paths = [tmp_path / name / "best.pth" for name in "ab"] + [tmp_path / "other.pth"]
    for path in paths:
        path.parent.mkdir(exist_ok=True)
        path.touch()
    (tmp_path / "x.mp4").touch()
    jobs = find_jobs([tmp_path / "x.mp4"], paths, tmp_path / "out")
    assert len({job.folder for job in jobs}) == 3
    assert jobs[2].name == "x/other"


def test_a_batch_is_done_once_and_says_what_failed(checkpoint: Path, tmp_path: Path, capsys: Any) -> None:
    table = table_of(tmp_path, 2)
    (tmp_path / "broken.mp4").write_bytes(b"not a video")
    with table.open("a", encoding="utf-8") as file:
        file.write("broken.mp4\n")
    out = tmp_path / "out"
    command = ["batch", str(table), "--checkpoint", str(checkpoint), "--out", str(out), "--device", "cpu"]
    assert main(command) == 1
    rows = rows_of(out)
    assert [rows[f"{name}/tiny"]["state"] for name in ("p0_aligned", "p1_aligned", "broken")] == [
        "done",
        "done",
        "failed",
    ]
    assert "broken.mp4" in rows["broken/tiny"]["reason"]
    for name in ("summary.json", "frames.csv", "methods.txt"):
        assert (out / "p0_aligned" / "tiny" / name).stat().st_size > 0
    summary = json.loads((out / "p1_aligned" / "tiny" / "summary.json").read_text(encoding="utf-8"))
    assert float(rows["p1_aligned/tiny"]["score"]) == summary["score"]
    with AnalysisStore.open(out / "p1_aligned" / "tiny" / "analysis.zarr") as store:
        maps = store.clip_maps(0)
    network = load_checkpoint(checkpoint, "cpu")
    assert np.isfinite(maps.gradcampp).all()
    assert store.manifest.checkpoint.identity == network.identity
    written = (out / "p0_aligned" / "tiny" / "summary.json").stat().st_mtime_ns
    capsys.readouterr()
    assert main(command) == 1
    assert "2 done before" in capsys.readouterr().err
    assert (out / "p0_aligned" / "tiny" / "summary.json").stat().st_mtime_ns == written


def test_stopped_in_the_middle_it_goes_on(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    table, out = table_of(tmp_path, 2), tmp_path / "out"
    command = ["batch", str(table), "--checkpoint", str(checkpoint), "--out", str(out), "--device", "cpu"]
    put, calls = ClipQueue.put, []

    def interrupted(*arguments: Any, **options: Any) -> Any:
        calls.append(1)
        if len(calls) == 5:
            raise KeyboardInterrupt
        return put(*arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(ClipQueue, "put", interrupted)
        assert main(command) == 130
    assert "1 of 2 are done" in capsys.readouterr().err
    assert main(command) == 0
    assert [row["state"] for row in rows_of(out).values()] == ["done", "done"]
    for i in range(2):
        assert sorted(records_written(out / f"p{i}_aligned" / "tiny")) == [0, 1, 2]


def test_two_processes_are_never_at_the_same_job(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (job,) = find_jobs([table_of(tmp_path, 1)], [checkpoint], tmp_path / "out")
    seen = []

    def meanwhile(*_arguments: Any) -> list[Any]:
        seen.append(do_job(job, BatchSettings(), CPU))
        return []

    with monkeypatch.context() as patch:
        patch.setattr(batch, "_explain", meanwhile)
        do_job(job, BatchSettings(), CPU)
    assert [(outcome.state, outcome.reason) for outcome in seen] == [("waiting", "another process is at it")]
    assert do_job(job, BatchSettings(), CPU).state == "done"
    assert standing(job).state == "done"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_worker_that_is_killed_loses_nothing_and_nothing_is_done_twice(checkpoint: Path, tmp_path: Path) -> None:
    jobs = find_jobs([table_of(tmp_path, 6, num_frames=240)], [checkpoint], tmp_path / "out")
    report = Report(tmp_path / "batch.csv")
    killed = []
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=True
    ) as local:
        steps = run_on_workers(jobs, BatchSettings(), CPU, report, local.scheduler_address)
        for outcome in (step for step in steps if isinstance(step, Outcome)):
            assert outcome.state == "done", outcome.reason
            if not killed:
                worker = next(iter(local.workers.values()))
                killed.append(worker.pid)
                os.kill(worker.pid, signal.SIGKILL)
    assert killed
    assert {outcome.state for outcome in report.outcomes.values()} == {"done"}
    assert len(report.outcomes) == len(jobs)
    for job in jobs:
        with AnalysisStore.open(job.folder / "analysis.zarr") as store:
            assert store.is_complete
            assert sorted(records_written(job.folder)) == list(range(store.plan.num_clips))


def test_a_scheduler_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    with pytest.raises(DataError, match=r"tcp://127\.0\.0\.1:9"):
        list(run_on_workers([], BatchSettings(), CPU, Report(Path("unused.csv")), "tcp://127.0.0.1:9"))


def test_what_was_begun_goes_on_without_being_named_again(checkpoint: Path, tmp_path: Path, capsys: Any) -> None:
    table, out = table_of(tmp_path, 2), tmp_path / "out"
    plan, _ = Plan(out).extended([table], {checkpoint: None}, BatchSettings({"sample_interval": 6}))
    plan.save()
    assert main(["batch", "--out", str(out), "--device", "cpu"]) == 0
    assert [row["state"] for row in rows_of(out).values()] == ["done", "done"]
    with AnalysisStore.open(plan.jobs[1].store) as store:
        assert store.plan.sample_interval == 6
    assert main(["batch", "--out", str(out), "--overlay"]) == 1
    assert "--overlay: name recordings too" in capsys.readouterr().err
    assert main(["batch", "--out", str(tmp_path / "nothing")]) == 1
    assert "no batch was begun there" in capsys.readouterr().err


def test_a_plan_is_kept_and_read_again(checkpoint: Path, tmp_path: Path) -> None:
    settings = BatchSettings({"slicing": "contiguous", "guided": "none"}, overlay=True, deidentify="blur")
    plan, asked = Plan(tmp_path / "out").extended([table_of(tmp_path, 2)], {checkpoint: None}, settings)
    plan.save()
    assert Plan.load(tmp_path / "out") == plan
    assert plan.jobs == tuple(asked)
    (tmp_path / "out" / "batch.json").write_text("{}", encoding="utf-8")
    with pytest.raises(DataError, match="schema_version"):
        Plan.load(tmp_path / "out")


def test_a_longer_plan_keeps_the_names_and_one_folder_has_one_kind_of_settings(tmp_path: Path) -> None:
    first, second = tmp_path / "a" / "best.pth", tmp_path / "b" / "best.pth"
    for path in (first, second, tmp_path / "v" / "x.mp4"):
        path.parent.mkdir(exist_ok=True)
        path.touch()
    plan, _ = Plan(tmp_path / "out").extended([tmp_path / "v"], {first: None}, BatchSettings())
    plan, asked = plan.extended([tmp_path / "v" / "x.mp4"], {first: None, second: "spatial"}, BatchSettings())
    assert [job.name for job in plan.jobs] == ["x/best", asked[1].name]
    assert asked[1].name.startswith("x/best-")
    assert asked[1].kind == "spatial"
    with pytest.raises(DataError, match="sample interval 1 instead of as the checkpoint says"):
        plan.extended([tmp_path / "v"], {first: None}, BatchSettings({"sample_interval": 1}))


def test_folders_of_images_are_recordings_and_results_are_not(tmp_path: Path) -> None:
    write_aligned(tmp_path / "in" / "visit 1" / "faces_aligned", 1)
    (tmp_path / "in" / "out" / "x" / "tiny" / "analysis.zarr").mkdir(parents=True)
    (tmp_path / "in" / "out" / "x" / "tiny" / "overlay.mp4").touch()
    found = find_recordings([tmp_path / "in"])
    assert [name for name, _ in found] == ["visit 1__faces_aligned"]
    assert find_recordings([tmp_path / "in" / "visit 1" / "faces_aligned"])[0][0] == "faces_aligned"


def test_what_failed_before_says_why_and_other_weights_are_noticed(checkpoint: Path, tmp_path: Path) -> None:
    network = tmp_path / "net.safetensors"
    network.write_bytes(checkpoint.read_bytes())
    (tmp_path / "broken.mp4").write_bytes(b"not a video")
    sources = [table_of(tmp_path, 1), tmp_path / "broken.mp4"]
    plan, _ = Plan(tmp_path / "out").extended(sources, {network: None}, BatchSettings())
    report = Report(tmp_path / "out" / "batch.csv")
    for job in plan.jobs:
        report.enter(do_job(job, plan.settings, CPU))
    done, failed = standings(plan)
    assert (done.state, done.num_clips) == ("done", 3)
    assert failed.state == "failed"
    assert "broken.mp4" in failed.reason
    init_checkpoint(network, TINY, seed=5)
    outcome = do_job(plan.jobs[0], plan.settings, CPU)
    assert outcome.state == "failed"
    assert "other weights" in outcome.reason


def test_failures_are_told_to_be_read_and_jobs_can_be_left_out(checkpoint: Path, tmp_path: Path) -> None:
    for name in ("a.mp4", "b.mp4"):
        (tmp_path / name).write_bytes(b"not a video")
    sources = [tmp_path / "a.mp4", table_of(tmp_path, 1), tmp_path / "b.mp4"]
    plan, _ = Plan(tmp_path / "out").extended(sources, {checkpoint: None}, BatchSettings())
    report = Report(tmp_path / "out" / "batch.csv")
    report.enter(*(do_job(job, plan.settings, CPU) for job in plan.jobs))
    write_failures(tmp_path / "failures.txt", plan, report.outcomes)
    told = (tmp_path / "failures.txt").read_text(encoding="utf-8")
    assert "3 analyses: 1 done, 2 failed, 0 not finished." in told
    for name in ("a.mp4", "b.mp4"):
        assert f"Recording: {tmp_path / name}" in told
        assert report.outcomes[f"{Path(name).stem}/tiny"].reason in told
    assert told.count(f"Checkpoint: {checkpoint}") == 2
    assert "p0_aligned" not in told
    report.drop(["a/tiny"])
    assert list(rows_of(tmp_path / "out")) == ["p0_aligned/tiny", "b/tiny"]
    assert [job.name for job in plan.without(["a/tiny"]).jobs] == ["p0_aligned/tiny", "b/tiny"]
    assert (tmp_path / "out" / "a" / "tiny").is_dir(), "what it left stays"


def test_a_fault_of_the_program_ends_one_job_only(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (job,) = find_jobs([table_of(tmp_path, 1)], [checkpoint], tmp_path / "out")

    def fault(*_arguments: Any) -> None:
        raise ZeroDivisionError("a mistake")

    with monkeypatch.context() as patch:
        patch.setattr(batch, "_explain", fault)
        outcome = do_job(job, BatchSettings(), CPU)
    assert outcome.state == "failed"
    assert "ZeroDivisionError: a mistake" in outcome.reason
    assert "a mistake" in caplog.text


def test_time_in_which_a_job_is_kept_waiting_is_not_its_own(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (job,) = find_jobs([table_of(tmp_path, 1)], [checkpoint], tmp_path / "out")
    clock = {"extra": 0.0}
    real = stopwatch.time.monotonic
    monkeypatch.setattr(stopwatch.time, "monotonic", lambda: real() + clock["extra"])
    for step in run_job(job, BatchSettings(), CPU):
        clock["extra"] += 1000.0
        outcome = step
    assert isinstance(outcome, Outcome)
    assert outcome.seconds < 1000
    with AnalysisStore.open(job.store) as store:
        assert all(record.seconds < 1000 for record in store.records.values())
