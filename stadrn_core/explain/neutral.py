"""A clip in which nothing is to be seen: shown in place of a hidden region, and where integrated gradients begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import torch

if TYPE_CHECKING:
    from torch import Tensor

Neutral = Literal["blur", "mean colour"]
BLUR_SHARE = 1 / 16
"""Standard deviation of the blur as a share of the frame's side: 14 px of 224 px, about an eye's height."""


def neutral_clip(clip: Tensor, how: Neutral) -> Tensor:
    """The clip without its detail.

    Args:
        clip: (3, T, H, W).
        how: ``blur`` smooths every frame with a Gaussian of 1/16 of its side, renormalised at the border; ``mean
            colour`` is one colour, the clip's mean.

    Raises:
        ValueError: neither of the two.
    """
    if how == "mean colour":
        return clip.mean((1, 2, 3), keepdim=True).expand_as(clip).contiguous()
    if how != "blur":
        raise ValueError(f"neutral must be 'blur' or 'mean colour', got {how!r}")
    rows, columns = (_gaussian(size, like=clip) for size in clip.shape[2:])
    return rows @ clip @ columns.T


def _gaussian(size: int, like: Tensor) -> Tensor:
    """(size, size), rows sum to 1."""
    pixel = torch.arange(size, dtype=torch.float64)
    weights = torch.exp(-((pixel[:, None] - pixel[None]) ** 2) / (2 * (BLUR_SHARE * size) ** 2))
    return (weights / weights.sum(1, keepdim=True)).to(like)
