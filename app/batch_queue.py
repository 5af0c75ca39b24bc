"""A batch in the window: which of its jobs is done now, and what is left of it.

Each job is a task of its own in the background of the compute thread: what the user does goes first.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Signal

from app import batch_tasks
from app.messages import UserMessage
from app.translation import translate
from stadrn_core.types import Progress

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from app.preferences import Preferences
    from app.task_board import Steps, TaskBoard
    from stadrn_core.batch import Machine, Outcome, Report
    from stadrn_core.batch_plan import BatchSettings, Job, Plan

State = Literal["none", "running", "pausing", "paused", "stopped", "ended"]
"""``none``: no batch is open. ``pausing``: the present step is still being done. ``ended``: nothing is left to do."""
JobState = Literal["waiting", "running", "done", "failed", "stopped"]


class BatchQueue(QObject):
    """The open batch.

    ``Preferences.unfinished_batch`` names its folder from its beginning until nothing is left to do or it is stopped.
    """

    changed = Signal()
    """the batch, its state, or that it is being read or written"""
    job_changed = Signal(str)
    """name: state or progress"""
    job_done = Signal(object)
    """Job: its analysis is finished"""
    loaded = Signal()
    """a batch was opened, begun or added to"""
    ended = Signal()
    """nothing is left to do"""
    report_saved = Signal(object)
    """batch_tasks.ReportWritten"""
    problem_raised = Signal(object)
    """UserMessage: the batch cannot be read, written or changed as asked"""

    def __init__(self, preferences: Preferences, board: TaskBoard, parent: QObject) -> None:
        super().__init__(parent)
        self._preferences, self._board = preferences, board
        self._plan: Plan | None = None
        self._report: Report | None = None
        self._state: State = "none"
        self._then: Literal["paused", "stopped"] = "paused"
        self._task = 0
        self._num_orders = 0
        self._running: Job | None = None
        self._progress: dict[str, Progress] = {}
        self._again: set[str] = set()
        self._put_off: set[str] = set()
        self._seconds: list[float] = []
        self._counts: Counter[JobState] | None = None
        self._gives_way = False
        board.background_waits.connect(self._on_background_waits)

    # -- state ------------------------------------------------------------

    @property
    def plan(self) -> Plan | None:
        """What is to be done."""
        return self._plan

    @property
    def folder(self) -> Path | None:
        """Of the open batch."""
        return self._plan.folder if self._plan is not None else None

    @property
    def jobs(self) -> Sequence[Job]:
        """All jobs, in order."""
        return self._plan.jobs if self._plan is not None else ()

    @property
    def state(self) -> State:
        """Where the batch stands."""
        return self._state

    @property
    def is_active(self) -> bool:
        """A job is being done."""
        return self._state in ("running", "pausing")

    @property
    def gives_way(self) -> bool:
        """The present job waits for what the user does."""
        return self._gives_way and self._running is not None

    @property
    def is_reading(self) -> bool:
        """The batch is being read or written."""
        return self._num_orders > 0

    def outcome(self, name: str) -> Outcome | None:
        """How a job ended, or where it stood when the batch was opened."""
        return self._report.outcomes.get(name) if self._report is not None else None

    def job_state(self, name: str) -> JobState:
        """Where a job stands."""
        if self._running is not None and name == self._running.name:
            return "running"
        outcome = self.outcome(name)
        if outcome is not None and outcome.state != "waiting" and name not in self._again:
            return outcome.state
        return "stopped" if self._state == "stopped" else "waiting"

    def progress(self, name: str) -> Progress | None:
        """How far a job is, or was when it ended; None where it was not begun in this window."""
        return self._progress.get(name)

    def count(self, *states: JobState) -> int:
        """Jobs that stand so."""
        if self._counts is None:
            self._counts = Counter(self.job_state(job.name) for job in self.jobs)
        return sum(self._counts[state] for state in states)

    @property
    def seconds_left(self) -> float | None:
        """Until all jobs are done, if the others take as long as those of this window on average; None if unknown."""
        now = self._progress.get(self._running.name) if self._running is not None else None
        if now is None or now.unit != "clips" or now.seconds_left is None:
            return None
        each = sum(self._seconds) / len(self._seconds) if self._seconds else now.total / now.rate if now.rate else None
        return None if each is None else now.seconds_left + each * self.count("waiting")

    @property
    def unfinished(self) -> Path | None:
        """The folder of a batch that was not finished when the window was closed, while it is not open."""
        folder = self._preferences.unfinished_batch
        return folder if folder is not None and folder != self.folder else None

    # -- commands ------------------------------------------------------------

    def open(self, folder: Path, *, start: bool = False) -> None:
        """Open the batch that a folder holds, in place of the one that is open."""
        title = translate("Batch", "The batch cannot be opened")
        if self._may_open(folder, title):
            report = self._report if folder == self.folder else None
            self._change(lambda: batch_tasks.open_batch(folder, report), title, start=start)

    def add(
        self,
        folder: Path,
        sources: Sequence[Path],
        checkpoints: Mapping[Path, str | None],
        settings: BatchSettings,
        *,
        start: bool = True,
    ) -> None:
        """Begin a batch in a folder, or add to the one that it holds, and do it."""
        title = translate("Batch", "The recordings cannot be analysed as a batch")
        report = self._report if folder == self.folder else None
        if self._may_open(folder, title):
            self._change(
                lambda: batch_tasks.extend_batch(folder, sources, checkpoints, settings, report), title, start=start
            )

    def remove(self, names: Collection[str]) -> None:
        """Take jobs out of the batch, but not the one that is being done; what they left in their folders stays."""
        folder, report, running = self.folder, self._report, self._running
        kept = {running.name} if running is not None else set()
        if folder is not None and report is not None and (gone := set(names) - kept):
            self._order(
                lambda: batch_tasks.leave_out(folder, gone, report),
                translate("Batch", "The batch cannot be changed"),
                self._take_in,
            )

    def reload(self) -> None:
        """Read the open batch anew: its folder was changed by something else. It is closed where nothing is left."""
        folder, title = self.folder, translate("Batch", "The batch cannot be opened")
        if folder is None and (unfinished := self.unfinished) is not None:
            self._order(lambda: batch_tasks.open_batch(unfinished, None), title, self._drop_if_gone)
        elif folder is not None and not self.is_active:
            report = self._report
            self._order(lambda: batch_tasks.open_batch(folder, report), title, self._take_in_anew)

    def start(self) -> None:
        """Begin, or go on with what is left."""
        if self._plan is None or self.is_active or not self.count("waiting", "stopped"):
            return
        self._put_off.clear()
        self._preferences.unfinished_batch = self.folder
        self._set_state("running")
        self._begin_next()

    def pause(self) -> None:
        """End the present job after its present step; what it computed is kept, and it goes on from there."""
        self._halt("paused")

    def stop(self) -> None:
        """The same, and the next start of the window does not offer to continue."""
        self._preferences.unfinished_batch = None
        self._halt("stopped")

    def retry(self, names: Collection[str] | None = None) -> None:
        """Do failed jobs once more: these, or all."""
        failed = {job.name for job in self.jobs if self.job_state(job.name) == "failed"}
        self._again |= failed if names is None else failed & set(names)
        self._tell()
        self.start()

    def save_report(self, path: Path) -> None:
        """Write how all jobs ended as a table, and beside it as a text what failed."""
        plan, report = self._plan, self._report
        if plan is not None and report is not None:
            self._order(
                lambda: batch_tasks.save_report(path, plan, report),
                translate("Batch", "The report was not saved"),
                self.report_saved.emit,
            )

    # -- the batch's files ------------------------------------------------------------

    def _may_open(self, folder: Path, title: str) -> bool:
        if not self.is_active or folder == self.folder:
            return True
        text = translate("Batch", "The batch in {folder} is running. Pause or stop it first.").format(
            folder=self.folder
        )
        self.problem_raised.emit(UserMessage("warning", title, text))
        return False

    def _change(self, steps: Steps, title: str, *, start: bool = False) -> None:
        def take_in(opened: batch_tasks.BatchOpened | batch_tasks.BatchGone) -> None:
            if isinstance(opened, batch_tasks.BatchGone):
                self._tell_gone(opened.folder, title)
            elif self._may_open(opened.plan.folder, title):
                self._take_in(opened)
                if start:
                    self.start()
                self.loaded.emit()

        self._order(steps, title, take_in)

    def _order(self, steps: Steps, title: str, on_value: Any) -> None:
        """Read or write beside the jobs, one order after the other."""

        def end(_state: str, message: UserMessage | None) -> None:
            self._num_orders -= 1
            self._tell()
            if message is not None:
                self.problem_raised.emit(message)

        self._num_orders += 1
        self._board.submit(steps, title, on_value, end, kind="batch")
        self._tell()

    def _take_in(self, opened: batch_tasks.BatchOpened) -> None:
        """Show another batch, or more or fewer jobs of the open one."""
        if opened.plan.folder != self.folder:
            self._progress, self._seconds = {}, []
            self._again.clear()
            self._state = "paused"
        self._plan, self._report = opened.plan, opened.report
        self._counts = None
        if not self.is_active:
            left = self.count("waiting", "stopped")
            self._state = "ended" if not left else "paused" if self._state == "ended" else self._state
        self._tell()

    def _take_in_anew(self, opened: batch_tasks.BatchOpened | batch_tasks.BatchGone) -> None:
        if isinstance(opened, batch_tasks.BatchOpened):
            self._take_in(opened)
            return
        self._offer_no_more(opened.folder)
        self._plan, self._report = None, None
        self._set_state("none")

    def _drop_if_gone(self, opened: batch_tasks.BatchOpened | batch_tasks.BatchGone) -> None:
        if isinstance(opened, batch_tasks.BatchGone):
            self._offer_no_more(opened.folder)

    def _tell_gone(self, folder: Path, title: str) -> None:
        self._offer_no_more(folder)
        text = translate("Batch", "{folder} holds no batch.json: no batch was begun there. Choose another folder.")
        self.problem_raised.emit(UserMessage("warning", title, text.format(folder=folder)))

    def _offer_no_more(self, folder: Path) -> None:
        if self._preferences.unfinished_batch == folder:
            self._preferences.unfinished_batch = None

    # -- jobs ------------------------------------------------------------

    def _begin_next(self) -> None:
        waiting = (job for job in self.jobs if self.job_state(job.name) == "waiting" and job.name not in self._put_off)
        job = next(waiting, None)
        plan, report = self._plan, self._report
        assert plan is not None
        assert report is not None
        if job is None:
            self._finish()
            return
        self._running, self._counts = job, None
        self._progress.pop(job.name, None)
        machine = self._machine()
        self._task = self._board.submit(
            lambda: batch_tasks.do_job(job, plan.settings, machine, report),
            translate("Batch", "The batch cannot go on"),
            self._on_value,
            self._on_end,
            is_background=True,
        )
        self.job_changed.emit(job.name)

    def _machine(self) -> Machine:
        from stadrn_core.batch import Machine

        preferences = self._preferences
        return Machine(
            preferences.device,
            landmark_model=preferences.landmark_model,
            cache_bytes=preferences.cache_gb * 10**9,
        )

    def _on_value(self, value: Progress | batch_tasks.JobEnded) -> None:
        job = self._running
        assert job is not None
        if isinstance(value, Progress):
            self._progress[job.name] = value
            self.job_changed.emit(job.name)
            return
        self._again.discard(job.name)
        self._counts = None
        if value.outcome.state == "waiting":
            self._put_off.add(job.name)
        elif value.outcome.state == "done":
            self._seconds.append(value.outcome.seconds)
            self.job_done.emit(job)

    def _on_end(self, state: str, message: UserMessage | None) -> None:
        job, self._running, self._counts = self._running, None, None
        report = self._report
        assert job is not None
        assert report is not None
        if state == "cancelled":
            title = translate("Batch", "It cannot be told where {name} stands").format(name=job.name)
            self._order(lambda: batch_tasks.look_at_job(job, report), title, lambda _value: None)
        if message is not None:
            self.problem_raised.emit(message)
        if self._state == "running" and state != "done":  # the report cannot be written, or the window closes
            self._state, self._then = "pausing", "paused"
        if self._state == "running":
            self._begin_next()
        elif self._state == "pausing":
            self._set_state(self._then if self.count("waiting") else "ended")
            self._tell_if_ended()
        self.job_changed.emit(job.name)

    def _finish(self) -> None:
        """Nothing is left but what another process is at."""
        self._set_state("paused" if self.count("waiting") else "ended")
        self._tell_if_ended()

    def _tell_if_ended(self) -> None:
        if self._state == "ended":
            self._preferences.unfinished_batch = None
            self.ended.emit()

    def _halt(self, then: Literal["paused", "stopped"]) -> None:
        self._then = then
        if self.is_active:
            self._set_state("pausing")
            self._board.cancel(self._task)
        elif self._state in ("paused", "stopped"):
            self._set_state(then)

    def _set_state(self, state: State) -> None:
        self._state = state
        self._tell()

    def _tell(self) -> None:
        self._counts = None
        self.changed.emit()

    def _on_background_waits(self, waits: bool) -> None:
        if waits != self._gives_way:
            self._gives_way = waits
            if self._running is not None:
                self.job_changed.emit(self._running.name)
