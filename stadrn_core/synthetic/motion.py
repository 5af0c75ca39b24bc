"""How far a facial action moves each pixel of a synthetic frame: where an explanation should look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.alignment import apply
from stadrn_core.synthetic.head import Head, HeadPose, Part
from stadrn_core.synthetic.rasterize import rasterize
from stadrn_core.synthetic.script import with_sides
from stadrn_core.synthetic.studio import Studio, studio

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from stadrn_core.synthetic.shade import Camera
    from stadrn_core.synthetic.surface import Surface
    from stadrn_core.synthetic.truth import Truth
    from stadrn_core.types import Float32Array, Float64Array


def motion_px(
    head: Head,
    surface: Surface,
    camera: Camera,
    intensities: Mapping[str, float],
    pose: HeadPose,
    actions: Sequence[str],
    frame_to_face: NDArray[np.floating] | None = None,
    size_px: int = 224,
) -> Float32Array:
    """Length of the way in px that each visible point goes when the actions come in, from 0 to their intensities.

    Args:
        head: prepared for all of ``intensities``.
        surface: its refined mesh.
        camera: view and size.
        intensities: of all actions in play.
        pose: of the head.
        actions: what comes in; a name without a side means both.
        frame_to_face: (2, 3) to get the map of an aligned face, in its px; None for the frame.
        size_px: side of the aligned face.

    Returns:
        (H, W) or (size_px, size_px) float32, 0 where there is no head.

    Raises:
        ValueError: actions that are not in play.
    """
    names = {full for name in actions for full in with_sides(name)}
    if unknown := names - set(intensities):
        raise ValueError(f"actions that are not in play: {', '.join(sorted(unknown))}")
    without = {name: 0.0 if name in names else value for name, value in intensities.items()}
    (now, depth), (before, _) = (
        camera.project(surface.refine(head.deform(values, pose))[0], head.centre) for values in (intensities, without)
    )
    width, height = camera.width, camera.height
    if frame_to_face is not None:
        # The rasteriser's pixels have their centres at halves, the transform's at whole numbers.
        now, before = (apply(frame_to_face, points - 0.5) + 0.5 for points in (now, before))
        width = height = size_px
    way: Float64Array = np.linalg.norm(now - before, axis=1, keepdims=True)
    solid = surface.triangles[surface.triangle_parts != Part.LASH]
    fragments = rasterize(now, depth, solid, width, height)
    picture = np.zeros(height * width, dtype=np.float32)
    picture[fragments.pixels] = fragments.interpolate(way, solid)[:, 0]
    return picture.reshape(height, width)


class ActionMotion:
    """Motion maps of one recording. Making it evaluates the person again (a second, and the head model once).

    Actions may be any of the head's; those that the recording does not show move nothing.
    """

    def __init__(self, truth: Truth, tools: Studio | None = None) -> None:
        tools = tools or studio()
        self._truth, self._surface = truth, tools.surface.surface
        self._head = tools.heads.head(truth.identity, truth.actions)
        self._known = frozenset(tools.heads.action_names)

    def in_frame(self, frame_index: int, actions: Sequence[str]) -> Float32Array:
        """(H, W) float32 px of the frame; see ``motion_px``."""
        return self._map(frame_index, actions, None, 0)

    def in_face(
        self, frame_index: int, actions: Sequence[str], frame_to_face: NDArray[np.floating], size_px: int = 224
    ) -> Float32Array:
        """(size_px, size_px) float32 px of the aligned face; see ``motion_px``."""
        return self._map(frame_index, actions, frame_to_face, size_px)

    def _map(
        self, frame_index: int, actions: Sequence[str], frame_to_face: NDArray[np.floating] | None, size_px: int
    ) -> Float32Array:
        names = {full for name in actions for full in with_sides(name)}
        if unknown := names - self._known:
            raise ValueError(f"unknown facial actions: {', '.join(sorted(unknown))}")
        truth = self._truth
        intensities = truth.intensities_at(frame_index)
        shown = tuple(sorted(names & set(intensities)))
        pose, camera = truth.pose_at(frame_index), truth.camera
        return motion_px(self._head, self._surface, camera, intensities, pose, shown, frame_to_face, size_px)
