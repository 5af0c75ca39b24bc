"""The stem ready for many clips: 7×7×7 convolution, BatchNorm, ReLU and max pool in slices that fit a cache.

The pool is taken over positions first and over frames then, which gives the same maxima, ties included: torch's pool in
two dimensions is several times faster than its pool in three.

Channels lie last. Shapes: S channels, T frames, H × W pixels; h × w cells
after the convolution's stride, h' × w' after the pool's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from stadrn_core.explain.prepared_layers import folded, gate, ready

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stadrn_core.model import STADRN

SIDE, REACH = 7, 3  # of the kernel; frames to each side that it sees
COLOURS = 3
SLICE = 4  # frames convolved at a time


class Maxima(NamedTuple):
    """Maxima over positions, and where they lie.

    Attributes:
        values: (n, h', w', S).
        indices: int32 of the same shape: flattened position.
    """

    values: Tensor
    indices: Tensor


class Pooled(NamedTuple):
    """Where the maxima of a slice of frames lay.

    Attributes:
        start: first frame.
        stop: the frame after the last.
        indices: (stop − start, h', w', S) int32: position of the maximum in frames start − 1 to stop, flattened.
    """

    start: int
    stop: int
    indices: Tensor


class Kept(NamedTuple):
    """What the stem's backward pass needs of its forward pass.

    Attributes:
        frame_size: (H, W) of the clip.
        grid: (h, w).
        slices: where the maxima lay.
        output: (T, h', w', S).
    """

    frame_size: tuple[int, int]
    grid: tuple[int, int]
    slices: list[Pooled]
    output: Tensor


class PreparedStem:
    """The 7×7×7 convolution as a 2D convolution over seven frames at once, and its adjoint.

    The pool comes before the ReLU here: both orders give the same, and the ReLU has fewer numbers to look at.
    """

    def __init__(self, model: STADRN) -> None:
        weight, bias = folded(model.conv_1, model.bn1)  # (S, 3, 7, 7, 7)
        like = model.conv_1.weight
        stacked = weight.transpose(1, 2).flatten(1, 2)  # (S, 7·3, 7, 7)
        self.weight = ready(stacked, like).contiguous(memory_format=torch.channels_last)
        self.bias = ready(bias, like)
        self.adjoint = ready(adjoint_of_stride_2(stacked), like).contiguous(memory_format=torch.channels_last)

    def forward(self, clip: Tensor) -> tuple[Tensor, Kept]:
        """(3, T, H, W) → (T, h', w', S), and what ``guided_backward`` needs."""
        num_frames, height, width = clip.shape[1:]
        grid = ((height + 1) // 2, (width + 1) // 2)
        padded = functional.pad(clip.permute(2, 3, 1, 0), (0, 0, REACH, REACH))  # (H, W, T + 6, 3)
        windows = padded.unfold(2, SIDE, 1).permute(2, 4, 3, 0, 1).flatten(1, 2)  # (T, 7·3, H, W), still a view
        pooled: list[Tensor] = []
        slices: list[Pooled] = []
        unfinished: Maxima | None = None
        for first in range(0, num_frames, SLICE):
            maxima = self._maxima_in_frames(windows[first : first + SLICE])
            outside = Maxima(torch.full_like(maxima.values[:1], -torch.inf), torch.zeros_like(maxima.indices[:1]))
            after = [outside] if first + SLICE >= num_frames else []
            maxima = joined([unfinished or outside, maxima, *after])
            unfinished = Maxima(maxima.values[-2:], maxima.indices[-2:])
            start = slices[-1].stop if slices else 0
            values, indices = max_of_neighbours(maxima, grid[0] * grid[1])
            slices.append(Pooled(start, start + len(values), indices))
            pooled.append(values)
        output = torch.cat(pooled).relu_()
        return output, Kept((height, width), grid, slices, output)

    def _maxima_in_frames(self, windows: Tensor) -> Maxima:
        """(n, 7·3, H, W) → maxima of the convolution's output over 3×3 positions."""
        frames = functional.conv2d(
            windows.contiguous(memory_format=torch.channels_last), self.weight, self.bias, stride=2, padding=REACH
        )
        values, indices = functional.max_pool2d(frames, 3, 2, 1, return_indices=True)
        return Maxima(values.permute(0, 2, 3, 1), indices.permute(0, 2, 3, 1).int())

    def guided_backward(self, gradient: Tensor, kept: Kept) -> Tensor:
        """(T, h', w', S) → (3, T, H, W); the gradient's memory is used again.

        Only positive gradients pass the ReLU, which are known where the pool's windows have been added up: so they are
        clipped behind the pool.
        """
        num_frames = len(gradient)
        gradient = gate(gradient, kept.output)
        height, width = kept.grid
        # frame t of the clip is number t + REACH here, and a pixel's 2 × 2 phases are channels
        total = gradient.new_zeros(num_frames + 2 * REACH, height, width, 4 * COLOURS)
        for first, frames in self._unpooled(gradient, kept):
            taps = functional.conv2d(frames.clamp_(min=0), self.adjoint, padding=2)[:, :, 1:, 1:].permute(0, 2, 3, 1)
            for k, tap in enumerate(taps.unflatten(3, (SIDE, -1)).unbind(3)):
                total[first + k : first + k + len(tap)] += tap
        phases = total[REACH:-REACH].unflatten(3, (COLOURS, 2, 2))
        pixels: Tensor = phases.permute(3, 0, 1, 4, 2, 5).reshape(COLOURS, num_frames, 2 * height, 2 * width)
        return pixels[:, :, : kept.frame_size[0], : kept.frame_size[1]]

    def _unpooled(self, gradient: Tensor, kept: Kept) -> Iterator[tuple[int, Tensor]]:
        """Each window's gradient given to its maximum: first frame's number and (n, S, h, w), in order."""
        num_frames, num_channels = len(gradient), gradient.shape[3]
        # One buffer for all slices, as fresh memory costs more than what is computed in it. The last two frames of a
        # slice are unfinished: they are the first two of the next.
        longest = max(stop - start for start, stop, _ in kept.slices)
        buffer = gradient.new_zeros(longest + 2, *kept.grid, num_channels)
        unfinished = buffer[:2].clone()
        for start, stop, indices in kept.slices:
            frames = buffer[: stop - start + 2]
            frames[:2] = unfinished
            frames[2:] = 0
            windows = gradient[start:stop].reshape(-1, num_channels)
            frames.view(-1, num_channels).scatter_add_(0, indices.reshape(-1, num_channels).long(), windows)
            unfinished.copy_(frames[-2:])
            # the frames before the clip's first and after its last have received nothing
            begin = 1 if start == 0 else 0
            end = -1 if stop == num_frames else -2
            yield start - 1 + begin, frames[begin:end].permute(0, 3, 1, 2)


def joined(maxima: Sequence[Maxima]) -> Maxima:
    """One after the other in time."""
    return Maxima(torch.cat([one.values for one in maxima]), torch.cat([one.indices for one in maxima]))


def max_of_neighbours(maxima: Maxima, num_positions: int) -> Maxima:
    """The maximum over three frames in a row, of equal ones the first, and its position in all frames, flattened.

    Args:
        maxima: of n + 2 frames, with positions within a frame.
        num_positions: in a frame.

    Returns:
        Of the n windows of three frames.
    """
    num_windows = len(maxima.values) - 2
    values, indices = maxima.values[:num_windows], maxima.indices[:num_windows]
    for k in (1, 2):
        later = maxima.values[k : k + num_windows]
        indices = torch.where(later > values, maxima.indices[k : k + num_windows] + k * num_positions, indices)
        values = torch.maximum(values, later)
    first_frame = torch.arange(num_windows, dtype=indices.dtype, device=indices.device).view(-1, 1, 1, 1)
    return Maxima(values, indices + num_positions * first_frame)


def adjoint_of_stride_2(weight: Tensor) -> Tensor:
    """The adjoint of a 2D convolution with stride 2 and a 7×7 kernel, as a convolution without stride.

    An input pixel 2m + p is seen by the outputs m − 1 to m + 2, through the kernel's rows p + 5, p + 3, p + 1 and
    p − 1 (where there are such). So each of the 2 × 2 phases p has a 4×4 kernel, and is made a channel.

    Args:
        weight: (S, D, 7, 7).

    Returns:
        (4·D, S, 4, 4); the phases are the last factor of the channels, as ``pixel_shuffle`` wants them.
    """
    flipped = functional.pad(weight.transpose(0, 1).flip(2, 3), (0, 1, 0, 1))  # (D, S, 8, 8)
    phases = flipped.unflatten(3, (4, 2)).unflatten(2, (4, 2)).flip(3, 5)  # (D, S, 4, p, 4, q)
    merged: Tensor = phases.permute(0, 3, 5, 1, 2, 4).flatten(0, 2)
    return merged
