"""Beside a number of a test: what maps of networks reach that have learned nothing, on synthetic faces.

There are no grades. The one threshold that was measured is the most extreme value of the untrained networks: beyond it
a map does what no map did that owes nothing to learning. It was taken on synthetic faces and this project's two
networks, and is no more than a yardstick for others.

``resources/recipes/make_trust_reference.py`` takes the values.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from stadrn_core.folders import resource
from stadrn_core.trust.reference_study import UNTRAINED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FILE = "trust_reference.json"
WHERE = "on synthetic faces"


@dataclass(frozen=True)
class Reference:
    """Numbers of tests by measure and number (``deletion_cells/deletion_gain``), map and kind of network.

    Attributes:
        values: BDI-II points or rank correlations.
    """

    values: Mapping[str, Mapping[str, Mapping[str, Sequence[float]]]]

    def of(self, measure: str, number: str, map_name: str, network: str) -> Sequence[float]:
        """What was taken; empty where nothing was."""
        return self.values.get(f"{measure}/{number}", {}).get(map_name, {}).get(network, ())

    def words(self, measure: str, number: str, map_name: str, value: float | None) -> str:
        """What a number is compared with, in a clause; empty where nothing is known of it.

        Args:
            measure: key of ``MEASURES``.
            number: within the measure.
            map_name: of the map.
            value: of one clip, or the mean over several; None where it is not defined.
        """
        null = self.of(measure, number, map_name, UNTRAINED)
        if not null or value is None:
            return ""
        if measure == "deletion_cells":
            reached = sum(other >= value for other in null)
            others = f"{len(null)} maps of untrained networks {WHERE}"
            return f"{reached} of {others} reach it" if reached else f"more than all {others}"
        theirs = f"ρ {min(null):.2f} to {max(null):.2f} {WHERE}"
        if measure == "randomisation":
            return f"{'less than any' if value < min(null) else 'as much as'} two untrained networks share, {theirs}"
        if measure == "mean_map":
            return f"{'less than' if value < min(null) else 'as in'} untrained networks, {theirs}"
        return f"untrained networks: {theirs}"


@cache
def reference() -> Reference:
    """What comes with the program."""
    facts = json.loads(resource(FILE).read_text(encoding="utf-8"))
    return Reference(facts["values"])
