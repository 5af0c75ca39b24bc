"""Which letter, colour and shape is which checkpoint, with its mean score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.checkpoint_list import Marker
from app.controls import ElidedLabel, clear, label
from app.translation import translate
from stadrn_core.severity import format_score, severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.checkpoint_looks import Look
    from stadrn_core.compare.comparison import Comparison


class Legend(QWidget):
    """A row for each checkpoint."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(translate("CompareLegend", "Compared checkpoints"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(2, 1)
        self.words: list[tuple[str, str, str]] = []
        """Letter, name, score of each."""

    def show_members(self, found: Comparison, looks: Mapping[str, Look]) -> None:
        """Looks by letter."""
        words = []
        for member in found.members:
            score = member.store.video_score
            mean = (
                translate("CompareLegend", "no score")
                if score is None
                else translate("CompareLegend", "mean {score} points, {severity}").format(
                    score=format_score(score), severity=translate("Core", severity(score).label)
                )
            )
            if member is found.reference:
                mean = translate("CompareLegend", "{mean} · reference").format(mean=mean)
            words.append((member.letter, looks[member.letter].name, mean))
        self.words = words
        clear(self._grid)
        for row, (member, (letter, name, mean)) in enumerate(zip(found.members, words, strict=True)):
            marker = Marker()
            marker.show_look(looks[member.letter], is_active=True)
            for column, part in enumerate((marker, label(letter, "strong"), ElidedLabel(name), label(mean, "figures"))):
                self._grid.addWidget(part, row, column, Qt.AlignmentFlag.AlignVCenter)
