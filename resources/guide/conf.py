"""How Sphinx makes web pages of the guide: ``make guide``."""

from __future__ import annotations

import os
import re
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
PICTURE = re.compile(r"!\[([^\]]+)\]\((pictures/[a-z-]+)-light\.webp\)")
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
    """Put the program's own words into a page, and beside each light picture the dark one."""
    source[0] = PICTURE.sub(in_both_themes, filled(source[0], actions()).replace(CONTENTS, TREE))


def in_both_themes(found: re.Match[str]) -> str:
    """A picture for each theme of the page."""
    words, name = " ".join(found[1].split()), found[2]
    return "\n\n".join(
        f"```{{image}} {name}-{mode}.webp\n:alt: {words}\n:class: only-{mode}\n```" for mode in ("light", "dark")
    )


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.connect("source-read", fill)
