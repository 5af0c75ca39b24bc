"""The inspector's tab about trust: tests of the maps, and questions to the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.controls import Segmented
from app.translation import translate
from app.trust_tests import TrustTests
from app.what_if import WhatIf

if TYPE_CHECKING:
    from app.workspace import Workspace

PAGES = {"tests": translate("TrustPanel", "Tests of the map"), "what if": translate("TrustPanel", "What if?")}
PAGE_TIPS = {
    "tests": translate("TrustPanel", "Can this map be trusted? Each test with its question and its cost"),
    "what if": translate("TrustPanel", "What would the score be if a part of the face were neutral?"),
}
_SOON_MS = 80


class TrustPanel(QWidget):
    """Two pages. Nothing is read or computed while the tab is hidden."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.pages = Segmented(translate("TrustPanel", "Trust"), PAGES, PAGE_TIPS, small=True)
        self.pages.set_value("tests")
        self.tests = TrustTests(workspace)
        self.what_if = WhatIf(workspace)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.tests)
        self._stack.addWidget(self.what_if)
        head = QVBoxLayout()
        head.setContentsMargins(14, 10, 14, 2)
        head.addWidget(self.pages)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self.refresh)
        self.pages.chosen.connect(self.show_page)
        self.tests.maps.chosen.connect(self._refresh_soon)
        for signal in (workspace.display_changed, workspace.playing_changed):
            signal.connect(self._refresh_soon)
        workspace.trusting.changed.connect(self._on_changed)
        self.refresh()

    def show_page(self, name: str) -> None:
        """Show ``tests`` or ``what if``."""
        self.pages.set_value(name)
        self._stack.setCurrentWidget(self.tests if name == "tests" else self.what_if)
        self._refresh_soon()

    def show_tests(self, map_name: str) -> None:
        """Show the tests of a map."""
        self.tests.choose_map(map_name)
        self.show_page("tests")

    def refresh(self) -> None:
        """Read everything anew; when the playhead rests, find out what tests here would cost."""
        self.tests.refresh()
        self.what_if.refresh()
        if self.isVisible() and not self._workspace.is_playing:
            self.tests.look_ahead()

    def _on_changed(self) -> None:
        """Buttons follow at once, words soon."""
        if self.isVisible():
            self.tests.show_foot()
            self.what_if.show_buttons()
            self._soon.start()

    def _refresh_soon(self, _changed: object = None) -> None:
        if self.isVisible():
            self._soon.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up."""
        super().showEvent(event)
        self._refresh_soon()
