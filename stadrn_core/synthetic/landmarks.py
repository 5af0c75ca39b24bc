"""dlib's 68 landmarks as fixed points of the mesh, so that their true places are known on every frame.

The points are in ``landmarks_68.json``: for each landmark three vertices of the refined mesh and their weights. They
were found with ``python -m stadrn_core.synthetic.landmarks``: over many rendered frontal faces, dlib's landmarks were
looked up on the surface (which point of which triangle a pixel shows), their canonical places averaged, made
symmetrical and moved to the nearest point of the skin. So they say where *on the face* dlib puts its landmarks on
average; what is left between them and dlib's answer on one frame is dlib's error on that frame. The points 60–67 come
from open mouths, where upper and lower lip are apart. Those of the contour (0–16) are right for faces seen from the
front only: dlib puts them on the outline, wherever on the head that is.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from stadrn_core.synthetic.head import HeadPose, Part
from stadrn_core.synthetic.surface import MASKS

if TYPE_CHECKING:
    from stadrn_core.synthetic.surface import Surface
    from stadrn_core.types import Float64Array, IntArray

DATA_NAME = "landmarks_68.json"
NUM_LANDMARKS = 68
INNER_MOUTH = slice(60, 68)

MIRROR = np.array(
    [
        *(*range(16, -1, -1), *range(26, 16, -1), *range(27, 31), *range(35, 30, -1)),
        *(45, 44, 43, 42, 47, 46, 39, 38, 37, 36, 41, 40),
        *(54, 53, 52, 51, 50, 49, 48, 59, 58, 57, 56, 55, 64, 63, 62, 61, 60, 67, 66, 65),
    ]
)
"""Number of each landmark's mirror image."""


@dataclass(frozen=True)
class SurfacePoints:
    """Points fixed to a refined mesh.

    Attributes:
        corners: (N, 3) int64 vertices of the refined mesh.
        weights: (N, 3) float64; each row sums to 1.
        num_vertices: of the mesh they belong to.
    """

    corners: IntArray
    weights: Float64Array
    num_vertices: int

    def at(self, vertices: Float64Array) -> Float64Array:
        """Places (N, C) of the points, from values (V', C) at the vertices of the refined mesh.

        Raises:
            ValueError: another mesh.
        """
        if len(vertices) != self.num_vertices:
            raise ValueError(f"the points belong to a mesh of {self.num_vertices} vertices, got {len(vertices)}")
        places: Float64Array = (vertices[self.corners] * self.weights[..., None]).sum(axis=1)
        return places


@cache
def landmark_points() -> SurfacePoints:
    """The 68 landmarks on the refined mesh of ``HeadModel``'s heads."""
    stored = json.loads((files(__package__) / DATA_NAME).read_text(encoding="utf-8"))
    return SurfacePoints(np.array(stored["corners"]), np.array(stored["weights"]), stored["num_vertices"])


def nearest_on_skin(surface: Surface, places: Float64Array) -> SurfacePoints:
    """The points of the outer skin nearest to canonical places (N, 3).

    Each of the triangles around is sampled finely; good to a tenth of a millimetre.
    """
    inside = surface.masks[:, MASKS.index("inside_mouth")] > 0.5
    is_outer = (surface.triangle_parts == Part.SKIN) & ~inside[surface.triangles].any(axis=1)
    triangles = surface.triangles[is_outer]
    steps = np.arange(0, 13) / 12
    grid = np.array([(1 - a - b, a, b) for a in steps for b in steps if a + b <= 1 + 1e-9])
    corners, weights = [], []
    for place in places:
        near = np.argsort(np.linalg.norm(surface.canonical[triangles].mean(axis=1) - place, axis=1))[:12]
        samples = np.einsum("gk,tkc->tgc", grid, surface.canonical[triangles[near]].astype(np.float64))
        best = np.linalg.norm(samples - place, axis=2).argmin()
        triangle, sample = np.unravel_index(best, samples.shape[:2])
        corners.append(triangles[near[triangle]])
        weights.append(grid[sample])
    return SurfacePoints(np.array(corners), np.array(weights), len(surface.canonical))


def calibrate(num_people: int, seed: int) -> tuple[SurfacePoints, Float64Array]:
    """Find the points; also tells how far (mm, (68,)) dlib's answers scatter around them across people."""
    from stadrn_core.synthetic.studio import studio

    tools = studio()
    surface = tools.surface.surface
    seen = np.stack([_seen_places(seed, index) for index in range(num_people)])
    is_usable = np.isfinite(seen).all(axis=(1, 2))
    is_open = np.arange(num_people) % 2 == 1
    middle = np.median(seen[is_usable & ~is_open], axis=0)
    middle[INNER_MOUTH] = np.median(seen[is_usable & is_open], axis=0)[INNER_MOUTH]
    symmetric = (middle + middle[MIRROR] * (-1.0, 1.0, 1.0)) / 2
    points = nearest_on_skin(surface, symmetric)
    scatter = np.linalg.norm(seen[is_usable & ~is_open] - points.at(surface.canonical.astype(np.float64)), axis=2)
    return points, 1000 * np.median(scatter, axis=0)


def _seen_places(seed: int, index: int) -> Float64Array:
    """Canonical places (68, 3) that dlib's landmarks show on one frontal face; NaN where it sees no face.

    Faces of an odd index have the mouth open.
    """
    from stadrn_core.synthetic.people import sample_person
    from stadrn_core.synthetic.quality import DRAFT
    from stadrn_core.synthetic.rasterize import rasterize
    from stadrn_core.synthetic.recording import Sensor, expose
    from stadrn_core.synthetic.scenes import sample_scene
    from stadrn_core.synthetic.shade import Renderer
    from stadrn_core.synthetic.studio import studio

    tools, rng = studio(), np.random.default_rng((seed, index))
    surface = tools.surface.surface
    person = sample_person(rng)
    scene = sample_scene(rng, person, 400, 400, (0.29, 0.31))
    intensities = {"jawOpen": float(rng.uniform(0.35, 0.7))} if index % 2 else {}
    head = tools.heads.head_with_expression(person.identity, intensities)
    pose = HeadPose(float(rng.normal(0, 2)), float(rng.normal(0, 2)), float(rng.normal(0, 2)))
    renderer = Renderer(head, person.appearance, scene.camera, scene.lighting, DRAFT, tools.surface, scene.background)
    picture = renderer.render(head.deform({"expression": 1.0}, pose), intensities)
    found = tools.faces.find_faces(expose(picture.linear_rgb, Sensor(noise=0.5), 0))
    if not found:
        return np.full((NUM_LANDMARKS, 3), np.nan)
    # Which point of the outer skin a pixel shows; where it shows an eye or a tooth, the nearest that shows skin counts.
    is_solid = surface.triangle_parts != Part.LASH
    solid, parts = surface.triangles[is_solid], surface.triangle_parts[is_solid]
    depth = scene.camera.project(picture.vertices, head.centre)[1]
    fragments = rasterize(picture.points_px, depth, solid, 400, 400)
    shown = fragments.interpolate(surface.canonical.astype(np.float64), solid)
    inside = fragments.interpolate(surface.masks[:, [MASKS.index("inside_mouth")]].astype(np.float64), solid)[:, 0]
    outside = (parts[fragments.triangles] == Part.SKIN) & (inside < 0.5)
    pixels = np.stack([fragments.pixels % 400, fragments.pixels // 400], axis=1)[outside]
    distance = np.linalg.norm(pixels[None] - found[0].landmarks[:, None].astype(np.float64), axis=2)
    places: Float64Array = shown[outside][distance.argmin(axis=1)]
    return places


def main() -> None:
    """Find the points and write them beside this file."""
    parser = argparse.ArgumentParser(description="Find dlib's landmarks on the mesh.")
    parser.add_argument("--people", type=int, default=240)
    parser.add_argument("--seed", type=int, default=68)
    arguments = parser.parse_args()
    points, scatter_mm = calibrate(arguments.people, arguments.seed)
    stored = {
        "made_by": f"python -m stadrn_core.synthetic.landmarks --people {arguments.people} --seed {arguments.seed}",
        "num_vertices": points.num_vertices,
        "scatter_mm": [round(float(value), 2) for value in scatter_mm],
        "corners": points.corners.tolist(),
        "weights": [[round(float(value), 4) for value in row] for row in points.weights],
    }
    text = json.dumps(stored).replace('], "', '],\n"').replace('"made_by"', '\n"made_by"')
    (Path(__file__).parent / DATA_NAME).write_text(text + "\n", encoding="utf-8")
    print(f"scatter (mm): {stored['scatter_mm']}")


if __name__ == "__main__":
    main()
