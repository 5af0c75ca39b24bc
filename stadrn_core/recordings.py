"""Labelled recordings made ready for training: each a list of aligned pictures on disk, looked through once.

The faces of a video are aligned by the same code as in an analysis and kept as JPEG files (quality 95, no chroma
subsampling): a tenth of the raw size, half a millisecond to read one by itself, and a folder that can be looked at and
used as a recording of its own. A folder of the cache is named by the content of the video and all settings, and appears
whole or not at all. Pictures that are aligned already are taken as they are, from where they lie.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import uuid
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from stadrn_core.alignment import fit_transform, warp_face
from stadrn_core.clips import nearest_with_face
from stadrn_core.errors import DataError, VideoError
from stadrn_core.face_pool import FaceChunk, FacePool
from stadrn_core.folders import cache_folder
from stadrn_core.images import IMAGE_SUFFIXES, index_images, read_image
from stadrn_core.labels import LabelRow, Problem
from stadrn_core.types import AlignmentConfig, FaceState, IntArray, Progress, UInt8Array
from stadrn_core.video import hash_recording, open_recording

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

LEAST_FACE_SHARE = 0.75
"""A clip with faces in fewer of its frames is not used, as in an analysis."""
FACES_PER_TASK = 16
TASKS_AHEAD = 6
"""Tasks that face processes may have under way: enough to keep them busy, few enough to keep memory bounded."""
JPEG_QUALITY = 95
CACHE_VERSION = 1
FACTS_FILE = "faces.json"
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


@dataclass(frozen=True)
class FaceSettings:
    """How the faces of videos are aligned.

    Attributes:
        sample_interval: every n-th frame is looked at.
        alignment: where the face lies in the picture.
        cache: folder for the pictures; the user's cache folder where None.
        num_processes: face processes for a video; two where None.
    """

    sample_interval: int
    alignment: AlignmentConfig
    cache: Path | None = None
    num_processes: int | None = None

    @property
    def folder(self) -> Path:
        """Where the pictures of all recordings are kept."""
        return self.cache or cache_folder() / "faces"

    def key(self, sha256: str) -> str:
        """32 hex digits that name the faces of one recording with these settings."""
        text = json.dumps([CACHE_VERSION, JPEG_QUALITY, self.sample_interval, asdict(self.alignment), sha256])
        return hashlib.sha256(text.encode()).hexdigest()[:32]


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
    still = [row for row in rows if row.path.is_dir() or row.path.suffix.lower() in IMAGE_SUFFIXES]
    readers = ThreadPoolExecutor(min(MAX_READERS, os.cpu_count() or 1))
    try:
        results = readers.map(lambda row: _from_pictures(row, settings.sample_interval), still)
        for done, (row, result) in enumerate(zip(still, results, strict=True)):
            made[row.number] = result
            yield Progress("checking pictures", done + 1, len(still), "recordings")
    finally:
        readers.shutdown(cancel_futures=True)
    videos = [row for row in rows if row.number not in made]
    for done, row in enumerate(videos):
        yield Progress("aligning faces", done, len(videos), "recordings")
        made[row.number] = yield from _from_video(row, settings)
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


def _from_video(row: LabelRow, settings: FaceSettings) -> Generator[Progress, None, Recording | Problem]:
    try:
        sha256 = hash_recording(row.path)
        folder = settings.folder / settings.key(sha256)
        if not (folder / FACTS_FILE).exists():
            yield from align_video(row.path, folder, settings)
    except VideoError as error:
        return Problem(row.number, row.path.name, str(error))
    facts = json.loads((folder / FACTS_FILE).read_text(encoding="utf-8"))
    found = np.array(facts["found"], np.uint8)
    recording = Recording(row, folder, tuple(_picture_name(i) for i in range(len(found))), found, sha256)
    if not found.any():
        return Problem(row.number, row.path.name, f"no face was found in {len(found)} sampled frames")
    return recording


def align_video(video: Path, folder: Path, settings: FaceSettings) -> Iterator[Progress]:
    """Write the aligned faces of a video into a new folder, whole or not at all.

    Raises:
        VideoError: the video cannot be read.
        FaceError: faces cannot be looked for on this machine.
        DataError: the pictures cannot be written.
    """
    unfinished = folder.with_name(f"{folder.name}.{uuid.uuid4().hex[:8]}.partial")
    try:
        unfinished.mkdir(parents=True)
        found = yield from _write_faces(video, unfinished, settings)
        facts = {"video": video.name, "sample_interval": settings.sample_interval, "found": found}
        facts_file = unfinished / FACTS_FILE
        facts_file.write_text(json.dumps(facts | {"alignment": asdict(settings.alignment)}), encoding="utf-8")
        if not folder.exists():  # or else another process was quicker
            unfinished.replace(folder)
    except OSError as error:
        raise DataError(
            f"{folder.parent}: the aligned faces of {video.name} cannot be kept there ({error.strerror}). "
            "Free some space, or set data.cache to a folder on another disk."
        ) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _write_faces(video: Path, folder: Path, settings: FaceSettings) -> Generator[Progress, None, list[int]]:
    with open_recording(video) as source:
        frames = list(range(0, source.info.num_frames, settings.sample_interval))
        pool = FacePool(video, source.index, settings.alignment, num_processes=settings.num_processes)
    found: list[int] = []
    with pool:
        for chunk in _in_order(pool, frames):
            for picture, state in zip(chunk.faces, chunk.track.states, strict=True):
                if state == FaceState.FOUND:
                    _write_jpeg(folder / _picture_name(len(found)), picture)
                found.append(int(state == FaceState.FOUND))
            yield Progress(f"aligning faces of {video.name}", len(found), len(frames), "frames")
    return found


def _in_order(pool: FacePool, frames: Sequence[int]) -> Iterator[FaceChunk]:
    under_way: deque[Future[FaceChunk]] = deque()
    for first in range(0, len(frames), FACES_PER_TASK):
        under_way.append(pool.submit(frames[first : first + FACES_PER_TASK]))
        if len(under_way) == TASKS_AHEAD:
            yield under_way.popleft().result()
    while under_way:
        yield under_way.popleft().result()


def _picture_name(position: int) -> str:
    return f"{position:06d}.jpg"


def _write_jpeg(file: Path, rgb: UInt8Array) -> None:
    options = [
        cv2.IMWRITE_JPEG_QUALITY,
        JPEG_QUALITY,
        cv2.IMWRITE_JPEG_SAMPLING_FACTOR,
        cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444,
    ]
    done, content = cv2.imencode(".jpg", np.ascontiguousarray(rgb[:, :, ::-1]), options)
    if not done:
        raise ValueError(f"a picture of shape {rgb.shape} cannot be encoded")
    file.write_bytes(content.tobytes())
