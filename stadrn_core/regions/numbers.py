"""A stored analysis by region of the face: for any frames, and for its clips.

A frame's numbers are those of the map that is drawn for it: interpolated at its time, mean over the clips that cover
it. A clip's are sums over its positions; where a position had no face of its own, the network saw the nearest one, and
so the regions there are that face's. Frames without a face have no regions. That is data, not an error.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from stadrn_core.alignment import apply
from stadrn_core.clips import nearest_with_face
from stadrn_core.errors import StoreError
from stadrn_core.geometry import axis_weights, spread_over_face
from stadrn_core.regions.atlas import NUM_REGIONS
from stadrn_core.regions.sums import RegionSums, nothing
from stadrn_core.regions.weights import CellGrid, FaceRegions, face_regions
from stadrn_core.render import AnalysisView, Cells, ViewSettings, frame_maps
from stadrn_core.types import FaceState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from stadrn_core.geometry import Placement
    from stadrn_core.types import Float32Array, Float64Array, IntArray, UInt8Array

HeatQuantity = Literal["weighted", "unweighted", "gradcam"]
HEAT_QUANTITIES: tuple[HeatQuantity, ...] = get_args(HeatQuantity)
REMEMBERED_FACES = 4 * 64
"""Regions of faces that are kept for clips that overlap: four of the usual clips, some 5 MB."""


@dataclass(frozen=True)
class RegionFrames:
    """The regions of a stretch of frames.

    Attributes:
        frame_indices: (F,) int64 source frames.
        states: (F,) uint8 of ``FaceState``.
        sums: arrays (16, F): NaN where there is no face, or no map. Points are those of the signed map at the frame's
            time (BDI-II points for each time slot): all regions add up to the sum of its cells.
    """

    frame_indices: IntArray
    states: UInt8Array
    sums: RegionSums


@dataclass(frozen=True)
class ClipRegions:
    """The regions of one clip.

    Attributes:
        clip_index: 0-based.
        score: BDI-II points.
        num_held: positions that hold the nearest face.
        num_positions: all positions (T).
        sums: arrays (16,). Points add up to the clip's signed total, 63 × (raw output - bias).
    """

    clip_index: int
    score: float
    num_held: int
    num_positions: int
    sums: RegionSums


class RegionReader:
    """Reads an analysis by region. A handle belongs to one thread, like the store.

    Attributes:
        store: the analysis, finished or not.
        quantity: the map that is the heat.
        grid: where its cells lie on the face.
    """

    def __init__(
        self,
        store: AnalysisView,
        quantity: HeatQuantity = "weighted",
        cells: Cells = "interpolated",
        placement: Placement = "centred",
        between: Callable[[], None] | None = None,
    ) -> None:
        """Prepare to read.

        Args:
            store: the analysis, finished or not.
            quantity: ``weighted`` (Grad-CAM++ × score), ``unweighted`` (Grad-CAM++) or ``gradcam``.
            cells: drawn linearly between their centres, or each as its rectangle (and its stretch of time).
            placement: where cells lie (see ``geometry``).
            between: called between two faces, by those who have to leave the interpreter to others now and then.

        Raises:
            StoreError: the recording consists of aligned faces, for which no landmarks are known.
            ValueError: there is no such quantity.
        """
        if quantity not in HEAT_QUANTITIES:
            raise ValueError(f"quantity must be one of {HEAT_QUANTITIES}, got {quantity!r}")
        facts = store.manifest
        if facts.recording.is_aligned:
            raise StoreError(
                f"{facts.recording.path} consists of aligned faces, for which no landmarks are stored: there are no "
                "regions. Analyse the original video."
            )
        self.store, self.quantity, self._between = store, quantity, between or (lambda: None)
        self._settings = ViewSettings(quantity=quantity, cells=cells, placement=placement)
        self._signed = ViewSettings(quantity="signed", cells=cells, placement=placement)
        _, rows, columns = facts.map_shape
        self.grid = CellGrid(
            facts.settings.alignment.size_px, rows, columns, facts.spatial_stride, placement, cells == "native"
        )
        self._faces: OrderedDict[int, FaceRegions] = OrderedDict()

    def frames(self, first: int, stop: int, step: int = 1) -> RegionFrames:
        """Frames [first, stop) of the recording, every ``step``-th; one to two milliseconds each.

        Raises:
            ValueError: they do not lie in the recording.
        """
        num_frames = len(self.store.pts_seconds)
        if not (0 <= first <= stop <= num_frames and step >= 1):
            raise ValueError(f"frames must lie in [0, {num_frames}], got [{first}, {stop}) by {step}")
        indices = np.arange(first, stop, step, dtype=np.int64)
        states = np.zeros(len(indices), dtype=np.uint8)
        found = nothing(len(indices))
        for i, frame_index in enumerate(indices.tolist()):
            self._between()
            placement = self.store.placement(frame_index)
            states[i] = placement.state
            if placement.landmarks is None or placement.frame_to_face is None:
                continue
            face = face_regions(apply(placement.frame_to_face, placement.landmarks), self.grid)
            found.area_px[:, i] = face.area_px
            heat = frame_maps(self.store, frame_index, self._settings, with_guided=False)
            if heat.heat is not None and heat.heat_face is not None:
                found.heat[:, i], found.maximum[:, i] = face.heat(heat.heat), face.maxima(heat.heat_face)
            if self.store.manifest.has_signed_points:
                signed = frame_maps(self.store, frame_index, self._signed, with_guided=False).heat
                if signed is not None:
                    found.points[:, i] = face.points(signed)
        return RegionFrames(indices, states, found)

    def clips(self) -> Iterator[ClipRegions]:
        """The explained clips in their order, one after the other."""
        for i in sorted(self.store.records):
            if self.store.records[i].skipped_reason is None:
                yield self.clip(i)

    def clip(self, clip_index: int) -> ClipRegions:
        """One explained clip.

        Raises:
            KeyError: the clip is not finished, or was skipped.
        """
        record, maps = self.store.records[clip_index], self.store.clip_maps(clip_index)
        stack = maps.gradcam if self.quantity == "gradcam" else maps.gradcampp
        if self.quantity == "weighted":
            stack = stack * np.float32(record.score or 0.0)
        faces, num_held = self._faces_of_clip(clip_index)
        in_time = self._weights_in_time(len(stack))
        heat, area, maximum = np.zeros(NUM_REGIONS), np.zeros(NUM_REGIONS), np.full(NUM_REGIONS, -np.inf)
        for face, cells in zip(faces, _mixed(in_time, stack), strict=True):
            heat += face.heat(cells)
            area += face.area_px
            maximum = np.fmax(maximum, face.maxima(self._drawn(cells)))
            self._between()
        points = np.full(NUM_REGIONS, np.nan)
        if maps.signed_points is not None:
            # Each time slot's points are divided among the positions for which it stands.
            spread = _mixed(in_time / in_time.sum(axis=0), maps.signed_points)
            points = np.sum([face.points(cells) for face, cells in zip(faces, spread, strict=True)], axis=0)
        maximum[area == 0] = np.nan
        sums = RegionSums(area, heat, maximum, points)
        return ClipRegions(clip_index, record.score or 0.0, num_held, len(faces), sums)

    def _faces_of_clip(self, clip_index: int) -> tuple[list[FaceRegions], int]:
        """The regions of the face that the network saw at each position, and how many positions held another's."""
        positions = self.store.plan.positions[clip_index]
        found = self.store.face_states()[positions] == FaceState.FOUND
        seen = self.store.plan.frame_indices[positions[nearest_with_face(found.astype(np.uint8))]]
        return [self._sampled_face(frame_index) for frame_index in seen.tolist()], int((~found).sum())

    def _sampled_face(self, frame_index: int) -> FaceRegions:
        if frame_index not in self._faces:
            self._between()
            placement = self.store.placement(frame_index)
            if placement.landmarks is None or placement.frame_to_face is None:
                raise StoreError(
                    f"{self.store.manifest.recording.name}: frame {frame_index} has a face without landmarks. "
                    "Analyse the recording again."
                )
            landmarks = apply(placement.frame_to_face, placement.landmarks)
            self._faces[frame_index] = face_regions(landmarks, self.grid)
            if len(self._faces) > REMEMBERED_FACES:
                self._faces.popitem(last=False)
        self._faces.move_to_end(frame_index)
        return self._faces[frame_index]

    def _weights_in_time(self, num_slots: int) -> Float64Array:
        """(T, T') float64: how much each time slot counts at each position of a clip."""
        return axis_weights(
            num_slots,
            self.store.plan.clip_length,
            self.store.manifest.temporal_stride,
            self.grid.placement,
            self.grid.native,
        ).astype(np.float64)

    def _drawn(self, cells: Float64Array) -> Float32Array:
        grid = self.grid
        return spread_over_face(cells.astype(np.float32), grid.size_px, grid.stride, grid.placement, grid.native)


def _mixed(weights: Float64Array, maps: Float32Array) -> Float64Array:
    """Maps (T', H', W') at each position: (T, H', W') float64."""
    return np.tensordot(weights, maps.astype(np.float64), axes=1)
