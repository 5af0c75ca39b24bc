"""Raw maps of one clip by several methods as files: an NPZ, a manifest that says what its numbers are, and curves."""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from stadrn_core.analyze import checkpoint_facts, package_versions
from stadrn_core.errors import ExportError
from stadrn_core.explain.attention import ATTENTION_LABEL
from stadrn_core.explain.methods import METHODS
from stadrn_core.export.deidentify import deidentified_face, draws_face
from stadrn_core.export.files import whole_file
from stadrn_core.export.record import nameless_checkpoint
from stadrn_core.model import score_from_raw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from stadrn_core.checkpoint import LoadedCheckpoint
    from stadrn_core.explain.attention import ModuleAttention
    from stadrn_core.explain.run import MethodMap
    from stadrn_core.explain.task import MethodOptions
    from stadrn_core.manifest import AnalysisSettings
    from stadrn_core.one_clip import OneClip
    from stadrn_core.types import Deidentify, RecordingInfo

SCHEMA_VERSION = 1
MAPS_FILE, MANIFEST_FILE, CURVES_FILE = "maps.npz", "manifest.json", "attention_curves.csv"
CURVE_COLUMNS = ("module", "group", "slot", "frame_index", "seconds", "deviation")


@dataclass(frozen=True)
class ClipExplained:
    """One clip explained by several methods, with all that its files need to say.

    Attributes:
        recording: facts of the recording.
        recording_sha256: its hash.
        checkpoint: the network.
        settings: how clips were cut and faces aligned.
        options: of the methods.
        clip: its faces.
        maps: a map for each finished method, of which there is at least one.
        attention: of every STA module; empty for other networks.
    """

    recording: RecordingInfo
    recording_sha256: str
    checkpoint: LoadedCheckpoint
    settings: AnalysisSettings
    options: MethodOptions
    clip: OneClip
    maps: Sequence[MethodMap]
    attention: Sequence[ModuleAttention]

    @property
    def raw_output(self) -> float:
        """The network's number y."""
        return self.maps[0].raw_output

    @property
    def score(self) -> float:
        """BDI-II points."""
        return score_from_raw(self.raw_output, self.checkpoint.config.score_range)


def deidentified_clip(explained: ClipExplained, mode: Deidentify) -> ClipExplained:
    """What may be shown where faces are de-identified: no face, nothing that draws its features, and no names.

    Maps and attention with finer cells than the blurred head are left out, as maps of pixels are.

    Raises:
        ExportError: nothing would be left, or the faces cannot be drawn in this way.
    """
    if mode == "none":
        return explained
    clip, alignment = explained.clip, explained.settings.alignment
    maps = [
        one
        for one in explained.maps
        if one.method.where == "cells" and not draws_face(max(one.values.shape[1:]), alignment)
    ]
    if not maps:
        raise ExportError(
            "All maps of this clip are so fine that they draw the face. Compute one of cells at the last stage as "
            "well, such as Grad-CAM++, or show faces as they are."
        )
    points = [None] * len(clip.pictures) if clip.landmarks is None else [*clip.landmarks]
    pictures = [deidentified_face(face, one, alignment, mode) for face, one in zip(clip.pictures, points, strict=True)]
    metadata = {**explained.checkpoint.metadata, "name": "not named"}
    return replace(
        explained,
        recording=replace(explained.recording, path=Path("recording")),
        checkpoint=replace(explained.checkpoint, metadata=metadata),
        clip=replace(clip, pictures=np.stack(pictures)),
        maps=maps,
        attention=[
            module
            for module in explained.attention
            if module.spatial is None or not draws_face(max(module.spatial.shape[1:]), alignment)
        ],
    )


def write_method_maps(explained: ClipExplained, folder: Path, deidentify: Deidentify = "none") -> None:
    """Write maps.npz, manifest.json and, where the network has attention over time, attention_curves.csv.

    In the NPZ, maps are float32 under their method's key, attention vectors under ``attention/MODULE/spatial`` (C, H',
    W') and ``…/temporal`` (C, T'); ``frame_indices`` and ``pts_seconds`` (T,) tell which frames the clip is made of.

    Args:
        explained: a clip and its maps.
        folder: where to.
        deidentify: unless ``none``, what draws the face, names and paths are left out.

    Raises:
        ExportError: a file cannot be written, or nothing would be left.
    """
    explained = deidentified_clip(explained, deidentify)
    arrays = _arrays(explained)
    with whole_file(folder / MAPS_FILE) as unfinished, unfinished.open("wb") as stream:
        np.savez_compressed(stream, **arrays)  # type: ignore[arg-type]  # its stub takes a flag among the arrays
    with whole_file(folder / MANIFEST_FILE) as unfinished:
        text = json.dumps(manifest(explained, arrays, deidentify), indent=2, ensure_ascii=False, allow_nan=False)
        unfinished.write_text(text + "\n", encoding="utf-8")
    if any(module.temporal is not None for module in explained.attention):
        _write_curves(explained, folder / CURVES_FILE)


def manifest(
    explained: ClipExplained, arrays: dict[str, NDArray[np.generic]], deidentify: Deidentify = "none"
) -> dict[str, Any]:
    """What the arrays are: quantity, unit, layer, cells, settings, sources and hashes; plain values for JSON."""
    clip, config = explained.clip, explained.checkpoint.config
    recording = asdict(explained.recording)
    checkpoint = checkpoint_facts(explained.checkpoint)
    recording["path"] = str(explained.recording.path.resolve())
    if deidentify != "none":
        recording |= {"path": "", "warnings": ()}
        checkpoint = nameless_checkpoint(checkpoint)
    recording["time_base"] = None if explained.recording.time_base is None else str(explained.recording.time_base)
    del recording["pts_seconds"]
    return {
        "schema_version": SCHEMA_VERSION,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": package_versions(),
        "deidentify": deidentify,
        "device": str(explained.checkpoint.device),
        "recording": recording | {"num_frames": explained.recording.num_frames, "sha256": explained.recording_sha256},
        "checkpoint": asdict(checkpoint),
        "settings": asdict(explained.settings),
        "clip": {
            "clip_index": clip.clip_index,
            "num_clips": clip.plan.num_clips,
            "frames_with_face": int(clip.has_face.sum()),
            "frames_held": int((~clip.has_face).sum()),
            "raw_output": explained.raw_output,
            "score": explained.score,
            "score_range": config.score_range,
        },
        "options": explained.options.to_json(),
        "maps": {one.name: _map_facts(explained, one, arrays[one.name]) for one in explained.maps},
        "attention": {
            "note": ATTENTION_LABEL,
            "modules": [module.name for module in explained.attention],
            "neutral_value": 1 / groups if (groups := getattr(config, "groups", 0)) else None,
        },
        "sha256": {name: hashlib.sha256(values.tobytes()).hexdigest() for name, values in arrays.items()},
    }


def _arrays(explained: ClipExplained) -> dict[str, NDArray[np.generic]]:
    frames = explained.clip.frame_indices
    arrays: dict[str, NDArray[np.generic]] = {
        "frame_indices": frames,
        "pts_seconds": explained.recording.pts_seconds[frames],
    }
    for one in explained.maps:
        arrays[one.name] = one.values.astype(np.float32)
    for module in explained.attention:
        for key, vectors in (("spatial", module.spatial), ("temporal", module.temporal)):
            if vectors is not None:
                arrays[f"attention/{module.name}/{key}"] = vectors.float().numpy()
    return arrays


def _map_facts(explained: ClipExplained, one: MethodMap, values: NDArray[np.generic]) -> dict[str, Any]:
    method = METHODS[one.name]
    strides: tuple[int, int] = (1, 1)
    if method.where == "cells":
        assert one.target_layer is not None  # cells are those of a stage
        strides = explained.checkpoint.config.cell_stride(one.target_layer)
    return {
        "title": method.title,
        "words": method.words,
        "caution": method.caution,
        "unit": method.unit,
        "sign": method.sign,
        "where": method.where,
        "target_layer": one.target_layer,
        "shape": list(values.shape),
        "temporal_stride_sampled_frames": strides[0],
        "spatial_stride_px": strides[1],
        "facts": one.facts,
    }


def _write_curves(explained: ClipExplained, path: Path) -> None:
    """A row for each module, group and time slot: the mean over the group's features of s_t − 1/K."""
    frames, times = explained.clip.frame_indices, explained.recording.pts_seconds
    with whole_file(path) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream, lineterminator="\n")
        rows.writerow(CURVE_COLUMNS)
        for module in explained.attention:
            deviation = module.temporal_deviation
            if deviation is None:
                continue
            stride = explained.checkpoint.config.cell_stride(module.stage)[0]
            for group, curve in enumerate(deviation.tolist(), start=1):
                for slot, value in enumerate(curve):
                    frame = int(frames[min(slot * stride, len(frames) - 1)])
                    rows.writerow((module.name, group, slot, frame, f"{times[frame]:.6f}", f"{value:.8g}"))
