"""Gradient of the raw output with respect to the input (Simonyan et al. 2014), as one number for a pixel."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


def gradient_magnitude(gradient: Tensor) -> Tensor:
    """Length of the gradient over the three colour channels: sqrt(Σ_c g_c²).

    Args:
        gradient: (3, T, H, W) true or guided gradient with respect to the normalised input.

    Returns:
        (T, H, W), 0 or more.
    """
    return gradient.square().sum(0).sqrt()
