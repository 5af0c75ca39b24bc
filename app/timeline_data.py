"""What the timeline draws, as arrays: clips, slots and faces over time, and their reduction to columns of pixels.

Arrays are filled once from the analysis and then changed clip by clip; a repaint reduces them to one value per pixel
column with NumPy, so its cost follows the width of the window and not the length of the recording.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.clips import slot_borders
from stadrn_core.face_quality import Problem
from stadrn_core.types import ClipPlan, FaceState, Float64Array, IntArray, RecordingInfo

if TYPE_CHECKING:
    from stadrn_core.store import AnalysisStore, ClipRecord


class ClipState(IntEnum):
    """How far a clip is."""

    PENDING = 0
    DONE = 1
    SKIPPED = 2


@dataclass(frozen=True)
class Columns:
    """Values reduced to pixel columns; NaN where nothing lies.

    Attributes:
        low: (W,) float64 smallest value in each column.
        high: (W,) float64 largest value.
        mean: (W,) float64 mean.
    """

    low: Float64Array
    high: Float64Array
    mean: Float64Array


def spread(starts: Float64Array, stops: Float64Array, values: Float64Array, edges: Float64Array) -> Columns:
    """Reduce intervals with a value each to the columns between ``edges``.

    Args:
        starts: (n,) seconds.
        stops: (n,) seconds, after ``starts``.
        values: (n,) numbers; NaN is left out.
        edges: (W + 1,) ascending column borders in seconds.
    """
    width = len(edges) - 1
    low, high, total, count = (np.full(width, fill) for fill in (np.inf, -np.inf, 0.0, 0.0))
    seen = np.isfinite(values) & (stops > edges[0]) & (starts < edges[-1])
    if seen.any():
        starts, stops, values = starts[seen], stops[seen], values[seen]
        first = np.clip(np.searchsorted(edges, starts, side="right") - 1, 0, width - 1)
        last = np.maximum(np.clip(np.searchsorted(edges, stops, side="left") - 1, 0, width - 1), first)
        lengths = last - first + 1
        offsets = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        columns = np.repeat(first, lengths) + offsets
        spread_values = np.repeat(values, lengths)
        np.minimum.at(low, columns, spread_values)
        np.maximum.at(high, columns, spread_values)
        np.add.at(total, columns, spread_values)
        np.add.at(count, columns, 1.0)
    empty = count == 0
    low[empty] = high[empty] = np.nan
    mean = np.divide(total, count, out=np.full(width, np.nan), where=~empty)
    return Columns(low, high, mean)


class TimelineData:
    """The numbers behind the timeline.

    Attributes:
        pts_seconds: (num_frames,) time of every frame.
        duration_seconds: end of the last frame.
        clip_starts: (C,) seconds; clip_stops: (C,) seconds.
        clip_states: (C,) uint8 of ``ClipState``.
        scores: (C,) BDI-II points, NaN where not explained.
        slot_edges: (C, T' + 1) seconds.
        slot_points: (C, T') signed points; slot_heat: (C, T') mean unweighted Grad-CAM++. NaN where not explained.
        sampled_seconds: (N,) time of every sampled frame.
        face_states: (N,) uint8 of ``FaceState``.
        problems: (N,) uint8 of ``Problem``; empty where faces were not judged.
        is_clipping_unknown: (N,) where there is a face of which it is not known; empty likewise.
    """

    def __init__(
        self,
        recording: RecordingInfo | None = None,
        store: AnalysisStore | None = None,
        plan: ClipPlan | None = None,
    ) -> None:
        self.store = store
        self.pts_seconds: Float64Array = np.zeros(1)
        self.duration_seconds = 1.0
        if recording is not None:
            self.pts_seconds = recording.pts_seconds
            self.duration_seconds = recording.duration_seconds
        elif store is not None:
            self.pts_seconds = np.asarray(store.pts_seconds, dtype=np.float64)
            step = float(self.pts_seconds[-1]) / max(len(self.pts_seconds) - 1, 1)
            self.duration_seconds = float(self.pts_seconds[-1]) + (step or 1.0)
        self._load_plan(store.plan if store is not None else plan)
        if store is not None:
            self._load_slots(store.plan, store.manifest.map_shape[0], store.manifest.temporal_stride)
            self.add_clips(store.records)
            self.update_faces()

    def _load_plan(self, plan: ClipPlan | None) -> None:
        num_clips = plan.num_clips if plan is not None else 0
        self.clip_starts = np.zeros(num_clips)
        self.clip_stops = np.zeros(num_clips)
        self.clip_states = np.zeros(num_clips, dtype=np.uint8)
        self.scores = np.full(num_clips, np.nan)
        self.sampled_seconds: Float64Array = np.zeros(0)
        self.face_states = np.zeros(0, dtype=np.uint8)
        self._face_counts = np.zeros((len(FaceState), 1), dtype=np.int64)
        self.problems = np.zeros(0, dtype=np.uint8)
        self._problem_counts = np.zeros((len(Problem), 1), dtype=np.int64)
        self.is_clipping_unknown = np.zeros(0, dtype=np.bool_)
        self.slot_edges = np.zeros((num_clips, 1))
        self.slot_points = np.full((num_clips, 0), np.nan)
        self.slot_heat = np.full((num_clips, 0), np.nan)
        self.max_score = 0.0
        if plan is None:
            return
        self.sampled_seconds = self.seconds_of(plan.frame_indices)
        first = plan.frame_indices[plan.positions[:, 0]]
        stop = plan.frame_indices[plan.positions[:, -1]] + plan.sample_interval
        self.clip_starts, self.clip_stops = self.seconds_of(first), self.seconds_of(stop)

    def _load_slots(self, plan: ClipPlan, num_slots: int, stride: int) -> None:
        self.slot_edges = self.seconds_of(slot_borders(plan, num_slots, stride))
        self.slot_points = np.full((plan.num_clips, num_slots), np.nan)
        self.slot_heat = np.full((plan.num_clips, num_slots), np.nan)

    # -- changes ------------------------------------------------------------

    def add_clips(self, records: Mapping[int, ClipRecord]) -> None:
        """Take over every finished clip."""
        for record in records.values():
            self.add_clip(record)

    def add_clip(self, record: ClipRecord) -> None:
        """Take over one finished or skipped clip."""
        index = record.clip_index
        if record.score is None:
            self.clip_states[index] = ClipState.SKIPPED
            return
        self.clip_states[index] = ClipState.DONE
        self.scores[index] = record.score
        self.max_score = max(self.max_score, record.score)
        if record.slot_points:
            self.slot_points[index] = record.slot_points
        if record.slot_heat:
            self.slot_heat[index] = record.slot_heat

    def update_faces(self) -> None:
        """Read again which sampled frames have a face."""
        if self.store is None:
            return
        self.face_states = np.asarray(self.store.face_states(), dtype=np.uint8)
        kinds = np.arange(len(FaceState), dtype=np.uint8)[:, None]
        counts = np.cumsum(self.face_states[None, :] == kinds, axis=1, dtype=np.int64)
        self._face_counts = np.concatenate([np.zeros((len(FaceState), 1), dtype=np.int64), counts], axis=1)
        quality = self.store.face_quality()
        if quality is not None:
            self.problems = quality.problems
            self.is_clipping_unknown = quality.is_clipping_unknown
            there = [(self.problems & int(problem)) > 0 for problem in Problem]
            counts = np.cumsum(there, axis=1, dtype=np.int64)
            self._problem_counts = np.concatenate([np.zeros((len(Problem), 1), dtype=np.int64), counts], axis=1)

    # -- questions ------------------------------------------------------------

    @property
    def num_frames(self) -> int:
        """Frames of the recording."""
        return len(self.pts_seconds)

    @property
    def num_clips(self) -> int:
        """Clips of the plan; 0 before an analysis."""
        return len(self.clip_starts)

    @property
    def num_slots(self) -> int:
        """Time slots in each clip (T')."""
        return self.slot_points.shape[1]

    @property
    def has_scores(self) -> bool:
        """Whether any clip is explained."""
        return bool(np.isfinite(self.scores).any())

    @property
    def frame_seconds(self) -> float:
        """Mean time from one frame to the next."""
        return self.duration_seconds / self.num_frames

    def seconds_of(self, frame_indices: np.ndarray) -> Float64Array:
        """Times of frames; the frame after the last one ends the recording."""
        inside = np.minimum(frame_indices, self.num_frames - 1)
        seconds = np.where(frame_indices >= self.num_frames, self.duration_seconds, self.pts_seconds[inside])
        return np.asarray(seconds, dtype=np.float64)

    def frame_at(self, seconds: float) -> int:
        """The frame shown at a time, kept inside the recording."""
        position = int(np.searchsorted(self.pts_seconds, seconds + 1e-9, side="right")) - 1
        return min(max(position, 0), self.num_frames - 1)

    def clips_at(self, seconds: float) -> range:
        """The clips that cover a time, ascending."""
        first = int(np.searchsorted(self.clip_stops, seconds, side="right"))
        return range(first, int(np.searchsorted(self.clip_starts, seconds, side="right")))

    def clips_between(self, start: float, stop: float) -> slice:
        """The clips that touch a stretch of time."""
        first = int(np.searchsorted(self.clip_stops, start, side="right"))
        return slice(first, max(int(np.searchsorted(self.clip_starts, stop, side="left")), first))

    def score_at(self, seconds: float) -> float | None:
        """Mean score of the explained clips that cover a time."""
        scores = [float(self.scores[i]) for i in self.clips_at(seconds) if np.isfinite(self.scores[i])]
        return float(np.mean(scores)) if scores else None

    def slot_value_at(self, values: np.ndarray, seconds: float) -> float | None:
        """Mean over the covering clips of one of the slot arrays."""
        found = []
        for clip in self.clips_at(seconds):
            slot = int(np.searchsorted(self.slot_edges[clip, 1:-1], seconds, side="right"))
            if self.num_slots and np.isfinite(values[clip, slot]):
                found.append(float(values[clip, slot]))
        return float(np.mean(found)) if found else None

    def face_at(self, seconds: float) -> FaceState:
        """What is known of the face at the sampled frame shown at a time."""
        return (
            FaceState(int(self.face_states[self._position_at(seconds)])) if len(self.face_states) else FaceState.UNKNOWN
        )

    def problems_at(self, seconds: float) -> int:
        """``Problem``s of the sampled frame shown at a time."""
        return int(self.problems[self._position_at(seconds)]) if len(self.problems) else 0

    def is_clipping_unknown_at(self, seconds: float) -> bool:
        """Whether burnt-out and black parts of the face shown at a time were not measured."""
        return bool(len(self.is_clipping_unknown) and self.is_clipping_unknown[self._position_at(seconds)])

    def _position_at(self, seconds: float) -> int:
        position = int(np.searchsorted(self.sampled_seconds, seconds + 1e-9, side="right")) - 1
        return min(max(position, 0), len(self.sampled_seconds) - 1)

    # -- columns of pixels ------------------------------------------------------------

    def score_columns(self, edges: Float64Array) -> Columns:
        """Scores per pixel column."""
        clips = self.clips_between(edges[0], edges[-1])
        return spread(self.clip_starts[clips], self.clip_stops[clips], self.scores[clips], edges)

    def slot_columns(self, values: np.ndarray, edges: Float64Array) -> Columns:
        """Slot values (C, T') per pixel column."""
        clips = self.clips_between(edges[0], edges[-1])
        slots = self.slot_edges[clips]
        return spread(slots[:, :-1].ravel(), slots[:, 1:].ravel(), values[clips].ravel(), edges)

    def face_columns(self, edges: Float64Array) -> Float64Array:
        """(len(FaceState), W) share of each state among the sampled frames of a column, or that of the frame shown."""
        if not len(self.face_states):
            return np.zeros((len(FaceState), len(edges) - 1))
        first, last = self._positions_between(edges)
        counts = self._face_counts[:, last] - self._face_counts[:, first]
        return np.asarray(counts / np.maximum(counts.sum(axis=0), 1), dtype=np.float64)

    def problem_columns(self, edges: Float64Array) -> Float64Array:
        """(len(Problem), W) share of the sampled frames of a column that have each problem."""
        if not len(self.problems):
            return np.zeros((len(Problem), len(edges) - 1))
        first, last = self._positions_between(edges)
        return np.asarray((self._problem_counts[:, last] - self._problem_counts[:, first]) / (last - first))

    def unknown_columns(self, edges: Float64Array) -> Float64Array:
        """(W,) share of the sampled frames of a column of which burnt-out and black parts were not measured."""
        if not len(self.is_clipping_unknown):
            return np.zeros(len(edges) - 1)
        counts = np.concatenate([[0], np.cumsum(self.is_clipping_unknown)])
        first, last = self._positions_between(edges)
        return np.asarray((counts[last] - counts[first]) / (last - first))

    def _positions_between(self, edges: Float64Array) -> tuple[IntArray, IntArray]:
        """First sampled frame of each column, and the one after its last; the frame shown where a column has none."""
        first = np.clip(np.searchsorted(self.sampled_seconds, edges[:-1] + 1e-9, side="right") - 1, 0, None)
        last = np.maximum(np.searchsorted(self.sampled_seconds, edges[1:] - 1e-9, side="left"), first + 1)
        return first, np.minimum(last, len(self.sampled_seconds))

    def state_columns(self, state: ClipState, edges: Float64Array) -> Float64Array:
        """(W,) share of a column's clips that are in a state; NaN where there is no clip."""
        if not self.num_clips:
            return np.full(len(edges) - 1, np.nan)
        counts = np.concatenate([[0], np.cumsum(self.clip_states == state)])
        first = np.searchsorted(self.clip_stops, edges[:-1], side="right")
        last = np.maximum(np.searchsorted(self.clip_starts, edges[1:], side="left"), first)
        number = (last - first).astype(np.float64)
        return np.divide(counts[last] - counts[first], number, out=np.full(len(first), np.nan), where=number > 0)
