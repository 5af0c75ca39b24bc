"""Get a bare machine ready: system libraries for Qt, a virtual environment in ``.venv``, and the packages in it.

Standard library only. Does nothing when all is there already, so every make target can call it first.

    python3 resources/setup/bootstrap.py            what the program needs
    python3 resources/setup/bootstrap.py --dev      and what tests and linters need
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
STAMP = VENV / "stadrn-setup.json"
LIBRARIES = runpy.run_path(str(ROOT / "stadrn_core" / "system_libraries.py"))
MINIMUM = (3, 11)


def main() -> int:
    """Do the set-up and return the exit code."""
    parser = argparse.ArgumentParser(description="Set up STA-DRN Workbench in this folder.")
    parser.add_argument("--dev", action="store_true", help="also what tests and linters need")
    extras = ["dev"] if parser.parse_args().dev else []
    if sys.version_info < MINIMUM:
        return stop(f"Python {MINIMUM[0]}.{MINIMUM[1]} or newer is needed, this is {sys.version.split()[0]}.")
    try:
        install_system_packages()
        create_environment()
        install_packages(extras)
    except SetupError as error:
        return stop(str(error))
    return 0


class SetupError(Exception):
    """Something the user has to do; the message says what."""


def install_system_packages() -> None:
    """Install the shared objects that Qt needs, and what Debian keeps apart from Python, where that is permitted."""
    missing = LIBRARIES["missing_by_loading"]()
    no_venv = not works(python_of_environment()) and not has_ensurepip()
    if not missing and not no_venv:
        return
    manager = LIBRARIES["package_manager"]()
    if missing:
        say(f"Qt needs system libraries that are missing: {', '.join(missing)}")
        if manager is None:
            raise SetupError(f"Please {LIBRARIES['remedy'](missing)}, then try again.")
    packages = LIBRARIES["packages_for"](missing, manager) if missing else []
    if no_venv:
        if manager != "apt-get":
            raise SetupError(f"{sys.executable} has no ensurepip module: install the venv package of your Python.")
        packages.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    run_as_root(manager, packages)
    missing = LIBRARIES["missing_by_loading"]()
    if missing:
        raise SetupError(f"Still missing: {', '.join(missing)}. Install them, then try again.")


def run_as_root(manager: str, packages: list[str]) -> None:
    """Install system packages as root or by sudo without a password; else stop with the command."""
    command = LIBRARIES["install_command"](packages, manager)
    prefix = root_prefix()
    if prefix is None:
        raise SetupError(f"Please run this, then try again:\n\n    sudo {' '.join(command)}\n")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    say(" ".join([*prefix, *command]))
    if manager == "apt-get":
        # A new machine has no package lists, and old lists name files that are gone.
        subprocess.run([*prefix, "apt-get", "update", "-qq"], env=environment, check=False)
    if subprocess.run([*prefix, *command], env=environment, check=False).returncode != 0:
        raise SetupError(f"That did not work. Please run this, then try again:\n\n    sudo {' '.join(command)}\n")


def root_prefix() -> list[str] | None:
    """What to put before a command to run it as root without a question; None when that is not possible."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def create_environment() -> None:
    """Make ``.venv``, unless it is there and works."""
    if works(python_of_environment()):
        return
    if VENV.exists():
        say(f"{VENV.name} does not work here: making it anew")
        shutil.rmtree(VENV)
    say(f"Making the virtual environment {VENV.name} with Python {sys.version.split()[0]}")
    if subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False).returncode != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        raise SetupError("The virtual environment could not be made; see the message above.")


def has_ensurepip() -> bool:
    """Whether this Python can make an environment with pip in it; Debian keeps that in a package of its own."""
    check = "import ensurepip, venv"
    return subprocess.run([sys.executable, "-c", check], capture_output=True, check=False).returncode == 0


def install_packages(extras: list[str]) -> None:
    """Install the project and what it needs, in the tested versions, unless that was done already."""
    done_inputs, done_extras = read_stamp()
    inputs = fingerprint()
    if done_inputs == inputs and set(extras) <= done_extras:
        return
    wanted = sorted({*extras, *done_extras})
    target = f".[{','.join(wanted)}]" if wanted else "."
    say("Installing the packages (the first time this takes some minutes)")
    command = [str(python_of_environment()), "-m", "pip", "install", "--disable-pip-version-check"]
    command += [] if sys.stdout.isatty() else ["--quiet", "--quiet"]
    command += ["--constraint", "constraints.txt", "--editable", target]
    if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
        raise SetupError("The packages could not be installed; see the message above, then run this again.")
    STAMP.write_text(json.dumps({"inputs": inputs, "extras": wanted}), encoding="utf-8")


def fingerprint() -> str:
    """Changes when an installation has to be done again."""
    digest = hashlib.sha256(f"{ROOT} {sys.version}".encode())
    for name in ("pyproject.toml", "constraints.txt"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def read_stamp() -> tuple[str, set[str]]:
    """Fingerprint and extras of the last finished installation; empty when there was none."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
        return str(stamp["inputs"]), set(stamp["extras"])
    except (OSError, ValueError, KeyError):
        return "", set()


def python_of_environment() -> Path:
    """The interpreter in ``.venv``."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def works(python: Path) -> bool:
    """Whether an interpreter runs, is new enough and has pip."""
    if not python.exists():
        return False
    check = f"import pip, sys; sys.exit(sys.version_info < {MINIMUM})"
    return subprocess.run([str(python), "-c", check], capture_output=True, check=False).returncode == 0


def say(message: str) -> None:
    """Tell the user what happens."""
    print(f"[set-up] {message}", flush=True)


def stop(message: str) -> int:
    """Say why the set-up ends here; the exit code for it."""
    print(f"[set-up] {message}", file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
