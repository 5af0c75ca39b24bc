"""Raw maps of an analysis as one NPZ file, or as a copy of its zarr store.

Both have the same arrays under the same names (``FIELDS``). Where faces are de-identified, landmarks, guided maps,
names, paths and warnings are left out: landmarks and guided maps draw the face.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import zarr

from stadrn_core.export.deidentify import check_cells
from stadrn_core.export.files import whole_file, whole_folder
from stadrn_core.export.record import export_record, nameless
from stadrn_core.face_quality import MEASURES
from stadrn_core.store import LOCK, MANIFEST, RECORDS
from stadrn_core.types import Progress

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from stadrn_core.manifest import Manifest
    from stadrn_core.store import AnalysisStore
    from stadrn_core.types import Deidentify, Json

NPZ_VERSION = 1
GUIDED = ("guided", "guided_scale")


class Field(NamedTuple):
    """An array: its axes, its unit, and what it is."""

    axes: str
    unit: str
    meaning: str


_CELLS = "clip, slot, row, column"
FIELDS: dict[str, Field] = {
    "pts_seconds": Field("frame", "s", "time of each source frame; the first is at 0"),
    "frame_indices": Field("sampled_frame", "", "source frame (0-based) of each sampled frame"),
    "positions": Field("clip, position", "", "sampled frame at each position of each clip"),
    "raw_output": Field("clip", "", "the network's number; NaN where a clip was skipped or is not explained yet"),
    "score": Field("clip", "BDI-II points", "max(raw output, 0) × score_range"),
    "gradcampp": Field(_CELLS, "none", "Grad-CAM++, not weighted; times the clip's score: the paper's eq. 18"),
    "gradcam": Field(_CELLS, "none", "Grad-CAM"),
    "signed_points": Field(_CELLS, "BDI-II points per cell", "signed evidence; its sum is 63 × (raw output − bias)"),
    "face_state": Field(
        "sampled_frame", "", "0 not looked at, 1 found, 2 interpolated, 3 held, 4 none, 5 cannot be decoded"
    ),
    "frame_to_face": Field(
        "sampled_frame, matrix_row, matrix_column", "px", "2×3 similarity from source px to aligned px"
    ),
    "landmarks": Field("sampled_frame, landmark, xy", "px", "68 landmarks in the source frame"),
    "face_quality": Field(
        "sampled_frame, measure",
        "°, °, none, 0–255, none, share, share",
        f"{', '.join(MEASURES)}; NaN where not measured; fewer by earlier versions",
    ),
    "guided": Field("clip, position, channel, y, x", "guided_scale", "guided backpropagation in steps, int8"),
    "guided_scale": Field("clip, position", "guided gradient", "size of a step of guided"),
}
"""All arrays. In NPZ files ``manifest`` is the JSON text of ``npz_manifest`` besides."""


def write_npz(
    store: AnalysisStore,
    path: Path,
    *,
    with_guided: bool = False,
    deidentify: Deidentify = "none",
    overwrite: bool = True,
) -> Iterator[Progress]:
    """Write all arrays into one compressed file that ``numpy.load`` opens; stopping leaves nothing behind.

    Maps of clips that are not explained are NaN.

    Args:
        store: the analysis, finished or not.
        path: file ending in .npz.
        with_guided: with guided maps, which are some hundred times as large as the others.
        deidentify: unless ``none``, landmarks, guided maps, names and paths are left out.
        overwrite: replace a file that is there.

    Raises:
        ExportError: the file cannot be written, or is there and must not be replaced; or its maps would draw the face.
    """
    check_cells(max(store.manifest.map_shape[1:]), store.manifest.settings, deidentify)
    group: Any = zarr.open_group(store.path, mode="r")
    done = frozenset(i for i, record in store.records.items() if record.skipped_reason is None)
    names = [name for name in FIELDS if name in group and name not in _left_out(with_guided, deidentify)]
    total = len(names) + (store.plan.num_clips if "guided" in names else 0)
    step = 0
    with whole_file(path, overwrite) as unfinished, zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, values in _from_records(store).items():
            _add(archive, name, values)
        for name in names:
            yield Progress("writing maps", step, total, "arrays")
            step += 1
            if name == "guided":
                for _ in _add_by_clip(archive, name, group[name]):
                    step += 1
                    yield Progress("writing maps", step, total, "arrays")
                continue
            values = np.asarray(group[name][:])
            if FIELDS[name].axes == _CELLS:
                values[[i for i in range(len(values)) if i not in done]] = np.nan
            _add(archive, name, values)
        written = ["raw_output", "score", *names]
        _add(archive, "manifest", np.array(json.dumps(npz_manifest(store, written, deidentify), ensure_ascii=False)))
    yield Progress("writing maps", total, total, "arrays")


def npz_manifest(store: AnalysisStore, names: list[str], deidentify: Deidentify) -> Json:
    """What an NPZ file says of itself: its record, the analysis, and axes, unit and meaning of each array."""
    return {
        "format": "stadrn maps",
        "version": NPZ_VERSION,
        "record": export_record(store, "maps", deidentify),
        "fields": {name: FIELDS[name]._asdict() for name in names},
        "analysis": asdict(_shown(store.manifest, deidentify)),
        "skipped_clips": {str(i): one.skipped_reason for i, one in store.records.items() if one.skipped_reason},
    }


def copy_store(
    store: AnalysisStore, path: Path, *, with_guided: bool = False, deidentify: Deidentify = "none"
) -> Iterator[Progress]:
    """Copy a stored analysis into a new folder, which this program opens as well; stopping leaves nothing behind.

    Args:
        store: the analysis, finished or not.
        path: folder to make, ending in .zarr.
        with_guided: with guided maps.
        deidentify: unless ``none``, landmarks, guided maps, tests of maps, names and paths are left out.

    Raises:
        ExportError: there is something of that name, it cannot be written, or its maps would draw the face.
    """
    check_cells(max(store.manifest.map_shape[1:]), store.manifest.settings, deidentify)
    left_out = _left_out(with_guided, deidentify)
    manifest = _shown(store.manifest, deidentify)
    if "guided" in left_out and manifest.settings.guided == "stored":
        manifest = replace(manifest, settings=replace(manifest.settings, guided="none"))
    with whole_folder(path) as unfinished:
        # First what says which clips are finished: maps are complete before they are named here.
        shutil.copyfile(store.path / RECORDS, unfinished / RECORDS)
        (unfinished / MANIFEST).write_bytes(manifest.to_json())
        files = [file for file in sorted(store.path.rglob("*")) if file.is_file() and _is_copied(store, file, left_out)]
        for done, file in enumerate(files):
            yield Progress("copying maps", done, len(files), "files")
            if deidentify != "none" and file.parent == store.path and file.name != "zarr.json":
                continue
            target = unfinished / file.relative_to(store.path)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
        yield Progress("copying maps", len(files), len(files), "files")


def _is_copied(store: AnalysisStore, file: Path, left_out: frozenset[str]) -> bool:
    parts = file.relative_to(store.path).parts
    if parts[0] in (LOCK, RECORDS, MANIFEST) or parts[0].endswith(".part") or parts[0] in left_out & set(GUIDED):
        return False
    # The array of landmarks stays, empty: without its chunks all are NaN.
    return parts[0] not in left_out or parts[-1] == "zarr.json"


def _left_out(with_guided: bool, deidentify: Deidentify) -> frozenset[str]:
    if deidentify != "none":
        return frozenset({*GUIDED, "landmarks"})
    return frozenset() if with_guided else frozenset(GUIDED)


def _shown(manifest: Manifest, deidentify: Deidentify) -> Manifest:
    """Without names and paths where faces are de-identified: hashes stay."""
    return manifest if deidentify == "none" else nameless(manifest)


def _from_records(store: AnalysisStore) -> dict[str, NDArray[Any]]:
    """Raw output and score of each clip; NaN where there is none."""
    columns: dict[str, NDArray[Any]] = {}
    for name in ("raw_output", "score"):
        values = np.full(store.plan.num_clips, np.nan)
        for i, record in store.records.items():
            value = getattr(record, name)
            values[i] = np.nan if value is None else value
        columns[name] = values
    return columns


def _add(archive: zipfile.ZipFile, name: str, values: NDArray[Any]) -> None:
    with archive.open(f"{name}.npy", "w", force_zip64=True) as file:
        np.lib.format.write_array(file, values, allow_pickle=False)


def _add_by_clip(archive: zipfile.ZipFile, name: str, array: Any) -> Iterator[None]:
    """An array that may be larger than the memory, clip by clip."""
    header = {"descr": np.lib.format.dtype_to_descr(array.dtype), "fortran_order": False, "shape": array.shape}
    with archive.open(f"{name}.npy", "w", force_zip64=True) as file:
        np.lib.format.write_array_header_1_0(file, header)
        for i in range(array.shape[0]):
            file.write(np.ascontiguousarray(array[i]).tobytes())
            yield
