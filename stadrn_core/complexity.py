"""Parameters and operations of the compared networks: Table 4, counted, beside what the paper states.

Nothing is allocated: networks are built and run on shapes alone. Multiply-accumulates (MAC) are those of convolutions
and fully connected layers for one clip; normalisation, activations and pooling are left out. The paper's FLOPs are MAC
for its ResNets and STA-DRNs and 2 × MAC for its MDNs, whose parameters include the running statistics of batch
normalisation. An MDN's head, and so its number of parameters, depends on the clip's size.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from stadrn_core.comparators import MDNConfig, ResNetConfig
from stadrn_core.model import ModelConfig
from stadrn_core.networks import build_network

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stadrn_core.networks import NetworkConfig
    from stadrn_core.types import Json

ClipShape = tuple[int, int, int]
TABLE_CLIP: ClipShape = (64, 224, 224)


@dataclass(frozen=True)
class Count:
    """What was counted of one network.

    Attributes:
        parameters: trained numbers.
        statistics: running means and variances of batch normalisation.
        macs: multiply-accumulates of convolutions and fully connected layers for one clip.
    """

    parameters: int
    statistics: int
    macs: int


@dataclass(frozen=True)
class Stated:
    """What the paper's Table 4 states of one network, and the rule by which it counts.

    Attributes:
        parameters: in millions.
        operations: FLOPs in thousands of millions.
        with_statistics: the parameters include running statistics of batch normalisation.
        operations_per_mac: 1, or 2 where an accumulation counts as an operation of its own.
        parameters_clip: (T, H, W) for which its parameters hold; of weight only where the head depends on it.
    """

    parameters: float
    operations: float
    with_statistics: bool = False
    operations_per_mac: int = 1
    parameters_clip: ClipShape = TABLE_CLIP


@dataclass(frozen=True)
class Row:
    """One network of the table, counted.

    Attributes:
        name: as in Table 4.
        config: the network.
        clip: (T, H, W) for which operations were counted.
        parameters_clip: (T, H, W) for which parameters were counted.
        count: parameters for ``parameters_clip``, operations for ``clip``.
        stated: the paper's figures; None for networks that are not in its table.
    """

    name: str
    config: NetworkConfig
    clip: ClipShape
    parameters_clip: ClipShape
    count: Count
    stated: Stated | None

    @property
    def parameters(self) -> int:
        """By the paper's rule for this network."""
        with_statistics = self.stated is not None and self.stated.with_statistics
        return self.count.parameters + (self.count.statistics if with_statistics else 0)

    @property
    def parameters_off(self) -> float | None:
        """Share by which the count exceeds the paper's; None where it states none for this clip."""
        if self.stated is None or not (self.config.linear_head or self.parameters_clip == self.stated.parameters_clip):
            return None
        return self.parameters / (self.stated.parameters * 1e6) - 1

    @property
    def operations_off(self) -> float | None:
        """Share by which the count exceeds the paper's, on the paper's convention; None where it states none."""
        if self.stated is None or self.clip != TABLE_CLIP:
            return None
        return self.count.macs * self.stated.operations_per_mac / (self.stated.operations * 1e9) - 1

    def to_json(self) -> Json:
        """Plain values for JSON."""
        return {
            "name": self.name,
            "config": self.config.to_json(),
            "parameters": self.count.parameters,
            "normalisation_statistics": self.count.statistics,
            "parameters_clip": list(self.parameters_clip),
            "macs": self.count.macs,
            "flops": 2 * self.count.macs,
            "clip": list(self.clip),
            "paper": dataclasses.asdict(self.stated) if self.stated else None,
            "parameters_off": self.parameters_off,
            "operations_off": self.operations_off,
        }


def _sta(*layers: int) -> ModelConfig:
    return ModelConfig(features=32, layers=layers)  # type: ignore[arg-type]  # four numbers in each row


TABLE_4: tuple[tuple[str, NetworkConfig, Stated | None], ...] = (
    ("ResNet-18", ResNetConfig(18), Stated(33.20, 65.80)),
    ("MDN-18", MDNConfig(18), Stated(11.41, 179.84, True, 2)),
    ("STA-18", _sta(2, 2, 2, 2), Stated(31.27, 192.71)),
    ("ResNet-50", ResNetConfig(50), Stated(46.20, 79.96)),
    ("MDN-50", MDNConfig(50), Stated(18.73, 213.37, True, 2)),
    ("STA-50", _sta(3, 4, 6, 3), Stated(41.41, 238.16)),
    ("ResNet-152", ResNetConfig(152), Stated(117.41, 148.41)),
    ("MDN-152", MDNConfig(152), Stated(52.25, 424.96, True, 2, (16, 112, 112))),
    ("STA-152", _sta(3, 8, 36, 3), Stated(78.14, 375.69)),
    ("STA-18, 16 features", ModelConfig(), None),
)
"""Name, network, and what the paper states of it. Its STA-DRNs have 32 features; the published weights have 16."""


@cache
def count(config: NetworkConfig) -> Count:
    """Parameters and operations of a network for one clip of its own length and frame size."""
    with torch.device("meta"):
        network = build_network(config).eval()
        clip = torch.empty(1, 3, config.clip_length, config.frame_size, config.frame_size)
    parameters = sum(parameter.numel() for parameter in network.parameters())
    statistics = sum(buffer.numel() for name, buffer in network.named_buffers() if "running" in name)
    _leave_out_normalisation(network)
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        network(clip)
    return Count(parameters, statistics, macs=counter.get_total_flops() // 2)


def _leave_out_normalisation(network: nn.Module) -> None:
    """It is not counted, and on shapes alone it takes ten times as long as all the rest."""
    for module in list(network.modules()):
        for name, child in module.named_children():
            if isinstance(child, nn.BatchNorm3d):
                setattr(module, name, nn.Identity())


def at_size(config: NetworkConfig, clip: ClipShape) -> NetworkConfig:
    """The same network for clips of another size.

    Args:
        config: the network.
        clip: (T, H, W) with H = W.

    Raises:
        ValueError: frames that are not square, or a size that the network cannot take.
    """
    length, height, width = clip
    if height != width:
        raise ValueError(f"frames must be square, got {height}x{width}")
    return dataclasses.replace(config, clip_length=length, frame_size=height)


def count_row(name: str, config: NetworkConfig, stated: Stated | None, clip: ClipShape | None = None) -> Row:
    """One network of the table, counted.

    Args:
        name: as in the table.
        config: the network.
        stated: the paper's figures, if there are any.
        clip: (T, H, W) for which everything is counted; what the paper's figures hold for, where None.

    Raises:
        ValueError: see ``at_size``.
    """
    parameters_clip = clip or (stated.parameters_clip if stated else TABLE_CLIP)
    clip = clip or TABLE_CLIP
    counted = count(at_size(config, clip))
    if parameters_clip != clip:
        counted = dataclasses.replace(count(at_size(config, parameters_clip)), macs=counted.macs)
    return Row(name, config, clip, parameters_clip, counted, stated)


def table_rows(clip: ClipShape | None = None) -> Iterator[Row]:
    """The rows of Table 4, counted one by one: see ``count_row``."""
    for name, config, stated in TABLE_4:
        yield count_row(name, config, stated, clip)
