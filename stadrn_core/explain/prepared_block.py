"""A bottleneck ready for many clips: forward pass and guided backward pass side by side, for all four STA modules.

Shapes: C channels, C' = C / K features of each of K groups, n branches (temporal, spatial or both), T frames, H × W
positions; channels last. X is a branch's features (eq. 2), s its attention (eq. 4 or 8). Equation numbers are the
paper's.
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
    guided_mask,
    ready,
    scale_and_shift,
)
from stadrn_core.model import AttentionBranch, Bottleneck, FeatureFusion, VectorFusion, pool_over_time

TIME, SPACE = (0,), (1, 2)
OVER_GROUPS = -2


class Branch(NamedTuple):
    """The layers of one attention branch, and the axes of (T, H, W, K, C') that it pools over."""

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
        self.bias = ready(exact(fc.bias).view(groups, 1, width), fc.weight)
        self.pooled = pooled

    def forward(self, features: Tensor) -> Tensor:
        """X (T, H, W, K, C') → s (T, 1, 1, K, C') or (1, H, W, K, C')."""
        z = features.mean(self.pooled, keepdim=True)
        mixed = torch.baddbmm(self.bias, by_group(z), self.weight.mT).transpose(0, 1).reshape(z.shape)
        return mixed.softmax(OVER_GROUPS) if len(self.weight) > 1 else mixed.sigmoid()

    def backward(self, gradient: Tensor, s: Tensor, num_pooled: int) -> Tensor:
        """∂y/∂s → ∂y/∂X by way of the attention alone: the same for all pooled positions, so of the shape of s.

        Args:
            gradient: with respect to s.
            s: what ``forward`` returned.
            num_pooled: positions that one mean was taken over.
        """
        weighted = s * gradient
        is_softmax = len(self.weight) > 1
        logits = weighted - s * weighted.sum(OVER_GROUPS, keepdim=True) if is_softmax else weighted * (1 - s)
        return (by_group(logits) @ self.weight).transpose(0, 1).reshape(s.shape) / num_pooled


def by_group(x: Tensor) -> Tensor:
    """(T, H, W, K, C') → (K, T·H·W, C')."""
    return x.flatten(0, 2).transpose(0, 1)


def along_width(x: Tensor, features: Tensor) -> Tensor:
    """(T, 1, 1, K, C') → (T, 1, W, K, C'), as long inner loops are several times faster than broadcasting over both."""
    return x.expand(-1, -1, features.shape[2], -1, -1).contiguous()


class Fusion(Protocol):
    """How branches are weighted and added, with the BatchNorm that follows: x ↦ a·x + b for each channel."""

    def forward(self, features: Tensor, attentions: list[Tensor]) -> Tensor:
        """X of all branches (T, H, W, K, n, C') and their s → (T, H, W, K, C')."""
        ...

    def backward(self, gradient: Tensor, features: Tensor, attentions: list[Tensor]) -> tuple[Tensor, list[Tensor]]:
        """∂y/∂output → ∂y/∂X with the attentions held fixed (T, H, W, K, n, C'), and ∂y/∂s of each branch."""
        ...


class SumOfBranches:
    """Σ s·X over the branches: eq. 6 or 9 where there is one, eq. 10 where there are two."""

    def __init__(self, norm: nn.BatchNorm3d, groups: int) -> None:
        self.scale, self.shift = (ready(v.view(groups, -1), norm.weight) for v in scale_and_shift(norm))  # (K, C')

    def forward(self, features: Tensor, attentions: list[Tensor]) -> Tensor:
        """X (T, H, W, K, n, C') → a Σ s·X + b (T, H, W, K, C')."""
        total = self.shift
        for x, s in zip(features.unbind(-2), attentions, strict=True):
            total = torch.addcmul(total, x, self.scale * s)
        return total

    def backward(self, gradient: Tensor, features: Tensor, attentions: list[Tensor]) -> tuple[Tensor, list[Tensor]]:
        """As ``Fusion.backward``."""
        to_features = torch.empty_like(features)
        to_attentions = []
        for x, s, to_x in zip(features.unbind(-2), attentions, to_features.unbind(-2), strict=True):
            to_attentions.append(self.scale * (gradient * x).sum_to_size(s.shape))
            torch.mul(gradient, self.scale * s, out=to_x)
        return to_features, to_attentions


class ProductOfAttentions:
    """Eq. 11 and 12: (s_s · s_t) · (X_s + X_t)."""

    def __init__(self, norm: nn.BatchNorm3d, groups: int) -> None:
        self.scale, self.shift = (ready(v.view(groups, -1), norm.weight) for v in scale_and_shift(norm))  # (K, C')

    def forward(self, features: Tensor, attentions: list[Tensor]) -> Tensor:
        """X (T, H, W, K, 2, C') → a (s_s · s_t) · (X_s + X_t) + b (T, H, W, K, C')."""
        s_t, s_s = attentions
        summed = features[..., 0, :] + features[..., 1, :]
        return torch.addcmul(self.shift, summed.mul_(self.scale * s_t), s_s)

    def backward(self, gradient: Tensor, features: Tensor, attentions: list[Tensor]) -> tuple[Tensor, list[Tensor]]:
        """As ``Fusion.backward``."""
        s_t, s_s = attentions
        summed = features[..., 0, :] + features[..., 1, :]
        times_s_t = gradient * (self.scale * s_t)
        to_s_s = (times_s_t * summed).sum_to_size(s_s.shape)
        to_s_t = self.scale * summed.mul_(gradient).mul_(s_s).sum_to_size(s_t.shape)
        to_x = times_s_t.mul_(s_s)
        return to_x[..., None, :].expand_as(features), [to_s_t, to_s_s]


class Kept(NamedTuple):
    """What a bottleneck's backward pass needs of its forward pass.

    Of three ReLUs only where they were closed: a quarter of the memory, and what fills memory for the first time costs
    more than what is computed in it.

    Attributes:
        input_size: (T, H, W).
        squeezed_closed: (T, H, W, C) bool, after the first 1×1×1 convolution.
        features: (T', H', W', K, n, C').
        attentions: s of each branch.
        attended_closed: (T', H', W', C) bool, after the STA module and its BatchNorm.
        output_closed: (T', H', W', 4 C) bool.
    """

    input_size: torch.Size
    squeezed_closed: Tensor
    features: Tensor
    attentions: list[Tensor]
    attended_closed: Tensor
    output_closed: Tensor


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
            both_biases = bias + folded(block.conv3, block.bn3)[1]
            self.shortcut = Convolution(weight, both_biases, convolution.stride, 1, convolution.weight)

    def forward(self, x: Tensor, *, keep: bool) -> tuple[Tensor, Kept | None]:
        """(T, H, W, C) → (T', H', W', 4 × width), and what ``guided_backward`` needs; the memory of x is used again."""
        input_size = x.shape[:3]
        squeezed = self.conv1.forward(x).relu_()
        squeezed_closed = squeezed <= 0 if keep else None
        features = self.group_conv.forward(squeezed).relu_().unflatten(-1, (self.groups, self.num_branches, -1))
        del squeezed
        attentions = [attend.forward(features[..., i, :]) for i, attend in enumerate(self.attentions)]
        attended = self.fusion.forward(features, attentions).relu_().flatten(-2)
        straight = x.add_(self.conv3.bias) if self.shortcut is None else self.shortcut.forward(x)
        output = self.conv3.add_to(straight, attended).relu_()
        if squeezed_closed is None:
            return output, None
        return output, Kept(input_size, squeezed_closed, features, attentions, attended <= 0, output <= 0)

    def guided_backward(self, gradient: Tensor, kept: Kept) -> Tensor:
        """(T', H', W', 4 × width) → (T, H, W, C); the gradient's memory is used again."""
        gradient = guided_mask(gradient, kept.output_closed)
        inner = guided_mask(self.conv3.backward(gradient), kept.attended_closed)
        inner = guided_gate(self._attention_backward(inner, kept), kept.features)
        inner = guided_mask(self.group_conv.backward(inner.flatten(-3), kept.input_size), kept.squeezed_closed)
        if self.shortcut is not None:
            gradient = self.shortcut.backward(gradient, kept.input_size)
        return self.conv1.add_backward_to(gradient, inner)

    def _attention_backward(self, gradient: Tensor, kept: Kept) -> Tensor:
        """(T, H, W, C) → (T, H, W, K, n, C'): through the features and through the attentions made of them."""
        features = kept.features
        gradient = gradient.unflatten(-1, (self.groups, -1))
        to_features, to_attentions = self.fusion.backward(gradient, features, kept.attentions)
        total = torch.empty_like(features)
        for i, (attend, s) in enumerate(zip(self.attentions, kept.attentions, strict=True)):
            num_pooled = features[..., i, :].numel() // s.numel()
            by_attention = attend.backward(to_attentions[i], s, num_pooled)
            torch.add(to_features[..., i, :], along_width(by_attention, features), out=total[..., i, :])
        return total
