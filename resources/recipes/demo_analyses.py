"""What the pictures show, made before the window opens: the demo by both checkpoints, and an earlier session."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from app.library_tasks import add_session
from stadrn_core.analyze import Analysis, analysis_folder, settings_for
from stadrn_core.checkpoint import load_checkpoint
from stadrn_core.demo import find_demo
from stadrn_core.folders import resource
from stadrn_core.library import Library
from stadrn_core.manifest import AnalysisSettings
from stadrn_core.video import hash_recording

if TYPE_CHECKING:
    from pathlib import Path

EARLIER: dict[str, Any] = {
    "pseudonym": "P-01",
    "recorded_on": "2026-03-02",
    "tags": ("baseline",),
    "known_points": 33,
}
LATER: dict[str, Any] = {
    "pseudonym": "P-01",
    "recorded_on": "2026-05-18",
    "tags": ("week 11",),
    "known_points": 27,
    "notes": "Spoke more freely than in March.",
}
CREATED = "2026-05-18T09:30:00+00:00"


def make_analyses() -> None:
    """Analyse, and describe the sessions in the library; all in the folders that ``STADRN_HOME`` names."""
    demo = find_demo()
    earlier = resource("demo_face.mp4")
    library = Library()
    for recording, checkpoint in (
        (earlier, demo.checkpoint),
        *((demo.recording, one) for one in (*demo.others, demo.checkpoint)),
    ):
        folder = _analyse(recording, checkpoint)
        for _ in add_session(library, folder, recording):
            pass
    for session in library.sessions():
        library.change(session.recording, **(EARLIER if session.path == earlier else LATER))


def _analyse(recording: Path, checkpoint_file: Path) -> Path:
    checkpoint = load_checkpoint(checkpoint_file, "cpu")
    settings = settings_for(checkpoint, AnalysisSettings())
    folder = analysis_folder(hash_recording(recording), checkpoint.identity, settings)
    for _ in Analysis(recording, checkpoint, settings, folder).run():
        pass
    manifest = folder / "manifest.json"
    facts = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps(facts | {"created": CREATED}), encoding="utf-8")
    return folder
