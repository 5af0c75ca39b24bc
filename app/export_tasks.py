"""Exports as long work: each a generator of progress that opens its own handles."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stadrn_core.export.task import ExportTask, What, export
from stadrn_core.types import Progress

if TYPE_CHECKING:
    from collections.abc import Generator

    from app.workspace import Workspace
    from stadrn_core.types import Deidentify

Kind = What
WITH_RANGE: tuple[Kind, ...] = ("video", "frames")


@dataclass(frozen=True)
class ExportJob:
    """One export, complete in itself.

    Attributes:
        task: what, where and how.
        store: folder of the analysis.
        recording: its recording.
    """

    task: ExportTask
    store: Path
    recording: Path

    @property
    def deidentify(self) -> Deidentify:
        """What becomes of the face in pictures and videos."""
        return self.task.deidentify

    @classmethod
    def of_shown(cls, workspace: Workspace, kind: Kind, target: Path | None = None, **options: Any) -> ExportJob | None:
        """The export of what the window shows, or None where there is nothing to export.

        Args:
            workspace: what is open and shown; of videos and sequences the selected range.
            kind: what to write.
            target: where to; ``copied`` needs none.
            options: further fields of ``ExportTask``.
        """
        store, recording = workspace.store, workspace.recording
        if store is None or recording is None:
            return None
        selected = workspace.selected_range if kind in WITH_RANGE else None
        task = ExportTask(
            kind,
            target or Path(),
            workspace.view,
            workspace.playhead,
            None if selected is None else (selected[0], selected[1] + 1),
            deidentify=workspace.preferences.deidentify,
            **options,
        )
        return cls(task, store.path, recording.path)


def run(job: ExportJob) -> Generator[Progress, None, None]:
    """Do an export.

    Raises:
        ExportError: it cannot be written.
        StoreError, VideoError: its sources cannot be read.
    """
    from stadrn_core.store import AnalysisStore
    from stadrn_core.video import open_recording

    with AnalysisStore.open(job.store) as store:
        if not job.task.needs_recording:
            yield from export(store, None, job.task)
            return
        with open_recording(job.recording) as source:
            yield from export(store, source, job.task)


def copied(job: ExportJob) -> Generator[Progress | bytes, None, None]:
    """Make a picture or figure for the clipboard; the last value is the PNG file's content.

    Raises:
        ExportError, StoreError, VideoError: as ``run``.
    """
    with tempfile.TemporaryDirectory(prefix="stadrn") as folder:
        target = Path(folder) / "copied.png"
        yield from run(replace(job, task=replace(job.task, target=target)))
        content = target.read_bytes()
    yield content
