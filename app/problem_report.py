"""A report of what went wrong that names no patient: versions, device, settings, and where the program failed.

Nothing is taken over that may hold a name: of the log only times, levels, kinds of errors and places in this program's
own code, never a message; no path, no file, no pseudonym.
"""

from __future__ import annotations

import platform
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stadrn_core import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

MOST_LINES = 4000
MOST_REPORTED = 12
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_LINE = re.compile(r"^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\S* (DEBUG|INFO|WARNING|ERROR|CRITICAL) ([\w.]+): (.*)$")
_FRAME = re.compile(r'^\s+File ".*[/\\]((?:app|stadrn_core)[/\\][\w/\\]+\.py)", line (\d+), in (\w+|<\w+>)')
_RAISED = re.compile(r"^(?:[\w.]+\.)?([A-Z]\w*(?:Error|Exception|Warning|Interrupt))\b")


@dataclass(frozen=True)
class LogEntry:
    """One entry of the log.

    Attributes:
        when: local time, to the second.
        level: of ``LEVELS``.
        logger: who wrote it.
        text: message and traceback, as they stand.
    """

    when: str
    level: str
    logger: str
    text: str

    @property
    def place(self) -> str:
        """The kind of error and where in this program it was raised; empty where there is no traceback."""
        lines = self.text.splitlines()
        frames = [found for line in lines if (found := _FRAME.match(line))]
        raised = [found[1] for line in lines if (found := _RAISED.match(line))]
        if not frames or not raised:
            return ""
        file, number, function = frames[-1].groups()
        return f"{raised[-1]} in {file.replace(chr(92), '/')}:{number} ({function})"


def read_log(folder: Path) -> list[LogEntry]:
    """The last entries of the window's log, oldest first; none where there is no log."""
    lines: list[str] = []
    for path in (folder / "window.log.1", folder / "window.log"):
        if path.exists():
            lines += path.read_text(encoding="utf-8", errors="replace").splitlines()
    entries: list[LogEntry] = []
    for line in lines[-MOST_LINES:]:
        if found := _LINE.match(line):
            entries.append(LogEntry(*found.groups()))
        elif entries:
            last = entries[-1]
            entries[-1] = LogEntry(last.when, last.level, last.logger, f"{last.text}\n{line}")
    return entries


def report_text(entries: Iterable[LogEntry], versions: Mapping[str, str], device: str, facts: Mapping[str, str]) -> str:
    """The report.

    Args:
        entries: of the log.
        versions: of packages.
        device: in words.
        facts: settings and states that name nobody.
    """
    lines = [
        f"STA-DRN Workbench {__version__}",
        f"Python {platform.python_version()} on {platform.system()} {platform.release()}, {platform.machine()}",
        "Packages: " + ", ".join(f"{name} {version}" for name, version in versions.items()),
        f"Device: {device or 'not known'}",
        *(f"{name}: {value}" for name, value in facts.items()),
        "",
        f"Last warnings and errors, at most {MOST_REPORTED}, without their words:",
    ]
    told = [entry for entry in entries if entry.level in ("WARNING", "ERROR", "CRITICAL")][-MOST_REPORTED:]
    lines += [f"{entry.when} {entry.level} {entry.place or 'no traceback'}" for entry in told] or ["none"]
    return "\n".join(lines) + "\n"
