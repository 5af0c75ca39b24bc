"""One clip explained: a single forward pass and, where asked for, a single guided backward pass.

An STA-DRN is explained at its last stage by its prepared form (``stadrn_core.explain.engine``), all else by autograd.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from stadrn_core.explain.engine import prepared
from stadrn_core.explain.gradcam import gradcam
from stadrn_core.explain.gradcampp import gradcampp
from stadrn_core.explain.passes import LAST_STAGE, capture, check_clip, has_closed_form, last_stage_gradient
from stadrn_core.explain.signed_points import signed_points
from stadrn_core.model import score_from_raw, stage_index
from stadrn_core.types import Explanation, Float32Array, Way

if TYPE_CHECKING:
    from torch import Tensor

    from stadrn_core.networks import Network


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
    check_clip(inputs)
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
    found = capture(model, inputs, (target_layer,), guided=guided)
    activations, gradients = found.activations[target_layer][None], found.gradients[target_layer][None]
    guided_map = None if found.guided is None else _array(found.guided)
    return _explanation(model, found.raw_output, target_layer, activations, gradients, guided_map, "autograd")


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
