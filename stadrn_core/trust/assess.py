"""Takes measures of an analysis' clips one after the other; each result is on disk before the next begins."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from stadrn_core.trust.load import MeanMaps, analysis_key, check_checkpoint, explained_clips, load_case
from stadrn_core.trust.measure import Cost
from stadrn_core.trust.measures import chosen_measures
from stadrn_core.trust.results import MeasureResult, TrustSettings, add_result, read_results
from stadrn_core.types import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from stadrn_core.checkpoint import LoadedCheckpoint
    from stadrn_core.store import AnalysisStore
    from stadrn_core.trust.case import Case, MapName
    from stadrn_core.trust.measure import Measure
    from stadrn_core.trust.results import TrustResults
    from stadrn_core.types import FrameSource

BASE = Cost(passes=1, explanations=1)
"""What each clip costs before its first measure: its points and its map."""


class Pace(NamedTuple):
    """How fast this machine is.

    Attributes:
        pass_seconds: of a forward pass.
        explanation_seconds: of a map.
    """

    pass_seconds: float
    explanation_seconds: float

    def seconds(self, cost: Cost) -> float:
        """Estimated compute time."""
        return cost.passes * self.pass_seconds + cost.explanations * self.explanation_seconds


@dataclass(frozen=True)
class Task:
    """One measure of one clip that is still to be taken.

    Attributes:
        clip_index: 0-based.
        measure: which.
        cost: known beforehand.
        unavailable: why it cannot be taken; it then costs nothing.
    """

    clip_index: int
    measure: Measure
    cost: Cost
    unavailable: str | None


class Assessment:
    """Measures of trust of some clips of an analysis. Not a thread: ``run`` is a generator, cancelled by closing it.

    Results of the same key that are stored already are not computed again.

    Args:
        store: the analysis, open for reading; its folder gets ``trust.json``.
        source: its recording.
        checkpoint: with which it was made.
        map_name: the map in question.
        clips: explained clips; all where empty.
        measures: keys of ``MEASURES``; all where empty.
        settings: of the measures.
        others: further analyses by the same checkpoint, for its mean map.

    Attributes:
        tasks: what is left to do.

    Raises:
        CheckpointError: the analysis was made by another checkpoint.
        StoreError: a clip is not explained, the analysis has no such map, another analysis does not fit, or
            ``trust.json`` is damaged.
        ValueError: an unknown measure.
    """

    def __init__(
        self,
        store: AnalysisStore,
        source: FrameSource,
        checkpoint: LoadedCheckpoint,
        map_name: MapName,
        clips: Sequence[int] = (),
        measures: Sequence[str] = (),
        settings: TrustSettings | None = None,
        others: Sequence[AnalysisStore] = (),
    ) -> None:
        check_checkpoint(store, checkpoint)
        self.store, self.source, self.checkpoint, self.map_name = store, source, checkpoint, map_name
        self.settings = settings or TrustSettings()
        self.clips = sorted(set(clips)) or explained_clips(store)
        self._means = MeanMaps([store, *others], map_name)
        self._cases: dict[int, Case] = {}
        known = self.results()
        chosen = chosen_measures(measures, map_name)
        self.tasks: list[Task] = []
        for clip_index in self.clips:
            case = load_case(store, source, checkpoint, clip_index, map_name, self._means)
            for measure in chosen:
                reason = measure.unavailable(case)
                cost = Cost(0, 0) if reason else measure.cost(case, self.settings)
                task = Task(clip_index, measure, cost, reason)
                if not known.has(self._result(task)):
                    self.tasks.append(task)
            if not self._cases:
                self._cases[clip_index] = case

    def results(self) -> TrustResults:
        """All that is stored with the analysis, also of other maps and settings."""
        return read_results(self.store.path, analysis_key(self.store))

    def chosen_results(self) -> list[MeasureResult]:
        """What is stored of these clips, this map and these settings."""
        return [
            one
            for one in self.results().results
            if one.clip_index in self.clips and one.map_name == self.map_name and one.settings == self.settings
        ]

    @property
    def cost(self) -> Cost:
        """Of all tasks, with each clip's own points and map."""
        costs = [task.cost for task in self.tasks] + [BASE] * len(self._working_clips)
        return Cost(sum(cost.passes for cost in costs), sum(cost.explanations for cost in costs))

    @property
    def _working_clips(self) -> list[int]:
        return sorted({task.clip_index for task in self.tasks if task.unavailable is None})

    def seconds(self) -> float:
        """Estimated compute time of all tasks, from one pass and one map of the first clip, which are kept."""
        return self.pace().seconds(self.cost) if self._working_clips else 0.0

    def pace(self) -> Pace:
        """Time one pass and one map of the first clip with something to do, which are kept."""
        case = self._case([*self._working_clips, self.clips[0]][0])
        _ = case.clip  # reading is not computing
        explanation = _timed(lambda: case.relevance)
        one_pass = _timed(lambda: case.points)
        # The first map also prepares the network, and a map with cells costs little more than a pass.
        return Pace(one_pass, explanation if self.map_name == "guided" else one_pass)

    def run(self) -> Iterator[Progress | MeasureResult]:
        """Do what is left to do: progress after each pass or map, and each result once it is safely on disk.

        Raises:
            VideoError, FrameError: the recording cannot be read.
            ExportError: results cannot be kept.
        """
        done, total, started = 0, sum(task.cost.steps for task in self.tasks), time.monotonic()
        yield Progress("testing", 0, total, "passes")
        while self.tasks:
            task = self.tasks[0]
            begun = time.monotonic()
            result = self._result(task)
            if task.unavailable is None:
                work = task.measure.run(self._case(task.clip_index), self.settings)
                try:
                    while True:
                        try:
                            next(work)
                        except StopIteration as stop:
                            outcome = stop.value
                            break
                        done += 1
                        rate = done / (time.monotonic() - started)
                        stage = f"clip {task.clip_index}: {task.measure.title.lower()}"
                        yield Progress(stage, done, total, "passes", rate, (total - done) / rate, task.clip_index)
                finally:
                    work.close()
                result = result.model_copy(
                    update={
                        "numbers": outcome.numbers,
                        "curves": outcome.curves,
                        "passes": task.cost.passes,
                        "explanations": task.cost.explanations,
                        "seconds": time.monotonic() - begun,
                    }
                )
            add_result(self.store.path, analysis_key(self.store), result)
            self.tasks.pop(0)
            yield result

    def _result(self, task: Task) -> MeasureResult:
        return MeasureResult(
            measure=task.measure.name,
            clip_index=task.clip_index,
            map_name=self.map_name,
            settings=self.settings,
            basis=self._means.basis if task.measure.name == "mean_map" else "",
            unavailable=task.unavailable,
        )

    def _case(self, clip_index: int) -> Case:
        """The clip's case; those of other clips are forgotten, for their pictures are large."""
        if clip_index not in self._cases:
            self._cases = {
                clip_index: load_case(self.store, self.source, self.checkpoint, clip_index, self.map_name, self._means)
            }
        return self._cases[clip_index]


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
