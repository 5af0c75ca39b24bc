"""Folders of images and single images as recordings."""

from __future__ import annotations

import hashlib
import pickle
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from stadrn_core.errors import VideoError
from stadrn_core.images import ImageIndex, index_images, list_images, read_image
from stadrn_core.video import hash_recording, open_recording
from tests.recordings import draw_number, read_number

if TYPE_CHECKING:
    from pathlib import Path


def save(path: Path, rgb: np.ndarray) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    is_written, content = cv2.imencode(path.suffix, rgb[:, :, ::-1])
    assert is_written
    path.write_bytes(content.tobytes())
    return path


def save_numbers(folder: Path, names: list[str], size: tuple[int, int] = (160, 120)) -> Path:
    for i, name in enumerate(names):
        save(folder / name, draw_number(i, size))
    return folder


@pytest.mark.parametrize("suffix", ["jpg", "jpeg", "png", "bmp", "tif", "tiff", "webp", "ppm", "PNG"])
def test_every_format_in_natural_order(tmp_path: Path, suffix: str) -> None:
    folder = save_numbers(tmp_path / "frames", [f"frame_{i}.{suffix}" for i in range(12)])
    with open_recording(folder, frame_rate=25) as source:
        info = source.info
        assert (info.num_frames, info.width, info.height, info.codec) == (12, 160, 120, "images")
        assert not info.is_aligned
        assert not info.warnings
        np.testing.assert_allclose(info.pts_seconds, np.arange(12) / 25)
        assert [read_number(frame.rgb) for frame in source.read_many([11, 0, 2, 10])] == [11, 0, 2, 10]
        assert source.read(10).pts_seconds == pytest.approx(0.4)


def test_numbers_in_names_are_compared_as_numbers(tmp_path: Path) -> None:
    names = ["a1b2.png", "a1b10.png", "a2b1.png", "A10.png", "b.png"]
    folder = save_numbers(tmp_path, names)
    assert [file.name for file in list_images(folder)] == names


def test_other_files_are_left_out(tmp_path: Path) -> None:
    save_numbers(tmp_path, ["1.png", "2.png"])
    (tmp_path / "notes.txt").write_text("no image")
    (tmp_path / ".3.png").write_text("hidden")
    save(tmp_path / "deeper" / "0.png", draw_number(9))
    with open_recording(tmp_path) as source:
        assert source.info.num_frames == 2
        assert source.info.frame_rate == pytest.approx(30)


def test_colours_and_contiguity(tmp_path: Path) -> None:
    rgb = np.zeros((20, 30, 3), np.uint8)
    rgb[:, :10, 0], rgb[:, 10:20, 1], rgb[:, 20:, 2] = 250, 150, 50
    read = read_image(save(tmp_path / "ä b.png", rgb))
    assert np.array_equal(read, rgb)
    assert read.flags.c_contiguous


@pytest.mark.parametrize("shape", [(20, 30), (20, 30, 4)])
def test_grey_and_transparent_images(tmp_path: Path, shape: tuple[int, ...]) -> None:
    path = tmp_path / "image.png"
    content = cv2.imencode(".png", np.full(shape, 77, np.uint8))[1]
    path.write_bytes(content.tobytes())
    assert np.array_equal(read_image(path), np.full((20, 30, 3), 77, np.uint8))


def test_sixteen_bits_become_eight(tmp_path: Path) -> None:
    path = tmp_path / "deep.png"
    path.write_bytes(cv2.imencode(".png", np.full((8, 8, 3), 200 * 257, np.uint16))[1].tobytes())
    assert np.array_equal(read_image(path), np.full((8, 8, 3), 200, np.uint8))


def test_a_single_image_is_a_recording_of_one_frame(tmp_path: Path) -> None:
    path = save(tmp_path / "still.jpg", draw_number(7))
    with open_recording(path) as source:
        assert source.info.num_frames == 1
        assert source.info.duration_seconds == 1.0
        assert read_number(source.read(0).rgb) == 7
        with pytest.raises(IndexError):
            source.read(1)


# Aligned faces


def test_openface_folders_are_aligned_faces(tmp_path: Path) -> None:
    names = [f"frame_det_00_{i + 1:06d}.bmp" for i in range(5)]
    by_folder = save_numbers(tmp_path / "P01_aligned", [f"{i}.bmp" for i in range(5)], (112, 112))
    by_name = save_numbers(tmp_path / "faces", names, (112, 112))
    for folder in (by_folder, by_name):
        with open_recording(folder) as source:
            assert source.info.is_aligned
            assert not source.info.warnings
            assert read_number(source.read(4).rgb) == 4
    assert not index_images(by_name, aligned=False).info.is_aligned


def test_square_images_of_other_names_are_aligned_only_if_said(tmp_path: Path) -> None:
    folder = save_numbers(tmp_path / "faces", ["1.png", "2.png"], (96, 96))
    index = index_images(folder)
    assert not index.info.is_aligned
    assert "say so" in index.info.warnings[0]
    index = index_images(folder, aligned=True)
    assert index.info.is_aligned
    assert not index.info.warnings


def test_aligned_faces_must_be_square(tmp_path: Path) -> None:
    folder = save_numbers(tmp_path / "P01_aligned", ["1.png"])
    assert not index_images(folder).info.is_aligned
    with pytest.raises(VideoError, match=r"P01_aligned: aligned faces are square, but these images are 160 × 120 px"):
        index_images(folder, aligned=True)


def test_of_several_openface_faces_the_most_frequent_is_used(tmp_path: Path) -> None:
    names = [f"frame_det_01_{i:06d}.bmp" for i in (1, 2, 4, 5)]
    save_numbers(tmp_path, names, (112, 112))
    save_numbers(tmp_path, ["frame_det_00_000001.bmp", "frame_det_00_000002.bmp"], (112, 112))
    with open_recording(tmp_path) as source:
        assert [file.name for file in source.index.files] == names
        assert any("2 faces" in warning and "frame_det_01" in warning for warning in source.info.warnings)
        assert any("1 frame numbers are missing" in warning for warning in source.info.warnings)


# What goes wrong


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    empty = tmp_path / "empty.jpg"
    empty.touch()
    for path, reason in (
        (tmp_path / "none", r"none: there are no images in this folder"),
        (broken, r"broken\.png: this is not an image"),
        (empty, r"empty\.jpg: this is not an image"),
        (tmp_path / "missing.png", r"missing\.png: there is no such file"),
        (tmp_path / "missing", r"missing: there is no such file"),
    ):
        with pytest.raises(VideoError, match=reason):
            open_recording(path)
    with pytest.raises(ValueError, match="frame_rate"):
        index_images(broken, frame_rate=0)


def test_images_of_two_sizes_are_refused_where_they_differ(tmp_path: Path) -> None:
    save_numbers(tmp_path, ["1.png", "2.png"])
    save(tmp_path / "3.png", draw_number(2, (80, 120)))
    with open_recording(tmp_path) as source:
        assert read_number(source.read(1).rgb) == 1
        with pytest.raises(VideoError, match=r"3\.png: the image is 80 × 120 px, but the first .* 160 × 120 px"):
            source.read(2)


def test_a_broken_image_is_named(tmp_path: Path) -> None:
    save_numbers(tmp_path, ["1.jpg", "2.jpg"])
    (tmp_path / "2.jpg").write_bytes(b"")
    with open_recording(tmp_path) as source, pytest.raises(VideoError, match=r"2\.jpg: this is not an image"):
        source.read(1)


# Index and hash


def test_an_index_opens_the_images_elsewhere(tmp_path: Path) -> None:
    folder = save_numbers(tmp_path / "frames", ["1.png", "2.png"])
    with open_recording(folder, frame_rate=10, aligned=False) as source:
        index = pickle.loads(pickle.dumps(source.index))
    assert isinstance(index, ImageIndex)
    with open_recording(folder, index) as source:
        assert source.info.frame_rate == pytest.approx(10)
        assert read_number(source.read(1).rgb) == 1


def test_hash_covers_names_and_contents(tmp_path: Path) -> None:
    folder = save_numbers(tmp_path / "frames", ["1.png", "2.png"])
    contents = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in ("1.png", "2.png")}
    expected = hashlib.sha256(
        "".join(f"{name}\0{content}\n" for name, content in contents.items()).encode()
    ).hexdigest()
    assert hash_recording(folder) == expected
    (folder / "notes.txt").write_text("not part of it")
    assert hash_recording(folder) == expected
    (folder / "2.png").rename(folder / "3.png")
    assert hash_recording(folder) != expected
    assert hash_recording(folder / "1.png") == contents["1.png"]
