"""Brings the catalogues of translations up to date with the window's texts.

    .venv/bin/python resources/recipes/make_translations.py

Collects the texts of ``app`` into ``resources/translations/*.ts`` (new ones are marked ``unfinished``, those that are
no longer used go) and compiles each into the ``.qm`` beside it, which the window loads. Uses Qt's own tools, which come
with PySide6.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import PySide6

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = ROOT / "resources" / "translations"
TOOLS = Path(PySide6.__file__).parent


def sources() -> list[Path]:
    """Files whose texts are translated."""
    return sorted((ROOT / "app").rglob("*.py"))


def update(catalogue: Path) -> None:
    """Collect the texts."""
    options = ["-no-obsolete", "-locations", "none", "-source-language", "en", "-target-language", catalogue.stem]
    _run("lupdate", *options, *map(str, sources()), "-ts", str(catalogue))


def compile_to(catalogue: Path, target: Path) -> None:
    """Write what the window loads. Texts without a translation are left out: they are shown in English."""
    _run("lrelease", str(catalogue), "-qm", str(target))


def _run(tool: str, *arguments: str) -> None:
    name = f"{tool}.exe" if sys.platform == "win32" else tool
    subprocess.run([str(TOOLS / name), "-silent", *arguments], check=True)


def main() -> None:
    """Update and compile every catalogue, and say what is left to translate."""
    for catalogue in sorted(CATALOGUES.glob("*.ts")):
        update(catalogue)
        compile_to(catalogue, catalogue.with_suffix(".qm"))
        left = catalogue.read_text(encoding="utf-8").count('type="unfinished"')
        print(f"{catalogue.name}: {left} not translated yet")


if __name__ == "__main__":
    main()
