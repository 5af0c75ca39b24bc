"""Integrated gradients (Sundararajan et al. 2017): the way from a neutral clip to this one, added up in points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from stadrn_core.explain.neutral import neutral_clip
from stadrn_core.explain.passes import input_gradients, raw_outputs
from stadrn_core.explain.task import Found

if TYPE_CHECKING:
    from stadrn_core.explain.task import Computation, Task


def integrated_gradients(task: Task) -> Computation:
    """Range × Σ_c (x − x')_c × the mean of ∂y/∂x_c on the straight line from the neutral clip x' to the clip x.

    The mean is a Gauss-Legendre sum over ``budget`` places. Were it exact, the map's sum would be range × (y(x) −
    y(x')): how far it is from that stands beside it.

    Returns:
        (T, H, W) signed, in BDI-II points; ``total_points``, ``difference_points`` (of the two clips) and
        ``gap_points`` (the former less the latter).
    """
    neutral = neutral_clip(task.clip, task.options.neutral)
    nodes, node_weights = np.polynomial.legendre.leggauss(task.options.budget)
    shares = torch.tensor((nodes + 1) / 2).to(task.clip)
    weights = torch.tensor(node_weights / 2).to(task.clip)
    way = task.clip - neutral
    mean = torch.zeros_like(task.clip)
    for progress, batch in task.batches(len(shares)):
        yield progress
        places = neutral + shares[batch].view(-1, 1, 1, 1, 1) * way
        _, gradients = input_gradients(task.model, places)
        mean += torch.tensordot(weights[batch], gradients, 1)
    points = task.score_range * (way * mean).sum(0)
    begin = float(raw_outputs(task.model, neutral[None])[0])
    total = float(points.sum(dtype=torch.float64)) if points.device.type != "mps" else float(points.sum())
    difference = task.score_range * (task.captured.raw_output - begin)
    facts = {"total_points": total, "difference_points": difference, "gap_points": total - difference}
    return Found(points, facts)
