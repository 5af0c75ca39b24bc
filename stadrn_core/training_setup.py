"""The parts of a training, made from its configuration: device, first weights, optimizer, schedule."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from accelerate import Accelerator
from accelerate.state import AcceleratorState, GradientState, PartialState
from torch import nn
from torch.optim import SGD, Adam, AdamW, Optimizer
from torch.optim.lr_scheduler import ConstantLR, CosineAnnealingWarmRestarts, LRScheduler, OneCycleLR

from stadrn_core.checkpoint import load_checkpoint
from stadrn_core.device import choose_device
from stadrn_core.errors import TrainingError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stadrn_core.networks import Network
    from stadrn_core.training_config import OptimizationSettings, TrainingConfig

MAX_NAMES = 6
FREE_TO_CHANGE = {
    "run": ("max_minutes", "save_every_minutes", "patience", "num_workers", "threads", "stored_precision"),
    "data": ("labels", "cache"),
}
"""Settings that may differ when a training is gone on with; what the labels say must still be the same."""


def make_accelerator(config: TrainingConfig, device: str) -> Accelerator:
    """Accelerate on the wished device, in the configured precision.

    Raises:
        TrainingError: the device is not there, or cannot compute in this precision.
        ValueError: not a device name.
    """
    chosen, notes = choose_device(device)
    if notes:
        raise TrainingError(f"{' '.join(notes)} Choose another --device.")
    if config.run.precision != "fp32" and chosen.type == "cpu":
        # oneDNN's bfloat16 weight gradients read memory that nobody wrote: now and then they are no numbers.
        raise TrainingError(
            f"{config.run.precision} needs a GPU: on a CPU its gradients are not reliable. Set run.precision to fp32, "
            "or choose another --device."
        )
    if PartialState._shared_state and PartialState().num_processes == 1:
        # Accelerate remembers device and precision for the life of the process; a second training may want others.
        AcceleratorState._reset_state(reset_partial_state=True)
        GradientState._reset_state()
    if device != "auto":
        os.environ["ACCELERATE_TORCH_DEVICE"] = str(chosen)
    try:
        return Accelerator(
            cpu=chosen.type == "cpu",
            mixed_precision={"fp32": "no"}.get(config.run.precision, config.run.precision),
            gradient_accumulation_steps=config.optimization.accumulation,
        )
    finally:
        os.environ.pop("ACCELERATE_TORCH_DEVICE", None)


def take_over(network: Network, checkpoint: Path) -> list[str]:
    """Copy the weights of a checkpoint that have the same name and shape.

    Returns:
        Sentences for the user: what was taken over, and what begins with fresh weights.

    Raises:
        CheckpointError: the checkpoint cannot be read.
        TrainingError: nothing fits.
    """
    given = load_checkpoint(checkpoint, "cpu").model.state_dict()
    own = network.state_dict()
    fitting = {name: given[name] for name, tensor in own.items() if name in given and given[name].shape == tensor.shape}
    if not any(tensor.ndim > 1 for tensor in fitting.values()):  # biases and statistics may fit by chance
        raise TrainingError(f"{checkpoint}: none of its weights fits this network. Choose another checkpoint.")
    network.load_state_dict(fitting, strict=False)
    notes = [f"{len(fitting)} of {len(own)} weights are taken over from {checkpoint.name}."]
    fresh = [name for name in own if name not in fitting]
    unused = [name for name in given if name not in fitting]
    if fresh:
        notes.append(f"Begin anew, since they do not fit: {_names(fresh)}.")
    if unused:
        notes.append(f"Not used from {checkpoint.name}: {_names(unused)}.")
    return notes


def freeze(network: Network, names: Sequence[str]) -> list[nn.Module]:
    """Keep the weights of these modules as they are; the modules, whose statistics are to be kept, too.

    Raises:
        TrainingError: there is no such module.
    """
    modules = []
    for name in names:
        try:
            module = network.get_submodule(name)
        except AttributeError as error:
            known = ", ".join(child for child, _ in network.named_children())
            raise TrainingError(f"optimization.freeze names {name}, but the network has {known}.") from error
        module.requires_grad_(False)
        modules.append(module)
    return modules


def normalisations(network: Network) -> list[nn.Module]:
    """Its batch normalisations."""
    return [module for module in network.modules() if isinstance(module, nn.BatchNorm2d | nn.BatchNorm3d)]


def make_optimizer(settings: OptimizationSettings, parameters: Sequence[nn.Parameter]) -> Optimizer:
    """Adam, AdamW or SGD."""
    rate, decay = settings.learning_rate, settings.weight_decay
    match settings.optimizer:
        case "adam":
            return Adam(parameters, rate, weight_decay=decay)
        case "adamw":
            return AdamW(parameters, rate, weight_decay=decay)
        case "sgd":
            return SGD(parameters, rate, momentum=settings.momentum, weight_decay=decay)


def make_schedule(settings: OptimizationSettings, optimizer: Optimizer, batches: int) -> LRScheduler:
    """The learning rate over time: ``one_cycle`` goes on with every optimizer step, the others with every epoch.

    Args:
        settings: which schedule.
        optimizer: whose rate is set.
        batches: batches of an epoch.
    """
    match settings.schedule:
        case "warm_restarts":
            return CosineAnnealingWarmRestarts(optimizer, settings.first_restart, settings.restart_factor)
        case "one_cycle":
            steps = settings.epochs * math.ceil(batches / settings.accumulation)
            return OneCycleLR(optimizer, settings.learning_rate, total_steps=steps)
        case "constant":
            return ConstantLR(optimizer, factor=1.0)


def differing_settings(stored: dict[str, Any], config: TrainingConfig) -> list[str]:
    """Settings in which a stored training differs from this one, by name; what is free to change left aside.

    Args:
        stored: ``to_json`` of the stored training's configuration, perhaps of a version that had fewer settings.
        config: this training's.
    """

    def compared(values: dict[str, Any]) -> dict[str, Any]:
        flat = {"name": values["name"], "preset": values["preset"], "seed": values["seed"]}
        flat |= {f"network.{key}": value for key, value in values["network"].items()}
        for table in ("data", "augmentation", "optimization", "run"):
            free = FREE_TO_CHANGE.get(table, ())
            flat |= {f"{table}.{key}": value for key, value in values[table].items() if key not in free}
        return flat

    before, now = compared(type(config).model_validate(stored).to_json()), compared(config.to_json())
    return [key for key in sorted({*before, *now}) if before.get(key) != now.get(key)]


def public_config(config: TrainingConfig) -> dict[str, Any]:
    """The configuration without the places on this machine, to be stored with the weights."""
    values = config.to_json()
    values["data"] |= {"labels": config.data.labels.name, "cache": None}
    values["initial_weights"] = config.initial_weights.name if config.initial_weights else None
    return values


def _names(names: list[str]) -> str:
    more = len(names) - MAX_NAMES
    return ", ".join(names[:MAX_NAMES]) + (f" and {more} more" if more > 0 else "")
