"""A folder of images, or one image, as a recording."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from stadrn_core.errors import FrameError, VideoError
from stadrn_core.types import Frame, RecordingInfo, UInt8Array

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

IMAGE_SUFFIXES = frozenset({".bmp", ".jpeg", ".jpg", ".pgm", ".png", ".ppm", ".tif", ".tiff", ".webp"})
DEFAULT_FRAME_RATE = 30.0
_OPENFACE_NAME = re.compile(r"frame_det_(\d+)_(\d+)$")


@dataclass(frozen=True, eq=False)
class ImageIndex:
    """The images of a recording in order. Can be pickled.

    Attributes:
        info: facts of the recording.
        files: (num_frames,) image files.
    """

    info: RecordingInfo
    files: tuple[Path, ...]


class ImageReader:
    """A folder of images, or one image, as a ``FrameSource``. All images have one size."""

    def __init__(self, index: ImageIndex) -> None:
        self._index = index

    @property
    def info(self) -> RecordingInfo:
        """The facts of the recording."""
        return self._index.info

    @property
    def index(self) -> ImageIndex:
        """Picklable index with which another process opens the same images at once."""
        return self._index

    def read(self, frame_index: int) -> Frame:
        """Exactly image ``frame_index``.

        Raises:
            IndexError: there is no such frame.
            FrameError: it is not an image that can be decoded.
            VideoError: the file is not there any more, or has another size than the first.
        """
        if not 0 <= frame_index < self.info.num_frames:
            raise IndexError(f"frame_index must be in 0…{self.info.num_frames - 1}, got {frame_index}")
        file = self._index.files[frame_index]
        rgb = read_image(file)
        height, width = rgb.shape[:2]
        if (width, height) != (self.info.width, self.info.height):
            raise VideoError(
                f"{file}: the image is {width} × {height} px, but the first of this recording is {self.info.width} × "
                f"{self.info.height} px. Put images of one size in a folder of their own."
            )
        return Frame(int(frame_index), float(self.info.pts_seconds[frame_index]), rgb)

    def read_many(self, frame_indices: Iterable[int]) -> Iterator[Frame]:
        """Frames in the order asked for."""
        for frame_index in frame_indices:
            yield self.read(frame_index)

    def close(self) -> None:
        """Nothing is held open. Idempotent."""

    def __enter__(self) -> ImageReader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def index_images(path: Path, *, frame_rate: float = DEFAULT_FRAME_RATE, aligned: bool | None = None) -> ImageIndex:
    """List the images of a recording.

    Args:
        path: folder with images, sorted by name with numbers compared as numbers, or a single image.
        frame_rate: frames per second; images do not tell.
        aligned: whether the images are aligned faces, so that no face is looked for. By default (None) they are if
            they are square and named as OpenFace names them: a folder ``…_aligned`` or files
            ``frame_det_00_000001.bmp``.

    Raises:
        VideoError: there is no image, the first cannot be read, or images said to be aligned are not square.
    """
    if not frame_rate > 0:
        raise ValueError(f"frame_rate must be positive, got {frame_rate}")
    warnings: list[str] = []
    if path.is_dir():
        files = list_images(path)
        if not files:
            raise VideoError(
                f"{path}: there are no images in this folder ({', '.join(sorted(IMAGE_SUFFIXES))}). "
                "Choose the folder that holds them."
            )
        files = _one_face(files, warnings)
    else:
        files = [path]
    height, width = read_image(files[0]).shape[:2]
    is_square = width == height
    is_openface = path.name.endswith("_aligned") or _OPENFACE_NAME.match(files[0].stem) is not None
    if aligned and not is_square:
        raise VideoError(
            f"{path}: aligned faces are square, but these images are {width} × {height} px. "
            "Open them as images that are not aligned."
        )
    if aligned is None and is_square and not is_openface:
        warnings.append(
            "The images are square. If they are aligned faces already, say so when opening them; "
            "as it is, faces are looked for in them."
        )
    info = RecordingInfo(
        path=path,
        width=width,
        height=height,
        pts_seconds=np.arange(len(files)) / frame_rate,
        codec="images",
        is_aligned=is_square and is_openface if aligned is None else aligned,
        warnings=tuple(warnings),
    )
    return ImageIndex(info, tuple(files))


def list_images(folder: Path) -> list[Path]:
    """The image files of a folder, sorted with numbers in names compared as numbers.

    Hidden files and folders in the folder are left out.

    Raises:
        VideoError: the folder cannot be read.
    """
    try:
        files = [
            f
            for f in folder.iterdir()
            if f.suffix.lower() in IMAGE_SUFFIXES and not f.name.startswith(".") and f.is_file()
        ]
    except OSError as error:
        raise VideoError(f"{folder}: the folder cannot be read ({error.strerror}). Check its permissions.") from error
    return sorted(files, key=_natural_key)


def _natural_key(file: Path) -> tuple[list[tuple[int, int, str]], str]:
    parts = re.split(r"(\d+)", file.name)
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part.casefold()) for part in parts if part], file.name


def _one_face(files: list[Path], warnings: list[str]) -> list[Path]:
    """OpenFace numbers the faces it found; keep the one seen most often, and tell of frames that it left out."""
    matches = [_OPENFACE_NAME.match(f.stem) for f in files]
    if not all(matches):
        return files
    numbers = [(int(m[1]), int(m[2])) for m in matches if m is not None]
    faces = [face for face, _ in numbers]
    kept = max(sorted(set(faces)), key=faces.count)
    if len(set(faces)) > 1:
        warnings.append(
            f"The folder holds {len(set(faces))} faces; the one seen most often (frame_det_{kept:02d}) is used."
        )
    chosen = [(frame, file) for (face, frame), file in zip(numbers, files, strict=True) if face == kept]
    num_missing = chosen[-1][0] - chosen[0][0] + 1 - len(chosen)
    if num_missing > 0:
        warnings.append(
            f"{num_missing} frame numbers are missing among the images; the images are taken as evenly spaced."
        )
    return [file for _, file in chosen]


def read_image(file: Path) -> UInt8Array:
    """One image as (H, W, 3) uint8 RGB, upright.

    Raises:
        FrameError: it is not an image that can be decoded.
        VideoError: there is no such file, or it cannot be read.
    """
    try:
        content = np.fromfile(file, np.uint8)
    except FileNotFoundError as error:
        raise VideoError(f"{file}: there is no such file. Check its name and place.") from error
    except OSError as error:
        raise VideoError(f"{file}: the file cannot be read ({error.strerror}). Check its permissions.") from error
    # Decoded from memory, since cv2.imread does not find files with foreign letters in their names on Windows.
    bgr = cv2.imdecode(content, cv2.IMREAD_COLOR) if content.size else None
    if bgr is None:
        raise FrameError(
            f"{file}: this is not an image that can be read; it may be cut short. "
            "Copy it again or take it out of the folder."
        )
    return np.ascontiguousarray(bgr[:, :, ::-1], dtype=np.uint8)
