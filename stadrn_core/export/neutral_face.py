"""The face that stands in for a person's where only outlines are drawn: one that is the same for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.alignment import MOUTH
from stadrn_core.mean_face import mean_face

if TYPE_CHECKING:
    from stadrn_core.render import AnalysisView
    from stadrn_core.types import AlignmentConfig, Deidentify, Float64Array

MEAN_FACE, NEUTRAL_FACE = "the recording's mean face", "a drawn face, the same for everybody"


def face_for_outlines(store: AnalysisView, deidentify: Deidentify) -> tuple[Float64Array, str]:
    """(68, 2) px landmarks in the aligned face on which regions are outlined, and in words whose they are.

    The shape of a face tells who it is: only where faces are as they are, or landmarks are wanted, it is the person's.

    Raises:
        StoreError: the person's was wanted, and no face with landmarks is known.
    """
    if deidentify in ("none", "landmarks"):
        return mean_face(store), MEAN_FACE
    return neutral_landmarks(store.manifest.settings.alignment), NEUTRAL_FACE


def neutral_landmarks(alignment: AlignmentConfig) -> Float64Array:
    """(68, 2) px landmarks of the drawn face in the aligned picture, in dlib's order; both sides are alike.

    Eyes and mouth lie where ``alignment`` puts everybody's; the rest is that of ``drawn_face``.
    """
    half = _image_left()
    # Landmarks of the other side, by those that mirror them.
    points = np.empty((68, 2))
    points[list(half)] = list(half.values())
    for one, other in _MIRRORED.items():
        points[other] = points[one] * [-1, 1]
    points[MOUTH, 1] += 1 - points[MOUTH, 1].mean()
    size_px = alignment.size_px
    unit = alignment.eyes_to_mouth * size_px
    between_eyes = np.array([(size_px - 1) / 2, alignment.eye_line * size_px - 0.5])
    return np.asarray(between_eyes + points * unit, np.float64)


_MIRRORED = {
    **{i: 16 - i for i in range(8)},
    **{17 + i: 26 - i for i in range(5)},
    31: 35,
    32: 34,
    36: 45,
    37: 44,
    38: 43,
    39: 42,
    40: 47,
    41: 46,
    48: 54,
    49: 53,
    50: 52,
    58: 56,
    59: 55,
    60: 64,
    61: 63,
    67: 65,
}
"""Landmarks on the picture's left and in its middle, and their mirror images."""


def _image_left() -> dict[int, tuple[float, float]]:
    """Landmarks on the picture's left and on the midline.

    Around the point between the eyes, in units of the distance from eyes to mouth.
    """
    jaw = np.linspace(np.radians(187), np.radians(90), 9)
    x, y = np.cos(jaw), np.sin(jaw)
    outline = np.column_stack([-(np.abs(x) ** 0.9) * (1.08 - 0.1 * y**2), 1.5 * y + 0.12])
    brow = np.linspace(1, 0, 5)
    brows = np.column_stack([-(0.16 + 0.6 * brow), -0.33 - 0.06 * np.sin(np.pi * (0.1 + 0.8 * brow))])
    return {
        **{i: (float(a), float(b)) for i, (a, b) in enumerate(outline)},
        **{17 + i: (float(a), float(b)) for i, (a, b) in enumerate(brows)},
        27: (0.0, 0.02),
        28: (0.0, 0.18),
        29: (0.0, 0.34),
        30: (0.0, 0.5),
        31: (-0.2, 0.6),
        32: (-0.1, 0.63),
        33: (0.0, 0.65),
        36: (-0.7, 0.02),
        37: (-0.56, -0.08),
        38: (-0.38, -0.08),
        39: (-0.24, 0.02),
        40: (-0.38, 0.06),
        41: (-0.56, 0.06),
        48: (-0.4, 0.98),
        49: (-0.25, 0.92),
        50: (-0.1, 0.9),
        51: (0.0, 0.92),
        57: (0.0, 1.15),
        58: (-0.12, 1.14),
        59: (-0.26, 1.08),
        60: (-0.34, 0.985),
        61: (-0.12, 0.97),
        62: (0.0, 0.975),
        66: (0.0, 1.02),
        67: (-0.12, 1.015),
    }
