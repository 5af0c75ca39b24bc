"""Training: it learns, stops anywhere and goes on exactly, keeps the best weights, and says what is wrong."""

from __future__ import annotations

import csv
import errno
import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import torch

import stadrn_core.train
from stadrn_core import training_state
from stadrn_core.checkpoint import load_checkpoint
from stadrn_core.cli import main
from stadrn_core.comparators import ResNetConfig
from stadrn_core.errors import DataError, TrainingError
from stadrn_core.model import ModelConfig
from stadrn_core.networks import build_network
from stadrn_core.objective import WithAuxiliary, auxiliary_loss, score_loss
from stadrn_core.recordings import prepare
from stadrn_core.stills import see_endless_stills
from stadrn_core.train import Training, train
from stadrn_core.training_config import OptimizationSettings, TrainingConfig
from stadrn_core.training_setup import differing_settings, freeze, make_optimizer, make_schedule, take_over
from stadrn_core.training_state import Position, load_state

SIDE = 16
NETWORK = {
    "groups": 1,
    "features": 2,
    "stem_width": 4,
    "layers": [1, 1, 1, 1],
    "frame_size": SIDE,
    "clip_length": 2,
}


@pytest.fixture(scope="module")
def discs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Labels of 24 pictures of a disc whose brightness is the score, two pictures a subject; ``size`` is noise-free."""
    folder = tmp_path_factory.mktemp("discs")
    rng = np.random.default_rng(0)
    lines = ["path,label,subject,size"]
    for i in range(24):
        share, radius = rng.random(), rng.integers(4, 7)
        picture = np.full((SIDE, SIDE, 3), 90, np.uint8)
        cv2.circle(picture, (8, 8), int(radius), [int(60 + 190 * share)] * 3, -1)
        assert cv2.imwrite(str(folder / f"{i}.png"), picture)
        lines.append(f"{i}.png,{63 * share:.3f},s{i // 2},{radius / 7:.3f}")
    (folder / "labels.csv").write_text("\n".join(lines) + "\n")
    return folder / "labels.csv"


def configured(labels: Path, **tables: Any) -> TrainingConfig:
    values: dict[str, Any] = {
        "network": NETWORK,
        "data": {"labels": labels, "validation_share": 0.25},
        "optimization": {"batch_size": 6, "epochs": 2, "learning_rate": 0.01, "dropout": 0.2},
        "run": {"threads": 1},
    }
    for key, value in tables.items():
        values[key] = {**values.get(key, {}), **value} if isinstance(value, dict) else value
    return TrainingConfig.model_validate(values)


def run(config: TrainingConfig, out: Path, **options: Any) -> Training:
    training = Training(config, out, "cpu", **options)
    for _ in training.run():
        pass
    return training


def rows_of(out: Path) -> list[dict[str, str]]:
    with (out / "log.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def assert_equal_states(first: Path, second: Path) -> None:
    one, other = load_state(first), load_state(second)
    assert one is not None
    assert other is not None
    assert one["model"].keys() == other["model"].keys()
    for name, tensor in one["model"].items():
        assert torch.equal(tensor, other["model"][name]), name
    for number, state in one["optimizer"]["state"].items():
        for name, value in state.items():
            assert torch.equal(value, other["optimizer"]["state"][number][name]), (number, name)
    assert one["schedule"] == other["schedule"]
    histories = [state["position"]["history"] for state in (one, other)]
    assert [{**row, "seconds": 0} for row in histories[0]] == [{**row, "seconds": 0} for row in histories[1]]


# --- learning -------------------------------------------------------------------------------------------------------


def test_it_learns_and_writes_what_it_promises(discs: Path, tmp_path: Path) -> None:
    config = configured(
        discs,
        name="discs",
        optimization={"epochs": 12, "schedule": "one_cycle", "learning_rate": 0.02},
        data={"auxiliary": ["size"], "auxiliary_weight": 0.5},
        augmentation={"brightness": 0.0, "contrast": 0.0},
    )
    out = tmp_path / "out"
    training = run(config, out)
    assert training.outcome == "all epochs are done"
    log = rows_of(out)
    assert [float(row["epoch"]) for row in log] == list(range(1, 13))
    losses = [float(row["loss"]) for row in log]
    assert np.mean(losses[-3:]) < 0.5 * np.mean(losses[:2])
    assert float(log[-1]["auxiliary_loss"]) < 0.5 * float(log[0]["auxiliary_loss"])
    assert min(float(row["mae"]) for row in log) < 14  # the labels' own spread is 16
    report = json.loads((out / "report.json").read_text())
    assert report["recordings"] == {"train": 18, "validation": 6}
    assert report["outcome"] == "all epochs are done"

    best = load_checkpoint(out / "best.safetensors", "cpu")
    assert best.name == "discs"
    assert best.is_trained
    assert best.config == config.network
    assert set(best.model.state_dict()) == set(build_network(config.network).state_dict())
    assert best.training["data_sha256"] == report["data_sha256"]
    assert best.training["config"]["data"]["labels"] == "labels.csv"
    assert str(tmp_path) not in json.dumps(best.metadata)
    assert best.preprocessing["alignment"]["size_px"] == SIDE
    assert "recordings that it was chosen by" in str(best.known_error)


def test_best_is_the_checkpoint_of_the_lowest_validation_loss(discs: Path, tmp_path: Path) -> None:
    config = configured(discs, optimization={"epochs": 4, "learning_rate": 0.05}, run={"validate_every": 0.5})
    training = run(config, tmp_path)
    history = training.position.history
    assert [row.epoch for row in history] == pytest.approx([2 / 3, 1, 5 / 3, 2, 8 / 3, 3, 11 / 3, 4])
    losses = [row.validation_loss for row in history]
    lowest = int(np.argmin(losses))
    assert [row.is_best for row in history] == [loss < min([math.inf, *losses[:i]]) for i, loss in enumerate(losses)]
    best = load_checkpoint(tmp_path / "best.safetensors", "cpu")
    assert best.training["validation"]["step"] == history[lowest].step
    # The loss once more, without the training's own code.
    split = training._validated
    squares = []
    for recording in split:
        rgb = cv2.imread(str(recording.row.path))[:, :, ::-1] / 255
        frame = (rgb - (0.485, 0.456, 0.406)) / (0.229, 0.224, 0.225)
        clip = torch.from_numpy(np.stack([frame] * 2).transpose(3, 0, 1, 2)).float()
        with torch.no_grad():
            raw = best.model(clip[None]).item()
        squares.append((max(raw, 0) - recording.row.label / 63) ** 2)
    assert np.mean(squares) == pytest.approx(losses[lowest], rel=1e-4)


# --- stop and go on -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stop_after", [2, 7])
def test_stopped_anywhere_it_goes_on_bit_by_bit(discs: Path, tmp_path: Path, stop_after: int) -> None:
    config = configured(
        discs,
        optimization={"epochs": 2, "batch_size": 4, "accumulation": 2, "schedule": "one_cycle"},
        data={"auxiliary": ["size"], "label_noise": 1.0},
        run={"validate_every": 0.5},
    )
    run(config, tmp_path / "whole")
    stopped = Training(config, tmp_path / "parts", "cpu")
    events = stopped.run()
    num_batches = 0
    for event in events:
        num_batches += event.stage == "training"
        if num_batches > stop_after:
            break
    events.close()
    resumed = run(config, tmp_path / "parts")
    assert any("Goes on after epoch" in note for note in resumed.notes)
    assert_equal_states(tmp_path / "whole", tmp_path / "parts")
    one, other = (load_checkpoint(tmp_path / name / "best.safetensors", "cpu") for name in ("whole", "parts"))
    assert one.identity == other.identity
    assert len(rows_of(tmp_path / "parts")) == len(rows_of(tmp_path / "whole"))


def test_a_crash_goes_on_from_the_last_state(discs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = configured(discs, optimization={"schedule": "warm_restarts", "first_restart": 1})
    run(config, tmp_path / "whole")
    with monkeypatch.context() as patch:
        steps = []
        original = Training._step

        def stop_in_the_second_epoch(self: Training, *batch: Any) -> None:
            steps.append(1)
            if len(steps) == 5:
                raise KeyboardInterrupt
            original(self, *batch)

        patch.setattr(Training, "_step", stop_in_the_second_epoch)
        with pytest.raises(KeyboardInterrupt):
            run(config, tmp_path / "parts")
    assert load_checkpoint(tmp_path / "parts" / "best.safetensors", "cpu").training["validation"]["epoch"] == 1
    run(config, tmp_path / "parts")
    assert_equal_states(tmp_path / "whole", tmp_path / "parts")


def test_another_recipe_or_other_data_are_not_gone_on_with(discs: Path, tmp_path: Path) -> None:
    run(configured(discs, optimization={"epochs": 1}), tmp_path)
    with pytest.raises(TrainingError, match=r"differs in optimization\.learning_rate\."):
        run(configured(discs, optimization={"epochs": 1, "learning_rate": 0.5}), tmp_path)
    other = tmp_path / "other.csv"
    lines = discs.read_text().splitlines()
    other.write_text("\n".join([lines[0], *(f"{discs.parent}/{line}" for line in lines[1:-1])]))
    with pytest.raises(TrainingError, match="differs in the labelled data"):
        run(configured(other, optimization={"epochs": 1}), tmp_path)


def test_done_is_done(discs: Path, tmp_path: Path) -> None:
    config = configured(discs, optimization={"epochs": 1})
    run(config, tmp_path)
    before = (tmp_path / "best.safetensors").read_bytes()
    again = run(config, tmp_path)
    assert again.outcome == "all epochs are done"
    assert (tmp_path / "best.safetensors").read_bytes() == before


def test_patience_and_time_end_a_training(discs: Path, tmp_path: Path) -> None:
    hopeless = configured(
        discs, optimization={"epochs": 50, "learning_rate": 1e-12, "optimizer": "sgd"}, run={"patience": 2}
    )
    training = run(hopeless, tmp_path / "patience")
    assert "no lower validation loss in 2 validations" in training.outcome
    assert len(training.position.history) < 10
    short = configured(discs, run={"max_minutes": 1e-9})
    assert "the same command goes on" in run(short, tmp_path / "time").outcome
    assert load_state(tmp_path / "time") is not None
    assert run(configured(discs), tmp_path / "time").outcome == "all epochs are done"


# --- what is wrong --------------------------------------------------------------------------------------------------


def test_bad_rows_are_left_out_and_counted_or_stop(discs: Path, tmp_path: Path) -> None:
    (tmp_path / "cut.png").write_bytes(b"\x89PNG")
    labels = tmp_path / "labels.csv"
    good = [f"{discs.parent}/{line}" for line in discs.read_text().splitlines()[1:]]
    labels.write_text("\n".join(["path,label,subject,size", *good, "lost.png,1,x,1", "cut.png,1,y,1"]))
    config = configured(labels, optimization={"epochs": 1})
    training = run(config, tmp_path / "out")
    assert [(problem.row, problem.path) for problem in training.problems] == [(26, "lost.png"), (27, "cut.png")]
    report = json.loads((tmp_path / "out" / "report.json").read_text())
    assert report["num_left_out"] == 2
    assert report["left_out"][0]["reason"] == "there is no such file or folder"
    with pytest.raises(DataError, match=r"row 26 \(lost\.png\)"):
        run(config, tmp_path / "strict", strict=True)
    labels.write_text("\n".join(["path,label,subject,size", *good, "cut.png,1,y,1"]))
    with pytest.raises(DataError, match=r"row 26 \(cut\.png\): .*not an image"):
        run(config, tmp_path / "strict", strict=True)
    assert not (tmp_path / "strict").exists()


def test_a_recording_without_a_clip_to_validate_on_is_left_out(
    discs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Clips of 4 of 10 frames that validate begin at frames 0, 3 and 6; one with enough faces begins only between them.
    found = np.array([0, 0, 1, 1, 1, 0, 0, 0, 0, 0], np.uint8)

    def with_few_faces(*arguments: Any) -> Any:
        recordings, problems = yield from prepare(*arguments)
        names = tuple(recordings[0].names * 10)
        return [*(replace(one, names=names, found=found) for one in recordings[:2]), *recordings[2:]], problems

    labels = tmp_path / "labels.csv"
    splits = ["train", "validation", "train", "train", "validation"]
    rows = [f"{discs.parent}/{i}.png,{i},{split}" for i, split in enumerate(splits)]
    labels.write_text("\n".join(["path,label,split", *rows]))
    monkeypatch.setattr(stadrn_core.train, "prepare", with_few_faces)
    config = configured(labels, network={"clip_length": 4, "frame_size": 32}, optimization={"epochs": 1})
    training = run(config, tmp_path / "out")
    assert training.outcome == "all epochs are done"
    assert [(one.row, one.reason) for one in training.problems] == [(3, "no clip has a face in 75% of its frames")]


def test_subjects_on_both_sides_are_told(discs: Path, tmp_path: Path) -> None:
    labels = tmp_path / "labels.csv"
    lines = [line.split(",") for line in discs.read_text().splitlines()[1:13]]
    splits = ["train"] * 8 + ["validation"] * 4
    rows = [f"{discs.parent}/{a},{b},{c},{s}" for (a, b, c, _), s in zip(lines, splits, strict=True)]
    rows[0] = rows[0].replace(",s0,", ",s5,")  # s5 validates
    labels.write_text("\n".join(["path,label,subject,split", *rows]))
    given = run(configured(labels, optimization={"epochs": 1, "batch_size": 8}), tmp_path / "given")
    assert given.notes[0].startswith("1 subjects are in more than one split, so their rows are left out")
    assert [problem.row for problem in given.problems] == [2]
    shared = configured(
        labels, optimization={"epochs": 1, "batch_size": 8}, data={"splitting": "given_with_shared_subjects"}
    )
    training = run(shared, tmp_path / "shared")
    assert "its errors look smaller than they are" in training.notes[0]
    assert not training.problems


def test_a_split_without_recordings_is_named(discs: Path, tmp_path: Path) -> None:
    labels = tmp_path / "labels.csv"
    labels.write_text("path,label,split\n" + f"{discs.parent}/0.png,1,train\n")
    with pytest.raises(DataError, match="no usable row for validation"):
        run(configured(labels, data={"validation_share": 0.0}), tmp_path / "out")


def test_a_full_disk_is_named_and_what_was_saved_is_kept(
    discs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = configured(discs, optimization={"epochs": 2})
    events = train(config, tmp_path, "cpu")
    while load_state(tmp_path) is None:
        next(events)
    kept = (tmp_path / "state.pt").read_bytes()

    def write_bytes(path: Path, content: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", write_bytes)
        with pytest.raises(TrainingError, match=r"the disk is full(.|\n)*What was saved before is kept"):
            for _ in events:
                pass
    assert (tmp_path / "state.pt").read_bytes() == kept
    assert {file.name for file in tmp_path.iterdir()} == {"best.safetensors", "log.csv", "report.json", "state.pt"}
    assert run(config, tmp_path).outcome == "all epochs are done"


def test_a_broken_state_is_named(discs: Path, tmp_path: Path) -> None:
    (tmp_path / training_state.STATE_FILE).write_bytes(b"nonsense")
    with pytest.raises(TrainingError, match=r"state\.pt cannot be read"):
        run(configured(discs), tmp_path)


def test_a_training_that_diverges_ends(discs: Path, tmp_path: Path) -> None:
    config = configured(discs, optimization={"learning_rate": 1e30, "optimizer": "sgd", "epochs": 3})
    with pytest.raises(TrainingError, match="diverged"):
        run(config, tmp_path / "training")
    at_once = configured(discs, optimization=config.optimization.model_dump(), run={"validate_every": 1 / 3})
    with pytest.raises(TrainingError, match="diverged"):
        run(at_once, tmp_path / "validation")


@pytest.mark.parametrize("precision", ["fp16", "bf16"])
def test_half_precision_needs_a_gpu(discs: Path, tmp_path: Path, precision: str) -> None:
    with pytest.raises(TrainingError, match=f"{precision} needs a GPU"):
        run(configured(discs, run={"precision": precision}), tmp_path)


# --- parts ----------------------------------------------------------------------------------------------------------


def test_losses() -> None:
    raw, labels = torch.tensor([0.5, 0.0, 2.0]), torch.tensor([0.25, 0.5, 0.5])
    mse = (0.25**2 + 0.5**2 + 1.5**2) / 3
    assert score_loss(raw, labels, "mse").item() == pytest.approx(mse)
    smooth = (0.25**2 / 2 + 0.5**2 / 2 + 1.5 - 0.5) / 3
    assert score_loss(raw, labels, "mse_smooth_l1").item() == pytest.approx(mse + smooth)
    outputs = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
    loss = auxiliary_loss(outputs, torch.tensor([[0.0, math.nan], [math.nan, 2.0]]))
    loss.backward()
    assert loss.item() == pytest.approx((1 + 4) / 2)
    assert outputs.grad is not None
    assert outputs.grad.tolist() == [[1.0, 0.0], [0.0, 2.0]]
    assert auxiliary_loss(torch.zeros(2, 0), torch.zeros(2, 0)).item() == 0


def test_auxiliary_outputs_come_from_the_features_that_the_score_comes_from() -> None:
    network = build_network(ModelConfig.from_json(NETWORK)).eval()
    model = WithAuxiliary(network, 3)
    clip = torch.randn(2, 3, 2, SIDE, SIDE)
    outputs = model(clip)
    assert outputs.shape == (2, 4)
    torch.testing.assert_close(outputs[:, :1], network(clip))
    features: list[torch.Tensor] = []
    with network.avg_pool.register_forward_hook(lambda *call: features.append(call[2])):
        network(clip)
    assert model.auxiliary is not None
    torch.testing.assert_close(outputs[:, 1:], model.auxiliary(features[0].flatten(1)))


def test_a_still_is_an_endless_clip() -> None:
    torch.manual_seed(0)
    network = build_network(ModelConfig.from_json({**NETWORK, "temporal_stride": 2})).eval()
    still = torch.randn(2, 3, 1, 32, 32)
    with torch.no_grad():
        long = [network(still.expand(-1, -1, length, -1, -1)) for length in (64, 256, 1024)]
        see_endless_stills(network)
        endless = network(still)
    gaps = [(output - endless).abs().max().item() for output in long]
    # The ends of a clip, where kernels meet padding, matter less the longer it is.
    assert gaps[1] == pytest.approx(gaps[0] / 4, rel=0.1)
    assert gaps[2] == pytest.approx(gaps[0] / 16, rel=0.1)
    with pytest.raises(ValueError, match="a still has one frame"):
        network(still.expand(-1, -1, 2, -1, -1))


def test_stills_can_be_trained_first_and_clips_from_there(discs: Path, tmp_path: Path) -> None:
    first = run(configured(discs, data={"clip_length": 1}, optimization={"epochs": 1}), tmp_path / "stills")
    best = tmp_path / "stills" / "best.safetensors"
    assert first.config.clip_length == 1
    assert load_checkpoint(best, "cpu").config.clip_length == 2
    second = run(configured(discs, initial_weights=best, optimization={"epochs": 1}), tmp_path / "clips")
    assert second.notes[0].endswith("weights are taken over from best.safetensors.")


def test_initial_weights_that_do_not_fit_are_named(tmp_path: Path, discs: Path) -> None:
    run(configured(discs, optimization={"epochs": 1}), tmp_path)
    best = tmp_path / "best.safetensors"
    other = build_network(ModelConfig.from_json({**NETWORK, "stem_width": 8}))
    before = other.conv_1.weight.clone()
    notes = take_over(other, best)
    assert "Begin anew, since they do not fit: conv_1.weight" in notes[1]
    assert "Not used from best.safetensors: conv_1.weight" in notes[2]
    assert torch.equal(other.conv_1.weight, before)
    given = load_checkpoint(best, "cpu").model.state_dict()
    assert torch.equal(other.layer_3[0].conv1.weight, given["layer_3.0.conv1.weight"])
    with pytest.raises(TrainingError, match="none of its weights fits"):
        take_over(build_network(ResNetConfig(width=3, frame_size=SIDE, clip_length=2)), best)


def test_frozen_modules_keep_weights_and_statistics(discs: Path, tmp_path: Path) -> None:
    config = configured(discs, optimization={"freeze": ["conv_1", "bn1", "layer_1"], "epochs": 1})
    run(config, tmp_path)
    torch.manual_seed(config.seed)
    fresh = build_network(config.network).state_dict()
    trained = load_checkpoint(tmp_path / "best.safetensors", "cpu").model.state_dict()
    for name, tensor in fresh.items():
        if name.startswith(("conv_1.", "bn1.", "layer_1.")):
            assert torch.equal(trained[name], tensor), name
    assert not torch.equal(trained["layer_2.0.bn1.running_mean"], fresh["layer_2.0.bn1.running_mean"])
    with pytest.raises(TrainingError, match="names layer_9, but the network has conv_1"):
        freeze(build_network(config.network), ["layer_9"])


def test_kept_statistics_stay_while_the_weights_learn(discs: Path, tmp_path: Path) -> None:
    config = configured(discs, optimization={"keep_statistics": True, "epochs": 1})
    run(config, tmp_path)
    torch.manual_seed(config.seed)
    fresh = build_network(config.network).state_dict()
    trained = load_checkpoint(tmp_path / "best.safetensors", "cpu").model.state_dict()
    for name, tensor in fresh.items():
        if name.endswith(("running_mean", "running_var")):
            assert torch.equal(trained[name], tensor), name
        elif tensor.ndim > 1:
            assert not torch.equal(trained[name], tensor), name


def test_a_checkpoint_states_the_interval_of_recordings_that_were_not_thinned_out(discs: Path, tmp_path: Path) -> None:
    run(configured(discs, data={"stated_sample_interval": 3}, optimization={"epochs": 1}), tmp_path)
    assert load_checkpoint(tmp_path / "best.safetensors", "cpu").preprocessing["sample_interval"] == 3


def test_schedules() -> None:
    def rates(settings: OptimizationSettings, steps: int) -> list[float]:
        optimizer = make_optimizer(settings, [torch.nn.Parameter(torch.zeros(1))])
        schedule = make_schedule(settings, optimizer, batches=5)
        found = []
        for _ in range(steps):
            found.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            schedule.step()
        return found

    paper = rates(OptimizationSettings(), 200)
    # Loshchilov & Hutter (2016), eq. 5: restarts after 50 and 150 epochs.
    expected = [(e - 0) / 50 if e < 50 else (e - 50) / 100 if e < 150 else (e - 150) / 200 for e in range(200)]
    np.testing.assert_allclose(paper, [0.0005 * (1 + math.cos(math.pi * share)) for share in expected], rtol=1e-6)
    cycle = rates(OptimizationSettings(schedule="one_cycle", epochs=4, accumulation=2, learning_rate=0.01), 12)
    assert max(cycle) == pytest.approx(0.01, rel=0.05)
    assert cycle[0] == pytest.approx(0.01 / 25)
    assert cycle[-1] == pytest.approx(0.01 / 25 / 1e4)
    assert rates(OptimizationSettings(schedule="constant"), 7) == [0.001] * 7


def test_optimizers() -> None:
    parameters = [torch.nn.Parameter(torch.zeros(1))]
    names = {
        name: type(make_optimizer(OptimizationSettings.model_validate({"optimizer": name}), parameters)).__name__
        for name in ("adam", "adamw", "sgd")
    }
    assert names == {"adam": "Adam", "adamw": "AdamW", "sgd": "SGD"}


def test_a_training_of_an_older_version_is_gone_on_with(discs: Path) -> None:
    config = configured(discs)
    stored = config.to_json()
    del stored["data"]["splitting"]  # came later
    stored["run"]["threads"] = 4
    assert differing_settings(stored, config) == []
    stored["data"]["label_noise"], stored["network"]["features"] = 2.0, 8
    assert differing_settings(stored, config) == ["data.label_noise", "network.features"]


def test_positions_go_there_and_back() -> None:
    position = Position(epoch=3, batch=2, loss_sum=0.1, num_clips=7)
    assert Position.from_plain(position.to_plain()) == position


# --- other networks, precision, the command -------------------------------------------------------------------------


@pytest.mark.parametrize(("architecture", "frame_size"), [("resnet_3d", 32), ("mdn", 97)])
def test_comparators_are_trained_alike(discs: Path, tmp_path: Path, architecture: str, frame_size: int) -> None:
    network = {"architecture": architecture, "width": 2, "clip_length": 2, "frame_size": frame_size}
    values = {"network": network, "data": {"labels": discs}}
    config = TrainingConfig.model_validate({**values, "optimization": {"batch_size": 9, "epochs": 1}})
    run(config, tmp_path)
    assert load_checkpoint(tmp_path / "best.safetensors", "cpu").config == config.network


def test_half_precision_files(discs: Path, tmp_path: Path) -> None:
    once = {"epochs": 1}
    run(configured(discs, optimization=once, run={"stored_precision": "fp16"}), tmp_path / "half")
    run(configured(discs, optimization=once), tmp_path / "full")
    half, full = (tmp_path / name / "best.safetensors" for name in ("half", "full"))
    assert half.stat().st_size < 0.75 * full.stat().st_size
    assert load_checkpoint(half, "cpu").model.conv_1.weight.dtype == torch.float32


def test_workers_change_nothing(discs: Path, tmp_path: Path) -> None:
    for workers in (0, 1):
        run(configured(discs, run={"num_workers": workers}, optimization={"epochs": 1}), tmp_path / str(workers))
    assert_equal_states(tmp_path / "0", tmp_path / "1")


def test_the_command(discs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "training.toml"
    network = json.dumps(NETWORK).replace(":", " =").replace('"', "")
    file.write_text(f"network = {network}\n[optimization]\nbatch_size = 9\n[run]\nthreads = 1\n")
    arguments = ["train", str(file), "--out", str(tmp_path / "out"), "--data", str(discs), "--device", "cpu"]
    assert main([*arguments, "--set", "optimization.epochs=1"]) == 0
    told = capsys.readouterr().err
    for words in ("epoch 1: loss", "the best so far", "Ended: all epochs are done", "not a diagnosis"):
        assert words in told
    assert main([*arguments, "--set", "optimization.epochs=0"]) == 1
    assert "greater than or equal to 1" in capsys.readouterr().err
    assert main([*arguments[:-1], "sun"]) == 2


def test_ctrl_c_in_the_command(
    discs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "training.toml"
    network = json.dumps(NETWORK).replace(":", " =").replace('"', "")
    file.write_text(f"network = {network}\n[optimization]\nepochs = 2\n[run]\nthreads = 1\n")
    original = Training._validate
    calls = []

    def interrupted(self: Training, done: int) -> Any:
        calls.append(done)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return original(self, done)

    monkeypatch.setattr(Training, "_validate", interrupted)
    assert main(["train", str(file), "--out", str(tmp_path / "out"), "--data", str(discs), "--device", "cpu"]) == 130
    assert "is kept" in capsys.readouterr().err
    state = load_state(tmp_path / "out")
    assert state is not None
    assert state["position"]["epoch"] == 1
    assert load_checkpoint(tmp_path / "out" / "best.safetensors", "cpu").is_trained
