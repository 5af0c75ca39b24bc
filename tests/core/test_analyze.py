"""A whole analysis with a very small network: order, cancelling, resuming, being killed, faces that are missing."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from stadrn_core import analyze, video
from stadrn_core.analyze import Analysis, analysis_folder, analyze_video, clips_left, guided_of_clip, settings_for
from stadrn_core.checkpoint import LoadedCheckpoint, init_checkpoint, load_checkpoint
from stadrn_core.clip_faces import warped_faces
from stadrn_core.clips import clip_tensor
from stadrn_core.errors import DeviceError, FaceError, StoreError
from stadrn_core.explain import explain_clip
from stadrn_core.explain.clip import ClipExplainer
from stadrn_core.explain.queue import ClipQueue
from stadrn_core.manifest import AnalysisSettings, ClipRecord
from stadrn_core.model import ModelConfig
from stadrn_core.one_clip import stored_clip
from stadrn_core.store import AnalysisStore
from stadrn_core.types import FaceState, Progress
from stadrn_core.video import hash_recording, open_recording
from tests import killable
from tests.app.opened import write_aligned
from tests.devices import FakeGpu
from tests.recordings import write_video

TINY = ModelConfig(features=2, stem_width=8, layers=(1, 1, 1, 1), clip_length=8, frame_size=64)
PROJECT = Path(__file__).resolve().parents[2]
SPARSE = AnalysisSettings(sample_interval=6)
"""Of the demo clip's 210 frames 35 are sampled: 5 clips of 8."""


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> LoadedCheckpoint:
    path = init_checkpoint(tmp_path_factory.mktemp("checkpoint") / "tiny.safetensors", TINY)
    return load_checkpoint(path, "cpu")


@pytest.fixture(scope="module")
def uninterrupted(checkpoint: LoadedCheckpoint, tmp_path_factory: pytest.TempPathFactory) -> AnalysisStore:
    """The demo clip analysed in one go."""
    folder = tmp_path_factory.mktemp("analysis") / "whole.zarr"
    analysis = Analysis(PROJECT / "resources" / "demo_face.mp4", checkpoint, SPARSE, folder, num_processes=1)
    for _ in analysis.run():
        pass
    assert analysis.store is not None
    return analysis.store


def records_of(events: object) -> list[int]:
    return [event.clip_index for event in events if isinstance(event, ClipRecord)]  # type: ignore[attr-defined]


def assert_equal_results(a: AnalysisStore, b: AnalysisStore) -> None:
    assert a.records.keys() == b.records.keys()
    for i in a.records:
        first, second = a.records[i], b.records[i]
        # Equal to the last bits: the number of threads changes the order of float32 sums.
        assert first.raw_output == pytest.approx(second.raw_output, rel=1e-6)
        assert first.num_found == second.num_found
        np.testing.assert_allclose(a.clip_maps(i).gradcampp, b.clip_maps(i).gradcampp, rtol=1e-5, atol=1e-7)
        for position in (0, 4, 7):
            mine, other = a.guided_frame(i, position), b.guided_frame(i, position)
            assert mine is not None
            np.testing.assert_allclose(mine, other, atol=np.abs(mine).max() / 100)
    n = len(a.plan.frame_indices)
    assert np.array_equal(a.face_track(0, n).landmarks, b.face_track(0, n).landmarks, equal_nan=True)


def test_the_whole_line_gives_what_its_stages_give(uninterrupted: AnalysisStore, checkpoint: LoadedCheckpoint) -> None:
    store = uninterrupted
    assert store.is_complete
    assert store.plan.num_clips == 5
    assert (store.face_states() == FaceState.FOUND).mean() >= 0.99
    with open_recording(PROJECT / "resources" / "demo_face.mp4") as source:
        pictures = np.stack(list(warped_faces(store, source, list(store.plan.positions[2]))))
        again = guided_of_clip(store, source, checkpoint, 2)
    expected = explain_clip(checkpoint.model, clip_tensor(pictures))
    record = store.records[2]
    assert record.way == expected.way == "prepared"
    assert record.raw_output == pytest.approx(expected.raw_output, rel=1e-5)
    np.testing.assert_allclose(store.clip_maps(2).gradcampp, expected.gradcampp, rtol=1e-4, atol=1e-7)
    assert expected.signed_points is not None
    assert expected.guided is not None
    assert again is not None
    np.testing.assert_allclose(again, expected.guided, rtol=1e-4, atol=1e-4 * np.abs(expected.guided).max())
    bias = checkpoint.model.fc.bias.item()
    assert record.raw_output is not None
    assert record.signed_total == pytest.approx(63 * (record.raw_output - bias), rel=1e-4)
    assert sum(record.slot_points) == pytest.approx(record.signed_total, rel=1e-6)
    assert store.video_score == pytest.approx(np.mean([r.score for r in store.records.values()]))


def test_reopening_a_finished_analysis_computes_nothing(
    uninterrupted: AnalysisStore, checkpoint: LoadedCheckpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("computed again")

    monkeypatch.setattr(ClipQueue, "put", refuse)
    monkeypatch.setattr(analyze, "FacePool", refuse)
    video = PROJECT / "resources" / "demo_face.mp4"
    results = list(analyze_video(video, checkpoint, SPARSE, uninterrupted.path))
    assert [result.record.clip_index for result in results] == [0, 1, 2, 3, 4]
    assert results[3].maps is not None
    assert results[3].frame_indices.tolist() == uninterrupted.plan.clip_frames(3).tolist()


@pytest.mark.parametrize("is_known", [False, True])
def test_a_recording_that_is_open_is_neither_hashed_nor_indexed_again(
    is_known: bool,
    uninterrupted: AnalysisStore,
    checkpoint: LoadedCheckpoint,
    tmp_path: Path,
    demo_video: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with open_recording(demo_video) as source:
        index = source.index
    calls: list[str] = []
    for module, name in ((analyze, "hash_recording"), (video, "index_video")):
        monkeypatch.setattr(module, name, counted(getattr(module, name), calls))
    known = {"index": index, "recording_sha256": hash_recording(demo_video)} if is_known else {}
    analysis = Analysis(demo_video, checkpoint, SPARSE, tmp_path / "a.zarr", num_processes=0, **known)
    records_of(analysis.run())
    assert sorted(calls) == ([] if is_known else ["hash_recording", "index_video"])
    assert analysis.store is not None
    assert analysis.store.manifest.recording == uninterrupted.manifest.recording
    assert_equal_results(uninterrupted, analysis.store)


def counted(function: Callable[..., object], calls: list[str]) -> Callable[..., object]:
    def call(*arguments: object, **named: object) -> object:
        calls.append(function.__name__)
        return function(*arguments, **named)

    return call


def test_clips_are_taken_from_the_playhead_outward(
    uninterrupted: AnalysisStore, checkpoint: LoadedCheckpoint, tmp_path: Path, demo_video: Path
) -> None:
    order: list[int] = []

    def playhead() -> int:
        return 100 if len(order) < 2 else 0

    analysis = Analysis(demo_video, checkpoint, SPARSE, tmp_path / "a.zarr", num_processes=0)
    for event in analysis.run(playhead):
        if isinstance(event, ClipRecord):
            order.append(event.clip_index)  # noqa: PERF401  # playhead() reads it meanwhile
    assert order[0] == 2, "the clip under the playhead comes first"
    assert order[2] == 0, "the playhead is read again before each clip"
    assert sorted(order) == [0, 1, 2, 3, 4]
    assert analysis.store is not None
    assert_equal_results(uninterrupted, analysis.store)


def test_cancelled_between_clips_it_goes_on_later(
    uninterrupted: AnalysisStore, checkpoint: LoadedCheckpoint, tmp_path: Path, demo_video: Path
) -> None:
    done: list[int] = []
    for _ in range(10):
        events = Analysis(demo_video, checkpoint, SPARSE, tmp_path / "a.zarr", num_processes=0).run(lambda: 150)
        for event in events:
            if isinstance(event, ClipRecord):
                done.append(event.clip_index)
                break
        else:
            break
        events.close()  # type: ignore[attr-defined]
    assert sorted(done) == [0, 1, 2, 3, 4], "each clip is computed exactly once"
    assert_equal_results(uninterrupted, AnalysisStore.open(tmp_path / "a.zarr"))


@pytest.fixture
def prepared() -> multiprocessing.context.ForkServerContext:
    """Starts processes that have everything imported, so that a kill falls into the analysis and not into imports."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.killable"])
    return context


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither SIGKILL nor a fork server")
def test_killed_at_twenty_random_moments_it_always_resumes(
    uninterrupted: AnalysisStore,
    checkpoint: LoadedCheckpoint,
    tmp_path: Path,
    demo_video: Path,
    prepared: multiprocessing.context.ForkServerContext,
) -> None:
    rng = random.Random(0)
    kills, whole = 0, 0
    folder = tmp_path / "0.zarr"
    while kills < 20:
        receiver, sender = prepared.Pipe(duplex=False)
        process = prepared.Process(
            target=killable.run, args=(demo_video, checkpoint.path, folder, SPARSE.sample_interval, sender)
        )
        process.start()
        sender.close()
        for _ in range(rng.randint(1, 9)):
            try:
                receiver.recv()
            except EOFError:
                break
        process.join(rng.random() * 0.1)
        if process.is_alive():
            process.kill()
            kills += 1
        process.join()
        process.close()
        receiver.close()
        if not folder.exists():
            continue
        store = AnalysisStore.open(folder)
        for i in store.records:
            assert store.records[i].raw_output == pytest.approx(uninterrupted.records[i].raw_output, rel=1e-6)
        if store.is_complete:
            assert_equal_results(uninterrupted, store)
            whole += 1
            folder = tmp_path / f"{whole}.zarr"
    assert whole >= 1
    for _ in Analysis(demo_video, checkpoint, SPARSE, folder, num_processes=0).run():
        pass
    assert_equal_results(uninterrupted, AnalysisStore.open(folder))


def test_frames_without_a_face_are_held_or_their_clip_is_skipped(
    checkpoint: LoadedCheckpoint, shared: Path, tmp_path: Path
) -> None:
    settings = AnalysisSettings(sample_interval=2)
    analysis = Analysis(
        shared / "videos" / "face_noface.mov", checkpoint, settings, tmp_path / "a.zarr", num_processes=0
    )
    computed = records_of(analysis.run())
    store = analysis.store
    assert store is not None
    assert sorted(computed) == list(range(store.plan.num_clips))
    states = store.face_states()
    for i, record in store.records.items():
        found = int((states[store.plan.positions[i]] == FaceState.FOUND).sum())
        assert record.num_found == found
        if found < 6:
            assert record.skipped_reason == f"a face in only {found} of 8 frames"
            assert record.score is None
        else:
            assert record.num_held == 8 - found
    assert {record.skipped_reason is None for record in store.records.values()} == {True, False}


def test_without_any_face_the_user_is_told(checkpoint: LoadedCheckpoint, tmp_path: Path) -> None:
    video = write_video(tmp_path / "numbers.mp4", 40, size=(320, 240))
    with pytest.raises(FaceError, match="no face was found in 7 sampled frames") as caught:
        records_of(Analysis(video, checkpoint, SPARSE, tmp_path / "a.zarr", num_processes=0).run())
    assert str(video) in str(caught.value)


def test_aligned_faces_are_taken_as_they_are(
    uninterrupted: AnalysisStore, checkpoint: LoadedCheckpoint, demo_video: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "faces_aligned"
    folder.mkdir()
    with open_recording(demo_video) as source:
        for i, face in enumerate(warped_faces(uninterrupted, source, list(range(35)))):
            cv2.imwrite(str(folder / f"frame_det_00_{i:06d}.png"), face[..., ::-1])
    settings = AnalysisSettings(sample_interval=1)
    analysis = Analysis(folder, checkpoint, settings, tmp_path / "a.zarr", num_processes=0)
    records_of(analysis.run())
    assert analysis.store is not None
    for i, record in uninterrupted.records.items():
        assert analysis.store.records[i].raw_output == pytest.approx(record.raw_output, rel=1e-5)


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are POSIX's")
def test_where_no_folder_is_named_only_the_owner_can_read_what_is_kept(
    checkpoint: LoadedCheckpoint, tmp_path: Path, stadrn_home: Path
) -> None:
    folder = write_aligned(tmp_path / "faces_aligned", 8)
    analysis = Analysis(folder, checkpoint, AnalysisSettings(sample_interval=1), num_processes=0)
    assert len(records_of(analysis.run())) == 1
    assert analysis.store is not None
    assert analysis.store.path.is_relative_to(stadrn_home / "data")
    assert (stadrn_home / "data").stat().st_mode & 0o077 == 0


def test_a_folder_of_another_analysis_is_not_touched(
    uninterrupted: AnalysisStore, checkpoint: LoadedCheckpoint, demo_video: Path
) -> None:
    before = sorted(p.stat().st_mtime_ns for p in uninterrupted.path.rglob("*.json*"))
    with pytest.raises(StoreError, match="holds the analysis of another"):
        records_of(Analysis(demo_video, checkpoint, AnalysisSettings(sample_interval=5), uninterrupted.path).run())
    assert sorted(p.stat().st_mtime_ns for p in uninterrupted.path.rglob("*.json*")) == before


def test_too_little_space_is_told_before_the_start(
    checkpoint: LoadedCheckpoint, demo_video: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=1000))
    with pytest.raises(StoreError, match=r"0\.00 GB are free"):
        records_of(Analysis(demo_video, checkpoint, SPARSE, tmp_path / "a.zarr").run())
    assert not (tmp_path / "a.zarr").exists()


def test_the_default_folder_is_named_by_content(checkpoint: LoadedCheckpoint, stadrn_home: Path) -> None:
    settings = settings_for(checkpoint)
    assert settings.alignment.size_px == 64
    folder = analysis_folder("ab", checkpoint.identity, settings)
    assert stadrn_home in folder.parents
    assert folder != analysis_folder("ac", checkpoint.identity, settings)


def test_the_clip_that_covers_the_playhead_comes_first_then_the_nearest(
    uninterrupted: AnalysisStore, tmp_path: Path
) -> None:
    store = AnalysisStore.create(
        tmp_path / "a.zarr", uninterrupted.manifest, uninterrupted.plan, uninterrupted.pts_seconds
    )
    for frame in range(210):
        chosen = clips_left(store, frame)[0]
        first, stop = store.plan.span(chosen)
        assert first <= frame < stop
    for i in (1, 2):
        store.write_clip(ClipRecord(i, None, None, "x", 0, 0), None)
    assert clips_left(store, 60) == [0, 3, 4]
    assert clips_left(store, 130) == [3, 4, 0]
    assert clips_left(store, 130, besides={3}) == [4, 0]
    store.close()


def test_progress_tells_stage_and_time_left(checkpoint: LoadedCheckpoint, demo_video: Path, tmp_path: Path) -> None:
    events = [
        e
        for e in Analysis(demo_video, checkpoint, SPARSE, tmp_path / "a.zarr", num_processes=0).run()
        if isinstance(e, Progress)
    ]
    assert {e.stage for e in events} == {"reading the recording", "aligning faces", "explaining"}
    explaining = [e for e in events if e.stage == "explaining"]
    assert [e.done for e in explaining] == sorted(e.done for e in explaining)
    assert explaining[-1].done == explaining[-1].total == 5
    assert explaining[-1].seconds_left == 0
    assert all(e.seconds_left is not None for e in explaining[2:])


def test_precision_is_told_and_refused_where_it_cannot_be(
    uninterrupted: AnalysisStore, checkpoint: LoadedCheckpoint, tmp_path: Path
) -> None:
    video = PROJECT / "resources" / "demo_face.mp4"
    with pytest.raises(DeviceError, match=r"cpu does not compute in tf32\. Choose float32 or bfloat16"):
        next(Analysis(video, checkpoint, replace(SPARSE, precision="tf32"), tmp_path / "tf32.zarr").run())
    assert not (tmp_path / "tf32.zarr").exists()
    settings = replace(SPARSE, precision="bfloat16")
    first = next(analyze_video(video, checkpoint, settings, tmp_path / "bfloat16.zarr"))
    assert first.store.manifest.precision == "bfloat16"
    assert (first.record.way, first.record.device) == ("autograd", "cpu")
    i = first.record.clip_index
    assert first.record.raw_output != uninterrupted.records[i].raw_output
    with open_recording(video) as source:
        again = guided_of_clip(first.store, source, checkpoint, i)
        clip = stored_clip(first.store, source, i).tensor
    assert again is not None
    expected = ClipExplainer(checkpoint.model, precision="bfloat16").begin(clip).explanation().guided
    np.testing.assert_array_equal(again, expected)
    assert not np.allclose(again, explain_clip(checkpoint.model, clip).guided, rtol=1e-3, atol=0)


def test_clips_under_way_on_a_gpu_give_the_same_analysis(
    uninterrupted: AnalysisStore, checkpoint: LoadedCheckpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gpu = FakeGpu()
    monkeypatch.setattr(analyze, "Device", lambda torch_device: gpu)
    video = PROJECT / "resources" / "demo_face.mp4"
    results = list(analyze_video(video, checkpoint, SPARSE, tmp_path / "gpu.zarr"))
    assert sorted(result.record.clip_index for result in results) == [0, 1, 2, 3, 4]
    for result in results:
        i = result.record.clip_index
        kept = uninterrupted.records[i]
        assert replace(result.record, seconds=0, device="") == replace(kept, seconds=0, device="")
        assert result.maps is not None
        np.testing.assert_array_equal(result.maps.gradcampp, uninterrupted.clip_maps(i).gradcampp)
    assert gpu.waits  # it was not computed elsewhere
