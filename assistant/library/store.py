"""The user's own documents in the record: what was read of each, and what the user says of it.

A removed document can be restored for an hour; then nothing of it is left.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import unicodedata
import zlib
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.domain import Grade, Kind
from assistant.errors import NotFound
from assistant.library.handling import Handling, Mark
from assistant.library.redaction import without_names
from assistant.reading import ReadText
from assistant.reading.exchange import fields_of, from_fields
from assistant.record import connected

UNDO = timedelta(hours=1)
_TABLES = """
CREATE TABLE IF NOT EXISTS own (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL, words TEXT NOT NULL,
    added TEXT NOT NULL, removed TEXT, facts TEXT NOT NULL, read BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS own_made (id TEXT PRIMARY KEY, key TEXT NOT NULL, json BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS own_digest ON own (digest);
CREATE INDEX IF NOT EXISTS own_words ON own (words);
"""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the user says of a document; what is None is taken from the file.

    `brief` is the id of the brief whose official text it is, `event` that brief's event; `url` is
    where it was fetched.
    """

    title: str | None = None
    date: str | None = None
    kind: Kind | None = None
    parties: tuple[str, ...] = ()
    language: str | None = None
    url: str | None = None
    brief: str | None = None
    event: str | None = None
    handling: Handling = field(default_factory=Handling)
    grade: Grade = Grade.UNCONFIRMED


@dataclass(frozen=True, slots=True)
class Held:
    """A document as it is kept. `name` is the file's or the address; times are ISO, in UTC."""

    id: str
    name: str
    digest: str
    added: str
    facts: Facts
    read: ReadText
    removed: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What is told of a document in a list: all but its text."""

    id: str
    name: str
    digest: str
    added: str
    facts: Facts
    removed: str | None = None


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Why a file is not added again: it is one that is held, or its text is."""

    held_id: str
    held_name: str
    same_file: bool


class Library:
    """The own documents of a data directory. Each call is one short transaction."""

    def __init__(self, data_dir: Path) -> None:
        """Nothing is opened before the first call."""
        self._data_dir = data_dir

    def _open(self) -> sqlite3.Connection:
        database = connected(self._data_dir)
        database.executescript(_TABLES)
        database.execute("PRAGMA secure_delete=ON")
        return database

    def known(self, digest: str) -> Duplicate | None:
        """Whether a file of this digest is held already."""
        return self._same("digest", digest, same_file=True)

    def known_text(self, read: ReadText) -> Duplicate | None:
        """Whether a document with these words is held already, whatever its file's form."""
        return self._same("words", _words(read), same_file=False)

    def _same(self, column: str, value: str, *, same_file: bool) -> Duplicate | None:
        with closing(self._open()) as database:
            row = database.execute(
                f"SELECT id, name FROM own WHERE {column} = ? AND removed IS NULL", (value,)
            ).fetchone()
        return Duplicate(row[0], row[1], same_file) if row else None

    def add(self, name: str, digest: str, read: ReadText, facts: Facts) -> Held:
        """Keep a text that was read from a file of this digest; durable when this returns."""
        now = _now()
        held = Held("", name, digest, now, facts, read)
        with closing(self._open()) as database, database:
            database.execute("BEGIN IMMEDIATE")
            database.execute(
                "DELETE FROM own WHERE digest = ? AND removed IS NOT NULL", (held.digest,)
            )
            held = replace(held, id=_free_id(database, held))
            content = zlib.compress(json.dumps(fields_of(read)).encode(), 6)
            database.execute(
                "INSERT INTO own VALUES (?, ?, ?, ?, ?, NULL, ?, ?)",
                (held.id, name, held.digest, _words(read), now, _facts_json(facts), content),
            )
        return held

    def entries(self) -> list[Entry]:
        """Every document that is not removed, in the order of adding."""
        with closing(self._open()) as database:
            rows = database.execute(
                "SELECT id, name, digest, added, facts FROM own WHERE removed IS NULL "
                "ORDER BY added, id"
            ).fetchall()
        return [
            Entry(name, file, digest, added, _facts(json.loads(facts)))
            for name, file, digest, added, facts in rows
        ]

    def made(self, document_id: str, key: str) -> bytes | None:
        """What was made of a document before, if it was made under the same key."""
        with closing(self._open()) as database:
            row = database.execute(
                "SELECT json FROM own_made WHERE id = ? AND key = ?", (document_id, key)
            ).fetchone()
        return zlib.decompress(row[0]) if row else None

    def keep_made(self, document_id: str, key: str, content: bytes) -> None:
        """Keep what was made of a document, in place of what was before."""
        with closing(self._open()) as database, database:
            database.execute(
                "INSERT OR REPLACE INTO own_made VALUES (?, ?, ?)",
                (document_id, key, zlib.compress(content, 1)),
            )

    def one(self, document_id: str) -> Held:
        """One document, also a removed one that can be restored; NotFound if there is none."""
        with closing(self._open()) as database:
            row = database.execute(
                f"SELECT {_COLUMNS} FROM own WHERE id = ?", (document_id,)
            ).fetchone()
        if row is None:
            raise _unknown(document_id)
        return _held(row)

    def state(self) -> str:
        """Changes whenever a document is added, changed, removed or restored."""
        with closing(self._open()) as database:
            rows = database.execute("SELECT id, removed, facts FROM own ORDER BY id").fetchall()
        return hashlib.sha256(repr(rows).encode()).hexdigest()

    def change(self, document_id: str, facts: Facts) -> None:
        """Say something else of a document; NotFound if there is none."""
        self._update(document_id, "facts = ?", _facts_json(facts))

    def remove(self, document_id: str) -> None:
        """Take a document out of use; NotFound if there is none."""
        self._update(document_id, "removed = ?", _now())

    def restore(self, document_id: str) -> None:
        """Take a removed document back; NotFound if an hour has passed."""
        self._update(document_id, "removed = ?", None)

    def _update(self, document_id: str, change: str, value: str | None) -> None:
        with closing(self._open()) as database, database:
            done = database.execute(f"UPDATE own SET {change} WHERE id = ?", (value, document_id))
            if not done.rowcount:
                raise _unknown(document_id)

    def forget(self, document_ids: Sequence[str] | None = None) -> list[str]:
        """Delete removed documents for good: these, or all that were removed over an hour ago.

        Returns the ids of what was deleted.
        """
        before = (datetime.now(UTC) - UNDO).isoformat(timespec="seconds")
        with closing(self._open()) as database, database:
            database.execute("BEGIN IMMEDIATE")
            rows = database.execute(
                "SELECT id, removed FROM own WHERE removed IS NOT NULL"
            ).fetchall()
            chosen = [
                name
                for name, removed in rows
                if (removed < before if document_ids is None else name in document_ids)
            ]
            for table in ("own", "own_made"):
                rows = [(name,) for name in chosen]
                database.executemany(f"DELETE FROM {table} WHERE id = ?", rows)
        return chosen


_COLUMNS = "id, name, digest, added, removed, facts, read"


def _held(row: tuple[str, str, str, str, str | None, str, bytes]) -> Held:
    name, file, digest, added, removed, facts, read = row
    fields = json.loads(zlib.decompress(read))
    return Held(name, file, digest, added, _facts(json.loads(facts)), from_fields(fields), removed)


def _facts_json(facts: Facts) -> str:
    return json.dumps(asdict(facts), ensure_ascii=False)


def _facts(fields: dict[str, object]) -> Facts:
    handling = fields["handling"]
    assert isinstance(handling, dict)
    parties = fields["parties"]
    assert isinstance(parties, list)
    kind = fields["kind"]
    known = {
        key: str(value) if (value := fields.get(key)) is not None else None
        for key in ("title", "date", "language", "url", "brief", "event")
    }
    return Facts(
        **known,
        kind=Kind(str(kind)) if kind else None,
        parties=tuple(map(str, parties)),
        handling=Handling(Mark(handling["mark"]), handling["embargo"]),
        grade=Grade(str(fields["grade"])),
    )


def digest_of(data: bytes) -> str:
    """What tells whether two files are the same."""
    return hashlib.sha256(data).hexdigest()


def _words(read: ReadText) -> str:
    """A hash of a text's letters, whatever the spaces, case and form of them."""
    letters = unicodedata.normalize("NFKC", read.text).casefold()
    return hashlib.sha256("".join(filter(str.isalnum, letters)).encode()).hexdigest()


def _free_id(database: sqlite3.Connection, held: Held) -> str:
    """An id that a person can read and type; under the Chatham House rule it tells no name."""
    read = without_names(held.read) if held.facts.handling.names_hidden else held.read
    title = held.facts.title or read.title or "document"
    plain = unicodedata.normalize("NFKD", title.casefold())
    slug = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")[:40]
    slug = slug.strip("-") or "document"
    for length in range(4, 40):
        name = f"own-{slug}-{held.digest[:length]}"
        if database.execute("SELECT 1 FROM own WHERE id = ?", (name,)).fetchone() is None:
            return name
    return f"own-{held.digest}"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _unknown(document_id: str) -> NotFound:
    return NotFound(
        f"No document of yours has the id {document_id!r}. "
        "`python -m assistant documents --mine` lists them."
    )
