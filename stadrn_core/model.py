"""STA-DRN, the network (Pan et al. 2023), and nothing else.

Names of parameters are those of the published code, so that a published ``best.pth`` loads. Equation numbers are the
paper's. Shapes beside the code: B clips, C channels, T frames, H × W pixels, K groups, C' = C / K.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, ClassVar, Literal, get_args

import torch
from torch import Tensor, nn
from torch.nn import functional

if TYPE_CHECKING:
    from collections.abc import Callable

Kind = Literal["spatial", "temporal", "fusion_feature", "fusion_vector"]
KINDS: tuple[str, ...] = get_args(Kind)
STAGES = ("layer_1", "layer_2", "layer_3", "layer_4")
EXPANSION = 4


def stage_index(target_layer: str) -> int:
    """0 to 3 for ``layer_1`` to ``layer_4``.

    Raises:
        ValueError: the layer is not a stage.
    """
    if target_layer not in STAGES:
        raise ValueError(f"target layer must be one of {', '.join(STAGES)}, got {target_layer!r}")
    return STAGES.index(target_layer)


@dataclass(frozen=True)
class ModelConfig:
    """Everything that distinguishes one STA-DRN from another. The defaults are the published code's.

    Attributes:
        kind: how a bottleneck's middle layer attends (Table 2).
        groups: K, the feature groups of an attention branch (Table 3).
        features: bottleneck width of stage 1; stages 2 to 4 have 2, 4 and 8 times as much.
        stem_width: channels of the first convolution.
        layers: bottlenecks of each stage, before multiplication by K.
        temporal_stride: stride in time of stages 2, 3 and 4: 2 in the published code, 1 in Table 1.
        shortcut_kernel: side of the convolution in a shortcut where the shape changes.
        blocks_times_groups: multiply ``layers`` by K, as the published code does.
        clip_length: frames in a clip.
        frame_size: side of a frame in px.
        score_range: BDI-II points per unit of raw output.
        linear_head: whether global average pooling and one linear layer follow the last stage.
    """

    kind: Kind = "fusion_vector"
    groups: int = 2
    features: int = 16
    stem_width: int = 64
    layers: tuple[int, int, int, int] = (2, 2, 2, 2)
    temporal_stride: int = 2
    shortcut_kernel: int = 3
    blocks_times_groups: bool = True
    clip_length: int = 64
    frame_size: int = 224
    score_range: float = 63.0

    architecture: ClassVar[Literal["sta_drn"]] = "sta_drn"
    linear_head: ClassVar[bool] = True

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}, got {self.kind!r}")
        for name in ("groups", "features", "stem_width", "clip_length", "frame_size"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1, got {getattr(self, name)}")
        if len(self.layers) != len(STAGES) or min(self.layers) < 1:
            raise ValueError(f"layers must be {len(STAGES)} numbers of at least 1, got {self.layers}")
        if self.features % self.groups:
            raise ValueError(f"features ({self.features}) must be a multiple of groups ({self.groups})")
        if self.temporal_stride not in (1, 2):
            raise ValueError(f"temporal_stride must be 1 or 2, got {self.temporal_stride}")
        if self.shortcut_kernel % 2 == 0:
            raise ValueError(f"shortcut_kernel must be odd, got {self.shortcut_kernel}")
        if not self.score_range > 0:
            raise ValueError(f"score_range must be positive, got {self.score_range}")

    @classmethod
    def table_1(cls, **changes: Any) -> ModelConfig:
        """The geometry of the paper's Table 1: two bottlenecks a stage, 64 frames kept to the end."""
        return cls(**{"temporal_stride": 1, "blocks_times_groups": False, **changes})

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> ModelConfig:
        """The configuration that ``to_json`` wrote.

        Raises:
            ValueError: an unknown field or a value out of range.
        """
        unknown = set(values) - {field.name for field in fields(cls)}
        if unknown:
            raise ValueError(f"unknown configuration fields: {', '.join(sorted(unknown))}")
        if "layers" in values:
            values = {**values, "layers": tuple(values["layers"])}
        return cls(**values)

    def to_json(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {**asdict(self), "layers": list(self.layers)}

    @property
    def title(self) -> str:
        """The network in a few words."""
        return f"STA-DRN ({self.kind}, K = {self.groups})"

    @property
    def num_blocks(self) -> tuple[int, ...]:
        """Bottlenecks of each stage."""
        return tuple(n * (self.groups if self.blocks_times_groups else 1) for n in self.layers)

    def cell_stride(self, target_layer: str) -> tuple[int, int]:
        """(sampled frames, px) from one cell of a stage's feature maps to the next.

        Raises:
            ValueError: the layer is not a stage.
        """
        stage = stage_index(target_layer)
        return self.temporal_stride**stage, 4 * 2**stage

    def map_shape(self, target_layer: str) -> tuple[int, int, int]:
        """(T', H', W') of a stage's feature maps for a clip of this configuration."""
        temporal, spatial = self.cell_stride(target_layer)
        side = -(-self.frame_size // spatial)
        return -(-self.clip_length // temporal), side, side


def softmax_over_groups(z: Tensor, groups: int) -> Tensor:
    """Eq. 5: softmax over the K groups of each of the C' features; a sigmoid where there is one group.

    Args:
        z: (B, K·C', …).
        groups: K.
    """
    if groups == 1:
        return torch.sigmoid(z)
    grouped = z.reshape(z.shape[0], groups, -1, *z.shape[2:])  # (B, K, C', …)
    return grouped.softmax(dim=1).flatten(1, 2)


def pool_over_time(x: Tensor) -> Tensor:
    """Eq. 3: (B, C, T, H, W) → (B, C, 1, H, W)."""
    return x.mean(2, keepdim=True)


def pool_over_space(x: Tensor) -> Tensor:
    """Eq. 7: (B, C, T, H, W) → (B, C, T, 1, 1).

    Summed in the published code's order, on which float32 agreement depends at K = 4.
    """
    return functional.adaptive_avg_pool3d(x, (None, 1, 1))


class AttentionBranch(nn.Module):
    """One attention module alone: eq. 2 to 6 (``spatial``) or eq. 2 and 7 to 9 (``temporal``).

    The spatial branch pools over time and attends to places; the temporal branch pools over places and attends to
    frames.
    """

    def __init__(
        self, channels: int, groups: int, stride: tuple[int, int, int], pool: Callable[[Tensor], Tensor]
    ) -> None:
        super().__init__()
        self.groups, self.pool = groups, pool
        self.group_conv = nn.Conv3d(channels, channels, 3, stride=stride, padding=1, groups=groups)
        self.bn = nn.BatchNorm3d(channels)
        self.relu = nn.ReLU()
        self.fc = nn.Conv3d(channels, channels, 1, groups=groups)

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, T, H, W) → (B, C, T', H', W')."""
        features = self.relu(self.bn(self.group_conv(x)))  # X, eq. 2: (B, C, T, H, W)
        statistics = self.pool(features)  # z, eq. 3 or 7: (B, C, 1, H, W) or (B, C, T, 1, 1)
        attention = softmax_over_groups(self.fc(statistics), self.groups)  # s, eq. 4 or 8: same shape
        weighted: Tensor = attention * features  # eq. 6 or 9
        return weighted


class FeatureFusion(nn.Module):
    """Both attention modules, their outputs added (eq. 10)."""

    def __init__(self, channels: int, groups: int, stride: tuple[int, int, int]) -> None:
        super().__init__()
        self.temporal_block = AttentionBranch(channels, groups, stride, pool_over_space)
        self.spatial_block = AttentionBranch(channels, groups, stride, pool_over_time)

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, T, H, W) → (B, C, T', H', W')."""
        fused: Tensor = self.spatial_block(x) + self.temporal_block(x)  # eq. 10
        return fused


class VectorFusion(nn.Module):
    """The STA module proper: attention vectors multiplied, then applied to both branches' features (eq. 11 and 12)."""

    def __init__(self, channels: int, groups: int, stride: tuple[int, int, int]) -> None:
        super().__init__()
        self.groups = groups
        self.group_conv_temporal = nn.Conv3d(channels, channels, 3, stride=stride, padding=1, groups=groups)
        self.bn_temporal = nn.BatchNorm3d(channels)
        self.relu_temporal = nn.ReLU()
        self.fc_temporal = nn.Conv3d(channels, channels, 1, groups=groups)
        self.group_conv_spatial = nn.Conv3d(channels, channels, 3, stride=stride, padding=1, groups=groups)
        self.bn_spatial = nn.BatchNorm3d(channels)
        self.relu_spatial = nn.ReLU()
        self.fc_spatial = nn.Conv3d(channels, channels, 1, groups=groups)

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, T, H, W) → (B, C, T', H', W')."""
        x_t = self.relu_temporal(self.bn_temporal(self.group_conv_temporal(x)))  # (B, C, T, H, W)
        x_s = self.relu_spatial(self.bn_spatial(self.group_conv_spatial(x)))  # (B, C, T, H, W)
        s_t = softmax_over_groups(self.fc_temporal(pool_over_space(x_t)), self.groups)  # (B, C, T, 1, 1)
        s_s = softmax_over_groups(self.fc_spatial(pool_over_time(x_s)), self.groups)  # (B, C, 1, H, W)
        fused: Tensor = (s_s * s_t) * (x_s + x_t)  # eq. 12
        return fused


def sta_module(kind: str, channels: int, groups: int, stride: tuple[int, int, int]) -> nn.Module:
    """The middle layer of a bottleneck for one of the four kinds of Table 2."""
    match kind:
        case "spatial":
            return AttentionBranch(channels, groups, stride, pool_over_time)
        case "temporal":
            return AttentionBranch(channels, groups, stride, pool_over_space)
        case "fusion_feature":
            return FeatureFusion(channels, groups, stride)
        case "fusion_vector":
            return VectorFusion(channels, groups, stride)
    raise ValueError(f"kind must be one of {', '.join(KINDS)}, got {kind!r}")


class Bottleneck(nn.Module):
    """1×1×1 → STA module → 1×1×1, with a shortcut around them (Fig. 2)."""

    def __init__(self, in_channels: int, width: int, stride: tuple[int, int, int], config: ModelConfig) -> None:
        super().__init__()
        out_channels = EXPANSION * width
        self.conv1 = nn.Conv3d(in_channels, width, 1, bias=False)
        self.bn1 = nn.BatchNorm3d(width)
        self.relu1 = nn.ReLU()
        self.conv2 = sta_module(config.kind, width, config.groups, stride)
        self.bn2 = nn.BatchNorm3d(width)
        self.relu2 = nn.ReLU()
        self.conv3 = nn.Conv3d(width, out_channels, 1, bias=False)
        self.bn3 = nn.BatchNorm3d(out_channels)
        self.relu3 = nn.ReLU()
        self.downsample: nn.Module | None = None
        if stride != (1, 1, 1) or in_channels != out_channels:
            kernel = config.shortcut_kernel
            self.downsample = nn.Sequential(
                nn.Conv3d(in_channels, out_channels, kernel, stride=stride, padding=kernel // 2, bias=False),
                nn.BatchNorm3d(out_channels),
            )

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, T, H, W) → (B, 4 × width, T', H', W')."""
        shortcut = x if self.downsample is None else self.downsample(x)
        out = self.relu1(self.bn1(self.conv1(x)))
        out = self.relu2(self.bn2(self.conv2(out)))
        out = self.bn3(self.conv3(out))
        y: Tensor = self.relu3(out + shortcut)
        return y


class STADRN(nn.Module):
    """The whole network. Input (B, 3, T, S, S), normalised RGB; output (B, 1), the raw output y.

    Every ReLU is a module of its own, not in place, so that explanation methods can hook each of them.

    Args:
        config: which STA-DRN.
        dropout: share of features dropped before the fully connected layer while training.
    """

    layer_1: nn.Sequential
    layer_2: nn.Sequential
    layer_3: nn.Sequential
    layer_4: nn.Sequential
    stages = STAGES

    def __init__(self, config: ModelConfig, dropout: float = 0.5) -> None:
        super().__init__()
        self.config = config
        stem = config.stem_width
        self.conv_1 = nn.Conv3d(3, stem, 7, stride=(1, 2, 2), padding=3, bias=False)
        self.bn1 = nn.BatchNorm3d(stem)
        self.relu = nn.ReLU()
        self.max_pool = nn.MaxPool3d(3, stride=(1, 2, 2), padding=1)
        channels = stem
        for stage, num_blocks in enumerate(config.num_blocks):
            width = config.features * 2**stage
            stride = (config.temporal_stride, 2, 2) if stage else (1, 1, 1)
            blocks = [Bottleneck(channels, width, stride, config)]
            channels = EXPANSION * width
            blocks += [Bottleneck(channels, width, (1, 1, 1), config) for _ in range(num_blocks - 1)]
            self.add_module(STAGES[stage], nn.Sequential(*blocks))
        self.avg_pool = nn.AdaptiveAvgPool3d(1)
        self.dropout = nn.Dropout(dropout)
        self.fc = nn.Linear(channels, 1)

    def forward(self, clip: Tensor) -> Tensor:
        """(B, 3, T, S, S) → (B, 1). Comments: shapes in the published geometry, from (B, 3, 64, 224, 224)."""
        x = self.relu(self.bn1(self.conv_1(clip)))  #                      (B, 64, 64, 112, 112)
        x = self.max_pool(x)  #                                            (B, 64, 64, 56, 56)
        x = self.layer_1(x)  #                                             (B, 64, 64, 56, 56)
        x = self.layer_2(x)  #                                             (B, 128, 32, 28, 28)
        x = self.layer_3(x)  #                                             (B, 256, 16, 14, 14)
        x = self.layer_4(x)  #                                             (B, 512, 8, 7, 7)
        return self.output(x)  #                                           (B, 1)

    def output(self, features: Tensor) -> Tensor:
        """Feature maps of the last stage (B, C, T', H', W') → raw output (B, 1)."""
        y: Tensor = self.fc(self.dropout(self.avg_pool(features).flatten(1)))
        return y


def score_from_raw(raw_output: float, score_range: float = 63.0) -> float:
    """BDI-II points of a raw output: max(y, 0) × range; clamped below, never above (the published code does not)."""
    return max(raw_output, 0.0) * score_range
