"""What a user feels: scrubbing, the first heatmap, and how long the window stands still while an analysis runs.

The real window on the demo recording (640×480), with the demo's network or another checkpoint, on this machine:

- scrubbing to an analysed frame, from ``set_playhead`` to the painted picture: frames decoded already, and frames
  that have to be decoded;
- the first heatmap under the playhead, beside the time of decoding and aligning its clip and of explaining it alone;
- the longest stretch in which the GUI thread handles no event while the analysis runs.

    python -m benchmarks.bench_window [--rounds 200] [--checkpoint C]
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QElapsedTimer, QEvent, QEventLoop, QObject, QTimer, SignalInstance
from PySide6.QtWidgets import QApplication

from app import theme
from app.main import SWITCH_SECONDS
from app.main_window import MainWindow
from app.panes import Pane
from app.preferences import Preferences
from app.workspace import Workspace
from stadrn_core.demo import find_demo

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stadrn_core.render import DisplayFrame

HEARTBEAT_MS = 2
PATIENCE_MS = 5000
SCRUB_EVERY_MS = 100
CLOSE_SECONDS = 10


def main() -> None:
    """Run all three and print a table."""
    parser = argparse.ArgumentParser(description="What a user feels.")
    parser.add_argument("--rounds", type=int, default=200, help="frames scrubbed to, of each kind (default 200)")
    parser.add_argument("--checkpoint", type=Path, help="another network than the demo's")
    options = parser.parse_args()
    rounds: int = options.rounds
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.setswitchinterval(SWITCH_SECONDS)
    application = QApplication([])
    theme.apply(application, "dark")
    with tempfile.TemporaryDirectory() as home:
        os.environ["STADRN_HOME"] = home
        workspace = Workspace(Preferences())
        window = MainWindow(workspace)
        window.resize(1600, 950)
        window.show()
        rng = random.Random(0)
        open_demo(workspace, options.checkpoint)
        watched = watch_analysis(workspace, rng)
        decoded, jumps = scrub_everywhere(workspace, window, rng, rounds)
        report(decoded, jumps, watched)
        window.close()
        workspace.close(CLOSE_SECONDS)


@dataclass
class WatchedAnalysis:
    """What was felt while an analysis ran.

    Attributes:
        gaps_ms: time from one beat of the GUI thread to the next.
        first_heatmap_seconds: from the start to the first picture with heat.
        clip_seconds: each clip with its faces, in the order of their places.
    """

    gaps_ms: list[float] = field(default_factory=list)
    first_heatmap_seconds: float = 0.0
    clip_seconds: list[float] = field(default_factory=list)


def open_demo(workspace: Workspace, checkpoint: Path | None) -> None:
    """Recording and checkpoint (the demo's where none is named), and nothing left to load."""
    demo = find_demo()
    workspace.warm_up()
    workspace.open_recording(demo.recording)
    workspace.open_checkpoint(checkpoint or demo.checkpoint)
    signals = (workspace.checkpoint_changed, workspace.recording_changed, workspace.task_state_changed)
    wait_for(lambda: workspace.can_analyse, *signals)


def watch_analysis(workspace: Workspace, rng: random.Random) -> WatchedAnalysis:
    """Analyse while the playhead is moved to and fro."""
    watched = WatchedAnalysis()
    since_beat = QElapsedTimer()
    heart = QTimer(interval=HEARTBEAT_MS)
    heart.timeout.connect(lambda: watched.gaps_ms.append(since_beat.restart()))
    scrubber = QTimer(interval=SCRUB_EVERY_MS)
    scrubber.timeout.connect(lambda: workspace.set_playhead(any_frame(workspace, rng)))
    since_beat.start()
    heart.start()
    started = time.perf_counter()
    workspace.analyse()
    wait_for(lambda: workspace.display is not None and workspace.display.heat is not None, workspace.display_changed)
    watched.first_heatmap_seconds = time.perf_counter() - started
    scrubber.start()
    wait_for(lambda: workspace.task_state in ("done", "failed"), workspace.task_state_changed)
    scrubber.stop()
    heart.stop()
    if workspace.task_state != "done" or workspace.store is None:
        raise SystemExit("the analysis failed")
    records = workspace.store.records
    watched.clip_seconds = [records[i].seconds for i in sorted(records)]
    return watched


def scrub_everywhere(
    workspace: Workspace, window: MainWindow, rng: random.Random, rounds: int
) -> tuple[list[float], list[float]]:
    """Milliseconds to frames that are decoded already, and to any frame."""
    painted = Painted(workspace, window)
    painted.scrub(100)
    decoded = [painted.scrub(101 - (i % 2)) for i in range(rounds)]
    targets = (any_frame(workspace, rng) for _ in range(rounds))
    return decoded, [painted.scrub(target) for target in targets if target != workspace.playhead]


class Painted(QObject):
    """Moves the playhead and waits until the frame asked for is painted."""

    def __init__(self, workspace: Workspace, window: MainWindow) -> None:
        super().__init__()
        self._workspace = workspace
        self._loop = QEventLoop()
        self._wanted, self._has_come = -1, False
        workspace.display_changed.connect(self._on_display)
        for pane in window.findChildren(Pane):
            for child in [pane, *pane.findChildren(QObject)]:
                child.installEventFilter(self)

    def scrub(self, frame_index: int) -> float:
        """Milliseconds from the wish to the painted picture."""
        self._wanted, self._has_come = frame_index, False
        alarm = QTimer(singleShot=True, interval=PATIENCE_MS)
        alarm.timeout.connect(lambda: self._loop.exit(1))
        alarm.start()
        begun = time.perf_counter()
        self._workspace.set_playhead(frame_index)
        if self._loop.exec() != 0:
            raise SystemExit(f"frame {frame_index} was not painted within {PATIENCE_MS} ms")
        return (time.perf_counter() - begun) * 1000

    def _on_display(self, display: DisplayFrame | None) -> None:
        self._has_come = display is not None and display.frame_index == self._wanted

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt's name
        """End the loop after the first paint of the frame that has come."""
        if self._has_come and event.type() == QEvent.Type.Paint:
            self._has_come = False
            QTimer.singleShot(0, self._loop.quit)
        return False


def any_frame(workspace: Workspace, rng: random.Random) -> int:
    """A frame of the open recording."""
    return rng.randrange(workspace.recording.num_frames if workspace.recording else 1)


def wait_for(condition: Callable[[], bool], *signals: SignalInstance) -> None:
    """Handle events until a condition holds, which is looked at whenever one of the signals comes."""
    loop = QEventLoop()

    def look(*_: object) -> None:
        if condition():
            loop.quit()

    for signal in signals:
        signal.connect(look)
    if not condition():
        loop.exec()
    for signal in signals:
        signal.disconnect(look)


def report(decoded: Sequence[float], jumps: Sequence[float], watched: WatchedAnalysis) -> None:
    """Print the table for the README."""
    print("| measurement | median | 95 % | longest |\n| --- | --- | --- | --- |")
    for name, values in (
        ("scrub, ms, decoded already", decoded),
        ("scrub, ms, random frame", jumps),
        ("GUI thread between two beats while analysing, ms", watched.gaps_ms),
    ):
        print(f"| {name} | {np.median(values):.1f} | {np.percentile(values, 95):.1f} | {max(values):.1f} |")
    each = ", ".join(f"{seconds:.1f}" for seconds in watched.clip_seconds)
    print(f"first heatmap {watched.first_heatmap_seconds:.1f} s after Analyse; clips took {each} s with their faces")


if __name__ == "__main__":
    main()
