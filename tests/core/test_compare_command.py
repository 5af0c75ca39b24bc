"""``stadrn compare`` from end to end, with very small networks."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from stadrn_core.analyze import Analysis
from stadrn_core.checkpoint import init_checkpoint, load_checkpoint
from stadrn_core.chunk_cache import recordings_folder
from stadrn_core.cli import main
from stadrn_core.explain.queue import ClipQueue
from stadrn_core.manifest import ClipRecord
from stadrn_core.model import ModelConfig
from stadrn_core.store import AnalysisStore
from stadrn_core.video import hash_recording
from tests.recordings import write_video

SIZES = {"features": 2, "stem_width": 8, "layers": (1, 1, 1, 1), "clip_length": 8, "frame_size": 64}
OPTIONS = ("--sample-interval", "24", "--clips", "contiguous")
NUM_CLIPS = 2
"""9 sampled frames in clips of 8."""


@pytest.fixture(scope="module")
def checkpoints(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("checkpoints")
    kinds = ("fusion_vector", "spatial", "temporal")
    return [
        init_checkpoint(folder / f"{kind}.safetensors", ModelConfig(kind=kind, **SIZES), seed)  # type: ignore[arg-type]
        for seed, kind in enumerate(kinds)
    ]


def compare(video: Path, checkpoints: list[Path], out: Path, *options: str) -> int:
    named = [part for path in checkpoints for part in ("--checkpoint", str(path))]
    return main(["compare", str(video), *named, "--out", str(out), *options])


def counted(monkeypatch: pytest.MonkeyPatch, stop_at: int = 0) -> list[int]:
    real, calls = ClipQueue.put, []

    def explain(*arguments: object, **named: object) -> object:
        calls.append(1)
        if len(calls) == stop_at:
            raise KeyboardInterrupt
        return real(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(ClipQueue, "put", explain)
    return calls


def stores_of(out: Path) -> dict[str, AnalysisStore]:
    found = [AnalysisStore.open(path) for path in (out / "analyses").glob("*.zarr")]
    return {Path(store.manifest.checkpoint.path).stem: store for store in found}


def test_only_what_is_new_is_computed_and_faces_are_shared(
    demo_video: Path,
    checkpoints: list[Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    calls = counted(monkeypatch)
    assert compare(demo_video, checkpoints[:2], tmp_path / "out", *OPTIONS) == 0
    assert len(calls) == 2 * NUM_CLIPS
    told = capsys.readouterr().err
    for words in ("2 clips computed", "A  untrained", "B − A: bias", "share their preprocessing", "not a diagnosis"):
        assert words in told, words
    with (tmp_path / "out" / "comparison.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    stores = stores_of(tmp_path / "out")
    a, b = stores["fusion_vector"], stores["spatial"]
    assert [float(row["score"]) for row in rows] == pytest.approx(
        [store.records[i].score for store in (a, b) for i in range(NUM_CLIPS)], rel=1e-5
    )
    assert (a.face_track(0, 9).landmarks == b.face_track(0, 9).landmarks).all()
    own = Analysis(demo_video, load_checkpoint(checkpoints[1], "cpu"), b.manifest.settings, tmp_path / "own.zarr")
    assert [event.raw_output for event in own.run() if isinstance(event, ClipRecord)] == [
        b.records[i].raw_output for i in range(NUM_CLIPS)
    ], "shared faces give the numbers that own ones give"
    calls.clear()
    names = ("--name", "ours", "--name", "theirs")
    assert compare(demo_video, checkpoints[:2], tmp_path / "out", *OPTIONS, *names) == 0
    assert calls == [], "a second run computes nothing"
    told = capsys.readouterr().err
    assert told.count("nothing to compute") == 2
    assert "A  ours" in told
    assert "B  theirs" in told
    kept = kept_chunks()
    assert kept
    assert compare(demo_video, checkpoints, tmp_path / "out", *OPTIONS, "--reference", str(checkpoints[1])) == 0
    assert len(calls) == NUM_CLIPS, "only the third checkpoint is new"
    assert kept_chunks() == kept, "no face is looked for again: no chunk is written"
    for name in ("agreement.csv", "regions.csv", "checkpoints.csv", "comparison.pdf", "about.json"):
        assert (tmp_path / "out" / name).stat().st_size > 0
    with Image.open(tmp_path / "out" / "comparison.png") as image:
        assert np.asarray(image.convert("L")).std() > 20, "not an empty page"


def kept_chunks() -> set[tuple[str, int]]:
    """Name and inode of each chunk of aligned faces; one that is written again is another file."""
    return {(path.name, path.stat().st_ino) for path in recordings_folder().glob("*/*.npz")}


def test_ctrl_c_keeps_what_is_finished(
    demo_video: Path,
    checkpoints: list[Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    calls = counted(monkeypatch, stop_at=4)
    assert compare(demo_video, checkpoints[:2], tmp_path / "out", *OPTIONS) == 130
    assert "the same command goes on from there" in capsys.readouterr().err
    assert not (tmp_path / "out" / "comparison.csv").exists()
    options = (*OPTIONS, "--quantity", "gradcampp")
    assert compare(demo_video, checkpoints[:2], tmp_path / "out", *options) == 0
    assert len(calls) == 4 + 1, "the three finished clips are not computed again"


def test_without_a_face_nothing_is_left(
    checkpoints: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    video = write_video(tmp_path / "numbers.mp4", 20, size=(320, 240))
    assert compare(video, checkpoints[:2], tmp_path / "out") == 1
    assert "no face was found" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("which", "options", "code", "words"),
    [
        ((0,), (), 2, "two times or more"),
        ((0, 0), (), 1, "nothing to compare"),
        ((0, 1), ("--name", "ours"), 2, "once for each"),
        ((0, 1), ("--reference", "other.pth"), 1, "none of the checkpoints"),
        ((0, 1), ("--target-layer", "layer_3"), 2, "--quantity gradcampp"),
        ((0, 1), ("--target-layer", "fc"), 2, "layer_1"),
        ((0, 1), ("--device", "abacus"), 2, "abacus"),
    ],
)
def test_mistakes_are_explained(
    which: tuple[int, ...],
    options: tuple[str, ...],
    code: int,
    words: str,
    checkpoints: list[Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert compare(tmp_path / "nowhere.mp4", [checkpoints[i] for i in which], tmp_path / "out", *options) == code
    assert words in capsys.readouterr().err.replace("\n", " ")
    assert not (tmp_path / "out").exists()


def test_de_identified_tables_name_nobody(demo_video: Path, checkpoints: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert compare(demo_video, checkpoints[:2], out, *OPTIONS, "--deidentify", "drawn_face") == 0
    for path in out.iterdir():
        if path.is_file():
            told = path.read_bytes().decode("latin-1")
            for word in (demo_video.name, str(demo_video.parent), checkpoints[0].name, str(tmp_path)):
                assert word not in told, (path.name, word)
    facts = json.loads((out / "about.json").read_text(encoding="utf-8"))
    assert (facts["deidentify"], facts["recording_sha256"]) == ("drawn_face", hash_recording(demo_video))
    with (out / "comparison.csv").open(encoding="utf-8", newline="") as file:
        assert {row["checkpoint"] for row in csv.DictReader(file)} == {"Checkpoint A", "Checkpoint B"}


def test_without_a_common_clip_no_number_is_made_up(
    demo_video: Path, checkpoints: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shorter = ModelConfig(kind="spatial", **{**SIZES, "clip_length": 4})  # type: ignore[arg-type]
    other = init_checkpoint(tmp_path / "shorter.safetensors", shorter, 5)
    assert compare(demo_video, [checkpoints[0], other], tmp_path / "out", *OPTIONS) == 0
    told = " ".join(capsys.readouterr().err.split())
    assert "B − A: no clip is the same in both, so nothing is compared clip by clip" in told
    assert "the clips are not the same stretches of the recording" in told
    assert "nan" not in told
    assert "With 0 clips" not in told
