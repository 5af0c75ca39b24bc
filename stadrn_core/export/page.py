"""What figures for print share: fonts and colours, a page measured in inches, and the severity bands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from stadrn_core.severity import Severity

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, QUIET, LINE = "#1b1d21", "#5d646f", "#c9ced6"
STYLE: Any = {
    "pdf.fonttype": 42,
    "svg.fonttype": "none",
    "svg.hashsalt": "stadrn",
    "font.family": "sans-serif",
    "font.sans-serif": ["Arial", "Helvetica", "Liberation Sans", "DejaVu Sans"],
    "font.size": 7.0,
    "axes.linewidth": 0.6,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "text.color": INK,
}

MM = 1 / 25.4
"""In inches."""
GAP, LEAST_SIDE, MOST_SIDE = 0.07, 0.7, 1.8
"""Inches between pictures, and of a picture's side."""


def most_beside(room: float) -> int:
    """How many pictures fit beside each other into so many inches; at least one."""
    return max(int((room + GAP + 1e-9) / (LEAST_SIDE + GAP)), 1)


class Page:
    """Places things on a figure in inches from its upper left corner."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width, height), facecolor="white")
        FigureCanvasAgg(self.figure)

    def axes(self, x: float, y: float, width: float, height: float) -> Axes:
        """Axes whose upper left corner is at (x, y)."""
        bottom = 1 - (y + height) / self.height
        return self.figure.add_axes((x / self.width, bottom, width / self.width, height / self.height))

    def text(self, x: float, y: float, words: str, **style: Any) -> None:
        """Text whose upper end is at ``y``."""
        self.figure.text(x / self.width, 1 - y / self.height, words, **{"va": "top", **style})


def draw_bands(axes: Axes, top: float) -> None:
    """The severity bands up to ``top`` BDI-II points, named at the right edge."""
    for band in Severity:
        low, high = band.low, top if band is Severity.SEVERE else min(band.high, top)
        if low < top:
            axes.axhspan(low, high, color=np.array(band.colour("light")) / 255, alpha=0.55, linewidth=0)
            axes.text(1.01, (low + high) / 2, band.label, transform=axes.get_yaxis_transform(), va="center", size=6.5)
