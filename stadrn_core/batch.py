"""Many recordings by one or more checkpoints: doing one of the jobs of a plan, and a report of all.

A job has a folder of its own that holds what ``stadrn explain`` writes. Where a job stands is read from its folder: so
a batch goes on where it was, on this machine or another one that sees the folder, by the command or in the window, and
a lock in it keeps two processes from the same job.
"""

from __future__ import annotations

import csv
import logging
import threading
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args

from filelock import FileLock, Timeout

from stadrn_core.errors import StaDrnError
from stadrn_core.export.files import whole_file
from stadrn_core.export.task import ExportTask, export
from stadrn_core.stopwatch import Stopwatch
from stadrn_core.types import Fallback, Progress

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from stadrn_core.analyze import Analysis
    from stadrn_core.batch_plan import BatchSettings, Job, Plan

log = logging.getLogger(__name__)
State = Literal["waiting", "done", "failed"]
REPORT_FILE = "batch.csv"
SUMMARY_FILE = "summary.json"
BUSY = "another process is at it"
_hashes: dict[tuple[Path, int, int], str] = {}


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
        reason: why it failed, and what to do.
    """

    name: str
    state: State
    score: float | None = None
    num_clips: int = 0
    num_skipped: int = 0
    seconds: float = 0.0
    reason: str = ""


@dataclass(frozen=True)
class Machine:
    """What belongs to the machine that does a job; it changes no number.

    Attributes:
        device: as for ``load_checkpoint``.
        num_face_processes: as for ``FacePool``; 0 where processes may have no children.
        landmark_model: dlib's 68-landmark file; the installed package's where None.
        cache_bytes: what aligned faces of all recordings may take; the usual limit where None.
    """

    device: str = "auto"
    num_face_processes: int | None = None
    landmark_model: Path | None = None
    cache_bytes: int | None = None


class Report:
    """Outcomes of all jobs, as a table that is whole at any time. Several threads may tell it of theirs."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.outcomes: dict[str, Outcome] = {}
        self._lock = threading.Lock()

    def enter(self, *outcomes: Outcome) -> None:
        """Note outcomes and write the table anew.

        Raises:
            ExportError: it cannot be written.
        """
        with self._lock:
            # A table of its own each time: whoever reads the last one meanwhile has it whole.
            self.outcomes = self.outcomes | {outcome.name: outcome for outcome in outcomes}
            write_outcomes(self.path, self.outcomes.values())

    def drop(self, names: Collection[str]) -> None:
        """Leave jobs out and write the table anew.

        Raises:
            ExportError: it cannot be written.
        """
        with self._lock:
            self.outcomes = {name: outcome for name, outcome in self.outcomes.items() if name not in names}
            write_outcomes(self.path, self.outcomes.values())


def write_outcomes(path: Path, outcomes: Iterable[Outcome]) -> None:
    """Outcomes as a table (CSV), a row for each.

    Raises:
        ExportError: it cannot be written.
    """
    with whole_file(path) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(Outcome.__dataclass_fields__))
        writer.writeheader()
        writer.writerows(asdict(one) for one in outcomes)


def write_failures(path: Path, plan: Plan, outcomes: Mapping[str, Outcome]) -> None:
    """What failed, to be read: of each the files, why, and what to do.

    Args:
        path: of the text.
        plan: the batch.
        outcomes: of its jobs, by name.

    Raises:
        ExportError: it cannot be written.
    """
    stand = {job: outcomes.get(job.name, Outcome(job.name, "waiting")) for job in plan.jobs}
    count = {state: sum(one.state == state for one in stand.values()) for state in get_args(State)}
    lines = [
        f"Batch in {plan.folder.resolve()}",
        f"{len(stand)} analyses: {count['done']} done, {count['failed']} failed, {count['waiting']} not finished.",
    ]
    for job, outcome in stand.items():
        if outcome.state == "failed":
            about = (f"Recording: {job.recording}", f"Checkpoint: {job.checkpoint}")
            lines += ["", job.name, *(f"    {line}" for line in (*about, *outcome.reason.splitlines()))]
    with whole_file(path) as unfinished:
        unfinished.write_text("\n".join([*lines, ""]), encoding="utf-8")


def standings(plan: Plan) -> Iterator[Outcome]:
    """Where each job of a plan stands; of one that failed before, and has not been tried since, why."""
    before = _failures(plan.folder / REPORT_FILE)
    for job in plan.jobs:
        outcome = standing(job)
        is_failure = outcome.state == "waiting" and job.name in before
        yield replace(outcome, state="failed", reason=before[job.name]) if is_failure else outcome


def _failures(report: Path) -> Mapping[str, str]:
    """Reasons by job. A table that was changed by hand tells none: the jobs are then tried again."""
    with suppress(OSError, ValueError, csv.Error, KeyError), report.open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["reason"] for row in csv.DictReader(file) if row["state"] == "failed"}
    return {}


def standing(job: Job) -> Outcome:
    """Where a job stands, from what lies in its folder."""
    from stadrn_core.store import AnalysisStore

    try:
        with AnalysisStore.open(job.store) as store:
            skipped = sum(record.skipped_reason is not None for record in store.records.values())
            explained = len(store.records) - skipped
            if not store.is_complete or not (job.folder / SUMMARY_FILE).is_file():
                return Outcome(job.name, "waiting", num_clips=explained, num_skipped=skipped)
            checkpoint = store.manifest.checkpoint
            if job.checkpoint.is_file() and _hash_of(job.checkpoint) != checkpoint.sha256:
                reason = (
                    f"{job.folder} holds the analysis by other weights, which lay in {checkpoint.path} then. Choose "
                    "another folder for the results, or remove that one."
                )
                return Outcome(job.name, "failed", reason=reason)
            return Outcome(job.name, "done", store.video_score, explained, skipped)
    except (StaDrnError, OSError):
        # What is wrong with it is told when the job is tried.
        return Outcome(job.name, "waiting")


def _hash_of(checkpoint: Path) -> str:
    from stadrn_core.checkpoint import hash_file

    status = checkpoint.stat()
    key = (checkpoint, status.st_size, status.st_mtime_ns)
    if key not in _hashes:
        _hashes[key] = hash_file(checkpoint)
    return _hashes[key]


def run_job(job: Job, settings: BatchSettings, machine: Machine) -> Iterator[Progress | Outcome]:
    """Do what is left of a job: its steps, then its outcome. Closing the generator leaves it where it is.

    Nothing is raised for what is wrong with the job: the outcome says it.

    Args:
        job: what to do.
        settings: how.
        machine: where.
    """
    watch = Stopwatch()
    try:
        job.folder.mkdir(parents=True, exist_ok=True)
        with FileLock(job.folder / ".lock", timeout=0):
            outcome = standing(job)
            if outcome.state == "waiting":
                for progress in _explain(job, settings, machine):
                    with watch.stopped():
                        yield progress
                outcome = replace(standing(job), seconds=watch.seconds)
    except Timeout:
        outcome = Outcome(job.name, "waiting", reason=BUSY)
    except (StaDrnError, OSError) as error:
        outcome = Outcome(job.name, "failed", seconds=watch.seconds, reason=str(error))
    except Exception as error:  # one recording must not end a night's work: told and logged
        log.error("%s", job.name, exc_info=error)
        reason = f"{type(error).__name__}: {error}. This is a fault of the program; its log has the details."
        outcome = Outcome(job.name, "failed", seconds=watch.seconds, reason=reason)
    yield outcome


def do_job(job: Job, settings: BatchSettings, machine: Machine) -> Outcome:
    """The same at once, for the workers of a cluster."""
    return next(step for step in run_job(job, settings, machine) if isinstance(step, Outcome))


def _explain(job: Job, settings: BatchSettings, machine: Machine) -> Iterator[Progress]:
    from stadrn_core.analyze import Analysis, settings_for
    from stadrn_core.checkpoint import load_checkpoint
    from stadrn_core.chunk_cache import DEFAULT_LIMIT_BYTES

    network = load_checkpoint(job.checkpoint, machine.device, kind=job.kind)
    analysis = Analysis(
        job.recording,
        network,
        replace(settings_for(network), **settings.changes),
        job.store,
        num_processes=machine.num_face_processes,
        landmark_model=machine.landmark_model,
        cache_bytes=DEFAULT_LIMIT_BYTES if machine.cache_bytes is None else machine.cache_bytes,
    )
    for event in analysis.run():
        if isinstance(event, Progress):
            yield event
        elif isinstance(event, Fallback):
            log.warning("%s: %s", job.name, event.text)
    yield from _write_results(job, settings, analysis)


def _write_results(job: Job, settings: BatchSettings, analysis: Analysis) -> Iterator[Progress]:
    from stadrn_core.export.methods_text import write_methods
    from stadrn_core.export.table import write_frames, write_summary
    from stadrn_core.trust.load import stored_results
    from stadrn_core.video import open_recording

    store = analysis.store
    assert store is not None  # run() opened it
    yield from write_frames(store, job.folder / "frames.csv")
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
            yield from export(store, source, task)
    write_summary(store, job.folder / SUMMARY_FILE, trust=stored_results(store))  # last: it says that all is there
