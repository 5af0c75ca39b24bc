"""The batch in the status bar: how far it is, and a click shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton

from app.batch_words import button_words
from app.translation import translate

if TYPE_CHECKING:
    from app.batch_queue import BatchQueue


class BatchButton(QPushButton):
    """Hidden while there is no batch."""

    def __init__(self, queue: BatchQueue) -> None:
        super().__init__()
        self._queue = queue
        self.setProperty("flat", True)
        self.setToolTip(translate("Batch", "Analyses in the background; click to see them"))
        queue.changed.connect(self._refresh)
        queue.job_changed.connect(self._refresh)
        self.setAccessibleName(translate("Batch", "Batch"))
        self._refresh()

    def _refresh(self, _name: str = "") -> None:
        words = button_words(self._queue)
        self.setVisible(bool(words))
        if words != self.text():
            self.setText(words)
            self.setAccessibleName(words or translate("Batch", "Batch"))
