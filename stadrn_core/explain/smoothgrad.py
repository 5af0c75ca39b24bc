"""SmoothGrad (Smilkov et al. 2017): the input gradient, averaged over noisy copies of the clip."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from stadrn_core.explain.input_gradient import gradient_magnitude
from stadrn_core.explain.passes import input_gradients
from stadrn_core.explain.task import Found

if TYPE_CHECKING:
    from torch import Tensor

    from stadrn_core.explain.task import Computation, Task


def smoothgrad(task: Task) -> Computation:
    """Length over the colours of the mean of ∂y/∂x at ``budget`` copies x + ε, ε normal.

    The standard deviation is ``noise`` × (max x − min x). Copy i's noise depends on the seed and on i alone, so it is
    the same on every device and in batches of any size.

    Returns:
        (T, H, W), 0 or more; ``noise_deviation`` in units of the normalised input.
    """
    deviation = task.options.noise * float(task.clip.max() - task.clip.min())
    mean = torch.zeros_like(task.clip)
    copies = task.options.budget
    for progress, batch in task.batches(copies):
        yield progress
        noise = torch.stack([noise_of(task.clip, task.options.seed, i) for i in range(copies)[batch]])
        _, gradients = input_gradients(task.model, task.clip + deviation * noise)
        mean += gradients.sum(0) / copies
    return Found(gradient_magnitude(mean), {"noise_deviation": deviation})


def noise_of(clip: Tensor, seed: int, copy: int) -> Tensor:
    """Standard normal noise shaped as the clip, made in float32 on the CPU."""
    generator = torch.Generator().manual_seed(seed * 1_000_003 + copy)
    return torch.randn(clip.shape, generator=generator).to(clip)
