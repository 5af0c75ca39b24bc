"""A batch done here, one job after the other, or by the workers of a dask scheduler, on as many machines as it has."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from stadrn_core.batch import Machine, Outcome, Report, do_job, run_job
from stadrn_core.errors import DataError
from stadrn_core.types import Progress

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from stadrn_core.batch_plan import BatchSettings, Job

CONNECT_SECONDS = 20


def run_here(
    jobs: Sequence[Job], settings: BatchSettings, machine: Machine, report: Report
) -> Generator[Progress | Outcome, None, None]:
    """Do jobs in this process, in order; each outcome is in the report before it is yielded."""
    for job in jobs:
        for step in run_job(job, settings, machine):
            if isinstance(step, Outcome):
                report.enter(step)
            yield step


def run_on_workers(
    jobs: Sequence[Job], settings: BatchSettings, machine: Machine, report: Report, scheduler: str
) -> Generator[Progress | Outcome, None, None]:
    """Have jobs done by dask workers that see the same folders and have this package installed.

    A job whose worker dies is given to another one, which goes on after the clips that are finished. Closing the
    generator takes back what no worker has begun; a worker ends the job it is at.

    Args:
        jobs: what to do.
        settings: how.
        machine: where; faces are found in the worker itself, whose process may have no children.
        report: each outcome is entered before it is yielded.
        scheduler: address, such as ``tcp://host:8786``.

    Raises:
        DataError: no scheduler answers there, or dask is not installed.
    """
    client, as_completed = _connect(scheduler)
    machine = replace(machine, num_face_processes=0)
    futures: dict[Any, Job] = {}
    try:
        futures = {
            client.submit(do_job, job, settings, machine, key=f"stadrn {job.folder}", pure=False): job for job in jobs
        }
        yield Progress("analysing", 0, len(jobs), "recordings")
        for done, future in enumerate(as_completed(list(futures), loop=client.loop), start=1):
            job, error = futures[future], future.exception()
            outcome = future.result() if error is None else Outcome(job.name, "failed", reason=_told(error))
            report.enter(outcome)
            yield Progress("analysing", done, len(jobs), "recordings")
            yield outcome
    finally:
        client.cancel(list(futures))
        client.close()


def _connect(scheduler: str) -> tuple[Any, Any]:
    try:
        from distributed import Client, as_completed
    except ModuleNotFoundError as error:
        raise DataError(
            "--scheduler needs the package distributed. Install it with: pip install 'stadrn-workbench[cluster]'"
        ) from error
    try:
        return Client(scheduler, timeout=CONNECT_SECONDS, set_as_default=False), as_completed
    except (OSError, ValueError) as error:
        raise DataError(
            f"{scheduler}: no dask scheduler answers there ({error}). Start one with 'dask scheduler', and workers "
            "with 'dask worker ADDRESS'."
        ) from error


def _told(error: BaseException) -> str:
    if type(error).__name__ == "KilledWorker":
        return "several workers died at this recording, perhaps for lack of memory"
    return f"{type(error).__name__}: {error}"
