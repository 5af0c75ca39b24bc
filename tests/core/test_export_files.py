"""Files appear whole or not at all, and refusals name file, reason and remedy."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from stadrn_core.errors import ExportError
from stadrn_core.export.files import whole_file, write_error


def test_a_file_appears_only_when_complete(tmp_path: Path) -> None:
    target = tmp_path / "result.csv"
    with whole_file(target) as unfinished:
        assert unfinished.parent == tmp_path
        assert unfinished.suffix == ".csv"
        unfinished.write_text("half")
        assert not target.exists()
    assert target.read_text() == "half"
    assert [path.name for path in tmp_path.iterdir()] == ["result.csv"]


def test_an_error_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "result.csv"
    target.write_text("old")

    def fail() -> None:
        with whole_file(target) as unfinished:
            unfinished.write_text("new")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["result.csv"]


def test_an_existing_file_is_replaced_only_when_allowed(tmp_path: Path) -> None:
    target = tmp_path / "result.csv"
    target.write_text("old")
    with (
        pytest.raises(ExportError, match=r"result\.csv exists already\. Choose another name"),
        whole_file(target, False),
    ):
        pass
    with whole_file(target) as unfinished:
        unfinished.write_text("new")
    assert target.read_text() == "new"


def test_refusals_say_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "file").touch()
    cases = {
        tmp_path / "folder.csv": "a folder of that name is there. Choose another name",
        tmp_path / "missing" / "a.csv": "its folder does not exist. Make the folder",
        tmp_path / "file" / "a.csv": "its folder is a file. Choose another folder",
    }
    for target, words in cases.items():
        with pytest.raises(ExportError) as refused, whole_file(target) as unfinished:
            unfinished.write_text("x")
        assert str(refused.value).startswith(f"{target} cannot be written: {words}")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EEXIST, "a file of that name is there"),
        (errno.ENOSPC, "the disk is full. Free some space"),
        (errno.EACCES, "no permission"),
        (errno.EROFS, "read-only"),
    ],
)
def test_errors_of_the_disk_in_words(number: int, words: str) -> None:
    assert words in str(write_error(Path("a.csv"), OSError(number, "from the system")))
    assert "from the system" in str(write_error(Path("a.csv"), OSError(errno.EIO, "from the system")))
