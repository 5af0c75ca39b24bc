"""What a user feels: scrubbing, the first heatmap, and how long the window stands still while an analysis runs.

The real window on the demo recording (640×480), the full network, on this machine:

- scrubbing to an analysed frame, from ``set_playhead`` to the painted picture: frames decoded already, and frames
  that have to be decoded;
- the first heatmap under the playhead, beside the time of decoding and aligning its clip and of explaining it alone;
- the longest stretch in which the GUI thread handles no event while the analysis runs.

    python -m benchmarks.bench_window [--rounds 200]
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
HEARTBEAT_MS = 2
PATIENCE_MS = 5000


def main() -> None:
    """Run all three and print a table."""
    parser = argparse.ArgumentParser(description="What a user feels.")
    parser.add_argument("--rounds", type=int, default=200)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as home:
        os.environ["STADRN_HOME"] = home
        _run(rounds)


def _run(rounds: int) -> None:
    from PySide6.QtCore import QElapsedTimer, QEvent, QEventLoop, QObject, QTimer
    from PySide6.QtWidgets import QApplication

    from app import theme
    from app.main import SWITCH_SECONDS
    from app.main_window import MainWindow
    from app.panes import Pane
    from app.preferences import Preferences
    from app.workspace import Workspace
    from stadrn_core.demo import make_demo

    sys.setswitchinterval(SWITCH_SECONDS)
    application = QApplication([])
    theme.apply(application, "dark")
    workspace = Workspace(Preferences())
    window = MainWindow(workspace)
    window.resize(1600, 950)
    window.show()
    demo = make_demo()

    class Painted(QObject):
        """Ends a loop at the first paint after the display has changed."""

        def __init__(self, loop: QEventLoop) -> None:
            super().__init__()
            self.loop, self.wanted, self.shown = loop, -1, False

        def arrived(self, display: object) -> None:
            self.shown = getattr(display, "frame_index", None) == self.wanted

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
            if self.shown and event.type() == QEvent.Type.Paint:
                self.shown = False
                QTimer.singleShot(0, self.loop.quit)
            return False

    def wait_for(condition: object, *signals: object) -> None:
        loop = QEventLoop()

        def look(*_: object) -> None:
            if condition():  # type: ignore[operator]
                loop.quit()

        for signal in signals:
            signal.connect(look)  # type: ignore[attr-defined]
        if not condition():  # type: ignore[operator]
            loop.exec()
        for signal in signals:
            signal.disconnect(look)  # type: ignore[attr-defined]

    gaps: list[float] = []
    beat = QElapsedTimer()
    heart = QTimer()
    heart.setInterval(HEARTBEAT_MS)
    heart.timeout.connect(lambda: gaps.append(beat.restart()))

    workspace.warm_up()
    workspace.open_recording(demo.recording)
    workspace.open_checkpoint(demo.checkpoint)
    wait_for(
        lambda: workspace.can_analyse,
        workspace.checkpoint_changed,
        workspace.recording_changed,
        workspace.task_state_changed,
    )
    beat.start()
    heart.start()
    started = time.perf_counter()
    workspace.analyse()
    wait_for(lambda: workspace.display is not None and workspace.display.heat is not None, workspace.display_changed)
    first_heatmap = time.perf_counter() - started
    rng = random.Random(0)
    scrubber = QTimer()
    scrubber.setInterval(100)
    scrubber.timeout.connect(lambda: workspace.set_playhead(rng.randrange(210)))
    scrubber.start()
    wait_for(lambda: workspace.task_state in ("done", "failed"), workspace.task_state_changed)
    scrubber.stop()
    heart.stop()
    assert workspace.task_state == "done"
    store = workspace.store
    assert store is not None

    loop = QEventLoop()
    painted = Painted(loop)
    workspace.display_changed.connect(painted.arrived)
    for pane in window.findChildren(Pane):
        for child in [pane, *pane.findChildren(QObject)]:
            child.installEventFilter(painted)

    def scrub(frame_index: int) -> float:
        painted.wanted, painted.shown = frame_index, False
        alarm = QTimer(singleShot=True, interval=PATIENCE_MS, timeout=lambda: loop.exit(1))
        alarm.start()
        begun = time.perf_counter()
        workspace.set_playhead(frame_index)
        assert loop.exec() == 0, f"frame {frame_index} was not painted"
        return (time.perf_counter() - begun) * 1000

    scrub(100)
    decoded = [scrub(101 - (i % 2)) for i in range(rounds)]
    jumps = [scrub(f) for f in (rng.randrange(210) for _ in range(rounds)) if f != workspace.playhead]
    alone = [record.seconds for record in store.records.values()]

    print("| measurement | median | 95 % | longest |\n| --- | --- | --- | --- |")
    for name, values in (
        ("scrub, ms, decoded already", decoded),
        ("scrub, ms, random frame", jumps),
        ("GUI thread between two beats while analysing, ms", gaps),
    ):
        print(f"| {name} | {np.median(values):.1f} | {np.percentile(values, 95):.1f} | {max(values):.1f} |")
    each = ", ".join(f"{seconds:.1f}" for seconds in alone)
    print(f"first heatmap {first_heatmap:.1f} s after Analyse; clips took {each} s with their faces")
    window.close()
    workspace.close(10)


if __name__ == "__main__":
    main()
