"""What other methods say of the clip under the playhead: computed when asked for, drawn at the playhead, kept."""

from __future__ import annotations

from functools import partial
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from app.core_sentences import in_own_words
from app.method_tasks import Drawn, Found, MethodsJob, Pace, compute_methods, draw
from app.translation import translate
from stadrn_core.explain.contrast import Baseline
from stadrn_core.explain.methods import INNER_STAGE, METHODS, Cost, cost, hindrance
from stadrn_core.explain.stage_contrast import BaselineFeatures
from stadrn_core.explain.task import MethodOptions
from stadrn_core.one_clip import clip_at
from stadrn_core.types import Progress

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from app.messages import UserMessage
    from app.method_tasks import BaselineFrom
    from app.workspace import Workspace
    from stadrn_core.export.methods import ClipExplained

BUSY = translate("ClipMethods", "An analysis is running. Methods can be computed when it has ended.")
NOT_EXPLAINED = translate("ClipMethods", "Clip {clip} is not explained yet. Press Analyse in the window first.")
NO_FACE = translate("ClipMethods", "Clip {clip} has too few faces to be explained: {reason}.")
NO_ANALYSIS = translate("ClipMethods", "There is no analysis to take the clip from. Press Analyse in the window first.")
OTHER_CHECKPOINT = translate("ClipMethods", "The checkpoint of this analysis is not open.")
ANALYSIS_CAME = translate("ClipMethods", "Stopped, as something else had to be computed. What was finished is kept.")
_SOME_BASELINE = Baseline("recording mean", np.zeros((1, 1), np.float32), "")
_SOME_FEATURES = BaselineFeatures(INNER_STAGE, np.zeros((1, 1, 1), np.float32), "")


class ClipMethods(QObject):
    """Methods of one clip at a time.

    What was found stays while the same analysis is open, until another clip is computed, or the same one with other
    options: all maps of a clip have the same options, as the files that are written of them say.
    """

    changed = Signal()
    """what was found, what runs, or what can be computed"""
    moved = Signal()
    """the playhead is elsewhere"""
    progress_changed = Signal(object)
    """Progress | None"""
    drawn = Signal(object)
    """method_tasks.Drawn"""
    said = Signal(str)
    """how the last computation ended, where that needs words"""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._folder: Path | None = None
        self._key: tuple[Any, ...] = ()
        self._asked_key: tuple[Any, ...] = ()
        self._task: int | None = None
        self._drawing: int | None = None
        self._drawn_for: tuple[Any, ...] = ()
        self._revision = 0
        self._seconds_per_pass: float | None = None
        self._cancelled = False
        self.found: Found | None = None
        self.module: str | None = None
        """whose attention is drawn in place of the maps"""
        for signal in (workspace.store_changed, workspace.checkpoint_changed):
            signal.connect(self._on_analysis)
        for signal in (workspace.clip_finished, workspace.task_state_changed):
            signal.connect(self._tell)
        workspace.playhead_changed.connect(self._on_playhead)
        self._on_analysis()

    # -- state ------------------------------------------------------------

    @property
    def clip_index(self) -> int | None:
        """The clip under the playhead."""
        store = self._workspace.store
        return None if store is None else clip_at(store.plan, self._workspace.playhead)

    @property
    def is_running(self) -> bool:
        """Methods are being computed."""
        return self._task is not None

    @property
    def shown(self) -> ClipExplained | None:
        """What was found of the clip that the playhead is in; None when it is in another one."""
        if self.found is None:
            return None
        first, stop = self.found.explained.clip.plan.span(self.found.explained.clip.clip_index)
        return self.found.explained if first <= self._workspace.playhead < stop else None

    @property
    def position(self) -> int:
        """Of the sampled frame of the clip that was found which is nearest to the playhead."""
        if self.found is None:
            return 0
        return int(np.abs(self.found.explained.clip.frame_indices - self._workspace.playhead).argmin())

    @property
    def obstacle(self) -> str:
        """Why nothing can be computed now; empty when it can."""
        workspace, store, clip_index = self._workspace, self._workspace.store, self.clip_index
        if store is None or clip_index is None:
            return NO_ANALYSIS
        if workspace.checkpoint is None or workspace.checkpoint.identity != store.manifest.checkpoint.identity:
            return OTHER_CHECKPOINT
        if workspace.is_busy:
            return BUSY
        record = store.records.get(clip_index)
        if record is None:
            return NOT_EXPLAINED.format(clip=clip_index + 1)
        if record.score is None:
            return NO_FACE.format(clip=clip_index + 1, reason=in_own_words(record.skipped_reason or ""))
        return ""

    def hindrance(self, name: str) -> str | None:
        """Why a method cannot be computed for this network and recording; None where it can."""
        checkpoint, store = self._workspace.checkpoint, self._workspace.store
        if checkpoint is None or store is None:
            return None
        # A baseline is made with the clip; what is asked here is only whether the network can have one.
        options = MethodOptions(baseline=_SOME_BASELINE, baseline_features=_SOME_FEATURES)
        reason = hindrance(name, checkpoint.config, options, has_landmarks=not store.manifest.recording.is_aligned)
        if reason is None and METHODS[name].of_baseline and store.manifest.settings.target_layer != "layer_4":
            return translate(
                "ClipMethods", "{method} needs an analysis at the last stage, layer_4, to take a baseline from"
            ).format(method=translate("Core", METHODS[name].title))
        return None if reason is None else in_own_words(reason)

    @property
    def has_attention(self) -> bool:
        """The network attends to places or moments."""
        checkpoint = self._workspace.checkpoint
        return checkpoint is not None and checkpoint.config.architecture == "sta_drn"

    def cost(self, methods: Collection[str], options: MethodOptions, with_attention: bool) -> Cost:
        """Passes that these take together."""
        checkpoint = self._workspace.checkpoint
        total = Cost(int(with_attention), 0)
        if not methods or checkpoint is None:
            return total
        return total + cost(list(methods), checkpoint.config, options)

    def seconds(self, passes: Cost) -> float | None:
        """About how long that takes: as methods took before, else as the analysis took; None where neither is known."""
        pace = self._seconds_per_pass
        store = self._workspace.store
        if pace is None and store is not None:
            took = [record.seconds for record in store.records.values() if record.seconds > 0]
            of_clip = 1 + (store.manifest.settings.guided == "stored")
            pace = median(took) / of_clip if took else None
        return None if pace is None else pace * (passes.forward + passes.backward)

    # -- computing ------------------------------------------------------------

    def compute(
        self,
        methods: Collection[str],
        options: MethodOptions,
        *,
        with_attention: bool = False,
        baseline: BaselineFrom = "recording",
    ) -> None:
        """Compute methods for the clip under the playhead; those that are known with these options are kept.

        Args:
            methods: keys of ``METHODS`` that nothing hinders.
            options: of the methods, without baseline.
            with_attention: the attention of every module, too.
            baseline: what contrast evidence is less.
        """
        workspace, store, clip_index = self._workspace, self._workspace.store, self.clip_index
        if self.is_running or self.obstacle or not (methods or with_attention):
            return
        assert store is not None
        assert clip_index is not None
        assert workspace.recording is not None
        assert workspace.checkpoint is not None
        self._asked_key = (clip_index, options, baseline)
        job = MethodsJob(
            store.path,
            workspace.recording.path,
            workspace.checkpoint,
            clip_index,
            tuple(name for name in METHODS if name in methods),
            with_attention and self.has_attention,
            options,
            baseline,
            self.found if self._asked_key == self._key else None,
        )
        self._cancelled = False
        title = translate("ClipMethods", "The methods were not computed")
        self._task = workspace.run_spare_task(lambda: compute_methods(job), title, self._on_value, self._on_end)
        self.progress_changed.emit(Progress("waiting", 0, 1, "steps"))
        self.changed.emit()

    def cancel(self) -> None:
        """End it after its present pass; finished maps stay."""
        if self._task is not None:
            self._cancelled = True
            self._workspace.cancel_side_task(self._task)

    def forget(self) -> None:
        """End all work, hear no more of it, and let go of what was found."""
        self._cancelled, self.found = True, None
        self._key = self._drawn_for = ()
        for task in (self._task, self._drawing):
            if task is not None:
                self._workspace.abandon_side_task(task)

    def _on_value(self, value: Progress | Found | Pace) -> None:
        if isinstance(value, Progress):
            self.progress_changed.emit(value)
        elif isinstance(value, Pace):
            self._seconds_per_pass = value.seconds_per_pass
        else:
            self.found, self._key = value, self._asked_key
            self._revision += 1
            self.changed.emit()
            self._draw()

    def _on_end(self, state: str, message: UserMessage | None) -> None:
        self._task = None
        self.progress_changed.emit(None)
        self.changed.emit()
        if message is not None:
            self.said.emit(f"{message.title}. {message.text}")
        elif state == "cancelled":
            self.said.emit(
                translate("ClipMethods", "Cancelled; finished maps are kept.") if self._cancelled else ANALYSIS_CAME
            )

    # -- drawing ------------------------------------------------------------

    def show_module(self, module: str | None) -> None:
        """Draw the attention of a module, or the maps."""
        self.module = module
        self._draw()

    def _draw(self) -> None:
        """Draw what is found at the playhead; one picture at a time, the newest wish next."""
        found, shown, position, module = self.found, self.shown, self.position, self.module
        wanted = (self._revision, position, module)
        if found is None or shown is None or self._drawing is not None or wanted == self._drawn_for:
            return
        self._drawn_for = wanted
        title, on_end = translate("ClipMethods", "The maps cannot be drawn"), self._on_drawing_end
        steps = partial(draw, found, position, module)
        self._drawing = self._workspace.run_side_task(steps, title, self._on_drawn, on_end, "pictures")

    def _on_drawn(self, drawn: Drawn) -> None:
        if self.found is not None:
            self.drawn.emit(drawn)

    def _on_drawing_end(self, _state: str, message: UserMessage | None) -> None:
        self._drawing = None
        if message is not None:
            self.said.emit(f"{message.title}. {message.text}")
        self._draw()

    # -- what else happens ------------------------------------------------------------

    def _on_playhead(self, _frame_index: int) -> None:
        self.moved.emit()
        self._draw()

    def _tell(self, _changed: object) -> None:
        self.changed.emit()

    def _on_analysis(self, _changed: object = None) -> None:
        """Another analysis, or another network: what was found belongs to neither."""
        store = self._workspace.store
        folder = store.path if store is not None and not self._is_foreign() else None
        if folder != self._folder:
            self.forget()
            self._folder, self._seconds_per_pass = folder, None
        self.changed.emit()

    def _is_foreign(self) -> bool:
        store, checkpoint = self._workspace.store, self._workspace.checkpoint
        return store is None or checkpoint is None or checkpoint.identity != store.manifest.checkpoint.identity
