"""The work behind the regions, as a generator for a thread; no Qt, no threads.

The engine is imported inside, as in ``tasks``.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from stadrn_core.export.rows import Row
    from stadrn_core.regions.intervals import RecordingRegions
    from stadrn_core.regions.numbers import ClipRegions, HeatQuantity, RegionReader
    from stadrn_core.regions.sums import RegionSums
    from stadrn_core.store import AnalysisStore
    from stadrn_core.types import Float64Array

CLIPS_OF_SUMMARY = 16
PAUSE_SECONDS = 0.004


@dataclass(frozen=True)
class RegionJob:
    """Regions to be computed, complete in itself.

    Attributes:
        store: folder of the analysis.
        quantity: the map that is the heat.
        clip_indices: explained clips to do, in this order.
        known: clips that are done.
    """

    store: Path
    quantity: HeatQuantity
    clip_indices: tuple[int, ...]
    known: tuple[ClipRegions, ...]


@dataclass(frozen=True)
class RegionStretch:
    """The regions of one clip, and of the sampled frames that it covers.

    Attributes:
        clip: the clip.
        first_position: of the sampled frames.
        sums: arrays (16, n) of these frames, in which all finished clips that cover them count.
    """

    clip: ClipRegions
    first_position: int
    sums: RegionSums


@dataclass(frozen=True)
class RegionSummary:
    """The recording, as far as it is explained.

    Attributes:
        found: its numbers.
        landmarks: (68, 2) px of its mean aligned face, on which regions are drawn.
        rows: the table that is exported.
        warnings: what a reader must know, in whole sentences.
    """

    found: RecordingRegions
    landmarks: Float64Array
    rows: tuple[Row, ...]
    warnings: tuple[str, ...]


def compute_regions(job: RegionJob) -> Generator[RegionStretch | RegionSummary, None, None]:
    """Each clip, and now and then the recording.

    Raises:
        StoreError: the analysis cannot be read, or knows no landmarks.
    """
    from stadrn_core.regions.numbers import RegionReader
    from stadrn_core.store import AnalysisStore

    clips = {clip.clip_index: clip for clip in job.known}
    with AnalysisStore.open(job.store) as store:
        reader = RegionReader(store, job.quantity, between=leave_room)
        for i, clip_index in enumerate(job.clip_indices, start=1):
            stretch = _stretch(reader, clip_index)
            clips[clip_index] = stretch.clip
            yield stretch
            if i == 1 or i % CLIPS_OF_SUMMARY == 0 or i == len(job.clip_indices):
                yield _summary(store, clips, job.quantity)


def leave_room() -> None:
    """Let the window have the interpreter: this is thousands of short steps in Python, which hold it all the time.

    A window that asks for the interpreter with every call into Qt waits each time for as long as a thread may keep it.
    """
    time.sleep(PAUSE_SECONDS)


def _stretch(reader: RegionReader, clip_index: int) -> RegionStretch:
    plan = reader.store.plan
    first, last = int(plan.positions[clip_index].min()), int(plan.positions[clip_index].max())
    start, stop = int(plan.frame_indices[first]), int(plan.frame_indices[last]) + 1
    frames = reader.frames(start, stop, plan.sample_interval)
    return RegionStretch(reader.clip(clip_index), first, frames.sums)


def _summary(store: AnalysisStore, clips: dict[int, ClipRegions], quantity: HeatQuantity) -> RegionSummary:
    from stadrn_core.export.regions import recording_rows, region_warnings
    from stadrn_core.mean_face import mean_face
    from stadrn_core.regions.intervals import recording_regions

    found = recording_regions([clips[i] for i in sorted(clips)])
    rows = recording_rows(store.manifest.recording.name, store, found, quantity)
    return RegionSummary(found, mean_face(store), tuple(rows), tuple(region_warnings(store, found)))
