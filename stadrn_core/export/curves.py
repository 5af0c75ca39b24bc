"""The curves of Fig. 9 and 10: MAE and RMSE by level of degradation, a line for each checkpoint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from stadrn_core.export.files import whole_file
from stadrn_core.export.page import INK, LINE, QUIET, STYLE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from matplotlib.axes import Axes

    from stadrn_core.metrics import Agreement, MetricName

# Told apart by lightness too, and by marker.
COLOURS = ("#0b3c8c", "#d9781f", "#1f8a70", "#8f3a8a", "#5d646f", "#b8a000")
MARKERS = ("o", "s", "^", "D", "v", "P")
SHOWN: tuple[MetricName, ...] = ("MAE", "RMSE")


@dataclass(frozen=True)
class Curve:
    """One checkpoint's line.

    Attributes:
        name: for the legend.
        levels: words for the axis, the same for all curves of a figure.
        agreements: metrics at each level.
    """

    name: str
    levels: list[str]
    agreements: list[Agreement]


def write_curves(path: Path, curves: Sequence[Curve], axis: str, footnote: str, dots_per_inch: int = 200) -> None:
    """Write a figure with a panel for MAE and one for RMSE, levels evenly spaced as in the paper.

    Args:
        path: file ending in .pdf, .svg or .png.
        curves: at least one.
        axis: what the levels are.
        footnote: what recordings and bands are.
        dots_per_inch: resolution of PNG.

    Raises:
        ExportError: the file cannot be written.
    """
    metadata = {".pdf": {"CreationDate": None}, ".svg": {"Date": None}}.get(path.suffix.lower(), {})
    with matplotlib.rc_context(STYLE), whole_file(path) as unfinished:
        figure = Figure(figsize=(6.6, 2.9), facecolor="white", layout="constrained")
        FigureCanvasAgg(figure)
        for axes, name in zip(figure.subplots(1, len(SHOWN)), SHOWN, strict=True):
            _draw(axes, curves, name, axis)
        axes.legend(frameon=False, fontsize=6.5)
        figure.supxlabel(footnote, fontsize=5.5, color=QUIET)
        figure.savefig(unfinished, dpi=dots_per_inch, metadata=metadata)


def _draw(axes: Axes, curves: Sequence[Curve], name: MetricName, axis: str) -> None:
    places = list(range(len(curves[0].levels)))
    for i, curve in enumerate(curves):
        colour, marker = COLOURS[i % len(COLOURS)], MARKERS[i % len(MARKERS)]
        metrics = [found[name] for found in curve.agreements]
        axes.plot(
            places,
            [_number(metric.value) for metric in metrics],
            color=colour,
            marker=marker,
            markersize=3,
            linewidth=1.1,
            label=curve.name,
        )
        low, high = ([_number(end) for end in ends] for ends in zip(*((m.low, m.high) for m in metrics), strict=True))
        axes.fill_between(places, low, high, color=colour, alpha=0.13, linewidth=0)
    axes.set_xticks(places, curves[0].levels)
    axes.set_xlabel(axis)
    axes.set_ylabel(f"{name} (BDI-II points)")
    axes.set_ylim(bottom=0)
    axes.grid(axis="y", color=LINE, linewidth=0.4)
    axes.tick_params(length=2, width=0.6, colors=INK)
    axes.spines[["top", "right"]].set_visible(False)


def _number(value: float | None) -> float:
    """For matplotlib, which leaves a gap where there is no number."""
    return float("nan") if value is None else value
