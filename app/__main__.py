"""Where the program starts: a window, or the command line when a subcommand is named.

Nothing is imported before it is needed: the command line never loads Qt, and the window never loads the command line.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Start the program.

    No argument, or only paths of recordings, checkpoints and analyses, opens the window; ``demo`` opens it on the
    demo recording where there is a screen. Anything else is a command of the command line.

    Args:
        argv: arguments without the program's name; those of the process by default.

    Returns:
        The exit code.
    """
    multiprocessing.freeze_support()
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments == ["demo"] and has_display():
        return open_window([], demo=True)
    if all(looks_like_path(argument) for argument in arguments):
        missing = [argument for argument in arguments if not Path(argument).exists()]
        if missing:
            return refuse(f"there is no file or folder {', '.join(missing)}", 2)
        return open_window([Path(argument) for argument in arguments])
    from stadrn_core.cli import main as command_line

    return command_line(arguments)


def open_window(paths: list[Path], demo: bool = False) -> int:
    """Show the window until it is closed; where that is impossible, say why and what to do.

    Args:
        paths: recordings, checkpoints and analyses to open.
        demo: open the demo recording and analyse it.

    Returns:
        The exit code.
    """
    if not has_display() and "QT_QPA_PLATFORM" not in os.environ:
        return refuse("there is no screen to show the window on. stadrn --help lists what works without one.", 1)
    try:
        from app.main import run
    except ImportError as error:
        if ".so" not in str(error) and not (error.name or "").startswith("PySide6"):
            raise
        return refuse(f"Qt cannot be loaded: {error}. stadrn doctor tells what is missing.", 1)
    return run(paths, demo)


def refuse(reason: str, code: int) -> int:
    """Tell the user why the program does not start; the exit code for it."""
    print(f"stadrn: {reason}", file=sys.stderr)
    return code


def looks_like_path(argument: str) -> bool:
    """Whether an argument is a path and not a command: it has a suffix or a separator in it."""
    if argument.startswith("-"):
        return False
    return bool(Path(argument).suffix) or "/" in argument or os.sep in argument


def has_display() -> bool:
    """Whether a window can be shown: always on Windows and macOS, on others when a display server is named."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.exit(main())
