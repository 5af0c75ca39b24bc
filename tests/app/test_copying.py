"""Frame and figure on the clipboard, and the choice of what becomes of the face."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage

from app.copying import Copying
from app.dialogs.export import ExportDialog
from app.preferences import Preferences
from app.workspace import Workspace
from stadrn_core.export.drawn_face import GROUND

WAIT_MS = 60_000


@pytest.fixture
def shown(qtbot: Any, workspace: Workspace, aligned: Path, checkpoint_file: Path, stored: Path) -> Workspace:
    with qtbot.waitSignal(
        workspace.display_changed, timeout=WAIT_MS, check_params_cb=lambda d: d is not None and d.heat is not None
    ):
        workspace.open_recording(aligned)
        workspace.open_checkpoint(checkpoint_file)
    return workspace


def copied(qtbot: Any, copying: Copying, kind: str) -> tuple[str, np.ndarray]:
    with qtbot.waitSignal(copying.told, timeout=WAIT_MS) as told:
        getattr(copying, f"copy_{kind}")()
    image = QGuiApplication.clipboard().image().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return told.args[0].text, rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def test_frame_and_figure_are_copied_as_was_chosen_for_exports(shown: Workspace, qtbot: Any) -> None:
    copying = Copying(shown)
    text, plain = copied(qtbot, copying, "frame")
    assert "as it is" in text
    # The original is 720 px high and beside others.
    assert plain.shape[0] > 720
    assert plain.shape[1] > 2 * 720
    shown.preferences.deidentify = "drawn_face"
    text, drawn = copied(qtbot, copying, "frame")
    assert "drawn face" in text
    ground = (drawn == GROUND).all(axis=2).mean()
    assert ground > 0.1
    assert (plain == GROUND).all(axis=2).mean() < ground / 10
    text, figure = copied(qtbot, copying, "figure")
    assert "drawn face" in text
    assert figure.shape[1] == pytest.approx(190 / 25.4 * 300, abs=2)


def test_the_choice_is_remembered_and_explained(shown: Workspace, qtbot: Any) -> None:
    dialog = ExportDialog(shown, "picture")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.open()
    assert dialog.faces.value == "none"
    assert "can be recognised" in dialog.faces_text.text()
    assert "visit_aligned" in dialog.path.text()
    qtbot.mouseClick(dialog.faces.button("pixelate"), Qt.MouseButton.LeftButton)
    assert "still sensitive" in dialog.faces_text.text()
    assert "visit_aligned" not in Path(dialog.path.text()).name
    qtbot.mouseClick(dialog.kind.button("tables"), Qt.MouseButton.LeftButton)
    assert not dialog.faces.isVisible()
    shown.preferences.flush()
    assert Preferences(shown.preferences.path).deidentify == "pixelate"
    assert ExportDialog(shown, "picture").faces.value == "pixelate"
