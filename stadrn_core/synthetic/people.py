"""Draws people: shapes of heads and colours that stay plausible, so that a data set shows many different adults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.synthetic.head import Identity
from stadrn_core.synthetic.paint import Appearance

if TYPE_CHECKING:
    from stadrn_core.synthetic.light import Colour
    from stadrn_core.types import Float64Array


@dataclass(frozen=True)
class Person:
    """Shape and colours of one subject."""

    identity: Identity
    appearance: Appearance


LOCAL_CHANGES = {
    "cheek-bones-incr": 0.5,
    "cheek-volume-incr": 0.4,
    "cheek-inner-incr": 0.3,
    "ear-scale-incr": 0.5,
    "ear-wing-incr": 0.4,
    "eye-bag-incr": 0.5,
    "eye-corner1-up": 0.25,
    "eye-corner2-up": 0.25,
    "eye-height2-incr": 0.25,
    "eye-scale-incr": 0.3,
    "eye-trans-out": 0.25,
    "eye-trans-up": 0.2,
    "eye-epicanthus-out": 0.4,
    "eye-push1-out": 0.3,
}
"""Changes that exist for both sides (``l-`` and ``r-``) and the largest amount drawn."""
MIDDLE_CHANGES = {
    "chin-bones-incr": 0.5,
    "chin-cleft-incr": 0.5,
    "chin-height-incr": 0.35,
    "chin-jaw-drop-incr": 0.4,
    "chin-prominent-incr": 0.4,
    "chin-width-incr": 0.5,
    "eyebrows-angle-up": 0.25,
    "eyebrows-trans-forward": 0.4,
    "eyebrows-trans-up": 0.3,
    "forehead-nubian-incr": 0.4,
    "forehead-scale-vert-incr": 0.35,
    "forehead-temple-incr": 0.4,
    "forehead-trans-forward": 0.4,
    "head-age-incr": 0.4,
    "head-fat-incr": 0.5,
    "head-scale-depth-incr": 0.3,
    "head-scale-horiz-incr": 0.4,
    "head-scale-vert-incr": 0.35,
    "mouth-angles-up": 0.15,
    "mouth-cupidsbow-incr": 0.4,
    "mouth-laugh-lines-out": 0.4,
    "mouth-lowerlip-height-incr": 0.35,
    "mouth-lowerlip-volume-incr": 0.4,
    "mouth-philtrum-volume-incr": 0.4,
    "mouth-scale-horiz-incr": 0.4,
    "mouth-trans-forward": 0.3,
    "mouth-trans-up": 0.25,
    "mouth-upperlip-height-incr": 0.35,
    "mouth-upperlip-volume-incr": 0.4,
    "neck-double-incr": 0.4,
    "neck-scale-horiz-incr": 0.4,
    "nose-base-up": 0.4,
    "nose-curve-convex": 0.4,
    "nose-flaring-incr": 0.4,
    "nose-greek-incr": 0.4,
    "nose-hump-incr": 0.5,
    "nose-nostrils-width-incr": 0.4,
    "nose-point-up": 0.4,
    "nose-point-width-incr": 0.4,
    "nose-scale-depth-incr": 0.4,
    "nose-scale-horiz-incr": 0.5,
    "nose-scale-vert-incr": 0.35,
    "nose-volume-incr": 0.4,
    "nose-width1-incr": 0.4,
    "nose-width2-incr": 0.4,
}
"""Changes of the middle of the face, likewise. What looks like an expression (brows, mouth corners) is kept small."""

_YOUNGEST, _OLDEST = 0.66, 0.97
"""Ages as the mesh counts them: about 18 and 75 years (2/3 is a young adult, 1 very old)."""
_SKIN = np.array(
    [
        [0.62, 0.40, 0.300],
        [0.55, 0.31, 0.215],
        [0.42, 0.215, 0.130],
        [0.29, 0.140, 0.080],
        [0.175, 0.082, 0.048],
        [0.105, 0.050, 0.032],
    ]
)
"""Albedo (linear RGB) of plain skin from light to dark."""
_HAIR = {
    "black": (0.012, 0.009, 0.008),
    "dark brown": (0.034, 0.019, 0.0115),
    "brown": (0.075, 0.041, 0.022),
    "red": (0.17, 0.058, 0.02),
    "blond": (0.30, 0.19, 0.085),
    "grey": (0.24, 0.23, 0.215),
}
_IRIS = {
    "dark brown": (0.030, 0.016, 0.010),
    "brown": (0.070, 0.036, 0.018),
    "hazel": (0.095, 0.075, 0.030),
    "green": (0.070, 0.100, 0.055),
    "blue": (0.075, 0.120, 0.165),
    "grey": (0.100, 0.120, 0.125),
}


def sample_person(rng: np.random.Generator) -> Person:
    """Draw an adult; skin, hair and eyes go together, loosely."""
    origin = rng.dirichlet((0.45, 0.45, 0.45))
    age = float(rng.uniform(_YOUNGEST, _OLDEST))
    gender = float(rng.beta(0.5, 0.5))
    phenotype = {
        "gender": gender,
        "age": age,
        "african": float(origin[0]),
        "asian": float(origin[1]),
        "caucasian": float(origin[2]),
        "muscle": float(rng.uniform(0.3, 0.75)),
        "weight": float(rng.uniform(0.25, 0.9)),
        "height": float(rng.uniform(0.35, 0.7)),
        "proportions": float(rng.uniform(0.35, 0.75)),
    }
    identity = Identity(phenotype, _local_changes(rng))
    return Person(identity, _appearance(rng, origin, age, gender))


def _local_changes(rng: np.random.Generator) -> dict[str, float]:
    """Both sides change alike up to a tenth of the limit."""
    changes: dict[str, float] = {}
    for name, limit in LOCAL_CHANGES.items():
        both = rng.uniform(-limit, limit)
        for side in ("l", "r"):
            changes[f"{side}-{name}"] = float(np.clip(both + 0.1 * limit * rng.standard_normal(), -limit, limit))
    for name, limit in MIDDLE_CHANGES.items():
        changes[name] = float(rng.uniform(-limit, limit))
    return changes


def _appearance(rng: np.random.Generator, origin: Float64Array, age: float, gender: float) -> Appearance:
    darkness = float(np.clip(origin @ (0.78, 0.33, 0.17) + rng.normal(0.0, 0.12), 0.0, 1.0))
    at = darkness * (len(_SKIN) - 1)
    low = min(int(at), len(_SKIN) - 2)
    skin = _SKIN[low] + (_SKIN[low + 1] - _SKIN[low]) * (at - low)
    skin = skin * rng.uniform(0.92, 1.08) * (1.0 + rng.normal(0.0, 0.03, 3))
    redder = np.array([0.95, 0.52, 0.62]) * (1.0 + rng.normal(0.0, 0.07, 3))
    is_light = origin[2] > 0.5 and darkness < 0.35
    hair_names = ("black", "dark brown", "brown", "red", "blond") if is_light else ("black", "dark brown")
    hair = np.asarray(_HAIR[str(rng.choice(hair_names))])
    greying = float(np.clip((age - 0.80) / 0.14 + rng.normal(0.0, 0.25), 0.0, 1.0))
    hair = hair + (np.asarray(_HAIR["grey"]) - hair) * greying * 0.9
    iris_names = tuple(_IRIS) if is_light else ("dark brown", "brown")
    garment = rng.uniform(0.02, 0.35) * rng.dirichlet((2.0, 2.0, 2.0)) * 3.0
    return Appearance(
        skin=_colour(skin),
        lips=_colour(skin * redder),
        hair=_colour(hair),
        iris=_colour(np.asarray(_IRIS[str(rng.choice(iris_names))]) * rng.uniform(0.85, 1.2)),
        garment=_colour(garment),
        stubble=float(rng.uniform(0.0, 1.0)) if gender > 0.6 else 0.0,
        brow_thickness=float(rng.uniform(0.65, 1.35)),
        seed=int(rng.integers(2**31)),
    )


def _colour(rgb: Float64Array) -> Colour:
    red, green, blue = (float(value) for value in np.clip(rgb, 0.003, 0.9))
    return red, green, blue
