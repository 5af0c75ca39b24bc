"""The marks of one recording, in one small file that is replaced whole at each change."""

from __future__ import annotations

import contextlib
import os
import uuid
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from stadrn_core.errors import MarksError
from stadrn_core.folders import data_folder

FORMAT_VERSION = 2
DEFAULT_CATEGORY = "note"


class Mark(BaseModel):
    """A moment or a stretch of a recording.

    Attributes:
        id: stays the same while text, category and place change.
        first_frame: source frame.
        last_frame: included; the first frame again for a moment.
        category: a short word that groups marks; a tier in ELAN.
        text: what the user wrote.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(default_factory=lambda: uuid.uuid4().hex)
    first_frame: Annotated[int, Field(ge=0)]
    last_frame: Annotated[int, Field(ge=0)]
    category: Annotated[str, Field(min_length=1)] = DEFAULT_CATEGORY
    text: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> Mark:
        if self.last_frame < self.first_frame:
            raise ValueError(f"last_frame {self.last_frame} lies before first_frame {self.first_frame}")
        return self

    @property
    def is_range(self) -> bool:
        """Whether it is longer than one frame."""
        return self.last_frame > self.first_frame


class Change(BaseModel):
    """One change of marks, which can be undone.

    Attributes:
        text: what was done, in words.
        removed: marks that went, or as they were before.
        added: marks that came, or as they are now.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    removed: tuple[Mark, ...] = ()
    added: tuple[Mark, ...] = ()


class History(BaseModel):
    """Changes that can be undone, and then those that were undone: kept for a program that ends in the middle of work.

    Attributes:
        changes: oldest first.
        num_done: how many of them are done; the others were undone.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    changes: tuple[Change, ...] = ()
    num_done: Annotated[int, Field(ge=0)] = 0

    @model_validator(mode="after")
    def _counted(self) -> History:
        if self.num_done > len(self.changes):
            raise ValueError(f"{self.num_done} changes are done, of {len(self.changes)}")
        return self


class _Content(BaseModel):
    model_config = ConfigDict(extra="forbid")

    version: int = FORMAT_VERSION
    marks: tuple[Mark, ...] = ()
    history: History = History()


class MarksFile:
    """Where the marks of a recording are kept: by its content, so they are found again when it is moved or renamed.

    Args:
        recording_sha256: ``hash_recording`` of it.
        folder: the user's data folder where None.
    """

    def __init__(self, recording_sha256: str, folder: Path | None = None) -> None:
        self.recording_sha256 = recording_sha256
        self.path = (folder or data_folder() / "marks") / f"{recording_sha256}.json"

    def load(self) -> tuple[Mark, ...]:
        """All marks, by first frame; none where none were ever set.

        Raises:
            MarksError: the file is there and cannot be understood. It is left as it is.
        """
        return self.load_with_history()[0]

    def load_with_history(self) -> tuple[tuple[Mark, ...], History]:
        """All marks as ``load``, and the changes of a program that did not end in order.

        Raises:
            MarksError: as ``load``.
        """
        try:
            content = _Content.model_validate_json(self.path.read_bytes())
        except FileNotFoundError:
            return (), History()
        except OSError as error:
            raise MarksError(
                f"{self.path}: the marks cannot be read ({error.strerror}). Check who may read it."
            ) from error
        except ValidationError as error:
            raise MarksError(
                f"{self.path}: not a file of marks ({error.errors()[0]['msg']}). Put a copy from a backup in its "
                "place, or move it away to begin anew."
            ) from error
        if content.version > FORMAT_VERSION:
            raise MarksError(f"{self.path}: written by a newer version of this program. Update it to see these marks.")
        return in_order(content.marks), content.history

    def save(self, marks: tuple[Mark, ...], history: History | None = None) -> None:
        """Replace the file: afterwards it holds these marks, or what it held before.

        Args:
            marks: all of them.
            history: changes to be undone after a crash; none are kept where None.

        Raises:
            MarksError: it cannot be written.
        """
        unfinished = self.path.with_name(f"{self.path.name}.{uuid.uuid4().hex[:8]}.partial")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with unfinished.open("xb") as file:
                os.chmod(unfinished, 0o600)  # noqa: PTH101  # before the first byte
                content = _Content(marks=in_order(marks), history=history or History())
                file.write(content.model_dump_json(indent=1).encode())
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(self.path)
        except OSError as error:
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)
            raise MarksError(
                f"{self.path}: the marks cannot be kept ({error.strerror}). Free some space, or check who may write "
                "there; they are still in the window and are saved with the next change."
            ) from error


def in_order(marks: tuple[Mark, ...] | list[Mark]) -> tuple[Mark, ...]:
    """By first frame, then by length."""
    return tuple(sorted(marks, key=lambda mark: (mark.first_frame, mark.last_frame, mark.category, mark.text)))
