"""``stadrn compare``: several checkpoints on one recording, as tables and a figure."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from string import ascii_uppercase
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

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
from stadrn_core.errors import CheckpointError, FaceError
from stadrn_core.types import Fallback, Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stadrn_core.checkpoint import LoadedCheckpoint
    from stadrn_core.compare.comparison import Comparison
    from stadrn_core.compare.drawn import Scale
    from stadrn_core.compare.pairs import Pair
    from stadrn_core.compare.run import ComparedAnalyses
    from stadrn_core.types import Deidentify

commands = typer.Typer()


@commands.command()
def compare(
    video: Annotated[Path, typer.Argument(help="A video file, or a folder of images.")],
    checkpoint: Annotated[list[Path], typer.Option(help="Weights; give it two times or more.")],
    out: Annotated[Path, typer.Option(help="Folder for analyses and results; only what is missing is computed.")],
    reference: Annotated[
        Path | None, typer.Option(help="The checkpoint that the others are compared with; the first by default.")
    ] = None,
    name: Annotated[
        list[str] | None, typer.Option(help="What to call each checkpoint, in their order; their own names by default.")
    ] = None,
    quantity: Annotated[
        Literal["signed_points", "gradcampp"],
        typer.Option(help="signed_points are BDI-II points; raw Grad-CAM++ has no unit in common between networks."),
    ] = "signed_points",
    scale: Annotated[
        Literal["shared", "own"] | None,
        typer.Option(help="Colour scale of the maps; shared for signed_points, own for gradcampp by default."),
    ] = None,
    device: DeviceOption = "auto",
    kind: KindOption = None,
    sample_interval: Annotated[
        int | None, typer.Option(min=1, help="Take every n-th frame; what each checkpoint says, else 3.")
    ] = None,
    target_layer: Annotated[str, typer.Option(help="layer_1 to layer_4.")] = "layer_4",
    clips: Annotated[
        Literal["published", "contiguous"], typer.Option(help="How the recording is cut into clips.")
    ] = "published",
    guided: Annotated[
        Literal["stored", "none"], typer.Option(help="Keep guided backpropagation maps too; not compared.")
    ] = "none",
    deidentify: DeidentifyOption = "none",
) -> int:
    """Compare checkpoints on a recording: scores, maps and regions as tables, comparison.pdf and comparison.png."""
    from stadrn_core.analyze import settings_for
    from stadrn_core.compare.drawn import DEFAULT_SCALES
    from stadrn_core.compare.members import refuse_twins
    from stadrn_core.compare.run import ComparedAnalyses, Wanted
    from stadrn_core.model import STAGES
    from stadrn_core.video import hash_recording

    if target_layer not in STAGES:
        raise typer.BadParameter(f"--target-layer must be one of {', '.join(STAGES)}, got {target_layer}")
    if quantity == "signed_points" and target_layer != STAGES[-1]:
        raise typer.BadParameter(f"signed_points exist at {STAGES[-1]} only: add --quantity gradcampp")
    if len(checkpoint) < 2:
        raise typer.BadParameter("give --checkpoint two times or more")
    if name and len(name) != len(checkpoint):
        raise typer.BadParameter(f"give --name once for each of {len(checkpoint)} checkpoints, got {len(name)}")
    pinned = _pinned(reference, checkpoint)
    try:
        loaded = [load(path, device, kind) for path in checkpoint]
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    refuse_twins([(one.identity, str(one.path)) for one in loaded])
    wanted = []
    for one in loaded:
        settings = replace(settings_for(one), target_layer=target_layer, slicing=clips, guided=guided)
        wanted.append(
            Wanted(one, settings if sample_interval is None else replace(settings, sample_interval=sample_interval))
        )
    analyses = ComparedAnalyses(video, hash_recording(video), wanted, out)
    how = Drawing(scale or DEFAULT_SCALES[quantity], deidentify)
    return _compare_into(video, loaded, analyses, out, pinned, quantity, how, name or ())


class Drawing(NamedTuple):
    """How the figure is drawn: its colour scale, and what becomes of the face."""

    scale: Scale
    deidentify: Deidentify


def load(path: Path, device: str, kind: str | None) -> LoadedCheckpoint:
    """Load one, telling what was assumed of it; ``kind`` counts only where the file does not tell its own.

    Raises:
        CheckpointError: as ``load_checkpoint``.
        ValueError: not a device name.
    """
    from stadrn_core.checkpoint import load_checkpoint
    from stadrn_core.errors import AmbiguousCheckpointError

    try:
        loaded = load_checkpoint(path, device)
    except AmbiguousCheckpointError:
        loaded = load_checkpoint(path, device, kind=kind)
    for note in loaded.notes:
        say("Note", "yellow", f"{loaded.name}: {note}")
    return loaded


def _pinned(reference: Path | None, checkpoints: Sequence[Path]) -> int:
    if reference is None:
        return 0
    for i, path in enumerate(checkpoints):
        if path.resolve() == reference.resolve():
            return i
    raise CheckpointError(f"--reference {reference} is none of the checkpoints. Name one of those given.")


def _compare_into(
    video: Path,
    checkpoints: Sequence[LoadedCheckpoint],
    analyses: ComparedAnalyses,
    out: Path,
    reference: int,
    quantity: Literal["signed_points", "gradcampp"],
    how: Drawing,
    names: Sequence[str],
) -> int:
    """Analyse what is missing, then write tables and figure; where no face is found, nothing new is left behind."""
    was_there = out.exists()
    had = {path for path in analyses.paths if path.exists()}
    console.print(f"Device: {checkpoints[0].device}")
    try:
        with progress_bar() as show:
            _analyse(checkpoints, analyses, had, show)
            show(Progress("comparing", 0, len(checkpoints), "checkpoints"))
            found = _write(video, analyses, out, reference, quantity, how, names)
    except FaceError:
        failed = analyses.current.folder if analyses.current else None
        if failed is not None and failed not in had:
            shutil.rmtree(failed, ignore_errors=True)
        if not was_there and not any(path.exists() for path in analyses.paths):
            shutil.rmtree(out, ignore_errors=True)
        raise
    except KeyboardInterrupt:
        console.print(f"Stopped. Finished clips are kept in {out}; the same command goes on from there.")
        return INTERRUPTED
    _tell(found, out)
    return 0


def _analyse(
    checkpoints: Sequence[LoadedCheckpoint],
    analyses: ComparedAnalyses,
    had: set[Path],
    show: Callable[[Progress], None],
) -> None:
    computed = dict.fromkeys((one.identity for one in checkpoints), 0)
    by_identity = {one.identity: one for one in checkpoints}
    for event in analyses.run():
        current = analyses.current
        assert current is not None  # an event was yielded, so an analysis is under way
        name = current.checkpoint.name
        if isinstance(event, Progress):
            show(replace(event, stage=f"{name}: {event.stage}"))
            continue
        if isinstance(event, Fallback):
            say("Note", "yellow", f"{name}: {event.text}")
            continue
        computed[current.checkpoint.identity] += 1
        assert current.store is not None  # a record was yielded, so the store is open
        outcome = event.skipped_reason or f"score {event.score:.1f}"
        console.print(f"{name}: clip {event.clip_index + 1} of {current.store.plan.num_clips}: {outcome}")
    for (identity, num), path in zip(computed.items(), analyses.paths, strict=True):
        how = f"{num} clips computed" if num else "nothing to compute" if path in had else "no clip"
        console.print(f"{by_identity[identity].name}: {how}")


def _write(
    video: Path,
    analyses: ComparedAnalyses,
    out: Path,
    reference: int,
    quantity: Literal["signed_points", "gradcampp"],
    how: Drawing,
    names: Sequence[str],
) -> Comparison:
    from stadrn_core.compare.comparison import compare as compare_stores
    from stadrn_core.compare.members import Label
    from stadrn_core.export.comparison import write_tables
    from stadrn_core.export.comparison_figure import FIGURES, write_comparison_figure
    from stadrn_core.store import AnalysisStore
    from stadrn_core.video import open_recording

    labels = [Label(one) for one in names]
    if how.deidentify != "none":
        labels = [Label(f"Checkpoint {letter}") for _, letter in zip(analyses.paths, ascii_uppercase, strict=False)]
    found = compare_stores([AnalysisStore.open(path) for path in analyses.paths], reference, quantity, labels)
    write_tables(found, out, how.deidentify)
    with open_recording(video, analyses.index) as source:
        for name in FIGURES:
            write_comparison_figure(found, source, out / name, scale=how.scale, deidentify=how.deidentify)
    return found


def _agreement(pair: Pair) -> str:
    """What a pair has in common; why that cannot be told stands among the comparison's cautions."""
    if not pair.scores.n:
        return "no clip is the same in both, so nothing is compared clip by clip"
    low, high = pair.scores.limits
    scores = (
        f"bias {pair.scores.bias:+.1f} points, limits of agreement {low:+.1f} to {high:+.1f} ({pair.scores.n} clips)"
    )
    if pair.refused is not None:
        return f"{scores}; maps cannot be compared"
    return (
        f"{scores}; maps: Spearman {pair.mean_of('spearman'):.2f} (other clips {pair.other_clips_spearman:.2f}), "
        f"hottest tenth shared {pair.mean_of('jaccard'):.2f} (by chance {pair.mean_of('by_chance'):.2f})"
    )


def _tell(found: Comparison, out: Path) -> None:
    from stadrn_core.compare.facts import preprocessing_words
    from stadrn_core.severity import format_score, severity

    for member in found.members:
        score = member.store.video_score
        assert score is not None  # run() raises FaceError otherwise
        known = member.store.manifest.checkpoint.known_error or "error unknown"
        pinned = ", reference" if member is found.reference else ""
        console.print(f"{member.title}: {format_score(score)} points ({severity(score).label}; {known}{pinned})")
    for pair in found.against_reference:
        console.print(f"{pair.member.letter} − {pair.reference.letter}: {_agreement(pair)}")
    manifests = [member.store.manifest for member in found.members]
    console.print(preprocessing_words(manifests, [member.name for member in found.members]))
    for caution in found.cautions:
        say("Note", "yellow", caution)
    console.print(f"Results in {out}. {DISCLAIMER}")
