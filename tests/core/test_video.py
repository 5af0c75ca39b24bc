"""Every frame by number, exactly: against numbers drawn into the frames and against plain sequential decoding."""

from __future__ import annotations

import hashlib
import os
import pickle
import random
import subprocess
import sys
import wave
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import av
import cv2
import numpy as np
import pytest

from stadrn_core.errors import FrameError, VideoError
from stadrn_core.types import FrameSource
from stadrn_core.video import VideoReader, hash_recording, open_recording
from stadrn_core.video_index import index_video
from tests.recordings import (
    decode_plainly,
    draw_number,
    overwrite_packets,
    pack_b_frames,
    packet_places,
    read_number,
    write_video,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

FAST = {"preset": "fast"}
OPEN_GOP_264 = {"preset": "fast", "x264-params": "open-gop=1:bframes=3:b-adapt=0:scenecut=0"}
OPEN_GOP_265 = {
    "preset": "fast",
    "x265-params": "log-level=none:open-gop=1:keyint=12:min-keyint=12:bframes=3:b-adapt=0:scenecut=0",
}
UNEVEN = [i * 0.04 + 0.011 * (i % 3) + (0.5 if i > 150 else 0) for i in range(300)]
"""Seconds of a variable frame rate with a pause."""

RECORDINGS: dict[str, dict[str, Any]] = {
    "constant.mp4": {"num_frames": 300, "gop": 30, "b_frames": 2, "options": FAST},
    "variable.mp4": {"num_frames": 300, "gop": 30, "b_frames": 2, "options": FAST, "timestamps": UNEVEN},
    "variable.mkv": {"num_frames": 300, "gop": 30, "b_frames": 2, "options": FAST, "timestamps": UNEVEN},
    "gop250.mp4": {"num_frames": 400, "gop": 250, "b_frames": 3, "options": {**FAST, "sc_threshold": "0"}},
    "open_gop.mp4": {"b_frames": 3, "options": OPEN_GOP_264},
    "open_gop.mkv": {"b_frames": 3, "options": OPEN_GOP_264},
    "open_gop.ts": {"b_frames": 3, "options": OPEN_GOP_264},
    "open_gop_hevc.mp4": {"codec": "libx265", "b_frames": 3, "options": OPEN_GOP_265},
    "gradual_refresh.mp4": {"options": {"preset": "fast", "x264-params": "intra-refresh=1:keyint=30"}},
    "h264.mov": {},
    "h264.mkv": {"gop": 5},
    "h264.avi": {},
    "b_frames_h264.avi": {"b_frames": 3, "options": FAST},
    "fragments.mp4": {"container_options": {"movflags": "frag_keyframe+empty_moov"}},
    "hevc.mp4": {"codec": "libx265"},
    "hevc.mov": {"codec": "libx265", "b_frames": 2},
    "hevc.mkv": {"codec": "libx265"},
    "ten_bit_hevc.mp4": {"codec": "libx265", "pixel_format": "yuv420p10le"},
    "ten_bit_h264.mkv": {"pixel_format": "yuv420p10le"},
    "vp9.webm": {"codec": "libvpx-vp9"},
    "vp9.mkv": {"codec": "libvpx-vp9", "options": {"deadline": "good", "auto-alt-ref": "1", "lag-in-frames": "16"}},
    "vp8.webm": {"codec": "libvpx"},
    "mpeg4.avi": {"codec": "mpeg4"},
    "mpeg4.mp4": {"codec": "mpeg4", "b_frames": 2},
    "b_frames_mpeg4.avi": {"codec": "mpeg4", "b_frames": 2},
    "mjpeg.avi": {"codec": "mjpeg", "pixel_format": "yuvj420p"},
    "mjpeg.mov": {"codec": "mjpeg", "pixel_format": "yuvj420p"},
    "odd.mkv": {"codec": "ffv1", "size": (161, 121)},
    "odd.mp4": {"pixel_format": "yuv444p", "size": (161, 121)},
    "no_times.h264": {"b_frames": 2, "options": FAST},
    "windows_media.wmv": {"codec": "wmv2"},
}
CODECS = {"libx264": "h264", "libx265": "hevc", "libvpx-vp9": "vp9", "libvpx": "vp8"}


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Writes a recording of the table once and returns its path."""
    folder = tmp_path_factory.mktemp("recordings")

    def write(name: str) -> Path:
        path = folder / name
        return path if path.exists() else write_video(path, **{"num_frames": 60, **RECORDINGS[name]})

    return write


def numbers(source: FrameSource, frame_indices: Any) -> list[int]:
    return [read_number(frame.rgb) for frame in source.read_many(frame_indices)]


@pytest.mark.parametrize("name", ["constant.mp4", "variable.mp4", "variable.mkv", "gop250.mp4"])
def test_two_hundred_random_seeks_give_no_wrong_frame(recording: Callable[[str], Path], name: str) -> None:
    with open_recording(recording(name)) as source:
        assert source.info.num_frames == RECORDINGS[name]["num_frames"]
        chosen = random.Random(name).choices(range(source.info.num_frames), k=200)
        frames = list(source.read_many(chosen))
    assert [frame.index for frame in frames] == chosen
    assert [read_number(frame.rgb) for frame in frames] == chosen


@pytest.mark.parametrize("name", ["variable.mp4", "variable.mkv"])
def test_times_of_a_variable_rate(recording: Callable[[str], Path], name: str) -> None:
    with open_recording(recording(name)) as source:
        np.testing.assert_allclose(source.info.pts_seconds, UNEVEN, atol=0.0011)
        assert source.info.pts_seconds[0] == 0
        assert source.read(151).pts_seconds == pytest.approx(UNEVEN[151], abs=0.0011)


@pytest.mark.parametrize("name", list(RECORDINGS))
def test_frames_equal_those_of_plain_decoding(recording: Callable[[str], Path], name: str) -> None:
    path = recording(name)
    expected = [hashlib.sha256(rgb.tobytes()).digest() for rgb in decode_plainly(path)]
    with open_recording(path) as source:
        num_frames = source.info.num_frames
        assert num_frames == len(expected) == RECORDINGS[name].get("num_frames", 60)
        order = random.Random(name).sample(range(num_frames), 40) + list(range(num_frames - 1, num_frames - 20, -1))
        for frame in source.read_many(order):
            assert hashlib.sha256(frame.rgb.tobytes()).digest() == expected[frame.index], frame.index


@pytest.mark.parametrize("name", list(RECORDINGS))
def test_every_format_from_start_to_end(recording: Callable[[str], Path], name: str) -> None:
    settings = RECORDINGS[name]
    with open_recording(recording(name)) as source:
        info = source.info
        assert numbers(source, range(info.num_frames)) == list(range(settings.get("num_frames", 60)))
        assert (info.width, info.height) == settings.get("size", (160, 120))
        codec = settings.get("codec", "libx264")
        assert info.codec == CODECS.get(codec, codec)
        assert not info.warnings
        assert (np.diff(info.pts_seconds) > 0).all()
        if "timestamps" not in settings:
            assert info.frame_rate == pytest.approx(25)
            assert info.duration_seconds == pytest.approx(info.num_frames / 25)


@pytest.mark.parametrize("name", ["constant.mp4", "variable.mkv", "hevc.mov", "mpeg4.avi", "vp9.webm", "open_gop.mp4"])
def test_opencv_counts_the_same_frames(recording: Callable[[str], Path], name: str) -> None:
    with open_recording(recording(name)) as source:
        assert source.info.num_frames == _count_with_opencv(recording(name))


def _count_with_opencv(path: Path) -> int:
    capture = cv2.VideoCapture(str(path))
    count = 0
    while capture.grab():
        count += 1
    capture.release()
    return count


@pytest.mark.parametrize("step", [1, 3])
def test_reading_forwards_decodes_each_frame_once(recording: Callable[[str], Path], step: int) -> None:
    with VideoReader(recording("gop250.mp4")) as source:
        assert numbers(source, range(0, 400, step)) == list(range(0, 400, step))
        assert source.num_decoded <= 400


def test_reading_backwards_through_a_long_group_is_not_quadratic(recording: Callable[[str], Path]) -> None:
    cache_bytes = 60 * 160 * 120 * 3 // 2
    with VideoReader(recording("gop250.mp4"), cache_bytes=cache_bytes) as source:
        for number, frame in enumerate(source.read_many(range(399, -1, -1))):
            assert read_number(frame.rgb) == 399 - number
            assert source.cached_bytes <= cache_bytes * 1.1
        assert source.num_decoded < 400 * 8


@pytest.mark.parametrize("num_threads", [1, 2, 4])
def test_any_number_of_threads_gives_the_same_frames(recording: Callable[[str], Path], num_threads: int) -> None:
    path = recording("gop250.mp4")
    order = random.Random(0).choices(range(400), k=12)
    with open_recording(path, num_threads=1) as one, open_recording(path, num_threads=num_threads) as several:
        for expected, frame in zip(one.read_many(order), several.read_many(order), strict=True):
            assert np.array_equal(expected.rgb, frame.rgb)


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_rotation_is_applied(tmp_path: Path, rotation: int, mirrored: bool) -> None:
    path = write_video(tmp_path / "turned.mp4", 6, size=(160, 112), rotation=rotation, mirrored=mirrored)
    with open_recording(path) as source:
        assert (source.info.width, source.info.height) == (160, 112)
        assert numbers(source, [5, 0, 3]) == [5, 0, 3]
        assert source.read(1).rgb.flags.c_contiguous
        if not mirrored:
            assert source.info.rotation_degrees == rotation
            capture = cv2.VideoCapture(str(path))  # turns pictures, too
            expected = capture.read()[1][:, :, ::-1].astype(int)
            capture.release()
            assert np.abs(source.read(0).rgb - expected).mean() < 3


@pytest.mark.parametrize("pixel_format", ["yuv420p", "yuv444p", "yuv420p10le"])
@pytest.mark.parametrize(
    ("colorspace", "color_range", "kr", "kb"),
    [(1, 1, 0.2126, 0.0722), (1, 2, 0.2126, 0.0722), (5, 1, 0.299, 0.114), (5, 2, 0.299, 0.114), (2, 0, 0.299, 0.114)],
)
def test_colours_follow_matrix_and_range(
    tmp_path: Path, pixel_format: str, colorspace: int, color_range: int, kr: float, kb: float
) -> None:
    luma, blue, red = 120, 90, 170
    path = tmp_path / "colour.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("ffv1", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, pixel_format
        stream.codec_context.colorspace, stream.codec_context.color_range = colorspace, color_range
        picture = av.VideoFrame(64, 48, pixel_format)
        is_ten_bit = "10" in pixel_format
        for plane, level in zip(picture.planes, (luma, blue, red), strict=True):
            levels = np.full(plane.buffer_size // 2, level * 4, np.uint16) if is_ten_bit else level
            plane.update(levels.tobytes() if is_ten_bit else np.full(plane.buffer_size, level, np.uint8).tobytes())
        picture.colorspace, picture.color_range = colorspace, color_range
        container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    scale, offset, chroma_scale = (255, 0, 255) if color_range == 2 else (219, 16, 224)
    y, cb, cr = (luma - offset) / scale, (blue - 128) / chroma_scale, (red - 128) / chroma_scale
    r, b = y + 2 * (1 - kr) * cr, y + 2 * (1 - kb) * cb
    expected = np.array([r, (y - kr * r - kb * b) / (1 - kr - kb), b]) * 255
    with open_recording(path) as source:
        np.testing.assert_allclose(source.read(0).rgb[20, 20], expected, atol=3)


def test_pixels_that_are_not_square(tmp_path: Path) -> None:
    path = tmp_path / "wide.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 160, 128, "yuv420p"
        stream.codec_context.sample_aspect_ratio = Fraction(16, 11)
        for i in range(3):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(draw_number(i, (160, 128)), format="rgb24")))
        container.mux(stream.encode(None))
    with open_recording(path) as source:
        assert (source.info.width, source.info.height) == (233, 128)
        assert source.read(2).rgb.shape == (128, 233, 3)
        assert numbers(source, [2, 0]) == [2, 0]
        assert "not square" in source.info.warnings[0]


# Files that are cut short, damaged or lie


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("fast_start.mp4", {"container_options": {"movflags": "+faststart"}}),
        ("fragments.mp4", {"container_options": {"movflags": "frag_keyframe+empty_moov"}}),
        ("cut.mkv", {"b_frames": 2, "options": FAST}),
        ("cut.webm", {"codec": "libvpx-vp9"}),
        ("cut.avi", {"codec": "mpeg4"}),
        ("jpeg.avi", {"codec": "mjpeg", "pixel_format": "yuvj420p"}),
    ],
)
@pytest.mark.parametrize("share", [0.45, 0.6, 0.71])
def test_a_file_cut_short_is_used_as_far_as_it_goes(
    tmp_path: Path, name: str, settings: dict[str, Any], share: float
) -> None:
    path = write_video(tmp_path / name, 60, **settings)
    whole = list(decode_plainly(path))
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with open_recording(path) as source:
        assert 10 < source.info.num_frames < 60
        assert len(source.info.warnings) == 1
        assert "can be decoded" in source.info.warnings[0]
        for index in range(source.info.num_frames - 1, -1, -1):
            frame = source.read(index)
            # A frame that came before its neighbours in the file may be the last, so that numbers are skipped there.
            expected = index if index < source.info.num_frames - 3 else read_number(frame.rgb)
            assert np.array_equal(frame.rgb, whole[expected])
            assert frame.pts_seconds == pytest.approx(expected / 25, abs=0.001)


def test_a_transport_stream_that_begins_in_the_middle(tmp_path: Path) -> None:
    path = write_video(tmp_path / "late.ts", 60, b_frames=3, options=OPEN_GOP_264)
    path.write_bytes(path.read_bytes()[188 * 40 :])
    expected = list(decode_plainly(path))
    with open_recording(path) as source:
        assert source.info.num_frames == len(expected)
        for index in (len(expected) - 1, 0, 20, 3):
            assert np.array_equal(source.read(index).rgb, expected[index])
        assert "left out" in source.info.warnings[0]


@pytest.mark.parametrize("num_threads", [1, 2])
def test_a_damaged_end_loses_only_what_is_damaged(tmp_path: Path, num_threads: int) -> None:
    path = write_video(tmp_path / "end.mp4", 60, container_options={"movflags": "+faststart"})
    content = path.read_bytes()
    path.write_bytes(content[:-60] + bytes(60))
    with open_recording(path, num_threads=num_threads) as source:
        assert 57 <= source.info.num_frames < 60
        assert numbers(source, range(source.info.num_frames)) == list(range(source.info.num_frames))
        assert "60 frames" in source.info.warnings[0]


@pytest.mark.parametrize("num_threads", [1, 2])
@pytest.mark.parametrize("order", [range(400), range(399, -1, -1), [206, 399, 204, 220, 206, 0, 207]])
def test_frames_damaged_in_the_middle_are_refused(tmp_path: Path, num_threads: int, order: Sequence[int]) -> None:
    path = write_video(tmp_path / "hole.mp4", 400, gop=20, container_options={"movflags": "+faststart"})
    overwrite_packets(path, 205, 208)
    with open_recording(path, num_threads=num_threads) as source:
        assert source.info.num_frames == 400
        for index in order:
            if 205 <= index <= 208:
                with pytest.raises(FrameError, match=rf"hole\.mp4: frame {index} .* cannot be decoded"):
                    source.read(index)
            elif not 208 < index < 220:  # built on what is lost
                assert numbers(source, [index]) == [index]


def test_a_hole_is_found_once(tmp_path: Path) -> None:
    path = overwrite_packets(write_video(tmp_path / "hole.mp4", 400, gop=50), 305, 328)
    with VideoReader(path, cache_bytes=1) as source:
        with pytest.raises(FrameError):
            source.read(315)
        num_decoded = source.num_decoded
        assert num_decoded < 3 * 50, "two keyframes before the hole are tried, not all"
        for index in range(308, 329):
            with pytest.raises(FrameError):
                source.read(index)
        assert source.num_decoded == num_decoded


def test_a_container_that_lies_about_its_frame_count(tmp_path: Path) -> None:
    path = write_video(tmp_path / "lies.avi", 40, codec="mpeg4")
    content = bytearray(path.read_bytes())
    length = content.index(b"strh") + 8 + 32
    assert int.from_bytes(content[length : length + 4], "little") == 40
    content[length : length + 4] = (98).to_bytes(4, "little")
    path.write_bytes(content)
    with open_recording(path) as source:
        assert source.info.num_frames == 40
        assert numbers(source, [39, 0]) == [39, 0]
        assert "announces 98 frames, but 40 can be decoded" in source.info.warnings[0]


def test_frames_hidden_by_an_edit_list_do_not_count(tmp_path: Path) -> None:
    path = write_video(tmp_path / "edited.mp4", 40, timestamps=[(i - 3) * 0.04 for i in range(40)])
    with open_recording(path) as source:
        assert source.info.num_frames == 37
        assert source.info.pts_seconds[:2] == pytest.approx([0, 0.04])
        assert numbers(source, [36, 0, 5]) == [39, 3, 8]
        assert "edit list" in source.info.warnings[0]


def test_packed_b_frames_in_avi(tmp_path: Path) -> None:
    plain = write_video(tmp_path / "plain.avi", 60, codec="mpeg4", b_frames=2)
    path = pack_b_frames(plain, tmp_path / "packed.avi")
    expected = list(decode_plainly(path))
    assert [read_number(rgb) for rgb in expected] == list(range(60))
    with open_recording(path) as source:
        assert source.info.num_frames == 60
        assert source.info.frame_rate == pytest.approx(25)
        for index in random.Random(0).choices(range(60), k=60):
            assert np.array_equal(source.read(index).rgb, expected[index])


def test_vp8_pictures_that_are_never_shown(tmp_path: Path) -> None:
    path, hidden = tmp_path / "hidden.webm", {7, 19, 40}
    with (
        av.open(str(write_video(tmp_path / "shown.webm", 60, codec="libvpx"))) as source,
        av.open(str(path), "w") as target,
    ):
        stream = target.add_stream_from_template(source.streams.video[0])
        for i, packet in enumerate(source.demux(video=0)):
            content = bytearray(packet)
            if not content:
                continue
            if i in hidden:
                content[0] &= ~0x10
            copy = av.Packet(bytes(content))
            copy.pts, copy.dts, copy.time_base, copy.is_keyframe = (
                packet.pts,
                packet.dts,
                packet.time_base,
                packet.is_keyframe,
            )
            copy.stream = stream
            target.mux_one(copy)
    index = index_video(path)
    with VideoReader(path, index) as reader:
        assert numbers(reader, range(57)) == [i for i in range(60) if i not in hidden]
        assert not reader.info.warnings


def test_what_cannot_be_a_recording_is_refused(tmp_path: Path) -> None:
    empty, text, sound, cut = (tmp_path / name for name in ("empty.mp4", "text.mp4", "sound.wav", "cut.mp4"))
    empty.touch()
    text.write_text("not a video at all\n" * 200)
    with wave.open(str(sound), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(16000))
    write_video(cut, 30)
    cut.write_bytes(cut.read_bytes()[:2000])
    for path, reason in (
        (tmp_path / "missing.mp4", r"missing\.mp4: there is no such file"),
        (empty, r"empty\.mp4: the file is empty .* Copy it again"),
        (text, r"text\.mp4: this is not a video .* convert it to MP4"),
        (sound, r"sound\.wav: there is no video in this file \(it holds: audio\)"),
        (cut, r"cut\.mp4: the file is cut short: .* \(moov\) is missing"),
    ):
        with pytest.raises(VideoError, match=reason):
            open_recording(path)


def test_a_file_whose_second_half_is_blank(tmp_path: Path) -> None:
    path = write_video(tmp_path / "blank.mov", 60, codec="mjpeg", pixel_format="yuvj420p")
    places = packet_places(path)
    content = bytearray(path.read_bytes())
    start, end = places[30][0], places[59][0] + places[59][1]
    content[start:end] = bytes(end - start)
    path.write_bytes(content)
    with open_recording(path) as source:
        assert source.info.num_frames == 30
        assert numbers(source, [29, 0, 12]) == [29, 0, 12]
        assert "announces 60 frames, but 30 can be decoded" in source.info.warnings[0]


def test_a_file_of_which_nothing_decodes(tmp_path: Path) -> None:
    path = write_video(tmp_path / "noise.mp4", 30, container_options={"movflags": "+faststart"})
    places = packet_places(path)
    content = bytearray(path.read_bytes())
    content[places[0][0] :] = bytes(len(content) - places[0][0])
    path.write_bytes(content)
    with pytest.raises(VideoError, match=r"noise\.mp4: no frame of this video can be decoded"):
        open_recording(path)


# Using a reader


def test_an_index_opens_the_recording_elsewhere(recording: Callable[[str], Path]) -> None:
    path = recording("variable.mp4")
    with open_recording(path) as source:
        index = pickle.loads(pickle.dumps(source.index))
    with open_recording(path, index) as source:
        assert numbers(source, [299, 17, 150]) == [299, 17, 150]
        np.testing.assert_allclose(source.info.pts_seconds, UNEVEN, atol=0.0011)


def test_an_index_of_a_file_that_has_changed_is_refused(tmp_path: Path) -> None:
    path = write_video(tmp_path / "changed.mp4", 10)
    index = index_video(path)
    os.utime(path, ns=(1, 1))
    with pytest.raises(VideoError, match="changed since"):
        open_recording(path, index)
    path.unlink()
    with pytest.raises(VideoError, match="any more"):
        open_recording(path, index)


def test_frame_numbers_outside_the_recording(recording: Callable[[str], Path]) -> None:
    with open_recording(recording("h264.mov")) as source:
        for index in (-1, 60):
            with pytest.raises(IndexError, match=r"0…59"):
                source.read(index)
        assert read_number(source.read(np.int64(7)).rgb) == 7


def test_a_closed_reader_says_so(recording: Callable[[str], Path]) -> None:
    source = open_recording(recording("h264.mov"))
    source.close()
    source.close()
    with pytest.raises(ValueError, match="closed"):
        source.read(0)


def test_a_single_frame_and_an_awkward_name(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a: b %03d #ä?.mp4", 1)
    with open_recording(str(path)) as source:
        assert source.info.num_frames == 1
        assert source.info.frame_rate == 1.0
        assert numbers(source, [0]) == [0]


def test_frames_given_out_stay_as_they_are(recording: Callable[[str], Path]) -> None:
    with VideoReader(recording("h264.mov"), cache_bytes=0) as source:
        frames = list(source.read_many(range(60)))
    assert [read_number(frame.rgb) for frame in frames] == list(range(60))
    assert all(frame.rgb.flags.c_contiguous for frame in frames)


def test_hash_is_that_of_the_file(recording: Callable[[str], Path], tmp_path: Path) -> None:
    path = recording("h264.mov")
    assert hash_recording(path) == hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(VideoError, match="no such file"):
        hash_recording(tmp_path / "missing.mp4")


def test_reading_videos_needs_no_torch() -> None:
    code = "import sys, stadrn_core.video; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# Real videos


@pytest.mark.parametrize(
    ("name", "num_frames", "size", "codec", "num_warnings"),
    [
        ("single_face.mp4", 72, (640, 360), "h264", 0),
        ("no_face.mp4", 95, (960, 540), "h264", 1),
        ("face_noface.mov", 169, (960, 540), "hevc", 0),
    ],
)
def test_real_videos(
    shared: Path, name: str, num_frames: int, size: tuple[int, int], codec: str, num_warnings: int
) -> None:
    path = shared / "videos" / name
    expected = [hashlib.sha256(rgb.tobytes()).digest() for rgb in decode_plainly(path)]
    with open_recording(path) as source:
        info = source.info
        assert (info.num_frames, info.width, info.height, info.codec) == (num_frames, *size, codec)
        assert len(expected) == _count_with_opencv(path) == num_frames
        assert len(info.warnings) == num_warnings
        for index in random.Random(name).choices(range(num_frames), k=40):
            assert hashlib.sha256(source.read(index).rgb.tobytes()).digest() == expected[index]
