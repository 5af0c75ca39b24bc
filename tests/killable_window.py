"""The window in a process of its own, killed in the middle of work: ``python -m tests.killable_window RECORDING EDIT``.

It opens a recording, does one edit of its marks as a user would, and is gone at once, as if the system had killed it.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from unittest.mock import patch

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from app.main_window import MainWindow
from app.mark_list import CATEGORY, TEXT
from app.mark_track import MarkTrack
from app.workspace import Workspace


def edit(window: MainWindow, words: list[str]) -> None:
    """One edit: ``set FRAME``, ``range FIRST LAST``, ``text PLACE WORDS``, ``category PLACE WORDS``, ``remove PLACE``,
    ``delete PLACE`` (by the key), ``drag FROM TO``, ``move PLACE FRAME``, ``import FILE``, ``undo``, ``redo``; places
    count the marks in order of time, ``drag`` takes with the mouse what begins, or ends, at a frame.
    """
    workspace, marks, actions = window.workspace, window.inspector.marks, window.actions_.by_name
    table = marks.table
    match words:
        case ["set", frame]:
            workspace.set_playhead(int(frame))
            actions["mark"].trigger()
        case ["range", first, last]:
            workspace.set_range(int(first), int(last))
            actions["mark"].trigger()
        case ["text" | "category" as what, place, text]:
            table.item(int(place), TEXT if what == "text" else CATEGORY).setText(text)
        case ["remove", place]:
            table.selectRow(int(place))
            marks.remove_button.click()
        case ["delete", place]:
            window.inspector.setCurrentWidget(marks)
            window.activateWindow()
            table.selectRow(int(place))
            table.setFocus()
            QTest.keyClick(table, Qt.Key.Key_Delete)
        case ["drag", taken, target]:
            drag(window, int(taken), int(target))
        case ["move", place, frame]:
            table.selectRow(int(place))
            workspace.clear_range()
            workspace.set_playhead(int(frame))
            actions["move mark"].trigger()
        case ["import", path]:
            with patch.object(QFileDialog, "getOpenFileName", return_value=(path, "")):
                marks.import_action.trigger()
        case ["undo" | "redo" as what]:
            actions[what].trigger()
        case _:
            raise ValueError(words)


def drag(window: MainWindow, taken: int, target: int) -> None:
    """Take what begins, or ends, at a frame on the timeline's row of marks, and let it go at another frame."""
    canvas = window.timeline.canvas
    row = canvas.lane_rects()[[track.title for track in canvas.tracks].index(MarkTrack.title)]
    start, end = (
        QPoint(round(canvas.axis.x(float(canvas.data.pts_seconds[frame]))) + 2, row.center().y())
        for frame in (taken, target)
    )
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(canvas, end)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=end)


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
