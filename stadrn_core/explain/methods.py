"""Every method's map of one clip, side by side, from one forward pass and two backward passes."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch

from stadrn_core.explain.clip import frozen_for_inference
from stadrn_core.explain.gradcam import gradcam
from stadrn_core.explain.gradcampp import gradcampp
from stadrn_core.explain.guided import GuidedReLUs
from stadrn_core.explain.hirescam import hirescam
from stadrn_core.explain.input_gradient import gradient_magnitude
from stadrn_core.explain.signed_points import signed_points
from stadrn_core.model import STAGES
from stadrn_core.networks import quickest_layout

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor, nn

    from stadrn_core.networks import Network

THIRD, LAST = STAGES[2], STAGES[3]


@dataclass(frozen=True)
class Method:
    """What a method's map is and where its cells lie.

    Attributes:
        title: name for tables and captions.
        target_layer: the stage whose cells it has; None where it has a value for each pixel of each frame.
        of_linear_head: defined only where global average pooling and one linear layer follow the last stage.
    """

    title: str
    target_layer: str | None
    of_linear_head: bool = False


METHODS: dict[str, Method] = {
    "gradcam": Method("Grad-CAM, last stage", LAST),
    "gradcampp": Method("Grad-CAM++, last stage (the paper's map)", LAST),
    "signed_points": Method("Signed evidence in points", LAST, of_linear_head=True),
    "hirescam_layer_3": Method("HiResCAM, third stage", THIRD),
    "hirescam_layer_4": Method("HiResCAM, last stage", LAST),
    "input_gradient": Method("Input gradient, magnitude", None),
    "guided": Method("Guided backpropagation, magnitude", None),
}


@dataclass(frozen=True)
class MethodMaps:
    """The maps of one clip.

    Attributes:
        raw_output: the network's number y.
        maps: by key of ``METHODS``: (T', H', W') at the cells of the target layer, or (T, H, W) at pixels; dtype of
            the clip, on the CPU. A method that the network does not allow is missing.
    """

    raw_output: float
    maps: dict[str, Tensor]


def method_maps(model: Network, clip: Tensor) -> MethodMaps:
    """Compute the map of every method for the raw output of one clip.

    Args:
        model: on any device; left as it was found, also after an exception.
        clip: (3, T, H, W) floating point, normalised RGB.

    Raises:
        ValueError: a clip of another shape.
    """
    if clip.ndim != 4 or clip.shape[0] != 3:
        raise ValueError(f"clip must be (3, T, H, W), got {tuple(clip.shape)}")
    captured: dict[str, Tensor] = {}

    def capture(name: str) -> Callable[[nn.Module, Any, Tensor], None]:
        def hook(_module: nn.Module, _inputs: Any, output: Tensor) -> None:
            captured[name] = output

        return hook

    with ExitStack() as stack:
        stack.enter_context(torch.inference_mode(False))
        stack.enter_context(torch.enable_grad())
        stack.enter_context(frozen_for_inference(model))
        for name in (THIRD, LAST):
            stack.callback(model.get_submodule(name).register_forward_hook(capture(name)).remove)
        relus = stack.enter_context(GuidedReLUs(model))
        weight = model.fc.weight
        batch = clip.to(device=weight.device, dtype=weight.dtype).detach()[None]
        inputs = batch.clone(memory_format=quickest_layout(weight.device)).requires_grad_()
        raw_output = model(inputs)
        true = torch.autograd.grad(raw_output.sum(), [captured[THIRD], captured[LAST], inputs], retain_graph=True)
        relus.active = True
        (guided,) = torch.autograd.grad(raw_output.sum(), inputs)
    third, last = captured[THIRD][0].detach(), captured[LAST][0].detach()
    slopes_third, slopes_last, slopes_input = (gradient[0] for gradient in true)
    maps = {
        "gradcam": gradcam(last, slopes_last),
        "gradcampp": gradcampp(last, slopes_last),
        "hirescam_layer_3": hirescam(third, slopes_third),
        "hirescam_layer_4": hirescam(last, slopes_last),
        "input_gradient": gradient_magnitude(slopes_input),
        "guided": gradient_magnitude(guided[0]),
    }
    if model.config.linear_head:
        maps["signed_points"] = signed_points(last, weight.detach()[0], model.config.score_range)
    return MethodMaps(float(raw_output.detach()), {name: maps[name].cpu() for name in METHODS if name in maps})
