"""Blending and drawing against hand-computed pixels."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from stadrn_core.alignment import apply, invert
from stadrn_core.colours import colour_table
from stadrn_core.picture import SOFT_EDGE_PX, coloured, draw_landmarks, overlaid, put_back, steps, wiped

TABLE = colour_table("inferno")


def test_steps_reach_the_ends_and_hold_beyond() -> None:
    values = np.array([[-5.0, 0.0, 1.0, 2.0, 99.0]], dtype=np.float32)
    assert steps(values, 0.0, 2.0).tolist() == [[0, 0, 128, 255, 255]]
    assert steps(values, -2.0, 2.0).tolist() == [[0, 128, 191, 255, 255]]


def test_coloured_is_a_look_up() -> None:
    indices = np.arange(256, dtype=np.uint8).reshape(16, 16)
    assert (coloured(indices, TABLE) == TABLE[indices]).all()


def test_overlaid_is_the_weighted_mean() -> None:
    rng = np.random.default_rng(0)
    below, above = (rng.integers(0, 256, (5, 5, 3), dtype=np.uint8) for _ in range(2))
    expected = 0.7 * below.astype(float) + 0.3 * above
    assert np.abs(overlaid(below, above, 0.3) - expected).max() <= 0.5 + 1e-6


@pytest.mark.parametrize("opacity", [0.0, 0.5, 1.0])
def test_put_back_by_a_shift_equals_the_hand_made_blend(opacity: float) -> None:
    rng = np.random.default_rng(1)
    frame = rng.integers(0, 256, (200, 300, 3), dtype=np.uint8)
    indices = rng.integers(0, 256, (64, 64), dtype=np.uint8)
    out = put_back(frame, indices, TABLE, np.array([[1.0, 0, -100], [0, 1, -50]]), opacity)
    inwards = np.minimum(np.arange(64), np.arange(64)[::-1])
    fade = np.minimum(np.minimum.outer(inwards, inwards) / SOFT_EDGE_PX, 1) * opacity
    expected = frame.astype(float)
    square = expected[50:114, 100:164]
    square += (TABLE[indices] - square) * fade[..., None]
    assert np.abs(out - expected).max() <= 1
    assert (out[51:113, 101:163] != frame[51:113, 101:163]).any() == (opacity > 0)


@pytest.mark.parametrize("degrees", [0, 7, -33, 90])
def test_put_back_touches_nothing_outside_the_turned_square(degrees: float) -> None:
    frame = np.full((240, 320, 3), 90, dtype=np.uint8)
    matrix = cv2.getRotationMatrix2D((150.0, 110.0), degrees, 0.7)
    to_face = matrix - np.array([[0, 0, 110], [0, 0, 70]])
    indices = np.full((80, 80), 255, dtype=np.uint8)
    before = frame.copy()
    out = put_back(frame, indices, TABLE, to_face, 1.0)
    assert (frame == before).all()
    y, x = np.mgrid[:240, :320]
    face = apply(to_face, np.stack([x, y], axis=-1))
    outside = ((face < 0) | (face > 79)).any(axis=-1)
    deep = ((face > 4) & (face < 75)).all(axis=-1)
    assert (out[outside] == 90).all()
    assert np.abs(out[deep].astype(int) - TABLE[255]).max() <= 1
    centre = apply(invert(to_face), np.array([40.0, 40.0])).astype(int)
    assert np.abs(out[centre[1], centre[0]].astype(int) - TABLE[255]).max() <= 1


def test_put_back_of_a_face_that_leaves_the_frame() -> None:
    frame = np.zeros((60, 80, 3), dtype=np.uint8)
    indices = np.full((40, 40), 200, dtype=np.uint8)
    half = put_back(frame, indices, TABLE, np.array([[1.0, 0, 20], [0, 1, 20]]), 1.0)
    assert (half[0, 0] == TABLE[200]).all()
    assert (half[20:, :] == 0).all()
    gone = put_back(frame, indices, TABLE, np.array([[1.0, 0, 500], [0, 1, 0]]), 1.0)
    assert (gone == 0).all()


def test_landmarks_are_round_dots_at_their_places() -> None:
    canvas = np.full((60, 60, 3), 128, dtype=np.uint8)
    draw_landmarks(canvas, np.array([[20.0, 30.0], [200.0, -50.0], [59.4, 0.0]]), 300.0)
    assert canvas[30, 20].tolist() == [255] * 3
    assert canvas[30, 23, 0] < 100
    y, x = np.mgrid[:60, :60]
    far = (np.hypot(x - 20, y - 30) > 5) & (np.hypot(x - 59.4, y) > 5)
    assert (canvas[far] == 128).all()
    assert (canvas[25:36, 15:26] == canvas[25:36, 15:26].transpose(1, 0, 2)).all()


def test_a_divider_parts_two_pictures() -> None:
    left, right = np.zeros((4, 10, 3), np.uint8), np.full((4, 10, 3), 255, np.uint8)
    parted = wiped(left, right, 0.3)
    assert parted[0, :, 0].tolist() == [0] * 3 + [255] * 7
    assert (wiped(left, right, 0.0) == right).all()
    assert (wiped(left, right, 1.0) == left).all()
    with pytest.raises(ValueError, match="same shape"):
        wiped(left, right[:3], 0.5)
    with pytest.raises(ValueError, match="0–1"):
        wiped(left, right, 1.5)
