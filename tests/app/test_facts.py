"""What panels say of checkpoints, whatever network they hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.facts import checkpoint_facts, checkpoint_line
from stadrn_core.checkpoint import init_checkpoint, load_checkpoint
from stadrn_core.comparators import MDNConfig, ResNetConfig
from stadrn_core.model import ModelConfig
from stadrn_core.networks import NetworkConfig

RESNET = ResNetConfig(50, width=2, clip_length=8, frame_size=40)
MDN = MDNConfig(18, width=2, clip_length=8, frame_size=100)
STA = ModelConfig(groups=4, features=4, stem_width=8, clip_length=8, frame_size=40)


@pytest.mark.parametrize(
    ("config", "line", "facts"),
    [
        (RESNET, "3D ResNet-50", {"network": "3D ResNet-50", "width": "2", "blocks": "3-4-6-3", "clip": "8 × 40 × 40"}),
        (MDN, "MDN-18", {"network": "MDN-18", "width": "2", "blocks": "2-2-2-2", "clip": "8 × 100 × 100"}),
        (STA, "K 4 · vector fusion", {"kind": "vector fusion", "groups K": "4", "features": "4", "blocks": "8-8-8-8"}),
    ],
    ids=lambda value: getattr(value, "title", ""),
)
def test_facts_of_a_checkpoint(tmp_path: Path, config: NetworkConfig, line: str, facts: dict[str, str]) -> None:
    loaded = load_checkpoint(init_checkpoint(tmp_path / "network.safetensors", config), "cpu")
    assert checkpoint_line(loaded) == line
    assert facts.items() <= checkpoint_facts(loaded).items()
