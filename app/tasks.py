"""The long work of the compute thread, each a generator that yields between its steps; no Qt, no threads.

The engine is imported inside: torch takes seconds, which the window must not pay before it is shown.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import os
import sys
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core_sentences import in_own_words
from app.translation import translate
from stadrn_core.errors import AmbiguousCheckpointError, StoreError, VideoError

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from stadrn_core.checkpoint import LoadedCheckpoint
    from stadrn_core.demo import Demo
    from stadrn_core.manifest import AnalysisSettings, CheckpointFacts
    from stadrn_core.marks import Mark, MarksFile, Timing
    from stadrn_core.marks.marks import History

log = logging.getLogger(__name__)

ENGINE_MODULES = (
    "torch",
    "zarr",
    "av",
    "stadrn_core.analyze",
    "stadrn_core.render",
    "stadrn_core.marks",
    "stadrn_core.regions.intervals",
    "stadrn_core.export.regions",
    "stadrn_core.trust.load",
    "stadrn_core.compare.comparison",
    "stadrn_core.compare.drawn",
)
"""What an analysis, and the tabs that follow it, need: imported while one runs, they would stop the window."""


@dataclass(frozen=True)
class EngineReady:
    """The engine is imported.

    Attributes:
        device_label: the device that a checkpoint would be computed on.
    """

    device_label: str


@dataclass(frozen=True)
class CheckpointReady:
    """A checkpoint that can be used.

    Attributes:
        checkpoint: the model with its provenance.
        settings: the analysis settings that it asks for.
        device_label: such as ``CPU, 2 threads``.
        fallback: why another device is used than was asked for, or None.
    """

    checkpoint: LoadedCheckpoint
    settings: AnalysisSettings
    device_label: str
    fallback: str | None = None


@dataclass(frozen=True)
class KindQuestion:
    """A checkpoint lacks a fact that only the user knows.

    Attributes:
        path: the checkpoint.
        text: what is not known, and why.
        field: the missing field of its configuration.
        choices: what fits the weights.
    """

    path: Path
    text: str
    field: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Sources:
    """What a stored analysis was made of.

    Attributes:
        folder: the analysis.
        recording: where the recording lies.
        checkpoint_name: of the file.
        checkpoint: where the checkpoint lies; None if it is not there any more.
        checkpoint_kind: kind stated in its configuration; None where the network has no kinds.
        checkpoint_identity: hash of its weights and configuration.
        settings: of the analysis.
    """

    folder: Path
    recording: Path
    checkpoint_name: str
    checkpoint: Path | None
    checkpoint_kind: str | None
    checkpoint_identity: str
    settings: AnalysisSettings


@dataclass(frozen=True)
class LookedUp:
    """What is stored of an analysis.

    Attributes:
        folder: where it lies, or would lie.
        num_finished: finished clips, or None when there is no analysis.
        is_complete: nothing is left to compute.
    """

    folder: Path
    num_finished: int | None
    is_complete: bool


_hashes: dict[tuple[tuple[str, int, int], ...], str] = {}


def warm_up() -> Generator[EngineReady, None, None]:
    """Import the engine before it is needed."""
    load_torch_libraries()
    # A full collection over the engine's million objects stops everything for a tenth of a second: none while they are
    # made, and later ones leave them out, as modules live as long as the program.
    gc.disable()
    try:
        for name in ENGINE_MODULES:
            import_module(name)
        gc.freeze()
    finally:
        gc.enable()
    import zarr

    # A clip's guided map is written in 64 chunks. Several at a time are compressed in as many threads, which keep the
    # interpreter from the window in turns, for 30 ms and more; one after the other takes no longer on a busy machine.
    zarr.config.set({"async.concurrency": 1})
    from stadrn_core.device import choose_device

    device, _ = choose_device("auto")
    yield EngineReady(device_label(device))


def load_torch_libraries() -> None:
    """Load torch's libraries without holding the interpreter's lock; importing torch then finds them in memory.

    Loading them takes a quarter of a second on Linux, in which ``import torch`` would stop the window. Where this does
    not work, the import itself loads them.
    """
    spec = find_spec("torch")
    if sys.platform != "linux" or spec is None or spec.origin is None or "torch" in sys.modules:
        return
    # A function called through ctypes runs without the lock, unlike ctypes.CDLL.
    dlopen = ctypes.CDLL(None).dlopen
    dlopen.argtypes, dlopen.restype = (ctypes.c_char_p, ctypes.c_int), ctypes.c_void_p
    for name, scope in (("global_deps", os.RTLD_GLOBAL), ("cpu", os.RTLD_LOCAL), ("python", os.RTLD_LOCAL)):
        library = Path(spec.origin).parent / "lib" / f"libtorch_{name}.so"
        dlopen(str(library).encode(), os.RTLD_NOW | scope)


def find_demo() -> Generator[Demo, None, None]:
    """The files of the demo.

    Raises:
        StoreError: the installation is incomplete.
    """
    from stadrn_core import demo

    yield demo.find_demo()


def device_label(device: Any) -> str:
    """A device in words."""
    import torch

    if device.type == "cuda":
        card = torch.cuda.get_device_properties(device)
        memory = round(card.total_memory / 1e9)
        return translate("Tasks", "GPU, {name}, {memory} GB").format(name=card.name, memory=memory)
    if device.type == "mps":
        return translate("Tasks", "GPU, Apple")
    threads = torch.get_num_threads()
    if threads == 1:
        return translate("Tasks", "CPU, 1 thread")
    return translate("Tasks", "CPU, {count} threads").format(count=threads)


def load(path: Path, kind: str | None, device: str) -> Generator[CheckpointReady | KindQuestion, None, None]:
    """Load a checkpoint, or ask for its kind where the weights fit several.

    Raises:
        CheckpointError: it cannot be loaded.
    """
    from stadrn_core.analyze import settings_for
    from stadrn_core.checkpoint import load_checkpoint

    try:
        loaded = load_checkpoint(path, device, kind=kind)
    except AmbiguousCheckpointError as error:
        yield KindQuestion(path, in_own_words(error), error.field, error.choices)
        return
    fallback = None
    if device not in ("auto", "cpu") and loaded.device.type == "cpu":
        fallback = next(
            (note for note in loaded.notes if note.startswith(device)),
            translate("Tasks", "{device} is not available; the CPU is used.").format(device=device),
        )
    yield CheckpointReady(loaded, settings_for(loaded), device_label(loaded.device), fallback)


def find_sources(folder: Path, recording: Path | None = None) -> Generator[Sources, None, None]:
    """Read what a stored analysis was made of, and check that the recording is still the same.

    Args:
        folder: of the analysis.
        recording: where the recording lies now; where it lay when it was analysed, if None.

    Raises:
        StoreError: no analysis, or its recording is not where it was, or another one.
        VideoError: the recording cannot be read.
    """
    from stadrn_core.store import AnalysisStore

    with AnalysisStore.open(folder) as store:
        manifest = store.manifest
    recording = recording or Path(manifest.recording.path)
    if not recording.exists():
        raise StoreError(
            translate(
                "Tasks",
                "{name} was made of {recording}, which is not there any more. Put the recording back, or open it "
                "from where it lies now together with the checkpoint: an analysis stored for them is found by content.",
            ).format(name=folder.name, recording=recording)
        )
    if recording_hash(recording) != manifest.recording.sha256:
        raise StoreError(
            translate(
                "Tasks", "{recording} has changed since {name} was made of it. Open the recording and analyse it again."
            ).format(recording=recording, name=folder.name)
        )
    yield Sources(
        folder,
        recording,
        Path(manifest.checkpoint.path).name,
        _find_checkpoint(manifest.checkpoint),
        manifest.checkpoint.config.get("kind"),
        manifest.checkpoint.identity,
        manifest.settings,
    )


def _find_checkpoint(facts: CheckpointFacts) -> Path | None:
    """Where a checkpoint lay, else the same file in the open project."""
    from stadrn_core.checkpoint import hash_file
    from stadrn_core.folders import project_folder

    path, project = Path(facts.path), project_folder()
    if path.is_file():
        return path
    same_name = sorted(project.rglob(path.name)) if project is not None else []
    return next((one for one in same_name if one.is_file() and hash_file(one) == facts.sha256), None)


def look_up(
    recording: Path, checkpoint: LoadedCheckpoint, settings: AnalysisSettings
) -> Generator[LookedUp, None, None]:
    """Find the stored analysis of a recording by a checkpoint with these settings.

    Raises:
        StoreError: what lies there cannot be opened.
        VideoError: the recording cannot be read.
    """
    from stadrn_core.analyze import analysis_folder, settings_for
    from stadrn_core.store import AnalysisStore

    folder = analysis_folder(recording_hash(recording), checkpoint.identity, settings_for(checkpoint, settings))
    if not folder.exists():
        yield LookedUp(folder, None, False)
        return
    with AnalysisStore.open(folder) as store:
        yield LookedUp(folder, len(store.records), store.is_complete)


def find_compared(
    recording: Path, wanted: Sequence[tuple[LoadedCheckpoint, AnalysisSettings]]
) -> Generator[tuple[Path | None, ...], None, None]:
    """Where the stored analysis of a recording by each checkpoint lies; None where there is none yet.

    Raises:
        VideoError: the recording cannot be read.
    """
    from stadrn_core.analyze import analysis_folder, settings_for

    sha256 = recording_hash(recording)
    folders = (analysis_folder(sha256, one.identity, settings_for(one, settings)) for one, settings in wanted)
    yield tuple(folder if folder.exists() else None for folder in folders)


def recording_hash(path: Path) -> str:
    """The recording's hash, remembered as long as size and time of each of its files stay.

    Raises:
        VideoError: the recording cannot be read.
    """
    from stadrn_core.images import list_images
    from stadrn_core.video import hash_recording

    files = list_images(path) if path.is_dir() else [path]
    try:
        key = tuple((str(file), status.st_size, status.st_mtime_ns) for file in files for status in [file.stat()])
    except OSError as error:
        raise VideoError(
            translate(
                "Tasks", "{path}: the recording cannot be read any more ({strerror}). Check its place and permissions."
            ).format(path=path, strerror=error.strerror)
        ) from error
    if key not in _hashes:
        _hashes[key] = hash_recording(path)
    return _hashes[key]


@dataclass(frozen=True)
class FaceCacheSize:
    """What the aligned faces that are kept for further checkpoints take on disk."""

    num_bytes: int


def measure_face_cache(limit_bytes: int | None = None) -> Generator[FaceCacheSize, None, None]:
    """Tell its size, brought down to a limit first where one is given; 0 empties it."""
    from stadrn_core import chunk_cache

    if limit_bytes is not None:
        chunk_cache.trim(limit_bytes)
    yield FaceCacheSize(chunk_cache.used_bytes())


@dataclass(frozen=True)
class MarksLoaded:
    """What was marked in a recording before.

    Attributes:
        file: where they are kept.
        marks: in order of time.
        history: changes of a program that was cut off, which can be undone still.
        timing: of the recording's frames.
    """

    file: MarksFile
    marks: tuple[Mark, ...]
    history: History
    timing: Timing


def load_marks(recording: Path, timing: Timing) -> Generator[MarksLoaded, None, None]:
    """Find the marks of a recording, by its content.

    Raises:
        MarksError: they are there and cannot be read.
        VideoError: the recording cannot be read any more.
    """
    from stadrn_core.marks import MarksFile

    file = MarksFile(recording_hash(recording))
    yield MarksLoaded(file, *file.load_with_history(), timing)
