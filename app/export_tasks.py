"""Exports as long work: each a generator of progress that opens its own handles."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from stadrn_core.types import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from app.workspace import Workspace
    from stadrn_core.types import Deidentify
    from stadrn_core.view import ViewSettings

Kind = Literal["picture", "figure", "video", "report", "tables"]


@dataclass(frozen=True)
class ExportJob:
    """One export, complete in itself.

    Attributes:
        kind: what to write.
        target: the file; a folder for ``tables``.
        store: folder of the analysis.
        recording: its recording.
        view: what to show, and how.
        frame_index: frame under the playhead.
        frame_range: source frames [first, last], both included, or None for all.
        deidentify: what becomes of the face in pictures and videos.
    """

    kind: Kind
    target: Path
    store: Path
    recording: Path
    view: ViewSettings
    frame_index: int
    frame_range: tuple[int, int] | None = None
    deidentify: Deidentify = "none"

    @classmethod
    def of_shown(cls, workspace: Workspace, kind: Kind, target: Path | None = None) -> ExportJob | None:
        """The export of what the window shows, or None where there is nothing to export.

        Args:
            workspace: what is open and shown; of a video the selected range.
            kind: what to write.
            target: where to; ``copied`` needs none.
        """
        store, recording = workspace.store, workspace.recording
        if store is None or recording is None:
            return None
        return cls(
            kind,
            target or Path(),
            store.path,
            recording.path,
            workspace.view,
            workspace.playhead,
            workspace.selected_range if kind == "video" else None,
            workspace.preferences.deidentify,
        )


def run(job: ExportJob) -> Generator[Progress, None, None]:
    """Do an export.

    Raises:
        ExportError: it cannot be written.
        StoreError, VideoError: its sources cannot be read.
    """
    yield Progress(f"writing {job.kind}", 0, 1, "files")
    yield from _WRITERS[job.kind](job)


def copied(job: ExportJob) -> Generator[Progress | bytes, None, None]:
    """Make a picture or figure for the clipboard; the last value is the PNG file's content.

    Raises:
        ExportError, StoreError, VideoError: as ``run``.
    """
    with tempfile.TemporaryDirectory(prefix="stadrn") as folder:
        target = Path(folder) / "copied.png"
        yield from run(replace(job, target=target))
        content = target.read_bytes()
    yield content


def _write_picture(job: ExportJob) -> Generator[Progress, None, None]:
    from stadrn_core.damage import read_or_blank
    from stadrn_core.export.deidentify import render_deidentified
    from stadrn_core.export.sheet import Sheet
    from stadrn_core.store import AnalysisStore
    from stadrn_core.video import open_recording

    with AnalysisStore.open(job.store) as store, open_recording(job.recording) as source:
        frame = read_or_blank(source, job.frame_index)
        frame, display = render_deidentified(store, frame, job.view, job.deidentify)
        guided = display.guided is not None
        sheet = Sheet.fitting(store.manifest, job.view, store.plan.num_clips, guided, 720, job.deidentify)
        save_png(job.target, sheet.draw(frame, display))
    yield Progress("writing picture", 1, 1, "files")


def _write_figure(job: ExportJob) -> Generator[Progress, None, None]:
    from stadrn_core.export.figure import representative_frames, write_figure
    from stadrn_core.store import AnalysisStore
    from stadrn_core.trust.load import stored_results
    from stadrn_core.video import open_recording

    with AnalysisStore.open(job.store) as store, open_recording(job.recording) as source:
        frames = representative_frames(store)
        if job.frame_index not in frames:
            frames = sorted([job.frame_index, *frames[:-1]])
        trust = stored_results(store)
        write_figure(store, source, job.target, frames, job.view, trust=trust, deidentify=job.deidentify)
    yield Progress("writing figure", 1, 1, "files")


def _write_report(job: ExportJob) -> Generator[Progress, None, None]:
    from stadrn_core.export.report import ReportOptions, write_report
    from stadrn_core.marks.marks import MarksFile
    from stadrn_core.store import AnalysisStore
    from stadrn_core.trust.load import stored_results
    from stadrn_core.video import open_recording

    with AnalysisStore.open(job.store) as store, open_recording(job.recording) as source:
        marks = MarksFile(store.manifest.recording.sha256).load()
        options = ReportOptions(job.view, job.deidentify)
        yield from write_report(store, source, job.target, marks, stored_results(store), options)


def _write_video(job: ExportJob) -> Generator[Progress, None, None]:
    from stadrn_core.export.video import write_overlay_video
    from stadrn_core.store import AnalysisStore
    from stadrn_core.video import open_recording

    frames = None if job.frame_range is None else (job.frame_range[0], job.frame_range[1] + 1)
    with AnalysisStore.open(job.store) as store, open_recording(job.recording) as source:
        yield from write_overlay_video(
            store, source, job.target, job.view, frame_range=frames, deidentify=job.deidentify
        )


def _write_tables(job: ExportJob) -> Generator[Progress, None, None]:
    from stadrn_core.export.files import write_error
    from stadrn_core.export.table import write_frames, write_summary
    from stadrn_core.export.trust import write_trust_csv
    from stadrn_core.store import AnalysisStore
    from stadrn_core.trust.load import stored_results

    try:
        job.target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise write_error(job.target, error) from error
    with AnalysisStore.open(job.store) as store:
        trust = stored_results(store)
        write_summary(store, job.target / "summary.json", trust=trust)
        if trust:
            write_trust_csv(job.target / "trust.csv", store.manifest.recording.name, trust)
        yield Progress("writing tables", 1, 2, "files")
        write_frames(store, job.target / "frames.csv")
    yield Progress("writing tables", 2, 2, "files")


def save_png(path: Path, rgb: object) -> None:
    """Write a picture (H, W, 3) uint8, whole or not at all.

    Raises:
        ExportError: it cannot be written.
    """
    import cv2
    import numpy as np

    from stadrn_core.export.files import whole_file

    done, data = cv2.imencode(".png", cv2.cvtColor(np.asarray(rgb), cv2.COLOR_RGB2BGR))
    if not done:
        raise ValueError("the picture cannot be encoded")
    with whole_file(path) as unfinished:
        unfinished.write_bytes(data.tobytes())


_WRITERS: dict[Kind, Callable[[ExportJob], Generator[Progress, None, None]]] = {
    "picture": _write_picture,
    "figure": _write_figure,
    "video": _write_video,
    "report": _write_report,
    "tables": _write_tables,
}
