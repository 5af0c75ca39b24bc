"""The values that travel from file to pixel, each validated where it is made.

Words and units: ``frame_index`` is 0-based in the original recording; ``…_seconds`` and ``…_px`` carry their unit;
arrays state shape and dtype.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

UInt8Array = NDArray[np.uint8]
Float32Array = NDArray[np.float32]
Float64Array = NDArray[np.float64]
IntArray = NDArray[np.int64]

Precision = Literal["float32", "tf32", "bfloat16"]
"""Of products in convolutions and matrices; sums and all map arithmetic are float32. float16 is left out: the small
gradients of guided maps vanish in it."""
Way = Literal["prepared", "autograd"]

Deidentify = Literal["none", "blur", "pixelate", "landmarks", "drawn_face"]
"""What becomes of the face in an exported picture or video."""


class FaceState(IntEnum):
    """What is known of the face in one source frame.

    The value 0 means "not looked at yet", so that an array of zeros says just that.
    """

    UNKNOWN = 0
    FOUND = 1
    """Detected and landmarked on this (sampled) frame."""
    INTERPOLATED = 2
    """Between two sampled frames with a face: the transform is interpolated."""
    HELD = 3
    """No face here; a clip holds the nearest face in its place."""
    NONE = 4
    """No face, and none held."""
    DAMAGED = 5
    """This frame cannot be decoded; a clip holds the nearest face in its place, as where there is none."""

    @property
    def label(self) -> str:
        """The word used in tables and in the interface."""
        return self.name.lower()


@dataclass(frozen=True)
class Frame:
    """One decoded frame.

    Attributes:
        index: 0-based position in the recording.
        pts_seconds: presentation time, first frame of the recording at 0.
        rgb: (H, W, 3) uint8, upright (rotation metadata applied).
        is_damaged: the frame cannot be decoded, and ``rgb`` is an empty picture in its place.
    """

    index: int
    pts_seconds: float
    rgb: UInt8Array
    is_damaged: bool = False

    def __post_init__(self) -> None:
        if self.rgb.ndim != 3 or self.rgb.shape[2] != 3 or self.rgb.dtype != np.uint8:
            raise ValueError(f"rgb must be (H, W, 3) uint8, got {self.rgb.shape} {self.rgb.dtype}")


@dataclass(frozen=True)
class RecordingInfo:
    """What is known of a recording before a frame is decoded.

    Attributes:
        path: the video file or folder of images.
        width: displayed width in px (after rotation).
        height: displayed height in px (after rotation).
        pts_seconds: (num_frames,) float64, strictly increasing, first 0: the time of every frame. Frames that a
            damaged file lost at its end are left out; some in its middle may turn out not to decode.
        codec: short name such as ``h264``; ``images`` for a folder.
        rotation_degrees: clockwise rotation already applied to the frames: 0, 90, 180 or 270.
        is_aligned: frames are aligned faces already; no face is looked for.
        warnings: sentences for the user (file cut short, wrong frame count in the container, …).
        start_seconds: time of the first frame by the file's own clock, which its sound goes by.
        time_base: seconds of which all times of the file are multiples; None where it has no clock.
    """

    path: Path
    width: int
    height: int
    pts_seconds: Float64Array
    codec: str
    rotation_degrees: int = 0
    is_aligned: bool = False
    warnings: tuple[str, ...] = ()
    start_seconds: float = 0.0
    time_base: Fraction | None = None

    @property
    def num_frames(self) -> int:
        """Number of frames, as ``pts_seconds`` has them."""
        return len(self.pts_seconds)

    @property
    def frame_rate(self) -> float:
        """Mean frames per second; 1.0 for a single frame."""
        span = float(self.pts_seconds[-1] - self.pts_seconds[0])
        return (self.num_frames - 1) / span if span > 0 else 1.0

    @property
    def duration_seconds(self) -> float:
        """Time from the first frame to the end of the last."""
        return float(self.pts_seconds[-1]) + 1.0 / self.frame_rate

    def frame_at(self, seconds: float) -> int:
        """Index of the frame shown at ``seconds`` (clamped to the recording)."""
        position = int(np.searchsorted(self.pts_seconds, seconds + 1e-9, side="right")) - 1
        return min(max(position, 0), self.num_frames - 1)


class FrameSource(Protocol):
    """A recording whose frames can be had by number: a video file or a folder of images.

    Not thread-safe: one source belongs to one thread.
    """

    @property
    def info(self) -> RecordingInfo:
        """The facts of the recording."""
        ...

    def read(self, frame_index: int) -> Frame:
        """Exactly frame ``frame_index``.

        Raises IndexError outside the recording, FrameError if it cannot be decoded, VideoError if the recording is
        not what it was.
        """
        ...

    def read_many(self, frame_indices: Iterable[int]) -> Iterator[Frame]:
        """Frames in the order asked for; ascending order decodes sequentially without seeking for each."""
        ...

    def close(self) -> None:
        """Free the file. Idempotent."""
        ...


@dataclass(frozen=True)
class AlignmentConfig:
    """Where the face lies in the aligned picture (paper 4.1).

    Attributes:
        size_px: side of the square picture.
        eyes_to_mouth: vertical distance from eye line to mouth centre, as a share of the side (paper: 1/3).
        eye_line: height of the eye line from the top, as a share of the side. The paper does not fix it.
    """

    size_px: int = 224
    eyes_to_mouth: float = 1 / 3
    eye_line: float = 0.36


@dataclass(frozen=True)
class FaceChoice:
    """The face the user picked: the one at a point of a frame. Without a choice the largest face is followed.

    Attributes:
        frame_index: frame in which it was picked.
        x_px: horizontal position in the original frame.
        y_px: vertical position in the original frame.
    """

    frame_index: int
    x_px: float
    y_px: float


@dataclass(frozen=True)
class FaceTrack:
    """The followed face on consecutive sampled frames.

    Attributes:
        frame_indices: (N,) int64, ascending source frame numbers.
        states: (N,) uint8 of ``FaceState``: FOUND, NONE or DAMAGED (UNKNOWN where not looked at yet).
        landmarks: (N, 68, 2) float32 px in the original frame; NaN where no face.
        frame_to_face: (N, 2, 3) float64 similarity from original px to aligned px; NaN where no face.
    """

    frame_indices: IntArray
    states: UInt8Array
    landmarks: Float32Array
    frame_to_face: Float64Array

    def __post_init__(self) -> None:
        n = len(self.frame_indices)
        expected: dict[str, tuple[int, ...]] = {"states": (n,), "landmarks": (n, 68, 2), "frame_to_face": (n, 2, 3)}
        for name, shape in expected.items():
            if getattr(self, name).shape != shape:
                raise ValueError(f"{name} must have shape {shape}, got {getattr(self, name).shape}")


@dataclass(frozen=True)
class FaceChunk:
    """The subject's face on consecutive sampled frames.

    Attributes:
        track: states, landmarks and transforms.
        faces: (N, S, S, 3) uint8 aligned pictures; zeros where there is no face.
    """

    track: FaceTrack
    faces: UInt8Array


@dataclass(frozen=True)
class FacePlacement:
    """Where the face lies in one source frame, sampled or not.

    Attributes:
        state: how it is known.
        landmarks: (68, 2) float32 px in the original frame, or None.
        frame_to_face: (2, 3) float64 similarity from original px to aligned px, or None.
    """

    state: FaceState
    landmarks: Float32Array | None
    frame_to_face: Float64Array | None

    @property
    def has_face(self) -> bool:
        """Whether the face's place in this frame is known."""
        return self.frame_to_face is not None


@dataclass(frozen=True)
class ClipPlan:
    """Which sampled frames make up which clip; known before any face is looked for.

    Attributes:
        frame_indices: (N,) int64 source frame of each sampled position.
        positions: (num_clips, T) int64 sampled positions of each clip, ascending in each row (repeated in a short
            recording).
        slicing: ``published`` or ``contiguous``.
        sample_interval: source frames from one sampled frame to the next.
    """

    frame_indices: IntArray
    positions: IntArray
    slicing: str
    sample_interval: int

    @property
    def num_clips(self) -> int:
        """Number of clips."""
        return int(self.positions.shape[0])

    @property
    def clip_length(self) -> int:
        """Sampled frames in a clip (T)."""
        return int(self.positions.shape[1])

    def clip_frames(self, clip_index: int) -> IntArray:
        """(T,) source frame numbers of one clip."""
        return np.asarray(self.frame_indices[self.positions[clip_index]])

    def span(self, clip_index: int) -> tuple[int, int]:
        """Source frames [first, stop) that a clip speaks for: up to the frame before its next sampled frame."""
        frames = self.clip_frames(clip_index)
        return int(frames[0]), int(frames[-1]) + self.sample_interval

    def clips_of(self, frame_index: int) -> Sequence[int]:
        """The clips that cover a source frame, ascending."""
        first = self.frame_indices[self.positions[:, 0]]
        stop = self.frame_indices[self.positions[:, -1]] + self.sample_interval
        return [int(i) for i in np.flatnonzero((first <= frame_index) & (frame_index < stop))]


@dataclass(frozen=True)
class Fallback:
    """What the user has to be told: a device's memory did not suffice.

    Attributes:
        text: a sentence.
        device: where clips are explained from now on.
    """

    text: str
    device: str


@dataclass(frozen=True)
class Progress:
    """How far a long task is.

    Attributes:
        stage: short words for the user, such as ``aligning faces``.
        done: finished units.
        total: all units.
        unit: plural noun of a unit, such as ``clips``.
        rate: units per second so far, or None when unknown.
        seconds_left: estimated time left, or None when unknown.
        clip_index: the clip that is being worked on, or None.
    """

    stage: str
    done: int
    total: int
    unit: str
    rate: float | None = None
    seconds_left: float | None = None
    clip_index: int | None = None


@dataclass(frozen=True)
class Explanation:
    """All that was computed for one clip. Maps are raw numbers at the target layer's native resolution.

    Attributes:
        raw_output: the network's number y.
        score: max(y, 0) × score_range, in BDI-II points; not capped above.
        target_layer: the layer whose feature maps were explained.
        gradcampp: (T', H', W') float32, eq. 18 with ω = 1.
        gradcam: (T', H', W') float32.
        signed_points: (T', H', W') float32 in BDI-II points, sum = score_range × (y − bias); None unless global
            average pooling and one linear layer follow the target layer.
        guided: (3, T, H, W) float32 guided backpropagation, or None when it was not asked for.
        way: ``prepared``: by the network's prepared form; ``autograd``: by its own forward pass and autograd.
    """

    raw_output: float
    score: float
    target_layer: str
    gradcampp: Float32Array
    gradcam: Float32Array
    signed_points: Float32Array | None
    guided: Float32Array | None
    way: Way = "autograd"

    @property
    def weighted_gradcampp(self) -> Float32Array:
        """(T', H', W') float32: Grad-CAM++ times the score ω (eq. 18)."""
        return np.float32(self.score) * self.gradcampp


Json = dict[str, Any]
