"""The networks that STA-DRN is compared with (Table 4): 3D ResNets (Hara et al. 2018) and MDNs (de Melo et al. 2021).

As in ``model``, every ReLU is a module of its own, not in place, and every strided layer centres output cell ``i`` on
input ``2 i``. Shapes beside the code: B clips, C channels, T frames, H × W pixels.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeVar

import torch
from torch import Tensor, nn
from torch.nn import functional

from stadrn_core.model import STAGES, stage_index

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Stride = tuple[int, int, int]
Self = TypeVar("Self", bound="ComparatorConfig")


@dataclass(frozen=True)
class ComparatorConfig:
    """What distinguishes one comparator from another; a subclass for each family of networks.

    Attributes:
        depth: layers in the name of the network: 18, 50 or 152.
        width: channels of the first stage's convolutions; the others have 2, 4 and 8 times as many.
        clip_length: frames in a clip.
        frame_size: side of a frame in px.
        score_range: BDI-II points per unit of raw output.
        linear_head: whether global average pooling and one linear layer follow the last stage.
        blocks: blocks of each stage by depth.
        stem_stride: (sampled frames, px) from one cell of the first stage to the next.
    """

    depth: int = 18
    width: int = 64
    clip_length: int = 64
    frame_size: int = 224
    score_range: float = 63.0

    architecture: ClassVar[str]
    family: ClassVar[str]
    linear_head: ClassVar[bool]
    blocks: ClassVar[dict[int, tuple[int, int, int, int]]]
    stem_stride: ClassVar[tuple[int, int]]

    def __post_init__(self) -> None:
        if self.depth not in self.blocks:
            raise ValueError(f"depth must be one of {', '.join(map(str, self.blocks))}, got {self.depth!r}")
        for name in ("width", "clip_length", "frame_size"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1, got {getattr(self, name)}")
        if not self.score_range > 0:
            raise ValueError(f"score_range must be positive, got {self.score_range}")

    @classmethod
    def from_json(cls: type[Self], values: dict[str, Any]) -> Self:
        """A configuration by its fields; ``networks.network_config_from_json`` reads what ``to_json`` wrote.

        Raises:
            ValueError: an unknown field or a value out of range.
        """
        unknown = set(values) - {field.name for field in fields(cls)}
        if unknown:
            raise ValueError(f"unknown configuration fields: {', '.join(sorted(unknown))}")
        return cls(**values)

    def to_json(self) -> dict[str, Any]:
        """Plain values for JSON, the architecture's name among them."""
        return {"architecture": self.architecture, **asdict(self)}

    @property
    def title(self) -> str:
        """The network in a few words."""
        return f"{self.family}-{self.depth}"

    @property
    def num_blocks(self) -> tuple[int, ...]:
        """Blocks of each stage."""
        return self.blocks[self.depth]

    def cell_stride(self, target_layer: str) -> tuple[int, int]:
        """(sampled frames, px) from one cell of a stage's feature maps to the next.

        Raises:
            ValueError: the layer is not a stage.
        """
        stage = stage_index(target_layer)
        temporal, spatial = self.stem_stride
        return temporal * 2**stage, spatial * 2**stage

    def map_shape(self, target_layer: str) -> tuple[int, int, int]:
        """(T', H', W') of a stage's feature maps for a clip of this configuration."""
        temporal, spatial = self.cell_stride(target_layer)
        side = -(-self.frame_size // spatial)
        return -(-self.clip_length // temporal), side, side


@dataclass(frozen=True)
class ResNetConfig(ComparatorConfig):
    """A 3D ResNet with one output whose first convolution has stride 2 in time, as Table 4 counts it."""

    architecture: ClassVar[Literal["resnet_3d"]] = "resnet_3d"
    family: ClassVar[str] = "3D ResNet"
    linear_head: ClassVar[bool] = True
    blocks: ClassVar[dict[int, tuple[int, int, int, int]]] = {18: (2, 2, 2, 2), 50: (3, 4, 6, 3), 152: (3, 8, 36, 3)}
    stem_stride: ClassVar[tuple[int, int]] = (4, 4)

    @property
    def has_bottlenecks(self) -> bool:
        """Three convolutions a block (1, 3, 1) and expansion 4, instead of two (3, 3)."""
        return self.depth >= 50


MDN_POOL_SIDE = 4
MDN_LENGTHS = ((2, 3, 4), (1, 2, 3), (1, 1, 2), (1, 1, 1))
"""Frames over which the maximisation branches pool, for blocks whose input has the strides of stages 1 to 4."""


@dataclass(frozen=True)
class MDNConfig(ComparatorConfig):
    """A maximization-differentiation network. Its head, and so its number of parameters, depends on the clip's size.

    Raises:
        ValueError: a frame too small for the head's pooling window.
    """

    width: int = 32

    architecture: ClassVar[Literal["mdn"]] = "mdn"
    family: ClassVar[str] = "MDN"
    linear_head: ClassVar[bool] = False
    blocks: ClassVar[dict[int, tuple[int, int, int, int]]] = {18: (2, 2, 2, 2), 50: (3, 4, 6, 3), 152: (3, 24, 45, 3)}
    stem_stride: ClassVar[tuple[int, int]] = (2, 4)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.map_shape(STAGES[-1])[1] < MDN_POOL_SIDE:
            raise ValueError(f"frame_size must be at least 97 px for an MDN, got {self.frame_size}")

    @property
    def head_shape(self) -> tuple[int, int, int, int]:
        """(C, T', H', W') of what the first dense layer sees."""
        slots, rows, columns = self.map_shape(STAGES[-1])
        return 8 * self.width, slots, rows - MDN_POOL_SIDE + 1, columns - MDN_POOL_SIDE + 1


class ResidualBlock(nn.Module):
    """Two 3×3×3 convolutions, or 1×1×1 → 3×3×3 → 1×1×1, with a shortcut around them (He et al. 2016)."""

    def __init__(self, in_channels: int, width: int, stride: Stride, bottleneck: bool) -> None:
        super().__init__()
        out_channels = 4 * width if bottleneck else width
        if bottleneck:
            shapes = [(width, 1, (1, 1, 1)), (width, 3, stride), (out_channels, 1, (1, 1, 1))]
        else:
            shapes = [(width, 3, stride), (out_channels, 3, (1, 1, 1))]
        layers: list[nn.Module] = []
        channels = in_channels
        for outputs, kernel, step in shapes:
            layers += [
                nn.Conv3d(channels, outputs, kernel, stride=step, padding=kernel // 2, bias=False),
                nn.BatchNorm3d(outputs),
                nn.ReLU(),
            ]
            channels = outputs
        self.path = nn.Sequential(*layers[:-1])
        self.shortcut: nn.Module = nn.Identity()
        if stride != (1, 1, 1) or in_channels != out_channels:
            self.shortcut = nn.Sequential(
                nn.Conv3d(in_channels, out_channels, 1, stride=stride, bias=False), nn.BatchNorm3d(out_channels)
            )
        self.relu = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, T, H, W) → (B, C', T', H', W')."""
        y: Tensor = self.relu(self.path(x) + self.shortcut(x))
        return y


class ComparatorNetwork(nn.Module):
    """What both families have: a stem, and four stages that a subclass adds.

    Args:
        channels: of the stem.
        stride: of its convolution.
        norm: its batch normalisation.
    """

    layer_1: nn.Sequential
    layer_2: nn.Sequential
    layer_3: nn.Sequential
    layer_4: nn.Sequential
    stages = STAGES

    def __init__(self, channels: int, stride: Stride, norm: Callable[[int], nn.Module]) -> None:
        super().__init__()
        self.conv_1 = nn.Conv3d(3, channels, 7, stride=stride, padding=3, bias=False)
        self.bn1 = norm(channels)
        self.relu = nn.ReLU()
        self.max_pool = nn.MaxPool3d(3, stride=2, padding=1)


class ResNet3D(ComparatorNetwork):
    """A 3D ResNet. Input (B, 3, T, S, S), normalised RGB; output (B, 1), the raw output y."""

    def __init__(self, config: ResNetConfig) -> None:
        channels = config.width
        super().__init__(channels, (2, 2, 2), nn.BatchNorm3d)
        self.config = config
        for stage, num_blocks in enumerate(config.num_blocks):
            width = config.width * 2**stage
            blocks = []
            for i in range(num_blocks):
                stride = (2, 2, 2) if stage and i == 0 else (1, 1, 1)
                blocks.append(ResidualBlock(channels, width, stride, config.has_bottlenecks))
                channels = 4 * width if config.has_bottlenecks else width
            self.add_module(STAGES[stage], nn.Sequential(*blocks))
        self.avg_pool = nn.AdaptiveAvgPool3d(1)
        self.fc = nn.Linear(channels, 1)

    def forward(self, clip: Tensor) -> Tensor:
        """(B, 3, T, S, S) → (B, 1). Comments: shapes of a ResNet-18, from (B, 3, 64, 224, 224)."""
        x = self.relu(self.bn1(self.conv_1(clip)))  #                      (B, 64, 32, 112, 112)
        x = self.layer_1(self.max_pool(x))  #                              (B, 64, 16, 56, 56)
        x = self.layer_2(x)  #                                             (B, 128, 8, 28, 28)
        x = self.layer_3(x)  #                                             (B, 256, 4, 14, 14)
        x = self.layer_4(x)  #                                             (B, 512, 2, 7, 7)
        return self.output(x)  #                                           (B, 1)

    def output(self, features: Tensor) -> Tensor:
        """Feature maps of the last stage (B, C, T', H', W') → raw output (B, 1)."""
        y: Tensor = self.fc(self.avg_pool(features).flatten(1))
        return y


class ShiftNorm(nn.BatchNorm3d):
    """Batch normalisation with a shift and without a scale, as MDN has it."""

    def __init__(self, channels: int) -> None:
        super().__init__(channels)
        self.register_parameter("weight", None)


def max_over_time(x: Tensor, length: int) -> Tensor:
    """The maximum over ``length`` frames at each frame: (B, C, T, H, W) → same shape.

    Of an even length one frame more lies after the frame than before it.
    """
    padded = functional.pad(x, (0, 0, 0, 0, (length - 1) // 2, length // 2), value=-torch.inf)
    return functional.max_pool3d(padded, (length, 1, 1), stride=1)


def difference_in_time(x: Tensor, lag: int) -> Tensor:
    """|x_{t+lag} − x_t|, with zeros after the last frame: (B, C, T, H, W) → same shape."""
    return (functional.pad(x, (0, 0, 0, 0, 0, lag))[:, :, lag:] - x).abs()


class TemporalBranch(nn.Module):
    """Several views of the input in time, each through its own 1×3×3 convolution, joined by a 1×1×1 convolution.

    Args:
        in_channels: of the input.
        width: channels of each convolution.
        stride: of the 1×1×1 convolution.
        views: the input as it was, or its maxima or differences in time, shape kept.
    """

    def __init__(
        self, in_channels: int, width: int, stride: Stride, views: Sequence[Callable[[Tensor], Tensor]]
    ) -> None:
        super().__init__()
        self.views = tuple(views)
        self.paths = nn.ModuleList(
            nn.Sequential(
                nn.Conv3d(in_channels, width, (1, 3, 3), padding=(0, 1, 1), bias=False), ShiftNorm(width), nn.ReLU()
            )
            for _ in views
        )
        self.join = projection(len(views) * width, width, stride)

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, T, H, W) → (B, width, T', H', W')."""
        seen = [path(view(x)) for view, path in zip(self.views, self.paths, strict=True)]
        y: Tensor = self.join(torch.cat(seen, 1))
        return y


def projection(in_channels: int, out_channels: int, stride: Stride = (1, 1, 1)) -> nn.Sequential:
    """A 1×1×1 convolution and its normalisation."""
    return nn.Sequential(nn.Conv3d(in_channels, out_channels, 1, stride=stride, bias=False), ShiftNorm(out_channels))


class MDNBlock(nn.Module):
    """A maximisation and a differentiation branch, added and projected, beside a projected shortcut."""

    def __init__(self, in_channels: int, width: int, stride: Stride, lengths: tuple[int, ...]) -> None:
        super().__init__()
        maxima = [partial(max_over_time, length=length) for length in lengths]
        differences = [partial(difference_in_time, lag=lag) for lag in (1, 2)]
        self.maximisation = TemporalBranch(in_channels, width, stride, maxima)
        self.differentiation = TemporalBranch(in_channels, width, stride, differences)
        self.relu_join = nn.ReLU()
        self.join = projection(width, width)
        self.shortcut = projection(in_channels, width, stride)
        self.relu = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, T, H, W) → (B, width, T', H', W')."""
        joined = self.join(self.relu_join(self.maximisation(x) + self.differentiation(x)))
        y: Tensor = self.relu(joined + self.shortcut(x))
        return y


class MDN(ComparatorNetwork):
    """A maximization-differentiation network. Input (B, 3, T, S, S), normalised RGB; output (B, 1), the raw output y.

    T and S have to be those of the configuration. The published Keras code pads strided layers at the end only; here
    they are padded at both ends, so that cells lie where those of the other networks lie.
    """

    def __init__(self, config: MDNConfig) -> None:
        channels = 2 * config.width
        super().__init__(channels, (1, 2, 2), ShiftNorm)
        self.config = config
        for stage, num_blocks in enumerate(config.num_blocks):
            width = config.width * 2**stage
            blocks = []
            for i in range(num_blocks):
                enters = stage > 0 and i == 0
                lengths = MDN_LENGTHS[stage - 1 if enters else stage]
                blocks.append(MDNBlock(channels, width, (2, 2, 2) if enters else (1, 1, 1), lengths))
                channels = width
            self.add_module(STAGES[stage], nn.Sequential(*blocks))
        self.avg_pool = nn.AvgPool3d((1, MDN_POOL_SIDE, MDN_POOL_SIDE), stride=1)
        self.hidden = nn.Linear(torch.Size(config.head_shape).numel(), channels)
        self.relu_hidden = nn.ReLU()
        self.fc = nn.Linear(channels, 1)

    def forward(self, clip: Tensor) -> Tensor:
        """(B, 3, T, S, S) → (B, 1). Comments: shapes of published widths, from (B, 3, 64, 224, 224).

        Raises:
            ValueError: T or S is not the configuration's.
        """
        expected = (self.config.clip_length, self.config.frame_size, self.config.frame_size)
        if clip.shape[2:] != expected:
            raise ValueError(f"an MDN takes clips of the size it was made for, {expected}, got {tuple(clip.shape[2:])}")
        x = self.relu(self.bn1(self.conv_1(clip)))  #                      (B, 64, 64, 112, 112)
        x = self.layer_1(self.max_pool(x))  #                              (B, 32, 32, 56, 56)
        x = self.layer_2(x)  #                                             (B, 64, 16, 28, 28)
        x = self.layer_3(x)  #                                             (B, 128, 8, 14, 14)
        x = self.layer_4(x)  #                                             (B, 256, 4, 7, 7)
        return self.output(x)  #                                           (B, 1)

    def output(self, features: Tensor) -> Tensor:
        """Feature maps of the last stage (B, 256, 4, 7, 7) → raw output (B, 1)."""
        x = self.avg_pool(features).flatten(1)  #                          (B, 256 · 4 · 4 · 4)
        y: Tensor = self.fc(self.relu_hidden(self.hidden(x)))  #           (B, 1)
        return y
