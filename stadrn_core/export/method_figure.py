"""A figure of one face with the map of each method over it, each with its own labelled colour bar and its caution."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from stadrn_core.colours import SIGNED_NAME, colour_table
from stadrn_core.explain.methods import METHODS
from stadrn_core.export.deidentify import STATEMENTS
from stadrn_core.export.files import whole_file
from stadrn_core.export.methods import deidentified_clip
from stadrn_core.export.page import INK, LINE, QUIET, STYLE
from stadrn_core.export.sheet import RESEARCH_USE, UNTRAINED, score_words, timestamp
from stadrn_core.geometry import slot_weight, spread_over_face
from stadrn_core.picture import coloured, overlaid, steps

if TYPE_CHECKING:
    from pathlib import Path

    from stadrn_core.explain.run import MethodMap
    from stadrn_core.export.methods import ClipExplained
    from stadrn_core.types import Deidentify, Float32Array, UInt8Array

COLUMNS = 4
PICTURE, GAP, MARGIN, TOP, TITLE, BELOW, BOTTOM = 1.72, 0.16, 0.15, 0.5, 0.2, 0.98, 0.42
"""Sizes in inches."""
PICTURE_PX = 448
OPACITY = {"cells": 0.55, "pixels": 0.75}
SHARE_SHOWN = 0.998
"""Pixel maps have few very large values: the bar ends at this quantile of the clip's magnitudes, and says so."""
CAUTION_LETTERS = 52
FOOTER_LETTERS, FOOTER_LINE = 150, 0.11
"""Of a line below the figure, and its height in inches."""


@dataclass(frozen=True)
class MapScale:
    """What the colours of one map stand for, over the whole clip.

    Attributes:
        low: value of the bar's lower end.
        high: value of its upper end.
        is_cut: some values of the clip lie beyond the ends.
        note: why there is nothing to draw; empty where there is.
    """

    low: float
    high: float
    is_cut: bool
    note: str = ""


def write_method_figure(
    explained: ClipExplained, position: int, path: Path, *, dots_per_inch: int = 200, deidentify: Deidentify = "none"
) -> None:
    """Write the figure; limits of each colour bar are those of the whole clip.

    Args:
        explained: a clip and its maps.
        position: of the face in the clip, 0 to T − 1.
        path: file ending in .pdf, .svg or .png.
        dots_per_inch: resolution of PNG, and of the pictures in the others.
        deidentify: what becomes of the face; unless ``none``, names and maps of pixels are left out.

    Raises:
        ExportError: the file cannot be written, or nothing would be left.
    """
    explained = deidentified_clip(explained, deidentify)
    metadata = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}}.get(path.suffix.lower(), {})
    with matplotlib.rc_context(STYLE), whole_file(path) as unfinished:
        _figure(explained, position, STATEMENTS[deidentify]).savefig(unfinished, dpi=dots_per_inch, metadata=metadata)


def grey_face(picture: UInt8Array) -> UInt8Array:
    """A face without its colours, so that those of a map are alone: (S, S, 3) uint8."""
    return np.asarray(cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB), dtype=np.uint8)


def enlarged(picture: UInt8Array) -> UInt8Array:
    """In print size."""
    size = (PICTURE_PX, PICTURE_PX)
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)


def map_on_face(explained: ClipExplained, one: MethodMap, position: int) -> Float32Array:
    """A map's values at the pixels of one face, (S, S) float32; cells are interpolated between their centres."""
    values = one.values.astype(np.float32)
    if one.method.where == "pixels":
        return np.asarray(values[position])
    assert one.target_layer is not None  # cells are those of a stage
    config, clip, placement = explained.checkpoint.config, explained.clip, explained.options.placement
    temporal, spatial = config.cell_stride(one.target_layer)
    cells = slot_weight(position, len(values), len(clip.pictures), temporal, placement).of(values)
    return spread_over_face(cells, clip.pictures.shape[1], spatial, placement)


def _figure(explained: ClipExplained, position: int, statement: str) -> Figure:
    rows = -(-(len(explained.maps) + 1) // COLUMNS)
    step = TITLE + PICTURE + BELOW
    width = 2 * MARGIN + COLUMNS * (PICTURE + GAP) - GAP
    footer = _footer_lines(statement)
    height = TOP + rows * step + BOTTOM + FOOTER_LINE * (len(footer) - 1)
    figure = Figure(figsize=(width, height), facecolor="white")
    FigureCanvasAgg(figure)
    clip, frame = explained.clip, int(explained.clip.frame_indices[position])
    seconds = float(explained.recording.pts_seconds[frame])
    where = f"clip {clip.clip_index + 1} of {clip.plan.num_clips}, frame {frame} at {timestamp(seconds)}"
    _text(figure, MARGIN, 0.12, explained.recording.path.name, size=9, weight="bold")
    words = f"{where}; clip {score_words(explained.score)}; checkpoint {explained.checkpoint.name}"
    _text(figure, MARGIN, 0.3, words, size=7, color=QUIET)
    face = clip.pictures[position]
    for i in range(len(explained.maps) + 1):
        x, y = MARGIN + i % COLUMNS * (PICTURE + GAP), TOP + i // COLUMNS * step
        axes = figure.add_axes((x / width, 1 - (y + TITLE + PICTURE) / height, PICTURE / width, PICTURE / height))
        axes.set_axis_off()
        if i == 0:
            _text(figure, x, y + 0.03, "Aligned face", size=7.5, weight="bold")
            axes.imshow(enlarged(face), interpolation="none")
            continue
        one = explained.maps[i - 1]
        scale = map_scale(one, explained.score)
        _text(figure, x, y + 0.03, METHODS[one.name].title, size=7.5, weight="bold")
        if scale.note:
            axes.add_patch(Rectangle((0, 0), 1, 1, facecolor="#f1f2f4", edgecolor=LINE, linewidth=0.6))
            axes.text(0.5, 0.5, scale.note, ha="center", va="center", color=QUIET)
        else:
            axes.imshow(enlarged(map_picture(explained, one, scale, position)), interpolation="none")
            _colour_bar(figure, x, y + TITLE + PICTURE + 0.05, one, scale)
        caution = "\n".join(textwrap.wrap(METHODS[one.name].caution, CAUTION_LETTERS))
        _text(figure, x, y + TITLE + PICTURE + 0.55, caution, size=4.9, color=QUIET, linespacing=1.25)
    below = FOOTER_LINE * (len(footer) - 1)
    _text(figure, MARGIN, height - BOTTOM - below + 0.06, "\n".join(footer), size=6, color=QUIET, linespacing=1.3)
    use = RESEARCH_USE if explained.checkpoint.is_trained else f"{UNTRAINED}. {RESEARCH_USE}"
    _text(figure, MARGIN, height - BOTTOM + 0.2, use, size=6.5, weight="bold")
    return figure


def map_scale(one: MethodMap, score: float) -> MapScale:
    """Where the colours of a map end: at its largest magnitude in the clip, of pixel maps at a quantile of these."""
    method, magnitudes = METHODS[one.name], np.abs(one.values)
    limit = float(magnitudes.max())
    if method.where == "pixels" and one.name != "occlusion":
        limit = float(np.quantile(magnitudes, SHARE_SHOWN)) or limit
    if limit == 0:
        is_clamped = one.name == "weighted_gradcampp" and score == 0
        return MapScale(0, 0, False, "score clamped at 0:\nno map" if is_clamped else "0 everywhere")
    low = -limit if method.sign == "signed" else 0.0
    return MapScale(low, limit, bool(magnitudes.max() > limit))


def map_table(one: MethodMap) -> str:
    """Name of the colour table of a map."""
    return SIGNED_NAME if METHODS[one.name].sign == "signed" else "inferno"


def map_picture(explained: ClipExplained, one: MethodMap, scale: MapScale, position: int) -> UInt8Array:
    """A map, with something to draw, over one face of the clip without its colours: (S, S, 3) uint8."""
    values = map_on_face(explained, one, position)
    colours = coloured(steps(values, scale.low, scale.high), colour_table(map_table(one)))
    return overlaid(grey_face(explained.clip.pictures[position]), colours, OPACITY[METHODS[one.name].where])


def _colour_bar(figure: Figure, x: float, y: float, one: MethodMap, scale: MapScale) -> None:
    width, height = figure.get_size_inches()
    axes = figure.add_axes((x / width, 1 - (y + 0.07) / height, PICTURE / width, 0.07 / height))
    method = METHODS[one.name]
    axes.imshow(
        colour_table(map_table(one))[None], aspect="auto", extent=(scale.low, scale.high, 0, 1), interpolation="none"
    )
    axes.set_yticks([])
    high = f"{scale.high:.3g}"
    ends = [f"{'≤ ' * scale.is_cut}−{high}" if scale.low < 0 else "0", f"{'≥ ' * scale.is_cut}{high}"]
    axes.set_xticks([scale.low, scale.high], ends)
    axes.tick_params(length=2, width=0.6, pad=1.5, labelsize=5.6)
    lowest, highest = axes.get_xticklabels()
    lowest.set_horizontalalignment("left")
    highest.set_horizontalalignment("right")
    for line, words in enumerate((method.unit, *fact_lines(one))):
        colour = QUIET if line else INK
        _text(figure, x + PICTURE / 2, y + 0.205 + 0.09 * line, words, size=5.6, ha="center", color=colour)


def fact_lines(one: MethodMap) -> list[str]:
    """Where the numbers lie, and what must be known of these."""
    cells = "a value for each pixel"
    if one.method.where == "cells":
        cells = f"{one.target_layer}, {one.values.shape[1]}×{one.values.shape[2]} cells"
    elif one.target_layer is not None:
        cells += f", by {one.target_layer}"
    facts = one.facts
    match one.name:
        case "scorecam":
            looked_at, channels = facts["channels looked at"], facts["channels"]
            return [cells, f"{looked_at} of {channels} channels, coverage {facts['coverage']:.0%}"]
        case "integrated_gradients":
            return [cells, f"sum {facts['total_points']:+.3g}, {facts['gap_points']:+.2g} off the exact difference"]
        case "contrast":
            return [cells, f"less {facts['baseline']}"]
        case "integrated_contrast":
            gap = f"sum {facts['total_points']:+.3g}, {facts['gap_points']:+.2g} off the exact difference"
            return [f"{cells}, spread over {facts['spread_px']} px", f"from {facts['baseline']}", gap]
        case "gradient_contrast":
            return [f"{cells}, spread over {facts['spread_px']} px", f"from {facts['baseline']}"]
    return [cells]


def _footer_lines(statement: str) -> list[str]:
    words = (
        "Colour bars: each map's own limits over the whole clip; ≥ and ≤: 0.2 % of its values lie beyond. Cells are "
        "interpolated between their centres. Left and right are the subject's."
    )
    said = f"{statement}, and so are maps of pixels and of fine cells." if statement else ""
    return textwrap.wrap(f"{words} {said}", FOOTER_LETTERS)


def _text(figure: Figure, x: float, y: float, words: str, **style: Any) -> None:
    """Text whose upper left corner is at (x, y) inches from that of the figure."""
    width, height = figure.get_size_inches()
    figure.text(x / width, 1 - y / height, words, **{"va": "top", **style})
