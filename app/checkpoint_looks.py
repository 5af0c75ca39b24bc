"""What the open checkpoints are called, their colours and shapes, and which of them the others are compared with.

Names, colours and the pin belong to a network (its identity), wherever its file lies, and outlive the program.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.translation import translate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.preferences import Preferences
    from stadrn_core.checkpoint import LoadedCheckpoint

OKABE_ITO = ("#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7")
"""Colours that people with any colour vision tell apart (Okabe and Ito 2008)."""
COLOUR_WORDS = (
    translate("CheckpointLooks", "Orange"),
    translate("CheckpointLooks", "Sky blue"),
    translate("CheckpointLooks", "Bluish green"),
    translate("CheckpointLooks", "Yellow"),
    translate("CheckpointLooks", "Blue"),
    translate("CheckpointLooks", "Vermilion"),
    translate("CheckpointLooks", "Reddish purple"),
)


@dataclass(frozen=True)
class Look:
    """How one checkpoint is told from the others.

    Attributes:
        name: the user's, or its own; with the file's where others are called the same.
        colour: ``#rrggbb``.
        number: of its shape, see ``Marker``; no other open checkpoint has it.
    """

    name: str
    colour: str
    number: int


class CheckpointLooks(QObject):
    """Gives each open checkpoint a look, and keeps what the user has changed."""

    changed = Signal()

    def __init__(self, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._stated = preferences.checkpoint_looks
        self._numbers: dict[str, int] = {}
        self._open: Sequence[LoadedCheckpoint] = ()

    def follow(self, checkpoints: Sequence[LoadedCheckpoint]) -> None:
        """These are open now. One that stays open keeps its shape and colour when others are closed."""
        self._open = checkpoints
        open_now = {one.identity for one in checkpoints}
        self._numbers = {identity: number for identity, number in self._numbers.items() if identity in open_now}
        for one in checkpoints:
            self._number(one.identity)

    def of(self, checkpoint: LoadedCheckpoint) -> Look:
        """The look of an open checkpoint."""
        number = self._number(checkpoint.identity)
        name, colour = self._name(checkpoint), self._stated.get(checkpoint.identity, {}).get("colour")
        if any(self._name(one) == name for one in self._open if one.identity != checkpoint.identity):
            name = f"{name} ({checkpoint.path.stem})"
        return Look(name, colour or OKABE_ITO[number % len(OKABE_ITO)], number)

    def of_identity(self, identity: str) -> Look | None:
        """The look of an open checkpoint by its identity; None where no such is open."""
        return next((self.of(one) for one in self._open if one.identity == identity), None)

    @property
    def reference(self) -> LoadedCheckpoint | None:
        """The open checkpoint that the others are compared with: the pinned one, else the one opened first."""
        pinned = (one for one in self._open if self.is_pinned(one))
        return next(pinned, self._open[0] if self._open else None)

    def is_pinned(self, checkpoint: LoadedCheckpoint) -> bool:
        """Whether the user has pinned it as reference."""
        return bool(checkpoint.identity == self._preferences.pinned_checkpoint)

    def rename(self, checkpoint: LoadedCheckpoint, name: str) -> None:
        """Call it otherwise; an empty name gives it its own back."""
        name = " ".join(name.split())
        self._state(checkpoint, "name", "" if name == checkpoint.name else name)

    def set_colour(self, checkpoint: LoadedCheckpoint, colour: str) -> None:
        """Give it a colour, ``#rrggbb``."""
        self._state(checkpoint, "colour", colour)

    def pin(self, checkpoint: LoadedCheckpoint, pinned: bool = True) -> None:
        """Compare the others with this one, or with the first again."""
        if pinned != self.is_pinned(checkpoint):
            self._preferences.pinned_checkpoint = checkpoint.identity if pinned else ""
            self.changed.emit()

    def _number(self, identity: str) -> int:
        """The lowest that is free, once."""
        if identity not in self._numbers:
            taken = self._numbers.values()
            self._numbers[identity] = next(i for i in range(len(taken) + 1) if i not in taken)
        return self._numbers[identity]

    def _name(self, checkpoint: LoadedCheckpoint) -> str:
        return self._stated.get(checkpoint.identity, {}).get("name") or str(checkpoint.name)

    def _state(self, checkpoint: LoadedCheckpoint, what: str, value: str) -> None:
        stated = {**self._stated.get(checkpoint.identity, {}), what: value}
        self._stated = {**self._stated, checkpoint.identity: {key: text for key, text in stated.items() if text}}
        self._preferences.checkpoint_looks = self._stated
        self.changed.emit()
