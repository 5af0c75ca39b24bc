"""Decoded sound against the sweep that was written: from any stretch of it its time can be told."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import cv2
import numpy as np
import pytest

from stadrn_core import sound
from stadrn_core.errors import VideoError
from stadrn_core.sound import PLAYED_RATE, has_sound, sound_blocks
from stadrn_core.types import RecordingInfo
from stadrn_core.video import open_recording
from tests.recordings import draw_number, write_video
from tests.sounding import SECONDS, record, tone

EACH_OF_TWO = np.sqrt(np.float32(2))
"""A voice on one channel comes out of both loudspeakers, as loud as out of one."""


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> RecordingInfo:
    with open_recording(record(tmp_path_factory.mktemp("sound") / "sweep.mov", "pcm_s16le")) as opened:
        return opened.info


def played(recording: RecordingInfo, start: float, tempo: float = 1.0) -> np.ndarray:
    blocks = list(sound_blocks(recording, start, tempo))
    assert all(block.dtype == np.float32 and block.shape[1] == 2 for block in blocks)
    both = np.concatenate(blocks) if blocks else np.zeros((0, 2), np.float32)
    np.testing.assert_array_equal(both[:, 0], both[:, 1])
    return both[:, 0] * EACH_OF_TWO


@pytest.mark.parametrize("start", [0.0, 0.7, 1.234567])
def test_sound_is_that_of_its_time(recording: RecordingInfo, start: float) -> None:
    expected = tone(SECONDS)[round(start * PLAYED_RATE) :]
    got = played(recording, start)
    assert abs(len(got) - len(expected)) <= 1
    num = min(len(got), len(expected))
    np.testing.assert_allclose(got[:num], expected[:num], atol=1e-3)


@pytest.mark.parametrize("tempo", [0.25, 0.5, 2.0])
def test_tempo_changes_the_length_and_keeps_the_pitch(recording: RecordingInfo, tempo: float) -> None:
    start, window = 0.5, 4096
    got = played(recording, start, tempo)
    assert len(got) == pytest.approx((SECONDS - start) * PLAYED_RATE / tempo, rel=0.05)
    for middle in (0.25, 0.5, 0.75):
        at = round(middle * len(got))
        part = got[at - window // 2 : at + window // 2] * np.hanning(window)
        hertz = np.argmax(np.abs(np.fft.rfft(part, 8 * window))) * PLAYED_RATE / (8 * window)
        seconds = start + at / PLAYED_RATE * tempo
        # The sweep has 300 + 400 t Hz at t; atempo moves pieces of up to 0.05 s about.
        assert hertz == pytest.approx(300 + 400 * seconds, abs=60)


def test_sound_goes_by_the_clock_of_the_pictures(recording: RecordingInfo) -> None:
    later = dataclasses.replace(recording, start_seconds=0.5)
    np.testing.assert_allclose(played(later, 0.1), played(recording, 0.6), atol=1e-6)
    earlier = dataclasses.replace(recording, start_seconds=-0.25)
    got = played(earlier, 0.0)
    silent = round(0.25 * PLAYED_RATE)
    np.testing.assert_array_equal(got[:silent], 0)
    np.testing.assert_allclose(got[silent:], played(recording, 0.0), atol=1e-6)


def test_silence_stands_where_the_sound_begins_late(recording: RecordingInfo, monkeypatch: pytest.MonkeyPatch) -> None:
    packets = sound.sound_packets

    def without_beginning(*arguments: object) -> object:
        return (packet for packet in packets(*arguments) if packet.pts * packet.time_base >= 0.5)  # type: ignore[arg-type]

    whole = played(recording, 0.0)
    monkeypatch.setattr(sound, "sound_packets", without_beginning)
    got = played(recording, 0.1)
    assert len(got) == pytest.approx(len(whole) - 0.1 * PLAYED_RATE, abs=2)
    first = int(np.flatnonzero(got)[0])
    assert 0.4 * PLAYED_RATE <= first <= 0.45 * PLAYED_RATE
    np.testing.assert_allclose(got[first + 10 :], whole[-len(got) + first + 10 :], atol=1e-3)


def test_recordings_without_sound(tmp_path: Path) -> None:
    video, images = write_video(tmp_path / "silent.mp4", 5), tmp_path / "images"
    images.mkdir()
    for i in range(3):
        cv2.imwrite(str(images / f"{i}.png"), draw_number(i))
    for path in (video, images):
        assert not has_sound(path)
        with open_recording(path) as opened:
            assert len(played(opened.info, 0.0)) == 0


def test_what_has_sound(recording: RecordingInfo, tmp_path: Path) -> None:
    assert has_sound(recording.path)
    (tmp_path / "text.mp4").write_text("no video")
    with pytest.raises(VideoError, match=r"text\.mp4"):
        has_sound(tmp_path / "text.mp4")
