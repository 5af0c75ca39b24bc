from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

from app import theme
from app.workspace import Workspace
from stadrn_core.analyze import Analysis, analysis_folder, settings_for
from stadrn_core.checkpoint import load_checkpoint
from stadrn_core.explain.queue import ClipQueue
from stadrn_core.folders import resource
from stadrn_core.manifest import AnalysisSettings
from stadrn_core.video import hash_recording
from tests.app.opened import WAIT_MS, Gate, write_aligned, write_checkpoint


@pytest.fixture(scope="session")
def aligned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_aligned(tmp_path_factory.mktemp("recording") / "visit_aligned")


@pytest.fixture(scope="session")
def checkpoint_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_checkpoint(tmp_path_factory.mktemp("checkpoint") / "tiny.safetensors")


@pytest.fixture(scope="session")
def finished_store(aligned: Path, checkpoint_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The aligned recording analysed with the settings that the window starts with."""
    folder = tmp_path_factory.mktemp("analysis") / "finished.zarr"
    for _ in Analysis(aligned, load_checkpoint(checkpoint_file, "cpu"), AnalysisSettings(), folder).run():
        pass
    return folder


@pytest.fixture
def stored(finished_store: Path, aligned: Path, checkpoint_file: Path, stadrn_home: Path) -> Path:
    """The finished analysis where the window looks for it."""
    checkpoint = load_checkpoint(checkpoint_file, "cpu")
    settings = settings_for(checkpoint, AnalysisSettings())
    target = analysis_folder(hash_recording(aligned), checkpoint.identity, settings)
    shutil.copytree(finished_store, target)
    return target


@pytest.fixture
def make_workspace(qtbot: Any) -> Iterator[Callable[[], Workspace]]:
    made: list[Workspace] = []

    def make() -> Workspace:
        made.append(Workspace())
        return made[-1]

    yield make
    for workspace in made:
        assert workspace.close(), "a thread did not end"
        workspace.deleteLater()


@pytest.fixture
def workspace(make_workspace: Callable[[], Workspace]) -> Workspace:
    return make_workspace()


@pytest.fixture(scope="session")
def two_checkpoints(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("checkpoints")
    spatial, fusion = (
        write_checkpoint(folder / f"{kind}.safetensors", kind=kind) for kind in ("spatial", "fusion_vector")
    )
    return spatial, fusion


@pytest.fixture
def two(workspace: Workspace, qtbot: Any, aligned: Path, two_checkpoints: tuple[Path, Path]) -> Workspace:
    """Both checkpoints open, and the recording analysed with each; the second is active."""
    with qtbot.waitSignal(workspace.recording_changed, timeout=WAIT_MS):
        workspace.open_recording(aligned)
    for path in two_checkpoints:
        with qtbot.waitSignal(workspace.checkpoints_changed, timeout=WAIT_MS):
            workspace.open_checkpoint(path)
        qtbot.waitUntil(lambda: workspace.can_analyse and not workspace.activity, timeout=WAIT_MS)
        with qtbot.waitSignal(workspace.task_state_changed, timeout=WAIT_MS, check_params_cb="done".__eq__):
            workspace.analyse()
    return workspace


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Holds the engine before it explains a clip."""
    gate = Gate()
    put = ClipQueue.put

    def held(*args: Any, **options: Any) -> Any:
        gate.enter()
        return put(*args, **options)

    monkeypatch.setattr(ClipQueue, "put", held)
    yield gate
    gate.open()


@pytest.fixture
def dressed(qapp: Any) -> Iterator[None]:
    """The window's own style."""
    theme.apply(qapp, "dark")
    yield
    theme.use(theme.DARK)
    qapp.setStyleSheet("")


@pytest.fixture
def chinese(qapp: QCoreApplication) -> Iterator[QTranslator]:
    """Texts that are translated from now on are Chinese."""
    translator = QTranslator()
    assert translator.load(str(resource("translations/zh_CN.qm")))
    qapp.installTranslator(translator)
    yield translator
    qapp.removeTranslator(translator)
