"""The analyses that a comparison needs, one after the other in one folder; only what is missing is computed.

Where two analyses look for faces in the same way (recording, sampling, alignment, picked face), the second takes over
what the first has found: the result of ``FacePool`` depends on nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.analyze import Analysis, settings_for
from stadrn_core.store import AnalysisStore
from stadrn_core.types import FaceState

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from stadrn_core.checkpoint import LoadedCheckpoint
    from stadrn_core.manifest import AnalysisSettings, ClipRecord, Manifest
    from stadrn_core.types import Progress
    from stadrn_core.video import RecordingIndex

ANALYSES = "analyses"


@dataclass(frozen=True)
class Wanted:
    """One checkpoint and how it is to be run; settings are completed by what the checkpoint says."""

    checkpoint: LoadedCheckpoint
    settings: AnalysisSettings


class ComparedAnalyses:
    """Brings the analyses of several checkpoints on one recording up to date. ``run`` is cancelled by closing it.

    Args:
        recording_path: a video file, or a folder of images.
        recording_sha256: ``hash_recording`` of it.
        wanted: the checkpoints with their settings.
        folder: of the comparison; an analysis lies at ``analyses/KEY.zarr``, named by everything that its numbers
            depend on.
        num_processes: as ``Analysis`` takes it.

    Attributes:
        current: the analysis that is under way.
        index: of the recording, once it has been read.
        shared_faces: for each checkpoint's identity, whether its faces were taken over from another analysis.
    """

    def __init__(
        self,
        recording_path: Path,
        recording_sha256: str,
        wanted: Sequence[Wanted],
        folder: Path,
        num_processes: int | None = None,
    ) -> None:
        self._recording_path, self._sha256 = recording_path, recording_sha256
        self._wanted = [Wanted(one.checkpoint, settings_for(one.checkpoint, one.settings)) for one in wanted]
        self._folder, self._num_processes = folder / ANALYSES, num_processes
        self.current: Analysis | None = None
        self.index: RecordingIndex | None = None
        self.shared_faces: dict[str, bool] = {}

    @property
    def paths(self) -> list[Path]:
        """Where each checkpoint's analysis lies, in their order."""
        return [
            self._folder / f"{one.settings.key(self._sha256, one.checkpoint.identity)}.zarr" for one in self._wanted
        ]

    def run(self) -> Iterator[Progress | ClipRecord]:
        """Do what is missing.

        Raises:
            VideoError, FaceError, StoreError: as ``Analysis.run``.
        """
        for one, path in zip(self._wanted, self.paths, strict=True):
            donor = None if path.exists() else self._donor(one.settings)
            complete = donor is not None and bool((donor.face_states() != FaceState.UNKNOWN).all())
            # Processes that look for faces would have nothing to do.
            count = 0 if complete else self._num_processes
            analysis = Analysis(
                self._recording_path,
                one.checkpoint,
                one.settings,
                path,
                num_processes=count,
                index=self.index,
                recording_sha256=self._sha256,
            )
            self.current = analysis
            self.shared_faces[one.checkpoint.identity] = donor is not None
            for event in analysis.run():
                if donor is not None and analysis.store is not None:
                    take_over_faces(donor, analysis.store)
                    donor = None
                yield event
            self.index = analysis.index

    def _donor(self, settings: AnalysisSettings) -> AnalysisStore | None:
        """Among the folder's analyses with the same faces the one that knows most of them."""
        best: tuple[int, AnalysisStore] | None = None
        for path in sorted(self._folder.glob("*.zarr")):
            store = AnalysisStore.open(path)
            if not _same_faces(store.manifest, self._sha256, settings):
                continue
            known = int((store.face_states() != FaceState.UNKNOWN).sum())
            if known and (best is None or known > best[0]):
                best = known, store
        return None if best is None else best[1]


def take_over_faces(donor: AnalysisStore, receiver: AnalysisStore) -> None:
    """Copy all faces that one analysis knows into another of the same sampled frames, before it looks for its own.

    Raises:
        ValueError: their sampled frames differ.
        StoreError: the disk is full or gone.
    """
    if not np.array_equal(donor.plan.frame_indices, receiver.plan.frame_indices):
        raise ValueError("faces can be taken over only between analyses of the same sampled frames")
    receiver.write_faces(0, donor.face_track(0, len(donor.plan.frame_indices)))


def _same_faces(manifest: Manifest, recording_sha256: str, settings: AnalysisSettings) -> bool:
    theirs = manifest.settings
    return (manifest.recording.sha256, theirs.sample_interval, theirs.alignment, theirs.face_choice) == (
        recording_sha256,
        settings.sample_interval,
        settings.alignment,
        settings.face_choice,
    )
