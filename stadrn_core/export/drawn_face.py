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

GROUND = (74, 78, 86)
SKIN, SHADE, DARK, WHITE, LIPS = (178, 178, 178), (150, 150, 150), (96, 96, 96), (214, 214, 214), (132, 132, 132)
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

    It is the same for everybody: neither proportions nor expression are those of the person.

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
    for points, colour in _areas():
        _area(picture, place(points), colour)
    for points, colour, thickness in _strokes():
        _line(picture, place(points), colour, max(round(thickness * width), 1))
    return picture


def _areas() -> list[tuple[Float64Array, tuple[int, int, int]]]:
    """Filled shapes, in units of the distance from eyes to mouth around the point between the eyes, y down."""
    areas = [
        (_ellipse(0, 3.3, 2.6, 1.25), SHADE),
        (np.array([[-0.55, 1.2], [0.55, 1.2], [0.62, 2.6], [-0.62, 2.6]]), SHADE),
    ]
    areas += [(_ellipse(side * 1.12, 0.28, 0.17, 0.36), SHADE) for side in (-1, 1)]
    areas.append((_head(), SKIN))
    for side in (-1, 1):
        areas += [
            (_ellipse(side * 0.47, 0.0, 0.24, 0.1), WHITE),
            (_ellipse(side * 0.47, 0.0, 0.1, 0.1), DARK),
        ]
    areas.append((_lips(), LIPS))
    return areas


def _strokes() -> list[tuple[Float64Array, tuple[int, int, int], float]]:
    """Lines with their widths, likewise."""
    t = np.linspace(0, 1, 24)
    strokes: list[tuple[Float64Array, tuple[int, int, int], float]] = []
    for side in (-1, 1):
        brow = np.column_stack([side * (0.16 + 0.6 * t), -0.33 - 0.06 * np.sin(np.pi * (0.1 + 0.8 * t))])
        lid = np.column_stack([side * (0.22 + 0.5 * t), -0.11 * np.sin(np.pi * t)])
        wing = np.column_stack([side * (0.08 + 0.16 * t), 0.62 - 0.07 * np.sin(np.pi * t) - 0.02 * t])
        strokes += [(brow, DARK, 0.06), (lid, DARK, 0.03), (wing, SHADE, 0.04)]
    nose = np.column_stack([-0.1 - 0.08 * t**2, 0.05 + 0.45 * t])
    mouth = np.column_stack([-0.36 + 0.72 * t, 1.0 + 0.02 * np.sin(np.pi * t)])
    return [*strokes, (nose, SHADE, 0.035), (mouth, DARK, 0.03)]


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


def _area(picture: UInt8Array, points: Float64Array, colour: tuple[int, int, int]) -> None:
    cv2.fillPoly(picture, [_fixed(points)], colour, cv2.LINE_AA, _SHIFT)


def _line(picture: UInt8Array, points: Float64Array, colour: tuple[int, int, int], thickness: int) -> None:
    cv2.polylines(picture, [_fixed(points)], False, colour, thickness, cv2.LINE_AA, _SHIFT)


def _fixed(points: Float64Array) -> NDArray[np.int32]:
    return np.rint(points * 2**_SHIFT).astype(np.int32)
