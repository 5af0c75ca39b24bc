"""The stem ready for many clips: 7×7×7 convolution, BatchNorm, ReLU and max pool in slices that fit a cache.

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
    from collections.abc import Iterator

    from stadrn_core.model import STADRN

SIDE, REACH = 7, 3  # of the kernel; frames to each side that it sees
COLOURS = 3
SLICE = 4  # frames convolved at a time


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
        pooled: list[Tensor] = []
        slices: list[Pooled] = []
        grid = tuple((size - 1) // 2 + 1 for size in clip.shape[2:])
        stop = 0
        for values, indices in self._slices_with_neighbours(clip):  # (n + 2, h', w', S)
            start, stop = stop, stop + len(values) - 2
            values, indices = max_of_neighbours(values, indices, grid[0] * grid[1])
            slices.append(Pooled(start, stop, indices))
            pooled.append(values)
        output = torch.cat(pooled).relu_()
        return output, Kept((clip.shape[2], clip.shape[3]), grid, slices, output)

    def _slices_with_neighbours(self, clip: Tensor) -> Iterator[tuple[Tensor, Tensor]]:
        """Maxima over 3×3 positions of a few frames and their two neighbours: (n + 2, h', w', S), and where they lie.

        Outside the clip the neighbours are −∞, which no maximum is.
        """
        num_frames = clip.shape[1]
        padded = functional.pad(clip.permute(2, 3, 1, 0), (0, 0, REACH, REACH))  # (H, W, T + 6, 3)
        windows = padded.unfold(2, SIDE, 1).permute(2, 4, 3, 0, 1).flatten(1, 2)  # (T, 7·3, H, W), still a view
        values, indices = None, None
        for start in range(0, num_frames, SLICE):
            stack = windows[start : start + SLICE].contiguous(memory_format=torch.channels_last)
            frames = functional.conv2d(stack, self.weight, self.bias, stride=2, padding=REACH)
            pooled, where = functional.max_pool2d(frames, 3, 2, 1, return_indices=True)
            pooled, where = pooled.permute(0, 2, 3, 1), where.permute(0, 2, 3, 1).int()
            outside = torch.full_like(pooled[:1], -torch.inf), torch.zeros_like(where[:1])
            before = (values[-2:], indices[-2:]) if values is not None else outside
            after = outside if start + SLICE >= num_frames else (pooled[:0], where[:0])
            values, indices = (torch.cat(parts) for parts in zip(before, (pooled, where), after))
            yield values, indices

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
        pixels = phases.permute(3, 0, 1, 4, 2, 5).reshape(COLOURS, num_frames, 2 * height, 2 * width)
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


def max_of_neighbours(values: Tensor, indices: Tensor, num_positions: int) -> tuple[Tensor, Tensor]:
    """The maximum over three frames in a row, of equal ones the first, and its position in all frames, flattened.

    Args:
        values: (n + 2, …).
        indices: of the same shape: position within the frame.
        num_positions: in a frame.

    Returns:
        Maxima and positions, (n, …) each.
    """
    best, where = values[:-2], indices[:-2]
    count = len(best)
    for k in (1, 2):
        later = values[k : k + count]
        where = torch.where(later > best, indices[k : k + count] + k * num_positions, where)
        best = torch.maximum(best, later)
    # flattened positions count from the slice's first frame: that of the window, not of the slice, is known so far
    return best, where + num_positions * torch.arange(count, dtype=where.dtype, device=where.device).view(-1, 1, 1, 1)


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
