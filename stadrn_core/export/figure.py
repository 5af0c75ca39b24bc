"""A figure in the manner of the paper's Fig. 11: frames with their maps, and the score over time."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import matplotlib
import numpy as np
from matplotlib.font_manager import findfont

from stadrn_core.damage import read_or_blank
from stadrn_core.errors import ExportError
from stadrn_core.export.deidentify import STATEMENTS, check_possible, render_deidentified
from stadrn_core.export.figure_checkpoints import draw_checkpoints
from stadrn_core.export.figure_timeline import draw_region_raster, draw_timeline
from stadrn_core.export.files import whole_file
from stadrn_core.export.frame_row import (
    colour_bar,
    column_pictures,
    column_titles,
    draw_contours,
    letter,
    row_words,
    show_picture,
)
from stadrn_core.export.page import QUIET, STYLE, Page
from stadrn_core.export.recipe import (
    COLUMNS,
    NEED_FRAMES,
    TIFF_SUFFIXES,
    Column,
    FigureRecipe,
    analysis_key,
    saving_with,
)
from stadrn_core.export.rows import RESEARCH_USE
from stadrn_core.export.score_axes import draw_scores
from stadrn_core.export.sheet import UNTRAINED, score_words
from stadrn_core.render import QUANTITY_LABELS, ViewSettings
from stadrn_core.types import FaceState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from stadrn_core.render import AnalysisView, DisplayFrame
    from stadrn_core.trust import MapName, MeasureResult
    from stadrn_core.types import Frame, FrameSource, UInt8Array

SUFFIXES = (".pdf", ".svg", ".png", *TIFF_SUFFIXES)
DEFAULT_ROWS = 4
GAP, MARGIN, LEFT, RIGHT, TOP, TITLE, TIMELINE, BOTTOM = 0.07, 0.12, 1.08, 0.6, 0.3, 0.22, 1.5, 0.55
"""Sizes in inches."""
LEAST_SIDE, MOST_SIDE, LEAST_STEP = 0.7, 1.8, 0.95
"""Of a picture, and of a row with its words."""
TITLE_LINE, FOOTER_LINE, FOOTER_LETTERS = 0.12, 0.13, 19.5
"""Height of a further line, and letters of the footer that fit into an inch."""
STRIP_LEFT, STRIP_WORDS = 1.35, 0.46
"""Of a filmstrip: where the frames begin, and the height of their words."""
MM = 1 / 25.4


def write_figure(
    store: AnalysisView,
    source: FrameSource,
    path: Path,
    frame_indices: Sequence[int] | None = None,
    settings: ViewSettings | None = None,
    *,
    overwrite: bool = True,
    trust: Sequence[MeasureResult] = (),
    others: Sequence[AnalysisView] = (),
    **layout: Any,
) -> FigureRecipe:
    """Write a figure for print: vector text that stays editable in PDF and SVG, pictures as they are on the screen.

    The figure carries its recipe, from which ``write_from_recipe`` makes the same file again.

    Args:
        store: the analysis.
        source: its recording.
        path: file ending in .pdf, .svg, .png, .tif or .tiff.
        frame_indices: source frames, a row each; by default up to four with a face and a map, evenly spread over the
            recording (not chosen by what they show).
        settings: what to show and how; the defaults of the window otherwise.
        overwrite: replace a file that is there.
        trust: results of tests of the maps, told below the figure.
        others: analyses of the same recording by further checkpoints, for the kind ``checkpoints``.
        layout: further fields of ``FigureRecipe``: kind, columns, width_mm, dots_per_inch and so on.

    Returns:
        The recipe.

    Raises:
        ExportError: the file cannot be written, the recording is not the one that was analysed, or there is no frame
            to show.
    """
    kind = layout.get("kind", "frames")
    chosen = () if kind not in NEED_FRAMES else tuple(frame_indices or representative_frames(store))
    if kind in NEED_FRAMES and not chosen:
        raise ExportError(f"{path} cannot be written: no frame has both a face and a map. Analyse the recording first.")
    columns = layout.get("columns", COLUMNS)
    if layout.get("deidentify", "none") != "none":
        columns = [name for name in columns if name != "guided"]
    view = settings or ViewSettings()
    view = _comparable(view, [store, *others]) if kind == "checkpoints" else view
    if kind == "checkpoints" and not others:
        raise ExportError(f"{path} cannot be written: a second checkpoint's analysis of the recording is missing.")
    recipe = FigureRecipe(
        recording_sha256=store.manifest.recording.sha256,
        analysis_key=analysis_key(store.manifest),
        others=tuple(analysis_key(other.manifest) for other in others),
        frames=chosen,
        view=view,
        tested=_tested(store, chosen, view, columns, trust) if kind == "frames" else "",
        **layout,
    )
    write_from_recipe(store, source, path, recipe, others, overwrite=overwrite)
    return recipe


def write_from_recipe(
    store: AnalysisView,
    source: FrameSource,
    path: Path,
    recipe: FigureRecipe,
    others: Sequence[AnalysisView] = (),
    *,
    overwrite: bool = True,
) -> None:
    """Write the figure that a recipe describes: with the same versions the same bytes.

    Args:
        store: the analysis that the recipe names.
        source: its recording.
        path: file ending in .pdf, .svg, .png, .tif or .tiff.
        recipe: what to show and how.
        others: analyses by further checkpoints that it names, in any order.
        overwrite: replace a file that is there.

    Raises:
        ExportError: as ``write_figure``; the analysis is not the one that the recipe names.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise ExportError(f"{path} cannot be written: the name must end in {', '.join(SUFFIXES)}. Choose such a name.")
    if analysis_key(store.manifest) != recipe.analysis_key:
        raise ExportError("The recipe was made of another recording, checkpoint or setting than this analysis.")
    if source.info.num_frames != len(store.pts_seconds):
        raise ExportError(f"{source.info.path} is not the recording that was analysed. Open that one.")
    if any(not 0 <= frame < source.info.num_frames for frame in recipe.frames):
        raise ExportError(f"The recipe shows frame {max(recipe.frames)}, the recording has {source.info.num_frames}.")
    known = {analysis_key(other.manifest): other for other in others}
    if missing := [key for key in recipe.others if key not in known]:
        raise ExportError(
            f"The recipe compares {len(recipe.others) + 1} checkpoints, and the analyses of {len(missing)} of them are "
            "not named. Name the folders of all."
        )
    if recipe.show_name and recipe.deidentify != "none":
        raise ExportError(f"{path} cannot be written: a de-identified figure carries no name. Leave the name out.")
    check_possible(store, recipe.deidentify)
    saving = saving_with(recipe, path.suffix.lower())
    with matplotlib.rc_context(_style(recipe)), whole_file(path, overwrite) as unfinished:
        figure = _figure([store, *(known[key] for key in recipe.others)], source, recipe)
        figure.savefig(unfinished, dpi=recipe.dots_per_inch, **saving)


def representative_frames(store: AnalysisView, count: int = DEFAULT_ROWS) -> list[int]:
    """Sampled frames with a face, in explained clips with a score above 0, evenly spread over the recording."""
    plan, states = store.plan, store.face_states()
    explained = [i for i, record in store.records.items() if record.score]
    covered = np.unique(plan.positions[explained]) if explained else np.array([], dtype=np.int64)
    fit = covered[states[covered] == FaceState.FOUND]
    if len(fit) == 0:
        return []
    places = (np.arange(min(count, len(fit))) + 0.5) / min(count, len(fit)) * len(fit)
    return [int(plan.frame_indices[fit[int(place)]]) for place in places]


def _style(recipe: FigureRecipe) -> Any:
    """Matplotlib's settings, with the font that was asked for.

    Raises:
        ExportError: it is not installed.
    """
    if not recipe.font:
        return STYLE
    try:
        findfont(recipe.font, fallback_to_default=False)
    except ValueError as error:
        raise ExportError(f"The font {recipe.font!r} is not installed. Choose another one.") from error
    return {**STYLE, "font.sans-serif": [recipe.font, *STYLE["font.sans-serif"]]}


def _comparable(settings: ViewSettings, stores: Sequence[AnalysisView]) -> ViewSettings:
    """Points, which have a common unit between networks; magnitudes, which have none, where asked for or needed."""
    magnitudes = settings.quantity == "unweighted" or not all(one.manifest.has_signed_points for one in stores)
    return replace(settings, quantity="unweighted" if magnitudes else "signed", scale_mode="recording")


def _figure(stores: Sequence[AnalysisView], source: FrameSource, recipe: FigureRecipe) -> Figure:
    """What the recipe's kind shows, and what must be said of it."""
    store = stores[0]
    footer = _footer_lines(stores, recipe, recipe.width_mm * MM)
    bottom = BOTTOM + FOOTER_LINE * (len(footer) - 2)
    title = TITLE if recipe.show_name else 0.0
    match recipe.kind:
        case "frames":
            page = _frames(store, source, recipe, bottom)
        case "timeline":
            page, _ = draw_timeline(store, recipe, title, bottom)
        case "region_raster":
            page, _ = draw_region_raster(store, recipe, title, bottom)
        case "checkpoints":
            page, _ = draw_checkpoints(stores, source, recipe, 0.12 + title, bottom + 0.12)
    if recipe.show_name:
        page.text(MARGIN, 0.12, store.manifest.recording.name, size=9, weight="bold")
    page.text(MARGIN, page.height - bottom + 0.05, "\n".join(footer), size=6.5, color=QUIET, linespacing=1.4)
    trained = all(one.manifest.checkpoint.trained for one in stores)
    use = RESEARCH_USE if trained else f"{UNTRAINED}. {RESEARCH_USE}"
    page.text(MARGIN, page.height - 0.2, use, size=6.5, weight="bold")
    return page.figure


def _frames(store: AnalysisView, source: FrameSource, recipe: FigureRecipe, bottom: float) -> Page:
    """The frames in the recipe's layout, colour bars, and the score over time."""
    frames = (read_or_blank(source, frame_index) for frame_index in recipe.frames)
    rows = [render_deidentified(store, frame, recipe.view, recipe.deidentify) for frame in frames]
    columns = [
        name for name in recipe.columns if name != "guided" or any(display.guided is not None for _, display in rows)
    ]
    if not columns:
        reason = "this analysis has none" if recipe.deidentify == "none" else "they show the face"
        raise ExportError(f"The figure would show nothing but guided maps, and {reason}. Add a column.")
    draw = _draw_filmstrip if recipe.layout == "filmstrip" else _draw_rows
    page, bars_end = draw(store, rows, recipe, columns, (TIMELINE if recipe.timeline else 0.12) + bottom)
    if recipe.timeline:
        named = {letter(r): frame.pts_seconds for r, (frame, _) in enumerate(rows)} if recipe.letters else {}
        right = page.width - LEFT - RIGHT
        draw_scores(page.axes(LEFT, bars_end + 0.08, right, TIMELINE - 0.45), store, named, recipe.truth)
    return page


def _side(recipe: FigureRecipe, count: int, left: float, what: str) -> float:
    """Side of a picture, ``count`` of which stand beside each other.

    Raises:
        ExportError: they do not fit.
    """
    side = (recipe.width_mm * MM - left - RIGHT - (count - 1) * GAP) / count
    if side < LEAST_SIDE:
        raise ExportError(
            f"{count} {what} do not fit into {recipe.width_mm:g} mm. Show fewer, or make the figure wider."
        )
    return min(side, MOST_SIDE)


def _draw_rows(
    store: AnalysisView,
    rows: list[tuple[Frame, DisplayFrame]],
    recipe: FigureRecipe,
    columns: list[Column],
    below: float,
) -> tuple[Page, float]:
    """A row of pictures for each frame; the page, and where the colour bars end."""
    settings = recipe.view
    side = _side(recipe, len(columns), LEFT, "columns")
    shared_scale = settings.scale_mode in ("recording", "manual")
    step = max(side, LEAST_STEP) + (0.08 if shared_scale else 0.55)
    titles = _wrapped_titles(settings, columns, side)
    has_two_lines = any("\n" in text for text in titles.values())
    top = TOP + (TITLE if recipe.show_name else 0.0) + (TITLE_LINE if has_two_lines else 0.0)
    bars_end = top + len(rows) * step + (0.52 if shared_scale else 0.0)
    page = Page(recipe.width_mm * MM, bars_end + below)
    for r, (frame, display) in enumerate(rows):
        y = top + r * step
        if recipe.letters:
            page.text(MARGIN, y + 0.02, f"({letter(r)})", size=8, weight="bold")
        page.text(
            MARGIN, y + (0.2 if recipe.letters else 0.02), row_words(store, display, recipe.truth), linespacing=1.5
        )
        has_bars = not shared_scale or r == len(rows) - 1
        pictures = column_pictures(frame, display, settings)
        for c, name in enumerate(columns):
            x = LEFT + c * (side + GAP)
            cell = page.axes(x, y, side, side)
            _show(cell, name, pictures, display, recipe)
            if r == 0:
                cell.set_title(titles[name], size=7.5, pad=4)
            if has_bars and not (name == "overlay" and "heat" in columns):
                bar = y + step - 0.01 if shared_scale else y + side + 0.07
                colour_bar(page, (x, bar, side), name, display, settings)
    return page, bars_end


def _draw_filmstrip(
    store: AnalysisView,
    rows: list[tuple[Frame, DisplayFrame]],
    recipe: FigureRecipe,
    columns: list[Column],
    below: float,
) -> tuple[Page, float]:
    """Frames beside each other, what is shown of each below one another; the page, and where the colour bars end.

    Raises:
        ExportError: the frames have scales of their own, for which there is no room.
    """
    settings = recipe.view
    if settings.scale_mode not in ("recording", "manual"):
        raise ExportError("A filmstrip has one colour scale: choose that of the recording, or limits of your own.")
    side = _side(recipe, len(rows), STRIP_LEFT, "frames")
    top = 0.12 + (TITLE if recipe.show_name else 0.0)
    words_end = top + STRIP_WORDS
    bars_end = words_end + len(columns) * (side + GAP) + 0.05
    page = Page(recipe.width_mm * MM, bars_end + below)
    titles = _wrapped_titles(settings, columns, STRIP_LEFT)
    for c, name in enumerate(columns):
        y = words_end + c * (side + GAP)
        page.text(MARGIN, y + 0.02, titles[name], size=7.5, linespacing=1.3)
        if name == "guided" or (name == "heat" or "heat" not in columns):
            display = next((one for _, one in rows if one.limits is not None), rows[0][1])
            colour_bar(page, (MARGIN, y + 0.42, STRIP_LEFT - MARGIN - 0.15), name, display, settings)
    for r, (frame, display) in enumerate(rows):
        x = STRIP_LEFT + r * (side + GAP)
        when, _, _, *said = row_words(store, display).split("\n")
        guided = [words for words in said if words.startswith("guided")]
        score = " ".join(words for words in said if words not in guided)
        if recipe.letters:
            page.text(x, top, f"({letter(r)})", size=8, weight="bold")
        page.text(x + (0.25 if recipe.letters else 0.0), top + 0.01, when, size=7)
        page.text(x, top + 0.16, "\n".join([score, *guided]), size=6, color=QUIET, linespacing=1.3)
        pictures = column_pictures(frame, display, settings)
        for c, name in enumerate(columns):
            _show(page.axes(x, words_end + c * (side + GAP), side, side), name, pictures, display, recipe)
    return page, bars_end


def _wrapped_titles(settings: ViewSettings, columns: Sequence[Column], width: float) -> dict[Column, str]:
    titles = column_titles(settings)
    return {name: "\n".join(textwrap.wrap(titles[name], max(round(19 * width / 1.3), 8))) for name in columns}


def _show(
    cell: Axes,
    name: Column,
    pictures: Mapping[Column, UInt8Array | None],
    display: DisplayFrame,
    recipe: FigureRecipe,
) -> None:
    show_picture(cell, pictures[name], display.note or "no map here")
    if recipe.contours and name in ("overlay", "heat") and pictures[name] is not None:
        draw_contours(cell, display)


def _footer_lines(stores: Sequence[AnalysisView], recipe: FigureRecipe, width: float) -> list[str]:
    store = stores[0]
    facts, score, settings = store.manifest, store.video_score, store.manifest.settings
    every = "every frame" if settings.sample_interval == 1 else f"every {settings.sample_interval} frames"
    cells = f"{facts.map_shape[1]}×{facts.map_shape[2]} cells for a face"
    truth = "" if recipe.truth is None else f"; known BDI-II {recipe.truth:g}"
    if recipe.kind == "checkpoints":
        scale = "one colour scale for all" if recipe.scale == "shared" else "a colour scale for each checkpoint"
        unit = "" if recipe.view.quantity == "signed" else "; magnitudes of different networks have no common unit"
        lines = [f"{settings.target_layer}, {every}; {scale}{unit}{truth}."]
    else:
        mean = "no score" if score is None else f"{score_words(score)}, mean over clips"
        error = f"known error: {facts.checkpoint.known_error or 'unknown'}"
        name = f"Checkpoint {facts.checkpoint.name}; " if recipe.deidentify == "none" else ""
        marks = " Marks along the lower edge: no face." if recipe.kind != "region_raster" else ""
        lines = [
            f"Recording: {mean}; {error}{truth}.{marks}",
            f"{name}{settings.target_layer}, {every}, {cells}.",
            recipe.tested,
        ]
    if recipe.kind in ("timeline", "region_raster"):
        quantity = "weighted" if recipe.view.quantity == "signed" else recipe.view.quantity
        sides = " Left and right are the subject's." if recipe.kind == "region_raster" else ""
        lines.append(f"Heat: {QUANTITY_LABELS[quantity]}.{sides}")
    if recipe.deidentify != "none":
        lines.append(f"{STATEMENTS[recipe.deidentify]}.")
    letters = round((width - 2 * MARGIN) * FOOTER_LETTERS)
    return [part for line in lines for part in textwrap.wrap(line, letters)]


def _tested(
    store: AnalysisView,
    frames: Sequence[int],
    settings: ViewSettings,
    columns: Sequence[Column],
    trust: Sequence[MeasureResult],
) -> str:
    """What was tested of the maps shown, over the clips shown."""
    from stadrn_core.export.trust import badge_of_clips

    spans = {i: store.plan.span(i) for i, record in store.records.items() if record.skipped_reason is None}
    clips = [i for i, (first, stop) in sorted(spans.items()) if any(first <= frame < stop for frame in frames)]
    names: list[MapName] = ["guided"] if "guided" in columns and store.manifest.settings.guided == "stored" else []
    said = []
    if settings.quantity == "gradcam":
        said.append("Plain Grad-CAM: not tested.")
    else:
        names.insert(0, "signed_points" if settings.quantity == "signed" else "gradcampp")
    said += [badge_of_clips(trust, name, clips) for name in names]
    return f"Tests of the maps: {' '.join(said)}"
