"""The window in a process of its own, killed in the middle of work: ``python -m tests.killable_window RECORDING EDIT``.

It opens a recording, does one edit of its marks as a user would, and is gone at once, as if the system had killed it.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.main_window import MainWindow
from app.mark_list import CATEGORY, TEXT
from app.workspace import Workspace


def edit(window: MainWindow, words: list[str]) -> None:
    """One edit: ``set FRAME``, ``range FIRST LAST``, ``text PLACE WORDS``, ``category PLACE WORDS``, ``remove PLACE``,
    ``undo``, ``redo``; places count the marks in order of time.
    """
    workspace, marks = window.workspace, window.inspector.marks
    table = marks.table
    match words:
        case ["set", frame]:
            workspace.set_playhead(int(frame))
            window.actions_.by_name["mark"].trigger()
        case ["range", first, last]:
            workspace.set_range(int(first), int(last))
            window.actions_.by_name["mark"].trigger()
        case ["text" | "category" as what, place, text]:
            table.item(int(place), TEXT if what == "text" else CATEGORY).setText(text)
        case ["remove", place]:
            table.selectRow(int(place))
            marks.remove_button.click()
        case ["undo" | "redo" as what]:
            window.actions_.by_name[what].trigger()
        case _:
            raise ValueError(words)


def main() -> None:
    """Open, edit, die."""
    application = QApplication([])
    window = MainWindow(Workspace())
    window.show()

    def go_on() -> None:
        if window.workspace.marking.can_edit:
            edit(window, sys.argv[2:])
            os.kill(os.getpid(), signal.SIGKILL)

    timer = QTimer(interval=20)
    timer.timeout.connect(go_on)
    timer.start()
    window.workspace.open_recording(Path(sys.argv[1]))
    application.exec()


if __name__ == "__main__":
    main()
