"""Asks for what a checkpoint does not tell about itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QRadioButton, QWidget

from app.controls import label
from app.dialogs.frame import Dialog
from app.facts import KIND_WORDS
from app.translation import translate

if TYPE_CHECKING:
    from app.tasks import KindQuestion

_EXPLANATIONS = {
    "spatial": translate("Kind", "pools over time, then weighs positions in the picture"),
    "temporal": translate("Kind", "pools over space, then weighs moments in the clip"),
}


class KindDialog(Dialog):
    """The weights fit several kinds of network: the user states which one it is. Nothing is chosen beforehand."""

    chosen = Signal(str)

    def __init__(self, question: KindQuestion, parent: QWidget | None = None) -> None:
        super().__init__(
            translate("Kind", "Which kind of network is {name}?").format(name=question.path.name), question.text, parent
        )
        self.options: dict[str, QRadioButton] = {}
        for choice in question.choices:
            button = QRadioButton(KIND_WORDS.get(choice, choice).capitalize())
            button.toggled.connect(self._allow)
            self.options[choice] = button
            self.add(button)
            if choice in _EXPLANATIONS:
                words = label(_EXPLANATIONS[choice], "small", wrap=True)
                words.setContentsMargins(26, 0, 0, 0)
                button.setAccessibleDescription(_EXPLANATIONS[choice])
                self.add(words)
        self.add(
            label(
                translate(
                    "Kind",
                    "Whoever trained it knows, or the script it was trained with. With the wrong kind it loads as "
                    "well, but its scores and maps are wrong. To be asked only once, convert it: stadrn checkpoint "
                    "convert.",
                ),
                "small",
                wrap=True,
            )
        )
        self.add_close(translate("Kind", "Cancel"))
        self.load_button = self.add_button(translate("Kind", "Load"), primary=True)
        self.load_button.setEnabled(False)
        self.load_button.clicked.connect(self._load)

    def _allow(self) -> None:
        self.load_button.setEnabled(any(button.isChecked() for button in self.options.values()))

    def _load(self) -> None:
        choice = next(choice for choice, button in self.options.items() if button.isChecked())
        self.accept()
        self.chosen.emit(choice)
