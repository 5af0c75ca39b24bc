"""An analysis, and what is computed again of a finished one, as long work: generators that yield between their steps.

The engine is imported inside: torch takes seconds, which the window must not pay before it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.tasks import CheckpointReady, device_label, recording_hash
from stadrn_core.types import Fallback

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from stadrn_core.checkpoint import LoadedCheckpoint
    from stadrn_core.manifest import AnalysisSettings, ClipRecord
    from stadrn_core.types import Float32Array, Progress
    from stadrn_core.video import RecordingIndex


@dataclass(frozen=True)
class StoreReady:
    """The running analysis has its store on disk."""

    folder: Path


@dataclass(frozen=True)
class Damaged:
    """Frames of the analysed recording cannot be decoded: what that means, in whole sentences."""

    text: str


@dataclass(frozen=True)
class AnalysisJob:
    """An analysis to be run, complete in itself.

    Attributes:
        recording: where it lies.
        index: of the open recording, so that it need not be looked through again.
        checkpoint: the model.
        settings: what to compute, and what to keep.
        folder: the store's folder; chosen by content where None.
        priority: tells the frame under the playhead.
        landmark_model: dlib's 68-landmark file; the installed package's where None.
        cache_bytes: what aligned faces of all recordings may take.
    """

    recording: Path
    index: RecordingIndex
    checkpoint: LoadedCheckpoint
    settings: AnalysisSettings
    folder: Path | None
    priority: Callable[[], int]
    landmark_model: Path | None = None
    cache_bytes: int = 0


def analyse(
    job: AnalysisJob,
) -> Generator[Progress | ClipRecord | StoreReady | CheckpointReady | Fallback | Damaged, None, None]:
    """Run an analysis; where the memory of the GPU does not suffice it goes on with the CPU."""
    from stadrn_core.analyze import Analysis
    from stadrn_core.damage import damage_warning

    analysis = Analysis(
        job.recording,
        job.checkpoint,
        job.settings,
        job.folder,
        landmark_model=job.landmark_model,
        index=job.index,
        recording_sha256=recording_hash(job.recording),
        cache_bytes=job.cache_bytes,
    )
    told = False
    for event in analysis.run(job.priority):
        if not told and analysis.store is not None:
            told = True
            yield StoreReady(analysis.store.path)
        if isinstance(event, Fallback) and event.device == "cpu":
            moved = analysis.checkpoint
            yield CheckpointReady(moved, job.settings, device_label(moved.device), event.text)
        else:
            yield event
    if analysis.store is None:
        return
    if not told:
        yield StoreReady(analysis.store.path)
    if damage := damage_warning(analysis.store):
        yield Damaged(damage)


def guided_map(
    store_folder: Path, recording: Path, index: RecordingIndex, checkpoint: LoadedCheckpoint, clip_index: int
) -> Float32Array | None:
    """A clip's guided map (3, T, S, S), computed again for an analysis that does not store it."""
    from stadrn_core.analyze import guided_of_clip
    from stadrn_core.store import AnalysisStore
    from stadrn_core.video import open_recording

    with AnalysisStore.open(store_folder) as store, open_recording(recording, index) as source:
        return guided_of_clip(store, source, checkpoint, clip_index)
