"""Methods computed for one clip, one after the other, from passes that they share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from stadrn_core.explain.methods import METHODS, Method, hindrance
from stadrn_core.explain.passes import capture, check_clip
from stadrn_core.explain.task import MethodOptions, Task, on_network
from stadrn_core.types import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from torch import Tensor

    from stadrn_core.explain.task import Computation, Found
    from stadrn_core.networks import Network
    from stadrn_core.types import Float32Array, Float64Array


@dataclass(frozen=True)
class MethodMap:
    """What one method says of one clip: raw numbers at native resolution.

    Attributes:
        name: key of ``METHODS``.
        raw_output: the network's number y.
        values: (T', H', W') at the cells of ``target_layer``, or (T, H, W) at pixels (see the method's ``where``); the
            network's dtype.
        target_layer: the stage whose feature maps were used, or None.
        facts: what must be known of the numbers, such as Score-CAM's coverage; plain values.
    """

    name: str
    raw_output: float
    values: NDArray[np.floating]
    target_layer: str | None
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def method(self) -> Method:
        """Its line in the table of methods: title, unit, sign, caution."""
        return METHODS[self.name]


def explain_by_methods(
    model: Network,
    clip: Tensor | Float32Array,
    methods: Sequence[str],
    options: MethodOptions | None = None,
    landmarks: Float64Array | Float32Array | None = None,
) -> Iterator[Progress | MethodMap]:
    """Compute methods for the raw output of one clip.

    Yields how far it is before each batch of passes, and every map as soon as it is finished. Closing the generator
    between two yields stops it. ``methods.cost`` tells the passes beforehand.

    Args:
        model: on any device; at every yield and after an exception it is as it was found.
        clip: (3, T, H, W) floating point, normalised RGB.
        methods: keys of ``METHODS``, each computed once.
        options: of the methods; the defaults where None.
        landmarks: (T, 68, 2) px in the aligned face, for methods that need them.

    Raises:
        ValueError: a clip of another shape, landmarks that do not fit it, an unknown method, or one that cannot be
            computed here (see ``methods.hindrance``).
        TypeError: a clip that is not floating point.
    """
    options = options or MethodOptions()
    check_clip(torch.as_tensor(clip))
    ready = on_network(model, torch.as_tensor(clip))
    if landmarks is not None and landmarks.shape != (ready.shape[1], 68, 2):
        raise ValueError(f"landmarks must be ({ready.shape[1]}, 68, 2) for this clip, got {landmarks.shape}")
    chosen = {name: _known(name) for name in methods}
    for name in chosen:
        if reason := hindrance(name, model.config, options, landmarks is not None):
            raise ValueError(reason)
    return _explain(model, ready, chosen, options, None if landmarks is None else np.asarray(landmarks, np.float64))


def _explain(
    model: Network, clip: Tensor, chosen: dict[str, Method], options: MethodOptions, landmarks: Float64Array | None
) -> Iterator[Progress | MethodMap]:
    yield Progress("passes that methods share", 0, 1, "clips")
    captured = capture(
        model,
        clip,
        [layer for method in chosen.values() if (layer := method.target_layer(options)) is not None],
        input_gradient=any(method.input_gradient for method in chosen.values()),
        guided=any(method.guided for method in chosen.values()),
    )
    for name, method in chosen.items():
        layer = method.target_layer(options)
        task = Task(model, clip, options, captured, layer, landmarks, method.title)
        found = yield from method.compute(task)
        yield MethodMap(name, captured.raw_output, found.values.cpu().numpy(), layer, found.facts)


def finished(computation: Computation) -> Found:
    """Run a method to its end."""
    while True:
        try:
            next(computation)
        except StopIteration as end:
            found: Found = end.value
            return found


def _known(name: str) -> Method:
    if name not in METHODS:
        raise ValueError(f"method must be one of {', '.join(METHODS)}, got {name!r}")
    return METHODS[name]
