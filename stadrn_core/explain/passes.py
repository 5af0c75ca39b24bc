"""Forward and backward passes of a network that is left as it was found: what every method is computed from.

Each pass stands for itself: between two of them the network is the caller's, so that a long computation may stop
anywhere.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import torch

from stadrn_core.explain.guided import GuidedReLUs
from stadrn_core.model import STAGES, stage_index
from stadrn_core.networks import quickest_layout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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


def check_clip(clip: Tensor) -> None:
    """Refuse what is no clip.

    Raises:
        ValueError: a clip of another shape than (3, T, H, W).
        TypeError: a clip that is not floating point.
    """
    if clip.ndim != 4 or clip.shape[0] != 3:
        raise ValueError(f"clip must be (3, T, H, W), got {tuple(clip.shape)}")
    if not clip.is_floating_point():
        raise TypeError(f"clip must be floating point (normalised RGB), got {clip.dtype}")


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


@dataclass(frozen=True)
class Captured:
    """What one forward pass and at most two backward passes tell of a clip; dtype and device of the network.

    Attributes:
        output: (1, 1) the network's number y.
        activations: by stage, (C, T', H', W') feature maps A.
        gradients: by stage, (C, T', H', W') ∂y/∂A.
        input_gradient: (3, T, H, W) ∂y/∂x, where asked for.
        guided: (3, T, H, W) guided backpropagation, where asked for.
    """

    output: Tensor
    activations: dict[str, Tensor] = field(default_factory=dict)
    gradients: dict[str, Tensor] = field(default_factory=dict)
    input_gradient: Tensor | None = None
    guided: Tensor | None = None

    @property
    def raw_output(self) -> float:
        """The network's number y; waits for the device."""
        return float(self.output)


def capture(
    model: Network, clip: Tensor, layers: Sequence[str] = (), *, input_gradient: bool = False, guided: bool = False
) -> Captured:
    """One forward pass, and the backward passes that are asked for.

    The raw output is differentiated, not the clamped score, whose gradient is zero below 0. Where global average
    pooling and one linear layer follow a layer, its gradient is the closed form; the true gradients of all others and
    of the input come from one backward pass, the guided one from another.

    Args:
        model: on any device; left as it was found, also after an exception.
        clip: (3, T, H, W) floating point, normalised RGB.
        layers: stages whose feature maps and gradients are wanted.
        input_gradient: whether the true gradient with respect to the input is.
        guided: whether guided backpropagation is.

    Raises:
        ValueError: a clip of another shape, or an unknown layer.
        TypeError: a clip that is not floating point.
    """
    check_clip(clip)
    wanted = sorted(set(layers), key=stage_index)
    differentiated = [layer for layer in wanted if not has_closed_form(model, layer)]
    weight = model.fc.weight
    found: dict[str, Tensor] = {}

    def keep(name: str) -> Callable[[nn.Module, Any, Tensor], Tensor]:
        def hook(_module: nn.Module, _inputs: Any, output: Tensor) -> Tensor:
            if differentiated and not output.requires_grad:
                output = output.detach().requires_grad_()
            found[name] = output
            return output

        return hook

    with ExitStack() as stack:
        stack.enter_context(torch.inference_mode(False))
        stack.enter_context(torch.set_grad_enabled(guided or input_gradient or bool(differentiated)))
        stack.enter_context(frozen_for_inference(model))
        for layer in wanted:
            stack.callback(model.get_submodule(layer).register_forward_hook(keep(layer)).remove)
        relus = stack.enter_context(GuidedReLUs(model))
        inputs = batch_of(model, clip).requires_grad_(guided or input_gradient)
        raw_output = model(inputs)
        sources = [found[layer] for layer in differentiated] + [inputs] * input_gradient
        true = list(torch.autograd.grad(raw_output.sum(), sources, retain_graph=guided)) if sources else []
        guided_map = None
        if guided:
            relus.active = True
            guided_map = torch.autograd.grad(raw_output.sum(), inputs)[0][0]
    slopes = {layer: gradient[0] for layer, gradient in zip(differentiated, true, strict=False)}
    for layer in set(wanted) - set(differentiated):
        slopes[layer] = last_stage_gradient(weight, found[layer].detach())[0]
    return Captured(
        output=raw_output.detach(),
        activations={layer: found[layer][0].detach() for layer in wanted},
        gradients=slopes,
        input_gradient=true[-1][0] if input_gradient else None,
        guided=guided_map,
    )


def raw_outputs(model: Network, clips: Tensor) -> Tensor:
    """Raw outputs of several clips at once, without gradients.

    Args:
        model: left as it was found.
        clips: (B, 3, T, H, W), dtype and device of the network.

    Returns:
        (B,).
    """
    with torch.no_grad(), frozen_for_inference(model):
        outputs: Tensor = model(clips.contiguous(memory_format=quickest_layout(clips.device)))
    return outputs[:, 0]


def input_gradients(model: Network, clips: Tensor) -> tuple[Tensor, Tensor]:
    """Raw outputs (B,) of several clips and the gradient of each with respect to itself, (B, 3, T, H, W).

    Args:
        model: left as it was found.
        clips: (B, 3, T, H, W), dtype and device of the network.
    """
    with torch.inference_mode(False), torch.enable_grad(), frozen_for_inference(model):
        inputs = clips.detach().clone(memory_format=quickest_layout(clips.device)).requires_grad_()
        outputs = model(inputs)
        (gradients,) = torch.autograd.grad(outputs.sum(), inputs)
    return outputs.detach()[:, 0], gradients


def stage_features(model: Network, clip: Tensor, layer: str) -> Tensor:
    """Feature maps (C, T', H', W') of a stage for one clip (3, T, H, W), by one forward pass without gradients.

    Raises:
        ValueError: a clip of another shape, or an unknown layer.
        TypeError: a clip that is not floating point.
    """
    check_clip(clip)
    stage_index(layer)
    found: list[Tensor] = []

    def keep(_module: nn.Module, _inputs: Any, output: Tensor) -> None:
        found.append(output)

    hook = model.get_submodule(layer).register_forward_hook(keep)
    try:
        with torch.no_grad(), frozen_for_inference(model):
            model(batch_of(model, clip))
    finally:
        hook.remove()
    return found[0][0]


def raw_outputs_from(model: Network, layer: str, features: Tensor) -> Tensor:
    """Raw outputs that feature maps of a stage lead to: what follows that stage, and nothing before it.

    Args:
        model: as it is; whoever needs evaluation mode or gradients sees to it.
        layer: the stage.
        features: (B, C, T', H', W') its feature maps, dtype and device of the network.

    Returns:
        (B,).
    """
    for stage in model.stages[stage_index(layer) + 1 :]:
        features = model.get_submodule(stage)(features)
    return model.output(features)[:, 0]


def feature_gradients(model: Network, layer: str, features: Tensor) -> tuple[Tensor, Tensor]:
    """Raw outputs (B,) of feature maps of a stage and the gradient of each with respect to itself, shaped as they are.

    Args:
        model: left as it was found.
        layer: the stage.
        features: (B, C, T', H', W'), dtype and device of the network.
    """
    with torch.inference_mode(False), torch.enable_grad(), frozen_for_inference(model):
        inputs = features.detach().clone().requires_grad_()
        outputs = raw_outputs_from(model, layer, inputs)
        (gradients,) = torch.autograd.grad(outputs.sum(), inputs)
    return outputs.detach(), gradients


def batch_of(model: Network, clip: Tensor) -> Tensor:
    """(3, T, H, W) → (1, 3, T, H, W), a copy of the network's dtype, on its device, laid out as is quickest there."""
    weight = model.fc.weight
    batch = clip.to(device=weight.device, dtype=weight.dtype).detach()[None]
    return batch.clone(memory_format=quickest_layout(weight.device))
