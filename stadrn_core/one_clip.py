"""The faces of one clip, found in its recording or known from a stored analysis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.alignment import apply
from stadrn_core.clip_faces import FACES_PER_TASK, warped_faces
from stadrn_core.clips import LEAST_FACE_SHARE, clip_tensor, make_plan, nearest_with_face
from stadrn_core.errors import FaceError
from stadrn_core.face_pool import FacePool
from stadrn_core.types import FaceState, Progress

if TYPE_CHECKING:
    from collections.abc import Generator

    from numpy.typing import NDArray

    from stadrn_core.manifest import AnalysisSettings
    from stadrn_core.store import AnalysisStore
    from stadrn_core.types import ClipPlan, Float32Array, Float64Array, FrameSource, IntArray, UInt8Array
    from stadrn_core.video import RecordingIndex


@dataclass(frozen=True)
class OneClip:
    """The aligned faces of one clip.

    Attributes:
        plan: how the recording was cut.
        clip_index: which of its clips, 0-based.
        pictures: (T, S, S, 3) uint8; where a frame has no face the nearest one is held.
        has_face: (T,) truth of a face of the frame's own.
        landmarks: (T, 68, 2) px in the aligned face shown; None for recordings of aligned faces, where none are known.
    """

    plan: ClipPlan
    clip_index: int
    pictures: UInt8Array
    has_face: NDArray[np.bool_]
    landmarks: Float64Array | None

    @property
    def frame_indices(self) -> IntArray:
        """(T,) source frames."""
        return self.plan.clip_frames(self.clip_index)

    @property
    def tensor(self) -> Float32Array:
        """(3, T, S, S) float32: the network's input."""
        return clip_tensor(self.pictures)

    def position_near(self, frame_index: int | None) -> int:
        """The position with a face of its own that is nearest to a source frame, or to the clip's middle."""
        with_face = np.flatnonzero(self.has_face)
        distance = (
            np.abs(with_face - (len(self.has_face) - 1) / 2)
            if frame_index is None
            else np.abs(self.frame_indices[with_face] - frame_index)
        )
        return int(with_face[np.argmin(distance)])


def plan_of(source: FrameSource, settings: AnalysisSettings, clip_length: int) -> ClipPlan:
    """How a recording is cut into clips."""
    return make_plan(source.info.num_frames, settings.sample_interval, clip_length, settings.slicing)


def clip_at(plan: ClipPlan, frame_index: int) -> int:
    """The clip in whose middle a source frame lies most nearly; the nearest one where none covers it."""

    def distance(clip_index: int) -> tuple[int, float]:
        first, stop = plan.span(clip_index)
        return max(first - frame_index, frame_index - (stop - 1), 0), abs((first + stop - 1) / 2 - frame_index)

    return min(range(plan.num_clips), key=distance)


def read_clip(
    source: FrameSource, index: RecordingIndex, settings: AnalysisSettings, plan: ClipPlan, clip_index: int
) -> Generator[Progress, None, OneClip]:
    """Find and align the faces of a clip, the same ones that an analysis of the recording would find.

    Yields how far it is; closing the generator stops it.

    Args:
        source: the recording.
        index: of the same recording.
        settings: sampling, alignment and the face to follow.
        plan: from ``plan_of``.
        clip_index: 0-based.

    Raises:
        FaceError: too few frames of the clip have a face.
        VideoError: the recording cannot be read any more.
    """
    positions = plan.positions[clip_index]
    tasks = sorted({int(p) // FACES_PER_TASK for p in positions})
    pictures: dict[int, UInt8Array] = {}
    landmarks: dict[int, Float64Array] = {}
    found: dict[int, bool] = {}
    path = source.info.path
    with FacePool(path, index, settings.alignment, settings.face_choice) as pool:
        starts = [task * FACES_PER_TASK for task in tasks]
        futures = [pool.submit([int(f) for f in plan.frame_indices[s : s + FACES_PER_TASK]]) for s in starts]
        for done, (start, future) in enumerate(zip(starts, futures, strict=True)):
            yield Progress("aligning faces", done, len(tasks), "stretches")
            chunk = future.result()
            for i, picture in enumerate(chunk.faces):
                pictures[start + i] = picture
                found[start + i] = chunk.track.states[i] == FaceState.FOUND
                landmarks[start + i] = apply(chunk.track.frame_to_face[i], chunk.track.landmarks[i])
    has_face = np.array([found[int(p)] for p in positions])
    if has_face.sum() < LEAST_FACE_SHARE * len(has_face):
        raise FaceError(
            f"{path}: clip {clip_index + 1} has a face in only {int(has_face.sum())} of {len(has_face)} frames, at "
            f"least {LEAST_FACE_SHARE:.0%} are needed. Choose another clip, or another moment."
        )
    return _held(plan, clip_index, has_face, pictures, landmarks)


def stored_clip(store: AnalysisStore, source: FrameSource, clip_index: int) -> OneClip:
    """A clip whose faces an analysis knows, warped again from the recording; nothing is looked for.

    Args:
        store: with the faces of the clip.
        source: the recording that was analysed.
        clip_index: 0-based.

    Raises:
        ValueError: the clip has no face.
        VideoError: the recording cannot be read any more.
    """
    positions = store.plan.positions[clip_index]
    has_face = store.face_states()[positions] == FaceState.FOUND
    if not has_face.any():
        raise ValueError(f"clip {clip_index} has no face")
    wanted = sorted({int(p) for p in positions[has_face]})
    pictures = dict(zip(wanted, warped_faces(store, source, wanted), strict=True))
    landmarks = {}
    for p in wanted:
        track = store.face_track(p, p + 1)
        landmarks[p] = apply(track.frame_to_face[0], track.landmarks[0])
    return _held(store.plan, clip_index, has_face, pictures, landmarks)


def _held(
    plan: ClipPlan,
    clip_index: int,
    has_face: NDArray[np.bool_],
    pictures: dict[int, UInt8Array],
    landmarks: dict[int, Float64Array],
) -> OneClip:
    """The clip, with the nearest face held where a frame has none; pictures and landmarks by sampled position."""
    held = plan.positions[clip_index][nearest_with_face(has_face.astype(np.uint8))].tolist()
    points = np.stack([landmarks[p] for p in held])
    known = points if np.isfinite(points).all() else None
    return OneClip(plan, clip_index, np.stack([pictures[p] for p in held]), has_face, known)
