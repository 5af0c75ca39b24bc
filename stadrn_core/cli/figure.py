"""``stadrn figure``: a figure of an analysis, or the same one again from the recipe that it carries."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from stadrn_core.cli.analysis import check_quantity, recording_of
from stadrn_core.cli.console import DeidentifyOption, console
from stadrn_core.folders import store_in

commands = typer.Typer()


@commands.command()
def figure(
    analysis: Annotated[Path, typer.Argument(help="Folder that 'stadrn explain' wrote, or a stored analysis.")],
    out: Annotated[Path, typer.Option(help="File to write: .pdf, .svg, .png or .tif.")],
    recipe: Annotated[Path | None, typer.Option(help="A figure (or its recipe as .json) to make again.")] = None,
    video: Annotated[Path | None, typer.Option(help="The recording, where it has been moved.")] = None,
    frame: Annotated[list[int] | None, typer.Option(min=0, help="A source frame to show; several times.")] = None,
    column: Annotated[
        list[str] | None, typer.Option(help="face, overlay, heat or guided; several times. All where none is named.")
    ] = None,
    width: Annotated[str, typer.Option(help="single or double (journal columns), or a width in mm.")] = "double",
    quantity: Annotated[
        Literal["weighted", "unweighted", "gradcam", "signed"], typer.Option(help="The map shown as heat.")
    ] = "weighted",
    layout: Annotated[
        Literal["rows", "filmstrip"], typer.Option(help="A row for each frame, or frames beside each other.")
    ] = "rows",
    contours: Annotated[bool, typer.Option("--contours", help="Lines of equal heat, for print in grey.")] = False,
    timeline: Annotated[bool, typer.Option("--timeline/--no-timeline", help="The score over time below.")] = True,
    dpi: Annotated[int, typer.Option(min=30, max=2400, help="Of .png and .tif.")] = 300,
    font: Annotated[str, typer.Option(help="Font family, such as Arial; what is usual where empty.")] = "",
    show_name: Annotated[bool, typer.Option("--show-name", help="Put the recording's file name over it.")] = False,
    deidentify: DeidentifyOption = "none",
) -> int:
    """Write a figure at journal size. It carries its recipe: --recipe FIGURE makes the same file again."""
    from stadrn_core.export.figure import write_figure, write_from_recipe
    from stadrn_core.export.recipe import COLUMNS, read_recipe
    from stadrn_core.store import AnalysisStore
    from stadrn_core.video import open_recording
    from stadrn_core.view import ViewSettings

    unknown = set(column or ()) - set(COLUMNS)
    if unknown:
        raise typer.BadParameter(f"--column must be one of {', '.join(COLUMNS)}, got {', '.join(sorted(unknown))}")
    look: dict[str, Any] = {
        "columns": tuple(column or COLUMNS),
        "width_mm": _millimetres(width),
        "layout": layout,
        "contours": contours,
        "timeline": timeline,
        "dots_per_inch": dpi,
        "font": font,
        "show_name": show_name,
        "deidentify": deidentify,
    }
    with AnalysisStore.open(store_in(analysis)) as store:
        check_quantity(store, quantity)
        path = recording_of(store, video)
        with open_recording(path) as source:
            if recipe is not None:
                write_from_recipe(store, source, out, read_recipe(recipe))
            else:
                write_figure(store, source, out, frame or None, ViewSettings(quantity=quantity), **look)
    console.print(f"Written: {out}")
    return 0


def _millimetres(text: str) -> float:
    from stadrn_core.export.recipe import WIDTHS_MM

    try:
        value = WIDTHS_MM[text] if text in WIDTHS_MM else float(text.removesuffix("mm"))
    except ValueError:
        value = 0.0
    if not 60 <= value <= 400:
        raise typer.BadParameter(f"--width must be single, double, or 60 to 400 mm, got {text}")
    return value
