"""A checkpoint's scores put onto the scale of known labels: the last layer alone is changed, by a straight line.

A network that learned elsewhere, or from few people, may order recordings well and still be off by a factor and a
shift. Both are fitted by least squares on recordings that are neither learned from nor used to judge the result.
"""

from __future__ import annotations

import csv
import hashlib
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch

from stadrn_core.errors import CheckpointError, DataError

if TYPE_CHECKING:
    from pathlib import Path

    from stadrn_core.checkpoint import LoadedCheckpoint

LEAST_RECORDINGS = 10
OUTPUT_LAYER = "fc"


@dataclass(frozen=True)
class Line:
    """label ≈ scale × score + shift.

    Attributes:
        scale: above 0.
        shift_points: BDI-II points.
        num_recordings: that it was fitted on.
        num_clamped: further ones whose score was clamped at 0 and says only that it is low: left out.
        sha256: of the table of predictions.
    """

    scale: float
    shift_points: float
    num_recordings: int
    num_clamped: int
    sha256: str


def fit_line(predictions: Path) -> Line:
    """Fit the line on a table of predictions, as ``stadrn evaluate`` writes it.

    Args:
        predictions: with columns ``label`` and ``score`` in points.

    Raises:
        DataError: the table cannot be read, has too few recordings, or its scores do not rise with the labels.
    """
    try:
        content = predictions.read_bytes()
        rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
        pairs = np.array([(float(row["score"]), float(row["label"])) for row in rows]).reshape(-1, 2)
    except (OSError, UnicodeDecodeError, KeyError, ValueError, TypeError, csv.Error) as error:
        raise DataError(
            f"{predictions}: not a table of predictions ({error}). Name the predictions.csv of 'stadrn evaluate'."
        ) from error
    used = pairs[pairs[:, 0] > 0]
    if len(used) < LEAST_RECORDINGS:
        raise DataError(
            f"{predictions}: {len(used)} recordings with a score above 0; at least {LEAST_RECORDINGS} are needed."
        )
    scores, labels = used.T
    scale = math.nan if np.ptp(scores) == 0 else float(np.cov(scores, labels)[0, 1] / np.var(scores, ddof=1))
    if not scale > 0:
        raise DataError(f"{predictions}: the scores do not rise with the labels, so no line can mend them.")
    shift = float(labels.mean() - scale * scores.mean())
    return Line(scale, shift, len(used), len(pairs) - len(used), hashlib.sha256(content).hexdigest())


def recalibrate(checkpoint: LoadedCheckpoint, line: Line) -> None:
    """Change the last layer so that a score s becomes scale × s + shift; signed evidence is scaled alike.

    Raises:
        CheckpointError: the network does not end in one linear layer.
    """
    if not checkpoint.config.linear_head:
        raise CheckpointError(
            f"{checkpoint.path}: {checkpoint.config.title} does not end in one linear layer, which a line could change."
        )
    layer = checkpoint.model.fc
    with torch.no_grad():
        layer.weight.mul_(line.scale)
        layer.bias.mul_(line.scale).add_(line.shift_points / checkpoint.config.score_range)
