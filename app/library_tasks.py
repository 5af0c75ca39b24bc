"""Work of the library of sessions, as generators for a thread; no Qt, no threads.

The engine is imported inside, as in ``tasks``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from stadrn_core.types import Progress

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from stadrn_core.library import Forgotten, Library, Session

THUMBNAIL_PX = 96


def add_session(library: Library, store: Path, recording: Path) -> Generator[str, None, None]:
    """Add an analysis with a small picture of a face, where the recording is there; yields the recording's hash.

    Raises:
        StoreError: the analysis or the library cannot be read.
        VideoError: the recording cannot be read.
    """
    import cv2

    from stadrn_core.damage import read_or_blank
    from stadrn_core.export.deidentify import render_deidentified
    from stadrn_core.export.figure import representative_frames
    from stadrn_core.export.frame_row import column_pictures
    from stadrn_core.store import AnalysisStore
    from stadrn_core.video import open_recording
    from stadrn_core.view import ViewSettings

    with AnalysisStore.open(store) as analysis:
        thumbnail = None
        chosen = representative_frames(analysis, 1)
        if chosen and recording.exists():
            with open_recording(recording) as source:
                frame = read_or_blank(source, chosen[0])
                frame, display = render_deidentified(analysis, frame, ViewSettings(), "none")
            face = column_pictures(frame, display, ViewSettings())["face"]
            if face is not None:
                small = cv2.resize(face, (THUMBNAIL_PX, THUMBNAIL_PX), interpolation=cv2.INTER_AREA)
                done, content = cv2.imencode(".png", cv2.cvtColor(small, cv2.COLOR_RGB2BGR))
                thumbnail = content.tobytes() if done else None
        yield library.add(analysis, datetime.now(UTC).isoformat(timespec="seconds"), thumbnail, recording)


def relocate(library: Library, folder: Path) -> Generator[Progress | Session, None, None]:
    """Look for missing recordings below a folder.

    Raises:
        StoreError, VideoError: something cannot be read.
    """
    yield from library.relocate(folder)


@dataclass(frozen=True)
class Derived:
    """Files and folders that deleting a patient would remove."""

    paths: tuple[Path, ...]


def find_derived(library: Library, pseudonym: str) -> Generator[Derived, None, None]:
    """Look for what a patient's sessions left.

    Raises:
        StoreError: the library cannot be read.
    """
    from stadrn_core.library.forget import derived

    yield Derived(tuple(derived(library, pseudonym)))


def forget(library: Library, pseudonym: str, with_recordings: bool) -> Generator[Progress | Forgotten, None, None]:
    """Delete all that a patient's sessions left, and look for the rest.

    Raises:
        StoreError: something cannot be deleted.
    """
    from stadrn_core.library import forget_patient

    yield Progress("deleting, then looking for what is left", 0, 1, "patients")
    yield forget_patient(library, pseudonym, with_recordings=with_recordings)
