"""A made-up head for tests that draw without the package anny, and work for data sets of next to nothing."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.synthetic.head import Head, Part

if TYPE_CHECKING:
    from pathlib import Path

    from stadrn_core.synthetic.factory import Facts, Row


@dataclass(frozen=True)
class WriteNumbers:
    """Writes a text file for each item; item ``fails_at`` raises ``error``."""

    seed: int
    fails_at: int = -1
    error: Exception = field(default_factory=lambda: RuntimeError("this item fails"))

    def __call__(self, folder: Path, index: int) -> tuple[Row, Facts]:
        if index == self.fails_at:
            raise self.error
        path = folder / f"{index}.txt"
        path.write_text(f"{self.seed} {index}", encoding="utf-8")
        return {"path": path.name, "label": float(index), "split": "train", "subject": f"{index}"}, {"attempts": 1}


@dataclass(frozen=True)
class KilledAt:
    """Writes as ``WriteNumbers``; its process is gone at this item, as if the system had killed it."""

    index: int

    def __call__(self, folder: Path, index: int) -> tuple[Row, Facts]:
        if index == self.index:
            os._exit(9)
        return WriteNumbers(0)(folder, index)


def _ball(centre: tuple[float, float, float], radii: tuple[float, float, float], rings: int, sectors: int):
    """A closed band of quads, almost a ball; wound so that normals point outwards."""
    polar = np.linspace(0.08, np.pi - 0.08, rings)
    around = np.arange(sectors) * 2 * np.pi / sectors
    shape = [[np.sin(p) * np.cos(a), np.sin(p) * np.sin(a), np.cos(p)] for p in polar for a in around]
    quads = [
        [i * sectors + j, (i + 1) * sectors + j, (i + 1) * sectors + (j + 1) % sectors, i * sectors + (j + 1) % sectors]
        for i in range(rings - 1)
        for j in range(sectors)
    ]
    return np.asarray(centre) + np.array(shape) * radii, np.array(quads)


def egg_head() -> Head:
    """A head of a skull and two eyes, where the average head has them; its only action raises the forehead."""
    pieces = [
        (_ball((0.0, -0.03, 0.65), (0.075, 0.095, 0.11), 16, 20), Part.SKIN),
        (_ball((0.030, -0.112, 0.649), (0.0145, 0.0145, 0.0145), 10, 12), Part.EYE),
        (_ball((-0.030, -0.112, 0.649), (0.0145, 0.0145, 0.0145), 10, 12), Part.EYE),
        (_ball((0.030, -0.125, 0.657), (0.012, 0.004, 0.001), 4, 6), Part.LASH),
    ]
    vertices, quads, parts, count = [], [], [], 0
    for (points, faces), part in pieces:
        vertices.append(points)
        quads.append(faces + count)
        parts.append(np.full(len(faces), part))
        count += len(points)
    neutral = np.concatenate(vertices)
    raised = np.zeros_like(neutral)
    raised[neutral[:, 2] > 0.70] = (0.0, -0.004, 0.006)
    nothing = np.zeros(count)
    return Head(
        neutral=neutral,
        actions={"browInnerUp": raised},
        canonical=neutral,
        quads=np.concatenate(quads),
        parts=np.concatenate(parts),
        masks=dict.fromkeys(("lips", "eyelids", "ears", "inside_mouth", "lash_tip"), nothing),
        neck_pivot=np.array([0.0, 0.0, 0.55]),
        turning=np.clip((neutral[:, 2] - 0.55) / 0.05, 0, 1),
        centre=np.array([0.0, -0.112, 0.649]),
    )
