"""The command line: ``stadrn explain``, ``stadrn checkpoint``, ``stadrn doctor`` and the demo without a window."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as ProgressBar
from rich.text import Text

from stadrn_core.errors import FaceError, StaDrnError
from stadrn_core.types import Progress

if TYPE_CHECKING:
    from stadrn_core.analyze import Analysis
    from stadrn_core.checkpoint import LoadedCheckpoint
    from stadrn_core.manifest import AnalysisSettings, ClipRecord
    from stadrn_core.store import AnalysisStore

INTERRUPTED = 130
STORE_NAME = "analysis.zarr"
DISCLAIMER = "Research use, not a diagnosis."

app = typer.Typer(
    name="stadrn",
    help="Show why a facial-video model gives the score it gives. Without a subcommand the window opens. " + DISCLAIMER,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
checkpoints = typer.Typer(help="Look into checkpoints, convert them, make untrained ones.", no_args_is_help=True)
app.add_typer(checkpoints, name="checkpoint")
console = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)

DeviceOption = Annotated[str, typer.Option(help="auto, cpu, cuda, cuda:N or mps.")]
KindOption = Annotated[str | None, typer.Option(help="spatial or temporal, where the weights fit both.")]


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; errors that a user can mend become one message and a non-zero exit code.

    Args:
        arguments: without the program's name; those of the process where None.

    Returns:
        Exit code: 0 done, 1 an error with a message, 2 wrong usage, 130 stopped by Ctrl-C.
    """
    try:
        return int(app(args=arguments, prog_name="stadrn", standalone_mode=False) or 0)
    except StaDrnError as error:
        _say("Error", "bold red", str(error))
        return 1
    except KeyboardInterrupt:
        console.print("Stopped.")
        return INTERRUPTED
    except typer.Exit as stop:
        return stop.exit_code
    except (typer.Abort, typer.TyperException) as error:
        _say("Error", "bold red", str(error))
        return 2


def _say(label: str, style: str, text: str) -> None:
    """A line with a coloured label; the text is printed as it is, brackets and all."""
    console.print(Text.assemble((f"{label}: ", style), text))


@app.command()
def explain(
    video: Annotated[Path, typer.Argument(help="A video file, or a folder of images.")],
    checkpoint: Annotated[Path, typer.Option(help="Weights: .safetensors, .pth, .pt or .ckpt.")],
    out: Annotated[Path, typer.Option(help="Folder for the results; an interrupted run goes on there.")],
    device: DeviceOption = "auto",
    kind: KindOption = None,
    sample_interval: Annotated[
        int | None, typer.Option(min=1, help="Take every n-th frame; what the checkpoint says, else 3.")
    ] = None,
    target_layer: Annotated[str, typer.Option(help="layer_1 to layer_4.")] = "layer_4",
    clips: Annotated[
        Literal["published", "contiguous"], typer.Option(help="How the recording is cut into clips.")
    ] = "published",
    guided: Annotated[
        Literal["stored", "none"], typer.Option(help="Keep guided backpropagation maps (8 bit), or leave them out.")
    ] = "stored",
) -> int:
    """Explain a recording: stored maps, summary.json, frames.csv and overlay.mp4."""
    from stadrn_core.analyze import settings_for
    from stadrn_core.checkpoint import load_checkpoint
    from stadrn_core.model import STAGES

    if target_layer not in STAGES:
        raise typer.BadParameter(f"--target-layer must be one of {', '.join(STAGES)}, got {target_layer}")
    try:
        loaded = load_checkpoint(checkpoint, device, kind=kind)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    settings = replace(settings_for(loaded), target_layer=target_layer, slicing=clips, guided=guided)
    if sample_interval is not None:
        settings = replace(settings, sample_interval=sample_interval)
    return explain_to_folder(video, loaded, settings, out)


def explain_to_folder(video: Path, checkpoint: LoadedCheckpoint, settings: AnalysisSettings, out: Path) -> int:
    """Analyse and export into one folder; where no face is found, nothing is left behind. Returns the exit code."""
    from stadrn_core.analyze import Analysis

    for note in checkpoint.notes:
        _say("Note", "yellow", note)
    if not checkpoint.is_trained:
        _say("Note", "yellow", "this checkpoint is untrained: its scores and maps mean nothing about the person.")
    console.print(f"Device: {checkpoint.device}")
    was_there = out.exists()
    analysis = Analysis(video, checkpoint, settings, out / STORE_NAME)
    had_store = (out / STORE_NAME).exists()
    try:
        with progress_bar() as show:
            for event in analysis.run():
                show(event if isinstance(event, Progress) else _clip_progress(analysis, event))
            store = analysis.store
            assert store is not None  # run() opened it
            export_all(store, video, out, show)
    except FaceError:
        if not had_store:
            shutil.rmtree(out / STORE_NAME, ignore_errors=True)
            if not was_there:
                shutil.rmtree(out, ignore_errors=True)
        raise
    except KeyboardInterrupt:
        done = len(analysis.store.records) if analysis.store else 0
        console.print(f"Stopped. {done} finished clips are kept in {out}; the same command goes on from there.")
        return INTERRUPTED
    _print_result(store, out)
    return 0


def export_all(store: AnalysisStore, video: Path, out: Path, show: Callable[[Progress], None]) -> None:
    """Write summary.json, frames.csv and overlay.mp4 beside the store."""
    from stadrn_core.export.table import write_frames_csv, write_summary
    from stadrn_core.export.video import write_overlay_video
    from stadrn_core.render import ViewSettings
    from stadrn_core.video import open_recording

    write_summary(store, out / "summary.json")
    write_frames_csv(store, out / "frames.csv")
    with open_recording(video) as source:
        for event in write_overlay_video(store, source, out / "overlay.mp4", ViewSettings()):
            show(event)


@contextmanager
def progress_bar() -> Iterator[Callable[[Progress], None]]:
    """A bar for one long task after the other; plain lines where the output is no terminal."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[unit]}"),
        TimeRemainingColumn(),
    )
    with ProgressBar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("starting", total=None, unit="")
        last = ""

        def show(event: Progress) -> None:
            nonlocal last
            bar.update(task, description=event.stage, completed=event.done, total=event.total, unit=event.unit)
            if not console.is_terminal and event.stage != last:
                console.print(f"{event.stage}: {event.total} {event.unit}")
            last = event.stage

        yield show


def _clip_progress(analysis: Analysis, record: ClipRecord) -> Progress:
    assert analysis.store is not None  # a record was yielded, so the store is open
    outcome = record.skipped_reason or f"score {record.score:.1f}"
    console.print(f"clip {record.clip_index + 1} of {analysis.store.plan.num_clips}: {outcome}")
    return Progress("explaining", len(analysis.store.records), analysis.store.plan.num_clips, "clips")


def _print_result(store: AnalysisStore, out: Path) -> None:
    from stadrn_core.severity import format_score, severity

    score = store.video_score
    assert score is not None  # run() raises FaceError otherwise
    known = store.manifest.checkpoint.known_error or "error unknown"
    console.print(f"Score {format_score(score)} BDI-II points ({severity(score).label}; {known}). {DISCLAIMER}")
    console.print(f"Results in {out}")


@app.command()
def demo(out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("demo-output")) -> int:
    """Explain the synthetic demo face with an untrained network, without a window; adds figure.pdf and figure.png."""
    from stadrn_core.checkpoint import load_checkpoint
    from stadrn_core.demo import make_demo
    from stadrn_core.export.figure import write_figure
    from stadrn_core.manifest import AnalysisSettings
    from stadrn_core.store import AnalysisStore
    from stadrn_core.video import open_recording

    console.print(f"There is no screen: the demo writes its results into {out} instead of opening the window.")
    files = make_demo()
    code = explain_to_folder(files.recording, load_checkpoint(files.checkpoint), AnalysisSettings(), out)
    if code == 0:
        with AnalysisStore.open(out / STORE_NAME) as store, open_recording(files.recording) as source:
            for name in ("figure.pdf", "figure.png"):
                write_figure(store, source, out / name)
        console.print("Figures: figure.pdf and figure.png")
    return code


@checkpoints.command("info")
def checkpoint_info(path: Path, kind: KindOption = None) -> int:
    """Print what a checkpoint is, as JSON."""
    from stadrn_core.analyze import checkpoint_facts
    from stadrn_core.checkpoint import load_checkpoint

    loaded = load_checkpoint(path, "cpu", kind=kind)
    facts = checkpoint_facts(loaded)
    parameters = sum(parameter.numel() for parameter in loaded.model.parameters())
    print(json.dumps({**vars(facts), "parameters": parameters}, indent=2))
    return 0


@checkpoints.command("convert")
def checkpoint_convert(
    source: Path,
    target: Annotated[Path, typer.Argument(help="Ends in .safetensors.")],
    kind: KindOption = None,
    name: Annotated[str | None, typer.Option(help="Name shown in lists.")] = None,
    known_error: Annotated[str | None, typer.Option(help="Such as 'RMSE 7.98 on AVEC 2013 test'.")] = None,
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
    save_checkpoint(target, loaded.model, {**loaded.metadata, "name": name or loaded.name, "training": training})
    for note in loaded.notes:
        _say("Note", "yellow", f"{note} They are stated in the new file.")
    console.print(f"Written: {target}")
    return 0


@checkpoints.command("init")
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


@app.command()
def doctor() -> int:
    """Check this machine: versions, device, codecs, landmark model, window libraries, folders, free disk."""
    from stadrn_core.doctor import print_checks

    return print_checks()


@app.command()
def version() -> int:
    """Print the version."""
    from stadrn_core import __version__

    print(__version__)
    return 0


if __name__ == "__main__":
    sys.exit(main())
