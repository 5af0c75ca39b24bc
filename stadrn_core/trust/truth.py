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


def _run(case: Case, _settings: TrustSettings) -> Work:
    if case.truth is None:
        raise ValueError(case.no_truth)
    moments = [one for one in case.truth() if (one.motion_px > LEAST_MOTION_PX).any()]
    drawn = case.grid.drawn(case.relevance, native=False)
    radius_px = case.grid.spatial_stride / 2 if case.grid.is_cells(case.relevance) else 0.0
    hits, masses, shares = [], [], []
    for moment in moments:
        mask = widened(moment.motion_px, radius_px)
        face = drawn[moment.position]
        positive = np.maximum(face, 0).astype(np.float64)
        hits.append(is_hit(_largest(face), mask))
        shares.append(float(mask.mean()))
        if positive.sum() > 0:
            masses.append(float(positive[mask].sum() / positive.sum()))
    yield from ()
    judged = f"{sum(hits)} of {len(moments)} time slots" if moments else NOTHING_MOVES
    no_mass = "the map has no positive relevance there" if moments else NOTHING_MOVES
    return Outcome(
        (
            Number(name="pointing", value=_mean(hits), unit="share", note=judged),
            Number(name="mass", value=_mean(masses), unit="share", note="" if masses else no_mass),
            Number(name="chance", value=_mean(shares), unit="share", note="share of the pixels that are a hit"),
            Number(name="judged", value=float(len(moments)), unit="moments"),
        )
    )


def _largest(face: Float32Array) -> tuple[int, int] | None:
    if np.ptp(face) == 0:
        return None
    row, column = np.unravel_index(int(np.argmax(face)), face.shape)
    return int(row), int(column)


def _mean(values: list[bool] | list[float]) -> float | None:
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
