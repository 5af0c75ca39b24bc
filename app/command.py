"""One command of the window: its words, its keys and what it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Command:
    """One command.

    Attributes:
        group: menu and heading.
        text: what it does.
        keys: the first is shown.
        run: does it.
        repeats: holding the key repeats it.
    """

    group: str
    text: str
    keys: tuple[str, ...]
    run: Callable[[], object]
    repeats: bool = False
