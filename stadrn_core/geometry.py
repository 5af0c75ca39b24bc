"""Where a cell of a feature map lies: in the aligned face, in the clip, in the recording.

Every strided layer of the network (kernels 7/2/3 and 3/2/1: size/stride/padding) centres output cell ``i`` on input
``2 i``. A cell of a layer whose strides multiply to ``s`` is therefore centred on input ``s i``: at the last stage
pixel ``32 i`` and sampled frame ``8 j``. ``centred`` puts cells there, interpolates linearly between the centres and
holds the outermost values up to the border. ``resize`` is the usual half-pixel-centred resize
(``align_corners=False``), which spreads the cells evenly over the picture: 15.5 px and 3.5 sampled frames away from
the truth at the last stage. It is offered for comparison with figures made that way.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from stadrn_core.types import ClipPlan, Float32Array, Float64Array, IntArray

Placement = Literal["centred", "resize"]


def cell_centres(num_cells: int, length: int, stride: int, placement: Placement = "centred") -> Float64Array:
    """Input positions on which the cells of one axis are centred.

    Args:
        num_cells: cells along the axis.
        length: inputs along the axis (pixels or sampled frames).
        stride: inputs from one cell to the next; used by ``centred`` only.
        placement: ``centred`` or ``resize``.

    Returns:
        (num_cells,) float64 in units of the input, 0 being the middle of the first pixel or frame.
    """
    _check_axis(num_cells, length, stride, placement)
    cells = np.arange(num_cells, dtype=np.float64)
    return cells * stride if placement == "centred" else (cells + 0.5) * (length / num_cells) - 0.5


def cell_bounds(num_cells: int, length: int, stride: int, placement: Placement = "centred") -> Float64Array:
    """Edges of the native cells along one axis: half-way between centres, and the borders of the input.

    Returns:
        (num_cells + 1,) float64; cell ``i`` reaches from edge ``i`` to edge ``i + 1``. The first edge is -0.5, the
        last ``length - 0.5``.
    """
    centres = cell_centres(num_cells, length, stride, placement)
    return np.concatenate([[-0.5], (centres[1:] + centres[:-1]) / 2, [length - 0.5]])


def cell_coordinate(
    position: float | Float64Array, num_cells: int, length: int, stride: int, placement: Placement = "centred"
) -> Float64Array:
    """Fractional cell in which an input position lies, held within the outermost centres.

    Args:
        position: one or more input positions, fractions allowed.
        num_cells: cells along the axis.
        length: inputs along the axis.
        stride: inputs from one cell to the next; used by ``centred`` only.
        placement: ``centred`` or ``resize``.

    Returns:
        float64 in [0, num_cells - 1], shaped as ``position``.
    """
    _check_axis(num_cells, length, stride, placement)
    where = np.asarray(position, dtype=np.float64)
    coordinate = where / stride if placement == "centred" else (where + 0.5) * (num_cells / length) - 0.5
    return np.clip(coordinate, 0.0, num_cells - 1.0)


@lru_cache(maxsize=64)
def axis_weights(
    num_cells: int, length: int, stride: int, placement: Placement = "centred", native: bool = False
) -> Float32Array:
    """How much each cell counts at each input position of one axis.

    Args:
        num_cells: cells along the axis.
        length: inputs along the axis.
        stride: inputs from one cell to the next; used by ``centred`` only.
        placement: ``centred`` or ``resize``.
        native: the nearest cell counts alone (of two equally near ones the later), instead of linear interpolation.

    Returns:
        (length, num_cells) float32, read-only; every row sums to 1.
    """
    coordinate = cell_coordinate(np.arange(length, dtype=np.float64), num_cells, length, stride, placement)
    weights = np.zeros((length, num_cells), dtype=np.float32)
    rows = np.arange(length)
    if native:
        weights[rows, _nearest(coordinate)] = 1.0
    else:
        lower = np.minimum(np.floor(coordinate).astype(np.intp), max(num_cells - 2, 0))
        share = (coordinate - lower).astype(np.float32)
        weights[rows, lower] = 1.0 - share
        weights[rows, np.minimum(lower + 1, num_cells - 1)] += share
    weights.setflags(write=False)
    return weights


def nearest_cells(num_cells: int, length: int, stride: int, placement: Placement = "centred") -> IntArray:
    """The cell to which each input position of one axis belongs when cells are shown as they are.

    Returns:
        (length,) int64.
    """
    coordinate = cell_coordinate(np.arange(length, dtype=np.float64), num_cells, length, stride, placement)
    return _nearest(coordinate).astype(np.int64)


def spread_over_face(
    cells: Float32Array, size_px: int, stride: int, placement: Placement = "centred", native: bool = False
) -> Float32Array:
    """A map of cells as a picture in aligned-face pixels.

    Args:
        cells: (H', W') float32 at cells.
        size_px: side of the aligned face.
        stride: pixels from one cell to the next.
        placement: ``centred`` or ``resize``.
        native: show every cell as the rectangle that lies half-way to its neighbours.

    Returns:
        (size_px, size_px) float32.
    """
    rows = axis_weights(cells.shape[0], size_px, stride, placement, native)
    columns = axis_weights(cells.shape[1], size_px, stride, placement, native)
    return np.ascontiguousarray(rows @ cells.astype(np.float32, copy=False) @ columns.T)


@dataclass(frozen=True)
class SlotWeight:
    """Two time slots of a map and how much the later one counts.

    Attributes:
        lower: the earlier slot.
        upper: the later slot; equal to ``lower`` where one slot alone counts.
        weight: share of ``upper``, in [0, 1).
    """

    lower: int
    upper: int
    weight: float

    def of(self, maps: Float32Array) -> Float32Array:
        """The map (H', W') float32 at this time, from maps (T', H', W')."""
        if self.weight == 0.0:
            return np.asarray(maps[self.lower], dtype=np.float32)
        earlier, later = maps[self.lower], maps[self.upper]
        return np.asarray(earlier + np.float32(self.weight) * (later - earlier), dtype=np.float32)


def slot_weight(
    position: float,
    num_slots: int,
    clip_length: int,
    stride: int,
    placement: Placement = "centred",
    native: bool = False,
) -> SlotWeight:
    """The time slots that speak for a sampled position of a clip, fractions allowed.

    Args:
        position: sampled position within the clip, in [0, clip_length - 1]; outside it the border is held.
        num_slots: time slots of the map (T').
        clip_length: sampled frames in a clip (T).
        stride: sampled frames from one slot to the next.
        placement: ``centred`` or ``resize``.
        native: the nearest slot alone.
    """
    coordinate = cell_coordinate(position, num_slots, clip_length, stride, placement)
    if native:
        slot = int(_nearest(coordinate))
        return SlotWeight(slot, slot, 0.0)
    lower = int(coordinate)
    weight = float(coordinate) - lower
    return SlotWeight(lower, min(lower + 1, num_slots - 1), weight)


def position_in_clip(plan: ClipPlan, clip_index: int, frame_index: int) -> float:
    """Fractional sampled position of a source frame within a clip.

    Between two sampled frames the position is interpolated. In a short recording a sampled frame fills several
    positions of the clip: the middle of their run is taken. Frames after the last sampled one belong to it up to the
    end of the clip's span.

    Raises:
        ValueError: the clip does not cover the frame.
    """
    first, stop = plan.span(clip_index)
    if not first <= frame_index < stop:
        raise ValueError(f"clip {clip_index} covers frames [{first}, {stop}), not frame {frame_index}")
    frames, middles = _runs(plan, clip_index)
    return float(np.interp(frame_index, frames, middles))


def nearest_sampled_frame(plan: ClipPlan, clip_index: int, frame_index: int) -> int:
    """The sampled source frame of a clip that lies nearest to ``frame_index``; of two equally near ones the earlier."""
    frames, _ = _runs(plan, clip_index)
    return int(frames[np.argmin(np.abs(frames - frame_index))])


def position_of_sampled_frame(plan: ClipPlan, clip_index: int, frame_index: int) -> int | None:
    """Position in the clip that holds sampled frame ``frame_index`` (of several the middle one); None if none does."""
    frames, middles = _runs(plan, clip_index)
    found = int(np.searchsorted(frames, frame_index))
    if found == len(frames) or frames[found] != frame_index:
        return None
    return int(middles[found])


def _runs(plan: ClipPlan, clip_index: int) -> tuple[IntArray, Float64Array]:
    """The distinct sampled frames of a clip, and the middle of the positions that each fills."""
    frames, starts, counts = np.unique(plan.clip_frames(clip_index), return_index=True, return_counts=True)
    return frames, starts + (counts - 1) / 2


def _nearest(coordinate: Float64Array) -> IntArray:
    return np.asarray(np.floor(coordinate + 0.5), dtype=np.int64)


def _check_axis(num_cells: int, length: int, stride: int, placement: str) -> None:
    if num_cells < 1 or length < 1 or stride < 1:
        raise ValueError(f"cells, length and stride must be at least 1, got {num_cells}, {length}, {stride}")
    if placement not in ("centred", "resize"):
        raise ValueError(f"placement must be 'centred' or 'resize', got {placement!r}")
