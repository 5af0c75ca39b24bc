"""Maps of faces whose truth is known, from a checkpoint and from an untrained network, kept item by item."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol, get_args

import numpy as np
import torch

from stadrn_core.errors import DataError, FaceError, VideoError
from stadrn_core.explain.stage_contrast import mean_features
from stadrn_core.explain.studied_maps import CONTRAST_LAYERS, STUDIED_MAPS, method_maps
from stadrn_core.export.files import whole_file
from stadrn_core.networks import build_network
from stadrn_core.predictions import endless_copy, keep_identity
from stadrn_core.types import Progress

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from torch import Tensor

    from stadrn_core.checkpoint import LoadedCheckpoint
    from stadrn_core.networks import Network, NetworkConfig
    from stadrn_core.types import Float32Array, Float64Array

Net = Literal["trained", "untrained"]
NETS: tuple[Net, ...] = get_args(Net)
NEUTRAL = "neutral"
"""Kind of items that show none of the actions."""
SETTINGS_FILE = "settings.json"
ITEMS_FOLDER = "items"


@dataclass(frozen=True)
class Moment:
    """One instant of an item at which a map is judged.

    Attributes:
        position: sampled position in the clip, fractions allowed; None judges the mean over the clip (stills).
        label: score of the instant in BDI-II points, from the truth.
        motion_px: (S, S) float32, how far the item's action moves each pixel of the aligned face.
    """

    position: float | None
    label: float
    motion_px: Float32Array


@dataclass(frozen=True)
class Item:
    """A clip whose truth is known.

    Attributes:
        clip: (3, T, S, S) float32, normalised RGB; a clip of one frame stands for one without end (see ``stills``).
        moments: when it is judged.
        landmarks: (T, 68, 2) px in the aligned faces, or None where they are not known.
    """

    clip: Tensor
    moments: tuple[Moment, ...]
    landmarks: Float64Array | None = None


class ItemSource(Protocol):
    """An item that is loaded when it is its turn."""

    @property
    def name(self) -> str:
        """File name under which its maps are kept; unique."""
        ...

    @property
    def subject(self) -> str:
        """Who it shows."""
        ...

    @property
    def kind(self) -> str:
        """Which actions it shows."""
        ...

    def load(self) -> Item:
        """Read or compute it."""
        ...


@dataclass(frozen=True)
class ItemMaps:
    """What is kept of an item.

    Attributes:
        subject: who it shows.
        kind: which actions it shows.
        positions: of its moments.
        labels: of its moments.
        motion_px: (M, S, S) float32.
        cells: (T', H', W') float32 by net and method with cells.
        pixels: (M, S, S) float32 at the moments, by net and method without cells.
    """

    subject: str
    kind: str
    positions: tuple[float | None, ...]
    labels: tuple[float, ...]
    motion_px: Float32Array
    cells: dict[tuple[Net, str], Float32Array]
    pixels: dict[tuple[Net, str], Float32Array]


def compute_maps(
    sources: Sequence[ItemSource],
    checkpoint: LoadedCheckpoint,
    out: Path,
    identity: Mapping[str, object],
    seed: int = 0,
) -> Generator[Progress, None, dict[str, str]]:
    """Compute every method's map of every item with the checkpoint and with an untrained network of the same kind.

    An item's maps are a file in ``out/items``; those that are there already are not computed again. Neutral items come
    first: contrasts compare the others with the first neutral item of the same subject, and are left out without one.

    Args:
        sources: the items.
        checkpoint: whose maps are judged.
        out: folder; made where it does not exist.
        identity: what the maps depend on besides checkpoint and item.
        seed: of the untrained weights.

    Returns:
        Why an item has no maps, by its name, where its recording cannot be read or shows no face.

    Raises:
        DataError: the folder holds maps of something else, or an item's truth cannot be had.
        ExportError: maps cannot be written.
    """
    (out / ITEMS_FOLDER).mkdir(parents=True, exist_ok=True)
    maps = {"maps": list(STUDIED_MAPS)}
    keep_identity(out / SETTINGS_FILE, {"checkpoint_identity": checkpoint.identity, "seed": seed, **maps, **identity})
    networks: dict[Net, Network] = {
        "trained": checkpoint.model,
        "untrained": untrained(checkpoint.config, seed).to(checkpoint.device),
    }
    endless = {net: endless_copy(network) for net, network in networks.items()}
    failures: dict[str, str] = {}
    started, computed = time.monotonic(), 0
    neutral: dict[str, Path] = {}
    for done, source in enumerate(sorted(sources, key=lambda one: one.kind != NEUTRAL)):
        rate = computed / (time.monotonic() - started) if computed else None
        left = (len(sources) - done) / rate if rate else None
        yield Progress("explaining items", done, len(sources), "items", rate, left)
        file = _file_of(out, source)
        if source.kind == NEUTRAL and source.name not in failures:
            neutral.setdefault(source.subject, file)
        if file.exists():
            continue
        try:
            item = source.load()
        except (FaceError, VideoError) as error:
            failures[source.name] = str(error)
            if neutral.get(source.subject) == file:
                del neutral[source.subject]
            continue
        is_still = item.clip.shape[1] == 1 < checkpoint.config.clip_length
        _write_maps(file, item, endless if is_still else networks, neutral.get(source.subject))
        computed += 1
    yield Progress("explaining items", len(sources), len(sources), "items")
    return failures


def untrained(config: NetworkConfig, seed: int) -> Network:
    """A network with fresh weights, in evaluation mode."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return build_network(config).eval()


def read_maps(out: Path, source: ItemSource) -> ItemMaps:
    """What ``compute_maps`` kept of an item.

    Raises:
        DataError: the file cannot be read.
    """
    arrays = _read(_file_of(out, source))
    maps: dict[tuple[Net, str], Float32Array] = {
        (net, method): arrays[f"{net} {method}"].astype(np.float32)
        for net in NETS
        for method in STUDIED_MAPS
        if f"{net} {method}" in arrays
    }
    return ItemMaps(
        subject=source.subject,
        kind=source.kind,
        positions=tuple(None if np.isnan(p) else float(p) for p in arrays["positions"]),
        labels=tuple(arrays["labels"].tolist()),
        motion_px=arrays["motion_px"].astype(np.float32),
        cells={key: values for key, values in maps.items() if STUDIED_MAPS[key[1]].target_layer},
        pixels={key: values for key, values in maps.items() if not STUDIED_MAPS[key[1]].target_layer},
    )


def _read(file: Path) -> dict[str, NDArray[Any]]:
    try:
        with np.load(file) as stored:
            return {name: stored[name] for name in stored.files}
    except (OSError, ValueError) as error:
        raise DataError(f"{file} cannot be read ({error}). Delete it and run the same command again.") from error


def _file_of(out: Path, source: ItemSource) -> Path:
    return out / ITEMS_FOLDER / f"{source.name}.npz"


def _write_maps(file: Path, item: Item, networks: Mapping[Net, Network], neutral: Path | None) -> None:
    """``neutral`` holds the maps of the neutral item; where it is this file, the item is compared with itself."""
    arrays: dict[str, NDArray[np.generic]] = {
        "positions": np.array([np.nan if m.position is None else m.position for m in item.moments]),
        "labels": np.array([m.label for m in item.moments]),
        "motion_px": np.stack([m.motion_px for m in item.moments]).astype(np.float16),
    }
    for net, network in networks.items():
        found = method_maps(network, item.clip, _baseline(neutral, net, network, item, itself=neutral == file))
        arrays |= {f"{net} features {layer}": values for layer, values in found.mean_features.items()}
        for method, tensor in found.maps.items():
            values = tensor.numpy().astype(np.float32)
            if STUDIED_MAPS[method].target_layer is None:
                values = np.stack([_pixels_at(values, moment.position) for moment in item.moments])
            arrays[f"{net} {method}"] = values
    with whole_file(file) as unfinished, unfinished.open("wb") as stream:
        np.savez_compressed(stream, **arrays)  # type: ignore[arg-type]  # its stub takes a flag among the arrays


def _baseline(
    neutral: Path | None, net: Net, network: Network, item: Item, *, itself: bool
) -> dict[str, Float32Array] | None:
    if neutral is None:
        return None
    if itself:
        return {layer: mean_features(network, item.clip, layer) for layer in CONTRAST_LAYERS}
    arrays = _read(neutral)
    return {layer: arrays[f"{net} features {layer}"] for layer in CONTRAST_LAYERS}


def _pixels_at(maps: Float32Array, position: float | None) -> Float32Array:
    """(T, S, S) → (S, S): the nearest frame, or the mean over the clip."""
    chosen = maps.mean(0) if position is None else maps[min(int(position + 0.5), len(maps) - 1)]
    return np.asarray(chosen, dtype=np.float32)
