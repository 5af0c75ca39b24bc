"""One clip explained by other methods, drawn and written: generators for a thread; no Qt, no threads.

The engine is imported inside, as in ``tasks``.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from app import tasks
from app.translation import translate
from stadrn_core.types import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence
    from pathlib import Path

    from stadrn_core.checkpoint import LoadedCheckpoint
    from stadrn_core.explain.attention import ModuleAttention
    from stadrn_core.explain.contrast import Baseline
    from stadrn_core.explain.run import MethodMap
    from stadrn_core.explain.task import MethodOptions
    from stadrn_core.export.method_figure import MapScale
    from stadrn_core.export.methods import ClipExplained
    from stadrn_core.store import AnalysisStore
    from stadrn_core.types import Deidentify, UInt8Array

BaselineFrom = Literal["recording"] | tuple[int, int]
"""What contrast evidence is less: the recording's mean, or a stretch of source frames [first, last]."""


@dataclass(frozen=True)
class Found:
    """What is known of one clip so far.

    Attributes:
        explained: the clip, with the maps that are finished and, once computed, its attention.
        scales: what each map's colours stand for.
    """

    explained: ClipExplained
    scales: Mapping[str, MapScale]

    def with_map(self, one: MethodMap, scale: MapScale) -> Found:
        """One map more, in place of an older one of the same method."""
        maps = (*(old for old in self.explained.maps if old.name != one.name), one)
        return Found(replace(self.explained, maps=maps), {**self.scales, one.name: scale})

    def with_attention(self, attention: Sequence[ModuleAttention]) -> Found:
        """With the vectors of every module."""
        return replace(self, explained=replace(self.explained, attention=tuple(attention)))


@dataclass(frozen=True)
class Pace:
    """How long a pass of one clip through the network took here."""

    seconds_per_pass: float


@dataclass(frozen=True)
class MethodsJob:
    """Methods to be computed, complete in itself.

    Attributes:
        store: folder of the analysis, which knows the clip's faces.
        recording: where it lies.
        checkpoint: of the analysis.
        clip_index: 0-based.
        methods: keys of ``METHODS``.
        with_attention: the network's attention, too.
        options: of the methods, without baseline.
        baseline: what contrast evidence is less.
        before: what is known of the same clip with the same options and baseline, or None.
    """

    store: Path
    recording: Path
    checkpoint: LoadedCheckpoint
    clip_index: int
    methods: tuple[str, ...]
    with_attention: bool
    options: MethodOptions
    baseline: BaselineFrom
    before: Found | None = None

    @property
    def compares_features(self) -> bool:
        """Whether one of the methods needs a baseline's feature maps."""
        from stadrn_core.explain.methods import METHODS

        return any(METHODS[name].of_baseline_features for name in self.methods)


def compute_methods(job: MethodsJob) -> Generator[Progress | Found | Pace, None, None]:
    """Progress in passes of the whole, and what is known after each method.

    Raises:
        StoreError: the analysis cannot be read.
        VideoError: the recording cannot be read.
    """
    from stadrn_core.explain.attention import attention_of
    from stadrn_core.explain.methods import Cost, cost

    found = job.before
    if found is None:
        yield Progress(translate("MethodTasks", "reading the clip's faces"), 0, 1, "clips")
        found = _read(job)
    if job.compares_features and found.explained.options.baseline_features is None:
        found = yield from _with_features(job, found)
    options = found.explained.options
    total = cost(job.methods, job.checkpoint.config, options) if job.methods else Cost(0, 0)
    count = _Count(total.forward + total.backward + job.with_attention, time.monotonic())
    if job.with_attention:
        yield count.progress(translate("MethodTasks", "attention"))
        found = found.with_attention(attention_of(job.checkpoint.model, found.explained.clip.tensor))
        count.add(1)
        yield found
    if job.methods:
        yield from _compute(job, found, count)
    yield Pace(count.seconds_per_pass)


def _compute(job: MethodsJob, found: Found, count: _Count) -> Generator[Progress | Found, None, None]:
    from stadrn_core.explain.methods import METHODS
    from stadrn_core.explain.run import explain_by_methods
    from stadrn_core.export.method_figure import map_scale

    clip, options = found.explained.clip, found.explained.options
    extra = {name: make(options) for name in job.methods if (make := METHODS[name].extra) is not None}
    of_title = {METHODS[name].title: one.forward + one.backward for name, one in extra.items()}
    shared = count.total - count.done - sum(of_title.values())
    events = explain_by_methods(job.checkpoint.model, clip.tensor, job.methods, options, clip.landmarks)
    for i, event in enumerate(events):
        if i == 1:  # what came first was about the passes that methods share
            count.add(shared)
        if isinstance(event, Progress):
            yield count.progress(event.stage, of_title.get(event.stage, 0) * event.done // event.total)
        else:
            count.add(of_title.get(event.method.title, 0))
            found = found.with_map(event, map_scale(event, _score(job, event)))
            yield found


class _Count:
    """Passes done of all, and how long they took."""

    def __init__(self, total: int, began: float) -> None:
        self.total, self.done, self._began = total, 0, began

    def add(self, passes: int) -> None:
        self.done += passes

    @property
    def seconds_per_pass(self) -> float:
        return (time.monotonic() - self._began) / max(self.done, 1)

    def progress(self, stage: str, within: int = 0) -> Progress:
        """How far the whole is, ``within`` passes into a method."""
        done = self.done + within
        seconds = time.monotonic() - self._began
        rate = done / seconds if done and seconds > 0 else None
        left = (self.total - done) / rate if rate else None
        return Progress(stage, done, self.total, "passes", rate, left)


def _score(job: MethodsJob, one: MethodMap) -> float:
    from stadrn_core.model import score_from_raw

    return score_from_raw(one.raw_output, job.checkpoint.config.score_range)


def _read(job: MethodsJob) -> Found:
    from stadrn_core.export.methods import ClipExplained
    from stadrn_core.one_clip import stored_clip
    from stadrn_core.store import AnalysisStore
    from stadrn_core.video import open_recording

    with AnalysisStore.open(job.store) as store, open_recording(job.recording) as source:
        clip = stored_clip(store, source, job.clip_index)
        options = replace(job.options, baseline=_baseline(job, store))
        info, settings = source.info, store.manifest.settings
    sha256 = tasks.recording_hash(job.recording)
    return Found(ClipExplained(info, sha256, job.checkpoint, settings, options, clip, (), ()), {})


def _baseline(job: MethodsJob, store: AnalysisStore) -> Baseline | None:
    """The evidence that contrast takes off, from what is explained so far; None for networks without any."""
    from stadrn_core.explain.contrast import neutral_stretch, recording_mean

    stored = {i: store.clip_maps(i).signed_points for i, record in store.records.items() if record.score is not None}
    points = {i: values for i, values in stored.items() if values is not None}
    if not points or not job.checkpoint.config.linear_head:
        return None
    stride = store.manifest.temporal_stride
    if job.baseline == "recording":
        return recording_mean(points, store.plan, stride)
    first, last = job.baseline
    try:
        return neutral_stretch(points, store.plan, stride, first, last + 1)
    except ValueError as error:
        raise _no_stretch(first, last) from error


def _with_features(job: MethodsJob, found: Found) -> Generator[Progress, None, Found]:
    """With the baseline's feature maps: a forward pass of up to four clips, spread over the baseline."""
    from stadrn_core.explain.methods import METHODS
    from stadrn_core.explain.stage_contrast import BaselineFeatures, mean_features
    from stadrn_core.one_clip import stored_clip
    from stadrn_core.store import AnalysisStore
    from stadrn_core.video import open_recording

    explained = found.explained
    layer = METHODS["integrated_contrast"].target_layer(explained.options)
    assert layer is not None  # it has one
    means = []
    with AnalysisStore.open(job.store) as store, open_recording(job.recording) as source:
        stretches, words = _baseline_stretches(job, store)
        for done, (clip_index, first, stop) in enumerate(stretches):
            yield Progress(translate("MethodTasks", "feature maps of the baseline"), done, len(stretches), "clips")
            clip = stored_clip(store, source, clip_index)
            means.append(mean_features(job.checkpoint.model, clip.tensor, layer, first, stop))
    features = BaselineFeatures(layer, np.mean(means, axis=0), words)
    return replace(found, explained=replace(explained, options=replace(explained.options, baseline_features=features)))


def _baseline_stretches(job: MethodsJob, store: AnalysisStore) -> tuple[list[tuple[int, int, int]], str]:
    """Clips with the positions [first, stop) of each that belong to the baseline, at most four, and their words."""
    from stadrn_core.explain.stage_contrast import MOST_BASELINE_CLIPS

    scored = [i for i, record in sorted(store.records.items()) if record.score is not None]
    first, last = (0, store.plan.frame_indices[-1]) if job.baseline == "recording" else job.baseline
    stretches = []
    for clip_index in scored:
        frames = store.plan.clip_frames(clip_index)
        inside = np.flatnonzero((frames >= first) & (frames <= last))
        if inside.size:
            stretches.append((clip_index, int(inside[0]), int(inside[-1]) + 1))
    if not stretches:
        raise _no_stretch(first, last)
    chosen = np.unique(np.linspace(0, len(stretches) - 1, min(len(stretches), MOST_BASELINE_CLIPS)).round().astype(int))
    what = "mean of the recording" if job.baseline == "recording" else f"mean of frames {first} to {last}"
    words = f"{what}, {len(chosen)} of {len(stretches)} clips"
    return [stretches[i] for i in chosen], words


def _no_stretch(first: int, last: int) -> Exception:
    from stadrn_core.errors import StoreError

    return StoreError(
        translate(
            "MethodTasks",
            "No explained clip covers frames {first} to {last}, which contrast evidence is to be less. "
            "Choose another range (menu Range), or the mean of the recording.",
        ).format(first=first, last=last)
    )


# -- pictures ------------------------------------------------------------


@dataclass(frozen=True)
class Drawn:
    """One face of the clip with what is shown over it, (S, S, 3) uint8 each.

    Attributes:
        position: of the face in the clip.
        maps: by method; those with nothing to draw are left out.
        groups: spatial attention of each group of the chosen module.
    """

    position: int
    maps: Mapping[str, UInt8Array]
    groups: tuple[UInt8Array, ...]


def draw(found: Found, position: int, module: str | None) -> Generator[Drawn, None, None]:
    """The maps over one face, or the attention of a module where one is named."""
    from stadrn_core.export.attention_figure import attention_pictures
    from stadrn_core.export.method_figure import map_picture

    explained = found.explained
    chosen = next((one for one in explained.attention if one.name == module), None)
    if chosen is not None:
        pictures = attention_pictures(explained, chosen, position) if chosen.spatial is not None else []
        yield Drawn(position, {}, tuple(pictures))
        return
    maps = {
        one.name: map_picture(explained, one, scale, position)
        for one in explained.maps
        if not (scale := found.scales[one.name]).note
    }
    yield Drawn(position, maps, ())


# -- files ------------------------------------------------------------

What = Literal["methods", "attention", "maps"]


def write(
    explained: ClipExplained, what: What, position: int, target: Path, deidentify: Deidentify = "none"
) -> Generator[Progress, None, None]:
    """Write a figure of the maps or of the attention, or the raw maps into a folder.

    They show the face as ``deidentify`` says; unless ``none``, maps that draw it are left out, too.

    Raises:
        ExportError: it cannot be written.
    """
    from stadrn_core.export.attention_figure import write_attention_figure
    from stadrn_core.export.method_figure import write_method_figure

    yield Progress(translate("MethodTasks", "writing"), 0, 1, "files")
    writers: dict[What, Callable[[], None]] = {
        "methods": lambda: write_method_figure(explained, position, target, deidentify=deidentify),
        "attention": lambda: write_attention_figure(explained, position, target, deidentify=deidentify),
        "maps": lambda: _write_maps(explained, target, deidentify),
    }
    writers[what]()
    yield Progress(translate("MethodTasks", "writing"), 1, 1, "files")


def _write_maps(explained: ClipExplained, folder: Path, deidentify: Deidentify) -> None:
    from stadrn_core.export.files import write_error
    from stadrn_core.export.methods import write_method_maps

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise write_error(folder, error) from error
    write_method_maps(explained, folder, deidentify)
