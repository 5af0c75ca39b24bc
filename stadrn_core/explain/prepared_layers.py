"""Layers with weights made ready once: BatchNorm folded into the convolution before it, and each layer's own adjoint.

Activations are (C, T, H, W), one clip without a batch axis: so a 1×1×1 convolution is one matrix product over all
positions.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional


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


class PointwiseConvolution:
    """A 1×1×1 convolution and the BatchNorm after it, as one matrix product."""

    def __init__(self, convolution: nn.Conv3d, norm: nn.BatchNorm3d) -> None:
        weight, bias = folded(convolution, norm)
        self.weight = ready(weight.flatten(1), convolution.weight)
        self.bias = ready(bias[:, None], convolution.weight)

    def forward(self, x: Tensor) -> Tensor:
        """(C, T, H, W) → (D, T, H, W)."""
        return torch.addmm(self.bias, self.weight, x.flatten(1)).view(-1, *x.shape[1:])

    def add_to(self, sum_so_far: Tensor, x: Tensor) -> Tensor:
        """``sum_so_far`` plus the convolution of x without its bias, in place: (D, T, H, W)."""
        sum_so_far.view(sum_so_far.shape[0], -1).addmm_(self.weight, x.flatten(1))
        return sum_so_far

    def backward(self, gradient: Tensor) -> Tensor:
        """(D, T, H, W) → (C, T, H, W)."""
        return (self.weight.T @ gradient.flatten(1)).view(-1, *gradient.shape[1:])

    def add_backward_to(self, sum_so_far: Tensor, gradient: Tensor) -> Tensor:
        """``sum_so_far`` (C, T, H, W) plus the gradient with respect to the input, in place."""
        sum_so_far.view(sum_so_far.shape[0], -1).addmm_(self.weight.T, gradient.flatten(1))
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
        self.weight, self.bias = ready(weight, like), ready(bias, like)
        self.stride, self.groups = stride, groups
        self.padding = weight.shape[-1] // 2

    def forward(self, x: Tensor) -> Tensor:
        """(C, T, H, W) → (D, T', H', W')."""
        return functional.conv3d(x[None], self.weight, self.bias, self.stride, self.padding, groups=self.groups)[0]

    def backward(self, gradient: Tensor, input_size: torch.Size) -> Tensor:
        """(D, T', H', W') → (C, T, H, W), of which ``input_size`` is (T, H, W).

        The size is needed because a stride of 2 brings an odd and an even one to the same result.
        """
        reached = [(n - 1) * step + 1 for n, step in zip(gradient.shape[1:], self.stride, strict=True)]
        missing = [size - n for size, n in zip(input_size, reached, strict=True)]
        return functional.conv_transpose3d(
            gradient[None], self.weight, None, self.stride, self.padding, missing, self.groups
        )[0]
