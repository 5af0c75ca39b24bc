"""Stored analyses with invented maps on real landmarks: the stored synthetic faces, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.alignment import face_transform
from stadrn_core.store import AnalysisStore
from stadrn_core.types import AlignmentConfig, FaceState, FaceTrack
from tests.analyses import SIZE_PX, make_analysis
from tests.synthetic_faces import stored_faces

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

FACES_IN_TURN = 5


def moving_faces(frame_indices: np.ndarray, without: Sequence[int] = ()) -> FaceTrack:
    """Another of five faces on each sampled frame, so that a wrong frame is noticed."""
    has = ~np.isin(frame_indices, without)
    true = [landmarks for _, landmarks in stored_faces()[:FACES_IN_TURN]]
    in_turn = [true[i % FACES_IN_TURN] for i in range(len(frame_indices))]
    transforms = np.array([face_transform(landmarks, AlignmentConfig(size_px=SIZE_PX)) for landmarks in in_turn])
    return FaceTrack(
        np.asarray(frame_indices),
        np.where(has, FaceState.FOUND, FaceState.NONE).astype(np.uint8),
        np.where(has[:, None, None], in_turn, np.nan).astype(np.float32),
        np.where(has[:, None, None], transforms, np.nan),
    )


def make_moving_analysis(
    path: Path,
    num_frames: int = 40,
    interval: int = 1,
    raw_outputs: Mapping[int, float | None] | None = None,
    without_face: Sequence[int] = (),
) -> AnalysisStore:
    """``make_analysis`` with these faces; no guided maps."""
    make_analysis(path, num_frames, interval, raw_outputs, without_face, guided="none").close()
    with AnalysisStore.open(path, writable=True) as store:
        store.write_faces(0, moving_faces(store.plan.frame_indices, without_face))
    return AnalysisStore.open(path)
