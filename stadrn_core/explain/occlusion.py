"""Occlusion by region of the face (Zeiler and Fergus 2014): how far the score falls when a region is not to be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from stadrn_core.explain.neutral import neutral_clip
from stadrn_core.explain.passes import raw_outputs
from stadrn_core.explain.task import Found
from stadrn_core.regions.atlas import Region, region_labels

if TYPE_CHECKING:
    from stadrn_core.explain.task import Computation, Task


def occlusion(task: Task) -> Computation:
    """Range × (y(x) − y(x without the region)) for each region of the face and the background.

    A region is taken out of every frame of the clip, where the frame's landmarks say it lies, and replaced by what the
    neutral clip shows there. Regions that are not in the picture cost nothing and have no number. The unclamped raw
    output is compared. The numbers of all regions need not add up to anything: regions act together.

    Returns:
        (T, H, W) signed, in BDI-II points: every pixel has its region's number; ``points`` by region's key.
    """
    assert task.landmarks is not None  # checked before anything is computed
    side = task.clip.shape[-1]
    labels = torch.from_numpy(np.stack([region_labels(points, side) for points in task.landmarks])).to(task.clip.device)
    neutral = neutral_clip(task.clip, task.options.neutral)
    present = [region for region in Region if bool((labels == region).any())]
    points = torch.zeros(len(Region)).to(task.clip)
    for progress, batch in task.batches(len(present)):
        yield progress
        clips = torch.stack([torch.where(labels == region, neutral, task.clip) for region in present[batch]])
        fall = task.score_range * (task.captured.raw_output - raw_outputs(task.model, clips))
        for region, value in zip(present[batch], fall, strict=True):
            points[region] = value
    by_region = {region.key: float(points[region]) for region in present}
    return Found(points[labels.long()], {"points": by_region})
