"""Topics by parties: one cell tells how a party stands to a topic, and on which statements."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.corpus import Vocabulary
from assistant.dates import within
from assistant.domain import Document, Passage, Stance, Strength
from assistant.positions.entries import COMPANIES, SCIENTISTS, Entry, Standings
from assistant.positions.ladder import ENDED, Rung
from assistant.positions.subject import Subject
from assistant.writing import Assessed

NOTHING = "no statement found"
NO_STANCE = "no stance recorded"
FIRST_PARTIES = ("US", "CN", "EU", "GB", "FR", "IN", "SG", "KR", "JP", "DE", "BR", "RU")
_RENAMED = re.compile(
    r"\brenam|\bnew name\b|\bnow called\b|\bformerly\b|\breplac\w+ the term\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a table is narrowed to; empty means anything."""

    rungs: tuple[Rung, ...] = ()
    since: str | None = None
    until: str | None = None

    def admits(self, entry: Entry) -> bool:
        """Whether an entry is within."""
        if self.rungs and entry.rung not in self.rungs:
            return False
        return within(entry.date, self.since, self.until)


@dataclass(frozen=True, slots=True)
class Change:
    """A text of the party's that ended or was renamed: `document`, ended by `by`."""

    entry: Entry
    by: Document | None

    @property
    def ends(self) -> bool:
        """Whether the text no longer holds; else it tells of a new name."""
        return self.entry.document.status.state in ENDED


@dataclass(frozen=True, slots=True)
class Cell:
    """One party on one topic. `entries` are the firmest and latest first.

    `decides` is the entry whose stance is shown; `also` are entries with another stance, which
    a reader has to see beside it. `assessed` is what a language model reads out of the entries
    where no brief records a stance.
    """

    party: str
    entries: tuple[Entry, ...]
    decides: Entry | None
    also: tuple[Entry, ...] = ()
    changes: tuple[Change, ...] = ()
    assessed: Assessed | None = None

    @property
    def stance(self) -> str:
        """The stance, or that there is none or no statement at all."""
        if self.decides and self.decides.stance:
            return str(self.decides.stance)
        if self.assessed:
            return str(self.assessed.stance)
        said = any(not _absent(entry) for entry in self.entries)
        return NO_STANCE if said else NOTHING

    @property
    def strength(self) -> Strength | None:
        """The modal force of the deciding statement."""
        return self.decides.passage.strength if self.decides else None


@dataclass(frozen=True, slots=True)
class Row:
    """One topic and its cells, in the order of the columns."""

    topic: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class OwnRow:
    """What the user's own documents say on a topic, word for word: no stance is read into it."""

    topic: str
    words: tuple[tuple[Passage, Document], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Topics by parties; `own` are words of the user's own documents, where they were asked for."""

    parties: tuple[str, ...]
    rows: tuple[Row, ...]
    warnings: tuple[str, ...] = ()
    own: tuple[OwnRow, ...] = ()


def cell(standings: Standings, party: str, subject: Subject, within_: Narrowing) -> Cell:
    """How the party stands to the subject."""
    entries = [e for e in standings.entries(party, subject) if within_.admits(e)]
    decides = _deciding(entries)
    return Cell(
        party, tuple(entries), decides, _also(entries, decides), tuple(_changes(standings, entries))
    )


def table(
    standings: Standings, subjects: Sequence[Subject], parties: Sequence[str], within_: Narrowing
) -> Table:
    """The whole table, a row for each subject."""
    rows = [
        Row(subject.words, tuple(cell(standings, p, subject, within_) for p in parties))
        for subject in subjects
    ]
    return Table(tuple(parties), tuple(rows))


def usual_parties(vocabulary: Vocabulary) -> tuple[str, ...]:
    """The columns where none are asked for: states that speak most, then those without a state."""
    states = tuple(party for party in FIRST_PARTIES if party in vocabulary.parties)
    return (*states, COMPANIES, SCIENTISTS)


def _absent(entry: Entry) -> bool:
    """A deed that tells only that a party stayed away, which is silence and no stance."""
    return entry.is_deed and entry.stance is None


def _deciding(entries: Sequence[Entry]) -> Entry | None:
    """The first that holds and takes a stance: of statements, else of signatures and votes."""
    standing = [e for e in entries if e.stance and e.holds]
    said = [e for e in standing if not e.is_deed]
    return next(iter(said or standing), None)


def _also(entries: Sequence[Entry], decides: Entry | None) -> tuple[Entry, ...]:
    """Entries with another stance than the one shown: the first of each.

    A text that the party stands behind may itself forbid something; that is not opposition to
    the topic, so one text never counts twice.
    """
    if decides is None:
        return ()
    same = {e.document.id for e in entries if e.stance is decides.stance}
    found: dict[Stance, Entry] = {}
    for entry in entries:
        if not entry.stance or entry.stance is decides.stance or not entry.holds:
            continue
        close = {entry.stance, decides.stance} == {Stance.COMMITS, Stance.SUPPORTS}
        if entry.document.id not in same and not close:
            found.setdefault(entry.stance, entry)
    return tuple(found.values())


def _changes(standings: Standings, entries: Sequence[Entry]) -> list[Change]:
    """What was revoked, superseded or renamed among these texts, oldest first."""
    changes: dict[str, Change] = {}
    for entry in entries:
        status = entry.document.status
        if status.state in ENDED:
            by = standings.documents.get(status.by or "")
            changes.setdefault(entry.document.id, Change(entry, by))
        elif _RENAMED.search(entry.passage.text):
            changes.setdefault(entry.passage.id, Change(entry, None))
    return sorted(changes.values(), key=lambda change: change.entry.date)
