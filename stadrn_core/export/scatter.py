"""The scatter of Fig. 7: score against label, a panel for each checkpoint, with the severity bands of both."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from stadrn_core.export.files import whole_file
from stadrn_core.export.page import INK, LINE, QUIET, STYLE
from stadrn_core.severity import SCORE_RANGE, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from matplotlib.axes import Axes

PANEL_INCHES = 2.7
DOT_COLOUR = "#2a5db0"


@dataclass(frozen=True)
class Panel:
    """One checkpoint's scores.

    Attributes:
        title: above the panel.
        labels: BDI-II points, a recording each.
        scores: BDI-II points of the same recordings.
        words: metrics, below the title.
        footnote: what the numbers are; that of the last panel stands below the figure.
    """

    title: str
    labels: tuple[float, ...]
    scores: tuple[float, ...]
    words: str
    footnote: str = ""


def write_scatter(path: Path, panels: Sequence[Panel], columns: int = 4, dots_per_inch: int = 200) -> None:
    """Write a figure with a panel for each checkpoint, all on one scale.

    Args:
        path: file ending in .pdf, .svg or .png.
        panels: at least one.
        columns: panels beside each other, at most.
        dots_per_inch: resolution of PNG.

    Raises:
        ExportError: the file cannot be written.
        ValueError: there is no panel.
    """
    if not panels:
        raise ValueError("there is no panel to draw")
    wide = min(columns, len(panels))
    high = math.ceil(len(panels) / wide)
    top = max([SCORE_RANGE, *(score for panel in panels for score in panel.scores)]) + 2
    metadata = {".pdf": {"CreationDate": None}, ".svg": {"Date": None}}.get(path.suffix.lower(), {})
    with matplotlib.rc_context(STYLE), whole_file(path) as unfinished:
        figure = Figure(
            figsize=(max(wide * PANEL_INCHES, 4.2), high * (PANEL_INCHES + 0.15) + 0.35),
            facecolor="white",
            layout="constrained",
        )
        FigureCanvasAgg(figure)
        grid = figure.subplots(high, wide, squeeze=False)
        for axes, panel in zip(grid.flat, panels, strict=False):
            _draw(axes, panel, top)
        for axes in grid.flat[len(panels) :]:
            axes.set_axis_off()
        for axes in grid[:, 0]:
            axes.set_ylabel("score (BDI-II points)")
        for axes in grid[-1]:
            axes.set_xlabel("label (BDI-II points)")
        if panels[-1].footnote:
            figure.supxlabel(panels[-1].footnote, fontsize=5.5, color=QUIET)
        figure.savefig(unfinished, dpi=dots_per_inch, metadata=metadata)


def _draw(axes: Axes, panel: Panel, top: float) -> None:
    """Squares where score and label fall into the same band, the line of equality, and a dot for each recording."""
    for band in Severity:
        side = (top if band is Severity.SEVERE else band.high) - band.low
        colour = np.array(band.colour("light")) / 255
        axes.add_patch(Rectangle((band.low, band.low), side, side, facecolor=colour, alpha=0.35, linewidth=0))
        if band.low:
            axes.axvline(band.low, color=LINE, linewidth=0.5)
            axes.axhline(band.low, color=LINE, linewidth=0.5)
        axes.annotate(
            band.label,
            (1.01, band.low + side / 2),
            xycoords=("axes fraction", "data"),
            va="center",
            size=5.5,
            color=QUIET,
        )
    axes.plot([0, top], [0, top], color=INK, linewidth=0.7, linestyle=(0, (4, 2)))
    axes.scatter(panel.labels, panel.scores, s=9, color=DOT_COLOUR, alpha=0.75, linewidths=0, zorder=3)
    axes.set(xlim=(-1, top), ylim=(-1, top), aspect="equal")
    ticks = [*(band.low for band in Severity), SCORE_RANGE]
    axes.set_xticks(ticks)
    axes.set_yticks(ticks)
    axes.tick_params(length=2, width=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_title(panel.title, size=8, weight="bold", loc="left", pad=20)
    axes.annotate(panel.words, (0, 1.01), xycoords="axes fraction", va="bottom", size=5.8, color=QUIET)
