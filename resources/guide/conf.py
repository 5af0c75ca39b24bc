"""How Sphinx makes web pages of the guide: ``make guide``."""

from __future__ import annotations

import os
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from app.actions import Actions

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.guide_pages import CONTENTS, PAGES, filled
from stadrn_core import __version__

project = "STA-DRN Workbench"
author = "STA-DRN Workbench contributors"
copyright = "2026, the contributors; MIT licence"
release = __version__
extensions = ["myst_parser"]
exclude_patterns: list[str] = []
html_theme = "furo"
html_title = f"{project} {release}"
html_show_sphinx = False
html_copy_source = False
nitpicky = True
TREE = "```{toctree}\n:hidden:\n\n" + "\n".join(PAGES) + "\n```"


@cache
def actions() -> Actions:
    """The commands of a real window, which is never shown."""
    home = tempfile.TemporaryDirectory(prefix="stadrn")
    os.environ |= {"QT_QPA_PLATFORM": "offscreen", "STADRN_HOME": home.name}
    from PySide6.QtWidgets import QApplication

    from app.main_window import MainWindow
    from app.workspace import Workspace

    kept.extend([home, QApplication([]), Workspace()])
    kept.append(MainWindow(kept[-1]))
    return kept[-1].actions_


kept: list = []
"""What must live as long as the actions."""


def fill(_app: Sphinx, _page: str, source: list[str]) -> None:
    """Put the program's own words into a page."""
    source[0] = filled(source[0], actions()).replace(CONTENTS, TREE)


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.connect("source-read", fill)
