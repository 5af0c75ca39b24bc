"""Maps of cells spread over the pixels of every frame of a clip."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from stadrn_core.geometry import Placement, axis_weights

if TYPE_CHECKING:
    from torch import Tensor


def over_clip(
    cells: Tensor, clip_shape: tuple[int, int, int], strides: tuple[int, int], placement: Placement = "centred"
) -> Tensor:
    """Interpolate trilinearly between cells, each where it lies (see ``stadrn_core.geometry``).

    Args:
        cells: (…, T', H', W').
        clip_shape: (T, H, W).
        strides: sampled frames and pixels from one cell to the next.
        placement: ``centred`` puts a cell on the input it is centred on; ``resize`` is the usual
            ``align_corners=False``.

    Returns:
        (…, T, H, W), dtype and device of the cells.
    """
    temporal, spatial = strides
    for axis, (length, stride) in enumerate(zip(clip_shape, (temporal, spatial, spatial), strict=True), start=-3):
        weights = torch.tensor(axis_weights(cells.shape[axis], length, stride, placement))
        cells = torch.movedim(torch.movedim(cells, axis, -1) @ weights.to(cells).T, -1, axis)
    return cells
