"""Many recordings by one or more checkpoints: what is to be done, doing one of it, and a report of all.

A job is one recording by one checkpoint, in a folder of its own that holds what ``stadrn explain`` writes. Where a job
stands is read from its folder: so a batch goes on where it was, on this machine or another one that sees the folder,
and a lock in it keeps two processes from the same job.
"""

from __future__ import annotations

import csv
import hashlib
import time
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from filelock import FileLock, Timeout

from stadrn_core.errors import DataError, StaDrnError
from stadrn_core.export.files import whole_file
from stadrn_core.export.task import CRF, ExportTask, export
from stadrn_core.types import Deidentify, Progress
from stadrn_core.video import VIDEO_SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

State = Literal["waiting", "done", "failed"]
STORE_NAME = "analysis.zarr"
REPORT_FILE = "batch.csv"


@dataclass(frozen=True)
class Job:
    """One recording by one checkpoint.

    Attributes:
        name: ``recording/checkpoint``: the folder below that of the batch.
        recording: a video file, or a folder of images.
        checkpoint: weights.
        folder: for everything that comes of it.
    """

    name: str
    recording: Path
    checkpoint: Path
    folder: Path


@dataclass(frozen=True)
class Outcome:
    """Where a job stands.

    Attributes:
        name: of the job.
        state: ``waiting``, ``done`` or ``failed``.
        score: BDI-II points; None unless done.
        num_clips: explained.
        num_skipped: clips without enough faces.
        seconds: that this run took; 0 where it was done before.
        reason: why it failed.
    """

    name: str
    state: State
    score: float | None = None
    num_clips: int = 0
    num_skipped: int = 0
    seconds: float = 0.0
    reason: str = ""


@dataclass(frozen=True)
class BatchSettings:
    """What all jobs have in common.

    Attributes:
        changes: fields of ``AnalysisSettings`` that differ from the checkpoint's own.
        device: as for ``load_checkpoint``.
        kind: for checkpoints whose weights fit two kinds.
        overlay: write the overlay video too.
        deidentify: what becomes of the face in it.
        crf: its quality, 1 to 51: lower is better and larger.
        sound: keep the recording's sound in it.
        num_face_processes: as for ``FacePool``; 0 where processes may have no children.
    """

    changes: Mapping[str, Any] = field(default_factory=dict)
    device: str = "auto"
    kind: str | None = None
    overlay: bool = False
    deidentify: Deidentify = "none"
    crf: int = CRF
    sound: bool = True
    num_face_processes: int | None = None


@dataclass
class Report:
    """Outcomes of all jobs, as a table that is whole at any time."""

    path: Path
    outcomes: dict[str, Outcome] = field(default_factory=dict)

    def enter(self, outcome: Outcome) -> None:
        """Note an outcome and write the table anew.

        Raises:
            ExportError: it cannot be written.
        """
        self.outcomes[outcome.name] = outcome
        with whole_file(self.path) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(Outcome.__dataclass_fields__))
            writer.writeheader()
            writer.writerows(asdict(one) for one in self.outcomes.values())

    def count(self, state: State) -> int:
        """Jobs that stand so."""
        return sum(outcome.state == state for outcome in self.outcomes.values())


def find_recordings(sources: Sequence[Path]) -> list[tuple[str, Path]]:
    """Recordings with a name for each, in order.

    Args:
        sources: videos, folders that hold videos at any depth, or tables with a column ``path``.

    Raises:
        DataError: a source is missing, holds nothing, or two recordings would have the same name.
    """
    found: dict[str, Path] = {}
    for source in sources:
        listed = list(_recordings_of(source))
        if not listed:
            raise DataError(f"{source}: no recording is there. Name videos, a folder of videos, or a table of paths.")
        for name, path in listed:
            if found.get(name, path) != path:
                raise DataError(f"{found[name]} and {path} would have the same name {name}. Rename one of them.")
            found[name] = path
    return list(found.items())


def _recordings_of(source: Path) -> Iterator[tuple[str, Path]]:
    if not source.exists():
        raise DataError(f"{source} does not exist. Check the path.")
    if source.is_dir():
        for path in sorted(source.rglob("*")):
            if path.suffix.lower() in VIDEO_SUFFIXES and path.is_file():
                yield "__".join(path.relative_to(source).with_suffix("").parts), path.resolve()
    elif source.suffix.lower() == ".csv":
        yield from _listed(source)
    else:
        yield source.stem, source.resolve()


def _listed(table: Path) -> Iterator[tuple[str, Path]]:
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if "path" not in (reader.fieldnames or ()):
                raise DataError(f"{table}: it has no column 'path'. Give it one with a recording in each row.")
            for row in reader:
                path = (table.parent / (row["path"] or "")).resolve()
                if not row["path"] or not path.exists():
                    raise DataError(f"{table}, line {reader.line_num}: {row['path'] or 'nothing'} does not exist.")
                yield Path(row["path"]).stem, path
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{table}: not a table that can be read ({error}). Save it as CSV in UTF-8.") from error


def find_jobs(sources: Sequence[Path], checkpoints: Sequence[Path], out: Path) -> list[Job]:
    """Each recording by each checkpoint.

    Raises:
        DataError: as ``find_recordings``; a checkpoint is missing.
    """
    for path in checkpoints:
        if not path.is_file():
            raise DataError(f"{path} does not exist. Check the path of the checkpoint.")
    names = _checkpoint_names(checkpoints)
    return [
        Job(f"{name}/{names[checkpoint]}", recording, checkpoint.resolve(), out.resolve() / name / names[checkpoint])
        for name, recording in find_recordings(sources)
        for checkpoint in checkpoints
    ]


def _checkpoint_names(checkpoints: Iterable[Path]) -> dict[Path, str]:
    """Stems; where two are the same, with some digits of the path, so that a batch can be extended."""
    stems = [path.stem for path in checkpoints]
    return {
        path: path.stem
        if stems.count(path.stem) == 1
        else f"{path.stem}-{hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:6]}"
        for path in checkpoints
    }


def standing(job: Job) -> Outcome:
    """Where a job stands, from what lies in its folder."""
    from stadrn_core.store import AnalysisStore

    try:
        with AnalysisStore.open(job.folder / STORE_NAME) as store:
            if not store.is_complete or not (job.folder / "summary.json").is_file():
                return Outcome(job.name, "waiting")
            skipped = sum(record.skipped_reason is not None for record in store.records.values())
            return Outcome(job.name, "done", store.video_score, len(store.records) - skipped, skipped)
    except StaDrnError:
        return Outcome(job.name, "waiting")


def run_job(job: Job, settings: BatchSettings, tell: Callable[[Progress], None] | None = None) -> Outcome:
    """Do what is left of a job. Nothing is raised for what is wrong with it: the outcome says it.

    Args:
        job: what to do.
        settings: how.
        tell: is told of each step.
    """
    started = time.monotonic()
    job.folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(job.folder / ".lock", timeout=0):
            before = standing(job)
            if before.state == "done":
                return before
            _explain(job, settings, tell or (lambda _: None))
            after = standing(job)
            return Outcome(
                job.name, after.state, after.score, after.num_clips, after.num_skipped, time.monotonic() - started
            )
    except Timeout:
        return Outcome(job.name, "waiting", reason="another process is at it")
    except (StaDrnError, OSError) as error:
        return Outcome(job.name, "failed", seconds=time.monotonic() - started, reason=str(error))


def _explain(job: Job, settings: BatchSettings, tell: Callable[[Progress], None]) -> None:
    from stadrn_core.analyze import Analysis, settings_for
    from stadrn_core.checkpoint import load_checkpoint
    from stadrn_core.export.methods_text import write_methods
    from stadrn_core.export.table import write_frames, write_summary
    from stadrn_core.trust.load import stored_results
    from stadrn_core.video import open_recording

    checkpoint = load_checkpoint(job.checkpoint, settings.device, kind=settings.kind)
    analysis = Analysis(
        job.recording,
        checkpoint,
        replace(settings_for(checkpoint), **settings.changes),
        job.folder / STORE_NAME,
        num_processes=settings.num_face_processes,
    )
    for event in analysis.run():
        if isinstance(event, Progress):
            tell(event)
    store = analysis.store
    assert store is not None  # run() opened it
    write_frames(store, job.folder / "frames.csv")
    write_methods(store, job.folder / "methods.txt")
    if settings.overlay:
        task = ExportTask(
            "video",
            job.folder / "overlay.mp4",
            deidentify=settings.deidentify,
            crf=settings.crf,
            sound=settings.sound,
        )
        with open_recording(job.recording, analysis.index) as source:
            for event in export(store, source, task):
                tell(event)
    write_summary(store, job.folder / "summary.json", trust=stored_results(store))  # last: it says that all is there
