"""``stadrn judge``: which method says where a synthetic face moves, and how far can each be believed?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stadrn_core.cli.console import INTERRUPTED, DeviceOption, KindOption, say
from stadrn_core.cli.evaluate import IntervalOption, SplitChoice, chosen_split, load, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stadrn_core.method_table import Line

TABLE_FILE = "methods.csv"
PRINTED_WIDTH = 150
"""Columns of the printed table where the output is no terminal."""

commands = typer.Typer()


@commands.command()
def judge(
    data: Annotated[list[Path], typer.Argument(help="Data sets of 'stadrn synth' with held-out faces.")],
    checkpoint: Annotated[Path, typer.Option(help="Weights: .safetensors, .pth, .pt or .ckpt.")],
    out: Annotated[Path, typer.Option(help="Folder for the results; an interrupted run goes on there.")],
    count: Annotated[int, typer.Option(min=1, help="As many clips of each data set.")] = 2,
    method: Annotated[
        list[str] | None, typer.Option(help="A method of 'stadrn methods --list'; repeatable. Otherwise all.")
    ] = None,
    budget: Annotated[int, typer.Option(min=1, help="Passes for each costly method.")] = 10,
    split: Annotated[SplitChoice, typer.Option(help="Faces that the checkpoint has not learned from.")] = "all",
    least_label: Annotated[float, typer.Option(min=0, help="Judge moments whose true score is above this.")] = 14.0,
    sample_interval: IntervalOption = None,
    device: DeviceOption = "auto",
    kind: KindOption = None,
    seed: Annotated[int, typer.Option(min=0, help="Of untrained weights and random orders.")] = 0,
) -> int:
    """Judge every method on clips whose truth is known: pointing, mass, deletion, dependence on the weights, seconds.

    A clip and method are some ten to sixty passes through the network. Contrasts need a neutral data set of the same
    people among the DATA.
    """
    from stadrn_core.evaluate import EvaluationSettings
    from stadrn_core.explain.methods import METHODS
    from stadrn_core.labels import listing
    from stadrn_core.localize_items import find_items
    from stadrn_core.method_study import MethodStudy
    from stadrn_core.method_table import lines, write_lines
    from stadrn_core.trust.results import TrustSettings

    if unknown := set(method or ()) - set(METHODS):
        raise typer.BadParameter(f"--method must be of {', '.join(METHODS)}; got {', '.join(sorted(unknown))}")
    loaded = load(checkpoint, device, kind)
    faces = EvaluationSettings(sample_interval=sample_interval).face_settings(loaded)
    sources, problems = find_items(data, loaded.config, faces, split=chosen_split(split), count=count)
    if problems:
        say("Left out", "yellow", f"{len(problems)} rows{listing(problems)}")
    identity = {"sample_interval": faces.sample_interval, "size_px": faces.alignment.size_px}
    study = MethodStudy(
        loaded, out, identity, least_label=least_label, budget=budget, settings=TrustSettings(seed=seed)
    )
    rows = shown(study.run(sources, [name for name in METHODS if not method or name in method]), out)
    for name, reason in study.missing.items():
        say("Left out", "yellow", f"{name}: {reason}")
    if rows is None:
        return INTERRUPTED
    if not rows:
        say("Note", "yellow", "no clip could be judged.")
        return 1
    table = lines(rows)
    write_lines(out / TABLE_FILE, table)
    _print(table, str(loaded.device))
    return 0


def _print(table: Sequence[Line], device: str) -> None:
    from rich.console import Console
    from rich.table import Table

    from stadrn_core.method_table import ALL_KINDS

    kinds = list(dict.fromkeys(line.kind for line in table))
    overall = {line.method: line for line in table if line.kind == ALL_KINDS}
    first = next(iter(overall.values()))
    printed = Table(title=f"{first.clips} clips, {first.moments} moments; seconds on {device}")
    headings = ("Method", *(f"Points at it: {kind}" for kind in kinds), "untrained", "chance", "Mass", "untrained")
    for heading in (*headings, "Deletion, points", "ρ untrained", "Seconds"):
        printed.add_column(heading, justify="left" if heading == "Method" else "right")
    of = {(line.method, line.kind): line for line in table}
    for method, line in overall.items():
        pointing = [_share(one.pointing if (one := of.get((method, kind))) else None) for kind in kinds]
        shares = (_share(line.untrained_pointing), _share(line.chance), _share(line.mass), _share(line.untrained_mass))
        gain = f"{line.deletion_gain:+.1f} [{line.least_gain:+.1f}, {line.most_gain:+.1f}]"
        similarity = "" if line.untrained_similarity is None else f"{line.untrained_similarity:+.2f}"
        printed.add_row(
            line.title, *pointing, *shares, gain, similarity, "" if line.seconds is None else f"{line.seconds:.1f}"
        )
    terminal = Console(highlight=False, markup=False)
    if not terminal.is_terminal:
        terminal.width = PRINTED_WIDTH
    terminal.print(printed)
    terminal.print(
        "Points at it: moments with the maximum where the face moves. Mass: positive relevance that lies there."
    )
    terminal.print("Deletion: how far the score falls below that of random orders; in brackets, of single clips.")
    terminal.print("ρ untrained: likeness to an untrained network's map; near 1 it shows the picture, not the network.")


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.0%}"
