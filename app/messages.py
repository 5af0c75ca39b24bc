"""What is told to the user: one form for errors, warnings and notes, shown in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.translation import translate

Kind = Literal["error", "warning", "info"]
ACTIONS: dict[str, str] = {
    "open_recording": translate("UserMessage", "Open video…"),
    "open_checkpoint": translate("UserMessage", "Open checkpoint…"),
    "analyse": translate("UserMessage", "Analyse"),
    "analysis_settings": translate("UserMessage", "Analysis settings…"),
    "preferences": translate("UserMessage", "Preferences…"),
    "batch": translate("UserMessage", "Show the batch"),
    "go_on_with_batch": translate("UserMessage", "Continue"),
}
"""Likely next steps that a message may offer, and the words on their button."""


@dataclass(frozen=True)
class UserMessage:
    """A message.

    Attributes:
        kind: ``error``, ``warning`` or ``info``.
        title: what happened, in a few words.
        text: why, and what to do.
        action: key of ``ACTIONS`` for a button, or None.
    """

    kind: Kind
    title: str
    text: str
    action: str | None = None

    def __post_init__(self) -> None:
        if self.action is not None and self.action not in ACTIONS:
            raise ValueError(f"action must be one of {', '.join(ACTIONS)}, got {self.action!r}")
