"""Opens the window in Chinese and prints, as JSON, every text of it and of its dialogs that has Latin words.

    python -m tests.chinese_window RECORDING CHECKPOINT CHECKPOINT

Started by ``tests/app/test_chinese_window.py`` in a process of its own: texts are translated when modules are imported.
What widgets hold counts, and what is painted.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, get_args

from PySide6.QtCore import QAbstractListModel, QEventLoop, QModelIndex, Qt, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QMenu,
    QTabBar,
    QTextBrowser,
    QWidget,
)

from app import theme
from app.controls import ElidedLabel
from app.preferences import Preferences
from app.translation import install_language

if TYPE_CHECKING:
    from app.main_window import MainWindow
    from app.workspace import Workspace

MOST_SECONDS = 60
WORD = re.compile(r"[A-Za-z]{2,}")
SHOWN_BY_COMMAND = (
    *("export", "figure", "library", "batch", "preferences", "analysis_settings", "cohort", "keys", "palette"),
    *("guide", "log", "about"),
)
PATIENT = "P-01"
READ = ("text", "title", "toolTip", "statusTip", "whatsThis", "accessibleName", "accessibleDescription")
READ_ALSO = ("placeholderText", "windowTitle", "prefix", "suffix", "specialValueText", "toPlainText")
painted: set[str] = set()


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
    if isinstance(widget, (QTextBrowser, QAbstractItemView)) and type(widget.window()).__name__ == "GuideDialog":
        return  # the guide itself is English
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
        root = QModelIndex()
        num_columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(root)
        for orientation, count in (
            (Qt.Orientation.Horizontal, num_columns),
            (Qt.Orientation.Vertical, model.rowCount(root)),
        ):
            yield from (str(model.headerData(i, orientation) or "") for i in range(count))
        cells = (model.index(row, column) for row in range(model.rowCount(root)) for column in range(num_columns))
        yield from (str(cell.data() or "") for cell in cells)


def latin(widget: QWidget) -> set[str]:
    """Texts of a widget and all in it that have Latin words."""
    return {text for part in (widget, *widget.findChildren(QWidget)) for text in texts(part) if WORD.search(text)}


def watch_painting() -> None:
    """Note what widgets write with a painter."""
    draw = QPainter.drawText

    def noted(painter: QPainter, *arguments: Any) -> Any:
        painted.update(one for one in arguments if isinstance(one, str) and "…" not in one)  # cut words tell nothing
        return draw(painter, *arguments)

    QPainter.drawText = noted  # type: ignore[method-assign]


def open_window() -> tuple[MainWindow, Workspace]:
    """The window with nothing in it, in Chinese."""
    application = QApplication([])
    preferences = Preferences()
    preferences.language = "zh_CN"
    install_language("zh_CN", application)
    theme.apply(application, "dark")
    from app.main_window import MainWindow
    from app.workspace import Workspace

    workspace = Workspace(preferences)
    window = MainWindow(workspace)
    window.resize(1440, 900)
    window.show()
    return window, workspace


def analyse(workspace: Workspace, checkpoint: Path) -> None:
    """Open a checkpoint and wait for its analysis."""
    workspace.open_checkpoint(checkpoint)
    wait(lambda: workspace.can_analyse and not workspace.activity)
    workspace.analyse()
    wait(lambda: workspace.store is not None and workspace.store.is_complete and workspace.display is not None)
    wait(lambda: not workspace.activity)


def dialogs(window: MainWindow, workspace: Workspace) -> Iterator[tuple[str, QDialog]]:
    """Each dialog, open."""
    from app.dialogs.closing import ClosingDialog
    from app.dialogs.forget import ForgetDialog
    from app.dialogs.kind import KindDialog
    from app.dialogs.methods import MethodsDialog
    from app.other_methods import show_other_methods
    from app.tasks import KindQuestion

    for name in SHOWN_BY_COMMAND:
        getattr(window.dialogs, f"show_{name}")()
        yield name, window.dialogs.last  # type: ignore[misc]
    show_other_methods(window)
    wait(lambda: window.findChildren(MethodsDialog))
    (methods,) = window.findChildren(MethodsDialog)
    methods.compute()
    wait(lambda: not methods.model.is_running and methods.model.found is not None)
    yield "methods", methods
    library = window.kept_sessions.library
    library.change(library.sessions()[0].recording, pseudonym=PATIENT)
    made: list[tuple[str, QDialog]] = [
        ("forget", ForgetDialog(workspace, window.kept_sessions, PATIENT, window)),
        ("kind", KindDialog(KindQuestion(Path("a.pth"), "?", "kind", ("spatial", "temporal")), window)),
        ("closing", ClosingDialog(workspace.batch, window)),
    ]
    for name, dialog in made:
        dialog.show()
        yield name, dialog


def main() -> None:
    """Open, look, tell."""
    recording, *checkpoints = map(Path, sys.argv[1:])
    watch_painting()
    window, workspace = open_window()
    from app.compared import Mode

    found = {"start": latin(window)}
    workspace.open_recording(recording)
    wait(lambda: workspace.recording is not None)
    for checkpoint in checkpoints:
        analyse(workspace, checkpoint)
    for i in range(window.inspector.count()):
        window.inspector.setCurrentIndex(i)
        found[f"tab {i}"] = latin(window)
    for mode in get_args(Mode):
        if not (window.compared.is_wanted and window.compared.mode == mode):
            window.show_compared(mode)
        wait(lambda: not workspace.activity)
        window.grab()
        found[mode] = latin(window)
    window.back()
    visited = set()
    for name, dialog in dialogs(window, workspace):
        dialog.grab()
        found[name] = latin(dialog)
        visited.add(type(dialog).__name__)
        dialog.close()
        wait(lambda: not any(one.isVisible() for one in window.findChildren(QDialog)))
    words = {name: sorted(these) for name, these in found.items()}
    words["painted"] = sorted(text for text in painted if WORD.search(text))
    words["menus"] = sorted(action.text() for action in window.menuBar().actions())
    words["visited"] = sorted(visited)
    print(json.dumps(words, ensure_ascii=False), flush=True)


def _give_up(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """The window's threads would keep the process alive."""
    traceback.print_exception(kind, error, trace)
    os._exit(1)


if __name__ == "__main__":
    sys.excepthook = _give_up
    main()
    os._exit(0)
