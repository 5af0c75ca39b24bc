"""What measures of trust say of maps that know nothing: the ground on which a badge's words stand.

On clips of synthetic faces, each measure is taken of a trained network's map, and of the maps of networks of the same
kind that have learned nothing:

- deletion of cells: the *trained* network's score falls, the cells being chosen by either map;
- random weights: likeness of the trained network's map to an untrained one's, and of two untrained networks' maps;
- mean map: likeness of a network's map to its own mean over the other clips;
- stability: likeness of a network's map after mirroring, and after a little noise.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.model import STAGES
from stadrn_core.trust.case import MAP_NAMES, Case, Grid, points_of, relevance_of
from stadrn_core.trust.deletion import area, curve_of, most_first
from stadrn_core.trust.similarity import rank_correlation
from stadrn_core.trust.stability import STABILITY
from stadrn_core.trust.units import cell_units

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from stadrn_core.networks import Network
    from stadrn_core.trust.case import MapName
    from stadrn_core.trust.results import TrustSettings
    from stadrn_core.types import Float32Array

TRAINED, UNTRAINED = "trained", "untrained"


@dataclass(frozen=True)
class Taken:
    """One number of one map.

    Attributes:
        clip: name of the clip.
        map_name: of the map.
        measure: key of ``MEASURES``.
        number: within the measure.
        network: ``trained`` or ``untrained``.
        value: in the measure's unit; None where it is not defined.
    """

    clip: str
    map_name: str
    measure: str
    number: str
    network: str
    value: float | None

    def to_json(self) -> dict[str, object]:
        """Plain values."""
        return asdict(self)


def take(
    clips: Mapping[str, Float32Array], trained: Network, untrained: Sequence[Network], settings: TrustSettings
) -> Iterator[Taken]:
    """Take the measures of every clip, each number as soon as it is known.

    Args:
        clips: by name, (3, T, S, S) float32, normalised RGB; two or more.
        trained: the network whose score is explained.
        untrained: two or more of the same configuration.
        settings: of the measures; one random order is drawn for each of ``draws``.
    """
    config = trained.config
    grid = Grid(config.clip_length, config.frame_size, config.map_shape(STAGES[-1]), *config.cell_stride(STAGES[-1]))
    for map_name in MAP_NAMES:
        maps: dict[str, list[Float32Array]] = {}
        for name, clip in clips.items():
            maps[name] = [relevance_of(network, clip, map_name)[0] for network in (trained, *untrained)]
            yield from _against_random_weights(name, map_name, maps[name])
            yield from _stability(name, map_name, clip, grid, (trained, *untrained), settings)
        yield from _against_mean(map_name, maps)
        for name, clip in clips.items():
            yield from _deletion(name, map_name, clip, grid, trained, maps[name], settings)


def _whose(number: int) -> str:
    return UNTRAINED if number else TRAINED


def _against_random_weights(clip: str, map_name: MapName, maps: Sequence[Float32Array]) -> Iterator[Taken]:
    for first, second in combinations(range(len(maps)), 2):
        rho = rank_correlation(maps[first], maps[second])
        yield Taken(clip, map_name, "randomisation", "all_random", _whose(first), rho)


def _stability(
    name: str, map_name: MapName, clip: Float32Array, grid: Grid, networks: Sequence[Network], settings: TrustSettings
) -> Iterator[Taken]:
    for number, network in enumerate(networks):
        case = Case(network, grid, lambda: clip, points_of, lambda net, one: relevance_of(net, one, map_name)[0])
        work = STABILITY.run(case, settings)
        try:
            while True:
                next(work)
        except StopIteration as end:
            outcome = end.value
        for one in outcome.numbers:
            if one.name in ("flip", "noise"):
                yield Taken(name, map_name, "stability", one.name, _whose(number), one.value)


def _against_mean(map_name: MapName, maps: Mapping[str, Sequence[Float32Array]]) -> Iterator[Taken]:
    for name, own in maps.items():
        for number, relevance in enumerate(own):
            others = np.mean([theirs[number] for other, theirs in maps.items() if other != name], axis=0)
            rho = rank_correlation(relevance, others)
            yield Taken(name, map_name, "mean_map", "likeness", _whose(number), rho)


def _deletion(
    name: str,
    map_name: MapName,
    clip: Float32Array,
    grid: Grid,
    trained: Network,
    maps: Sequence[Float32Array],
    settings: TrustSettings,
) -> Iterator[Taken]:
    case = Case(trained, grid, lambda: clip, points_of, lambda net, one: relevance_of(net, one, map_name)[0])
    units = cell_units(grid)
    neutral_points = case.points_of(trained, case.neutral(settings.how))

    def area_of(order: NDArray[np.int64]) -> float:
        work = curve_of(case, units, order, "", settings, neutral_points)
        try:
            while True:
                next(work)
        except StopIteration as end:
            return area(end.value)

    count = len(units.names)
    draws = [np.random.default_rng([settings.seed + i, count]).permutation(count) for i in range(settings.draws)]
    random = float(np.mean([area_of(order) for order in draws]))
    for number, relevance in enumerate(maps):
        order = most_first(units.means(grid.drawn(relevance, native=True)), settings.seed)
        yield Taken(name, map_name, "deletion_cells", "deletion_gain", _whose(number), random - area_of(order))
