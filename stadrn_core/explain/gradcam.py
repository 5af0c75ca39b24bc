"""Grad-CAM (Selvaraju et al. 2017) over space and time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


def gradcam(activations: Tensor, gradients: Tensor) -> Tensor:
    """L = ReLU(Σ_k w_k A^k), with w_k the mean of the gradient over all positions.

    Args:
        activations: (C, T', H', W') feature maps A of the target layer.
        gradients: (C, T', H', W') ∂y/∂A of the raw output, same dtype.

    Returns:
        (T', H', W'), not normalised.
    """
    weights = gradients.mean((1, 2, 3))
    return (weights[:, None, None, None] * activations).sum(0).relu()
