"""Drawing on pictures: warp, colour, blend. Knows nothing of clips, scores or what a number means."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from stadrn_core.alignment import apply, invert, scale_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stadrn_core.types import Float32Array, Float64Array, UInt8Array

SOFT_EDGE_PX = 4.0
"""Width, in pixels of the original frame, over which a put-back picture fades in from its border."""

_BAND_ROWS = 64
"""Rows that are blended at once, so that their buffers stay in the cache."""

_DOT, _RIM = 255.0, 20.0


def steps(values: Float32Array, low: float, high: float) -> UInt8Array:
    """Which of 256 colours each value takes: ``low`` 0, ``high`` 255, held outside."""
    scale = np.float32(255.0 / (high - low))
    scaled = values * scale
    scaled += np.float32(0.5) - np.float32(low) * scale
    np.clip(scaled, 0.0, 255.0, out=scaled)
    return scaled.astype(np.uint8)


def coloured(indices: UInt8Array, table: UInt8Array) -> UInt8Array:
    """(H, W, 3) uint8 from (H, W) uint8 indices into a (256, 3) uint8 table."""
    return np.asarray(cv2.applyColorMap(indices, table[:, None, :]), dtype=np.uint8)


def overlaid(below: UInt8Array, above: UInt8Array, opacity: float) -> UInt8Array:
    """``above`` over ``below`` with constant opacity."""
    return np.asarray(cv2.addWeighted(below, 1.0 - opacity, above, opacity, 0.0), dtype=np.uint8)


def put_back(
    rgb: UInt8Array, indices: UInt8Array, table: UInt8Array, frame_to_face: Float64Array, opacity: float
) -> UInt8Array:
    """A picture of the aligned face laid over the face in the original frame.

    Only the rectangle around the face is worked on; pixels outside the aligned square keep their value exactly, and
    the square fades in over ``SOFT_EDGE_PX``. Indices rather than colours are warped, so that every colour in between
    is one of the scale's.

    Args:
        rgb: (H, W, 3) uint8 original frame, left as it is.
        indices: (S, S) uint8 into ``table``, in aligned pixels.
        table: (256, 3) uint8.
        frame_to_face: (2, 3) similarity from original to aligned pixels.
        opacity: share of the picture, 0–1.

    Returns:
        (H, W, 3) uint8, a new array.
    """
    out = rgb.copy()
    size_px = indices.shape[0]
    edge_px = round(SOFT_EDGE_PX * scale_of(frame_to_face), 1)
    face_to_frame = invert(frame_to_face)
    square = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], dtype=np.float64)
    corners = apply(face_to_frame, square * (size_px - 1))
    left, top = np.maximum(np.floor(corners.min(axis=0)), 0).astype(int)
    right, bottom = np.minimum(np.ceil(corners.max(axis=0)) + 1, (rgb.shape[1], rgb.shape[0])).astype(int)
    if left >= right or top >= bottom:
        return out
    mask = _soft_square(size_px, edge_px) * np.float32(opacity)
    positions = indices.astype(np.float32)
    for band_top in range(top, bottom, _BAND_ROWS):
        band = out[band_top : min(band_top + _BAND_ROWS, bottom), left:right]
        to_band = face_to_frame - ((0, 0, left), (0, 0, band_top))
        shape = (band.shape[1], band.shape[0])
        where = cv2.warpAffine(positions, to_band, shape, borderMode=cv2.BORDER_REPLICATE)
        weight = cv2.warpAffine(mask, to_band, shape)
        above = cv2.applyColorMap(cv2.convertScaleAbs(where), table[:, None, :])
        band[:] = cv2.blendLinear(band, above, 1.0 - weight, weight)
    return out


def draw_landmarks(rgb: UInt8Array, landmarks: NDArray[np.floating], face_size_px: float) -> None:
    """Draw landmarks (n, 2) px into ``rgb`` as anti-aliased dots, light with a dark rim, sized to the face.

    Args:
        rgb: (H, W, 3) uint8, C-contiguous, written into.
        landmarks: (n, 2) px; those outside the picture are left out.
        face_size_px: side of the aligned square in pixels of ``rgb``.
    """
    height, width = rgb.shape[:2]
    radius = max(face_size_px / 150.0, 1.2)
    rim = radius + max(radius * 0.5, 0.7)
    reach = int(rim) + 2
    near = np.arange(-reach, reach + 1)
    centres = np.rint(landmarks).astype(np.int64)
    x = (centres[:, 0, None, None] + near[None, None, :]).repeat(len(near), axis=1)
    y = (centres[:, 1, None, None] + near[None, :, None]).repeat(len(near), axis=2)
    distance = np.hypot(x - landmarks[:, 0, None, None], y - landmarks[:, 1, None, None])
    drawn = (x >= 0) & (x < width) & (y >= 0) & (y < height) & (distance < rim + 0.5)
    pixels, nearest = np.unique(y[drawn] * width + x[drawn], return_inverse=True)
    closest = np.full(len(pixels), np.inf)
    np.minimum.at(closest, nearest, distance[drawn])
    dot, around = (np.clip(r + 0.5 - closest, 0.0, 1.0)[:, None] for r in (radius, rim))
    flat = rgb.reshape(-1, 3)
    dark = flat[pixels] + (_RIM - flat[pixels]) * around
    flat[pixels] = (dark + (_DOT - dark) * dot + 0.5).astype(np.uint8)


@lru_cache(maxsize=32)
def _soft_square(size_px: int, edge_px: float) -> Float32Array:
    """(size_px, size_px) float32: 0 on the outermost pixels, rising to 1 over ``edge_px``."""
    inwards = np.minimum(np.arange(size_px), np.arange(size_px)[::-1]).astype(np.float32)
    rising = np.minimum(inwards / np.float32(max(edge_px, 1.0)), 1.0)
    return np.asarray(np.minimum.outer(rising, rising), dtype=np.float32)


def wiped(left: UInt8Array, right: UInt8Array, share: float) -> UInt8Array:
    """One picture left of a divider and the other right of it.

    Args:
        left: (H, W, 3) uint8.
        right: of the same shape.
        share: where the divider stands, as a share of the width: at 1 only ``left`` is seen.

    Raises:
        ValueError: their shapes differ, or the share lies outside 0–1.
    """
    if left.shape != right.shape:
        raise ValueError(f"both pictures must have the same shape, got {left.shape} and {right.shape}")
    if not 0.0 <= share <= 1.0:
        raise ValueError(f"share must lie in 0–1, got {share}")
    column = round(share * left.shape[1])
    return np.concatenate([left[:, :column], right[:, column:]], axis=1)
