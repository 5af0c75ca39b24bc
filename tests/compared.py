"""Stored analyses of several invented checkpoints on one invented recording, with cells of any kind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.clips import make_plan
from stadrn_core.manifest import CheckpointFacts, ClipRecord
from stadrn_core.store import AnalysisStore
from stadrn_core.types import Explanation
from tests.analyses import CELLS, CLIP_LENGTH, STRIDE_PX, TEMPORAL_STRIDE, faces, manifest, record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NUM_FRAMES = 40


def make_compared(
    path: Path,
    name: str,
    raw_outputs: Mapping[int, float | None] | None = None,
    *,
    cells: tuple[int, int, int] = CELLS,
    temporal_stride: int = TEMPORAL_STRIDE,
    stride_px: int = STRIDE_PX,
    layer: str = "layer_4",
    interval: int = 1,
    num_frames: int = NUM_FRAMES,
    enlarged: int = 1,
) -> AnalysisStore:
    """The analysis of a checkpoint of this name; its random maps depend on the name alone.

    Args:
        path: the store's folder.
        name: of the checkpoint; its identity and its ``kind`` are made of it.
        raw_outputs: raw output of each clip to be finished; None skips the clip. By default 0.2, 0.3, … for all.
        cells: of a clip's maps.
        temporal_stride: sampled frames from one cell to the next.
        stride_px: aligned px from one cell to the next.
        layer: target layer; signed points are those of ``layer_4`` only.
        interval: sampling interval.
        enlarged: aligned faces and strides in them are so many times as large.
        num_frames: source frames.
    """
    plan = make_plan(num_frames, interval, CLIP_LENGTH)
    facts = manifest(num_frames, interval, "none")
    checkpoint = CheckpointFacts(
        name, f"/data/{name}.safetensors", "ef" * 32, name * 8, {"kind": name, "groups": 2}, {}, True, f"RMSE of {name}"
    )
    facts = replace(
        facts,
        checkpoint=checkpoint,
        settings=replace(
            facts.settings,
            target_layer=layer,
            alignment=replace(facts.settings.alignment, size_px=enlarged * facts.settings.alignment.size_px),
        ),
        map_shape=cells,
        temporal_stride=temporal_stride,
        spatial_stride=enlarged * stride_px,
    )
    store = AnalysisStore.create(path, facts, plan, np.arange(num_frames) / 25)
    store.write_faces(0, faces(plan.frame_indices))
    raw_outputs = {i: 0.2 + 0.1 * i for i in range(plan.num_clips)} if raw_outputs is None else raw_outputs
    for i, raw in raw_outputs.items():
        if raw is None:
            store.write_clip(ClipRecord(i, None, None, "a face in 5 of 16 frames", 5, 11), None)
        else:
            found = _explanation(name, i, raw, cells)
            stored = found if layer == "layer_4" else replace(found, signed_points=None)
            store.write_clip(record(i, found), stored)
    store.close()
    return AnalysisStore.open(path)


def _explanation(name: str, clip_index: int, raw_output: float, cells: tuple[int, int, int]) -> Explanation:
    rng = np.random.default_rng([*name.encode(), clip_index])
    heat = rng.random((2, *cells), dtype=np.float32)
    signed = rng.standard_normal(cells, dtype=np.float32)
    return Explanation(raw_output, max(raw_output, 0.0) * 63, "layer_4", heat[0], heat[1], signed, None)
