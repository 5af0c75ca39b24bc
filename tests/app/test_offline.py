"""Nothing leaves the machine: analysis and all exports run where every connection to elsewhere is refused."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.export_tasks import ExportJob, copied, run
from stadrn_core.analyze import Analysis
from stadrn_core.checkpoint import load_checkpoint
from stadrn_core.cli import main
from stadrn_core.export.task import ExportTask
from stadrn_core.manifest import AnalysisSettings
from tests.app.opened import write_checkpoint

LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture
def attempts(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Attempts to reach another machine; each fails. Sockets within this machine are let through."""
    made: list[Any] = []

    def refuse(address: Any) -> None:
        made.append(address)
        raise OSError(f"the network is blocked: {address}")

    def guarded(name: str) -> Any:
        original = getattr(socket.socket, name)

        def connect(self: socket.socket, *arguments: Any) -> Any:
            address = arguments[-1]
            is_local = self.family == getattr(socket, "AF_UNIX", None) or str(address[0]).startswith(LOOPBACK)
            return original(self, *arguments) if is_local else refuse(address)

        return connect

    def look_up(host: Any, *_rest: Any, **_named: Any) -> Any:
        refuse(host)

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, guarded(name))
    for name in ("getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, look_up)
    return made


def test_the_guard_refuses(attempts: list[Any]) -> None:
    with pytest.raises(OSError, match="blocked"), socket.socket() as connection:
        connection.connect(("192.0.2.1", 80))
    with pytest.raises(OSError, match="blocked"), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as connection:
        connection.sendto(b"hello", ("192.0.2.1", 53))
    with pytest.raises(OSError, match="blocked"):
        socket.create_connection(("example.org", 443))
    assert len(attempts) == 3


def test_the_command_line_runs_without_a_network(tmp_path: Path, demo_video: Path, attempts: list[Any]) -> None:
    checkpoint, results, library = tmp_path / "tiny.safetensors", tmp_path / "results", tmp_path / "library"
    write_checkpoint(checkpoint)
    library.mkdir()
    # Faces are found in processes of their own, which are not watched here: the next test finds them in this one.
    commands = [
        ["explain", demo_video, "--checkpoint", checkpoint, "--out", results, "--sample-interval", "12"],
        ["figure", results, "--out", tmp_path / "figure.pdf"],
        ["report", results, "--out", tmp_path / "report.pdf", "--deidentify", "blur"],
        ["library", "add", results, "--library", library],
        ["library", "list", "--library", library],
    ]
    for what, name in (
        ("picture", "p.png"),
        ("video", "v.mp4"),
        ("frames", "frames"),
        ("maps", "m.npz"),
        ("maps", "m.zarr"),
        ("tables", "tables"),
    ):
        within = ["--frames", "20", "24"] if what in ("video", "frames") else []
        commands.append(["export", results, "--what", what, "--out", tmp_path / name, *within])
    for command in commands:
        assert main([str(word) for word in command]) == 0, command
    assert attempts == []


def test_analysis_and_all_exports_run_without_a_network(tmp_path: Path, demo_video: Path, attempts: list[Any]) -> None:
    loaded = load_checkpoint(write_checkpoint(tmp_path / "tiny.safetensors"), "cpu")
    folder = tmp_path / "results" / "analysis.zarr"
    # Faces are found in this process: others would not be watched.
    settings = AnalysisSettings(sample_interval=12, guided="stored")
    for _ in Analysis(demo_video, loaded, settings, folder, num_processes=0).run():
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
    assert main(["regions", str(tmp_path / "results"), "--out", str(tmp_path / "regions")]) == 0
    assert attempts == []
