"""Face quality against what was done to the pictures: heads turned by known angles, blurred, darkened, enlarged."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from stadrn_core.alignment import apply, face_transform, scale_of, warp_face
from stadrn_core.face_quality import (
    LEAST_SHARPNESS,
    MEASURES,
    RIGID,
    FaceQuality,
    Problem,
    Stretch,
    head_pose,
    light_and_sharpness,
    measure,
    problems_in,
)
from stadrn_core.types import FaceChunk, FaceState, FaceTrack, Float64Array
from stadrn_core.video import open_recording

PROJECT = Path(__file__).resolve().parents[2]
TRUTH = PROJECT / "resources" / "demo_recording.truth.npz"
GOOD = (0.0, 0.0, 1.0, 120.0, 0.5)


def quality(*rows: tuple[float, ...]) -> FaceQuality:
    return FaceQuality(np.array(rows, np.float32).reshape(-1, len(MEASURES)))


def turned(yaw_degrees: float, pitch_degrees: float) -> Float64Array:
    """Landmarks (68, 2) of a made-up face, a bowl and a nose, turned about both axes and seen from afar.

    Not the head that the measure knows: rounder, with a longer nose.
    """
    head = np.zeros((68, 3))
    x = np.linspace(-8, 8, 5)
    head[27:31] = [(0, -22, -2), (0, -10, -8), (0, 2, -15), (0, 13, -22)]
    head[31:36] = np.stack([1.6 * x, 21 + 4 * np.cos(x / 8), -2 - 7 * np.cos(x / 8)], 1)
    head[36:42] = [(-44, -23, 17), (-36, -27, 12), (-27, -27, 10), (-19, -22, 11), (-27, -19, 10), (-36, -19, 12)]
    head[42:48] = head[[39, 38, 37, 36, 41, 40]] * (-1, 1, 1)
    head[48:68, 0], head[48:68, 1] = np.linspace(-22, 22, 20), 42
    yaw, pitch = np.radians([yaw_degrees, pitch_degrees])
    about_y = np.array([[np.cos(yaw), 0, -np.sin(yaw)], [0, 1, 0], [np.sin(yaw), 0, np.cos(yaw)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]])
    points: Float64Array = (head @ about_y.T @ about_x.T)[:, :2] * 1.7 + (300, 200)
    return points


@pytest.mark.parametrize("yaw", [-30, -15, 0, 10, 25])
@pytest.mark.parametrize("pitch", [-20, 0, 20])
def test_pose_of_a_turned_face(yaw: float, pitch: float) -> None:
    landmarks = turned(yaw, pitch)
    found = head_pose(apply(face_transform(landmarks), landmarks))
    assert found[0] == pytest.approx(yaw, abs=6)
    assert found[1] == pytest.approx(pitch, abs=9)


def test_a_turn_to_the_subject_s_left_is_to_the_right_in_the_picture() -> None:
    landmarks = turned(20, 0)
    nose, eyes = landmarks[30, 0], landmarks[[36, 45], 0].mean()
    assert nose > eyes
    assert head_pose(landmarks)[0] > 0
    down = turned(0, 20)
    assert down[30, 1] - down[27, 1] > turned(0, 0)[30, 1] - turned(0, 0)[27, 1]
    assert head_pose(down)[1] > 0


def test_pose_follows_that_of_the_demo_s_head() -> None:
    """Known for each frame; what is level for this face, and for the camera, is not."""
    with np.load(TRUTH) as truth:
        landmarks, pose = truth["landmarks_px"], truth["pose_degrees"][:, :2]
    found = np.array([head_pose(apply(face_transform(points), points)) for points in landmarks])
    offset = (found - pose).mean(axis=0)
    assert np.abs(offset).max() < 3
    assert np.abs(found - pose - offset).max() < 3


@pytest.fixture(scope="module")
def faces() -> list[np.ndarray]:
    """Aligned pictures of the demo's face, cut out where its true landmarks are."""
    truth = np.load(TRUTH)["landmarks_px"]
    with open_recording(PROJECT / "resources" / "demo_recording.mp4") as source:
        chosen = [0, 150, 300, 450]
        return [
            warp_face(frame.rgb, face_transform(truth[i]), 224)
            for i, frame in zip(chosen, source.read_many(chosen), strict=True)
        ]


def test_blur_lowers_sharpness(faces: list[np.ndarray]) -> None:
    for face in faces:
        sharpness = [
            light_and_sharpness(cv2.GaussianBlur(face, (0, 0), sigma) if sigma else face)[1]
            for sigma in (0, 1, 2, 3, 5)
        ]
        assert sharpness == sorted(sharpness, reverse=True)
        assert sharpness[0] > 1.5 * LEAST_SHARPNESS
        assert sharpness[3] < LEAST_SHARPNESS


def test_light_is_the_mean_of_the_face_and_does_not_change_sharpness(faces: list[np.ndarray]) -> None:
    for face in faces:
        light, sharpness = light_and_sharpness(face)
        dark, same = light_and_sharpness((face * 0.3).astype(np.uint8))
        assert dark == pytest.approx(0.3 * light, abs=1.5)
        assert same == pytest.approx(sharpness, rel=0.15)
    flat = np.full((224, 224, 3), 77, np.uint8)
    assert light_and_sharpness(flat) == (pytest.approx(77), 0)


def test_light_outside_the_face_does_not_count() -> None:
    face = np.zeros((224, 224, 3), np.uint8)
    cv2.ellipse(face, (112, 123), (80, 100), 0, 0, 360, (100, 100, 100), -1)
    face[:15] = 255
    assert light_and_sharpness(face)[0] == pytest.approx(100)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, 0),
        ({0: 21.0}, Problem.POSE),
        ({0: -21.0}, Problem.POSE),
        ({1: 24.0}, 0),
        ({1: -26.0}, Problem.POSE),
        ({2: 2.1}, Problem.SIZE),
        ({3: 44.0}, Problem.LIGHT),
        ({3: 211.0}, Problem.LIGHT),
        ({4: 0.19}, Problem.BLUR),
        ({0: 30.0, 4: 0.1}, Problem.POSE | Problem.BLUR),
        ({0: np.nan, 1: np.nan, 2: np.nan}, 0),
        (dict.fromkeys(range(5), np.nan), 0),
    ],
)
def test_problems(changes: dict[int, float], expected: int) -> None:
    row = [changes.get(i, value) for i, value in enumerate(GOOD)]
    assert quality(tuple(row)).problems.tolist() == [expected]


def test_words_counts_and_stretches() -> None:
    bad, dark, nothing = (40.0, *GOOD[1:]), (*GOOD[:3], 10.0, GOOD[4]), (np.nan,) * 5
    found = quality(bad, bad, GOOD, dark, nothing, dark)
    assert found.counts() == {Problem.POSE: 2, Problem.LIGHT: 2, Problem.SIZE: 0, Problem.BLUR: 0}
    assert found.stretches() == [Stretch(0, 1), Stretch(3, 3), Stretch(5, 5)]
    assert found.summary == (
        "Maps and scores may be less reliable: face turned away in 2, face too dark or too bright in 2 of 5 sampled "
        "frames."
    )
    assert quality(GOOD, nothing).summary == ""
    assert [*problems_in(Problem.SIZE | Problem.POSE)] == [Problem.POSE, Problem.SIZE]
    assert [*problems_in(0)] == []
    with pytest.raises(ValueError, match=r"\(N, 5\)"):
        FaceQuality(np.zeros((3, 4), np.float32))


def test_a_chunk_of_faces_is_measured_frame_by_frame(faces: list[np.ndarray]) -> None:
    states = np.array([FaceState.FOUND, FaceState.NONE, FaceState.FOUND, FaceState.DAMAGED], np.uint8)
    landmarks, transforms = np.full((4, 68, 2), np.nan, np.float32), np.full((4, 2, 3), np.nan)
    small = turned(0, 0) * 0.25
    landmarks[0], transforms[0] = small, face_transform(small)
    transforms[2] = face_transform(turned(0, 0))  # an aligned picture: its landmarks are not known
    track = FaceTrack(np.arange(4), states, landmarks, transforms)
    found = measure(FaceChunk(track, np.stack(faces)))
    assert np.isnan(found.values[[1, 3]]).all()
    assert found.has_face.tolist() == [True, False, True, False]
    assert found.values[0, 2] == pytest.approx(scale_of(face_transform(turned(0, 0))) * 4, rel=1e-3)
    assert np.isnan(found.values[2, :3]).all()
    assert found.values[2, 3:] == pytest.approx(light_and_sharpness(faces[2]), rel=1e-5)
    assert found.problems.tolist() == [Problem.SIZE, 0, 0, 0]


def test_points_that_pose_is_taken_of_are_still_in_all_expressions() -> None:
    assert sorted(RIGID.tolist()) == [27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 39, 42, 45]
