"""Follows one person's face through a recording, chunk by chunk.

A chunk is a run of consecutive sampled frames. Its result depends on its frame numbers and the settings alone, never on
other chunks, so chunks can be asked for in any order and in several processes:

- Who the subject is, is decided once for a recording: the face the user picked, else the largest face of the first
  frame that has one (``probe_frames``). What is kept of it is dlib's face descriptor.
- Within a chunk a face is followed from frame to frame by place, and really detected on each frame. At the start of
  a chunk, after a loss and when the aligned picture changes abruptly (a cut), the descriptor decides who it is.
- A face that does not look like the subject is followed on trial and looked at again every few frames. If it never
  passes, all its frames count as frames without the subject's face.
"""

from __future__ import annotations

import itertools
import math
from concurrent.futures import CancelledError
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import cv2
import numpy as np

from stadrn_core.alignment import face_transform, fit_transform, warp_face
from stadrn_core.damage import read_or_blank
from stadrn_core.errors import FaceError
from stadrn_core.faces import (
    QUICK_SHARE,
    SAME_PERSON,
    SAME_PLACE,
    THOROUGH_SHARE,
    DetectedFace,
    FaceModels,
    overlap,
    to_grey,
)
from stadrn_core.types import AlignmentConfig, FaceChoice, FaceChunk, FaceState, FaceTrack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from stadrn_core.faces import Box
    from stadrn_core.types import Float32Array, Float64Array, Frame, FrameSource, UInt8Array

NUM_FIRST_PROBES = 8
NUM_SPREAD_PROBES = 24
PROBE_STEP = 3
RETRIAL_INTERVAL = 4
"""A face on trial is compared with the subject on every so many frames."""
MAX_CANDIDATES = 6
DEFAULT_SHARE = 1 / 4
"""Smallest face looked for on most frames of a gap when nothing is known of the subject's size."""
ABRUPT_CHANGE = 0.85
"""Correlation of the aligned pictures of two consecutive sampled frames below which the person may have changed.
Measured: at least 0.87 in speech and smiles at 10 pictures a second, at most 0.77 between five people."""
THUMBNAIL_PX = 32


@dataclass(frozen=True)
class Subject:
    """The person whose face is followed.

    Attributes:
        descriptor: (128,) float64.
        size_share: side of the face's box where it was met, as a share of the picture's shorter side.
        frame_index: where it was met.
    """

    descriptor: Float64Array
    size_share: float
    frame_index: int

    def distance(self, descriptor: Float64Array) -> float:
        """Euclidean distance; up to ``SAME_PERSON`` means the same person."""
        return float(np.linalg.norm(self.descriptor - descriptor))


def probe_frames(num_frames: int) -> list[int]:
    """Frames that are searched, in this order, for the first one with a face.

    The first 8 at every third frame, then 24 spread evenly over the rest: bounded, and the same for every sample
    interval.
    """
    first = list(range(0, num_frames, PROBE_STEP))[:NUM_FIRST_PROBES]
    rest = np.linspace(first[-1], num_frames - 1, NUM_SPREAD_PROBES + 1)[1:].round().astype(int)
    return first + sorted({int(i) for i in rest} - set(first))


class SubjectFollower:
    """Finds, follows and aligns the subject's face in one recording.

    Args:
        source: the recording; ``close`` closes it.
        alignment: where the face is to lie in the aligned picture.
        choice: the face that the user picked, or None for the largest.
        load_models: gives the dlib models; only called when a face has to be looked for.
        is_cancelled: asked before each frame; when true, the work ends with ``CancelledError``.
    """

    def __init__(
        self,
        source: FrameSource,
        alignment: AlignmentConfig,
        choice: FaceChoice | None = None,
        load_models: Callable[[], FaceModels] = FaceModels,
        is_cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        self._source = source
        self._alignment = alignment
        self._choice = choice
        self._load_models = load_models
        self._is_cancelled = is_cancelled

    @cached_property
    def _models(self) -> FaceModels:
        return self._load_models()

    @cached_property
    def subject(self) -> Subject | None:
        """Who is followed; None when no probed frame has a face (then each chunk follows its own largest face).

        Raises:
            FaceError: there is no face where the user picked one.
        """
        if self._source.info.is_aligned:
            return None
        if self._choice is not None:
            return self._picked(self._choice)
        for frame in self._frames(probe_frames(self._source.info.num_frames)):
            if not frame.is_damaged and (faces := self._models.find_faces(frame.rgb)):
                return self._describe(frame.rgb, faces[0], frame.index)
        return None

    def analyse_chunk(self, frame_indices: Sequence[int]) -> FaceChunk:
        """The subject's face on these frames.

        Args:
            frame_indices: consecutive sampled frames, ascending.

        Raises:
            FaceError: no face where the user picked one, or a model file is missing.
            VideoError: the recording cannot be read any more.
            ValueError: the frame numbers do not ascend.
            CancelledError: ``is_cancelled`` was true.
        """
        indices = [int(i) for i in frame_indices]
        if any(b <= a for a, b in itertools.pairwise(indices)):
            raise ValueError(f"frame_indices must ascend, got {indices}")
        builder = _ChunkBuilder(indices, self._alignment)
        trail = None if self._source.info.is_aligned else _Trail(self._models, self.subject, builder)
        for position, frame in enumerate(self._frames(indices)):
            if frame.is_damaged:
                builder.mark_damaged(position)
            elif trail is None:
                height, width = frame.rgb.shape[:2]
                builder.put(position, frame.rgb, fit_transform(width, height, self._alignment.size_px))
            else:
                trail.step(position, frame.rgb)
        if trail is not None:
            trail.finish()
        return builder.build()

    def faces_on(self, frame_index: int) -> list[Box]:
        """Boxes of all faces on one frame, the largest first; none in a recording of aligned faces.

        Raises:
            VideoError: the frame cannot be decoded.
        """
        if self._source.info.is_aligned:
            return []
        return self._models.faces_in(self._source.read(frame_index).rgb)

    def close(self) -> None:
        """Free the recording."""
        self._source.close()

    def _frames(self, indices: list[int]) -> Iterator[Frame]:
        for frame_index in indices:
            frame = read_or_blank(self._source, frame_index)
            if self._is_cancelled():
                raise CancelledError
            yield frame

    def _picked(self, choice: FaceChoice) -> Subject:
        frame = self._source.read(choice.frame_index)
        faces = self._models.detect_faces(frame.rgb)
        distances = [_distance_from_box(face, choice.x_px, choice.y_px) for face in faces]
        if not faces or min(distances) > 0.5:
            raise FaceError(
                f"{self._source.info.path.name}: no face at ({choice.x_px:.0f}, {choice.y_px:.0f}) of frame "
                f"{choice.frame_index}. Pick a face that is marked, or another frame."
            )
        return self._describe(frame.rgb, faces[int(np.argmin(distances))], choice.frame_index)

    def _describe(self, rgb: UInt8Array, face: DetectedFace, frame_index: int) -> Subject:
        return Subject(self._models.describe(rgb, face), face.size_px / min(rgb.shape[:2]), frame_index)


class _ChunkBuilder:
    """Collects what is found on the frames of a chunk."""

    def __init__(self, indices: list[int], alignment: AlignmentConfig) -> None:
        count, side = len(indices), alignment.size_px
        self.alignment = alignment
        self._indices = np.array(indices, np.int64)
        self._states = np.full(count, FaceState.NONE, np.uint8)
        self._landmarks = np.full((count, 68, 2), np.nan, np.float32)
        self._transforms = np.full((count, 2, 3), np.nan)
        self._faces = np.zeros((count, side, side, 3), np.uint8)

    def put(
        self, position: int, rgb: UInt8Array, transform: Float64Array, landmarks: Float32Array | None = None
    ) -> UInt8Array:
        """Enter a face and give its aligned picture."""
        self._states[position] = FaceState.FOUND
        self._transforms[position] = transform
        if landmarks is not None:
            self._landmarks[position] = landmarks
        self._faces[position] = warp_face(rgb, transform, self.alignment.size_px)
        return np.asarray(self._faces[position])

    def mark_damaged(self, position: int) -> None:
        """Enter that the frame cannot be decoded."""
        self._states[position] = FaceState.DAMAGED

    def forget(self, position: int) -> None:
        """Take a face out again: it was somebody else's."""
        self._states[position] = FaceState.NONE
        self._landmarks[position] = np.nan
        self._transforms[position] = np.nan
        self._faces[position] = 0

    def build(self) -> FaceChunk:
        return FaceChunk(FaceTrack(self._indices, self._states, self._landmarks, self._transforms), self._faces)


class _Trail:
    """Follows one face at a time through a chunk, and settles whose it is."""

    def __init__(self, models: FaceModels, subject: Subject | None, builder: _ChunkBuilder) -> None:
        self._models = models
        self._subject = subject
        self._builder = builder
        self._likely_share = DEFAULT_SHARE if subject is None else max(THOROUGH_SHARE, subject.size_share / 2)
        self._current: DetectedFace | None = None
        self._thumbnail: Float32Array | None = None
        self._is_subject = False
        self._on_trial: list[int] = []
        self._num_missing = 0

    def step(self, position: int, rgb: UInt8Array) -> None:
        """Look at the next frame."""
        due = not self._is_subject and len(self._on_trial) % RETRIAL_INTERVAL == 0
        near = None if self._current is None or due else self._models.find_near(rgb, self._current)
        if near is None or not self._continue(position, rgb, near):
            self._search(position, rgb)

    def finish(self) -> None:
        """Drop a face that was never shown to be the subject's."""
        for position in self._on_trial:
            self._builder.forget(position)
        self._on_trial = []

    def _continue(self, position: int, rgb: UInt8Array, face: DetectedFace) -> bool:
        """Go on with the face near the last one; False if the picture changed abruptly: it may be somebody else's."""
        before = self._thumbnail
        self._enter(position, rgb, face)
        abrupt = _correlation(before, self._thumbnail) < ABRUPT_CHANGE
        if abrupt and (not self._is_subject or self._distance(rgb, face) > SAME_PERSON):
            self._builder.forget(position)
            self._let_go()
            return False
        if not self._is_subject:
            self._on_trial.append(position)
        return True

    def _search(self, position: int, rgb: UInt8Array) -> None:
        """Look for the subject in the whole picture."""
        face, distance = self._nearest(rgb)
        if face is None:
            self._let_go()
            self._num_missing += 1
            return
        self._num_missing = 0
        previous, before = self._current, self._thumbnail
        self._enter(position, rgb, face)
        moved = previous is None or overlap(face.box_px, previous.box_px) < SAME_PLACE
        if moved or _correlation(before, self._thumbnail) < ABRUPT_CHANGE:
            self.finish()
            self._is_subject = False
        if distance <= SAME_PERSON:
            self._is_subject = True
            self._on_trial = []
        elif not self._is_subject:
            self._on_trial.append(position)

    def _let_go(self) -> None:
        self.finish()
        self._current, self._thumbnail, self._is_subject = None, None, False

    def _nearest(self, rgb: UInt8Array) -> tuple[DetectedFace | None, float]:
        """The face most like the subject, and its distance. Without a subject: the largest, at distance 0."""
        share = self._likely_share if self._num_missing % RETRIAL_INTERVAL else THOROUGH_SHARE
        for smallest in (QUICK_SHARE, share) if self._num_missing == 0 else (share,):
            faces = self._models.detect_faces(rgb, smallest)[:MAX_CANDIDATES]
            distances = [self._distance(rgb, face) for face in faces]
            if distances and (min(distances) <= SAME_PERSON or smallest == share):
                best = int(np.argmin(distances))
                return faces[best], distances[best]
        return None, math.inf

    def _distance(self, rgb: UInt8Array, face: DetectedFace) -> float:
        return 0.0 if self._subject is None else self._subject.distance(self._models.describe(rgb, face))

    def _enter(self, position: int, rgb: UInt8Array, face: DetectedFace) -> None:
        transform = face_transform(face.landmarks, self._builder.alignment)
        self._thumbnail = _thumbnail(self._builder.put(position, rgb, transform, face.landmarks))
        self._current = face


def _thumbnail(aligned: UInt8Array) -> Float32Array:
    """A small picture of an aligned face, of mean 0 and length 1."""
    small = cv2.resize(to_grey(aligned), (THUMBNAIL_PX, THUMBNAIL_PX), interpolation=cv2.INTER_AREA)
    centred = small.astype(np.float32) - np.float32(small.mean())
    return np.asarray(centred / max(float(np.linalg.norm(centred)), 1e-6), np.float32)


def _correlation(first: Float32Array | None, second: Float32Array | None) -> float:
    return 1.0 if first is None or second is None else float((first * second).sum())


def _distance_from_box(face: DetectedFace, x_px: float, y_px: float) -> float:
    """How far a point lies from the middle of a face, in sides of its box: up to 0.5 is inside."""
    left, top, right, bottom = face.box_px
    return max(abs(x_px - (left + right) / 2), abs(y_px - (top + bottom) / 2)) / face.size_px
