"""``stadrn complexity``: Table 4, counted, beside the paper's figures."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from stadrn_core.cli.console import progress_bar
from stadrn_core.types import Progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stadrn_core.complexity import ClipShape, Row

COLUMNS = ("Network", "Params (M)", "paper", "off", "GMAC", "2×MAC (G)", "paper", "off", "paper's rule")
WIDTH = 118
"""Columns of the printed table where the output is no terminal."""

commands = typer.Typer()


@commands.command()
def complexity(
    json_file: Annotated[Path | None, typer.Option("--json", help="Also write everything into this file.")] = None,
    size: Annotated[
        str | None, typer.Option(help="Clip to count for, such as 64x224x224; what the paper's figures hold for.")
    ] = None,
) -> int:
    """Print Table 4: parameters and operations of STA-DRN, 3D ResNets and MDNs, next to the paper's figures."""
    from stadrn_core.complexity import TABLE_4, table_rows

    clip = None if size is None else _clip_shape(size)
    rows: list[Row] = []
    try:
        with progress_bar() as show:
            for row in table_rows(clip):
                rows.append(row)
                show(Progress("counting", len(rows), len(TABLE_4), "networks"))
    except ValueError as error:
        raise typer.BadParameter(f"--size: {error}") from error
    out = Console(highlight=False, markup=False)
    if not out.is_terminal:
        out.width = WIDTH
    out.print(_table(rows))
    out.print(_rules(rows))
    if json_file is not None:
        _write(json_file, rows)
    return 0


def _clip_shape(text: str) -> ClipShape:
    match = re.fullmatch(r"(\d+)[x×](\d+)[x×](\d+)", text.strip().lower())
    if match is None:
        raise typer.BadParameter(f"--size must be frames x height x width, such as 64x224x224, got {text!r}")
    length, height, width = map(int, match.groups())
    return length, height, width


def _table(rows: Sequence[Row]) -> Table:
    table = Table(title=f"Complexity for one clip of {_words(rows[0].clip)}")
    for i, name in enumerate(COLUMNS):
        table.add_column(name, justify="left" if i in (0, len(COLUMNS) - 1) else "right")
    for row in rows:
        stated = row.stated
        table.add_row(
            row.name,
            f"{row.parameters / 1e6:.2f}",
            f"{stated.parameters:.2f}" if stated else "–",
            _percent(row.parameters_off),
            f"{row.count.macs / 1e9:.1f}",
            f"{2 * row.count.macs / 1e9:.1f}",
            f"{stated.operations:.2f}" if stated else "–",
            _percent(row.operations_off),
            _rule(row),
        )
    return table


def _rule(row: Row) -> str:
    if row.stated is None:
        return "published weights"
    words = ["MAC" if row.stated.operations_per_mac == 1 else "2×MAC"]
    if row.stated.with_statistics:
        words.append("BN statistics")
    if row.parameters_clip != row.clip:
        words.append(f"params at {_words(row.parameters_clip)}")
    return ", ".join(words)


def _rules(rows: Sequence[Row]) -> str:
    sizes = sum(row.parameters_off is None and row.stated is not None for row in rows)
    return (
        "Counted: multiply-accumulates of convolutions and fully connected layers; normalisation, activations and "
        "pooling are left out.\n"
        "Off: count against the paper's figure by the paper's own rule for that row; its FLOPs are MAC for ResNet and "
        "STA, 2×MAC for MDN.\n"
        "BN statistics: parameters are those that are trained and running means and variances; else the trained ones."
        + ("\nAn MDN's parameters depend on the clip's size: the paper's hold for another one." if sizes else "")
    )


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{round(share, 4) + 0.0:+.2%}"


def _words(clip: ClipShape) -> str:
    return "×".join(map(str, clip))


def _write(path: Path, rows: Sequence[Row]) -> None:
    from stadrn_core.export.files import whole_file

    with whole_file(path) as unfinished:
        unfinished.write_text(json.dumps([row.to_json() for row in rows], indent=2, ensure_ascii=False) + "\n", "utf-8")
