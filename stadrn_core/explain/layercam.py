"""LayerCAM (Jiang et al. 2021) over space and time: positive gradients weigh activations place by place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


def layercam(activations: Tensor, gradients: Tensor) -> Tensor:
    """L_p = ReLU(Σ_k ReLU(g_p^k) A_p^k).

    Weights are local, so that maps of early stages keep their detail. At a last stage followed by global average
    pooling and one linear layer g is the same everywhere, and this is Grad-CAM without the channels that lower the
    output.

    Args:
        activations: (C, T', H', W') feature maps A of the target layer.
        gradients: (C, T', H', W') ∂y/∂A of the raw output, same dtype.

    Returns:
        (T', H', W'), not normalised.
    """
    return (gradients.clamp(min=0) * activations).sum(0).relu()
