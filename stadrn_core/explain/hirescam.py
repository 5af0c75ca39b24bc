"""HiResCAM (Draelos and Carin 2020) over space and time: gradient × activation, position by position."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


def hirescam(activations: Tensor, gradients: Tensor) -> Tensor:
    """L_p = Σ_k g_p^k A_p^k, signed: above 0 raises the raw output, below 0 lowers it.

    Unlike Grad-CAM it does not average the gradient over positions first, so an activation counts only where the
    network uses it. At a last stage followed by global average pooling and one linear layer the two are equal, and
    times the score range this is ``signed_points``.

    Args:
        activations: (C, T', H', W') feature maps A of the target layer.
        gradients: (C, T', H', W') ∂y/∂A of the raw output, same dtype.

    Returns:
        (T', H', W'), not normalised.
    """
    return (gradients * activations).sum(0)
