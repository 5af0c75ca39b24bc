"""A short sentence beside a map that says what was tested and how it did, in numbers, and what was not tested.

There are no grades: a colour or a word such as "good" would claim to know from which value on a map deserves trust.
What is said is what can be read off the numbers themselves, whether a gain lies beyond that of all random orders that
were drawn, and what maps of untrained networks reach (see ``reference``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.trust.case import MAP_TITLES
from stadrn_core.trust.measures import MEASURES
from stadrn_core.trust.reference import reference

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stadrn_core.trust.results import MeasureResult, Number

NOT_TESTED = "not tested"


def badge(results: Sequence[MeasureResult], whose: str = "") -> str:
    """What was tested of one map and how it did.

    Args:
        results: of one map with the same settings; of one clip, or of several, whose numbers are then averaged.
        whose: the clips in words; by their numbers from 0 otherwise.

    Raises:
        ValueError: results of different maps or settings.
    """
    if not results:
        return f"{NOT_TESTED.capitalize()}."
    if len({(one.map_name, one.settings) for one in results}) > 1:
        raise ValueError("a badge is of one map and one choice of settings")
    parts, missing = [], []
    for name, measure in MEASURES.items():
        own = [one for one in results if one.measure == name and one.unavailable is None]
        if own:
            parts.append(saying(own))
        else:
            missing.append(measure.title.lower())
    clips = {one.clip_index for one in results}
    if not whose:
        whose = f"clip {results[0].clip_index}" if len(clips) == 1 else f"mean of {len(clips)} clips"
    text = f"{MAP_TITLES[results[0].map_name]}, {whose}: {'; '.join(parts) or NOT_TESTED}"
    return text + (f". Not tested: {', '.join(missing)}." if missing and parts else ".")


def saying(results: Sequence[MeasureResult]) -> str:
    """What one measure found, in a clause.

    Args:
        results: of one measure that could be taken, with the same settings; of one clip or of several.
    """
    return _SAYINGS[results[0].measure](results)


def _mean(results: Sequence[MeasureResult], name: str) -> float | None:
    values = [one.number(name).value for one in results]
    known = [value for value in values if value is not None]
    return float(np.mean(known)) if known else None


def _rho(value: float | None) -> str:
    return "ρ not defined" if value is None else f"ρ {value:.2f}"


def _deletion(what: str) -> Callable[[Sequence[MeasureResult]], str]:
    def say(results: Sequence[MeasureResult]) -> str:
        gains = [one.number("deletion_gain") for one in results]
        mean = float(np.mean([gain.value for gain in gains if gain.value is not None]))
        beyond = sum(gain.low is not None and gain.low > 0 for gain in gains)
        draws = results[0].settings.draws
        text = f"deleting {what}: {abs(mean):.1f} points {'better' if mean > 0 else 'worse'} than random order"
        if len(results) == 1:
            text += f" ({'beyond' if beyond else 'not beyond'} all {draws} draws{_draws(gains[0])})"
        else:
            text += f" (beyond all {draws} draws in {beyond} of {len(results)} clips)"
        return text + _compared(results, "deletion_gain", mean)

    return say


def _draws(gain: Number) -> str:
    return "" if gain.low is None or gain.high is None else f": {gain.low:+.1f} to {gain.high:+.1f}"


def _occlusion(what: str) -> Callable[[Sequence[MeasureResult]], str]:
    return lambda results: f"ranking of {what} against that of their occlusion {_rho(_mean(results, 'agreement'))}"


def _compared(results: Sequence[MeasureResult], number: str, value: float | None) -> str:
    """What untrained networks reach; after a comma, or empty."""
    words = reference().words(results[0].measure, number, results[0].map_name, value)
    return f", {words}" if words else ""


def _randomisation(results: Sequence[MeasureResult]) -> str:
    value = _mean(results, "all_random")
    return f"likeness to the map with all weights random {_rho(value)}{_compared(results, 'all_random', value)}"


def _mean_map(results: Sequence[MeasureResult]) -> str:
    value, note = _mean(results, "likeness"), results[0].number("likeness").note
    return f"likeness to its own mean map {_rho(value)} ({note}){_compared(results, 'likeness', value)}"


def _stability(results: Sequence[MeasureResult]) -> str:
    said = (f"{name} {_rho(_mean(results, name))}" for name in ("flip", "noise", "shift"))
    return f"likeness after small changes: {', '.join(said)}"


def _truth(results: Sequence[MeasureResult]) -> str:
    if not any(one.number("judged").value for one in results):
        return f"known truth: {results[0].number('pointing').note}"
    pointing, mass, chance = (_mean(results, name) for name in ("pointing", "mass", "chance"))
    shares = " / ".join("–" if share is None else f"{share:.0%}" for share in (pointing, mass, chance))
    return f"on known truth, hits / relevance mass / chance: {shares}"


_SAYINGS: dict[str, Callable[[Sequence[MeasureResult]], str]] = {
    "randomisation": _randomisation,
    "mean_map": _mean_map,
    "stability": _stability,
    "truth": _truth,
    "deletion_slots": _occlusion("time slots"),
    "occlusion_regions": _occlusion("regions"),
    "deletion_cells": _deletion("cells"),
    "deletion_regions": _deletion("regions"),
}
