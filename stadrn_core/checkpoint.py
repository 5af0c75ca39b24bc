"""Load, write and describe checkpoints: weights, configuration and what is known of their making."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from stadrn_core.device import choose_device
from stadrn_core.errors import CheckpointError
from stadrn_core.layouts import assumed_fields, bare_state_dict, check_fit, read_config
from stadrn_core.manifest import caution_in
from stadrn_core.networks import Network, NetworkConfig, build_network, network_config_from_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from torch import Tensor

FORMAT = "stadrn-checkpoint"
SCHEMA_VERSION = 1
NATIVE_SUFFIX = ".safetensors"


@dataclass(frozen=True)
class LoadedCheckpoint:
    """A model ready to be used, with its provenance.

    Attributes:
        model: in evaluation mode on ``device``.
        config: its configuration.
        metadata: ``preprocessing``, ``training`` and other facts stored with it; empty for foreign files.
        path: the file.
        sha256: hash of the file.
        identity: hash of weights and configuration: equal identities give equal results, in whatever file they lie.
        device: where the model is.
        notes: sentences for the user: what was assumed, which fall-back was taken.
    """

    model: Network
    config: NetworkConfig
    metadata: dict[str, Any]
    path: Path
    sha256: str
    identity: str
    device: torch.device
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Name for lists and legends."""
        return str(self.metadata.get("name") or self.path.stem)

    @property
    def is_trained(self) -> bool:
        """False for weights made by ``stadrn checkpoint init``; foreign files are taken for trained."""
        return bool(self.training.get("trained", True))

    @property
    def known_error(self) -> str | None:
        """The checkpoint's measured error as a sentence fragment, such as ``RMSE 7.98 on AVEC 2013 test``.

        None when unknown.
        """
        error = self.training.get("known_error")
        return str(error) if error else None

    @property
    def caution(self) -> str | None:
        """What a reader of its scores must be told; None where nothing is stated."""
        return caution_in(self.metadata)

    @property
    def training(self) -> Mapping[str, Any]:
        """Training facts; empty when none are stored."""
        facts = self.metadata.get("training", {})
        return facts if isinstance(facts, dict) else {}

    @property
    def preprocessing(self) -> Mapping[str, Any]:
        """Preprocessing facts (``alignment``, ``sample_interval``); empty when none are stored."""
        facts = self.metadata.get("preprocessing", {})
        return facts if isinstance(facts, dict) else {}


def load_checkpoint(
    path: str | Path,
    device: str = "auto",
    *,
    kind: str | None = None,
    temporal_stride: int | None = None,
    clip_length: int | None = None,
    frame_size: int | None = None,
    score_range: float | None = None,
) -> LoadedCheckpoint:
    """Load a checkpoint.

    The native safetensors format, the published ``best.pth`` layout and common training dictionaries are read.
    Nothing stored in the file is ever executed. What a foreign file does not tell (strides, clip length, frame size,
    score range) is taken from the keyword arguments, else from the published defaults, which are then named in
    ``notes``.

    Args:
        path: the file.
        device: ``auto``, ``cpu``, ``cuda``, ``cuda:N`` or ``mps``.
        kind: ``spatial`` or ``temporal``, needed where the weights fit both.
        temporal_stride: stride in time of stages 2 to 4.
        clip_length: frames in a clip.
        frame_size: side of a frame in px.
        score_range: BDI-II points per unit of raw output.

    Raises:
        AmbiguousCheckpointError: the weights fit two kinds and none was stated.
        CheckpointError: anything else that is wrong with the file, with the reason and the remedy.
        ValueError: not a device name.
    """
    path = Path(path)
    chosen, device_notes = choose_device(device)
    stated = {
        name: value
        for name, value in {
            "kind": kind,
            "temporal_stride": temporal_stride,
            "clip_length": clip_length,
            "frame_size": frame_size,
            "score_range": score_range,
        }.items()
        if value is not None
    }
    tensors, metadata, stored_config = read_file(path)
    config: NetworkConfig
    if stored_config is None:
        tensors = bare_state_dict(path, tensors)
        config = read_config(path, tensors, stated)
        assumed = assumed_fields(config, stated)
    else:
        config, assumed = stored_config, ()
        _refuse_contradictions(path, config, stated)
    state = check_fit(path, config, tensors)
    with torch.device("meta"):
        model = build_network(config)
    model.load_state_dict(state, assign=True)
    model.eval().to(chosen)
    return LoadedCheckpoint(
        model, config, metadata, path, hash_file(path), identity_of(config, state), chosen, (*assumed, *device_notes)
    )


def _refuse_contradictions(path: Path, config: NetworkConfig, stated: dict[str, Any]) -> None:
    own = {name: getattr(config, name, None) for name in stated}
    contradicted = [f"{name}={own[name]}" for name, value in stated.items() if own[name] != value]
    if contradicted:
        raise CheckpointError(
            f"{path} states its own configuration ({config.title}: {', '.join(contradicted)}), which contradicts the "
            f"options given. Leave them out."
        )


def read_file(path: Path) -> tuple[Any, dict[str, Any], NetworkConfig | None]:
    """What lies in a checkpoint file.

    Returns:
        Tensors or the object around them; metadata; the configuration, if the file states one.

    Raises:
        CheckpointError: missing, truncated, not a checkpoint, or needing code to be executed.
    """
    if not path.is_file():
        raise CheckpointError(
            f"{path} does not exist or is not a file. Choose a .safetensors, .pth, .pt or .ckpt file."
        )
    if path.stat().st_size == 0:
        raise CheckpointError(f"{path} is empty. Copy the checkpoint again.")
    if path.suffix == NATIVE_SUFFIX:
        return _read_safetensors(path)
    return _read_torch(path), {}, None


def _read_safetensors(path: Path) -> tuple[dict[str, Tensor], dict[str, Any], NetworkConfig | None]:
    try:
        with safe_open(path, framework="pt") as file:
            header = file.metadata() or {}
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118  # not a dict
    except (SafetensorError, OSError) as error:
        raise CheckpointError(
            f"{path} is not a complete safetensors file ({error}). Copy or convert it again."
        ) from error
    if header.get("format") != FORMAT:
        return tensors, {}, None
    try:
        version = int(header["schema_version"])
        config = network_config_from_json(json.loads(header["config"]))
        metadata = json.loads(header["metadata"])
        expected_identity = header["identity"]
    except (KeyError, ValueError, TypeError) as error:
        raise CheckpointError(
            f"{path}: its metadata cannot be read ({error}). Convert the original checkpoint again."
        ) from error
    if version > SCHEMA_VERSION:
        raise CheckpointError(
            f"{path} was written by a newer version (format {version}). Update this program to open it."
        )
    if identity_of(config, tensors) != expected_identity:
        raise CheckpointError(
            f"{path}: the weights are not those it was written with (hash differs). Copy the file again."
        )
    return tensors, metadata, config


def _read_torch(path: Path) -> Any:
    try:
        return torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        raise CheckpointError(_unpickling_message(path, str(error))) from error
    except (RuntimeError, EOFError, OSError, ValueError, KeyError, AttributeError, IndexError) as error:
        raise CheckpointError(
            f"{path} is cut short, damaged or not a PyTorch checkpoint. Copy it again, or choose another file."
        ) from error


def _unpickling_message(path: Path, reason: str) -> str:
    if "Unsupported global" in reason or "Unsupported class" in reason or "was not an allowed global" in reason:
        return (
            f"{path} holds more than weights (a pickled model or other Python objects) and could only be read "
            f"by executing code from it, "
            "which this program never does. Where it was made, save the state dict instead: "
            "torch.save(model.state_dict(), path)."
        )
    return f"{path} is not a PyTorch checkpoint, or it is damaged. Choose a .safetensors, .pth, .pt or .ckpt file."


def identity_of(config: NetworkConfig, state: Mapping[str, Tensor]) -> str:
    """sha256 over configuration and weights (names sorted; float32 bytes)."""
    digest = hashlib.sha256(json.dumps(config.to_json(), sort_keys=True).encode())
    for name in sorted(state):
        digest.update(name.encode())
        tensor = state[name].detach().cpu()
        # Also where a file keeps half precision, so that what is loaded from it has the file's identity.
        tensor = tensor.float() if tensor.is_floating_point() else tensor
        digest.update(tensor.contiguous().numpy().tobytes())
    return digest.hexdigest()


def hash_file(path: Path) -> str:
    """sha256 of a file's contents, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def save_checkpoint(
    path: str | Path, model: Network, metadata: Mapping[str, Any], *, half_precision: bool = False
) -> Path:
    """Write the native format, whole or not at all.

    Args:
        path: must end in ``.safetensors``.
        model: its weights are written as they are, unless ``half_precision``.
        metadata: JSON values; ``name``, ``preprocessing`` and ``training`` (``trained``, ``known_error``, …) are
            understood.
        half_precision: write convolutions and matrices as float16, for half the size; they are loaded as float32.
            Biases and statistics stay float32.

    Raises:
        CheckpointError: the file cannot be written.
        ValueError: another suffix.
    """
    path = Path(path)
    if path.suffix != NATIVE_SUFFIX:
        raise ValueError(f"the native format ends in {NATIVE_SUFFIX}, got {path.name}")
    state = {name: tensor.detach().cpu().contiguous() for name, tensor in model.state_dict().items()}
    if half_precision:
        state = {name: tensor.half() if tensor.ndim > 1 else tensor for name, tensor in state.items()}
    header = {
        "format": FORMAT,
        "schema_version": str(SCHEMA_VERSION),
        "config": json.dumps(model.config.to_json()),
        "metadata": json.dumps(dict(metadata)),
        "identity": identity_of(model.config, state),
    }
    unfinished: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".part")
        os.close(handle)
        unfinished = Path(name)
        save_file(state, unfinished, metadata=header)
        unfinished.replace(path)
    except (OSError, SafetensorError) as error:
        raise CheckpointError(
            f"{path} cannot be written ({error}). Choose a folder with write access and free space."
        ) from error
    finally:
        if unfinished is not None:
            unfinished.unlink(missing_ok=True)
    return path


def init_checkpoint(path: str | Path, config: NetworkConfig, seed: int = 0, name: str | None = None) -> Path:
    """Write an untrained checkpoint, labelled so.

    Reproducible weights for trying the program, never for looking at people. The output layer is scaled so that
    scores of ordinary input lie within the score range instead of at 0.
    """
    generator_state = torch.get_rng_state()
    try:
        torch.manual_seed(seed)
        model = build_network(config).eval()
        with torch.no_grad():
            model.fc.weight.mul_(0.5)
            model.fc.bias.fill_(0.3)
    finally:
        torch.set_rng_state(generator_state)
    facts = {"name": name or f"untrained {config.title}", "training": {"trained": False, "seed": seed}}
    return save_checkpoint(path, model, facts)
