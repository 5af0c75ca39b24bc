"""Results of measures of trust, kept with the analysis as ``trust.json``: whole or not at all, checked when read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from stadrn_core.errors import StoreError
from stadrn_core.export.files import whole_file
from stadrn_core.trust.case import MapName
from stadrn_core.trust.neutral import How

if TYPE_CHECKING:
    from pathlib import Path

TRUST_FILE, LOCK = "trust.json", ".trust.lock"
LOCK_SECONDS = 10.0
SCHEMA_VERSION: Literal[1] = 1
Unit = Literal["points", "ρ", "share", "moments"]
Count = Annotated[int, Field(ge=0)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class TrustSettings(_Strict):
    """What decides the numbers besides clip, map and measure.

    Attributes:
        steps: of a deletion curve.
        draws: of random orders, and of random weights.
        seed: of the first draw; the next ones count up.
        how: in which way a part is made neutral.
        noise_sigma: of the small noise, on pictures in 0–1.
    """

    steps: Annotated[int, Field(ge=1)] = 10
    draws: Annotated[int, Field(ge=1)] = 3
    seed: Count = 0
    how: How = "blur"
    noise_sigma: Annotated[float, Field(gt=0)] = 0.03


class Number(_Strict):
    """One number that was computed.

    Attributes:
        name: within its measure, such as ``deletion_gain``.
        value: None where it is not defined; ``note`` then says why.
        unit: BDI-II points, rank correlation, share from 0 to 1, or a count of moments.
        low: smallest of the draws; None where nothing is drawn.
        high: largest of the draws; likewise.
        note: what must be known of it; else empty.
    """

    name: str
    value: float | None
    unit: Unit
    low: float | None = None
    high: float | None = None
    note: str = ""


class Curve(_Strict):
    """Points left while more and more of the clip is made neutral.

    Attributes:
        name: order in which parts are taken: ``most``, ``least`` or ``random N``.
        shares: of the clip's pixels made neutral, from 0 to 1.
        points: score range × raw output, not clamped.
    """

    name: str
    shares: tuple[float, ...]
    points: tuple[float, ...]


class MeasureResult(_Strict):
    """What one measure found for one clip and map.

    Attributes:
        measure: key of ``MEASURES``.
        clip_index: 0-based.
        map_name: the map in question.
        settings: with which it was taken.
        basis: what else it depends on, such as the analyses that a mean is over; empty mostly.
        numbers: the first is the measure's own; empty where it could not be taken.
        curves: of deletion; else empty.
        unavailable: why it could not be taken; None where it was.
        passes: forward passes that it took.
        explanations: maps that it took.
        seconds: compute time.
    """

    measure: str
    clip_index: Count
    map_name: MapName
    settings: TrustSettings
    basis: str = ""
    numbers: tuple[Number, ...] = ()
    curves: tuple[Curve, ...] = ()
    unavailable: str | None = None
    passes: Count = 0
    explanations: Count = 0
    seconds: float = 0.0

    @property
    def key(self) -> tuple[str, int, str, TrustSettings]:
        """Results of equal keys replace each other."""
        return self.measure, self.clip_index, self.map_name, self.settings

    def number(self, name: str) -> Number:
        """By name.

        Raises:
            KeyError: there is none.
        """
        for one in self.numbers:
            if one.name == name:
                return one
        raise KeyError(f"{self.measure} has no number {name}")


class TrustResults(_Strict):
    """All results of one analysis.

    Attributes:
        analysis: ``AnalysisSettings.key`` of the analysis that they belong to.
        results: one of each key.
    """

    schema_version: Literal[1] = SCHEMA_VERSION
    analysis: str
    results: tuple[MeasureResult, ...] = ()

    def has(self, wanted: MeasureResult) -> bool:
        """Whether there is a result of the same key and basis that could be taken."""
        return any(
            one.key == wanted.key and one.basis == wanted.basis and one.unavailable is None for one in self.results
        )

    def with_result(self, result: MeasureResult) -> TrustResults:
        """The same with one result added, or put in place of an older one."""
        others = tuple(one for one in self.results if one.key != result.key)
        return self.model_copy(update={"results": (*others, result)})

    def of(self, clip_index: int, map_name: MapName, settings: TrustSettings) -> tuple[MeasureResult, ...]:
        """The results of one clip and map with these settings."""
        wanted = (clip_index, map_name, settings)
        return tuple(one for one in self.results if (one.clip_index, one.map_name, one.settings) == wanted)


def read_results(store_path: Path, analysis: str) -> TrustResults:
    """The results in a store's folder; empty where there are none yet.

    Args:
        store_path: folder of the store.
        analysis: key of its analysis.

    Raises:
        StoreError: the file cannot be read, is damaged, or belongs to another analysis.
    """
    file = store_path / TRUST_FILE
    try:
        text = file.read_bytes()
    except FileNotFoundError:
        return TrustResults(analysis=analysis)
    except OSError as error:
        raise StoreError(f"{file} cannot be read ({error}). Is the disk still there?") from error
    try:
        found = TrustResults.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise StoreError(
            f"{file} is damaged ({where}: {first['msg']}). Delete it and run 'stadrn trust' again."
        ) from error
    if found.analysis != analysis:
        raise StoreError(f"{file} belongs to another analysis. Delete it and run 'stadrn trust' again.")
    return found


def add_result(store_path: Path, analysis: str, result: MeasureResult) -> None:
    """Keep one more result in a store's folder, beside what any program has put there.

    Raises:
        ExportError: it cannot be written; what was there stays.
        StoreError: what is there cannot be read.
    """
    try:
        with FileLock(store_path / LOCK, timeout=LOCK_SECONDS):
            results = read_results(store_path, analysis).with_result(result)
            with whole_file(store_path / TRUST_FILE) as unfinished:
                unfinished.write_text(results.model_dump_json(indent=1) + "\n", encoding="utf-8")
    except Timeout as error:
        raise StoreError(f"{store_path} is being written by another program. Wait until it has finished.") from error
    except OSError as error:
        raise StoreError(f"{store_path} cannot be written ({error}). Choose a folder with write access.") from error
