"""Tests of how far the maps of the shown analysis can be trusted, and questions to its model: asked, kept, told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app import trust_tasks
from app.messages import UserMessage
from app.translation import translate
from app.trust_tasks import Answer, Question, TrustPlan, TrustSources
from stadrn_core.types import Progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.task_board import TaskBoard
    from app.workspace import Workspace
    from stadrn_core.trust import MapName, MeasureResult, Pace, TrustResults

NUM_ANSWERS = 20
TESTS_TITLE = translate("Trusting", "The tests of trust stopped")
QUESTION_TITLE = translate("Trusting", "The question could not be answered")


class Trusting(QObject):
    """Everything runs in the compute thread, where the model is, and gives way to analyses and to what is opened.

    Results are read once for each analysis, in the other thread; later ones come from the tests themselves.
    """

    changed = Signal()
    """results, what is under way, costs, or what is missing"""
    progress_changed = Signal(object)
    """Progress | None"""
    answered = Signal(object)
    """Answer"""
    message_raised = Signal(object)
    """UserMessage"""

    def __init__(self, workspace: Workspace, board: TaskBoard) -> None:
        super().__init__(workspace)
        self._workspace, self._board = workspace, board
        self._results: TrustResults | None = None
        self._answers: list[Answer] = []
        self._plan: TrustPlan | None = None
        self._paces: dict[tuple[str, str, bool], Pace] = {}
        self._doing, self._note, self._cancelling = "", "", False
        self._progress: Progress | None = None
        self._looking_at: tuple[int, str] | None = None
        self._task = self._planning = self._reading = 0
        workspace.store_changed.connect(self._on_store)
        workspace.checkpoint_changed.connect(self._on_checkpoint)
        workspace.task_state_changed.connect(self.changed)

    # -- state ------------------------------------------------------------

    @property
    def results(self) -> TrustResults | None:
        """What is stored with the shown analysis; None while it is not read."""
        return self._results

    @property
    def answers(self) -> Sequence[Answer]:
        """What was asked of this analysis' model since it was opened, the newest first."""
        return self._answers

    @property
    def doing(self) -> str:
        """``testing``, ``asking`` or empty."""
        return self._doing

    @property
    def is_cancelling(self) -> bool:
        """It ends after its present step."""
        return self._cancelling

    @property
    def progress(self) -> Progress | None:
        """Of what is under way."""
        return self._progress

    @property
    def note(self) -> str:
        """How the last tests ended, in words, where that must be known."""
        return self._note

    @property
    def clip(self) -> int | None:
        """The explained clip under the playhead; of several the one whose middle is nearest."""
        store, playhead = self._workspace.store, self._workspace.playhead
        if store is None:
            return None
        covering = [i for i in store.plan.clips_of(playhead) if i in store.records]
        explained = [i for i in covering if store.records[i].skipped_reason is None]
        return min(explained, key=lambda i: abs(sum(store.plan.span(i)) / 2 - playhead), default=None)

    @property
    def explained(self) -> list[int]:
        """All clips that can be tested."""
        store = self._workspace.store
        records = store.records if store else {}
        return [i for i in sorted(records) if records[i].skipped_reason is None]

    @property
    def missing(self) -> str:
        """Why nothing can be tested now, in whole sentences; empty where it can."""
        workspace, store = self._workspace, self._workspace.store
        if workspace.recording is None or store is None or not self.explained:
            return translate("Trusting", "There is no explained clip yet. Analyse the recording first.")
        if workspace.checkpoint is None or workspace.checkpoint.identity != store.manifest.checkpoint.identity:
            name = store.manifest.checkpoint.name
            return translate(
                "Trusting", "Tests run the model again: open {name}, the checkpoint with which this analysis was made."
            ).format(name=name)
        if workspace.is_busy:
            return translate("Trusting", "An analysis is running. Tests can begin when it has ended.")
        return ""

    def plan(self, clip_index: int, map_name: MapName) -> TrustPlan | None:
        """What measures of this clip's map would cost, where that is known."""
        plan = self._plan
        return plan if plan is not None and (plan.clip_index, plan.map_name) == (clip_index, map_name) else None

    def pace(self, map_name: MapName) -> Pace | None:
        """How fast the model runs here, once it is timed."""
        return self._paces.get(self._pace_key(map_name))

    def of_clip(self, clip_index: int, map_name: MapName) -> tuple[MeasureResult, ...]:
        """The results of a clip with the usual settings."""
        return tuple(one for one in self.of_map(map_name) if one.clip_index == clip_index)

    def of_map(self, map_name: MapName) -> tuple[MeasureResult, ...]:
        """Those of all clips."""
        if self._results is None:
            return ()
        from stadrn_core.trust import TrustSettings

        usual = TrustSettings()
        return tuple(one for one in self._results.results if one.map_name == map_name and one.settings == usual)

    # -- commands ------------------------------------------------------------

    def look_ahead(self, clip_index: int, map_name: MapName) -> None:
        """Find out what measures would cost, if that is not known and nothing else is to be done."""
        sources = self._sources()
        is_known = self.plan(clip_index, map_name) is not None and self.pace(map_name) is not None
        if sources is None or self._doing or is_known or self._looking_at == (clip_index, map_name):
            return
        self._board.abandon(self._planning)
        self._looking_at = (clip_index, map_name)
        key = self._pace_key(map_name)

        def take(value: TrustPlan | Pace) -> None:
            if isinstance(value, TrustPlan):
                self._plan = value
            else:
                self._paces[key] = value
            self.changed.emit()

        self._planning = self._board.submit(
            lambda: trust_tasks.plan(sources, clip_index, map_name, timed=key not in self._paces),
            translate("Trusting", "The cost of tests of trust is not known"),
            take,
            self._on_looked,
        )

    def _on_looked(self, state: str, message: UserMessage | None) -> None:
        if state != "failed":  # what fails once is not tried again and again
            self._looking_at = None
        self._tell(state, message)

    def test(self, clips: Sequence[int], map_name: MapName, measures: Sequence[str]) -> None:
        """Take measures of some clips."""
        sources = self._sources()
        if sources is not None and not self._doing and measures:
            chosen, names = list(clips), list(measures)
            self._start(lambda: trust_tasks.assess(sources, chosen, map_name, names), TESTS_TITLE, "testing")

    def ask(self, question: Question) -> None:
        """Ask the model what the score were if a part had been neutral."""
        sources = self._sources()
        if sources is not None and not self._doing and question.regions:
            self._start(lambda: trust_tasks.ask(sources, question), QUESTION_TITLE, "asking")

    def cancel(self) -> None:
        """End what is under way after its present step; finished tests are kept."""
        if self._doing and not self._cancelling:
            self._cancelling = True
            self._board.cancel(self._task)
            self.changed.emit()

    def give_way(self) -> None:
        """Something else needs the compute thread: end, and hear no more of it; finished tests are kept."""
        self._board.abandon(self._planning)
        if self._doing:
            self._board.abandon(self._task)
            self._note = translate("Trusting", "Stopped for something else; finished tests are kept.")
            self.changed.emit()

    # -- under way ------------------------------------------------------------

    def _start(self, steps: Any, title: str, doing: str) -> None:
        self._board.abandon(self._planning)
        self._doing, self._note = doing, ""
        self._set_progress(Progress(translate("Trusting", "preparing"), 0, 0, "passes"))
        self._task = self._board.submit(steps, title, self._on_value, self._on_end)
        self.changed.emit()

    def _on_value(self, value: Any) -> None:
        if isinstance(value, Progress):
            self._set_progress(value)
        elif isinstance(value, Answer):
            others = [answer for answer in self._answers if answer.question != value.question]
            self._answers = [value, *others][:NUM_ANSWERS]
            self.answered.emit(value)
        elif self._results is not None:
            self._results = self._results.with_result(value)
            self.changed.emit()

    def _on_end(self, state: str, message: UserMessage | None) -> None:
        if state == "cancelled" and self._doing == "testing":
            self._note = translate("Trusting", "Cancelled; finished tests are kept.")
        self._doing, self._cancelling, self._plan = "", False, None
        self._set_progress(None)
        self.changed.emit()
        self._tell(state, message)

    def _tell(self, _state: str, message: UserMessage | None) -> None:
        if message is not None:
            self.message_raised.emit(message)

    def _set_progress(self, progress: Progress | None) -> None:
        self._progress = progress
        self.progress_changed.emit(progress)

    # -- what is open ------------------------------------------------------------

    def _sources(self) -> TrustSources | None:
        workspace, opened = self._workspace, self._workspace.opened
        store, checkpoint = workspace.store, workspace.checkpoint
        if self.missing or opened is None or store is None or checkpoint is None:
            return None
        return TrustSources(store.path, opened.info.path, opened.index, checkpoint)

    def _pace_key(self, map_name: MapName) -> tuple[str, str, bool]:
        checkpoint = self._workspace.checkpoint
        name = f"{checkpoint.identity} {checkpoint.device}" if checkpoint else ""
        return name, self._workspace.device_label, map_name == "guided"

    def _on_checkpoint(self, _checkpoint: object) -> None:
        self._plan = None
        self.changed.emit()

    def _on_store(self, store: object) -> None:
        self.give_way()
        self._board.abandon(self._reading)
        self._results, self._plan, self._looking_at, self._note = None, None, None, ""
        self._answers = []
        self.changed.emit()
        shown = self._workspace.store
        if store is not None and shown is not None:
            folder = shown.path
            self._reading = self._board.submit(
                lambda: trust_tasks.read_stored(folder),
                translate("Trusting", "The stored tests of trust cannot be read"),
                self._on_results,
                self._tell,
                kind="export",
            )

    def _on_results(self, results: TrustResults) -> None:
        self._results = results
        self.changed.emit()
