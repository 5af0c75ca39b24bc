"""What a chart shows: points of checkpoints, straight lines, axes, words. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.checkpoint_looks import Look
    from stadrn_core.types import Float64Array


@dataclass(frozen=True)
class Series:
    """Points of one checkpoint.

    Attributes:
        look: its colour and shape.
        x: (n,) float64.
        y: (n,) float64.
        tips: of each point, in words.
        x_spans: (n, 2) ends of a line through each point, or None.
        is_joined: a line from point to point.
    """

    look: Look
    x: Float64Array
    y: Float64Array
    tips: tuple[str, ...]
    x_spans: Float64Array | None = None
    is_joined: bool = False


@dataclass(frozen=True)
class Rule:
    """A straight line across the chart: at 0, a bias, a limit, a control.

    Attributes:
        value: where.
        look: of the checkpoint it belongs to; None for the chart's own.
        is_dashed: so that limits and controls are told from the thing itself.
        is_upright: at an x, not at a y.
    """

    value: float
    look: Look | None = None
    is_dashed: bool = False
    is_upright: bool = False


@dataclass(frozen=True)
class ChartData:
    """All that a chart shows.

    Attributes:
        title: what it is.
        note: below the title, what must be known to read it.
        x_label: with unit.
        y_label: with unit.
        x_range: ends of the axis.
        y_range: ends of the axis, bottom first.
        series: the points.
        rules: straight lines.
        names: of the rows, where y counts rows from the top.
        has_bands: severity bands behind.
        empty: what to say where there are no points.
    """

    title: str
    note: str = ""
    x_label: str = ""
    y_label: str = ""
    x_range: tuple[float, float] = (0.0, 1.0)
    y_range: tuple[float, float] = (0.0, 1.0)
    series: tuple[Series, ...] = ()
    rules: tuple[Rule, ...] = ()
    names: tuple[str, ...] = field(default=())
    has_bands: bool = False
    empty: str = ""
