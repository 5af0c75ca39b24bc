"""What goes to the clipboard: the frame and the figure as pictures, and the methods paragraph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QImage

from app.export_tasks import ExportJob, copied
from app.messages import UserMessage
from app.translation import translate
from stadrn_core.export.deidentify import STATEMENTS

if TYPE_CHECKING:
    from typing import Literal

    from app.workspace import Workspace
    from stadrn_core.types import Progress


class Copying(QObject):
    """Copies, beside whatever else is going on; pictures are de-identified as the last export was."""

    told = Signal(object)
    """UserMessage"""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace

    def copy_methods(self) -> None:
        """A methods paragraph that fits the analysis."""
        from stadrn_core.export.methods_text import methods_text

        if self._workspace.store is not None:
            QGuiApplication.clipboard().setText(methods_text(self._workspace.store))
            text = translate(
                "Copying",
                "It fits the settings of this analysis and cites what it rests on. Read it before you use it.",
            )
            self.told.emit(UserMessage("info", translate("Copying", "The methods paragraph is on the clipboard"), text))

    def copy_frame(self) -> None:
        """The frame under the playhead with its maps."""
        self._copy(
            "picture",
            translate("Copying", "The frame is on the clipboard"),
            translate("Copying", "The frame was not copied"),
        )

    def copy_figure(self) -> None:
        """The figure."""
        self._copy(
            "figure",
            translate("Copying", "The figure is on the clipboard"),
            translate("Copying", "The figure was not copied"),
        )

    def _copy(self, kind: Literal["picture", "figure"], done: str, failed: str) -> None:
        job = ExportJob.of_shown(self._workspace, kind)
        if job is None:
            return
        faces = translate("Core", STATEMENTS[job.deidentify]) or translate(
            "Copying", "The face is shown as it is. Choose otherwise under Export"
        )

        def show(value: Progress | bytes) -> None:
            if isinstance(value, bytes):
                QGuiApplication.clipboard().setImage(QImage.fromData(value))
                self.told.emit(UserMessage("info", done, translate("Copying", "{faces}.").format(faces=faces)))

        def end(_state: str, message: UserMessage | None) -> None:
            if message is not None:
                self.told.emit(message)

        self._workspace.run_side_task(lambda: copied(job), failed, show, end)
