"""The window in Chinese: no English is left in it and its dialogs."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog

from app import dialogs
from tests.app.opened import write_checkpoint

ROOT = Path(__file__).resolve().parents[2]
NAMES = {
    # Methods, networks, measures, people, questionnaire
    *(
        "STA-DRN",
        "Workbench",
        "Grad-CAM",
        "BDI-II",
        "MDN",
        "Score-CAM",
        "SmoothGrad",
        "LayerCAM",
        "HiResCAM",
        "Adebayo",
        "Spearman",
        "Jaccard",
    ),
    *("Jaccard", "Bland", "Altman", "Holm", "Pan", "MAE", "RMSE", "SD", "autograd"),
    # Files, formats, packages, devices, units
    *("PDF", "SVG", "PNG", "TIFF", "CSV", "NPZ", "JSON", "MP4", "AAC", "ELAN", "Parquet", "zarr", "CRF", "pyarrow"),
    *("CPU", "GPU", "CUDA", "Apple", "GB", "MB", "kB", "px", "mm", "dpi", "fps", "dlib", "MIT", "K", "sha"),
    # Colours and fonts
    *("Inferno", "Cividis", "Viridis", "Jet", "Arial", "Helvetica", "Liberation", "Sans", "DejaVu", "Times", "New"),
    *("Roman", "Serif"),
    # Keys
    *("Ctrl", "Shift", "Alt", "Space", "Home", "End", "Esc", "Escape", "Enter", "Return", "Delete", "Del"),
    # Levels of the log, versions of packages, what networks and recordings call themselves
    *("Critical", "Error", "Warning", "Info", "Debug", "av", "numpy", "torch", "cpu", "post"),
    # The language's own name; precisions
    *("English", "float", "tf", "bfloat", "Debian", "Ubuntu"),
}
"""What is the same in Chinese."""
WORD = re.compile(r"[A-Za-z][A-Za-z-]*[A-Za-z]")
NO_WORDS = re.compile(
    "|".join(
        (
            r"resources/[\w./-]+|/[\w./-]+|\w+\.md|[\w-]+\.(?:csv|pdf|png|npz|json|zarr|safetensors)|\*\.\w+",
            r"\b(?:mp4|mov|mkv|avi|webm|safetensors|pth|pt|ckpt)\b|visit_aligned|tiny\w*|frame_det\w*",
            r"sudo apt install [\w-]+|“stadrn [^”]*”|“path”|stadrn [a-z]+(?: [a-z]+)?|severity",
            r"(?:opencv-python|dlib|stadrn)-\w+",
            r"untrained STA-DRN \(\w+, K = 2\)|layer_\d|cpu in float32|\bimages$|[0-9a-f]{12}…",
            r"Expert Systems with Applications|doi|INFO|WARNING|ERROR|DEBUG|CRITICAL",
        )
    )
)
"""Paths, commands, files and endings."""


@pytest.fixture(scope="module")
def shown(aligned: Path, checkpoint_file: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """By part of the window, what has Latin words."""
    home = tmp_path_factory.mktemp("chinese")
    other = write_checkpoint(home / "tiny_spatial.safetensors", kind="spatial")
    command = [sys.executable, "-m", "tests.chinese_window", *map(str, (aligned, checkpoint_file, other))]
    environment = {**os.environ, "STADRN_HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment)
    assert done.returncode == 0, done.stderr
    result: dict[str, list[str]] = json.loads(done.stdout)
    return result


def english(text: str) -> list[str]:
    """Words that are no names."""
    return [word for word in WORD.findall(NO_WORDS.sub(" ", text)) if word.strip("-") not in NAMES]


def test_menus_are_chinese(shown: dict[str, list[str]]) -> None:
    assert {"文件", "分析", "播放", "帮助"} <= set(shown["menus"])


def test_no_dialog_is_left_out(shown: dict[str, list[str]]) -> None:
    for module in pkgutil.iter_modules(dialogs.__path__):
        importlib.import_module(f"app.dialogs.{module.name}")
    own = {one.__name__ for one in subclasses(QDialog) if one.__module__.startswith("app.")}
    assert set(shown["visited"]) == own - {"Dialog"}


def subclasses(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from subclasses(one)


def test_no_english_is_left(shown: dict[str, list[str]]) -> None:
    texts = {part: these for part, these in shown.items() if part != "visited"}
    left = {part: [text for text in these if english(text)] for part, these in texts.items()}
    said = "\n".join(f"{part}: {text}" for part, these in left.items() for text in these)
    assert not said, said
