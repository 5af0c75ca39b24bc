"""``stadrn report``: a session report of an analysis as PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stadrn_core.cli.analysis import recording_of
from stadrn_core.cli.console import (
    INTERRUPTED,
    AnalysisArgument,
    DeidentifyOption,
    QuantityOption,
    VideoOption,
    console,
    progress_bar,
)
from stadrn_core.folders import store_in

commands = typer.Typer()


@commands.command()
def report(
    analysis: AnalysisArgument,
    out: Annotated[Path, typer.Option(help="File to write, ending in .pdf.")],
    video: VideoOption = None,
    marks: Annotated[
        Path | None, typer.Option(help="Marks as CSV; those set in the window where none is named.")
    ] = None,
    quantity: QuantityOption = "weighted",
    notes: Annotated[bool, typer.Option("--notes/--no-notes", help="Print the notes of marks.")] = True,
    regions: Annotated[
        bool, typer.Option("--regions/--no-regions", help="Sum the maps over regions of the face.")
    ] = True,
    deidentify: DeidentifyOption = "none",
) -> int:
    """Write a session report: score over time, marks, key frames, regions, methods, sources and limits."""
    from stadrn_core.export.report import ReportOptions, write_report
    from stadrn_core.folders import project_around
    from stadrn_core.marks.marks import MarksFile
    from stadrn_core.marks.table import read_csv
    from stadrn_core.marks.timing import Timing
    from stadrn_core.store import AnalysisStore
    from stadrn_core.trust.load import stored_results
    from stadrn_core.video import open_recording
    from stadrn_core.view import ViewSettings

    with AnalysisStore.open(store_in(analysis)) as store, progress_bar() as show:
        facts = store.manifest.recording
        path = recording_of(store, video)
        if marks is None:
            project = project_around(store.path)
            chosen = MarksFile(facts.sha256, project / "marks" if project is not None else None).load()
        else:
            chosen = read_csv(marks, Timing(store.pts_seconds, facts.duration_seconds))
        options = ReportOptions(ViewSettings(quantity=quantity), deidentify, notes, regions)
        with open_recording(path) as source:
            try:
                for event in write_report(store, source, out, chosen, stored_results(store), options):
                    show(event)
            except KeyboardInterrupt:
                console.print("Stopped. Nothing is written.")
                return INTERRUPTED
    console.print(f"Written: {out}")
    return 0
