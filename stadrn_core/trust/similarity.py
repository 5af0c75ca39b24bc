"""How alike two maps are: Spearman's rank correlation, which no colour scale and no factor changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import rankdata

if TYPE_CHECKING:
    from numpy.typing import NDArray


def rank_correlation(a: NDArray[np.floating], b: NDArray[np.floating]) -> float | None:
    """Spearman's ρ over all values of two arrays of the same shape; equal values share their mean rank.

    Returns:
        -1 to 1, or None where all values of one are equal or one is not finite: then there is nothing to compare.

    Raises:
        ValueError: the shapes differ.
    """
    if a.shape != b.shape:
        raise ValueError(f"maps must have the same shape, got {a.shape} and {b.shape}")
    if not (np.isfinite(a).all() and np.isfinite(b).all()) or a.size == 0 or np.ptp(a) == 0 or np.ptp(b) == 0:
        return None
    first, second = (rankdata(values.reshape(-1)) for values in (a, b))
    first, second = first - first.mean(), second - second.mean()
    rho = float((first @ second) / np.sqrt((first @ first) * (second @ second)))
    return float(np.clip(rho, -1.0, 1.0))
