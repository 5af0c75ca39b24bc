"""``stadrn figure``: a figure of an analysis, or the same one again from the recipe that it carries."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from stadrn_core.cli.analysis import check_quantity, recording_of
from stadrn_core.cli.console import DeidentifyOption, QuantityOption, VideoOption, console, given
from stadrn_core.errors import ExportError
from stadrn_core.folders import analyses_folder, store_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stadrn_core.export.recipe import FigureRecipe
    from stadrn_core.view import Quantity, ViewSettings

FARTHEST_SECONDS = 1e9
"""Where --to is not given: the recording ends before."""
NOT_OF_THE_LOOK = ("sources", "out", "video")

commands = typer.Typer()


@commands.command()
def figure(
    context: typer.Context,
    sources: Annotated[
        list[Path],
        typer.Argument(
            metavar="[RECIPE] ANALYSES...",
            help="Folder that 'stadrn explain' wrote, or a stored analysis; several of one recording for checkpoints. "
            "First a figure, or its recipe as .json, to make that one again; analyses that the window keeps are then "
            "found without being named.",
        ),
    ],
    out: Annotated[Path, typer.Option(help="File to write: .pdf, .svg, .png or .tif.")],
    video: VideoOption = None,
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
    quantity: QuantityOption = "weighted",
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
    view: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=VALUE",
            help="How else maps look, by the names of a recipe's view: cells=native, placement=resize, "
            "scale_mode=clip, colormap=viridis, opacity=0.7, guided_style, guided_saturation; several times.",
        ),
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
    """Write a figure at journal size. It carries its recipe: 'stadrn figure FIGURE' makes the same file again."""
    if sources[0].is_file():
        if typed := given(context, set(context.params) - set(NOT_OF_THE_LOOK)):
            options = ", ".join(f"--{OPTIONS.get(name, name).replace('_', '-')}" for name in typed)
            raise typer.BadParameter(f"the recipe says how the figure looks: leave out {options}")
        _make_again(sources[0], sources[1:], out, video)
    else:
        if len(sources) > 1 and kind != "checkpoints":
            raise typer.BadParameter(f"several analyses are shown by --kind checkpoints, not by {kind}")
        look: dict[str, Any] = {
            "kind": kind,
            "columns": _columns(column),
            "width_mm": _millimetres(width),
            "dots_per_inch": dpi,
            "layout": layout,
            "contours": contours,
            "timeline": timeline,
            "font": font,
            "show_name": show_name,
            "seconds": _seconds(begin, until),
            "measure": measure,
            "scale": scale,
            "truth": truth,
            "letters": letters,
            "deidentify": deidentify,
        }
        _make(sources, out, video, frame, _view(quantity, limits, view or ()), look)
    console.print(f"Written: {out}")
    return 0


OPTIONS = {"begin": "from", "until": "to"}
"""Options that are not called as their parameter is."""


def _make(
    folders: list[Path],
    out: Path,
    video: Path | None,
    frames: list[int] | None,
    view: ViewSettings,
    look: dict[str, Any],
) -> None:
    """A new figure of the first analysis, beside the others."""
    from stadrn_core.export.figure import write_figure
    from stadrn_core.store import AnalysisStore
    from stadrn_core.video import open_recording

    with ExitStack() as stack:
        store, *others = (stack.enter_context(AnalysisStore.open(store_in(folder))) for folder in folders)
        check_quantity(store, view.quantity)
        with open_recording(recording_of(store, video)) as source:
            write_figure(store, source, out, frames or None, view, others=others, **look)


def _make_again(path: Path, folders: list[Path], out: Path, video: Path | None) -> None:
    """The figure that a recipe describes, of analyses in any order."""
    from stadrn_core.export.figure import write_from_recipe
    from stadrn_core.export.recipe import analysis_key, read_recipe
    from stadrn_core.store import AnalysisStore
    from stadrn_core.video import open_recording

    recipe = read_recipe(path)
    found = [store_in(folder) for folder in folders] or _kept_analyses(recipe)
    with ExitStack() as stack:
        stores = [stack.enter_context(AnalysisStore.open(one)) for one in found]
        store, *others = sorted(stores, key=lambda one: analysis_key(one.manifest) != recipe.analysis_key)
        with open_recording(recording_of(store, video)) as source:
            write_from_recipe(store, source, out, recipe, others)


def _kept_analyses(recipe: FigureRecipe) -> list[Path]:
    """The recipe's analyses among those that the window keeps.

    Raises:
        ExportError: they are not there.
    """
    folders = [analyses_folder() / f"{key}.zarr" for key in (recipe.analysis_key, *recipe.others)]
    if not all(folder.is_dir() for folder in folders):
        raise ExportError(
            "The window keeps no analysis that this recipe was made of. Name the folder of the analysis after the "
            "recipe."
        )
    return folders


def _columns(names: list[str] | None) -> tuple[str, ...]:
    from stadrn_core.export.recipe import COLUMNS

    if unknown := set(names or ()) - set(COLUMNS):
        raise typer.BadParameter(f"--column must be one of {', '.join(COLUMNS)}, got {', '.join(sorted(unknown))}")
    return tuple(names or COLUMNS)


def _seconds(begin: float | None, until: float | None) -> tuple[float, float] | None:
    if begin is None and until is None:
        return None
    first, last = begin or 0.0, FARTHEST_SECONDS if until is None else until
    if not first < last:
        raise typer.BadParameter(f"--from {first:g} must lie before --to {last:g}")
    return first, last


def _view(quantity: Quantity, limits: tuple[float, float] | None, stated: Sequence[str]) -> ViewSettings:
    """What the maps show, and how; ``stated`` as name=value."""
    from pydantic import TypeAdapter, ValidationError

    from stadrn_core.view import ViewSettings

    if limits is not None and not limits[0] < limits[1]:
        raise typer.BadParameter(f"--limits {limits[0]:g} {limits[1]:g}: the first must be the smaller")
    named = {name: value for name, _, value in (one.partition("=") for one in stated)}
    names = [name for name in ViewSettings.__dataclass_fields__ if name not in ("quantity", "manual_limits")]
    if unknown := set(named) - set(names):
        raise typer.BadParameter(f"--view: no {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    fields: dict[str, object] = {"scale_mode": "recording", **named, "quantity": quantity}
    if limits is not None:
        fields |= {"scale_mode": "manual", "manual_limits": limits}
    try:
        return TypeAdapter(ViewSettings).validate_python(fields)
    except ValidationError as error:
        first = error.errors()[0]
        place = " ".join(["--view", *map(str, first["loc"])])
        raise typer.BadParameter(f"{place}: {first['msg']}") from error


def _millimetres(text: str) -> float:
    from stadrn_core.export.recipe import WIDTHS_MM

    try:
        value = WIDTHS_MM[text] if text in WIDTHS_MM else float(text.removesuffix("mm"))
    except ValueError:
        value = 0.0
    if not 60 <= value <= 400:
        raise typer.BadParameter(f"--width must be single, double, or 60 to 400 mm, got {text}")
    return value
