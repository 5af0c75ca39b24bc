"""``stadrn batch``: many recordings, here or on several machines."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from stadrn_core.cli.console import (
    DISCLAIMER,
    INTERRUPTED,
    CrfOption,
    DeidentifyOption,
    DeviceOption,
    KindOption,
    SoundOption,
    console,
    progress_bar,
    say,
)
from stadrn_core.export.task import CRF

if TYPE_CHECKING:
    from stadrn_core.batch import Outcome, Report

commands = typer.Typer()


@commands.command()
def batch(
    sources: Annotated[list[Path], typer.Argument(help="Videos, folders of videos, or tables with a column 'path'.")],
    checkpoint: Annotated[list[Path], typer.Option(help="Weights; may be given several times.")],
    out: Annotated[Path, typer.Option(help="Folder for the results; an interrupted batch goes on there.")],
    device: DeviceOption = "auto",
    kind: KindOption = None,
    sample_interval: Annotated[
        int | None, typer.Option(min=1, help="Take every n-th frame; what the checkpoint says, else 3.")
    ] = None,
    clips: Annotated[
        Literal["published", "contiguous"], typer.Option(help="How a recording is cut into clips.")
    ] = "published",
    guided: Annotated[
        Literal["stored", "none"], typer.Option(help="Keep guided backpropagation maps (8 bit), or leave them out.")
    ] = "none",
    overlay: Annotated[bool, typer.Option("--overlay", help="Write an overlay video of each recording too.")] = False,
    deidentify: DeidentifyOption = "none",
    crf: CrfOption = CRF,
    sound: SoundOption = True,
    scheduler: Annotated[
        str | None, typer.Option(help="Address of a dask scheduler whose workers do the work, such as tcp://host:8786.")
    ] = None,
) -> int:
    """Explain many recordings by one or more checkpoints; batch.csv reports on all of them."""
    from stadrn_core.batch import REPORT_FILE, BatchSettings, Report, find_jobs, standing
    from stadrn_core.cluster import run_here, run_on_workers

    changes: dict[str, Any] = {"slicing": clips, "guided": guided}
    if sample_interval is not None:
        changes["sample_interval"] = sample_interval
    settings = BatchSettings(changes, device, kind, overlay, deidentify=deidentify, crf=crf, sound=sound)
    jobs = find_jobs(sources, checkpoint, out)
    out.mkdir(parents=True, exist_ok=True)
    report = Report(out / REPORT_FILE)
    for job in jobs:
        report.enter(standing(job))
    left = [job for job in jobs if report.outcomes[job.name].state != "done"]
    console.print(f"{len(jobs)} analyses, {len(jobs) - len(left)} done before.")
    try:
        with progress_bar() as show:
            outcomes = (
                run_here(left, settings, report, show)
                if scheduler is None
                else run_on_workers(left, settings, report, show, scheduler)
            )
            with closing(outcomes):  # type: ignore[type-var]
                for number, outcome in enumerate(outcomes, start=1):
                    _tell(outcome, f"{number} of {len(left)}")
    except KeyboardInterrupt:
        console.print(f"Stopped. {report.count('done')} of {len(jobs)} are done; the same command goes on from there.")
        return INTERRUPTED
    return _tell_end(report, len(jobs))


def _tell(outcome: Outcome, place: str) -> None:
    if outcome.state == "failed":
        say("Failed", "bold red", f"{outcome.name}: {outcome.reason}")
    elif outcome.state == "waiting":
        say("Waiting", "yellow", f"{outcome.name}: {outcome.reason or 'not finished'}")
    else:
        console.print(f"{place}: {outcome.name}, score {outcome.score:.1f}, {outcome.num_clips} clips")


def _tell_end(report: Report, total: int) -> int:
    failed = report.count("failed")
    console.print(f"{report.count('done')} of {total} done, {failed} failed. {DISCLAIMER}")
    console.print(f"Report in {report.path}")
    if failed:
        console.print("The same command tries the failed ones again.")
    return 0 if report.count("done") == total else 1
