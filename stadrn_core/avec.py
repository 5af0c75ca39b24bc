"""How AVEC 2013 and 2014 are laid out on disk.

Recordings are named subject_session_task (``203_1_Freeform_video.mp4``, ``203_1_cut_combined.mp4``) and lie below
folders named Training, Development and Testing; 2014 divides these into Freeform and Northwind. A label is a file
``203_1_Depression.csv`` with one number, in a folder such as ``Training_DepressionLabels``, often unpacked elsewhere.
Folders of aligned frames (OpenFace adds ``_aligned``) stand for their video.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from stadrn_core.images import IMAGE_SUFFIXES
from stadrn_core.video import VIDEO_SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Sequence

AVEC_NAME = re.compile(r"(\d{3})_(\d+)_")
LABEL_SUFFIX = "_depression.csv"
_ALIGNED = "_aligned"
_SPLIT_WORDS: dict[str, Literal["train", "validation", "test"]] = {
    "train": "train",
    "training": "train",
    "validation": "validation",
    "val": "validation",
    "dev": "validation",
    "devel": "validation",
    "development": "validation",
    "test": "test",
    "testing": "test",
}


@dataclass(frozen=True)
class AvecRecording:
    """A recording with the place of its label.

    Attributes:
        path: video, or folder of aligned frames.
        subject: three digits.
        split: by the folder it lies in, None if no folder tells.
        label_file: None if there is none.
    """

    path: Path
    subject: str
    split: Literal["train", "validation", "test"] | None
    label_file: Path | None

    def label_text(self) -> str:
        """The number in the label file, as text.

        Raises:
            ValueError: there is no label file, or it cannot be read.
        """
        if self.label_file is None:
            raise ValueError("there is no label file *_Depression.csv for it")
        try:
            return self.label_file.read_text(encoding="utf-8-sig").strip().rstrip(",;")
        except (OSError, UnicodeDecodeError) as error:
            raise ValueError(f"its label {self.label_file.name} cannot be read ({error})") from error


def split_of_path(parts: Sequence[str]) -> Literal["train", "validation", "test"] | None:
    """The split that the last telling one of these folder names says, None if none tells."""
    for part in reversed(parts):
        if split := _SPLIT_WORDS.get(part.lower()):
            return split
    return None


def avec_rows(folder: Path) -> list[AvecRecording]:
    """All recordings below a folder, sorted by path, each with the label file that lies nearest to it."""
    recordings: dict[Path, Path] = {}
    labels: dict[str, list[Path]] = {}
    for place, subfolders, files in os.walk(folder):
        here = Path(place)
        if here != folder and AVEC_NAME.match(here.name):
            subfolders.clear()
            if any(Path(name).suffix.lower() in IMAGE_SUFFIXES for name in files):
                recordings[here.with_name(here.name.removesuffix(_ALIGNED))] = here
            continue
        for name in files:
            match = AVEC_NAME.match(name)
            if match is None:
                continue
            if name.lower().endswith(LABEL_SUFFIX):
                labels.setdefault(match[0], []).append(here / name)
            elif Path(name).suffix.lower() in VIDEO_SUFFIXES:
                recordings.setdefault(here / Path(name).stem, here / name)
    return [_recording(folder, path, labels) for path in sorted(recordings.values())]


def _recording(folder: Path, path: Path, labels: dict[str, list[Path]]) -> AvecRecording:
    match = AVEC_NAME.match(path.name)
    assert match is not None  # only such names are listed
    near = max(sorted(labels.get(match[0], ())), key=lambda label: _num_shared(label, path), default=None)
    return AvecRecording(path, match[1], split_of_path(path.relative_to(folder).parts[:-1]), near)


def _num_shared(first: Path, second: Path) -> int:
    """Leading folders that two paths have in common."""
    return len(Path(os.path.commonpath([first, second])).parts)
