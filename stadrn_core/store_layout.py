"""The arrays of a stored analysis: names, shapes, chunks, and how guided maps become 8 bit."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import zarr
from numpy.typing import NDArray

from stadrn_core.face_quality import MEASURES
from stadrn_core.types import ClipPlan, Float32Array, Float64Array, Json

if TYPE_CHECKING:
    from pathlib import Path

    from stadrn_core.manifest import Manifest

FACE_CHUNK = 64
STATE_CHUNK = 4096
GUIDED_STEPS = 127
Int8Array = NDArray[np.int8]


class Layout(NamedTuple):
    """An array that is filled clip by clip or face by face.

    Attributes:
        axes: name of each axis; axes of one name are equally long in all arrays, as xarray wants it.
        shape: length of each.
        dtype: of the numbers.
        chunks: shape of what is written and read at once.
        fill_value: of what is not known yet.
        shards: shape of a file of chunks; None where each chunk is a file.
        attributes: further facts.
    """

    axes: tuple[str, ...]
    shape: tuple[int, ...]
    dtype: str
    chunks: tuple[int, ...]
    fill_value: float
    shards: tuple[int, ...] | None = None
    attributes: Json | None = None


def create_arrays(path: Path, manifest: Manifest, plan: ClipPlan, pts_seconds: Float64Array) -> None:
    """Make the zarr group of a new analysis, empty but for what is known when it begins.

    Raises:
        OSError: it cannot be written.
    """
    group = zarr.create_group(path, zarr_format=3)
    for name, values, axes in (
        ("pts_seconds", pts_seconds, ("frame",)),
        ("frame_indices", plan.frame_indices, ("sampled_frame",)),
        ("positions", plan.positions, ("clip", "position")),
    ):
        group.create_array(name, data=np.ascontiguousarray(values), dimension_names=axes)
    for name, layout in (_faces(len(plan.frame_indices)) | _maps(manifest, plan)).items():
        facts = layout._asdict()
        group.create_array(name, dimension_names=facts.pop("axes"), **facts)


def _faces(sampled: int) -> dict[str, Layout]:
    """Of each sampled frame: what was found in it."""
    states, faces = min(STATE_CHUNK, sampled), min(FACE_CHUNK, sampled)
    axis, measures = "sampled_frame", len(MEASURES)
    quality = Layout((axis, "measure"), (sampled, measures), "f4", (states, measures), np.nan)
    return {
        "face_state": Layout((axis,), (sampled,), "u1", (states,), 0),
        "landmarks": Layout((axis, "landmark", "xy"), (sampled, 68, 2), "f4", (faces, 68, 2), np.nan),
        "frame_to_face": Layout((axis, "matrix_row", "matrix_column"), (sampled, 2, 3), "f8", (faces, 2, 3), np.nan),
        "face_quality": quality._replace(attributes={"measures": MEASURES}),
    }


def _maps(manifest: Manifest, plan: ClipPlan) -> dict[str, Layout]:
    """Of each clip: its maps at native resolution, and guided maps where they are stored."""
    clips, length, cells = plan.num_clips, plan.clip_length, manifest.map_shape
    of_cells = Layout(("clip", "slot", "row", "column"), (clips, *cells), "f4", (1, *cells), np.nan)
    found = dict.fromkeys(("gradcampp", "gradcam"), of_cells)
    if manifest.has_signed_points:
        found["signed_points"] = of_cells
    if manifest.settings.guided == "stored":
        side = manifest.settings.alignment.size_px
        frame = (3, side, side)
        found["guided"] = Layout(
            ("clip", "position", "channel", "y", "x"),
            (clips, length, *frame),
            "i1",
            (1, 1, *frame),
            0,
            shards=(1, length, *frame),
        )
        found["guided_scale"] = Layout(("clip", "position"), (clips, length), "f4", (1, length), 0)
    return found


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
