"""Takes the picture of the window in README.md: the demo, analysed, at the moment of its highest score.

    .venv/bin/python resources/recipes/make_window_picture.py [--out resources/pictures/window.png] [--light]

Works without a screen; takes a minute or two, as the demo is analysed.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

WIDTH_PX, HEIGHT_PX = 1600, 950
MOST_SECONDS = 600
SETTLE_SECONDS = 3
PICTURE = Path(__file__).resolve().parents[1] / "pictures" / "window.png"


def main() -> int:
    """Open, wait, grab."""
    parser = argparse.ArgumentParser(description="Take the picture of the window.")
    parser.add_argument("--out", type=Path, default=PICTURE, help="file to write")
    parser.add_argument("--light", action="store_true", help="in the light theme")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="stadrn") as home:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        os.environ["STADRN_HOME"] = home
        return _take(arguments.out, "light" if arguments.light else "dark")


def _take(target: Path, mode: str) -> int:
    from PySide6.QtWidgets import QApplication

    from app import theme
    from app.main_window import NAME, MainWindow
    from app.workspace import Workspace

    application = QApplication([NAME])
    theme.apply(application, "light" if mode == "light" else "dark")
    workspace = Workspace()
    window = MainWindow(workspace)
    window.resize(WIDTH_PX, HEIGHT_PX)
    window.show()
    workspace.open_demo()
    until = time.monotonic() + MOST_SECONDS
    while workspace.task_state != "done" and time.monotonic() < until:
        _wait(200)
    store = workspace.store
    if store is None or not store.is_complete:
        print("The demo was not analysed in time.", file=sys.stderr)
        return 1
    scores = {i: record.score for i, record in store.records.items() if record.score is not None}
    first, stop = store.plan.span(max(scores, key=lambda i: scores[i]))
    workspace.set_playhead((first + stop) // 2)
    while (shown := workspace.display) is None or shown.frame_index != workspace.playhead or shown.guided is None:
        _wait(200)
    _wait(SETTLE_SECONDS * 1000)
    done = window.grab().save(str(target))
    window.close()
    workspace.close()
    return 0 if done else 1


def _wait(milliseconds: int) -> None:
    """Let the window live; unlike ``QTest.qWait``, this leaves the interpreter to its other threads."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    sys.exit(main())
