"""Refuses connections to other machines, in a process and in those that it starts; each attempt is noted in a file.

Started processes get it from a ``sitecustomize`` module on their path (see ``watch_children``). What C libraries do by
themselves is not seen.
"""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pytest

LOG = "STADRN_TEST_NETWORK_LOG"
LOOPBACK = ("127.", "::1", "localhost")
PROJECT = Path(__file__).resolve().parents[1]


def guarded(log: Path) -> dict[tuple[Any, str], Any]:
    """What has to stand in the place of which functions. Sockets within this machine are let through."""

    def refuse(address: Any) -> None:
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{os.getpid()} {address}\n")
        raise OSError(f"the network is blocked: {address}")

    def watched(name: str) -> Any:
        original = getattr(socket.socket, name)

        def connect(self: socket.socket, *arguments: Any) -> Any:
            address = arguments[-1]
            is_local = self.family == getattr(socket, "AF_UNIX", None) or str(address[0]).startswith(LOOPBACK)
            return original(self, *arguments) if is_local else refuse(address)

        return connect

    def look_up(host: Any, *_rest: Any, **_named: Any) -> Any:
        refuse(host)

    methods = {(socket.socket, name): watched(name) for name in ("connect", "connect_ex", "sendto")}
    return {**methods, **{(socket, name): look_up for name in ("getaddrinfo", "gethostbyname")}}


def watch(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Guard this process."""
    for (owner, name), function in guarded(log).items():
        monkeypatch.setattr(owner, name, function)


def watch_children(log: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Guard each Python process that this one starts from now on."""
    (folder / "sitecustomize.py").write_text("import tests.network_guard as guard\nguard.start()\n", encoding="utf-8")
    monkeypatch.setenv(LOG, str(log))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(folder), str(PROJECT), os.environ.get("PYTHONPATH", "")]))


def start() -> None:
    """Called in a new process."""
    for (owner, name), function in guarded(Path(os.environ[LOG])).items():
        setattr(owner, name, function)
