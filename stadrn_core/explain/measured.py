"""What ``stadrn judge`` found of each method on synthetic faces: said where methods are chosen.

The numbers are of the demo's two networks on six clips of two people whom they have not learned from: few, and no
verdict on other networks and faces. ``resources/methods_measured.json`` holds them, as ``stadrn judge`` wrote them.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

from stadrn_core.folders import resource

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = "methods_measured.json"
Numbers = dict[str, float | None]


@cache
def measured() -> Mapping[str, Mapping[str, Numbers]]:
    """The numbers, by demo network and then by key of ``METHODS``.

    They are pointing, untrained_pointing, chance and mass (shares), deletion_gain (BDI-II points),
    untrained_similarity (ρ) and seconds.
    """
    found: Mapping[str, Mapping[str, Numbers]] = json.loads(resource(FILE).read_text(encoding="utf-8"))
    return found


def measured_words(method: str, found: Mapping[str, Mapping[str, Numbers]] | None = None) -> str:
    """How often its maximum lay where a synthetic face moved, beside chance, in a sentence; empty where not measured.

    Args:
        method: key of ``METHODS``.
        found: what is known; what comes with the program where None.
    """
    own = [rows[method] for rows in (measured() if found is None else found).values() if method in rows]
    pointing = [row["pointing"] for row in own if row["pointing"] is not None]
    chance = [row["chance"] for row in own if row["chance"] is not None]
    untrained = [row["untrained_pointing"] for row in own if row["untrained_pointing"] is not None]
    if not pointing or not chance:
        return ""
    shares = " and ".join(f"{share:.0%}" for share in pointing)
    words = f"On synthetic faces its maximum lay where the face moved at {shares} of the moments"
    beside = [f"chance {max(chance):.0%}"]
    if untrained:
        beside.insert(0, f"untrained networks {' and '.join(f'{share:.0%}' for share in untrained)}")
    return f"{words} ({', '.join(beside)})."
