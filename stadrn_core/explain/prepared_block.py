"""A bottleneck ready for many clips: forward pass and guided backward pass side by side, for all four STA modules.

Shapes: C channels, C' = C / K features of each of K groups, n branches (temporal, spatial or both), T frames, H × W
positions. X is a branch's features (eq. 2), s its attention (eq. 4 or 8). Equation numbers are the paper's.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

import torch
from torch import Tensor, nn

from stadrn_core.explain.prepared_layers import (
    Convolution,
    PointwiseConvolution,
    exact,
    folded,
    guided_gate,
    ready,
    scale_and_shift,
)
from stadrn_core.model import AttentionBranch, Bottleneck, FeatureFusion, VectorFusion, pool_over_time

TIME, SPACE = (2,), (3, 4)


class Branch(NamedTuple):
    """The layers of one attention branch, and the axes of (K, C', T, H, W) that it pools over."""

    group_conv: nn.Conv3d
    bn: nn.BatchNorm3d
    fc: nn.Conv3d
    pooled: tuple[int, ...]


def branches_of(sta: nn.Module) -> list[Branch]:
    """The branches of an STA module; the temporal one first where there are both."""
    match sta:
        case AttentionBranch():
            return [Branch(sta.group_conv, sta.bn, sta.fc, TIME if sta.pool is pool_over_time else SPACE)]
        case FeatureFusion():
            return branches_of(sta.temporal_block) + branches_of(sta.spatial_block)
        case VectorFusion():
            return [
                Branch(sta.group_conv_temporal, sta.bn_temporal, sta.fc_temporal, SPACE),
                Branch(sta.group_conv_spatial, sta.bn_spatial, sta.fc_spatial, TIME),
            ]
    raise TypeError(f"not an STA module: {type(sta).__name__}")


class Attention:
    """Eq. 3 to 5, or eq. 7 and 8: features pooled, mixed within their group, softmax over the groups."""

    def __init__(self, fc: nn.Conv3d, groups: int, pooled: tuple[int, ...]) -> None:
        width = fc.out_channels // groups
        assert fc.bias is not None
        self.weight = ready(exact(fc.weight).view(groups, width, width), fc.weight)  # (K, C', C')
        self.bias = ready(exact(fc.bias).view(groups, width, 1), fc.weight)
        self.pooled = pooled

    def forward(self, features: Tensor) -> Tensor:
        """X (K, C', T, H, W) → s (K, C', T, 1, 1) or (K, C', 1, H, W)."""
        z = features.mean(self.pooled, keepdim=True)
        mixed = torch.baddbmm(self.bias, self.weight, z.flatten(2)).view_as(z)
        return mixed.softmax(0) if len(mixed) > 1 else mixed.sigmoid()

    def backward(self, gradient: Tensor, s: Tensor, num_pooled: int) -> Tensor:
        """∂y/∂s → ∂y/∂X by way of the attention alone: the same for all pooled positions, so of the shape of s.

        Args:
            gradient: with respect to s.
            s: what ``forward`` returned.
            num_pooled: positions that one mean was taken over.
        """
        weighted = s * gradient
        logits = weighted - s * weighted.sum(0, keepdim=True) if len(s) > 1 else weighted * (1 - s)
        return (self.weight.mT @ logits.flatten(2)).view_as(s) / num_pooled


class Fusion(Protocol):
    """How branches are weighted and added, with the BatchNorm that follows: x ↦ a·x + b for each channel."""

    def forward(self, features: Tensor, attentions: list[Tensor]) -> Tensor:
        """X of all branches (K, n, C', T, H, W) and their s → (K, C', T, H, W)."""
        ...

    def backward(self, gradient: Tensor, features: Tensor, attentions: list[Tensor]) -> tuple[Tensor, list[Tensor]]:
        """∂y/∂output → ∂y/∂X with the attentions held fixed (K, n, C', T, H, W), and ∂y/∂s of each branch."""
        ...


class SumOfBranches:
    """Σ s·X over the branches: eq. 6 or 9 where there is one, eq. 10 where there are two."""

    def __init__(self, norm: nn.BatchNorm3d, groups: int) -> None:
        self.scale, self.shift = (ready(v.view(groups, -1, 1, 1, 1), norm.weight) for v in scale_and_shift(norm))

    def forward(self, features: Tensor, attentions: list[Tensor]) -> Tensor:
        """X (K, n, C', T, H, W) → a Σ s·X + b (K, C', T, H, W)."""
        total = features[:, 0] * (self.scale * attentions[0])
        for x, s in zip(features.unbind(1)[1:], attentions[1:], strict=True):
            total.addcmul_(x, self.scale * s)
        return total.add_(self.shift)

    def backward(self, gradient: Tensor, features: Tensor, attentions: list[Tensor]) -> tuple[Tensor, list[Tensor]]:
        """As ``Fusion.backward``."""
        to_features = torch.empty_like(features)
        to_attentions = []
        for x, s, to_x in zip(features.unbind(1), attentions, to_features.unbind(1), strict=True):
            to_attentions.append(self.scale * (gradient * x).sum_to_size(s.shape))
            torch.mul(gradient, self.scale * s, out=to_x)
        return to_features, to_attentions


class ProductOfAttentions:
    """Eq. 11 and 12: (s_s · s_t) · (X_s + X_t)."""

    def __init__(self, norm: nn.BatchNorm3d, groups: int) -> None:
        self.scale, self.shift = (ready(v.view(groups, -1, 1, 1, 1), norm.weight) for v in scale_and_shift(norm))

    def forward(self, features: Tensor, attentions: list[Tensor]) -> Tensor:
        """X (K, 2, C', T, H, W) → a (s_s · s_t) · (X_s + X_t) + b (K, C', T, H, W)."""
        s_t, s_s = attentions
        summed = features[:, 0] + features[:, 1]
        return summed.mul_(self.scale * s_t).mul_(s_s).add_(self.shift)

    def backward(self, gradient: Tensor, features: Tensor, attentions: list[Tensor]) -> tuple[Tensor, list[Tensor]]:
        """As ``Fusion.backward``."""
        s_t, s_s = attentions
        scaled_t = self.scale * s_t
        to_product = (features[:, 0] + features[:, 1]).mul_(gradient).flatten(3)  # ∂y/∂(s_s · s_t) (K, C', T, H·W)
        to_s_t = self.scale * (to_product @ s_s.flatten(2)[..., None])[..., None]
        to_s_s = (scaled_t.flatten(2)[:, :, None] @ to_product).view_as(s_s)
        to_x = (gradient * scaled_t).mul_(s_s)
        return to_x[:, None].expand_as(features), [to_s_t, to_s_s]


class Kept(NamedTuple):
    """What a bottleneck's backward pass needs of its forward pass: outputs of its ReLUs, and the attentions.

    Attributes:
        squeezed: (C, T, H, W) after the first 1×1×1 convolution.
        features: (K, n, C', T', H', W').
        attentions: s of each branch.
        attended: (C, T', H', W') after the STA module and its BatchNorm.
        output: (4 C, T', H', W').
    """

    squeezed: Tensor
    features: Tensor
    attentions: list[Tensor]
    attended: Tensor
    output: Tensor


class PreparedBottleneck:
    """1×1×1 → STA module → 1×1×1, with a shortcut around them (Fig. 2), each BatchNorm folded into a layer.

    The convolutions of both branches are one: its K groups each hold the features of all branches.
    """

    def __init__(self, block: Bottleneck) -> None:
        branches = branches_of(block.conv2)
        first = branches[0].group_conv
        self.groups = first.groups
        self.num_branches = len(branches)
        self.conv1 = PointwiseConvolution(block.conv1, block.bn1)
        weights, biases = zip(*(folded(branch.group_conv, branch.bn) for branch in branches), strict=True)
        grouped = [torch.stack([v.unflatten(0, (self.groups, -1)) for v in all_], 1) for all_ in (weights, biases)]
        self.group_conv = Convolution(
            grouped[0].flatten(0, 2), grouped[1].flatten(), first.stride, self.groups, first.weight
        )
        self.attentions = [Attention(branch.fc, self.groups, branch.pooled) for branch in branches]
        fusion = ProductOfAttentions if isinstance(block.conv2, VectorFusion) else SumOfBranches
        self.fusion: Fusion = fusion(block.bn2, self.groups)
        self.conv3 = PointwiseConvolution(block.conv3, block.bn3)
        self.shortcut: Convolution | None = None
        if isinstance(block.downsample, nn.Sequential):
            convolution, norm = block.downsample
            assert isinstance(convolution, nn.Conv3d)
            assert isinstance(norm, nn.BatchNorm3d)
            weight, bias = folded(convolution, norm)
            self.shortcut = Convolution(weight, bias, convolution.stride, 1, convolution.weight)

    def forward(self, x: Tensor) -> tuple[Tensor, Kept]:
        """(C, T, H, W) → (4 × width, T', H', W'), and what ``guided_backward`` needs."""
        squeezed = self.conv1.forward(x).relu_()
        features = self.group_conv.forward(squeezed).relu_().unflatten(0, (self.groups, self.num_branches, -1))
        attentions = [attend.forward(features[:, i]) for i, attend in enumerate(self.attentions)]
        attended = self.fusion.forward(features, attentions).relu_().flatten(0, 1)
        if self.shortcut is None:
            output = torch.add(x, self.conv3.bias[..., None, None])
        else:
            output = self.shortcut.forward(x).add_(self.conv3.bias[..., None, None])
        output = self.conv3.add_to(output, attended).relu_()
        return output, Kept(squeezed, features, attentions, attended, output)

    def guided_backward(self, gradient: Tensor, kept: Kept) -> Tensor:
        """(4 × width, T', H', W') → (C, T, H, W); the gradient's memory is used again."""
        gradient = guided_gate(gradient, kept.output)
        inner = guided_gate(self.conv3.backward(gradient), kept.attended)
        inner = guided_gate(self._attention_backward(inner, kept), kept.features)
        input_size = kept.squeezed.shape[1:]
        inner = guided_gate(self.group_conv.backward(inner.flatten(0, 2), input_size), kept.squeezed)
        if self.shortcut is not None:
            gradient = self.shortcut.backward(gradient, input_size)
        return self.conv1.add_backward_to(gradient, inner)

    def _attention_backward(self, gradient: Tensor, kept: Kept) -> Tensor:
        """(C, T, H, W) → (K, n, C', T, H, W): through the features and through the attentions made of them."""
        features = kept.features
        gradient = gradient.unflatten(0, (self.groups, -1))
        to_features, to_attentions = self.fusion.backward(gradient, features, kept.attentions)
        total = torch.empty_like(features)
        for i, (attend, s) in enumerate(zip(self.attentions, kept.attentions, strict=True)):
            num_pooled = features[:, i].numel() // s.numel()
            torch.add(to_features[:, i], attend.backward(to_attentions[i], s, num_pooled), out=total[:, i])
        return total
