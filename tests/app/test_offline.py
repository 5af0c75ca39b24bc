"""Nothing leaves the machine: analyses, every command and the window run where connections to elsewhere are refused."""

from __future__ import annotations

import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from app.dialogs.figure import FigureDialog
from app.export_tasks import ExportJob, copied, run
from app.main_window import MainWindow
from stadrn_core.analyze import Analysis
from stadrn_core.checkpoint import load_checkpoint
from stadrn_core.cli import app as command_line
from stadrn_core.cli import main
from stadrn_core.export.task import EXPORTS, ExportTask
from stadrn_core.manifest import AnalysisSettings
from tests import network_guard
from tests.app.opened import WAIT_MS, write_checkpoint
from tests.core.test_variants import CONFIG
from tests.labelled import SIZE_PX, tiny_checkpoint, write_labels, write_picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.workspace import Workspace

NOT_RUN = {
    "demo": "explain with the demo's files",
    "synth": "needs the extra 'synthetic', whose head model has to be there",
    "variants": "train and evaluate for twelve networks",
    "judge": "as localize and methods",
}
"""Commands that the tests below leave out, and why."""


@pytest.fixture
def attempts(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """Attempts to reach another machine, by this process and those that it starts; each fails."""
    folder = tmp_path_factory.mktemp("guard")
    log = folder / "attempts.txt"
    network_guard.watch(log, monkeypatch)
    network_guard.watch_children(log, folder, monkeypatch)
    return lambda: log.read_text(encoding="utf-8").splitlines() if log.exists() else []


def test_the_guard_refuses(attempts: Callable[[], list[str]]) -> None:
    with pytest.raises(OSError, match="blocked"), socket.socket() as connection:
        connection.connect(("192.0.2.1", 80))
    with pytest.raises(OSError, match="blocked"), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as connection:
        connection.sendto(b"hello", ("192.0.2.1", 53))
    with pytest.raises(OSError, match="blocked"):
        socket.create_connection(("example.org", 443))
    assert len(attempts()) == 3
    reach = "import socket; socket.create_connection(('192.0.2.1', 80))"
    ended = subprocess.run([sys.executable, "-c", reach], capture_output=True, text=True, check=False)
    assert "the network is blocked" in ended.stderr
    assert len(attempts()) == 4


def explained(folder: Path, demo_video: Path) -> tuple[list[list[Any]], set[str]]:
    """Commands that make and use an analysis, and what they are called."""
    one, two = (
        write_checkpoint(folder / f"{name}.safetensors", groups=groups) for name, groups in (("a", 1), ("b", 2))
    )
    results, other, library = folder / "results", folder / "other", folder / "library"
    library.mkdir()
    short = ["--sample-interval", "12"]
    commands: list[list[Any]] = [
        ["doctor"],
        ["version"],
        ["checkpoint", "info", one],
        ["explain", demo_video, "--checkpoint", one, "--out", results, *short],
        ["explain", demo_video, "--checkpoint", two, "--out", other, *short, "--deidentify", "blur"],
        ["figure", results, "--out", folder / "figure.pdf"],
        ["figure", folder / "figure.pdf", results, "--out", folder / "again.pdf"],
        ["figure", results, "--kind", "timeline", "--out", folder / "timeline.svg"],
        ["figure", results, "--kind", "region_raster", "--out", folder / "raster.tif"],
        ["figure", results, other, "--kind", "checkpoints", "--out", folder / "both.png"],
        ["report", results, "--out", folder / "report.pdf", "--deidentify", "blur"],
        ["regions", results, "--out", folder / "regions"],
        ["regions", results, "--out", folder / "hidden", "--deidentify", "drawn_face", "--format", "parquet"],
        ["trust", results, "--checkpoint", one, "--clip", "0", "--steps", "1", "--draws", "1"],
        ["methods", demo_video, "--checkpoint", one, "--out", folder / "methods", "--method", "hirescam", *short],
        ["compare", demo_video, "--checkpoint", one, "--checkpoint", two, "--out", folder / "compared", *short],
        ["batch", demo_video, "--checkpoint", one, "--out", folder / "batch", *short],
        ["library", "add", results, "--library", library],
        ["library", "list", "--library", library],
        ["cache"],
    ]
    endings = {"picture": ".png", "video": ".mp4", "figure": ".pdf", "report": ".pdf", "maps": ".npz"}
    for what in EXPORTS:
        within = ["--frames", "20", "24"] if what in ("video", "frames") else []
        target = folder / f"exported {what}{endings.get(what, '')}"
        commands.append(["export", results, "--what", what, "--out", target, *within])
    commands.append(["export", results, "--what", "maps", "--out", folder / "maps.zarr"])
    return commands, {str(command[0]) for command in commands}


def trained(folder: Path) -> tuple[list[list[Any]], set[str]]:
    """Commands that train and judge networks, and what they are called."""
    data, config = folder / "data", folder / "config.toml"
    splits = ["train"] * 4 + ["validation"] * 2 + ["test"] * 3
    moved = np.repeat(np.float32([[4], [0]]), SIZE_PX // 2, axis=0) * np.ones(SIZE_PX, np.float32)
    for i in range(len(splits)):
        write_picture(data / f"{i}.png", i)
        np.savez(data / f"{i}.truth.npz", motion_px=moved)
    rows = [{"path": f"{i}.png", "label": 20 + 4 * i, "split": split, "kind": "brow"} for i, split in enumerate(splits)]
    labels = write_labels(data, rows)
    config.write_text(CONFIG, encoding="utf-8")
    checkpoint = tiny_checkpoint(folder / "net.safetensors")
    stated = ["--checkpoint", checkpoint, "--device", "cpu"]
    commands: list[list[Any]] = [
        ["train", config, "--data", labels, "--out", folder / "run", "--device", "cpu"],
        ["evaluate", labels, "--out", folder / "evaluated", *stated],
        ["robustness", labels, "--out", folder / "robust", *stated],
        ["localize", data, "--out", folder / "located", *stated],
        ["complexity"],
    ]
    return commands, {str(command[0]) for command in commands}


def test_every_command_is_run_below_or_named(tmp_path: Path, demo_video: Path) -> None:
    there = {command.name or command.callback.__name__ for command in command_line.registered_commands}  # type: ignore[union-attr]
    for group in command_line.registered_groups:
        alone = {one.name or one.callback.__name__ for one in group.typer_instance.registered_commands}  # type: ignore[union-attr]
        there |= {str(group.name)} if isinstance(group.name, str) else alone
    assert there == explained(tmp_path, demo_video)[1] | trained(tmp_path)[1] | set(NOT_RUN)


def test_analyses_and_exports_on_the_command_line_run_without_a_network(
    tmp_path: Path, demo_video: Path, attempts: Callable[[], list[str]]
) -> None:
    for command in explained(tmp_path, demo_video)[0]:
        assert main([str(word) for word in command]) == 0, command
    assert attempts() == []


def test_training_and_judging_run_without_a_network(tmp_path: Path, attempts: Callable[[], list[str]]) -> None:
    for command in trained(tmp_path)[0]:
        assert main([str(word) for word in command]) == 0, command
    assert attempts() == []


def test_analysis_and_exports_of_the_window_run_without_a_network(
    tmp_path: Path, demo_video: Path, attempts: Callable[[], list[str]]
) -> None:
    loaded = load_checkpoint(write_checkpoint(tmp_path / "tiny.safetensors"), "cpu")
    folder = tmp_path / "results" / "analysis.zarr"
    for _ in Analysis(demo_video, loaded, AnalysisSettings(sample_interval=12, guided="stored"), folder).run():
        pass
    task = ExportTask("picture", tmp_path / "frame.png", frame_index=24, frame_range=(24, 29))
    tasks = [
        task,
        replace(task, what="figure", target=tmp_path / "figure.pdf", deidentify="drawn_face"),
        replace(task, what="figure", target=tmp_path / "figure.svg", deidentify="pixelate"),
        replace(task, what="video", target=tmp_path / "overlay.mp4", deidentify="blur"),
        replace(task, what="tables", target=tmp_path / "tables"),
    ]
    for one in tasks:
        list(run(ExportJob(one, folder, demo_video)))
        assert one.target.exists()
    content = list(copied(ExportJob(replace(task, deidentify="landmarks"), folder, demo_video)))[-1]
    assert isinstance(content, bytes)
    assert content.startswith(b"\x89PNG")
    assert attempts() == []


def test_the_window_runs_without_a_network(
    qtbot: Any,
    make_workspace: Callable[[], Workspace],
    stored: Path,
    aligned: Path,
    checkpoint_file: Path,
    attempts: Callable[[], list[str]],
) -> None:
    window = MainWindow(make_workspace())
    qtbot.addWidget(window)
    window.show()
    workspace = window.workspace
    with qtbot.waitSignal(workspace.store_changed, timeout=WAIT_MS, check_params_cb=lambda store: store is not None):
        workspace.open_recording(aligned)
        workspace.open_checkpoint(checkpoint_file)
    for name in ("figure", "export", "library", "batch", "methods", "log", "guide", "about", "preferences", "report"):
        window.actions_.by_name[name].trigger()
        dialog = window.dialog
        assert dialog is not None, name
        if isinstance(dialog, FigureDialog):
            with qtbot.waitSignal(dialog.previewed, timeout=WAIT_MS):
                pass
        dialog.close()
    assert attempts() == []
