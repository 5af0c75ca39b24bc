"""``stadrn explain`` and ``stadrn demo``: a recording explained into a folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

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
    progress_bar,
    say,
    tell_sound,
)
from stadrn_core.errors import FaceError
from stadrn_core.export.task import CRF, ExportTask
from stadrn_core.folders import STORE_NAME
from stadrn_core.types import Fallback, Progress

if TYPE_CHECKING:
    from stadrn_core.analyze import Analysis
    from stadrn_core.checkpoint import LoadedCheckpoint
    from stadrn_core.manifest import AnalysisSettings, ClipRecord
    from stadrn_core.store import AnalysisStore
    from stadrn_core.video import RecordingIndex


commands = typer.Typer()


@commands.command()
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
    precision: PrecisionOption = "float32",
    cache_gb: Annotated[
        float, typer.Option(min=0, help="What aligned faces kept for further checkpoints may take; 0 keeps none.")
    ] = 5.0,
    deidentify: DeidentifyOption = "none",
    crf: CrfOption = CRF,
    sound: SoundOption = True,
) -> int:
    """Explain a recording: stored maps, summary.json, frames.csv, overlay.mp4 and methods.txt."""
    from stadrn_core.analyze import settings_for
    from stadrn_core.checkpoint import load_checkpoint
    from stadrn_core.export.deidentify import check_cells
    from stadrn_core.model import STAGES

    if target_layer not in STAGES:
        raise typer.BadParameter(f"--target-layer must be one of {', '.join(STAGES)}, got {target_layer}")
    try:
        loaded = load_checkpoint(checkpoint, device, kind=kind)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    settings = replace(
        settings_for(loaded), target_layer=target_layer, slicing=clips, guided=guided, precision=precision
    )
    if sample_interval is not None:
        settings = replace(settings, sample_interval=sample_interval)
    check_cells(loaded.config.map_shape(target_layer)[1], settings, deidentify)
    overlay = ExportTask("video", out / "overlay.mp4", deidentify=deidentify, crf=crf, sound=sound)
    return explain_to_folder(video, loaded, settings, out, round(cache_gb * 1e9), overlay)


def explain_to_folder(
    video: Path,
    checkpoint: LoadedCheckpoint,
    settings: AnalysisSettings,
    out: Path,
    cache_bytes: int | None = None,
    overlay: ExportTask | None = None,
) -> int:
    """Analyse and export into one folder; where no face is found, nothing is left behind. Returns the exit code."""
    from stadrn_core.analyze import Analysis
    from stadrn_core.chunk_cache import DEFAULT_LIMIT_BYTES
    from stadrn_core.damage import damage_warning

    for note in checkpoint.notes:
        say("Note", "yellow", note)
    if checkpoint.caution:
        say("Note", "yellow", checkpoint.caution)
    console.print(f"Device: {checkpoint.device}")
    was_there = out.exists()
    limit = DEFAULT_LIMIT_BYTES if cache_bytes is None else cache_bytes
    analysis = Analysis(video, checkpoint, settings, out / STORE_NAME, cache_bytes=limit)
    had_store = (out / STORE_NAME).exists()
    try:
        with progress_bar() as show:
            for event in analysis.run():
                if isinstance(event, Fallback):
                    say("Note", "yellow", event.text)
                else:
                    show(event if isinstance(event, Progress) else _clip_progress(analysis, event))
            store = analysis.store
            assert store is not None  # run() opened it
            if damage := damage_warning(store):
                say("Note", "yellow", damage)
            export_all(store, video, out, show, analysis.index, overlay)
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


def export_all(
    store: AnalysisStore,
    video: Path,
    out: Path,
    show: Callable[[Progress], None],
    index: RecordingIndex | None = None,
    overlay: ExportTask | None = None,
) -> None:
    """Write summary.json, frames.csv, methods.txt and overlay.mp4 beside the store; the latter as ``overlay`` says."""
    from stadrn_core.export.methods_text import write_methods
    from stadrn_core.export.sound import plan_sound
    from stadrn_core.export.table import write_frames, write_summary
    from stadrn_core.export.task import export
    from stadrn_core.trust.load import stored_results
    from stadrn_core.video import open_recording

    write_summary(store, out / "summary.json", trust=stored_results(store))
    for event in write_frames(store, out / "frames.csv"):
        show(event)
    write_methods(store, out / "methods.txt")
    task = overlay or ExportTask("video", out / "overlay.mp4")
    tell_sound(plan_sound(video, task.target.suffix, task.sound, task.deidentify), task.deidentify)
    with open_recording(video, index) as source:
        for event in export(store, source, task):
            show(event)


def _clip_progress(analysis: Analysis, record: ClipRecord) -> Progress:
    assert analysis.store is not None  # a record was yielded, so the store is open
    outcome = record.skipped_reason or f"score {record.score:.1f}"
    console.print(f"clip {record.clip_index + 1} of {analysis.store.plan.num_clips}: {outcome}")
    return Progress("explaining", len(analysis.store.records), analysis.store.plan.num_clips, "clips")


def _print_result(store: AnalysisStore, out: Path) -> None:
    from stadrn_core.severity import format_score, severity

    score = store.video_score
    assert score is not None  # run() raises FaceError otherwise
    if any(record.way == "autograd" for record in store.records.values()):
        say(
            "Note",
            "yellow",
            "explained by autograd, which takes longer: not a network or layer that the engine knows.",
        )
    known = store.manifest.checkpoint.known_error or "error unknown"
    console.print(f"Score {format_score(score)} BDI-II points ({severity(score).label}; {known}). {DISCLAIMER}")
    console.print(f"Results in {out}")


@commands.command()
def demo(out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("demo-output")) -> int:
    """Explain the demo recording, a synthetic person, without a window; adds figure.pdf and figure.png."""
    from stadrn_core.checkpoint import load_checkpoint
    from stadrn_core.demo import find_demo
    from stadrn_core.export.figure import write_figure
    from stadrn_core.manifest import AnalysisSettings
    from stadrn_core.store import AnalysisStore
    from stadrn_core.video import open_recording

    console.print(f"There is no screen: the demo writes its results into {out} instead of opening the window.")
    files = find_demo()
    code = explain_to_folder(files.recording, load_checkpoint(files.checkpoint), AnalysisSettings(), out)
    if code == 0:
        with AnalysisStore.open(out / STORE_NAME) as store, open_recording(files.recording) as source:
            for name in ("figure.pdf", "figure.png"):
                write_figure(store, source, out / name)
        console.print("Figures: figure.pdf and figure.png")
    return code
