"""All keys, found by words and changed: a key that another command has is taken from it, and that is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from app.command import MENU_TITLES
from app.controls import label
from app.dialogs.frame import Dialog
from app.translation import translate

if TYPE_CHECKING:
    from app.actions import Actions

TEXT = translate("Keys", "Choose a command and press its new key. Keys are kept for the next start.")
NAME_ROLE = Qt.ItemDataRole.UserRole
ROWS_PX = 420


class KeysDialog(Dialog):
    """A list of commands by menu with their keys."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(translate("Keys", "Keys"), TEXT, parent, width_px=620)
        self._actions = actions
        self.search = QLineEdit()
        self.search.setPlaceholderText(translate("Keys", "Find a command or a key"))
        self.search.setAccessibleName(translate("Keys", "Find a command or a key"))
        self.search.setClearButtonEnabled(True)
        self.list = self._make_list()
        self.field = QKeySequenceEdit()
        self.field.setMaximumSequenceLength(1)
        self.field.setAccessibleName(translate("Keys", "New key"))
        self.set_button, self.remove_button = (
            QPushButton(translate("Keys", "Set")),
            QPushButton(translate("Keys", "No key")),
        )
        self.reset_button = QPushButton(translate("Keys", "Usual key"))
        row = QHBoxLayout()
        row.addWidget(label(translate("Keys", "New key"), "muted"))
        row.addWidget(self.field, 1)
        for button in (self.set_button, self.remove_button, self.reset_button):
            row.addWidget(button)
        self.message = label("", "small", wrap=True)
        self.add(self.search, self.list)
        self.column.addLayout(row)
        self.add(self.message)
        self.reset_all = self.add_button(translate("Keys", "All usual keys"))
        self.add_close()
        self.search.textChanged.connect(self._filter)
        self.list.currentItemChanged.connect(self._show_chosen)
        self.field.keySequenceChanged.connect(self._show_chosen)
        self.set_button.clicked.connect(self._set)
        self.remove_button.clicked.connect(lambda: self._change(()))
        self.reset_button.clicked.connect(lambda: self._change(None))
        self.reset_all.clicked.connect(self._reset_all)
        self._fill()
        self._show_chosen()

    def _make_list(self) -> QTreeWidget:
        result = QTreeWidget()
        result.setColumnCount(2)
        result.setHeaderLabels([translate("Keys", "Command"), translate("Keys", "Key")])
        result.setAccessibleName(translate("Keys", "Commands and their keys"))
        result.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        result.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        result.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        result.setMinimumHeight(ROWS_PX)
        return result

    @property
    def chosen(self) -> str | None:
        """Name of the chosen command."""
        item = self.list.currentItem()
        name: str | None = None if item is None else item.data(0, NAME_ROLE)
        return name

    def choose(self, name: str) -> None:
        """Choose a command."""
        self.list.setCurrentItem(self._items[name])

    def words(self, name: str) -> str:
        """The keys that the list shows for a command."""
        return self._items[name].text(1)

    def _fill(self) -> None:
        self.list.clear()
        self._items: dict[str, QTreeWidgetItem] = {}
        self._groups: dict[str, tuple[QTreeWidgetItem, list[QTreeWidgetItem]]] = {}
        for name, command in self._actions.commands.items():
            if command.group not in self._groups:
                group = QTreeWidgetItem(self.list, [MENU_TITLES[command.group], ""])
                group.setFlags(Qt.ItemFlag.ItemIsEnabled)
                self._groups[command.group] = group, []
            group, items = self._groups[command.group]
            item = QTreeWidgetItem(group, [command.text.rstrip("…"), ""])
            items.append(item)
            item.setData(0, NAME_ROLE, name)
            self._items[name] = item
        self.list.expandAll()
        self._show_keys()

    def _show_keys(self) -> None:
        for name, item in self._items.items():
            changed = self._actions.is_rebound(name)
            item.setText(1, self._actions.key_words(name))
            font = item.font(1)
            font.setBold(changed)
            item.setFont(1, font)
            item.setToolTip(1, translate("Keys", "Changed by you") if changed else "")

    def _filter(self, text: str) -> None:
        words = text.lower().split()
        for group, items in self._groups.values():
            for item in items:
                said = f"{group.text(0)} {item.text(0)} {item.text(1)}".lower()
                item.setHidden(not all(word in said for word in words))
            group.setHidden(all(item.isHidden() for item in items))

    def _show_chosen(self) -> None:
        name, sequence = self.chosen, self.field.keySequence()
        self.field.setEnabled(name is not None)
        self.set_button.setEnabled(name is not None and not sequence.isEmpty())
        self.remove_button.setEnabled(name is not None and bool(self._actions.keys_of(name)))
        self.reset_button.setEnabled(name is not None and self._actions.is_rebound(name))
        self.reset_all.setEnabled(self._actions.any_rebound)
        holder = None if sequence.isEmpty() else self._actions.holder(sequence)
        if holder is not None and holder != name:
            words = self._actions.commands[holder].text.rstrip("…")
            text = translate("Keys", "{key} is the key of “{command}”: Set takes it from there.")
            self.message.setText(text.format(key=sequence.toString(), command=words))
        else:
            self.message.setText("")

    def _set(self) -> None:
        self._change((self.field.keySequence().toString(QKeySequence.SequenceFormat.PortableText),))

    def _change(self, keys: tuple[str, ...] | None) -> None:
        name = self.chosen
        assert name is not None  # the buttons are disabled otherwise
        self._actions.rebind(name, keys)
        self.field.clear()
        self._show_keys()
        self._show_chosen()

    def _reset_all(self) -> None:
        self._actions.reset_keys()
        self._show_keys()
        self._show_chosen()
