"""The atlas of the face against known landmarks, another rasteriser, and geometry."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.path import Path as Outline

from stadrn_core.alignment import apply, face_transform, invert
from stadrn_core.regions.atlas import (
    NUM_REGIONS,
    PAIRS,
    Region,
    face_outline,
    mirrored,
    region_labels,
    region_masks,
    region_polygons,
    region_runs,
)
from tests.synthetic_faces import stored_faces

SIZE_PX = 224


def faces() -> list[np.ndarray]:
    """True landmarks (68, 2) of the stored synthetic faces, in the aligned picture."""
    return [apply(face_transform(true), true) for _, true in stored_faces()]


def area(corners: np.ndarray) -> float:
    """Shoelace formula; positive where the corners go one way round, negative for the other."""
    x, y = corners.T
    return float(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2


def region_at(labels: np.ndarray, point: np.ndarray) -> Region:
    column, row = np.rint(point).astype(int)
    return Region(int(labels[row, column]))


def test_every_pixel_belongs_to_the_one_region_whose_outline_holds_it() -> None:
    pixels = np.stack(np.meshgrid(np.arange(SIZE_PX), np.arange(SIZE_PX)), axis=-1).reshape(-1, 2)
    for landmarks in faces()[::3]:
        labels = region_labels(landmarks, SIZE_PX)
        inside = np.zeros((NUM_REGIONS, SIZE_PX**2), dtype=bool)
        for region, corners in region_polygons(landmarks).items():
            inside[region] = Outline(corners).contains_points(pixels)
        assert inside.sum(axis=0).max() == 1, "no outline overlaps another on these faces"
        inside[Region.BACKGROUND] = ~Outline(face_outline(landmarks)).contains_points(pixels)
        agree = inside[labels.reshape(-1), np.arange(SIZE_PX**2)]
        assert agree.mean() > 0.9999, "only centres on an outline may be told differently"
        masks = region_masks(labels)
        assert (masks.sum(axis=0) == 1).all()
        assert masks.any(axis=(1, 2)).all(), "no region is empty"


def test_regions_tile_the_face_without_gap() -> None:
    for landmarks in faces():
        areas = [area(corners) for corners in region_polygons(landmarks).values()]
        assert min(areas) * max(areas) > 0, "all go the same way round"
        assert sum(areas) == pytest.approx(area(face_outline(landmarks)), rel=1e-9)


def test_landmarks_lie_in_the_region_they_are_named_after() -> None:
    for landmarks in faces():
        labels = region_labels(landmarks, SIZE_PX)
        mean = {
            Region.RIGHT_EYE: landmarks[36:42].mean(axis=0),
            Region.LEFT_EYE: landmarks[42:48].mean(axis=0),
            Region.RIGHT_BROW: landmarks[18:21].mean(axis=0) + np.array([0, 1]),
            Region.LEFT_BROW: landmarks[23:26].mean(axis=0) + np.array([0, 1]),
            Region.GLABELLA: landmarks[[21, 22]].mean(axis=0),
            Region.NOSE: landmarks[30],
            Region.RIGHT_MOUTH_CORNER: landmarks[48] + [1, 0],
            Region.LEFT_MOUTH_CORNER: landmarks[54] - [1, 0],
            Region.LIPS: landmarks[[51, 57]].mean(axis=0),
            Region.CHIN_JAW: landmarks[8] - [0, 10],
            Region.RIGHT_CHEEK: (landmarks[2] + landmarks[41]) / 2,
            Region.LEFT_CHEEK: (landmarks[14] + landmarks[46]) / 2,
            Region.RIGHT_NASOLABIAL: (2 * landmarks[31] + landmarks[48]) / 3 - [6, 0],
            Region.LEFT_NASOLABIAL: (2 * landmarks[35] + landmarks[54]) / 3 + [6, 0],
            Region.FOREHEAD: landmarks[[19, 24]].mean(axis=0) - [0, 28],
            Region.BACKGROUND: landmarks[0] - [8, 0],
        }
        assert {region: region_at(labels, point) for region, point in mean.items()} == {r: r for r in Region}


def test_right_is_the_subjects_and_lies_on_the_left_of_the_picture() -> None:
    for landmarks in faces():
        polygons = region_polygons(landmarks)
        for left, right in PAIRS.values():
            assert polygons[right][:, 0].mean() < polygons[left][:, 0].mean()


def test_a_mirrored_face_has_mirrored_regions() -> None:
    swap = np.arange(NUM_REGIONS, dtype=np.uint8)
    for left, right in PAIRS.values():
        swap[left], swap[right] = right, left
    for landmarks in faces():
        flipped = region_labels(mirrored(landmarks, SIZE_PX), SIZE_PX)[:, ::-1]
        assert (swap[flipped] == region_labels(landmarks, SIZE_PX)).mean() > 0.9999


def test_outlines_move_with_the_face() -> None:
    for picture, true in stored_faces()[:3]:
        assert picture.shape == (240, 240, 3)
        to_face = face_transform(true)
        in_frame, in_face = region_polygons(true), region_polygons(apply(to_face, true))
        for region, corners in in_face.items():
            assert apply(invert(to_face), corners) == pytest.approx(in_frame[region], abs=1e-9)


def test_turned_and_cut_faces_are_still_divided_completely() -> None:
    turned = faces()[0].copy()
    far = turned[:, 0] > 111
    turned[far, 0] = 111 - 0.2 * (turned[far, 0] - 111)  # folded over: no camera sees this
    for landmarks in (turned, faces()[1] + [150, 0], faces()[2] * 3 - 200):
        runs = region_runs(landmarks, SIZE_PX)
        assert runs.starts[0] == 0
        assert (runs.lengths > 0).all()
        assert (runs.starts // SIZE_PX == (runs.starts + runs.lengths - 1) // SIZE_PX).all(), "a run stays in its row"
        assert runs.labels.shape == (SIZE_PX, SIZE_PX)
    away = region_labels(faces()[0] + [1000, 0], SIZE_PX)
    assert (away == Region.BACKGROUND).all()


def test_names() -> None:
    assert (Region.RIGHT_BROW.key, Region.RIGHT_BROW.label) == ("right_brow", "right brow")
    assert Region.RIGHT_NASOLABIAL.label == "right nasolabial fold"
    assert len({region.label for region in Region}) == NUM_REGIONS == 16


def test_refusals() -> None:
    for wrong in (np.zeros((67, 2)), np.full((68, 2), np.nan)):
        with pytest.raises(ValueError, match=r"\(68, 2\) and finite"):
            region_polygons(wrong)
    with pytest.raises(ValueError, match="at least 1"):
        region_labels(faces()[0], 0)
