"""STA-DRN prepared for explaining many clips: the same numbers as the model's, several times faster.

The readable network in ``stadrn_core.model`` stays as it is; what is prepared from it is kept beside it for as long as
it lives, and made anew when its weights change. Score, feature maps of the last stage and guided map come from one
forward and one hand-written backward pass, without autograd's graph.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

import torch
from torch import Tensor, nn
from torch.nn.modules.module import _has_any_global_hook

from stadrn_core.explain.prepared_block import PreparedBottleneck
from stadrn_core.explain.prepared_layers import exact
from stadrn_core.explain.prepared_stem import PreparedStem
from stadrn_core.model import STADRN, AttentionBranch, Bottleneck, ModelConfig

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Found(NamedTuple):
    """What one clip gives, on the device where it is computed.

    Attributes:
        means: (C,) of the feature maps of the last stage; ``PreparedNetwork.raw_output`` makes the network's number of
            them.
        activations: (C, T', H', W') feature maps of the last stage.
        guided: (3, T, H, W) guided backpropagation map, or None where it was not asked for.
    """

    means: Tensor
    activations: Tensor
    guided: Tensor | None


class PreparedNetwork:
    """A copy of a model's weights in the form that is fastest to compute with. The model is not touched.

    Holds no state of a clip: several threads may use it.

    Args:
        model: with its weights as they shall be used; evaluation mode is taken for granted.
    """

    def __init__(self, model: STADRN) -> None:
        self._weights = [tensor.detach().clone() for tensor in _weights_of(model)]
        self.stem = PreparedStem(model)
        self.blocks = [PreparedBottleneck(block) for block in model.modules() if isinstance(block, Bottleneck)]
        self.output_weight = model.fc.weight.detach()[0].clone()
        self._exact_output = exact(model.fc.weight)[0], exact(model.fc.bias)

    def is_of(self, model: STADRN) -> bool:
        """Whether the model still has exactly these weights, on this device and in this dtype."""
        now = _weights_of(model)
        return len(now) == len(self._weights) and all(
            old.device == new.device and old.dtype == new.dtype and torch.equal(old, new)
            for old, new in zip(self._weights, now, strict=True)
        )

    def explain(self, clip: Tensor, *, guided: bool) -> Found:
        """Last feature maps, their means and, where asked for, the guided map of one clip.

        Nothing here waits for the device.

        Args:
            clip: (3, T, H, W) normalised RGB, of any floating dtype and on any device.
            guided: also go back to the input.
        """
        x, kept_by_stem = self.stem.forward(clip.to(self.output_weight), keep=guided)
        kept_by_blocks = []
        for block in self.blocks:
            x, kept = block.forward(x, keep=guided)
            kept_by_blocks.append(kept)
        activations = x.permute(3, 0, 1, 2).contiguous()
        means = activations.mean((1, 2, 3))
        if kept_by_stem is None:
            return Found(means, activations, None)
        gradient = (self.output_weight / x[..., 0].numel()).expand_as(x).contiguous()
        for block in reversed(self.blocks):
            kept = kept_by_blocks.pop()
            assert kept is not None
            gradient = block.guided_backward(gradient, kept)
        return Found(means, activations, self.stem.guided_backward(gradient, kept_by_stem))

    def raw_output(self, means: Tensor) -> float:
        """The network's number y, in float64: the weighted sum of means may all but cancel."""
        weight, bias = self._exact_output
        return float(exact(means) @ weight + bias)


_prepared: WeakKeyDictionary[STADRN, PreparedNetwork] = WeakKeyDictionary()


def prepared(model: nn.Module) -> PreparedNetwork | None:
    """The model's prepared form, made at the first call and after each change of weights.

    Returns:
        None for a network that is not an STA-DRN exactly as it was built: another class, a layer exchanged or changed,
        a hook on any module. What such a network computes is not known here.
    """
    if type(model) is not STADRN or has_hooks(model) or _layout(model) != _layout_as_built(model.config):
        return None
    known = _prepared.get(model)
    if known is None or not known.is_of(model):
        known = _prepared[model] = PreparedNetwork(model)
    return known


def has_hooks(model: nn.Module) -> bool:
    """Whether anything listens to, or takes part in, a forward or backward pass of any module."""
    return _has_any_global_hook() or any(
        module._forward_hooks or module._forward_pre_hooks or module._backward_hooks or module._backward_pre_hooks
        for module in model.modules()
    )


def _weights_of(model: nn.Module) -> list[Tensor]:
    return [*model.parameters(), *model.buffers()]


Layout = list[tuple[Any, ...]]


def _layout(model: nn.Module) -> Layout:
    """All of a network but the values of its weights: name, class, settings and own attributes of each module."""
    return [
        (name, type(module), module.extra_repr(), *_own_forward(module), *_shapes(module))
        for name, module in model.named_modules()
    ]


def _own_forward(module: nn.Module) -> Iterator[Callable[..., Any]]:
    if "forward" in vars(module):
        yield module.forward
    if isinstance(module, AttentionBranch):
        yield module.pool


def _shapes(module: nn.Module) -> Iterator[tuple[str, torch.Size]]:
    for name, tensor in [*module.named_parameters(recurse=False), *module.named_buffers(recurse=False)]:
        yield name, tensor.shape


@lru_cache(maxsize=16)
def _layout_as_built(config: ModelConfig) -> Layout:
    with torch.device("meta"):
        return _layout(STADRN(config))
