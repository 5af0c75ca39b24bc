"""Open the demo in a real window on a virtual screen, see that it comes up and works, and close it as a user would.

Installs a virtual screen (Xvfb) and a window manager (openbox, wmctrl) where they are missing and that is permitted.
"""

from __future__ import annotations

import os
import runpy
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import BinaryIO

ROOT = Path(__file__).resolve().parent.parent
BOOTSTRAP = runpy.run_path(str(ROOT / "resources" / "setup" / "bootstrap.py"))
TITLE = "STA-DRN Workbench"
TOOLS = {"Xvfb": "xvfb", "openbox": "openbox", "wmctrl": "wmctrl"}
APPEAR_SECONDS = 120
SETTLE_SECONDS = 20
CLOSE_SECONDS = 60
BAD_WORDS = ("Traceback", "QThread: Destroyed", "Segmentation", "qt.qpa.plugin")


def main() -> int:
    """Return the exit code."""
    install_tools()
    with tempfile.TemporaryDirectory() as scratch, Path(scratch, "screen.log").open("wb") as log:
        screen, display = start_screen(log)
        manager = subprocess.Popen(["openbox"], env={**os.environ, "DISPLAY": display}, stdout=log, stderr=log)
        try:
            problem = try_window(Path(scratch), display)
        finally:
            for process in (manager, screen):
                process.terminate()
                process.wait(10)
    print(problem or "The window came up, worked and closed.")
    return 1 if problem else 0


def install_tools() -> None:
    """Get the tools, on Debian and its kin."""
    missing = [package for tool, package in TOOLS.items() if shutil.which(tool) is None]
    if not missing:
        return
    if shutil.which("apt-get") is None:
        sys.exit(f"{', '.join(missing)} are needed: install them with your package manager")
    try:
        BOOTSTRAP["run_as_root"]("apt-get", missing)
    except BOOTSTRAP["SetupError"] as error:
        sys.exit(str(error))


def start_screen(log: BinaryIO) -> tuple[subprocess.Popen[bytes], str]:
    """Start Xvfb on a display number that it chooses; it answers with the number when it is ready."""
    read_end, write_end = os.pipe()
    command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1920x1080x24", "-nolisten", "tcp"]
    screen = subprocess.Popen(command, pass_fds=[write_end], stderr=log, stdout=log)
    os.close(write_end)
    with os.fdopen(read_end) as answer:
        number = answer.readline().strip()
    if not number:
        sys.exit("Xvfb did not start")
    return screen, f":{number}"


def try_window(scratch: Path, display: str) -> str | None:
    """Start the demo, wait for its window, let it work, close it; what went wrong, or None."""
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "STADRN_HOME": str(scratch / "home")}
    output = scratch / "output.txt"
    with output.open("wb") as log:
        command = [sys.executable, "main.py", "demo"]
        program = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            problem = use_window(program, environment)
        finally:
            if program.poll() is None:
                program.send_signal(signal.SIGKILL)
                program.wait()
    said = output.read_text(errors="replace")
    bad = [word for word in BAD_WORDS if word in said]
    if problem is None and not bad:
        return None
    return f"{problem or f'the program said {bad}'}\n--- its output:\n{said}"


def use_window(program: subprocess.Popen[bytes], environment: dict[str, str]) -> str | None:
    """Find the window, leave it to its analysis for a while, and close it."""
    window = wait_for_window(program, environment)
    if window is None:
        return f"no window named {TITLE!r} within {APPEAR_SECONDS} s"
    try:
        program.wait(SETTLE_SECONDS)
        return f"the program ended by itself with exit code {program.returncode}"
    except subprocess.TimeoutExpired:
        pass
    subprocess.run(["wmctrl", "-i", "-c", window], env=environment, check=True)
    try:
        code = program.wait(CLOSE_SECONDS)
    except subprocess.TimeoutExpired:
        return f"the window did not close within {CLOSE_SECONDS} s"
    return f"closing the window ended with exit code {code}" if code else None


def wait_for_window(program: subprocess.Popen[bytes], environment: dict[str, str]) -> str | None:
    """The identifier of the main window once it is shown."""
    end = time.monotonic() + APPEAR_SECONDS
    while time.monotonic() < end and program.poll() is None:
        listing = subprocess.run(["wmctrl", "-l"], env=environment, capture_output=True, text=True, check=False).stdout
        for line in listing.splitlines():
            if TITLE in line:
                return line.split()[0]
        time.sleep(0.5)
    return None


if __name__ == "__main__":
    sys.exit(main())
