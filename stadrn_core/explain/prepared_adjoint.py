"""The adjoint of the stem's 7×7×7 convolution with stride 2 in height and width, with less arithmetic.

Each of the 2 × 2 phases of the pixels (odd or even row, odd or even column) is a convolution of its own, with a 4×4
kernel and no stride. Along height four rows at a time are computed by Toom–Cook's algorithm (Winograd's minimal
filtering): 7 products instead of 16. It is exact but for rounding, which the tests compare with float64; the forward
pass does without, as there equal frames must give equal numbers for ties in the pool to be seen.

Shapes: S channels of the stem, T frames, h × w cells after the convolution's stride.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from stadrn_core.explain.prepared_layers import ready

SIDE, REACH = 7, 3  # of the stem's kernel; frames to each side that it sees
COLOURS = 3
TAPS = 4  # of each phase's kernel
TILE = 4  # rows computed at a time
PRODUCTS = TILE + TAPS - 1
POINTS = (0.0, 1.0, -1.0, 2.0, -2.0, 0.5)  # and infinity: small numbers, for small errors


class StemAdjoint:
    """The kernels, made ready once.

    Args:
        weight: (S, 7·3, 7, 7) of the convolution, its frames and colours as one axis; float64.
        like: a tensor of the dtype and device to work in.
    """

    def __init__(self, weight: Tensor, like: Tensor) -> None:
        from_taps, to_products, to_rows = toom_cook()
        kernels = torch.einsum("rj,dsjx->rdsx", from_taps, adjoint_of_stride_2(weight))[..., None, :]
        self.kernels = [ready(one, like).contiguous(memory_format=torch.channels_last) for one in kernels]
        self.to_products, self.to_rows = ready(to_products, like), ready(to_rows, like)


class PixelSum:
    """Adds up what frames behind the stem's convolution give to the pixels of a clip, frame after frame.

    A frame gives to seven; so only the last six are unfinished at any time, and all that is open fits a cache.

    Args:
        adjoint: of the stem.
        num_frames: T.
        grid: (h, w).
        longest: most frames added at a time.
    """

    def __init__(self, adjoint: StemAdjoint, num_frames: int, grid: tuple[int, int], longest: int) -> None:
        self._adjoint, self._grid = adjoint, grid
        height, width = grid
        like = adjoint.to_rows
        self.pixels = like.new_empty(COLOURS, num_frames, 2 * height, 2 * width)  # the sum
        self._open = like.new_zeros(longest + SIDE - 1, num_tiles(height), PRODUCTS, width, 4 * COLOURS)
        self._products = like.new_empty(0)
        self._first_open = -REACH  # of the clip's frames

    def add(self, frames: Tensor) -> None:
        """The next frames' gradient.

        Args:
            frames: (n, ``padded_rows``, w, S), row −1 first, with zeros outside the grid.
        """
        products = self._products_of(frames)
        for r, kernel in enumerate(self._adjoint.kernels):
            taps = functional.conv2d(products[r].permute(0, 3, 1, 2), kernel, padding=(0, TAPS // 2))[..., 1:]
            for k, tap in enumerate(taps.permute(0, 2, 3, 1).unflatten(3, (SIDE, -1)).unbind(3)):
                self._open[k : k + len(frames), :, r] += tap
        self._finish(len(frames))

    def finish(self) -> Tensor:
        """The sum, after the last frame: (3, T, 2·h, 2·w)."""
        self._finish(REACH)
        return self.pixels

    def _products_of(self, frames: Tensor) -> Tensor:
        """(n, ``padded_rows``, w, S) → (7, n, tiles, w, S), in memory that is used again."""
        tiles = frames.flatten(2).unfold(1, PRODUCTS, TILE).transpose(2, 3)  # (n, tiles, 7, w·S), a view
        if tiles.numel() > self._products.numel():
            self._products = frames.new_empty(tiles.numel())
        products = self._products[: tiles.numel()].view(PRODUCTS, *tiles.shape[:2], tiles.shape[3])
        for tile, product in zip(tiles, products.unbind(1), strict=True):
            torch.bmm(self._adjoint.to_products.expand(len(tile), -1, -1), tile, out=product.transpose(0, 1))
        unflattened: Tensor = products.unflatten(3, frames.shape[2:])
        return unflattened

    def _finish(self, count: int) -> None:
        """Turn the first open frames into pixels; those before the clip's first are of its padding."""
        height, width = self._grid
        skipped = max(0, -self._first_open)
        if count > skipped:
            rows = torch.matmul(self._adjoint.to_rows, self._open[skipped:count].flatten(3))  # (n, tiles, 4, w·4·3)
            phases = rows.flatten(1, 2)[:, :height].unflatten(2, (width, COLOURS, 2, 2))
            frames = self.pixels[:, self._first_open + skipped : self._first_open + count]
            frames.view(COLOURS, -1, height, 2, width, 2).copy_(phases.permute(3, 0, 1, 4, 2, 5))
        still_open = self._open[count : count + SIDE - 1].clone()
        self._open[: SIDE - 1] = still_open
        self._open[SIDE - 1 :] = 0
        self._first_open += count


def num_tiles(height: int) -> int:
    """Tiles of rows that h rows are computed in."""
    return -(-height // TILE)


def padded_rows(height: int) -> int:
    """Rows that the tiles of h rows read, from row −1 on."""
    return TILE * num_tiles(height) + TAPS - 1


def toom_cook() -> tuple[Tensor, Tensor, Tensor]:
    """Matrices G (7 × 4), B (7 × 7) and A (4 × 7) with out = A (G·taps ⊙ B·rows) for out_i = Σ_j taps_j rows_{i + j}.

    The product of two polynomials is known from its values at seven points, the last of them infinity; a correlation is
    the transpose of that product (Lavin & Gray 2016, section 4; Blahut 2010, chapter 5).

    Returns:
        float64.
    """
    points = torch.tensor(POINTS, dtype=torch.float64)

    def values_of(num_coefficients: int) -> Tensor:
        at_infinity = torch.eye(num_coefficients, dtype=torch.float64)[-1:]
        return torch.cat([torch.vander(points, num_coefficients, increasing=True), at_infinity])

    return values_of(TAPS), torch.linalg.inv(values_of(PRODUCTS)).T, values_of(TILE).T


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
