"""The regions of all analysed recordings in a folder, as a generator for a thread; no Qt, no threads."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core_sentences import in_own_words
from app.region_tasks import leave_room
from app.translation import translate
from stadrn_core.errors import DataError, StoreError
from stadrn_core.types import Progress

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from pathlib import Path

    from stadrn_core.export.rows import Row
    from stadrn_core.manifest import Manifest
    from stadrn_core.regions.groups import Comparison
    from stadrn_core.regions.intervals import RecordingRegions
    from stadrn_core.regions.numbers import ClipRegions, HeatQuantity
    from stadrn_core.regions.runs import Run
    from stadrn_core.regions.sums import Measure
    from stadrn_core.store import AnalysisStore


@dataclass(frozen=True)
class CohortRecording:
    """One analysed recording of the folder.

    Attributes:
        run: name of its folder, unlike all others.
        manifest: what it was made of.
        score: of the recording, BDI-II points.
        found: its numbers.
        rows: its table, as it is exported.
    """

    run: str
    manifest: Manifest
    score: float | None
    found: RecordingRegions
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class LeftOut:
    """An analysis of the folder that has no numbers by region, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class Compared:
    """Groups of recordings beside each other.

    Attributes:
        group_by: what the groups are, in words.
        unit: plural noun of what is compared.
        group_of: group of each run that has one.
        tests: one for each region.
        left_out: runs without a group, with the reason.
    """

    group_by: str
    unit: str
    group_of: dict[str, str]
    tests: tuple[Comparison, ...]
    left_out: tuple[tuple[str, str], ...]


def stores_in(folder: Path) -> list[Path]:
    """Stored analyses in a folder: itself, or those in the folders right in it.

    Raises:
        StoreError: there is none.
    """
    from stadrn_core.folders import STORE_NAME
    from stadrn_core.store import MANIFEST

    try:
        near = [folder, *sorted(path for path in folder.iterdir() if path.is_dir())]
    except OSError as error:
        raise StoreError(f"{folder} cannot be read ({error.strerror}). Choose another folder.") from error
    found = [p for p in near if (p / MANIFEST).is_file() or (p / STORE_NAME / MANIFEST).is_file()]
    if not found:
        raise StoreError(
            f"There is no stored analysis in {folder}. Choose a folder with the folders that 'stadrn explain' wrote."
        )
    return found


def compute_cohort(
    folder: Path, quantity: HeatQuantity, kept: Path
) -> Generator[Progress | CohortRecording | LeftOut, None, None]:
    """Each recording as it is done; what was computed before is read from ``kept``.

    Raises:
        StoreError: there is no analysis in the folder, or one cannot be opened.
        ExportError: what was computed cannot be kept.
    """
    from stadrn_core.regions.runs import find_runs
    from stadrn_core.store import AnalysisStore

    runs = find_runs(stores_in(folder))
    for i, run in enumerate(runs):
        yield Progress(translate("CohortTasks", "{run} by region").format(run=run.name), i, len(runs), "recordings")
        with AnalysisStore.open(run.path) as store:
            try:
                yield from _recording(run, store, quantity, kept)
            except StoreError as error:
                yield LeftOut(run.name, in_own_words(error))


def _recording(
    run: Run, store: AnalysisStore, quantity: HeatQuantity, kept: Path
) -> Generator[Progress | CohortRecording, None, None]:
    from stadrn_core.export.files import write_error
    from stadrn_core.export.regions import recording_rows
    from stadrn_core.regions.intervals import recording_regions
    from stadrn_core.regions.numbers import RegionReader
    from stadrn_core.regions.runs import compute_clips, keep_clips, kept_clips, run_identity

    identity = run_identity(store, quantity)
    name = hashlib.sha256(json.dumps(identity, sort_keys=True, default=str).encode()).hexdigest()[:32]
    file = kept / f"{name}.json"
    clips = kept_clips(file, identity)
    if clips is None:
        made: list[ClipRegions] = []
        yield from compute_clips(run, store, RegionReader(store, quantity, between=leave_room), made)
        try:
            kept.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise write_error(kept, error) from error
        keep_clips(file, identity, made)
        clips = tuple(made)
    found = recording_regions(clips)
    rows = recording_rows(run.name, store, found, quantity)
    yield CohortRecording(run.name, store.manifest, store.video_score, found, tuple(rows))


def compare_groups(
    recordings: Sequence[CohortRecording], measure: Measure, group_by: str, labels: Path | None
) -> Generator[Compared, None, None]:
    """Test whether groups differ in where the map lies.

    Raises:
        DataError: the recordings cannot be put into groups that can be compared.
    """
    from stadrn_core.regions.atlas import Region
    from stadrn_core.regions.cohort import make_cohort
    from stadrn_core.regions.groups import compare

    if not recordings:
        raise DataError("There is no recording to compare.")
    cohort = make_cohort({one.run: (one.manifest, one.score) for one in recordings}, group_by, labels)
    tables = cohort.tables({one.run: one.found.sums.of(measure) for one in recordings})
    tests = compare([region.key for region in Region], tables)
    groups = {member.run: member.group for member in cohort.members}
    yield Compared(cohort.group_by, cohort.unit, groups, tests, cohort.left_out)
