"""A database of sessions (SQLite): recordings under pseudonyms, with date, tags, notes, known scores and analyses.

The file is readable by its owner only, and what is deleted is overwritten in it. A recording is known by its content;
its path is kept relative to the library's folder where it lies below it, so that such a folder can be moved as a whole.
Each change is one transaction: a process that dies leaves the state before it or after it.
"""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from stadrn_core.errors import StoreError
from stadrn_core.folders import LIBRARY_FILE, data_folder
from stadrn_core.images import list_images
from stadrn_core.manifest import Manifest
from stadrn_core.store import MANIFEST
from stadrn_core.types import Progress
from stadrn_core.video import VIDEO_SUFFIXES, hash_recording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stadrn_core.store import AnalysisStore

SCHEMA_VERSION = 1
MOST_POINTS = 63.0
WAIT_SECONDS = 10.0
"""While another process changes the library."""
Order = Literal["date", "score", "pseudonym", "name"]
ORDERS: tuple[Order, ...] = get_args(Order)
_SCHEMA = """
CREATE TABLE sessions (
    recording TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    path TEXT NOT NULL,
    added TEXT NOT NULL,
    recorded_on TEXT NOT NULL DEFAULT '',
    pseudonym TEXT NOT NULL DEFAULT '',
    tags TEXT NOT NULL DEFAULT '[]',
    notes TEXT NOT NULL DEFAULT '',
    known_points REAL,
    thumbnail BLOB,
    view TEXT NOT NULL DEFAULT '{}'
);
CREATE TABLE analyses (
    analysis TEXT PRIMARY KEY,
    recording TEXT NOT NULL REFERENCES sessions (recording) ON DELETE CASCADE,
    folder TEXT NOT NULL,
    checkpoint TEXT NOT NULL,
    checkpoint_identity TEXT NOT NULL,
    points REAL,
    num_clips INTEGER NOT NULL,
    analysed TEXT NOT NULL
);
"""


@dataclass(frozen=True)
class Score:
    """One analysis of a session.

    Attributes:
        folder: of the stored analysis.
        checkpoint: its name.
        checkpoint_identity: of its weights: scores of one identity compare.
        points: mean over clips, in BDI-II points; None where none has a score.
        num_clips: that are explained.
        analysed: when, ISO 8601.
    """

    folder: Path
    checkpoint: str
    checkpoint_identity: str
    points: float | None
    num_clips: int
    analysed: str


@dataclass(frozen=True)
class Session:
    """One recording and what is known of it.

    Attributes:
        recording: SHA-256 of its content.
        name: of its file.
        path: where it was last.
        added: when it came into the library, ISO 8601.
        recorded_on: date, ``YYYY-MM-DD``; empty where not known.
        pseudonym: of the patient; empty where not given.
        tags: short words.
        notes: free text.
        known_points: BDI-II score known otherwise, or None.
        thumbnail: a PNG, or None.
        scores: its analyses, newest first.
    """

    recording: str
    name: str
    path: Path
    added: str
    recorded_on: str
    pseudonym: str
    tags: tuple[str, ...]
    notes: str
    known_points: float | None
    thumbnail: bytes | None
    scores: tuple[Score, ...]

    @property
    def when(self) -> str:
        """The date of the recording, or that on which it was added; ``YYYY-MM-DD``."""
        return self.recorded_on or self.added[:10]

    @property
    def points(self) -> float | None:
        """Of the newest analysis that has a score."""
        return next((score.points for score in self.scores if score.points is not None), None)


class Library:
    """The sessions in one folder. Holds no connection: it may be used from any thread, one call after the other.

    Args:
        folder: where the database lies; the user's data folder where None. Made where it does not exist.

    Raises:
        StoreError: the database cannot be read or made.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = (folder or data_folder()).absolute()
        self.path = self.folder / LIBRARY_FILE
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            # Made with its permissions before SQLite opens it, whose journals take them over.
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise StoreError(f"{self.path} cannot be made ({error.strerror}). Choose a folder of your own.") from error
        with self._change() as database:
            (version,) = database.execute("PRAGMA user_version").fetchone()
            if version == 0:
                for statement in filter(str.strip, _SCHEMA.split(";")):
                    database.execute(statement)
                database.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            elif version > SCHEMA_VERSION:
                raise StoreError(f"{self.path} was made by a newer version of this program. Use that one.")

    # -- reading ------------------------------------------------------------

    def sessions(
        self, search: str = "", *, tag: str = "", pseudonym: str | None = None, order: Order = "date"
    ) -> list[Session]:
        """Sessions that match, ``date`` and ``score`` from the newest and highest on, the others by alphabet.

        Args:
            search: words that must all occur in name, pseudonym, tags, notes or the name of a checkpoint.
            tag: one that they must have; any where empty.
            pseudonym: whose; anybody's where None.
            order: by what.
        """
        return select(self._all(), search, tag=tag, pseudonym=pseudonym, order=order)

    def session(self, recording: str) -> Session:
        """One session.

        Raises:
            KeyError: it is not in the library.
        """
        found = [one for one in self._all() if one.recording == recording]
        if not found:
            raise KeyError(recording)
        return found[0]

    def tags(self) -> list[str]:
        """All tags in use, by alphabet."""
        return sorted({tag for one in self._all() for tag in one.tags}, key=str.casefold)

    def pseudonyms(self) -> list[str]:
        """All pseudonyms in use, by alphabet."""
        return sorted({one.pseudonym for one in self._all() if one.pseudonym}, key=str.casefold)

    def view(self, recording: str) -> dict[str, Any]:
        """What ``keep_view`` kept of a session; empty where nothing was."""
        with self._change() as database:
            row = database.execute("SELECT view FROM sessions WHERE recording = ?", (recording,)).fetchone()
        try:
            found = json.loads(row[0]) if row else {}
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    # -- changing ------------------------------------------------------------

    def add(
        self, store: AnalysisStore, now: str, thumbnail: bytes | None = None, recording_path: Path | None = None
    ) -> str:
        """Add an analysis, and its recording where it is new; an analysis that is known is brought up to date.

        Args:
            store: the analysis.
            now: ISO 8601.
            thumbnail: a PNG; None keeps the one that is there.
            recording_path: where the recording lies now; where it lay when it was analysed, if None.

        Returns:
            The recording's hash, by which the session is named.
        """
        facts = store.manifest
        recording, checkpoint = facts.recording, facts.checkpoint
        path = Path(recording.path) if recording_path is None else recording_path
        key = facts.settings.key(recording.sha256, checkpoint.identity)
        scored = sum(record.score is not None for record in store.records.values())
        with self._change() as database:
            database.execute(
                "INSERT INTO sessions (recording, name, path, added) VALUES (?, ?, ?, ?) ON CONFLICT (recording) "
                "DO UPDATE SET path = excluded.path, name = excluded.name",
                (recording.sha256, path.name, self._kept(path), now),
            )
            if thumbnail is not None:
                database.execute("UPDATE sessions SET thumbnail = ? WHERE recording = ?", (thumbnail, recording.sha256))
            database.execute(
                "INSERT OR REPLACE INTO analyses VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(key, recording.sha256, self._kept(store.path), checkpoint.name, checkpoint.identity),
                    *(store.video_score, scored, facts.created),
                ),
            )
        return recording.sha256

    def change(
        self,
        recording: str,
        *,
        pseudonym: str | None = None,
        recorded_on: str | None = None,
        tags: Iterable[str] | None = None,
        notes: str | None = None,
        known_points: float | Literal["unknown"] | None = None,
    ) -> None:
        """Change what the user says of a session; None leaves a field as it is.

        Raises:
            KeyError: the session is not in the library.
            ValueError: a date that is none, or points outside 0 to 63.
        """
        if recorded_on:
            date.fromisoformat(recorded_on)
        if isinstance(known_points, (int, float)) and not 0 <= known_points <= MOST_POINTS:
            raise ValueError(f"a BDI-II score is 0 to 63, got {known_points:g}")
        values: dict[str, object] = {}
        if pseudonym is not None:
            values["pseudonym"] = pseudonym.strip()
        if recorded_on is not None:
            values["recorded_on"] = recorded_on
        if tags is not None:
            values["tags"] = json.dumps(list(dict.fromkeys(tag.strip() for tag in tags if tag.strip())))
        if notes is not None:
            values["notes"] = notes
        if known_points is not None:
            values["known_points"] = None if known_points == "unknown" else known_points
        self._update(recording, values)

    def keep_view(self, recording: str, view: dict[str, Any]) -> None:
        """Keep how a session was looked at: plain values."""
        self._update(recording, {"view": json.dumps(view)})

    def remove(self, recordings: Iterable[str]) -> None:
        """Take sessions out of the library; files stay."""
        with self._change() as database:
            database.executemany("DELETE FROM sessions WHERE recording = ?", [(one,) for one in recordings])
        with closing(self._open()) as database:
            database.execute("VACUUM")

    def missing(self) -> list[Session]:
        """Sessions whose recording is not where it was."""
        return [one for one in self._all() if not one.path.exists()]

    def missing_analyses(self) -> list[Path]:
        """Folders of analyses that are not where they were."""
        return [score.folder for one in self._all() for score in one.scores if not score.folder.exists()]

    def relocate(self, folder: Path) -> Iterator[Progress | Session]:
        """Look below a folder for missing recordings, by their content, and for missing analyses, by their manifest.

        Each session of which something is found is yielded.

        Raises:
            StoreError: there is no such folder.
            VideoError: a file cannot be read.
        """
        if not folder.is_dir():
            raise StoreError(f"{folder} is not a folder. Choose the one below which the recordings lie now.")
        wanted = {one.recording: one for one in self.missing()}
        analyses = self.missing_analyses()
        places = list(_places(folder, {one.path.suffix.lower() for one in wanted.values()}))
        for done, path in enumerate(places):
            yield Progress("looking for recordings", done, len(places), "files")
            if path.name == MANIFEST:
                if analyses and (recording := self._take_in_analysis(path)) is not None:
                    yield self.session(recording)
            elif wanted and (session := wanted.pop(hash_recording(path), None)) is not None:
                self._update(session.recording, {"path": self._kept(path), "name": path.name})
                yield self.session(session.recording)

    def _take_in_analysis(self, manifest: Path) -> str | None:
        """Note where a missing analysis lies now. Returns its recording; None where it is none of the missing ones."""
        try:
            facts = Manifest.from_json(manifest.read_bytes())
        except (OSError, ValueError):
            return None  # another program's, or not to be read: not one that is looked for
        recording = facts.recording.sha256
        key = facts.settings.key(recording, facts.checkpoint.identity)
        with self._change() as database:
            row = database.execute("SELECT folder FROM analyses WHERE analysis = ?", (key,)).fetchone()
            if row is None or self._found(row["folder"]).exists():
                return None
            database.execute("UPDATE analyses SET folder = ? WHERE analysis = ?", (self._kept(manifest.parent), key))
        return recording

    # -- the database ------------------------------------------------------------

    def _all(self) -> list[Session]:
        with self._change() as database:
            scores: dict[str, list[Score]] = {}
            for row in database.execute("SELECT * FROM analyses ORDER BY analysed DESC, analysis"):
                score = Score(
                    self._found(row["folder"]),
                    *(row["checkpoint"], row["checkpoint_identity"], row["points"], row["num_clips"], row["analysed"]),
                )
                scores.setdefault(row["recording"], []).append(score)
            return [self._session(row, scores) for row in database.execute("SELECT * FROM sessions ORDER BY added")]

    def _session(self, row: sqlite3.Row, scores: dict[str, list[Score]]) -> Session:
        return Session(
            recording=row["recording"],
            name=row["name"],
            path=self._found(row["path"]),
            added=row["added"],
            recorded_on=row["recorded_on"],
            pseudonym=row["pseudonym"],
            tags=tuple(json.loads(row["tags"])),
            notes=row["notes"],
            known_points=row["known_points"],
            thumbnail=row["thumbnail"],
            scores=tuple(scores.get(row["recording"], [])),
        )

    def _update(self, recording: str, values: dict[str, object]) -> None:
        if not values:
            return
        fields = ", ".join(f"{name} = ?" for name in values)
        with self._change() as database:
            done = database.execute(
                f"UPDATE sessions SET {fields} WHERE recording = ?",  # names are this file's own
                (*values.values(), recording),
            )
            if done.rowcount == 0:
                raise KeyError(recording)

    def _kept(self, path: Path) -> str:
        """A path as it is stored: relative where it lies below the library's folder."""
        absolute = path.absolute()
        if absolute.is_relative_to(self.folder):
            return absolute.relative_to(self.folder).as_posix()
        return str(absolute)

    def _found(self, kept: str) -> Path:
        return self.folder / kept

    def _open(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.path, timeout=WAIT_SECONDS, isolation_level=None)
        database.row_factory = sqlite3.Row
        database.execute("PRAGMA foreign_keys = ON")
        database.execute("PRAGMA secure_delete = ON")
        return database

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        """One transaction, also for reading."""
        try:
            with closing(self._open()) as database:
                database.execute("BEGIN IMMEDIATE")
                try:
                    yield database
                except BaseException:
                    database.execute("ROLLBACK")
                    raise
                database.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            raise StoreError(
                f"{self.path} cannot be used ({error}). Close other programs that use it; if it is damaged, put it "
                "aside: recordings and analyses do not depend on it."
            ) from error


def select(
    sessions: Iterable[Session], search: str = "", *, tag: str = "", pseudonym: str | None = None, order: Order = "date"
) -> list[Session]:
    """Those of some sessions that match, sorted: as ``Library.sessions``, of what was read before."""
    words = search.casefold().split()
    found = [
        one
        for one in sessions
        if (not tag or tag in one.tags)
        and (pseudonym is None or one.pseudonym == pseudonym)
        and all(word in _searched(one) for word in words)
    ]
    match order:
        case "date":
            return sorted(found, key=lambda one: (one.when, one.added), reverse=True)
        case "score":
            return sorted(found, key=lambda one: -1.0 if one.points is None else one.points, reverse=True)
        case "pseudonym":
            return sorted(found, key=lambda one: (one.pseudonym == "", one.pseudonym.casefold(), one.when))
        case "name":
            return sorted(found, key=lambda one: one.name.casefold())
    raise ValueError(f"order must be one of {', '.join(ORDERS)}, got {order!r}")


def _places(folder: Path, suffixes: set[str]) -> Iterator[Path]:
    """Files with one of these suffixes, folders of images where a recording may be one, and manifests of analyses."""
    may_be_images = not suffixes <= VIDEO_SUFFIXES
    for path in (folder, *sorted(folder.rglob("*"))):
        if path.is_dir():
            if may_be_images and list_images(path):
                yield path
        elif path.name == MANIFEST or path.suffix.lower() in suffixes:
            yield path


def _searched(one: Session) -> str:
    checkpoints = (score.checkpoint for score in one.scores)
    return " ".join((one.name, one.pseudonym, *one.tags, one.notes, one.when, *checkpoints)).casefold()
