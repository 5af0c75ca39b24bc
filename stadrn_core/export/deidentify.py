"""Pictures that do not show who was recorded: the head made coarse, or a drawing in place of the recording.

``blur`` and ``pixelate`` keep the picture around the head of the person who is followed. The whole head goes, as hair,
ears and outline identify too: a box that follows the head is averaged over a few cells, whose size goes with the face,
so the same little is left of a near face and of a far one. Averages over cells cannot be undone by deconvolution, as a
plain Gaussian blur can. ``landmarks`` and ``drawn_face`` keep no pixel of the recording at all. Landmarks are dots:
joined by lines they were found, and matched with the person, by dlib's recognition.

Where the place of the face is not known (none was found, which does not say that there is none; the frame lies far from
the nearest one that was looked at) the whole picture is made coarse. Guided backpropagation maps draw the features of
the face: they are left out. So do heatmaps and attention at early stages, with cells finer than those of the blurred
head: they are refused. Coarse faces can still be matched against few candidates (McPherson, Shokri and Shmatikov
2016, arXiv:1609.00408), so that none of this makes a recording anonymous.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from stadrn_core.alignment import apply, eyes_and_mouth, fit_transform, invert, warp_face
from stadrn_core.errors import ExportError
from stadrn_core.export.drawn_face import drawn_face, landmark_dots
from stadrn_core.render import render_frame
from stadrn_core.types import Deidentify, FaceState, Frame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from stadrn_core.manifest import AnalysisSettings
    from stadrn_core.render import AnalysisView, DisplayFrame
    from stadrn_core.types import AlignmentConfig, Float32Array, Float64Array, UInt8Array
    from stadrn_core.view import ViewSettings

WORDS: dict[Deidentify, str] = {
    "none": "as they are",
    "blur": "blurred",
    "pixelate": "pixelated",
    "landmarks": "landmarks only",
    "drawn_face": "drawn face",
}
STATEMENTS: dict[Deidentify, str] = {
    "none": "",
    "blur": "De-identified: head blurred, guided maps and names left out",
    "pixelate": "De-identified: head pixelated, guided maps and names left out",
    "landmarks": "De-identified: landmarks only, guided maps and names left out",
    "drawn_face": "De-identified: drawn face, the same for everybody; guided maps and names left out",
}
"""What a picture says of itself."""

HEAD_HALF_WIDTH, HEAD_ABOVE, HEAD_BELOW, HEAD_ROUNDING = 2.2, 2.5, 2.4, 1.0
"""The head with its hair around the point between the eyes, in units of the distance from eyes to mouth. The aligned
square (±1.5, from 1.08 above to 1.92 below) lies within it."""
EYES_APART = 1.07
"""Distance from eyes to mouth of a face seen from the front, over that between the eyes: a nodding head looks short."""
FADE, FADE_STEPS = 0.25, 8
"""Over which distance beyond it the picture comes back, in the same unit."""
HEAD_CELLS = 10
"""Cells across the box around the head: each is about half the distance from eyes to mouth wide."""
FINER = 8
"""Steps from cell to cell of the blurred picture."""
PICTURE_CELLS = 6
"""Cells along the shorter side where the whole picture goes: for a face that fills it they are as large."""
LONGEST_GUESS_SECONDS = 0.5
"""Between two frames that were looked at, further apart than this, a face may be anywhere."""


def deidentified(store: AnalysisView, frame: Frame, mode: Deidentify) -> Frame:
    """The frame without what shows who it is; itself where ``mode`` is ``none`` or it cannot be decoded.

    Args:
        store: the analysis, which knows where the face lies.
        frame: source frame, left as it is.
        mode: what becomes of it (see above).
    """
    if mode == "none" or frame.is_damaged:
        return frame
    placement = store.placement(frame.index)
    if mode == "landmarks":
        return replace(frame, rgb=landmark_dots(frame.rgb.shape, placement.landmarks))
    if mode == "drawn_face":
        drawn = drawn_face(frame.rgb.shape, placement.frame_to_face, store.manifest.settings.alignment)
        return replace(frame, rgb=drawn)
    where = _known_landmarks(store, frame.index)
    if not where:
        return replace(frame, rgb=coarse_picture(frame.rgb, mode))
    share = head_share(frame.rgb.shape, where)
    blended = cv2.blendLinear(frame.rgb, coarse_head(frame.rgb, where[0], mode), 1 - share, share)
    return replace(frame, rgb=np.asarray(blended, np.uint8))


def deidentified_face(
    face: UInt8Array, landmarks: NDArray[np.floating] | None, alignment: AlignmentConfig, mode: Deidentify
) -> UInt8Array:
    """An aligned face without what shows who it is: (S, S, 3) uint8.

    Args:
        face: (S, S, 3) uint8.
        landmarks: (68, 2) px in it, where they are known.
        alignment: where eyes and mouth lie in it.
        mode: what becomes of it.

    Raises:
        ExportError: ``landmarks`` alone were asked for where they are not known.
    """
    if mode == "none":
        return face
    if mode == "drawn_face":
        return drawn_face(face.shape, fit_transform(face.shape[1], face.shape[0], alignment.size_px), alignment)
    if mode == "landmarks":
        if landmarks is None:
            raise ExportError("Landmarks of this face are not known: there is nothing to draw. Choose another way.")
        return landmark_dots(face.shape, landmarks)
    return coarse_picture(face, mode)


def render_deidentified(
    store: AnalysisView, frame: Frame, settings: ViewSettings, mode: Deidentify
) -> tuple[Frame, DisplayFrame]:
    """Frame and pictures of it for an export: ``render_frame`` on the de-identified frame, without guided maps.

    The person's landmarks are drawn in mode ``landmarks`` only, whatever ``settings`` say.

    Raises:
        ExportError: as ``check_possible``.
    """
    if mode == "none":
        return frame, render_frame(store, frame, settings)
    check_possible(store, mode)
    shown = deidentified(store, frame, mode)
    display = render_frame(store, shown, replace(settings, show_landmarks=mode == "landmarks"))
    without = replace(display, guided=None, guided_values=None, guided_limits=None, guided_frame_index=None)
    return shown, without


def draws_face(cells: int, alignment: AlignmentConfig) -> bool:
    """Whether a map with so many cells along an aligned face is finer than the blurred head, so draws its features."""
    return cells > math.ceil(HEAD_CELLS / (2 * HEAD_HALF_WIDTH) / alignment.eyes_to_mouth)


def check_cells(cells: int, settings: AnalysisSettings, mode: Deidentify) -> None:
    """See that maps do not draw the face that is to be hidden.

    Raises:
        ExportError: they do.
    """
    if mode != "none" and draws_face(cells, settings.alignment):
        raise ExportError(
            f"Maps at {settings.target_layer} have {cells}×{cells} cells for a face, fine enough to draw its features. "
            "Analyse at a later stage, or show faces as they are."
        )


def check_possible(store: AnalysisView, mode: Deidentify) -> None:
    """Whether pictures of an analysis can be drawn in a mode.

    Raises:
        ExportError: its maps are so fine that they draw the face; or ``landmarks`` alone were asked for of a recording
            whose landmarks are not known.
    """
    check_cells(max(store.manifest.map_shape[1:]), store.manifest.settings, mode)
    if mode != "landmarks":
        return
    found = np.flatnonzero(store.face_states() == FaceState.FOUND)
    if len(found) and store.placement(int(store.plan.frame_indices[found[0]])).landmarks is None:
        raise ExportError(
            f"{store.manifest.recording.name} consists of aligned faces, whose landmarks are not known: there is "
            "nothing to draw. Choose blur, pixelate or drawn_face."
        )


def head_transform(landmarks: NDArray[np.floating]) -> Float64Array:
    """The similarity from the frame to the upright head: (2, 3) float64, in units of the distance from eyes to mouth.

    Args:
        landmarks: (68, 2) px in the frame. The point between the eyes goes to (0, 0).
    """
    left, right, mouth = eyes_and_mouth(landmarks)
    middle, along = (left + right) / 2, right - left
    apart = float(np.hypot(*along))
    if apart == 0.0:
        raise ValueError("landmarks have both eyes in one place")
    cosine, sine = along / apart
    unit = max(float(np.hypot(*(mouth - middle))), EYES_APART * apart)
    turn = np.array([[cosine, sine], [-sine, cosine]]) / unit
    return np.column_stack([turn, -turn @ middle])


def head_share(shape: tuple[int, ...], landmarks: Sequence[NDArray[np.floating]]) -> Float32Array:
    """How much of each pixel goes: (H, W) float32, 1 within the rounded box around a head, fading out beyond it.

    Args:
        shape: (height, width) px.
        landmarks: (68, 2) px each, of one head or of several places of it.
    """
    steps = np.linspace(0, 255, FADE_STEPS + 1).round()[1:]
    share = np.zeros(shape[:2], np.uint8)
    for level, beyond in zip(steps, np.linspace(FADE, 0, FADE_STEPS), strict=True):
        for points in landmarks:
            outline = apply(invert(head_transform(points)), _head_outline(beyond))
            cv2.fillPoly(share, [np.rint(outline * 16).astype(np.int32)], int(level), shift=4)
    return (share / np.float32(255)).astype(np.float32)


def coarse_head(rgb: UInt8Array, landmarks: NDArray[np.floating], mode: Deidentify) -> UInt8Array:
    """A picture (H, W, 3) uint8 averaged over ``HEAD_CELLS`` across the box around a head; of use only there."""
    side = max(2 * HEAD_HALF_WIDTH, HEAD_ABOVE + HEAD_BELOW) + 2 * FADE
    to_cells = head_transform(landmarks) * (HEAD_CELLS / side)
    to_cells[:, 2] += (HEAD_CELLS - 1) / 2
    to_cells[1, 2] += (HEAD_ABOVE - HEAD_BELOW) / 2 * HEAD_CELLS / side
    return _coarse(rgb, to_cells, HEAD_CELLS, mode)


def coarse_picture(rgb: UInt8Array, mode: Deidentify) -> UInt8Array:
    """A whole picture (H, W, 3) uint8, averaged over ``PICTURE_CELLS`` along its shorter side."""
    height, width = rgb.shape[:2]
    cells = round(PICTURE_CELLS * max(height, width) / min(height, width))
    return _coarse(rgb, fit_transform(width, height, cells), cells, mode)


def _coarse(rgb: UInt8Array, to_cells: Float64Array, cells: int, mode: Deidentify) -> UInt8Array:
    """The picture averaged over cells × cells squares."""
    inside = warp_face(np.full(rgb.shape[:2], 255, np.uint8), to_cells, cells).astype(np.float32) / 255
    few = warp_face(rgb, to_cells, cells).astype(np.float32)
    known = inside > 0.1
    if not known.any():
        return np.full_like(rgb, rgb.mean(axis=(0, 1)).astype(np.uint8))
    # Cells beyond the edge of the picture take the value of the nearest one within, not black.
    values = np.clip(few / np.maximum(inside, 0.1)[..., None], 0, 255)
    filled = values[known][_nearest(known)].round().astype(np.uint8)
    back = invert(to_cells)
    if mode == "blur":
        finer = cv2.resize(filled, None, fx=FINER, fy=FINER, interpolation=cv2.INTER_LINEAR)
        # Takes the creases out of the ramps between cells.
        filled = np.asarray(cv2.GaussianBlur(finer, (0, 0), FINER / 3), np.uint8)
        back = back @ np.array([[1 / FINER, 0, (1 / FINER - 1) / 2], [0, 1 / FINER, (1 / FINER - 1) / 2], [0, 0, 1]])
    how = cv2.INTER_LINEAR if mode == "blur" else cv2.INTER_NEAREST
    size = (rgb.shape[1], rgb.shape[0])
    return np.asarray(cv2.warpAffine(filled, back, size, flags=how, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _nearest(known: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Number of the known cell nearest to each cell, counted along the rows."""
    every, some = np.argwhere(np.ones_like(known)), np.argwhere(known)
    distance = ((every[:, None] - some[None]) ** 2).sum(axis=2)
    return np.asarray(distance.argmin(axis=1).reshape(known.shape), np.int64)


def _head_outline(beyond: float) -> Float64Array:
    """The rounded box around the head, wider by ``beyond`` on all sides: (n, 2) float64 in the units of the head."""
    angle = np.linspace(0, 2 * np.pi, 96, endpoint=False)
    across, down = np.cos(angle), np.sin(angle)
    straight = HEAD_HALF_WIDTH - HEAD_ROUNDING
    x = np.sign(across) * straight + across * (HEAD_ROUNDING + beyond)
    y = np.where(down < 0, HEAD_ROUNDING - HEAD_ABOVE, HEAD_BELOW - HEAD_ROUNDING) + down * (HEAD_ROUNDING + beyond)
    return np.column_stack([x, y])


def _known_landmarks(store: AnalysisView, frame_index: int) -> list[NDArray[np.float32]]:
    """Landmarks at this frame, then those at the sampled frames around it; empty where a face may be elsewhere."""
    plan, times = store.plan, store.pts_seconds
    before = min(frame_index // plan.sample_interval, len(plan.frame_indices) - 1)
    after = min(before + 1, len(plan.frame_indices) - 1)
    first, last = int(plan.frame_indices[before]), int(plan.frame_indices[after])
    around = [frame_index] if frame_index == first else [frame_index, first, last]
    if float(max(times[i] for i in around) - min(times[i] for i in around)) > LONGEST_GUESS_SECONDS:
        return []
    found = [store.placement(i).landmarks for i in around]
    known = [landmarks for landmarks in found if landmarks is not None]
    return known if len(known) == len(found) else []
