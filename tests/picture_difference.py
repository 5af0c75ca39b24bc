"""How far apart two pictures of the window are, where they are furthest apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from stadrn_core.types import Float64Array, UInt8Array

NEIGHBOURHOOD_PX = 15
"""About a letter and its surroundings: what is moved, missing or recoloured fills it, rounded floats do not."""


def local_differences(one: UInt8Array, other: UInt8Array) -> Float64Array:
    """(H, W) float64: mean absolute difference, in levels of 256, around each pixel, of the channel that differs most.

    Args:
        one: (H, W, 3) uint8.
        other: likewise.

    Raises:
        ValueError: the sizes differ.
    """
    if one.shape != other.shape:
        raise ValueError(f"{one.shape[1]}×{one.shape[0]} px against {other.shape[1]}×{other.shape[0]} px")
    apart = np.abs(one.astype(np.float64) - other).max(axis=2)
    return cv2.blur(apart, (NEIGHBOURHOOD_PX, NEIGHBOURHOOD_PX))


def difference_picture(one: UInt8Array, other: UInt8Array) -> UInt8Array:
    """(H, W, 3) uint8: the second picture in faint grey, and what differs in red."""
    grey = 255 - (255 - other.mean(axis=2)) * 0.3
    apart = np.clip(np.abs(one.astype(np.float64) - other).max(axis=2) * 3, 0, 255)
    return np.stack([np.maximum(grey, apart), grey * (1 - apart / 255), grey * (1 - apart / 255)], axis=2).astype(
        np.uint8
    )
