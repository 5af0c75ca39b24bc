"""The command line from end to end, with a very small network."""

from __future__ import annotations

import csv
import json
import os
import stat
from pathlib import Path

import av
import pytest
import torch

from stadrn_core.checkpoint import init_checkpoint, load_checkpoint
from stadrn_core.cli import main
from stadrn_core.explain.queue import ClipQueue
from stadrn_core.model import STADRN, ModelConfig
from stadrn_core.store import AnalysisStore
from tests.recordings import write_video

TINY = ModelConfig(features=2, stem_width=8, layers=(1, 1, 1, 1), clip_length=8, frame_size=64)


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return init_checkpoint(tmp_path_factory.mktemp("checkpoint") / "tiny.safetensors", TINY)


def explain(video: Path, checkpoint: Path, out: Path, *options: str) -> int:
    return main(["explain", str(video), "--checkpoint", str(checkpoint), "--out", str(out), *options])


def test_explain_writes_all_it_promises(
    demo_video: Path, checkpoint: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "results"
    assert explain(demo_video, checkpoint, out, "--sample-interval", "6", "--clips", "contiguous") == 0
    told = capsys.readouterr().err
    for words in ("untrained", "Device: cpu", "clip 3 of 5: score", "Research use, not a diagnosis", "error unknown"):
        assert words in told
    store = AnalysisStore.open(out / "analysis.zarr")
    summary = json.loads((out / "summary.json").read_text())
    assert summary["score"] == pytest.approx(store.video_score)
    assert [clip["raw_output"] for clip in summary["clips"]] == [store.records[i].raw_output for i in range(5)]
    assert summary["recording"]["sha256"] == store.manifest.recording.sha256
    with (out / "frames.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["frame_index"]) for row in rows] == list(range(210))
    assert {rows[0]["face"], rows[1]["face"]} == {"found", "interpolated"}
    with av.open(out / "overlay.mp4") as video:
        assert sum(1 for _ in video.decode(video=0)) == 210


def test_ctrl_c_stops_cleanly_and_the_same_command_goes_on(
    demo_video: Path,
    checkpoint: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    real, calls = ClipQueue.put, []

    def interrupted(*arguments: object, **named: object) -> object:
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(ClipQueue, "put", interrupted)
    options = ("--sample-interval", "6", "--guided", "none")
    assert explain(demo_video, checkpoint, tmp_path / "out", *options) == 130
    assert "2 finished clips are kept" in capsys.readouterr().err
    assert explain(demo_video, checkpoint, tmp_path / "out", *options) == 0
    assert len(calls) == 3 + 3, "the two finished clips are not computed again"


def test_without_a_face_nothing_is_left(checkpoint: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    video = write_video(tmp_path / "numbers.mp4", 20, size=(320, 240))
    assert explain(video, checkpoint, tmp_path / "out") == 1
    assert "no face was found" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_video_without_faces_in_full(
    shared: Path, checkpoint: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert explain(shared / "videos" / "no_face.mp4", checkpoint, tmp_path / "out", "--sample-interval", "8") == 1
    assert "no face was found" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["explain", "nowhere.mp4", "--checkpoint", "CHECKPOINT", "--out", "OUT"], 1, "nowhere.mp4"),
        (["explain", "a.mp4", "--checkpoint", "nowhere.pth", "--out", "OUT"], 1, "nowhere.pth does not exist"),
        (["explain", "a.mp4", "--checkpoint", "CHECKPOINT", "--out", "OUT", "--target-layer", "fc"], 2, "layer_1"),
        (["explain", "a.mp4", "--checkpoint", "CHECKPOINT", "--out", "OUT", "--device", "abacus"], 2, "abacus"),
        (["checkpoint", "init", "x.pth"], 2, "safetensors"),
        (["no-such-command"], 2, "no-such-command"),
    ],
)
def test_mistakes_are_explained(
    arguments: list[str], code: int, words: str, checkpoint: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    named = {"CHECKPOINT": str(checkpoint), "OUT": str(tmp_path / "out")}
    assert main([named.get(argument, argument) for argument in arguments]) == code
    assert words in capsys.readouterr().err.replace("\n", " ")
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(os.name == "nt", reason="permissions are POSIX's")
def test_what_the_program_keeps_is_the_owners_alone(stadrn_home: Path) -> None:
    (stadrn_home / "data").mkdir(parents=True, mode=0o755)
    assert main(["version"]) == 0
    modes = {folder.name: stat.S_IMODE(folder.stat().st_mode) for folder in stadrn_home.iterdir()}
    assert modes == dict.fromkeys(("data", "cache", "config", "log"), 0o700)


def test_checkpoints_are_described_converted_and_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = ModelConfig(kind="temporal", features=2, stem_width=8, layers=(1, 1, 1, 1))
    torch.save({"state_dict": STADRN(config).state_dict()}, tmp_path / "best.pth")
    assert main(["checkpoint", "info", str(tmp_path / "best.pth")]) == 1
    assert "--kind" in capsys.readouterr().err
    native = tmp_path / "ours.safetensors"
    options = ["--kind", "temporal", "--name", "Ours", "--known-error", "RMSE 8"]
    assert main(["checkpoint", "convert", str(tmp_path / "best.pth"), str(native), *options]) == 0
    loaded = load_checkpoint(native, "cpu")
    assert (loaded.config, loaded.name, loaded.known_error) == (config, "Ours", "RMSE 8")
    capsys.readouterr()
    assert main(["checkpoint", "info", str(native)]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["config"]["kind"] == "temporal"
    assert facts["parameters"] == sum(parameter.numel() for parameter in loaded.model.parameters())
    assert main(["checkpoint", "convert", str(tmp_path / "best.pth"), str(native), *options]) == 2, "never overwrites"
    made = tmp_path / "made.safetensors"
    assert main(["checkpoint", "init", str(made), "--features", "2", "--table-1", "--frame-size", "64"]) == 0
    assert not load_checkpoint(made, "cpu").is_trained
    assert load_checkpoint(made, "cpu").config.temporal_stride == 1
