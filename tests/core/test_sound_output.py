"""PortAudio as the loudspeakers see it: what is asked of it, and errors in words."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from stadrn_core.errors import SoundError
from stadrn_core.sound_output import Loudspeakers


class PortAudioError(Exception):
    """As sounddevice has it."""


class Stream:
    """As sounddevice has it: remembers what was asked."""

    latency = 0.04
    closed = False

    def __init__(self, **wanted: Any) -> None:
        self.wanted, self.calls, self.is_broken = wanted, [], False
        STREAMS.append(self)

    def write(self, block: np.ndarray) -> None:
        if self.is_broken:
            raise PortAudioError("device unplugged")
        self.calls.append(f"write {len(block)}")

    def start(self) -> None:
        self.calls.append("start")

    def stop(self) -> None:
        self.calls.append("stop")

    def abort(self) -> None:
        self.calls.append("abort")

    def close(self) -> None:
        self.calls.append("close")
        self.closed = True


STREAMS: list[Stream] = []


@pytest.fixture
def portaudio(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    STREAMS.clear()
    library = SimpleNamespace(OutputStream=Stream, PortAudioError=PortAudioError)
    monkeypatch.setitem(sys.modules, "sounddevice", library)  # type: ignore[arg-type]
    return library


def test_what_was_taken_is_played_to_its_end(portaudio: SimpleNamespace) -> None:
    speakers = Loudspeakers()
    speakers.write(np.zeros((960, 2), np.float32))
    assert speakers.latency_seconds == pytest.approx(0.04)
    speakers.finish()
    speakers.close()
    (stream,) = STREAMS
    assert stream.calls == ["start", "write 960", "stop", "close"]
    assert (stream.wanted["samplerate"], stream.wanted["channels"], stream.wanted["dtype"]) == (48_000, 2, "float32")


def test_stopped_at_once(portaudio: SimpleNamespace) -> None:
    speakers = Loudspeakers()
    speakers.close()
    assert STREAMS[0].calls == ["start", "abort", "close"]


def test_no_output(portaudio: SimpleNamespace) -> None:
    def refuse(**wanted: Any) -> Stream:
        raise PortAudioError("Error querying device -1")

    portaudio.OutputStream = refuse
    with pytest.raises(SoundError, match=r"no working sound output.*device -1.*Connect"):
        Loudspeakers()


def test_output_goes_away(portaudio: SimpleNamespace) -> None:
    speakers = Loudspeakers()
    STREAMS[0].is_broken = True
    with pytest.raises(SoundError, match="unplugged"):
        speakers.write(np.zeros((1, 2), np.float32))


def test_without_portaudio(monkeypatch: pytest.MonkeyPatch) -> None:
    class Missing:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "sounddevice":
                raise OSError("PortAudio library not found")

    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    with pytest.raises(SoundError, match=r"PortAudio library is missing.*Install"):
        Loudspeakers()
