"""Where a face is turned away, badly lit, small or blurred: frames on which maps and scores may be less reliable.

What is measured is the picture that the network is given. The limits say where this program's own checks end, or what
is plainly visible; how much a network's score suffers beyond them depends on the network and is not known here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from stadrn_core.alignment import apply, scale_of
from stadrn_core.types import FaceState, Float32Array

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from stadrn_core.types import FaceChunk, Float64Array, UInt8Array

MEASURES = (
    *("yaw_degrees", "pitch_degrees", "enlargement", "luminance", "sharpness"),
    *("underexposed_share", "overexposed_share"),
)
MOST_YAW_DEGREES, MOST_PITCH_DEGREES = 20.0, 25.0
"""Alignment was compared with the truth on rendered faces up to 20° (benchmarks). What is level differs from face to
face by some 5° of pitch, which cannot be told from a nod: hence the wider limit."""
MOST_ENLARGEMENT = 2.0
"""Beyond, a pixel of the recording is more than two of the network's picture each way."""
DARKEST, BRIGHTEST = 45.0, 210.0
"""About a sixth and five sixths of the range of brightness."""
BLACK, WHITE = 15, 240
"""Luminance at which a pixel counts as clipped: as near to the ends as compression moves a pixel that lies at one."""
MOST_CLIPPED_SHARE = 0.1
"""Of the face's pixels. In recordings of two people, a photograph of four and 22 synthetic people at most 0.006."""
LEAST_SHARPNESS = 0.2
"""Sharp recordings have 0.4 to 0.75; a blur of 2 to 3 px (standard deviation) of a face of 224 px brings them here."""

RIGID = np.array([*range(27, 36), 36, 39, 42, 45])
"""Landmarks that no expression moves: bridge and base of the nose, corners of the eyes."""
_HEAD_MM = np.array(
    [
        [0.0, -25.0, 0.8],
        [0.0, -11.7, -3.8],
        [0.0, 0.6, -11.2],
        [0.0, 13.4, -19.0],
        [-13.4, 20.8, -1.1],
        [-6.9, 23.4, -5.4],
        [0.0, 25.3, -7.7],
        [6.9, 23.4, -5.4],
        [13.4, 20.8, -1.1],
        [-42.7, -24.0, 15.2],
        [-18.1, -21.5, 11.7],
        [18.1, -21.5, 11.7],
        [42.7, -24.0, 15.2],
    ]
)
"""Their places on the mean of 80 synthetic heads: x to the subject's left, y down, z away from the camera."""
_LOOKED_AT_PX = 112


class Problem(IntFlag):
    """What may make a frame less reliable."""

    POSE = 1
    LIGHT = 2
    SIZE = 4
    BLUR = 8
    CLIPPING = 16

    @property
    def words(self) -> str:
        """As it is told."""
        return {
            Problem.POSE: "face turned away",
            Problem.LIGHT: "face too dark or too bright",
            Problem.SIZE: "face small",
            Problem.BLUR: "face blurred",
            Problem.CLIPPING: "parts of the face burnt out or black",
        }[self]


class Stretch(NamedTuple):
    """Consecutive sampled frames with a problem: first and last position."""

    first: int
    last: int


@dataclass(frozen=True)
class FaceQuality:
    """Numbers of sampled frames; NaN where there is no face, or where a number cannot be measured.

    Attributes:
        values: (N, 7) float32, columns as ``MEASURES``: yaw (positive to the subject's left) and pitch (positive
            downwards) of the upright face in degrees; how much the face was enlarged for the network; mean luminance of
            the face, 0 to 255; sharpness (see ``light_and_sharpness``); shares of the face's pixels that are black and
            that are burnt out, 0 to 1 (see ``clipped_shares``).
    """

    values: Float32Array

    def __post_init__(self) -> None:
        if self.values.ndim != 2 or self.values.shape[1] != len(MEASURES):
            raise ValueError(f"values must be (N, {len(MEASURES)}), got {self.values.shape}")

    @classmethod
    def of_columns(cls, values: Float32Array) -> FaceQuality:
        """Numbers as they were stored, (N, columns) float32: those of ``MEASURES`` that are missing are not known.

        Columns beyond them, by a later version, are left out.
        """
        missing = np.full((len(values), max(len(MEASURES) - values.shape[1], 0)), np.nan, np.float32)
        return cls(np.concatenate([values[:, : len(MEASURES)], missing], axis=1))

    @cached_property
    def problems(self) -> UInt8Array:
        """(N,) uint8 of ``Problem``; 0 where there is none, or nothing is known."""
        yaw, pitch, enlargement, luminance, sharp, black, white = np.nan_to_num(self.values, nan=np.inf).T
        known = np.isfinite(self.values).T
        found = np.zeros(len(self.values), np.uint8)
        turned = (np.abs(yaw) > MOST_YAW_DEGREES) | (np.abs(pitch) > MOST_PITCH_DEGREES)
        for problem, there in (
            (Problem.POSE, turned & known[0]),
            (Problem.LIGHT, ((luminance < DARKEST) | (luminance > BRIGHTEST)) & known[3]),
            (Problem.SIZE, (enlargement > MOST_ENLARGEMENT) & known[2]),
            (Problem.BLUR, (sharp < LEAST_SHARPNESS) & known[4]),
            (Problem.CLIPPING, (black + white > MOST_CLIPPED_SHARE) & known[5] & known[6]),
        ):
            found[there] |= np.uint8(problem)
        return found

    @property
    def has_face(self) -> NDArray[np.bool_]:
        """(N,) where anything was measured."""
        return np.asarray(np.isfinite(self.values).any(axis=1))

    @property
    def is_clipping_unknown(self) -> NDArray[np.bool_]:
        """(N,) where there is a face of which nobody looked for burnt-out and black parts."""
        return np.asarray(self.has_face & ~np.isfinite(self.values[:, 5:]).all(axis=1))

    def counts(self) -> dict[Problem, int]:
        """Frames with each problem."""
        problems = self.problems
        return {problem: int(((problems & int(problem)) > 0).sum()) for problem in Problem}

    @property
    def summary(self) -> str:
        """A sentence for the user; empty where no frame has a problem."""
        told = [f"{problem.words} in {count}" for problem, count in self.counts().items() if count]
        if not told:
            return ""
        return f"Maps and scores may be less reliable: {', '.join(told)} of {int(self.has_face.sum())} sampled frames."

    @property
    def gaps(self) -> str:
        """A sentence on what was not measured; empty where all was."""
        unknown = int(self.is_clipping_unknown.sum())
        if not unknown:
            return ""
        return (
            f"Whether parts of the face are burnt out or black is not known for {unknown} of "
            f"{int(self.has_face.sum())} sampled frames: an earlier version measured them."
        )

    def stretches(self) -> list[Stretch]:
        """Frames with any problem, those in a row together."""
        there = np.concatenate([[False], self.problems > 0, [False]]).astype(np.int8)
        steps = np.diff(there)
        firsts, lasts = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1) - 1
        return [Stretch(int(first), int(last)) for first, last in zip(firsts, lasts, strict=True)]


def problems_in(problems: int) -> Iterator[Problem]:
    """The single problems."""
    return (problem for problem in Problem if problems & problem)


def measure(chunk: FaceChunk) -> FaceQuality:
    """Numbers of consecutive sampled frames.

    Args:
        chunk: their faces; in recordings of aligned faces, whose landmarks and size are not known, only light,
            sharpness and clipping are measured.
    """
    track = chunk.track
    values = np.full((len(track.frame_indices), len(MEASURES)), np.nan, np.float32)
    for i in np.flatnonzero(track.states == FaceState.FOUND):
        landmarks, transform = track.landmarks[i], track.frame_to_face[i]
        if np.isfinite(landmarks).all():
            values[i, :2] = head_pose(apply(transform, landmarks))
            values[i, 2] = scale_of(transform)
        values[i, 3:5] = light_and_sharpness(chunk.faces[i])
        values[i, 5:] = clipped_shares(chunk.faces[i])
    return FaceQuality(values)


def head_pose(landmarks: NDArray[np.floating]) -> tuple[float, float]:
    """Yaw and pitch in degrees, by the average head seen from afar (scaled orthographic projection).

    The linear map from head to picture that fits best (least squares), and the rotation nearest to it. On synthetic
    heads yaw is right within some 4° (one standard deviation) up to 30°, pitch within 5°.

    Args:
        landmarks: (68, 2) px of an upright face.
    """
    seen = landmarks[RIGID] - landmarks[RIGID].mean(axis=0)
    linear = np.linalg.lstsq(_centred_head(), seen, rcond=None)[0].T  # (2, 3)
    u, _, v = np.linalg.svd(linear, full_matrices=False)
    rows = u @ v
    forward = -np.cross(rows[0], rows[1])[2], -rows[0, 2], -rows[1, 2]  # towards the camera, right, down
    yaw = np.degrees(np.arctan2(forward[1], -forward[0]))
    pitch = np.degrees(np.arctan2(forward[2], np.hypot(forward[0], forward[1])))
    return float(yaw), float(pitch)


def light_and_sharpness(face: UInt8Array) -> tuple[float, float]:
    """Mean luminance, 0 to 255, and sharpness of an aligned face (S, S, 3) uint8.

    Sharpness is the standard deviation of the Laplacian by that of the luminance, on a picture of 112 px: what changes
    from pixel to pixel, by all that changes. Both are taken over an ellipse in which an aligned face lies.
    """
    grey = cv2.cvtColor(face, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, (_LOOKED_AT_PX, _LOOKED_AT_PX), interpolation=cv2.INTER_AREA).astype(np.float32)
    inside = face_area(_LOOKED_AT_PX)
    detail = cv2.Laplacian(small, cv2.CV_32F)[inside].std()
    return float(small[inside].mean()), float(detail / max(small[inside].std(), 1.0))


def clipped_shares(face: UInt8Array) -> tuple[float, float]:
    """Shares of an aligned face (S, S, 3) uint8 that are black and burnt out: luminance at most 15, at least 240.

    Of single pixels, which a mean over several would hide, within ``face_area``.
    """
    grey = cv2.cvtColor(face, cv2.COLOR_RGB2GRAY)[face_area(len(face))]
    return float((grey <= BLACK).mean()), float((grey >= WHITE).mean())


@lru_cache(maxsize=1)
def _centred_head() -> Float64Array:
    return np.asarray(_HEAD_MM - _HEAD_MM.mean(axis=0))


@lru_cache(maxsize=4)
def face_area(side_px: int) -> NDArray[np.bool_]:
    """(S, S) where an aligned face lies: an ellipse, without hair and background."""
    y, x = np.mgrid[:side_px, :side_px] / (side_px - 1)
    return np.asarray(((x - 0.5) / 0.30) ** 2 + ((y - 0.55) / 0.38) ** 2 <= 1)
