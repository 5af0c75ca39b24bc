"""One test of trust as a row: its question, what it costs, and what it found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.controls import FactList, label
from app.translation import translate
from app.trust_words import finding, number_name, number_words, taken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stadrn_core.trust import Measure, MeasureResult


BOX_PX = 22


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


class _Title(QLabel):
    """Words that press their check box, over several lines if need be."""

    def __init__(self, text: str, box: QCheckBox) -> None:
        super().__init__(text)
        self._box = box
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "strong")
        self.setWordWrap(True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """As a press on the box."""
        self._box.click()
        event.accept()


class MeasureRow(QWidget):
    """A check box with the test's name, its question, its cost or its finding, and on demand all its numbers."""

    toggled = Signal()

    def __init__(self, measure: Measure) -> None:
        super().__init__()
        self.name = measure.name
        title, question = translate("Core", measure.title), translate("Core", measure.question)
        self.box = QCheckBox()
        self.box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.box.setFixedWidth(BOX_PX)
        self.box.setAccessibleName(title)
        self.box.setAccessibleDescription(question)
        self.box.toggled.connect(self.toggled)
        self.question = label(question, "small", wrap=True)
        self.cost = label("", "small", wrap=True)
        self.finding = label("", wrap=True, selectable=True)
        self.reading = label(_sentence(translate("Core", measure.reading)), "small", wrap=True)
        self.more = QPushButton(translate("TrustRows", "All numbers"))
        self.more.setProperty("flat", True)
        self.more.setProperty("small", True)
        self.more.setCheckable(True)
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.setAccessibleName(translate("TrustRows", "All numbers: {title}").format(title=title))
        self.more.toggled.connect(self._show_numbers)
        self.numbers = FactList()
        self._facts: dict[str, str] = {}
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(_Title(title, self.box), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        for part in (self.question, self.finding, self.reading):
            column.addWidget(part)
        below = QHBoxLayout()
        below.addWidget(self.cost, 1)
        below.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(below)
        column.addWidget(self.numbers)
        self.show_results([], 1)

    def show_results(self, results: Sequence[MeasureResult], num_clips: int) -> None:
        """What was found; of several clips the mean."""
        found = taken(results)
        for part in (self.finding, self.reading, self.more):
            part.setVisible(bool(found))
        if not found:
            self.more.setChecked(False)
            self.numbers.hide()
            return
        alone = found[0] if len(found) == 1 else None
        whose = (
            translate("TrustRows", "Only clip {number} of {total}").format(number=alone.clip_index + 1, total=num_clips)
            if alone
            else translate("TrustRows", "Mean of {count} of {total} clips").format(count=len(found), total=num_clips)
        )
        self.finding.setText(f"{whose}. {finding(found)}" if num_clips > 1 else finding(found))
        self.more.setVisible(alone is not None)
        self._facts = {number_name(one.name): number_words(one) for one in alone.numbers} if alone else {}
        self._show_numbers(self.more.isChecked() and alone is not None)

    def show_cost(self, text: str, can_be_taken: bool) -> None:
        """What it costs, or why it cannot be taken."""
        self.cost.setText(text)
        self.cost.setVisible(bool(text))
        self.box.setEnabled(can_be_taken)

    def _show_numbers(self, shown: bool) -> None:
        self.numbers.setVisible(shown)
        if shown:
            self.numbers.set_facts(self._facts)
