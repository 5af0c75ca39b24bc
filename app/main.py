"""Starts the window."""

from __future__ import annotations

import logging
import os
import sys
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app import NAME, icons, theme
from app.preferences import Preferences
from app.translation import install_language
from stadrn_core import __version__
from stadrn_core.folders import log_folder, make_private

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

    from app.main_window import MainWindow

LOG_BYTES = 1_000_000
CLOSE_SECONDS = 3.0
WARM_UP_AFTER_MS = 150
SWITCH_SECONDS = 0.001
"""How long a computing thread keeps the interpreter from the window, which asks for it many times in one painting."""


def run(argv_paths: list[Path], demo: bool = False) -> int:
    """Show the window until it is closed.

    Args:
        argv_paths: recordings, checkpoints and stored analyses to open.
        demo: open the demo recording and analyse it.

    Returns:
        The exit code.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    make_private()
    application = QApplication.instance() or QApplication([NAME])
    if not isinstance(application, QApplication):
        raise TypeError("a Qt application without windows exists already")
    application.setApplicationName(NAME)
    application.setApplicationVersion(__version__)
    application.setWindowIcon(icons.application_icon())
    with _logging():
        return _show_window(application, argv_paths, demo)


def _show_window(application: QApplication, paths: list[Path], demo: bool) -> int:
    preferences = Preferences()
    install_language(preferences.language, application)
    # Their constants are translated as they are imported.
    from app.main_window import MainWindow
    from app.workspace import Workspace

    theme.apply(application, preferences.theme)
    workspace = Workspace(preferences)
    window = MainWindow(workspace)
    _show_unexpected_in(window)
    window.show()
    # After the first picture: the engine's import holds the interpreter in parts.
    QTimer.singleShot(WARM_UP_AFTER_MS, workspace, workspace.warm_up)
    if demo:
        workspace.open_demo()
    workspace.open_paths(paths)
    code = application.exec()
    if not workspace.close(CLOSE_SECONDS):
        # A clip is still being computed. Everything finished is on disk; the interpreter would wait for the rest.
        logging.shutdown()
        os._exit(code)
    window.deleteLater()
    return code


@contextmanager
def _logging() -> Iterator[None]:
    """Write what the program logs to its file while the window is open."""
    folder = log_folder()
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(folder / "window.log", maxBytes=LOG_BYTES, backupCount=2, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
        handler.close()


def _show_unexpected_in(window: MainWindow) -> None:
    """A fault in a slot is logged and told; the window goes on."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            window.close()
            return
        logging.getLogger("app").error("unexpected", exc_info=(kind, error, trace))
        sys.__excepthook__(kind, error, trace)
        window.say_unexpected(error)

    sys.excepthook = hook
