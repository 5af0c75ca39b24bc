"""The maps that the study of localisation compares, side by side, from one forward pass and two backward passes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stadrn_core.explain.methods import METHODS, Method
from stadrn_core.explain.passes import capture
from stadrn_core.explain.run import finished
from stadrn_core.explain.task import MethodOptions, Task, on_network
from stadrn_core.model import STAGES

if TYPE_CHECKING:
    from torch import Tensor

    from stadrn_core.networks import Network

THIRD, LAST = STAGES[2], STAGES[3]


@dataclass(frozen=True)
class CheapMap:
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


CHEAP_MAPS: dict[str, CheapMap] = {
    "gradcam": CheapMap("Grad-CAM, last stage", "gradcam", LAST),
    "gradcampp": CheapMap("Grad-CAM++, last stage (the paper's map)", "gradcampp", LAST),
    "signed_points": CheapMap("Signed evidence in points", "signed_points", LAST),
    "hirescam_layer_3": CheapMap("HiResCAM, third stage", "hirescam", THIRD),
    "hirescam_layer_4": CheapMap("HiResCAM, last stage", "hirescam", LAST),
    "input_gradient": CheapMap("Input gradient, magnitude", "input_gradient", None),
    "guided": CheapMap("Guided backpropagation, magnitude", "guided", None),
}


@dataclass(frozen=True)
class MethodMaps:
    """The maps of one clip.

    Attributes:
        raw_output: the network's number y.
        maps: by key of ``CHEAP_MAPS``: (T', H', W') at the cells of the target layer, or (T, H, W) at pixels; dtype of
            the network, on the CPU. A method that the network does not allow is missing.
    """

    raw_output: float
    maps: dict[str, Tensor]


def method_maps(model: Network, clip: Tensor) -> MethodMaps:
    """Compute every map of ``CHEAP_MAPS`` for the raw output of one clip.

    Args:
        model: on any device; left as it was found, also after an exception.
        clip: (3, T, H, W) floating point, normalised RGB.

    Raises:
        ValueError: a clip of another shape.
        TypeError: a clip that is not floating point.
    """
    captured = capture(model, clip, (THIRD, LAST), input_gradient=True, guided=True)
    ready, options = on_network(model, clip), MethodOptions()
    maps = {}
    for key, one in CHEAP_MAPS.items():
        if one.method.of_linear_head and not model.config.linear_head:
            continue
        task = Task(model, ready, options, captured, one.target_layer, None, one.title)
        maps[key] = finished(one.method.compute(task)).values.cpu()
    return MethodMaps(captured.raw_output, maps)
