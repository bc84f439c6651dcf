"""Conversations, kept in the record's SQLite file and owned by an anonymous session key.

Whoever holds the key sees his own conversations and nobody else's; only a digest of the
key is stored. A deleted conversation can be brought back for a day, then it is gone.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.contract import filters_from_json, filters_to_json, from_json, to_json
from assistant.domain import Answer, Filters
from assistant.errors import CommonGroundError, NotFound
from assistant.record import FILE

KEPT_AFTER_DELETION = timedelta(days=1)
TITLE_LENGTH = 80

_TABLES = """
CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    title TEXT NOT NULL,
    started TEXT NOT NULL,
    touched TEXT NOT NULL,
    deleted TEXT
);
CREATE INDEX IF NOT EXISTS conversations_of ON conversations (owner, touched);
CREATE TABLE IF NOT EXISTS turns (
    id TEXT PRIMARY KEY,
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    question TEXT NOT NULL,
    filters TEXT NOT NULL,
    answer TEXT,
    failure TEXT,
    asked TEXT NOT NULL,
    UNIQUE (conversation, position)
);
"""
_GONE = "This conversation does not exist, or it belongs to another browser. Ask the question anew."
_UNREADABLE = "Another version of the program kept this answer, and it cannot be read. Ask again."


@dataclass(frozen=True, slots=True)
class Conversation:
    """One line of the drawer."""

    id: str
    title: str
    started: str
    touched: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with what came of it; neither answer nor failure means it was stopped."""

    id: str
    conversation: str
    question: str
    filters: Filters
    asked: str
    answer: Answer | None = None
    failure: str | None = None


class History:
    """Every conversation of every owner in one SQLite file; each call names its owner."""

    def __init__(self, data_dir: Path) -> None:
        """Open or create the conversations of `data_dir`."""
        self._path = data_dir / FILE
        data_dir.mkdir(parents=True, exist_ok=True)
        with self._open() as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(_TABLES)
        self._purge()

    def conversations(self, owner: str) -> tuple[Conversation, ...]:
        """The owner's conversations, the latest first."""
        with self._open() as connection:
            rows = connection.execute(
                "SELECT id, title, started, touched FROM conversations"
                " WHERE owner = ? AND deleted IS NULL ORDER BY touched DESC, rowid DESC",
                (_digest(owner),),
            ).fetchall()
        return tuple(Conversation(*row) for row in rows)

    def conversation(self, owner: str, conversation: str) -> Conversation:
        """One conversation; NotFound if it is not the owner's."""
        with self._open() as connection:
            row = connection.execute(
                "SELECT id, title, started, touched FROM conversations"
                " WHERE id = ? AND owner = ? AND deleted IS NULL",
                (conversation, _digest(owner)),
            ).fetchone()
        if row is None:
            raise NotFound(_GONE)
        return Conversation(*row)

    def turns(self, owner: str, conversation: str) -> tuple[Turn, ...]:
        """The turns of one conversation, in order."""
        self.conversation(owner, conversation)
        with self._open() as connection:
            rows = connection.execute(
                "SELECT id, conversation, question, filters, asked, answer, failure"
                " FROM turns WHERE conversation = ? ORDER BY position",
                (conversation,),
            ).fetchall()
        return tuple(_turn(row) for row in rows)

    def turn(self, owner: str, turn: str) -> Turn:
        """One turn; NotFound if it is not the owner's."""
        with self._open() as connection:
            row = connection.execute(
                "SELECT t.id, t.conversation, t.question, t.filters, t.asked, t.answer, t.failure"
                " FROM turns t JOIN conversations c ON c.id = t.conversation"
                " WHERE t.id = ? AND c.owner = ? AND c.deleted IS NULL",
                (turn, _digest(owner)),
            ).fetchone()
        if row is None:
            raise NotFound(_GONE)
        return _turn(row)

    def begin(
        self, owner: str, question: str, filters: Filters, conversation: str | None = None
    ) -> Turn:
        """Keep a question, in a new conversation unless one is named."""
        if conversation is not None:
            self.conversation(owner, conversation)
        now = _now()
        turn = Turn(_new_id(), conversation or _new_id(), question, filters, now)
        with self._open() as connection:
            if conversation is None:
                connection.execute(
                    "INSERT INTO conversations VALUES (?, ?, ?, ?, ?, NULL)",
                    (turn.conversation, _digest(owner), _shortened(question), now, now),
                )
            connection.execute(
                "INSERT INTO turns SELECT ?, ?, 1 + COALESCE(MAX(position), 0), ?, ?, NULL, NULL, ?"
                " FROM turns WHERE conversation = ?",
                (
                    turn.id,
                    turn.conversation,
                    question,
                    json.dumps(filters_to_json(filters)),
                    now,
                    turn.conversation,
                ),
            )
            _touch(connection, turn.conversation, now)
        return turn

    def finish(self, owner: str, turn: str, answer: Answer) -> None:
        """Keep the answer of a turn, in place of whatever the turn had."""
        self._settle(owner, turn, json.dumps(to_json(answer), ensure_ascii=False), None)

    def fail(self, owner: str, turn: str, failure: str) -> None:
        """Keep why a turn has no answer."""
        self._settle(owner, turn, None, failure)

    def rename(self, owner: str, conversation: str, title: str) -> Conversation:
        """Give a conversation another title; a blank one leaves it as it is."""
        before = self.conversation(owner, conversation)
        title = _shortened(title) or before.title
        with self._open() as connection:
            connection.execute(
                "UPDATE conversations SET title = ? WHERE id = ?", (title, conversation)
            )
        return self.conversation(owner, conversation)

    def delete(self, owner: str, conversation: str) -> None:
        """Take a conversation away; `restore` brings it back within a day."""
        self.conversation(owner, conversation)
        with self._open() as connection:
            connection.execute(
                "UPDATE conversations SET deleted = ? WHERE id = ?", (_now(), conversation)
            )
        self._purge()

    def restore(self, owner: str, conversation: str) -> Conversation:
        """Bring a deleted conversation back; NotFound if it is gone for good."""
        with self._open() as connection:
            connection.execute(
                "UPDATE conversations SET deleted = NULL WHERE id = ? AND owner = ?",
                (conversation, _digest(owner)),
            )
        return self.conversation(owner, conversation)

    def _settle(self, owner: str, turn: str, answer: str | None, failure: str | None) -> None:
        conversation = self.turn(owner, turn).conversation
        with self._open() as connection:
            connection.execute(
                "UPDATE turns SET answer = ?, failure = ? WHERE id = ?", (answer, failure, turn)
            )
            _touch(connection, conversation, _now())

    def _purge(self) -> None:
        limit = (datetime.now(UTC) - KEPT_AFTER_DELETION).isoformat()
        with self._open() as connection:
            connection.execute("DELETE FROM conversations WHERE deleted < ?", (limit,))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection of its own for each call, committed at the end; safe in any thread."""
        try:
            with closing(sqlite3.connect(self._path, timeout=10)) as connection:
                connection.execute("PRAGMA foreign_keys = ON")
                with connection:
                    yield connection
        except sqlite3.Error as error:
            raise CommonGroundError(
                f"The conversations in {self._path} cannot be used ({error}). Answers still work; "
                "close other programs that have the file open, or move it away to start afresh."
            ) from error


def _turn(row: Sequence[str | None]) -> Turn:
    identity, conversation, question, filters, asked, answer, failure = row
    try:
        kept = from_json(json.loads(answer)) if answer else None
    except (KeyError, TypeError, ValueError):
        kept, failure = None, _UNREADABLE
    return Turn(
        id=str(identity),
        conversation=str(conversation),
        question=str(question),
        filters=filters_from_json(json.loads(filters or "{}")),
        asked=str(asked),
        answer=kept,
        failure=failure,
    )


def _touch(connection: sqlite3.Connection, conversation: str, now: str) -> None:
    connection.execute("UPDATE conversations SET touched = ? WHERE id = ?", (now, conversation))


def _digest(owner: str) -> str:
    return hashlib.sha256(owner.encode()).hexdigest()


def _new_id() -> str:
    return secrets.token_urlsafe(9)


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1].rstrip() + "…"
