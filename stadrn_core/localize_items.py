"""Synthetic faces as items of the localisation study: what ``stadrn synth`` drew, and how its actions move the face.

How far an action moves each pixel is not stored with the pictures; it is computed from the data set's seed (stills) or
the recording's truth, which needs the extra ``synthetic``. A file ``NAME.truth.npz`` beside a still with an array
``motion_px`` (S, S) is used instead where it is there.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch

from stadrn_core.alignment import apply, fit_transform
from stadrn_core.clips import clip_tensor, make_plan, nearest_with_face
from stadrn_core.errors import DataError, FaceError
from stadrn_core.face_cache import FACES_PER_CHUNK, FaceSettings
from stadrn_core.faces import FaceModels
from stadrn_core.images import IMAGE_SUFFIXES, read_image
from stadrn_core.labels import read_cells, read_labels
from stadrn_core.localize_maps import Item, ItemSource, Moment
from stadrn_core.model import STAGES
from stadrn_core.recordings import fitted
from stadrn_core.subject import SubjectFollower
from stadrn_core.types import FaceState
from stadrn_core.video import hash_recording, open_recording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from stadrn_core.labels import LabelRow, Problem, Split
    from stadrn_core.networks import NetworkConfig
    from stadrn_core.synthetic.motion import ActionMotion
    from stadrn_core.synthetic.truth import Truth
    from stadrn_core.types import AlignmentConfig, Float32Array, Float64Array, FrameSource, IntArray, UInt8Array

DATASET_FILE = "dataset.json"
_BROW, _MOUTH_CORNERS, _LIDS = ("browDown", "browInnerUp"), ("mouthFrown",), ("eyeBlink",)
RAISING_ACTIONS: dict[str, tuple[str, ...]] = {
    "brow": _BROW,
    "mouth_corners": _MOUTH_CORNERS,
    "lids": _LIDS,
    "mixed": (*_BROW, *_MOUTH_CORNERS, *_LIDS),
}
"""Actions that raise the score, by kind of item; the other kinds (neutral, smile) have none."""
MOST_PICTURE_DIFFERENCE = 3.0
"""Mean difference in grey levels up to which a picture drawn again is the one that is there."""


def find_items(
    folders: Sequence[Path],
    config: NetworkConfig,
    faces: FaceSettings,
    *,
    split: Split | None = None,
    count: int | None = None,
) -> tuple[list[ItemSource], list[Problem]]:
    """The items of some data sets, all stills or all recordings.

    Args:
        folders: data sets of ``stadrn synth``, of one kind each or with a column ``kind`` in labels.csv.
        config: of the network, for the size of clips.
        faces: sampling and alignment of recordings.
        split: rows of this split only.
        count: as many rows of each data set, from its beginning.

    Raises:
        DataError: a folder is no such data set, holds nothing, or stills and recordings are mixed.
    """
    sources: list[ItemSource] = []
    problems: list[Problem] = []
    for folder in folders:
        table = read_labels(folder)
        problems += table.problems
        kinds = {number: cells.get("kind") for number, cells in read_cells(table.source)[1]}
        facts = _facts_of(table.source.parent)
        rows = [row for row in table.rows if split is None or row.split == split][:count]
        for row in rows:
            kind = kinds.get(row.number) or str(facts.get("kind", ""))
            if not kind:
                raise DataError(
                    f"{folder}: neither labels.csv (column kind) nor {DATASET_FILE} tells which actions row "
                    f"{row.number} shows. Make the data set with 'stadrn synth'."
                )
            if row.path.suffix.lower() in IMAGE_SUFFIXES:
                seed = facts.get("seed")
                sources.append(StillItem(row, kind, config, None if seed is None else int(str(seed))))
            else:
                sources.append(TakeItem(row, kind, config, faces))
    if not sources:
        raise DataError(f"{', '.join(map(str, folders))}: there is no item{f' in {split}' if split else ''}.")
    if len({type(source) for source in sources}) > 1:
        raise DataError("Stills and recordings have maps of different shapes: judge them one after the other.")
    return sources, problems


def _facts_of(folder: Path) -> dict[str, object]:
    file = folder / DATASET_FILE
    try:
        facts: dict[str, object] = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise DataError(f"{file} cannot be read ({error}). Make the data set again with 'stadrn synth'.") from error
    return facts


@dataclass(frozen=True)
class LabelledItem:
    """What stills and recordings of a data set have in common.

    Attributes:
        row: its label.
        kind: which actions it shows.
        config: of the network.
    """

    row: LabelRow
    kind: str
    config: NetworkConfig

    @property
    def name(self) -> str:
        """From the file's name and content."""
        return f"{self.row.path.stem}-{hash_recording(self.row.path)[:16]}"

    @property
    def subject(self) -> str:
        """Who it shows."""
        return self.row.person


@dataclass(frozen=True)
class StillItem(LabelledItem):
    """One aligned picture: every frame of its clip, or a clip of it without end where the network allows.

    Attributes:
        seed: of the data set, to draw it again for its truth; None where not known.
    """

    seed: int | None

    def load(self) -> Item:
        """Read the picture; compute its truth."""
        size_px = self.config.frame_size
        picture = read_image(self.row.path)
        num_frames = 1 if self.config.linear_head else self.config.clip_length
        clip = clip_tensor(np.repeat(fitted(picture, size_px)[None], num_frames, 0))
        moment = Moment(None, self.row.label, self._motion(size_px, picture.shape[0]))
        return Item(torch.from_numpy(clip), (moment,))

    def _motion(self, size_px: int, picture_px: int) -> Float32Array:
        stored = self.row.path.with_suffix(".truth.npz")
        if stored.exists():
            with np.load(stored) as arrays:
                motion = np.asarray(arrays["motion_px"], np.float32)
            if motion.shape != (size_px, size_px):
                raise DataError(
                    f"{stored} is of pictures of {motion.shape[0]} px, but the network's have {size_px} px."
                )
            return motion
        if self.kind not in RAISING_ACTIONS:
            return np.zeros((size_px, size_px), np.float32)
        if self.seed is None or not self.row.path.stem.isdecimal():
            raise DataError(
                f"{self.row.path}: there is no {stored.name} beside it, and without the data set's {DATASET_FILE} it "
                "cannot be drawn again. Make the data set with 'stadrn synth stills'."
            )
        return drawn_motion(
            self.row.path, self.seed, self.kind, fit_transform(picture_px, picture_px, size_px), size_px
        )


def drawn_motion(picture: Path, seed: int, kind: str, aligned_to_face: Float64Array, size_px: int) -> Float32Array:
    """Draw a still of ``stadrn synth stills`` again to know how far its actions move each pixel.

    Args:
        picture: the file, named by its number.
        seed: of the data set.
        kind: of the data set.
        aligned_to_face: (2, 3) from the stored picture to the network's.
        size_px: side of the network's picture.

    Returns:
        (size_px, size_px) float32 px.

    Raises:
        DataError: what is drawn is another picture.
    """
    from stadrn_core.synthetic.motion import motion_px
    from stadrn_core.synthetic.stills import draw_still
    from stadrn_core.synthetic.studio import studio

    with _threads_kept():
        tools = studio()
        still = draw_still(seed, int(picture.stem), kind, tools)
        difference = float(np.abs(read_image(picture).astype(np.float32) - still.face).mean())
        if difference > MOST_PICTURE_DIFFERENCE:
            raise DataError(
                f"{picture}: drawn again, this picture is another one (mean difference {difference:.0f} grey levels): "
                "the data set was made by another version. Make it again with 'stadrn synth stills'."
            )
        intensities = {name: value for name, value in still.expression.shown.items() if value > 0}
        head = tools.heads.head(still.person.identity, tuple(sorted(intensities)))
        return motion_px(
            head,
            tools.surface.surface,
            still.scene.camera,
            intensities,
            still.expression.pose,
            _in_play(kind, intensities),
            _after(still.frame_to_face, aligned_to_face),
            size_px,
        )


@dataclass(frozen=True)
class TakeItem(LabelledItem):
    """The middle clip of a recording, judged at the middle of each time slot of the last stage that has a face.

    Attributes:
        faces: sampling and alignment.
    """

    faces: FaceSettings

    def load(self) -> Item:
        """Align the faces of the clip; compute how its actions move them."""
        from stadrn_core.synthetic.motion import ActionMotion
        from stadrn_core.synthetic.studio import studio
        from stadrn_core.synthetic.truth import load_truth

        truth = load_truth(self.row.path)
        with open_recording(self.row.path) as source:
            plan = make_plan(source.info.num_frames, self.faces.sample_interval, self.config.clip_length)
            positions = plan.positions[plan.num_clips // 2]
            seen = _faces_at(source, self.faces.alignment, plan.frame_indices, positions)
        found = np.array([seen[int(p)].is_found for p in positions])
        nearest = nearest_with_face(found)
        if nearest[0] < 0:
            raise FaceError(f"{self.row.path}: no face was found in its middle clip. Leave it out of labels.csv.")
        shown = [seen[int(positions[i])] for i in nearest]
        pictures, landmarks = np.stack([one.picture for one in shown]), np.stack([one.landmarks for one in shown])
        stride, _ = self.config.cell_stride(STAGES[-1])
        judged = [within for within in range(0, len(positions), stride) if found[within]]
        with _threads_kept():
            motion = ActionMotion(truth, studio())
            moments = [self._moment(motion, truth, within, seen[int(positions[within])]) for within in judged]
        return Item(torch.from_numpy(clip_tensor(pictures)), tuple(moments), landmarks)

    def _moment(self, motion: ActionMotion, truth: Truth, within: int, seen: _Seen) -> Moment:
        size_px = self.faces.alignment.size_px
        actions = _in_play(self.kind, truth.intensities_at(seen.frame_index))
        moved = np.zeros((size_px, size_px), np.float32)
        if actions:
            moved = motion.in_face(seen.frame_index, actions, seen.frame_to_face, size_px)
        return Moment(float(within), float(truth.static_scores[seen.frame_index]), moved)


@dataclass(frozen=True)
class _Seen:
    """What was found on one sampled frame."""

    frame_index: int
    is_found: bool
    picture: UInt8Array
    frame_to_face: Float64Array
    landmarks: Float64Array


def _faces_at(
    source: FrameSource, alignment: AlignmentConfig, frames: IntArray, positions: IntArray
) -> dict[int, _Seen]:
    """Faces by sampled position, looked for in the chunks in which they are looked for everywhere."""
    follower = SubjectFollower(source, alignment, None, FaceModels, bool)
    seen = {}
    for number in sorted({int(p) // FACES_PER_CHUNK for p in positions}):
        first = number * FACES_PER_CHUNK
        cut = [int(frame) for frame in frames[first : first + FACES_PER_CHUNK]]
        chunk = follower.analyse_chunk(cut)
        for i, frame_index in enumerate(cut):
            is_found = bool(chunk.track.states[i] == FaceState.FOUND)
            to_face = chunk.track.frame_to_face[i]
            landmarks = apply(to_face, chunk.track.landmarks[i])
            seen[first + i] = _Seen(frame_index, is_found, chunk.faces[i], to_face, landmarks)
    return seen


def _in_play(kind: str, intensities: dict[str, float]) -> list[str]:
    """The kind's actions that are in play, as the names with sides that are there."""
    wanted = RAISING_ACTIONS.get(kind, ())
    return [name for name in intensities if name.removesuffix("Left").removesuffix("Right") in wanted]


def _after(first: Float64Array, second: Float64Array) -> Float64Array:
    """One transform (2, 3) after another."""
    return np.column_stack([second[:, :2] @ first[:, :2], apply(second, first[:, 2])])


@contextmanager
def _threads_kept() -> Iterator[None]:
    """Drawing sets this process to one thread, which would slow the network down."""
    threads = torch.get_num_threads()
    try:
        yield
    finally:
        torch.set_num_threads(threads)
