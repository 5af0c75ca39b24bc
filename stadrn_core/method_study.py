"""Every method on faces whose truth is known: where it points, what deletion says, and what it owes to the weights.

Of each clip and each method of the table: pointing game and relevance mass (where the face really moves), with the
checkpoint and with an untrained network; deletion, most relevant first, against random orders, in BDI-II points; rank
correlation of the map with that of the untrained network; seconds. Beside the methods stands a prior that knows no
picture, the middle of the face. All maps are deleted by the cells of the last stage, so that their areas compare.
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.errors import DataError, FaceError, VideoError
from stadrn_core.explain import explain_clip
from stadrn_core.explain.contrast import Baseline
from stadrn_core.explain.methods import METHODS, hindrance
from stadrn_core.explain.passes import LAST_STAGE
from stadrn_core.explain.run import MethodMap, explain_by_methods
from stadrn_core.explain.stage_contrast import BaselineFeatures, mean_features
from stadrn_core.explain.task import MethodOptions
from stadrn_core.export.files import whole_file
from stadrn_core.localize_maps import NEUTRAL, SETTINGS_FILE, untrained
from stadrn_core.predictions import keep_identity
from stadrn_core.trust.case import Case, Grid, points_of
from stadrn_core.trust.deletion import area, curve_of, most_first
from stadrn_core.trust.results import TrustSettings
from stadrn_core.trust.similarity import rank_correlation
from stadrn_core.trust.truth import MovedMoment, judge_map, mean_or_none
from stadrn_core.trust.units import cell_units
from stadrn_core.types import Progress

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence
    from pathlib import Path

    from torch import Tensor

    from stadrn_core.checkpoint import LoadedCheckpoint
    from stadrn_core.localize_maps import Item, ItemSource, Net
    from stadrn_core.networks import Network, NetworkConfig
    from stadrn_core.trust.results import Curve
    from stadrn_core.types import Float32Array

CENTRE = "centre"
"""The prior beside the methods."""
REST_WORDS = "a neutral clip of the same subject"
ROWS_FOLDER = "rows"
PRIOR_SHARE = 0.25
"""Standard deviation of the prior as a share of the face's side."""


@dataclass(frozen=True)
class StudyRow:
    """One method on one clip.

    Attributes:
        item: name of the clip.
        kind: actions that it shows.
        subject: who it shows.
        method: key of ``METHODS``, or ``centre``.
        target_layer: stage whose feature maps were used; empty for none.
        hits: moments at which the maximum lies where the face moves.
        moments: that were judged.
        mass: share of positive relevance that lies there, mean over moments; None where there is none.
        chance: share of the pixels that are a hit.
        untrained_hits: of the same method on an untrained network; None for the prior, as the next two.
        untrained_mass: likewise.
        untrained_similarity: rank correlation of both maps; None also where one is the same everywhere.
        deletion_gain: BDI-II points by which the score's mean over a deletion, most relevant first, lies below that of
            random orders; above 0 is better than random.
        points: of the clip, not clamped.
        seconds: to compute the map alone; None for the prior.
    """

    item: str
    kind: str
    subject: str
    method: str
    target_layer: str
    hits: int
    moments: int
    mass: float | None
    chance: float | None
    untrained_hits: int | None
    untrained_mass: float | None
    untrained_similarity: float | None
    deletion_gain: float
    points: float
    seconds: float | None


class MethodStudy:
    """Judges methods on clips; a row is a file in ``out/rows``, and those that are there are not computed again.

    Args:
        checkpoint: whose methods are judged.
        out: folder; made where it does not exist.
        identity: what the clips depend on besides their files.
        least_label: moments are judged whose true score is above this, in BDI-II points.
        budget: passes of each costly method.
        settings: of deletion; ten steps and three random orders where None. Its seed is also that of the untrained
            weights.

    Raises:
        DataError: the folder holds rows of something else.
        ExportError: the folder cannot be written to.
    """

    def __init__(
        self,
        checkpoint: LoadedCheckpoint,
        out: Path,
        identity: Mapping[str, object],
        *,
        least_label: float,
        budget: int = 10,
        settings: TrustSettings | None = None,
    ) -> None:
        self.checkpoint, self.least_label = checkpoint, least_label
        self.settings = settings or TrustSettings()
        self.options = MethodOptions(budget=budget)
        self.folder = out / ROWS_FOLDER
        self.folder.mkdir(parents=True, exist_ok=True)
        told = {"budget": budget, "least_label": least_label, "deletion": self.settings.model_dump()}
        keep_identity(out / SETTINGS_FILE, {"checkpoint_identity": checkpoint.identity, **told, **identity})
        fresh = untrained(checkpoint.config, self.settings.seed).to(checkpoint.device)
        self.networks: dict[Net, Network] = {"trained": checkpoint.model, "untrained": fresh}
        self.missing: dict[str, str] = {}
        """why something is not judged, by clip or method"""

    def run(
        self, sources: Sequence[ItemSource], methods: Sequence[str] = tuple(METHODS)
    ) -> Generator[Progress, None, list[StudyRow]]:
        """Judge methods on clips.

        Args:
            sources: clips; neutral ones are not judged: contrasts compare the others of the same subject with them.
            methods: keys of ``METHODS``.

        Raises:
            DataError: a clip's truth cannot be had, or a row cannot be read.
            ExportError: rows cannot be written.
        """
        judged = [source for source in sources if source.kind != NEUTRAL]
        neutral = {source.subject: source for source in reversed(sources) if source.kind == NEUTRAL}
        names = (CENTRE, *methods)
        pace = _Pace(len(judged) * len(names))
        rows: list[StudyRow] = []
        for source in judged:
            bench = None
            for name in names:
                yield pace.progress()
                file = self.folder / f"{source.name}-{name}.json"
                if not file.exists():
                    if bench is None:
                        try:
                            bench = self._prepared(source, neutral.get(source.subject))
                        except (FaceError, VideoError) as error:
                            self.missing[source.name] = str(error)
                            pace.skip(len(names) - names.index(name))
                            break
                    if reason := self._hindrance(name, bench):
                        self.missing[name] = reason
                        pace.skip(1)
                        continue
                    _write_row(file, self._row(source, name, bench))
                    pace.computed += 1
                rows.append(_read_row(file))
                pace.done += 1
        yield pace.progress()
        return rows

    def _prepared(self, source: ItemSource, neutral: ItemSource | None) -> _Bench:
        item = source.load()
        clip = np.asarray(item.clip.numpy(), dtype=np.float32)
        case = Case(self.checkpoint.model, _grid(self.checkpoint.config, LAST_STAGE), lambda: clip, points_of, _no_map)
        neutral_points = case.points_of(case.model, case.neutral(self.settings.how))
        units = cell_units(case.grid)
        random = [
            np.random.default_rng([self.settings.seed + draw, len(units.names)]).permutation(len(units.names))
            for draw in range(self.settings.draws)
        ]
        areas = [area(_end(curve_of(case, units, one, "random", self.settings, neutral_points))) for one in random]
        rest = None if neutral is None else neutral.load().clip
        moments = [
            MovedMoment(round(one.position), one.motion_px)
            for one in item.moments
            if one.position is not None and one.label > self.least_label
        ]
        options = {net: self._options(network, rest) for net, network in self.networks.items()}
        return _Bench(item, case, tuple(moments), options, float(np.mean(areas)), neutral_points)

    def _options(self, network: Network, rest: Tensor | None) -> MethodOptions:
        """With a face at rest to compare with."""
        if rest is None:
            return self.options
        layer = METHODS["integrated_contrast"].target_layer(self.options)
        assert layer is not None  # it has one
        features = BaselineFeatures(layer, mean_features(network, rest, layer), REST_WORDS)
        points = explain_clip(network, rest, guided=False).signed_points
        baseline = None if points is None else Baseline("neutral stretch", points.mean(0), REST_WORDS)
        return replace(self.options, baseline=baseline, baseline_features=features)

    def _hindrance(self, name: str, bench: _Bench) -> str | None:
        if name == CENTRE:
            return None
        has_landmarks = bench.item.landmarks is not None
        return hindrance(name, self.checkpoint.config, bench.options["trained"], has_landmarks)

    def _row(self, source: ItemSource, name: str, bench: _Bench) -> StudyRow:
        config = self.checkpoint.config
        layer, seconds, radius_px = "", None, 0.0
        untrained_found, similarity = None, None
        if name == CENTRE:
            drawn = centre_prior(bench.case.grid)
        else:
            layer = METHODS[name].target_layer(bench.options["trained"]) or ""
            started = time.perf_counter()
            own = self._map(name, "trained", bench)
            seconds = time.perf_counter() - started
            other = self._map(name, "untrained", bench)
            radius_px = _resolution_px(name, layer, config) / 2
            similarity = rank_correlation(own, other)
            untrained_found = judge_map(_drawn(other, config, layer), bench.moments, radius_px)
            drawn = _drawn(own, config, layer)
        found = judge_map(drawn, bench.moments, radius_px)
        return StudyRow(
            item=source.name,
            kind=source.kind,
            subject=source.subject,
            method=name,
            target_layer=layer,
            hits=sum(found.hits),
            moments=len(found.hits),
            mass=mean_or_none(found.masses),
            chance=mean_or_none(found.chances),
            untrained_hits=None if untrained_found is None else sum(untrained_found.hits),
            untrained_mass=None if untrained_found is None else mean_or_none(untrained_found.masses),
            untrained_similarity=similarity,
            deletion_gain=bench.random_area - self._deletion_area(drawn, bench),
            points=bench.case.points,
            seconds=seconds,
        )

    def _map(self, name: str, net: Net, bench: _Bench) -> Float32Array:
        events = explain_by_methods(
            self.networks[net], bench.item.clip, [name], bench.options[net], bench.item.landmarks
        )
        return next(np.asarray(one.values, np.float32) for one in events if isinstance(one, MethodMap))

    def _deletion_area(self, drawn: Float32Array, bench: _Bench) -> float:
        units = cell_units(bench.case.grid)
        order = most_first(units.means(drawn), self.settings.seed)
        return area(_end(curve_of(bench.case, units, order, "most", self.settings, bench.neutral_points)))


@dataclass(frozen=True)
class _Bench:
    """A clip with all that its methods share."""

    item: Item
    case: Case
    moments: tuple[MovedMoment, ...]
    options: Mapping[Net, MethodOptions]
    random_area: float
    neutral_points: float


class _Pace:
    """How far the study is, and how long it will take by what was computed in this run."""

    def __init__(self, total: int) -> None:
        self.total, self.done, self.computed, self._started = total, 0, 0, time.monotonic()

    def skip(self, count: int) -> None:
        """So many are not computed."""
        self.done += count

    def progress(self) -> Progress:
        """As it stands."""
        rate = self.computed / (time.monotonic() - self._started) if self.computed else None
        left = (self.total - self.done) / rate if rate else None
        return Progress("judging methods", self.done, self.total, "maps", rate, left)


def centre_prior(grid: Grid) -> Float32Array:
    """A map that knows no picture: a Gaussian about the middle of every face, (T, S, S) float32."""
    distance = np.arange(grid.size_px) - (grid.size_px - 1) / 2
    bell = np.exp(-(distance**2) / (2 * (PRIOR_SHARE * grid.size_px) ** 2)).astype(np.float32)
    return np.broadcast_to(bell[:, None] * bell, grid.pixel_shape)


def _resolution_px(name: str, layer: str, config: NetworkConfig) -> int:
    """How far apart places are that a method's map can tell; 0 where it has a value for each pixel."""
    if METHODS[name].where == "pixels":
        return 0
    return config.cell_stride(LAST_STAGE if METHODS[name].of_baseline_features else layer)[1]


def _grid(config: NetworkConfig, layer: str) -> Grid:
    return Grid(config.clip_length, config.frame_size, config.map_shape(layer), *config.cell_stride(layer))


def _drawn(values: Float32Array, config: NetworkConfig, layer: str) -> Float32Array:
    """(T, S, S), cells interpolated between their centres."""
    if values.shape == (config.clip_length, config.frame_size, config.frame_size):
        return values
    return _grid(config, layer).drawn(values, native=False)


def _end(work: Generator[None, None, Curve]) -> Curve:
    try:
        while True:
            next(work)
    except StopIteration as end:
        curve: Curve = end.value
        return curve


def _no_map(_model: Network, _clip: Float32Array) -> Float32Array:
    raise ValueError("the study makes its maps itself")


def _write_row(file: Path, row: StudyRow) -> None:
    with whole_file(file) as unfinished:
        unfinished.write_text(json.dumps(asdict(row), indent=1) + "\n", encoding="utf-8")


def _read_row(file: Path) -> StudyRow:
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
        return StudyRow(**{field.name: values[field.name] for field in fields(StudyRow)})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"{file} cannot be read ({error}). Delete it and run the same command again.") from error
