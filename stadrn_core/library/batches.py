"""What batches keep about a patient's recordings: jobs in plans, rows in reports, folders of results.

Batches lie where the user wanted them; each that was begun is noted in the user's data folder (see
``batch_plan.known_batches``), so that it is found again.
"""

from __future__ import annotations

import csv
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from stadrn_core.batch_plan import PLAN_FILE, Plan, forget_batch, known_batches
from stadrn_core.errors import DataError, StoreError
from stadrn_core.export.files import whole_file
from stadrn_core.manifest import Manifest
from stadrn_core.store import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from stadrn_core.batch_plan import Job
    from stadrn_core.library.library import Session

REPORT_FILE = "batch.csv"
LOCK_FILE = ".lock"


@dataclass(frozen=True)
class BatchShare:
    """What of a batch is a patient's.

    Attributes:
        plan: the whole batch.
        jobs: of the patient's recordings.
    """

    plan: Plan
    jobs: tuple[Job, ...]

    @property
    def names(self) -> frozenset[str]:
        """Of the jobs."""
        return frozenset(job.name for job in self.jobs)

    @property
    def folders(self) -> list[Path]:
        """Of the jobs, those that are there; never one in which a recording lies."""
        return [job.folder for job in self.jobs if job.folder.is_dir() and not _lies_in(job.recording, job.folder)]


def shares(sessions: Sequence[Session]) -> list[BatchShare]:
    """The batches that hold something of these sessions. A batch that cannot be read is none of them."""
    folders = list(known_batches())
    for session in sessions:
        # The store is …/recording/checkpoint/analysis.zarr in the batch's folder.
        folders += [score.folder.parents[2] for score in session.scores if len(score.folder.parents) > 2]
    found = []
    for folder in dict.fromkeys(path.resolve() for path in folders):
        with suppress(DataError):
            plan = Plan.load(folder)
            jobs = tuple(_jobs_of(plan, sessions)) if plan is not None else ()
            if plan is not None and jobs:
                found.append(BatchShare(plan, jobs))
    return found


def _jobs_of(plan: Plan, sessions: Sequence[Session]) -> Iterator[Job]:
    """Jobs of these recordings, known by place, content, or a stored analysis of the library."""
    hashes = {one.recording for one in sessions}
    places = {one.path.resolve() for one in sessions}
    stores = {score.folder.resolve() for one in sessions for score in one.scores}
    own = {
        job.folder.parent
        for job in plan.jobs
        if job.recording.resolve() in places or job.store in stores or recording_of(job.store) in hashes
    }
    # One recording's jobs lie in one folder: those that failed, or were never begun, too.
    return (job for job in plan.jobs if job.folder.parent in own)


def check_idle(share: BatchShare) -> None:
    """Refuse while a process is at one of the jobs.

    Raises:
        StoreError: it is.
    """
    for job in share.jobs:
        if job.folder.is_dir():
            try:
                with FileLock(job.folder / LOCK_FILE, timeout=0):
                    pass
            except Timeout:
                raise StoreError(
                    f"{job.folder}: a batch is at this recording. Pause or stop it, and delete the patient again."
                ) from None


def take_out(share: BatchShare) -> list[Path]:
    """Take the jobs out of the batch's plan and report, after their folders are gone.

    Returns:
        The files that were changed or removed.

    Raises:
        ExportError: they cannot be written.
    """
    folder = share.plan.folder
    left = share.plan.without(share.names)
    changed = [folder / PLAN_FILE]
    for job in share.jobs:
        with suppress(OSError):
            job.folder.parent.rmdir()  # named after the recording; not where something else lies in it
    if left.jobs:
        left.save()
        if _without_rows(folder / REPORT_FILE, share.names):
            changed.append(folder / REPORT_FILE)
        return changed
    changed += [path for path in (folder / REPORT_FILE,) if path.exists()]
    for path in changed:
        path.unlink(missing_ok=True)
    forget_batch(folder)
    with suppress(OSError):
        folder.rmdir()
    return changed


def left_of(share: BatchShare, needles: Collection[str]) -> list[Path]:
    """What in the batch's folder still names the recordings: their folders, and files beside the plan."""
    folder = share.plan.folder
    folders = [one for job in share.jobs for one in (job.folder.parent, job.folder) if not _lies_in(job.recording, one)]
    found = [one for one in dict.fromkeys(folders) if one.exists()]
    words = [*needles, *share.names]
    # JSON writes letters beyond ASCII otherwise.
    sought = [written.encode() for word in words for written in (word, json.dumps(word)[1:-1])]
    for path in sorted(folder.glob("*")) if folder.is_dir() else ():
        if path.suffix in (".json", ".csv", ".txt") and path.is_file():
            content = path.read_bytes()
            if any(needle in content for needle in sought):
                found.append(path)
    return found


def _lies_in(recording: Path, folder: Path) -> bool:
    return recording.resolve().is_relative_to(folder.resolve())


def recording_of(store: Path) -> str | None:
    """Hash of the recording that an analysis was made of; None where there is none."""
    try:
        return Manifest.from_json((store / MANIFEST).read_bytes()).recording.sha256
    except (OSError, ValueError):
        return None


def _without_rows(report: Path, names: Collection[str]) -> bool:
    """Take out a report's rows of these jobs. Returns whether there were any."""
    if not report.is_file():
        return False
    with report.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    kept = [row for row in rows if not row or row[0] not in names]
    if len(kept) == len(rows):
        return False
    with whole_file(report) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(kept)
    return True
