"""Which frames a video file really holds, found without decoding all of it.

The packets are read once, undecoded. Where their presentation times are complete and unique and each packet is known to
hold one picture, the times are the index, and only the start and the last group of pictures are decoded to see what
comes out. Any doubt (missing times, an order other than promised, a hole) leads to decoding the whole file once.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np

from stadrn_core.errors import VideoError
from stadrn_core.orientation import Orientation, orientation_of
from stadrn_core.types import RecordingInfo
from stadrn_core.video_decoder import (
    NO_STAMP,
    SEEKS_BY_DECODING_TIME,
    Decoder,
    SeekTable,
    StampKind,
    find_video_stream,
    open_container,
)

if TYPE_CHECKING:
    from pathlib import Path

    from av.packet import Packet
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream
    from numpy.typing import NDArray

    from stadrn_core.types import Float64Array, IntArray

    BoolArray = NDArray[np.bool_]

ONE_PICTURE_PER_PACKET = frozenset(
    {"av1", "dnxhd", "dvvideo", "ffv1", "h264", "hevc", "huffyuv", "mjpeg", "mpeg1video", "mpeg2video", "mpeg4"}
    | {"png", "prores", "rawvideo", "utvideo", "vp8", "vp9"}
)
"""Codecs whose packets give one frame each; packets that show none are recognised (``_shows_nothing``)."""

HEAD_FRAMES = 24
SEEK_TRIALS = 5
TAIL_FRAMES = 64
SQUARE_TOLERANCE = 0.01
HDR_TRANSFERS = {16: "PQ", 18: "HLG"}
DEFAULT_FRAME_RATE = 30.0
_NONE = np.empty(0, np.int64)


@dataclass(frozen=True, eq=False)
class VideoIndex:
    """Where every frame of a video file lies. Can be pickled, so that another process need not look again.

    Attributes:
        info: facts of the recording.
        stream_index: number of the video stream in the file.
        file_size: size in bytes when the index was made.
        file_modified_ns: time of the last change when the index was made.
        stamps: (num_frames,) int64 stamp of each frame in display order.
        table: places where decoding can start.
        key_frames: (K,) int64 first frame that comes out rightly from each keyframe, ascending.
        stored_size: (width, height) in px with square pixels, before ``orientation``.
        orientation: how pictures are turned for display.
    """

    info: RecordingInfo
    stream_index: int
    file_size: int
    file_modified_ns: int
    stamps: IntArray
    table: SeekTable
    key_frames: IntArray
    stored_size: tuple[int, int]
    orientation: Orientation


@dataclass
class _Packets:
    """What the packets of the stream say, in file order. Missing numbers are ``NO_STAMP``."""

    pts: IntArray
    dts: IntArray
    pos: IntArray
    is_key: BoolArray
    is_hidden: BoolArray
    is_corrupt: BoolArray
    is_doubtful: bool
    read_error: str | None


@dataclass(frozen=True, eq=False)
class _Listing:
    """Frames in display order and how they are reached, before it is known how the first of them looks."""

    stamps: IntArray
    seconds: Float64Array
    table: SeekTable
    key_frames: IntArray
    start_seconds: float


@dataclass(frozen=True)
class _Facts:
    """What the container says."""

    stream_index: int
    codec: str
    time_base: Fraction
    pixel_aspect: Fraction
    num_frames: int
    frame_rate: float
    duration_seconds: float
    seeks_by_decoding_time: bool


def index_video(path: Path, *, num_threads: int = 0) -> VideoIndex:
    """Find every frame, without decoding those in the middle where the times of all are told.

    Damage in the middle of a file may so leave frames in the index that cannot be decoded; reading them tells.

    Args:
        path: video file.
        num_threads: decoder threads; 0 lets the decoder choose.

    Raises:
        VideoError: the file cannot be read, holds no video, or nothing of it can be decoded.
    """
    facts = _read_facts(path)
    status = path.stat()
    packets = _read_packets(path, facts)
    listing = _list_by_times(path, facts, packets, num_threads)
    if listing is None:
        listing = _list_by_decoding(path, facts, packets, num_threads)
    if not len(listing.stamps):
        raise VideoError(
            f"{path}: no frame of this video can be decoded: it is damaged. Copy it again from where it was recorded."
        )
    first = _first_picture(path, facts, listing, num_threads)
    orientation = orientation_of(first)
    stored_size = _square_pixel_size(first.width, first.height, facts.pixel_aspect)
    size = stored_size[::-1] if orientation.transposed else stored_size
    info = RecordingInfo(
        path=path,
        width=size[0],
        height=size[1],
        pts_seconds=listing.seconds,
        codec=facts.codec,
        rotation_degrees=orientation.rotation_degrees,
        warnings=_warnings(facts, packets, listing, first, stored_size),
        start_seconds=listing.start_seconds,
        time_base=facts.time_base,
    )
    return VideoIndex(
        info=info,
        stream_index=facts.stream_index,
        file_size=status.st_size,
        file_modified_ns=status.st_mtime_ns,
        stamps=listing.stamps,
        table=listing.table,
        key_frames=listing.key_frames,
        stored_size=stored_size,
        orientation=orientation,
    )


def _read_facts(path: Path) -> _Facts:
    with open_container(path) as container:
        stream = find_video_stream(container, path)
        duration = 0.0
        if stream.duration and stream.time_base:
            duration = float(stream.duration * stream.time_base)
        elif "DURATION" in stream.metadata:  # Matroska: "00:01:02.345000000"
            parts = stream.metadata["DURATION"].split(":")
            with contextlib.suppress(ValueError):
                duration = float(sum(float(part) * 60**i for i, part in enumerate(reversed(parts))))
        elif container.duration and len(container.streams) == 1:
            duration = container.duration / av.time_base
        return _Facts(
            stream_index=stream.index,
            codec=stream.codec_context.codec.canonical_name,
            time_base=stream.time_base or Fraction(1, 1000),
            pixel_aspect=stream.sample_aspect_ratio or Fraction(1),
            num_frames=stream.frames,
            frame_rate=float(stream.average_rate or stream.guessed_rate or 0),
            duration_seconds=duration,
            seeks_by_decoding_time=bool(SEEKS_BY_DECODING_TIME & set(container.format.name.split(","))),
        )


def _read_packets(path: Path, facts: _Facts) -> _Packets:
    rows: list[tuple[int, int, int, bool, bool, bool]] = []
    is_doubtful = facts.codec not in ONE_PICTURE_PER_PACKET
    with Decoder(path, SeekTable("packet", _NONE, _NONE), facts.stream_index) as decoder:
        for _, packet in decoder.packets():
            times = [NO_STAMP if value is None else value for value in (packet.pts, packet.dts, packet.pos)]
            hidden = packet.is_discard or _shows_nothing(packet, facts.codec)
            rows.append((times[0], times[1], times[2], packet.is_keyframe, hidden, packet.is_corrupt))
            # An MPEG-4 "not coded" picture, also the filler of packed B-frames, is a few bytes and yields no frame.
            is_doubtful |= facts.codec == "mpeg4" and packet.size <= 8
        read_error = str(decoder.read_error) if decoder.read_error is not None else None
    columns = np.array(rows, np.int64).reshape(-1, 6).T
    pts, dts, pos = columns[:3]
    is_key, is_hidden, is_corrupt = columns[3:].astype(bool)
    return _Packets(pts, dts, pos, is_key, is_hidden, is_corrupt, is_doubtful, read_error)


def _shows_nothing(packet: Packet[VideoStream], codec: str) -> bool:
    """VP8 has packets with reference pictures that are never shown (bit 4 of the frame tag, RFC 6386 9.1)."""
    return codec == "vp8" and not memoryview(packet)[0] & 0x10


def _list_by_times(path: Path, facts: _Facts, packets: _Packets, num_threads: int) -> _Listing | None:
    """The index from presentation times, checked at start and end; None where they cannot be relied on."""
    if packets.is_doubtful or not packets.is_key.any():
        return None
    first_key = int(np.argmax(packets.is_key))
    in_order = np.arange(len(packets.pts)) >= first_key
    usable = in_order & ~packets.is_hidden
    shown = usable & ~packets.is_corrupt
    last_shown = int(np.flatnonzero(shown)[-1]) if shown.any() else -1
    stamps = np.sort(packets.pts[shown])
    has_corrupt_middle = bool(packets.is_corrupt[: last_shown + 1].any())
    if has_corrupt_middle or not len(stamps) or stamps[0] == NO_STAMP or bool((np.diff(stamps) == 0).any()):
        return None
    keys = np.flatnonzero(packets.is_key & in_order & ~packets.is_corrupt & (packets.pts != NO_STAMP))
    keys = keys[np.argsort(packets.pts[keys], kind="stable")]
    targets = packets.dts if facts.seeks_by_decoding_time else packets.pts
    keys = keys[packets.pts[keys] <= stamps[-1]]
    table = SeekTable("pts", packets.pts[keys], targets[keys])
    if not len(keys):
        return None
    with Decoder(path, table, facts.stream_index, num_threads) as decoder:
        checked = _check_start(decoder, stamps)
        checked = None if checked is None else _check_end(decoder, table, checked)
    if checked is None:
        return None
    key_frames = np.searchsorted(checked, table.stamps).astype(np.int64)
    reachable = key_frames < len(checked)
    table = SeekTable("pts", table.stamps[reachable], table.targets[reachable])
    seconds = (checked - checked[0]) * float(facts.time_base)
    return _Listing(checked, seconds, table, key_frames[reachable], int(checked[0]) * float(facts.time_base))


def _check_start(decoder: Decoder, stamps: IntArray) -> IntArray | None:
    """Without the frames at the start that never come out; None if those that do are not as expected."""
    seen: list[int] = []
    while len(seen) < HEAD_FRAMES and (item := decoder.next_frame()) is not None:
        seen.append(item[0])
    if not seen:
        return None
    first = int(np.searchsorted(stamps, seen[0]))
    return stamps[first:] if np.array_equal(stamps[first : first + len(seen)], seen) else None


def _check_end(decoder: Decoder, table: SeekTable, stamps: IntArray) -> IntArray | None:
    """Without the frames at the end that never come out; None if those that do are not as expected."""
    last = len(table.stamps) - 1
    for key in range(last, max(last - SEEK_TRIALS, -1), -1):
        start = decoder.start_at(key)
        if start is None:
            return None
        first = int(np.searchsorted(stamps, table.stamps[start]))
        needed = max(first, len(stamps) - TAIL_FRAMES)
        if needed >= len(stamps):
            continue
        seen: list[int] = []
        while (item := decoder.next_frame(needed_from=int(stamps[needed]))) is not None:
            if item[0] >= stamps[needed]:
                seen.append(item[0])
        if not seen:
            stamps = stamps[:needed]
        elif seen[0] == stamps[needed]:
            whole = np.array_equal(stamps[needed : needed + len(seen)], seen)
            return stamps[: needed + len(seen)] if whole else None
        # Else frames come out some time after this keyframe only (gradual refresh): see what an earlier one gives.
    return None


def _list_by_decoding(path: Path, facts: _Facts, packets: _Packets, num_threads: int) -> _Listing:
    """The index from decoding everything once."""
    with Decoder(path, SeekTable("packet", _NONE, _NONE), facts.stream_index, num_threads) as decoder:
        ordinals_seen: list[int] = []
        while (item := decoder.next_frame()) is not None:
            ordinals_seen.append(item[0])
    ordinals = np.array(ordinals_seen, np.int64)
    while len(ordinals) and packets.is_corrupt[ordinals[-1] :].all():
        ordinals = ordinals[:-1]
    start, seconds = _display_seconds(facts, packets, ordinals)
    kind, stamps = _identify(facts, packets, ordinals)
    if kind in ("packet", "output"):
        return _Listing(stamps, seconds, SeekTable(kind, _NONE, _NONE), _NONE, start)
    places = {ordinal: i for i, ordinal in enumerate(ordinals.tolist())}
    keys = np.array([k for k in np.flatnonzero(packets.is_key).tolist() if k in places], np.int64)
    column = {"pts": packets.pts, "dts": packets.dts, "pos": packets.pos}[kind]
    targets = packets.pts if kind == "pts" and not facts.seeks_by_decoding_time else packets.dts
    key_frames = np.array([places[k] for k in keys.tolist()], np.int64)
    order = np.argsort(key_frames, kind="stable")
    table, key_frames = SeekTable(kind, column[keys][order], targets[keys][order]), key_frames[order]
    if kind != "pts" and not _seeks_rightly(path, facts, table, key_frames, stamps, num_threads):
        return _Listing(ordinals, seconds, SeekTable("packet", _NONE, _NONE), _NONE, start)
    return _Listing(stamps, seconds, table, key_frames, start)


def _seeks_rightly(
    path: Path, facts: _Facts, table: SeekTable, key_frames: IntArray, stamps: IntArray, num_threads: int
) -> bool:
    """Whether the frames after keyframes come out as they do from the start of the file, tried in a few places."""
    if not len(table.stamps):
        return False
    with Decoder(path, table, facts.stream_index, num_threads) as decoder:
        for key in np.unique(np.linspace(0, len(table.stamps) - 1, SEEK_TRIALS).astype(int)).tolist():
            start = decoder.start_at(key)
            expected = stamps[key_frames[start] :][:HEAD_FRAMES].tolist() if start is not None else []
            seen: list[int] = []
            while len(seen) < len(expected) and (item := decoder.next_frame()) is not None:
                if seen or item[0] == expected[0]:
                    seen.append(item[0])
            if not seen or seen != expected:
                return False
    return True


def _identify(facts: _Facts, packets: _Packets, ordinals: IntArray) -> tuple[StampKind, IntArray]:
    """The kind of stamp that tells these frames apart, the one that allows the fastest seeking first."""
    if not len(ordinals):
        return "output", _NONE
    if len(np.unique(ordinals)) < len(ordinals):
        return "output", np.arange(len(ordinals))
    pts = packets.pts[ordinals]
    if pts.min() != NO_STAMP and bool((np.diff(pts) > 0).all()) and len(np.unique(packets.pts)) == len(packets.pts):
        return "pts", pts
    candidates: tuple[tuple[StampKind, IntArray], ...] = (("dts", packets.dts), ("pos", packets.pos))
    for kind, column in candidates:
        # Decoding times are read from the file only in containers that seek by them; elsewhere they are guessed.
        is_read = facts.seeks_by_decoding_time or kind == "pos"
        if is_read and column.min() >= 0 and len(np.unique(column)) == len(column):
            return kind, column[ordinals]
    return "packet", ordinals


def _display_seconds(facts: _Facts, packets: _Packets, ordinals: IntArray) -> tuple[float, Float64Array]:
    """The first frame's time by the file's clock, and the times of all from there, strictly increasing.

    Presentation times where they are, else decoding times sorted, else evenly spaced.
    """
    unit = float(facts.time_base)
    for column in (packets.pts[ordinals], np.sort(packets.dts[ordinals])):
        if len(column) and column.min() != NO_STAMP and bool((np.diff(column) > 0).all()):
            return int(column[0]) * unit, np.asarray((column - column[0]) * unit, np.float64)
    rate = facts.frame_rate or DEFAULT_FRAME_RATE
    return 0.0, np.arange(len(ordinals)) / rate


def _first_picture(path: Path, facts: _Facts, listing: _Listing, num_threads: int) -> VideoFrame:
    with Decoder(path, listing.table, facts.stream_index, num_threads) as decoder:
        while (item := decoder.next_frame()) is not None:
            if item[0] == listing.stamps[0]:
                return item[1]
    raise VideoError(
        f"{path}: its first frame cannot be decoded again. Copy the file again from where it was recorded."
    )


def _square_pixel_size(width: int, height: int, pixel_aspect: Fraction) -> tuple[int, int]:
    """Size that shows pixels of another shape, as of DV tapes, in the right proportion, without losing detail."""
    if abs(float(pixel_aspect) - 1) < SQUARE_TOLERANCE:
        return width, height
    if pixel_aspect > 1:
        return round(width * pixel_aspect), height
    return width, round(height / pixel_aspect)


def _warnings(
    facts: _Facts, packets: _Packets, listing: _Listing, first: VideoFrame, size: tuple[int, int]
) -> tuple[str, ...]:
    sentences: list[str] = []
    num_frames = len(listing.stamps)
    end = float(listing.seconds[-1])
    # MP4 and AVI announce frames; times are compared only where there is nothing better, as the last frame may be held.
    is_short = not facts.num_frames and end < 0.9 * facts.duration_seconds - 0.25
    if packets.read_error is not None or bool(packets.is_corrupt.any()) or is_short:
        announced = f" of {facts.duration_seconds:.1f} s announced" if is_short else ""
        sentences.append(
            f"The file is cut short or damaged: {num_frames} frames ({end:.1f} s{announced}) can be decoded and are "
            "used. Copy it again from where it was recorded, if the rest is needed."
        )
    elif facts.num_frames and facts.num_frames != num_frames:
        num_hidden = int(packets.is_hidden.sum())
        reason = f" ({num_hidden} are hidden by the file's edit list)" if num_hidden else ""
        sentences.append(
            f"The file announces {facts.num_frames} frames, but {num_frames} can be decoded{reason}; these are used."
        )
    elif (num_lost := int((~packets.is_hidden).sum()) - num_frames) > 0 and not first.interlaced_frame:
        # Not told of interlaced pictures, which may be stored in two packets each.
        sentences.append(f"{num_lost} frames of the file cannot be decoded and are left out.")
    if (first.width, first.height) != size:
        sentences.append(
            f"The pixels of this video are not square: its {first.width} × {first.height} px are shown as "
            f"{size[0]} × {size[1]} px."
        )
    if first.color_trc in HDR_TRANSFERS:
        sentences.append(
            f"The video is in high dynamic range ({HDR_TRANSFERS[first.color_trc]}); its colours are used without tone "
            "mapping."
        )
    if first.interlaced_frame:
        sentences.append(
            "The video is interlaced; its pictures are used as they are, with combed edges where it moves."
        )
    return tuple(sentences)
