"""The commands of the menu about comparing, with their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.checkpoint_menu import ask_for_name
from app.command import Command
from app.compared import MODE_TIPS
from app.translation import translate

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.compared import Mode
    from app.main_window import MainWindow
    from app.workspace import Workspace


def compare_commands(window: MainWindow, workspace: Workspace) -> dict[str, Command]:
    """How to look at several checkpoints, and what can be done with the active one."""

    def show(mode: Mode) -> Callable[[], None]:
        return lambda: window.show_compared(mode)

    def rename() -> None:
        if workspace.checkpoint is not None:
            ask_for_name(window, workspace, workspace.checkpoint)

    def pin() -> None:
        if workspace.checkpoint is not None:
            workspace.looks.pin(workspace.checkpoint, not workspace.looks.is_pinned(workspace.checkpoint))

    def close() -> None:
        if workspace.checkpoint is not None:
            workspace.close_checkpoint(workspace.checkpoint)

    def flip() -> None:
        if window.compared.is_wanted and window.compared.mode != "videos":
            window.compared.flip_pictures()
        else:
            window.compared.flip()

    return {
        "compare": Command("Compare", translate("Commands", "Checkpoints side by side"), ("C",), show("side by side")),
        "flip": Command("Compare", translate("Commands", "Flip between two checkpoints (A/B)"), ("B",), flip),
        "wipe": Command("Compare", MODE_TIPS["wipe"], ("X",), show("wipe")),
        "difference": Command("Compare", MODE_TIPS["difference"], ("D",), show("difference")),
        "numbers": Command("Compare", MODE_TIPS["numbers"], ("G",), show("numbers")),
        "videos": Command("Compare", MODE_TIPS["videos"], ("V",), show("videos")),
        "next pair": Command(
            "Compare",
            translate("Commands", "Another checkpoint against the reference"),
            ("Shift+B",),
            window.compared.next,
        ),
        "own scale": Command(
            "Compare", translate("Commands", "Shared or own colour scales"), ("Y",), window.compared.toggle_scale
        ),
        "pin": Command(
            "Compare", translate("Commands", "Pin the active checkpoint as reference, or unpin it"), ("R",), pin
        ),
        "rename": Command("Compare", translate("Commands", "Rename the active checkpoint…"), ("F2",), rename),
        "close checkpoint": Command(
            "Compare", translate("Commands", "Close the active checkpoint"), ("Ctrl+W",), close
        ),
    }


def enable_compare_commands(window: MainWindow) -> None:
    """What can be done with what is open now."""
    named, workspace = window.actions_.by_name, window.workspace
    for mode in ("compare", "wipe", "difference", "numbers", "videos"):
        named[mode].setEnabled(workspace.recording is not None)
    for name in ("pin", "rename", "close checkpoint"):
        named[name].setEnabled(workspace.checkpoint is not None)
    for name in ("flip", "next pair", "own scale"):
        named[name].setEnabled(len(workspace.checkpoints) > 1)
