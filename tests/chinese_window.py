"""Opens the window in Chinese and prints, as JSON, every text of it and of its dialogs that has Latin words.

    python -m tests.chinese_window RECORDING CHECKPOINT

Started by ``tests/app/test_chinese_window.py`` in a process of its own: texts are translated when modules are imported.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QMenu,
    QTabBar,
    QWidget,
)

from app import theme
from app.controls import ElidedLabel
from app.preferences import Preferences
from app.translation import install_language

MOST_SECONDS = 120
WORD = re.compile(r"[A-Za-z]{2,}")
DIALOGS = (
    "export",
    "figure",
    "library",
    "preferences",
    "analysis_settings",
    "cohort",
    "keys",
    "palette",
    "log",
    "about",
)
READ = ("text", "title", "toolTip", "statusTip", "whatsThis", "accessibleName", "accessibleDescription")
READ_ALSO = ("placeholderText", "windowTitle", "prefix", "suffix", "specialValueText", "toPlainText")


def wait(condition: Callable[[], object]) -> None:
    """Let the window live until a condition holds."""
    stop = time.monotonic() + MOST_SECONDS
    while not condition():
        if time.monotonic() > stop:
            raise TimeoutError("waited in vain")
        loop = QEventLoop()
        QTimer.singleShot(50, loop.quit)
        loop.exec()


def texts(widget: QWidget) -> Iterator[str]:
    """What a widget shows or tells; of what is shortened, the whole."""
    if isinstance(widget, ElidedLabel):
        yield widget.whole
        return
    for name in (*READ, *READ_ALSO):
        read = getattr(widget, name, None)
        value = read() if callable(read) else ""
        if isinstance(value, str):
            yield value
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(i) for i in range(widget.count()))
        yield from (widget.itemData(i, Qt.ItemDataRole.ToolTipRole) or "" for i in range(widget.count()))
    if isinstance(widget, QTabBar):
        yield from (widget.tabText(i) + " " + widget.tabToolTip(i) for i in range(widget.count()))
    if isinstance(widget, QMenu):
        yield from (action.text() for action in widget.actions())
    if isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
        for orientation in Qt.Orientation:
            count = model.columnCount() if orientation is Qt.Orientation.Horizontal else model.rowCount()
            yield from (str(model.headerData(i, orientation) or "") for i in range(count))
        for row in range(model.rowCount()):
            yield from (str(model.index(row, column).data() or "") for column in range(model.columnCount()))


def latin(widget: QWidget) -> set[str]:
    """Texts of a widget and all in it that have Latin words."""
    return {text for part in (widget, *widget.findChildren(QWidget)) for text in texts(part) if WORD.search(text)}


def main() -> None:
    """Open, look, tell."""
    recording, checkpoint = map(Path, sys.argv[1:])
    application = QApplication([])
    preferences = Preferences()
    preferences.language = "zh_CN"
    install_language("zh_CN", application)
    theme.apply(application, "dark")
    from app.main_window import MainWindow
    from app.workspace import Workspace

    workspace = Workspace(preferences)
    window = MainWindow(workspace)
    window.show()
    found = {"start": latin(window)}
    workspace.open_recording(recording)
    wait(lambda: workspace.recording is not None)
    workspace.open_checkpoint(checkpoint)
    wait(lambda: workspace.can_analyse and not workspace.activity)
    workspace.analyse()
    wait(lambda: workspace.store is not None and workspace.store.is_complete and workspace.display is not None)
    wait(lambda: not workspace.activity)
    found["analysed"] = latin(window)
    for name in DIALOGS:
        getattr(window.dialogs, f"show_{name}")()
        for dialog in window.findChildren(QDialog):
            found.setdefault(name, set()).update(latin(dialog))
            dialog.close()
        wait(lambda: not window.findChildren(QDialog))
    words = {name: sorted(these) for name, these in found.items()}
    words["shown"] = sorted(action.text() for action in window.menuBar().actions())
    print(json.dumps(words, ensure_ascii=False), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
