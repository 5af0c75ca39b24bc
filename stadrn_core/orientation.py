"""How a video's stored pictures are turned for display."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

if TYPE_CHECKING:
    from av.sidedata.sidedata import SideDataContainer
    from av.video.frame import VideoFrame


@dataclass(frozen=True)
class Orientation:
    """How stored pictures are turned for display.

    Attributes:
        transposed: rows and columns change places, first.
        flip_columns: then left and right.
        flip_rows: then top and bottom.
    """

    transposed: bool = False
    flip_columns: bool = False
    flip_rows: bool = False

    @property
    def rotation_degrees(self) -> int:
        """Clockwise rotation: 0, 90, 180 or 270 (that of a mirrored picture is told after mirroring left and right)."""
        if not self.transposed:
            return 180 if self.flip_rows else 0
        return 270 if self.flip_rows else 90

    @property
    def is_mirrored(self) -> bool:
        """The picture shows left and right exchanged, as front cameras store it."""
        return self.transposed ^ self.flip_columns ^ self.flip_rows


def orientation_of(frame: VideoFrame) -> Orientation:
    """From a decoded frame's display matrix.

    Its rows are (a, b, ·) and (c, d, ·): a point (x, y) is shown at (a x + c y, b x + d y).
    """
    side_data = cast("SideDataContainer", frame.side_data)  # the stubs name another type
    if "DISPLAYMATRIX" not in {data.type.name for data in side_data}:
        return Orientation()
    matrix = np.frombuffer(bytes(side_data["DISPLAYMATRIX"]), np.int32).astype(np.int64)
    a, b, c, d = (int(matrix[i]) for i in (0, 1, 3, 4))
    if abs(b) + abs(c) > abs(a) + abs(d):
        return Orientation(transposed=True, flip_columns=c < 0, flip_rows=b < 0)
    return Orientation(transposed=False, flip_columns=a < 0, flip_rows=d < 0)
