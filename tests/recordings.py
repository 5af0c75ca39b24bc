"""Videos whose frames carry their own number, readable after lossy coding.

Each frame shows a grid of cells: every bit of the number is drawn as a pair of neighbouring cells, one light and one
dark, so that it is read by comparing the two, whatever the codec did to brightness. Four check bits reveal a blend of
two frames.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import av
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

NUMBER_BITS = 16
CHECK_BITS = 4
COLUMNS = 8
ROWS = 2 * (NUMBER_BITS + CHECK_BITS) // COLUMNS
LIGHT, DARK = 208, 48


def _bits(number: int) -> list[int]:
    if not 0 <= number < 1 << NUMBER_BITS:
        raise ValueError(f"number must be in 0…{(1 << NUMBER_BITS) - 1}, got {number}")
    check = (number * 7 + 5) % 13
    return [number >> i & 1 for i in range(NUMBER_BITS)] + [check >> i & 1 for i in range(CHECK_BITS)]


def draw_number(number: int, size: tuple[int, int] = (160, 120)) -> NDArray[np.uint8]:
    """A picture (H, W, 3) uint8 of ``number``; ``size`` is (width, height) in px."""
    cells = [level for bit in _bits(number) for level in ((LIGHT, DARK) if bit else (DARK, LIGHT))]
    width, height = size
    grid = np.array(cells, np.uint8).reshape(ROWS, COLUMNS)
    rows = np.arange(height) * ROWS // height
    columns = np.arange(width) * COLUMNS // width
    return np.repeat(grid[rows][:, columns][:, :, None], 3, axis=2)


def read_number(rgb: NDArray[np.uint8]) -> int:
    """The number that ``draw_number`` drew. Raises ValueError if the picture shows none (or a blend of two)."""
    height, width = rgb.shape[:2]
    grey = rgb.astype(np.float64).mean(axis=2)
    cells = np.empty((ROWS, COLUMNS))
    for row in range(ROWS):
        for column in range(COLUMNS):
            top, bottom = row * height / ROWS, (row + 1) * height / ROWS
            left, right = column * width / COLUMNS, (column + 1) * width / COLUMNS
            y, x = (bottom - top) / 4, (right - left) / 4
            cells[row, column] = grey[int(top + y) : int(bottom - y) + 1, int(left + x) : int(right - x) + 1].mean()
    pairs = cells.reshape(-1, 2)
    difference = pairs[:, 0] - pairs[:, 1]
    if np.abs(difference).min() < (LIGHT - DARK) / 3:
        raise ValueError("the picture shows no readable number")
    bits = (difference > 0).astype(int).tolist()
    number = sum(bit << i for i, bit in enumerate(bits[:NUMBER_BITS]))
    if _bits(number) != bits:
        raise ValueError(f"the check bits do not belong to {number}")
    return number


def write_video(
    path: Path,
    num_frames: int,
    *,
    size: tuple[int, int] = (160, 120),
    codec: str = "libx264",
    pixel_format: str = "yuv420p",
    frame_rate: int | Fraction = 25,
    timestamps: Sequence[float] | None = None,
    gop: int = 12,
    b_frames: int = 0,
    rotation: int = 0,
    mirrored: bool = False,
    options: Mapping[str, str] | None = None,
    container_options: Mapping[str, str] | None = None,
    first_number: int = 0,
    pictures: Sequence[NDArray[np.uint8]] | None = None,
    colour: Mapping[str, int] | None = None,
) -> Path:
    """Write a video of numbered frames and return its path; the container follows from the suffix.

    Args:
        path: file to write.
        num_frames: number of frames, numbered from ``first_number``.
        size: displayed (width, height) in px, before ``rotation`` is undone for storage.
        codec: encoder, such as ``libx264``, ``libx265``, ``libvpx-vp9``, ``mpeg4``, ``mjpeg``.
        pixel_format: stored format, such as ``yuv420p10le``.
        frame_rate: frames per second (ignored with ``timestamps``).
        timestamps: presentation time of each frame in seconds, for a variable rate.
        gop: most frames from one keyframe to the next.
        b_frames: most consecutive B-frames.
        rotation: clockwise rotation in degrees that a player has to apply: 0, 90, 180 or 270.
        mirrored: a player has to mirror left and right, too.
        options: encoder options on top of fast ones.
        container_options: muxer options, such as ``{"movflags": "+faststart"}``.
        first_number: number drawn on the first frame.
        pictures: (H, W, 3) uint8 pictures to write instead of numbers.
        colour: attributes to set on the encoder: ``colorspace``, ``color_range``.
    """
    encoder_options = {
        "libx264": {"preset": "ultrafast"},
        "libx265": {"preset": "ultrafast", "x265-params": "log-level=none"},
    }
    encoder_options["libvpx-vp9"] = {"deadline": "realtime", "cpu-used": "8"}
    ticks = 90_000 if timestamps is not None else None
    with av.open(str(path), "w", options=dict(container_options or {})) as container:
        settings = {**encoder_options.get(codec, {}), **(options or {})}
        stream: Any = container.add_stream(codec, rate=frame_rate, options=settings)
        quarter_turns = rotation // 90 % 4
        stream.width, stream.height = size[::-1] if quarter_turns % 2 else size
        stream.pix_fmt = pixel_format
        context = stream.codec_context
        context.gop_size = gop
        context.max_b_frames = b_frames
        for name, value in (colour or {}).items():
            setattr(context, name, value)
        if ticks:
            context.time_base = Fraction(1, ticks)
        if codec in ("mpeg4", "mjpeg", "msmpeg4v3"):
            context.bit_rate = 4_000_000
        if rotation or mirrored:
            stream.set_display_rotation(-float(rotation), hflip=mirrored)
        for i in range(num_frames):
            picture = pictures[i] if pictures is not None else draw_number(first_number + i, size)
            stored = picture[:, ::-1] if mirrored else picture
            stored = np.ascontiguousarray(np.rot90(stored, quarter_turns))
            frame = av.VideoFrame.from_ndarray(stored, format="rgb24")
            frame.pts = i if timestamps is None else round(timestamps[i] * 90_000)
            frame.time_base = Fraction(1, 1) / Fraction(frame_rate) if timestamps is None else Fraction(1, 90_000)
            if colour:
                frame = frame.reformat(
                    format=pixel_format,
                    dst_colorspace=colour.get("colorspace"),
                    dst_color_range=colour.get("color_range"),
                )
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def packet_places(path: Path) -> list[tuple[int, int]]:
    """(first byte, size) of each packet of a video, in file order."""
    with av.open(str(path)) as container:
        return [
            (packet.pos, packet.size) for packet in container.demux(video=0) if packet.size and packet.pos is not None
        ]


def overwrite_packets(path: Path, first: int, last: int) -> Path:
    """Damage a video: packets [first, last], both included, become zeros."""
    places = packet_places(path)
    content = bytearray(path.read_bytes())
    start, end = places[first][0], sum(places[last])
    content[start:end] = bytes(end - start)
    path.write_bytes(content)
    return path


def decode_plainly(path: Path) -> Iterator[NDArray[np.uint8]]:
    """Every frame in order, decoded on one thread without any index: the oracle."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "NONE"
        for frame in container.decode(stream):
            yield np.asarray(frame.to_ndarray(format="rgb24"))


_VOP = b"\x00\x00\x01\xb6"
_PACKED_MARK = b"\x00\x00\x01\xb2DivX503b1393p\x00"


def pack_b_frames(source: Path, target: Path) -> Path:
    """Rewrite an MPEG-4 AVI at 25 frames/s with B-frames the way DivX did: P and B in one packet, then a filler."""
    with av.open(str(source)) as reader, av.open(str(target), "w") as writer:
        stream = reader.streams.video[0]
        output = writer.add_stream_from_template(stream)
        units = [bytes(packet) for packet in reader.demux(stream) if packet.size]
        is_b = [unit[unit.find(_VOP) + 4] >> 6 == 2 for unit in units]
        is_key = [unit[unit.find(_VOP) + 4] >> 6 == 0 for unit in units]
        chunks: list[tuple[bytes, bool]] = []
        for i, unit in enumerate(units):
            if is_b[i]:
                continue
            place = unit.find(_VOP)
            head = unit[:place] + _PACKED_MARK + unit[place:] if is_key[i] else unit
            following = i + 1
            while following < len(units) and is_b[following]:
                following += 1
            if following == i + 1:
                chunks.append((head, is_key[i]))
                continue
            chunks.append((head + units[i + 1], is_key[i]))
            chunks.extend((b, False) for b in units[i + 2 : following])
            chunks.append((_not_coded(unit), False))
        for i, (content, key) in enumerate(chunks):
            packet = av.Packet(content)
            packet.pts = packet.dts = i
            packet.time_base = stream.time_base
            packet.is_keyframe = key
            packet.stream = output
            writer.mux_one(packet)
    return target


def _not_coded(unit: bytes, num_time_bits: int = 5) -> bytes:
    """The filler: a P picture at the time of ``unit`` that says "as before"."""
    place = unit.find(_VOP) + 4
    bits = "".join(f"{byte:08b}" for byte in unit[place : place + 8])
    time_start = bits.index("0", 2) + 2
    filler = "0101" + bits[time_start : time_start + num_time_bits] + "10" + "0"
    filler += "1" * (-len(filler) % 8)
    return _VOP + bytes(int(filler[i : i + 8], 2) for i in range(0, len(filler), 8))
