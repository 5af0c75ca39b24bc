"""Cases from stored analyses: pictures from the recording, transforms and the maps of other clips from the store."""

from __future__ import annotations

import hashlib
import importlib.util
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import torch

from stadrn_core.alignment import apply
from stadrn_core.clip_faces import warped_faces
from stadrn_core.clips import clip_tensor, nearest_with_face
from stadrn_core.errors import CheckpointError, StoreError
from stadrn_core.localize_items import RAISING_ACTIONS
from stadrn_core.synthetic.truth import load_truth, truth_paths
from stadrn_core.trust.case import Case, Grid, MapName, MeanMap, guided_magnitude, points_of, positions_of_slots
from stadrn_core.trust.case import relevance_of as map_and_points
from stadrn_core.trust.results import read_results
from stadrn_core.trust.truth import MovedMoment
from stadrn_core.types import FaceState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from stadrn_core.checkpoint import LoadedCheckpoint
    from stadrn_core.networks import Network
    from stadrn_core.store import AnalysisStore
    from stadrn_core.trust.results import MeasureResult
    from stadrn_core.types import Float32Array, Float64Array, FrameSource, IntArray

NO_GUIDED = "guided maps of other clips are not stored (stadrn explain --guided stored)"
NO_OTHERS = "there is no other clip to take a mean over; give more analyses"


def analysis_key(store: AnalysisStore) -> str:
    """What results belong to."""
    facts = store.manifest
    return facts.settings.key(facts.recording.sha256, facts.checkpoint.identity)


def stored_results(store: AnalysisStore) -> tuple[MeasureResult, ...]:
    """All results of measures of an analysis.

    Raises:
        StoreError: they cannot be read.
    """
    return read_results(store.path, analysis_key(store)).results


def grid_of(store: AnalysisStore) -> Grid:
    """Where the cells of a stored analysis lie."""
    facts = store.manifest
    size_px = facts.settings.alignment.size_px
    return Grid(store.plan.clip_length, size_px, facts.map_shape, facts.temporal_stride, facts.spatial_stride)


def explained_clips(store: AnalysisStore) -> list[int]:
    """Clips that have a map, ascending."""
    return [i for i in sorted(store.records) if store.records[i].skipped_reason is None]


class MeanMaps:
    """The mean map over all clips of some analyses but one.

    Args:
        stores: of one checkpoint, with the same cells; the judged one among them.
        map_name: of which map.

    Raises:
        StoreError: an analysis is of another checkpoint, or has other cells.
    """

    def __init__(self, stores: Sequence[AnalysisStore], map_name: MapName) -> None:
        self._map_name = map_name
        first = stores[0].manifest
        for store in stores[1:]:
            facts = store.manifest
            if facts.checkpoint.identity != first.checkpoint.identity or grid_of(store) != grid_of(stores[0]):
                raise StoreError(
                    f"{store.path} is of another checkpoint or has other cells than {stores[0].path}. "
                    "Give analyses by the same checkpoint with the same settings."
                )
        self._stores = stores
        self._clips = [(store, i) for store in stores for i in explained_clips(store)]
        self._sum: Float64Array | None = None
        named = " ".join(f"{analysis_key(store)}/{i}" for store, i in self._clips)
        self.basis = f"{len(self._clips)} clips {hashlib.sha256(named.encode()).hexdigest()[:16]}"

    @property
    def missing(self) -> str | None:
        """Why there is no mean map; None where there is one."""
        if self._map_name == "guided" and any(s.manifest.settings.guided != "stored" for s in self._stores):
            return NO_GUIDED
        return NO_OTHERS if len(self._clips) < 2 else None

    def without(self, store: AnalysisStore, clip_index: int) -> MeanMap:
        """The mean over the other clips.

        Raises:
            ValueError: there is none; ``missing`` says why.
        """
        if self.missing:
            raise ValueError(self.missing)
        if self._sum is None:
            self._sum = np.sum([self._stored(*clip).astype(np.float64) for clip in self._clips], axis=0)
        others = [one for one in self._clips if one != (store, clip_index)]
        mean = (self._sum - self._stored(store, clip_index)) / len(others)
        recordings = {one.manifest.recording.sha256 for one, _ in others}
        return MeanMap(np.asarray(mean, dtype=np.float32), len(others), len(recordings))

    def _stored(self, store: AnalysisStore, clip_index: int) -> Float32Array:
        if self._map_name == "guided":
            frames = [store.guided_frame(clip_index, position) for position in range(store.plan.clip_length)]
            return np.concatenate([guided_magnitude(None if f is None else f[:, None]) for f in frames])
        maps = store.clip_maps(clip_index)
        relevance = maps.gradcampp if self._map_name == "gradcampp" else maps.signed_points
        if relevance is None:
            raise ValueError("this analysis has no signed evidence")
        return relevance


def check_checkpoint(store: AnalysisStore, checkpoint: LoadedCheckpoint) -> None:
    """Whether an analysis was made by this checkpoint.

    Raises:
        CheckpointError: by another one.
    """
    if checkpoint.identity != store.manifest.checkpoint.identity:
        raise CheckpointError(
            f"{checkpoint.path} is not the checkpoint of this analysis, {store.manifest.checkpoint.name}: its weights "
            f"or configuration differ. Give the checkpoint with which {store.path} was made."
        )


def load_case(
    store: AnalysisStore,
    source: FrameSource,
    checkpoint: LoadedCheckpoint,
    clip_index: int,
    map_name: MapName,
    means: MeanMaps,
) -> Case:
    """One explained clip as a case. Nothing is read from the recording yet.

    Args:
        store: the analysis.
        source: its recording.
        checkpoint: with which it was made.
        clip_index: an explained clip.
        map_name: the map in question.
        means: over this and other analyses.

    Raises:
        StoreError: the clip is not explained, or the analysis lacks such a map.
    """
    record = store.records.get(clip_index)
    if record is None or record.skipped_reason is not None:
        reason = record.skipped_reason if record else "it is not explained yet, or there is no such clip"
        raise StoreError(
            f"{store.path}: clip {clip_index} cannot be tested ({reason}). Explained clips: "
            f"{', '.join(map(str, explained_clips(store))) or 'none'}."
        )
    if map_name == "signed_points" and not store.manifest.has_signed_points:
        raise StoreError(f"{store.path} has no signed evidence at its target layer. Choose another map.")
    positions = store.plan.positions[clip_index]
    layer = store.manifest.settings.target_layer

    def relevance_of(model: Network, clip: Float32Array) -> Float32Array:
        return map_and_points(model, clip, map_name, layer)[0]

    shift = _shift(store, positions)
    truth, no_truth = _truth(store, source.info.path, positions)
    return Case(
        model=checkpoint.model,
        grid=grid_of(store),
        load_clip=partial(_read, store, source, positions),
        points_of=points_of,
        relevance_of=relevance_of,
        landmarks=_landmarks(store, positions),
        mean_map=None if means.missing else partial(means.without, store, clip_index),
        no_mean_map=means.missing or "",
        load_shifted=partial(_read, store, source, positions + shift) if shift else None,
        shift_frames=shift,
        truth=truth,
        no_truth=no_truth,
    )


def _seen(store: AnalysisStore, positions: IntArray) -> IntArray:
    """(T,) the sampled positions whose faces the network saw."""
    nearest = nearest_with_face(store.face_states()[positions] == FaceState.FOUND)
    return np.asarray(positions[nearest])


def _read(store: AnalysisStore, source: FrameSource, positions: IntArray) -> Float32Array:
    seen = _seen(store, positions)
    wanted = np.unique(seen)
    pictures = np.stack(list(warped_faces(store, source, wanted.tolist())))
    return clip_tensor(pictures[np.searchsorted(wanted, seen)])


def _landmarks(store: AnalysisStore, positions: IntArray) -> Float64Array | None:
    seen = _seen(store, positions)
    track = store.face_track(int(seen.min()), int(seen.max()) + 1)
    within = seen - seen.min()
    if np.isnan(track.landmarks[within]).any():
        return None
    return np.stack([apply(track.frame_to_face[i], track.landmarks[i]) for i in within])


def _shift(store: AnalysisStore, positions: IntArray) -> int:
    """One time slot later, or else earlier, in sampled frames; 0 where the recording has no such clip."""
    slot = store.manifest.temporal_stride
    if store.manifest.map_shape[0] < 2 or (np.diff(positions) != 1).any():
        return 0
    states = store.face_states()
    for shift in (slot, -slot):
        moved = positions + shift
        if moved[0] < 0 or moved[-1] >= len(states):
            continue
        known = states[moved]
        if (known != FaceState.UNKNOWN).all() and (known == FaceState.FOUND).any():
            return shift
    return 0


def _truth(
    store: AnalysisStore, video: Path, positions: IntArray
) -> tuple[Callable[[], list[MovedMoment]] | None, str]:
    """Makes the places that really move at each time slot, and why it cannot where it is None."""
    default = Case.no_truth
    if not all(path.exists() for path in truth_paths(video)):
        return None, default
    truth = load_truth(video)
    actions = RAISING_ACTIONS.get(truth.kind)
    if actions is None:
        return None, f"a recording of kind '{truth.kind}' has no action that raises the score"
    if importlib.util.find_spec("anny") is None:
        return None, "the truth needs the extra 'synthetic' (pip install 'stadrn-workbench[synthetic]')"
    found = store.face_states()[positions] == FaceState.FOUND
    grid = grid_of(store)

    def moments() -> list[MovedMoment]:
        from stadrn_core.synthetic.motion import ActionMotion

        threads = torch.get_num_threads()
        try:  # drawing sets this process to one thread, which would slow the network down
            motion = ActionMotion(truth)
            return [
                MovedMoment(
                    int(at),
                    motion.in_face(
                        int(store.plan.frame_indices[positions[at]]),
                        actions,
                        store.face_track(int(positions[at]), int(positions[at]) + 1).frame_to_face[0],
                        grid.size_px,
                    ),
                )
                for at in positions_of_slots(grid)
                if found[at]
            ]
        finally:
            torch.set_num_threads(threads)

    return moments, default
