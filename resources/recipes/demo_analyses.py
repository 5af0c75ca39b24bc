"""What the pictures show: the demo analysed by both checkpoints, and an earlier session, from a file made once.

Another processor rounds otherwise, which the last digit of a number in the window can show. So the analyses are kept in
``pictured_analyses.zip``; of guided maps only those of the frames that pictures show. To make it anew:

    .venv/bin/python resources/recipes/demo_analyses.py
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stadrn_core.store import AnalysisStore

RESOURCES = Path(__file__).resolve().parents[1]
ARCHIVE = RESOURCES / "recipes" / "pictured_analyses.zip"
EARLIER, LATER = "demo_face.mp4", "demo_recording.mp4"
SESSIONS: dict[str, dict[str, Any]] = {
    EARLIER: {
        "pseudonym": "P-01",
        "recorded_on": "2026-03-02",
        "tags": ("baseline",),
        "known_points": 33,
    },
    LATER: {
        "pseudonym": "P-01",
        "recorded_on": "2026-05-18",
        "tags": ("week 11",),
        "known_points": 27,
        "notes": "Spoke more freely than in March.",
    },
}
CREATED = "2026-05-18T09:30:00+00:00"
TESTED_CLIP = 1
GUIDED_FRAMES = (90, 270, 450, 630)


def unpack_analyses() -> None:
    """Lay the analyses where the window looks for them, and describe the sessions in the library."""
    from app.library_tasks import add_session
    from stadrn_core.analyze import analysis_folder
    from stadrn_core.library import Library
    from stadrn_core.store import AnalysisStore

    library = Library()
    with tempfile.TemporaryDirectory(prefix="stadrn") as unpacked:
        with zipfile.ZipFile(ARCHIVE) as archive:
            archive.extractall(unpacked)
        for folder in sorted(Path(unpacked).iterdir()):
            recording = _place(folder / "manifest.json")
            with AnalysisStore.open(folder) as store:
                facts = store.manifest
            target = analysis_folder(facts.recording.sha256, facts.checkpoint.identity, facts.settings)
            shutil.copytree(folder, target)
            for _ in add_session(library, target, recording):
                pass
    for session in library.sessions():
        library.change(session.recording, **SESSIONS[session.name])


def _place(manifest: Path) -> Path:
    """Name the files of this checkout in a manifest; the recording."""
    facts = json.loads(manifest.read_text(encoding="utf-8"))
    recording = RESOURCES / facts["recording"]["path"]
    checkpoint = RESOURCES / "checkpoints" / facts["checkpoint"]["path"]
    facts["recording"]["path"], facts["checkpoint"]["path"] = str(recording), str(checkpoint)
    manifest.write_text(json.dumps(facts), encoding="utf-8")
    return recording


# -- making the file ------------------------------------------------------------


def make_archive(target: Path = ARCHIVE) -> None:
    """Analyse, test one map, and pack."""
    from stadrn_core.demo import find_demo
    from stadrn_core.folders import resource

    demo = find_demo()
    pairs = [(resource(EARLIER), demo.checkpoint), *((demo.recording, one) for one in (*demo.others, demo.checkpoint))]
    folders = [_analyse(recording, checkpoint) for recording, checkpoint in pairs]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for folder in folders:
            for path in sorted(folder.rglob("*")):
                if path.is_file() and not path.name.endswith(".lock"):
                    # A date of its own would make another file of the same analyses.
                    entry = zipfile.ZipInfo(path.relative_to(folder.parent).as_posix(), (2026, 5, 18, 9, 30, 0))
                    entry.compress_type = zipfile.ZIP_DEFLATED
                    archive.writestr(entry, path.read_bytes())


def _analyse(recording: Path, checkpoint_file: Path) -> Path:
    from stadrn_core.analyze import Analysis, analysis_folder, settings_for
    from stadrn_core.checkpoint import load_checkpoint
    from stadrn_core.manifest import AnalysisSettings
    from stadrn_core.store import AnalysisStore
    from stadrn_core.trust import Assessment
    from stadrn_core.video import hash_recording, open_recording

    checkpoint = load_checkpoint(checkpoint_file, "cpu")
    settings = settings_for(checkpoint, AnalysisSettings())
    folder = analysis_folder(hash_recording(recording), checkpoint.identity, settings)
    for _ in Analysis(recording, checkpoint, settings, folder).run():
        pass
    with AnalysisStore.open(folder) as store, open_recording(recording) as source:
        if recording.name == LATER:
            quick = ("randomisation", "mean_map", "stability")
            for _ in Assessment(store, source, checkpoint, "gradcampp", [TESTED_CLIP], quick).run():
                pass
        _thin(store, folder)
    manifest = folder / "manifest.json"
    facts = json.loads(manifest.read_text(encoding="utf-8")) | {"created": CREATED}
    facts["recording"]["path"], facts["checkpoint"]["path"] = recording.name, checkpoint_file.name
    manifest.write_text(json.dumps(facts, indent=2), encoding="utf-8")
    return folder


def _thin(store: AnalysisStore, folder: Path) -> None:
    """Leave out the guided maps that no picture shows."""
    import numpy as np
    import zarr

    guided = zarr.open_array(folder / "guided", mode="r+")
    for clip in range(store.plan.num_clips):
        maps = guided[clip]
        maps[~np.isin(store.plan.clip_frames(clip), GUIDED_FRAMES)] = 0
        guided[clip] = maps


if __name__ == "__main__":
    sys.path.insert(0, str(RESOURCES.parent))
    with tempfile.TemporaryDirectory(prefix="stadrn") as home:
        os.environ["STADRN_HOME"] = home
        make_archive()
