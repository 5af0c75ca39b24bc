"""What the user wishes to see, and what a colour scale means: the vocabulary of ``render``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, get_args

import numpy as np

from stadrn_core.colours import GUIDED_NAME, MAGNITUDE_NAME, SIGNED_NAME, SequentialName
from stadrn_core.geometry import Placement

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stadrn_core.face_quality import FaceQuality
    from stadrn_core.store import ClipMaps, ClipRecord, Manifest
    from stadrn_core.types import ClipPlan, FacePlacement, Float32Array, Float64Array, UInt8Array

Quantity = Literal["weighted", "unweighted", "gradcam", "signed"]
Cells = Literal["interpolated", "native"]
ScaleMode = Literal["frame", "clip", "recording", "manual"]
GuidedStyle = Literal["signed", "magnitude"]

QUANTITY_LABELS: dict[Quantity, str] = {
    "weighted": "Grad-CAM++ × score",
    "unweighted": "Grad-CAM++",
    "gradcam": "Grad-CAM",
    "signed": "Signed evidence",
}
QUANTITY_UNITS: dict[Quantity, str] = {
    "weighted": "Grad-CAM++ × points",
    "unweighted": "Grad-CAM++, no unit",
    "gradcam": "Grad-CAM, no unit",
    "signed": "BDI-II points per cell",
}
GUIDED_UNIT = "guided gradient"


class AnalysisView(Protocol):
    """What rendering and exports read of an analysis; ``AnalysisStore`` is one."""

    @property
    def manifest(self) -> Manifest:
        """Facts and settings of the analysis."""
        ...

    @property
    def plan(self) -> ClipPlan:
        """Which frames make up which clip."""
        ...

    @property
    def records(self) -> Mapping[int, ClipRecord]:
        """Finished and skipped clips by index."""
        ...

    @property
    def pts_seconds(self) -> Float64Array:
        """(num_frames,) time of each source frame."""
        ...

    @property
    def video_score(self) -> float | None:
        """Mean score over the finished clips, or None."""
        ...

    @property
    def is_complete(self) -> bool:
        """Whether every clip is finished or skipped."""
        ...

    def clip_maps(self, clip_index: int) -> ClipMaps:
        """Raw maps of a finished clip."""
        ...

    def guided_frame(self, clip_index: int, position: int) -> Float32Array | None:
        """(3, S, S) guided map at one of a clip's T positions, or None where there is none."""
        ...

    def face_quality(self) -> FaceQuality | None:
        """Pose, light, size and sharpness of the faces; None where they were not measured."""
        ...

    def face_states(self) -> UInt8Array:
        """(N,) ``FaceState`` of each sampled position."""
        ...

    def placement(self, frame_index: int) -> FacePlacement:
        """Where the face lies in a source frame."""
        ...


@dataclass(frozen=True)
class ViewSettings:
    """What the user wishes to see.

    Attributes:
        quantity: the map shown as heat.
        cells: linear between cell centres, or every cell as its rectangle (and its stretch of time).
        placement: where cells lie (see ``geometry``).
        scale_mode: over what the limits of the colour scale are taken.
        manual_limits: (low, high) of the heat scale in mode ``manual``; the guided scale then follows the recording.
        colormap: sequential table for heat that is never negative; signed heat has its own.
        opacity: share of the heat in the overlay, 0–1, the same everywhere so that equal values look equal.
        guided_style: mean over the three colour channels with its sign, or the largest absolute value among them.
        guided_saturation: share of the largest guided magnitude at which its colours saturate. These maps have a few
            extreme
            pixels: at 1 all the others look grey.
        show_landmarks: draw the 68 landmarks.
    """

    quantity: Quantity = "weighted"
    cells: Cells = "interpolated"
    placement: Placement = "centred"
    scale_mode: ScaleMode = "recording"
    manual_limits: tuple[float, float] | None = None
    colormap: SequentialName = "inferno"
    opacity: float = 0.5
    guided_style: GuidedStyle = "signed"
    guided_saturation: float = 0.25
    show_landmarks: bool = False

    def __post_init__(self) -> None:
        allowed = {
            "quantity": Quantity,
            "cells": Cells,
            "placement": Placement,
            "scale_mode": ScaleMode,
            "colormap": SequentialName,
            "guided_style": GuidedStyle,
        }
        for name, choices in allowed.items():
            if getattr(self, name) not in get_args(choices):
                raise ValueError(f"{name} must be one of {get_args(choices)}, got {getattr(self, name)!r}")
        if not 0.0 <= self.opacity <= 1.0:
            raise ValueError(f"opacity must lie in 0–1, got {self.opacity}")
        if not 0.0 < self.guided_saturation <= 1.0:
            raise ValueError(f"guided_saturation must lie in (0, 1], got {self.guided_saturation}")
        if self.scale_mode == "manual" and self.manual_limits is None:
            raise ValueError("scale_mode 'manual' needs manual_limits")
        if self.manual_limits is not None:
            low, high = self.manual_limits
            if not (np.isfinite(high - low) and low < high):
                raise ValueError(f"manual_limits must be finite with low < high, got {self.manual_limits}")

    @property
    def heat_table(self) -> str:
        """Name of the colour table of the heat (see ``colours.colour_table``)."""
        return SIGNED_NAME if self.quantity == "signed" else self.colormap

    @property
    def guided_table(self) -> str:
        """Name of the colour table of the guided map."""
        return GUIDED_NAME if self.guided_style == "signed" else MAGNITUDE_NAME


@dataclass(frozen=True)
class ScaleLimits:
    """What the two ends of a colour scale stand for.

    Attributes:
        low: value of the first colour.
        high: value of the last colour, above ``low``.
        mode: ``frame``, ``clip``, ``recording`` or ``manual``.
        unit: unit of the values.
        provisional: clips are still to come that may widen the limits.
        saturates: values may lie beyond the limits; they take the colour of the nearer end.
    """

    low: float
    high: float
    mode: str
    unit: str
    provisional: bool = False
    saturates: bool = False

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise ValueError(f"limits need low < high, got {self.low}, {self.high}")

    @property
    def label(self) -> str:
        """Mode and limits in words, such as ``recording 0–3.1`` or ``clip ±0.02 so far``."""
        spread = f"±{number(self.high)}" if self.low == -self.high else f"{number(self.low)}–{number(self.high)}"
        beyond = " and beyond" if self.saturates else ""
        return f"{self.mode} {spread}{beyond}{' so far' if self.provisional else ''}"

    @property
    def ends(self) -> tuple[str, str]:
        """What to write at the two ends of a colour bar, such as ``0`` and ``3.1``, or ``≤−2`` and ``≥2``."""
        low, high = number(self.low), number(self.high)
        return (f"≤{low}" if self.saturates and self.low != 0 else low, f"≥{high}" if self.saturates else high)


def number(value: float) -> str:
    """A value beside a colour bar: three digits, short exponent, true minus sign."""
    return re.sub(r"e([+-]?)0*", lambda match: f"e{match[1].replace('+', '')}", f"{value:.3g}").replace("-", "−")
