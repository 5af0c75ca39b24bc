"""Layers with weights made ready once: BatchNorm folded into the convolution before it, and each layer's own adjoint.

Activations are (T, H, W, C), one clip without a batch axis: channels last, as convolutions and pools are quickest on a
CPU, and a 1×1×1 convolution is one matrix product over all positions.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

LAST = torch.channels_last_3d


def folded(convolution: nn.Conv3d, norm: nn.BatchNorm3d) -> tuple[Tensor, Tensor]:
    """Weight and bias of the one convolution that equals convolution and BatchNorm in evaluation mode.

    Returns:
        Weight of the convolution's shape and bias (C,), float64 on the CPU: rounded only once, where they are used.
    """
    scale, shift = scale_and_shift(norm)
    weight = exact(convolution.weight) * scale.view(-1, 1, 1, 1, 1)
    return weight, shift if convolution.bias is None else exact(convolution.bias) * scale + shift


def scale_and_shift(norm: nn.BatchNorm3d) -> tuple[Tensor, Tensor]:
    """BatchNorm in evaluation mode is x ↦ a·x + b: a and b, (C,) each, float64 on the CPU."""
    assert norm.running_mean is not None
    assert norm.running_var is not None
    scale = exact(norm.weight) / torch.sqrt(exact(norm.running_var) + norm.eps)
    return scale, exact(norm.bias) - exact(norm.running_mean) * scale


def exact(tensor: Tensor) -> Tensor:
    """A copy in float64 on the CPU (not every device has float64)."""
    return tensor.detach().cpu().double()


def ready(tensor: Tensor, like: Tensor) -> Tensor:
    """Rounded to the dtype of ``like`` and moved to its device, contiguous."""
    return tensor.to(like.dtype).to(like.device).contiguous()


def gate(gradient: Tensor, activation: Tensor) -> Tensor:
    """Backward of a ReLU with output ``activation``, in place: the gradient passes where the output is above 0."""
    passed: Tensor = torch.ops.aten.threshold_backward.grad_input(gradient, activation, 0, grad_input=gradient)
    return passed


def guided_gate(gradient: Tensor, activation: Tensor) -> Tensor:
    """Backward of a guided ReLU (Springenberg et al. 2015), in place: only positive gradients pass."""
    return gate(gradient.clamp_(min=0), activation)


def guided_mask(gradient: Tensor, closed: Tensor) -> Tensor:
    """``guided_gate`` of a ReLU of which is only kept where its output was 0 (bool), in place."""
    return gradient.clamp_(min=0).masked_fill_(closed, 0)


class PointwiseConvolution:
    """A 1×1×1 convolution and the BatchNorm after it, as one matrix product."""

    def __init__(self, convolution: nn.Conv3d, norm: nn.BatchNorm3d) -> None:
        weight, bias = folded(convolution, norm)
        self.weight = ready(weight.flatten(1), convolution.weight)
        self.bias = ready(bias, convolution.weight)

    def forward(self, x: Tensor) -> Tensor:
        """(T, H, W, C) → (T, H, W, D)."""
        return torch.addmm(self.bias, x.flatten(0, 2), self.weight.T).view(*x.shape[:3], -1)

    def add_to(self, sum_so_far: Tensor, x: Tensor) -> Tensor:
        """``sum_so_far`` plus the convolution of x without its bias, in place: (T, H, W, D)."""
        sum_so_far.view(-1, sum_so_far.shape[3]).addmm_(x.flatten(0, 2), self.weight.T)
        return sum_so_far

    def backward(self, gradient: Tensor) -> Tensor:
        """(T, H, W, D) → (T, H, W, C)."""
        return (gradient.flatten(0, 2) @ self.weight).view(*gradient.shape[:3], -1)

    def add_backward_to(self, sum_so_far: Tensor, gradient: Tensor) -> Tensor:
        """``sum_so_far`` (T, H, W, C) plus the gradient with respect to the input, in place."""
        sum_so_far.view(-1, sum_so_far.shape[3]).addmm_(gradient.flatten(0, 2), self.weight)
        return sum_so_far


class Convolution:
    """A convolution in space and time.

    Args:
        weight: (D, C / groups, k, k, k).
        bias: (D,).
        stride: in time, height and width.
        groups: of channels.
        like: a tensor of the dtype and device to work in.
    """

    def __init__(self, weight: Tensor, bias: Tensor, stride: tuple[int, ...], groups: int, like: Tensor) -> None:
        self.weight = ready(weight, like).contiguous(memory_format=LAST)
        self.bias = ready(bias, like)
        self.stride, self.groups = stride, groups
        self.padding = weight.shape[-1] // 2
        # without a stride the adjoint is a convolution too, which is quicker than a transposed one
        self.adjoint = None
        if max(stride) == 1:
            self.adjoint = ready(adjoint_of_stride_1(weight, groups), like).contiguous(memory_format=LAST)

    def forward(self, x: Tensor) -> Tensor:
        """(T, H, W, C) → (T', H', W', D)."""
        return channels_last(
            functional.conv3d(channels_first(x), self.weight, self.bias, self.stride, self.padding, groups=self.groups)
        )

    def backward(self, gradient: Tensor, input_size: torch.Size) -> Tensor:
        """(T', H', W', D) → (T, H, W, C), of which ``input_size`` is (T, H, W).

        The size is needed because a stride of 2 brings an odd and an even one to the same result.
        """
        if self.adjoint is not None:
            same_size = functional.conv3d(
                channels_first(gradient), self.adjoint, None, 1, self.padding, groups=self.groups
            )
            return channels_last(same_size)
        reached = [(n - 1) * step + 1 for n, step in zip(gradient.shape[:3], self.stride, strict=True)]
        missing = [size - n for size, n in zip(input_size, reached, strict=True)]
        return channels_last(
            functional.conv_transpose3d(
                channels_first(gradient), self.weight, None, self.stride, self.padding, missing, self.groups
            )
        )


def adjoint_of_stride_1(weight: Tensor, groups: int) -> Tensor:
    """(D, C / groups, k, k, k) → (C, D / groups, k, k, k), for an odd k and a padding of (k − 1) / 2."""
    by_group = weight.unflatten(0, (groups, -1)).transpose(1, 2).flatten(0, 1)
    flipped: Tensor = by_group.flip(2, 3, 4)
    return flipped


def channels_first(x: Tensor) -> Tensor:
    """(T, H, W, C) → (1, C, T, H, W), the same memory."""
    return x.permute(3, 0, 1, 2)[None]


def channels_last(x: Tensor) -> Tensor:
    """(1, C, T, H, W) → (T, H, W, C) contiguous: the same memory where a layer has kept the layout."""
    return x[0].permute(1, 2, 3, 0).contiguous()
