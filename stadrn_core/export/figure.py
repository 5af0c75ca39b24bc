"""A figure in the manner of the paper's Fig. 11: frames with their maps, and the score over time."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import matplotlib
import numpy as np
from matplotlib.font_manager import findfont

from stadrn_core.errors import ExportError
from stadrn_core.export.deidentify import STATEMENTS, check_possible
from stadrn_core.export.figure_checkpoints import draw_checkpoints, most_columns
from stadrn_core.export.figure_file import save_with_recipe
from stadrn_core.export.figure_frames import MARGIN, TITLE, draw_frames, most_in_filmstrip
from stadrn_core.export.figure_timeline import draw_region_raster, draw_timeline, has_gaps
from stadrn_core.export.files import whole_file
from stadrn_core.export.frame_row import CONTOUR_WORDS
from stadrn_core.export.page import MM, QUIET, STYLE
from stadrn_core.export.recipe import (
    COLUMNS,
    NEED_FRAMES,
    TIFF_SUFFIXES,
    WIDTHS_MM,
    FigureRecipe,
    analysis_key,
)
from stadrn_core.export.rows import RESEARCH_USE
from stadrn_core.export.sheet import UNTRAINED, score_words
from stadrn_core.render import QUANTITY_LABELS, ViewSettings
from stadrn_core.types import FaceState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from matplotlib.figure import Figure

    from stadrn_core.export.recipe import Column
    from stadrn_core.render import AnalysisView
    from stadrn_core.trust import MapName, MeasureResult
    from stadrn_core.types import FrameSource

SUFFIXES = (".pdf", ".svg", ".png", *TIFF_SUFFIXES)
DEFAULT_ROWS = 4
FOOTER, FOOTER_LINE, FOOTER_LETTERS = 0.55, 0.13, 19.5
"""Inches of a footer of two lines and of a further one, and its letters that fit into an inch."""


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
            recording (not chosen by what they show), fewer where four do not fit.
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
    chosen = (
        () if kind not in NEED_FRAMES else tuple(frame_indices or representative_frames(store, _most_frames(layout)))
    )
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
    if recipe.kind in NEED_FRAMES:
        for one in (store, *(known[key] for key in recipe.others)):
            check_possible(one, recipe.deidentify)
    with matplotlib.rc_context(_style(recipe)), whole_file(path, overwrite) as unfinished:
        figure = _figure([store, *(known[key] for key in recipe.others)], source, recipe)
        save_with_recipe(figure, unfinished, recipe)


def _most_frames(layout: Mapping[str, Any]) -> int:
    """How many frames are shown where none are named."""
    width_mm = layout.get("width_mm", WIDTHS_MM["double"])
    if layout.get("kind") == "checkpoints":
        return min(most_columns(width_mm), DEFAULT_ROWS)
    return min(most_in_filmstrip(width_mm), DEFAULT_ROWS) if layout.get("layout") == "filmstrip" else DEFAULT_ROWS


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
    bottom = FOOTER + FOOTER_LINE * (len(footer) - 2)
    title = TITLE if recipe.show_name else 0.0
    match recipe.kind:
        case "frames":
            page = draw_frames(store, source, recipe, bottom)
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
        has_scores = recipe.kind == "timeline" or (recipe.kind == "frames" and recipe.timeline)
        marks = " Marks along the lower edge: no face." if has_scores else ""
        lines = [
            f"Recording: {mean}; {error}{truth}.{marks}",
            f"{name}{settings.target_layer}, {every}, {cells}.",
            recipe.tested,
        ]
    if recipe.kind in ("timeline", "region_raster"):
        gaps = " Hatched: no number is stored." if recipe.kind == "timeline" and has_gaps(store) else ""
        lines.append(_heat_words(recipe) + gaps)
    if recipe.contours and recipe.kind in NEED_FRAMES:
        below = "; dashed: the same below 0" if recipe.view.quantity == "signed" else ""
        lines.append(f"{CONTOUR_WORDS}{below}.")
    if recipe.deidentify != "none":
        lines.append(f"{STATEMENTS[recipe.deidentify]}.")
    letters = round((width - 2 * MARGIN) * FOOTER_LETTERS)
    return [part for line in lines for part in textwrap.wrap(line, letters)]


def _heat_words(recipe: FigureRecipe) -> str:
    """Which map a figure over time is of."""
    if recipe.kind == "region_raster" and recipe.measure == "points":
        return "Signed evidence: points for each time slot. Left and right are the subject's."
    quantity = "weighted" if recipe.view.quantity == "signed" else recipe.view.quantity
    sides = " Left and right are the subject's." if recipe.kind == "region_raster" else ""
    return f"Heat: {QUANTITY_LABELS[quantity]}.{sides}"


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
