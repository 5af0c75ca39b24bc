"""Maps of networks with different cells, brought onto one grid.

The rule: along each axis the coarser of the two grids is the common one. Every cell of the finer grid is divided
between the two coarser cells next to its centre, in proportion to nearness. Signed points are added, so that each clip
keeps its total; heat (Grad-CAM++, Grad-CAM) is averaged with the same weights, so that a constant stays one. Space is
measured in shares of the aligned face's side. Where cells are the same already, nothing is changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.errors import StoreError
from stadrn_core.geometry import cell_coordinate
from stadrn_core.store import ClipMaps, ClipRecord

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stadrn_core.face_quality import FaceQuality
    from stadrn_core.manifest import Manifest
    from stadrn_core.types import ClipPlan, FacePlacement, Float32Array, Float64Array, UInt8Array
    from stadrn_core.view import AnalysisView


@dataclass(frozen=True)
class Grid:
    """Cells of a clip's maps.

    Attributes:
        shape: (T', H', W') cells.
        temporal_stride: sampled frames from one cell to the next.
        spatial_stride: from one cell to the next, as a share of the aligned face's side.
    """

    shape: tuple[int, int, int]
    temporal_stride: int
    spatial_stride: float

    @classmethod
    def of(cls, manifest: Manifest) -> Grid:
        """The grid of an analysis."""
        side = manifest.settings.alignment.size_px
        return cls(manifest.map_shape, manifest.temporal_stride, manifest.spatial_stride / side)

    @property
    def words(self) -> str:
        """For captions and tables, such as ``8 × 7 × 7``."""
        return " × ".join(str(cells) for cells in self.shape)


def common_grid(manifests: Sequence[Manifest]) -> Grid:
    """The coarsest cells along each axis among analyses with clips of equal length."""
    grids = [Grid.of(manifest) for manifest in manifests]
    in_time = max(grids, key=lambda grid: grid.temporal_stride)
    in_space = max(grids, key=lambda grid: grid.spatial_stride)
    return Grid((in_time.shape[0], *in_space.shape[1:]), in_time.temporal_stride, in_space.spatial_stride)


def stride_px(manifest: Manifest, grid: Grid) -> int | None:
    """A grid's spatial stride in an analysis' aligned pixels; None where it is no whole number of them."""
    stride = grid.spatial_stride * manifest.settings.alignment.size_px
    return round(stride) if abs(stride - round(stride)) < 1e-9 else None


def division(num_fine: int, num_coarse: int, fine_stride: float, coarse_stride: float) -> Float64Array:
    """What part of each finer cell belongs to each coarser one along an axis.

    Returns:
        (num_coarse, num_fine) float64; every column sums to 1.
    """
    # In units of the finer stride, so that strides that are shares of a face need no pixels here.
    centres = np.arange(num_fine, dtype=np.float64) * (fine_stride / coarse_stride)
    where = cell_coordinate(centres, num_coarse, num_coarse, 1)
    lower = np.minimum(np.floor(where).astype(np.intp), max(num_coarse - 2, 0))
    weights = np.zeros((num_coarse, num_fine))
    columns = np.arange(num_fine)
    np.add.at(weights, (lower, columns), 1.0 - (where - lower))
    np.add.at(weights, (np.minimum(lower + 1, num_coarse - 1), columns), where - lower)
    return weights


def on_grid(store: AnalysisView, grid: Grid) -> AnalysisView:
    """An analysis with its maps on another grid, by the rule above; itself where the cells are the same.

    Raises:
        StoreError: the grid is no whole number of this analysis' pixels.
    """
    own = Grid.of(store.manifest)
    if own == grid:
        return store
    stride = stride_px(store.manifest, grid)
    if stride is None:
        side = store.manifest.settings.alignment.size_px
        raise StoreError(
            f"{store.manifest.checkpoint.path}: cells of {grid.spatial_stride:.3f} of a face cannot be drawn on faces "
            f"of {side} px. Compare checkpoints of the same frame size."
        )
    return _Regridded(store, own, grid, stride)


class _Regridded:
    """``AnalysisView`` of an analysis on a coarser grid. Guided maps are those of the analysis."""

    def __init__(self, store: AnalysisView, own: Grid, grid: Grid, stride: int) -> None:
        self._store = store
        self.manifest = replace(
            store.manifest, map_shape=grid.shape, temporal_stride=grid.temporal_stride, spatial_stride=stride
        )
        self._axes = (
            division(own.shape[0], grid.shape[0], own.temporal_stride, grid.temporal_stride),
            division(own.shape[1], grid.shape[1], own.spatial_stride, grid.spatial_stride),
            division(own.shape[2], grid.shape[2], own.spatial_stride, grid.spatial_stride),
        )
        self._weight = self._added(np.ones(own.shape))

    @property
    def plan(self) -> ClipPlan:
        return self._store.plan

    @property
    def records(self) -> Mapping[int, ClipRecord]:
        """Their summaries are of the maps on this grid."""
        return _Records(self)

    @property
    def pts_seconds(self) -> Float64Array:
        return self._store.pts_seconds

    @property
    def video_score(self) -> float | None:
        return self._store.video_score

    @property
    def is_complete(self) -> bool:
        return self._store.is_complete

    def clip_maps(self, clip_index: int) -> ClipMaps:
        maps = self._store.clip_maps(clip_index)
        points = None if maps.signed_points is None else self._added(maps.signed_points).astype(np.float32)
        return ClipMaps(self._averaged(maps.gradcampp), self._averaged(maps.gradcam), points)

    def guided_frame(self, clip_index: int, position: int) -> Float32Array | None:
        return self._store.guided_frame(clip_index, position)

    def face_states(self) -> UInt8Array:
        return self._store.face_states()

    def face_quality(self) -> FaceQuality | None:
        return self._store.face_quality()

    def placement(self, frame_index: int) -> FacePlacement:
        return self._store.placement(frame_index)

    def record(self, clip_index: int) -> ClipRecord:
        record = self._store.records[clip_index]
        if record.skipped_reason is not None:
            return record
        maps = self.clip_maps(clip_index)
        points = maps.signed_points
        return replace(
            record,
            gradcampp_max=float(maps.gradcampp.max()),
            gradcam_max=float(maps.gradcam.max()),
            signed_absmax=0.0 if points is None else float(np.abs(points).max()),
            slot_points=() if points is None else tuple(points.sum((1, 2), dtype=np.float64).tolist()),
            slot_heat=tuple(maps.gradcampp.mean((1, 2), dtype=np.float64).tolist()),
        )

    def record_indices(self) -> list[int]:
        return list(self._store.records)

    def _added(self, maps: Float32Array | Float64Array) -> Float64Array:
        return np.asarray(np.einsum("at,bh,cw,thw->abc", *self._axes, maps, optimize=True))

    def _averaged(self, maps: Float32Array) -> Float32Array:
        return np.asarray(self._added(maps) / self._weight, dtype=np.float32)


class _Records(Mapping[int, ClipRecord]):
    """Records are made when they are asked for: each reads its clip's maps."""

    def __init__(self, view: _Regridded) -> None:
        self._view = view

    def __getitem__(self, clip_index: int) -> ClipRecord:
        return self._view.record(clip_index)

    def __iter__(self) -> Iterator[int]:
        return iter(self._view.record_indices())

    def __len__(self) -> int:
        return len(self._view.record_indices())
