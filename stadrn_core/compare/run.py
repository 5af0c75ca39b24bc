"""The analyses that a comparison needs, one after the other in one folder; only what is missing is computed.

Where two analyses look for faces in the same way (recording, sampling, alignment, picked face), the second finds the
aligned faces of the first in the cache (see ``chunk_cache``), and neither decodes nor aligns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stadrn_core.analyze import Analysis, settings_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from stadrn_core.checkpoint import LoadedCheckpoint
    from stadrn_core.manifest import AnalysisSettings, ClipRecord
    from stadrn_core.types import Fallback, Progress
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

    @property
    def paths(self) -> list[Path]:
        """Where each checkpoint's analysis lies, in their order."""
        return [
            self._folder / f"{one.settings.key(self._sha256, one.checkpoint.identity)}.zarr" for one in self._wanted
        ]

    def run(self) -> Iterator[Progress | ClipRecord | Fallback]:
        """Do what is missing.

        Raises:
            VideoError, FaceError, StoreError: as ``Analysis.run``.
        """
        for one, path in zip(self._wanted, self.paths, strict=True):
            analysis = Analysis(
                self._recording_path,
                one.checkpoint,
                one.settings,
                path,
                num_processes=self._num_processes,
                index=self.index,
                recording_sha256=self._sha256,
            )
            self.current = analysis
            yield from analysis.run()
            self.index = analysis.index
