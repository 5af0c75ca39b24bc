"""What a training minimises: the error of the score, and of auxiliary outputs that live only while training."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import torch
from torch import Tensor, nn
from torch.nn import functional

if TYPE_CHECKING:
    from stadrn_core.networks import Network


class WithAuxiliary(nn.Module):
    """A network with linear outputs beside the score, from the same pooled features.

    Args:
        network: to be trained.
        num_auxiliary: further outputs.
    """

    def __init__(self, network: Network, num_auxiliary: int) -> None:
        super().__init__()
        self.network = network
        self.auxiliary = nn.Linear(network.fc.in_features, num_auxiliary) if num_auxiliary else None
        self._features: Tensor | None = None
        if self.auxiliary is not None:
            network.fc.register_forward_pre_hook(self._keep)

    def _keep(self, _: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        self._features = inputs[0]

    def forward(self, clip: Tensor) -> Tensor:
        """(B, 3, T, S, S) → (B, 1 + A): the raw output, then the auxiliary ones."""
        raw_output: Tensor = self.network(clip)
        if self.auxiliary is None or self._features is None:
            return raw_output
        features, self._features = self._features, None
        return torch.cat([raw_output, self.auxiliary(features)], dim=1)


def score_loss(raw_outputs: Tensor, labels: Tensor, kind: Literal["mse", "mse_smooth_l1"]) -> Tensor:
    """Mean loss of raw outputs (B,) against labels / score range (B,)."""
    loss = functional.mse_loss(raw_outputs, labels)
    if kind == "mse_smooth_l1":
        loss = loss + functional.smooth_l1_loss(raw_outputs, labels)
    return loss


def auxiliary_loss(outputs: Tensor, targets: Tensor) -> Tensor:
    """Mean squared error of (B, A) outputs, without the targets that are NaN; 0 where there are none."""
    known = ~targets.isnan()
    errors = torch.where(known, outputs - targets.nan_to_num(), torch.zeros_like(outputs))
    return errors.square().sum() / known.sum().clamp(min=1)
