"""Does the map stay the same where it should? Mirrored, with a little noise, and some frames later."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.clips import IMAGENET_MEAN, IMAGENET_STD
from stadrn_core.geometry import axis_weights
from stadrn_core.trust.measure import Cost, Measure, Outcome, always
from stadrn_core.trust.results import Number
from stadrn_core.trust.similarity import rank_correlation

if TYPE_CHECKING:
    from stadrn_core.trust.case import Case, Grid
    from stadrn_core.trust.measure import Work
    from stadrn_core.trust.results import TrustSettings
    from stadrn_core.types import Float32Array

NO_SHIFT = "the recording has no frames beyond this clip, or the map has one time slot"


def mirrored_map(relevance: Float32Array, grid: Grid) -> Float32Array:
    """The map of a mirrored clip, put back: its values where the cells of the clip itself lie.

    Strided layers centre cells on pixel 32 i, and a mirrored 32 i is none of them: the map is read between its cells,
    linearly, which smooths it a little.
    """
    if not grid.is_cells(relevance):
        return relevance[..., ::-1]
    columns = grid.map_shape[2]
    weights = axis_weights(columns, grid.size_px, grid.spatial_stride)
    centres = np.minimum(np.arange(columns) * grid.spatial_stride, grid.size_px - 1)
    return np.asarray(relevance @ weights[grid.size_px - 1 - centres].T, dtype=np.float32)


def noisy(clip: Float32Array, sigma: float, seed: int) -> Float32Array:
    """A normalised clip (3, T, S, S) with Gaussian noise on its pictures in 0–1, clipped there."""
    mean, std = (np.array(values, np.float32)[:, None, None, None] for values in (IMAGENET_MEAN, IMAGENET_STD))
    drawn = np.random.default_rng(seed).standard_normal(clip.shape, dtype=np.float32)
    pictures = np.clip(clip * std + mean + np.float32(sigma) * drawn, 0, 1)
    return np.asarray((pictures - mean) / std, dtype=np.float32)


def overlap(
    relevance: Float32Array, shifted: Float32Array, num_frames: int, grid: Grid
) -> tuple[Float32Array, Float32Array]:
    """The parts of two maps that show the same frames, the second map's clip beginning ``num_frames`` later."""
    steps = num_frames // grid.temporal_stride if grid.is_cells(relevance) else num_frames
    if steps < 0:
        return relevance[:steps], shifted[-steps:]
    return relevance[steps:], shifted[: len(shifted) - steps]


def _run(case: Case, settings: TrustSettings) -> Work:
    flipped = mirrored_map(case.relevance_of(case.model, np.ascontiguousarray(case.clip[..., ::-1])), case.grid)
    yield
    with_noise = case.relevance_of(case.model, noisy(case.clip, settings.noise_sigma, settings.seed))
    yield
    numbers = [
        _number("flip", case.relevance, flipped, "mirrored, and the map mirrored back"),
        _number("noise", case.relevance, with_noise, f"noise σ = {settings.noise_sigma:g} on pictures in 0–1"),
    ]
    if case.load_shifted is None:
        numbers.append(Number(name="shift", value=None, unit="ρ", note=NO_SHIFT))
    else:
        later = case.relevance_of(case.model, case.load_shifted())
        yield
        ours, later = overlap(case.relevance, later, case.shift_frames, case.grid)
        numbers.append(
            _number("shift", ours, later, f"{case.shift_frames:+d} sampled frames, where both show the same")
        )
    return Outcome(tuple(numbers))


def _number(name: str, a: Float32Array, b: Float32Array, note: str) -> Number:
    rho = rank_correlation(a, b)
    if rho is None:
        note += "; one of the maps is equal everywhere"
    return Number(name=name, value=rho, unit="ρ", note=note)


STABILITY = Measure(
    name="stability",
    title="Stability",
    question="Does the map stay the same when the clip is mirrored, gets a little noise, or begins a moment later?",
    reading="rank correlation of the map and that of the changed clip, put back; 1: the same",
    unavailable=always,
    cost=lambda case, settings: Cost(0, 2 + (case.load_shifted is not None)),
    run=_run,
)
