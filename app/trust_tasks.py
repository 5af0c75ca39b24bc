"""Tests of trust and questions to the model as long work: each a generator that opens its own handles."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.translation import translate
from stadrn_core.errors import StoreError
from stadrn_core.types import Progress

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence
    from pathlib import Path

    from stadrn_core.checkpoint import LoadedCheckpoint
    from stadrn_core.regions.atlas import Region
    from stadrn_core.store import AnalysisStore
    from stadrn_core.trust import Cost, How, MapName, MeasureResult, Pace, Probed, TrustResults
    from stadrn_core.types import FrameSource
    from stadrn_core.video import RecordingIndex


@dataclass(frozen=True)
class TrustSources:
    """What every test needs.

    Attributes:
        store: folder of the analysis.
        recording: its recording.
        index: of the open recording.
        checkpoint: with which the analysis was made.
    """

    store: Path
    recording: Path
    index: RecordingIndex
    checkpoint: LoadedCheckpoint


@dataclass(frozen=True)
class TrustPlan:
    """What the measures of one clip's map would cost.

    Attributes:
        clip_index: 0-based.
        map_name: the map.
        costs: of each measure that is left and can be taken.
        unavailable: why the others cannot be taken; those that are stored are in neither.
    """

    clip_index: int
    map_name: MapName
    costs: dict[str, Cost]
    unavailable: dict[str, str]


@dataclass(frozen=True)
class Question:
    """What if this part of the face had been neutral for this while?

    Attributes:
        clip_index: 0-based.
        regions: the part.
        positions: [first, stop) of the clip's sampled frames; None is all.
        how: in which way it is made neutral.
    """

    clip_index: int
    regions: tuple[Region, ...]
    positions: tuple[int, int] | None
    how: How


@dataclass(frozen=True)
class Answer:
    """What the model says then."""

    question: Question
    probed: Probed


def read_stored(folder: Path) -> Generator[TrustResults, None, None]:
    """The results that are stored with an analysis.

    Raises:
        StoreError: they cannot be read.
    """
    from stadrn_core.store import AnalysisStore
    from stadrn_core.trust import read_results
    from stadrn_core.trust.load import analysis_key

    with AnalysisStore.open(folder) as store:
        key = analysis_key(store)
    yield read_results(folder, key)


def plan(
    sources: TrustSources, clip_index: int, map_name: MapName, *, timed: bool
) -> Generator[TrustPlan | Pace, None, None]:
    """What the measures of one clip would cost; then, if wanted, how fast this machine is (one pass and one map)."""
    from stadrn_core.trust import Assessment

    with _opened(sources) as (store, source):
        assessment = Assessment(store, source, sources.checkpoint, map_name, [clip_index])
        yield TrustPlan(
            clip_index,
            map_name,
            {task.measure.name: task.cost for task in assessment.tasks if task.unavailable is None},
            {task.measure.name: task.unavailable for task in assessment.tasks if task.unavailable is not None},
        )
        if timed:
            yield assessment.pace()


def assess(
    sources: TrustSources, clips: Sequence[int], map_name: MapName, measures: Sequence[str]
) -> Generator[Progress | MeasureResult, None, None]:
    """Take measures; each result is on disk before the next begins."""
    from stadrn_core.trust import Assessment

    with _opened(sources) as (store, source):
        yield from Assessment(store, source, sources.checkpoint, map_name, clips, measures).run()


def ask(sources: TrustSources, question: Question) -> Generator[Progress | Answer, None, None]:
    """Run the model again with a part made neutral: one forward pass, as the clip's own points are stored.

    Raises:
        StoreError: no landmarks are known, or the part does not show in these frames.
    """
    from stadrn_core.trust import probe, region_mask
    from stadrn_core.trust.load import MeanMaps, load_case
    from stadrn_core.trust.units import NO_LANDMARKS

    yield Progress(translate("TrustTasks", "reading the clip"), 0, 2, "steps")
    with _opened(sources) as (store, source):
        means = MeanMaps([store], "gradcampp")
        case = load_case(store, source, sources.checkpoint, question.clip_index, "gradcampp", means)
        if case.landmarks is None:
            raise StoreError(
                translate("TrustTasks", "Regions cannot be found in this clip: {reason}.").format(
                    reason=translate("Core", NO_LANDMARKS)
                )
            )
        mask = region_mask(case.landmarks, question.regions, case.grid.size_px)
        first, stop = question.positions or (0, len(mask))
        if not mask[first:stop].any():
            raise StoreError(
                translate(
                    "TrustTasks",
                    "This part of the face lies outside the aligned pictures. Choose another region or time.",
                )
            )
        clip, raw_output = case.clip, store.records[question.clip_index].raw_output
        yield Progress(translate("TrustTasks", "asking the model"), 1, 2, "steps")
        before = None if raw_output is None else raw_output * store.manifest.score_range
        yield Answer(question, probe(case.model, clip, mask, question.positions, question.how, before))


@contextmanager
def _opened(sources: TrustSources) -> Iterator[tuple[AnalysisStore, FrameSource]]:
    from stadrn_core.store import AnalysisStore
    from stadrn_core.video import open_recording

    with (
        AnalysisStore.open(sources.store) as store,
        open_recording(sources.recording, sources.index) as source,
    ):
        yield store, source
