"""Does the map point where a synthetic face really moves? Pointing game and relevance mass on known truth.

Judged at each time slot's middle position that has a face of its own and at which the actions that raise the score
move some pixel by more than 1 px. A hit is a maximum on such a pixel or within half a cell of one, as in ``localize``;
the mass is the share of the map's positive relevance that lies there. Beside it stands the share of the pixels: what a
map that is the same everywhere would reach in both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.localize import LEAST_MOTION_PX, is_hit, widened
from stadrn_core.trust.measure import Cost, Measure, Outcome
from stadrn_core.trust.results import Number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stadrn_core.trust.case import Case
    from stadrn_core.trust.measure import Work
    from stadrn_core.trust.results import TrustSettings
    from stadrn_core.types import Float32Array

NOTHING_MOVES = "no action that raises the score moves the face at any time slot of this clip"


@dataclass(frozen=True)
class MovedMoment:
    """What really moves at one position of a clip.

    Attributes:
        position: of the clip.
        motion_px: (S, S) float32, how far the actions that raise the score move each pixel of the aligned face.
    """

    position: int
    motion_px: Float32Array


@dataclass(frozen=True)
class Judged:
    """How a map does at the moments of a clip.

    Attributes:
        hits: whether its maximum lies where the face moves.
        masses: share of its positive relevance that lies there; moments without any are left out.
        chances: share of the pixels that would be a hit.
    """

    hits: tuple[bool, ...]
    masses: tuple[float, ...]
    chances: tuple[float, ...]


def judge_map(drawn: Float32Array, moments: Sequence[MovedMoment], radius_px: float) -> Judged:
    """Judge a map at each moment at which something moves by more than 1 px.

    Args:
        drawn: (T, S, S) the map at every pixel; larger is more relevant.
        moments: what really moves.
        radius_px: how far from a moving pixel still is a hit: half of what the map can tell apart.
    """
    hits, masses, chances = [], [], []
    for moment in moments:
        if not (moment.motion_px > LEAST_MOTION_PX).any():
            continue
        mask = widened(moment.motion_px, radius_px)
        face = drawn[moment.position]
        positive = np.maximum(face, 0).astype(np.float64)
        hits.append(is_hit(_largest(face), mask))
        chances.append(float(mask.mean()))
        if positive.sum() > 0:
            masses.append(float(positive[mask].sum() / positive.sum()))
    return Judged(tuple(hits), tuple(masses), tuple(chances))


def _run(case: Case, _settings: TrustSettings) -> Work:
    if case.truth is None:
        raise ValueError(case.no_truth)
    radius_px = case.grid.spatial_stride / 2 if case.grid.is_cells(case.relevance) else 0.0
    found = judge_map(case.grid.drawn(case.relevance, native=False), case.truth(), radius_px)
    yield from ()
    count = len(found.hits)
    judged = f"{sum(found.hits)} of {count} time slots" if count else NOTHING_MOVES
    no_mass = "the map has no positive relevance there" if count else NOTHING_MOVES
    return Outcome(
        (
            Number(name="pointing", value=mean_or_none(found.hits), unit="share", note=judged),
            Number(name="mass", value=mean_or_none(found.masses), unit="share", note="" if found.masses else no_mass),
            Number(
                name="chance",
                value=mean_or_none(found.chances),
                unit="share",
                note="share of the pixels that are a hit",
            ),
            Number(name="judged", value=float(count), unit="moments"),
        )
    )


def _largest(face: Float32Array) -> tuple[int, int] | None:
    if np.ptp(face) == 0:
        return None
    row, column = np.unravel_index(int(np.argmax(face)), face.shape)
    return int(row), int(column)


def mean_or_none(values: Sequence[float]) -> float | None:
    """The mean, or None of nothing."""
    return float(np.mean(values)) if values else None


TRUTH = Measure(
    name="truth",
    title="Pointing and relevance mass on known truth",
    question="Does the map point where the synthetic face really moves?",
    reading="share of time slots in which the map's maximum lies where the face moves; compare with chance",
    unavailable=lambda case: case.no_truth if case.truth is None else None,
    cost=lambda case, settings: Cost(0, 0),
    run=_run,
)
