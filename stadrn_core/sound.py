"""A recording's own sound, decoded: for playback, and for exports that encode it anew."""

from __future__ import annotations

import logging
import math
from typing import TYPE_CHECKING, Any

import av
import numpy as np
from av.error import FFmpegError

from stadrn_core.video_decoder import open_container

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from av.container import InputContainer

    from stadrn_core.types import Float32Array, RecordingInfo

PLAYED_RATE = 48_000
"""Samples per second of ``sound_blocks``."""
SEEK_BACK_SECONDS = 1.0
"""Decoders need some packets before the first that is heard."""
SLOWEST_TEMPO = 0.5
"""What FFmpeg's ``atempo`` does in one pass."""
SILENCE_BLOCK = PLAYED_RATE // 4

log = logging.getLogger(__name__)


def find_sound(container: InputContainer) -> Any | None:
    """The stream that a player would play, if it can be decoded here."""
    stream = container.streams.best("audio")
    # PyAV's stubs do not say so, but a stream without decoder has no codec context.
    return stream if stream is not None and getattr(stream, "codec_context", None) is not None else None


def has_sound(path: Path) -> bool:
    """Whether a recording has sound that can be decoded here.

    Raises:
        VideoError: it cannot be read.
    """
    if path.is_dir():
        return False
    with open_container(path) as container:
        return find_sound(container) is not None


def seek_sound(container: InputContainer, source: Any, seconds: float) -> None:
    """Go to shortly before a time by the file's own clock."""
    before = max(seconds - SEEK_BACK_SECONDS, 0.0)
    container.seek(int(before / float(source.time_base)), stream=source)


def sound_packets(container: InputContainer, source: Any, stop_seconds: float) -> Iterator[Any]:
    """Packets up to a time by the file's own clock, or as far as they can be read."""
    try:
        for packet in container.demux(source):
            if packet.pts is None:
                continue
            if float(packet.pts * packet.time_base) >= stop_seconds:
                return
            yield packet
    except FFmpegError as error:
        log.warning("The sound of the recording ends where it is damaged (%s).", error.strerror or error)


def decode_sound(packets: Iterable[Any], source: Any, *filters: tuple[str, str]) -> Iterator[Any]:
    """Decoded frames of sound after FFmpeg's filters, each a name and its arguments."""
    graph = av.filter.Graph()
    chain = [graph.add_abuffer(template=source), *(graph.add(*one) for one in filters), graph.add("abuffersink")]
    graph.link_nodes(*chain).configure()
    for packet in packets:
        try:
            frames = packet.decode()
        except FFmpegError:
            continue  # a damaged packet is silence: later ones keep their time
        for frame in frames:
            graph.push(frame)
            yield from _pulled(graph)
    graph.push(None)
    yield from _pulled(graph)


def cut(start_seconds: float, stop_seconds: float, rate: int) -> Iterator[tuple[str, str]]:
    """Filters that keep the sound between two times by the file's clock, at a rate, with gaps as silence."""
    end = f":end={stop_seconds:.6f}" if math.isfinite(stop_seconds) else ""
    yield "atrim", f"start={max(start_seconds, 0.0):.6f}{end}"
    yield "aresample", f"{rate}:async=1"


def sound_blocks(recording: RecordingInfo, start_seconds: float, tempo: float = 1.0) -> Iterator[Float32Array]:
    """The sound from a time on, to the end of it.

    Args:
        recording: with or without sound.
        start_seconds: after the recording's first frame.
        tempo: times as fast, at the same pitch.

    Yields:
        (n, 2) float32 in −1…1 at ``PLAYED_RATE``, without gaps: what the recording lacks is silence.

    Raises:
        VideoError: the recording cannot be read.
    """
    if recording.path.is_dir():
        return
    start = recording.start_seconds + start_seconds
    with open_container(recording.path) as container:
        source = find_sound(container)
        if source is None:
            return
        seek_sound(container, source, start)
        packets = sound_packets(container, source, math.inf)
        layout = ("aformat", "sample_fmts=flt:channel_layouts=stereo")
        is_first = True
        for frame in decode_sound(packets, source, *cut(start, math.inf, PLAYED_RATE), layout, *_slower(tempo)):
            if is_first:
                yield from _silence((float(frame.pts * frame.time_base) - max(start, 0.0)) / tempo)
                yield from _silence(max(-start, 0.0) / tempo)
                is_first = False
            yield frame.to_ndarray().reshape(-1, 2)


def _slower(tempo: float) -> Iterator[tuple[str, str]]:
    """Filters that change the tempo: halves as long as one pass cannot do the rest."""
    while tempo < SLOWEST_TEMPO:
        yield "atempo", f"{SLOWEST_TEMPO}"
        tempo /= SLOWEST_TEMPO
    if tempo != 1.0:
        yield "atempo", f"{tempo:g}"


def _silence(seconds: float) -> Iterator[Float32Array]:
    left = round(seconds * PLAYED_RATE)
    while left > 0:
        yield np.zeros((min(left, SILENCE_BLOCK), 2), np.float32)
        left -= SILENCE_BLOCK


def _pulled(graph: Any) -> Iterator[Any]:
    while True:
        try:
            yield graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
