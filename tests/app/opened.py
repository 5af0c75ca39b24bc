"""What the window's tests open, and gates that hold the engine where a test wants it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2

from stadrn_core.checkpoint import init_checkpoint
from stadrn_core.model import ModelConfig
from tests.recordings import draw_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.work import ComparedShown
    from app.workspace import Workspace

TINY = ModelConfig(features=2, stem_width=8, layers=(1, 1, 1, 1), clip_length=8, frame_size=64)
NUM_FRAMES = 60
"""At interval 3: 20 sampled frames, 3 clips of 8."""
NUM_CLIPS = 3
WAIT_MS = 60_000


def drawn(workspace: Workspace, qtbot: Any, then: Callable[[], object]) -> ComparedShown:
    """What is drawn of compared checkpoints after ``then``."""
    with qtbot.waitSignal(
        workspace.compared_shown, timeout=WAIT_MS, check_params_cb=lambda shown: bool(shown.displays)
    ) as shown:
        then()
    found: ComparedShown = shown.args[0]
    return found


def write_aligned(folder: Path, num_frames: int = NUM_FRAMES, first: int = 0) -> Path:
    """A folder of aligned pictures: nothing has to be looked for in them. Each shows its number."""
    folder.mkdir(parents=True)
    for i in range(num_frames):
        cv2.imwrite(str(folder / f"frame_det_00_{i + 1:06d}.png"), draw_number(first + i, (64, 64)))
    return folder


def write_checkpoint(path: Path, **changes: Any) -> Path:
    """A tiny untrained network."""
    return init_checkpoint(path, ModelConfig(**{**vars(TINY), **changes}))


@dataclass
class Gate:
    """Lets a thread pass so many times, and tells how often it came."""

    passes: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    arrived: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    is_open: threading.Event = field(default_factory=threading.Event)

    def enter(self) -> None:
        """Called in the thread: wait to be let through."""
        self.arrived.release()
        if not self.is_open.is_set():
            self.passes.acquire()

    def wait_for_arrival(self) -> None:
        """Called in the test: the thread stands at the gate."""
        assert self.arrived.acquire(timeout=60)

    def let_one_pass(self) -> None:
        """Let the thread do one step."""
        self.passes.release()

    def open(self) -> None:
        """Never hold it again."""
        self.is_open.set()
        self.passes.release()
