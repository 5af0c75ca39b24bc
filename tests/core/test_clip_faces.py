"""Which faces are looked for ahead of time, and that each clip gets its own pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path

import numpy as np
import pytest

from stadrn_core import clip_faces
from stadrn_core.alignment import warp_face
from stadrn_core.clip_faces import FACES_PER_TASK, FRAMES_AHEAD, ClipFaces
from stadrn_core.clips import make_plan
from stadrn_core.store import AnalysisStore
from stadrn_core.types import FaceChunk, FaceState, FrameSource
from stadrn_core.video import open_recording
from tests.analyses import CLIP_LENGTH, SIZE_PX, TO_FACE, faces, manifest
from tests.recordings import write_video

NUM_FRAMES = 296


class HeldPool:
    """Answers when the test wants it to."""

    def __init__(self, source: FrameSource) -> None:
        self._source = source
        self.under_way: dict[int, Future[FaceChunk]] = {}

    def submit(self, frame_indices: Sequence[int]) -> Future[FaceChunk]:
        future: Future[FaceChunk] = Future()
        self.under_way[frame_indices[0]] = future
        return future

    def answer(self, first: int) -> None:
        frames = range(first, min(first + FACES_PER_TASK, NUM_FRAMES))
        track = faces(np.array(frames))
        self.under_way.pop(first).set_result(FaceChunk(track, np.stack([face_on(self._source, i) for i in frames])))

    def answer_all(self) -> None:
        for first, future in list(self.under_way.items()):
            if not future.cancelled():
                self.answer(first)


def face_on(source: FrameSource, frame_index: int) -> np.ndarray:
    return warp_face(source.read(frame_index).rgb, TO_FACE, SIZE_PX)


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_video(tmp_path_factory.mktemp("recording") / "numbers.mp4", NUM_FRAMES, size=(120, 90))


@pytest.fixture
def source(recording: Path) -> Iterator[FrameSource]:
    with open_recording(recording) as source:
        yield source


@pytest.fixture
def store(tmp_path: Path) -> Iterator[AnalysisStore]:
    """19 clips of 16 frames that overlap by a little; no face looked for yet."""
    plan = make_plan(NUM_FRAMES, 1, CLIP_LENGTH)
    with AnalysisStore.create(tmp_path / "a.zarr", manifest(NUM_FRAMES), plan, np.arange(NUM_FRAMES) / 25) as store:
        yield store


@pytest.fixture
def pool(source: FrameSource) -> HeldPool:
    return HeldPool(source)


@pytest.fixture
def clip_face(store: AnalysisStore, source: FrameSource, pool: HeldPool) -> ClipFaces:
    return ClipFaces(store, source, pool)  # type: ignore[arg-type]


def test_short_clips_keep_the_pool_busy_within_bounds(
    clip_face: ClipFaces, pool: HeldPool, store: AnalysisStore
) -> None:
    clip_face.look_ahead(range(store.plan.num_clips))
    assert list(pool.under_way) == list(range(0, FRAMES_AHEAD, FACES_PER_TASK)), "in the order of the clips"
    clip_face.look_ahead(range(store.plan.num_clips))
    assert len(pool.under_way) * FACES_PER_TASK == FRAMES_AHEAD, "no more before some are done"
    pool.answer(0)
    for _ in clip_face.prepare(0):
        pass
    clip_face.look_ahead(range(1, store.plan.num_clips))
    assert list(pool.under_way) == list(range(FACES_PER_TASK, FRAMES_AHEAD + FACES_PER_TASK, FACES_PER_TASK))
    assert not any(future.cancelled() for future in pool.under_way.values())


def test_what_was_asked_for_ahead_is_dropped_when_the_playhead_jumps(
    clip_face: ClipFaces, pool: HeldPool, store: AnalysisStore
) -> None:
    clip_face.look_ahead([0, 1, 2])
    before = dict(pool.under_way)
    waits = clip_face.prepare(18)
    assert next(waits)[0] == 0
    assert all(future.cancelled() for future in before.values())
    assert sorted(set(pool.under_way) - set(before)) == [272, 288]
    pool.answer_all()
    assert list(waits)
    assert (store.face_states()[272:] == FaceState.FOUND).all()
    clip_face.look_ahead([0])
    assert not pool.under_way[0].cancelled(), "asked for anew"


def test_every_clip_gets_its_own_pictures_however_few_are_remembered(
    clip_face: ClipFaces, pool: HeldPool, store: AnalysisStore, source: FrameSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clip_faces, "REMEMBERED_FACES", 20)
    for clip_index in (0, 2, 1, 18, 17, 1, 0):
        for _ in clip_face.prepare(clip_index):
            pool.answer_all()
        pictures, found = clip_face.clip(clip_index)
        assert found.all()
        for picture, frame_index in zip(pictures, store.plan.clip_frames(clip_index), strict=True):
            assert np.array_equal(picture, face_on(source, int(frame_index)))
