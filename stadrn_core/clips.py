"""From sampled frames to clips: which frames each clip is made of, and the tensor the network reads."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from stadrn_core.types import ClipPlan, Float32Array, IntArray, UInt8Array

if TYPE_CHECKING:
    from collections.abc import Sequence

Slicing = Literal["published", "contiguous"]
SLICINGS: tuple[str, ...] = get_args(Slicing)
IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)
LEAST_FACE_SHARE = 0.75
"""Share of a clip's frames that must have a face, else the clip is skipped."""


def make_plan(num_frames: int, sample_interval: int = 3, clip_length: int = 64, slicing: str = "published") -> ClipPlan:
    """Cut a recording into clips before any face is looked for.

    With N = ceil(num_frames / sample_interval) sampled frames there are ceil(N / clip_length) clips in both slicings.
    ``published`` spreads the starts evenly so that the last clip ends at the last frame (clips overlap);
    ``contiguous`` tiles without overlap and shifts only the last clip back. A recording of N ≤ clip_length gives one
    clip whose position t is floor(t·N / clip_length), so that frames repeat.

    Args:
        num_frames: source frames of the recording.
        sample_interval: take every n-th frame (published code 3, paper 1).
        clip_length: sampled frames in a clip (T).
        slicing: ``published`` or ``contiguous``.

    Raises:
        ValueError: a number below 1 or an unknown slicing.
    """
    for name, value in (("num_frames", num_frames), ("sample_interval", sample_interval), ("clip_length", clip_length)):
        if value < 1:
            raise ValueError(f"{name} must be at least 1, got {value}")
    if slicing not in SLICINGS:
        raise ValueError(f"slicing must be one of {', '.join(SLICINGS)}, got {slicing!r}")
    frame_indices = np.arange(0, num_frames, sample_interval, dtype=np.int64)
    n = len(frame_indices)
    within = np.arange(clip_length, dtype=np.int64)
    if n <= clip_length:
        positions = (within * n // clip_length)[None]
    else:
        num_clips = math.ceil(n / clip_length)
        last_start = n - clip_length
        if slicing == "published":
            starts = np.arange(num_clips, dtype=np.int64) * last_start // (num_clips - 1)
        else:
            starts = np.minimum(np.arange(num_clips, dtype=np.int64) * clip_length, last_start)
        positions = starts[:, None] + within[None]
    return ClipPlan(frame_indices, positions, slicing, sample_interval)


def nearest_with_face(has_face: Sequence[bool] | UInt8Array) -> IntArray:
    """For each position the nearest one that has a face, the earlier of two equally near.

    Args:
        has_face: (T,) truth for each position.

    Returns:
        (T,) int64 positions; -1 everywhere if there is no face.
    """
    present = np.flatnonzero(np.asarray(has_face, dtype=bool))
    if len(present) == 0:
        return np.full(len(has_face), -1, dtype=np.int64)
    here = np.arange(len(has_face))
    after = np.searchsorted(present, here).clip(0, len(present) - 1)
    before = (after - 1).clip(0)
    use_before = np.abs(present[before] - here) <= np.abs(present[after] - here)
    return np.asarray(np.where(use_before, present[before], present[after]), dtype=np.int64)


def clip_tensor(faces: UInt8Array) -> Float32Array:
    """The network's input: RGB / 255, then ImageNet mean and standard deviation.

    Args:
        faces: (T, S, S, 3) uint8 aligned faces.

    Returns:
        (3, T, S, S) float32, contiguous.
    """
    if faces.ndim != 4 or faces.shape[3] != 3 or faces.dtype != np.uint8:
        raise ValueError(f"faces must be (T, S, S, 3) uint8, got {faces.shape} {faces.dtype}")
    levels = np.arange(256, dtype=np.float32) / 255
    table = (levels[None] - np.array(IMAGENET_MEAN, np.float32)[:, None]) / np.array(IMAGENET_STD, np.float32)[:, None]
    return np.stack([table[channel][faces[..., channel]] for channel in range(3)])


def slot_borders(plan: ClipPlan, num_slots: int, temporal_stride: int) -> IntArray:
    """Source frames with which time slots begin, halfway between the centres of the cells: (C, T' + 1) int64.

    The last is the frame after the clip; it may lie beyond the recording.

    Args:
        plan: the clips.
        num_slots: T'.
        temporal_stride: sampled frames from one cell to the next; cell j lies on the clip's sampled frame j × stride.
    """
    places = np.minimum(np.arange(1, num_slots) * temporal_stride - temporal_stride // 2, plan.clip_length - 1)
    inner = plan.frame_indices[plan.positions[:, places]]
    first = plan.frame_indices[plan.positions[:, :1]]
    stop = plan.frame_indices[plan.positions[:, -1:]] + plan.sample_interval
    return np.concatenate([first, inner, stop], axis=1)
