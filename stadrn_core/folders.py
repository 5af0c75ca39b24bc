"""Where this program keeps its files, and where it finds the ones it ships.

The environment variable ``STADRN_HOME`` moves everything it writes into one folder (tests, portable installations). A
project folder takes the place of the user's data folder while it is open, and can be moved as a whole.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import platformdirs

_NAME = "stadrn-workbench"
_PACKAGE = Path(__file__).parent
_project: Path | None = None
LIBRARY_FILE = "library.sqlite"
"""The sessions, in the user's data folder or a project's."""
STORE_NAME = "analysis.zarr"
"""The stored analysis in a folder of results."""


def store_in(folder: Path) -> Path:
    """The stored analysis in a folder of results, or the folder where it is the analysis itself."""
    inside = folder / STORE_NAME
    return inside if inside.is_dir() else folder


def _home(kind: str) -> Path | None:
    home = os.environ.get("STADRN_HOME")
    return Path(home) / kind if home else None


def data_folder() -> Path:
    """What should be kept: analyses, marks, the library. The open project's folder, else the user's."""
    return _project or own_data_folder()


def own_data_folder() -> Path:
    """The user's data folder, also while a project is open."""
    return _home("data") or platformdirs.user_data_path(_NAME, appauthor=False)


def project_folder() -> Path | None:
    """Of the open project."""
    return _project


def project_around(path: Path) -> Path | None:
    """The nearest folder above that has a library."""
    return next((folder for folder in path.absolute().parents if (folder / LIBRARY_FILE).is_file()), None)


def open_project(folder: Path | None) -> None:
    """Keep everything in a project folder from now on, in this process; in the user's data folder where None."""
    global _project  # a process works on one project, as it has one home
    _project = folder.absolute() if folder is not None else None
    make_private()


def cache_folder() -> Path:
    """What can be made again at any time: indexes of recordings and the like."""
    return _home("cache") or platformdirs.user_cache_path(_NAME, appauthor=False)


def config_folder() -> Path:
    """Preferences."""
    return _home("config") or platformdirs.user_config_path(_NAME, appauthor=False)


def log_folder() -> Path:
    """Log files."""
    return _home("log") or platformdirs.user_log_path(_NAME, appauthor=False)


def make_private() -> None:
    """Make them all, such that only their owner can read what lies in them: analyses show faces, names tell patients.

    Of a project these are the analyses; who may read its folder is the user's choice. A folder that cannot be made is
    left to whatever writes into it first, which says so.
    """
    for folder in (own_data_folder(), cache_folder(), config_folder(), log_folder(), analyses_folder()):
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)


def analyses_folder() -> Path:
    """Analyses that the window makes, one folder each."""
    return data_folder() / "analyses"


def resource(name: str) -> Path:
    """A file that comes with the program, such as ``demo_face.mp4``.

    Raises:
        FileNotFoundError: it is missing, so the installation is incomplete.
    """
    candidates = [_PACKAGE / "resources" / name, _PACKAGE.parent / "resources" / name]
    for path in candidates:
        if path.exists():
            return path
    raise FileNotFoundError(
        f"{name} is not in {' or '.join(str(p.parent) for p in candidates)}: install the program again"
    )
