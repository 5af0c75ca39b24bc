"""Files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import uuid
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from stadrn_core.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_REASONS = {
    errno.ENOSPC: ("the disk is full", "Free some space, or choose another disk."),
    errno.EDQUOT: ("the disk quota is used up", "Free some space, or choose another disk."),
    errno.EACCES: ("there is no permission to write there", "Choose a folder of your own."),
    errno.EPERM: ("there is no permission to write there", "Choose a folder of your own."),
    errno.EROFS: ("the disk is read-only", "Choose another disk."),
    errno.ENOENT: ("its folder does not exist", "Make the folder, or choose another one."),
    errno.ENOTDIR: ("its folder is a file", "Choose another folder."),
    errno.EEXIST: ("a file of that name is there", "Choose another name."),
    errno.EISDIR: ("a folder of that name is there", "Choose another name."),
    errno.ENAMETOOLONG: ("the name is too long", "Choose a shorter one."),
}


@contextmanager
def whole_file(path: Path, overwrite: bool = True) -> Iterator[Path]:
    """Give a temporary path beside ``path``, renamed to ``path`` on success and removed otherwise.

    It has the same suffix. A file that was at ``path`` stays untouched until the new one is complete and on disk.

    Args:
        path: the file to write.
        overwrite: replace a file that is there.

    Raises:
        ExportError: ``path`` is there already and must not be replaced, or it cannot be written: names file, reason
            and remedy.
    """
    if path.is_dir():
        raise write_error(path, OSError(errno.EISDIR, "is a directory"))
    if path.exists() and not overwrite:
        raise ExportError(f"{path} exists already. Choose another name, or allow it to be replaced.")
    unfinished = path.with_name(f".{path.stem[:80]}.{uuid.uuid4().hex[:8]}.part{path.suffix}")
    try:
        yield unfinished
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        raise write_error(path, error) from error
    finally:
        with suppress(OSError):
            unfinished.unlink()


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """Give a new folder beside ``path``, renamed to ``path`` on success and removed with all in it otherwise.

    Args:
        path: the folder to write. Nothing that is in a folder is ever replaced.

    Raises:
        ExportError: there is something of that name (an empty folder excepted), or it cannot be written.
    """
    if path.is_file() or (path.is_dir() and any(path.iterdir())):
        raise ExportError(f"{path} exists already. Choose another name.")
    unfinished = path.with_name(f".{path.name[:80]}.{uuid.uuid4().hex[:8]}.part")
    try:
        unfinished.mkdir()
        yield unfinished
        if path.is_dir():
            path.rmdir()
        unfinished.rename(path)
    except OSError as error:
        raise write_error(path, error) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def write_error(path: Path, error: OSError) -> ExportError:
    """What kept ``path`` from being written, in words, with the remedy."""
    reason, remedy = _REASONS.get(
        error.errno or 0, (error.strerror or str(error) or type(error).__name__, "Choose another folder and try again.")
    )
    return ExportError(f"{path} cannot be written: {reason}. {remedy}")
