"""One decoder walking through a video file: packets in, frames out, each frame with the stamp that identifies it.

A *stamp* is a number that a packet and the frame decoded from it have in common, whatever the order in which frames
come out. It is the presentation time where a file has good ones. Frames of other files (such as AVI with B-frames) are
identified by decoding time, by place in the file, or by counting.
"""

from __future__ import annotations

import contextlib
import os
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import av
import numpy as np
from av.container import InputContainer
from av.error import FFmpegError
from av.stream import Discard, Disposition

from stadrn_core.errors import VideoError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av.packet import Packet
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

    from stadrn_core.types import IntArray

StampKind = Literal["pts", "dts", "pos", "packet", "output"]
"""Presentation time, decoding time, byte position, ordinal of the packet in the file, ordinal of the frame decoded."""

MOST_THREADS = 4
NO_STAMP = -(2**63)
"""Stands for a number that the file does not tell."""
SEEK_ATTEMPTS = 3
_COUNTED: frozenset[StampKind] = frozenset({"packet", "output"})
SEEKS_BY_DECODING_TIME = frozenset({"avi", "mpegts", "mpeg"})


@dataclass(frozen=True, eq=False)
class SeekTable:
    """The places in a file where decoding can start.

    Attributes:
        kind: what identifies packets and frames.
        stamps: (K,) int64 stamps of the keyframes, ascending in display order.
        targets: (K,) int64 times, in units of the stream, that lead the demuxer to each keyframe; or ``NO_STAMP``.
    """

    kind: StampKind
    stamps: IntArray
    targets: IntArray


def open_container(path: Path) -> InputContainer:
    """Open a video file for reading.

    Raises:
        VideoError: there is no such file, it cannot be read, or it is no video.
    """
    try:
        with path.open("rb") as file:
            head = file.read(12)
    except FileNotFoundError as error:
        raise VideoError(f"{path}: there is no such file. Check its name and place.") from error
    except OSError as error:
        raise VideoError(f"{path}: the file cannot be read ({error.strerror}). Check its permissions.") from error
    if not head:
        raise VideoError(f"{path}: the file is empty (0 bytes). Copy it again from where it was recorded.")
    try:
        # With "file:" a colon in the name is not taken for a protocol; odd letters in metadata are no reason to stop.
        container = av.open(f"file:{path}", metadata_errors="replace")
    except (FFmpegError, UnicodeError) as error:
        if head[4:8] in (b"ftyp", b"mdat", b"wide", b"free", b"skip"):
            raise VideoError(
                f"{path}: the file is cut short: the table of its frames (moov) is missing, which is written last. "
                "Copy it again from where it was recorded, or restore it with a repair tool for MP4 files."
            ) from error
        reason = getattr(error, "strerror", None) or str(error)
        raise VideoError(
            f"{path}: this is not a video that can be read ({reason}). "
            "Choose a video file, or convert it to MP4 with H.264."
        ) from error
    return container


def find_video_stream(container: InputContainer, path: Path) -> VideoStream:
    """The main video stream; cover pictures of music files do not count.

    Raises:
        VideoError: there is none, or no decoder for it.
    """
    streams = [s for s in container.streams.video if not s.disposition & Disposition.attached_pic]
    if not streams:
        held = ", ".join(sorted({s.type for s in container.streams if s.type != "video"})) or "nothing else"
        raise VideoError(f"{path}: there is no video in this file (it holds: {held}). Choose a file with a picture.")
    best = container.streams.best("video")
    stream = next((s for s in streams if best is not None and s.index == best.index), streams[0])
    # PyAV's stubs do not say so, but a stream without decoder has no codec context.
    if getattr(stream, "codec_context", None) is None:
        raise VideoError(f"{path}: its video format cannot be decoded here. Convert the file to MP4 with H.264.")
    return stream


class Decoder:
    """Walks through one video stream. Belongs to one thread.

    Attributes:
        num_bad_packets: packets that the decoder refused since the last start.
        read_error: why reading stopped before the end of the file, or None.
    """

    def __init__(self, path: Path, table: SeekTable, stream_index: int, num_threads: int = 0) -> None:
        self._path = path
        self._table = table
        self._stream_index = stream_index
        self._num_threads = num_threads or min(os.cpu_count() or 1, MOST_THREADS)
        self._open()

    def _open(self) -> None:
        self.container = open_container(self._path)
        self.stream: VideoStream = next(s for s in self.container.streams.video if s.index == self._stream_index)
        for other in self.container.streams:
            if other.index != self._stream_index:
                other.discard = Discard.all
        context = self.stream.codec_context
        context.thread_count = self._num_threads
        context.thread_type = "NONE" if self._num_threads == 1 else "AUTO"
        self._is_skipping = False
        self._is_primed = False
        self._restart_packets()

    def _restart_packets(self) -> None:
        self._packets = self.container.demux(self.stream)
        self._held_packet: Packet[VideoStream] | None = None
        self._frames: deque[VideoFrame] = deque()
        self._num_packets = 0
        self._num_outputs = 0
        self._is_flushed = False
        self._start: int | None = None
        self._last_stamp: int | None = None
        self._num_to_drop = 0
        self._resume_after: int | None = None
        self.num_bad_packets = 0
        self.read_error: FFmpegError | None = None

    def close(self) -> None:
        """Free the file. Idempotent."""
        self._frames.clear()
        self._held_packet = None
        self.container.close()

    def packets(self) -> Iterator[tuple[int, Packet[VideoStream]]]:
        """All further packets with their stamp, undecoded. A packet without stamp is left out."""
        while (item := self._next_packet()) is not None:
            yield item

    def _next_packet(self) -> tuple[int, Packet[VideoStream]] | None:
        while True:
            try:
                packet = next(self._packets)
            except (StopIteration, IndexError):
                # PyAV 18 ends with IndexError where a stream was found only while reading, as in transport streams.
                return None
            except FFmpegError as error:
                self.read_error = error
                return None
            if (
                packet.size == 0
            ):  # the end, or a dropped frame of an AVI file: fed to the decoder it would end the stream
                continue
            ordinal = self._num_packets
            self._num_packets += 1
            kind = self._table.kind
            stamp = ordinal if kind in _COUNTED else getattr(packet, kind)
            if stamp is not None:
                return stamp, packet

    def rewind(self) -> None:
        """Start again at the first packet of the file, without trusting the demuxer's seek."""
        self.container.close()
        self._open()

    def start_at(self, key: int) -> int | None:
        """Go to keyframe number ``key`` of the table, or an earlier one.

        Returns:
            The keyframe at which decoding starts, or None if the file cannot be read there.
        """
        if not self._is_primed and (item := self._next_packet()) is not None:
            self._prime(item[1])
        self._start = self._find_keyframe(key)
        return self._start

    def _find_keyframe(self, key: int) -> int | None:
        for attempt in range(key, max(key - SEEK_ATTEMPTS, -1), -1):
            target = int(self._table.targets[attempt])
            if target == NO_STAMP:
                break
            try:
                self.container.seek(target, stream=self.stream)
            except FFmpegError:  # no index to seek by, as in a file cut short: read up to the place instead
                break
            self._restart_packets()
            found = self._hold_keyframe()
            if found is not None and found <= key:
                return found
        self.rewind()
        for stamp, packet in self.packets():
            if stamp == self._table.stamps[key] and packet.is_keyframe:
                self._held_packet = packet
                return key
            if not self._is_primed:
                self._prime(packet)
        return None

    def _prime(self, first_packet: Packet[VideoStream]) -> None:
        """Decode the start of the file: only there some tell how the rest is coded, such as with packed B-frames."""
        self._is_primed = True
        with contextlib.suppress(FFmpegError):  # a damaged first frame says nothing, but others may decode
            self.stream.codec_context.decode(first_packet)
        self.stream.codec_context.flush_buffers()

    def _hold_keyframe(self) -> int | None:
        """Read up to the next keyframe; its number in the table, or None if it is not there."""
        for stamp, packet in self.packets():
            if packet.is_keyframe:
                found = np.flatnonzero(self._table.stamps == stamp)
                if not len(found):
                    return None
                self._held_packet = packet
                return int(found[0])
        return None

    def next_frame(self, needed_from: int | None = None) -> tuple[int, VideoFrame] | None:
        """The next frame in display order with its stamp, or None at the end.

        Args:
            needed_from: frames with a smaller presentation time may be left out where no other frame is built on them.
        """
        while True:
            while self._frames:
                frame = self._frames.popleft()
                stamp = self._num_outputs if self._table.kind == "output" else frame.pts
                self._num_outputs += 1
                if self._num_to_drop:
                    self._num_to_drop -= 1
                elif stamp is not None and (self._resume_after is None or stamp > self._resume_after):
                    self._last_stamp = stamp
                    return stamp, frame
            if self._is_flushed:
                return None
            self._decode_packet(needed_from)

    def _decode_packet(self, needed_from: int | None) -> None:
        kind = self._table.kind
        context = self.stream.codec_context
        self._is_primed = True
        packet: Packet[VideoStream] | None
        stamp: int
        if self._held_packet is not None:
            packet = self._held_packet
            stamp = getattr(self._held_packet, kind, 0)
            self._held_packet = None
        else:
            item = self._next_packet()
            stamp, packet = item if item is not None else (0, None)
        if packet is None:
            self._is_flushed = True
        elif kind not in ("pts", "output"):
            packet.pts = stamp
        may_skip = needed_from is not None and packet is not None and kind == "pts" and stamp < needed_from
        if may_skip != self._is_skipping:
            context.skip_frame = "NONREF" if may_skip else "DEFAULT"
            self._is_skipping = may_skip
        try:
            self._frames.extend(context.decode(packet))
        except FFmpegError:
            # The frame is missing from the output, which is where it is noticed; the next packets may well decode.
            self.num_bad_packets += 1
            if packet is None and self._num_threads > 1:
                self._repeat_on_one_thread()

    def _repeat_on_one_thread(self) -> None:
        """Get the frames that are lost when a bad packet is met while several threads are being emptied."""
        start, num_outputs, last_stamp = self._start, self._num_outputs, self._last_stamp
        self._num_threads = 1
        self.rewind()
        if start is not None and self.start_at(start) != start:
            self._is_flushed = True
            return
        if self._table.kind != "pts":
            self._num_to_drop = num_outputs
            return
        self._resume_after = last_stamp

    def __enter__(self) -> Decoder:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
