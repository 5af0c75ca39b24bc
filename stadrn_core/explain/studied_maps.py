"""The maps that the study of localisation compares, side by side, from passes that they share where they can."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stadrn_core.explain.methods import METHODS, Method
from stadrn_core.explain.passes import capture
from stadrn_core.explain.run import finished
from stadrn_core.explain.stage_contrast import BaselineFeatures
from stadrn_core.explain.task import MethodOptions, Task, on_network
from stadrn_core.model import STAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from torch import Tensor

    from stadrn_core.networks import Network, NetworkConfig
    from stadrn_core.types import Float32Array

SECOND, THIRD, LAST = STAGES[1:]


@dataclass(frozen=True)
class StudiedMap:
    """A method at a stage.

    Attributes:
        title: name for tables and captions.
        name: key of ``METHODS``.
        target_layer: the stage whose cells it has; None where it has a value for each pixel of each frame.
    """

    title: str
    name: str
    target_layer: str | None

    @property
    def method(self) -> Method:
        """Its line in the table of methods."""
        return METHODS[self.name]

    def resolution_px(self, config: NetworkConfig) -> int:
        """How far apart places are that it can tell: a cell, or what its points are spread over; 0 for pixels."""
        if self.target_layer is None:
            return 0
        return config.cell_stride(LAST if self.method.of_baseline_features else self.target_layer)[1]


STUDIED_MAPS: dict[str, StudiedMap] = {
    "gradcam": StudiedMap("Grad-CAM, last stage", "gradcam", LAST),
    "gradcampp": StudiedMap("Grad-CAM++, last stage (the paper's map)", "gradcampp", LAST),
    "signed_points": StudiedMap("Signed evidence in points", "signed_points", LAST),
    "hirescam_layer_3": StudiedMap("HiResCAM, third stage", "hirescam", THIRD),
    "hirescam_layer_4": StudiedMap("HiResCAM, last stage", "hirescam", LAST),
    "integrated_contrast_layer_2": StudiedMap(
        "Integrated contrast with the neutral face, second stage", "integrated_contrast", SECOND
    ),
    "integrated_contrast_layer_3": StudiedMap(
        "Integrated contrast with the neutral face, third stage", "integrated_contrast", THIRD
    ),
    "gradient_contrast_layer_2": StudiedMap(
        "Gradient × contrast with the neutral face, second stage", "gradient_contrast", SECOND
    ),
    "input_gradient": StudiedMap("Input gradient, magnitude", "input_gradient", None),
    "guided": StudiedMap("Guided backpropagation, magnitude", "guided", None),
}


@dataclass(frozen=True)
class MethodMaps:
    """The maps of one clip.

    Attributes:
        raw_output: the network's number y.
        maps: by key of ``STUDIED_MAPS``: (T', H', W') at the cells of the target layer, or (T, H, W) at pixels; dtype
            of the network, on the CPU. A method that the network does not allow is missing, and one without baseline.
        mean_features: by stage that a contrast is taken at, (C, H', W') float32: the clip as a baseline for others.
    """

    raw_output: float
    maps: dict[str, Tensor]
    mean_features: dict[str, Float32Array]


CONTRAST_LAYERS = tuple(
    dict.fromkeys(
        one.target_layer for one in STUDIED_MAPS.values() if one.target_layer and one.method.of_baseline_features
    )
)
"""Stages whose feature maps a baseline has to have."""


def method_maps(model: Network, clip: Tensor, baseline: Mapping[str, Float32Array] | None = None) -> MethodMaps:
    """Compute every map of ``STUDIED_MAPS`` for the raw output of one clip.

    Args:
        model: on any device; left as it was found, also after an exception.
        clip: (3, T, H, W) floating point, normalised RGB.
        baseline: ``mean_features`` of a neutral clip; without them contrasts are left out.

    Raises:
        ValueError: a clip of another shape.
        TypeError: a clip that is not floating point.
    """
    captured = capture(model, clip, STAGES[1:], input_gradient=True, guided=True)
    ready = on_network(model, clip)
    maps = {}
    for key, one in STUDIED_MAPS.items():
        if one.method.of_linear_head and not model.config.linear_head:
            continue
        options = MethodOptions()
        if one.method.of_baseline_features:
            if baseline is None:
                continue
            assert one.target_layer is not None  # contrasts have one
            features = BaselineFeatures(one.target_layer, baseline[one.target_layer], "the neutral face")
            options = MethodOptions(baseline_features=features)
        task = Task(model, ready, options, captured, one.target_layer, None, one.title)
        maps[key] = finished(one.method.compute(task)).values.cpu()
    means = {layer: captured.activations[layer].mean(1).float().cpu().numpy() for layer in CONTRAST_LAYERS}
    return MethodMaps(captured.raw_output, maps, means)
