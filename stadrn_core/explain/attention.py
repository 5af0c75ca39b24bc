"""The attention vectors of STA-DRN's own modules: attention, not attribution.

They say by how much a module multiplies each feature at a place (s_s, eq. 4-5) or at a moment (s_t, eq. 8-9), not
whether that raised or lowered the score.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import torch

from stadrn_core.explain.passes import batch_of, check_clip, frozen_for_inference
from stadrn_core.model import (
    STADRN,
    AttentionBranch,
    FeatureFusion,
    VectorFusion,
    pool_over_time,
    softmax_over_groups,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from torch import Tensor, nn

    from stadrn_core.networks import Network
    from stadrn_core.types import Float32Array

ATTENTION_LABEL = "attention, not attribution"


@dataclass(frozen=True)
class ModuleAttention:
    """The attention vectors of one STA module for one clip, on the CPU.

    A feature c of C belongs to group c // C' (C' = C / K): for each of the C' features the K groups compete, and their
    attentions sum to 1. With K = 1 there is no competition: a sigmoid says how much of a feature passes.

    Attributes:
        name: of the module, such as ``layer_1.0.conv2``.
        stage: ``layer_1`` to ``layer_4``: where its cells lie.
        groups: K.
        spatial: (C, H', W') s_s, or None where the module does not attend to places.
        temporal: (C, T') s_t, or None where it does not attend to moments.
    """

    name: str
    stage: str
    groups: int
    spatial: Tensor | None
    temporal: Tensor | None

    @property
    def spatial_deviation(self) -> Tensor | None:
        """(K, H', W'): the mean over each group's features of s_s − 1/K; over the groups it sums to 0 (K > 1)."""
        return None if self.spatial is None else self._deviation(self.spatial)

    @property
    def temporal_deviation(self) -> Tensor | None:
        """(K, T'): the mean over each group's features of s_t − 1/K; over the groups it sums to 0 (K > 1)."""
        return None if self.temporal is None else self._deviation(self.temporal)

    def _deviation(self, attention: Tensor) -> Tensor:
        of_groups: Tensor = attention.unflatten(0, (self.groups, -1)).mean(1)
        return of_groups - 1 / self.groups


def attention_of(model: Network, clip: Tensor | Float32Array) -> list[ModuleAttention]:
    """The attention of every STA module, in the network's order, from one forward pass; empty for other networks.

    Args:
        model: left as it was found, also after an exception.
        clip: (3, T, H, W) floating point, normalised RGB.

    Raises:
        ValueError: a clip of another shape.
        TypeError: a clip that is not floating point.
    """
    inputs = torch.as_tensor(clip)
    check_clip(inputs)
    if not isinstance(model, STADRN):
        return []
    found: dict[str, dict[str, Tensor]] = {}
    groups = model.config.groups

    def keep(name: str, key: str, _module: nn.Module, _inputs: Any, output: Tensor) -> None:
        found[name][key] = softmax_over_groups(output, groups)[0].detach().clone()

    with ExitStack() as stack:
        stack.enter_context(torch.no_grad())
        stack.enter_context(frozen_for_inference(model))
        for name, module in sta_modules(model):
            found[name] = {}
            for key, layer in attending(module).items():
                stack.callback(layer.register_forward_hook(partial(keep, name, key)).remove)
        model(batch_of(model, inputs))
    return [
        ModuleAttention(
            name=name,
            stage=name.partition(".")[0],
            groups=groups,
            spatial=vectors["spatial"][:, 0].cpu() if "spatial" in vectors else None,
            temporal=vectors["temporal"][:, :, 0, 0].cpu() if "temporal" in vectors else None,
        )
        for name, vectors in found.items()
    ]


def sta_modules(model: STADRN) -> Iterator[tuple[str, nn.Module]]:
    """The middle layer of every bottleneck, with its name."""
    for name, module in model.named_modules():
        if name.endswith(".conv2"):
            yield name, module


def attending(module: nn.Module) -> dict[str, nn.Module]:
    """The layers whose softmax over groups is s_s (``spatial``) and s_t (``temporal``).

    Raises:
        TypeError: not an STA module.
    """
    match module:
        case VectorFusion():
            return {"spatial": module.fc_spatial, "temporal": module.fc_temporal}
        case FeatureFusion():
            return {"spatial": module.spatial_block.fc, "temporal": module.temporal_block.fc}
        case AttentionBranch():
            return {"spatial" if module.pool is pool_over_time else "temporal": module.fc}
    raise TypeError(f"not an STA module: {type(module).__name__}")
