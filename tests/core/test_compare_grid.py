"""Maps on a common grid: totals and constants are kept, and a cell's evidence stays where it was."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from stadrn_core.compare.grid import Grid, common_grid, division, on_grid, stride_px
from stadrn_core.errors import StoreError
from stadrn_core.geometry import cell_centres
from stadrn_core.render import ViewSettings, frame_maps
from tests.compared import make_compared


def test_a_finer_cell_is_divided_by_nearness() -> None:
    # Finer cells at 0, 16, 32, 48, 64; coarser ones at 0, 32, 64.
    expected = [[1, 0.5, 0, 0, 0], [0, 0.5, 1, 0.5, 0], [0, 0, 0, 0.5, 1]]
    assert division(5, 3, 16, 32) == pytest.approx(np.array(expected))
    # Beyond the last coarser centre everything is its own.
    assert division(4, 2, 16, 32) == pytest.approx(np.array([[1, 0.5, 0, 0], [0, 0.5, 1, 1]]))
    assert division(3, 3, 8, 8) == pytest.approx(np.eye(3))
    assert division(3, 1, 8, 32) == pytest.approx(np.ones((1, 3)))


def test_division_keeps_the_centre_of_mass() -> None:
    rng = np.random.default_rng(0)
    fine = rng.random(9)
    coarse = division(9, 5, 8, 16) @ fine
    centre = (cell_centres(5, 65, 16) * coarse).sum() / coarse.sum()
    assert centre == pytest.approx((cell_centres(9, 65, 8) * fine).sum() / fine.sum())


def test_the_coarser_axis_of_each_is_common(tmp_path: Path) -> None:
    a = make_compared(tmp_path / "a.zarr", "a", cells=(4, 4, 4), stride_px=16, temporal_stride=4)
    b = make_compared(tmp_path / "b.zarr", "b", cells=(16, 2, 2), stride_px=32, temporal_stride=1)
    grid = common_grid([a.manifest, b.manifest])
    assert grid == Grid((4, 2, 2), 4, 0.5)
    assert on_grid(a, Grid.of(a.manifest)) is a


def test_totals_and_constants_are_kept(tmp_path: Path) -> None:
    a = make_compared(tmp_path / "a.zarr", "a", cells=(16, 4, 4), stride_px=16, temporal_stride=1)
    view = on_grid(a, Grid((4, 2, 2), 4, 0.5))
    fine, coarse = a.clip_maps(1), view.clip_maps(1)
    assert coarse.gradcampp.shape == (4, 2, 2)
    assert fine.signed_points is not None
    assert coarse.signed_points is not None
    assert coarse.signed_points.sum() == pytest.approx(fine.signed_points.sum(dtype=np.float64), abs=1e-4)
    assert fine.gradcampp.min() <= coarse.gradcampp.min() <= coarse.gradcampp.max() <= fine.gradcampp.max()
    assert coarse.gradcampp.mean() == pytest.approx(fine.gradcampp.mean(), abs=0.05)
    # By hand: the first coarse cell of an axis with twice the cells holds the first fine one and half of the second.
    time = np.array([1, 0.75, 0.5, 0.25])
    space = np.array([1, 0.5])
    weights = time[:, None, None] * space[:, None] * space
    by_hand = (weights * fine.gradcampp[:4, :2, :2]).sum() / weights.sum()
    assert coarse.gradcampp[0, 0, 0] == pytest.approx(by_hand, rel=1e-5)
    record = view.records[1]
    assert record.signed_absmax == pytest.approx(np.abs(coarse.signed_points).max())
    assert record.score == a.records[1].score
    assert (len(view.records), list(view.records)) == (3, [0, 1, 2])


def test_frames_are_drawn_from_the_common_cells(tmp_path: Path) -> None:
    a = make_compared(tmp_path / "a.zarr", "a", {0: 0.3}, cells=(16, 4, 4), stride_px=16, temporal_stride=1)
    view = on_grid(a, Grid((4, 2, 2), 4, 0.5))
    maps = frame_maps(view, 0, ViewSettings(quantity="signed"), with_guided=False)
    points = view.clip_maps(0).signed_points
    assert points is not None
    assert maps.heat == pytest.approx(points[0])
    assert maps.heat_face is not None
    assert maps.heat_face[0, 0] == pytest.approx(points[0, 0, 0], rel=1e-5)
    assert maps.heat_face[32, 32] == pytest.approx(points[0, 1, 1], rel=1e-5)


def test_a_grid_between_pixels_is_refused(tmp_path: Path) -> None:
    a = make_compared(tmp_path / "a.zarr", "a")
    grid = Grid((4, 2, 2), 4, 0.51)
    assert stride_px(a.manifest, grid) is None
    with pytest.raises(StoreError, match="same frame size"):
        on_grid(a, grid)
