"""Frames that cannot be decoded are data: shown empty, counted, and told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.errors import FrameError
from stadrn_core.types import FaceState, Frame

if TYPE_CHECKING:
    from stadrn_core.types import FrameSource
    from stadrn_core.view import AnalysisView

BLANK_LEVEL = 48


def read_or_blank(source: FrameSource, frame_index: int) -> Frame:
    """A frame, or an empty grey picture marked as damaged where it cannot be decoded.

    Raises:
        IndexError: there is no such frame.
        VideoError: the recording cannot be read any more.
    """
    try:
        return source.read(frame_index)
    except FrameError:
        info = source.info
        blank = np.full((info.height, info.width, 3), BLANK_LEVEL, np.uint8)
        return Frame(frame_index, float(info.pts_seconds[frame_index]), blank, is_damaged=True)


def damage_warning(store: AnalysisView) -> str | None:
    """How many sampled frames cannot be decoded, and what that means; None where all can."""
    states = store.face_states()
    damaged = store.plan.frame_indices[states == FaceState.DAMAGED]
    if not len(damaged):
        return None
    looked = int((states != FaceState.UNKNOWN).sum())
    place = f"frame {damaged[0]}" if len(damaged) == 1 else f"the first is frame {damaged[0]}, the last {damaged[-1]}"
    return (
        f"{len(damaged)} of {looked} sampled frames cannot be decoded, as the file is damaged ({place}). They count as "
        "frames without a face: clips hold the nearest one in their place. Pictures shortly after a damaged one may be "
        "distorted."
    )
