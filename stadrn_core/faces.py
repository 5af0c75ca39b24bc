"""Finds faces in one picture: dlib's frontal detector, 68 landmarks and face descriptors.

Detection works in grey and at a size that depends on how large a face is looked for, so its cost hardly depends on the
resolution of the recording. Landmarks are the mean of several predictions in a levelled, fixed-size crop: dlib answers
in whole pixels and its answer depends on the box it starts from, which makes an aligned face tremble.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import dlib
import numpy as np

from stadrn_core.alignment import apply, eyes_and_mouth, invert, warp_face
from stadrn_core.errors import FaceError

if TYPE_CHECKING:
    from stadrn_core.types import Float32Array, Float64Array, UInt8Array

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in px of the frame."""

MODELS_PACKAGE = "face_recognition_models"
LANDMARK_FILE = "shape_predictor_68_face_landmarks.dat"
DESCRIPTOR_FILE = "dlib_face_recognition_resnet_model_v1.dat"
SAME_PERSON = 0.6
"""Distance between two face descriptors up to which dlib takes them for one person."""

SAME_PLACE = 0.2
"""Overlap of two boxes on consecutive frames from which they may be one face."""

DETECTOR_WINDOW_PX = 80
"""The smallest face that dlib's detector sees."""
QUICK_SHARE = 0.4
"""Smallest face of the quick search, as a share of the picture's shorter side."""
THOROUGH_SHARE = 1 / 8
"""Smallest face of the thorough search, likewise."""
MAX_UPSAMPLING = 2.0
NEAR_MARGIN = 0.4
NEAR_FACE_PX = 104
"""Size at which a face is looked for near where it was: between two steps of the detector's pyramid (96 and 115)."""

CROP_FACE_PX = 256
CROP_PX = 384
BOX_SIDE = 1.717
"""Side of dlib's detection box in units of hypot(eye distance, eyes to mouth); measured on real faces."""
BOX_CENTRE = 0.425
"""Where the centre of dlib's box lies on the way from the eyes to the mouth; measured on real faces."""
BOX_NUDGES = ((0.0, -0.046), (0.04, 0.023), (-0.04, 0.023))
"""Shifts of the box, as shares of its side, whose predictions are averaged."""


@dataclass(frozen=True)
class DetectedFace:
    """A face in one picture.

    Attributes:
        box_px: left, top, right, bottom, computed from the landmarks the way dlib's detector would frame them.
        landmarks: (68, 2) float32 px, with fractions.
    """

    box_px: Box
    landmarks: Float32Array

    @property
    def size_px(self) -> float:
        """Side of the box."""
        return self.box_px[2] - self.box_px[0]


def landmark_model_path(path: Path | str | None = None) -> Path:
    """Where dlib's 68-landmark model is: the given file, or the one of the package face_recognition_models.

    The package is never imported (it needs pkg_resources), only its file list is read.

    Raises:
        FaceError: there is no such file.
    """
    if path is None:
        return _packaged_file(LANDMARK_FILE, "landmark model")
    given = Path(path).expanduser()
    if not given.is_file():
        raise FaceError(
            f"The landmark model {given} does not exist. Give the path of {LANDMARK_FILE}, "
            f"or give none to use the one of the package {MODELS_PACKAGE}."
        )
    return given


def descriptor_model_path(landmark_model: Path | None = None) -> Path:
    """Where dlib's face recognition model is: beside a landmark model that the user gave, or in the package.

    Raises:
        FaceError: there is no such file.
    """
    if landmark_model is not None and (beside := landmark_model.with_name(DESCRIPTOR_FILE)).is_file():
        return beside
    return _packaged_file(DESCRIPTOR_FILE, "face recognition model")


def models_identity(landmark_model: Path | None = None) -> str:
    """What decides which faces and landmarks are found: dlib's version, and the models' version or content."""
    parts = [dlib.__version__, version(MODELS_PACKAGE)]
    if landmark_model is not None:
        for path in (landmark_model_path(landmark_model), descriptor_model_path(landmark_model)):
            facts = path.stat()
            parts.append(_content_sha256(path, facts.st_size, facts.st_mtime_ns))
    return "-".join(parts)


@cache
def _content_sha256(path: Path, _size: int, _mtime_ns: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _packaged_file(name: str, purpose: str) -> Path:
    try:
        files = distribution(MODELS_PACKAGE).files or []
    except PackageNotFoundError as error:
        raise FaceError(
            f"dlib's {purpose} {name} is missing: the package {MODELS_PACKAGE} is not installed. "
            f"Install it with: python -m pip install {MODELS_PACKAGE}"
        ) from error
    for file in files:
        if file.name == name and (found := Path(str(file.locate()))).is_file():
            return found.resolve()
    raise FaceError(
        f"dlib's {purpose} {name} is not in the installed package {MODELS_PACKAGE}. "
        f"Install it again with: python -m pip install --force-reinstall {MODELS_PACKAGE}"
    )


def overlap(first: Box, second: Box) -> float:
    """Intersection over union of two boxes, 0 to 1."""
    width = min(first[2], second[2]) - max(first[0], second[0])
    height = min(first[3], second[3]) - max(first[1], second[1])
    if width <= 0 or height <= 0:
        return 0.0
    areas = sum((b[2] - b[0]) * (b[3] - b[1]) for b in (first, second))
    return width * height / (areas - width * height)


class FaceModels:
    """dlib's detector, landmark model and descriptor network. Loading takes about a second and 130 MB.

    Not bound to a recording. Every answer depends on the picture and the arguments alone.

    Args:
        landmark_model: file of the 68-landmark model; None takes the packaged one.

    Raises:
        FaceError: a model file is missing or is not what it should be.
    """

    def __init__(self, landmark_model: Path | None = None) -> None:
        landmark_file = landmark_model_path(landmark_model)
        descriptor_file = descriptor_model_path(landmark_model)
        self._detector = dlib.get_frontal_face_detector()
        try:
            self._predictor = dlib.shape_predictor(str(landmark_file))
            self._network = dlib.face_recognition_model_v1(str(descriptor_file))
        except RuntimeError as error:
            raise FaceError(
                f"dlib cannot read {landmark_file} and {descriptor_file.name} beside or packaged: {error}. "
                f"The landmark model has to be {LANDMARK_FILE}; download it again if it was cut short."
            ) from error
        blank = np.zeros((CROP_PX, CROP_PX), np.uint8)
        num_points = self._predictor(blank, dlib.rectangle(0, 0, CROP_PX - 1, CROP_PX - 1)).num_parts
        if num_points != 68:
            raise FaceError(
                f"The landmark model {landmark_file} gives {num_points} points, not 68. It has to be {LANDMARK_FILE}."
            )

    def detect_faces(self, rgb: UInt8Array, smallest_share: float = THOROUGH_SHARE) -> list[DetectedFace]:
        """All faces of a picture, the largest first.

        Args:
            rgb: (H, W, 3) uint8.
            smallest_share: smallest face looked for, as a share of the picture's shorter side. The picture is scaled so
                that such a face just fills the detector's window, but at most doubled.
        """
        grey = to_grey(rgb)
        faces = [self._face(grey, box) for box in self._boxes(grey, smallest_share)]
        return sorted((f for f in faces if f is not None), key=lambda f: -f.size_px)

    def find_faces(self, rgb: UInt8Array, smallest_share: float = THOROUGH_SHARE) -> list[DetectedFace]:
        """The large faces of a picture, or, only if there is none, the smaller ones too; the largest first."""
        if smallest_share < QUICK_SHARE and (large := self.detect_faces(rgb, QUICK_SHARE)):
            return large
        return self.detect_faces(rgb, smallest_share)

    def faces_in(self, rgb: UInt8Array) -> list[Box]:
        """Boxes of all faces of a picture, the largest first: for letting the user pick one."""
        return [face.box_px for face in self.detect_faces(rgb)]

    def find_near(self, rgb: UInt8Array, previous: DetectedFace) -> DetectedFace | None:
        """The face that overlaps where it was on the frame before; None if the detector sees none there.

        Each frame is really looked at: a face that has left is not carried on.
        """
        left, top, right, bottom = previous.box_px
        margin = NEAR_MARGIN * previous.size_px
        height, width = rgb.shape[:2]
        x0, y0 = max(0, int(left - margin)), max(0, int(top - margin))
        x1, y1 = min(width, int(right + margin) + 1), min(height, int(bottom + margin) + 1)
        if x1 - x0 < 2 or y1 - y0 < 2:
            return None
        grey = to_grey(rgb)
        scale = min(NEAR_FACE_PX / previous.size_px, MAX_UPSAMPLING)
        boxes = self._boxes_at(grey[y0:y1, x0:x1], scale)
        moved = [(b[0] + x0, b[1] + y0, b[2] + x0, b[3] + y0) for b in boxes]
        best = max(moved, key=lambda box: overlap(box, previous.box_px), default=None)
        if best is None or overlap(best, previous.box_px) < SAME_PLACE:
            return None
        return self._face(grey, best)

    def describe(self, rgb: UInt8Array, face: DetectedFace) -> Float64Array:
        """(128,) float64 descriptor; two of one person are closer than ``SAME_PERSON`` (Euclidean)."""
        points = [dlib.point(round(float(x)), round(float(y))) for x, y in face.landmarks]
        shape = dlib.full_object_detection(_rectangle(face.box_px), points)
        return np.asarray(self._network.compute_face_descriptor(np.ascontiguousarray(rgb), shape), np.float64)

    def _boxes(self, grey: UInt8Array, smallest_share: float) -> list[Box]:
        return self._boxes_at(grey, DETECTOR_WINDOW_PX / (smallest_share * min(grey.shape)))

    def _boxes_at(self, grey: UInt8Array, scale: float) -> list[Box]:
        """Detections in a picture that is scaled first, in px of the picture as given."""
        height, width = grey.shape
        scale = min(scale, MAX_UPSAMPLING)
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        scaled = np.ascontiguousarray(cv2.resize(grey, size, interpolation=method))
        fx, fy = width / size[0], height / size[1]
        return [
            (b.left() * fx, b.top() * fy, (b.right() + 1) * fx, (b.bottom() + 1) * fy)
            for b in self._detector(scaled, 0)
        ]

    def _face(self, grey: UInt8Array, box: Box) -> DetectedFace | None:
        """Landmarks in a detected box; None when they have not the shape of a face."""
        first = self._predict(grey, box, 0.0, ((0.0, 0.0),))
        if not _is_face(first):
            return None
        left, right, _ = eyes_and_mouth(first)
        roll = float(np.arctan2(right[1] - left[1], right[0] - left[0]))
        landmarks = self._predict(grey, box_of(first), roll, BOX_NUDGES)
        if not _is_face(landmarks):
            return None
        return DetectedFace(box_of(landmarks), landmarks.astype(np.float32))

    def _predict(
        self, grey: UInt8Array, box: Box, roll: float, nudges: tuple[tuple[float, float], ...]
    ) -> Float64Array:
        """Mean of dlib's landmarks over slightly shifted boxes, in a crop turned by ``roll`` (radians): (68, 2) px."""
        centre = np.array([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2])
        scale = CROP_FACE_PX / (box[2] - box[0])
        turn = scale * np.array([[np.cos(roll), np.sin(roll)], [-np.sin(roll), np.cos(roll)]])
        to_crop = np.column_stack([turn, (CROP_PX - 1) / 2 - turn @ centre])
        crop = warp_face(grey, to_crop, CROP_PX)
        start = (CROP_PX - CROP_FACE_PX) / 2
        total = np.zeros((68, 2))
        for x, y in nudges:
            corner = (round(start + x * CROP_FACE_PX), round(start + y * CROP_FACE_PX))
            rectangle = dlib.rectangle(*corner, corner[0] + CROP_FACE_PX - 1, corner[1] + CROP_FACE_PX - 1)
            total += [(p.x, p.y) for p in self._predictor(crop, rectangle).parts()]
        return apply(invert(to_crop), total / len(nudges))


def to_grey(rgb: UInt8Array) -> UInt8Array:
    """(H, W) uint8 luminance of (H, W, 3) uint8."""
    return np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8)


def box_of(landmarks: Float64Array) -> Box:
    """The square that dlib's detector would put around a face with these landmarks, without its rounding to steps."""
    left, right, mouth = eyes_and_mouth(landmarks)
    eyes = (left + right) / 2
    x, y = eyes + BOX_CENTRE * (mouth - eyes)
    half = BOX_SIDE / 2 * float(np.hypot(np.linalg.norm(right - left), np.linalg.norm(mouth - eyes)))
    return float(x - half), float(y - half), float(x + half), float(y + half)


def _is_face(landmarks: Float64Array) -> bool:
    """Eyes apart, in their order, and the mouth below them; what ``face_transform`` needs."""
    left, right, mouth = eyes_and_mouth(landmarks)
    along = right - left
    eyes = (left + right) / 2
    drop = along[0] * (mouth - eyes)[1] - along[1] * (mouth - eyes)[0]
    return bool(drop > 0.05 * float(along @ along) > 0)


def _rectangle(box: Box) -> dlib.rectangle:
    return dlib.rectangle(*(round(edge) for edge in box))
