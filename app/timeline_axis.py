"""Time to pixels and back, zooming, panning, and where ticks go."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from stadrn_core.types import Float64Array

_BELOW_A_SECOND = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
_BELOW_A_MINUTE = (1.0, 2.0, 5.0, 10.0, 15.0, 30.0)
_MINUTES = (60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0, 7200.0, 18000.0, 36000.0)
_STEPS_SECONDS = (*_BELOW_A_SECOND, *_BELOW_A_MINUTE, *_MINUTES)


@dataclass(frozen=True)
class TimeAxis:
    """The visible stretch of a recording over a width of pixels.

    Attributes:
        duration_seconds: length of the whole recording.
        start_seconds: time at the left border.
        stop_seconds: time at the right border.
        left_px: position of the left border in the widget.
        width_px: width in logical px.
        shortest_seconds: no stretch shorter than this is shown.
    """

    duration_seconds: float = 1.0
    start_seconds: float = 0.0
    stop_seconds: float = 1.0
    left_px: float = 0.0
    width_px: float = 100.0
    shortest_seconds: float = 0.1

    @property
    def span_seconds(self) -> float:
        """Visible length."""
        return self.stop_seconds - self.start_seconds

    @property
    def pixels_per_second(self) -> float:
        """Scale."""
        return self.width_px / self.span_seconds

    @property
    def is_whole(self) -> bool:
        """Whether the whole recording is visible."""
        return self.span_seconds >= self.duration_seconds * (1 - 1e-9)

    def x(self, seconds: float) -> float:
        """Widget x of a time."""
        return self.left_px + (seconds - self.start_seconds) * self.pixels_per_second

    def seconds(self, x_px: float) -> float:
        """Time at a widget x."""
        return self.start_seconds + (x_px - self.left_px) / self.pixels_per_second

    def edges(self, num_columns: int) -> Float64Array:
        """(num_columns + 1,) times of the borders of equal columns over the whole width."""
        return np.linspace(self.start_seconds, self.stop_seconds, num_columns + 1)

    def zoomed(self, factor: float, about_seconds: float) -> TimeAxis:
        """Show 1/``factor`` of the stretch; ``about_seconds`` stays in its place unless a border is met."""
        shortest = min(self.shortest_seconds, self.duration_seconds)
        span = min(max(self.span_seconds / factor, shortest), self.duration_seconds)
        share = (about_seconds - self.start_seconds) / self.span_seconds
        return self._from(about_seconds - share * span, span)

    def panned(self, seconds: float) -> TimeAxis:
        """Move by a time, not beyond the recording."""
        return self._from(self.start_seconds + seconds, self.span_seconds)

    def showing(self, start_seconds: float, stop_seconds: float) -> TimeAxis:
        """Show a stretch (made long enough, moved inside the recording)."""
        span = max(stop_seconds - start_seconds, min(self.shortest_seconds, self.duration_seconds))
        return self._from(start_seconds, min(span, self.duration_seconds))

    def whole(self) -> TimeAxis:
        """Show everything."""
        return replace(self, start_seconds=0.0, stop_seconds=self.duration_seconds)

    def following(self, seconds: float, margin: float = 0.08) -> TimeAxis:
        """Moved by no more than needed for a time to be visible; a whole page when it runs out on the right."""
        if self.start_seconds <= seconds <= self.stop_seconds:
            return self
        if self.stop_seconds < seconds <= self.stop_seconds + 0.1 * self.span_seconds:
            return self._from(seconds - margin * self.span_seconds, self.span_seconds)
        if self.start_seconds - 0.1 * self.span_seconds <= seconds < self.start_seconds:
            return self._from(seconds - (1 - margin) * self.span_seconds, self.span_seconds)
        return self._from(seconds - 0.5 * self.span_seconds, self.span_seconds)

    def _from(self, start: float, span: float) -> TimeAxis:
        start = min(max(start, 0.0), self.duration_seconds - span)
        return replace(self, start_seconds=start, stop_seconds=start + span)

    def ticks(self, spacing_px: float) -> tuple[float, list[float]]:
        """A round step of at least ``spacing_px`` and the times of its ticks."""
        wanted = spacing_px / self.pixels_per_second
        step = next((s for s in _STEPS_SECONDS if s >= wanted), _STEPS_SECONDS[-1])
        first, last = int(np.ceil(self.start_seconds / step - 1e-9)), int(np.floor(self.stop_seconds / step + 1e-9))
        return step, [i * step for i in range(first, last + 1)]
