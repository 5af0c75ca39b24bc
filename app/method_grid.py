"""The aligned face at the playhead with each method's map over it, each with its own colour bar and words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.controls import clear, label
from app.core_sentences import in_own_words
from app.panes import WHOLE, Camera, Pane
from app.translation import translate
from stadrn_core.explain.methods import METHODS
from stadrn_core.export.method_figure import SHARE_SHOWN, fact_lines, map_table
from stadrn_core.view import ScaleLimits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.method_tasks import Drawn, Found
    from stadrn_core.explain.run import MethodMap

COLUMNS = 3
PANE_PX = 212
LIMITS_WORDS = translate(
    "MethodGrid",
    "Each map has its own limits, taken over the whole clip: colours of different maps cannot be compared. ≥ and ≤: "
    "{percent:.1f} % of a map's values lie beyond. Cells are interpolated between their centres.",
).format(percent=100 * (1 - SHARE_SHOWN))


class Tiles(QScrollArea):
    """Panes in columns, each with words below; one zoom for all."""

    def __init__(self, name: str, columns: int) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(name)
        self._columns = columns
        self.panes: dict[str, Pane] = {}
        self.words: dict[str, QLabel] = {}
        inner = QWidget()
        outer = QVBoxLayout(inner)
        outer.setContentsMargins(0, 0, 8, 0)
        self._grid = QGridLayout()
        self._grid.setSpacing(10)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)
        outer.addLayout(self._grid)
        outer.addStretch(1)
        self.setWidget(inner)

    def show_keys(self, keys: Sequence[str]) -> None:
        """One pane for each key, in this order; nothing happens where they are there."""
        if list(self.panes) == list(keys):
            return
        clear(self._grid)
        self.panes, self.words = {}, {}
        for i, key in enumerate(keys):
            pane = Pane(f"tile {key}", "", str(i + 1))
            pane.setFixedHeight(PANE_PX)
            pane.view.camera_moved.connect(self._move_camera)
            pane.fit_button.clicked.connect(lambda: self._move_camera(WHOLE))
            words = label("", "small", wrap=True)
            cell = QFrame()
            column = QVBoxLayout(cell)
            column.setContentsMargins(0, 0, 0, 6)
            column.setSpacing(4)
            column.addWidget(pane)
            column.addWidget(words)
            column.addStretch(1)
            self._grid.addWidget(cell, i // self._columns, i % self._columns)
            self.panes[key], self.words[key] = pane, words

    def set_words(self, key: str, title: str, message: str, below: str) -> None:
        """Title, words in place of a picture, words below."""
        self.panes[key].set_texts(title, "", message)
        self.panes[key].view.setAccessibleDescription(
            translate("MethodGrid", "{words}. Up and Down zoom, Ctrl+Shift and arrows move").format(
                words=message or below
            )
        )
        if self.words[key].text() != below:
            self.words[key].setText(below)

    def finish(self) -> None:
        """One width of the colour bars, so that pictures are of one size."""
        width = max((pane.bar.sizeHint().width() for pane in self.panes.values()), default=0)
        for pane in self.panes.values():
            pane.set_bar_width(width)

    def _move_camera(self, camera: Camera) -> None:
        for pane in self.panes.values():
            pane.set_camera(camera)


class MethodGrid(Tiles):
    """A tile for each map of a clip."""

    def __init__(self) -> None:
        super().__init__(translate("MethodGrid", "Maps of other methods"), COLUMNS)

    def show_found(self, found: Found) -> None:
        """Tiles, scales and words; pictures come later (see ``show_drawn``)."""
        maps = {name: one for name in METHODS for one in found.explained.maps if one.name == name}
        self.show_keys(list(maps))
        for name, one in maps.items():
            scale, method = found.scales[name], METHODS[name]
            limits = None
            if not scale.note:
                limits = ScaleLimits(
                    scale.low, scale.high, "clip", translate("Core", method.unit), saturates=scale.is_cut
                )
            self.panes[name].bar.set_scale(limits, map_table(one))
            self.panes[name].bar.setVisible(not scale.note)
            if scale.note:
                self.panes[name].view.set_image(None)
            self.set_words(
                name, translate("Core", method.title), in_own_words(scale.note.replace("\n", " ")), words_of(one)
            )
        self.finish()

    def show_drawn(self, drawn: Drawn) -> None:
        """The maps over another face."""
        for name, picture in drawn.maps.items():
            if name in self.panes:
                self.panes[name].view.set_image(picture)


def words_of(one: MethodMap) -> str:
    """Unit, where the numbers lie and what must be known of them, and the method's caution."""
    facts = "; ".join(map(in_own_words, fact_lines(one)))
    return f"{translate('Core', one.method.unit)}; {facts}\n{translate('Core', one.method.caution)}"
