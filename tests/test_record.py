"""The record of documents and vectors."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.domain import (
    Capacity,
    Count,
    Document,
    Grade,
    How,
    Misreading,
    Participation,
    Stance,
    State,
    Statement,
    Status,
    Strength,
    Vote,
)
from assistant.errors import IndexDamaged
from assistant.record import Record, vector_key, version
from tests.factories import document


def _full() -> Document:
    return document(
        "full",
        [("One fact.", "一个事实。")],
        status=Status(State.REVOKED, "other"),
        participation=(Participation("US", How.SIGNED, Grade.OFFICIAL, date="2024-05"),),
        votes=(Vote("plenary", "2025-08-26", 117, 2, 0, Grade.REPORTED),),
        counts=(Count("endorsers", 91, "2026-02-24", Grade.OFFICIAL),),
        misreadings=(Misreading("A treaty.", "A declaration.", Grade.OFFICIAL),),
        statements=(
            Statement(
                "One fact.",
                ("US", "CN"),
                Capacity.GOVERNMENT,
                "dialogue",
                Strength.SHOULD,
                Grade.OFFICIAL,
                stance=Stance.SUPPORTS,
            ),
        ),
    )


def test_a_document_comes_back_as_it_was(tmp_path: Path) -> None:
    """Every typed fact survives, in the order in which the documents were given."""
    full, plain = _full(), document("a-plain", ["Text."])
    with Record(tmp_path) as record:
        record.hold(1, {version(full): full, version(plain): plain})
    with Record(tmp_path) as record:
        found = record.documents(1)
        assert found == {"full": full, "a-plain": plain}
        assert list(found) == ["full", "a-plain"]
        assert record.versions(1) == {"full": version(full), "a-plain": version(plain)}
        assert record.documents(2) == {}


def test_vectors_are_kept_under_model_and_text(tmp_path: Path) -> None:
    """A vector is found by its model and text, not by another model's name."""
    keys = [vector_key("model", f"text {number}") for number in range(1200)]
    rows = np.arange(2400, dtype=np.float32).reshape(1200, 2)
    with Record(tmp_path) as record:
        record.keep_vectors(keys, rows, 1)
        found = record.vectors([*keys, vector_key("other", "text 0")])
    assert len(found) == 1200
    assert np.array_equal(found[keys[1199]], rows[1199])


def test_what_the_last_two_generations_lack_is_forgotten(tmp_path: Path) -> None:
    """Documents and vectors that no kept generation uses go."""
    row = np.ones((1, 2), np.float32)
    first, second = document("a", ["One."]), document("a", ["Two."])
    with Record(tmp_path) as record:
        record.hold(1, {version(first): first})
        record.keep_vectors(["one"], row, 1)
        record.hold(2, {version(second): second})
        record.keep_vectors(["two"], row, 2)
        record.forget_all_but([1, 2], ["two"])
        assert set(record.vectors(["one", "two"])) == {"one", "two"}
        record.hold(3, {version(second): second})
        record.forget_all_but([2, 3], ["two"])
        assert set(record.vectors(["one", "two"])) == {"two"}
        assert record.documents(1) == {}
        assert record.documents(3) == {"a": second}


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    """The message names the file and the command that mends it."""
    (tmp_path / "record.sqlite").write_bytes(b"no database " * 500)
    with pytest.raises(IndexDamaged, match=r"record\.sqlite.*index --rebuild"):
        Record(tmp_path)
