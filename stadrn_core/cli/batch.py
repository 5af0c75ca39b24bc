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
    PrecisionOption,
    SoundOption,
    console,
    given,
    progress_bar,
    say,
)
from stadrn_core.errors import DataError
from stadrn_core.export.task import CRF
from stadrn_core.types import Progress

if TYPE_CHECKING:
    from stadrn_core.batch import Outcome, Report
    from stadrn_core.batch_plan import BatchSettings, Job, Plan

commands = typer.Typer()
PLANNED = {
    "checkpoint": "--checkpoint",
    "kind": "--kind",
    "sample_interval": "--sample-interval",
    "clips": "--clips",
    "guided": "--guided",
    "overlay": "--overlay",
    "deidentify": "--deidentify",
    "precision": "--precision",
    "crf": "--crf",
    "sound": "--sound",
}
"""Options that a batch keeps: they cannot be changed when it goes on."""


@commands.command()
def batch(
    context: typer.Context,
    out: Annotated[Path, typer.Option(help="Folder for the results; an interrupted batch goes on there.")],
    sources: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Videos, folders, or tables with a column 'path'; without any, the batch in the folder goes on."
        ),
    ] = None,
    checkpoint: Annotated[list[Path] | None, typer.Option(help="Weights; may be given several times.")] = None,
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
    precision: PrecisionOption = "float32",
    overlay: Annotated[bool, typer.Option("--overlay", help="Write an overlay video of each recording too.")] = False,
    deidentify: DeidentifyOption = "none",
    crf: CrfOption = CRF,
    sound: SoundOption = True,
    scheduler: Annotated[
        str | None, typer.Option(help="Address of a dask scheduler whose workers do the work, such as tcp://host:8786.")
    ] = None,
) -> int:
    """Explain many recordings by one or more checkpoints; batch.csv reports on all of them.

    What is to be done is kept in the folder: without recordings, a batch goes on that was begun there.
    """
    from stadrn_core.batch import REPORT_FILE, Machine, Report, standings
    from stadrn_core.batch_plan import BatchSettings
    from stadrn_core.cluster import run_here, run_on_workers

    changes: dict[str, Any] = {"slicing": clips, "guided": guided}
    if precision != "float32":
        changes["precision"] = precision
    if sample_interval is not None:
        changes["sample_interval"] = sample_interval
    if sources:
        checkpoints: dict[Path, str | None] = dict.fromkeys(checkpoint or [], kind)
        plan, asked = _planned(out, sources, checkpoints, BatchSettings(changes, overlay, deidentify, crf, sound))
    else:
        plan = _begun(context, out)
        asked = list(plan.jobs)
    report = Report(out / REPORT_FILE)
    report.enter(*standings(plan))
    left = [job for job in asked if report.outcomes[job.name].state != "done"]
    console.print(f"{len(asked)} analyses, {len(asked) - len(left)} done before.")
    machine = Machine(device)
    steps = (
        run_here(left, plan.settings, machine, report)
        if scheduler is None
        else run_on_workers(left, plan.settings, machine, report, scheduler)
    )
    number = 0
    try:
        with progress_bar() as show, closing(steps):
            for step in steps:
                if isinstance(step, Progress):
                    show(step)
                else:
                    number += 1
                    _tell(step, f"{number} of {len(left)}")
    except KeyboardInterrupt:
        again = "the same command goes on from there"
        console.print(f"Stopped. {_count(report, asked)} of {len(asked)} are done; {again}.")
        return INTERRUPTED
    return _tell_end(report, asked)


def _planned(
    out: Path, sources: list[Path], checkpoints: dict[Path, str | None], settings: BatchSettings
) -> tuple[Plan, list[Job]]:
    from stadrn_core.batch_plan import Plan

    if not checkpoints:
        raise DataError("No checkpoint is named. Name the weights with --checkpoint.")
    plan, asked = (Plan.load(out) or Plan(out)).extended(sources, checkpoints, settings)
    plan.save()
    return plan, asked


def _begun(context: typer.Context, out: Path) -> Plan:
    from stadrn_core.batch_plan import PLAN_FILE, Plan

    if typed := [PLANNED[name] for name in given(context, PLANNED)]:
        raise DataError(f"{', '.join(typed)}: name recordings too, or leave them out to go on as the batch was begun.")
    plan = Plan.load(out)
    if plan is None:
        raise DataError(f"{out} holds no {PLAN_FILE}: no batch was begun there. Name recordings and a checkpoint.")
    return plan


def _tell(outcome: Outcome, place: str) -> None:
    if outcome.state == "failed":
        say("Failed", "bold red", f"{outcome.name}: {outcome.reason}")
    elif outcome.state == "waiting":
        say("Waiting", "yellow", f"{outcome.name}: {outcome.reason or 'not finished'}")
    else:
        console.print(f"{place}: {outcome.name}, score {outcome.score:.1f}, {outcome.num_clips} clips")


def _tell_end(report: Report, asked: list[Job]) -> int:
    done = _count(report, asked)
    failed = sum(report.outcomes[job.name].state == "failed" for job in asked)
    console.print(f"{done} of {len(asked)} done, {failed} failed. {DISCLAIMER}")
    console.print(f"Report in {report.path}")
    if failed:
        console.print("The same command tries the failed ones again.")
    return 0 if done == len(asked) else 1


def _count(report: Report, asked: list[Job]) -> int:
    return sum(report.outcomes[job.name].state == "done" for job in asked)
