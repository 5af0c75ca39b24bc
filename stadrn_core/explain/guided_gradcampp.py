"""Guided Grad-CAM++: guided backpropagation where Grad-CAM++ sees evidence (Chattopadhyay et al. 2018)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stadrn_core.explain.input_gradient import gradient_magnitude
from stadrn_core.explain.spread import over_clip

if TYPE_CHECKING:
    from torch import Tensor

    from stadrn_core.geometry import Placement


def guided_gradcampp(
    guided: Tensor, gradcampp: Tensor, strides: tuple[int, int], placement: Placement = "centred"
) -> Tensor:
    """Length over the colours of the guided gradient times the Grad-CAM++ map, interpolated to its pixels.

    Args:
        guided: (3, T, H, W) guided gradient with respect to the input.
        gradcampp: (T', H', W') Grad-CAM++ map, not normalised, same dtype.
        strides: sampled frames and pixels from one of its cells to the next.
        placement: where cells lie.

    Returns:
        (T, H, W), 0 or more, not normalised.
    """
    _, num_frames, height, width = guided.shape
    return gradient_magnitude(guided * over_clip(gradcampp, (num_frames, height, width), strides, placement))
