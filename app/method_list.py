"""The choice of methods: what each shows, what to beware of, what it costs, and the options that all share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.controls import Column, Segmented, label, labelled
from app.core_sentences import in_own_words
from app.status import time_left
from app.translation import translate
from stadrn_core.explain.attention import ATTENTION_LABEL
from stadrn_core.explain.measured import measured_words
from stadrn_core.explain.methods import CHEAP, METHODS, Cost, layer_words
from stadrn_core.explain.task import MethodOptions
from stadrn_core.model import STAGES

if TYPE_CHECKING:
    from collections.abc import Collection

    from app.clip_methods import ClipMethods
    from app.method_tasks import BaselineFrom
    from app.workspace import Workspace
    from stadrn_core.explain.methods import Method

MOST_BUDGET = 512
ATTENTION_WORDS = translate(
    "MethodList", "What the network's own attention multiplies features by, at each place and moment: see its tab."
)
ATTENTION_CAUTION = translate(
    "MethodList", "It is {what}: it does not say whether a place raises or lowers the score."
).format(what=translate("Core", ATTENTION_LABEL))
NO_ATTENTION = translate("MethodList", "Only STA-DRN has attention vectors")
ATTENTION = "attention"
SIGNS = {
    "positive": translate("MethodList", "0 or more"),
    "signed": translate("MethodList", "above 0 raises, below 0 lowers the score"),
}


@dataclass(frozen=True)
class Row:
    """A method in the list."""

    box: QCheckBox
    facts: QLabel
    card: QFrame


class MethodList(Column):
    """A card for each method with a box to choose it, and one for attention."""

    chosen = Signal()
    """other methods are chosen"""

    def __init__(self) -> None:
        super().__init__((0, 0, 8, 0), 8)
        self.setAccessibleName(translate("MethodList", "Methods"))
        self.rows = {
            name: self._add(
                *(in_own_words(text) for text in (method.title, method.words, method.caution, measured_words(name)))
            )
            for name, method in METHODS.items()
        }
        self.rows[ATTENTION] = self._add(
            translate("MethodList", "STA-DRN's attention"), ATTENTION_WORDS, ATTENTION_CAUTION
        )
        for name, row in self.rows.items():
            row.box.setChecked(name in CHEAP or name == ATTENTION)
            row.box.toggled.connect(self.chosen)
        self.finish()

    def _add(self, title: str, words: str, caution: str, found: str = "") -> Row:
        card = QFrame()
        card.setProperty("card", True)
        column = QVBoxLayout(card)
        column.setContentsMargins(10, 6, 10, 8)
        column.setSpacing(3)
        box = QCheckBox(title)
        box.setAccessibleDescription(f"{words} {caution} {found}".rstrip())
        facts = label("", "small figures", wrap=True)
        column.addWidget(box)
        column.addWidget(label(words, "", wrap=True))
        column.addWidget(label(caution, "small", wrap=True))
        if found:
            column.addWidget(label(found, "small", wrap=True))
        column.addWidget(facts)
        self.add(card)
        return Row(box, facts, card)

    @property
    def methods(self) -> list[str]:
        """Chosen methods that are possible, in the order of the table."""
        return [name for name in METHODS if self._is_chosen(name)]

    @property
    def with_attention(self) -> bool:
        """Whether attention is chosen and possible."""
        return self._is_chosen(ATTENTION)

    def _is_chosen(self, name: str) -> bool:
        box = self.rows[name].box
        return box.isChecked() and box.isEnabled()

    def choose(self, names: Collection[str]) -> None:
        """Choose these and no others."""
        for name, row in self.rows.items():
            row.box.setChecked(name in names)

    def refresh(self, model: ClipMethods, options: MethodOptions) -> None:
        """Whether each is possible, its unit and its cost with these options."""
        for name, method in METHODS.items():
            passes = model.cost([name], options, with_attention=False)
            self._show(name, model.hindrance(name), _facts(method, passes, model.seconds(passes), options))
        passes = Cost(1, 0)
        facts = translate("MethodList", "deviation from 1/K") + "\n" + cost_words(passes, model.seconds(passes))
        self._show(ATTENTION, None if model.has_attention else NO_ATTENTION, facts)

    def _show(self, name: str, reason: str | None, facts: str) -> None:
        row = self.rows[name]
        row.box.setEnabled(reason is None)
        text = (
            facts
            if reason is None
            else translate("MethodList", "Not possible: {reason}.").format(reason=translate("Core", reason))
        )
        if row.facts.text() != text:
            row.facts.setText(text)
            row.box.setToolTip("" if reason is None else reason)


def _facts(method: Method, passes: Cost, seconds: float | None, options: MethodOptions) -> str:
    layer = method.target_layer(options)
    where = (
        translate("MethodList", "a value for each cell")
        if method.where == "cells"
        else translate("MethodList", "a value for each pixel")
    )
    at = f", {translate('Core', layer)}" if layer else ""
    alone = translate("MethodList", "alone {cost}").format(cost=cost_words(passes, seconds))
    return f"{translate('Core', method.unit)}; {SIGNS[method.sign]}\n{where}{at}\n{alone}"


def cost_words(passes: Cost, seconds: float | None) -> str:
    """Such as ``33 forward and 32 backward passes, about 40 s``."""
    if seconds is None:
        return in_own_words(passes.words)
    return translate("MethodList", "{passes}, about {time}").format(
        passes=in_own_words(passes.words), time=time_left(max(seconds, 1))
    )


class MethodChoices(QWidget):
    """Options above, the list below."""

    changed = Signal()
    """other methods or options are chosen"""

    def __init__(self, workspace: Workspace, model: ClipMethods) -> None:
        super().__init__()
        self._workspace, self._model = workspace, model
        self.list = MethodList()
        self.layer = Segmented(
            translate("MethodList", "Target layer"), {stage: stage.removeprefix("layer_") for stage in STAGES}
        )
        self.layer.set_value(STAGES[-1])
        self.layer_text = label("", "small", wrap=True)
        self.budget = QSpinBox()
        self.budget.setRange(1, MOST_BUDGET)
        self.budget.setValue(MethodOptions().budget)
        self.budget.setToolTip(
            translate("MethodList", "Score-CAM's channels, integrated gradients' steps, SmoothGrad's noisy copies")
        )
        self.neutral = QComboBox()
        self.neutral.addItem(translate("MethodList", "blur"), "blur")
        self.neutral.addItem(translate("MethodList", "mean colour"), "mean colour")
        self.neutral.setToolTip(
            translate("MethodList", "What occlusion puts in a region's place, and where integrated gradients begin")
        )
        self.baseline = QComboBox()
        self.baseline.addItem(translate("MethodList", "overall mean"), "recording")
        self.baseline.addItem(translate("MethodList", "chosen range"), "range")
        self.baseline.setToolTip(
            translate(
                "MethodList",
                "What contrasts compare this clip with: choose a neutral stretch in the window (menu Range)",
            )
        )
        self._lay_out()
        self.layer.chosen.connect(self._change)
        self.budget.valueChanged.connect(self._change)
        self.neutral.activated.connect(self._change)
        self.baseline.activated.connect(self._change)
        self.list.chosen.connect(self.changed)
        workspace.range_changed.connect(self.refresh)
        self.refresh()

    def _lay_out(self) -> None:
        options = QHBoxLayout()
        options.setSpacing(8)
        options.addWidget(labelled(translate("MethodList", "Budget, passes"), self.budget))
        options.addWidget(labelled(translate("MethodList", "Neutral is"), self.neutral), 1)
        options.addWidget(labelled(translate("MethodList", "Contrast with"), self.baseline), 1)
        which = QHBoxLayout()
        which.setSpacing(6)
        which.addWidget(label(translate("MethodList", "Choose"), "small"))
        for words, names, tip in (
            (
                translate("MethodList", "Cheap"),
                (*CHEAP, ATTENTION),
                translate("MethodList", "Those that need no passes of their own"),
            ),
            (translate("MethodList", "All"), (*METHODS, ATTENTION), translate("MethodList", "All that are possible")),
            (translate("MethodList", "None"), (), translate("MethodList", "None")),
        ):
            button = QPushButton(words)
            button.setProperty("flat", True)
            button.setToolTip(tip)
            button.setAccessibleName(translate("MethodList", "Choose methods: {words}").format(words=words))
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, names=names: self.list.choose(names))
            which.addWidget(button)
        which.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(labelled(translate("MethodList", "Class activation maps are taken at layer"), self.layer))
        column.addWidget(self.layer_text)
        column.addLayout(options)
        column.addLayout(which)
        column.addWidget(self.list, 1)

    @property
    def options(self) -> MethodOptions:
        """As they are chosen; a baseline is made when it is needed."""
        return MethodOptions(self.layer.value, self.budget.value(), neutral=self.neutral.currentData())

    @property
    def baseline_from(self) -> BaselineFrom:
        """What contrast evidence is less."""
        chosen = self._workspace.selected_range
        return chosen if self.baseline.currentData() == "range" and chosen is not None else "recording"

    def refresh(self, _changed: object = None) -> None:
        """What is possible, and what it costs."""
        checkpoint, has_range = self._workspace.checkpoint, self._workspace.selected_range is not None
        if checkpoint is not None:
            words = in_own_words(layer_words(checkpoint.config, self.layer.value))
            self.layer_text.setText(f"{words[:1].upper()}{words[1:]}.")
        model = self.baseline.model()
        assert isinstance(model, QStandardItemModel)
        model.item(1).setEnabled(has_range)
        if not has_range:
            self.baseline.setCurrentIndex(0)
        self.list.refresh(self._model, self.options)
        self.changed.emit()

    def _change(self, _value: object = None) -> None:
        self.refresh()
