"""Small building blocks of panels and dialogs: headings, lines, fact lists, segmented choices, scrolling columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.key_tips import set_key_tip
from app.translation import translate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QStyle


def label(text: str = "", role: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """A label with one of the style sheet's roles. Its text is plain: file names are never taken for markup."""
    result = QLabel(text)
    result.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        result.setProperty("role", role)
    result.setWordWrap(wrap)
    if selectable:
        result.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return result


def heading(text: str) -> QLabel:
    """The quiet capitals above a group."""
    result = label(text.upper(), "heading")
    result.setAccessibleName(text)
    return result


def line() -> QFrame:
    """A hairline between groups."""
    result = QFrame()
    result.setProperty("line", True)
    return result


def set_look(widget: QWidget, name: str, value: object) -> None:
    """Change a property that the style sheet looks at, and have it looked at again."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        style: QStyle = widget.style()
        style.unpolish(widget)
        style.polish(widget)
        widget.update()


def set_words(button: QAbstractButton, text: str) -> None:
    """The words of a button with an icon, a little apart from it."""
    button.setText(f"\N{THIN SPACE}\N{THIN SPACE}{text}" if text else "")
    if text:
        button.setAccessibleName(text)


class ElidedLabel(QLabel):
    """One line, or up to two, shortened in its middle where there is no room; the tool tip has it whole."""

    def __init__(
        self,
        text: str = "",
        role: str = "",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle,
        *,
        two_lines: bool = False,
    ) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._whole = ""
        self._mode = mode
        self._two_lines = two_lines
        if role:
            self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.set_whole(text)

    @property
    def whole(self) -> str:
        """The text before it is shortened."""
        return self._whole

    def set_whole(self, text: str) -> None:
        """Change the text."""
        self._whole = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self._shorten()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten anew."""
        super().resizeEvent(event)
        self._shorten()

    def changeEvent(self, event: QEvent) -> None:
        """A new font has other widths."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._shorten()

    def _shorten(self) -> None:
        metrics, width = QFontMetrics(self.font()), max(self.width(), 0)
        first = self._first_line(width) if self._two_lines and metrics.horizontalAdvance(self._whole) > width else ""
        rest = metrics.elidedText(self._whole[len(first) :], self._mode, width)
        shown = f"{first.rstrip()}\n{rest}" if first else rest
        if shown != self.text():
            self.setText(shown)

    def _first_line(self, width: int) -> str:
        """What of the text fits above the rest: whole words, where one fits."""
        layout = QTextLayout(self._whole, self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(width)
        layout.endLayout()
        return self._whole[: line.textLength()]


class ItemButton(QPushButton):
    """A button with contents of its own, laid out in ``row``; as high as they are."""

    def __init__(self, margins: tuple[int, int, int, int] = (10, 7, 10, 7)) -> None:
        super().__init__()
        self.setProperty("item", True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(*margins)
        self.row.setSpacing(10)

    def sizeHint(self) -> QSize:
        """What the contents ask for."""
        return self.row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """What the contents need."""
        return self.row.minimumSize()

    def let_clicks_through(self) -> None:
        """Clicks on the contents are clicks on the button."""
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


class FactList(QWidget):
    """Names at the left, values at the right, in a fixed-width face."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)
        self._rows: list[tuple[QLabel, QLabel]] = []

    def set_facts(self, facts: Mapping[str, str]) -> None:
        """Show these, reusing the labels that are there."""
        while len(self._rows) < len(facts):
            name, value = label(role="muted"), label(role="figures", wrap=True, selectable=True)
            name.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            value.setMinimumWidth(20)
            row = len(self._rows)
            self._grid.addWidget(name, row, 0)
            self._grid.addWidget(value, row, 1)
            for part in (name, value):
                part.show()
            self._rows.append((name, value))
        for i, (name, value) in enumerate(self._rows):
            if name.isHidden() == (i < len(facts)):
                name.setVisible(i < len(facts))
                value.setVisible(i < len(facts))
        shown = ((translate("Facts", key), text) for key, text in facts.items())
        for (name, value), (key, text) in zip(self._rows, shown, strict=False):
            if name.text() != key:
                name.setText(key)
            if value.text() != text:
                value.setText(text)
                value.setAccessibleName(f"{key}: {text}")

    def facts(self) -> dict[str, str]:
        """What is shown."""
        return {name.text(): value.text() for name, value in self._rows if not name.isHidden()}


class Chip(QPushButton):
    """A small button that stays pressed; wide enough for its words when they are bold, as they are then."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setCheckable(True)
        self.setProperty("chip", True)

    def sizeHint(self) -> QSize:
        """As wide pressed or not."""
        self.ensurePolished()
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        wider = QFontMetrics(bold).horizontalAdvance(self.text()) - self.fontMetrics().horizontalAdvance(self.text())
        return super().sizeHint() + QSize(max(wider, 0), 0)


class Segmented(QWidget):
    """A choice of one among a few, all in sight; arrow keys move within it."""

    chosen = Signal(str)

    def __init__(
        self,
        name: str,
        choices: Mapping[str, str],
        tips: Mapping[str, str] | None = None,
        *,
        small: bool = False,
        command: str = "",
        commands: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, Chip] = {}
        row = FlowLayout(self, spacing=5)
        for value, text in choices.items():
            button = Chip(text)
            button.setProperty("small", small)
            button.setAccessibleName(f"{name}: {text}")
            own = (commands or {}).get(value, command)
            set_key_tip(button, (tips or {}).get(value, ""), *([own] if own else []))
            button.clicked.connect(lambda _checked=False, value=value: self.chosen.emit(value))
            self._group.addButton(button)
            self._buttons[value] = button
            row.addWidget(button)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_value(self, value: str) -> None:
        """Mark a choice without telling."""
        if value in self._buttons:
            self._buttons[value].setChecked(True)

    @property
    def value(self) -> str:
        """The marked choice; empty where none is."""
        return next((value for value, button in self._buttons.items() if button.isChecked()), "")

    def button(self, value: str) -> QPushButton:
        """The button of a choice."""
        return self._buttons[value]


class FlowLayout(QLayout):
    """Left to right, then on the next line."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 6) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        """Append."""
        self._items.append(item)

    def count(self) -> int:
        """Number of items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Item by number."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove an item."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """None: it takes what it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Fewer columns need more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of all lines."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        """One line, if there is room."""
        hints = [item.sizeHint() for item in self._items]
        width = sum(hint.width() for hint in hints) + self.spacing() * max(len(hints) - 1, 0)
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        """The widest item."""
        hints = [item.minimumSize() for item in self._items]
        return QSize(max((h.width() for h in hints), default=0), max((h.height() for h in hints), default=0))

    def _arrange(self, rect: QRect, move: bool) -> int:
        x, y, row_height = rect.x(), rect.y(), 0
        for item in self._items:
            hint = item.sizeHint()
            if x > rect.x() and x + hint.width() > rect.right() + 1:
                x, y, row_height = rect.x(), y + row_height + self.spacing(), 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), hint))
            x += hint.width() + self.spacing()
            row_height = max(row_height, hint.height())
        return y + row_height - rect.y()


class Column(QScrollArea):
    """A panel's contents from top to bottom, scrolling when there is no room."""

    def __init__(self, margins: tuple[int, int, int, int] = (14, 14, 14, 14), spacing: int = 10) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(*margins)
        self.column.setSpacing(spacing)
        self.setWidget(inner)

    def add(self, *widgets: QWidget) -> None:
        """Append."""
        for widget in widgets:
            self.column.addWidget(widget)

    def finish(self) -> None:
        """Keep everything at the top."""
        self.column.addStretch(1)


def labelled(text: str, field: QWidget) -> QWidget:
    """A control under its name."""
    result = QWidget()
    column = QVBoxLayout(result)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(5)
    name = label(text, "small")
    name.setBuddy(field)
    if not field.accessibleName():
        field.setAccessibleName(text)
    column.addWidget(name)
    column.addWidget(field)
    return result


def clear(layout: QLayout) -> None:
    """Remove and delete the widgets of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
