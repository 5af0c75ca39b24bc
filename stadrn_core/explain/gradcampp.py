"""Grad-CAM++ (Chattopadhyay et al. 2018) extended to three dimensions, as STA-DRN uses it (eq. 18 with ω = 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from torch import Tensor


def gradcampp(activations: Tensor, gradients: Tensor) -> Tensor:
    """L = ReLU(Σ_k w_k A^k), w_k = Σ_p α_p ReLU(g_p), α = 1 / (2 + S_k g), S_k = Σ_p A_p^k.

    The reciprocal form needs no epsilon: α is used only where g > 0, and there the denominator is at least 2, since A
    ≥ 0. It is exact for a network whose output depends on A through an exponential, and a heuristic otherwise; at the
    last stage, where global average pooling and one linear layer follow, g is constant over positions. Not
    homogeneous in the scale of y.

    Args:
        activations: (C, T', H', W') feature maps A ≥ 0 of the target layer (after its ReLU).
        gradients: (C, T', H', W') ∂y/∂A of the raw output, same dtype.

    Returns:
        (T', H', W'), not normalised; multiply by the score for eq. 18.
    """
    totals = activations.sum((1, 2, 3), keepdim=True)
    alpha_times_gradient = torch.where(gradients > 0, gradients / (2 + totals * gradients.clamp(min=0)), 0)
    weights = alpha_times_gradient.sum((1, 2, 3))
    return (weights[:, None, None, None] * activations).sum(0).relu()
