from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from stadrn_core import doctor, folders, system_libraries
from stadrn_core.doctor import Check

REQUIREMENTS = ["numpy>=2.0", "PySide6-Essentials>=6.10,<6.12", 'captum==0.9.*; extra == "dev"']


def test_line_names_check_finding_and_remedy() -> None:
    assert str(Check("Free disk", False, "0.1 GB free", "free some space")) == (
        "FAILED   Free disk: 0.1 GB free → free some space"
    )
    assert str(Check("Python", True, "3.11.7")) == "ok       Python: 3.11.7"
    assert str(Check("Window", None, "no screen", "log in")).startswith("warning  Window")


def test_this_environment_passes() -> None:
    """The tests run where the program is installed: only the screen may be missing."""
    checks = doctor.run_checks()
    assert [str(check) for check in checks if check.ok is False] == []
    assert {check.name for check in checks} >= {
        "Python",
        "Packages",
        "OpenCV",
        "Device",
        "Video codecs",
        "Landmark model",
        "Window",
        "Data folder",
        "Free disk",
    }
    assert all(check.remedy for check in checks if not check.ok)


def test_exit_code_and_summary(monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[str] = []
    monkeypatch.setattr(doctor, "run_checks", lambda: [Check("A", True, "fine"), Check("B", None, "so-so", "mend")])
    assert doctor.print_checks(lines.append) == 0
    assert lines[-1] == "Failed: 0, warnings: 1."
    monkeypatch.setattr(doctor, "run_checks", lambda: [Check("A", False, "broken", "mend")])
    assert doctor.print_checks(lines.append) == 1
    monkeypatch.setattr(doctor, "run_checks", lambda: [Check("A", True, "fine")])
    assert doctor.print_checks(lines.append) == 0
    assert lines[-1] == "All is well."


def test_requirements_in_range_make_one_line() -> None:
    checks = list(doctor.check_requirements(REQUIREMENTS, {"numpy": "2.4.6", "pyside6-essentials": "6.11.3"}))
    assert [check.ok for check in checks] == [True]
    assert "numpy 2.4.6" in checks[0].detail
    assert "captum" not in checks[0].detail


def test_requirement_out_of_range_or_missing() -> None:
    absent, outdated = doctor.check_requirements(REQUIREMENTS, {"pyside6-essentials": "6.12.0"})
    assert absent.ok is False
    assert "numpy is missing" in absent.detail
    assert outdated.ok is False
    assert "6.12.0 is outside the supported range" in outdated.detail
    assert outdated.remedy == 'python -m pip install "PySide6-Essentials<6.12,>=6.10"'


def test_cv2_with_windows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "installed_versions", lambda: {"opencv-python": "4.11"})
    (check,) = doctor.check_cv2()
    assert check.ok is False
    assert "opencv-python" in check.detail
    assert "opencv-python-headless" in check.remedy


def test_landmark_file(tmp_path: Path) -> None:
    assert doctor.check_landmark_file(tmp_path / "none.dat", "mend").detail.endswith("is missing")
    damaged = tmp_path / "model.dat"
    damaged.write_bytes(b"half a model")
    check = doctor.check_landmark_file(damaged, "mend")
    assert check.ok is False
    assert "damaged" in check.detail


def test_folder_that_cannot_be_written(stadrn_home: Path) -> None:
    stadrn_home.write_text("a file where the folder should be")
    checks = list(doctor.check_folders())
    assert len(checks) == 4
    assert all(check.ok is False and "STADRN_HOME" in check.remedy for check in checks)


def test_folders_lie_in_stadrn_home(stadrn_home: Path) -> None:
    assert all(check.ok for check in doctor.check_folders())
    assert folders.analyses_folder() == stadrn_home / "data" / "analyses"
    assert {path.name for path in stadrn_home.iterdir()} == {"data", "cache", "config", "log"}


@pytest.mark.parametrize(("free", "ok"), [(10**8, False), (10**9, None), (10**11, True)])
def test_disk(free: int, ok: bool | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    (check,) = doctor.check_disk()
    assert check.ok is ok


def test_plugins_of_another_qt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_PLUGIN_PATH", raising=False)
    monkeypatch.setenv("QT_QPA_PLATFORM_PLUGIN_PATH", "/usr/lib/cv2/qt/plugins")
    (check,) = doctor.check_qt_environment()
    assert check.ok is None
    assert "unset QT_QPA_PLATFORM_PLUGIN_PATH" in check.remedy


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="shared objects of Linux")
def test_missing_libraries_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plugin linked to a library that is nowhere: ldd says so, and the remedy names the package."""
    listing = "#!/bin/sh\necho '\tlibxcb-cursor.so.0 => not found'\necho '\tlibc.so.6 => /lib/libc.so.6 (0x1)'\n"
    ldd = tmp_path / "ldd"
    ldd.write_text(listing)
    ldd.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    missing = system_libraries.missing_by_linking(Path("libqxcb.so"))
    assert missing == ["libxcb-cursor.so.0"]
    assert system_libraries.packages_for(missing, "apt-get") == ["libxcb-cursor0"]
    assert system_libraries.packages_for(missing, "pacman") == ["xcb-util-cursor"]
    monkeypatch.setattr(doctor, "missing_qt_libraries", lambda _: missing)
    (check,) = doctor.check_qt_libraries()
    assert check.ok is False
    assert "libxcb-cursor.so.0" in check.detail


def test_every_manager_has_a_package_and_a_command() -> None:
    for names in system_libraries.QT_LIBRARIES.values():
        assert len(names) == len(system_libraries.MANAGERS)
    for manager in system_libraries.MANAGERS:
        command = system_libraries.install_command(["a", "b"], manager)
        assert command[0] == manager
        assert command[-2:] == ["a", "b"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="shared objects of Linux")
def test_table_covers_what_the_window_plugin_is_linked_to() -> None:
    """A newer Qt that needs another library must not slip through: the set-up installs only what is in the table."""
    import importlib.util
    import subprocess

    spec = importlib.util.find_spec("PySide6")
    assert spec is not None
    assert spec.origin is not None
    plugin = Path(spec.origin).parent / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    linked = subprocess.run(["ldd", str(plugin)], capture_output=True, text=True, check=True).stdout
    names = {line.split()[0] for line in linked.splitlines()}
    direct = {name for name in names if name.startswith(("libxcb", "libxkb", "libX11"))}
    assert len(direct) >= 10
    assert direct <= system_libraries.QT_LIBRARIES.keys()


def test_sound_is_nothing_to_fail_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.sys, "platform", "linux")
    monkeypatch.setattr(doctor, "find_library", lambda name: None)
    (check,) = doctor.check_sound()
    assert (check.ok, "libportaudio2" in check.remedy) == (None, True)
    monkeypatch.setattr(doctor, "find_library", lambda name: f"lib{name}.so.2")
    (check,) = doctor.check_sound()
    assert check.ok


def test_chinese_font_is_looked_for_where_the_desktop_is_chinese(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(doctor.sys, "platform", "linux")
    tool = tmp_path / "fc-list"
    monkeypatch.setenv("PATH", str(tmp_path))

    def with_fonts(lines: str) -> list[Check]:
        tool.write_text(f"#!/bin/sh\n{lines}\n")
        tool.chmod(0o755)
        return list(doctor.check_chinese_font())

    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    (check,) = with_fonts("echo Noto Sans CJK SC")
    assert (check.ok, check.detail) == (True, "Noto Sans CJK SC")
    (check,) = with_fonts(":")
    assert check.ok is None
    assert "fonts-noto-cjk" in check.remedy
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert with_fonts(":") == []
