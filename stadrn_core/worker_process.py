"""Processes that work for this one: light to start, deaf to Ctrl-C, and gone when their parent is."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from multiprocessing.context import SpawnContext, SpawnProcess
from types import ModuleType


class WorkerProcess(SpawnProcess):
    """A worker that does not import the parent's main module.

    Spawned processes usually do, so that functions defined there can be found. Ours live in modules; importing the
    main module would run a script without ``if __name__ == "__main__"`` again, and load torch and Qt for nothing.
    """

    def start(self) -> None:
        """Start, with an empty main module."""
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            super().start()
        finally:
            sys.modules["__main__"] = main


class WorkerContext(SpawnContext):
    """For ``ProcessPoolExecutor``; its initializer has to call ``become_worker``."""

    Process = WorkerProcess


def become_worker() -> None:
    """Called in a new process: Ctrl-C reaches every process of a terminal, but only the parent answers it.

    A worker of ``ProcessPoolExecutor`` holds the writing end of its own task queue and would wait for ever after the
    parent was killed; here a thread waits for the parent's death.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, name="end with parent", daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
