"""The window in Chinese: no English is left in it and its dialogs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

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
            r"sudo apt install [\w-]+|“stadrn [^”]*”|stadrn [a-z]+|(?:opencv-python|dlib|stadrn)-\w+|severity",
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
    command = [sys.executable, "-m", "tests.chinese_window", str(aligned), str(checkpoint_file)]
    environment = {**os.environ, "STADRN_HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment)
    assert done.returncode == 0, done.stderr
    result: dict[str, list[str]] = json.loads(done.stdout)
    return result


def english(text: str) -> list[str]:
    """Words that are no names."""
    return [word for word in WORD.findall(NO_WORDS.sub(" ", text)) if word.strip("-") not in NAMES]


def test_menus_are_chinese(shown: dict[str, list[str]]) -> None:
    assert {"文件", "分析", "播放", "帮助"} <= set(shown["shown"])


def test_no_english_is_left(shown: dict[str, list[str]]) -> None:
    left = {part: [text for text in texts if english(text)] for part, texts in shown.items()}
    assert {part: texts for part, texts in left.items() if texts} == {}
