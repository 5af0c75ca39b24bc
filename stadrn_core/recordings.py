"""Labelled recordings made ready for training: each a list of aligned pictures on disk, looked through once.

The faces of videos come from the face cache. Pictures that are aligned already are taken as they are, from where they
lie.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from stadrn_core.alignment import fit_transform, warp_face
from stadrn_core.clips import LEAST_FACE_SHARE, make_plan, nearest_with_face
from stadrn_core.errors import VideoError
from stadrn_core.face_cache import FaceSettings, align_videos, faces_found, picture_name
from stadrn_core.images import IMAGE_SUFFIXES, index_images, read_image
from stadrn_core.labels import LabelRow, Problem
from stadrn_core.types import IntArray, Progress, UInt8Array
from stadrn_core.video import hash_recording

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence

    Result = TypeVar("Result")

NO_CLIP = f"no clip has a face in {LEAST_FACE_SHARE:.0%} of its frames"
MAX_READERS = 8


@dataclass(frozen=True)
class Recording:
    """A labelled recording whose pictures can be read.

    Attributes:
        row: its label, split and auxiliary targets.
        folder: where the pictures lie.
        names: (N,) file of each sampled frame; one alone is a still, of which every frame of a clip is made.
        found: (N,) uint8, 1 where the frame has a face of its own.
        sha256: of the content it was made from.
    """

    row: LabelRow
    folder: Path
    names: tuple[str, ...]
    found: UInt8Array
    sha256: str

    @property
    def num_frames(self) -> int:
        """Sampled frames."""
        return len(self.names)

    def faces(self, positions: IntArray, size_px: int) -> tuple[UInt8Array, IntArray]:
        """The pictures of a clip, each read once.

        Where a frame has no face, the nearest one of the clip is held.

        Args:
            positions: (T,) sampled frames.
            size_px: side of the pictures.

        Returns:
            (U, S, S, 3) uint8 different pictures, and (T,) int64 which of them each frame is.

        Raises:
            VideoError: a picture cannot be read any more.
            ValueError: none of the frames has a face.
        """
        nearest = nearest_with_face(self.found[positions])
        if nearest[0] < 0:
            raise ValueError(f"{self.row.path.name} has no face in frames {positions[0]}–{positions[-1]}")
        different, which = np.unique(positions[nearest], return_inverse=True)
        pictures = [fitted(read_image(self.folder / self.names[i]), size_px) for i in different]
        return np.stack(pictures), np.asarray(which, np.int64)


def fitted(rgb: UInt8Array, size_px: int) -> UInt8Array:
    """An aligned picture (S, S, 3) in another size; as it is where it has that size already."""
    height, width = rgb.shape[:2]
    if (height, width) == (size_px, size_px):
        return rgb
    return warp_face(rgb, fit_transform(width, height, size_px), size_px)


def prepare(
    rows: Sequence[LabelRow], settings: FaceSettings
) -> Generator[Progress, None, tuple[list[Recording], list[Problem]]]:
    """Look through all recordings once, and align the faces of videos.

    Returns:
        Recordings that can be used, in the order of the rows, and what is wrong with the others.

    Raises:
        DataError: the aligned faces cannot be kept.
        FaceError: faces cannot be looked for on this machine.
    """
    made: dict[int, Recording | Problem] = {}
    pictures = [row for row in rows if row.path.is_dir() or row.path.suffix.lower() in IMAGE_SUFFIXES]
    checked = _in_threads(lambda row: _from_pictures(row, settings.sample_interval), pictures)
    for done, (row, result) in enumerate(zip(pictures, checked, strict=True), start=1):
        made[row.number] = result
        yield Progress("checking pictures", done, len(pictures), "recordings")
    videos = [row for row in rows if row.number not in made]
    folders: dict[int, tuple[str, Path]] = {}
    for done, (row, sha256) in enumerate(zip(videos, _in_threads(_hash_of, videos), strict=True), start=1):
        if isinstance(sha256, Problem):
            made[row.number] = sha256
        else:
            folders[row.number] = (sha256, settings.folder_of(sha256))
        yield Progress("reading videos", done, len(videos), "videos")
    readable = [row for row in videos if row.number in folders]
    missing = {folders[row.number][1]: row.path for row in readable if faces_found(folders[row.number][1]) is None}
    failures: dict[Path, str] = {}
    if missing:
        failures = yield from align_videos([(video, folder) for folder, video in missing.items()], settings)
    for row in readable:
        made[row.number] = _from_cache(row, *folders[row.number], failures)
    in_order = [made[row.number] for row in rows]
    recordings = [item for item in in_order if isinstance(item, Recording)]
    return recordings, [item for item in in_order if isinstance(item, Problem)]


def usable_starts(recording: Recording, clip_length: int) -> IntArray:
    """Positions at which a clip may begin so that enough of its frames have a face; (0,) int64 if there is none.

    A recording shorter than a clip has the one start 0.
    """
    length = min(clip_length, recording.num_frames)
    counts = np.concatenate([[0], np.cumsum(recording.found, dtype=np.int64)])
    found = counts[length:] - counts[:-length]
    return np.flatnonzero(found >= LEAST_FACE_SHARE * length)


def usable_clips(recording: Recording, clip_length: int, slicing: str = "published") -> list[IntArray]:
    """(T,) sampled positions of each clip that an analysis cuts in which enough frames have a face."""
    # The pictures are sampled already, so each is taken.
    plan = make_plan(recording.num_frames, 1, clip_length, slicing)
    return [one for one in plan.positions if recording.found[one].sum() >= LEAST_FACE_SHARE * clip_length]


def _from_pictures(row: LabelRow, sample_interval: int) -> Recording | Problem:
    try:
        index = index_images(row.path, aligned=True)
        size = (index.info.height, index.info.width)
        for file in index.files:
            if read_image(file).shape[:2] != size:
                raise VideoError(f"{file.name} has another size than {index.files[0].name}")
        names = tuple(file.name for file in index.files[::sample_interval])
        return Recording(row, index.files[0].parent, names, np.ones(len(names), np.uint8), hash_recording(row.path))
    except VideoError as error:
        return Problem(row.number, row.path.name, str(error))


def _hash_of(row: LabelRow) -> str | Problem:
    try:
        return hash_recording(row.path)
    except VideoError as error:
        return Problem(row.number, row.path.name, str(error))


def _from_cache(row: LabelRow, sha256: str, folder: Path, failures: dict[Path, str]) -> Recording | Problem:
    found = faces_found(folder)
    if found is None:
        return Problem(row.number, row.path.name, failures[folder])
    if not found.any():
        return Problem(row.number, row.path.name, f"no face was found in {len(found)} sampled frames")
    return Recording(row, folder, tuple(picture_name(i) for i in range(len(found))), found, sha256)


def _in_threads(work: Callable[[LabelRow], Result], rows: Sequence[LabelRow]) -> Iterator[Result]:
    """The result for each row, in order; stopped when nobody wants more."""
    readers = ThreadPoolExecutor(min(MAX_READERS, os.cpu_count() or 1))
    try:
        yield from readers.map(work, rows)
    finally:
        readers.shutdown(cancel_futures=True)
