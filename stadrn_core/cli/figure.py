"""``stadrn figure``: a figure of an analysis, or the same one again from the recipe that it carries."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from stadrn_core.cli.analysis import check_quantity, recording_of
from stadrn_core.cli.console import DeidentifyOption, console
from stadrn_core.folders import store_in

commands = typer.Typer()


@commands.command()
def figure(
    analyses: Annotated[
        list[Path],
        typer.Argument(
            help="Folder that 'stadrn explain' wrote, or a stored analysis; several of one recording for checkpoints."
        ),
    ],
    out: Annotated[Path, typer.Option(help="File to write: .pdf, .svg, .png or .tif.")],
    recipe: Annotated[Path | None, typer.Option(help="A figure (or its recipe as .json) to make again.")] = None,
    video: Annotated[Path | None, typer.Option(help="The recording, where it has been moved.")] = None,
    kind: Annotated[
        Literal["frames", "timeline", "region_raster", "checkpoints"],
        typer.Option(
            help="Frames with their maps; score, evidence and heat over time; regions over time; several checkpoints."
        ),
    ] = "frames",
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
    begin: Annotated[float | None, typer.Option("--from", min=0, help="Seconds where kinds over time begin.")] = None,
    until: Annotated[float | None, typer.Option("--to", min=0, help="Seconds where they end.")] = None,
    measure: Annotated[
        Literal["share", "relative_share", "mean", "points"], typer.Option(help="Of the regions, for region_raster.")
    ] = "share",
    limits: Annotated[
        tuple[float, float] | None, typer.Option(help="Ends of the colour scale; those of the recording otherwise.")
    ] = None,
    scale: Annotated[
        Literal["shared", "own"], typer.Option(help="One colour scale for all checkpoints, or one for each.")
    ] = "shared",
    truth: Annotated[
        float | None, typer.Option(min=0, max=63, help="Known BDI-II score, told beside the predictions.")
    ] = None,
    letters: Annotated[bool, typer.Option("--letters/--no-letters", help="Name the panels by letters.")] = True,
    contours: Annotated[bool, typer.Option("--contours", help="Lines of equal heat, for print in grey.")] = False,
    timeline: Annotated[bool, typer.Option("--timeline/--no-timeline", help="The score over time below.")] = True,
    dpi: Annotated[int, typer.Option(min=30, max=2400, help="Of .png and .tif.")] = 300,
    font: Annotated[str, typer.Option(help="Font family, such as Arial; what is usual where empty.")] = "",
    show_name: Annotated[bool, typer.Option("--show-name", help="Put the recording's file name over it.")] = False,
    deidentify: DeidentifyOption = "none",
) -> int:
    """Write a figure at journal size. It carries its recipe: --recipe FIGURE makes the same file again."""
    from stadrn_core.export.figure import write_figure, write_from_recipe
    from stadrn_core.export.recipe import COLUMNS, analysis_key, read_recipe
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
        "kind": kind,
        "seconds": None if begin is None and until is None else (begin or 0.0, until if until is not None else 1e9),
        "measure": measure,
        "scale": scale,
        "truth": truth,
        "letters": letters,
    }
    if begin is not None and until is not None and not begin < until:
        raise typer.BadParameter(f"--from {begin:g} must lie before --to {until:g}")
    if limits is not None and not limits[0] < limits[1]:
        raise typer.BadParameter(f"--limits {limits[0]:g} {limits[1]:g}: the first must be the smaller")
    if len(analyses) > 1 and recipe is None and kind != "checkpoints":
        raise typer.BadParameter(f"several analyses are shown by --kind checkpoints, not by {kind}")
    view = ViewSettings(quantity=quantity, scale_mode="manual" if limits else "recording", manual_limits=limits)
    with ExitStack() as stack:
        stores = [stack.enter_context(AnalysisStore.open(store_in(one))) for one in analyses]
        wanted = read_recipe(recipe) if recipe is not None else None
        if wanted is not None:
            stores.sort(key=lambda store: analysis_key(store.manifest) != wanted.analysis_key)
        store, *others = stores
        check_quantity(store, quantity)
        with open_recording(recording_of(store, video)) as source:
            if wanted is not None:
                write_from_recipe(store, source, out, wanted, others)
            else:
                write_figure(store, source, out, frame or None, view, others=others, **look)
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
