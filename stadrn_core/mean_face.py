"""The mean face of an analysis, on which regions are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.alignment import apply
from stadrn_core.errors import StoreError
from stadrn_core.types import FaceState

if TYPE_CHECKING:
    from stadrn_core.render import AnalysisView
    from stadrn_core.types import Float64Array

MOST_FACES = 64


def mean_face(store: AnalysisView) -> Float64Array:
    """(68, 2) px mean landmarks in the aligned face, over at most 64 found faces spread over what is explained.

    Raises:
        StoreError: no face with landmarks is known.
    """
    found = np.flatnonzero(store.face_states() == FaceState.FOUND)
    chosen = found[np.unique(np.linspace(0, len(found) - 1, MOST_FACES).astype(np.int64))] if len(found) else found
    placements = (store.placement(frame_index) for frame_index in store.plan.frame_indices[chosen].tolist())
    faces = [
        apply(one.frame_to_face, one.landmarks)
        for one in placements
        if one.landmarks is not None and one.frame_to_face is not None
    ]
    if not faces:
        raise StoreError(f"{store.manifest.recording.name}: no face with landmarks is known, so none can be drawn.")
    return np.asarray(np.mean(faces, axis=0), dtype=np.float64)
