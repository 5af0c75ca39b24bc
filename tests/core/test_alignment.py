"""Alignment against numbers worked out by hand, and its inverse against the identity."""

from __future__ import annotations

import numpy as np
import pytest

from stadrn_core.alignment import apply, eyes_and_mouth, face_transform, fit_transform, invert, scale_of, warp_face
from stadrn_core.types import AlignmentConfig


def synthetic_landmarks(
    left=(100.0, 200.0), right=(160.0, 200.0), mouth=(130.0, 260.0), spread: float = 5.0
) -> np.ndarray:
    """68 points whose eye and mouth groups have exactly the given means."""
    points = np.zeros((68, 2))
    for indices, centre in ((range(36, 42), left), (range(42, 48), right), (range(48, 68), mouth)):
        angles = np.linspace(0, 2 * np.pi, len(indices), endpoint=False)
        points[list(indices)] = np.column_stack([np.cos(angles), np.sin(angles)]) * spread + centre
    return points


def rotated(points: np.ndarray, degrees: float, centre=(130.0, 220.0)) -> np.ndarray:
    radians = np.deg2rad(degrees)
    turn = np.array([[np.cos(radians), -np.sin(radians)], [np.sin(radians), np.cos(radians)]])
    return (points - centre) @ turn.T + centre


def test_an_upright_face_gives_the_numbers_worked_out_by_hand():
    transform = face_transform(synthetic_landmarks())
    scale = (224 / 3) / 60
    expected = [[scale, 0, 111.5 - scale * 130], [0, scale, 0.36 * 224 - 0.5 - scale * 200]]
    np.testing.assert_allclose(transform, expected, atol=1e-12)


@pytest.mark.parametrize("degrees", [-170.0, -35.0, 0.0, 12.5, 90.0])
@pytest.mark.parametrize("config", [AlignmentConfig(), AlignmentConfig(size_px=112, eyes_to_mouth=0.4, eye_line=0.3)])
def test_eyes_level_midpoint_centred_mouth_a_third_below(degrees, config):
    landmarks = rotated(synthetic_landmarks(mouth=(137.0, 261.0)), degrees)
    left, right, mouth = (apply(face_transform(landmarks, config), p) for p in eyes_and_mouth(landmarks))
    assert abs(left[1] - right[1]) < 1e-9
    assert left[0] < right[0]
    np.testing.assert_allclose(
        (left + right) / 2, [(config.size_px - 1) / 2, config.eye_line * config.size_px - 0.5], atol=1e-9
    )
    assert mouth[1] - left[1] == pytest.approx(config.size_px * config.eyes_to_mouth, abs=1e-9)


def test_it_is_a_similarity():
    matrix = face_transform(rotated(synthetic_landmarks(), 23.0))[:, :2]
    np.testing.assert_allclose(matrix @ matrix.T, np.eye(2) * scale_of(matrix) ** 2, atol=1e-12)
    assert np.linalg.det(matrix) > 0


def test_inverse_leads_back():
    transform = face_transform(rotated(synthetic_landmarks(), -41.0))
    points = np.random.default_rng(0).uniform(-500, 2000, (50, 2))
    np.testing.assert_allclose(apply(invert(transform), apply(transform, points)), points, atol=1e-9)
    np.testing.assert_allclose(invert(invert(transform)), transform, atol=1e-12)


@pytest.mark.parametrize(
    ("landmarks", "message"),
    [
        (synthetic_landmarks(right=(100.0, 200.0)), "both eyes in one place"),
        (synthetic_landmarks(mouth=(130.0, 150.0)), "mouth above the eyes"),
        (np.full((68, 2), np.nan), "finite"),
        (np.zeros((5, 2)), r"\(68, 2\)"),
    ],
)
def test_what_is_not_a_face_is_refused(landmarks, message):
    with pytest.raises(ValueError, match=message):
        face_transform(landmarks)


def test_a_transform_of_a_frame_without_face_is_refused():
    frame = np.zeros((10, 10, 3), np.uint8)
    with pytest.raises(ValueError, match="finite"):
        warp_face(frame, np.full((2, 3), np.nan), 8)


def ramp(height: int, width: int) -> np.ndarray:
    """A frame whose red is x / 8 and whose green is y / 8."""
    y, x = np.mgrid[:height, :width]
    return np.stack([x / 8, y / 8, np.zeros_like(x)], axis=-1).round().astype(np.uint8)


@pytest.mark.parametrize("scale", [2.0, 1.0, 0.75, 0.4, 0.25, 0.11])
def test_pixels_come_from_where_the_inverse_says(scale):
    frame = ramp(1600, 1600)
    transform = np.array([[scale, 0.1 * scale, -scale * 400], [-0.1 * scale, scale, -scale * 300]])
    face = warp_face(frame, transform, 64)
    y, x = np.mgrid[:64, :64]
    source = apply(invert(transform), np.stack([x, y], axis=-1).astype(float))
    np.testing.assert_allclose(face[..., :2], source / 8, atol=1.01)


def test_large_faces_are_averaged_not_picked():
    stripes = np.zeros((800, 800, 3), np.uint8)
    stripes[:, ::2] = 255
    face = warp_face(stripes, np.array([[0.25, 0, 0], [0, 0.25, 0]]), 128)
    assert abs(face.astype(float) - 127.5)[1:-1, 1:-1].max() <= 1


def test_outside_the_frame_is_black():
    face = warp_face(np.full((20, 20, 3), 200, np.uint8), np.array([[1.0, 0, 10], [0, 1.0, 10]]), 40)
    assert face[:9].max() == 0
    assert face[31:].max() == 0
    assert (face[12:28, 12:28] == 200).all()


def test_the_same_picture_again_bit_by_bit():
    frame = np.random.default_rng(1).integers(0, 256, (300, 400, 3), np.uint8)
    transform = face_transform(rotated(synthetic_landmarks(), 7.0))
    np.testing.assert_array_equal(warp_face(frame, transform, 224), warp_face(frame.copy(), transform.copy(), 224))


def test_a_whole_picture_fits_and_keeps_its_shape():
    np.testing.assert_allclose(fit_transform(112, 112, 224), [[2, 0, 0.5], [0, 2, 0.5]])
    corners = apply(fit_transform(200, 100, 50), np.array([[-0.5, -0.5], [199.5, 99.5]]))
    np.testing.assert_allclose(corners, [[-0.5, 12.0], [49.5, 37.0]])
