"""Which of the Linux system libraries that Qt needs are missing, and the command that installs them.

Standard library only, and free of imports from this package: the set-up script runs this file before anything is
installed.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

MANAGERS = ("apt-get", "dnf", "pacman", "zypper")

# Shared object → package, in the order of MANAGERS. Measured on the xcb, Wayland and offscreen plugins of Qt 6.11.
QT_LIBRARIES = {
    "libEGL.so.1": ("libegl1", "libglvnd-egl", "libglvnd", "libEGL1"),
    "libGL.so.1": ("libgl1", "libglvnd-glx", "libglvnd", "libGL1"),
    "libX11.so.6": ("libx11-6", "libX11", "libx11", "libX11-6"),
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb", "libx11", "libX11-xcb1"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs", "dbus", "libdbus-1-3"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig", "fontconfig", "libfontconfig1"),
    "libfreetype.so.6": ("libfreetype6", "freetype", "freetype2", "libfreetype6"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2", "glib2", "libglib-2_0-0"),
    "libgthread-2.0.so.0": ("libglib2.0-0", "glib2", "glib2", "libgthread-2_0-0"),
    "libwayland-client.so.0": ("libwayland-client0", "libwayland-client", "wayland", "libwayland-client0"),
    "libwayland-cursor.so.0": ("libwayland-cursor0", "libwayland-cursor", "wayland", "libwayland-cursor0"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor", "libxcb-cursor0"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm", "xcb-util-wm", "libxcb-icccm4"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image", "xcb-util-image", "libxcb-image0"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms", "libxcb-keysyms1"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb", "libxcb", "libxcb-randr0"),
    "libxcb-render-util.so.0": (
        "libxcb-render-util0",
        "xcb-util-renderutil",
        "xcb-util-renderutil",
        "libxcb-render-util0",
    ),
    "libxcb-render.so.0": ("libxcb-render0", "libxcb", "libxcb", "libxcb-render0"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb", "libxcb", "libxcb-shape0"),
    "libxcb-shm.so.0": ("libxcb-shm0", "libxcb", "libxcb", "libxcb-shm0"),
    "libxcb-sync.so.1": ("libxcb-sync1", "libxcb", "libxcb", "libxcb-sync1"),
    "libxcb-util.so.1": ("libxcb-util1", "xcb-util", "xcb-util", "libxcb-util1"),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb", "libxcb", "libxcb-xfixes0"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb", "libxcb", "libxcb-xkb1"),
    "libxcb.so.1": ("libxcb1", "libxcb", "libxcb", "libxcb1"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11", "libxkbcommon-x11-0"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon", "libxkbcommon", "libxkbcommon0"),
}


def missing_by_loading() -> list[str]:
    """Names of the shared objects that cannot be loaded; always empty on Windows and macOS. Needs no Qt installed."""
    if not sys.platform.startswith("linux"):
        return []
    return [name for name in QT_LIBRARIES if not _loads(name)]


def missing_by_linking(plugin: Path) -> list[str] | None:
    """Names of the shared objects that a Qt plugin asks for and the system lacks, or None where that cannot be told."""
    ldd = shutil.which("ldd")
    if ldd is None:
        return None
    listing = subprocess.run([ldd, str(plugin)], capture_output=True, text=True, check=False)
    if listing.returncode != 0:
        return None
    return sorted({line.split()[0] for line in listing.stdout.splitlines() if "not found" in line})


def package_manager() -> str | None:
    """The package manager of this system, if it is one we know."""
    return next((name for name in MANAGERS if shutil.which(name)), None)


def packages_for(libraries: list[str], manager: str) -> list[str]:
    """Packages that bring the given shared objects."""
    column = MANAGERS.index(manager)
    return sorted({QT_LIBRARIES[name][column] for name in libraries if name in QT_LIBRARIES})


def install_command(packages: list[str], manager: str) -> list[str]:
    """The command that installs packages without asking; to be run as root."""
    options = {
        "apt-get": ["install", "-y", "--no-install-recommends"],
        "dnf": ["install", "-y"],
        "pacman": ["-S", "--needed", "--noconfirm"],
        "zypper": ["--non-interactive", "install"],
    }
    return [manager, *options[manager], *packages]


def remedy(libraries: list[str]) -> str:
    """What the user should run to get missing shared objects."""
    manager = package_manager()
    if manager is None:
        return f"install the packages of your system that contain {', '.join(libraries)}"
    command = " ".join(install_command(packages_for(libraries, manager), manager))
    return f"run: {command}" if _is_root() else f"run: sudo {command}"


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
