"""Varies training clips: horizontal flip and colour jitter, the same for all frames of a clip (paper 4.1)."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import torch
from torch import Tensor

with warnings.catch_warnings():
    # kornia's import looks for optional packages and warns about those it does not find.
    warnings.simplefilter("ignore")
    from kornia.augmentation import ColorJitter, RandomHorizontalFlip, VideoSequential

if TYPE_CHECKING:
    from stadrn_core.training_config import AugmentationSettings


class ClipAugmentation:
    """Flip and jitter of a clip, decided by a seed alone.

    Brightness, contrast and saturation are multiplied by factors from 1 ± their setting, hue is turned by up to ± its
    setting of the colour wheel, in random order; results are clipped to 0–1.
    """

    def __init__(self, settings: AugmentationSettings) -> None:
        # kornia draws from torch's global generator, which is why each call is given a state of its own.
        self._sequence = VideoSequential(
            RandomHorizontalFlip(p=settings.flip),
            ColorJitter(settings.brightness, settings.contrast, settings.saturation, settings.hue, p=1.0),
            data_format="BCTHW",
            same_on_frame=True,
        )

    def __call__(self, clip: Tensor, seed: int) -> Tensor:
        """Vary one clip.

        Args:
            clip: (3, T, S, S) float32 in 0–1, before normalisation.
            seed: equal seeds give equal variations, whatever T is.

        Returns:
            (3, T, S, S) float32 in 0–1.
        """
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            varied: Tensor = self._sequence(clip[None])
        return varied[0]
