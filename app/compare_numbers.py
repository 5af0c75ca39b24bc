"""What the comparison says in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from app.compared import ComparedCheckpoints
    from app.workspace import Workspace


class CompareNumbers(QWidget):
    """Curves, agreement, regions, Bland–Altman and a table of configurations."""

    def __init__(self, workspace: Workspace, compared: ComparedCheckpoints) -> None:
        super().__init__()
