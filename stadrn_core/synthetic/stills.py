"""Single aligned faces with known expressions, each of a new person: what a network learns expressions from first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from stadrn_core.alignment import face_transform, warp_face
from stadrn_core.synthetic.expressions import Expression, sample_expression
from stadrn_core.synthetic.people import Person, sample_person
from stadrn_core.synthetic.quality import DRAFT
from stadrn_core.synthetic.recording import expose
from stadrn_core.synthetic.scenes import Scene, sample_scene
from stadrn_core.synthetic.score import still_score
from stadrn_core.synthetic.shade import Renderer
from stadrn_core.synthetic.studio import Studio, studio
from stadrn_core.types import AlignmentConfig

if TYPE_CHECKING:
    from pathlib import Path

    from stadrn_core.synthetic.factory import Facts, Row
    from stadrn_core.types import Float64Array, UInt8Array

FRAME_PX = 320
VIEW_HEIGHT_M = (0.285, 0.335)
"""The face fills the frame; a pixel of it is about one of the aligned face."""
FACE_JPEG_QUALITY = 92
_MOST_ATTEMPTS = 20


@dataclass(frozen=True)
class Still:
    """One picture and what is known of it.

    Attributes:
        frame: (H, W, 3) uint8 as the camera stores it.
        face: (224, 224, 3) uint8 aligned by dlib's landmarks.
        frame_to_face: (2, 3) float64.
        person: who.
        scene: where.
        expression: what the face does.
        attempts: how many were drawn until dlib found the face, this one included.
    """

    frame: UInt8Array
    face: UInt8Array
    frame_to_face: Float64Array
    person: Person
    scene: Scene
    expression: Expression
    attempts: int


def draw_still(seed: int, index: int, kind: str, tools: Studio | None = None) -> Still:
    """Draw one picture; it depends on the arguments only."""
    tools = tools or studio()
    for attempt in range(_MOST_ATTEMPTS):
        rng = np.random.default_rng((seed, index, attempt))
        person = sample_person(rng)
        scene = sample_scene(rng, person, FRAME_PX, FRAME_PX, VIEW_HEIGHT_M)
        expression = sample_expression(rng, kind)
        frame = _render(tools, person, scene, expression)
        found = tools.faces.find_faces(frame)
        if found:
            config = AlignmentConfig()
            transform = face_transform(found[0].landmarks, config)
            face = warp_face(frame, transform, config.size_px)
            return Still(frame, face, transform, person, scene, expression, attempt + 1)
    raise RuntimeError(f"dlib found no face in {_MOST_ATTEMPTS} pictures of item {index}, seed {seed}, kind {kind}")


def _render(tools: Studio, person: Person, scene: Scene, expression: Expression) -> UInt8Array:
    """The frame (H, W, 3) uint8, compressed once."""
    intensities = {name: value for name, value in expression.shown.items() if value > 0.0}
    head = tools.heads.head_with_expression(person.identity, intensities)
    renderer = Renderer(head, person.appearance, scene.camera, scene.lighting, DRAFT, tools.surface, scene.background)
    picture = renderer.render(head.deform({"expression": 1.0}, expression.pose), intensities)
    return _decoded(_jpeg(expose(picture.linear_rgb, scene.sensor, 0), scene.jpeg_quality))


def _jpeg(rgb: UInt8Array, quality: int) -> bytes:
    done, content = cv2.imencode(".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise RuntimeError("OpenCV did not encode a JPEG")
    return content.tobytes()


def _decoded(content: bytes) -> UInt8Array:
    bgr = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR)
    if bgr is None:
        raise RuntimeError("OpenCV did not decode its own JPEG")
    return np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), np.uint8)


@dataclass(frozen=True)
class StillWork:
    """Makes item ``index`` of a data set of stills; goes to other processes.

    Attributes:
        seed: of the data set.
        kind: one of ``expressions.KINDS``.
    """

    seed: int
    kind: str

    def __call__(self, folder: Path, index: int) -> tuple[Row, Facts]:
        """Write the picture and return its row of ``labels.csv``."""
        still = draw_still(self.seed, index, self.kind)
        path = folder / "images" / f"{index:06d}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial")
        partial.write_bytes(_jpeg(still.face, FACE_JPEG_QUALITY))
        partial.replace(path)
        row: Row = {
            "path": path.relative_to(folder).as_posix(),
            "label": round(still_score(still.expression.held), 3),
            "split": "validation" if index % 10 == 9 else "train",
            "subject": f"{self.seed}-{index:06d}",
            **{name: round(value, 4) for name, value in still.expression.auxiliary.items()},
        }
        return row, {"attempts": still.attempts}
