"""Asked when the window is closed while a batch runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.dialogs.frame import Dialog
from app.translation import translate

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.batch_queue import BatchQueue


class ClosingDialog(Dialog):
    """Accepted when the window is to be closed all the same."""

    def __init__(self, queue: BatchQueue, parent: QWidget | None = None) -> None:
        text = translate(
            "Batch",
            "{done} of {total} analyses are done. When the window closes, the batch pauses: finished clips are kept, "
            "and the next start offers to continue. 'stadrn batch --out FOLDER' continues it without the window.",
        ).format(done=queue.count("done"), total=len(queue.jobs))
        super().__init__(translate("Batch", "A batch is running"), text, parent, width_px=520)
        self.keep_button = self.add_close(translate("Batch", "Keep the window open"))
        self.close_button = self.add_button(translate("Batch", "Pause and close"), primary=True)
        self.close_button.clicked.connect(self.accept)
        queue.ended.connect(self.reject)
