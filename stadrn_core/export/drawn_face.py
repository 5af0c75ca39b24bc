"""Drawings that stand in for a face: its landmarks, or one face that is the same for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from stadrn_core.alignment import apply, invert, scale_of
from stadrn_core.picture import draw_landmarks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stadrn_core.types import AlignmentConfig, Float64Array, UInt8Array

GROUND, LINE = (74, 78, 86), (206, 210, 216)
LINE_WIDTH = 0.02
"""In units of the distance from eyes to mouth."""
_SHIFT = 4


def landmark_dots(shape: tuple[int, ...], landmarks: NDArray[np.floating] | None) -> UInt8Array:
    """Landmarks on an even ground; the ground alone where there are none.

    Args:
        shape: (height, width) px.
        landmarks: (68, 2) px in the frame, or None.

    Returns:
        (height, width, 3) uint8.
    """
    picture = np.full((*shape[:2], 3), GROUND, np.uint8)
    if landmarks is not None:
        draw_landmarks(picture, landmarks, 1.5 * float(np.ptp(landmarks, axis=0).max()))
    return picture


def drawn_face(shape: tuple[int, ...], frame_to_face: Float64Array | None, alignment: AlignmentConfig) -> UInt8Array:
    """A drawn face in the place of the one in the frame, upright as that is; an even ground where there is none.

    It is the same for everybody: neither proportions nor expression are those of the person. Outlines, as dlib's face
    recognition takes a face with shades for some people more readily (measured on synthetic ones).

    Args:
        shape: (height, width) px.
        frame_to_face: (2, 3) from frame to aligned px, or None.
        alignment: where eyes and mouth lie in the aligned face.

    Returns:
        (height, width, 3) uint8.
    """
    picture = np.full((*shape[:2], 3), GROUND, np.uint8)
    if frame_to_face is None:
        return picture
    size_px = alignment.size_px
    unit = alignment.eyes_to_mouth * size_px
    to_frame = invert(frame_to_face)
    eyes = np.array([(size_px - 1) / 2, alignment.eye_line * size_px - 0.5])

    def place(points: Float64Array) -> Float64Array:
        return apply(to_frame, eyes + points * unit)

    width = unit / scale_of(frame_to_face)
    thickness = max(round(LINE_WIDTH * width), 1)
    for points, closes in _lines():
        cv2.polylines(picture, [_fixed(place(points))], closes, LINE, thickness, cv2.LINE_AA, _SHIFT)
    return picture


def _lines() -> list[tuple[Float64Array, bool]]:
    """Lines and whether they close, in units of the distance from eyes to mouth around the point between the eyes."""
    t = np.linspace(0, 1, 24)
    lines = [(_head(), True), (_lips(), True)]
    for side in (-1, 1):
        lines += [
            (np.column_stack([side * (1.06 + 0.2 * np.sin(np.pi * t)), 0.28 - 0.36 * np.cos(np.pi * t)]), False),
            (_ellipse(side * 0.47, 0.0, 0.24, 0.1), True),
            (_ellipse(side * 0.47, 0.0, 0.1, 0.1), True),
            (np.column_stack([side * (0.16 + 0.6 * t), -0.33 - 0.06 * np.sin(np.pi * (0.1 + 0.8 * t))]), False),
            (np.column_stack([side * (0.22 + 0.5 * t), -0.11 * np.sin(np.pi * t)]), False),
            (np.column_stack([side * (0.08 + 0.16 * t), 0.62 - 0.07 * np.sin(np.pi * t) - 0.02 * t]), False),
        ]
    nose = np.column_stack([-0.1 - 0.08 * t**2, 0.05 + 0.45 * t])
    mouth = np.column_stack([-0.36 + 0.72 * t, 1.0 + 0.02 * np.sin(np.pi * t)])
    return [*lines, (nose, False), (mouth, False)]


def _head() -> Float64Array:
    """Outline of head and jaw: an arch above, a narrower one below."""
    angle = np.linspace(0, 2 * np.pi, 96, endpoint=False)
    x, y = np.cos(angle), np.sin(angle)
    down = y > 0
    width = np.where(down, 1.08 - 0.1 * y**2, 1.08)
    across = width * np.sign(x) * np.abs(x) ** np.where(down, 0.9, 1.0)
    return np.column_stack([across, np.where(down, 1.5 * y, 1.55 * y) + 0.12])


def _lips() -> Float64Array:
    t = np.linspace(0, 1, 32)
    notch = 1 - 0.25 * np.exp(-(((t - 0.5) / 0.08) ** 2))
    upper = np.column_stack([-0.38 + 0.76 * t, 1.0 - 0.085 * np.sin(np.pi * t) * notch])
    lower = np.column_stack([0.38 - 0.76 * t, 1.0 + 0.13 * np.sin(np.pi * t)])
    return np.concatenate([upper, lower])


def _ellipse(x: float, y: float, width: float, height: float) -> Float64Array:
    angle = np.linspace(0, 2 * np.pi, 64, endpoint=False)
    return np.column_stack([x + width * np.cos(angle), y + height * np.sin(angle)])


def _fixed(points: Float64Array) -> NDArray[np.int32]:
    return np.asarray(np.rint(points * 2**_SHIFT), np.int32)
