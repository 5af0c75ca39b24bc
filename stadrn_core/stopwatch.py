"""Measures the work of a generator without the time in which whoever takes its values kept it waiting."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Stopwatch:
    """Runs from the start; ``stopped`` goes around a ``yield``."""

    def __init__(self) -> None:
        self._started = time.monotonic()

    @property
    def seconds(self) -> float:
        """Measured so far."""
        return time.monotonic() - self._started

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """What happens inside is not measured."""
        before = time.monotonic()
        try:
            yield
        finally:
            self._started += time.monotonic() - before
