"""``stadrn synth``: synthetic faces whose truth is known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stadrn_core.cli.console import console, progress_bar

if TYPE_CHECKING:
    from stadrn_core.synthetic.takes import TakeSettings

commands = typer.Typer(
    help="Draw synthetic faces whose expressions, score and landmarks are known. Needs the extra 'synthetic'.",
    no_args_is_help=True,
)


@commands.callback()
def _require_packages() -> None:
    from stadrn_core.synthetic.head import require_packages

    require_packages()


SeedOption = Annotated[int, typer.Option(min=0, help="The same seed draws the same.")]
KindOption = Annotated[
    str, typer.Option(help="mixed, neutral, brow, mouth_corners, lids or smile: which actions are shown.")
]
ProcessesOption = Annotated[int, typer.Option(min=1, help="How many processes draw; the result is the same.")]
SecondsOption = Annotated[float, typer.Option(min=0.2, help="Length of a recording.")]
SizeOption = Annotated[str, typer.Option(help="Width × height in px, both even, such as 640x480.")]
FrameRateOption = Annotated[int, typer.Option(min=1, help="Frames a second.")]


@commands.command()
def stills(
    out: Annotated[Path, typer.Option(help="Folder of the data set; an interrupted run goes on there.")],
    count: Annotated[int, typer.Option(min=1, help="How many pictures, each of another person.")] = 1000,
    seed: SeedOption = 0,
    kind: KindOption = "mixed",
    processes: ProcessesOption = 1,
) -> int:
    """Draw single aligned faces (224 × 224) with labels.csv, for learning expressions."""
    from stadrn_core.synthetic.factory import make_dataset, read_items
    from stadrn_core.synthetic.stills import StillWork

    _check_kind(kind)
    settings = {"what": "stills", "seed": seed, "kind": kind}
    with progress_bar() as show:
        for event in make_dataset(out, StillWork(seed, kind), settings, count, processes, "pictures"):
            show(event)
    redrawn = sum(int(item["facts"]["attempts"]) - 1 for item in read_items(out))
    console.print(f"Written: {out / 'labels.csv'} ({redrawn} pictures redrawn because dlib saw no face)")
    return 0


@commands.command()
def video(
    output: Annotated[Path, typer.Argument(help="The .mp4 file; .truth.json and .truth.npz appear beside it.")],
    seed: SeedOption = 0,
    seconds: SecondsOption = 20.0,
    size: SizeOption = "640x480",
    frame_rate: FrameRateOption = 30,
    kind: KindOption = "mixed",
    film: Annotated[bool, typer.Option("--film", help="Draw finely, four times as slow.")] = False,
) -> int:
    """Film one recording of a synthetic person, with the truth beside it."""
    from stadrn_core.synthetic.quality import DRAFT, FILM
    from stadrn_core.synthetic.takes import film_take, sample_take

    if output.suffix != ".mp4":
        raise typer.BadParameter(f"the output must end in .mp4, got {output.name}")
    if not output.parent.is_dir():
        raise typer.BadParameter(
            f"there is no folder {output.parent} for {output.name}. Make it, or choose another one."
        )
    take = sample_take(seed, 0, 0, _settings(kind, seconds, size, frame_rate))
    with progress_bar() as show:
        for event in film_take(take, output, FILM if film else DRAFT):
            show(event)
    console.print(f"Written: {output}")
    return 0


@commands.command()
def dataset(
    out: Annotated[Path, typer.Option(help="Folder of the data set; an interrupted run goes on there.")],
    subjects: Annotated[int, typer.Option(min=1, help="How many people.")] = 50,
    recordings_per_subject: Annotated[int, typer.Option(min=1, help="Recordings of each.")] = 1,
    seconds: SecondsOption = 20.0,
    size: SizeOption = "640x480",
    frame_rate: FrameRateOption = 30,
    seed: SeedOption = 0,
    kind: KindOption = "mixed",
    split: Annotated[
        str | None,
        typer.Option(help="train, validation or test for all; else every tenth subject is for each of the latter."),
    ] = None,
    processes: ProcessesOption = 1,
) -> int:
    """Film recordings of many synthetic people, with their truth and labels.csv, for 'stadrn train'."""
    from dataclasses import asdict

    from stadrn_core.synthetic.factory import make_dataset
    from stadrn_core.synthetic.takes import TakeWork

    if split not in (None, "train", "validation", "test"):
        raise typer.BadParameter(f"--split must be train, validation or test, got {split}")
    settings = _settings(kind, seconds, size, frame_rate)
    work = TakeWork(seed, settings, recordings_per_subject, split)
    stated = {
        "what": "recordings",
        "seed": seed,
        "recordings_per_subject": recordings_per_subject,
        "split": split,
        **asdict(settings),
    }
    with progress_bar() as show:
        for event in make_dataset(out, work, stated, subjects * recordings_per_subject, processes, "recordings"):
            show(event)
    console.print(f"Written: {out / 'labels.csv'}")
    return 0


def _settings(kind: str, seconds: float, size: str, frame_rate: int) -> TakeSettings:
    from stadrn_core.synthetic.takes import TakeSettings

    _check_kind(kind)
    width, _, height = size.partition("x")
    if not (width.isdigit() and height.isdigit() and int(width) % 2 == int(height) % 2 == 0 < int(width) * int(height)):
        raise typer.BadParameter(f"--size must be two even numbers such as 640x480, got {size}")
    return TakeSettings(kind, seconds, int(width), int(height), frame_rate)


def _check_kind(kind: str) -> None:
    from stadrn_core.synthetic.expressions import KINDS

    if kind not in KINDS:
        raise typer.BadParameter(f"--kind must be one of {', '.join(KINDS)}, got {kind}")
