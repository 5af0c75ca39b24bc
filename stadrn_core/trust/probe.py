"""What if this part of the face had been neutral for this while? One question of the user, answered by the model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.trust.case import points_of
from stadrn_core.trust.neutral import How, neutral_clip, replaced

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stadrn_core.networks import Network
    from stadrn_core.types import Float32Array


@dataclass(frozen=True)
class Probed:
    """The answer, in BDI-II points.

    Attributes:
        points_before: score range × raw output of the clip as it is, not clamped.
        points_after: with the part made neutral.
        share: of the clip's pixels that were made neutral.
        how: in which way.
    """

    points_before: float
    points_after: float
    share: float
    how: How

    @property
    def score_before(self) -> float:
        """Clamped at 0."""
        return max(self.points_before, 0.0)

    @property
    def score_after(self) -> float:
        """Clamped at 0."""
        return max(self.points_after, 0.0)

    @property
    def difference(self) -> float:
        """After less before, not clamped; below 0: the part had raised the score."""
        return self.points_after - self.points_before


def probe(
    model: Network,
    clip: Float32Array,
    mask: NDArray[np.bool_],
    frames: tuple[int, int] | None = None,
    how: How = "blur",
    points_before: float | None = None,
) -> Probed:
    """Run the model again with one part of a clip made neutral.

    Args:
        model: left as it was found.
        clip: (3, T, S, S) float32, normalised RGB.
        mask: (S, S) or (T, S, S) bool, from ``region_mask`` or ``cell_mask``.
        frames: positions [first, stop) of the clip; all where None.
        how: ``blur`` or ``mean``.
        points_before: score range × raw output of the clip where it is known (of the clip's record): one forward pass
            then is enough; two where None.

    Raises:
        ValueError: the mask does not fit, or the frames do not lie in the clip.
    """
    num_frames = clip.shape[1]
    first, stop = frames or (0, num_frames)
    if not 0 <= first < stop <= num_frames:
        raise ValueError(f"frames must lie in [0, {num_frames}), got [{first}, {stop})")
    if mask.shape not in (clip.shape[2:], clip.shape[1:]):
        raise ValueError(f"mask must be {clip.shape[2:]} or {clip.shape[1:]}, got {mask.shape}")
    where = np.broadcast_to(mask, clip.shape[1:])[first:stop]
    changed = clip.copy()
    # The mean colour is the whole clip's; a blur needs no other frame than its own.
    part = clip[:, first:stop]
    neutral = neutral_clip(clip, how)[:, first:stop] if how == "mean" else neutral_clip(part, how)
    changed[:, first:stop] = replaced(part, neutral, where)
    before = points_of(model, clip) if points_before is None else points_before
    return Probed(before, points_of(model, changed), float(where.sum()) / clip[0].size, how)
