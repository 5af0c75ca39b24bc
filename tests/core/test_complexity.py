"""Table 4, counted, against the paper's figures and the conventions behind them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from torch import nn

from stadrn_core.cli import main
from stadrn_core.comparators import MDNConfig, ResNetConfig
from stadrn_core.complexity import TABLE_4, Row, at_size, count, count_row, table_rows
from stadrn_core.model import ModelConfig
from stadrn_core.networks import NetworkConfig, build_network

MILLIONS_AND_GMACS = {
    "ResNet-18": (33.20, 65.7),
    "ResNet-50": (46.20, 79.7),
    "ResNet-152": (117.41, 148.0),
    "MDN-18": (11.41, 179.84 / 2),
    "MDN-50": (18.73, 213.37 / 2),
    "MDN-152": (52.25, 212.0),
    "STA-18": (31.27, 191.8),
    "STA-50": (41.41, 236.8),
    "STA-152": (78.14, 373.6),
    "STA-18, 16 features": (7.823, 76.6),
}


@pytest.fixture(scope="module")
def rows() -> dict[str, Row]:
    return {row.name: row for row in table_rows()}


@pytest.mark.parametrize("name", MILLIONS_AND_GMACS)
def test_counts_agree_with_what_is_known(rows: dict[str, Row], name: str) -> None:
    millions, gmacs = MILLIONS_AND_GMACS[name]
    row = rows[name]
    assert row.parameters / 1e6 == pytest.approx(millions, abs=0.006)
    assert row.count.macs / 1e9 == pytest.approx(gmacs, rel=3e-3)
    if row.stated is not None:
        assert row.parameters_off == pytest.approx(0, abs=0.01)
        assert row.operations_off == pytest.approx(0, abs=0.01)


def test_every_row_of_the_table_is_there_once(rows: dict[str, Row]) -> None:
    assert rows.keys() == MILLIONS_AND_GMACS.keys()
    assert rows["MDN-152"].parameters_clip == (16, 112, 112)
    assert all(row.clip == (64, 224, 224) for row in rows.values())
    assert rows["STA-18, 16 features"].operations_off is None


@pytest.mark.parametrize(
    "config",
    [
        ModelConfig(features=4, stem_width=8, layers=(1, 1, 1, 1), clip_length=8, frame_size=40),
        ResNetConfig(50, width=2, clip_length=5, frame_size=36),
        MDNConfig(18, width=2, clip_length=8, frame_size=100),
    ],
    ids=lambda config: config.title,
)
def test_operations_equal_a_sum_over_real_layers(config: NetworkConfig) -> None:
    """By hand: each output number of a convolution or linear layer costs as many MACs as its kernel has weights."""
    model, total = build_network(config).eval(), 0

    def add(module: nn.Module, _inputs: object, output: torch.Tensor) -> None:
        nonlocal total
        weight: torch.Tensor = module.weight  # type: ignore[assignment]
        total += output.numel() * weight[0].numel()

    for module in model.modules():
        if isinstance(module, nn.Conv3d | nn.Linear):
            module.register_forward_hook(add)
    with torch.no_grad():
        model(torch.zeros(1, 3, config.clip_length, config.frame_size, config.frame_size))
    counted = count(config)
    assert counted.macs == total
    assert counted.parameters == sum(parameter.numel() for parameter in model.parameters())
    norms = [module for module in model.modules() if isinstance(module, nn.BatchNorm3d)]
    assert counted.statistics == sum(2 * norm.num_features for norm in norms)


def test_another_clip_is_compared_only_where_the_paper_s_figures_hold() -> None:
    names = ("ResNet-18", "MDN-18", "MDN-152", "STA-18")
    rows = {entry[0]: count_row(*entry, (16, 112, 112)) for entry in TABLE_4 if entry[0] in names}
    assert all(row.operations_off is None for row in rows.values())
    assert rows["MDN-18"].parameters_off is None
    assert rows["MDN-152"].parameters_off == pytest.approx(0, abs=1e-3)
    assert rows["ResNet-18"].parameters_off == pytest.approx(0, abs=1e-3)
    assert rows["STA-18"].count.macs / 1e9 == pytest.approx(191.83 / 16, rel=0.02)
    with pytest.raises(ValueError, match="square"):
        at_size(ModelConfig(), (64, 224, 112))


def test_command_prints_the_table_and_writes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["complexity", "--json", str(tmp_path / "table.json")]) == 0
    lines = capsys.readouterr().out.splitlines()
    (sta,) = [line for line in lines if "STA-18 " in line]
    assert [cell.strip() for cell in sta.strip("│").split("│")] == [
        *("STA-18", "31.27", "31.27", "+0.00%", "191.8", "383.7", "192.71", "-0.46%", "MAC")
    ]
    (mdn,) = [line for line in lines if "MDN-152" in line]
    assert "2×MAC, BN statistics" in mdn
    assert "212.0" in mdn
    assert any("64×224×224" in line for line in lines)
    written = {row["name"]: row for row in json.loads((tmp_path / "table.json").read_text())}
    assert written["MDN-152"]["parameters_clip"] == [16, 112, 112]
    assert written["STA-18"]["flops"] == 2 * written["STA-18"]["macs"]
    assert written["ResNet-18"]["config"]["architecture"] == "resnet_3d"


@pytest.mark.parametrize(
    ("size", "reason"), [("16x112", "frames x height x width"), ("8x64x64", "at least 97"), ("8x112x128", "square")]
)
def test_sizes_that_cannot_be_are_refused(size: str, reason: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["complexity", "--size", size]) == 2
    assert reason in " ".join(capsys.readouterr().err.split())
