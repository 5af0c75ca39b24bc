"""From frames to seconds and back, for programs that know only seconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from stadrn_core.types import Float64Array

ROUNDING_SECONDS = 0.0005
"""ELAN's times are whole milliseconds."""


@dataclass(frozen=True)
class Timing:
    """When the frames of a recording are shown.

    Attributes:
        pts_seconds: (N,) float64, ascending.
        duration_seconds: end of the last frame.
    """

    pts_seconds: Float64Array
    duration_seconds: float

    def span(self, first_frame: int, last_frame: int) -> tuple[float, float]:
        """Start of the first frame and end of the last, in seconds."""
        following = last_frame + 1
        is_last = following >= len(self.pts_seconds)
        end = max(self.duration_seconds, self.pts_seconds[-1]) if is_last else self.pts_seconds[following]
        return float(self.pts_seconds[first_frame]), float(end)

    def frames(self, start_seconds: float, end_seconds: float) -> tuple[int, int]:
        """The frames shown in a stretch of time, first and last; at least one.

        Raises:
            ValueError: the stretch ends before it begins, or lies outside the recording.
        """
        if not start_seconds <= end_seconds:
            raise ValueError(f"it ends ({end_seconds:g} s) before it begins ({start_seconds:g} s)")
        if start_seconds < -ROUNDING_SECONDS or start_seconds > self.span(0, len(self.pts_seconds) - 1)[1]:
            raise ValueError(f"{start_seconds:g} s lies outside the recording")
        first = int(np.searchsorted(self.pts_seconds, start_seconds + ROUNDING_SECONDS, "right")) - 1
        last = int(np.searchsorted(self.pts_seconds, end_seconds - ROUNDING_SECONDS, "left")) - 1
        first = max(first, 0)
        return first, max(last, first)
