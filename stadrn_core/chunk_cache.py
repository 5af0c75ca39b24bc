"""Aligned faces of recordings, kept between analyses: another checkpoint on the same video neither decodes nor aligns.

One file for each chunk, written whole or not at all, in a folder for each recording. The pictures are kept without
loss, so that a score does not depend on whether they were found in the cache. All of it can be made again at any time:
a file that cannot be read counts as absent, and one that cannot be written only costs time later.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import uuid
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from stadrn_core.faces import models_identity
from stadrn_core.folders import cache_folder
from stadrn_core.types import FaceChunk, FaceTrack

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stadrn_core.types import AlignmentConfig, FaceChoice, UInt8Array

CACHE_VERSION = 1
"""To be raised whenever faces are found or aligned in another way."""
DEFAULT_LIMIT_BYTES = 5_000_000_000
"""About two hours of recordings at the usual sampling."""
FASTEST_PNG = (cv2.IMWRITE_PNG_COMPRESSION, 1)


@dataclass(frozen=True)
class ChunkCache:
    """Chunks of one recording, found with one set of settings.

    Attributes:
        folder: of the recording.
        key: of the settings.
    """

    folder: Path
    key: str

    @classmethod
    def of(
        cls,
        recording_sha256: str,
        alignment: AlignmentConfig,
        choice: FaceChoice | None,
        landmark_model: Path | None,
    ) -> ChunkCache:
        """For a recording's content and everything that decides what its chunks are."""
        facts = [CACHE_VERSION, asdict(alignment), choice and asdict(choice), models_identity(landmark_model)]
        key = hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:16]
        return cls(recordings_folder() / recording_sha256[:32], key)

    def has_any(self) -> bool:
        """Whether an analysis with these settings has left something."""
        return any(self.folder.glob(f"{self.key}-*.npz"))

    def read(self, frame_indices: Sequence[int]) -> FaceChunk | None:
        """The chunk of these sampled frames, if it is there and whole; it then counts as used now."""
        path = self._path(frame_indices)
        try:
            with path.open("rb") as file, np.load(file) as kept:
                track = FaceTrack(kept["frame_indices"], kept["states"], kept["landmarks"], kept["frame_to_face"])
                pictures = np.split(kept["pictures"], np.cumsum(kept["lengths"])[:-1])
            faces = np.stack([_rgb(picture) for picture in pictures])
            os.utime(path)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, cv2.error):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
            return None
        return FaceChunk(track, faces)

    def write(self, chunk: FaceChunk) -> None:
        """Keep a chunk. A full or forbidden disk is borne: what is missing is made again."""
        pictures = [_png(picture) for picture in chunk.faces]
        path = self._path(chunk.track.frame_indices.tolist())
        unfinished = path.with_name(f"{path.stem}.{uuid.uuid4().hex[:8]}.partial")
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with unfinished.open("wb") as file:
                np.savez(
                    file,
                    frame_indices=chunk.track.frame_indices,
                    states=chunk.track.states,
                    landmarks=chunk.track.landmarks,
                    frame_to_face=chunk.track.frame_to_face,
                    pictures=np.concatenate(pictures),
                    lengths=np.array([len(picture) for picture in pictures]),
                )
            unfinished.chmod(0o600)
            unfinished.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)

    def _path(self, frame_indices: Sequence[int]) -> Path:
        frames = hashlib.sha256(np.array(frame_indices, np.int64).tobytes()).hexdigest()[:16]
        return self.folder / f"{self.key}-{frames}.npz"


def recordings_folder() -> Path:
    """Where the chunks of all recordings are, in a folder each."""
    return cache_folder() / "aligned"


def used_bytes() -> int:
    """What all chunks take on disk."""
    return sum(size for _, size, _ in _files())


def trim(limit_bytes: int) -> int:
    """Remove the chunks that were used least recently until the rest fits.

    Returns:
        Bytes removed.
    """
    files = sorted(_files())
    excess = sum(size for _, size, _ in files) - limit_bytes
    removed = 0
    for _, size, path in files:
        if removed >= excess:
            break
        with contextlib.suppress(OSError):  # in use (Windows), or another process was quicker
            path.unlink()
            removed += size
    return removed


def clear(recording_sha256: str | None = None) -> int:
    """Remove everything, or all of one recording; bytes removed."""
    folder = recordings_folder() / recording_sha256[:32] if recording_sha256 else recordings_folder()
    before = used_bytes()
    shutil.rmtree(folder, ignore_errors=True)
    return before - used_bytes()


def _files() -> Iterator[tuple[float, int, Path]]:
    """Time of last use, size and path of each file."""
    for path in recordings_folder().glob("*/*"):
        with contextlib.suppress(OSError):  # removed meanwhile
            facts = path.stat()
            yield facts.st_mtime, facts.st_size, path


def _rgb(png: UInt8Array) -> UInt8Array:
    picture = cv2.imdecode(png, cv2.IMREAD_COLOR_RGB)
    if picture is None:
        raise ValueError("not a picture")
    return picture.astype(np.uint8, copy=False)


def _png(rgb: UInt8Array) -> UInt8Array:
    done, content = cv2.imencode(".png", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), FASTEST_PNG)
    if not done:
        raise ValueError(f"a picture of shape {rgb.shape} cannot be encoded")
    return content
