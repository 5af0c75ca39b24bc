"""``stadrn train``: a network trained from a configuration file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stadrn_core.cli.console import DISCLAIMER, INTERRUPTED, DeviceOption, console, progress_bar, say

if TYPE_CHECKING:
    from stadrn_core.train import Training

commands = typer.Typer()


@commands.command()
def train(
    config: Annotated[Path, typer.Argument(help="A TOML file; paths in it are relative to its folder.")],
    out: Annotated[Path, typer.Option(help="Folder for the results; an interrupted training goes on there.")],
    data: Annotated[Path | None, typer.Option(help="Labels CSV or AVEC folder, instead of the file's.")] = None,
    changes: Annotated[
        list[str] | None, typer.Option("--set", help="Such as optimization.epochs=20; may be given more than once.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Stop if any row of the labels cannot be used.")] = False,
    device: DeviceOption = "auto",
) -> int:
    """Train a network: best.safetensors (lowest validation loss), log.csv and report.json."""
    from stadrn_core.device import choose_device
    from stadrn_core.train import Training
    from stadrn_core.training_config import read_config

    try:
        choose_device(device)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    try:
        training = Training(read_config(config, changes or (), data), out, device, strict=strict)
        with progress_bar() as show:
            num_told, is_told = 0, False
            for event in training.run():
                if not training.is_main:
                    continue
                if training.is_ready and not is_told:
                    is_told, num_told = True, len(training.position.history)
                    _tell_beginning(training)
                num_told = _tell_validations(training, num_told)
                show(event)
    except KeyboardInterrupt:
        console.print(f"Stopped. What was saved in {out} is kept; the same command goes on from there.")
        return INTERRUPTED
    if not training.is_main:
        return 0
    _tell_validations(training, num_told)
    console.print(f"Ended: {training.outcome}. Results in {out}. {DISCLAIMER}")
    return 0


def _tell_beginning(training: Training) -> None:
    from stadrn_core.labels import listing

    for note in training.notes:
        say("Note", "yellow", note)
    if training.problems:
        say("Left out", "yellow", f"{len(training.problems)} rows{listing(training.problems)}")


def _tell_validations(training: Training, num_told: int) -> int:
    """A line for each new validation; how many there are now."""
    for row in training.position.history[num_told:]:
        ccc = "–" if row.ccc is None else f"{row.ccc:.2f}"
        best = ", the best so far" if row.is_best else ""
        console.print(
            f"epoch {row.epoch:g}: loss {row.loss:.4f}, validation {row.validation_loss:.4f} "
            f"(MAE {row.mae:.1f}, RMSE {row.rmse:.1f} points, CCC {ccc}){best}; {row.seconds / 60:.1f} min"
        )
    return len(training.position.history)
