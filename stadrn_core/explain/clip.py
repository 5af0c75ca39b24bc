"""One clip explained: a single forward pass and, where asked for, a single guided backward pass.

An STA-DRN is explained at its last stage by its prepared form (``stadrn_core.explain.engine``), all else by autograd.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from stadrn_core.explain.engine import prepared
from stadrn_core.explain.gradcam import gradcam
from stadrn_core.explain.gradcampp import gradcampp
from stadrn_core.explain.guided import GuidedReLUs
from stadrn_core.explain.signed_points import signed_points
from stadrn_core.model import STAGES, score_from_raw, stage_index
from stadrn_core.types import Explanation, Float32Array, Way

if TYPE_CHECKING:
    from collections.abc import Iterator

    from torch import Tensor, nn

    from stadrn_core.networks import Network

LAST_STAGE = STAGES[-1]


@contextmanager
def frozen_for_inference(model: nn.Module) -> Iterator[None]:
    """Evaluation mode with no parameter requiring gradients.

    Every module and parameter is put back as it was, whatever happens.
    """
    training = [(module, module.training) for module in model.modules()]
    trainable = [parameter for parameter in model.parameters() if parameter.requires_grad]
    try:
        model.eval()
        for parameter in trainable:
            parameter.requires_grad_(False)
        yield
    finally:
        for parameter in trainable:
            parameter.requires_grad_(True)
        for module, was_training in training:
            module.training = was_training


def _check_clip(clip: Tensor) -> None:
    if clip.ndim != 4 or clip.shape[0] != 3:
        raise ValueError(f"clip must be (3, T, H, W), got {tuple(clip.shape)}")
    if not clip.is_floating_point():
        raise TypeError(f"clip must be floating point (normalised RGB), got {clip.dtype}")


def explain_clip(
    model: Network, clip: Tensor | Float32Array, target_layer: str = LAST_STAGE, *, guided: bool = True
) -> Explanation:
    """Explain the raw output of one clip, in the fastest way that is known for the network.

    Prepared: an STA-DRN as it was built, at its last stage. Its weights are made ready at the first call, kept for as
    long as the model lives, and made ready anew when they have changed. By autograd: other networks and layers, models
    with hooks or exchanged modules, and under autocast, whose choice of precisions is left to torch.

    Args:
        model: on any device; left as it was found, also after an exception.
        clip: (3, T, H, W) float32, normalised RGB.
        target_layer: ``layer_1`` to ``layer_4``.
        guided: also compute the guided backpropagation map (the costly part).

    Returns:
        The explanation, arrays on the CPU; ``way`` says how it was computed.

    Raises:
        ValueError: a clip of another shape, or an unknown target layer.
        TypeError: a clip that is not floating point.
    """
    stage_index(target_layer)
    inputs = torch.as_tensor(clip)
    _check_clip(inputs)
    weight = model.fc.weight
    if target_layer == LAST_STAGE and not torch.is_autocast_enabled(weight.device.type):
        with torch.inference_mode():
            engine = prepared(model)
            if engine is not None:
                found = engine.explain(inputs, guided=guided)
                activations = found.activations[None]
                gradients = last_stage_gradient(weight, activations)
                guided_map = None if found.guided is None else _array(found.guided)
                return _explanation(
                    model, found.raw_output, target_layer, activations, gradients, guided_map, "prepared"
                )
    return explain_by_autograd(model, inputs, target_layer, guided=guided)


def explain_by_autograd(
    model: Network, clip: Tensor | Float32Array, target_layer: str = LAST_STAGE, *, guided: bool = True
) -> Explanation:
    """Explain the raw output of one clip by the model's own forward pass and autograd; as ``explain_clip``.

    Where global average pooling and one linear layer follow (the last stage of STA-DRN and ResNets), the gradient is
    known in closed form, so the maps cost no backward pass; elsewhere it comes from autograd, and Grad-CAM++ is a
    heuristic there. Map arithmetic is float32 also under autocast. The raw output is differentiated, not the clamped
    score, whose gradient is zero below 0.
    """
    stage_index(target_layer)
    inputs = torch.as_tensor(clip)
    _check_clip(inputs)
    weight = model.fc.weight
    needs_gradient = not has_closed_form(model, target_layer)
    captured: list[Tensor] = []

    def capture(_module: nn.Module, _inputs: Any, output: Tensor) -> Tensor:
        if needs_gradient and not output.requires_grad:
            output = output.detach().requires_grad_()
        captured.append(output)
        return output

    with ExitStack() as stack:
        stack.enter_context(torch.inference_mode(False))
        stack.enter_context(torch.set_grad_enabled(guided or needs_gradient))
        stack.enter_context(frozen_for_inference(model))
        handle = model.get_submodule(target_layer).register_forward_hook(capture)
        stack.callback(handle.remove)
        relus = stack.enter_context(GuidedReLUs(model))
        inputs = inputs.to(device=weight.device, dtype=weight.dtype).detach()[None].clone().requires_grad_(guided)
        raw_output = model(inputs)
        activations = captured[0]
        if needs_gradient:
            (gradients,) = torch.autograd.grad(raw_output.sum(), activations, retain_graph=guided)
        else:
            gradients = last_stage_gradient(weight, activations)
        guided_map = None
        if guided:
            relus.active = True
            (input_gradient,) = torch.autograd.grad(raw_output.sum(), inputs)
            guided_map = _array(input_gradient[0])
    return _explanation(model, float(raw_output.detach()), target_layer, activations, gradients, guided_map, "autograd")


def has_closed_form(model: Network, target_layer: str) -> bool:
    """Whether global average pooling and one linear layer follow the target layer, and nothing else."""
    return model.config.linear_head and target_layer == LAST_STAGE


def last_stage_gradient(output_weight: Tensor, activations: Tensor) -> Tensor:
    """∂y/∂A at the last stage: f_k / N at each of the N positions.

    Args:
        output_weight: (1, C) weight of the fully connected layer.
        activations: (1, C, T', H', W').
    """
    positions = activations[0, 0].numel()
    return (output_weight.detach().view(1, -1, 1, 1, 1) / positions).expand_as(activations)


def _explanation(
    model: Network,
    raw_output: float,
    target_layer: str,
    activations: Tensor,
    gradients: Tensor,
    guided_map: Float32Array | None,
    way: Way,
) -> Explanation:
    with torch.no_grad(), torch.autocast(activations.device.type, enabled=False):
        maps = activations[0].detach().float()
        slopes = gradients[0].detach().float()
        points = None
        if has_closed_form(model, target_layer):
            points = _array(signed_points(maps, model.fc.weight.detach()[0].float(), model.config.score_range))
        return Explanation(
            raw_output=raw_output,
            score=score_from_raw(raw_output, model.config.score_range),
            target_layer=target_layer,
            gradcampp=_array(gradcampp(maps, slopes)),
            gradcam=_array(gradcam(maps, slopes)),
            signed_points=points,
            guided=guided_map,
            way=way,
        )


def _array(tensor: Tensor) -> Float32Array:
    return np.ascontiguousarray(tensor.detach().float().cpu().numpy())
