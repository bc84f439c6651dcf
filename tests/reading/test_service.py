"""Reading in a process of its own: limits, what happens to files that break them, and the rest."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.errors import FileError, FileStopped, FileTooLarge, FileUnknown, FileUnreadable
from assistant.reading import Limits, Reading, ReadText, read, read_all
from assistant.reading.exchange import fields_of, from_fields
from assistant.reading.formats import read_bytes
from tests.reading.files import archive, lines, pdf


def test_a_file_is_read_as_by_its_reader(tmp_path: Path) -> None:
    """Nothing of a text is lost on the way between the processes."""
    path = tmp_path / "a.pdf"
    path.write_bytes(
        pdf([lines(["A sentence that is long enough to be a text.", "And one more."])])
    )
    assert read(path) == read_bytes("a.pdf", path.read_bytes())


def test_a_text_survives_as_json() -> None:
    found = read_bytes(
        "a.md", b"# A\n\n**Ann Lee:** [00:01] B.\n\n**Bo Li:** C.\n\n**Ann Lee:** D."
    )
    assert from_fields(fields_of(found)) == found


def test_errors_name_the_file_and_the_next_step(tmp_path: Path) -> None:
    picture = tmp_path / "photo.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 64)
    with pytest.raises(FileUnknown, match=r"photo\.png: it is none of PDF, .*Save it as one"):
        read(picture)
    with pytest.raises(FileUnreadable, match="cannot be opened"):
        read(tmp_path / "missing.pdf")
    with pytest.raises(FileTooLarge, match=r"photo\.png: it has 72 bytes"):
        read(picture, Limits(size=50))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="limits on memory need a system with fork")
def test_a_file_that_needs_too_much_memory_is_stopped(tmp_path: Path) -> None:
    """The next file is read all the same."""
    big, small = tmp_path / "big.html", tmp_path / "small.txt"
    big.write_bytes(b"<p>" + b"<b>word</b> " * 2_000_000)
    small.write_text("A small text.")
    with Reading(Limits(memory=400_000_000)) as reading:
        with pytest.raises(FileError, match=r"big\.html"):
            reading.read(big)
        assert reading.read(small).text == "A small text."


def test_a_file_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    slow, small = tmp_path / "slow.html", tmp_path / "small.txt"
    slow.write_bytes(b"<p>" + b"<b>word</b> " * 3_000_000)
    small.write_text("A small text.")
    with Reading(Limits(seconds=1)) as reading:
        with pytest.raises(FileStopped, match=r"too long|too much memory"):
            reading.read(slow)
        assert reading.read(small).text == "A small text."


def test_a_thousand_files_with_ten_bad_ones(tmp_path: Path) -> None:
    """990 are read; the ten others are named with their reasons, in order."""
    paths = []
    for number in range(1000):
        path = tmp_path / f"{number:04}.txt"
        path.write_bytes(f"Text number {number}.".encode())
        if number % 100 == 50:
            path = tmp_path / f"{number:04}.docx"
            path.write_bytes(archive({"../evil": b"x"}))
        paths.append(path)
    rows = list(read_all(paths))
    assert [path for path, _ in rows] == paths
    bad = [(path.name, found) for path, found in rows if isinstance(found, FileError)]
    assert len(bad) == 10 and all(name in str(error) for name, error in bad)
    assert sum(isinstance(found, ReadText) for _, found in rows) == 990
