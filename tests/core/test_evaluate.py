"""Scores of drawn recordings against plain forward passes; resuming; rows that cannot be used."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest
import torch

import stadrn_core.evaluate
from stadrn_core.checkpoint import load_checkpoint, save_checkpoint
from stadrn_core.cli import main
from stadrn_core.clips import clip_tensor
from stadrn_core.comparators import MDNConfig
from stadrn_core.errors import DataError
from stadrn_core.evaluate import Evaluation, EvaluationSettings, evaluate
from stadrn_core.networks import build_network
from tests.labelled import picture, tiny_checkpoint, write_frames, write_labels, write_picture

if TYPE_CHECKING:
    from collections.abc import Generator

    from stadrn_core.checkpoint import LoadedCheckpoint

SETTINGS = EvaluationSettings(resamples=50)
# Recordings as their frames' seeds; a clip has 4 frames.
FRAMES = {"still.png": [1], "short": [2, 3], "exact": [4, 5, 6, 7], "long": list(range(10, 20))}
CLIPS = {
    "still.png": [[1, 1, 1, 1]],
    "short": [[2, 2, 3, 3]],
    "exact": [[4, 5, 6, 7]],
    "long": [[10, 11, 12, 13], [13, 14, 15, 16], [16, 17, 18, 19]],
}


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> LoadedCheckpoint:
    path = tiny_checkpoint(tmp_path_factory.mktemp("checkpoint") / "tiny.safetensors", mean=0.05)
    return load_checkpoint(path, "cpu")


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    for name, seeds in FRAMES.items():
        if name.endswith(".png"):
            write_picture(data / name, seeds[0])
        else:
            write_frames(data / name, seeds)
    splits = {"short": "train"}
    return write_labels(
        data,
        [
            {"path": name, "label": 10 * i, "split": splits.get(name, "test"), "subject": f"s{i}"}
            for i, name in enumerate(FRAMES)
        ],
    )


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures take longer than all the rest of a run; the tests that look at none go without."""
    monkeypatch.setattr(stadrn_core.evaluate, "write_scatters", lambda *_: None)


def run(work: Generator[object, None, Evaluation]) -> Evaluation:
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def scores_of_clips(checkpoint: LoadedCheckpoint, name: str) -> list[float]:
    faces = [np.stack([picture(seed) for seed in clip]) for clip in CLIPS[name]]
    with torch.no_grad():
        raw = [checkpoint.model(torch.from_numpy(clip_tensor(one))[None]).item() for one in faces]
    return [63 * max(y, 0.0) for y in raw]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("batch_size", [1, 2])
def test_scores_are_means_of_clamped_clip_scores(
    labels: Path, checkpoint: LoadedCheckpoint, tmp_path: Path, batch_size: int
) -> None:
    settings = EvaluationSettings(split=None, resamples=50, batch_size=batch_size)
    found = run(evaluate(labels, checkpoint, tmp_path / "out", settings))
    clip_scores = {name: scores_of_clips(checkpoint, name) for name in FRAMES}
    assert 0.0 in clip_scores["long"], "a clip is clamped, so that clamping before or after the mean differs"
    assert max(clip_scores["long"]) > 0
    for one, name in zip(found.predictions, FRAMES, strict=True):
        assert one.path == name
        assert one.score == pytest.approx(np.mean(clip_scores[name]), rel=1e-4, abs=1e-4)
        assert one.num_clips == len(CLIPS[name])
    gaps = [one.score - one.label for one in found.predictions]
    assert found.agreement["MAE"].value == pytest.approx(np.mean(np.abs(gaps)))
    assert found.agreement.drawn == "subjects"


def test_what_is_written_agrees_with_what_is_returned(
    labels: Path, checkpoint: LoadedCheckpoint, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    found = run(evaluate(labels, checkpoint, out, SETTINGS))
    assert [one.path for one in found.predictions] == ["still.png", "exact", "long"]
    assert [float(row["score"]) for row in rows_of(out / "predictions.csv")] == [p.score for p in found.predictions]
    metrics = json.loads((out / "metrics.json").read_text())
    assert metrics["metrics"]["RMSE"]["value"] == found.agreement["RMSE"].value
    assert (metrics["split"], metrics["num_recordings"], metrics["num_left_out"]) == ("test", 3, 0)
    assert metrics["settings"]["sample_interval"] == 1
    assert (out / "scatter.pdf").read_bytes().startswith(b"%PDF")
    drawn = cv2.imread(str(out / "scatter.png"))
    assert drawn is not None
    assert len(np.unique(drawn.reshape(-1, 3), axis=0)) > 50


class Counted:
    """Counts the clips that a model is given."""

    def __init__(self, checkpoint: LoadedCheckpoint) -> None:
        self.clips = 0
        self._handle = checkpoint.model.register_forward_pre_hook(self._count)

    def _count(self, _module: object, inputs: tuple[Any, ...]) -> None:
        self.clips += len(inputs[0])

    def stop(self) -> int:
        self._handle.remove()
        return self.clips


@pytest.mark.usefixtures("undrawn")
def test_an_interrupted_run_computes_nothing_twice(labels: Path, checkpoint: LoadedCheckpoint, tmp_path: Path) -> None:
    out = tmp_path / "out"
    whole = run(evaluate(labels, checkpoint, tmp_path / "other", SETTINGS))
    work = evaluate(labels, checkpoint, out, SETTINGS)
    for event in work:
        if event.stage == "predicting" and event.done == 3:
            break
    work.close()
    kept = rows_of(out / "predictions.csv")
    assert [row["path"] for row in kept] == ["still.png", "exact"]
    # As if the computer had been switched off within a line.
    with (out / "predictions.csv").open("a") as file:
        file.write("5,long,s3,30.0,17.")
    counter = Counted(checkpoint)
    resumed = run(evaluate(labels, checkpoint, out, SETTINGS))
    assert counter.stop() == 3
    assert resumed == whole
    counter = Counted(checkpoint)
    assert run(evaluate(labels, checkpoint, out, SETTINGS)) == whole
    assert counter.stop() == 0
    # New labels of known recordings count at once.
    write_labels(labels.parent, [{"path": name, "label": 5} for name in FRAMES])
    counter = Counted(checkpoint)
    relabelled = run(evaluate(labels, checkpoint, out, SETTINGS))
    assert counter.stop() == 1, "the recording that was not in the test split"
    assert {one.label for one in relabelled.predictions} == {5.0}
    assert "no splits" in relabelled.notes[0]


@pytest.mark.usefixtures("undrawn")
def test_a_still_without_end_is_the_middle_of_a_long_clip(
    labels: Path, checkpoint: LoadedCheckpoint, tmp_path: Path
) -> None:
    settings = EvaluationSettings(split=None, resamples=1, endless_stills=True)
    found = run(evaluate(labels, checkpoint, tmp_path / "out", settings))
    face = torch.from_numpy(clip_tensor(np.repeat(picture(1)[None], 256, 0)))
    kept: list[torch.Tensor] = []
    handle = checkpoint.model.layer_4.register_forward_hook(lambda _m, _i, out: kept.append(out))
    with torch.no_grad():
        checkpoint.model(face[None])
        handle.remove()
        slots = kept[0][:, :, kept[0].shape[2] // 2]
        score = 63 * max(checkpoint.model.fc(slots.mean((2, 3))).item(), 0)
    # Attention averages over the whole clip, whose borders still count a little.
    assert found.predictions[0].score == pytest.approx(score, rel=0.02)
    assert found.predictions[0].score != pytest.approx(scores_of_clips(checkpoint, "still.png")[0], rel=1e-3)
    assert found.predictions[3].score == pytest.approx(np.mean(scores_of_clips(checkpoint, "long")), rel=1e-4)


@pytest.mark.usefixtures("undrawn")
def test_an_mdn_takes_no_stills_without_end(labels: Path, tmp_path: Path) -> None:
    config = MDNConfig(18, width=2, clip_length=4, frame_size=97)
    mdn = load_checkpoint(save_checkpoint(tmp_path / "mdn.safetensors", build_network(config), {"name": "mdn"}), "cpu")
    with pytest.raises(DataError, match="mdn is an MDN-18, which takes only clips of 4 frames: leave --endless-stills"):
        run(evaluate(labels, mdn, tmp_path / "out", EvaluationSettings(endless_stills=True)))


@pytest.mark.usefixtures("undrawn")
def test_results_of_another_checkpoint_are_not_mixed(
    labels: Path, checkpoint: LoadedCheckpoint, tmp_path: Path
) -> None:
    run(evaluate(labels, checkpoint, tmp_path / "out", SETTINGS))
    other = load_checkpoint(tiny_checkpoint(tmp_path / "other.safetensors", seed=1), "cpu")
    with pytest.raises(DataError, match="another checkpoint"):
        run(evaluate(labels, other, tmp_path / "out", SETTINGS))


@pytest.mark.usefixtures("undrawn")
def test_bad_rows_are_named_and_left_out_or_stop(labels: Path, checkpoint: LoadedCheckpoint, tmp_path: Path) -> None:
    (labels.parent / "exact" / "0002.png").write_bytes(b"no picture")
    with labels.open("a") as file:
        file.write("missing.mp4,3,test,s9\nstill.png,99,test,s9\n")
    found = run(evaluate(labels, checkpoint, tmp_path / "out", SETTINGS))
    assert [one.path for one in found.predictions] == ["still.png", "long"]
    assert sorted(problem.row for problem in found.problems) == [4, 6, 7]
    report = json.loads((tmp_path / "out" / "metrics.json").read_text())
    assert report["num_left_out"] == 3
    assert "no such file" in next(one["reason"] for one in report["left_out"] if one["row"] == 6)
    with pytest.raises(DataError, match="row 6"):
        run(evaluate(labels, checkpoint, tmp_path / "strict", EvaluationSettings(strict=True)))


def test_a_split_without_rows_is_named(labels: Path, checkpoint: LoadedCheckpoint, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no usable row for validation; there are rows for test, train"):
        run(evaluate(labels, checkpoint, tmp_path / "out", EvaluationSettings(split="validation")))


def test_the_command_line(
    labels: Path, checkpoint: LoadedCheckpoint, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["evaluate", str(labels), "--checkpoint", str(checkpoint.path), "--out", str(tmp_path / "out")]
    assert main([*arguments, "--device", "cpu"]) == 0
    told = capsys.readouterr().err
    for words in ("MAE  ", "CCC  ", "3 recordings; in brackets: 95% percentile bootstrap over 3 subjects", "diagnosis"):
        assert words in told
    assert main([*arguments, "--split", "validation"]) == 1
    assert "no usable row for validation" in capsys.readouterr().err


def test_without_the_packages_of_its_extra_the_remedy_is_named(
    labels: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "torchmetrics", None)
    for name in [name for name in sys.modules if name.startswith("torchmetrics.")]:
        monkeypatch.delitem(sys.modules, name)
    for name in ("stadrn_core.evaluate", "stadrn_core.metrics"):
        monkeypatch.delitem(sys.modules, name)
    assert main(["evaluate", str(labels), "--checkpoint", "x.pth", "--out", str(tmp_path / "out")]) == 1
    assert "'torchmetrics' is missing. Install it with: pip install" in capsys.readouterr().err
