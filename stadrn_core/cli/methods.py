"""``stadrn methods``: one clip of a recording explained by several methods."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from stadrn_core.cli.console import (
    DISCLAIMER,
    INTERRUPTED,
    DeidentifyOption,
    DeviceOption,
    KindOption,
    console,
    progress_bar,
    say,
)
from stadrn_core.types import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from typing import TypeVar

    from stadrn_core.checkpoint import LoadedCheckpoint
    from stadrn_core.explain.run import MethodMap
    from stadrn_core.explain.task import MethodOptions
    from stadrn_core.export.methods import ClipExplained
    from stadrn_core.manifest import AnalysisSettings
    from stadrn_core.one_clip import OneClip
    from stadrn_core.types import ClipPlan, Deidentify

    R = TypeVar("R")

ALL = "all"
LIST_WIDTH = 150
"""Columns of the printed table where the output is no terminal."""

commands = typer.Typer()


@commands.command()
def methods(
    video: Annotated[Path | None, typer.Argument(help="A video file, or a folder of images.")] = None,
    checkpoint: Annotated[Path | None, typer.Option(help="Weights: .safetensors, .pth, .pt or .ckpt.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for the results.")] = None,
    at: Annotated[float | None, typer.Option(min=0, help="Explain the clip around this second.")] = None,
    clip: Annotated[int | None, typer.Option(min=1, help="Explain this clip, 1 being the first.")] = None,
    method: Annotated[
        list[str] | None, typer.Option(help="A method of --list, or all; repeatable. Otherwise those that cost little.")
    ] = None,
    target_layer: Annotated[str, typer.Option(help="layer_1 to layer_4: stage of class activation maps.")] = "layer_4",
    budget: Annotated[
        int, typer.Option(min=1, help="Passes for each costly method: channels, steps, noisy copies.")
    ] = 32,
    neutral: Annotated[
        Literal["blur", "mean colour"], typer.Option(help="What occlusion and integrated gradients compare with.")
    ] = "blur",
    baseline_clip: Annotated[
        int | None, typer.Option(min=1, help="Clip that contrasts compare with, such as a neutral one.")
    ] = None,
    batch_size: Annotated[int, typer.Option(min=1, help="Clips at once; more than 1 pays on a GPU.")] = 1,
    seed: Annotated[int, typer.Option(min=0, help="Of SmoothGrad's noise.")] = 0,
    sample_interval: Annotated[
        int | None, typer.Option(min=1, help="Take every n-th frame; what the checkpoint says, else 3.")
    ] = None,
    device: DeviceOption = "auto",
    kind: KindOption = None,
    deidentify: DeidentifyOption = "none",
    list_methods: Annotated[bool, typer.Option("--list", help="Print the methods with cost and caution.")] = False,
) -> int:
    """Explain one clip by several methods: raw maps with a manifest, a figure, and attention curves."""
    from stadrn_core.analyze import settings_for
    from stadrn_core.checkpoint import load_checkpoint
    from stadrn_core.explain.task import MethodOptions

    try:
        options = MethodOptions(target_layer, budget, seed=seed, neutral=neutral, batch_size=batch_size)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    if list_methods:
        return _print_list(options)
    if video is None or checkpoint is None or out is None:
        raise typer.BadParameter("a VIDEO, --checkpoint and --out are needed, or --list")
    if at is not None and clip is not None:
        raise typer.BadParameter("--at and --clip both choose the clip: leave one out")
    chosen = _chosen(method, baseline_clip)
    try:
        loaded = load_checkpoint(checkpoint, device, kind=kind)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    settings = settings_for(loaded)
    if sample_interval is not None:
        settings = replace(settings, sample_interval=sample_interval)
    return _explain(video, loaded, settings, options, chosen, out, at, clip, baseline_clip, deidentify)


def _chosen(asked: Sequence[str] | None, baseline_clip: int | None) -> list[str]:
    """Keys of methods, in the order of the table."""
    from stadrn_core.explain.methods import CHEAP, METHODS

    wanted = set(asked or CHEAP)
    comparing = {name for name, one in METHODS.items() if one.compares}
    if unknown := wanted - {ALL, *METHODS}:
        raise typer.BadParameter(f"--method must be one of {', '.join(METHODS)}, or all; got {', '.join(unknown)}")
    if ALL in wanted:
        wanted = {name for name in METHODS if name not in comparing}
    if baseline_clip is None and (without := [name for name in METHODS if name in wanted & comparing]):
        raise typer.BadParameter(f"{', '.join(without)}: --baseline-clip is missing, the clip to compare with")
    if baseline_clip is not None and not wanted & comparing:
        wanted |= comparing
    return [name for name in METHODS if name in wanted]


def _explain(
    video: Path,
    checkpoint: LoadedCheckpoint,
    settings: AnalysisSettings,
    options: MethodOptions,
    chosen: list[str],
    out: Path,
    at: float | None,
    clip_number: int | None,
    baseline_number: int | None,
    deidentify: Deidentify,
) -> int:
    from contextlib import closing

    from stadrn_core.explain.attention import attention_of
    from stadrn_core.export.methods import ClipExplained
    from stadrn_core.one_clip import clip_at, plan_of, read_clip
    from stadrn_core.video import hash_recording, open_recording

    for note in (*checkpoint.notes, checkpoint.caution):
        if note:
            say("Note", "yellow", note)
    console.print(f"Device: {checkpoint.device}")
    with closing(open_recording(video)) as source, progress_bar() as show:
        plan = plan_of(source, settings, checkpoint.config.clip_length)
        frame = None if at is None else source.info.frame_at(at)
        clip_index = _clip_index(plan, "--clip", clip_number)
        if clip_index is None:
            clip_index = 0 if frame is None else clip_at(plan, frame)
        baseline_index = _clip_index(plan, "--baseline-clip", baseline_number)
        maps: list[MethodMap] = []
        try:
            if baseline_index is not None:
                other = _shown(read_clip(source, source.index, settings, plan, baseline_index), show)
                options = _with_baseline(options, checkpoint, other)
            clip = _shown(read_clip(source, source.index, settings, plan, clip_index), show)
            chosen = _possible(chosen, checkpoint, options, clip)
            _tell_cost(chosen, checkpoint, options, clip)
            attention = attention_of(checkpoint.model, clip.tensor)
            _compute(checkpoint, clip, chosen, options, maps, show)
            code = 0
        except KeyboardInterrupt:
            if not maps:
                console.print("Stopped. No method was finished: nothing is written.")
                return INTERRUPTED
            console.print(f"Stopped. {len(maps)} of {len(chosen)} methods were finished and are written.")
            code = INTERRUPTED
        sha256 = hash_recording(video)
        explained = ClipExplained(source.info, sha256, checkpoint, settings, options, clip, maps, attention)
        show(Progress("writing", 0, 1, "folders"))
        _write(explained, out, clip.position_near(frame), deidentify)
    _tell_result(explained, out)
    return code


def _clip_index(plan: ClipPlan, option: str, number: int | None) -> int | None:
    if number is not None and number > plan.num_clips:
        raise typer.BadParameter(f"{option} must be 1 to {plan.num_clips}, the recording's clips, got {number}")
    return None if number is None else number - 1


def _shown(work: Generator[Progress, None, R], show: Callable[[Progress], None]) -> R:
    """Run a long task to its end and show how far it is; it is closed if it is interrupted."""
    try:
        while True:
            show(next(work))
    except StopIteration as end:
        result: R = end.value
        return result
    finally:
        work.close()


def _with_baseline(options: MethodOptions, checkpoint: LoadedCheckpoint, clip: OneClip) -> MethodOptions:
    """What contrasts compare with: evidence, where the network has it, and feature maps of a clip."""
    from stadrn_core.explain import explain_clip
    from stadrn_core.explain.contrast import neutral_stretch
    from stadrn_core.explain.methods import METHODS
    from stadrn_core.explain.stage_contrast import BaselineFeatures, mean_features

    layer = METHODS["integrated_contrast"].target_layer(options)
    assert layer is not None  # it has one
    words = f"mean of clip {clip.clip_index + 1}"
    features = BaselineFeatures(layer, mean_features(checkpoint.model, clip.tensor, layer), words)
    options = replace(options, baseline_features=features)
    points = explain_clip(checkpoint.model, clip.tensor, guided=False).signed_points
    if points is None:
        return options
    first, stop = clip.plan.span(clip.clip_index)
    stride = checkpoint.config.cell_stride("layer_4")[0]
    return replace(options, baseline=neutral_stretch({clip.clip_index: points}, clip.plan, stride, first, stop))


def _possible(chosen: list[str], checkpoint: LoadedCheckpoint, options: MethodOptions, clip: OneClip) -> list[str]:
    """Methods that this network and recording allow; the others are named with the reason."""
    from stadrn_core.explain.methods import hindrance

    possible = []
    for name in chosen:
        reason = hindrance(name, checkpoint.config, options, clip.landmarks is not None)
        if reason is None:
            possible.append(name)
        else:
            say("Left out", "yellow", reason)
    if not possible:
        raise typer.BadParameter("no method is left: choose others with --method")
    return possible


def _tell_cost(chosen: list[str], checkpoint: LoadedCheckpoint, options: MethodOptions, clip: OneClip) -> None:
    from stadrn_core.explain.methods import METHODS, cost, layer_words

    config = checkpoint.config
    console.print(f"Clip {clip.clip_index + 1} of {clip.plan.num_clips}, {options.target_layer}: ", end="")
    console.print(layer_words(config, options.target_layer))
    console.print(f"Cost of {len(chosen)} methods: at most {cost(chosen, config, options).words} of the network")
    if config.architecture == "sta_drn":
        console.print("  and one forward pass for attention vectors")
    for name in chosen:
        if METHODS[name].extra is not None:
            console.print(f"  of these {METHODS[name].title}: {cost([name], config, options).words}")


def _compute(
    checkpoint: LoadedCheckpoint,
    clip: OneClip,
    chosen: list[str],
    options: MethodOptions,
    maps: list[MethodMap],
    show: Callable[[Progress], None],
) -> None:
    """Add every map to ``maps`` as soon as it is finished."""
    from stadrn_core.explain.run import explain_by_methods

    for event in explain_by_methods(checkpoint.model, clip.tensor, chosen, options, clip.landmarks):
        if isinstance(event, Progress):
            show(event)
        else:
            maps.append(event)


def _write(explained: ClipExplained, out: Path, position: int, deidentify: Deidentify) -> None:
    from stadrn_core.export.attention_figure import write_attention_figure
    from stadrn_core.export.files import write_error
    from stadrn_core.export.method_figure import write_method_figure
    from stadrn_core.export.methods import write_method_maps

    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise write_error(out, error) from error
    write_method_maps(explained, out, deidentify)
    for suffix in (".png", ".pdf"):
        write_method_figure(explained, position, out / f"methods{suffix}", deidentify=deidentify)
        if explained.attention:
            write_attention_figure(explained, position, out / f"attention{suffix}", deidentify=deidentify)


def _tell_result(explained: ClipExplained, out: Path) -> None:
    from stadrn_core.export.sheet import score_words
    from stadrn_core.regions.atlas import Region

    known = explained.checkpoint.known_error or "error unknown"
    console.print(f"Clip {score_words(explained.score)}; {known}. {DISCLAIMER}")
    for one in explained.maps:
        if one.name == "scorecam":
            looked_at, total = one.facts["channels looked at"], one.facts["channels"]
            console.print(f"Score-CAM: {looked_at} of {total} channels, coverage {one.facts['coverage']:.0%}")
        elif one.name == "integrated_gradients":
            total, gap = one.facts["total_points"], one.facts["gap_points"]
            console.print(f"Integrated gradients: {total:+.2f} points in all, {gap:+.2f} off the exact difference")
        elif one.name == "integrated_contrast":
            total, gap = one.facts["total_points"], one.facts["gap_points"]
            console.print(f"Integrated contrast: {total:+.2f} points in all, {gap:+.2f} off the exact difference")
        elif one.name == "occlusion":
            points = sorted(one.facts["points"].items(), key=lambda item: -abs(item[1]))[:3]
            words = ", ".join(f"{Region[key.upper()].label} {value:+.2f}" for key, value in points)
            console.print(f"Occlusion, points by which the score falls, the largest: {words}")
    console.print(f"Results in {out}")


def _print_list(options: MethodOptions) -> int:
    from rich.console import Console
    from rich.table import Table

    from stadrn_core.explain.methods import METHODS, cost, layer_words
    from stadrn_core.model import STAGES, ModelConfig

    config = ModelConfig()
    table = Table(title=f"Methods, with a budget of {options.budget} passes", show_lines=True)
    for column in ("--method", "Shows", "Values", "Cost, alone", "Beware"):
        table.add_column(column, overflow="fold")
    for name, method in METHODS.items():
        values = f"{method.where}, {method.sign}: {method.unit}"
        cells = (name, f"{method.title}. {method.words}", values, cost([name], config, options).words, method.caution)
        table.add_row(*cells)
    printed = Console(highlight=False, markup=False)
    if not printed.is_terminal:
        printed.width = LIST_WIDTH
    printed.print(table)
    printed.print("Passes are those of one clip through the whole network, at most; methods share the first ones.")
    printed.print("Target layers of an STA-DRN as published, 64 frames of 224 px:")
    for layer in STAGES:
        printed.print(f"  {layer}: {layer_words(config, layer)}")
    return 0
