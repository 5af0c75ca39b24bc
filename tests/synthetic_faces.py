"""Twenty stored synthetic faces with their true landmarks: for tests of alignment that have no package anny.

Made by ``python -m tests.synthetic_faces``: other people, scenes, expressions and poses (up to 20°) in each tile.
"""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np

PICTURE = Path(__file__).parent / "core" / "synthetic_faces.jpg"
LANDMARKS = PICTURE.with_suffix(".json")
ROWS, COLUMNS, SIDE_PX = 4, 5, 240


def stored_faces() -> list[tuple[np.ndarray, np.ndarray]]:
    """Picture (240, 240, 3) uint8 RGB and true landmarks (68, 2) px of each face."""
    sheet = cv2.cvtColor(cv2.imread(str(PICTURE)), cv2.COLOR_BGR2RGB)
    tiles = sheet.reshape(ROWS, SIDE_PX, COLUMNS, SIDE_PX, 3).swapaxes(1, 2).reshape(-1, SIDE_PX, SIDE_PX, 3)
    return list(zip(tiles, np.array(json.loads(LANDMARKS.read_text(encoding="utf-8"))), strict=True))


def main() -> None:
    from benchmarks.bench_alignment import draw

    tiles, landmarks = [], []
    for subject in range(ROWS * COLUMNS):
        _, frame, true = next(draw(7, subject, 1, SIDE_PX, SIDE_PX))
        tiles.append(frame)
        landmarks.append(np.round(true, 2).tolist())
    sheet = np.array(tiles).reshape(ROWS, COLUMNS, SIDE_PX, SIDE_PX, 3).swapaxes(1, 2)
    picture = sheet.reshape(ROWS * SIDE_PX, COLUMNS * SIDE_PX, 3)
    cv2.imwrite(str(PICTURE), cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 85])
    LANDMARKS.write_text(json.dumps(landmarks, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
