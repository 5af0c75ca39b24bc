"""What the keys and shapes of a state dict tell about the network it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from stadrn_core.errors import AmbiguousCheckpointError, CheckpointError
from stadrn_core.model import STAGES, ModelConfig
from stadrn_core.networks import NetworkConfig, build_network

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

WRAPPERS = ("state_dict", "model_state_dict", "model", "net", "network", "weights", "module", "ema", "params")
PREFIXES = ("module.", "_orig_mod.", "model.", "net.", "network.")
UNREADABLE_FIELDS = {
    "temporal_stride": "strides in time",
    "clip_length": "frames a clip",
    "frame_size": "px a frame side",
    "score_range": "points of score range",
}
MAX_NAMES = 4


def bare_state_dict(path: Path, content: Any) -> dict[str, Tensor]:
    """The state dict inside common training dictionaries, without the prefixes that wrappers put before each name.

    Raises:
        CheckpointError: there is none.
    """
    for _ in range(3):
        if isinstance(content, dict) and not _is_state_dict(content):
            inner = next((content[key] for key in WRAPPERS if isinstance(content.get(key), dict)), None)
            if inner is None:
                break
            content = inner
    if not isinstance(content, dict) or not _is_state_dict(content):
        found = type(content).__name__
        if isinstance(content, dict):
            found = f"a dictionary with {_names(map(str, content))}" if content else "an empty dictionary"
        raise CheckpointError(f"{path} holds no weights ({found}). Choose a file with a state dict, such as best.pth.")
    state = dict(content)
    while (prefix := next((p for p in PREFIXES if all(name.startswith(p) for name in state)), None)) is not None:
        state = {name.removeprefix(prefix): tensor for name, tensor in state.items()}
    return state


def _is_state_dict(content: Mapping[Any, Any]) -> bool:
    return bool(content) and all(isinstance(k, str) and isinstance(v, Tensor) for k, v in content.items())


def read_config(path: Path, state: Mapping[str, Tensor], stated: Mapping[str, Any]) -> ModelConfig:
    """The configuration as far as weights tell it, the rest as stated or else the published default.

    Raises:
        AmbiguousCheckpointError: ``spatial`` and ``temporal`` both fit and neither was stated.
        CheckpointError: another network, or a statement that contradicts the weights.
    """
    try:
        width, _ = state["layer_1.0.conv1.weight"].shape[:2]
        stem_width = state["conv_1.weight"].shape[0]
        grouped = next(
            t
            for n, t in state.items()
            if n.startswith("layer_1.0.conv2.") and "group_conv" in n and n.endswith("weight")
        )
        groups = width // grouped.shape[1]
        blocks = [len({name.split(".")[1] for name in state if name.startswith(f"{stage}.")}) for stage in STAGES]
    except (KeyError, StopIteration, ValueError, IndexError, ZeroDivisionError) as error:
        raise CheckpointError(
            f"{path} is not an STA-DRN checkpoint: it looks like {looks_like(state)}. Choose an STA-DRN checkpoint."
        ) from error
    kernels = [t.shape[2] for n, t in state.items() if n.endswith("downsample.0.weight") and t.ndim == 5]
    multiplied = groups > 0 and all(n % groups == 0 for n in blocks)
    read = {
        "kind": _kind(path, state, stated),
        "groups": groups,
        "features": width,
        "stem_width": stem_width,
        "layers": tuple(n // groups if multiplied else n for n in blocks),
        "blocks_times_groups": multiplied,
        **({"shortcut_kernel": kernels[0]} if kernels else {}),
        **{name: value for name, value in stated.items() if name != "kind"},
    }
    try:
        return ModelConfig(**read)
    except (ValueError, TypeError) as error:
        raise CheckpointError(f"{path} describes no possible STA-DRN ({error}). Choose another file.") from error


def _kind(path: Path, state: Mapping[str, Tensor], stated: Mapping[str, Any]) -> str:
    names = [name for name in state if name.startswith("layer_1.0.conv2.")]
    if any("group_conv_temporal" in name for name in names):
        fits: tuple[str, ...] = ("fusion_vector",)
    elif any("temporal_block" in name for name in names):
        fits = ("fusion_feature",)
    else:
        fits = ("spatial", "temporal")
    wish = stated.get("kind")
    if wish is not None and wish not in fits:
        raise CheckpointError(
            f"{path} was stated to be {wish}, but its weights are those of {' or '.join(fits)}. Leave the option out."
        )
    if wish is None and len(fits) > 1:
        raise AmbiguousCheckpointError(
            f"{path} fits two kinds of network, {' and '.join(fits)}, whose weights look alike. State which one "
            f"it is (--kind).",
            "kind",
            fits,
        )
    return str(wish or fits[0])


def assumed_fields(config: ModelConfig, stated: Mapping[str, Any]) -> tuple[str, ...]:
    """A sentence that names what was taken from the published defaults because weights do not tell it."""
    assumed = [f"{getattr(config, name):g} {words}" for name, words in UNREADABLE_FIELDS.items() if name not in stated]
    if not assumed:
        return ()
    return (f"Not stored in this file, published defaults assumed: {', '.join(assumed)}.",)


def check_fit(path: Path, config: NetworkConfig, state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The state dict for ``config``, floats as float32, after checking every key, shape and value.

    Raises:
        CheckpointError: missing or unexpected keys, other shapes, NaN or infinite values.
    """
    with torch.device("meta"):
        expected = build_network(config).state_dict()
    missing = [name for name in expected if name not in state]
    unexpected = [name for name in state if name not in expected]
    if missing or unexpected:
        parts = [f"missing {_names(missing)}"] * bool(missing) + [f"unexpected {_names(unexpected)}"] * bool(unexpected)
        raise CheckpointError(f"{path} does not fit {config.title}: {'; '.join(parts)}. Copy or export it again.")
    misshapen = [
        f"{name} is {tuple(state[name].shape)} instead of {tuple(tensor.shape)}"
        for name, tensor in expected.items()
        if state[name].shape != tensor.shape
    ]
    if misshapen:
        raise CheckpointError(
            f"{path} has weights of other shapes: {_names(misshapen)}. Choose a checkpoint of this network."
        )
    broken = [
        name for name, tensor in state.items() if tensor.is_floating_point() and not bool(torch.isfinite(tensor).all())
    ]
    if broken:
        raise CheckpointError(
            f"{path} holds NaN or infinite numbers in {_names(broken)}: its training diverged. Choose another epoch."
        )
    negative = [name for name, tensor in state.items() if name.endswith("running_var") and bool((tensor < 0).any())]
    if negative:
        raise CheckpointError(
            f"{path} holds negative variances in {_names(negative)}: the file is damaged. Copy it again."
        )
    return {name: state[name].to(tensor.dtype).contiguous() for name, tensor in expected.items()}


def looks_like(state: Mapping[str, Tensor]) -> str:
    """A few words on which network a foreign state dict belongs to."""
    names = list(state)
    if any("cls_token" in name or ".attn." in name for name in names):
        return "a vision transformer"
    if "layer1.0.conv1.weight" in state:
        dimensions = {4: "a 2D ResNet", 5: "a 3D ResNet"}
        return dimensions.get(state["layer1.0.conv1.weight"].ndim, "a ResNet")
    if any(name.startswith("features.") for name in names):
        return "a VGG- or MobileNet-like image network"
    return f"another network, with {_names(names)}"


def _names(names: Any) -> str:
    listed = list(names)
    shown = ", ".join(listed[:MAX_NAMES])
    return shown + (f" and {len(listed) - MAX_NAMES} more" if len(listed) > MAX_NAMES else "")
