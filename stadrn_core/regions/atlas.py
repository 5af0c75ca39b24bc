"""Regions of the face, from its 68 landmarks: which pixel of an aligned face belongs to forehead, brow, cheek, ….

The atlas is one fixed map of corners. Each corner is a landmark or a fixed mixture of landmarks, so the corners are one
matrix times the landmarks: they follow the face from frame to frame, and they turn and grow with it. The same function
therefore gives outlines in the aligned face and in the frame. Neighbouring regions share their corners. So the regions
tile the face without gaps, and everything outside its outline is background.

Left and right are the subject's: the subject's right cheek is on the left in the picture. Landmarks end at the brows;
the upper edge of the forehead is estimated by the rule of thirds (from hairline to brows as far as from there to the
base of the nose), and hair within it is not told apart. The temples belong to the forehead, the skin of the upper lip
to the lips.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from stadrn_core.types import Float64Array, IntArray, UInt8Array

ATLAS_VERSION = 1
"""Counts up when the same landmarks give other regions."""


class Region(IntEnum):
    """A part of the aligned face; ``BACKGROUND`` is everything outside the face's outline."""

    BACKGROUND = 0
    FOREHEAD = 1
    GLABELLA = 2
    RIGHT_BROW = 3
    LEFT_BROW = 4
    RIGHT_EYE = 5
    LEFT_EYE = 6
    NOSE = 7
    RIGHT_NASOLABIAL = 8
    LEFT_NASOLABIAL = 9
    RIGHT_CHEEK = 10
    LEFT_CHEEK = 11
    RIGHT_MOUTH_CORNER = 12
    LEFT_MOUTH_CORNER = 13
    LIPS = 14
    CHIN_JAW = 15

    @property
    def key(self) -> str:
        """The word for tables, such as ``right_brow``."""
        return self.name.lower()

    @property
    def label(self) -> str:
        """The words for people, such as ``right brow``."""
        return _LABELS.get(self, self.name.lower().replace("_", " "))


_LABELS = {
    Region.GLABELLA: "glabella (frown)",
    Region.RIGHT_EYE: "right eye socket",
    Region.LEFT_EYE: "left eye socket",
    Region.RIGHT_NASOLABIAL: "right nasolabial fold",
    Region.LEFT_NASOLABIAL: "left nasolabial fold",
    Region.CHIN_JAW: "chin and jaw",
}

PAIRS: dict[str, tuple[Region, Region]] = {
    "brow": (Region.LEFT_BROW, Region.RIGHT_BROW),
    "eye socket": (Region.LEFT_EYE, Region.RIGHT_EYE),
    "nasolabial fold": (Region.LEFT_NASOLABIAL, Region.RIGHT_NASOLABIAL),
    "cheek": (Region.LEFT_CHEEK, Region.RIGHT_CHEEK),
    "mouth corner": (Region.LEFT_MOUTH_CORNER, Region.RIGHT_MOUTH_CORNER),
}
"""What is on both sides: (left, right), the subject's."""

NUM_REGIONS = len(Region)
DOWN_THE_FACE: tuple[Region, ...] = (
    Region.FOREHEAD,
    Region.GLABELLA,
    Region.RIGHT_BROW,
    Region.LEFT_BROW,
    Region.RIGHT_EYE,
    Region.LEFT_EYE,
    Region.NOSE,
    Region.RIGHT_CHEEK,
    Region.LEFT_CHEEK,
    Region.RIGHT_NASOLABIAL,
    Region.LEFT_NASOLABIAL,
    Region.RIGHT_MOUTH_CORNER,
    Region.LEFT_MOUTH_CORNER,
    Region.LIPS,
    Region.CHIN_JAW,
    Region.BACKGROUND,
)
"""From the top of the face down, the background last."""
NUM_LANDMARKS = 68
_ARCH_STEPS = 9
# Which region a pixel belongs to where a strongly turned face folds outlines over each other: the first that has it.
_PRIORITY = (
    Region.NOSE,
    Region.LIPS,
    Region.GLABELLA,
    Region.RIGHT_EYE,
    Region.LEFT_EYE,
    Region.RIGHT_MOUTH_CORNER,
    Region.LEFT_MOUTH_CORNER,
    Region.RIGHT_BROW,
    Region.LEFT_BROW,
    Region.RIGHT_NASOLABIAL,
    Region.LEFT_NASOLABIAL,
    Region.CHIN_JAW,
    Region.RIGHT_CHEEK,
    Region.LEFT_CHEEK,
    Region.FOREHEAD,
)


def region_polygons(landmarks: NDArray[np.floating]) -> dict[Region, Float64Array]:
    """The outline of every region but the background, for drawing.

    Args:
        landmarks: (68, 2) px, in the aligned face or in the frame: the outlines are in the same pixels.

    Returns:
        For each region (n, 2) float64 corners (x, y), all the same way round. Neighbours share corners.

    Raises:
        ValueError: wrong shape, or not finite.
    """
    corners = _corners(landmarks)
    return {region: corners[indices] for region, indices in _atlas().outlines.items()}


def face_outline(landmarks: NDArray[np.floating]) -> Float64Array:
    """The outline of the face, outside which is background: (n, 2) float64 px, from the subject's right ear down.

    Args:
        landmarks: (68, 2) px.

    Raises:
        ValueError: wrong shape, or not finite.
    """
    return _corners(landmarks)[_atlas().hull]


def region_runs(landmarks: NDArray[np.floating], size_px: int) -> RegionRuns:
    """The region to which each pixel of an aligned face belongs: the one whose outline holds the pixel's centre.

    Args:
        landmarks: (68, 2) px in the aligned face; they and the outlines may reach beyond the picture.
        size_px: side S of the aligned face.

    Raises:
        ValueError: wrong shape, not finite, or no size.
    """
    if size_px < 1:
        raise ValueError(f"size_px must be at least 1, got {size_px}")
    atlas = _atlas()
    corners = _corners(landmarks)
    start, end = corners[atlas.edges[:, 0]], corners[atlas.edges[:, 1]]
    rows = np.arange(size_px)
    # Half-open: a corner that lies on a row counts for one of its two edges only.
    edge, row = np.nonzero((start[:, 1, None] <= rows) != (end[:, 1, None] <= rows))
    first, last = start[edge], end[edge]
    share = (row - first[:, 1]) / (last[:, 1] - first[:, 1])
    x = first[:, 0] + share * (last[:, 0] - first[:, 0])
    column = np.clip(np.ceil(x), 0, size_px).astype(np.int64)
    # From an edge on, everything to its right has changed sides with the regions on both sides of the edge; at the end
    # of a row all outlines have been left again. A row is one column longer here, for edges beyond the picture.
    places = np.concatenate([row * (size_px + 1) + column, rows * (size_px + 1)])
    order = np.argsort(places, kind="stable")
    toggles = np.concatenate([atlas.codes[edge], np.zeros(size_px, dtype=np.uint16)])
    inside = np.bitwise_xor.accumulate(toggles[order])
    starts = places[order] - places[order] // (size_px + 1)
    lasting = np.append(starts[1:], size_px**2) > starts
    return RegionRuns(size_px, starts[lasting], atlas.regions_of_codes[inside[lasting]])


def region_labels(landmarks: NDArray[np.floating], size_px: int) -> UInt8Array:
    """``region_runs`` as a picture: (S, S) uint8 of ``Region``."""
    return region_runs(landmarks, size_px).labels


def region_masks(labels: UInt8Array) -> NDArray[np.bool_]:
    """One mask for each region.

    Args:
        labels: (S, S) uint8 from ``region_labels``.

    Returns:
        (16, S, S) bool, in the order of ``Region``; every pixel is True in exactly one.
    """
    return np.asarray(labels[None] == np.arange(NUM_REGIONS, dtype=np.uint8)[:, None, None])


def mirrored(landmarks: NDArray[np.floating], size_px: int) -> Float64Array:
    """The landmarks of the mirrored aligned face, (68, 2) float64 px: what was left is right."""
    points = np.asarray(landmarks, np.float64)[_MIRROR].copy()
    points[:, 0] = size_px - 1 - points[:, 0]
    return points


@dataclass(frozen=True)
class RegionRuns:
    """The regions of an aligned face as runs of pixels in rows: what sums and maxima are taken over.

    Attributes:
        size_px: side S.
        starts: (K,) int64 ascending number of each run's first pixel, row × S + column; the first is 0. A run ends
            where the next begins and does not go beyond its row.
        regions: (K,) uint8 of ``Region``.
    """

    size_px: int
    starts: IntArray
    regions: UInt8Array

    @property
    def lengths(self) -> IntArray:
        """(K,) int64 pixels of each run."""
        return np.diff(self.starts, append=self.size_px**2)

    @property
    def labels(self) -> UInt8Array:
        """(S, S) uint8 of ``Region``."""
        return np.repeat(self.regions, self.lengths).reshape(self.size_px, self.size_px)


class _Atlas:
    """The fixed part: corners as mixtures of landmarks, and which of them surround which region.

    Attributes:
        mixtures: (corners, 68) float64, rows sum to 1.
        outlines: corner numbers around each region.
        hull: corner numbers around the face.
        edges: (E, 2) int64 corner numbers, each edge once.
        codes: (E,) uint16, the bits of the regions on both sides of an edge.
        regions_of_codes: (65536,) uint8, the region of a pixel that lies inside the regions with these bits.
    """

    def __init__(self) -> None:
        right, middle = _right_corners(), _middle_corners()
        rows = {**middle, **right, **{f"left {name}": row[_MIRROR] for name, row in right.items()}}
        number = {name: i for i, name in enumerate(rows)}
        self.mixtures = np.array(list(rows.values()))

        def around(path: Sequence[str], on_left: bool) -> IntArray:
            names = [f"left {name}" if on_left and name in right else name for name in path]
            return np.array([number[name] for name in names], dtype=np.int64)

        self.outlines: dict[Region, IntArray] = {}
        for (left_side, right_side), path in _SIDE_PATHS.items():
            self.outlines[right_side] = around(path, False)[::-1]
            self.outlines[left_side] = around(path, True)
        for region, half in _MIDDLE_PATHS.items():
            self.outlines[region] = _both_halves(half, middle, around)
        self.hull = _both_halves(_HULL, middle, around)
        self.edges, self.codes = _edges_with_codes(self.outlines)
        self.regions_of_codes = _regions_of_codes()


def _corners(landmarks: NDArray[np.floating]) -> Float64Array:
    points = np.asarray(landmarks, np.float64)
    if points.shape != (NUM_LANDMARKS, 2) or not np.isfinite(points).all():
        raise ValueError(f"landmarks must be (68, 2) and finite, got {points.shape}")
    return np.asarray(_atlas().mixtures @ points)


@lru_cache(maxsize=1)
def _atlas() -> _Atlas:
    return _Atlas()


def _mirror() -> IntArray:
    """The landmark on the other side, for each landmark."""
    runs = ((0, 16), (17, 26), (31, 35), (48, 54), (60, 64))
    other = np.arange(NUM_LANDMARKS)
    for first, last in runs:
        other[first : last + 1] = np.arange(last, first - 1, -1)
    for a, b in ((36, 45), (37, 44), (38, 43), (39, 42), (40, 47), (41, 46), (55, 59), (56, 58), (65, 67)):
        other[a], other[b] = b, a
    return other


_MIRROR = _mirror()
_MARK = np.eye(NUM_LANDMARKS)
_DOWN = _MARK[48:68].mean(axis=0) - _MARK[36:48].mean(axis=0)
"""From the eyes' centre to the mouth's: the unit in which corners stand off from landmarks."""


def _between(a: Float64Array, b: Float64Array, share: float) -> Float64Array:
    return (1 - share) * a + share * b


def _middle_corners() -> dict[str, Float64Array]:
    brows = _MARK[17:27].mean(axis=0)
    return {
        "top": brows - (_MARK[33] - brows),
        "nasion": _MARK[27],
        "subnasale": _MARK[33] + 0.03 * _DOWN,
        "below lip": _MARK[57] + 0.07 * _DOWN,
        "chin": _MARK[8],
    }


def _right_corners() -> dict[str, Float64Array]:
    """Corners on the subject's right; those on the left are their mirror images."""
    m = _MARK
    corners = {f"jaw {i}": m[i] for i in range(8)}
    ear_line, ear = (m[0] + m[16]) / 2, (m[0] - m[16]) / 2
    rise = _middle_corners()["top"] - ear_line
    for i in range(1, _ARCH_STEPS):
        angle = np.pi / 2 * i / _ARCH_STEPS
        corners[f"arch {i}"] = ear_line + np.cos(angle) * ear + np.sin(angle) * rise
    brow = [m[17] + 0.15 * (m[17] - m[18]), m[18], m[19], m[20], m[21]]
    lids = [m[36], m[37], (m[37] + m[38]) / 2, m[38], m[39]]
    for i, (point, lid) in enumerate(zip(brow, lids, strict=True)):
        corners[f"over brow {i}"] = point - (0.05 + 0.03 * min(i, 2)) * _DOWN
        corners[f"under brow {i}"] = _between(point, lid, 0.3)
    corners["frown"] = m[21] + 0.1 * (m[20] - m[21]) - 0.24 * _DOWN
    corners["root"] = _between(m[27], m[39], 0.4)
    corners["nose side"] = _between(m[28], m[39], 0.5) + 0.1 * _DOWN
    corners["socket inner"] = m[39] + 0.17 * _DOWN
    corners["socket lower 0"] = m[40] + 0.21 * _DOWN
    corners["socket lower 1"] = m[41] + 0.2 * _DOWN
    corners["socket lower 2"] = _between(m[36], m[0], 0.28) + 0.11 * _DOWN
    corners["socket outer"] = _between(m[36], m[0], 0.32) - 0.02 * _DOWN
    corners["ala side"] = m[31] + 0.6 * (m[31] - m[32]) - 0.1 * _DOWN
    corners["ala base"] = m[31] + 0.45 * (m[31] - m[32]) + 0.03 * _DOWN
    corners["nostril"] = m[32] + 0.03 * _DOWN
    corners["fold upper"] = _between(corners["ala side"], m[2], 0.2)
    corners["fold middle"] = _between(m[48], m[3], 0.3) - 0.17 * _DOWN
    corners["corner upper outer"] = _between(m[48], m[4], 0.36) - 0.1 * _DOWN
    corners["corner lower outer"] = _between(m[48], m[4], 0.36) + 0.17 * _DOWN
    corners["corner upper inner"] = _between(m[48], m[49], 0.7) - 0.08 * _DOWN
    corners["corner inner"] = _between(m[48], (m[61] + m[67]) / 2, 0.35)
    corners["corner lower inner"] = _between(m[48], m[59], 0.75) + 0.1 * _DOWN
    corners["below lip side"] = m[58] + 0.06 * _DOWN
    return corners


_ARCH = tuple(f"arch {i}" for i in range(_ARCH_STEPS - 1, 0, -1))
_UPPER_JAW, _LOWER_JAW = tuple(f"jaw {i}" for i in range(5)), tuple(f"jaw {i}" for i in range(4, 8))
_OVER_BROW, _UNDER_BROW = (tuple(f"{place} brow {i}" for i in range(5)) for place in ("over", "under"))
_UNDER_SOCKET = ("socket inner", "socket lower 0", "socket lower 1", "socket lower 2", "socket outer")
_FOLD = ("fold upper", "fold middle", "corner upper outer")

_SIDE_PATHS: dict[tuple[Region, Region], tuple[str, ...]] = {
    PAIRS["brow"]: (*_OVER_BROW, *reversed(_UNDER_BROW)),
    PAIRS["eye socket"]: (*_UNDER_BROW, "root", "nose side", *_UNDER_SOCKET),
    PAIRS["nasolabial fold"]: ("ala side", "ala base", "corner upper inner", *reversed(_FOLD)),
    PAIRS["cheek"]: (
        *reversed(_UNDER_SOCKET),
        *("nose side", "ala side"),
        *_FOLD,
        "corner lower outer",
        *reversed(_UPPER_JAW),
    ),
    PAIRS["mouth corner"]: (
        "corner upper outer",
        "corner upper inner",
        "corner inner",
        "corner lower inner",
        "corner lower outer",
    ),
}
# The right half of what lies on both sides of the middle, from its upper to its lower end.
_MIDDLE_PATHS: dict[Region, tuple[str, ...]] = {
    Region.FOREHEAD: ("top", *_ARCH, "jaw 0", "socket outer", "under brow 0", *_OVER_BROW, "frown"),
    Region.GLABELLA: ("frown", "over brow 4", "under brow 4", "root", "nasion"),
    Region.NOSE: ("nasion", "root", "nose side", "ala side", "ala base", "nostril", "subnasale"),
    Region.LIPS: (
        *("subnasale", "nostril", "ala base"),
        *("corner upper inner", "corner inner", "corner lower inner"),
        *("below lip side", "below lip"),
    ),
    Region.CHIN_JAW: (
        *("below lip", "below lip side", "corner lower inner", "corner lower outer"),
        *_LOWER_JAW,
        "chin",
    ),
}
_HULL = ("top", *_ARCH, *_UPPER_JAW, *_LOWER_JAW[1:], "chin")


def _both_halves(
    half: Sequence[str], middle: Mapping[str, Float64Array], around: Callable[[Sequence[str], bool], IntArray]
) -> IntArray:
    back = [name for name in reversed(half) if name not in middle]
    return np.concatenate([around(half, False), around(back, True)])


def _edges_with_codes(outlines: Mapping[Region, IntArray]) -> tuple[IntArray, NDArray[np.uint16]]:
    codes: dict[tuple[int, int], int] = {}
    for region, corners in outlines.items():
        for a, b in zip(corners.tolist(), np.roll(corners, -1).tolist(), strict=True):
            edge = (min(a, b), max(a, b))
            codes[edge] = codes.get(edge, 0) ^ (1 << region)
    return np.array(list(codes), dtype=np.int64), np.array(list(codes.values()), dtype=np.uint16)


def _regions_of_codes() -> UInt8Array:
    codes = np.arange(1 << NUM_REGIONS)
    regions = np.full(len(codes), Region.BACKGROUND, dtype=np.uint8)
    for region in reversed(_PRIORITY):
        regions[codes >> region & 1 == 1] = region
    return regions
