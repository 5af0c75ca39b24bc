"""Everything that can be exported of a finished analysis, for the window and the command line alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

from stadrn_core.types import Deidentify, Progress
from stadrn_core.view import ViewSettings

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from pathlib import Path

    from stadrn_core.export.pictures import PictureKind
    from stadrn_core.export.rows import TableFormat
    from stadrn_core.store import AnalysisStore
    from stadrn_core.types import FrameSource

What = Literal["picture", "video", "frames", "figure", "report", "maps", "tables"]
EXPORTS: tuple[What, ...] = get_args(What)
CRF = 18
BEST_CRF, WORST_CRF = 1, 51
"""Constant rate factor of H.264; below the best, pictures are in a format that few players show."""
PICTURE_PANEL_PX = 720


@dataclass(frozen=True)
class ExportTask:
    """One export, complete in itself.

    Attributes:
        what: what to write.
        target: the file; a folder for ``frames``, ``tables`` and ``maps`` as .zarr.
        view: what pictures show, and how.
        frame_index: of a picture; one of the frames of a figure.
        frame_range: source frames [first, stop) of a video or sequence, or None for all.
        picture: what is drawn of each frame of a picture, video or sequence.
        deidentify: what becomes of the face; of maps: unless ``none``, what draws or names somebody is left out.
        crf: quality of a video, 1 to 51: lower is better and larger.
        sound: keep the recording's sound in a video.
        with_guided: guided maps among the maps.
        table_format: of tables.
    """

    what: What
    target: Path
    view: ViewSettings = field(default_factory=ViewSettings)
    frame_index: int = 0
    frame_range: tuple[int, int] | None = None
    picture: PictureKind = "side_by_side"
    deidentify: Deidentify = "none"
    crf: int = CRF
    sound: bool = True
    with_guided: bool = False
    table_format: TableFormat = "csv"

    @property
    def needs_recording(self) -> bool:
        """Whether the recording is read, not the stored analysis alone."""
        return self.what not in ("maps", "tables")


def export(store: AnalysisStore, source: FrameSource | None, task: ExportTask) -> Generator[Progress, None, None]:
    """Do an export; stopping the generator leaves nothing half-written behind.

    Args:
        store: the analysis.
        source: its recording; None is enough where the task does not need it.
        task: what, where and how.

    Raises:
        ExportError: it cannot be written.
        StoreError, VideoError: its sources cannot be read.
    """
    yield Progress(f"writing {task.what}", 0, 1, "files")
    if task.what == "maps":
        yield from _maps(store, task)
    elif task.what == "tables":
        yield from _tables(store, task)
    elif source is None:
        raise ValueError(f"{task.what} needs the recording")
    else:
        yield from _WRITERS[task.what](store, source, task)


def _picture(store: AnalysisStore, source: FrameSource, task: ExportTask) -> Iterator[Progress]:
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    from stadrn_core.damage import read_or_blank
    from stadrn_core.errors import ExportError
    from stadrn_core.export.files import whole_file
    from stadrn_core.export.pictures import Pictures
    from stadrn_core.export.record import record_text

    if task.target.suffix.lower() != ".png":
        raise ExportError(f"{task.target} cannot be written: the name must end in .png. Choose such a name.")
    pictures = Pictures.of(store, task.view, task.picture, task.deidentify, PICTURE_PANEL_PX)
    drawn, display = pictures.draw(read_or_blank(source, task.frame_index))
    if drawn is None:
        raise ExportError(f"Frame {task.frame_index} has no such picture ({display.note}). Choose another one.")
    about = PngInfo()
    facts = {"picture": task.picture, "frames": [task.frame_index, task.frame_index]}
    about.add_text("Description", record_text(store, "picture", task.deidentify, task.view, **facts))
    with whole_file(task.target) as unfinished:
        Image.fromarray(drawn).save(unfinished, pnginfo=about)
    yield Progress("writing picture", 1, 1, "files")


def _video(store: AnalysisStore, source: FrameSource, task: ExportTask) -> Iterator[Progress]:
    from stadrn_core.export.video import write_overlay_video

    yield from write_overlay_video(
        store,
        source,
        task.target,
        task.view,
        picture=task.picture,
        frame_range=task.frame_range,
        crf=task.crf,
        sound=task.sound,
        deidentify=task.deidentify,
    )


def _frames(store: AnalysisStore, source: FrameSource, task: ExportTask) -> Iterator[Progress]:
    from stadrn_core.export.frames import write_frame_sequence

    yield from write_frame_sequence(
        store,
        source,
        task.target,
        task.view,
        picture=task.picture,
        frame_range=task.frame_range,
        deidentify=task.deidentify,
    )


def _figure(store: AnalysisStore, source: FrameSource, task: ExportTask) -> Iterator[Progress]:
    from stadrn_core.export.figure import representative_frames, write_figure
    from stadrn_core.trust.load import stored_results

    frames = representative_frames(store)
    if task.frame_index not in frames:
        frames = sorted([task.frame_index, *frames[:-1]])
    trust = stored_results(store)
    write_figure(store, source, task.target, frames, task.view, trust=trust, deidentify=task.deidentify)
    yield Progress("writing figure", 1, 1, "files")


def _report(store: AnalysisStore, source: FrameSource, task: ExportTask) -> Iterator[Progress]:
    from stadrn_core.export.report import ReportOptions, write_report
    from stadrn_core.marks.marks import MarksFile
    from stadrn_core.trust.load import stored_results

    marks = MarksFile(store.manifest.recording.sha256).load()
    options = ReportOptions(task.view, task.deidentify)
    yield from write_report(store, source, task.target, marks, stored_results(store), options)


def _maps(store: AnalysisStore, task: ExportTask) -> Iterator[Progress]:
    from stadrn_core.errors import ExportError
    from stadrn_core.export.maps import copy_store, write_npz

    match task.target.suffix.lower():
        case ".npz":
            yield from write_npz(store, task.target, with_guided=task.with_guided, deidentify=task.deidentify)
        case ".zarr":
            yield from copy_store(store, task.target, with_guided=task.with_guided, deidentify=task.deidentify)
        case _:
            raise ExportError(
                f"{task.target} cannot be written: the name must end in .npz or .zarr. Choose such a name."
            )


def _tables(store: AnalysisStore, task: ExportTask) -> Iterator[Progress]:
    """summary.json and tables of frames, clips, regions, and tests of maps where there are some."""
    from stadrn_core.export.files import write_error
    from stadrn_core.export.rows import check_format, write_table
    from stadrn_core.export.table import write_clips, write_frames, write_summary
    from stadrn_core.export.trust import write_trust
    from stadrn_core.trust.load import stored_results

    check_format(task.table_format)
    try:
        task.target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise write_error(task.target, error) from error
    regions = yield from _region_rows(store)
    trust = stored_results(store)
    suffix = f".{task.table_format}"
    if store.records:
        write_clips(store, task.target / f"clips{suffix}")
    if regions:
        write_table(task.target / f"regions{suffix}", regions)
    if trust:
        write_trust(task.target / f"trust{suffix}", store.manifest.recording.name, trust)
    write_summary(store, task.target / "summary.json", trust=trust)
    yield from write_frames(store, task.target / f"frames{suffix}")


def _region_rows(store: AnalysisStore) -> Generator[Progress, None, list[dict[str, object]]]:
    """A row for each region; none for aligned faces, whose landmarks are not known, and where no clip is explained."""
    from stadrn_core.export.regions import recording_rows
    from stadrn_core.regions.intervals import recording_regions
    from stadrn_core.regions.numbers import RegionReader

    clips = sorted(i for i, record in store.records.items() if record.score is not None)
    if store.manifest.recording.is_aligned or not clips:
        return []
    reader, found = RegionReader(store), []
    for done, clip_index in enumerate(clips):
        yield Progress("summing over regions", done, len(clips), "clips")
        found.append(reader.clip(clip_index))
    return recording_rows(store.manifest.recording.name, store, recording_regions(found), "weighted")


_WRITERS: dict[What, Callable[[AnalysisStore, FrameSource, ExportTask], Iterator[Progress]]] = {
    "picture": _picture,
    "video": _video,
    "frames": _frames,
    "figure": _figure,
    "report": _report,
}
