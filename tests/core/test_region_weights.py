"""Sums over regions from weights of cells, against sums over the drawn map."""

from __future__ import annotations

import numpy as np
import pytest

from stadrn_core.geometry import Placement, spread_over_face
from stadrn_core.regions.atlas import NUM_REGIONS, region_masks
from stadrn_core.regions.weights import CellGrid, face_regions
from tests.core.test_regions import faces

GRIDS = [
    CellGrid(224, 7, 7, 32),
    CellGrid(224, 7, 7, 32, native=True),
    CellGrid(224, 7, 7, 32, "resize"),
    CellGrid(224, 14, 14, 16),
    CellGrid(64, 2, 2, 32),
]


@pytest.mark.parametrize("grid", GRIDS)
def test_weights_give_the_sum_of_the_drawn_map(grid: CellGrid) -> None:
    rng = np.random.default_rng(5)
    placement: Placement = grid.placement
    for landmarks in faces()[::4]:
        found = face_regions(landmarks * grid.size_px / 224, grid)
        masks = region_masks(found.runs.labels)
        cells = rng.standard_normal((grid.rows, grid.columns), dtype=np.float32)
        drawn = spread_over_face(cells, grid.size_px, grid.stride, placement, grid.native)
        assert found.area_px.tolist() == masks.sum(axis=(1, 2)).tolist()
        # Rounding of single precision in the drawn map.
        slack = 1e-6 * float(np.abs(drawn).sum())
        assert found.heat(cells) == pytest.approx([drawn[mask].sum(dtype=np.float64) for mask in masks], abs=slack)
        assert found.maxima(drawn) == pytest.approx([drawn[mask].max() for mask in masks])


@pytest.mark.parametrize("grid", GRIDS)
def test_points_of_all_regions_add_up_to_the_cells(grid: CellGrid) -> None:
    cells = np.random.default_rng(6).standard_normal((grid.rows, grid.columns))
    found = face_regions(faces()[3] * grid.size_px / 224, grid)
    assert found.weights.sum(axis=0) == pytest.approx(grid.cell_px)
    assert grid.cell_px.sum() == pytest.approx(grid.size_px**2)
    assert found.points(cells).sum() == pytest.approx(cells.sum(), abs=1e-9)


def test_points_of_a_cell_are_divided_like_its_pixels() -> None:
    grid = CellGrid(224, 7, 7, 32, native=True)
    found = face_regions(faces()[0], grid)
    cells = np.zeros((7, 7))
    cells[2, 3] = 5.0  # the rectangle of rows 48–79 and columns 80–111
    shares = np.bincount(found.runs.labels[48:80, 80:112].reshape(-1), minlength=NUM_REGIONS) / 32**2
    assert found.points(cells) == pytest.approx(5.0 * shares)


def test_a_region_outside_the_picture_has_no_maximum() -> None:
    grid = CellGrid(224, 7, 7, 32)
    found = face_regions(faces()[0] + [1000, 0], grid)
    assert found.area_px.tolist() == [224**2] + [0] * 15
    assert np.isnan(found.maxima(np.ones((224, 224), dtype=np.float32))[1:]).all()
