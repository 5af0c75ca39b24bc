"""``stadrn regions``: stored analyses by region of the face, and groups of them compared."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from stadrn_core.cli.console import DISCLAIMER, INTERRUPTED, console, progress_bar, say
from stadrn_core.types import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from stadrn_core.regions.cohort import Cohort
    from stadrn_core.regions.intervals import RecordingRegions
    from stadrn_core.regions.numbers import HeatQuantity
    from stadrn_core.regions.runs import Run
    from stadrn_core.regions.sums import Measure
    from stadrn_core.store import AnalysisStore

FRAMES_AT_ONCE = 250
MeasureName = Literal["mean", "maximum", "share", "relative_share", "points", "asymmetry"]

commands = typer.Typer()


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
    table_format: Annotated[Literal["csv", "parquet"], typer.Option("--format", help="Of the tables.")] = "csv",
    frames: Annotated[bool, typer.Option("--frames/--no-frames", help="Also a table of all frames.")] = True,
    seed: Annotated[int, typer.Option(min=0, help="Of the bootstrap.")] = 0,
) -> int:
    """Tell where on the face a map lies: tables by frame, clip and recording, a figure each, and groups compared."""
    from stadrn_core.export.rows import check_format
    from stadrn_core.regions.cohort import make_cohort
    from stadrn_core.regions.runs import find_runs
    from stadrn_core.store import AnalysisStore

    if labels is not None and group_by is None:
        raise typer.BadParameter("--labels is for --group-by: name the column that makes the groups")
    check_format(table_format)
    stores = {run: AnalysisStore.open(run.path) for run in find_runs(runs)}
    cohort = None
    if group_by is not None:
        facts = {run.name: (store.manifest, store.video_score) for run, store in stores.items()}
        cohort = make_cohort(facts, group_by, labels)
        for name, reason in cohort.left_out:
            say("Left out", "yellow", f"{name} of the comparison: {reason}")
    try:
        with progress_bar() as show:
            found = {
                run.name: _one_run(run, store, out, quantity, table_format, frames, seed, show)
                for run, store in stores.items()
            }
        _write_all(stores, found, out, quantity, table_format)
    except KeyboardInterrupt:
        console.print(f"Stopped. What is finished is kept in {out}; the same command goes on from there.")
        return INTERRUPTED
    if cohort is not None:
        _compare(cohort, found, out, measure, quantity, table_format, seed)
    _tell(stores, found)
    console.print(f"Results in {out}. {DISCLAIMER}")
    return 0


def _one_run(
    run: Run,
    store: AnalysisStore,
    out: Path,
    quantity: HeatQuantity,
    table_format: str,
    with_frames: bool,
    seed: int,
    show: Callable[[Progress], None],
) -> RecordingRegions:
    """A run's numbers, its table of frames and its figure; what is there from an earlier call is not made again."""
    from stadrn_core.export.files import write_error
    from stadrn_core.regions.intervals import recording_regions
    from stadrn_core.regions.numbers import ClipRegions, RegionReader
    from stadrn_core.regions.runs import compute_clips, keep_clips, kept_clips, run_identity

    folder = out / "runs" / run.name
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise write_error(folder, error) from error
    identity = run_identity(store, quantity)
    reader = RegionReader(store, quantity)
    kept = kept_clips(folder / "clips.json", identity)
    frames_file = folder / f"frames.{table_format}"
    if kept is None:
        clips: list[ClipRegions] = []
        for event in compute_clips(run, store, reader, clips):
            show(event)
        frames_file.unlink(missing_ok=True)
        keep_clips(folder / "clips.json", identity, clips)
        kept = tuple(clips)
    found = recording_regions(kept, seed=seed)
    if with_frames and not frames_file.exists():
        _write_frames(run, reader, frames_file, show)
    _draw_run(run, store, found, folder / "regions.png", quantity)
    return found


def _write_frames(run: Run, reader: object, path: Path, show: Callable[[Progress], None]) -> None:
    from stadrn_core.export.regions import frame_rows
    from stadrn_core.export.rows import write_table
    from stadrn_core.regions.numbers import RegionReader

    assert isinstance(reader, RegionReader)
    store, rows = reader.store, []
    num_frames = len(store.pts_seconds)
    for first in range(0, num_frames, FRAMES_AT_ONCE):
        show(Progress(f"{run.name}: frames by region", first, num_frames, "frames"))
        rows += frame_rows(run.name, store, reader.frames(first, min(first + FRAMES_AT_ONCE, num_frames)))
    write_table(path, rows)


def _draw_run(run: Run, store: AnalysisStore, found: RecordingRegions, path: Path, quantity: HeatQuantity) -> None:
    from stadrn_core.export.region_figure import RecordingCaption, write_recording_figure
    from stadrn_core.export.regions import region_warnings
    from stadrn_core.mean_face import mean_face
    from stadrn_core.view import QUANTITY_LABELS

    facts = store.manifest
    caption = RecordingCaption(
        title=facts.recording.name if facts.recording.name == run.name else f"{facts.recording.name} ({run.name})",
        quantity=f"{QUANTITY_LABELS[quantity]} of {facts.settings.target_layer}, checkpoint {facts.checkpoint.name}; "
        f"cells of {facts.spatial_stride} px on a face of {facts.settings.alignment.size_px} px",
        footnote="Drawn on the recording's mean face; left and right are the subject's. "
        f"Black lines: {found.interval_words}.",
        warnings=tuple(region_warnings(store, found)),
    )
    write_recording_figure(path, found, mean_face(store), caption)


def _write_all(
    stores: Mapping[Run, AnalysisStore],
    found: Mapping[str, RecordingRegions],
    out: Path,
    quantity: HeatQuantity,
    table_format: str,
) -> None:
    """The tables of all runs together, and what their numbers are."""
    from stadrn_core.export.regions import about, asymmetry_rows, clip_rows, recording_rows, write_about
    from stadrn_core.export.rows import write_table

    recordings, pairs, clips = [], [], []
    for run, store in stores.items():
        recordings += recording_rows(run.name, store, found[run.name], quantity)
        pairs += asymmetry_rows(run.name, found[run.name], quantity)
        clips += clip_rows(run.name, store, found[run.name].clips)
    write_table(out / f"regions.{table_format}", recordings)
    write_table(out / f"asymmetry.{table_format}", pairs)
    write_table(out / f"clips.{table_format}", clips)
    write_about(out / "about.json", about({run.name: store for run, store in stores.items()}, found, quantity))


def _compare(
    cohort: Cohort,
    found: Mapping[str, RecordingRegions],
    out: Path,
    measure: MeasureName,
    quantity: HeatQuantity,
    table_format: str,
    seed: int,
) -> None:
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
    compared = compare(rows, tables, seed=seed)
    write_table(out / f"groups.{table_format}", group_rows(compared, measure, quantity, cohort.unit))
    footnote = (
        f"Groups by {cohort.group_by}; a dot is one of the {cohort.unit}, a line their median. {compared[0].test}, "
        f"p-values corrected after Holm over {len(rows)} rows; intervals: 95% percentile bootstrap over {cohort.unit}. "
        f"{QUANTITY_LABELS[quantity]}. It compares where a network's map lies, not faces."
    )
    write_groups_figure(out / "groups.png", labels, tables, compared, words, footnote)
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
