"""Occlusion: the score without one region of the face, or without one time slot, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.trust.measure import Cost, Measure, Outcome, always
from stadrn_core.trust.neutral import replaced
from stadrn_core.trust.results import Number
from stadrn_core.trust.similarity import rank_correlation
from stadrn_core.trust.units import NO_LANDMARKS, Units, region_units, slot_units

if TYPE_CHECKING:
    from stadrn_core.trust.case import Case
    from stadrn_core.trust.measure import Work
    from stadrn_core.trust.results import TrustSettings


def _run(case: Case, units: Units, settings: TrustSettings, *, native: bool) -> Work:
    """How much each unit's neutralising changes the points, and whether the map ranks the units as that does.

    A unit's relevance is the map's sum over it, for the change comes from all of it.
    """
    neutral, sizes = case.neutral(settings.how), units.sizes
    relevance = units.means(case.grid.drawn(case.relevance, native=native)) * sizes
    present = np.flatnonzero(sizes)
    drops = []
    for unit in present:
        changed = replaced(case.clip, neutral, units.mask(np.array([unit])))
        drops.append(case.points - case.points_of(case.model, changed))
        yield
    rho = rank_correlation(relevance[present], np.array(drops))
    note = f"over {len(present)} parts" if rho is not None else "the map or the changes are equal everywhere"
    agreement = Number(name="agreement", value=rho, unit="ρ", note=note)
    changes = (
        Number(name=f"change {units.names[unit]}", value=-drop, unit="points")
        for unit, drop in zip(present, drops, strict=True)
    )
    return Outcome((agreement, *changes))


def _run_slots(case: Case, settings: TrustSettings) -> Work:
    return (yield from _run(case, slot_units(case.grid), settings, native=True))


def _run_regions(case: Case, settings: TrustSettings) -> Work:
    return (yield from _run(case, region_units(case), settings, native=False))


_READING = (
    "rank correlation of the map's sum over each part and the points that the part's neutralising takes away; "
    "1: the map ranks the parts as the score does, 0: no better than a random order"
)

OCCLUSION_REGIONS = Measure(
    name="occlusion_regions",
    title="Occlusion of regions",
    question="What would the score be if one region of the face were neutral, and does the map rank regions alike?",
    reading=_READING,
    unavailable=lambda case: NO_LANDMARKS if case.landmarks is None else None,
    cost=lambda case, settings: Cost(int(np.count_nonzero(region_units(case).sizes)), 0),
    run=_run_regions,
)

DELETION_SLOTS = Measure(
    name="deletion_slots",
    title="Deletion of time slots",
    question="What would the score be without one stretch of time, and does the map rank the stretches alike?",
    reading=_READING,
    unavailable=always,
    cost=lambda case, settings: Cost(int(np.count_nonzero(slot_units(case.grid).sizes)), 0),
    run=_run_slots,
)
