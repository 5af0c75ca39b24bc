"""A recording that is damaged in its middle: really damaged files, from decoding to what is told."""

from __future__ import annotations

import csv
import json
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from stadrn_core.analyze import Analysis
from stadrn_core.checkpoint import init_checkpoint, load_checkpoint
from stadrn_core.cli import main
from stadrn_core.damage import damage_warning, read_or_blank
from stadrn_core.errors import FaceError, FrameError, VideoError
from stadrn_core.export.figure import write_figure
from stadrn_core.manifest import AnalysisSettings
from stadrn_core.model import ModelConfig
from stadrn_core.render import render_frame
from stadrn_core.store import AnalysisStore
from stadrn_core.types import FaceState
from stadrn_core.video import open_recording
from stadrn_core.view import ViewSettings
from tests.recordings import draw_number, overwrite_packets, write_video

TINY = ModelConfig(features=2, stem_width=8, layers=(1, 1, 1, 1), clip_length=8, frame_size=64)
NUM_FRAMES = 48
"""At interval 2: 24 sampled frames, 3 clips of 8."""
LOST = range(25, 29)
SAMPLED_AND_LOST = [26, 28]
GOP = 10


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return init_checkpoint(tmp_path_factory.mktemp("checkpoint") / "tiny.safetensors", TINY)


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A face, with four frames in the middle overwritten by zeros."""
    demo = Path(__file__).resolve().parents[2] / "resources" / "demo_face.mp4"
    with open_recording(demo) as source:
        pictures = [cv2.resize(frame.rgb, (320, 240)) for frame in source.read_many(range(NUM_FRAMES))]
    path = tmp_path_factory.mktemp("recording") / "damaged.mp4"
    write_video(path, NUM_FRAMES, size=(320, 240), pictures=pictures, gop=GOP)
    return overwrite_packets(path, LOST[0], LOST[-1])


@pytest.fixture(scope="module")
def out(damaged: Path, checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``stadrn explain`` writes of it."""
    folder = tmp_path_factory.mktemp("explained") / "out"
    options = ["--checkpoint", str(checkpoint), "--out", str(folder), "--sample-interval", "2"]
    with redirect_stderr(StringIO()) as told:
        assert main(["explain", str(damaged), *options]) == 0
    (folder / "told.txt").write_text(told.getvalue())
    return folder


def test_only_what_is_lost_is_shown_empty(damaged: Path) -> None:
    with open_recording(damaged) as source:
        frames = [read_or_blank(source, i) for i in range(NUM_FRAMES)]
    assert [frame.index for frame in frames if frame.is_damaged] == list(LOST)
    assert [frame.index for frame in frames] == list(range(NUM_FRAMES))
    for i in LOST:
        assert frames[i].rgb.shape == (240, 320, 3)
        assert np.ptp(frames[i].rgb) == 0
        assert frames[i].pts_seconds == pytest.approx(i / 25)


def test_lost_frames_are_marked_and_the_nearest_face_is_held(out: Path) -> None:
    store = AnalysisStore.open(out / "analysis.zarr")
    states = store.face_states()
    assert store.plan.frame_indices[states == FaceState.DAMAGED].tolist() == SAMPLED_AND_LOST
    assert (states[:13] == FaceState.FOUND).all()
    assert (states[15:] == FaceState.FOUND).all()
    middle = store.records[1]
    assert middle.skipped_reason is None
    assert middle.num_held == 2
    assert store.records[0].num_held == store.records[2].num_held == 0
    assert store.placement(26).state is FaceState.DAMAGED
    assert store.placement(27).state is FaceState.HELD
    assert store.placement(24).state is FaceState.FOUND


def test_the_summary_counts_and_warns(out: Path) -> None:
    summary = json.loads((out / "summary.json").read_text())
    assert [clip["num_positions_held"] > 0 for clip in summary["clips"]] == [False, True, False]
    faces = summary["faces"]
    assert (faces["num_sampled_frames_damaged"], faces["num_frames_damaged"]) == (2, 2)
    counts = ("with_face", "without_face", "damaged", "not_looked_at")
    assert sum(faces[f"num_frames_{name}"] for name in counts) == faces["num_frames"] == NUM_FRAMES
    warning = next(text for text in summary["warnings"] if "cannot be decoded" in text)
    assert "2 of 24 sampled frames" in warning
    assert "the first is frame 26, the last 28" in warning
    with (out / "frames.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["frame_index"]) for row in rows if row["face"] == "damaged"] == SAMPLED_AND_LOST
    assert all(row["heat_max"] for row in rows)


def test_the_overlay_video_says_so_in_place_of_the_picture(out: Path) -> None:
    with av.open(out / "overlay.mp4") as video:
        pictures = [frame.to_ndarray(format="rgb24") for frame in video.decode(video=0)]
    assert len(pictures) == NUM_FRAMES
    height, width = pictures[0].shape[:2]
    original = np.s_[height // 5 : height // 2, width // 20 : width // 4]
    spread = [float(picture[original].std()) for picture in pictures]
    assert max(spread[i] for i in LOST) < 4 < min(value for i, value in enumerate(spread) if i not in LOST)


def test_the_user_is_told_once_on_the_command_line(out: Path) -> None:
    told = (out / "told.txt").read_text()
    assert told.count("cannot be decoded") == 1
    assert "Note: 2 of 24 sampled frames cannot be decoded" in told


def test_worker_processes_do_the_same(damaged: Path, checkpoint: Path, out: Path, tmp_path: Path) -> None:
    settings = AnalysisSettings(sample_interval=2)
    analysis = Analysis(damaged, load_checkpoint(checkpoint, "cpu"), settings, tmp_path / "a.zarr", num_processes=0)
    for _ in analysis.run():
        pass
    assert analysis.store is not None
    expected = AnalysisStore.open(out / "analysis.zarr")
    assert np.array_equal(analysis.store.face_states(), expected.face_states())
    for i, record in expected.records.items():
        assert analysis.store.records[i].raw_output == pytest.approx(record.raw_output, rel=1e-5)


def test_nothing_is_put_on_an_empty_picture(damaged: Path, out: Path, tmp_path: Path) -> None:
    with AnalysisStore.open(out / "analysis.zarr") as store, open_recording(damaged) as source:
        for i in (25, 26):  # between sampled frames, and sampled
            frame = read_or_blank(source, i)
            display = render_frame(store, frame, ViewSettings(show_landmarks=True))
            assert display.placement.state is FaceState.DAMAGED
            assert display.face is None
            assert display.original is frame.rgb
            assert display.heat is not None
            assert display.note == "this frame cannot be decoded"
        write_figure(store, source, tmp_path / "figure.png", [20, 26])


def test_where_too_little_is_left_the_reason_names_the_damage(checkpoint: Path, tmp_path: Path) -> None:
    path = overwrite_packets(write_video(tmp_path / "numbers.mp4", 60, gop=12), 26, 34)
    analysis = Analysis(
        path,
        load_checkpoint(checkpoint, "cpu"),
        AnalysisSettings(sample_interval=2),
        tmp_path / "a.zarr",
        num_processes=0,
    )
    with pytest.raises(FaceError, match=r"no face was found in 30 sampled frames\. 5 of 30 sampled frames cannot be"):
        for _ in analysis.run():
            pass
    store = analysis.store
    assert store is not None
    lost = int(np.isin(store.plan.clip_frames(2), range(26, 35)).sum())
    assert lost > 0
    assert store.records[2].skipped_reason == f"a face in only 0 of 8 frames, {lost} cannot be decoded"


def test_an_image_that_cannot_be_decoded_is_a_damaged_frame(checkpoint: Path, tmp_path: Path) -> None:
    folder = tmp_path / "visit_aligned"
    folder.mkdir()
    for i in range(8):
        cv2.imwrite(str(folder / f"frame_det_00_{i + 1:06d}.png"), draw_number(i, (64, 64)))
    broken = folder / "frame_det_00_000004.png"
    broken.write_bytes(broken.read_bytes()[:60])
    settings = AnalysisSettings(sample_interval=1)
    analysis = Analysis(folder, load_checkpoint(checkpoint, "cpu"), settings, tmp_path / "a.zarr", num_processes=0)
    for _ in analysis.run():
        pass
    assert analysis.store is not None
    assert np.flatnonzero(analysis.store.face_states() == FaceState.DAMAGED).tolist() == [3]
    assert analysis.store.records[0].num_held == 1
    with open_recording(folder) as source:
        with pytest.raises(FrameError, match="frame_det_00_000004"):
            source.read(3)
        broken.unlink()
        with pytest.raises(VideoError, match="no such file"):
            read_or_blank(source, 3)


def test_without_damage_nothing_is_said(tmp_path: Path, checkpoint: Path) -> None:
    from tests.analyses import make_analysis

    with make_analysis(tmp_path / "a.zarr") as store:
        assert damage_warning(store) is None
