"""Aligned faces of videos, found once and kept on disk for training and evaluation.

The faces are aligned by the same code as in an analysis and kept as JPEG files (quality 95, no chroma subsampling): a
tenth of the raw size, half a millisecond to read one by itself, and a folder that can be looked at and used as a
recording of its own. A folder of the cache is named by the content of the video and all settings, and appears whole or
not at all. Each process aligns whole videos, since dlib's models take a second to load.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import shutil
import time
import uuid
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from stadrn_core.errors import DataError, FaceError, VideoError
from stadrn_core.faces import FaceModels
from stadrn_core.folders import cache_folder
from stadrn_core.subject import SubjectFollower
from stadrn_core.types import AlignmentConfig, FaceState, Progress, UInt8Array
from stadrn_core.video import open_recording
from stadrn_core.worker_process import WorkerContext, become_worker

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from multiprocessing.synchronize import Event

FACES_PER_CHUNK = 16
"""As in an analysis, so that the faces are the same."""
JPEG_QUALITY = 95
CACHE_VERSION = 1
FACTS_FILE = "faces.json"
MAX_PROCESSES = 8


@dataclass(frozen=True)
class FaceSettings:
    """How the faces of videos are aligned.

    Attributes:
        sample_interval: every n-th frame is looked at.
        alignment: where the face lies in the picture.
        cache: folder for the pictures; the user's cache folder where None.
        num_processes: that align at the same time; as many as there are cores, at most 8, where None; 0 works in this
            process.
    """

    sample_interval: int
    alignment: AlignmentConfig
    cache: Path | None = None
    num_processes: int | None = None

    def folder_of(self, sha256: str) -> Path:
        """Where the faces of the video with this content are kept."""
        text = json.dumps([CACHE_VERSION, JPEG_QUALITY, self.sample_interval, asdict(self.alignment), sha256])
        return (self.cache or cache_folder() / "faces") / hashlib.sha256(text.encode()).hexdigest()[:32]


def faces_found(folder: Path) -> UInt8Array | None:
    """(N,) uint8, 1 for each sampled frame with a face; None where the video has not been aligned yet."""
    try:
        facts = json.loads((folder / FACTS_FILE).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    return np.array(facts["found"], np.uint8)


def picture_name(position: int) -> str:
    """The file of a sampled frame's face."""
    return f"{position:06d}.jpg"


def align_videos(
    videos: Sequence[tuple[Path, Path]], settings: FaceSettings
) -> Generator[Progress, None, dict[Path, str]]:
    """Find and keep the faces of videos.

    Args:
        videos: each with the folder for its faces.
        settings: how.

    Returns:
        Why a video could not be read, by its folder, which then does not exist.

    Raises:
        FaceError: faces cannot be looked for on this machine.
        DataError: the pictures cannot be written.
    """
    started = time.monotonic()
    failures: dict[Path, str] = {}
    yield Progress("aligning faces", 0, len(videos), "videos")
    for done, (folder, reason) in enumerate(_aligned(videos, settings), start=1):
        if reason:
            failures[folder] = reason
        rate = done / (time.monotonic() - started)
        yield Progress("aligning faces", done, len(videos), "videos", rate, (len(videos) - done) / rate)
    return failures


def _aligned(videos: Sequence[tuple[Path, Path]], settings: FaceSettings) -> Iterator[tuple[Path, str]]:
    """Each video's folder when it is done, with the reason if the video cannot be read."""
    count = min(os.cpu_count() or 1, MAX_PROCESSES) if settings.num_processes is None else settings.num_processes
    if count == 0:
        for video, folder in videos:
            yield folder, _align(video, folder, settings)
        _models.cache_clear()
        return
    context = WorkerContext()
    closing = context.Event()
    pool = ProcessPoolExecutor(min(count, len(videos)), context, _start_worker, (closing,))
    try:
        running = {pool.submit(_align, video, folder, settings): folder for video, folder in videos}
        for future in as_completed(running):
            yield running.pop(future), future.result()
    except BrokenProcessPool as error:
        raise FaceError(
            "A process that looks for faces ended unexpectedly, perhaps for lack of memory. Close other programs and "
            "start again: finished videos are kept."
        ) from error
    finally:
        closing.set()
        pool.shutdown(cancel_futures=True)


_models = functools.cache(FaceModels)
_is_cancelled: Callable[[], bool] = bool


def _start_worker(closing: Event) -> None:
    global _is_cancelled
    become_worker()
    cv2.setNumThreads(1)
    _is_cancelled = closing.is_set


def _align(video: Path, folder: Path, settings: FaceSettings) -> str:
    """Write the aligned faces of a video into a new folder, whole or not at all; the reason if it cannot be read."""
    unfinished = folder.with_name(f"{folder.name}.{uuid.uuid4().hex[:8]}.partial")
    try:
        unfinished.mkdir(parents=True)
        found = _write_faces(video, unfinished, settings)
        facts = {"video": video.name, "sample_interval": settings.sample_interval, "found": found}
        facts_file = unfinished / FACTS_FILE
        facts_file.write_text(json.dumps(facts | {"alignment": asdict(settings.alignment)}), encoding="utf-8")
        _put_in_place(unfinished, folder)
    except VideoError as error:
        return str(error)
    except OSError as error:
        raise DataError(
            f"{folder.parent}: the aligned faces of {video.name} cannot be kept there ({error.strerror}). "
            "Free some space, or set data.cache to a folder on another disk."
        ) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return ""


def _put_in_place(unfinished: Path, folder: Path) -> None:
    try:
        unfinished.replace(folder)
    except OSError:
        if faces_found(folder) is None:  # else another process was quicker
            raise


def _write_faces(video: Path, folder: Path, settings: FaceSettings) -> list[int]:
    found: list[int] = []
    with open_recording(video, num_threads=1) as source:
        frames = range(0, source.info.num_frames, settings.sample_interval)
        follower = SubjectFollower(source, settings.alignment, None, _models, _is_cancelled)
        for first in range(0, len(frames), FACES_PER_CHUNK):
            chunk = follower.analyse_chunk(frames[first : first + FACES_PER_CHUNK])
            for picture, state in zip(chunk.faces, chunk.track.states, strict=True):
                if state == FaceState.FOUND:
                    _write_jpeg(folder / picture_name(len(found)), picture)
                found.append(int(state == FaceState.FOUND))
    return found


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
