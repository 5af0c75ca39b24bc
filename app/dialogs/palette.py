"""The command palette: every command found by words, with its menu and its key; Enter does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QDialog, QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from app.command import MENU_TITLES
from app.translation import translate

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from app.actions import Actions

NAME_ROLE = Qt.ItemDataRole.UserRole
WIDTH_PX, HEIGHT_PX = 560, 400
NOT_NOW = translate("Palette", "not possible now")
_MOVING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class CommandPalette(QDialog):
    """A field and the commands that match; it closes when one is done, and deletes itself."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("Palette", "Commands"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(WIDTH_PX, HEIGHT_PX)
        self._actions = actions
        self._items: list[QTreeWidgetItem] = []
        self.search = QLineEdit()
        self.search.setPlaceholderText(translate("Palette", "What do you want to do?"))
        self.search.setAccessibleName(translate("Palette", "Find a command"))
        self.search.installEventFilter(self)
        self.list = QTreeWidget()
        self.list.setAccessibleName(translate("Palette", "Commands"))
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setColumnCount(2)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.list.header().setStretchLastSection(False)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        self.search.textChanged.connect(self._show_matches)
        self.search.returnPressed.connect(self._run_chosen)
        self.list.itemClicked.connect(lambda item, _column: self._run(item))
        self._show_matches("")

    @property
    def shown(self) -> list[str]:
        """Names of the commands that match."""
        return [item.data(0, NAME_ROLE) for item in self._items]

    def _show_matches(self, text: str) -> None:
        self.list.clear()
        self._items.clear()
        words = text.lower().split()
        for name, command in self._actions.commands.items():
            if name == "palette" or not all(
                word in f"{MENU_TITLES[command.group]} {command.text}".lower() for word in words
            ):
                continue
            is_possible = self._actions.is_possible(name)
            key = self._actions.key_words(name) if is_possible else NOT_NOW
            item = QTreeWidgetItem(self.list, [f"{MENU_TITLES[command.group]}: {command.text}", key])
            item.setData(0, NAME_ROLE, name)
            item.setDisabled(not is_possible)
            self._items.append(item)
        possible = [item for item in self._items if not item.isDisabled()]
        if possible:
            self.list.setCurrentItem(possible[0])

    def _run_chosen(self) -> None:
        for item in self.list.selectedItems():
            self._run(item)

    def _run(self, item: QTreeWidgetItem) -> None:
        if item.isDisabled():
            return
        action = self._actions.by_name[item.data(0, NAME_ROLE)]
        self.accept()
        # After this dialog has gone: the command may open one of its own.
        QTimer.singleShot(0, action, action.trigger)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field keeps the keyboard; arrows move in the list."""
        if watched is self.search and event.type() == QEvent.Type.KeyPress:
            press = cast("QKeyEvent", event)
            if press.key() in _MOVING:
                self.list.keyPressEvent(press)
                return True
        return super().eventFilter(watched, event)
