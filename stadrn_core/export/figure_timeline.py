"""Figures over time: score, evidence and heat one below the other; and the regions of the face."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.clips import slot_borders
from stadrn_core.colours import SIGNED_NAME, colour_table
from stadrn_core.errors import ExportError
from stadrn_core.export.page import INK, LINE, QUIET, Page
from stadrn_core.export.score_axes import draw_scores
from stadrn_core.regions.atlas import DOWN_THE_FACE, Region
from stadrn_core.regions.numbers import HEAT_QUANTITIES, RegionReader
from stadrn_core.regions.sums import MEASURE_LABELS
from stadrn_core.view import ScaleLimits

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from stadrn_core.export.recipe import FigureRecipe
    from stadrn_core.types import Float64Array
    from stadrn_core.view import AnalysisView

LEFT, RIGHT, BAR_RIGHT, TOP, GAP = 1.0, 0.75, 0.95, 0.3, 0.34
SCORES, BARS, AXIS, RASTER = 1.3, 0.75, 0.42, 2.4
"""Sizes in inches."""
MOST_COLUMNS = 1500
"""Of the raster: finer than print shows."""
UP, DOWN = "#c8553d", "#3d5a99"


def draw_timeline(store: AnalysisView, recipe: FigureRecipe, top: float, below: float) -> tuple[Page, float]:
    """Score, signed evidence and mean heat over time; the page, and where they end.

    Args:
        store: the analysis.
        recipe: width, stretch of time, view.
        top: room above.
        below: room below.
    """
    panels = [("a", SCORES), *([("b", BARS)] if store.manifest.has_signed_points else []), ("c", BARS)]
    height = TOP + sum(size + GAP for _, size in panels) - GAP + AXIS
    page = Page(recipe.width_mm / 25.4, top + height + below)
    y, drawn = top + TOP, []
    for _, size in panels:
        drawn.append(page.axes(LEFT, y, page.width - LEFT - RIGHT, size))
        y += size + GAP
    draw_scores(drawn[0], store, {}, recipe.truth)
    edges, points, heat = _slots(store, recipe.view.quantity in ("weighted", "signed"))
    if store.manifest.has_signed_points:
        _bars(drawn[1], edges, points, np.where(points >= 0, UP, DOWN), "evidence\n(points)")
        drawn[1].axhline(0, color=INK, linewidth=0.5)
    _bars(drawn[-1], edges, heat, np.full(len(heat), QUIET), "mean heat")
    for axes in drawn:
        axes.set_xlim(*_stretch(store, recipe))
        axes.set_xlabel("time (s)" if axes is drawn[-1] else "")
        axes.tick_params(length=2, width=0.6, labelbottom=axes is drawn[-1])
    if recipe.letters:
        for axes, letter in zip(drawn, "abc", strict=False):
            axes.set_title(f"({letter})", loc="left", size=8, weight="bold", x=-0.13, pad=4)
    return page, top + height


def draw_region_raster(store: AnalysisView, recipe: FigureRecipe, top: float, below: float) -> tuple[Page, float]:
    """The regions from the forehead down to the chin, and the background, over time; the page, and where they end.

    Args:
        store: the analysis.
        recipe: width, stretch of time, measure, quantity, colours, limits.
        top: room above.
        below: room below.

    Raises:
        ExportError: the map shown is none that is summed over regions, or there is no number.
        StoreError: no landmarks are known.
    """
    quantity = "weighted" if recipe.view.quantity == "signed" else recipe.view.quantity
    assert quantity in HEAT_QUANTITIES
    start, stop = _stretch(store, recipe)
    times = store.pts_seconds
    first, last = int(np.searchsorted(times, start)), int(np.searchsorted(times, stop, side="right"))
    interval = store.plan.sample_interval
    first = -(-first // interval) * interval
    step = interval * max(1, -(-(last - first) // (interval * MOST_COLUMNS)))
    found = RegionReader(store, quantity).frames(min(first, last), last, step)
    values = found.sums.of(recipe.measure)[list(DOWN_THE_FACE)]
    if not np.isfinite(values).any():
        raise ExportError(
            "No region has a number in this stretch of time. Analyse the recording, or choose another one."
        )
    page = Page(recipe.width_mm / 25.4, top + TOP + RASTER + AXIS + below)
    axes = page.axes(LEFT + 0.15, top + TOP, page.width - LEFT - BAR_RIGHT - 0.15, RASTER)
    edges = np.append(
        times[found.frame_indices], min(float(times[-1]), float(times[found.frame_indices[-1]]) + _gap(times, step))
    )
    limits = raster_limits(values, recipe)
    table = colour_table(SIGNED_NAME if recipe.measure == "points" else recipe.view.colormap)
    _cells(axes, edges, values, limits, table)
    axes.set(xlim=(start, stop), xlabel="time (s)")
    axes.set_yticks(np.arange(len(DOWN_THE_FACE)), [region.label for region in DOWN_THE_FACE])
    axes.tick_params(length=0, axis="y")
    axes.tick_params(length=2, width=0.6, axis="x")
    _bar(
        page.axes(page.width - BAR_RIGHT + 0.12, top + TOP, 0.09, RASTER), table, limits, MEASURE_LABELS[recipe.measure]
    )
    return page, top + TOP + RASTER + AXIS


def raster_limits(values: Float64Array, recipe: FigureRecipe) -> ScaleLimits:
    """Values of the first and the last colour: limits of one's own, else the largest in a region of the face.

    Args:
        values: (16, n) in the order of ``DOWN_THE_FACE``.
        recipe: of the figure.
    """
    if recipe.view.scale_mode == "manual" and recipe.view.manual_limits is not None:
        low, high = recipe.view.manual_limits
    else:
        face = [i for i, region in enumerate(DOWN_THE_FACE) if region is not Region.BACKGROUND]
        high = float(np.nanmax(np.abs(values[face]), initial=0.0)) or 1.0
        low = -high if recipe.measure == "points" else 0.0
    beyond = bool((values > high).any() or (values < low).any())
    return ScaleLimits(low, high, recipe.view.scale_mode, MEASURE_LABELS[recipe.measure], saturates=beyond)


def has_gaps(store: AnalysisView) -> bool:
    """Whether an explained clip lacks numbers of its time slots, as in analyses by early versions."""
    explained = [record for record in store.records.values() if record.score is not None]
    points_missing = store.manifest.has_signed_points and any(not record.slot_points for record in explained)
    return points_missing or any(not record.slot_heat for record in explained)


def _stretch(store: AnalysisView, recipe: FigureRecipe) -> tuple[float, float]:
    end = float(store.pts_seconds[-1]) + 1 / store.manifest.recording.frame_rate
    start, stop = recipe.seconds or (0.0, end)
    if start >= end:
        raise ExportError(f"The figure begins at {start:g} s, where the recording has ended ({end:.1f} s).")
    return start, min(stop, end)


def _slots(store: AnalysisView, weighted: bool) -> tuple[Float64Array, Float64Array, Float64Array]:
    """Borders (n, 2) in seconds, points and mean heat (n,) of the time slots of all explained clips."""
    manifest, times = store.manifest, np.append(store.pts_seconds, store.pts_seconds[-1] + _gap(store.pts_seconds, 1))
    borders = times[
        np.minimum(slot_borders(store.plan, manifest.map_shape[0], manifest.temporal_stride), len(times) - 1)
    ]
    edges, points, heat = [np.zeros((0, 2))], [np.zeros(0)], [np.zeros(0)]
    for i, record in sorted(store.records.items()):
        if record.score is None:
            continue
        edges.append(np.stack([borders[i, :-1], borders[i, 1:]], axis=1))
        num = len(edges[-1])
        points.append(np.array(record.slot_points or (np.nan,) * num))
        heat.append(np.array(record.slot_heat or (np.nan,) * num) * (record.score if weighted else 1.0))
    return np.concatenate(edges), np.concatenate(points), np.concatenate(heat)


def _bars(axes: Axes, edges: Float64Array, values: Float64Array, colours: NDArray[np.str_], label: str) -> None:
    """A bar for each slot; where there is no number, the stretch is hatched over the whole height."""
    known = np.isfinite(values)
    axes.bar(
        edges[known, 0],
        values[known],
        np.diff(edges[known], axis=1)[:, 0],
        align="edge",
        color=colours[known].tolist(),
        linewidth=0.2,
        edgecolor="white",
    )
    for begin, end in edges[~known].tolist():
        axes.axvspan(begin, end, facecolor="none", edgecolor=LINE, linewidth=0, hatch="////")
    axes.set_ylabel(label)
    axes.spines[["top", "right"]].set_visible(False)


def _cells(
    axes: Axes, edges: Float64Array, values: Float64Array, limits: ScaleLimits, table: NDArray[np.uint8]
) -> None:
    steps = np.clip((np.nan_to_num(values) - limits.low) / (limits.high - limits.low) * 255 + 0.5, 0, 255).astype(
        np.uint8
    )
    colours = table[steps].astype(np.float64) / 255
    colours[~np.isfinite(values)] = 0.93
    axes.pcolormesh(edges, np.arange(len(values) + 1) - 0.5, colours, rasterized=True)
    axes.invert_yaxis()
    for spine in axes.spines.values():
        spine.set_color(LINE)


def _bar(axes: Axes, table: NDArray[np.uint8], limits: ScaleLimits, label: str) -> None:
    low, high, ends = limits.low, limits.high, limits.ends
    axes.imshow(table[::-1, None], aspect="auto", extent=(0, 1, low, high), interpolation="none")
    axes.set_xticks([])
    axes.yaxis.tick_right()
    axes.yaxis.set_label_position("right")
    axes.set_yticks([low, high], ends)
    axes.set_ylabel(label, size=6.5)
    axes.tick_params(length=2, width=0.6, labelsize=6.5)


def _gap(times: Float64Array, step: int) -> float:
    return step * float(times[-1] - times[0]) / max(len(times) - 1, 1)
