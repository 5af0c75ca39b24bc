"""Where cells lie: against PyTorch's resize, analytic ramps, and brute force."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from stadrn_core.clips import make_plan
from stadrn_core.geometry import (
    SlotWeight,
    axis_weights,
    cell_bounds,
    cell_centres,
    nearest_cells,
    nearest_sampled_frame,
    position_in_clip,
    position_of_sampled_frame,
    slot_weight,
    spread_over_face,
)
from stadrn_core.types import ClipPlan


def test_centres_of_the_last_stage_are_where_a_stack_of_strided_layers_puts_them() -> None:
    """A ramp of indices through five layers (kernel 2p + 1, stride 2, padding p): output i is centred on input 2i."""
    ramp = torch.arange(224, dtype=torch.float64)[None, None]
    out = ramp
    for kernel in (7, 3, 3, 3, 3):
        weight = torch.full((1, 1, kernel), 1 / kernel, dtype=torch.float64)
        out = torch.nn.functional.conv1d(out, weight, stride=2, padding=kernel // 2)
    # Zero padding bends the first values, not the inner ones.
    assert out[0, 0, 3:6].numpy() == pytest.approx(cell_centres(7, 224, 32)[3:6])


def test_centred_cells_reproduce_a_ramp_and_hold_the_border() -> None:
    centres = cell_centres(7, 224, 32)
    picture = axis_weights(7, 224, 32) @ centres.astype(np.float32)
    assert picture == pytest.approx(np.minimum(np.arange(224), 192), abs=1e-4)


@pytest.mark.parametrize(("num_cells", "length"), [(7, 224), (14, 224), (2, 64), (1, 64), (8, 64), (56, 224)])
def test_resize_equals_torch_interpolate(num_cells: int, length: int) -> None:
    cells = np.random.default_rng(1).standard_normal(num_cells).astype(np.float32)
    oracle = torch.nn.functional.interpolate(
        torch.from_numpy(cells)[None, None], size=length, mode="linear", align_corners=False
    )
    ours = axis_weights(num_cells, length, length // num_cells, "resize") @ cells
    assert ours == pytest.approx(oracle[0, 0].numpy(), abs=1e-5)


def test_resize_in_space_and_time_equals_trilinear_interpolation() -> None:
    maps = np.random.default_rng(2).random((8, 7, 7), dtype=np.float32)
    oracle = torch.nn.functional.interpolate(
        torch.from_numpy(maps)[None, None], size=(64, 224, 224), mode="trilinear", align_corners=False
    )[0, 0].numpy()
    for t in (0, 3, 4, 31, 63):
        cells = slot_weight(t, 8, 64, 8, "resize").of(maps)
        assert spread_over_face(cells, 224, 32, "resize") == pytest.approx(oracle[t], abs=1e-5)


def test_the_two_placements_differ_by_15_5_px_and_3_5_sampled_frames() -> None:
    assert cell_centres(7, 224, 32, "resize") - cell_centres(7, 224, 32) == pytest.approx(15.5)
    assert cell_centres(8, 64, 8, "resize") - cell_centres(8, 64, 8) == pytest.approx(3.5)


@pytest.mark.parametrize("placement", ["centred", "resize"])
@pytest.mark.parametrize(("num_cells", "length", "stride"), [(7, 224, 32), (14, 224, 16), (8, 64, 8), (1, 9, 4)])
def test_native_cells_are_the_nearest_and_end_at_the_bounds(
    placement: str, num_cells: int, length: int, stride: int
) -> None:
    centres = cell_centres(num_cells, length, stride, placement)  # type: ignore[arg-type]
    bounds = cell_bounds(num_cells, length, stride, placement)  # type: ignore[arg-type]
    cells = nearest_cells(num_cells, length, stride, placement)  # type: ignore[arg-type]
    for position in range(length):
        distances = np.abs(centres - position)
        assert distances[cells[position]] == distances.min()
        assert bounds[cells[position]] <= position <= bounds[cells[position] + 1]
    weights = axis_weights(num_cells, length, stride, placement, native=True)  # type: ignore[arg-type]
    assert (weights.argmax(axis=1) == cells).all()
    assert (weights.sum(axis=1) == 1).all()


def test_native_rectangles_of_the_last_stage() -> None:
    assert np.bincount(nearest_cells(7, 224, 32)).tolist() == [16, 32, 32, 32, 32, 32, 48]
    assert cell_bounds(7, 224, 32).tolist() == [-0.5, 16, 48, 80, 112, 144, 176, 223.5]
    assert np.bincount(nearest_cells(7, 224, 32, "resize")).tolist() == [32] * 7


def test_spread_reaches_every_cell_value_at_its_centre() -> None:
    cells = np.random.default_rng(3).random((7, 7), dtype=np.float32)
    picture = spread_over_face(cells, 224, 32)
    assert picture[::32, ::32] == pytest.approx(cells)
    assert picture.max() == pytest.approx(cells.max())
    assert picture[40, 72] == pytest.approx(
        0.75 * (0.75 * cells[1, 2] + 0.25 * cells[1, 3]) + 0.25 * (0.75 * cells[2, 2] + 0.25 * cells[2, 3])
    )


def test_slots_in_time() -> None:
    assert slot_weight(0, 8, 64, 8) == SlotWeight(0, 1, 0.0)
    assert slot_weight(10, 8, 64, 8) == SlotWeight(1, 2, 0.25)
    assert slot_weight(61.5, 8, 64, 8) == SlotWeight(7, 7, 0.0)
    assert slot_weight(11, 8, 64, 8, native=True) == SlotWeight(1, 1, 0.0)
    assert slot_weight(12, 8, 64, 8, native=True) == SlotWeight(2, 2, 0.0)
    maps = np.arange(8, dtype=np.float32)[:, None, None] * np.ones((8, 1, 1), dtype=np.float32)
    assert slot_weight(10, 8, 64, 8).of(maps) == pytest.approx(1.25)
    assert slot_weight(100, 8, 64, 8).of(maps) == pytest.approx(7)


def test_position_between_sampled_frames_and_after_the_last() -> None:
    plan = make_plan(300, sample_interval=3, clip_length=64)
    last = plan.num_clips - 1
    start, stop = plan.span(last)
    assert position_in_clip(plan, last, start) == 0
    assert position_in_clip(plan, last, start + 1) == pytest.approx(1 / 3)
    assert position_in_clip(plan, last, start + 30) == 10
    assert position_in_clip(plan, last, stop - 1) == 63
    with pytest.raises(ValueError, match="covers frames"):
        position_in_clip(plan, last, stop)


def test_repeated_positions_of_a_short_recording_count_at_their_middle() -> None:
    plan = make_plan(4, sample_interval=1, clip_length=16)
    assert plan.clip_frames(0).tolist() == [0] * 4 + [1] * 4 + [2] * 4 + [3] * 4
    assert [position_in_clip(plan, 0, frame) for frame in range(4)] == [1.5, 5.5, 9.5, 13.5]
    assert position_of_sampled_frame(plan, 0, 2) == 9


def test_nearest_sampled_frame_takes_the_earlier_of_two() -> None:
    plan = ClipPlan(np.arange(0, 40, 2), np.arange(16)[None], "contiguous", 2)
    assert nearest_sampled_frame(plan, 0, 4) == 4
    assert nearest_sampled_frame(plan, 0, 5) == 4
    assert nearest_sampled_frame(plan, 0, 31) == 30
    assert position_of_sampled_frame(plan, 0, 30) == 15
    assert position_of_sampled_frame(plan, 0, 31) is None
    assert position_of_sampled_frame(plan, 0, 32) is None


@pytest.mark.parametrize("bad", [(0, 10, 1), (3, 0, 1), (3, 10, 0)])
def test_axes_without_length_are_refused(bad: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        cell_centres(*bad)
    with pytest.raises(ValueError, match="placement"):
        cell_centres(3, 10, 1, "corner")  # type: ignore[arg-type]
