"""The recording's own sound beside pictures of it: copied as it is, or encoded anew where a container takes it not."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from stadrn_core.sound import cut, decode_sound, find_sound, seek_sound, sound_packets
from stadrn_core.video_decoder import open_container

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av.container import OutputContainer

    from stadrn_core.types import Deidentify, RecordingInfo

Fate = Literal["copied", "encoded", "none", "left out"]

_COMPRESSED = frozenset({"aac", "ac3", "alac", "eac3", "mp2", "mp3"})
_PLAIN = frozenset({"pcm_f32le", "pcm_s16be", "pcm_s16le", "pcm_s24le", "pcm_s32le"})
COPIED = {
    ".mp4": _COMPRESSED | {"flac", "opus"},
    ".mov": _COMPRESSED | _PLAIN,
    ".mkv": _COMPRESSED | _PLAIN | {"dts", "flac", "opus", "vorbis"},
}
"""Codecs of sound that a container takes and players understand in it."""
BITS_PER_CHANNEL = 96_000
AAC_RATES = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000)
LEAD_SECONDS = 0.1
"""Decoders need some packets before the first that is heard; an edit list hides them."""
WITH_EDIT_LISTS = (".mp4", ".mov")


@dataclass(frozen=True)
class SoundPlan:
    """What becomes of a recording's sound in an exported video.

    Attributes:
        fate: ``copied`` bit by bit, ``encoded`` anew as AAC, ``none`` in the recording, or ``left out``.
        codec: of the recording's sound; empty where there is none.
        stream_index: of the sound in the recording.
    """

    fate: Fate
    codec: str = ""
    stream_index: int = -1

    @property
    def is_written(self) -> bool:
        """Whether the exported video has sound."""
        return self.fate in ("copied", "encoded")

    @property
    def words(self) -> str:
        """A sentence for the user."""
        match self.fate:
            case "copied":
                return f"The recording's sound ({self.codec}) is copied as it is."
            case "encoded":
                return f"The recording's sound ({self.codec}) is encoded as AAC, which this kind of file takes."
            case "none":
                return "The recording has no sound."
        return "The recording's sound is left out."


def plan_sound(recording: Path, suffix: str, wanted: bool = True, deidentify: Deidentify = "none") -> SoundPlan:
    """What becomes of the sound. A voice identifies: it is left out where the face is de-identified.

    Args:
        recording: video file, or folder of images.
        suffix: of the video to be written.
        wanted: whether the user wants sound.
        deidentify: what becomes of the face.

    Raises:
        VideoError: the recording cannot be read.
    """
    if recording.is_dir():
        return SoundPlan("none")
    with open_container(recording) as container:
        stream = find_sound(container)
        if stream is None:
            return SoundPlan("none")
        name = stream.codec_context.codec.canonical_name
        if not wanted or deidentify != "none":
            return SoundPlan("left out", name, stream.index)
        return SoundPlan("copied" if name in COPIED[suffix] else "encoded", name, stream.index)


class SoundTrack:
    """Carries the sound of [start, stop) seconds of a recording into a container, from time 0 there."""

    def __init__(self, plan: SoundPlan, recording: RecordingInfo, span: tuple[float, float], into: OutputContainer):
        """Add a stream for it. Nothing may have been written into the container yet.

        Args:
            plan: what ``plan_sound`` found.
            recording: the file that has the sound.
            span: seconds after the recording's first frame.
            into: where to.
        """
        self._origin = recording.start_seconds + span[0]
        self._length = span[1] - span[0]
        self._into = into
        self._container = open_container(recording.path)
        source: Any = self._container.streams[plan.stream_index]
        self._source = source
        self._lead = LEAD_SECONDS if any(into.name.lower().endswith(end) for end in WITH_EDIT_LISTS) else 0.0
        if span[0] > 0:
            seek_sound(self._container, source, self._origin)
        if plan.fate == "copied":
            self._target: Any = into.add_stream_from_template(source)
            self._packets = self._copied()
        else:
            rate = min((rate for rate in AAC_RATES if rate >= source.rate), default=AAC_RATES[-1])
            self._target = into.add_stream("aac", rate=rate, layout=source.layout.name)
            self._target.bit_rate = BITS_PER_CHANNEL * source.layout.nb_channels
            self._packets = self._encoded(rate)
        self._waiting: Any | None = None

    def write_until(self, seconds: float) -> None:
        """Write what is heard before ``seconds`` of the exported video."""
        while True:
            packet = self._waiting or next(self._packets, None)
            self._waiting = None
            if packet is None:
                return
            if packet.pts is not None and packet.pts * packet.time_base >= seconds:
                self._waiting = packet
                return
            self._into.mux(packet)

    def close(self) -> None:
        """Let go of the recording."""
        self._container.close()

    def _read(self) -> Iterator[Any]:
        return sound_packets(self._container, self._source, self._origin + self._length)

    def _copied(self) -> Iterator[Any]:
        for packet in self._read():
            unit = packet.time_base
            shift = round(self._origin / unit)
            start = float((packet.pts - shift) * unit)
            if start + float((packet.duration or 0) * unit) <= -self._lead or (not self._lead and start < 0):
                continue
            packet.pts -= shift
            packet.dts = packet.pts
            packet.stream = self._target
            yield packet

    def _encoded(self, rate: int) -> Iterator[Any]:
        for frame in self._cut(rate):
            yield from self._target.encode(frame)
        yield from self._target.encode(None)

    def _cut(self, rate: int) -> Iterator[Any]:
        """Decoded sound from the span's first sample to its last, at a rate, from time 0."""
        layout = ("aformat", f"sample_fmts=fltp:channel_layouts={self._source.layout.name}")
        span = cut(self._origin, self._origin + self._length, rate)
        for frame in decode_sound(self._read(), self._source, *span, layout):
            unit: Fraction = frame.time_base
            frame.pts -= round(self._origin / unit)
            yield frame
