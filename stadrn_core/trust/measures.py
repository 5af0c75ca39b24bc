"""The table of measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stadrn_core.trust.deletion import DELETION_CELLS, DELETION_REGIONS
from stadrn_core.trust.mean_map import MEAN_MAP
from stadrn_core.trust.occlusion import DELETION_SLOTS, OCCLUSION_REGIONS
from stadrn_core.trust.randomisation import RANDOMISATION
from stadrn_core.trust.stability import STABILITY
from stadrn_core.trust.truth import TRUTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stadrn_core.trust.case import MapName
    from stadrn_core.trust.measure import Measure

MEASURES: dict[str, Measure] = {
    one.name: one
    for one in (
        RANDOMISATION,
        MEAN_MAP,
        STABILITY,
        TRUTH,
        DELETION_SLOTS,
        OCCLUSION_REGIONS,
        DELETION_CELLS,
        DELETION_REGIONS,
    )
}
"""By name, the quick ones first."""


def chosen_measures(names: Sequence[str], map_name: MapName) -> list[Measure]:
    """The measures of these names, in the order of the table; all where none is named.

    Guided backpropagation is known to depend little on what was learned: it always gets the number that says how
    little.

    Raises:
        ValueError: an unknown name.
    """
    if unknown := set(names) - set(MEASURES):
        raise ValueError(f"measure must be one of {', '.join(MEASURES)}, got {', '.join(sorted(unknown))}")
    wanted = set(names or MEASURES)
    if map_name == "guided":
        wanted.add(RANDOMISATION.name)
    return [one for name, one in MEASURES.items() if name in wanted]
