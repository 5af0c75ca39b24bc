"""Where a method's map has its maximum, and whether the face moves there: a study on faces whose truth is known.

A hit is a maximum on a pixel of the aligned face that the item's action moves by more than 1 px, or within half a cell
of one: a map is asked for no more than its own cells can tell, or the width that its points are spread over (nothing is
added for maps of pixels). Contrasts compare with a neutral item of the same subject. Beside each rate stand what chance
and three maps that know nothing of the picture reach on the same frames: the middle of the face, the checkpoint's own
mean map over all items, and the same method on an untrained network.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal, get_args

import cv2
import numpy as np

from stadrn_core.explain.contrast import Baseline, checkpoint_mean, contrast
from stadrn_core.explain.studied_maps import STUDIED_MAPS
from stadrn_core.export.files import whole_file
from stadrn_core.geometry import Placement, cell_centres, slot_weight
from stadrn_core.localize_maps import NETS, NEUTRAL, ItemMaps

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from stadrn_core.networks import NetworkConfig
    from stadrn_core.types import Float32Array

LEAST_MOTION_PX = 1.0
LEAST_LABEL = 14.0
PLACEMENTS: tuple[Placement, ...] = get_args(Placement)
Less = Literal["nothing", "its mean map", "the neutral face"]
LESS: tuple[Less, ...] = get_args(Less)
"""What is taken off a map before its maximum is looked for: nothing, the method's mean over all items, or its map of a
neutral item of the same subject, where there is one for every subject."""
CONTRASTED = ("signed_points", "hirescam_layer_3", "gradcampp")
"""Methods of which something is taken off, too."""
CONTROLS = ("centre", "mean_map", "untrained")
RESAMPLES = 2000
_Z_95 = 1.959963984540054


@dataclass(frozen=True)
class Judgement:
    """Whether one map's maximum lies where it should.

    Attributes:
        kind: actions of the item.
        subject: of the item.
        method: key of ``STUDIED_MAPS``.
        less: what was taken off.
        placement: where cells are taken to lie.
        hits: by control and, under ``trained``, the map itself.
        mask_share: share of the face's pixels that would be a hit.
    """

    kind: str
    subject: str
    method: str
    less: Less
    placement: Placement
    hits: dict[str, bool]
    mask_share: float


def judge(items: Sequence[ItemMaps], config: NetworkConfig, least_label: float = LEAST_LABEL) -> list[Judgement]:
    """Judge every method at every moment of every item.

    The mean maps are over all items; moments are judged if their label is above ``least_label`` and their action moves
    some pixel by more than 1 px.

    Args:
        items: of all kinds, also those that are not judged, such as neutral ones.
        config: of the network, for where cells lie.
        least_label: BDI-II points.

    Raises:
        ValueError: there is no item.
    """
    if not items:
        raise ValueError("there is no item to judge")
    judged = [
        (item, m)
        for item in items
        for m in range(len(item.labels))
        if item.labels[m] > least_label and (item.motion_px[m] > LEAST_MOTION_PX).any()
    ]
    found: list[Judgement] = []
    known = set.intersection(*({method for _, method in (*item.cells, *item.pixels)} for item in items))
    for method in [name for name in STUDIED_MAPS if name in known]:
        layer = STUDIED_MAPS[method].target_layer
        if layer is None:
            found += _judge_pixels(method, items, judged)
            continue
        strides = config.cell_stride(layer)
        for less in _possible(items, judged) if method in CONTRASTED else LESS[:1]:
            for placement in PLACEMENTS:
                how = _CellMethod(method, less, placement, *strides, STUDIED_MAPS[method].resolution_px(config))
                found += _judge_cells(how, items, judged, config)
    return found


def _possible(items: Sequence[ItemMaps], judged: Sequence[tuple[ItemMaps, int]]) -> Sequence[Less]:
    """Without a neutral face of every judged subject, none is taken off any."""
    neutral = {item.subject for item in items if item.kind == NEUTRAL}
    return LESS if {item.subject for item, _ in judged} <= neutral else LESS[:2]


@dataclass(frozen=True)
class _CellMethod:
    """One way to look at a method's cells."""

    method: str
    less: Less
    placement: Placement
    temporal_stride: int
    spatial_stride_px: int
    resolution_px: int

    def at(self, maps: Float32Array, position: float | None, clip_length: int) -> Float32Array:
        """(T', H', W') → (H', W') at a moment."""
        if position is None:
            return np.asarray(maps.mean(0))
        return slot_weight(position, len(maps), clip_length, self.temporal_stride, self.placement).of(maps)


def _judge_cells(
    how: _CellMethod, items: Sequence[ItemMaps], judged: Sequence[tuple[ItemMaps, int]], config: NetworkConfig
) -> list[Judgement]:
    means = {net: checkpoint_mean(item.cells[net, how.method] for item in items) for net in NETS}
    neutral = {item.subject: item for item in items if item.kind == NEUTRAL}
    mean_map = means["trained"].points.mean(0)
    found = []
    for item, m in judged:
        mask = widened(item.motion_px[m], how.resolution_px / 2)
        size_px = len(mask)
        cells = {"mean_map": mean_map}
        for net in NETS:
            maps = item.cells[net, how.method]
            if how.less == "its mean map":
                maps = contrast(maps, means[net])
            elif how.less == "the neutral face":
                rest = neutral[item.subject].cells[net, how.method].mean(0)
                maps = contrast(maps, Baseline("neutral stretch", rest, "a neutral item of the same subject"))
            cells[net] = how.at(maps, item.positions[m], config.clip_length)
        hits = {
            name: is_hit(peak_px(values, size_px, how.spatial_stride_px, how.placement), mask)
            for name, values in cells.items()
        }
        hits["centre"] = bool(mask[size_px // 2, size_px // 2])
        found.append(Judgement(item.kind, item.subject, how.method, how.less, how.placement, hits, float(mask.mean())))
    return found


def _judge_pixels(method: str, items: Sequence[ItemMaps], judged: Sequence[tuple[ItemMaps, int]]) -> list[Judgement]:
    mean_map = checkpoint_mean(item.pixels["trained", method].mean(0) for item in items).points
    found = []
    for item, m in judged:
        mask = widened(item.motion_px[m], 0)
        maps: dict[str, Float32Array] = {net: item.pixels[net, method][m] for net in NETS}
        maps["mean_map"] = mean_map
        hits = {name: is_hit(_largest(values), mask) for name, values in maps.items()}
        hits["centre"] = bool(mask[len(mask) // 2, len(mask) // 2])
        found.append(Judgement(item.kind, item.subject, method, "nothing", "centred", hits, float(mask.mean())))
    return found


def widened(motion_px: Float32Array, radius_px: float) -> NDArray[np.bool_]:
    """Pixels that move by more than 1 px, and those no further than ``radius_px`` from one; (S, S)."""
    moves = motion_px > LEAST_MOTION_PX
    if not moves.any() or radius_px == 0:
        return moves
    distance = cv2.distanceTransform((~moves).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return np.asarray(distance <= radius_px)


def peak_px(cells: Float32Array, size_px: int, stride_px: int, placement: Placement) -> tuple[int, int] | None:
    """Row and column of the pixel on which the largest cell is centred; None where all cells are equal.

    That is where the interpolated map has its maximum.
    """
    where = _largest(cells)
    if where is None:
        return None
    centres = [cell_centres(n, size_px, stride_px, placement) for n in cells.shape]
    row, column = (int(np.clip(np.floor(c[i] + 0.5), 0, size_px - 1)) for c, i in zip(centres, where, strict=True))
    return row, column


def _largest(values: Float32Array) -> tuple[int, int] | None:
    if np.ptp(values) == 0:
        return None
    row, column = np.unravel_index(int(np.argmax(values)), values.shape)
    return int(row), int(column)


def is_hit(where: tuple[int, int] | None, mask: NDArray[np.bool_]) -> bool:
    """Whether a maximum lies in the mask; a map without one misses."""
    return where is not None and bool(mask[where])


@dataclass(frozen=True)
class Share:
    """How often something hit, with its 95 % interval."""

    rate: float
    low: float
    high: float


@dataclass(frozen=True)
class Rate:
    """One line of the table.

    Attributes:
        kind: actions of the items.
        method: key of ``STUDIED_MAPS``.
        less: what was taken off.
        placement: where cells are taken to lie.
        num_moments: judged maps.
        num_subjects: people they show.
        trained: of the map itself.
        controls: by name of ``CONTROLS``, on the same moments.
        mask_share: share of the face's pixels that are a hit, on average: what a random pixel would reach.
        interval: what the intervals are.
    """

    kind: str
    method: str
    less: Less
    placement: Placement
    num_moments: int
    num_subjects: int
    trained: Share
    controls: dict[str, Share]
    mask_share: float
    interval: str

    @property
    def title(self) -> str:
        """Name of the map for tables."""
        return STUDIED_MAPS[self.method].title + (f", less {self.less}" if self.less != "nothing" else "")


def rates(judgements: Sequence[Judgement], seed: int = 0) -> list[Rate]:
    """Count hits by kind, method, what is taken off and placement, in that order.

    Intervals are Wilson's where every subject is judged once, else percentiles of a bootstrap over subjects.
    """

    def group(one: Judgement) -> tuple[str, int, int, int]:
        places = list(STUDIED_MAPS).index(one.method), LESS.index(one.less), PLACEMENTS.index(one.placement)
        return one.kind, *places

    found = []
    for _, members in groupby(sorted(judgements, key=group), key=group):
        own = list(members)
        subjects = np.unique([one.subject for one in own], return_inverse=True)[1]
        is_single = len(np.unique(subjects)) == len(own)
        shares = {
            name: wilson([one.hits[name] for one in own])
            if is_single
            else bootstrapped([one.hits[name] for one in own], subjects, seed)
            for name in ("trained", *CONTROLS)
        }
        found.append(
            Rate(
                kind=own[0].kind,
                method=own[0].method,
                less=own[0].less,
                placement=own[0].placement,
                num_moments=len(own),
                num_subjects=int(subjects.max()) + 1,
                trained=shares.pop("trained"),
                controls=shares,
                mask_share=float(np.mean([one.mask_share for one in own])),
                interval="Wilson" if is_single else "bootstrap over subjects",
            )
        )
    return found


def reaching(table: Sequence[Rate], share: float, placement: Placement = "centred") -> list[str]:
    """Titles of the maps that hit in at least this share of the moments of every kind."""
    own = [one for one in table if one.placement == placement]
    titles = list(dict.fromkeys(one.title for one in own))
    return [title for title in titles if all(one.trained.rate >= share for one in own if one.title == title)]


def wilson(hits: Sequence[bool]) -> Share:
    """The rate and Wilson's 95 % score interval, for independent trials.

    Raises:
        ValueError: there is no trial.
    """
    if not hits:
        raise ValueError("there is nothing to count")
    n, rate = len(hits), float(np.mean(hits))
    middle = (rate + _Z_95**2 / (2 * n)) / (1 + _Z_95**2 / n)
    half = _Z_95 / (1 + _Z_95**2 / n) * float(np.sqrt(rate * (1 - rate) / n + _Z_95**2 / (4 * n**2)))
    return Share(rate, max(middle - half, 0.0), min(middle + half, 1.0))


def bootstrapped(hits: Sequence[bool], subjects: NDArray[np.integer], seed: int = 0) -> Share:
    """The rate and the 2.5th and 97.5th percentile over resamples of subjects, each with all its moments.

    Args:
        hits: (N,) truth.
        subjects: (N,) numbers from 0 on.
        seed: of the resamples.
    """
    counts = np.bincount(subjects)
    sums = np.bincount(subjects, weights=np.asarray(hits, np.float64))
    draws = np.random.default_rng(seed).integers(len(counts), size=(RESAMPLES, len(counts)))
    low, high = np.quantile(sums[draws].sum(1) / counts[draws].sum(1), [0.025, 0.975])
    return Share(float(np.mean(hits)), float(low), float(high))


def write_table(file: Path, table: Sequence[Rate]) -> None:
    """Write a row for each line (UTF-8, comma); rates are shares from 0 to 1.

    Raises:
        ExportError: the file cannot be written.
    """
    shares = [f"{name}{end}" for name in ("rate", *CONTROLS) for end in ("", "_low", "_high")]
    with whole_file(file) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream, lineterminator="\n")
        rows.writerow(
            [
                *("kind", "method", "less", "cells", "num_moments", "num_subjects"),
                *shares,
                *("mask_share", "interval"),
            ]
        )
        for one in table:
            numbers = [
                number
                for s in (one.trained, *(one.controls[n] for n in CONTROLS))
                for number in (s.rate, s.low, s.high)
            ]
            rows.writerow(
                [
                    *(one.kind, one.method, one.less, one.placement),
                    *(one.num_moments, one.num_subjects),
                    *(f"{number:.4f}" for number in numbers),
                    *(f"{one.mask_share:.4f}", one.interval),
                ]
            )
