"""An analysis on disk: a zarr v3 group that survives being killed at any moment.

Arrays are written chunk by chunk; a clip counts as finished once its line stands complete in ``clips.jsonl``, which
is appended last. Anything else that lies there is overwritten when the analysis goes on. One process writes (a lock
says so); any number read.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections import OrderedDict
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import zarr
from filelock import FileLock, Timeout

from stadrn_core.errors import StoreError
from stadrn_core.face_quality import FaceQuality
from stadrn_core.manifest import SCHEMA_VERSION, AnalysisSettings, CheckpointFacts, ClipRecord, Manifest, RecordingFacts
from stadrn_core.store_layout import FACE_CHUNK, Int8Array, create_arrays, quantise
from stadrn_core.types import (
    ClipPlan,
    Explanation,
    FacePlacement,
    FaceState,
    FaceTrack,
    Float32Array,
    Float64Array,
    UInt8Array,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

__all__ = [
    "AnalysisSettings",
    "AnalysisStore",
    "CheckpointFacts",
    "ClipMaps",
    "ClipRecord",
    "Manifest",
    "RecordingFacts",
]

MANIFEST, RECORDS, LOCK = "manifest.json", "clips.jsonl", ".lock"
CACHED_CLIPS = 64
REMEMBERED_GUIDED = 2
Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(frozen=True)
class ClipMaps:
    """Raw maps of one clip, each (T', H', W') float32; signed points where the manifest says so."""

    gradcampp: Float32Array
    gradcam: Float32Array
    signed_points: Float32Array | None


class AnalysisStore:
    """All results of one recording, checkpoint and settings. A handle belongs to one thread.

    Attributes:
        path: its folder.
        manifest: what it says of itself.
        plan: the clips.
        pts_seconds: (num_frames,) float64 time of each source frame.
    """

    def __init__(self, path: Path, manifest: Manifest, group: zarr.Group, lock: FileLock | None) -> None:
        self.path, self.manifest = path, manifest
        self._group, self._lock = group, lock
        self._arrays: dict[str, Any] = {}
        self._guided_frames: OrderedDict[tuple[int, int], Int8Array] = OrderedDict()
        self._guided_scales: OrderedDict[int, Float32Array] = OrderedDict()
        self.plan = ClipPlan(
            np.asarray(self._array("frame_indices")[:]),
            np.asarray(self._array("positions")[:]),
            manifest.settings.slicing,
            manifest.settings.sample_interval,
        )
        self.pts_seconds: Float64Array = np.asarray(self._array("pts_seconds")[:])
        self._records: dict[int, ClipRecord] = {}
        self._read_bytes = 0
        self._maps: OrderedDict[int, ClipMaps] = OrderedDict()
        self._tracks: OrderedDict[int, FaceTrack] = OrderedDict()
        self._guided: OrderedDict[int, tuple[Int8Array, Float32Array]] = OrderedDict()
        self._states: UInt8Array | None = None
        self._quality: FaceQuality | None = None
        self.refresh()

    # ---- opening
    # -----------------------------------------------------------------------------------------------------------

    @classmethod
    def create(cls, path: Path, manifest: Manifest, plan: ClipPlan, pts_seconds: Float64Array) -> AnalysisStore:
        """Make a new store, whole or not at all, and open it for writing.

        Raises:
            StoreError: something lies there already, or it cannot be written.
        """
        if path.exists():
            raise StoreError(f"{path} exists already. Open it, or choose another folder.")
        unfinished = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            create_arrays(unfinished, manifest, plan, pts_seconds)
            (unfinished / RECORDS).touch()
            (unfinished / MANIFEST).write_bytes(manifest.to_json())
            unfinished.rename(path)
        except OSError as error:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise StoreError(
                f"{path} cannot be written ({error}). Choose a folder with write access and free space."
            ) from error
        return cls.open(path, writable=True)

    @classmethod
    def open(cls, path: Path, writable: bool = False) -> AnalysisStore:
        """Open a stored analysis, finished or not.

        Raises:
            StoreError: not an analysis, damaged, of a newer version, or being written by another program.
        """
        try:
            manifest = Manifest.from_json((path / MANIFEST).read_bytes())
        except FileNotFoundError as error:
            raise StoreError(
                f"{path} is not a stored analysis (no {MANIFEST} in it). Choose a folder that this program wrote."
            ) from error
        except (OSError, ValueError) as error:
            raise StoreError(
                f"{path}: its {MANIFEST} cannot be read ({_first_line(error)}). Delete the folder and analyse again."
            ) from error
        if manifest.schema_version > SCHEMA_VERSION:
            raise StoreError(
                f"{path} was written by a newer version (format {manifest.schema_version}). Update this program "
                f"to open it."
            )
        lock = _lock(path) if writable else None
        try:
            if writable:
                _drop_torn_line(path / RECORDS)
            group = zarr.open_group(path, mode="r+" if writable else "r")
            return cls(path, manifest, group, lock)
        except (OSError, KeyError, ValueError) as error:
            if lock is not None:
                lock.release()
            raise StoreError(
                f"{path} is damaged ({_first_line(error)}). Delete the folder and analyse again."
            ) from error

    def close(self) -> None:
        """Let another program write. Idempotent."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> AnalysisStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ---- clips
    # -------------------------------------------------------------------------------------------------------------

    @property
    def records(self) -> Mapping[int, ClipRecord]:
        """Finished and skipped clips by index, as of the last ``refresh`` or write."""
        return self._records

    @property
    def is_complete(self) -> bool:
        """Whether every clip is finished or skipped."""
        return len(self._records) == self.plan.num_clips

    @property
    def video_score(self) -> float | None:
        """Mean score over the clips that were computed so far; None when there is none."""
        scores = [record.score for record in self._records.values() if record.score is not None]
        return float(np.mean(scores)) if scores else None

    def refresh(self) -> list[int]:
        """Read what another thread or program has finished since the last look: their clip indices."""
        try:
            with (self.path / RECORDS).open("rb") as file:
                file.seek(self._read_bytes)
                text = file.read()
        except OSError as error:
            raise StoreError(f"{self.path / RECORDS} cannot be read ({error}). Is the disk still there?") from error
        self._states = self._quality = None
        self._tracks.clear()
        complete = text[: text.rfind(b"\n") + 1]
        self._read_bytes += len(complete)
        fresh = [ClipRecord.from_json(line) for line in complete.splitlines()]
        for record in fresh:
            self._records[record.clip_index] = record
            self._forget(record.clip_index)
        return [record.clip_index for record in fresh]

    def clip_maps(self, clip_index: int) -> ClipMaps:
        """Raw maps of a finished clip.

        Raises:
            KeyError: the clip is not finished, or was skipped.
        """
        record = self._records[clip_index]
        if record.skipped_reason is not None:
            raise KeyError(f"clip {clip_index} was skipped: {record.skipped_reason}")
        return _cached(self._maps, clip_index, partial(self._read_maps, clip_index))

    def _read_maps(self, clip_index: int) -> ClipMaps:
        has_points = self.manifest.has_signed_points
        points = np.asarray(self._array("signed_points")[clip_index]) if has_points else None
        return ClipMaps(
            np.asarray(self._array("gradcampp")[clip_index]), np.asarray(self._array("gradcam")[clip_index]), points
        )

    def guided_frame(self, clip_index: int, position: int) -> Float32Array | None:
        """The guided map of one of a clip's T positions.

        (3, S, S) float32, within half a step of what was computed; None if there is none.
        """
        if clip_index in self._guided:
            steps, scales = self._guided[clip_index]
            return np.asarray(steps[position].astype(np.float32) * scales[position])
        if self.manifest.settings.guided != "stored" or clip_index not in self._records:
            return None
        scales = _cached(self._guided_scales, clip_index, lambda: np.asarray(self._array("guided_scale")[clip_index]))
        key = (clip_index, position)
        steps = _cached(self._guided_frames, key, lambda: np.asarray(self._array("guided")[key]))
        return np.asarray(steps.astype(np.float32) * scales[position])

    def remember_guided(self, clip_index: int, guided: Float32Array) -> None:
        """Keep a guided map computed on demand, (3, T, S, S) float32, in this handle's memory, quantised as on disk.

        The last two stay.
        """
        self._guided[clip_index] = quantise(guided)
        while len(self._guided) > REMEMBERED_GUIDED:
            self._guided.popitem(last=False)

    def write_clip(self, record: ClipRecord, explanation: Explanation | None) -> None:
        """Put a finished clip safely on disk; the record goes last.

        Raises:
            StoreError: the disk is full or gone; clips finished before stay.
        """
        i = record.clip_index
        try:
            if explanation is not None:
                self._array("gradcampp")[i] = explanation.gradcampp
                self._array("gradcam")[i] = explanation.gradcam
                if explanation.signed_points is not None:
                    self._array("signed_points")[i] = explanation.signed_points
                if explanation.guided is not None and self.manifest.settings.guided == "stored":
                    steps, scale = quantise(explanation.guided)
                    self._array("guided")[i] = steps
                    self._array("guided_scale")[i] = scale
            line = record.to_json()
            with (self.path / RECORDS).open("ab") as file:
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise StoreError(
                f"{self.path} cannot be written ({error}). Free some space and start again; finished clips are kept."
            ) from error
        self._records[i] = record
        self._read_bytes += len(line)
        self._forget(i)

    def _forget(self, clip_index: int) -> None:
        """Drop what was read of a clip before it was written anew."""
        self._maps.pop(clip_index, None)
        self._guided_scales.pop(clip_index, None)
        for key in [key for key in self._guided_frames if key[0] == clip_index]:
            del self._guided_frames[key]

    # ---- faces
    # -------------------------------------------------------------------------------------------------------------

    def face_states(self) -> UInt8Array:
        """(N,) ``FaceState`` of each sampled position; UNKNOWN where not looked at yet."""
        if self._states is None:
            self._states = np.asarray(self._array("face_state")[:])
        return self._states

    def face_quality(self) -> FaceQuality | None:
        """Pose, light, size and sharpness of the faces; None in analyses made before these were measured.

        Measures that came later are NaN in analyses made before them, also where such a one goes on.
        """
        if self._quality is None and "face_quality" in self._group:
            self._quality = FaceQuality.of_columns(np.asarray(self._array("face_quality")[:]))
        return self._quality

    def face_track(self, start: int, stop: int) -> FaceTrack:
        """Faces of sampled positions [start, stop)."""
        part = slice(start, stop)
        return FaceTrack(
            self.plan.frame_indices[part],
            np.asarray(self._array("face_state")[part]),
            np.asarray(self._array("landmarks")[part]),
            np.asarray(self._array("frame_to_face")[part]),
        )

    def write_faces(self, start: int, track: FaceTrack, quality: FaceQuality | None = None) -> None:
        """Keep the faces of consecutive sampled positions from ``start``; their states go last.

        Raises:
            StoreError: the disk is full or gone.
        """
        part = slice(start, start + len(track.frame_indices))
        try:
            self._array("landmarks")[part] = track.landmarks
            self._array("frame_to_face")[part] = track.frame_to_face
            if quality is not None and "face_quality" in self._group:
                kept = self._array("face_quality")
                columns = min(kept.shape[1], quality.values.shape[1])
                kept[part, :columns] = quality.values[:, :columns]
            self._array("face_state")[part] = track.states
        except OSError as error:
            raise StoreError(
                f"{self.path} cannot be written ({error}). Free some space and start again; finished clips are kept."
            ) from error
        self._states = self._quality = None
        self._tracks.clear()

    def placement(self, frame_index: int) -> FacePlacement:
        """Where the face lies in a source frame.

        A sampled frame has its own; between two sampled frames with a face it is interpolated linearly, and after the
        last sampled frame the last is kept (marked interpolated too). Without a face it is HELD where a computed clip
        covers the frame, else NONE. A sampled frame that cannot be decoded is DAMAGED.
        """
        interval = self.plan.sample_interval
        before = min(frame_index // interval, len(self.plan.frame_indices) - 1)
        after = min(before + 1, len(self.plan.frame_indices) - 1)
        share = min(frame_index / interval - before, 1.0) if after > before else 0.0
        first = self._sampled_face(before)
        is_sampled = frame_index == self.plan.frame_indices[before]
        second = first if is_sampled else self._sampled_face(after)
        states = {first[0], second[0]}
        if FaceState.UNKNOWN in states:
            return FacePlacement(FaceState.UNKNOWN, None, None)
        if is_sampled and first[0] is FaceState.DAMAGED:
            return FacePlacement(FaceState.DAMAGED, None, None)
        if states & {FaceState.NONE, FaceState.DAMAGED}:
            covered = any(
                i in self._records and self._records[i].skipped_reason is None for i in self.plan.clips_of(frame_index)
            )
            return FacePlacement(FaceState.HELD if covered else FaceState.NONE, None, None)
        state = FaceState.FOUND if is_sampled else FaceState.INTERPOLATED
        landmarks = (1 - share) * first[1] + share * second[1]
        transform = (1 - share) * first[2] + share * second[2]
        known = None if np.isnan(landmarks).any() else landmarks.astype(np.float32)
        return FacePlacement(state, known, transform)

    def _sampled_face(self, position: int) -> tuple[FaceState, Float32Array, Float64Array]:
        start = position - position % FACE_CHUNK
        track = _cached(
            self._tracks, start, lambda: self.face_track(start, min(start + FACE_CHUNK, len(self.plan.frame_indices)))
        )
        i = position - start
        return FaceState(int(track.states[i])), track.landmarks[i], track.frame_to_face[i]

    def _array(self, name: str) -> Any:
        # Looking an array up reads its metadata from the disk: once is enough.
        if name not in self._arrays:
            self._arrays[name] = self._group[name]
        return self._arrays[name]


def _cached(cache: OrderedDict[Key, Value], key: Key, make: Callable[[], Value]) -> Value:
    if key in cache:
        cache.move_to_end(key)
    else:
        cache[key] = make()
        if len(cache) > CACHED_CLIPS:
            cache.popitem(last=False)
    return cache[key]


def _lock(path: Path) -> FileLock:
    lock = FileLock(path / LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise StoreError(
            f"{path} is being written by another program. Wait until it has finished, or close it."
        ) from error
    except OSError as error:
        raise StoreError(f"{path} cannot be written ({error}). Choose a folder with write access.") from error
    return lock


def _drop_torn_line(path: Path) -> None:
    """A process killed while appending leaves a line without its end: cut it off."""
    text = path.read_bytes()
    complete = text.rfind(b"\n") + 1
    if complete != len(text):
        with path.open("r+b") as file:
            file.truncate(complete)


def _first_line(error: BaseException) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
