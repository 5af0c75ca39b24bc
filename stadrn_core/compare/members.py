"""The checkpoints of a comparison: what each is called, its colour and marker, and its analysis."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from stadrn_core.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stadrn_core.manifest import CheckpointFacts
    from stadrn_core.view import AnalysisView

# Okabe and Ito (2008): told apart with any colour vision. Yellow is left out: it is too light for lines on white.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
MARKERS = ("o", "s", "^", "D", "v", "P")


@dataclass(frozen=True)
class Label:
    """What the user calls a checkpoint, and its colour ``#rrggbb``; empty for the usual ones."""

    name: str = ""
    colour: str = ""


@dataclass(frozen=True)
class Member:
    """One checkpoint of a comparison.

    Attributes:
        letter: A, B, …, for headings.
        name: for legends and tables; no other member has it.
        colour: ``#rrggbb``, of lines and headings.
        marker: matplotlib's name of its marker, so that colour is never needed to tell lines apart.
        store: its analysis of the recording, finished or not.
    """

    letter: str
    name: str
    colour: str
    marker: str
    store: AnalysisView

    @property
    def title(self) -> str:
        """Letter and name."""
        return f"{self.letter}  {self.name}"


def make_members(stores: Sequence[AnalysisView], labels: Sequence[Label] = ()) -> tuple[Member, ...]:
    """Analyses of one recording as the members of a comparison, in this order.

    Args:
        stores: two or more.
        labels: one for each, or none.

    Raises:
        StoreError: they are of several recordings, or two are of the same checkpoint.
        ValueError: fewer than two, or another number of labels.
    """
    if labels and len(labels) != len(stores):
        raise ValueError(f"each of {len(stores)} analyses needs a label, got {len(labels)}")
    if len(stores) < 2:
        raise ValueError(f"a comparison needs at least two analyses, got {len(stores)}")
    first = stores[0].manifest.recording
    for store in stores[1:]:
        other = store.manifest.recording
        if other.sha256 != first.sha256:
            raise StoreError(
                f"{first.path} and {other.path} are not the same recording. Compare checkpoints on one recording."
            )
    facts = [store.manifest.checkpoint for store in stores]
    refuse_twins([(one.identity, one.path) for one in facts])
    labels = labels or [Label()] * len(stores)
    called = [replace(one, name=label.name or one.name) for one, label in zip(facts, labels, strict=True)]
    return tuple(
        Member(_letter(i), name, label.colour or COLOURS[i % len(COLOURS)], MARKERS[i % len(MARKERS)], store)
        for i, (name, label, store) in enumerate(zip(unique_names(called), labels, stores, strict=True))
    )


def refuse_twins(checkpoints: Sequence[tuple[str, str]]) -> None:
    """See that no two checkpoints are the same network.

    Args:
        checkpoints: identity and file of each.

    Raises:
        StoreError: two have the same weights and configuration.
    """
    seen: dict[str, str] = {}
    for identity, path in checkpoints:
        if identity in seen:
            raise StoreError(
                f"{seen[identity]} and {path} hold the same weights and configuration: there is nothing to compare. "
                "Leave one of them out."
            )
        seen[identity] = path


def unique_names(facts: Sequence[CheckpointFacts]) -> list[str]:
    """Each checkpoint's name; with its file, and at last its identity, where others have the same."""
    names = [one.name for one in facts]
    for more in ([Path(one.path).stem for one in facts], [one.identity[:8] for one in facts]):
        count = Counter(names)
        names = [f"{name} ({detail})" if count[name] > 1 else name for name, detail in zip(names, more, strict=True)]
    return names


def _letter(i: int) -> str:
    return chr(ord("A") + i) if i < 26 else str(i + 1)
