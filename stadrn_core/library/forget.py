"""Everything that a patient's recordings left on this machine, deleted, and looked for afterwards.

Deleted are analyses, marks, kept faces and region numbers, what batches keep, entries of recent files, lines of logs,
and last the library's own entries with thumbnails and notes. The recordings themselves are the user's and stay, unless
asked otherwise. Files that the user exported elsewhere are not known here.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stadrn_core import chunk_cache
from stadrn_core.errors import StoreError
from stadrn_core.export.files import whole_file
from stadrn_core.folders import (
    STORE_NAME,
    analyses_folder,
    cache_folder,
    config_folder,
    data_folder,
    log_folder,
    own_data_folder,
)
from stadrn_core.library.batches import check_idle, left_of, recording_of, shares, take_out
from stadrn_core.marks.marks import MarksFile
from stadrn_core.video import VIDEO_SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from stadrn_core.library.library import Library, Session

RECENT = "recent_"
"""How lines of recent files begin in the preferences."""
REGIONS = "regions"
RESULTS = ("summary.json", "frames.csv", "methods.txt", "overlay.mp4", "trust.csv")
"""What ``stadrn explain`` and ``stadrn trust`` write beside an analysis."""


@dataclass(frozen=True)
class Forgotten:
    """What was done.

    Attributes:
        removed: files and folders that are gone.
        changed: files of which lines are gone.
        kept: recordings that stay.
        left: files in the program's folders and in those of batches that still name the patient or a recording; none
            where all went well.
    """

    removed: tuple[Path, ...]
    changed: tuple[Path, ...]
    kept: tuple[Path, ...]
    left: tuple[Path, ...]


def derived(library: Library, pseudonym: str) -> list[Path]:
    """Files and folders that ``forget_patient`` would remove, to be shown before."""
    sessions = library.sessions(pseudonym=pseudonym)
    hashes = {one.recording for one in sessions}
    found = [store for store in sorted(analyses_folder().glob("*.zarr")) if recording_of(store) in hashes]
    of_batches = [folder for share in shares(sessions) for folder in share.folders]
    found += of_batches
    for session in sessions:
        stores = [score.folder for score in session.scores if score.folder.parent not in of_batches]
        found += [one for store in stores if recording_of(store) == session.recording for one in _results(store)]
        found += [MarksFile(session.recording).path, chunk_cache.recordings_folder() / session.recording[:32]]
    if sessions:
        found.append(cache_folder() / REGIONS)
    return [path for path in dict.fromkeys(found) if path.exists()]


def forget_patient(library: Library, pseudonym: str, *, with_recordings: bool = False) -> Forgotten:
    """Delete everything that a patient's sessions left, and look for what still names them.

    Args:
        library: the sessions.
        pseudonym: whose.
        with_recordings: delete the recordings, too.

    Raises:
        StoreError: there is no such patient, or something cannot be deleted; what is deleted by then is gone, the
            library still names the rest, and the same call goes on.
    """
    sessions = library.sessions(pseudonym=pseudonym) if pseudonym else []
    if not sessions:
        raise StoreError(f"{library.path} knows no patient {pseudonym!r}. Choose a pseudonym of the list.")
    in_batches = shares(sessions)
    for share in in_batches:
        check_idle(share)
    removed = derived(library, pseudonym)
    recordings = [one.path for one in sessions if one.path.exists()]
    if with_recordings:
        removed += recordings
    for path in removed:
        _remove(path)
    of_results = [path.parent for path in removed if path.name == STORE_NAME]
    for folder in of_results:
        with suppress(OSError):
            folder.rmdir()  # not where something else lies in it
    needles = _needles(sessions)
    named = [*needles, *(name for share in in_batches for name in sorted(share.names))]
    changed = [path for path in _texts() if _without_lines(path, named)]
    changed += [path for share in in_batches for path in take_out(share)]
    library.remove(one.recording for one in sessions)
    found = traces(needles, of_results)
    left = [path for path in found if not any(path.is_relative_to(one) for one in recordings)]
    left += [path for share in in_batches for path in left_of(share, needles)]
    return Forgotten(
        tuple(removed), tuple(changed), () if with_recordings else tuple(recordings), tuple(dict.fromkeys(left))
    )


def traces(needles: Sequence[str], more_folders: Sequence[Path] = ()) -> list[Path]:
    """Files in the program's folders, and in more, whose name or content holds one of these words.

    In names, capitals do not count.
    """
    wanted = [needle.casefold() for needle in needles]
    sought = [needle.encode() for needle in needles]
    found = []
    own = (data_folder(), own_data_folder(), cache_folder(), config_folder(), log_folder())
    for folder in dict.fromkeys((*own, *more_folders)):
        for path in sorted(folder.rglob("*")):
            named = str(path.relative_to(folder)).casefold()
            if any(needle in named for needle in wanted) or (_is_searched(path) and _holds(path, sought)):
                found.append(path)
    return list(dict.fromkeys(found))


def _is_searched(path: Path) -> bool:
    """Of videos, which lie in project folders, only the names are looked at."""
    return path.suffix.lower() not in VIDEO_SUFFIXES and path.is_file()


def _results(store: Path) -> list[Path]:
    """An analysis, and what ``stadrn explain`` wrote beside it."""
    if store.name != STORE_NAME:
        return [store]
    return [store, *(store.with_name(name) for name in RESULTS)]


def _needles(sessions: Sequence[Session]) -> list[str]:
    words = {one.pseudonym for one in sessions}
    for one in sessions:
        words |= {one.recording, one.recording[:32], one.name, str(one.path)}
    return sorted(word for word in words if word)


def _holds(path: Path, sought: Sequence[bytes]) -> bool:
    try:
        content = path.read_bytes()
    except OSError:
        return False  # gone meanwhile
    return any(needle in content for needle in sought)


def _remove(path: Path) -> None:
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(
            f"{path} cannot be deleted ({error.strerror or error}). Close what uses it and delete the patient again."
        ) from error


def _texts() -> list[Path]:
    """Logs and preferences."""
    return [*sorted(log_folder().glob("*.log*")), *sorted(config_folder().glob("*.ini"))]


def _without_lines(path: Path, needles: Sequence[str]) -> bool:
    """Take out lines that hold one of the words; of preferences, only lists of recent files."""
    with suppress(FileNotFoundError):
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
        is_settings = path.suffix == ".ini"
        kept = [
            line
            for line in lines
            if not any(needle in line for needle in needles) or (is_settings and not line.startswith(RECENT))
        ]
        if len(kept) < len(lines):
            with whole_file(path) as unfinished:
                unfinished.write_text("".join(kept), encoding="utf-8")
            return True
    return False
