"""Clips in which something is made neutral: blurred until no feature of a face is left, or one mean colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import cv2
import numpy as np

from stadrn_core.geometry import nearest_cells
from stadrn_core.regions.atlas import region_labels

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from stadrn_core.regions.atlas import Region
    from stadrn_core.types import Float32Array

How = Literal["blur", "mean"]
HOWS: tuple[How, ...] = get_args(How)
HOW_WORDS: dict[How, str] = {"blur": "blurred", "mean": "the clip's mean colour"}
BLUR_SIGMA_SHARE = 0.1
"""σ of the blur as a share of the face's side: 22 px at 224, about the height of an eye socket."""


def neutral_clip(clip: Float32Array, how: How = "blur") -> Float32Array:
    """The whole clip made neutral.

    Args:
        clip: (3, T, S, S) float32, normalised RGB. Both ways are linear, so they commute with the normalisation.
        how: ``blur``: each frame by a Gaussian, σ = 0.1 S, reflected at the border; ``mean``: one colour, the mean
            over all frames and pixels.

    Returns:
        The same shape, a new array.

    Raises:
        ValueError: an unknown way, or another shape.
    """
    if clip.ndim != 4 or clip.shape[0] != 3:
        raise ValueError(f"clip must be (3, T, S, S), got {clip.shape}")
    if how == "mean":
        colour = clip.mean((1, 2, 3), dtype=np.float64, keepdims=True).astype(np.float32)
        return np.broadcast_to(colour, clip.shape).copy()
    if how != "blur":
        raise ValueError(f"how must be one of {', '.join(HOWS)}, got {how!r}")
    sigma = BLUR_SIGMA_SHARE * clip.shape[-1]
    blurred = np.empty_like(clip, order="C")
    for channel, own in zip(clip, blurred, strict=True):
        for picture, into in zip(channel, own, strict=True):
            into[:] = cv2.GaussianBlur(picture, (0, 0), sigma, borderType=cv2.BORDER_REFLECT)
    return blurred


def replaced(clip: Float32Array, neutral: Float32Array, mask: NDArray[np.bool_]) -> Float32Array:
    """A clip that is neutral where the mask is True.

    Args:
        clip: (3, T, S, S).
        neutral: the same shape.
        mask: broadcastable to (T, S, S): (S, S) is the same place in all frames, (T, 1, 1) whole frames.

    Returns:
        A new array.
    """
    return np.where(np.broadcast_to(mask, clip.shape[1:]), neutral, clip)


def region_mask(landmarks: NDArray[np.floating], regions: Collection[Region], size_px: int) -> NDArray[np.bool_]:
    """Where regions of the face lie.

    Args:
        landmarks: (68, 2) px in the aligned face, or (T, 68, 2) for each frame of a clip.
        regions: of which the union is taken.
        size_px: side S of the aligned face.

    Returns:
        (S, S) or (T, S, S) bool.

    Raises:
        ValueError: landmarks of a wrong shape, or not finite.
    """
    wanted = np.array([int(region) for region in regions], dtype=np.uint8)
    if landmarks.ndim == 2:
        return np.isin(region_labels(landmarks, size_px), wanted)
    return np.stack([np.isin(region_labels(one, size_px), wanted) for one in landmarks])


def cell_mask(cells: NDArray[np.bool_], size_px: int, spatial_stride: int) -> NDArray[np.bool_]:
    """Pixels (S, S) bool of the cells (H', W') that are True; a pixel belongs to the cell whose centre is nearest."""
    rows, columns = (nearest_cells(n, size_px, spatial_stride) for n in cells.shape)
    return np.asarray(cells[np.ix_(rows, columns)], dtype=bool)
