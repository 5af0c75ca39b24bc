"""The work behind a comparison, as generators for a thread; no Qt, no threads. The engine is imported inside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stadrn_core.types import Progress

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from pathlib import Path

    from stadrn_core.compare.comparison import Comparison
    from stadrn_core.compare.facts import Fact
    from stadrn_core.compare.pairs import ComparedQuantity
    from stadrn_core.types import Deidentify


@dataclass(frozen=True)
class Compared:
    """A comparison with what is known of its checkpoints.

    Attributes:
        found: scores, maps and regions compared.
        facts: configuration and metadata, a value for each member.
    """

    found: Comparison
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class ComparisonJob:
    """A comparison to be written, complete in itself.

    Attributes:
        paths: the analyses.
        reference: which of them the others are compared with.
        quantity: what maps are compared in.
        labels: name and colour of each.
        recording: what they are of.
        folder: for the files; it exists.
        deidentify: what becomes of the face in the figure.
    """

    paths: tuple[Path, ...]
    reference: int
    quantity: ComparedQuantity
    labels: tuple[tuple[str, str], ...]
    recording: Path
    folder: Path
    deidentify: Deidentify = "none"


def compare_numbers(
    paths: Sequence[Path], reference: int, quantity: ComparedQuantity
) -> Generator[Progress | Compared, None, None]:
    """Compare stored analyses of one recording: progress, then the comparison.

    Args:
        paths: two or more.
        reference: which of them the others are compared with.
        quantity: what maps are compared in.

    Raises:
        StoreError: they cannot be read, or not be compared at all.
    """
    from stadrn_core.compare.comparison import compare_in_steps
    from stadrn_core.compare.facts import fact_table
    from stadrn_core.store import AnalysisStore

    stores = [AnalysisStore.open(path) for path in paths]
    found = yield from compare_in_steps(stores, reference, quantity)
    yield Compared(found, tuple(fact_table([store.manifest for store in stores])))


def write_comparison(job: ComparisonJob) -> Generator[Progress | Path, None, None]:
    """Write the tables and the figure that ``stadrn compare`` writes: progress, then the folder.

    Raises:
        StoreError: an analysis cannot be read.
        ExportError: a file cannot be written.
        VideoError: the recording cannot be read.
    """
    from stadrn_core.compare.comparison import compare_in_steps
    from stadrn_core.compare.drawn import DEFAULT_SCALES
    from stadrn_core.compare.members import Label
    from stadrn_core.export.comparison import write_tables
    from stadrn_core.export.comparison_figure import FIGURES, write_comparison_figure
    from stadrn_core.store import AnalysisStore
    from stadrn_core.video import open_recording

    stores = [AnalysisStore.open(path) for path in job.paths]
    labels = [Label(name, colour) for name, colour in job.labels]
    found = yield from compare_in_steps(stores, job.reference, job.quantity, labels)
    write_tables(found, job.folder)
    with open_recording(job.recording) as source:
        for done, name in enumerate(FIGURES):
            yield Progress("drawing", done, len(FIGURES), "figures")
            write_comparison_figure(
                found,
                source,
                job.folder / name,
                scale=DEFAULT_SCALES[found.quantity],
                deidentify=job.deidentify,
            )
    yield job.folder
