"""Draws regions.png, the atlas on a synthetic face: python -m resources.pictures.make_regions resources/pictures.

It needs the extra ``synthetic``. Nobody has this face.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from stadrn_core.alignment import apply, face_transform, warp_face
from stadrn_core.export.region_figure import write_atlas_picture
from stadrn_core.synthetic.head import HeadModel, HeadPose
from stadrn_core.synthetic.landmarks import landmark_points
from stadrn_core.synthetic.light import Lighting
from stadrn_core.synthetic.people import sample_person
from stadrn_core.synthetic.recording import Sensor, expose
from stadrn_core.synthetic.shade import Camera, Renderer, wall
from stadrn_core.types import AlignmentConfig

PERSON_SEED = 304
FRAME_PX, FACE_PX = 1400, 640


def main() -> None:
    """Render a face at rest, align it by its true landmarks, and draw the atlas on it."""
    parser = argparse.ArgumentParser(description="Draw the picture of the regions.")
    parser.add_argument("folder", type=Path, help="where regions.png goes")
    folder: Path = parser.parse_args().folder
    person = sample_person(np.random.default_rng(PERSON_SEED))
    head, lighting = HeadModel().head(person.identity, ()), Lighting()
    camera = Camera(FRAME_PX, FRAME_PX)
    background = wall(FRAME_PX, FRAME_PX, lighting.background)
    picture = Renderer(head, person.appearance, camera, lighting, background=background).render(
        head.deform({}, HeadPose()), {}
    )
    frame = expose(picture.linear_rgb, Sensor(), 0)
    true = camera.project(landmark_points().at(picture.vertices), head.centre)[0] - 0.5
    to_face = face_transform(true, AlignmentConfig(size_px=FACE_PX))
    write_atlas_picture(folder / "regions.png", warp_face(frame, to_face, FACE_PX), apply(to_face, true))


if __name__ == "__main__":
    main()
