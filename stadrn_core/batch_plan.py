"""What a batch is to do: recordings × checkpoints with common settings, kept in the batch's folder as ``batch.json``.

The command and the window read and write the same file, so that each goes on with what the other began.
"""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, get_args

from stadrn_core.errors import DataError
from stadrn_core.export.files import whole_file, write_error
from stadrn_core.export.task import CRF
from stadrn_core.folders import STORE_NAME, own_data_folder
from stadrn_core.images import list_images
from stadrn_core.types import Deidentify
from stadrn_core.video import VIDEO_SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

PLAN_FILE = "batch.json"
SCHEMA_VERSION = 1


@dataclass(frozen=True)
class Job:
    """One recording by one checkpoint.

    Attributes:
        name: ``recording/checkpoint``: the folder below that of the batch.
        recording: a video file, or a folder of images.
        checkpoint: weights.
        folder: for everything that comes of it.
        kind: of the network, where the weights fit two kinds.
    """

    name: str
    recording: Path
    checkpoint: Path
    folder: Path
    kind: str | None = None

    @property
    def store(self) -> Path:
        """The analysis."""
        return self.folder / STORE_NAME


@dataclass(frozen=True)
class BatchSettings:
    """What all jobs have in common and what decides what comes of them.

    Attributes:
        changes: fields of ``AnalysisSettings`` that differ from the checkpoint's own: words and numbers.
        overlay: write the overlay video too.
        deidentify: what becomes of the face in it.
        crf: its quality, 1 to 51: lower is better and larger.
        sound: keep the recording's sound in it.
    """

    changes: Mapping[str, Any] = field(default_factory=dict)
    overlay: bool = False
    deidentify: Deidentify = "none"
    crf: int = CRF
    sound: bool = True

    def differences(self, other: BatchSettings) -> list[str]:
        """In words, what another batch has otherwise."""
        ours, theirs = self._facts(), other._facts()
        names = sorted(ours.keys() | theirs.keys())
        return [
            f"{name.replace('_', ' ')} {theirs.get(name, 'as the checkpoint says')} instead of "
            f"{ours.get(name, 'as the checkpoint says')}"
            for name in names
            if ours.get(name) != theirs.get(name)
        ]

    def _facts(self) -> dict[str, Any]:
        return {**self.changes, **{name: getattr(self, name) for name in ("overlay", "deidentify", "crf", "sound")}}


@dataclass(frozen=True)
class Plan:
    """All jobs of a batch.

    Attributes:
        folder: of the batch.
        settings: of all jobs.
        jobs: in the order in which they are done.
    """

    folder: Path
    settings: BatchSettings = field(default_factory=BatchSettings)
    jobs: tuple[Job, ...] = ()

    @classmethod
    def load(cls, folder: Path) -> Plan | None:
        """The plan that a folder holds, or None.

        Raises:
            DataError: it cannot be read.
        """
        path = folder / PLAN_FILE
        if not path.exists():
            return None
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            if kept["schema_version"] != SCHEMA_VERSION:
                raise ValueError(f"version {kept['schema_version']}, expected {SCHEMA_VERSION}")
            deidentify = kept["deidentify"]
            if deidentify not in get_args(Deidentify):
                raise ValueError(f"deidentify {deidentify!r}")
            settings = BatchSettings(
                dict(kept["changes"]),
                bool(kept["overlay"]),
                cast("Deidentify", deidentify),
                int(kept["crf"]),
                bool(kept["sound"]),
            )
            root = folder.resolve()
            jobs = tuple(
                Job(one["name"], Path(one["recording"]), Path(one["checkpoint"]), root / one["name"], one["kind"])
                for one in kept["jobs"]
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DataError(
                f"{path}: not the plan of a batch that can be read ({error}). Remove the file and name recordings and "
                "checkpoints again; finished analyses are kept."
            ) from error
        return cls(folder, settings, jobs)

    def save(self) -> None:
        """Keep it in the batch's folder, whole at any time.

        Raises:
            ExportError: it cannot be written.
        """
        kept = {
            "schema_version": SCHEMA_VERSION,
            "changes": dict(self.settings.changes),
            "overlay": self.settings.overlay,
            "deidentify": self.settings.deidentify,
            "crf": self.settings.crf,
            "sound": self.settings.sound,
            "jobs": [
                {"name": j.name, "recording": str(j.recording), "checkpoint": str(j.checkpoint), "kind": j.kind}
                for j in self.jobs
            ],
        }
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise write_error(self.folder, error) from error
        with whole_file(self.folder / PLAN_FILE) as unfinished:
            unfinished.write_text(json.dumps(kept, indent=1), encoding="utf-8")
        _note_batch(self.folder)

    def extended(
        self, sources: Sequence[Path], checkpoints: Mapping[Path, str | None], settings: BatchSettings
    ) -> tuple[Plan, list[Job]]:
        """Add each recording by each checkpoint.

        Args:
            sources: as for ``find_recordings``.
            checkpoints: weights, with the kind where it has to be stated.
            settings: must be those of the jobs that are there.

        Returns:
            The longer plan, and the jobs that were asked for, new or not.

        Raises:
            DataError: as ``find_recordings``; a checkpoint is missing; the folder's jobs have other settings.
        """
        others = self.settings.differences(settings) if self.jobs else []
        if others:
            raise DataError(
                f"{self.folder} holds a batch with other settings ({'; '.join(others)}). Choose another folder, or "
                "the same settings."
            )
        asked = self._jobs_of(sources, checkpoints)
        known = {job.name for job in self.jobs}
        return replace(
            self, settings=settings, jobs=(*self.jobs, *(job for job in asked if job.name not in known))
        ), asked

    def without(self, names: Collection[str]) -> Plan:
        """Leave out jobs; what they left in their folders stays."""
        return replace(self, jobs=tuple(job for job in self.jobs if job.name not in names))

    def _jobs_of(self, sources: Sequence[Path], checkpoints: Mapping[Path, str | None]) -> list[Job]:
        for path in checkpoints:
            if not path.is_file():
                raise DataError(f"{path} does not exist. Check the path of the checkpoint.")
        recordings = {job.folder.parent.name: job.recording for job in self.jobs}
        names = _checkpoint_names(checkpoints, {job.checkpoint: job.folder.name for job in self.jobs})
        root = self.folder.resolve()
        return [
            Job(f"{name}/{names[path]}", recording, path.resolve(), root / name / names[path], kind)
            for name, recording in find_recordings(sources, recordings)
            for path, kind in checkpoints.items()
        ]


def known_batches() -> Iterator[Path]:
    """Folders of the batches that were begun on this machine, as far as they are still there."""
    for note in sorted(_notes().glob("*.txt")):
        folder = Path(note.read_text(encoding="utf-8"))
        if (folder / PLAN_FILE).is_file():
            yield folder


def forget_batch(folder: Path) -> None:
    """Note no longer that a batch was begun in a folder."""
    _note_of(folder).unlink(missing_ok=True)


def _note_batch(folder: Path) -> None:
    """So that what it keeps of a patient is found when the patient is deleted."""
    note = _note_of(folder)
    if not note.exists():
        note.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(note) as unfinished:
            unfinished.write_text(str(folder.resolve()), encoding="utf-8")


def _notes() -> Path:
    return own_data_folder() / "batches"


def _note_of(folder: Path) -> Path:
    return _notes() / f"{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]}.txt"


def find_recordings(sources: Sequence[Path], known: Mapping[str, Path] | None = None) -> list[tuple[str, Path]]:
    """Recordings with a name for each, in order.

    Args:
        sources: videos, folders that hold videos or folders of images at any depth, folders of images, or tables
            with a column ``path``.
        known: recordings that have names already.

    Raises:
        DataError: a source is missing, holds nothing, or two recordings would have the same name.
    """
    taken = dict(known or {})
    names = {path: name for name, path in taken.items()}
    found: dict[str, Path] = {}
    for source in sources:
        listed = list(_recordings_of(source))
        if not listed:
            raise DataError(f"{source}: no recording is there. Name videos, a folder of videos, or a table of paths.")
        for wanted, path in listed:
            name = names.setdefault(path, wanted)
            if taken.setdefault(name, path) != path:
                raise DataError(
                    f"{taken[name]} and {path} would have the same name {name}. Rename one of them, or name the folder "
                    "that holds both."
                )
            found[name] = path
    return list(found.items())


def _recordings_of(source: Path) -> Iterator[tuple[str, Path]]:
    if not source.exists():
        raise DataError(f"{source} does not exist. Check the path.")
    if source.is_dir():
        for path in _recordings_below(source):
            below = path.relative_to(source).parts
            last = path.stem if path.is_file() else path.name
            yield "__".join((*below[:-1], last)), path.resolve()
    elif source.suffix.lower() == ".csv":
        yield from _listed(source)
    else:
        yield source.stem, source.resolve()


def _recordings_below(folder: Path) -> Iterator[Path]:
    """Videos; where a folder holds none but images, the folder itself. What a batch wrote is left out."""
    if (folder / STORE_NAME).exists():
        return
    try:
        inside = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        raise DataError(f"{folder} cannot be read ({error.strerror}). Check its permissions.") from error
    videos = [path for path in inside if path.suffix.lower() in VIDEO_SUFFIXES and path.is_file()]
    if not videos and list_images(folder):
        yield folder
    for path in inside:
        if path in videos:
            yield path
        elif path.is_dir() and not path.is_symlink():
            yield from _recordings_below(path)


def _listed(table: Path) -> Iterator[tuple[str, Path]]:
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if "path" not in (reader.fieldnames or ()):
                raise DataError(f"{table}: it has no column 'path'. Give it one with a recording in each row.")
            for row in reader:
                path = (table.parent / (row["path"] or "")).resolve()
                if not row["path"] or not path.exists():
                    raise DataError(
                        f"{table}, line {reader.line_num}: {row['path'] or 'nothing'} does not exist. Correct "
                        "the path, or take the row out."
                    )
                yield Path(row["path"]).stem, path
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{table}: not a table that can be read ({error}). Save it as CSV in UTF-8.") from error


def _checkpoint_names(checkpoints: Iterable[Path], known: Mapping[Path, str]) -> dict[Path, str]:
    """Stems; where another file has the same, with some digits of the path. Known ones keep their names."""
    paths = [path.resolve() for path in checkpoints]
    stems = [path.stem for path in paths] + [name for path, name in known.items() if path not in paths]
    return {
        given: known.get(path)
        or (
            path.stem
            if stems.count(path.stem) == 1
            else f"{path.stem}-{hashlib.sha256(str(path).encode()).hexdigest()[:6]}"
        )
        for given, path in zip(checkpoints, paths, strict=True)
    }
