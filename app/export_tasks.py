"""Exports as long work: each a generator of progress that opens its own handles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from stadrn_core.types import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from stadrn_core.render import DisplayFrame
    from stadrn_core.view import ViewSettings

Kind = Literal["picture", "figure", "video", "tables"]


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
    """

    kind: Kind
    target: Path
    store: Path
    recording: Path
    view: ViewSettings
    frame_index: int
    frame_range: tuple[int, int] | None = None


def run(job: ExportJob) -> Generator[Progress, None, None]:
    """Do an export.

    Raises:
        ExportError: it cannot be written.
        StoreError, VideoError: its sources cannot be read.
    """
    yield Progress(f"writing {job.kind}", 0, 1, "files")
    yield from _WRITERS[job.kind](job)


def _write_picture(job: ExportJob) -> Generator[Progress, None, None]:
    from stadrn_core.damage import read_or_blank
    from stadrn_core.export.sheet import Sheet
    from stadrn_core.render import render_frame
    from stadrn_core.store import AnalysisStore
    from stadrn_core.video import open_recording

    with AnalysisStore.open(job.store) as store, open_recording(job.recording) as source:
        frame = read_or_blank(source, job.frame_index)
        display: DisplayFrame = render_frame(store, frame, job.view)
        sheet = Sheet.fitting(store.manifest, job.view, store.plan.num_clips, display.guided is not None, 720)
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
        write_figure(store, source, job.target, frames, job.view, trust=stored_results(store))
    yield Progress("writing figure", 1, 1, "files")


def _write_video(job: ExportJob) -> Generator[Progress, None, None]:
    from stadrn_core.export.video import write_overlay_video
    from stadrn_core.store import AnalysisStore
    from stadrn_core.video import open_recording

    frames = None if job.frame_range is None else (job.frame_range[0], job.frame_range[1] + 1)
    with AnalysisStore.open(job.store) as store, open_recording(job.recording) as source:
        yield from write_overlay_video(store, source, job.target, job.view, frame_range=frames)


def _write_tables(job: ExportJob) -> Generator[Progress, None, None]:
    from stadrn_core.export.files import write_error
    from stadrn_core.export.table import write_frames_csv, write_summary
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
        write_frames_csv(store, job.target / "frames.csv")
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
    "tables": _write_tables,
}
