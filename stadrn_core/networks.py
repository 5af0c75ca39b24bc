"""Every network that can be trained, loaded and explained, by the name of its architecture.

Each takes clips (B, 3, T, S, S), returns the raw output (B, 1), and has ``config``, ``stages`` (names of its target
layers, the last one last) and ``fc``, the fully connected layer that gives the output.
"""

from __future__ import annotations

from typing import Any

import torch

from stadrn_core.comparators import MDN, MDNConfig, ResNet3D, ResNetConfig
from stadrn_core.model import STADRN, ModelConfig

NetworkConfig = ModelConfig | ResNetConfig | MDNConfig
Network = STADRN | ResNet3D | MDN

CONFIGS: dict[str, type[ModelConfig] | type[ResNetConfig] | type[MDNConfig]] = {
    "sta_drn": ModelConfig,
    "resnet_3d": ResNetConfig,
    "mdn": MDNConfig,
}


def build_network(config: NetworkConfig) -> Network:
    """The network of a configuration, with fresh weights."""
    match config:
        case ModelConfig():
            return STADRN(config)
        case ResNetConfig():
            return ResNet3D(config)
        case MDNConfig():
            return MDN(config)


def quickest_layout(device: torch.device) -> torch.memory_format:
    """How a batch of clips should lie in memory: on a CPU, channels last takes half the time of the usual layout."""
    return torch.channels_last_3d if device.type == "cpu" else torch.contiguous_format


def network_config_from_json(values: dict[str, Any]) -> NetworkConfig:
    """The configuration that a network's ``config.to_json`` wrote.

    Args:
        values: the configuration's fields, and ``architecture``; without the latter it is an STA-DRN.

    Raises:
        ValueError: an unknown architecture or field, or a value out of range.
    """
    own = dict(values)
    architecture = own.pop("architecture", "sta_drn")
    if architecture not in CONFIGS:
        raise ValueError(f"architecture must be one of {', '.join(CONFIGS)}, got {architecture!r}")
    return CONFIGS[architecture].from_json(own)
