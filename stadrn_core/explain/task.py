"""What a method is given and what it gives back: the one interface of all methods."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

import torch

from stadrn_core.explain.neutral import Neutral
from stadrn_core.explain.passes import LAST_STAGE
from stadrn_core.geometry import Placement
from stadrn_core.model import stage_index
from stadrn_core.types import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from torch import Tensor

    from stadrn_core.explain.contrast import Baseline
    from stadrn_core.explain.passes import Captured
    from stadrn_core.explain.stage_contrast import BaselineFeatures
    from stadrn_core.networks import Network
    from stadrn_core.types import Float64Array

Where = Literal["cells", "pixels"]
Sign = Literal["positive", "signed"]


@dataclass(frozen=True)
class MethodOptions:
    """All that a user decides about methods; one set for all of them.

    Attributes:
        target_layer: stage that class activation maps are taken at.
        budget: passes that each costly method may take: Score-CAM's channels, integrated gradients' steps, SmoothGrad's
            noisy copies; integrated contrast takes no more than 8.
        temperature_points: Score-CAM: BDI-II points that make a channel's weight e times as large. 63 is the usual
            softmax over raw outputs, by which channels hardly differ.
        noise: SmoothGrad: standard deviation of the noise, as a share of the range of the clip's values.
        seed: of SmoothGrad's noise.
        neutral: what occlusion puts in a region's place, and where integrated gradients begin.
        batch_size: clips that go through the network at once; more than 1 pays on a GPU only.
        placement: where cells are taken to lie when they mask pixels.
        baseline: what contrast evidence is less.
        baseline_features: what the feature maps of integrated contrast are compared with.
    """

    target_layer: str = LAST_STAGE
    budget: int = 32
    temperature_points: float = 1.0
    noise: float = 0.15
    seed: int = 0
    neutral: Neutral = "blur"
    batch_size: int = 1
    placement: Placement = "centred"
    baseline: Baseline | None = None
    baseline_features: BaselineFeatures | None = None

    def __post_init__(self) -> None:
        stage_index(self.target_layer)
        if self.budget < 1 or self.batch_size < 1:
            raise ValueError(f"budget and batch_size must be at least 1, got {self.budget} and {self.batch_size}")
        if not self.temperature_points > 0 or not self.noise > 0:
            raise ValueError(
                f"temperature_points and noise must be above 0, got {self.temperature_points} and {self.noise}"
            )

    def to_json(self) -> dict[str, Any]:
        """Plain values for a manifest; of the baselines, what they are."""
        told = {name: getattr(self, name) for name in ("baseline", "baseline_features")}
        plain = asdict(replace(self, baseline=None, baseline_features=None))
        return plain | {name: None if one is None else one.words for name, one in told.items()}


@dataclass(frozen=True)
class Task:
    """One clip for one method.

    Attributes:
        model: the network; every pass leaves it as it was found.
        clip: (3, T, H, W) normalised RGB, dtype and device of the network.
        options: of the user.
        captured: of the passes that methods share, what the method says it needs.
        layer: stage whose feature maps it uses, or None.
        landmarks: (T, 68, 2) px in the aligned face, or None where they are not known.
        title: of the method, for progress.
    """

    model: Network
    clip: Tensor
    options: MethodOptions
    captured: Captured
    layer: str | None
    landmarks: Float64Array | None
    title: str

    @property
    def target(self) -> tuple[Tensor, Tensor]:
        """Feature maps and their gradients at the method's layer, (C, T', H', W') each."""
        assert self.layer is not None  # a method that asks for it has one
        return self.captured.activations[self.layer], self.captured.gradients[self.layer]

    @property
    def clip_shape(self) -> tuple[int, int, int]:
        """(T, H, W)."""
        _, num_frames, height, width = self.clip.shape
        return num_frames, height, width

    @property
    def score_range(self) -> float:
        """BDI-II points per unit of raw output."""
        return self.model.config.score_range

    def batches(self, total: int) -> Iterator[tuple[Progress, slice]]:
        """Cut ``total`` clips into batches, each with how far the method is before it."""
        for first in range(0, total, self.options.batch_size):
            yield Progress(self.title, first, total, "passes"), slice(first, first + self.options.batch_size)


@dataclass(frozen=True)
class Found:
    """A method's raw numbers.

    Attributes:
        values: (T', H', W') at cells or (T, H, W) at pixels.
        facts: what must be known of them, plain values for a manifest, by words with their unit.
    """

    values: Tensor
    facts: dict[str, Any] = field(default_factory=dict)


Computation = Generator[Progress, None, Found]
"""Yields how far it is before each batch of passes and returns what it found; closing it between two stops it."""


def on_network(model: Network, clip: Tensor) -> Tensor:
    """The clip in the network's dtype, on its device."""
    weight = model.fc.weight
    return torch.as_tensor(clip).to(device=weight.device, dtype=weight.dtype).detach()
