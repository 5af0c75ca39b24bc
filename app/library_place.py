"""Which library is open: the user's own, or that of a project folder, which can be moved as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog

from app.core_sentences import in_own_words
from app.translation import translate
from stadrn_core.errors import StoreError

if TYPE_CHECKING:
    from app.kept_sessions import KeptSessions
    from app.workspace import Workspace

OWN = translate("LibraryPlace", "Your own library")
OTHER = translate("LibraryPlace", "Project folder…")
BUSY = translate("LibraryPlace", "An analysis is running. Let it end, or cancel it, then open another library.")


class LibraryPlace(QComboBox):
    """The own library, the project of the last time, and any other folder."""

    failed = Signal(str)
    """why a library was not opened"""

    def __init__(self, workspace: Workspace, kept: KeptSessions) -> None:
        super().__init__()
        self._workspace, self._kept = workspace, kept
        self._last: Path | None = None
        self.setAccessibleName(translate("LibraryPlace", "Library"))
        self.setToolTip(
            translate(
                "LibraryPlace",
                "A project folder keeps sessions, analyses and marks together. It can be moved as a whole; recordings "
                "and checkpoints in it are found again.",
            )
        )
        kept.changed.connect(self.show_open)
        self.activated.connect(self._choose)
        self.show_open()

    def show_open(self) -> None:
        """Show the library that is open."""
        self._last = self._kept.project or self._last
        self.clear()
        self.addItem(OWN, None)
        if self._last is not None:
            self.addItem(translate("LibraryPlace", "Project {folder}").format(folder=self._last.name), self._last)
            self.setItemData(1, str(self._last), Qt.ItemDataRole.ToolTipRole)
        self.addItem(OTHER, OTHER)
        self.setCurrentIndex(0 if self._kept.project is None else 1)

    def open(self, folder: Path | None) -> None:
        """Open a project's library, begun where there is none yet; the own one where None."""
        if folder == self._kept.project:
            return
        if self._workspace.is_busy or self._workspace.second.progress is not None:
            self.failed.emit(BUSY)
            return
        try:
            self._kept.open_project(folder)
        except StoreError as error:
            self.failed.emit(in_own_words(error))

    def _choose(self, index: int) -> None:
        folder = self.itemData(index)
        if folder == OTHER:
            text = QFileDialog.getExistingDirectory(self, translate("LibraryPlace", "Project folder"))
            folder = Path(text) if text else self._kept.project
        self.open(folder)
        self.show_open()
