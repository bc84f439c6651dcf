"""The record: documents as they were indexed, and the vectors computed so far.

One SQLite file, `record.sqlite` in the data directory, in write-ahead mode: readers are not
held up by the one writer. Conversations live in the same file, in tables of their own.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from pydantic import TypeAdapter, ValidationError

from assistant.domain import Document
from assistant.errors import IndexDamaged
from assistant.ports import Vectors

FILE = "record.sqlite"
_TABLES = """
CREATE TABLE IF NOT EXISTS documents (version TEXT PRIMARY KEY, json BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS held (
    generation INTEGER NOT NULL, document_id TEXT NOT NULL, version TEXT NOT NULL,
    place INTEGER NOT NULL, PRIMARY KEY (generation, document_id));
CREATE TABLE IF NOT EXISTS vectors (
    key TEXT PRIMARY KEY, vector BLOB NOT NULL, used INTEGER NOT NULL);
"""
_DOCUMENT = TypeAdapter(Document)
_AT_ONCE = 500  # SQLite's limit on parameters is 999 in old builds


class Record:
    """An open record; to be used by one thread, and closed (it is a context manager)."""

    def __init__(self, data_dir: Path) -> None:
        """Open or create the record of `data_dir`; IndexDamaged if it is not a database."""
        self._path = data_dir / FILE
        self._database = connected(data_dir)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def versions(self, generation: int) -> dict[str, str]:
        """Document id → version of what a generation holds, in its order."""
        rows = self._database.execute(
            "SELECT document_id, version FROM held WHERE generation = ? ORDER BY place",
            (generation,),
        )
        return dict(rows.fetchall())

    def documents(self, generation: int) -> dict[str, Document]:
        """The documents of a generation by id; IndexDamaged if one is missing or unreadable."""
        rows = self._database.execute(
            "SELECT held.document_id, documents.json FROM held "
            "LEFT JOIN documents USING (version) WHERE generation = ? ORDER BY place",
            (generation,),
        )
        try:
            return {name: _DOCUMENT.validate_json(content or b"") for name, content in rows}
        except (ValidationError, sqlite3.DatabaseError) as error:
            raise _damaged(self._path, error) from error

    def hold(self, generation: int, documents: Mapping[str, Document]) -> None:
        """Note that `generation` holds these documents, keyed by their versions."""
        with self._database:
            self._database.execute("BEGIN IMMEDIATE")
            self._database.execute("DELETE FROM held WHERE generation = ?", (generation,))
            self._database.executemany(
                "INSERT OR IGNORE INTO documents VALUES (?, ?)",
                ((version, serialised(document)) for version, document in documents.items()),
            )
            self._database.executemany(
                "INSERT INTO held VALUES (?, ?, ?, ?)",
                (
                    (generation, document.id, version, place)
                    for place, (version, document) in enumerate(documents.items())
                ),
            )

    def known(self, keys: Sequence[str]) -> frozenset[str]:
        """Those of the keys that a vector is known under."""
        return frozenset(key for (key,) in self._under("key", keys))

    def vectors(self, keys: Sequence[str]) -> dict[str, Vectors]:
        """The vectors known under these keys, each of shape (dimensions,)."""
        rows = self._under("key, vector", keys)
        return {key: np.frombuffer(blob, np.float32) for key, blob in rows}

    def _under(self, columns: str, keys: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        for start in range(0, len(keys), _AT_ONCE):
            batch = keys[start : start + _AT_ONCE]
            marks = ",".join("?" * len(batch))
            yield from self._database.execute(
                f"SELECT {columns} FROM vectors WHERE key IN ({marks})", batch
            )

    def keep_vectors(self, keys: Sequence[str], vectors: Vectors, generation: int) -> None:
        """Store vectors of shape (len(keys), dimensions), durable when this returns."""
        rows = ((key, row.tobytes(), generation) for key, row in zip(keys, vectors, strict=True))
        with self._database:
            self._database.execute("BEGIN IMMEDIATE")
            self._database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)

    def forget_all_but(self, generations: Iterable[int], used: Iterable[str]) -> None:
        """Drop every other generation, and vectors that the last two have not used.

        `used` are the keys of the newest of `generations`.
        """
        kept = sorted(generations)
        marks = ",".join("?" * len(kept))
        with self._database:
            self._database.execute("BEGIN IMMEDIATE")
            self._database.execute(
                f"DELETE FROM held WHERE generation NOT IN ({marks})",
                kept,
            )
            self._database.execute(
                "DELETE FROM documents WHERE version NOT IN (SELECT version FROM held)"
            )
            self._database.executemany(
                "UPDATE vectors SET used = ? WHERE key = ?", ((kept[-1], key) for key in used)
            )
            self._database.execute("DELETE FROM vectors WHERE used < ?", (kept[0],))


def connected(data_dir: Path) -> sqlite3.Connection:
    """A connection to the record of `data_dir`, its tables there; the caller closes it.

    Raises IndexDamaged if the file is not a database.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    path = data_dir / FILE
    database = sqlite3.connect(path, timeout=30, isolation_level=None)
    try:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=NORMAL")
        database.executescript(_TABLES)
    except sqlite3.DatabaseError as error:
        database.close()
        raise _damaged(path, error) from error
    return database


def serialised(document: Document) -> bytes:
    """A document as JSON, its passages included."""
    return _DOCUMENT.dump_json(document)


def deserialised(content: bytes) -> Document:
    """The document that `serialised` wrote."""
    return _DOCUMENT.validate_json(content)


def version(document: Document) -> str:
    """A hash of all that a document holds: another reading of the same file counts as new."""
    return hashlib.sha256(serialised(document)).hexdigest()


def vector_key(identity: str, text: str) -> str:
    """The key of a cached vector: the embedding model and the text it embedded."""
    return hashlib.sha256(f"{identity}\0{text}".encode()).hexdigest()


def _damaged(path: Path, error: Exception) -> IndexDamaged:
    return IndexDamaged(
        f"The record {path} cannot be read ({error}). `python -m assistant index --rebuild` "
        "mends it."
    )
