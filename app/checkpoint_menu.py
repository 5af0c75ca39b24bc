"""What can be done with an open checkpoint: its name, its colour, whether it is the reference, and closing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from app.checkpoint_looks import COLOUR_WORDS, OKABE_ITO
from app.translation import translate

if TYPE_CHECKING:
    from app.workspace import Workspace
    from stadrn_core.checkpoint import LoadedCheckpoint


def checkpoint_menu(parent: QWidget, workspace: Workspace, checkpoint: LoadedCheckpoint) -> QMenu:
    """The context menu of a checkpoint; its actions show the keys of the same commands."""
    looks, menu = workspace.looks, QMenu(parent)
    menu.setToolTipsVisible(True)
    menu.addAction(translate("CheckpointMenu", "Rename…"), lambda: ask_for_name(parent, workspace, checkpoint))
    colours = menu.addMenu(translate("CheckpointMenu", "Colour"))
    for colour, words in zip(OKABE_ITO, COLOUR_WORDS, strict=True):
        action = colours.addAction(_swatch(colour), words)
        action.setCheckable(True)
        action.setChecked(colour == looks.of(checkpoint).colour)
        action.triggered.connect(lambda _checked=False, colour=colour: looks.set_colour(checkpoint, colour))
    pin = menu.addAction(translate("CheckpointMenu", "Pin as reference"))
    pin.setCheckable(True)
    pin.setChecked(looks.is_pinned(checkpoint))
    pin.setToolTip(translate("CheckpointMenu", "The other checkpoints are compared with this one"))
    pin.triggered.connect(lambda checked: looks.pin(checkpoint, checked))
    menu.addSeparator()
    menu.addAction(translate("CheckpointMenu", "Close checkpoint"), lambda: workspace.close_checkpoint(checkpoint))
    return menu


def ask_for_name(parent: QWidget, workspace: Workspace, checkpoint: LoadedCheckpoint) -> QInputDialog:
    """Ask for another name; an empty one gives the checkpoint its own back."""
    dialog = QInputDialog(parent.window())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(translate("CheckpointMenu", "Rename checkpoint"))
    dialog.setLabelText(
        translate("CheckpointMenu", "Name of {file} in this window (leave it empty for its own)").format(
            file=checkpoint.path.name
        )
    )
    dialog.setTextValue(workspace.looks.of(checkpoint).name)
    dialog.textValueSelected.connect(lambda text: workspace.looks.rename(checkpoint, text))
    dialog.open()
    return dialog


def _swatch(colour: str) -> QIcon:
    picture = QPixmap(16, 16)
    picture.fill(QColor(colour))
    return QIcon(picture)
