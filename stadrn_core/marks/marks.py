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

FORMAT_VERSION = 1
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


class _Content(BaseModel):
    model_config = ConfigDict(extra="forbid")

    version: int = FORMAT_VERSION
    marks: tuple[Mark, ...] = ()


class MarksFile:
    """Where the marks of a recording are kept: by its content, so they are found again when it is moved or renamed.

    Args:
        recording_sha256: ``hash_recording`` of it.
        folder: the user's data folder where None.
    """

    def __init__(self, recording_sha256: str, folder: Path | None = None) -> None:
        self.path = (folder or data_folder() / "marks") / f"{recording_sha256}.json"

    def load(self) -> tuple[Mark, ...]:
        """All marks, by first frame; none where none were ever set.

        Raises:
            MarksError: the file is there and cannot be understood. It is left as it is.
        """
        try:
            content = _Content.model_validate_json(self.path.read_bytes())
        except FileNotFoundError:
            return ()
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
        return in_order(content.marks)

    def save(self, marks: tuple[Mark, ...]) -> None:
        """Replace the file: afterwards it holds these marks, or what it held before.

        Raises:
            MarksError: it cannot be written.
        """
        unfinished = self.path.with_name(f"{self.path.name}.{uuid.uuid4().hex[:8]}.partial")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with unfinished.open("xb") as file:
                os.chmod(unfinished, 0o600)  # noqa: PTH101  # before the first byte
                file.write(_Content(marks=in_order(marks)).model_dump_json(indent=1).encode())
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
