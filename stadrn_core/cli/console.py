"""What all commands share: where they print, their options' types, and the progress bar."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as ProgressBar
from rich.text import Text

from stadrn_core.export.task import BEST_CRF, WORST_CRF
from stadrn_core.types import Deidentify, Precision, Progress

if TYPE_CHECKING:
    from stadrn_core.export.sound import SoundPlan

DISCLAIMER = "Research use, not a diagnosis."
INTERRUPTED = 130
"""Exit code after Ctrl-C."""
SECONDS_BETWEEN_LINES = 60.0
"""Where the output is no terminal."""

console = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)

DeviceOption = Annotated[str, typer.Option(help="auto, cpu, cuda, cuda:N or mps.")]
PrecisionOption = Annotated[
    Precision, typer.Option(help="Of the network's products: tf32 and bfloat16 are for GPUs, quicker and less exact.")
]
KindOption = Annotated[str | None, typer.Option(help="spatial or temporal, where the weights fit both.")]

DeidentifyOption = Annotated[
    Deidentify,
    typer.Option(
        help="What becomes of the face in pictures and videos; unless none, names and guided maps are left out of them."
    ),
]

CrfOption = Annotated[
    int,
    typer.Option(
        min=BEST_CRF, max=WORST_CRF, help="Quality of videos (H.264 constant rate factor): lower is better and larger."
    ),
]
SoundOption = Annotated[
    bool, typer.Option("--sound/--no-sound", help="Keep the recording's sound in videos of faces that are as they are.")
]

TableFormatOption = Annotated[Literal["csv", "parquet"], typer.Option("--format", help="Of the tables.")]
QuantityOption = Annotated[
    Literal["weighted", "unweighted", "gradcam", "signed"], typer.Option(help="The map shown as heat.")
]
VideoOption = Annotated[Path | None, typer.Option(help="The recording, where it has been moved.")]
AnalysisArgument = Annotated[Path, typer.Argument(help="Folder that 'stadrn explain' wrote, or a stored analysis.")]


def given(context: typer.Context, names: Iterable[str]) -> list[str]:
    """Those of some parameters that stand on the command line, not at their defaults."""
    sources = {name: context.get_parameter_source(name) for name in names}
    return [name for name, source in sources.items() if source is not None and source.name == "COMMANDLINE"]


def say(label: str, style: str, text: str) -> None:
    """A line with a coloured label; the text is printed as it is, brackets and all."""
    console.print(Text.assemble((f"{label}: ", style), text))


def tell_sound(plan: SoundPlan, deidentify: Deidentify) -> None:
    """What becomes of the recording's sound and of what its file says of itself."""
    if deidentify != "none":
        say("Note", "yellow", f"{plan.words} Names and the metadata of its file are left out.")
    elif plan.fate != "none":
        console.print(plan.words)


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
        stage, told = "", 0.0

        def show(event: Progress) -> None:
            nonlocal stage, told
            bar.update(task, description=event.stage, completed=event.done, total=event.total, unit=event.unit)
            now = time.monotonic()
            if not console.is_terminal and (event.stage != stage or now - told >= SECONDS_BETWEEN_LINES):
                console.print(_line(event))
                told = now
            stage = event.stage

        yield show


def _line(event: Progress) -> str:
    if event.done == 0:
        return f"{event.stage}: {event.total} {event.unit}"
    left = "" if event.seconds_left is None else f", {event.seconds_left / 60:.0f} min left"
    return f"{event.stage}: {event.done} of {event.total} {event.unit}{left}"
