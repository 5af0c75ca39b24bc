"""Tool tips that name a command's key: the one that it has now, also when the user has changed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Mapping

_TIP, _COMMANDS, _KEYS = "tip without keys", "commands of the tip", "keys of commands"


def set_key_tip(widget: QWidget, text: str, *commands: str) -> None:
    """Give a widget a tool tip that ends with the keys of commands, in brackets."""
    widget.setProperty(_TIP, text)
    widget.setProperty(_COMMANDS, list(commands))
    _show(widget, widget.window().property(_KEYS) or {})


def follow_keys(window: QWidget, keys: Mapping[str, str]) -> None:
    """Show other keys in all tool tips of a window, and in those to come.

    Args:
        window: whose widgets are meant.
        keys: by command, as they are written for people; empty where a command has none.
    """
    window.setProperty(_KEYS, dict(keys))
    for widget in window.findChildren(QWidget):
        if widget.property(_COMMANDS) is not None:
            _show(widget, keys)


def _show(widget: QWidget, keys: Mapping[str, str]) -> None:
    known = [key for name in widget.property(_COMMANDS) if (key := keys.get(name))]
    text = str(widget.property(_TIP))
    widget.setToolTip(f"{text} ({', '.join(known)})" if known else text)
