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

from stadrn_core.explain.prepared_adjoint import REACH, SIDE, PixelSum, StemAdjoint, padded_rows
from stadrn_core.explain.prepared_layers import folded, ready

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stadrn_core.model import STADRN

SLICE = 4  # frames convolved at a time


class Maxima(NamedTuple):
    """Maxima over positions, and where they lie.

    Attributes:
        values: (n, h', w', S).
        indices: int32 of the same shape: position and channel, flattened.
    """

    values: Tensor
    indices: Tensor


class Pooled(NamedTuple):
    """Where the maxima of a slice of frames lay.

    Attributes:
        start: first frame.
        stop: the frame after the last.
        indices: (stop − start, h', w', S) int32: frame (from start − 1 on), position and channel of the maximum,
            flattened.
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
        closed: (T, h', w', S) bool: where the ReLU gave 0.
    """

    frame_size: tuple[int, int]
    grid: tuple[int, int]
    slices: list[Pooled]
    closed: Tensor


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
        self.adjoint = StemAdjoint(stacked, like)

    def forward(self, clip: Tensor, *, keep: bool) -> tuple[Tensor, Kept | None]:
        """(3, T, H, W) → (T, h', w', S), and what ``guided_backward`` needs."""
        num_frames, height, width = clip.shape[1:]
        grid = ((height + 1) // 2, (width + 1) // 2)
        padded = functional.pad(clip.permute(2, 3, 1, 0), (0, 0, REACH, REACH))  # (H, W, T + 6, 3)
        windows = padded.unfold(2, SIDE, 1).permute(2, 4, 3, 0, 1).flatten(1, 2)  # (T, 7·3, H, W), still a view
        output = clip.new_empty(num_frames, (grid[0] + 1) // 2, (grid[1] + 1) // 2, len(self.bias))
        slices: list[Pooled] = []
        unfinished: Maxima | None = None
        stop = 0
        for first in range(0, num_frames, SLICE):
            maxima = self._maxima_in_frames(windows[first : first + SLICE])
            outside = Maxima(torch.full_like(maxima.values[:1], -torch.inf), torch.zeros_like(maxima.indices[:1]))
            after = [outside] if first + SLICE >= num_frames else []
            maxima = joined([unfinished or outside, maxima, *after])
            unfinished = Maxima(maxima.values[-2:], maxima.indices[-2:])
            values, indices = max_of_neighbours(maxima, padded_rows(grid[0]) * grid[1] * len(self.bias))
            start, stop = stop, stop + len(values)
            torch.clamp(values, min=0, out=output[start:stop])
            if keep:
                slices.append(Pooled(start, stop, indices))
        return output, Kept((height, width), grid, slices, output <= 0) if keep else None

    def _maxima_in_frames(self, windows: Tensor) -> Maxima:
        """(n, 7·3, H, W) → maxima of the convolution's output over 3×3 positions."""
        frames = functional.conv2d(
            windows.contiguous(memory_format=torch.channels_last), self.weight, self.bias, stride=2, padding=REACH
        )
        values, indices = functional.max_pool2d(frames, 3, 2, 1, return_indices=True)
        channel = torch.arange(values.shape[1], dtype=torch.int32, device=values.device)
        return Maxima(values.permute(0, 2, 3, 1), indices.permute(0, 2, 3, 1).int().mul_(len(channel)).add_(channel))

    def guided_backward(self, gradient: Tensor, kept: Kept) -> Tensor:
        """(T, h', w', S) → (3, T, H, W); the gradient's memory is used again.

        Only positive gradients pass the ReLU, which are known where the pool's windows have been added up: so they are
        clipped behind the pool.
        """
        gradient.masked_fill_(kept.closed, 0)
        longest = max(stop - start for start, stop, _ in kept.slices) + 2
        total = PixelSum(self.adjoint, len(gradient), kept.grid, longest)
        for frames in self._unpooled(gradient, kept, longest):
            total.add(frames.clamp_(min=0))
        return total.finish()[:, :, : kept.frame_size[0], : kept.frame_size[1]]

    def _unpooled(self, gradient: Tensor, kept: Kept, longest: int) -> Iterator[Tensor]:
        """Each window's gradient given to its maximum: (n, ``padded_rows``, w, S), in order, n at most ``longest``."""
        num_frames, num_channels = len(gradient), gradient.shape[3]
        height, width = kept.grid
        # One buffer for all slices, as fresh memory costs more than what is computed in it. The last two frames of a
        # slice are unfinished: they are the first two of the next.
        buffer = gradient.new_zeros(longest, padded_rows(height), width, num_channels)
        unfinished = buffer[:2].clone()
        for start, stop, indices in kept.slices:
            frames = buffer[: stop - start + 2]
            frames[:2] = unfinished
            frames[2:] = 0
            from_row_0 = frames.view(-1)[width * num_channels :]  # row −1 is the first
            from_row_0.scatter_add_(0, indices.reshape(-1).long(), gradient[start:stop].reshape(-1))
            unfinished.copy_(frames[-2:])
            # the frames before the clip's first and after its last have received nothing
            yield frames[1 if start == 0 else 0 : -1 if stop == num_frames else -2]


def joined(maxima: Sequence[Maxima]) -> Maxima:
    """One after the other in time."""
    return Maxima(torch.cat([one.values for one in maxima]), torch.cat([one.indices for one in maxima]))


def max_of_neighbours(maxima: Maxima, frame_length: int) -> Maxima:
    """The maximum over three frames in a row, of equal ones the first, and its index in all frames.

    Args:
        maxima: of n + 2 frames, with indices within a frame.
        frame_length: indices of a frame.

    Returns:
        Of the n windows of three frames.
    """
    num_windows = len(maxima.values) - 2
    values, indices = maxima.values[:num_windows], maxima.indices[:num_windows]
    for k in (1, 2):
        candidates = maxima.values[k : k + num_windows]
        is_later = (candidates > values).int()
        # quicker than torch.where
        indices = torch.addcmul(indices, maxima.indices[k : k + num_windows] + k * frame_length - indices, is_later)
        values = torch.maximum(values, candidates)
    first_frame = torch.arange(num_windows, dtype=indices.dtype, device=indices.device).view(-1, 1, 1, 1)
    return Maxima(values, indices + frame_length * first_frame)
