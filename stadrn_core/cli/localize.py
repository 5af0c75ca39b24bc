"""``stadrn localize``: do maps point where synthetic faces move?"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stadrn_core.cli.console import INTERRUPTED, DeviceOption, KindOption, console, say
from stadrn_core.cli.evaluate import IntervalOption, SplitChoice, chosen_split, load, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stadrn_core.geometry import Placement
    from stadrn_core.localize import Rate, Share

TABLE_FILE = "localization.csv"
WANTED_SHARE = 0.8
PAPERS_MAP = ("gradcampp", "nothing", "centred")

commands = typer.Typer()


@commands.command()
def localize(
    data: Annotated[list[Path], typer.Argument(help="Data sets of 'stadrn synth' with held-out faces.")],
    checkpoint: Annotated[Path, typer.Option(help="Weights: .safetensors, .pth, .pt or .ckpt.")],
    out: Annotated[Path, typer.Option(help="Folder for the results; an interrupted run goes on there.")],
    device: DeviceOption = "auto",
    kind: KindOption = None,
    split: Annotated[SplitChoice, typer.Option(help="Faces that the checkpoint has not learned from.")] = "all",
    count: Annotated[int | None, typer.Option(min=1, help="As many items of each data set.")] = None,
    least_label: Annotated[float, typer.Option(min=0, help="Judge moments whose true score is above this.")] = 14.0,
    sample_interval: IntervalOption = None,
    seed: Annotated[int, typer.Option(min=0, help="Of the untrained weights and of the bootstrap.")] = 0,
) -> int:
    """Count how often each method's maximum lies where the face moves, by kind of action, beside controls."""
    from stadrn_core.evaluate import EvaluationSettings
    from stadrn_core.labels import listing
    from stadrn_core.localize import judge, rates, write_table
    from stadrn_core.localize_items import find_items
    from stadrn_core.localize_maps import compute_maps, read_maps

    loaded = load(checkpoint, device, kind)
    faces = EvaluationSettings(sample_interval=sample_interval).face_settings(loaded)
    sources, problems = find_items(data, loaded.config, faces, split=chosen_split(split), count=count)
    if problems:
        say("Left out", "yellow", f"{len(problems)} rows{listing(problems)}")
    identity = {"sample_interval": faces.sample_interval, "size_px": faces.alignment.size_px}
    failures = shown(compute_maps(sources, loaded, out, identity, seed), out)
    if failures is None:
        return INTERRUPTED
    for name, reason in failures.items():
        say("Left out", "yellow", f"{name}: {reason}")
    items = [read_maps(out, source) for source in sources if source.name not in failures]
    table = rates(judge(items, loaded.config, least_label), seed) if items else []
    if not table:
        say("Note", "yellow", f"no item has a moment with a true score above {least_label:g} and a face that moves.")
        return 1
    write_table(out / TABLE_FILE, table)
    _tell(table, "centred")
    _tell(table, "resize")
    _tell_conclusion(table)
    console.print(f"Results in {out / TABLE_FILE}")
    return 0


def _tell(table: Sequence[Rate], placement: Placement) -> None:
    """For each kind a line for each map."""
    from stadrn_core.localize import CONTROLS

    where = {"centred": "at their centres", "resize": "spread by the usual resize"}[placement]
    own = [one for one in table if one.placement == placement]
    width = max(len(one.title) for one in own)
    console.print(f"Maxima where the face moves, cells {where}; then on the same moments: middle of the face, own mean")
    console.print("map, untrained network, and the share of pixels that would be a hit. In brackets: 95% intervals.")
    for kind, lines in groupby(own, key=lambda one: one.kind):
        of_kind = list(lines)
        console.print(f"{kind}: {of_kind[0].num_moments} moments of {of_kind[0].num_subjects} faces")
        for one in of_kind:
            controls = "".join(f"{one.controls[name].rate:>6.0%}" for name in CONTROLS)
            console.print(f"  {one.title:<{width}}  {_words(one.trained):<16}{controls}{one.mask_share:>6.0%}")


def _words(share: Share) -> str:
    return f"{share.rate:.0%} [{share.low:.0%}, {share.high:.0%}]"


def _tell_conclusion(table: Sequence[Rate]) -> None:
    from stadrn_core.localize import reaching

    kinds = ", ".join(dict.fromkeys(one.kind for one in table))
    good = reaching(table, WANTED_SHARE)
    console.print(f"At least {WANTED_SHARE:.0%} for each kind ({kinds}): {', '.join(good) or 'no map'}.")
    paper = [one for one in table if (one.method, one.less, one.placement) == PAPERS_MAP]
    told = ", ".join(
        f"{one.kind} {_words(one.trained)} (own mean map {one.controls['mean_map'].rate:.0%})" for one in paper
    )
    console.print(f"The paper's map: {told}.")
