"""One clip explained: a single forward pass and, where asked for, a single guided backward pass.

An STA-DRN is explained at its last stage by its prepared form (``stadrn_core.explain.engine``), all else by autograd.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import torch

from stadrn_core.device import Device
from stadrn_core.explain.engine import prepared
from stadrn_core.explain.gradcam import gradcam
from stadrn_core.explain.gradcampp import gradcampp
from stadrn_core.explain.passes import LAST_STAGE, capture, check_clip, has_closed_form, last_stage_gradient
from stadrn_core.explain.signed_points import signed_points
from stadrn_core.model import score_from_raw, stage_index
from stadrn_core.types import Explanation, Float32Array

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from torch import Tensor

    from stadrn_core.device import Results
    from stadrn_core.explain.engine import PreparedNetwork
    from stadrn_core.networks import Network
    from stadrn_core.types import Precision


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
    return ClipExplainer(model, target_layer, guided=guided).begin(clip).explanation()


def explain_by_autograd(
    model: Network, clip: Tensor | Float32Array, target_layer: str = LAST_STAGE, *, guided: bool = True
) -> Explanation:
    """Explain the raw output of one clip by the model's own forward pass and autograd; as ``explain_clip``.

    Where global average pooling and one linear layer follow (the last stage of STA-DRN and ResNets), the gradient is
    known in closed form, so the maps cost no backward pass; elsewhere it comes from autograd, and Grad-CAM++ is a
    heuristic there. Map arithmetic is float32 also under autocast. The raw output is differentiated, not the clamped
    score, whose gradient is zero below 0.
    """
    return ClipExplainer(model, target_layer, guided=guided, by_autograd=True).begin(clip).explanation()


class ClipExplainer:
    """Explains clips of a network whose weights stay as they are meanwhile; ``begin`` does not wait for a GPU.

    Args:
        model: on any device; left as it was found.
        target_layer: ``layer_1`` to ``layer_4``.
        guided: also compute guided backpropagation maps.
        precision: of products; None leaves the choice to torch where autocast is on, and is float32 elsewhere. Reduced
            precisions go by autograd: the prepared form would make their errors larger.
        by_autograd: do not use the prepared form.
        device: where the model is; a plain one where None.

    Raises:
        ValueError: an unknown target layer.
    """

    def __init__(
        self,
        model: Network,
        target_layer: str = LAST_STAGE,
        *,
        guided: bool = True,
        precision: Precision | None = None,
        by_autograd: bool = False,
        device: Device | None = None,
    ) -> None:
        stage_index(target_layer)
        self._model, self._target_layer, self._guided = model, target_layer, guided
        self._device = device or Device(model.fc.weight.device)
        is_autocast = torch.is_autocast_enabled(self._device.torch_device.type)
        self._precision: Precision | None = precision or (None if is_autocast else "float32")
        self._engine: PreparedNetwork | None = None
        if self._precision == "float32" and target_layer == LAST_STAGE and not by_autograd:
            with torch.inference_mode():
                self._engine = prepared(model)

    def begin(self, clip: Tensor | Float32Array) -> UnderWay:
        """Begin to explain a clip (3, T, H, W) float32, normalised RGB.

        Raises:
            ValueError: a clip of another shape.
            TypeError: a clip that is not floating point.
            RuntimeError: the device's memory does not suffice (``Device.is_out_of_memory``).
        """
        inputs = torch.as_tensor(clip)
        check_clip(inputs)
        if self._precision is None:
            return self._begin(inputs)
        with self._device.computing(self._precision):
            return self._begin(inputs)

    def _begin(self, inputs: Tensor) -> UnderWay:
        weight = self._model.fc.weight
        if self._engine is not None:
            with torch.inference_mode():
                found = self._engine.explain(self._device.send(inputs), guided=self._guided)
                activations = found.activations[None]
                maps = self._maps(activations, last_stage_gradient(weight, activations), found.guided)
                return UnderWay(self._device.fetch([found.means, *maps]), self._finish)
        captured = capture(self._model, self._device.send(inputs), (self._target_layer,), guided=self._guided)
        activations, gradients = (
            found[self._target_layer][None] for found in (captured.activations, captured.gradients)
        )
        maps = self._maps(activations, gradients, captured.guided)
        return UnderWay(self._device.fetch([captured.output, *maps]), self._finish)

    def _maps(self, activations: Tensor, gradients: Tensor, guided: Tensor | None) -> Maps:
        with torch.no_grad(), torch.autocast(activations.device.type, enabled=False):
            maps, slopes = activations[0].detach().float(), gradients[0].detach().float()
            nothing = maps.new_empty(0)
            points = nothing
            if has_closed_form(self._model, self._target_layer):
                weight = self._model.fc.weight.detach()[0].float()
                points = signed_points(maps, weight, self._model.config.score_range)
            guided_map = nothing if guided is None else guided.detach().float().contiguous()
            return Maps(gradcampp(maps, slopes), gradcam(maps, slopes), points, guided_map)

    def _finish(self, tensors: Sequence[Tensor]) -> Explanation:
        """Of what was fetched from the device: means of the last stage, or the network's number, and maps."""
        output, maps = tensors[0], Maps(*tensors[1:])
        raw_output = self._engine.raw_output(output) if self._engine else float(output)
        return Explanation(
            raw_output=raw_output,
            score=score_from_raw(raw_output, self._model.config.score_range),
            target_layer=self._target_layer,
            gradcampp=_array(maps.gradcampp),
            gradcam=_array(maps.gradcam),
            signed_points=_array(maps.points) if len(maps.points) else None,
            guided=_array(maps.guided) if len(maps.guided) else None,
            way="prepared" if self._engine else "autograd",
        )


class Maps(NamedTuple):
    """What a clip's explanation is made of, float32; empty where there is none."""

    gradcampp: Tensor
    gradcam: Tensor
    points: Tensor
    guided: Tensor


class UnderWay:
    """A clip that is being explained."""

    def __init__(self, results: Results, finish: Callable[[Sequence[Tensor]], Explanation]) -> None:
        self._results, self._finish = results, finish

    @property
    def is_done(self) -> bool:
        """Whether ``explanation`` would not wait."""
        return self._results.are_here

    def explanation(self) -> Explanation:
        """The explanation, when it is done."""
        return self._finish(self._results.wait())


def _array(tensor: Tensor) -> Float32Array:
    return np.ascontiguousarray(tensor.numpy())
