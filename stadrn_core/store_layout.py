"""The arrays of a stored analysis: names, shapes, chunks, and how guided maps become 8 bit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import zarr
from numpy.typing import NDArray

from stadrn_core.face_quality import MEASURES
from stadrn_core.types import ClipPlan, Float32Array, Float64Array

if TYPE_CHECKING:
    from pathlib import Path

    from stadrn_core.manifest import Manifest

FACE_CHUNK = 64
STATE_CHUNK = 4096
GUIDED_STEPS = 127
Int8Array = NDArray[np.int8]


def create_arrays(path: Path, manifest: Manifest, plan: ClipPlan, pts_seconds: Float64Array) -> None:
    """Make the zarr group of a new analysis, empty but for what is known when it begins.

    Raises:
        OSError: it cannot be written.
    """
    group = zarr.create_group(path, zarr_format=3)
    clips, sampled, cells = plan.num_clips, len(plan.frame_indices), manifest.map_shape
    for name, values, axes in (
        ("pts_seconds", pts_seconds, ("frame",)),
        ("frame_indices", plan.frame_indices, ("sampled_frame",)),
        ("positions", plan.positions, ("clip", "position")),
    ):
        group.create_array(name, data=np.ascontiguousarray(values), dimension_names=axes)
    face_rows = min(FACE_CHUNK, sampled)
    add = group.create_array
    add(
        "face_state",
        shape=(sampled,),
        dtype="u1",
        chunks=(min(STATE_CHUNK, sampled),),
        fill_value=0,
        dimension_names=("sampled_frame",),
    )
    axes3 = ("sampled_frame", "landmark", "xy")
    add(
        "landmarks",
        shape=(sampled, 68, 2),
        dtype="f4",
        chunks=(face_rows, 68, 2),
        fill_value=np.nan,
        dimension_names=axes3,
    )
    axes3 = ("sampled_frame", "row", "column")
    add(
        "frame_to_face",
        shape=(sampled, 2, 3),
        dtype="f8",
        chunks=(face_rows, 2, 3),
        fill_value=np.nan,
        dimension_names=axes3,
    )
    add(
        "face_quality",
        shape=(sampled, len(MEASURES)),
        dtype="f4",
        chunks=(min(STATE_CHUNK, sampled), len(MEASURES)),
        fill_value=np.nan,
        dimension_names=("sampled_frame", "measure"),
        attributes={"measures": MEASURES},
    )
    maps = ["gradcampp", "gradcam"] + ["signed_points"] * manifest.has_signed_points
    for name in maps:
        axes4 = ("clip", "slot", "row", "column")
        add(name, shape=(clips, *cells), dtype="f4", chunks=(1, *cells), fill_value=np.nan, dimension_names=axes4)
    if manifest.settings.guided == "stored":
        side = manifest.settings.alignment.size_px
        frame = (3, side, side)
        length = plan.clip_length
        axes5 = ("clip", "position", "channel", "y", "x")
        add(
            "guided",
            shape=(clips, length, *frame),
            dtype="i1",
            chunks=(1, 1, *frame),
            shards=(1, length, *frame),
            fill_value=0,
            dimension_names=axes5,
        )
        add(
            "guided_scale",
            shape=(clips, length),
            dtype="f4",
            chunks=(1, length),
            fill_value=0,
            dimension_names=("clip", "position"),
        )


def quantise(guided: Float32Array) -> tuple[Int8Array, Float32Array]:
    """Guided maps as 8 bit: (3, T, S, S) float32 → (T, 3, S, S) int8 and (T,) float32 units of a step.

    Each frame has its own step, its largest magnitude / 127, so the error is at most half of that: 0.4 % of the
    frame's maximum.
    """
    frames = np.moveaxis(guided, 1, 0)
    scale = (np.abs(frames).max(axis=(1, 2, 3)) / GUIDED_STEPS).astype(np.float32)
    divisor = np.where(scale > 0, scale, 1).astype(np.float32)
    return np.rint(frames / divisor[:, None, None, None]).astype(np.int8), scale


def estimate_bytes(plan: ClipPlan, map_shape: tuple[int, int, int], frame_size: int, guided: str) -> int:
    """Upper bound of the disk space an analysis needs, before compression of guided maps."""
    maps = 3 * 4 * int(np.prod(map_shape)) * plan.num_clips
    faces = (68 * 2 * 4 + 6 * 8 + 1 + 4 * len(MEASURES)) * len(plan.frame_indices)
    stored = plan.num_clips * plan.clip_length * 3 * frame_size**2 if guided == "stored" else 0
    return maps + faces + stored + 200_000
