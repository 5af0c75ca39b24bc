"""Signed evidence in BDI-II points at the last stage.

What raises the score and what lowers it, with a checkable total.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


def signed_points(activations: Tensor, output_weights: Tensor, score_range: float) -> Tensor:
    """Points of each position: range × Σ_k f_k A_p^k / N; their sum is range × (y − b) exactly.

    Holds because global average pooling over N positions and one linear layer (weights f, bias b) follow the last
    stage.

    Args:
        activations: (C, T', H', W') feature maps of the last stage.
        output_weights: (C,) weights f of the fully connected layer, same dtype.
        score_range: BDI-II points per unit of raw output.

    Returns:
        (T', H', W') in points.
    """
    positions = activations[0].numel()
    return (output_weights[:, None, None, None] * activations).sum(0) * (score_range / positions)
