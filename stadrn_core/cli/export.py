"""``stadrn export``: of a finished analysis, everything that the window's export dialog writes."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from stadrn_core.cli.analysis import check_quantity, recording_of
from stadrn_core.cli.console import (
    INTERRUPTED,
    AnalysisArgument,
    CrfOption,
    DeidentifyOption,
    QuantityOption,
    SoundOption,
    TableFormatOption,
    VideoOption,
    console,
    progress_bar,
    say,
    tell_sound,
)
from stadrn_core.export.task import CRF, ExportTask, What
from stadrn_core.folders import store_in

if TYPE_CHECKING:
    from stadrn_core.store import AnalysisStore

commands = typer.Typer()


@commands.command()
def export(
    analysis: AnalysisArgument,
    what: Annotated[What, typer.Option(help="What to write.")],
    out: Annotated[
        Path,
        typer.Option(
            help="picture .png; video .mp4, .mov or .mkv; figure .pdf, .svg, .png or .tif; report .pdf; maps .npz or "
            ".zarr; a folder for frames and tables."
        ),
    ],
    video: VideoOption = None,
    picture: Annotated[
        Literal["side_by_side", "overlay", "face", "heat", "guided"] | None,
        typer.Option(help="What is drawn of a frame; frames: overlay where not named, else side_by_side."),
    ] = None,
    frame: Annotated[int, typer.Option(min=0, help="Source frame of a picture, or among those of a figure.")] = 0,
    frames: Annotated[
        tuple[int, int] | None, typer.Option(help="First and last source frame of a video or of frames.")
    ] = None,
    seconds: Annotated[
        tuple[float, float] | None, typer.Option(help="Begin and end of a video or of frames, instead.")
    ] = None,
    quantity: QuantityOption = "weighted",
    crf: CrfOption = CRF,
    sound: SoundOption = True,
    guided: Annotated[bool, typer.Option("--guided", help="Guided maps among the maps; large.")] = False,
    table_format: TableFormatOption = "csv",
    deidentify: DeidentifyOption = "none",
) -> int:
    """Export a picture, video, frames, figure, report, raw maps or tables of a finished analysis."""
    from stadrn_core.store import AnalysisStore
    from stadrn_core.view import ViewSettings

    if what == "tables" and deidentify != "none":
        raise typer.BadParameter("tables hold names and numbers, no pictures: --deidentify is not for them")
    with AnalysisStore.open(store_in(analysis)) as store:
        check_quantity(store, quantity)
        if frame >= len(store.pts_seconds):
            raise typer.BadParameter(f"--frame must lie within 0 to {len(store.pts_seconds) - 1}, got {frame}")
        task = ExportTask(
            what,
            out,
            ViewSettings(quantity=quantity),
            frame,
            _range(store, frames, seconds),
            picture or ("overlay" if what == "frames" else "side_by_side"),
            deidentify,
            crf,
            sound,
            guided,
            table_format,
        )
        try:
            _run(store, task, recording_of(store, video) if task.needs_recording else None)
        except KeyboardInterrupt:
            console.print("Stopped. Nothing is written.")
            return INTERRUPTED
    if what == "maps" and deidentify != "none":
        say("Note", "yellow", "Landmarks, guided maps, names and paths are left out.")
    console.print(f"Written: {out}")
    return 0


def _run(store: AnalysisStore, task: ExportTask, recording: Path | None) -> None:
    """Do it under a progress bar; of a video, tell first what becomes of the sound."""
    from stadrn_core.export.sound import plan_sound
    from stadrn_core.export.task import export
    from stadrn_core.export.video import checked_suffix
    from stadrn_core.video import open_recording

    if task.what == "video" and recording is not None:
        plan = plan_sound(recording, checked_suffix(task.target), task.sound, task.deidentify)
        tell_sound(plan, task.deidentify)
    with progress_bar() as show, open_recording(recording) if recording is not None else nullcontext() as source:
        for event in export(store, source, task):
            show(event)


def _range(
    store: AnalysisStore, frames: tuple[int, int] | None, seconds: tuple[float, float] | None
) -> tuple[int, int] | None:
    """Source frames [first, stop), or None for all."""
    import numpy as np

    if frames is not None and seconds is not None:
        raise typer.BadParameter("--frames and --seconds say the same: give one of them")
    if seconds is not None:
        begin, end = seconds
        if not 0 <= begin <= min(end, float(store.pts_seconds[-1])):
            raise typer.BadParameter(
                f"--seconds {begin:g} {end:g}: must begin within 0 to {store.pts_seconds[-1]:.2f} s, and end after that"
            )
        shown = np.searchsorted(store.pts_seconds, [one + 1e-9 for one in seconds], side="right") - 1
        frames = (max(int(shown[0]), 0), int(shown[1]))
    if frames is None:
        return None
    first, last = frames
    if not 0 <= first <= last < len(store.pts_seconds):
        raise typer.BadParameter(
            f"the range must lie within frames 0 to {len(store.pts_seconds) - 1} "
            f"(0 to {store.pts_seconds[-1]:.2f} s) and end after it begins"
        )
    return first, last + 1
