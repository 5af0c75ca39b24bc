"""What every measure of trust has in common: a question, a cost that is known before, numbers with their unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from stadrn_core.trust.case import Case
    from stadrn_core.trust.results import Curve, Number, TrustSettings

    Work = Generator[None, None, "Outcome"]
    """Yields after each forward pass and each explanation; closing it cancels."""


class Cost(NamedTuple):
    """What a measure takes for one clip.

    Attributes:
        passes: forward passes.
        explanations: maps; those with cells cost little more than a pass, guided ones several.
    """

    passes: int
    explanations: int

    @property
    def steps(self) -> int:
        """How often the measure yields."""
        return self.passes + self.explanations


class Outcome(NamedTuple):
    """What a measure found; the first number is its own."""

    numbers: tuple[Number, ...]
    curves: tuple[Curve, ...] = ()


@dataclass(frozen=True)
class Measure:
    """One way to test a map.

    Attributes:
        name: key of ``MEASURES``.
        title: for tables.
        question: that it answers, in plain words.
        reading: how its own number is read.
        unavailable: why it cannot be taken of a case; None where it can.
        cost: known before it starts.
        run: takes it.
    """

    name: str
    title: str
    question: str
    reading: str
    unavailable: Callable[[Case], str | None]
    cost: Callable[[Case, TrustSettings], Cost]
    run: Callable[[Case, TrustSettings], Work]


def always(_case: Case) -> None:
    """For measures that can be taken of every case."""
