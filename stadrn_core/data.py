"""Clips for training and for evaluation, as tensors a network reads.

A training clip begins at random; it and its augmentation depend on (seed, epoch, recording) alone, so that a training
can be resumed in the middle of an epoch and goes on exactly as if nothing had happened. Evaluation clips are those of
an analysis (``recordings.usable_clips``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset, Sampler

from stadrn_core.clips import IMAGENET_MEAN, IMAGENET_STD
from stadrn_core.recordings import usable_clips, usable_starts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stadrn_core.augment import ClipAugmentation
    from stadrn_core.recordings import Recording
    from stadrn_core.types import IntArray, UInt8Array

Place = tuple[int, int]
"""Epoch and index of a recording."""
_MEAN = torch.tensor(IMAGENET_MEAN).reshape(3, 1, 1, 1)
_STD = torch.tensor(IMAGENET_STD).reshape(3, 1, 1, 1)


class TrainingClips(Dataset[tuple[Tensor, Tensor]]):
    """A clip of each recording, another one each epoch.

    Args:
        recordings: with a usable clip each.
        clip_length: T.
        frame_size: S in px.
        seed: of starts, augmentation and noise.
        augmentation: how clips are varied; None leaves them as they are.
        label_noise: standard deviation of the noise on labels, in BDI-II points.
    """

    def __init__(
        self,
        recordings: Sequence[Recording],
        clip_length: int,
        frame_size: int,
        seed: int,
        augmentation: ClipAugmentation | None = None,
        label_noise: float = 0.0,
    ) -> None:
        self._recordings = recordings
        self._clip_length, self._frame_size, self._seed = clip_length, frame_size, seed
        self._augmentation, self._label_noise = augmentation, label_noise

    def __len__(self) -> int:
        return len(self._recordings)

    def __getitem__(self, place: Place) -> tuple[Tensor, Tensor]:
        """(3, T, S, S) float32 clip; (1 + A,) float32 targets: BDI-II points, then auxiliary targets."""
        epoch, index = place
        recording = self._recordings[index]
        rng = np.random.default_rng([self._seed, epoch, index])
        starts = usable_starts(recording, self._clip_length)
        positions = clip_positions(recording.num_frames, int(rng.choice(starts)), self._clip_length)
        faces, which = recording.faces(positions, self._frame_size)
        clip = as_unit_interval(faces)
        variation = int(rng.integers(2**62))
        if self._augmentation is not None:
            clip = self._augmentation(clip, variation)
        noise = self._label_noise * rng.standard_normal()
        targets = torch.tensor([recording.row.label + noise, *recording.row.auxiliary], dtype=torch.float32)
        return normalised(clip)[:, torch.from_numpy(which)], targets


class EvaluationClips(Dataset[tuple[Tensor, int]]):
    """All clips of all recordings, as an analysis cuts them; clips with too few faces are left out.

    Args:
        recordings: to be evaluated.
        clip_length: T.
        frame_size: S in px.

    Attributes:
        clips: (index of the recording, (T,) sampled positions) of each item.
    """

    def __init__(self, recordings: Sequence[Recording], clip_length: int, frame_size: int) -> None:
        self._recordings, self._frame_size = recordings, frame_size
        self.clips: list[tuple[int, IntArray]] = [
            (index, positions)
            for index, recording in enumerate(recordings)
            for positions in usable_clips(recording, clip_length)
        ]

    def __len__(self) -> int:
        return len(self.clips)

    def __getitem__(self, item: int) -> tuple[Tensor, int]:
        """(3, T, S, S) float32 clip, and the index of its recording."""
        index, positions = self.clips[item]
        faces, which = self._recordings[index].faces(positions, self._frame_size)
        return normalised(as_unit_interval(faces))[:, torch.from_numpy(which)], index


class EpochOrder(Sampler[list[Place]]):
    """Batches of an epoch in an order that depends on (seed, epoch) alone, from any batch on.

    Attributes:
        batch_size: clips in a batch; the last one may be smaller.
        drop_last: always False.
        epoch: the epoch to be gone through next.
        first_batch: batches of that epoch to leave out at its beginning.
    """

    drop_last = False

    def __init__(self, num_recordings: int, batch_size: int, seed: int) -> None:
        self._num_recordings, self._seed = num_recordings, seed
        self.batch_size = batch_size
        self.epoch = self.first_batch = 0

    def __len__(self) -> int:
        return -(-self._num_recordings // self.batch_size) - self.first_batch

    def __iter__(self) -> Iterator[list[Place]]:
        epoch = self.epoch
        order = np.random.default_rng([self._seed, epoch]).permutation(self._num_recordings)
        for start in range(self.first_batch * self.batch_size, self._num_recordings, self.batch_size):
            yield [(epoch, int(index)) for index in order[start : start + self.batch_size]]


def clip_positions(num_frames: int, start: int, clip_length: int) -> IntArray:
    """(T,) sampled positions of a clip from ``start`` on; a short recording's frames repeat as in ``make_plan``."""
    within = np.arange(clip_length, dtype=np.int64)
    return within * num_frames // clip_length if num_frames <= clip_length else start + within


def as_unit_interval(faces: UInt8Array) -> Tensor:
    """(U, S, S, 3) uint8 → (3, U, S, S) float32 in 0–1."""
    return torch.from_numpy(faces).permute(3, 0, 1, 2).to(torch.float32).div_(255)


def normalised(clip: Tensor) -> Tensor:
    """(3, U, S, S) in 0–1 less ImageNet's mean, by its standard deviation; as ``clips.clip_tensor``."""
    return (clip - _MEAN) / _STD
