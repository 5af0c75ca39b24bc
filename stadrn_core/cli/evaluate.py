"""``stadrn evaluate``, ``stadrn robustness`` and ``stadrn variants``: scores against labels."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

import typer

from stadrn_core.cli.console import (
    DISCLAIMER,
    INTERRUPTED,
    DeviceOption,
    KindOption,
    console,
    progress_bar,
    say,
)
from stadrn_core.types import Progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stadrn_core.checkpoint import LoadedCheckpoint
    from stadrn_core.labels import Problem, Split
    from stadrn_core.metrics import Agreement

    Result = TypeVar("Result")

commands = typer.Typer()

LabelsArgument = Annotated[Path, typer.Argument(help="labels.csv (path,label), its folder, or AVEC's folder.")]
OutOption = Annotated[Path, typer.Option(help="Folder for the results; an interrupted run goes on there.")]
SplitChoice = Literal["train", "validation", "test", "all"]
SplitOption = Annotated[SplitChoice, typer.Option(help="The rows to score, where the labels state splits.")]
StrictOption = Annotated[bool, typer.Option("--strict", help="Stop if any row cannot be used.")]
SlicingOption = Annotated[
    Literal["published", "contiguous"], typer.Option("--clips", help="How a recording is cut into clips.")
]
IntervalOption = Annotated[
    int | None, typer.Option(min=1, help="Take every n-th frame; what the checkpoint says, else 3.")
]
EndlessOption = Annotated[
    bool,
    typer.Option("--endless-stills", help="Score a single picture as a clip without end: one frame's work, not T's."),
]
BatchOption = Annotated[int, typer.Option(min=1, help="Clips in a forward pass.")]
SeedOption = Annotated[int, typer.Option(min=0, help="Of the bootstrap and of noise.")]


@commands.command()
def evaluate(
    data: LabelsArgument,
    checkpoint: Annotated[Path, typer.Option(help="Weights: .safetensors, .pth, .pt or .ckpt.")],
    out: OutOption,
    split: SplitOption = "test",
    device: DeviceOption = "auto",
    kind: KindOption = None,
    strict: StrictOption = False,
    clips: SlicingOption = "published",
    sample_interval: IntervalOption = None,
    endless_stills: EndlessOption = False,
    batch_size: BatchOption = 1,
    seed: SeedOption = 0,
) -> int:
    """Score labelled recordings: MAE, RMSE, PCC and CCC with intervals, predictions, and the scatter of Fig. 7."""
    from stadrn_core.evaluate import EvaluationSettings
    from stadrn_core.evaluate import evaluate as run

    settings = EvaluationSettings(
        chosen_split(split), clips, sample_interval, endless_stills, strict, batch_size, seed=seed
    )
    found = shown(run(data, load(checkpoint, device, kind), out, settings), out)
    if found is None:
        return INTERRUPTED
    _tell_left_out(found.problems)
    for note in found.notes:
        say("Note", "yellow", note)
    _tell_agreement(found.agreement)
    console.print(f"Results in {out}. {DISCLAIMER}")
    return 0


@commands.command()
def robustness(
    data: LabelsArgument,
    checkpoint: Annotated[list[Path], typer.Option(help="Weights; may be given more than once.")],
    out: OutOption,
    only: Annotated[Literal["noise", "blur"] | None, typer.Option(help="One degradation instead of both.")] = None,
    split: SplitOption = "test",
    device: DeviceOption = "auto",
    kind: KindOption = None,
    strict: StrictOption = False,
    clips: SlicingOption = "published",
    sample_interval: IntervalOption = None,
    endless_stills: EndlessOption = False,
    batch_size: BatchOption = 1,
    seed: SeedOption = 0,
) -> int:
    """Score recordings with noise and blur on the pictures: robustness.csv, and Fig. 9 and 10."""
    from stadrn_core.evaluate import EvaluationSettings
    from stadrn_core.robustness import robustness as run

    settings = EvaluationSettings(
        chosen_split(split), clips, sample_interval, endless_stills, strict, batch_size, seed=seed
    )
    loaded = [load(path, device, kind) for path in checkpoint]
    found = shown(run(data, loaded, out, settings, [only] if only else ("noise", "blur")), out)
    if found is None:
        return INTERRUPTED
    measured, problems = found
    _tell_left_out(problems)
    for one in measured:
        level = f"{one.degradation} {one.level:g}" if one.degradation else "as they are"
        console.print(f"{one.checkpoint}, {level}: MAE {one.agreement['MAE']}, RMSE {one.agreement['RMSE']}")
    console.print(f"In brackets: {measured[-1].agreement.interval_words}. Results in {out}. {DISCLAIMER}")
    return 0


@commands.command()
def variants(
    data: LabelsArgument,
    config: Annotated[Path, typer.Option(help="The training's TOML file; kind and K are set by the variants.")],
    out: OutOption,
    only: Annotated[
        list[str] | None, typer.Option(help="A variant, such as k2_fusion_v; may be given more than once.")
    ] = None,
    changes: Annotated[list[str] | None, typer.Option("--set", help="Such as optimization.epochs=20.")] = None,
    device: DeviceOption = "auto",
    strict: StrictOption = False,
    batch_size: BatchOption = 1,
    seed: SeedOption = 0,
) -> int:
    """Train and evaluate the 12 variants of Tables 2 and 3, and print both tables beside the paper's figures."""
    from stadrn_core.evaluate import EvaluationSettings
    from stadrn_core.training_config import read_config
    from stadrn_core.variants import VARIANTS, run_variants, tables_text

    known = {variant.name: variant for variant in VARIANTS}
    if unknown := set(only or ()) - set(known):
        raise typer.BadParameter(f"--only must be of {', '.join(known)}, got {', '.join(sorted(unknown))}")
    chosen = [known[name] for name in known if name in (only or known)]
    settings = EvaluationSettings(strict=strict, batch_size=batch_size, seed=seed)
    found = shown(run_variants(read_config(config, changes or (), data), out, chosen, device, settings), out)
    if found is None:
        return INTERRUPTED
    console.print(tables_text(found))
    console.print(f"Results in {out}. {DISCLAIMER}")
    return 0


def chosen_split(split: SplitChoice) -> Split | None:
    """The split that an option names; None for all rows."""
    return None if split == "all" else split


def load(path: Path, device: str, kind: str | None) -> LoadedCheckpoint:
    """A checkpoint, with what a reader of its scores must be told."""
    from stadrn_core.checkpoint import load_checkpoint

    try:
        loaded = load_checkpoint(path, device, kind=kind)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    if loaded.caution:
        say("Note", "yellow", f"{loaded.name}: {loaded.caution}")
    return loaded


def shown(work: Generator[Progress, None, Result], out: Path) -> Result | None:
    """Run a task with its progress bar; its result, or None after Ctrl-C."""
    try:
        with progress_bar() as show:
            while True:
                try:
                    show(next(work))
                except StopIteration as end:
                    result: Result = end.value
                    return result
    except KeyboardInterrupt:
        work.close()
        console.print(f"Stopped. What is finished is kept in {out}; the same command goes on from there.")
        return None


def _tell_left_out(problems: Sequence[Problem]) -> None:
    from stadrn_core.labels import listing

    if problems:
        say("Left out", "yellow", f"{len(problems)} rows{listing(problems)}")


def _tell_agreement(found: Agreement) -> None:
    for name, metric in found.metrics.items():
        console.print(f"{name}  {metric}")
    console.print(f"{found.num_recordings} recordings; in brackets: {found.interval_words}.")
