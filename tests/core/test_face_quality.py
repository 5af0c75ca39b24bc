"""Face quality against what was done to the pictures: heads turned by known angles, blurred, darkened, enlarged."""

from __future__ import annotations

from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from stadrn_core.alignment import apply, face_transform, scale_of, warp_face
from stadrn_core.face_pool import FacePool
from stadrn_core.face_quality import (
    BLACK,
    LEAST_SHARPNESS,
    MEASURES,
    MOST_CLIPPED_SHARE,
    RIGID,
    WHITE,
    FaceQuality,
    Problem,
    Stretch,
    clipped_shares,
    head_pose,
    light_and_sharpness,
    measure,
    problems_in,
)
from stadrn_core.types import AlignmentConfig, FaceChunk, FaceState, FaceTrack, Float64Array
from stadrn_core.video import open_recording
from tests.synthetic_faces import stored_faces

PROJECT = Path(__file__).resolve().parents[2]
TRUTH = PROJECT / "resources" / "demo_recording.truth.npz"
GOOD = (0.0, 0.0, 1.0, 120.0, 0.5, 0.0, 0.0)


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


def shares_by_hand(face: np.ndarray) -> tuple[float, float]:
    """Pixel by pixel, with luminance by its definition (BT.601)."""
    size, dark, bright, number = len(face), 0, 0, 0
    for y in range(size):
        for x in range(size):
            if ((x / (size - 1) - 0.5) / 0.30) ** 2 + ((y / (size - 1) - 0.55) / 0.38) ** 2 <= 1:
                luminance = round(float(face[y, x] @ np.array([0.299, 0.587, 0.114])))
                number, dark, bright = number + 1, dark + (luminance <= 15), bright + (luminance >= 240)
    return dark / number, bright / number


def harsh(face: np.ndarray) -> np.ndarray:
    """Lit from the right alone: one half burnt out, the other left in the dark."""
    gain = np.where(np.arange(face.shape[1]) < face.shape[1] // 2, 0.04, 6.0)[None, :, None]
    return np.clip(face * gain, 0, 255).astype(np.uint8)


def test_shares_of_clipped_pixels_are_those_counted_one_by_one(faces: list[np.ndarray]) -> None:
    rng = np.random.default_rng(3)
    noise = rng.integers(0, 256, (64, 64, 3)).astype(np.uint8)
    for face in (noise, faces[0], harsh(faces[0])):
        assert clipped_shares(face) == pytest.approx(shares_by_hand(face), abs=2e-4)


@pytest.mark.parametrize(
    ("level", "expected"), [(BLACK, (1, 0)), (BLACK + 1, (0, 0)), (WHITE - 1, (0, 0)), (WHITE, (0, 1))]
)
def test_a_pixel_is_clipped_from_the_limits_on(level: int, expected: tuple[int, int]) -> None:
    assert clipped_shares(np.full((224, 224, 3), level, np.uint8)) == expected


def test_a_face_half_burnt_out_and_half_dark_has_a_good_mean_but_is_told(faces: list[np.ndarray]) -> None:
    for face in faces:
        good, bad = (quality((0, 0, 1, *light_and_sharpness(one), *clipped_shares(one))) for one in (face, harsh(face)))
        assert good.problems.tolist() == [0]
        assert good.values[0, 5:].sum() < MOST_CLIPPED_SHARE / 20
        assert bad.problems[0] & Problem.CLIPPING
        assert not bad.problems[0] & Problem.LIGHT, "the mean tells nothing"
        assert bad.values[0, 5:].min() > 0.3


def test_no_synthetic_face_is_called_clipped() -> None:
    shares = [sum(clipped_shares(warp_face(face, face_transform(points), 224))) for face, points in stored_faces()]
    assert len(shares) == 20
    assert max(shares) < MOST_CLIPPED_SHARE / 10


def test_a_recording_burnt_out_in_one_part_is_marked_exactly_there(tmp_path: Path) -> None:
    harsh_frames = range(12, 24)
    with open_recording(PROJECT / "resources" / "demo_face.mp4") as source, av.open(tmp_path / "a.mp4", "w") as out:
        stream = out.add_stream("libx264", rate=25, options={"crf": "12"})
        stream.width, stream.height, stream.pix_fmt = source.info.width, source.info.height, "yuv420p"
        gain = np.where(np.arange(source.info.width) < source.info.width // 2, 0.35, 1.9)[None, :, None]
        for i, frame in enumerate(source.read_many(range(36))):
            lit = np.clip(frame.rgb * gain, 0, 255).astype(np.uint8) if i in harsh_frames else frame.rgb
            out.mux(stream.encode(av.VideoFrame.from_ndarray(lit)))
        out.mux(stream.encode())
    sampled = range(0, 36, 4)
    with FacePool(tmp_path / "a.mp4", None, AlignmentConfig(), num_processes=0) as pool:
        found = measure(pool.submit(sampled).result())
    assert found.has_face.all()
    marked = [i for i, problems in zip(sampled, found.problems, strict=True) if problems & Problem.CLIPPING]
    assert marked == [12, 16, 20]
    assert found.counts()[Problem.LIGHT] == 0


def test_what_is_clipped_beside_the_face_does_not_count(faces: list[np.ndarray]) -> None:
    face = faces[0].copy()
    face[:, :40], face[:, -40:], face[:20] = 255, 0, 255
    assert clipped_shares(face) == clipped_shares(faces[0])


def test_what_was_not_measured_is_not_fine() -> None:
    found = FaceQuality.of_columns(np.array([GOOD[:5], (np.nan,) * 5], np.float32))
    assert found.values.shape == (2, 7)
    assert found.is_clipping_unknown.tolist() == [True, False]
    assert found.gaps == (
        "Whether parts of the face are burnt out or black is not known for 1 of 1 sampled frames: an earlier version "
        "measured them."
    )
    assert (quality(GOOD).gaps, found.summary) == ("", "")
    by_a_later_version = FaceQuality.of_columns(np.array([(*GOOD, 7.0)], np.float32))
    assert by_a_later_version.values.tolist() == [pytest.approx(GOOD)]


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
        ({5: 0.09}, 0),
        ({5: 0.11}, Problem.CLIPPING),
        ({6: 0.11}, Problem.CLIPPING),
        ({5: 0.06, 6: 0.06}, Problem.CLIPPING),
        ({3: 20.0, 5: 0.5}, Problem.LIGHT | Problem.CLIPPING),
        ({3: 20.0, 5: np.nan, 6: np.nan}, Problem.LIGHT),
        (dict.fromkeys(range(7), np.nan), 0),
    ],
)
def test_problems(changes: dict[int, float], expected: int) -> None:
    row = [changes.get(i, value) for i, value in enumerate(GOOD)]
    assert quality(tuple(row)).problems.tolist() == [expected]


def test_words_counts_and_stretches() -> None:
    bad, dark, nothing = (40.0, *GOOD[1:]), (*GOOD[:3], 10.0, *GOOD[4:]), (np.nan,) * 7
    found = quality(bad, bad, GOOD, dark, nothing, dark)
    assert found.counts() == {Problem.POSE: 2, Problem.LIGHT: 2, Problem.SIZE: 0, Problem.BLUR: 0, Problem.CLIPPING: 0}
    assert found.stretches() == [Stretch(0, 1), Stretch(3, 3), Stretch(5, 5)]
    assert found.summary == (
        "Maps and scores may be less reliable: face turned away in 2, face too dark or too bright in 2 of 5 sampled "
        "frames."
    )
    assert quality(GOOD, nothing).summary == ""
    assert [*problems_in(Problem.SIZE | Problem.POSE)] == [Problem.POSE, Problem.SIZE]
    assert [*problems_in(0)] == []
    with pytest.raises(ValueError, match=r"\(N, 7\)"):
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
    assert found.values[2, 3:5] == pytest.approx(light_and_sharpness(faces[2]), rel=1e-5)
    assert found.values[2, 5:] == pytest.approx(clipped_shares(faces[2]), abs=1e-6)
    assert not found.is_clipping_unknown.any()
    assert found.problems.tolist() == [Problem.SIZE, 0, 0, 0]


def test_points_that_pose_is_taken_of_are_still_in_all_expressions() -> None:
    assert sorted(RIGID.tolist()) == [27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 39, 42, 45]
