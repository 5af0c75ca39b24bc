"""Puts a face upright into a square picture, and tells how to get back (paper 4.1).

All transforms are (2, 3) float64 matrices that map points (x, y). Pixel centres lie at whole numbers, as in OpenCV and
dlib, so the middle of a picture of side S is at (S − 1) / 2.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from stadrn_core.types import AlignmentConfig, Float64Array, UInt8Array

RIGHT_EYE = slice(36, 42)
"""Landmarks of the subject's right eye: on the left in the picture."""
LEFT_EYE = slice(42, 48)
MOUTH = slice(48, 68)
MAX_SUPERSAMPLING = 4


def eyes_and_mouth(landmarks: NDArray[np.floating]) -> tuple[Float64Array, Float64Array, Float64Array]:
    """Centres of the two eyes (left one in the picture first) and of the mouth, each (2,) float64.

    Args:
        landmarks: (68, 2) px.

    Raises:
        ValueError: wrong shape, or not finite.
    """
    points = np.asarray(landmarks, np.float64)
    if points.shape != (68, 2) or not np.isfinite(points).all():
        raise ValueError(f"landmarks must be (68, 2) and finite, got {points.shape}")
    return points[RIGHT_EYE].mean(axis=0), points[LEFT_EYE].mean(axis=0), points[MOUTH].mean(axis=0)


def face_transform(landmarks: NDArray[np.floating], config: AlignmentConfig | None = None) -> Float64Array:
    """The similarity from frame to aligned picture (paper 4.1).

    Afterwards the line between the eye centres is horizontal, the midpoint between them is centred horizontally and
    stands ``eye_line`` of the side below the upper edge, and the mouth centre (mean of landmarks 48–67) lies
    ``eyes_to_mouth`` of the side below the eye line.

    Args:
        landmarks: (68, 2) px in the frame.
        config: where the face is to lie; the default is the paper's.

    Returns:
        (2, 3) float64: frame px to aligned px.

    Raises:
        ValueError: the landmarks are not a face (eyes in one place, or the mouth not below them).
    """
    config = config or AlignmentConfig()
    left, right, mouth = eyes_and_mouth(landmarks)
    along = right - left
    length = float(np.hypot(*along))
    if length == 0.0:
        raise ValueError("landmarks have both eyes in one place")
    cosine, sine = along / length
    upright = np.array([[cosine, sine], [-sine, cosine]])
    middle = (left + right) / 2
    drop = float((upright @ (mouth - middle))[1])
    if drop <= 0.0:
        raise ValueError("landmarks have the mouth above the eyes")
    matrix = upright * (config.eyes_to_mouth * config.size_px / drop)
    target = np.array([(config.size_px - 1) / 2, config.eye_line * config.size_px - 0.5])
    return np.column_stack([matrix, target - matrix @ middle])


def fit_transform(width: int, height: int, size_px: int) -> Float64Array:
    """The similarity that puts a whole picture, such as an already aligned face, centred into a square of ``size_px``.

    Returns:
        (2, 3) float64. A picture that is not square is scaled by its longer side; what is left over stays black.
    """
    if min(width, height, size_px) < 1:
        raise ValueError(f"sizes must be positive, got {width}×{height} and {size_px}")
    scale = size_px / max(width, height)
    return np.array(
        [
            [scale, 0.0, (size_px - 1) / 2 - scale * (width - 1) / 2],
            [0.0, scale, (size_px - 1) / 2 - scale * (height - 1) / 2],
        ]
    )


def scale_of(transform: NDArray[np.floating]) -> float:
    """How much a similarity enlarges lengths."""
    matrix = np.asarray(transform, np.float64)[:, :2]
    return math.sqrt(abs(float(matrix[0, 0] * matrix[1, 1] - matrix[0, 1] * matrix[1, 0])))


def invert(transform: NDArray[np.floating]) -> Float64Array:
    """The transform that leads back: (2, 3) float64.

    Raises:
        ValueError: wrong shape, not finite, or it cannot be inverted.
    """
    matrix = np.asarray(transform, np.float64)
    if matrix.shape != (2, 3) or not np.isfinite(matrix).all() or scale_of(matrix) == 0.0:
        raise ValueError(f"transform must be (2, 3), finite and invertible, got {matrix.tolist()}")
    back = np.linalg.inv(matrix[:, :2])
    return np.column_stack([back, -back @ matrix[:, 2]])


def apply(transform: NDArray[np.floating], points: NDArray[np.floating]) -> Float64Array:
    """Points (…, 2) moved by a transform: (…, 2) float64."""
    matrix = np.asarray(transform, np.float64)
    return np.asarray(points, np.float64) @ matrix[:, :2].T + matrix[:, 2]


def warp_face(rgb: UInt8Array, frame_to_face: NDArray[np.floating], size_px: int) -> UInt8Array:
    """The aligned picture: (size_px, size_px, 3) uint8, black where the frame does not reach.

    Depends on its arguments alone, so a stored transform gives the same picture again, bit by bit. A face that is
    larger in the frame than in the picture is averaged over areas, not picked at points (which would alias).

    Args:
        rgb: (H, W, 3) or (H, W) uint8.
        frame_to_face: (2, 3) from ``face_transform``.
        size_px: side of the picture.

    Raises:
        ValueError: the transform is not finite (no face on this frame) or cannot be inverted.
    """
    matrix = np.asarray(frame_to_face, np.float64)
    invert(matrix)
    picture = rgb
    scale = scale_of(matrix)
    if scale * MAX_SUPERSAMPLING < 1.0:
        picture, matrix = _shrink(picture, matrix, math.ceil(1.0 / (scale * MAX_SUPERSAMPLING)))
        scale = scale_of(matrix)
    finer = max(1, math.ceil(1.0 / scale - 1e-9))
    if finer > 1:
        # Pixel i of the picture is the mean of pixels finer·i … finer·i + finer − 1 of the finer one.
        matrix = matrix * finer
        matrix[:, 2] += (finer - 1) / 2
    side = size_px * finer
    warped = cv2.warpAffine(picture, matrix, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    if finer > 1:
        warped = cv2.resize(warped, (size_px, size_px), interpolation=cv2.INTER_AREA)
    return np.asarray(warped, np.uint8)


def _shrink(picture: UInt8Array, matrix: Float64Array, factor: int) -> tuple[UInt8Array, Float64Array]:
    """A frame reduced by a whole number, with the transform that goes with it."""
    height, width = (max(1, n // factor) for n in picture.shape[:2])
    cropped = picture[: height * factor, : width * factor]
    small = np.asarray(cv2.resize(cropped, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    grow = np.array([[factor, 0.0, (factor - 1) / 2], [0.0, factor, (factor - 1) / 2]])
    moved = matrix[:, :2] @ grow
    moved[:, 2] += matrix[:, 2]
    return small, moved
