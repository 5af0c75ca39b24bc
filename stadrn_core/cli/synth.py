"""``stadrn synth``: synthetic faces whose truth is known."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stadrn_core.cli.console import console, progress_bar

commands = typer.Typer(
    help="Draw synthetic faces whose expressions, score and landmarks are known. Needs the extra 'synthetic'.",
    no_args_is_help=True,
)

SeedOption = Annotated[int, typer.Option(min=0, help="The same seed draws the same.")]
KindOption = Annotated[
    str, typer.Option(help="mixed, neutral, brow, mouth_corners, lids or smile: which actions are shown.")
]
ProcessesOption = Annotated[int, typer.Option(min=1, help="How many processes draw; the result is the same.")]


@commands.command()
def stills(
    out: Annotated[Path, typer.Option(help="Folder of the data set; an interrupted run goes on there.")],
    count: Annotated[int, typer.Option(min=1, help="How many pictures, each of another person.")] = 1000,
    seed: SeedOption = 0,
    kind: KindOption = "mixed",
    processes: ProcessesOption = 1,
) -> int:
    """Draw single aligned faces (224 × 224) with labels.csv, for learning expressions."""
    from stadrn_core.synthetic.expressions import KINDS
    from stadrn_core.synthetic.factory import make_dataset, read_items
    from stadrn_core.synthetic.stills import StillWork

    if kind not in KINDS:
        raise typer.BadParameter(f"--kind must be one of {', '.join(KINDS)}, got {kind}")
    settings = {"what": "stills", "seed": seed, "kind": kind}
    with progress_bar() as show:
        for event in make_dataset(out, StillWork(seed, kind), settings, count, processes, "pictures"):
            show(event)
    redrawn = sum(int(item["facts"]["attempts"]) - 1 for item in read_items(out))
    console.print(f"Written: {out / 'labels.csv'} ({redrawn} pictures redrawn because dlib saw no face)")
    return 0
