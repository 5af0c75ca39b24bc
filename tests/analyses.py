"""Stored analyses with invented numbers, made without a network or a face detector, in real stores."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.clips import make_plan
from stadrn_core.manifest import AnalysisSettings, CheckpointFacts, ClipRecord, Manifest, RecordingFacts
from stadrn_core.store import AnalysisStore
from stadrn_core.types import AlignmentConfig, Explanation, FaceState, FaceTrack

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from stadrn_core.types import Float32Array, Float64Array

SIZE_PX = 64
STRIDE_PX = 32
CELLS = (4, 2, 2)
CLIP_LENGTH = 16
TEMPORAL_STRIDE = 4
TO_FACE = np.array([[1.0, 0.0, -20.0], [0.0, 1.0, -10.0]])
"""The aligned face is the square at (20, 10) of the frame, unscaled."""


def manifest(num_frames: int = 30, interval: int = 1, guided: str = "stored", size_px: int = SIZE_PX) -> Manifest:
    """Facts of an invented recording of 120×90 px at 25 frames a second."""
    recording = RecordingFacts(
        "visit 1.mp4", "/data/visit 1.mp4", "ab" * 32, num_frames, 120, 90, 25.0, num_frames / 25, "h264", False
    )
    checkpoint = CheckpointFacts(
        "fusion.safetensors", "/data/fusion.safetensors", "cd" * 32, "cd" * 32, {"kind": "fusion_feature"}, {}, True
    )
    return Manifest(
        created="2026-01-02T03:04:05+00:00",
        versions={"numpy": "2.0"},
        recording=recording,
        checkpoint=checkpoint,
        settings=AnalysisSettings(sample_interval=interval, guided=guided, alignment=AlignmentConfig(size_px=size_px)),  # type: ignore[arg-type]
        map_shape=CELLS,
        temporal_stride=TEMPORAL_STRIDE,
        spatial_stride=STRIDE_PX,
        score_range=63.0,
        device="CPU",
    )


def explanation(seed: int, raw_output: float = 0.3, guided: bool = True) -> Explanation:
    """Random maps of one clip."""
    rng = np.random.default_rng(seed)
    gradcampp, gradcam = (rng.random(CELLS, dtype=np.float32) for _ in range(2))
    signed = rng.standard_normal(CELLS, dtype=np.float32)
    guided_map = rng.standard_normal((3, CLIP_LENGTH, SIZE_PX, SIZE_PX), dtype=np.float32) if guided else None
    return Explanation(raw_output, max(raw_output, 0.0) * 63, "layer_4", gradcampp, gradcam, signed, guided_map)


def record(index: int, found: Explanation, num_held: int = 0) -> ClipRecord:
    """The record that belongs to an explanation."""
    assert found.signed_points is not None
    return ClipRecord(
        clip_index=index,
        raw_output=found.raw_output,
        score=found.score,
        skipped_reason=None,
        num_found=CLIP_LENGTH - num_held,
        num_held=num_held,
        gradcampp_max=float(found.gradcampp.max()),
        gradcam_max=float(found.gradcam.max()),
        signed_absmax=float(np.abs(found.signed_points).max()),
        guided_absmax=0.0 if found.guided is None else float(np.abs(found.guided).max()),
        signed_total=float(found.signed_points.sum()),
        slot_points=tuple(float(p) for p in found.signed_points.sum(axis=(1, 2))),
        slot_heat=tuple(float(h) for h in found.gradcampp.mean(axis=(1, 2))),
        seconds=0.5,
    )


def landmarks() -> Float32Array:
    """(68, 2) invented landmarks within the face's square."""
    return (np.random.default_rng(68).random((68, 2)) * 50 + (27, 17)).astype(np.float32)


def faces(frame_indices: np.ndarray, without: Sequence[int] = ()) -> FaceTrack:
    """The same face on every sampled frame but those ``without``."""
    has = ~np.isin(frame_indices, without)
    states = np.where(has, FaceState.FOUND, FaceState.NONE).astype(np.uint8)
    points = np.where(has[:, None, None], landmarks(), np.nan).astype(np.float32)
    return FaceTrack(np.asarray(frame_indices), states, points, np.where(has[:, None, None], TO_FACE, np.nan))


def make_analysis(
    path: Path,
    num_frames: int = 30,
    interval: int = 1,
    raw_outputs: Mapping[int, float | None] | None = None,
    without_face: Sequence[int] = (),
    guided: str = "stored",
    pts_seconds: Float64Array | None = None,
    recording_sha256: str | None = None,
) -> AnalysisStore:
    """A stored analysis with invented maps.

    Args:
        path: the store's folder.
        num_frames: source frames.
        interval: sampling interval.
        raw_outputs: raw output of each clip to be finished; None skips the clip. By default 0.2, 0.3, … for all.
        without_face: sampled frames without a face.
        guided: as in the settings.
        pts_seconds: times of the frames; 25 a second by default.
        recording_sha256: content of the recording it pretends to be of.
    """
    plan = make_plan(num_frames, interval, CLIP_LENGTH)
    times = np.arange(num_frames) / 25 if pts_seconds is None else pts_seconds
    facts = manifest(num_frames, interval, guided)
    if recording_sha256 is not None:
        facts = replace(facts, recording=replace(facts.recording, sha256=recording_sha256))
    store = AnalysisStore.create(path, facts, plan, times)
    store.write_faces(0, faces(plan.frame_indices, without_face))
    raw_outputs = {i: 0.2 + 0.1 * i for i in range(plan.num_clips)} if raw_outputs is None else raw_outputs
    for i, raw in raw_outputs.items():
        if raw is None:
            store.write_clip(ClipRecord(i, None, None, "a face in 5 of 16 frames", 5, 11), None)
        else:
            found = explanation(i, raw, guided == "stored")
            store.write_clip(record(i, found), found)
    store.close()
    return AnalysisStore.open(path)
