"""One line below each map that says what was tested of it and how it did; pressed, it shows the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from app.translation import translate
from app.trust_words import MAP_WORDS, badge_line, badge_text, random_weights_elsewhere

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.panes import Pane
    from app.workspace import Workspace
    from stadrn_core.trust import MapName
    from stadrn_core.view import Quantity

MAPS_OF_QUANTITIES: dict[Quantity, MapName | None] = {
    "weighted": "gradcampp",
    "unweighted": "gradcampp",
    "gradcam": None,
    "signed": "signed_points",
}
"""The map whose tests hold for what is shown: one factor for a clip changes no order."""
PLAIN_GRADCAM = translate("TrustBadge", "Trust: plain Grad-CAM is not tested")


class TrustBadge(QPushButton):
    """A quiet line, shortened at its end; the tool tip has all of it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("trust", True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._line = ""

    @property
    def line(self) -> str:
        """The line before it is shortened."""
        return self._line

    def tell(self, line: str, text: str) -> None:
        """Say something else; nothing where there is no map."""
        self.setVisible(bool(line))
        if line != self._line or text != self.toolTip():
            self._line = line
            self.setToolTip(text)
            self.setAccessibleName(text)
            self._shorten()

    def minimumSizeHint(self) -> QSize:
        """No width of its own."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten anew."""
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        room = max(self.width() - 10, 0)
        self.setText(self.fontMetrics().elidedText(self._line, Qt.TextElideMode.ElideRight, room).replace("&", "&&"))


class TrustBadges(QObject):
    """Keeps the badges of the heatmap and the guided map."""

    wanted = Signal(str)
    """details of this map are wanted"""

    def __init__(self, workspace: Workspace, panes: Mapping[str, Pane]) -> None:
        super().__init__(workspace)
        self._workspace, self._trusting = workspace, workspace.trusting
        self._shown: object = None
        self.badges = {name: TrustBadge() for name in ("heat", "guided")}
        for name, badge in self.badges.items():
            panes[name].add_below(badge)
            badge.clicked.connect(lambda _checked=False, name=name: self.wanted.emit(self.map_of(name) or "gradcampp"))
        for signal in (workspace.display_changed, workspace.view_changed, workspace.trusting.changed):
            signal.connect(self.refresh)
        self.refresh()

    def map_of(self, pane: str) -> MapName | None:
        """The map whose tests hold for what a pane shows."""
        return "guided" if pane == "guided" else MAPS_OF_QUANTITIES[self._workspace.view.quantity]

    def refresh(self, _changed: object = None) -> None:
        """Read the results of the clip under the playhead, if that or they have changed."""
        display = self._workspace.display
        maps = {
            "heat": display is not None and display.heat is not None,
            "guided": display is not None and display.guided is not None,
        }
        shown = (self._trusting.clip, self._trusting.results, self._workspace.view.quantity, tuple(maps.values()))
        if shown == self._shown:
            return
        self._shown = shown
        for name, badge in self.badges.items():
            badge.tell(*(self._words(self.map_of(name)) if maps[name] else ("", "")))

    def _words(self, map_name: MapName | None) -> tuple[str, str]:
        if map_name is None:
            text = translate(
                "TrustBadge",
                "Only Grad-CAM++, signed evidence and guided backpropagation are tested, not plain Grad-CAM.",
            )
            return PLAIN_GRADCAM, text
        clip = self._trusting.clip
        if clip is None or self._trusting.results is None:
            return translate("TrustBadge", "Trust: not known yet"), translate(
                "TrustBadge", "{map}: the stored tests are not read yet."
            ).format(map=MAP_WORDS[map_name])
        results = self._trusting.of_clip(clip, map_name)
        elsewhere = random_weights_elsewhere(self._trusting.of_map(map_name)) if map_name == "guided" else ""
        line = badge_line(results, clip, map_name, elsewhere)
        return translate("TrustBadge", "Trust: {line}").format(line=f"{line[:1].lower()}{line[1:]}"), badge_text(
            results, clip, map_name
        ) + translate("TrustBadge", " Press for the tests.")
