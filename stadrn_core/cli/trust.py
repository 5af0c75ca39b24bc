"""``stadrn trust``: how far the maps of a stored analysis can be trusted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from stadrn_core.cli.analysis import recording_of
from stadrn_core.cli.console import (
    DISCLAIMER,
    INTERRUPTED,
    AnalysisArgument,
    DeviceOption,
    KindOption,
    VideoOption,
    console,
    progress_bar,
    say,
)
from stadrn_core.types import Progress

if TYPE_CHECKING:
    from stadrn_core.trust import Assessment, MeasureResult

CSV_FILE = "trust.csv"

commands = typer.Typer()


@commands.command()
def trust(
    analysis: AnalysisArgument,
    checkpoint: Annotated[Path, typer.Option(help="With which it was made: .safetensors, .pth, .pt or .ckpt.")],
    clip: Annotated[list[int] | None, typer.Option(help="Number of a clip, from 0; repeat for more. All else.")] = None,
    measure: Annotated[list[str] | None, typer.Option(help="Name of a measure; repeat for more. All else.")] = None,
    map_name: Annotated[
        Literal["gradcampp", "signed_points", "guided"], typer.Option("--map", help="The map that is tested.")
    ] = "gradcampp",
    steps: Annotated[int, typer.Option(min=1, help="Of a deletion curve.")] = 10,
    draws: Annotated[int, typer.Option(min=1, help="Of random orders and of random weights.")] = 3,
    how: Annotated[Literal["blur", "mean"], typer.Option(help="How a part is made neutral.")] = "blur",
    seed: Annotated[int, typer.Option(min=0, help="Of all that is drawn.")] = 0,
    other: Annotated[
        list[Path] | None, typer.Option(help="Another analysis by the checkpoint, for its mean map; repeat for more.")
    ] = None,
    video: VideoOption = None,
    device: DeviceOption = "auto",
    kind: KindOption = None,
) -> int:
    """Test the maps of an analysis: trust.json in its store and trust.csv beside it. Tells the cost first."""
    from stadrn_core.cli.evaluate import load
    from stadrn_core.regions.runs import find_runs
    from stadrn_core.store import AnalysisStore
    from stadrn_core.trust import MEASURES, Assessment, TrustSettings
    from stadrn_core.video import open_recording

    if unknown := set(measure or ()) - set(MEASURES):
        raise typer.BadParameter(f"--measure must be one of {', '.join(MEASURES)}, got {', '.join(sorted(unknown))}")
    runs = find_runs([analysis, *(other or ())])
    stores = [AnalysisStore.open(run.path) for run in runs]
    loaded = load(checkpoint, device, kind)
    settings = TrustSettings(steps=steps, draws=draws, how=how, seed=seed)
    with open_recording(recording_of(stores[0], video)) as source:
        assessment = Assessment(
            stores[0], source, loaded, map_name, clip or (), measure or (), settings, others=stores[1:]
        )
        if not _work(assessment):
            return INTERRUPTED
    out = analysis if analysis.resolve() != stores[0].path else analysis.resolve().parent
    _tell(assessment, out)
    return 0


def _work(assessment: Assessment) -> bool:
    """Tell the cost, then do it; False after Ctrl-C."""
    from stadrn_core.trust import MEASURES

    cost = assessment.cost
    try:
        if cost.steps and any(task.unavailable is None for task in assessment.tasks):
            console.print(
                f"Cost: {cost.passes} forward passes and {cost.explanations} maps "
                f"({len(assessment.tasks)} measures); timing one pass …"
            )
            console.print(
                f"Estimated time: {_duration(assessment.seconds())}. Ctrl-C stops; finished measures are kept."
            )
        else:
            console.print("Nothing is left to compute.")
        with progress_bar() as show:
            for event in assessment.run():
                if isinstance(event, Progress):
                    show(event)
                elif event.unavailable is None:
                    title = MEASURES[event.measure].title
                    console.print(f"clip {event.clip_index}, {title}: {_headline(event)} ({event.seconds:.0f} s)")
    except KeyboardInterrupt:
        console.print("Stopped. Finished measures are kept; the same command goes on from there.")
        return False
    return True


def _duration(seconds: float) -> str:
    return f"about {seconds:.0f} s" if seconds < 100 else f"about {seconds / 60:.0f} min"


def _headline(result: MeasureResult) -> str:
    """The measure's own number; another where it is not defined."""
    own = result.numbers[0]
    if own.value is None:
        return f"not defined ({own.note})"
    spread = "" if own.low is None or own.high is None else f" [{own.low:.2f}, {own.high:.2f}]"
    return f"{own.name} {own.value:.2f}{spread} {own.unit}"


def _tell(assessment: Assessment, out: Path) -> None:
    from stadrn_core.export.trust import write_trust
    from stadrn_core.trust import MEASURES, badge

    results = assessment.chosen_results()
    for one in sorted(results, key=lambda one: (one.clip_index, list(MEASURES).index(one.measure))):
        _tell_result(one)
    for clip_index in assessment.clips:
        say("Badge", "bold", badge([one for one in results if one.clip_index == clip_index]))
    if len(assessment.clips) > 1:
        say("Badge", "bold", badge(results))
    if caution := assessment.store.manifest.checkpoint.caution:
        say("Note", "yellow", caution)
    write_trust(out / CSV_FILE, assessment.store.manifest.recording.name, assessment.results().results)
    console.print(f"Results in {assessment.store.path / 'trust.json'} and {out / CSV_FILE}. {DISCLAIMER}")


def _tell_result(result: MeasureResult) -> None:
    """A question and its numbers."""
    from stadrn_core.trust import MEASURES

    measure = MEASURES[result.measure]
    console.print(f"clip {result.clip_index}, {measure.title} ({result.map_name}). {measure.question}")
    if result.unavailable is not None:
        console.print(f"  not taken: {result.unavailable}")
        return
    console.print(f"  {result.numbers[0].name}: {measure.reading}")
    for number in result.numbers:
        value = "–" if number.value is None else f"{number.value:.2f}"
        draws = "" if number.low is None or number.high is None else f"  draws {number.low:.2f} to {number.high:.2f}"
        note = f"  {number.note}" if number.note else ""
        console.print(f"  {number.name:<28}{value:>8} {number.unit}{draws}{note}")
