"""What commands ask of a finished analysis before they make something of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from stadrn_core.errors import ExportError, StoreError

if TYPE_CHECKING:
    from stadrn_core.store import AnalysisStore
    from stadrn_core.view import Quantity


def check_quantity(store: AnalysisStore, quantity: Quantity) -> None:
    """See that the analysis has such a map.

    Raises:
        ExportError: it has not.
    """
    if quantity == "signed" and not store.manifest.has_signed_points:
        raise ExportError(f"{store.path} has no signed evidence: it exists at the last stage only. Choose another map.")


def recording_of(store: AnalysisStore, video: Path | None = None) -> Path:
    """Where the recording of an analysis lies; in a project folder that was moved, where its library says.

    Args:
        store: the analysis.
        video: where it has been moved to.

    Raises:
        StoreError: it is not there any more.
        ExportError: it is not the one that was analysed.
    """
    from stadrn_core.video import hash_recording

    facts = store.manifest.recording
    path = video or Path(facts.path)
    if not path.exists() and video is None:
        path = _in_project(store) or path
    if not facts.path and video is None:
        raise StoreError("The analysis does not say where its recording lies. Name it with --video.")
    if not path.exists():
        raise StoreError(f"{path}: the recording is not there any more. Name it with --video.")
    if hash_recording(path) != facts.sha256:
        raise ExportError(f"{path} is not the recording that was analysed. Name that one with --video.")
    return path


def _in_project(store: AnalysisStore) -> Path | None:
    from stadrn_core.folders import project_around
    from stadrn_core.library import Library

    project = project_around(store.path)
    if project is None:
        return None
    try:
        return Library(project).session(store.manifest.recording.sha256).path
    except KeyError:
        return None
