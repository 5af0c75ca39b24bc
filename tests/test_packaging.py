"""What must hold for the whole: imports that stay light, versions that stay known, files that stay small."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

import stadrn_core
from app.__main__ import has_display, looks_like_path, main

ROOT = Path(__file__).resolve().parent.parent
LIGHT_MODULES = ["stadrn_core", "stadrn_core.video", "stadrn_core.faces", "stadrn_core.render", "stadrn_core.cli"]
MOST_LINES = 500


def modules_after(statement: str) -> set[str]:
    """Top-level modules that a fresh interpreter has loaded after a statement."""
    code = f"import sys; {statement}; print('\\n'.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return {name.partition(".")[0] for name in run.stdout.split()}


@pytest.mark.parametrize("module", LIGHT_MODULES)
def test_import_is_light(module: str) -> None:
    assert not modules_after(f"import {module}") & {"torch", "PySide6", "shiboken6", "pyqtgraph", "matplotlib"}


def test_entry_point_loads_nothing_it_may_not_need() -> None:
    heavy = {"torch", "PySide6", "numpy", "cv2", "typer", "stadrn_core"}
    assert not modules_after("import app.__main__") & heavy


def test_public_names_resolve() -> None:
    for name in stadrn_core.__all__:
        assert getattr(stadrn_core, name) is not None
    assert set(stadrn_core.__all__) >= {"load_checkpoint", "explain_clip", "analyze_video", "open_recording", "errors"}


def test_version_is_the_same_everywhere() -> None:
    version = stadrn_core.__version__
    assert f"version: {version}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"## [{version}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_dependency_is_pinned_within_its_range() -> None:
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = {canonicalize_name(a): b for a, _, b in (line.partition("==") for line in lines if not line.startswith("#"))}
    for line in [*project["dependencies"], *(line for extra in extras.values() for line in extra)]:
        requirement = Requirement(line)
        if requirement.name == project["name"]:  # an extra that includes others
            assert requirement.extras <= set(extras), line
            continue
        assert requirement.specifier.contains(pins[canonicalize_name(requirement.name)]), line


def test_qt_survives_many_signals(qtbot: QtBot) -> None:
    """PySide6 6.12.0 loses a reference to True or None with each emission and aborts after some 20,000."""
    from PySide6.QtCore import QObject, Signal

    class Source(QObject):
        flag = Signal(bool)
        value = Signal(object)

    source = Source()
    received = []
    source.flag.connect(received.append)
    source.value.connect(received.append)
    before = [sys.getrefcount(one) for one in (True, None)]
    for _ in range(25_000):
        source.flag.emit(True)
        source.value.emit(None)
    assert len(received) == 50_000
    received.clear()
    after = [sys.getrefcount(one) for one in (True, None)]
    assert all(a > b - 1000 for a, b in zip(after, before, strict=True))


@pytest.mark.parametrize(
    ("argument", "is_path"),
    [
        ("face.mp4", True),
        ("./session", True),
        ("folder/analysis", True),
        ("best.pth", True),
        ("explain", False),
        ("doctor", False),
        ("--help", False),
        ("--out=a.mp4", False),
    ],
)
def test_paths_are_told_from_commands(argument: str, is_path: bool) -> None:
    assert looks_like_path(argument) is is_path


def test_missing_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["no-such-video.mp4"]) == 2
    assert "no-such-video.mp4" in capsys.readouterr().err


def test_no_screen_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert main([]) == 1
    assert "no screen" in capsys.readouterr().err


def test_qt_that_cannot_be_loaded_leads_to_the_doctor(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "app.main", None)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    with pytest.raises(ModuleNotFoundError):
        main([])

    def fail(name: str, *_: object, **__: object) -> None:
        raise ImportError("libEGL.so.1: cannot open shared object file: No such file or directory", name=name)

    monkeypatch.setattr("builtins.__import__", fail)
    code = main([])
    monkeypatch.undo()
    assert code == 1
    assert "stadrn doctor" in capsys.readouterr().err


def test_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    assert not has_display()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert has_display()


def test_help_from_main_py() -> None:
    run = subprocess.run([sys.executable, "main.py", "--help"], capture_output=True, text=True, check=True, cwd=ROOT)
    assert "explain" in run.stdout
    assert "doctor" in run.stdout


def test_files_stay_small() -> None:
    sources = [path for folder in ("app", "stadrn_core") for path in (ROOT / folder).rglob("*.py")]
    long = {
        path.name: lines
        for path in sources
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert long == {}


def test_readme_names_make_targets_that_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for command in set(re.findall(r"make ([a-z-]+)", readme)):
        assert f"\n{command}:" in makefile, command


def test_translations_are_in_the_wheel() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shipped = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert shipped["resources/translations"] == "stadrn_core/resources/translations"
    assert list((ROOT / "resources" / "translations").glob("*.qm"))
