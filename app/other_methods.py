"""Opens the window of other methods; what it needs is imported in a thread first, as that takes a second or more."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from app.messages import UserMessage
from app.translation import translate

if TYPE_CHECKING:
    from collections.abc import Generator

    from app.main_window import MainWindow

NAME = "other methods"
MISSING = UserMessage(
    "info",
    translate("OtherMethods", "No analysis yet"),
    translate(
        "OtherMethods", "Other methods explain a clip of an analysis. Open a video and a checkpoint and analyse first."
    ),
    "analyse",
)


def show_other_methods(window: MainWindow) -> None:
    """Open the window, or bring the open one to the front; without an analysis, say what is missing."""
    workspace = window.workspace
    if workspace.store is None or workspace.checkpoint is None:
        window.banners.show_message(MISSING)
        return
    opened = window.findChild(QDialog, NAME)
    if opened is not None:
        opened.raise_()
        opened.activateWindow()
        return

    def end(_state: str, message: UserMessage | None) -> None:
        if message is not None:
            window.banners.show_message(message)

    title = translate("OtherMethods", "Other methods cannot be shown")
    workspace.run_side_task(_import, title, lambda _ready: _open(window), end, "pictures")


def _import() -> Generator[bool, None, None]:
    for name in ("stadrn_core.explain.run", "stadrn_core.export.method_figure", "stadrn_core.export.attention_figure"):
        import_module(name)
    yield True


def _open(window: MainWindow) -> None:
    from app.dialogs.methods import MethodsDialog

    if window.findChild(QDialog, NAME) is None:
        dialog = MethodsDialog(window.workspace, window)
        dialog.setObjectName(NAME)
        dialog.show()
