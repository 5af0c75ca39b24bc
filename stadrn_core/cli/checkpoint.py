"""``stadrn checkpoint info|convert|recalibrate|init``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from stadrn_core.cli.console import KindOption, console, say

commands = typer.Typer(help="Look into checkpoints, convert them, make untrained ones.", no_args_is_help=True)


@commands.command("info")
def checkpoint_info(path: Path, kind: KindOption = None) -> int:
    """Print what a checkpoint is, as JSON."""
    from stadrn_core.analyze import checkpoint_facts
    from stadrn_core.checkpoint import load_checkpoint

    loaded = load_checkpoint(path, "cpu", kind=kind)
    facts = checkpoint_facts(loaded)
    parameters = sum(parameter.numel() for parameter in loaded.model.parameters())
    print(json.dumps({**vars(facts), "parameters": parameters}, indent=2))
    return 0


@commands.command("convert")
def checkpoint_convert(
    source: Path,
    target: Annotated[Path, typer.Argument(help="Ends in .safetensors.")],
    kind: KindOption = None,
    name: Annotated[str | None, typer.Option(help="Name shown in lists.")] = None,
    known_error: Annotated[str | None, typer.Option(help="Such as 'RMSE 7.98 on AVEC 2013 test'.")] = None,
    half_precision: Annotated[bool, typer.Option("--half", help="Store weights as float16.")] = False,
) -> int:
    """Write a checkpoint in the native format, with its configuration stated."""
    from stadrn_core.checkpoint import NATIVE_SUFFIX, load_checkpoint, save_checkpoint

    if target.suffix != NATIVE_SUFFIX:
        raise typer.BadParameter(f"the target must end in {NATIVE_SUFFIX}, got {target.name}")
    if target.exists():
        raise typer.BadParameter(f"{target} exists already; choose another name")
    loaded = load_checkpoint(source, "cpu", kind=kind)
    training = {**loaded.training, "trained": loaded.is_trained, "source": source.name, "source_sha256": loaded.sha256}
    if known_error:
        training["known_error"] = known_error
    metadata = {**loaded.metadata, "name": name or loaded.name, "training": training}
    save_checkpoint(target, loaded.model, metadata, half_precision=half_precision)
    for note in loaded.notes:
        say("Note", "yellow", f"{note} They are stated in the new file.")
    console.print(f"Written: {target}")
    return 0


@commands.command("recalibrate")
def checkpoint_recalibrate(
    source: Path,
    predictions: Annotated[Path, typer.Argument(help="predictions.csv of 'stadrn evaluate', on other recordings.")],
    target: Annotated[Path, typer.Argument(help="Ends in .safetensors.")],
    kind: KindOption = None,
    half_precision: Annotated[bool, typer.Option("--half", help="Store weights as float16.")] = False,
) -> int:
    """Put the scores onto the scale of known labels: a factor and a shift in the last layer, by least squares.

    Fit on recordings that were neither learned from nor serve to judge the result.
    """
    from dataclasses import asdict

    from stadrn_core.checkpoint import NATIVE_SUFFIX, load_checkpoint, save_checkpoint
    from stadrn_core.recalibrate import fit_line, recalibrate

    if target.suffix != NATIVE_SUFFIX:
        raise typer.BadParameter(f"the target must end in {NATIVE_SUFFIX}, got {target.name}")
    if target.exists():
        raise typer.BadParameter(f"{target} exists already; choose another name")
    line = fit_line(predictions)
    loaded = load_checkpoint(source, "cpu", kind=kind)
    recalibrate(loaded, line)
    training = {**loaded.training, "recalibrated": asdict(line), "source_sha256": loaded.sha256}
    training.pop("known_error", None)
    metadata = {**loaded.metadata, "name": loaded.name, "training": training}
    save_checkpoint(target, loaded.model, metadata, half_precision=half_precision)
    console.print(
        f"Score → {line.scale:.3f} × score {line.shift_points:+.2f} points, from {line.num_recordings} recordings. Its "
        "error is unknown now: evaluate it on others."
    )
    console.print(f"Written: {target}")
    return 0


@commands.command("init")
def checkpoint_init(
    target: Annotated[Path, typer.Argument(help="Ends in .safetensors.")],
    kind: Annotated[str, typer.Option(help="spatial, temporal, fusion_feature or fusion_vector.")] = "fusion_vector",
    groups: Annotated[int, typer.Option(min=1, help="K.")] = 2,
    features: Annotated[int, typer.Option(min=1, help="Bottleneck width of stage 1.")] = 16,
    frame_size: Annotated[int, typer.Option(min=16, help="Side of a frame in px.")] = 224,
    clip_length: Annotated[int, typer.Option(min=1, help="Frames in a clip.")] = 64,
    table_1: Annotated[bool, typer.Option(help="The geometry of the paper's Table 1.")] = False,
    seed: int = 0,
) -> int:
    """Make an untrained checkpoint, labelled so, for trying the program."""
    from stadrn_core.checkpoint import NATIVE_SUFFIX, init_checkpoint
    from stadrn_core.model import ModelConfig

    if target.suffix != NATIVE_SUFFIX:
        raise typer.BadParameter(f"the target must end in {NATIVE_SUFFIX}, got {target.name}")
    values = {
        "kind": kind,
        "groups": groups,
        "features": features,
        "frame_size": frame_size,
        "clip_length": clip_length,
    }
    try:
        config = ModelConfig.table_1(**values) if table_1 else ModelConfig.from_json(values)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    console.print(f"Written: {init_checkpoint(target, config, seed)} (untrained)")
    return 0
