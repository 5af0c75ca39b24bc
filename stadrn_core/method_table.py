"""The table of the study of methods: a line for each method, over all clips and by kind of action."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.explain.methods import METHODS
from stadrn_core.export.files import whole_file
from stadrn_core.method_study import CENTRE, StudyRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

ALL_KINDS = "all"
CENTRE_TITLE = "Middle of the face (no method)"


@dataclass(frozen=True)
class Line:
    """One method over some clips.

    Attributes:
        method: key of ``METHODS``, or ``centre``.
        kind: actions that the clips show; ``all`` for all clips.
        clips: that were judged.
        moments: that pointing was judged at.
        pointing: share of moments at which the maximum lies where the face moves; None without moments.
        chance: share of the pixels that are a hit.
        mass: share of positive relevance where the face moves, mean over clips.
        untrained_pointing: of the same method on an untrained network.
        untrained_mass: likewise.
        untrained_similarity: rank correlation with the map of the untrained network, mean over clips.
        deletion_gain: points, mean over clips; ``least_gain`` and ``most_gain`` are the extremes.
        least_gain: of one clip.
        most_gain: of one clip.
        seconds: of one clip, median.
    """

    method: str
    kind: str
    clips: int
    moments: int
    pointing: float | None
    chance: float | None
    mass: float | None
    untrained_pointing: float | None
    untrained_mass: float | None
    untrained_similarity: float | None
    deletion_gain: float
    least_gain: float
    most_gain: float
    seconds: float | None

    @property
    def title(self) -> str:
        """Name for tables."""
        return CENTRE_TITLE if self.method == CENTRE else METHODS[self.method].title


def lines(rows: Sequence[StudyRow]) -> list[Line]:
    """A line for each method over all clips and for each kind, in the order of the table of methods, the prior last."""
    kinds = [ALL_KINDS, *dict.fromkeys(row.kind for row in rows)]
    found = []
    for method in (*METHODS, CENTRE):
        for kind in kinds:
            own = [row for row in rows if row.method == method and kind in (ALL_KINDS, row.kind)]
            if own:
                found.append(_line(method, kind, own))
    return found


def _line(method: str, kind: str, own: Sequence[StudyRow]) -> Line:
    gains = [row.deletion_gain for row in own]
    moments = sum(row.moments for row in own)
    return Line(
        method=method,
        kind=kind,
        clips=len(own),
        moments=moments,
        pointing=_share((row.hits for row in own), moments),
        chance=_weighted([(row.chance, row.moments) for row in own]),
        mass=_mean(row.mass for row in own),
        untrained_pointing=_share((row.untrained_hits for row in own), moments),
        untrained_mass=_mean(row.untrained_mass for row in own),
        untrained_similarity=_mean(row.untrained_similarity for row in own),
        deletion_gain=float(np.mean(gains)),
        least_gain=min(gains),
        most_gain=max(gains),
        seconds=_mean((row.seconds for row in own), np.median),
    )


def _share(hits: Iterable[int | None], moments: int) -> float | None:
    counted = list(hits)
    if not moments or any(one is None for one in counted):
        return None
    return sum(one for one in counted if one is not None) / moments


def _weighted(pairs: Sequence[tuple[float | None, int]]) -> float | None:
    known = [(value, weight) for value, weight in pairs if value is not None and weight]
    return sum(v * w for v, w in known) / sum(w for _, w in known) if known else None


def _mean(values: Iterable[float | None], of: Callable[[list[float]], np.floating] = np.mean) -> float | None:
    known = [value for value in values if value is not None]
    return float(of(known)) if known else None


def write_lines(file: Path, table: Sequence[Line]) -> None:
    """Write the table (UTF-8, comma); numbers that are not known are left empty.

    Raises:
        ExportError: the file cannot be written.
    """
    with whole_file(file) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        names = list(Line.__dataclass_fields__)
        writer.writerow(names)
        for line in table:
            writer.writerow([_plain(getattr(line, name)) for name in names])


def _plain(value: str | float | None) -> str:
    if value is None:
        return ""
    return f"{value:.4f}" if isinstance(value, float) else str(value)
