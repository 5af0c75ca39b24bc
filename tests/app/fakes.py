"""A workspace without files, threads or networks: the same signals and properties, an analysis made up on the spot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from app.checkpoint_looks import CheckpointLooks
from app.preferences import Preferences
from app.sound import Sound
from stadrn_core.clips import make_plan
from stadrn_core.face_quality import FaceQuality
from stadrn_core.manifest import AnalysisSettings, CheckpointFacts, ClipRecord, Manifest, RecordingFacts
from stadrn_core.marks import Mark, Timing
from stadrn_core.render import DisplayFrame, ViewSettings, compose, render_frame
from stadrn_core.store import ClipMaps
from stadrn_core.types import ClipPlan, FacePlacement, FaceState, Frame, RecordingInfo

SIZE_PX = 224
MAP_SHAPE = (8, 7, 7)


class CountingRecords(dict[int, ClipRecord]):
    """Records that know how often one of them was looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.num_reads = 0

    def __getitem__(self, key: int) -> ClipRecord:
        self.num_reads += 1
        return super().__getitem__(key)


def made_recording(
    num_frames: int = 2250, frame_rate: float = 30.0, width: int = 640, height: int = 480
) -> RecordingInfo:
    return RecordingInfo(Path("interview.mp4"), width, height, np.arange(num_frames) / frame_rate, "h264")


def made_record(clip_index: int, score: float | None = None) -> ClipRecord:
    """Scores that wander through all bands; evidence and heat with some life."""
    rng = np.random.default_rng(clip_index)
    if score is None:
        score = max(0.0, 17 + 13 * np.sin(clip_index / 2.3) + 2.5 * np.sin(clip_index / 31) + rng.normal(0, 2))
    points = rng.normal(score / 20, 1.1, MAP_SHAPE[0])
    heat = np.abs(rng.normal(0.09, 0.03, MAP_SHAPE[0])) + 0.04 * np.sin(clip_index / 3) ** 2
    return ClipRecord(
        clip_index=clip_index,
        raw_output=score / 63,
        score=score,
        skipped_reason=None,
        num_found=62,
        num_held=2,
        gradcampp_max=0.21,
        gradcam_max=0.2,
        signed_absmax=0.31,
        guided_absmax=0.02,
        signed_total=float(points.sum()),
        slot_points=tuple(float(p) for p in points),
        slot_heat=tuple(float(h) for h in heat),
        seconds=1.3,
    )


def skipped_record(clip_index: int) -> ClipRecord:
    return ClipRecord(clip_index, None, None, "faces in 41 % of its frames, 75 % needed", 26, 0)


class FakeStore:
    """What widgets and render read of an analysis."""

    def __init__(self, recording: RecordingInfo, sample_interval: int = 3, slicing: str = "published") -> None:
        self.path = Path("analysis.zarr")
        self.plan = make_plan(recording.num_frames, sample_interval, 64, slicing)
        self.pts_seconds = recording.pts_seconds
        self.records: CountingRecords = CountingRecords()
        self._states = np.zeros(len(self.plan.frame_indices), dtype=np.uint8)
        self.quality: FaceQuality | None = None
        self.manifest = Manifest(
            created="2025-01-01T00:00:00Z",
            versions={},
            recording=RecordingFacts(
                "interview.mp4",
                "interview.mp4",
                "0" * 64,
                recording.num_frames,
                recording.width,
                recording.height,
                30.0,
                75.0,
                "h264",
                False,
            ),
            checkpoint=CheckpointFacts(
                "fusion_k2", "fusion_k2.safetensors", "0" * 64, "0" * 32, {}, {}, True, "RMSE 7.98"
            ),
            settings=AnalysisSettings(sample_interval=sample_interval, slicing=slicing),
            map_shape=MAP_SHAPE,
            temporal_stride=8,
            spatial_stride=32,
            score_range=63.0,
            device="CPU, 2 threads",
        )

    def finish(self, clip_index: int, score: float | None = None) -> None:
        self.records[clip_index] = made_record(clip_index, score)
        self.look_at(clip_index)

    def skip(self, clip_index: int) -> None:
        self.records[clip_index] = skipped_record(clip_index)
        self.look_at(clip_index, FaceState.NONE)

    def look_at(self, clip_index: int, state: FaceState = FaceState.FOUND) -> None:
        self._states[self.plan.positions[clip_index]] = state

    def set_faces(self, first: int, stop: int, state: FaceState) -> None:
        self._states[first:stop] = state

    @property
    def video_score(self) -> float | None:
        scores = [r.score for r in self.records.values() if r.score is not None]
        return float(np.mean(scores)) if scores else None

    @property
    def is_complete(self) -> bool:
        return len(self.records) == self.plan.num_clips

    def face_states(self) -> np.ndarray:
        return self._states

    def face_quality(self) -> FaceQuality | None:
        return self.quality

    def placement(self, frame_index: int) -> FacePlacement:
        position = min(frame_index // self.plan.sample_interval, len(self._states) - 1)
        state = FaceState(int(self._states[position]))
        if state not in (FaceState.FOUND, FaceState.INTERPOLATED):
            return FacePlacement(state, None, None)
        if frame_index % self.plan.sample_interval:
            state = FaceState.INTERPOLATED
        return FacePlacement(state, made_landmarks(), made_transform())

    def clip_maps(self, clip_index: int) -> ClipMaps:
        t, y, x = np.meshgrid(*(np.arange(n, dtype=np.float32) for n in MAP_SHAPE), indexing="ij")
        rng = np.random.default_rng(clip_index)
        brow, mouth = 0.5 + 0.5 * np.sin(t / 2 + clip_index), 0.5 + 0.5 * np.cos(t / 2 + clip_index)
        blob = brow * np.exp(-((y - 1.6) ** 2 + (x - 3) ** 2) / 2.2) + mouth * np.exp(
            -((y - 5) ** 2 + (x - 3.2) ** 2) / 1.8
        )
        heat = (0.17 * blob + 0.03 * rng.random(MAP_SHAPE)).astype(np.float32)
        return ClipMaps(heat, heat * np.float32(0.9), ((heat - 0.06) * 1.5).astype(np.float32))

    def guided_frame(self, clip_index: int, position: int) -> np.ndarray | None:
        rng = np.random.default_rng(clip_index * 64 + position)
        y, x = np.mgrid[0:SIZE_PX, 0:SIZE_PX]
        envelope = sum(
            np.exp(-((y - cy) ** 2 / s**2 + (x - cx) ** 2 / (2 * s) ** 2))
            for cy, cx, s in ((78, 70, 16), (78, 154, 16), (155, 112, 18))
        )
        return (rng.normal(0, 0.0045, (3, SIZE_PX, SIZE_PX)) * (0.08 + envelope)).astype(np.float32)


def made_transform() -> np.ndarray:
    """A turned and scaled face somewhere right of the middle."""
    scale, angle = 1.05, np.deg2rad(6)
    linear = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    centre = np.array([350.0, 225.0])
    return np.column_stack([linear, np.array([112.0, 112.0]) - linear @ centre])


def made_landmarks() -> np.ndarray:
    angles = np.linspace(0, 2 * np.pi, 68, endpoint=False)
    return np.stack([350 + 70 * np.cos(angles), 225 + 90 * np.sin(angles)], axis=1).astype(np.float32)


def made_picture(width: int = 640, height: int = 480) -> np.ndarray:
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    rgb = np.stack([40 + 40 * x / width, 48 + 40 * y / height, 64 + 20 * x / width], axis=-1)
    face = ((x - 350) / 82) ** 2 + ((y - 235) / 108) ** 2 < 1
    rgb[face] = (196, 158, 132)
    for cx in (318, 382):
        rgb[((x - cx) / 13) ** 2 + ((y - 205) / 6) ** 2 < 1] = (52, 40, 36)
    rgb[((x - 350) / 30) ** 2 + ((y - 286) / 8) ** 2 < 1] = (150, 84, 82)
    return rgb.astype(np.uint8)


class FakeMarking(QObject):
    """Marks that a test sets."""

    changed = Signal()
    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.marks: tuple[Mark, ...] = ()
        self.timing: Timing | None = None
        self.moved: list[tuple[str, int, int]] = []

    def move(self, mark_id: str, first_frame: int, last_frame: int) -> None:
        self.moved.append((mark_id, first_frame, last_frame))


class FakeWorkspace(QObject):
    """Signals and properties as the application's workspace has them; commands are remembered in ``calls``."""

    recording_changed = Signal(object)
    checkpoint_changed = Signal(object)
    checkpoints_changed = Signal()
    store_changed = Signal(object)
    clip_finished = Signal(int)
    faces_updated = Signal()
    progress_changed = Signal(object)
    task_state_changed = Signal(str)
    playhead_changed = Signal(int)
    view_changed = Signal(object)
    settings_changed = Signal(object)
    display_changed = Signal(object)
    playing_changed = Signal(bool)
    playback_changed = Signal()
    dropped_changed = Signal(int)
    range_changed = Signal(object)
    compared_changed = Signal(object)
    compared_shown = Signal(object)
    message_raised = Signal(object)

    def __init__(self, recording: RecordingInfo | None = None, store: FakeStore | None = None) -> None:
        super().__init__()
        self.marking = FakeMarking()
        self.looks = CheckpointLooks(Preferences(), self)
        self.sound = Sound(Preferences(), self)
        self.recording, self.store = recording, store
        self.checkpoint: object | None = None
        self.checkpoints: tuple[object, ...] = ()
        self.playhead = 0
        self.view = ViewSettings()
        self.display: DisplayFrame | None = None
        self.is_playing = False
        self.playback_speed = 1.0
        self.playback_mode = "real time"
        self.selected_range: tuple[int, int] | None = None
        self.task_state = "idle"
        self.device_label = "CPU, 2 threads"
        self.calls: list[tuple[Any, ...]] = []
        self.side_tasks: list[tuple[str, str]] = []
        self.picture = made_picture()

    @property
    def plan(self) -> ClipPlan | None:
        if self.store is not None:
            return self.store.plan
        return None if self.recording is None else make_plan(self.recording.num_frames)

    # -- commands ------------------------------------------------------------

    def set_playhead(self, frame_index: int) -> None:
        self.calls.append(("set_playhead", frame_index))
        self.playhead = frame_index
        self.playhead_changed.emit(frame_index)

    def step_frames(self, count: int) -> None:
        self.calls.append(("step_frames", count))

    def set_playing(self, playing: bool) -> None:
        self.calls.append(("set_playing", playing))
        self.is_playing = playing
        self.playing_changed.emit(playing)

    def set_playback_speed(self, speed: float) -> None:
        self.calls.append(("set_playback_speed", speed))
        self.playback_speed = speed
        self.playback_changed.emit()

    def set_playback_mode(self, mode: str) -> None:
        self.calls.append(("set_playback_mode", mode))
        self.playback_mode = mode
        self.playback_changed.emit()

    def set_view(self, **changes: Any) -> None:
        self.view = replace(self.view, **changes)
        self.view_changed.emit(self.view)

    def set_range(self, first: int, last: int) -> None:
        self.calls.append(("set_range", first, last))
        self.selected_range = (first, last)
        self.range_changed.emit(self.selected_range)

    def clear_range(self) -> None:
        self.selected_range = None
        self.range_changed.emit(None)

    def pick_face(self, x_px: float, y_px: float) -> None:
        self.calls.append(("pick_face", x_px, y_px))

    def run_side_task(self, steps: Any, title: str, on_value: Any, on_end: Any, kind: str = "export") -> int:
        self.side_tasks.append((title, kind))
        return len(self.side_tasks)

    def abandon_side_task(self, number: int) -> None:
        self.calls.append(("abandon_side_task", number))

    # -- what the threads would do ------------------------------------------------------------

    def show_frame(self, **changes: Any) -> DisplayFrame:
        """Compose the frame under the playhead as the frame thread would; ``changes`` replace fields of the result."""
        assert self.recording is not None
        frame = Frame(self.playhead, float(self.recording.pts_seconds[self.playhead]), self.picture)
        if self.store is None:
            display = compose(frame, FacePlacement(FaceState.UNKNOWN, None, None), None, None, None, self.view)
        else:
            display = render_frame(self.store, frame, self.view)
        self.display = replace(display, **changes)
        self.display_changed.emit(self.display)
        return self.display

    def finish(self, clip_index: int, score: float | None = None) -> None:
        assert self.store is not None
        self.store.finish(clip_index, score)
        self.clip_finished.emit(clip_index)
        self.faces_updated.emit()


def analysed(
    num_frames: int = 2250, sample_interval: int = 3, finished: Mapping[int, float] | range | None = None
) -> FakeWorkspace:
    """A workspace with a recording and an analysis of which some clips (by default all) are finished."""
    recording = made_recording(num_frames)
    store = FakeStore(recording, sample_interval)
    clips = range(store.plan.num_clips) if finished is None else finished
    for clip in clips:
        store.finish(clip, finished[clip] if isinstance(finished, Mapping) else None)
    store.records.num_reads = 0
    return FakeWorkspace(recording, store)
