"""Who is followed: on scripted pictures where everything is known, and on real faces put together."""

from __future__ import annotations

from concurrent.futures import CancelledError
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from stadrn_core.alignment import apply, face_transform, fit_transform, warp_face
from stadrn_core.errors import FaceError
from stadrn_core.faces import DetectedFace, FaceModels, box_of, overlap
from stadrn_core.subject import SubjectFollower, probe_frames
from stadrn_core.types import AlignmentConfig, FaceChoice, FaceState, Frame, RecordingInfo
from stadrn_core.video import open_recording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ALIGNMENT = AlignmentConfig(size_px=64)
SIZE = (240, 320)


class Pictures:
    """A recording made of arrays."""

    def __init__(self, pictures: Sequence[np.ndarray], *, is_aligned: bool = False) -> None:
        self._pictures = pictures
        height, width = pictures[0].shape[:2]
        self.info = RecordingInfo(
            Path("pictures.mp4"), width, height, np.arange(len(pictures)) / 30, "images", is_aligned=is_aligned
        )

    def read(self, frame_index: int) -> Frame:
        return Frame(frame_index, frame_index / 30, self._pictures[frame_index])

    def read_many(self, frame_indices: Iterable[int]) -> Iterator[Frame]:
        return (self.read(i) for i in frame_indices)

    def close(self) -> None: ...


@dataclass(frozen=True)
class Shown:
    """A person in a scripted picture: place, size, and how far the descriptor is from the person's usual one."""

    person: int
    x: float
    y: float = 110.0
    size: float = 100.0
    strangeness: float = 0.0

    @property
    def face(self) -> DetectedFace:
        landmarks = np.zeros((68, 2))
        middle = np.array([self.x, self.y])
        for part, offset in ((slice(36, 42), (-0.2, -0.15)), (slice(42, 48), (0.2, -0.15)), (slice(48, 68), (0, 0.25))):
            landmarks[part] = middle + np.array(offset) * self.size
        return DetectedFace(box_of(landmarks), landmarks.astype(np.float32))


class ScriptedModels(FaceModels):
    """Knows who is shown on each picture by the number in its corner; loads no model file."""

    def __init__(self, script: list[list[Shown]]) -> None:
        self._script = script
        self.num_searches = 0

    def _shown(self, rgb: np.ndarray) -> list[Shown]:
        return self._script[int(rgb[0, 0, 0])]

    def detect_faces(self, rgb: np.ndarray, smallest_share: float = 1 / 8) -> list[DetectedFace]:
        self.num_searches += 1
        found = [s.face for s in self._shown(rgb)]
        large = [f for f in found if f.size_px >= smallest_share * min(rgb.shape[:2])]
        return sorted(large, key=lambda f: -f.size_px)

    def find_near(self, rgb: np.ndarray, previous: DetectedFace) -> DetectedFace | None:
        found = [f for s in self._shown(rgb) if overlap((f := s.face).box_px, previous.box_px) > 0.2]
        return max(found, key=lambda f: overlap(f.box_px, previous.box_px), default=None)

    def describe(self, rgb: np.ndarray, face: DetectedFace) -> np.ndarray:
        shown = min(self._shown(rgb), key=lambda s: abs(s.face.box_px[0] - face.box_px[0]))
        descriptor = np.zeros(128)
        descriptor[shown.person] = 1.0
        descriptor[-1] = shown.strangeness
        return descriptor


def picture(number: int, shown: list[Shown]) -> np.ndarray:
    """Each person is a texture of their own; the number stands in the corner."""
    rgb = np.full((*SIZE, 3), 60, np.uint8)
    for one in shown:
        texture = np.random.default_rng(one.person).integers(0, 256, (8, 8, 1), np.uint8).repeat(3, 2)
        left, top, right, bottom = (round(edge) for edge in one.face.box_px)
        side = right - left
        tiled = texture.repeat(-(-side // 8), 0).repeat(-(-side // 8), 1)[: bottom - top, :side]
        y0, x0 = max(top, 0), max(left, 0)
        region = rgb[y0:bottom, x0:right]
        region[:] = tiled[y0 - top : y0 - top + region.shape[0], x0 - left : x0 - left + region.shape[1]]
    rgb[0, 0] = number
    return rgb


def follow(script: list[list[Shown]], choice: FaceChoice | None = None) -> tuple[SubjectFollower, ScriptedModels]:
    models = ScriptedModels(script)
    source = Pictures([picture(i, shown) for i, shown in enumerate(script)])
    return SubjectFollower(source, ALIGNMENT, choice, lambda: models), models


def places(follower: SubjectFollower, frames: Sequence[int]) -> list[float | None]:
    """Horizontal place of the followed face on each frame; None where there is none."""
    chunk = follower.analyse_chunk(frames)
    found = chunk.track.states == FaceState.FOUND
    assert set(chunk.track.states) <= {FaceState.FOUND, FaceState.NONE}
    for array in (chunk.track.landmarks, chunk.track.frame_to_face):
        assert np.isfinite(array[found]).all()
        assert np.isnan(array[~found]).all()
    assert not chunk.faces[~found].any()
    middle = chunk.track.landmarks[:, 36:48, 0].mean(axis=1)
    return [round(float(x), 1) if ok else None for x, ok in zip(middle, found, strict=True)]


class TestWhoIsFollowed:
    def test_the_largest_and_then_the_same_one(self):
        script = [[Shown(1, 80, size=110), Shown(2, 230, size=90)]] * 4
        script += [[Shown(1, 80, size=80), Shown(2, 230, size=120)]] * 8
        follower, _ = follow(script)
        assert places(follower, range(12)) == [80.0] * 12
        assert places(follower, range(6, 12)) == [80.0] * 6

    def test_the_one_the_user_picked(self):
        script = [[Shown(1, 80, size=110), Shown(2, 230, size=90)]] * 8
        follower, _ = follow(script, FaceChoice(5, 240, 120))
        assert follower.subject is not None
        assert follower.subject.frame_index == 5
        assert places(follower, range(8)) == [230.0] * 8

    def test_nobody_where_the_user_picked(self):
        follower, _ = follow([[Shown(1, 80)]] * 3, FaceChoice(1, 300, 20))
        with pytest.raises(FaceError, match=r"pictures\.mp4: no face at \(300, 20\) of frame 1"):
            follower.analyse_chunk([0, 1])

    def test_the_first_frames_may_be_without_a_face(self):
        script = [[]] * 7 + [[Shown(1, 100)]] * 5
        follower, _ = follow(script)
        assert places(follower, range(12)) == [None] * 7 + [100.0] * 5

    def test_somebody_else_does_not_silently_become_the_subject(self):
        script = [[Shown(1, 100)]] * 6 + [[Shown(2, 105)]] * 6
        follower, _ = follow(script)
        assert places(follower, range(12)) == [100.0] * 6 + [None] * 6
        assert places(follower, range(6, 12)) == [None] * 6

    def test_the_subject_is_found_again_elsewhere_beside_a_larger_stranger(self):
        script = [[Shown(1, 80)]] * 4 + [[]] * 2 + [[Shown(2, 80, size=130), Shown(1, 240, size=70)]] * 4
        follower, _ = follow(script)
        assert places(follower, range(10)) == [80.0] * 4 + [None] * 2 + [240.0] * 4

    def test_the_subject_may_come_back_while_a_stranger_is_there(self):
        script = [[Shown(1, 80)]] * 2 + [[Shown(2, 240)]] * 5 + [[Shown(2, 240), Shown(1, 80)]] * 9
        follower, _ = follow(script)
        assert places(follower, range(16)) == [80.0] * 2 + [None] * 8 + [80.0] * 6

    def test_a_strange_look_on_some_frames_loses_nothing(self):
        strange = [0.7, 0.9, 0.8, 0.75, 0.1, 0.8, 0.9, 0.9]
        script = [[Shown(1, 100)]] + [[Shown(1, 100 + i, strangeness=s)] for i, s in enumerate(strange)]
        follower, _ = follow(script)
        assert None not in places(follower, range(1, 9))

    def test_a_stranger_before_a_cut_does_not_profit_from_the_subject_after_it(self):
        script = [[Shown(1, 100)]] + [[Shown(2, 100)]] * 3 + [[Shown(1, 100)]] * 5
        follower, _ = follow(script)
        assert places(follower, range(1, 9)) == [None] * 3 + [100.0] * 5

    def test_without_any_probed_face_each_chunk_follows_its_largest(self):
        script: list[list[Shown]] = [[] for _ in range(200)]
        unprobed = next(i for i in range(100, 200) if not {i, i + 1} & set(probe_frames(200)))
        script[unprobed] = [Shown(1, 90), Shown(2, 230, size=80)]
        script[unprobed + 1] = [Shown(1, 92), Shown(2, 230, size=120)]
        follower, _ = follow(script)
        assert follower.subject is None
        assert places(follower, [unprobed, unprobed + 1]) == [90.0, 92.0]


class TestChunks:
    def test_the_order_of_chunks_does_not_matter(self):
        script = [[Shown(1, 80 + 2 * i), Shown(2, 250)] if i % 7 else [Shown(2, 250)] for i in range(48)]
        chunks = [range(16), range(16, 32), range(32, 48)]
        one, other = follow(script)[0], follow(script)[0]
        forward = [one.analyse_chunk(c) for c in chunks]
        backward = [other.analyse_chunk(c) for c in reversed(chunks)][::-1]
        for a, b in zip(forward, backward, strict=True):
            np.testing.assert_array_equal(a.faces, b.faces)
            np.testing.assert_array_equal(a.track.frame_to_face, b.track.frame_to_face)
            np.testing.assert_array_equal(a.track.landmarks, b.track.landmarks)

    def test_transform_and_picture_belong_to_the_landmarks(self):
        shown = Shown(1, 111.5)
        follower, _ = follow([[shown]] * 2)
        chunk = follower.analyse_chunk([1])
        np.testing.assert_array_equal(chunk.track.frame_to_face[0], face_transform(shown.face.landmarks, ALIGNMENT))
        expected = warp_face(picture(1, [shown]), chunk.track.frame_to_face[0], 64)
        np.testing.assert_array_equal(chunk.faces[0], expected)
        np.testing.assert_array_equal(chunk.track.frame_indices, [1])
        assert chunk.track.landmarks.dtype == np.float32

    def test_a_followed_face_needs_no_search_of_the_whole_picture(self):
        follower, models = follow([[Shown(1, 100 + i)] for i in range(16)])
        assert follower.subject is not None
        before = models.num_searches
        follower.analyse_chunk(range(16))
        assert models.num_searches == before + 1

    def test_frames_must_ascend(self):
        with pytest.raises(ValueError, match="ascend"):
            follow([[Shown(1, 100)]] * 4)[0].analyse_chunk([2, 1])

    def test_work_can_be_cancelled_between_frames(self):
        source = Pictures([picture(i, [Shown(1, 100)]) for i in range(4)])
        answers = iter([False, False, False, True])
        follower = SubjectFollower(
            source, ALIGNMENT, None, lambda: ScriptedModels([[Shown(1, 100)]] * 4), lambda: next(answers)
        )
        with pytest.raises(CancelledError):
            follower.analyse_chunk(range(4))

    def test_aligned_pictures_are_taken_as_they_are(self):
        def never() -> FaceModels:
            raise AssertionError("no model is needed")

        pictures = np.random.default_rng(3).integers(0, 256, (3, 32, 32, 3), np.uint8)
        follower = SubjectFollower(Pictures(pictures, is_aligned=True), replace(ALIGNMENT, size_px=32), None, never)
        chunk = follower.analyse_chunk(range(3))
        np.testing.assert_array_equal(chunk.faces, pictures)
        assert (chunk.track.states == FaceState.FOUND).all()
        assert np.isnan(chunk.track.landmarks).all()
        np.testing.assert_array_equal(chunk.track.frame_to_face[2], fit_transform(32, 32, 32))


def test_probed_frames_are_bounded_ordered_and_inside():
    assert probe_frames(1) == [0]
    assert probe_frames(5) == [0, 3, 4]
    for count in (10, 100, 1234, 108_000):
        frames = probe_frames(count)
        assert frames == sorted(set(frames))
        assert frames[0] == 0
        assert frames[-1] == count - 1 or len(frames) == 8
        assert len(frames) <= 32


class TestRealFaces:
    def test_every_frame_with_the_face_and_none_without(self, shared):
        with open_recording(shared / "videos" / "face_noface.mov") as source:
            follower = SubjectFollower(source, AlignmentConfig())
            chunk = follower.analyse_chunk(range(48, 96, 3))
        assert chunk.track.states.tolist() == [FaceState.FOUND] * 8 + [FaceState.NONE] * 8
        for landmarks, transform in zip(chunk.track.landmarks[:8], chunk.track.frame_to_face[:8], strict=True):
            aligned = apply(transform, landmarks)
            assert aligned.min() > -10
            assert aligned.max() < 234
        assert chunk.faces[:8].mean() > 50

    def test_a_real_stranger_in_the_same_place_is_not_the_subject(self, shared):
        models = FaceModels()
        with open_recording(shared / "videos" / "multi_face.jpg") as source:
            group = source.read(0).rgb
        with open_recording(shared / "videos" / "single_face.mp4") as source:
            own = [frame.rgb for frame in source.read_many(range(0, 24, 3))]
        stranger = models.detect_faces(group)[0]
        centre = np.mean(np.reshape(stranger.box_px, (2, 2)), axis=0)
        scale = 170 / stranger.size_px
        put = np.array([[scale, 0, 291 - scale * centre[0]], [0, scale, 214 - scale * centre[1]]])
        other = warp_face(group, put, 640)[:360]
        follower = SubjectFollower(Pictures([*own, other, other, *own[:2]]), AlignmentConfig(), None, lambda: models)
        states = follower.analyse_chunk(range(12)).track.states
        assert states.tolist() == [FaceState.FOUND] * 8 + [FaceState.NONE] * 2 + [FaceState.FOUND] * 2
