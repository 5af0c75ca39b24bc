"""What every test starts from: no screen, folders of its own, and nothing left running when it ends."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

# Before Qt, matplotlib or torch are imported by any test.
os.environ["QT_QPA_PLATFORM"] = os.environ.get("STADRN_TEST_QPA_PLATFORM", "offscreen")
os.environ["MPLBACKEND"] = "Agg"
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("OMP_NUM_THREADS", "1")

PROJECT = Path(__file__).resolve().parent.parent
# zarr keeps one event loop and its pool for the life of the process.
PERMANENT_THREADS = ("zarr_io", "zarr_pool", "asyncio_")
JOIN_SECONDS = 5.0


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference data and real videos beside the project; tests that use it run only where it exists."""
    folder = PROJECT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the reference data is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def demo_video() -> Path:
    """The short synthetic face clip that comes with the project."""
    return PROJECT / "resources" / "demo_face.mp4"


@pytest.fixture(scope="session", autouse=True)
def _session_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What longer-lived fixtures write goes into the session's folder, never into the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STADRN_HOME", str(tmp_path_factory.mktemp("session") / "stadrn-home"))
        yield


@pytest.fixture(autouse=True)
def stadrn_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Everything that the program writes on its own goes into the test's folder."""
    home = tmp_path / "stadrn-home"
    monkeypatch.setenv("STADRN_HOME", str(home))
    monkeypatch.setattr("stadrn_core.folders._project", None)
    return home


@pytest.fixture(autouse=True)
def _no_thread_left() -> Iterator[None]:
    """Fail when a test leaves a thread that would keep the program alive."""
    before = set(threading.enumerate())
    yield
    for thread in _new_threads(before):
        thread.join(JOIN_SECONDS)
    left = [thread.name for thread in _new_threads(before)]
    assert not left, f"threads still running after the test: {left}"


def _new_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    return [
        thread
        for thread in threading.enumerate()
        if thread not in before and not thread.daemon and not thread.name.startswith(PERMANENT_THREADS)
    ]


@pytest.fixture(autouse=True)
def _no_widget_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail when a test with Qt leaves a window, a running QThread or work in Qt's thread pool."""
    if not {"qtbot", "qapp"} & set(request.fixturenames):
        yield
        return
    request.getfixturevalue("qapp")
    # Inside the function: tests of the core run without Qt.
    from PySide6.QtCore import QThreadPool
    from PySide6.QtWidgets import QApplication

    before = set(QApplication.topLevelWidgets())
    yield
    left = _new_widgets(before)
    assert not left, f"windows left after the test: {left}"
    running = _running_qthreads()
    assert not running, f"QThreads still running after the test: {running}"
    assert QThreadPool.globalInstance().waitForDone(int(JOIN_SECONDS * 1000)), "work left in Qt's thread pool"


def _new_widgets(before: set[object]) -> list[str]:
    import gc

    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    def look() -> list[str]:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return [f"{type(w).__name__}({w.objectName()!r})" for w in QApplication.topLevelWidgets() if w not in before]

    left = look()
    if left:
        gc.collect()
        left = look()
    return left


def _running_qthreads() -> list[str]:
    import gc

    from PySide6.QtCore import QThread
    from shiboken6 import isValid

    threads = [o for o in gc.get_objects() if issubclass(type(o), QThread) and isValid(o)]
    return [
        thread.objectName() or type(thread).__name__
        for thread in threads
        if thread.isRunning() and not thread.wait(int(JOIN_SECONDS * 1000))
    ]
