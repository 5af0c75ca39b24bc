"""How long a user waits for the window, and for a finished analysis in it.

Each start is a process of its own, timed from before it exists to its first painted picture: of the empty window, and,
with a finished analysis named on the command line, of the heatmap. Besides, a finished analysis is opened in a window
that is ready. Without a screen Qt's offscreen platform is taken.

    python -m benchmarks.bench_start [--rounds 5]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

STARTED = "STADRN_BENCH_STARTED"


def show(paths: list[Path], opened_later: Path | None) -> None:
    """The window as ``stadrn`` shows it, until what is asked for is painted; prints the seconds that took.

    Args:
        paths: named on the command line: timed from before this process was.
        opened_later: in the window, once it is ready: timed from there.
    """
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication

    from app import main
    from app.main_window import MainWindow
    from app.workspace import Workspace

    class FirstPaint(QObject):
        is_due = not paths and opened_later is None
        began = float(os.environ[STARTED])

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
            if self.is_due and event.type() == QEvent.Type.Paint:
                self.is_due = False
                QTimer.singleShot(0, self.tell)
            return False

        def tell(self) -> None:
            print(json.dumps(time.time() - self.began), flush=True)
            QApplication.quit()

        def on_display(self, display: object) -> None:
            self.is_due = getattr(display, "heat", None) is not None

    first = FirstPaint()
    make = MainWindow.__init__

    def watched(window: MainWindow, workspace: Workspace) -> None:
        def open_later(_device: str) -> None:
            first.began = time.time()
            workspace.open_paths([opened_later] if opened_later else [])

        make(window, workspace)
        if paths or opened_later:
            workspace.display_changed.connect(first.on_display)
        if opened_later:
            workspace.device_changed.connect(open_later)
        for child in [window, *window.findChildren(QObject)]:
            child.installEventFilter(first)

    MainWindow.__init__ = watched  # type: ignore[method-assign]
    main.run(paths)


def seconds(*arguments: str | Path) -> float:
    """One start."""
    command = [sys.executable, "-m", "benchmarks.bench_start", "--show", *map(str, arguments)]
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, STARTED: str(time.time())}
    output = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
    return float(json.loads(output.splitlines()[-1]))


def finished_analysis(folder: Path) -> Path:
    """The demo, analysed."""
    from stadrn_core.analyze import Analysis
    from stadrn_core.checkpoint import load_checkpoint
    from stadrn_core.demo import find_demo

    demo = find_demo()
    for _ in Analysis(demo.recording, load_checkpoint(demo.checkpoint, "cpu"), None, folder).run():
        pass
    return folder


def main() -> None:
    """Print medians."""
    parser = argparse.ArgumentParser(description="Start of the window, and of a finished analysis in it.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--show", nargs="*", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--later", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.show is not None:
        show(options.show, options.later)
        return
    with tempfile.TemporaryDirectory() as name:
        os.environ["STADRN_HOME"] = name
        analysis = finished_analysis(Path(name) / "demo.zarr")
        ways: dict[str, tuple[str | Path, ...]] = {
            "from the command to a window": (),
            "from the command to a finished analysis": (analysis,),
            "a finished analysis opened in the window": ("--later", analysis),
        }
        rows: dict[str, list[float]] = {title: [] for title in ways}
        for _ in range(options.rounds):
            for title, arguments in ways.items():
                rows[title].append(seconds(*arguments))
    print("| until it is painted | s, median | slowest |\n| --- | --- | --- |")
    for title, values in rows.items():
        print(f"| {title} | {statistics.median(values):.2f} | {max(values):.2f} |")


if __name__ == "__main__":
    main()
