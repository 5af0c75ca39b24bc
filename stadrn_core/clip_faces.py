"""The aligned faces of clips: looked for ahead of time, kept in the store, their pictures remembered for a while."""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import Future
from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.alignment import warp_face
from stadrn_core.clips import nearest_with_face
from stadrn_core.face_pool import FacePool
from stadrn_core.face_quality import measure
from stadrn_core.store import AnalysisStore
from stadrn_core.types import FaceChunk, FaceState, FrameSource, UInt8Array

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FACES_PER_TASK = 16
FRAMES_AHEAD = 2 * 64
"""Sampled frames that the pool is asked for ahead of the clip that is explained: two of the usual clips."""
REMEMBERED_FACES = 4 * 64


class ClipFaces:
    """Aligned faces of clips.

    Looked for by the pool once, kept in the store, their pictures remembered for overlapping clips.
    """

    def __init__(self, store: AnalysisStore, source: FrameSource, pool: FacePool) -> None:
        self._store, self._source, self._pool = store, source, pool
        self._under_way: dict[int, Future[FaceChunk]] = {}
        self._pictures: OrderedDict[int, UInt8Array] = OrderedDict()

    def look_ahead(self, clips: Iterable[int]) -> None:
        """Ask the pool for the faces of the next clips, in their order, until it has enough to do."""
        for clip_index in clips:
            if len(self._under_way) * FACES_PER_TASK >= FRAMES_AHEAD:
                return
            self._begin(self._tasks_of(clip_index))

    def prepare(self, clip_index: int) -> Iterator[tuple[int, int]]:
        """Have a clip's faces found and stored, yielding (frames done, frames needed) before each wait."""
        tasks = self._tasks_of(clip_index)
        if not self._under_way.keys() >= set(tasks):
            # The playhead has jumped: what was asked for ahead of it would only stand in the way.
            for task in self._under_way.keys() - set(tasks):
                self._under_way.pop(task).cancel()
        self._begin(tasks)
        for done, task in enumerate(tasks):
            yield done * FACES_PER_TASK, len(tasks) * FACES_PER_TASK
            chunk = self._under_way.pop(task).result()
            first = task * FACES_PER_TASK
            self._store.write_faces(first, chunk.track, measure(chunk))
            for offset, picture in enumerate(chunk.faces):
                self._remember(first + offset, picture)

    def clip(self, clip_index: int) -> tuple[UInt8Array, UInt8Array]:
        """A clip's pictures (T, S, S, 3) uint8 and (T,) truth of a face of its own; elsewhere the nearest is held."""
        positions = self._store.plan.positions[clip_index]
        found = (self._store.face_states()[positions] == FaceState.FOUND).astype(np.uint8)
        nearest = nearest_with_face(found)
        side = self._store.manifest.settings.alignment.size_px
        if nearest[0] < 0:
            return np.zeros((len(positions), side, side, 3), np.uint8), found
        wanted = positions[nearest].tolist()
        pictures = {position: self._pictures[position] for position in wanted if position in self._pictures}
        missing = sorted(set(wanted) - set(pictures))
        for position, picture in zip(missing, warped_faces(self._store, self._source, missing), strict=True):
            pictures[position] = picture
            self._remember(position, picture)
        return np.stack([pictures[position] for position in wanted]), found

    def _tasks_of(self, clip_index: int) -> list[int]:
        """The chunks of sampled frames that a clip still needs."""
        positions = np.unique(self._store.plan.positions[clip_index])
        states = self._store.face_states()
        return sorted({int(p) // FACES_PER_TASK for p in positions if states[p] == FaceState.UNKNOWN})

    def _begin(self, tasks: list[int]) -> None:
        for task in tasks:
            if task not in self._under_way:
                first = task * FACES_PER_TASK
                frames = self._store.plan.frame_indices[first : first + FACES_PER_TASK]
                self._under_way[task] = self._pool.submit([int(f) for f in frames])

    def _remember(self, position: int, picture: UInt8Array) -> None:
        self._pictures[position] = picture
        self._pictures.move_to_end(position)
        while len(self._pictures) > REMEMBERED_FACES:
            self._pictures.popitem(last=False)


def warped_faces(store: AnalysisStore, source: FrameSource, positions: list[int]) -> Iterator[UInt8Array]:
    """Aligned pictures (S, S, 3) uint8 of sampled positions whose transforms are stored, in the order given."""
    side = store.manifest.settings.alignment.size_px
    frames = source.read_many(int(store.plan.frame_indices[p]) for p in positions)
    for position, frame in zip(positions, frames, strict=True):
        yield warp_face(frame.rgb, store.face_track(position, position + 1).frame_to_face[0], side)
