"""What an exported file says of itself: sources by their hashes, settings, and what became of the face.

Names and paths are never in it: they may tell who was recorded.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from stadrn_core import __version__
from stadrn_core.export.recipe import analysis_key

if TYPE_CHECKING:
    from stadrn_core.manifest import CheckpointFacts, Manifest
    from stadrn_core.render import AnalysisView, ViewSettings
    from stadrn_core.types import Deidentify, Json

RECORD_FILE = "about.json"


def export_record(
    store: AnalysisView, what: str, deidentify: Deidentify, view: ViewSettings | None = None, **more: object
) -> Json:
    """A record of an export.

    Args:
        store: the analysis.
        what: kind of export.
        deidentify: what became of the face.
        view: what pictures show, and how.
        more: what else decides about the file, as JSON.
    """
    record: Json = {
        "export": what,
        "software": f"stadrn {__version__}",
        "recording_sha256": store.manifest.recording.sha256,
        "checkpoint_sha256": store.manifest.checkpoint.sha256,
        "analysis_key": analysis_key(store.manifest),
        "deidentify": deidentify,
        **more,
    }
    if view is not None:
        record["view"] = asdict(view)
    return record


def record_text(
    store: AnalysisView, what: str, deidentify: Deidentify, view: ViewSettings | None = None, **more: object
) -> str:
    """``export_record`` as one line of JSON in ASCII."""
    return json.dumps(export_record(store, what, deidentify, view, **more))


def nameless(manifest: Manifest) -> Manifest:
    """What may be told of a de-identified analysis: hashes, neither names nor paths."""
    return replace(
        manifest,
        recording=replace(manifest.recording, name="recording", path="", warnings=()),
        checkpoint=nameless_checkpoint(manifest.checkpoint),
    )


def nameless_checkpoint(facts: CheckpointFacts) -> CheckpointFacts:
    """The same of a checkpoint."""
    return replace(facts, name="checkpoint", path="", notes=(), metadata={})
