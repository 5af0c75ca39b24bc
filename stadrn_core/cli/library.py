"""``stadrn library``: the sessions that were analysed here."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from stadrn_core.cli.console import INTERRUPTED, console, progress_bar
from stadrn_core.errors import StoreError

if TYPE_CHECKING:
    from stadrn_core.library import Library, Session

PRINTED_WIDTH = 130
"""Columns of the printed table where the output is no terminal."""
SHOWN_HASH = 8
"""Letters of a recording's hash by which it is named."""

commands = typer.Typer(help="Sessions that were analysed here: pseudonyms, dates, tags, known scores.")

FolderOption = Annotated[Path | None, typer.Option("--library", help="A project folder; the user's where none.")]
PseudonymOption = Annotated[str | None, typer.Option(help="The patient's pseudonym, never a name.")]
TagOption = Annotated[list[str] | None, typer.Option(help="A tag; several times. Replaces the present ones.")]


@commands.command("list")
def list_sessions(
    search: Annotated[list[str] | None, typer.Argument(help="Words that must occur.")] = None,
    tag: Annotated[str, typer.Option(help="Only those with this tag.")] = "",
    pseudonym: PseudonymOption = None,
    order: Annotated[Literal["date", "score", "pseudonym", "name"], typer.Option(help="Sort by this.")] = "date",
    library: FolderOption = None,
) -> int:
    """List sessions."""
    found = _library(library).sessions(" ".join(search or ()), tag=tag, pseudonym=pseudonym, order=order)
    if not found:
        console.print("No session matches." if search or tag or pseudonym else "No session is in the library yet.")
        return 0
    _print(found)
    return 0


@commands.command()
def add(
    analyses: Annotated[list[Path], typer.Argument(help="Folders that 'stadrn explain' wrote, or stored analyses.")],
    pseudonym: PseudonymOption = None,
    tag: TagOption = None,
    library: FolderOption = None,
) -> int:
    """Add stored analyses with their recordings."""
    from stadrn_core.store import AnalysisStore

    kept = _library(library, may_begin=True)
    for folder in analyses:
        path = folder / "analysis.zarr" if (folder / "analysis.zarr").is_dir() else folder
        with AnalysisStore.open(path) as store:
            recording = kept.add(store, datetime.now(UTC).isoformat(timespec="seconds"))
            kept.change(recording, pseudonym=pseudonym, tags=tag)
            console.print(f"Added: {store.manifest.recording.name} ({recording[:SHOWN_HASH]})")
    return 0


@commands.command("set")
def set_facts(
    recording: Annotated[str, typer.Argument(help="The beginning of the recording's hash, as 'list' shows it.")],
    pseudonym: PseudonymOption = None,
    recorded_on: Annotated[str | None, typer.Option(help="Date, YYYY-MM-DD; empty where not known.")] = None,
    tag: TagOption = None,
    note: Annotated[str | None, typer.Option(help="Free text.")] = None,
    known_score: Annotated[str | None, typer.Option(help="BDI-II score known otherwise, or 'unknown'.")] = None,
    library: FolderOption = None,
) -> int:
    """Change what is known of a session."""
    kept = _library(library)
    session = _named(kept, recording)
    known: float | Literal["unknown"] | None = None
    try:
        if known_score is not None:
            known = "unknown" if known_score == "unknown" else float(known_score)
        kept.change(
            session.recording, pseudonym=pseudonym, recorded_on=recorded_on, tags=tag, notes=note, known_points=known
        )
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    _print([kept.session(session.recording)])
    return 0


@commands.command()
def relocate(
    folder: Annotated[Path, typer.Argument(help="Where moved recordings may be.")], library: FolderOption = None
) -> int:
    """Find recordings that were moved or renamed, by their content."""
    from stadrn_core.types import Progress

    kept = _library(library)
    try:
        with progress_bar() as show:
            for event in kept.relocate(folder):
                if isinstance(event, Progress):
                    show(event)
                else:
                    console.print(f"Found: {event.path}")
    except KeyboardInterrupt:
        console.print("Stopped. What was found is kept.")
        return INTERRUPTED
    missing = kept.missing()
    for session in missing:
        console.print(f"Still missing: {session.path}")
    return 1 if missing else 0


@commands.command()
def delete_patient(
    pseudonym: Annotated[str, typer.Argument(help="Whose.")],
    yes: Annotated[bool, typer.Option("--yes", help="Delete; without it, only show what would be.")] = False,
    with_recordings: Annotated[bool, typer.Option("--with-recordings", help="The videos, too.")] = False,
    library: FolderOption = None,
) -> int:
    """Delete all that a patient's recordings left: analyses, marks, faces, notes, log lines; then look for the rest."""
    from stadrn_core.library import forget_patient
    from stadrn_core.library.forget import derived

    kept = _library(library)
    if pseudonym not in kept.pseudonyms():
        raise StoreError(f"{kept.path} knows no patient {pseudonym!r}. See 'stadrn library list'.")
    for path in derived(kept, pseudonym):
        console.print(f"  {path}")
    if not yes:
        raise typer.BadParameter("--yes is missing: the above would be deleted, with the library's entries")
    done = forget_patient(kept, pseudonym, with_recordings=with_recordings)
    console.print(f"Deleted: {len(done.removed)} files and folders, lines in {len(done.changed)} files.")
    for path in done.kept:
        console.print(f"The recording stays: {path}")
    for path in done.left:
        console.print(f"Still names the patient or a recording: {path}")
    if not done.left:
        console.print("Nothing is left in this program's folders.")
    return 1 if done.left else 0


def _library(folder: Path | None, *, may_begin: bool = False) -> Library:
    from stadrn_core.folders import LIBRARY_FILE, open_project
    from stadrn_core.library import Library

    if folder is not None and not may_begin and not (folder / LIBRARY_FILE).is_file():
        raise StoreError(
            f"{folder} holds no {LIBRARY_FILE}: no project was begun there. 'stadrn library add' begins one."
        )
    library = Library(folder)
    open_project(folder)
    return library


def _named(library: Library, beginning: str) -> Session:
    found = [one for one in library.sessions() if one.recording.startswith(beginning.lower())]
    if len(found) != 1:
        how_many = "no session" if not found else f"{len(found)} sessions"
        raise StoreError(f"{library.path}: {how_many} whose hash begins with {beginning!r}. See 'stadrn library list'.")
    return found[0]


def _print(sessions: list[Session]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table()
    for column in ("Recording", "Patient", "Date", "File", "Score", "Known", "Tags", "Notes"):
        table.add_column(column, justify="right" if column in ("Score", "Known") else "left", overflow="fold")
    for one in sessions:
        points = "" if one.points is None else f"{one.points:.1f}"
        known = "" if one.known_points is None else f"{one.known_points:g}"
        name = one.name if one.path.exists() else f"{one.name} (moved?)"
        table.add_row(
            one.recording[:SHOWN_HASH], one.pseudonym, one.when, name, points, known, ", ".join(one.tags), one.notes
        )
    printed = Console(highlight=False, markup=False)
    if not printed.is_terminal:
        printed.width = PRINTED_WIDTH
    printed.print(table)
