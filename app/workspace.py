"""What is open and what is shown: the only mutable state of the application.

Widgets read it, call its commands and listen to its signals.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app import analysis_tasks, tasks
from app.analysis_run import AnalysisRun
from app.batch_queue import BatchQueue
from app.checkpoint_looks import CheckpointLooks
from app.guided_on_demand import GuidedOnDemand
from app.marking import Marking
from app.messages import UserMessage
from app.next_settings import NextSettings
from app.open_checkpoints import OpenCheckpoints
from app.second_recording import SecondRecording
from app.task_board import TaskBoard
from app.translation import translate
from app.trusting import Trusting
from app.viewing import Viewing
from app.worker import STOP_SECONDS
from app.workspace_messages import another_face, checkpoint_gone, no_clip_explained, nothing_to_analyse
from stadrn_core.clips import make_plan
from stadrn_core.types import FaceChoice, FaceState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.preferences import Preferences
    from app.task_board import OnEnd, OnValue, SideKind, Steps
    from stadrn_core.checkpoint import LoadedCheckpoint
    from stadrn_core.demo import Demo
    from stadrn_core.manifest import AnalysisSettings, Guided
    from stadrn_core.render import DisplayFrame
    from stadrn_core.store import AnalysisStore
    from stadrn_core.types import ClipPlan, Progress

CHECKPOINT_SUFFIXES = (".safetensors", ".pth", ".pt", ".ckpt", ".tar")
ANALYSIS_FILE = "manifest.json"


class Workspace(Viewing):
    """Recording, checkpoints, analysis, playhead and view.

    The GUI's thread owns it. Threads work for it (see ``worker``): frames, compute, export, regions. Each starts with
    its first work, and ``close`` ends them.
    """

    checkpoint_changed = Signal(object)
    """LoadedCheckpoint | None: the active one"""
    checkpoints_changed = Signal()
    kind_needed = Signal(object)
    """tasks.KindQuestion"""
    device_changed = Signal(str)
    settings_changed = Signal(object)
    """AnalysisSettings"""
    clip_finished = Signal(int)
    """``store.records`` has it"""
    faces_updated = Signal()
    """``store.face_states()`` changed"""
    progress_changed = Signal(object)
    """Progress | None"""
    task_state_changed = Signal(str)
    """idle | running | cancelling | done | cancelled | failed"""

    def __init__(self, preferences: Preferences | None = None, parent: QObject | None = None) -> None:
        super().__init__(preferences, parent)
        self._loaded = OpenCheckpoints(self)
        self._loaded.active_changed.connect(self._on_active_changed)
        self.looks = CheckpointLooks(self.preferences, self)
        self._loaded.changed.connect(lambda: self.looks.follow(self.checkpoints))
        self._loaded.changed.connect(self.checkpoints_changed)
        self._loaded.device_changed.connect(self.device_changed)
        self._loaded.message_raised.connect(self.message_raised)
        self._settings = NextSettings(self.preferences, self)
        self._settings.changed.connect(self.settings_changed)
        self._given: tasks.Sources | None = None
        self._look_up_task = self._spare_task = 0
        self._may_resume = True
        self._analyse_when_ready = False
        self._board = TaskBoard(self)
        self._run = AnalysisRun(self, self._board)
        self._run.state_changed.connect(self.task_state_changed)
        self._run.progress_changed.connect(self.progress_changed)
        self._run.store_ready.connect(self._on_store_made)
        self._run.results_changed.connect(self._read_store)
        self._run.checkpoint_moved.connect(self.take_moved_checkpoint)
        self._run.message_raised.connect(self.message_raised)
        self._guided = GuidedOnDemand(self, self._board, self._frames)
        self.marking = Marking(self)
        self.marking.message_raised.connect(self.message_raised)
        self.trusting = Trusting(self, self._board)
        self.trusting.message_raised.connect(self.message_raised)
        self.display_changed.connect(self._ask_guided)
        self._guided.arrived.connect(self._request_frame)
        self._guided.failed.connect(self.message_raised)
        self.second = SecondRecording(self)
        self.batch = BatchQueue(self.preferences, self._board, self)

    # -- state ------------------------------------------------------------

    @property
    def checkpoint(self) -> LoadedCheckpoint | None:
        """The checkpoint whose analysis is shown or would be made."""
        return self._loaded.active.checkpoint if self._loaded.active else None

    @property
    def checkpoints(self) -> Sequence[LoadedCheckpoint]:
        """All open checkpoints, in the order they were opened."""
        return self._loaded.all

    @property
    def plan(self) -> ClipPlan | None:
        """The clips: those of the analysis, or those it would have."""
        if self._store is not None:
            return self._store.plan
        if self.recording is None or self.checkpoint is None:
            return None
        length = self.checkpoint.config.clip_length
        return make_plan(self.recording.num_frames, self.settings.sample_interval, length, self.settings.slicing)

    @property
    def task_state(self) -> str:
        """State of the analysis: idle, running, cancelling, done, cancelled or failed."""
        return self._run.state

    @property
    def is_busy(self) -> bool:
        """An analysis runs, or is being cancelled."""
        return self._run.is_busy

    @property
    def can_analyse(self) -> bool:
        """A recording and a checkpoint are open, nothing runs, and something is left to compute."""
        complete = self._store is not None and self._store.is_complete
        return self._opened is not None and self.checkpoint is not None and not self.is_busy and not complete

    @property
    def progress(self) -> Progress | None:
        """Of the running analysis."""
        return self._run.progress

    @property
    def settings(self) -> AnalysisSettings:
        """Settings of the next analysis."""
        return self._settings.current

    @property
    def device_label(self) -> str:
        """The device in words; empty while it is not known."""
        return self._loaded.device_label

    # -- opening ------------------------------------------------------------

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open recordings, checkpoints and stored analyses by what they are."""
        for path in paths:
            if (path / ANALYSIS_FILE).is_file():
                self.open_analysis(path)
            elif path.suffix.lower() in CHECKPOINT_SUFFIXES:
                self.open_checkpoint(path)
            else:
                self.open_recording(path)

    def open_recording(self, path: Path) -> None:
        """Open a video or a folder of images; its first frame shows up as soon as it is decoded."""
        self._given = None
        self._begin_opening(Path(path).absolute())

    def open_checkpoint(self, path: Path, kind: str | None = None) -> None:
        """Load a checkpoint and make it the active one.

        Args:
            path: the file.
            kind: stated by the user, where the weights fit several kinds.
        """
        path = Path(path).absolute()
        self._pause_analysis()
        self._run_with_notice(
            lambda: tasks.load(path, kind, self.preferences.device),
            translate("Workspace", "{name} cannot be loaded").format(name=path.name),
            self._on_checkpoint,
            action="open_checkpoint",
            notice=translate("Workspace", "Loading {name}…").format(name=path.name),
        )

    def open_analysis(self, path: Path, recording: Path | None = None) -> None:
        """Open a stored analysis and its recording; its checkpoint, too, where it still lies where it was.

        Args:
            path: of the analysis.
            recording: where the recording lies; where it lay when it was analysed, if None.
        """
        path = Path(path).absolute()
        self._run_with_notice(
            lambda: tasks.find_sources(path, recording),
            translate("Workspace", "{name} cannot be opened").format(name=path.name),
            self._on_sources,
            action="open_recording",
            notice=translate("Workspace", "Opening {name}…").format(name=path.name),
        )

    def open_demo(self) -> None:
        """Open the demo recording with the checkpoints that come with it, and analyse it with the first."""
        self._may_resume = self._analyse_when_ready = True

        def ready(demo: Demo) -> None:
            self.open_recording(demo.recording)
            for checkpoint in (*demo.others, demo.checkpoint):
                self.open_checkpoint(checkpoint)

        self._run_with_notice(
            tasks.find_demo,
            translate("Workspace", "The demo cannot be opened"),
            ready,
            translate("Workspace", "Preparing the demo…"),
        )

    def activate_checkpoint(self, checkpoint: LoadedCheckpoint) -> None:
        """Show, or make, the analysis of another open checkpoint."""
        self._loaded.activate(checkpoint)

    def close_checkpoint(self, checkpoint: LoadedCheckpoint) -> None:
        """Let go of a checkpoint; another one becomes active if there is one."""
        self._loaded.close(checkpoint)

    def warm_up(self) -> None:
        """Import the engine in the compute thread before it is needed."""
        self._run_with_notice(
            tasks.warm_up,
            translate("Workspace", "The engine cannot be loaded"),
            lambda ready: self._loaded.engine_ready(ready.device_label),
        )

    def _on_checkpoint(self, value: tasks.CheckpointReady | tasks.KindQuestion) -> None:
        if isinstance(value, tasks.KindQuestion):
            self.kind_needed.emit(value)
            return
        self.preferences.add_recent("checkpoints", value.checkpoint.path)
        self._loaded.add(value)

    def _on_active_changed(self, ready: tasks.CheckpointReady | None) -> None:
        self._pause_analysis()
        given = self._given
        if given is not None and ready is not None and given.checkpoint_identity != ready.checkpoint.identity:
            self._given = None
        self._update_settings()
        if self._given is None:
            self._show_store(None)
        self.checkpoint_changed.emit(self.checkpoint)
        self._look_up()

    def _on_sources(self, sources: tasks.Sources) -> None:
        self._given = sources
        self.preferences.add_recent("analyses", sources.folder)
        self._begin_opening(sources.recording)
        checkpoint, kind = sources.checkpoint, sources.checkpoint_kind
        is_open = any(one.identity == sources.checkpoint_identity for one in self.checkpoints)
        if checkpoint is None and not is_open:
            self.message_raised.emit(checkpoint_gone(sources.checkpoint_name))
        if checkpoint is not None:
            self._run_with_notice(
                lambda: tasks.load(checkpoint, kind, self.preferences.device),
                translate("Workspace", "{name} cannot be loaded").format(name=checkpoint.name),
                self._on_checkpoint,
                notice=translate("Workspace", "Loading {name}…").format(name=checkpoint.name),
            )

    def _recording_ready(self) -> None:
        self._pause_analysis()
        self._settings.face_choice = None
        self._may_resume = True
        self._update_settings()
        if self._given is not None:
            self._show_store(self._given.folder)
        else:
            self._look_up()

    # -- settings ------------------------------------------------------------

    def set_analysis_settings(self, **changes: Any) -> None:
        """Change fields of ``AnalysisSettings`` for this and the following analyses."""
        self._settings.state(**changes)
        self._settings_stated()

    def set_guided_preference(self, guided: Guided) -> None:
        """How guided maps are kept in new analyses, now and later."""
        self.preferences.guided = guided
        if self._store is None and not self.is_busy:
            self._settings_stated()

    def pick_face(self, x_px: float, y_px: float) -> None:
        """Follow the face at a point of the frame under the playhead instead of the largest."""
        if self._opened is None:
            return
        self._settings.face_choice = FaceChoice(self._playhead, float(x_px), float(y_px))
        self._settings_stated()
        self.message_raised.emit(another_face(self._playhead))

    def follow_largest_face(self) -> None:
        """Take a picked face back."""
        if self._settings.face_choice is not None:
            self._settings.face_choice = None
            self._settings_stated()

    def _settings_stated(self) -> None:
        self._pause_analysis()
        self._given = None
        if self._update_settings():
            self._show_store(None)
            self._look_up()

    def _update_settings(self) -> bool:
        return self._settings.follow(self._given, self._loaded.active)

    def settings_of_each(self) -> Sequence[tuple[LoadedCheckpoint, AnalysisSettings]]:
        """Every open checkpoint with the settings of its next analysis, in the order they were opened."""
        return [(ready.checkpoint, self._settings.of(ready)) for ready in self._loaded.ready]

    # -- analysing ------------------------------------------------------------

    def analyse(self) -> None:
        """Begin the analysis, or go on with it where it stopped."""
        if self._opened is None or self.checkpoint is None:
            self.message_raised.emit(nothing_to_analyse(has_recording=self._opened is not None))
            return
        if self.is_busy:
            return
        self.trusting.give_way()
        self._board.abandon(self._spare_task)
        self._run.start(
            analysis_tasks.AnalysisJob(
                recording=self._opened.info.path,
                index=self._opened.index,
                checkpoint=self.checkpoint,
                settings=self.settings,
                folder=self._given.folder if self._given else None,
                priority=lambda: self._playhead,
                landmark_model=self.preferences.landmark_model,
                cache_bytes=self.preferences.cache_gb * 10**9,
            )
        )

    def cancel(self) -> None:
        """End the running analysis after its present step; what is finished stays."""
        if self.is_busy:
            self._may_resume = False
            self._run.cancel()

    def _pause_analysis(self) -> None:
        """Something else is opened or chosen: the running analysis ends; it goes on when its sources are open again."""
        self._board.abandon(self._look_up_task)
        self.trusting.give_way()
        self._board.abandon(self._spare_task)
        self._run.abandon()

    def _look_up(self) -> None:
        if self._opened is None or self.checkpoint is None or self._given is not None:
            return
        recording, checkpoint, settings = self._opened.info.path, self.checkpoint, self.settings
        self._look_up_task = self._run_with_notice(
            lambda: tasks.look_up(recording, checkpoint, settings),
            translate("Workspace", "Stored analyses cannot be looked through"),
            self._on_looked_up,
            notice=translate("Workspace", "Looking for a stored analysis…"),
        )

    def _on_looked_up(self, found: tasks.LookedUp) -> None:
        if self.is_busy:
            return
        self._run.become_idle()
        begin, self._analyse_when_ready = self._analyse_when_ready, False
        if found.num_finished is not None:
            self._show_store(found.folder)
            begin = begin or self._may_resume
        if begin and not found.is_complete:
            self.analyse()

    def _on_store_made(self, folder: Path) -> None:
        if self._store is None or self._store.path != folder:
            self._show_store(folder)

    def take_moved_checkpoint(self, ready: tasks.CheckpointReady) -> None:
        """The active checkpoint computes on another device from now on."""
        self._loaded.move_active(ready)
        self.checkpoint_changed.emit(self.checkpoint)

    def _read_store(self) -> None:
        """Faces or clips may be new in the analysis that is shown."""
        if self._store is None:
            return
        self._take_in(self._store.refresh())
        self.faces_updated.emit()
        if self._display is not None and self._display.placement.state is FaceState.UNKNOWN:
            self._revision += 1
            self._request_frame()

    def _take_in(self, clips: Sequence[int]) -> None:
        """Clips are new in the store: tell the widgets, and show the frame anew, as map or scale may be other now."""
        for clip_index in clips:
            self.clip_finished.emit(clip_index)
        if clips:
            self._revision += 1
            self._request_frame()

    def _store_ready(self, store: AnalysisStore) -> None:
        self._guided.forget()
        if store.is_complete and store.video_score is None:
            self.message_raised.emit(no_clip_explained())

    def _ask_guided(self, display: DisplayFrame | None) -> None:
        store, opened, checkpoint = self._store, self._opened, self.checkpoint
        if display is None or store is None or opened is None or checkpoint is None or self.is_playing:
            return
        self._guided.ask(self._store_number, store, opened, checkpoint, display)

    # -- tasks ------------------------------------------------------------

    def run_side_task(
        self, steps: Steps, title: str, on_value: OnValue, on_end: OnEnd, kind: SideKind = "export"
    ) -> int:
        """Run long work beside an analysis; of each kind one after the other. Returns its number."""
        return self._board.submit(steps, title, on_value, on_end, kind=kind)

    def run_spare_task(self, steps: Steps, title: str, on_value: OnValue, on_end: OnEnd) -> int:
        """Run long work with the network while no analysis runs: it ends when one begins or something is opened."""
        self._board.abandon(self._spare_task)
        self._spare_task = self._board.submit(steps, title, on_value, on_end)
        return self._spare_task

    def cancel_side_task(self, number: int) -> None:
        """End such work after its present step."""
        self._board.cancel(number)

    def abandon_side_task(self, number: int) -> None:
        """End such work and hear nothing more of it."""
        self._board.abandon(number)

    def _run_with_notice(
        self, steps: Steps, title: str, on_value: OnValue, notice: str = "", action: str | None = None
    ) -> int:
        """Run short work of the compute thread, saying so in the status bar; failures are messages."""
        number = self._next_number()

        def end(state: str, message: UserMessage | None) -> None:
            self._end_activity(number)
            if message is not None:
                self.message_raised.emit(message)

        if notice:
            self._begin_activity(number, notice)
        return self._board.submit(steps, title, on_value, end, action=action)

    # -- closing ------------------------------------------------------------

    def request_stop(self) -> None:
        """Ask the threads to end; the window may go meanwhile."""
        super().request_stop()
        self.marking.close()
        self.second.request_stop()
        self._board.request_stop()

    def close(self, seconds: float = STOP_SECONDS) -> bool:
        """End the threads and wait, at most so long. Returns whether all have ended; finished clips are on disk."""
        self.request_stop()
        until = time.monotonic() + seconds
        ended = self.wait(seconds) & self.second.wait(until - time.monotonic())
        ended &= self._board.wait(until - time.monotonic())
        self.preferences.flush()
        return ended
