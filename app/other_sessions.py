"""Other sessions of the patient whose recording is open, from the library. The engine is imported inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.library_tasks import add_session

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from stadrn_core.library import Session


def other_sessions(recording_sha256: str) -> tuple[str, list[Session]]:
    """The pseudonym of a recording's patient, and the other sessions under it whose recordings are where they were.

    Empty where the recording is not in the library or has no pseudonym.

    Raises:
        StoreError: the library cannot be read.
    """
    from stadrn_core.library import Library

    library = Library()
    try:
        pseudonym = library.session(recording_sha256).pseudonym
    except KeyError:
        return "", []
    if not pseudonym:
        return "", []
    found = library.sessions(pseudonym=pseudonym)
    return pseudonym, [one for one in found if one.recording != recording_sha256 and one.path.exists()]


def add_to_library(analysis: Path, recording: Path) -> Generator[str, None, None]:
    """Add an analysis and its recording; yields the session's name.

    Raises:
        StoreError: the library, or the analysis, cannot be read.
    """
    from stadrn_core.library import Library

    yield from add_session(Library(), analysis, recording)
