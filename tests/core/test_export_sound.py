"""The sound of exported videos, decoded again: the same samples at the same times, or none."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.error import InvalidDataError

from stadrn_core.cli import main
from stadrn_core.export import sound, video
from stadrn_core.export.sound import plan_sound
from stadrn_core.export.video import write_overlay_video
from stadrn_core.render import ViewSettings
from stadrn_core.types import Deidentify
from stadrn_core.video import open_recording
from stadrn_core.video_decoder import open_container
from tests.analyses import make_analysis
from tests.sounding import NUM_FRAMES, RATE, SECONDS, TICKS, UNIT, record


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("sound")
    return {"aac": record(folder / "aac.mp4", "aac"), "pcm_s16le": record(folder / "pcm.mov", "pcm_s16le")}


def times(path: Path) -> list[Fraction]:
    with av.open(str(path)) as container:
        frames = list(container.decode(video=0))
    assert all(frame.pts is not None for frame in frames)
    return [frame.pts * frame.time_base for frame in frames]  # type: ignore[operator]


def heard(path: Path) -> np.ndarray:
    """The sound on the video's clock at ``RATE``: zeros where there is none."""
    result = np.zeros(round((SECONDS + 1) * RATE), np.float32)
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE)
    end = -RATE
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            for part in resampler.resample(frame):
                assert part.pts is not None
                start = round(part.pts * part.time_base * RATE)
                if abs(start - end) < RATE // 500:
                    start = end  # Matroska's times are rounded to milliseconds
                samples = part.to_ndarray()[0]
                end = start + len(samples)
                result[start:end] = samples
    return result


def written(tmp_path: Path, recording: Path, suffix: str, **options: Any) -> Path:
    target = tmp_path / f"overlay{suffix}"
    with open_recording(recording) as source:
        seconds = source.info.pts_seconds
        with make_analysis(tmp_path / "a.zarr", NUM_FRAMES, pts_seconds=seconds) as store:
            list(write_overlay_video(store, source, target, ViewSettings(), panel_height_px=60, **options))
    return target


def packets(path: Path) -> list[bytes]:
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(audio=0) if packet.size]


def about(path: Path) -> dict[str, Any]:
    with av.open(str(path)) as container:
        found: dict[str, Any] = json.loads({k.lower(): v for k, v in container.metadata.items()}["description"])
    return found


@pytest.mark.parametrize("suffix", [".mp4", ".mov"])
def test_times_are_the_recordings_own_and_sound_is_copied_bit_by_bit(
    tmp_path: Path, recordings: dict[str, Path], suffix: str
) -> None:
    target = written(tmp_path, recordings["aac"], suffix)
    assert times(target) == times(recordings["aac"]) == [tick * UNIT for tick in TICKS.tolist()]
    assert packets(target) == packets(recordings["aac"])
    before, after = heard(recordings["aac"]), heard(target)
    assert np.abs(before).max() > 0.4
    np.testing.assert_array_equal(after, before)
    assert about(target)["sound"] == "copied"


def last_heard(samples: np.ndarray) -> float:
    """Seconds to its end."""
    return float(np.flatnonzero(np.abs(samples) > 0.05)[-1] / RATE)


def test_matroska_counts_milliseconds_and_keeps_the_sound_in_its_place(
    tmp_path: Path, recordings: dict[str, Path]
) -> None:
    target = written(tmp_path, recordings["aac"], ".mkv")
    expected = [float(tick * UNIT) for tick in TICKS.tolist()]
    assert [float(time) for time in times(target)] == pytest.approx(expected, abs=0.00051)
    assert lag_seconds(heard(recordings["aac"]), heard(target)) == pytest.approx(0, abs=0.0011)


def lag_seconds(before: np.ndarray, after: np.ndarray) -> float:
    """By how much sound comes later, where the two fit best."""
    middle = slice(RATE // 2, RATE // 2 + RATE)
    shifts = range(-2400, 2401)
    fits = [float(before[middle] @ after[middle.start + shift : middle.stop + shift]) for shift in shifts]
    return shifts[int(np.argmax(fits))] / RATE


def test_sound_that_a_container_does_not_take_is_encoded_in_its_place(
    tmp_path: Path, recordings: dict[str, Path]
) -> None:
    target = written(tmp_path, recordings["pcm_s16le"], ".mp4")
    with av.open(str(target)) as container:
        assert container.streams.audio[0].codec_context.name == "aac"
    assert about(target)["sound"] == "encoded"
    before, after = heard(recordings["pcm_s16le"]), heard(target)
    assert lag_seconds(before, after) == pytest.approx(0, abs=1 / RATE)
    whole = slice(1000, round((SECONDS - 0.2) * RATE))
    assert np.corrcoef(before[whole], after[whole])[0, 1] > 0.98
    assert last_heard(after) == pytest.approx(last_heard(before), abs=0.03)


@pytest.mark.parametrize(("codec", "suffix"), [("aac", ".mp4"), ("aac", ".mkv"), ("pcm_s16le", ".mp4")])
def test_a_range_has_the_sound_of_its_own_time(
    tmp_path: Path, recordings: dict[str, Path], codec: str, suffix: str
) -> None:
    first, stop = 12, 44
    target = written(tmp_path, recordings[codec], suffix, frame_range=(first, stop))
    with av.open(str(target)) as container:
        assert sum(1 for _ in container.decode(video=0)) == stop - first
    start, end = (float(TICKS[i] * UNIT) for i in (first, stop))
    shifted = np.roll(heard(recordings[codec]), -round(start * RATE))
    assert lag_seconds(shifted, heard(target)) == pytest.approx(0, abs=0.0011)
    assert last_heard(heard(target)) == pytest.approx(end - start, abs=0.05)


@pytest.mark.parametrize("deidentify", ["blur", "landmarks"])
def test_neither_sound_nor_metadata_where_faces_are_de_identified(
    tmp_path: Path, recordings: dict[str, Path], deidentify: Deidentify
) -> None:
    plan = plan_sound(recordings["aac"], ".mp4", True, deidentify)
    assert plan.words == "The recording's sound is left out."
    (tmp_path / "a").mkdir()
    kept = written(tmp_path / "a", recordings["aac"], ".mp4")
    with av.open(str(kept)) as container:
        assert container.metadata["title"] == "Jane Doe"
    (tmp_path / "b").mkdir()
    target = written(tmp_path / "b", recordings["aac"], ".mp4", deidentify=deidentify)
    with av.open(str(target)) as container:
        assert [stream.type for stream in container.streams] == ["video"]
        assert "title" not in container.metadata
    assert b"Jane" not in target.read_bytes()
    assert (about(target)["sound"], about(target)["deidentify"]) == ("left out", deidentify)


def test_sound_is_left_out_on_request_and_quality_is_a_choice(tmp_path: Path, recordings: dict[str, Path]) -> None:
    sizes = {}
    for crf in (10, 40):
        (tmp_path / str(crf)).mkdir()
        target = written(tmp_path / str(crf), recordings["aac"], ".mp4", crf=crf, sound=False, picture="overlay")
        with av.open(str(target)) as container:
            assert [stream.type for stream in container.streams] == ["video"]
            stream = container.streams.video[0]
            assert (stream.width, stream.height) == (120, 90)
        assert (about(target)["crf"], about(target)["sound"], about(target)["picture"]) == (crf, "left out", "overlay")
        sizes[crf] = target.stat().st_size
    assert sizes[10] > 1.5 * sizes[40]


def test_a_recording_without_sound_or_of_images_is_fine(tmp_path: Path, demo_video: Path) -> None:
    assert plan_sound(demo_video, ".mp4").fate == "none"
    assert plan_sound(tmp_path, ".mp4").fate == "none"


def test_damaged_sound_is_told_and_the_video_is_whole(
    tmp_path: Path, recordings: dict[str, Path], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real = open_container

    class Damaged:
        def __init__(self, path: Path) -> None:
            self._container = real(path)
            self.streams, self.seek, self.close = self._container.streams, self._container.seek, self._container.close

        def demux(self, stream: Any) -> Any:
            for number, packet in enumerate(self._container.demux(stream)):
                if number == 30:
                    raise InvalidDataError(1, "Invalid data found when processing input")
                yield packet

    before = heard(recordings["aac"])
    with monkeypatch.context() as patch:
        plan = sound.plan_sound(recordings["aac"], ".mp4")
        patch.setattr(sound, "open_container", Damaged)
        patch.setattr(video, "plan_sound", lambda *_: plan)
        target = written(tmp_path, recordings["aac"], ".mp4")
    assert len(times(target)) == NUM_FRAMES
    after = heard(target)
    half = 28 * 1024
    np.testing.assert_array_equal(after[:half], before[:half])
    assert last_heard(after) == pytest.approx(29 * 1024 / RATE, abs=0.03)
    assert "ends where it is damaged" in caplog.text


def test_a_name_that_is_no_video_s_is_refused_before_its_sound_is_planned(
    tmp_path: Path, recordings: dict[str, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_analysis(tmp_path / "a.zarr", NUM_FRAMES).close()
    with_sound = next(iter(recordings.values()))
    monkeypatch.setattr("stadrn_core.cli.export.recording_of", lambda *_: with_sound)
    out = tmp_path / "v.avi"
    assert main(["export", str(tmp_path / "a.zarr"), "--what", "video", "--out", str(out)]) == 1
    assert "must end in .mp4, .mov, .mkv" in capsys.readouterr().err.replace("\n", " ")
    assert not out.exists()
