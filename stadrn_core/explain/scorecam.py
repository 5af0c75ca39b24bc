"""Score-CAM (Wang et al. 2020) over space and time: a channel weighs what the score is of the clip it lets through."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from stadrn_core.explain.passes import raw_outputs
from stadrn_core.explain.spread import over_clip
from stadrn_core.explain.task import Found

if TYPE_CHECKING:
    from torch import Tensor

    from stadrn_core.explain.task import Computation, Task


def scorecam(task: Task) -> Computation:
    """L = ReLU(Σ_k w_k A^k), w = softmax over channels of range × (y(x ∘ H_k) − y(x)) / temperature.

    H_k is A^k scaled to 0–1 and interpolated to the clip's pixels; what it masks turns into the mean colour of
    ImageNet, the network's 0. A channel costs a forward pass, so only those with the largest |Σ_p g_p A_p| are looked
    at (|f_k Ā_k| at the last stage); the others weigh 0, and the share of that sum which the chosen ones hold is the
    coverage. The temperature is fixed, so that maps of different clips can be compared.

    Returns:
        (T', H', W'), not normalised; ``channels``, ``channels looked at`` and ``coverage`` (0–1).
    """
    activations, gradients = task.target
    importance = (gradients * activations).sum((1, 2, 3)).abs()
    num_looked_at = min(task.options.budget, len(importance))
    chosen = importance.argsort(descending=True, stable=True)[:num_looked_at]
    assert task.layer is not None  # a class activation map has one
    strides = task.model.config.cell_stride(task.layer)
    points = torch.zeros_like(importance[chosen])
    for progress, batch in task.batches(num_looked_at):
        yield progress
        masks = over_clip(scaled(activations[chosen[batch]]), task.clip_shape, strides, task.options.placement)
        masked = raw_outputs(task.model, masks[:, None] * task.clip)
        points[batch] = task.score_range * (masked - task.captured.raw_output)
    weights = torch.softmax(points / task.options.temperature_points, 0)
    heat = (weights[:, None, None, None] * activations[chosen]).sum(0).relu()
    total = float(importance.sum())
    coverage = float(importance[chosen].sum()) / total if total > 0 else float(num_looked_at == len(importance))
    facts = {"channels": len(importance), "channels looked at": num_looked_at, "coverage": coverage}
    return Found(heat, facts)


def scaled(maps: Tensor) -> Tensor:
    """Each of (C, T', H', W') from 0 to 1; one that is the same everywhere becomes 0."""
    low, high = maps.amin((1, 2, 3), keepdim=True), maps.amax((1, 2, 3), keepdim=True)
    return torch.where(high > low, (maps - low) / (high - low), 0)
