"""``stadrn regions``: stored analyses by region of the face, and groups of them compared."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from stadrn_core.cli.console import DISCLAIMER, INTERRUPTED, TableFormatOption, console, progress_bar, say
from stadrn_core.errors import ExportError
from stadrn_core.types import Deidentify, Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from stadrn_core.export.rows import TableFormat
    from stadrn_core.regions.cohort import Cohort
    from stadrn_core.regions.intervals import RecordingRegions
    from stadrn_core.regions.numbers import HeatQuantity, RegionReader
    from stadrn_core.regions.runs import Run
    from stadrn_core.regions.sums import Measure
    from stadrn_core.store import AnalysisStore

FRAMES_AT_ONCE = 250
RUNS = "runs"
"""Folder of what is of one run each."""
MeasureName = Literal["mean", "maximum", "share", "relative_share", "points", "asymmetry"]

commands = typer.Typer()


@dataclass(frozen=True)
class _Writing:
    """Where results go, and how.

    Attributes:
        out: folder.
        labels: what each run is called in all that is written.
        quantity: the map that is the heat.
        table_format: of tables.
        deidentify: unless ``none``, files say no names.
        seed: of the bootstrap.
    """

    out: Path
    labels: Mapping[Run, str]
    quantity: HeatQuantity
    table_format: TableFormat
    deidentify: Deidentify
    seed: int

    def table(self, name: str) -> Path:
        """Path of a table of all runs."""
        return self.out / f"{name}.{self.table_format}"


@commands.command()
def regions(
    runs: Annotated[list[Path], typer.Argument(help="Folders that 'stadrn explain' wrote, or stores in them.")],
    out: Annotated[Path, typer.Option(help="Folder for the results; an interrupted run goes on there.")],
    labels: Annotated[Path | None, typer.Option(help="labels.csv (path, any columns) for --group-by.")] = None,
    group_by: Annotated[
        str | None, typer.Option(help="Compare groups: a column of the labels, or severity (of the label, else score).")
    ] = None,
    measure: Annotated[MeasureName, typer.Option(help="What is compared between groups.")] = "relative_share",
    quantity: Annotated[
        Literal["weighted", "unweighted", "gradcam"], typer.Option(help="The map that is the heat.")
    ] = "weighted",
    table_format: TableFormatOption = "csv",
    frames: Annotated[bool, typer.Option("--frames/--no-frames", help="Also a table of all frames.")] = True,
    seed: Annotated[int, typer.Option(min=0, help="Of the bootstrap.")] = 0,
    deidentify: Annotated[
        Deidentify,
        typer.Option(
            help="Unless none, runs are numbered in place of names, and outlines are drawn on one face that is the "
            "same for everybody; landmarks keeps those of the recording."
        ),
    ] = "none",
) -> int:
    """Tell where on the face a map lies: tables by frame, clip and recording, a figure each, and groups compared."""
    from stadrn_core.export.rows import check_format
    from stadrn_core.regions.runs import find_runs
    from stadrn_core.store import AnalysisStore

    if labels is not None and group_by is None:
        raise typer.BadParameter("--labels is for --group-by: name the column that makes the groups")
    check_format(table_format)
    stores = {run: AnalysisStore.open(run.path) for run in find_runs(runs)}
    cohort = _cohort(stores, group_by, labels) if group_by is not None else None
    names = {run: run.name if deidentify == "none" else f"run {i}" for i, run in enumerate(stores, start=1)}
    writing = _Writing(out, names, quantity, table_format, deidentify, seed)
    _check_folder(writing)
    try:
        with progress_bar() as show:
            found = {run.name: _one_run(run, store, writing, frames, show) for run, store in stores.items()}
        _write_all(stores, found, writing)
    except KeyboardInterrupt:
        console.print(f"Stopped. What is finished is kept in {out}; the same command goes on from there.")
        return INTERRUPTED
    if cohort is not None:
        _compare(cohort, found, writing, measure)
    _tell(stores, found)
    if deidentify != "none":
        for run, label in names.items():
            console.print(f"{label} is {run.path}")
    console.print(f"Results in {out}. {DISCLAIMER}")
    return 0


def _cohort(stores: Mapping[Run, AnalysisStore], group_by: str, labels: Path | None) -> Cohort:
    """The runs in groups; those without one are told."""
    from stadrn_core.regions.cohort import make_cohort

    facts = {run.name: (store.manifest, store.video_score) for run, store in stores.items()}
    cohort = make_cohort(facts, group_by, labels)
    for name, reason in cohort.left_out:
        say("Left out", "yellow", f"{name} of the comparison: {reason}")
    return cohort


def _check_folder(writing: _Writing) -> None:
    """See that files with and without names do not get into one folder.

    Raises:
        ExportError: those that are there were written otherwise.
    """
    folder = writing.out / RUNS
    if not folder.is_dir():
        return
    there, known = {path.name for path in folder.iterdir()}, set(writing.labels.values())
    if writing.deidentify != "none" and not there <= known:
        raise ExportError(f"{writing.out} has results under other names. Choose another folder.")


def _one_run(
    run: Run, store: AnalysisStore, writing: _Writing, with_frames: bool, show: Callable[[Progress], None]
) -> RecordingRegions:
    """A run's numbers, its table of frames and its figure; what is there from an earlier call is not made again."""
    from stadrn_core.export.files import write_error
    from stadrn_core.regions.intervals import recording_regions
    from stadrn_core.regions.numbers import ClipRegions, RegionReader
    from stadrn_core.regions.runs import compute_clips, keep_clips, kept_clips, run_identity

    folder = writing.out / RUNS / writing.labels[run]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise write_error(folder, error) from error
    identity = run_identity(store, writing.quantity)
    reader = RegionReader(store, writing.quantity)
    kept = kept_clips(folder / "clips.json", identity)
    frames_file = folder / f"frames.{writing.table_format}"
    if kept is None:
        clips: list[ClipRegions] = []
        for event in compute_clips(run, store, reader, clips):
            show(event)
        frames_file.unlink(missing_ok=True)
        keep_clips(folder / "clips.json", identity, clips)
        kept = tuple(clips)
    found = recording_regions(kept, seed=writing.seed)
    if with_frames and not frames_file.exists():
        _write_frames(writing.labels[run], reader, frames_file, show)
    _draw_run(run, store, found, folder / "regions.png", writing)
    return found


def _write_frames(label: str, reader: RegionReader, path: Path, show: Callable[[Progress], None]) -> None:
    from stadrn_core.export.regions import frame_rows
    from stadrn_core.export.rows import write_table

    store, rows = reader.store, []
    num_frames = len(store.pts_seconds)
    for first in range(0, num_frames, FRAMES_AT_ONCE):
        show(Progress(f"{label}: frames by region", first, num_frames, "frames"))
        rows += frame_rows(label, store, reader.frames(first, min(first + FRAMES_AT_ONCE, num_frames)))
    write_table(path, rows)


def _draw_run(run: Run, store: AnalysisStore, found: RecordingRegions, path: Path, writing: _Writing) -> None:
    from stadrn_core.export.neutral_face import face_for_outlines
    from stadrn_core.export.region_figure import RecordingCaption, whisker_words, write_recording_figure
    from stadrn_core.export.regions import region_warnings, shown_names
    from stadrn_core.view import QUANTITY_LABELS

    facts, label = store.manifest, writing.labels[run]
    recording, checkpoint = shown_names(label, facts, writing.deidentify)
    landmarks, whose = face_for_outlines(store, writing.deidentify)
    caption = RecordingCaption(
        title=recording if recording == label else f"{recording} ({label})",
        quantity=f"{QUANTITY_LABELS[writing.quantity]} of {facts.settings.target_layer}, checkpoint {checkpoint}; "
        f"cells of {facts.spatial_stride} px on a face of {facts.settings.alignment.size_px} px",
        footnote=f"Drawn on {whose}; left and right are the subject's. {whisker_words(found)}.",
        warnings=tuple(region_warnings(store, found)),
    )
    write_recording_figure(path, found, landmarks, caption)


def _write_all(stores: Mapping[Run, AnalysisStore], found: Mapping[str, RecordingRegions], writing: _Writing) -> None:
    """The tables of all runs together, and what their numbers are."""
    from stadrn_core.export.regions import about, asymmetry_rows, clip_rows, recording_rows, write_about
    from stadrn_core.export.rows import write_table

    labels, quantity, mode = writing.labels, writing.quantity, writing.deidentify
    recordings, pairs, clips = [], [], []
    for run, store in stores.items():
        recordings += recording_rows(labels[run], store, found[run.name], quantity, mode)
        pairs += asymmetry_rows(labels[run], found[run.name], quantity)
        clips += clip_rows(labels[run], store, found[run.name].clips)
    write_table(writing.table("regions"), recordings)
    write_table(writing.table("asymmetry"), pairs)
    write_table(writing.table("clips"), clips)
    named = {labels[run]: store for run, store in stores.items()}
    facts = about(named, {labels[run]: found[run.name] for run in stores}, quantity, mode)
    write_about(writing.out / "about.json", facts)


def _compare(cohort: Cohort, found: Mapping[str, RecordingRegions], writing: _Writing, measure: MeasureName) -> None:
    from stadrn_core.export.region_figure import write_groups_figure
    from stadrn_core.export.regions import group_rows
    from stadrn_core.export.rows import write_table
    from stadrn_core.regions.atlas import PAIRS, Region
    from stadrn_core.regions.groups import compare
    from stadrn_core.regions.sums import MEASURE_LABELS
    from stadrn_core.view import QUANTITY_LABELS

    if measure == "asymmetry":
        rows, labels = list(PAIRS), list(PAIRS)
        values = {run: one.sums.asymmetry for run, one in found.items()}
        words = "(L − R) / (L + R)"
    else:
        chosen: Measure = measure
        rows, labels = [region.key for region in Region], [region.label for region in Region]
        values = {run: one.sums.of(chosen) for run, one in found.items()}
        words = MEASURE_LABELS[chosen]
    tables = cohort.tables(values)
    compared = compare(rows, tables, seed=writing.seed)
    write_table(writing.table("groups"), group_rows(compared, measure, writing.quantity, cohort.unit))
    footnote = (
        f"Groups by {cohort.group_by}; a dot is one of the {cohort.unit}, a line their median. {compared[0].test}, "
        f"p-values corrected after Holm over {len(rows)} rows; intervals: 95% percentile bootstrap over {cohort.unit}. "
        f"{QUANTITY_LABELS[writing.quantity]}. It compares where a network's map lies, not faces."
    )
    write_groups_figure(writing.out / "groups.png", labels, tables, compared, words, footnote)
    told = [one for one in compared if one.p_holm < 0.05]
    console.print(
        f"Groups by {cohort.group_by}: "
        + ", ".join(f"{name} {table.shape[1]}" for name, table in tables.items())
        + f" {cohort.unit}; {len(told)} of {len(compared)} comparisons of {words} below 0.05 after Holm"
    )
    for one in told:
        console.print(f"  {one.row}, {' / '.join(one.groups)}: {one.effect_name} {one.effect:+.2f}, p {one.p_holm:.3g}")


def _tell(stores: Mapping[Run, AnalysisStore], found: Mapping[str, RecordingRegions]) -> None:
    """What must be known of each run, and where its heat is densest."""
    import numpy as np

    from stadrn_core.regions.atlas import Region

    cautions = dict.fromkeys(store.manifest.checkpoint.caution for store in stores.values())
    for caution in cautions:
        if caution:
            say("Note", "yellow", caution)
    for name, one in found.items():
        share, density = one.sums.share, one.sums.relative_share
        if np.isnan(share).all():
            console.print(f"{name}: no heat in any clip (scores clamped at 0?)")
            continue
        densest = Region(int(np.nanargmax(density)))
        console.print(f"{name}: densest in {densest.label} ({density[densest]:.1f} × the mean of the picture)")
        if one.sums.background_is_high:
            say("Alarm", "bold red", f"{name}: {share[Region.BACKGROUND]:.0%} of the heat is background")
