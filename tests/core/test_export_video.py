"""The overlay video, decoded again: frame count, times, sizes, colours, and nothing left behind."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from stadrn_core.errors import ExportError
from stadrn_core.export.lettering import draw_text, line_height, shortened, text_width, wrapped
from stadrn_core.export.sheet import BACKGROUND, Sheet, clip_words, score_words, timestamp
from stadrn_core.export.video import write_overlay_video
from stadrn_core.render import ViewSettings, render_frame
from stadrn_core.video import open_recording
from tests.analyses import make_analysis, manifest
from tests.recordings import write_video

NUM_FRAMES = 20
PANEL = 120
TIMES = np.cumsum(np.concatenate([[0.0], np.random.default_rng(3).uniform(0.02, 0.07, NUM_FRAMES - 1)]))


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("video") / "visit 1.mp4"
    return write_video(path, NUM_FRAMES, size=(120, 90), timestamps=TIMES.tolist())


def decoded(path: Path) -> tuple[list[np.ndarray], list[float], float]:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        frames = list(container.decode(stream))
        assert stream.codec_context.name == "h264"
        times = [float(frame.pts * frame.time_base) for frame in frames if frame.pts is not None]
        assert stream.duration is not None
        assert stream.time_base is not None
        pictures = [frame.to_ndarray(format="rgb24") for frame in frames]
        return pictures, times, float(stream.duration * stream.time_base)


def test_every_frame_with_its_own_time_and_its_own_pictures(tmp_path: Path, recording: Path) -> None:
    settings = ViewSettings()
    with (
        make_analysis(tmp_path / "a.zarr", NUM_FRAMES, pts_seconds=TIMES) as store,
        open_recording(recording) as source,
    ):
        target = tmp_path / "overlay.mp4"
        events = list(write_overlay_video(store, source, target, settings, panel_height_px=PANEL))
        pictures, times, duration = decoded(target)
        sheet = Sheet.fitting(store.manifest, settings, store.plan.num_clips, True, PANEL)
        frames = [source.read(i) for i in range(NUM_FRAMES)]
        drawn = [sheet.draw(frame, render_frame(store, frame, settings)) for frame in frames]
    assert (events[0].done, events[-1].done, events[-1].total) == (0, NUM_FRAMES, NUM_FRAMES)
    assert events[-1].seconds_left == 0
    assert times == pytest.approx(TIMES, abs=2e-5)
    assert duration == pytest.approx(TIMES[-1] + 1 / 25, abs=1e-3)
    assert pictures[0].shape == (*sheet.size_px[::-1], 3)
    assert all(side % 2 == 0 for side in sheet.size_px)
    for picture, expected in zip(pictures, drawn, strict=True):
        # Lossy coding at half the colour resolution: alike on average, and closer to its own frame than to any other.
        assert np.abs(picture.astype(float) - expected).mean() < 6
    errors = [[np.abs(p.astype(float) - d).mean() for d in drawn[::5]] for p in pictures[::5]]
    assert np.argmin(errors, axis=1).tolist() == list(range(len(drawn[::5])))
    assert [path.name for path in tmp_path.glob("*.part*")] == []


def test_a_range_starts_at_time_zero(tmp_path: Path, recording: Path) -> None:
    with (
        make_analysis(tmp_path / "a.zarr", NUM_FRAMES, pts_seconds=TIMES) as store,
        open_recording(recording) as source,
    ):
        target = tmp_path / "part.mkv"
        for _ in write_overlay_video(store, source, target, ViewSettings(), frame_range=(5, 9), panel_height_px=PANEL):
            pass
        with pytest.raises(ValueError, match="frame_range"):
            next(write_overlay_video(store, source, target, ViewSettings(), frame_range=(5, 21)))
    with av.open(str(target)) as container:
        times = [frame.time for frame in container.decode(video=0)]
    assert times == pytest.approx(TIMES[5:9] - TIMES[5], abs=1e-3)  # Matroska counts milliseconds


def test_stopping_leaves_nothing_behind(tmp_path: Path, recording: Path) -> None:
    target = tmp_path / "overlay.mp4"
    target.write_bytes(b"an older one")
    with (
        make_analysis(tmp_path / "a.zarr", NUM_FRAMES, pts_seconds=TIMES) as store,
        open_recording(recording) as source,
    ):
        writing = write_overlay_video(store, source, target, ViewSettings(), panel_height_px=PANEL)
        while not list(tmp_path.glob(".overlay*")):
            assert next(writing).done < NUM_FRAMES
        writing.close()  # type: ignore[attr-defined]
    assert target.read_bytes() == b"an older one"
    assert list(tmp_path.glob(".overlay*")) == []


def test_refusals(tmp_path: Path, recording: Path) -> None:
    with make_analysis(tmp_path / "a.zarr", NUM_FRAMES) as store, open_recording(recording) as source:
        with pytest.raises(ExportError, match=r"must end in \.mp4"):
            list(write_overlay_video(store, source, tmp_path / "overlay.gif", ViewSettings()))
        with pytest.raises(ExportError, match="its folder does not exist"):
            list(write_overlay_video(store, source, tmp_path / "missing" / "overlay.mp4", ViewSettings()))
        (tmp_path / "mine.mp4").touch()
        with pytest.raises(ExportError, match="exists already"):
            list(write_overlay_video(store, source, tmp_path / "mine.mp4", ViewSettings(), overwrite=False))
    with (
        make_analysis(tmp_path / "b.zarr", 16) as other,
        open_recording(recording) as source,
        pytest.raises(ExportError, match="20 frames, the analysed recording 16"),
    ):
        list(write_overlay_video(other, source, tmp_path / "overlay.mp4", ViewSettings()))


def test_the_heatmap_takes_the_place_of_guided_maps_that_are_not_there(tmp_path: Path, recording: Path) -> None:
    with (
        make_analysis(tmp_path / "a.zarr", NUM_FRAMES, guided="none") as store,
        open_recording(recording) as source,
    ):
        sheet = Sheet.fitting(store.manifest, ViewSettings(), 2, False, PANEL)
        frame = source.read(3)
        display = render_frame(store, frame, ViewSettings())
        canvas = sheet.draw(frame, display)
        assert display.heat is not None
        top = sheet._panel_top
        third = canvas[top : top + PANEL, sheet._panel_lefts[2] : sheet._panel_lefts[2] + PANEL]
        assert third.mean(axis=(0, 1)) == pytest.approx(display.heat.mean(axis=(0, 1)), abs=3)


@pytest.mark.parametrize("size", [(640, 360), (360, 640), (1920, 1080), (97, 61), (3840, 2160)])
def test_sheets_are_even_and_hold_their_panels(size: tuple[int, int]) -> None:
    from dataclasses import replace

    facts = manifest()
    facts = replace(facts, recording=replace(facts.recording, width=size[0], height=size[1]))
    sheet = Sheet.fitting(facts, ViewSettings(), 3, True)
    assert sheet.size_px[0] % 2 == sheet.size_px[1] % 2 == 0
    assert sheet.original_px[0] / sheet.original_px[1] == pytest.approx(size[0] / size[1], rel=0.01)
    assert 360 <= sheet.original_px[1] <= 540


def test_words() -> None:
    assert timestamp(41.126) == "00:41.13"
    assert timestamp(3599.999) == "60:00.00"
    assert clip_words((), 4) == "no clip"
    assert clip_words((2,), 12) == "clip 3 of 12"
    assert clip_words((2, 3), 12) == "clips 3 + 4 of 12"
    assert score_words(17.24) == "score 17.2 (mild)"
    assert score_words(None) == "score –"


def test_text_is_drawn_where_it_should_and_clipped() -> None:
    canvas = np.zeros((40, 200, 3), dtype=np.uint8)
    width = draw_text(canvas, "Score", 100, 5, 16, (255, 200, 100), "centre")
    drawn = np.flatnonzero(canvas.any(axis=(0, 2)))
    assert drawn.min() >= 100 - width // 2
    assert drawn.max() <= 100 + width // 2 + 1
    assert canvas[:5].max() == 0
    assert canvas[5 + line_height(16) :].max() == 0
    assert canvas.max(axis=(0, 1)).tolist() == [255, 200, 100]
    for x, y in ((-20, -5), (190, 35), (500, 0), (0, 500)):
        draw_text(canvas, "clipped", x, y, 16, BACKGROUND)


def test_long_texts_are_shortened_in_the_middle_or_wrapped() -> None:
    text = "a very long name of a recording.mp4"
    short = shortened(text, 12, False, 120)
    assert text_width(short, 12) <= 120
    assert short.startswith("a very")
    assert short.endswith(".mp4")
    assert shortened("short", 12, False, 120) == "short"
    lines = wrapped(text, 12, 120)
    assert " ".join(lines) == text
    assert all(text_width(line, 12) <= 120 for line in lines)
