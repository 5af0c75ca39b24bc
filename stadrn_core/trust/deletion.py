"""Deletion and insertion: does taking away what a map calls relevant change the score more than taking away anything?

Parts of the clip are made neutral step by step, the most relevant first, the least relevant first, and in random
orders. Inserting into the neutral clip passes through the same pictures backwards: a clip into which the most relevant
parts are inserted is one from which the least relevant were deleted. With one kind of neutral picture the insertion
curve is therefore the mirror image of the other order's deletion curve, with the same area, and costs nothing more.

An area is the mean of the points (score range × raw output, not clamped) over the share of the clip's pixels that is
neutral, by trapezoids.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.trust.measure import Cost, Measure, Outcome, always
from stadrn_core.trust.neutral import replaced
from stadrn_core.trust.results import Curve, Number
from stadrn_core.trust.units import NO_LANDMARKS, Units, cell_units, region_units

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from stadrn_core.trust.case import Case
    from stadrn_core.trust.measure import Work
    from stadrn_core.trust.results import TrustSettings
    from stadrn_core.types import Float64Array, IntArray


def most_first(relevance: Float64Array, seed: int) -> IntArray:
    """Units from the most to the least relevant; equal ones in random order, so that no corner comes first.

    Args:
        relevance: (U,), NaN for units without pixels, which come last.
        seed: of the order among equals.
    """
    shuffled = np.random.default_rng(seed).permutation(len(relevance))
    return shuffled[np.argsort(-relevance[shuffled], kind="stable")]


def step_ends(num_units: int, steps: int) -> list[int]:
    """How many units are gone after each step but the last, ascending; at most one step for each unit."""
    steps = min(steps, num_units)
    return [round(step * num_units / steps) for step in range(1, steps)]


def area(curve: Curve) -> float:
    """Mean points over the share that is neutral, by trapezoids."""
    shares, points = np.array(curve.shares), np.array(curve.points)
    return float(np.sum(np.diff(shares) * (points[1:] + points[:-1]) / 2))


def curve_of(
    case: Case, units: Units, order: IntArray, name: str, settings: TrustSettings, neutral_points: float
) -> Generator[None, None, Curve]:
    """Points while units are made neutral in this order; a forward pass for each step but the last."""
    neutral, sizes = case.neutral(settings.how), units.sizes
    shares, points = [0.0], [case.points]
    for stop in step_ends(len(order), settings.steps):
        taken = order[:stop]
        changed = replaced(case.clip, neutral, units.mask(taken))
        points.append(case.points_of(case.model, changed))
        shares.append(float(sizes[taken].sum() / sizes.sum()))
        yield
    return Curve(name=name, shares=(*shares, 1.0), points=(*points, neutral_points))


def _run(case: Case, units: Units, relevance: Float64Array, settings: TrustSettings) -> Work:
    present = np.flatnonzero(units.sizes)
    order = most_first(relevance[present], settings.seed)
    neutral_points = case.points_of(case.model, case.neutral(settings.how))
    yield
    orders = {"most": present[order], "least": present[order[::-1]]}
    for draw in range(settings.draws):
        shuffled = np.random.default_rng([settings.seed + draw, len(present)]).permutation(present)
        orders[f"random {draw + 1}"] = shuffled
    curves = []
    for name, one in orders.items():
        curves.append((yield from curve_of(case, units, one, name, settings, neutral_points)))
    return Outcome(_numbers(curves, case.points, neutral_points), tuple(curves))


def _numbers(curves: Sequence[Curve], points: float, neutral_points: float) -> tuple[Number, ...]:
    areas = {curve.name: area(curve) for curve in curves}
    most, least = areas["most"], areas["least"]
    random = [value for name, value in areas.items() if name.startswith("random")]
    mean = float(np.mean(random))
    low, high = min(random), max(random)

    def number(name: str, value: float, low: float | None = None, high: float | None = None) -> Number:
        return Number(name=name, value=value, unit="points", low=low, high=high)

    return (
        number("deletion_gain", mean - most, low - most, high - most),
        number("insertion_gain", least - mean, least - high, least - low),
        number("between", least - most),
        number("deletion_most", most),
        number("deletion_least", least),
        number("deletion_random", mean, low, high),
        number("insertion_most", least),
        number("insertion_least", most),
        number("points", points),
        number("points_neutral", neutral_points),
    )


def _cost(num_units: int, settings: TrustSettings) -> Cost:
    return Cost(1 + (2 + settings.draws) * len(step_ends(num_units, settings.steps)), 0)


def _present_regions(case: Case) -> int:
    return int(np.count_nonzero(region_units(case).sizes))


def _run_cells(case: Case, settings: TrustSettings) -> Work:
    units = cell_units(case.grid)
    return (yield from _run(case, units, units.means(case.grid.drawn(case.relevance, native=True)), settings))


def _run_regions(case: Case, settings: TrustSettings) -> Work:
    units = region_units(case)
    return (yield from _run(case, units, units.means(case.grid.drawn(case.relevance, native=False)), settings))


_READING = (
    "points by which the area of deletion, most relevant first, lies below that of random orders; above 0 is better "
    "than random, and low and high are those of the draws"
)

DELETION_CELLS = Measure(
    name="deletion_cells",
    title="Deletion and insertion of cells",
    question="Does the score fall faster when the cells that the map calls relevant are taken away first?",
    reading=_READING,
    unavailable=always,
    cost=lambda case, settings: _cost(int(np.count_nonzero(cell_units(case.grid).sizes)), settings),
    run=_run_cells,
)

DELETION_REGIONS = Measure(
    name="deletion_regions",
    title="Deletion and insertion of regions",
    question="Does the score fall faster when the regions that the map calls relevant are taken away first?",
    reading=_READING,
    unavailable=lambda case: NO_LANDMARKS if case.landmarks is None else None,
    cost=lambda case, settings: _cost(_present_regions(case), settings),
    run=_run_regions,
)
