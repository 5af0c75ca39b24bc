"""Detection and landmarks against dlib used the plain way, on the synthetic clip and, where they are, on real faces."""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError
from typing import TYPE_CHECKING

import cv2
import dlib
import numpy as np
import pytest

from stadrn_core import faces
from stadrn_core.alignment import eyes_and_mouth
from stadrn_core.errors import FaceError
from stadrn_core.faces import (
    DESCRIPTOR_FILE,
    LANDMARK_FILE,
    QUICK_SHARE,
    SAME_PERSON,
    FaceModels,
    box_of,
    descriptor_model_path,
    landmark_model_path,
    overlap,
)
from stadrn_core.video import open_recording

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def models() -> FaceModels:
    return FaceModels()


def frame_of(path: Path, index: int) -> np.ndarray:
    with open_recording(path) as source:
        return source.read(index).rgb


@pytest.fixture(scope="module")
def demo_frame(demo_video) -> np.ndarray:
    return frame_of(demo_video, 0)


def plain_dlib(rgb: np.ndarray) -> list[tuple[dlib.rectangle, np.ndarray]]:
    """Boxes and landmarks at full size in colour, as in dlib's own example."""
    predictor = dlib.shape_predictor(str(landmark_model_path()))
    found = []
    for box in dlib.get_frontal_face_detector()(rgb, 0):
        parts = predictor(rgb, box).parts()
        found.append((box, np.array([(p.x, p.y) for p in parts], float)))
    return found


class TestModelFiles:
    def test_the_packaged_files_are_found_without_importing_the_package(self):
        assert landmark_model_path().name == LANDMARK_FILE
        assert descriptor_model_path().name == DESCRIPTOR_FILE
        assert "face_recognition_models" not in sys.modules

    def test_a_missing_package_is_told_with_its_remedy(self, monkeypatch):
        def missing(name: str) -> None:
            raise PackageNotFoundError(name)

        monkeypatch.setattr(faces, "distribution", missing)
        with pytest.raises(FaceError, match="pip install face_recognition_models"):
            landmark_model_path()

    def test_a_missing_file_is_named(self, tmp_path):
        with pytest.raises(FaceError, match=r"nowhere\.dat does not exist"):
            landmark_model_path(tmp_path / "nowhere.dat")

    def test_a_file_of_the_users_own_is_taken(self, tmp_path):
        own = tmp_path / "own.dat"
        own.write_bytes(b"not a model")
        assert landmark_model_path(own) == own
        with pytest.raises(FaceError, match=r"own\.dat"):
            FaceModels(own)

    def test_the_model_with_five_points_is_refused(self):
        with pytest.raises(FaceError, match="5 points, not 68"):
            FaceModels(landmark_model_path().with_name("shape_predictor_5_face_landmarks.dat"))

    def test_a_descriptor_model_beside_the_users_landmark_model_wins(self, tmp_path):
        (tmp_path / DESCRIPTOR_FILE).write_bytes(b"")
        assert descriptor_model_path(tmp_path / LANDMARK_FILE) == tmp_path / DESCRIPTOR_FILE


def test_overlap_of_boxes():
    assert overlap((0, 0, 10, 10), (5, 0, 15, 10)) == pytest.approx(50 / 150)
    assert overlap((0, 0, 10, 10), (0, 0, 10, 10)) == 1.0
    assert overlap((0, 0, 10, 10), (10, 0, 20, 10)) == 0.0


class TestDemoClip:
    def test_one_face_where_dlib_sees_it(self, models, demo_frame):
        found = models.detect_faces(demo_frame)
        [(box, landmarks)] = plain_dlib(demo_frame)
        assert len(found) == 1
        assert overlap(found[0].box_px, (box.left(), box.top(), box.right() + 1, box.bottom() + 1)) > 0.6
        eyes = np.linalg.norm(np.subtract(*eyes_and_mouth(landmarks)[:2]))
        assert np.sqrt(((found[0].landmarks - landmarks) ** 2).sum(1).mean()) < 0.08 * eyes

    def test_landmarks_hardly_depend_on_the_size_of_the_search(self, models, demo_frame):
        quick = models.detect_faces(demo_frame, QUICK_SHARE)[0].landmarks
        thorough = models.detect_faces(demo_frame)[0].landmarks
        assert np.sqrt(((quick - thorough) ** 2).sum(1).mean()) < 1.5

    def test_the_box_follows_from_the_landmarks(self, models, demo_frame):
        face = models.detect_faces(demo_frame)[0]
        assert face.box_px == pytest.approx(box_of(face.landmarks), abs=0.01)

    def test_a_shifted_picture_gives_shifted_landmarks(self, models, demo_frame):
        face = models.detect_faces(demo_frame)[0]
        shifted = np.roll(demo_frame, (6, -9), (0, 1))
        near = models.find_near(shifted, face)
        assert near is not None
        offset = near.landmarks - face.landmarks
        np.testing.assert_allclose(offset.mean(0), [-9, 6], atol=0.5)

    def test_a_face_that_has_left_is_not_found_near(self, models, demo_frame):
        face = models.detect_faces(demo_frame)[0]
        assert models.find_near(np.full_like(demo_frame, 90), face) is None
        assert models.find_near(demo_frame[:2, :2].copy(), face) is None

    def test_an_empty_picture_has_no_face(self, models):
        assert models.detect_faces(np.full((120, 160, 3), 128, np.uint8)) == []
        assert models.find_faces(np.zeros((3, 2, 3), np.uint8)) == []

    def test_the_descriptor_of_a_face_is_near_itself(self, models, demo_frame):
        face = models.detect_faces(demo_frame)[0]
        darker = (demo_frame * 0.6).astype(np.uint8)
        descriptors = [models.describe(rgb, face) for rgb in (demo_frame, darker)]
        assert descriptors[0].shape == (128,)
        assert np.linalg.norm(descriptors[0] - descriptors[1]) < SAME_PERSON


class TestRealFaces:
    def test_all_faces_of_a_group_the_largest_first(self, models, shared):
        rgb = frame_of(shared / "videos" / "multi_face.jpg", 0)
        boxes = models.faces_in(rgb)
        assert len(boxes) == 4
        sizes = [b[2] - b[0] for b in boxes]
        assert sizes == sorted(sizes, reverse=True)
        for box, _ in plain_dlib(rgb):
            assert max(overlap(b, (box.left(), box.top(), box.right() + 1, box.bottom() + 1)) for b in boxes) > 0.5

    def test_two_people_are_told_apart_and_one_person_is_recognised(self, models, shared):
        group = frame_of(shared / "videos" / "multi_face.jpg", 0)
        others = [models.describe(group, face) for face in models.detect_faces(group)]
        with open_recording(shared / "videos" / "single_face.mp4") as source:
            own = [models.describe(f.rgb, models.find_faces(f.rgb)[0]) for f in source.read_many((0, 35, 70))]
        assert max(np.linalg.norm(a - b) for a in own for b in own) < SAME_PERSON
        assert min(np.linalg.norm(a - b) for a in own for b in others) > SAME_PERSON

    @pytest.mark.parametrize("name", ["single_face.mp4", "face_noface.mov", "no_face.mp4"])
    def test_the_quick_search_finds_what_full_size_finds(self, models, shared, name):
        detector = dlib.get_frontal_face_detector()
        with open_recording(shared / "videos" / name) as source:
            for frame in source.read_many(range(0, source.info.num_frames, 12)):
                full = detector(cv2.cvtColor(frame.rgb, cv2.COLOR_RGB2GRAY), 0)
                quick = models.detect_faces(frame.rgb, QUICK_SHARE)
                assert len(quick) == len(full), frame.index
                for face, box in zip(quick, full, strict=True):
                    assert overlap(face.box_px, (box.left(), box.top(), box.right(), box.bottom())) > 0.5
