"""Work of a batch, as generators for a thread; no Qt, no threads.

The engine is imported inside, as in ``tasks``. What a batch is to do is read from its folder each time: of several
changes none is lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.tasks import KindQuestion, load
from stadrn_core.types import Progress

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Mapping, Sequence
    from pathlib import Path

    from stadrn_core.batch import Machine, Outcome, Report
    from stadrn_core.batch_plan import BatchSettings, Job, Plan


@dataclass(frozen=True)
class BatchOpened:
    """A batch, and where its jobs stand.

    Attributes:
        plan: what is to be done.
        report: the outcome of each job.
    """

    plan: Plan
    report: Report


@dataclass(frozen=True)
class BatchGone:
    """A folder holds no batch, or none any more."""

    folder: Path


@dataclass(frozen=True)
class JobEnded:
    """A job has ended; the report has it already."""

    outcome: Outcome


@dataclass(frozen=True)
class ReportWritten:
    """The files of a saved report: all jobs as a table, and what failed as a text."""

    table: Path
    text: Path


@dataclass(frozen=True)
class CheckpointChecked:
    """A checkpoint that can be used.

    Attributes:
        path: the file.
        kind: of the network; None where it has no kinds.
    """

    path: Path
    kind: str | None


def check_checkpoint(path: Path, kind: str | None) -> Generator[CheckpointChecked | KindQuestion, None, None]:
    """Load a checkpoint once, so that what is wrong with it is told before anything is computed.

    Raises:
        CheckpointError: it cannot be loaded.
    """
    for found in load(path, kind, "cpu"):
        if isinstance(found, KindQuestion):
            yield found
        else:
            yield CheckpointChecked(path, getattr(found.checkpoint.config, "kind", None))


def open_batch(folder: Path, report: Report | None) -> Generator[BatchOpened | BatchGone, None, None]:
    """Read the batch that a folder holds, begun here or by the command.

    Args:
        folder: of the batch.
        report: of the open batch, where the folder is its.

    Raises:
        DataError: it cannot be read.
        ExportError: its report cannot be written.
    """
    from stadrn_core.batch_plan import Plan

    plan = Plan.load(folder)
    yield BatchGone(folder) if plan is None else _opened(plan, report)


def extend_batch(
    folder: Path,
    sources: Sequence[Path],
    checkpoints: Mapping[Path, str | None],
    settings: BatchSettings,
    report: Report | None,
) -> Generator[BatchOpened, None, None]:
    """Begin a batch in a folder, or add to the one that it holds.

    Args:
        folder: of the batch.
        sources: as for ``find_recordings``.
        checkpoints: weights, with the kind where it has to be stated.
        settings: of all jobs.
        report: of the open batch, where the folder is its.

    Raises:
        DataError: recordings or checkpoints cannot be taken, or the folder's batch has other settings.
        ExportError: the plan or its report cannot be written.
    """
    from stadrn_core.batch_plan import Plan

    plan, _ = (Plan.load(folder) or Plan(folder)).extended(sources, checkpoints, settings)
    plan.save()
    yield _opened(plan, report)


def leave_out(folder: Path, names: Collection[str], report: Report) -> Generator[BatchOpened, None, None]:
    """Take jobs out of a batch; what they left in their folders stays.

    Raises:
        DataError, ExportError: the plan or its report cannot be read or written.
    """
    from stadrn_core.batch_plan import Plan

    plan = (Plan.load(folder) or Plan(folder)).without(names)
    plan.save()
    report.drop(names)
    yield BatchOpened(plan, report)


def do_job(
    job: Job, settings: BatchSettings, machine: Machine, report: Report
) -> Generator[Progress | JobEnded, None, None]:
    """Do what is left of a job: its steps, then how it ended.

    Raises:
        ExportError: the batch's report cannot be written.
    """
    from stadrn_core.cluster import run_here

    for step in run_here([job], settings, machine, report):
        yield step if isinstance(step, Progress) else JobEnded(step)


def look_at_job(job: Job, report: Report) -> Generator[Outcome, None, None]:
    """Note in the report where a job stands that did not come to its end.

    Raises:
        ExportError: the report cannot be written.
    """
    from stadrn_core.batch import standing

    outcome = standing(job)
    report.enter(outcome)
    yield outcome


def save_report(path: Path, plan: Plan, report: Report) -> Generator[ReportWritten, None, None]:
    """Write the outcomes of all jobs as a table, and beside it as a text what failed.

    Raises:
        ExportError: they cannot be written.
    """
    from stadrn_core.batch import write_failures, write_outcomes

    table, text = path.with_suffix(".csv"), path.with_suffix(".txt")
    write_outcomes(table, report.outcomes.values())
    write_failures(text, plan, report.outcomes)
    yield ReportWritten(table, text)


def _opened(plan: Plan, report: Report | None) -> BatchOpened:
    from stadrn_core.batch import REPORT_FILE, Report, standings

    report = report or Report(plan.folder / REPORT_FILE)
    if gone := report.outcomes.keys() - {job.name for job in plan.jobs}:
        report.drop(gone)
    report.enter(*standings(plan))
    return BatchOpened(plan, report)
