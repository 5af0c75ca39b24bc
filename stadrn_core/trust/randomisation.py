"""Does the map depend on what the network has learned? Adebayo et al. 2018: weights are made random from the head down.

Step by step from the fully connected layer to the stem, layers get fresh weights, those before them staying random. A
map that is still the same afterwards shows the picture, not the network. A strongly negative ρ is dependence on the
weights, but in sign alone: the same places, turned over.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import numpy as np
import torch

from stadrn_core.trust.measure import Cost, Measure, Outcome, always
from stadrn_core.trust.results import Number
from stadrn_core.trust.similarity import rank_correlation

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from torch import nn

    from stadrn_core.networks import Network
    from stadrn_core.trust.case import Case
    from stadrn_core.trust.measure import Work
    from stadrn_core.trust.results import TrustSettings

HEAD, STEM = "fc", "stem"


def cascade(model: Network) -> dict[str, list[nn.Module]]:
    """The modules with weights of their own, by part, from the head down: ``fc``, the stages from the last, ``stem``.

    Raises:
        TypeError: a module has weights and no ``reset_parameters``, so it is not known how fresh ones are made.
    """
    parts: dict[str, list[nn.Module]] = {HEAD: [], **{stage: [] for stage in reversed(model.stages)}, STEM: []}
    for name, module in model.named_modules():
        if not any(True for _ in module.parameters(recurse=False)):
            continue
        if not hasattr(module, "reset_parameters"):
            raise TypeError(f"{name or type(module).__name__} has weights and no reset_parameters")
        top = name.partition(".")[0]
        parts[top if top in parts else STEM].append(module)
    return {part: modules for part, modules in parts.items() if modules}


def randomised(model: Network, seed: int) -> Generator[tuple[str, Network], None, None]:
    """Copies with random weights down to one part after the other; the model itself is not touched.

    Args:
        model: on any device.
        seed: equal seeds give equal weights.

    Yields:
        The part that was made random last, and the network; the same object each time.
    """
    device = model.fc.weight.device
    ours = copy.deepcopy(model).cpu()
    parts = cascade(ours)
    for number, (part, modules) in enumerate(parts.items()):
        ours.cpu()
        with torch.inference_mode(False), torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed * len(parts) + number)
            for module in modules:
                reset: Callable[[], None] = module.reset_parameters  # type: ignore[assignment]
                reset()
        yield part, ours.to(device)


def _run(case: Case, settings: TrustSettings) -> Work:
    found: dict[str, list[float | None]] = {}
    for draw in range(settings.draws):
        for part, network in randomised(case.model, settings.seed + draw):
            found.setdefault(part, []).append(rank_correlation(case.relevance, case.relevance_of(network, case.clip)))
            yield
    numbers = [_number(f"down to {part}", values) for part, values in found.items()]
    everything = numbers[-1].model_copy(update={"name": "all_random"})
    return Outcome((everything, *numbers))


def _number(name: str, values: list[float | None]) -> Number:
    known = [value for value in values if value is not None]
    if not known:
        return Number(name=name, value=None, unit="ρ", note="one of the maps is equal everywhere")
    note = "" if len(known) == len(values) else f"{len(values) - len(known)} of {len(values)} maps are equal everywhere"
    return Number(name=name, value=float(np.mean(known)), unit="ρ", low=min(known), high=max(known), note=note)


RANDOMISATION = Measure(
    name="randomisation",
    title="Random weights",
    question="Does the map change when the network forgets what it has learned?",
    reading=(
        "rank correlation of the map and that of the same network with all weights random; near 1: the map does not "
        "depend on what was learned, near 0: it does"
    ),
    unavailable=always,
    cost=lambda case, settings: Cost(0, settings.draws * len(cascade(case.model))),
    run=_run,
)
