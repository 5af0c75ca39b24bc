"""Does the map depend on the picture? Its likeness to the checkpoint's own mean map over other clips.

The mean is over all other clips of the analyses that are given, never the clip itself. Clips of one recording show one
person, and may share frames; so a high number says more where the others are of other people, and their count stands
beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stadrn_core.trust.measure import Cost, Measure, Outcome
from stadrn_core.trust.results import Number
from stadrn_core.trust.similarity import rank_correlation

if TYPE_CHECKING:
    from collections.abc import Generator

    from stadrn_core.trust.case import Case
    from stadrn_core.trust.measure import Work
    from stadrn_core.trust.results import TrustSettings


def _run(case: Case, _settings: TrustSettings) -> Work:
    yield from _nothing_to_wait_for()
    if case.mean_map is None:
        raise ValueError(case.no_mean_map)
    mean = case.mean_map()
    rho = rank_correlation(case.relevance, mean.relevance)
    note = f"mean of {_count(mean.num_clips, 'other clip')} of {_count(mean.num_recordings, 'recording')}"
    if rho is None:
        note += "; one of the maps is equal everywhere"
    return Outcome((Number(name="likeness", value=rho, unit="ρ", note=note),))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _nothing_to_wait_for() -> Generator[None, None, None]:
    yield from ()


MEAN_MAP = Measure(
    name="mean_map",
    title="Dependence on the picture",
    question="Is the map more than what this checkpoint shows for everyone?",
    reading="rank correlation of the map and the checkpoint's mean map over other clips; near 1: always the same map",
    unavailable=lambda case: case.no_mean_map if case.mean_map is None else None,
    cost=lambda case, settings: Cost(0, 0),
    run=_run,
)
