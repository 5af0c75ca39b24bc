"""A whole comparison: members, the one the others are compared with, all pairs, and where each looks on the face."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stadrn_core.compare.members import Label, Member, make_members
from stadrn_core.compare.pairs import ComparedQuantity, Pair, cautions, compare_pair
from stadrn_core.regions.intervals import RecordingRegions, recording_regions
from stadrn_core.regions.numbers import RegionReader
from stadrn_core.types import Progress

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from stadrn_core.view import AnalysisView


@dataclass(frozen=True)
class Comparison:
    """Everything that tables and figure show.

    Attributes:
        members: in the order given.
        reference: the one that the others are subtracted from.
        quantity: what maps are compared in.
        pairs: all pairs: first each other member against the reference, then the rest in the members' order.
        regions: of each member by its letter; empty where no landmarks are known.
    """

    members: tuple[Member, ...]
    reference: Member
    quantity: ComparedQuantity
    pairs: tuple[Pair, ...]
    regions: dict[str, RecordingRegions]

    @property
    def against_reference(self) -> tuple[Pair, ...]:
        """The pairs with the reference, in the members' order."""
        return tuple(pair for pair in self.pairs if pair.reference is self.reference)

    @property
    def cautions(self) -> list[str]:
        """What a reader must know, in whole sentences."""
        return cautions(self.members, self.against_reference)


def compare(
    stores: Sequence[AnalysisView],
    reference: int = 0,
    quantity: ComparedQuantity = "signed_points",
    labels: Sequence[Label] = (),
) -> Comparison:
    """Compare analyses of one recording, finished or not; see ``compare_in_steps``.

    Raises:
        StoreError, ValueError: as there.
    """
    steps = compare_in_steps(stores, reference, quantity, labels)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: Comparison = end.value
            return found


def compare_in_steps(
    stores: Sequence[AnalysisView],
    reference: int = 0,
    quantity: ComparedQuantity = "signed_points",
    labels: Sequence[Label] = (),
) -> Generator[Progress, None, Comparison]:
    """Compare analyses of one recording, finished or not, yielding between pairs and between members.

    Args:
        stores: two or more, of different checkpoints.
        reference: which of them the others are compared with.
        quantity: ``signed_points`` (BDI-II points, comparable between networks) or ``gradcampp`` (unweighted; its
            magnitudes have no common unit between networks, so only ranks and overlaps are compared).
        labels: names and colours given by the user, one for each analysis, or none.

    Raises:
        StoreError: they cannot be compared at all: several recordings, or the same checkpoint twice.
        ValueError: there is no such reference or quantity, or fewer than two analyses.
    """
    members = make_members(stores, labels)
    if not 0 <= reference < len(members):
        raise ValueError(f"reference must be in 0–{len(members) - 1}, got {reference}")
    chosen = members[reference]
    others = [member for member in members if member is not chosen]
    wanted = [(chosen, member) for member in others]
    wanted += [(a, b) for i, a in enumerate(others) for b in others[i + 1 :]]
    total = len(wanted) + len(members)
    pairs, regions = [], {}
    for done, (a, b) in enumerate(wanted):
        yield Progress("comparing", done, total, "steps")
        pairs.append(compare_pair(a, b, quantity))
    for done, member in enumerate(members, start=len(wanted)):
        yield Progress("comparing", done, total, "steps")
        found = _regions(member)
        if found is not None:
            regions[member.letter] = found
    return Comparison(members, chosen, quantity, tuple(pairs), regions)


def _regions(member: Member) -> RecordingRegions | None:
    if member.store.manifest.recording.is_aligned:
        return None
    clips = tuple(RegionReader(member.store, "unweighted").clips())
    return recording_regions(clips) if clips else None
