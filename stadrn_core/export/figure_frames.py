"""Frames with their maps for print: a row for each frame, or a filmstrip, with colour bars and the score over time."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from stadrn_core.damage import read_or_blank
from stadrn_core.errors import ExportError
from stadrn_core.export.deidentify import render_deidentified
from stadrn_core.export.frame_row import (
    colour_bar,
    column_pictures,
    column_titles,
    draw_contours,
    guided_words,
    letter,
    row_words,
    show_picture,
)
from stadrn_core.export.page import GAP, LEAST_SIDE, MM, MOST_SIDE, QUIET, Page, most_beside
from stadrn_core.export.score_axes import draw_scores
from stadrn_core.export.sheet import score_words, timestamp

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

    from stadrn_core.export.recipe import Column, FigureRecipe
    from stadrn_core.render import AnalysisView, DisplayFrame, ViewSettings
    from stadrn_core.types import Frame, FrameSource, UInt8Array

MARGIN, LEFT, RIGHT, TOP, TITLE, TIMELINE = 0.12, 1.08, 0.6, 0.3, 0.22, 1.5
"""Sizes in inches."""
TITLE_LINE, ROW_LINE, STRIP_LINE = 0.12, 0.147, 0.11
"""Height of a further line of a title, of a row's words and of a filmstrip's."""
STRIP_LEFT, STRIP_WORDS = 1.35, 0.22
"""Of a filmstrip: where the frames begin, and the height of a frame's time."""
STRIP_LETTERS = 19.5
"""Letters of a filmstrip's words that fit into an inch."""

Row = tuple["Frame", "DisplayFrame"]


def draw_frames(store: AnalysisView, source: FrameSource, recipe: FigureRecipe, bottom: float) -> Page:
    """The frames in the recipe's layout, colour bars, and the score over time.

    Args:
        store: the analysis.
        source: its recording.
        recipe: frames, columns, layout, width, view.
        bottom: room below, in inches.

    Raises:
        ExportError: there is nothing to show, the pictures do not fit, or a filmstrip has no one colour scale.
    """
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


def most_in_filmstrip(width_mm: float) -> int:
    """How many frames fit into a filmstrip."""
    return most_beside(width_mm * MM - STRIP_LEFT - RIGHT)


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
    store: AnalysisView, rows: list[Row], recipe: FigureRecipe, columns: list[Column], below: float
) -> tuple[Page, float]:
    """A row of pictures for each frame; the page, and where the colour bars end."""
    settings = recipe.view
    side = _side(recipe, len(columns), LEFT, "columns")
    shared_scale = settings.scale_mode in ("recording", "manual")
    words_top = 0.2 if recipe.letters else 0.02
    words = [row_words(store, display, recipe.truth, with_guided="guided" in columns) for _, display in rows]
    words_height = words_top + ROW_LINE * max(text.count("\n") + 1 for text in words)
    step = max(side + (0.0 if shared_scale else 0.47), words_height) + 0.08
    titles = _wrapped_titles(settings, columns, side)
    has_two_lines = any("\n" in text for text in titles.values())
    top = TOP + (TITLE if recipe.show_name else 0.0) + (TITLE_LINE if has_two_lines else 0.0)
    bars_end = top + len(rows) * step + (0.52 if shared_scale else 0.0)
    page = Page(recipe.width_mm * MM, bars_end + below)
    for r, (frame, display) in enumerate(rows):
        y = top + r * step
        if recipe.letters:
            page.text(MARGIN, y + 0.02, f"({letter(r)})", size=8, weight="bold")
        page.text(MARGIN, y + words_top, words[r], linespacing=1.5)
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
    store: AnalysisView, rows: list[Row], recipe: FigureRecipe, columns: list[Column], below: float
) -> tuple[Page, float]:
    """Frames beside each other, what is shown of each below one another; the page, and where the colour bars end.

    Raises:
        ExportError: the frames have scales of their own, for which there is no room.
    """
    settings = recipe.view
    if settings.scale_mode not in ("recording", "manual"):
        raise ExportError("A filmstrip has one colour scale: choose that of the recording, or limits of your own.")
    side = _side(recipe, len(rows), STRIP_LEFT, "frames")
    words = [_strip_words(display, side, "guided" in columns) for _, display in rows]
    top = 0.12 + (TITLE if recipe.show_name else 0.0)
    words_end = top + STRIP_WORDS + STRIP_LINE * max(text.count("\n") + 1 for text in words)
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
        if recipe.letters:
            page.text(x, top, f"({letter(r)})", size=8, weight="bold")
        page.text(x + (0.25 if recipe.letters else 0.0), top + 0.01, timestamp(display.pts_seconds), size=7)
        page.text(x, top + 0.16, words[r], size=6, color=QUIET, linespacing=1.3)
        pictures = column_pictures(frame, display, settings)
        for c, name in enumerate(columns):
            _show(page.axes(x, words_end + c * (side + GAP), side, side), name, pictures, display, recipe)
    return page, bars_end


def _strip_words(display: DisplayFrame, side: float, with_guided: bool) -> str:
    """Score of a frame, and which one its guided map is of, in lines as wide as its picture."""
    lines = [score_words(display.score), *(guided_words(display) if with_guided else ())]
    return "\n".join(part for line in lines for part in textwrap.wrap(line, round(side * STRIP_LETTERS)))


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
