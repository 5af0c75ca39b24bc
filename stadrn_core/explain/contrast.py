"""Signed evidence less a baseline: what differs here from a neutral stretch, the recording's mean or the network's.

A map that hardly depends on the picture can look right by luck. Less a baseline, that constant part is gone: what is
left says where this moment raises or lowers the score by more than the baseline does, in BDI-II points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from stadrn_core.geometry import axis_weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stadrn_core.types import ClipPlan, Float32Array

BaselineKind = Literal["neutral stretch", "recording mean", "checkpoint mean"]


@dataclass(frozen=True)
class Baseline:
    """The evidence that another moment is compared with.

    Attributes:
        kind: what it is the mean of.
        points: float32 BDI-II points of each cell in one time slot: (H', W'), the same for all slots, or
            (T', H', W'), one for each slot of a clip.
        words: what it is, for captions, such as ``mean over 120 recordings``.
    """

    kind: BaselineKind
    points: Float32Array
    words: str

    def __post_init__(self) -> None:
        if self.kind not in get_args(BaselineKind):
            raise ValueError(f"kind must be one of {', '.join(get_args(BaselineKind))}, got {self.kind!r}")
        if self.points.ndim not in (2, 3):
            raise ValueError(f"points must be (H', W') or (T', H', W'), got {self.points.shape}")


def contrast(points: Float32Array, baseline: Baseline) -> Float32Array:
    """Signed evidence less the baseline.

    Its sum is the clip's total less the baseline's over as many time slots: a difference of raw outputs in points, the
    network's bias cancelled.

    Args:
        points: (T', H', W') signed evidence of one clip in BDI-II points.
        baseline: of the same checkpoint, cells and clip length.

    Returns:
        (T', H', W') float32 in BDI-II points.

    Raises:
        ValueError: the baseline has other cells.
    """
    own = points.shape[-baseline.points.ndim :]
    if points.ndim != 3 or own != baseline.points.shape:
        raise ValueError(f"points {points.shape} and baseline {baseline.points.shape} do not have the same cells")
    return np.asarray(points - baseline.points, dtype=np.float32)


def neutral_stretch(
    points: Mapping[int, Float32Array], plan: ClipPlan, temporal_stride: int, start_frame: int, stop_frame: int
) -> Baseline:
    """The mean evidence over the sampled frames of a stretch that the user calls neutral.

    A frame's evidence is that of the time slots around it, interpolated; where several clips cover it, their mean.

    Args:
        points: (T', H', W') signed evidence of each explained clip, by clip index.
        plan: how the recording was cut.
        temporal_stride: sampled frames from one time slot to the next.
        start_frame: first source frame of the stretch.
        stop_frame: the source frame after its last.

    Raises:
        ValueError: no explained clip has a sampled frame in the stretch.
    """
    words = f"neutral stretch, frames {start_frame} to {stop_frame - 1}"
    return Baseline("neutral stretch", _mean_over_frames(points, plan, temporal_stride, start_frame, stop_frame), words)


def recording_mean(points: Mapping[int, Float32Array], plan: ClipPlan, temporal_stride: int) -> Baseline:
    """The mean evidence over all sampled frames of the clips explained so far; arguments as in ``neutral_stretch``."""
    stop = int(plan.frame_indices[-1]) + 1
    words = f"mean of the recording, {len(points)} of {plan.num_clips} clips"
    return Baseline("recording mean", _mean_over_frames(points, plan, temporal_stride, 0, stop), words)


def checkpoint_mean(points: Iterable[Float32Array]) -> Baseline:
    """The checkpoint's mean evidence over many recordings, each counting once.

    Args:
        points: (T', H', W') signed evidence of each recording: of its clip, or the mean over its clips.

    Raises:
        ValueError: there is no recording, or their cells differ.
    """
    total, count = None, 0
    for one in points:
        if total is not None and total.shape != one.shape:
            raise ValueError(f"recordings differ in their cells: {total.shape} and {one.shape}")
        total = one.astype(np.float64) if total is None else total + one
        count += 1
    if total is None:
        raise ValueError("there is no recording to take the mean of")
    return Baseline("checkpoint mean", (total / count).astype(np.float32), f"mean over {count} recordings")


def _mean_over_frames(
    points: Mapping[int, Float32Array], plan: ClipPlan, temporal_stride: int, start_frame: int, stop_frame: int
) -> Float32Array:
    cells = next(iter(points.values())).shape if points else (1, 1, 1)
    sums = np.zeros((len(plan.frame_indices), *cells[1:]))
    counts = np.zeros(len(plan.frame_indices))
    slots_to_frames = axis_weights(cells[0], plan.clip_length, temporal_stride)
    for clip_index, maps in points.items():
        np.add.at(sums, plan.positions[clip_index], np.tensordot(slots_to_frames, maps.astype(np.float64), 1))
        np.add.at(counts, plan.positions[clip_index], 1)
    inside = (counts > 0) & (plan.frame_indices >= start_frame) & (plan.frame_indices < stop_frame)
    if not inside.any():
        raise ValueError(f"no explained clip has a sampled frame in frames {start_frame} to {stop_frame - 1}")
    return np.asarray((sums[inside] / counts[inside, None, None]).mean(0), dtype=np.float32)
