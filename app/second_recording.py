"""A second recording beside the open one: its own playhead, linked to the first by an offset in time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app import analysis_tasks, tasks
from app.messages import UserMessage
from app.other_sessions import add_to_library
from app.translation import translate
from app.viewing import Viewing
from stadrn_core.manifest import ClipRecord
from stadrn_core.types import Progress

if TYPE_CHECKING:
    from pathlib import Path

    from app.workspace import Workspace
    from stadrn_core.compare.drawn import Scale
    from stadrn_core.manifest import AnalysisSettings
    from stadrn_core.store import AnalysisStore


class SecondRecording(Viewing):
    """Shown with the analysis by the active checkpoint, in the view of the workspace.

    Linked, its playhead stands ``offset_seconds`` after the first's; moving it by itself changes the offset. Time is
    never stretched: a second is a second in both.
    """

    changed = Signal()
    """recording, analysis, clips, link or scale"""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace.preferences, workspace)
        self._workspace = workspace
        self._task = self._analysis = 0
        self.is_linked = True
        self.offset_seconds = 0.0
        self.scale: Scale = "shared"
        """``shared``: on the limits of the first recording."""
        self.progress: Progress | None = None
        """Of its own analysis, while that runs."""
        self._follows = False
        workspace.playhead_changed.connect(self._follow)
        workspace.checkpoint_changed.connect(self._look_up)
        workspace.settings_changed.connect(self._look_up)
        for signal in (workspace.view_changed, workspace.display_changed):
            signal.connect(self._follow_view)
        self.playhead_changed.connect(self._measure_offset)
        self.store_changed.connect(self._tell)
        # The next step that a message offers is one for the first recording.
        self.message_raised.connect(lambda told: workspace.message_raised.emit(replace(told, action=None)))

    # -- opening ------------------------------------------------------------

    def open(self, path: Path) -> None:
        """Open another recording beside the first; it takes the place of the one before."""
        self.cancel()
        self._begin_opening(path.absolute())

    def close_recording(self) -> None:
        """Let go of it."""
        self.cancel()
        self._recording_number = self._opening_number = self._next_number()
        self._frames.close_recording(self._recording_number)
        self._opened = None
        self._show_store(None)
        self._set_display(None)
        self.recording_changed.emit(None)
        self.changed.emit()

    def _recording_ready(self) -> None:
        self.offset_seconds = 0.0
        self._follow()
        self._look_up()
        self.changed.emit()

    def _settings(self) -> AnalysisSettings:
        """Those of the workspace; a face that was picked in the first recording is not one of this."""
        return replace(self._workspace.settings, face_choice=None)

    def _look_up(self, _changed: object = None) -> None:
        self._workspace.abandon_side_task(self._task)
        recording, checkpoint, settings = self.recording, self._workspace.checkpoint, self._settings()
        if recording is None or checkpoint is None:
            self._show_store(None)
            return
        path = recording.path
        self._task = self._workspace.run_side_task(
            lambda: tasks.look_up(path, checkpoint, settings),
            translate("SecondRecording", "Stored analyses of the second recording cannot be looked through"),
            self._on_looked_up,
            self._end,
            "pictures",
        )

    def _on_looked_up(self, found: tasks.LookedUp) -> None:
        self._show_store(None if found.num_finished is None else found.folder)

    def _tell(self, _store: AnalysisStore | None) -> None:
        self.changed.emit()

    # -- analysing ------------------------------------------------------------

    @property
    def can_analyse(self) -> bool:
        """Something is left to compute, and neither recording is being analysed."""
        complete = self.store is not None and self.store.is_complete
        has_both = self.opened is not None and self._workspace.checkpoint is not None
        return has_both and not complete and self.progress is None and not self._workspace.is_busy

    def analyse(self) -> None:
        """Analyse it with the active checkpoint, until the first recording is analysed; finished clips stay."""
        opened, checkpoint, preferences = self.opened, self._workspace.checkpoint, self.preferences
        if not self.can_analyse or opened is None or checkpoint is None:
            return
        job = analysis_tasks.AnalysisJob(
            recording=opened.info.path,
            index=opened.index,
            checkpoint=checkpoint,
            settings=self._settings(),
            folder=None,
            priority=lambda: self.playhead,
            landmark_model=preferences.landmark_model,
            cache_bytes=preferences.cache_gb * 10**9,
        )
        self.progress = Progress(
            translate("SecondRecording", "reading the recording"), 0, 1, translate("SecondRecording", "recordings")
        )
        self._analysis = self._workspace.run_spare_task(
            lambda: analysis_tasks.analyse(job),
            translate("SecondRecording", "The second recording cannot be analysed"),
            self._on_event,
            self._end_analysis,
        )
        self.changed.emit()

    def cancel(self) -> None:
        """End its analysis after the present step; finished clips stay."""
        self._workspace.cancel_side_task(self._analysis)

    def _on_event(self, event: object) -> None:
        if isinstance(event, analysis_tasks.StoreReady):
            self._show_store(event.folder)
        elif isinstance(event, tasks.CheckpointReady):
            self._workspace.take_moved_checkpoint(event)
        elif isinstance(event, Progress):
            self.progress = event
        elif isinstance(event, ClipRecord) and self.store is not None:
            self.store.refresh()
            self._revision += 1
            self._request_frame()
        self.changed.emit()

    def _end_analysis(self, state: str, message: UserMessage | None) -> None:
        self.progress = None
        self._keep_session()
        self._end(state, message)
        self.changed.emit()

    def _keep_session(self) -> None:
        """What was analysed here is in the library as everything else."""
        store, info = self.store, self.recording
        if store is None or info is None or store.video_score is None:
            return
        folder, video = store.path, info.path
        self._workspace.run_side_task(
            lambda: add_to_library(folder, video),
            translate("SecondRecording", "The session was not added to the library"),
            lambda _recording: None,
            self._end,
            "library",
        )

    def _end(self, _state: str, message: UserMessage | None) -> None:
        if message is not None:
            self.message_raised.emit(message)

    # -- linking ------------------------------------------------------------

    def set_linked(self, linked: bool) -> None:
        """Move with the first recording from now on, as far apart as they are, or stay."""
        self.is_linked = linked
        self._measure_offset(self.playhead)
        self.changed.emit()

    def reset_offset(self) -> None:
        """Both count from their own beginning."""
        self.offset_seconds = 0.0
        self._follow()
        self.changed.emit()

    @property
    def wanted_seconds(self) -> float:
        """The time here that belongs to the first playhead; it may lie outside the recording."""
        first = self._workspace.recording
        return (0.0 if first is None else float(first.pts_seconds[self._workspace.playhead])) + self.offset_seconds

    @property
    def is_outside(self) -> bool:
        """Linked to a moment that this recording does not have: its first or last frame stands still."""
        info = self.recording
        return info is not None and self.is_linked and not 0.0 <= self.wanted_seconds < info.duration_seconds

    def _follow(self, _frame: int = 0) -> None:
        """Stand where the first playhead wants it, without taking that for a new offset."""
        info = self.recording
        if info is not None and self.is_linked:
            self._follows = True
            self.set_playhead(int((info.pts_seconds <= self.wanted_seconds + 1e-9).sum()) - 1)
            self._follows = False
            self.changed.emit()

    def _measure_offset(self, frame: int) -> None:
        first, info = self._workspace.recording, self.recording
        if first is not None and info is not None and self.is_linked and not self._follows:
            here = float(info.pts_seconds[min(frame, info.num_frames - 1)])
            self.offset_seconds = here - float(first.pts_seconds[self._workspace.playhead])
            self.changed.emit()

    # -- drawing ------------------------------------------------------------

    def set_scale(self, scale: Scale) -> None:
        """On the colour scale of the first recording, or on its own."""
        self.scale = scale
        self._follow_view()
        self.changed.emit()

    def _follow_view(self, _changed: object = None) -> None:
        """The workspace's view, not kept as a wish of the user."""
        view, display = self._workspace.view, self._workspace.display
        limits = None if display is None else display.limits
        if self.scale == "shared" and limits is not None:
            view = replace(view, scale_mode="manual", manual_limits=(limits.low, limits.high))
        elif view.scale_mode == "manual" and self.scale == "own":
            view = replace(view, scale_mode="recording", manual_limits=None)
        if view != self._view:
            self._view = view
            self._request_frame()
