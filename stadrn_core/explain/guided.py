"""Guided backpropagation (Springenberg et al. 2015): every ReLU passes back only positive gradients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from torch import nn

if TYPE_CHECKING:
    from types import TracebackType

    from torch import Tensor
    from torch.utils.hooks import RemovableHandle


class GuidedReLUs:
    """ReLUs that decide at backward time whether they are guided, so that one forward graph serves both gradients.

    While ``active`` is False, gradients are the true ones; set it to True before the guided backward pass. The
    gradient that reaches a ReLU's output is clipped at zero there, before the ReLU's own gate, which is the guided
    rule.

    Args:
        model: all its ``nn.ReLU`` modules take part. Functional ReLUs cannot be guided.
    """

    def __init__(self, model: nn.Module) -> None:
        self.active = False
        self._relus = [module for module in model.modules() if isinstance(module, nn.ReLU)]
        self._handles: list[RemovableHandle] = []

    def __enter__(self) -> GuidedReLUs:
        self._handles = [relu.register_forward_hook(self._watch) for relu in self._relus]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for handle in self._handles:
            handle.remove()

    def _watch(self, _module: nn.Module, _inputs: Any, output: Tensor) -> None:
        if output.requires_grad:
            output.register_hook(self._clip)

    def _clip(self, gradient: Tensor) -> Tensor:
        return gradient.clamp(min=0) if self.active else gradient
