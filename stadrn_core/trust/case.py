"""What a measure of trust is taken on: one clip, the map that is in question, and what is known besides."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
import torch

from stadrn_core.explain import explain_clip, gradient_magnitude
from stadrn_core.geometry import axis_weights, spread_over_face
from stadrn_core.model import STAGES
from stadrn_core.trust.neutral import How, neutral_clip

if TYPE_CHECKING:
    from collections.abc import Callable

    from stadrn_core.networks import Network
    from stadrn_core.trust.truth import MovedMoment
    from stadrn_core.types import Float32Array, Float64Array, IntArray

    PointsOf = Callable[[Network, Float32Array], float]
    RelevanceOf = Callable[[Network, Float32Array], Float32Array]

MapName = Literal["gradcampp", "signed_points", "guided"]
MAP_NAMES: tuple[MapName, ...] = get_args(MapName)
MAP_TITLES: dict[MapName, str] = {
    "gradcampp": "Grad-CAM++",
    "signed_points": "signed evidence",
    "guided": "guided backpropagation",
}


@dataclass(frozen=True)
class Grid:
    """Where a map's cells lie in the clip.

    Attributes:
        num_frames: T.
        size_px: S.
        map_shape: (T', H', W') of maps with cells; also the cells into which maps of pixels are summed up.
        temporal_stride: sampled frames from one cell to the next.
        spatial_stride: px from one cell to the next.
    """

    num_frames: int
    size_px: int
    map_shape: tuple[int, int, int]
    temporal_stride: int
    spatial_stride: int

    @property
    def pixel_shape(self) -> tuple[int, int, int]:
        """(T, S, S) of maps that have a value for each pixel."""
        return self.num_frames, self.size_px, self.size_px

    def is_cells(self, relevance: Float32Array) -> bool:
        """Whether a map has cells; a map of pixels otherwise.

        Raises:
            ValueError: it has neither shape.
        """
        if relevance.shape not in (self.map_shape, self.pixel_shape):
            raise ValueError(f"a map must be {self.map_shape} or {self.pixel_shape}, got {relevance.shape}")
        return relevance.shape == self.map_shape

    def drawn(self, relevance: Float32Array, *, native: bool) -> Float32Array:
        """A map at every pixel of every frame, (T, S, S) float32, cells at their centres.

        Args:
            relevance: (T', H', W') at cells, or (T, S, S), which is returned as it is.
            native: each cell as it is, not interpolated.
        """
        if not self.is_cells(relevance):
            return relevance
        slots = axis_weights(self.map_shape[0], self.num_frames, self.temporal_stride, native=native)
        faces = [spread_over_face(cells, self.size_px, self.spatial_stride, native=native) for cells in relevance]
        return np.tensordot(slots, np.stack(faces), axes=1).astype(np.float32, copy=False)


@dataclass(frozen=True)
class MeanMap:
    """The checkpoint's own mean map over other clips than the one that is judged.

    Attributes:
        relevance: shaped as the clip's map.
        num_clips: over which the mean is.
        num_recordings: from which they are.
    """

    relevance: Float32Array
    num_clips: int
    num_recordings: int


@dataclass(frozen=True)
class Case:
    """One clip and its map, ready to be tested. What is not known here is None; the measures then say so.

    Pictures and map come when they are first asked for, so that the cost of all clips is known before one is read.

    Attributes:
        model: left as it was found by every measure.
        grid: where cells lie.
        load_clip: reads the clip, (3, T, S, S) float32, normalised RGB.
        points_of: the points of any clip of this shape, by one forward pass.
        relevance_of: the map of any clip by any such network, (T', H', W') or (T, S, S); larger is more relevant.
        landmarks: (T, 68, 2) px in the aligned face that the network saw at each position.
        mean_map: makes that of other clips.
        no_mean_map: why there is none.
        load_shifted: reads the clip of the same recording that begins ``shift_frames`` later.
        shift_frames: sampled frames, negative is earlier; a multiple of the temporal stride.
        truth: makes the places that really move, for synthetic recordings; takes some seconds.
        no_truth: why there is none.
    """

    model: Network
    grid: Grid
    load_clip: Callable[[], Float32Array]
    points_of: PointsOf
    relevance_of: RelevanceOf
    landmarks: Float64Array | None = None
    mean_map: Callable[[], MeanMap] | None = None
    no_mean_map: str = "there is no other clip to take a mean over"
    load_shifted: Callable[[], Float32Array] | None = None
    shift_frames: int = 0
    truth: Callable[[], list[MovedMoment]] | None = None
    no_truth: str = "no truth is known of this recording (only those of 'stadrn synth' have one)"

    @cached_property
    def clip(self) -> Float32Array:
        """(3, T, S, S) float32, normalised RGB."""
        clip = self.load_clip()
        expected = (3, *self.grid.pixel_shape)
        if clip.shape != expected:
            raise ValueError(f"clip must be {expected}, got {clip.shape}")
        return clip

    @cached_property
    def relevance(self) -> Float32Array:
        """The map in question; one explanation."""
        relevance = self.relevance_of(self.model, self.clip)
        self.grid.is_cells(relevance)
        return relevance

    @cached_property
    def points(self) -> float:
        """Score range × raw output of the clip as it is, not clamped; one forward pass."""
        return self.points_of(self.model, self.clip)

    def neutral(self, how: How) -> Float32Array:
        """The neutral clip; the blurred one is made once."""
        return self._blurred if how == "blur" else neutral_clip(self.clip, how)

    @cached_property
    def _blurred(self) -> Float32Array:
        return neutral_clip(self.clip, "blur")


def points_of(model: Network, clip: Float32Array) -> float:
    """Score range × raw output in BDI-II points, not clamped at 0, so that nothing hides behind the clamp."""
    return explain_clip(model, clip, guided=False).raw_output * model.config.score_range


def relevance_of(
    model: Network, clip: Float32Array, map_name: MapName, target_layer: str = STAGES[-1]
) -> tuple[Float32Array, float]:
    """A clip's map and its points, not clamped.

    Returns:
        The map, and the points. Grad-CAM++ (T', H', W'), unweighted: one factor for a clip changes no order. Signed
        evidence (T', H', W') in points. Guided backpropagation (T, S, S), its magnitude.

    Raises:
        ValueError: the network has no signed evidence at this layer.
    """
    found = explain_clip(model, clip, target_layer, guided=map_name == "guided")
    points = found.raw_output * model.config.score_range
    if map_name == "guided":
        return guided_magnitude(found.guided), points
    relevance = found.gradcampp if map_name == "gradcampp" else found.signed_points
    if relevance is None:
        raise ValueError(f"this network has no signed evidence at {target_layer}")
    return relevance, points


def guided_magnitude(guided: Float32Array | None) -> Float32Array:
    """(3, T, S, S) guided gradient → (T, S, S) float32 magnitude."""
    if guided is None:
        raise ValueError("there is no guided map")
    return np.asarray(gradient_magnitude(torch.from_numpy(guided)).numpy(), dtype=np.float32)


def positions_of_slots(grid: Grid) -> IntArray:
    """(T',) int64 sampled position on which each time slot is centred."""
    return np.minimum(np.arange(grid.map_shape[0], dtype=np.int64) * grid.temporal_stride, grid.num_frames - 1)
