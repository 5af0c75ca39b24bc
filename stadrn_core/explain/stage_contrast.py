"""What differs from a baseline at an inner stage, in points: integrated gradients over feature maps, or one step.

The baseline is a face at rest: mean feature maps of a neutral stretch, another clip, or the recording. Where signed
evidence at the last stage shows cells that have seen most of the face, an inner stage shows where a difference enters;
what later stages make of it is followed by their gradients on the straight way from the baseline to the clip
(Sundararajan et al. 2017, eq. 1, with feature maps in place of pixels).

Single cells of an inner stage are noisy. Each cell's points are therefore spread over the width of a cell of the last
stage, so that the map tells places about as far apart as the other maps do; its sum stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch

from stadrn_core.explain.passes import (
    LAST_STAGE,
    feature_gradients,
    frozen_for_inference,
    raw_outputs_from,
    stage_features,
)
from stadrn_core.explain.task import Found
from stadrn_core.geometry import cell_centres

if TYPE_CHECKING:
    from torch import Tensor

    from stadrn_core.explain.task import Computation, Task
    from stadrn_core.networks import Network, NetworkConfig
    from stadrn_core.types import Float32Array, Float64Array

MOST_STEPS = 8
"""Places on the way at which the gradient is taken, at most: on the demo checkpoints six reach the sum within 0.3
points."""
MOST_BASELINE_CLIPS = 4
"""Clips whose feature maps a baseline is the mean of, at most."""


@dataclass(frozen=True)
class BaselineFeatures:
    """Feature maps that a clip's are compared with.

    Attributes:
        layer: the stage.
        values: (C, H', W') float32, the same for all time slots.
        words: what they are, for captions, such as ``mean of the recording, 4 of 20 clips``.
    """

    layer: str
    values: Float32Array
    words: str

    def __post_init__(self) -> None:
        if self.values.ndim != 3:
            raise ValueError(f"values must be (C, H', W'), got {self.values.shape}")


def mean_features(
    model: Network, clip: Tensor | Float32Array, layer: str, first: int = 0, stop: int | None = None
) -> Float32Array:
    """Mean feature maps over the time slots of a stretch of a clip, by one forward pass.

    Args:
        model: left as it was found.
        clip: (3, T, H, W) normalised RGB.
        layer: the stage.
        first: first sampled position of the stretch.
        stop: the position after its last; the clip's end where None.

    Returns:
        (C, H', W') float32. Slots centred within the stretch count; where none is, the one nearest to its middle.

    Raises:
        ValueError: a clip of another shape, an unknown layer, or an empty stretch.
    """
    ready = torch.as_tensor(clip)
    stop = ready.shape[1] if stop is None else stop
    if not 0 <= first < stop <= ready.shape[1]:
        raise ValueError(f"a stretch must lie in positions 0 to {ready.shape[1]}, got {first} to {stop}")
    features = stage_features(model, ready, layer)
    centres = cell_centres(features.shape[1], ready.shape[1], model.config.cell_stride(layer)[0])
    chosen = np.flatnonzero((centres >= first) & (centres < stop))
    if not chosen.size:
        chosen = np.array([np.abs(centres - (first + stop - 1) / 2).argmin()])
    mean = features[:, torch.as_tensor(chosen, device=features.device)].mean(1)
    return np.asarray(mean.float().cpu())


def integrated_contrast(task: Task) -> Computation:
    """Range × Σ_c (A_c − B_c) × the mean of ∂y/∂A_c on the straight way from the baseline's maps B to the clip's, A.

    The mean is a Gauss-Legendre sum over at most 8 places, fewer with a smaller budget. Were it exact, the map's sum
    would be range × (y(A) − y(B)): how far it is from that stands beside it.

    Returns:
        (T', H', W') signed, in BDI-II points, spread (see ``spread_matrix``); ``total_points``, ``difference_points``
        (of the outputs that A and B lead to), ``gap_points`` (the former less the latter), the baseline's words and
        ``spread_px``.
    """
    base, way = _way(task)
    layer = _layer_of(task)
    nodes, node_weights = np.polynomial.legendre.leggauss(min(task.options.budget, MOST_STEPS))
    shares = torch.tensor((nodes + 1) / 2).to(way)
    weights = torch.tensor(node_weights / 2).to(way)
    mean = torch.zeros_like(way)
    for progress, batch in task.batches(len(shares)):
        yield progress
        _, gradients = feature_gradients(task.model, layer, base + shares[batch].view(-1, 1, 1, 1, 1) * way)
        mean += torch.tensordot(weights[batch], gradients, 1)
    with torch.no_grad(), frozen_for_inference(task.model):
        begin = float(raw_outputs_from(task.model, layer, base[None])[0])
    points = task.score_range * (way * mean).sum(0)
    total = float(points.cpu().double().sum())
    difference = task.score_range * (task.captured.raw_output - begin)
    facts = {"total_points": total, "difference_points": difference, "gap_points": total - difference}
    return Found(_spread(points, task), facts | _facts(task))


def gradient_contrast(task: Task) -> Computation:
    """Range × Σ_c (A_c − B_c) × ∂y/∂A_c at the clip itself: the first-order estimate of ``integrated_contrast``.

    Returns:
        (T', H', W') signed, in BDI-II points, spread; the baseline's words and ``spread_px``.
    """
    yield from ()
    _, way = _way(task)
    points = task.score_range * (way * task.target[1]).sum(0)
    return Found(_spread(points, task), _facts(task))


def spread_matrix(num_cells: int, reach: int) -> Float64Array:
    """Weights (num_cells, num_cells) by which cells of one axis share their numbers with those around them.

    A cell gives most to itself and linearly less to others, nothing to those ``reach`` cells away; what it gives sums
    to 1, also at the border.
    """
    cells = np.arange(num_cells)
    weights = np.clip(1 - np.abs(cells[:, None] - cells[None]) / reach, 0, None)
    return np.asarray(weights / weights.sum(0))


def spread_reach(config: NetworkConfig, layer: str) -> int:
    """Cells of a stage across one cell of the last stage."""
    return config.cell_stride(LAST_STAGE)[1] // config.cell_stride(layer)[1]


def _spread(points: Tensor, task: Task) -> Tensor:
    reach = spread_reach(task.model.config, _layer_of(task))
    rows, columns = (torch.tensor(spread_matrix(n, reach)).to(points) for n in points.shape[1:])
    return rows @ points @ columns.T


def _way(task: Task) -> tuple[Tensor, Tensor]:
    """The baseline's feature maps for every time slot, and from there to the clip's; (C, T', H', W') each."""
    features = task.options.baseline_features
    assert features is not None  # checked before anything is computed
    own, _ = task.target
    base = torch.as_tensor(features.values).to(own)[:, None]
    if features.layer != task.layer or base[:, 0].shape != own[:, 0].shape:
        raise ValueError(
            f"the baseline's feature maps are {features.layer} {tuple(features.values.shape)}, the clip's {task.layer} "
            f"{tuple(own[:, 0].shape)}"
        )
    base = base.expand_as(own).contiguous()
    return base, own - base


def _layer_of(task: Task) -> str:
    assert task.layer is not None  # these methods have one
    return task.layer


def _facts(task: Task) -> dict[str, object]:
    assert task.options.baseline_features is not None  # checked before anything is computed
    return {
        "baseline": task.options.baseline_features.words,
        "spread_px": task.model.config.cell_stride(LAST_STAGE)[1],
    }
