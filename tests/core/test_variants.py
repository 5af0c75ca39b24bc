"""The 12 variants: their configurations, a run of two from end to end, and the tables."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import cv2
import pytest

import stadrn_core.evaluate
from stadrn_core.checkpoint import load_checkpoint
from stadrn_core.cli import main
from stadrn_core.errors import DataError
from stadrn_core.training_config import TrainingConfig
from stadrn_core.variants import VARIANTS, held_out
from tests.labelled import SIZE_PX, write_labels, write_picture

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = f"""
[network]
features = 4
stem_width = 4
layers = [1, 1, 1, 1]
frame_size = {SIZE_PX}
clip_length = 2

[optimization]
batch_size = 4
epochs = 1

[run]
threads = 1
"""


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    splits = ["train"] * 4 + ["validation"] * 2 + ["test"] * 3
    for i in range(len(splits)):
        write_picture(data / f"{i}.png", i)
    return write_labels(data, [{"path": f"{i}.png", "label": 5 * i, "split": splits[i]} for i in range(len(splits))])


def test_variants_are_the_rows_of_the_tables() -> None:
    base = TrainingConfig()
    networks = {variant.name: variant.config(base).network for variant in VARIANTS}
    assert len(networks) == 12
    assert list(networks)[:4] == ["k1_s", "k1_t", "k1_fusion_f", "k1_fusion_v"]
    kinds = {"s": "spatial", "t": "temporal", "fusion_f": "fusion_feature", "fusion_v": "fusion_vector"}
    for name, network in networks.items():
        groups, _, kind = name.partition("_")
        assert (network.kind, f"k{network.groups}") == (kinds[kind], groups)  # type: ignore[union-attr]
    best = min(VARIANTS, key=lambda variant: variant.avec_2013[0])
    assert (best.name, best.avec_2013, best.avec_2014) == (
        "k2_fusion_v",
        (6.15, 7.98, 0.73, 0.72),
        (6.00, 7.75, 0.75, 0.73),
    )


def test_a_base_that_does_not_fit_is_named() -> None:
    with pytest.raises(DataError, match="3D ResNet-18"):
        VARIANTS[0].config(TrainingConfig.model_validate({"network": {"architecture": "resnet_3d"}}))
    with pytest.raises(DataError, match=r"k4_s: features \(6\) must be a multiple"):
        VARIANTS[8].config(TrainingConfig.model_validate({"network": {"features": 6}}))


def test_held_out_rows(labels: Path) -> None:
    chosen = held_out(TrainingConfig.model_validate({"data": {"labels": labels}}))
    assert [row.path.name for row in chosen.rows] == ["6.png", "7.png", "8.png"]
    assert chosen.notes == ()
    text = labels.read_text().replace("test", "train")
    labels.write_text(text)
    chosen = held_out(TrainingConfig.model_validate({"data": {"labels": labels}}))
    assert [row.path.name for row in chosen.rows] == ["4.png", "5.png"]
    assert "errors are too low" in chosen.notes[0]


def test_two_variants_from_end_to_end(
    labels: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The figure of each variant alone, of which test_evaluate looks at one, takes longer than its training.
    monkeypatch.setattr(stadrn_core.evaluate, "write_scatters", lambda *_: None)
    config, out = tmp_path / "config.toml", tmp_path / "out"
    config.write_text(CONFIG)
    arguments = ["variants", str(labels), "--config", str(config), "--out", str(out), "--device", "cpu"]
    chosen = ["--only", "k2_fusion_v", "--only", "k1_s"]
    assert main([*arguments, *chosen]) == 0
    told = capsys.readouterr().err
    assert "| 6.15 | 7.98 | 6.00 | 7.75 |" in told
    assert "## Table 3" in told
    checkpoint = load_checkpoint(out / "k1_s" / "best.safetensors", "cpu")
    assert (checkpoint.name, checkpoint.config.kind) == ("k1_s", "spatial")  # type: ignore[union-attr]
    with (out / "variants.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["variant"] for row in rows] == ["k1_s", "k2_fusion_v"]
    assert [row["num_recordings"] for row in rows] == ["3", "3"]
    assert rows[1]["PCC_paper_avec_2014"] == "0.75"
    assert cv2.imread(str(out / "fig7_variants.png")) is not None
    before = (out / "tables.md").read_text()
    assert "95% percentile bootstrap over 3 recordings" in before
    log = (out / "k1_s" / "log.csv").read_bytes()
    assert main([*arguments, *chosen]) == 0
    assert (out / "tables.md").read_text() == before
    assert (out / "k1_s" / "log.csv").read_bytes() == log, "nothing is trained twice"
    assert main([*arguments, "--only", "k3_s"]) == 2
    assert "k3_s" in capsys.readouterr().err
