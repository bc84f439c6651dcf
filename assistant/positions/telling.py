"""A table of positions as JSON, CSV and a report: the same cells and citations in each."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from assistant.citations import citation_of
from assistant.contract import citation_to_json
from assistant.corpus import Vocabulary
from assistant.dates import spoken
from assistant.domain import Citation, Document, Passage, Stance
from assistant.export import Block, Bullets, Heading, Line, Paragraph, Report, notes_of
from assistant.export import Table as ReportTable
from assistant.positions.cells import NO_STANCE, NOTHING, Cell, Change, Table
from assistant.positions.entries import COMPANIES, SCIENTISTS, Entry, Standings
from assistant.prompts import Wording

SIGNS = {
    str(Stance.COMMITS): "●",
    str(Stance.SUPPORTS): "◕",
    str(Stance.CONDITIONAL): "◐",
    str(Stance.OPPOSES): "✕",
    NO_STANCE: "○",
    NOTHING: "–",
}
_GROUP_NAMES = {
    COMPANIES: ("companies", "企业"),
    SCIENTISTS: ("scientists and experts", "科学家和专家"),
}
_COLUMNS = (
    "topic party stance ladder statement_stance strength date status grade document passage "
    "text url"
)
OWN = "own document"
NO_STANCES = (
    "Your own documents have no recorded stances; these are their words, whoever wrote them."
)
NO_WORDS = "nothing in your own documents"
NOTED = 3  # statements of a cell that a printed table cites


class Notes:
    """Numbers citations in the order in which they are met."""

    def __init__(self, standings: Standings) -> None:
        self._standings = standings
        self._numbers: dict[tuple[str, int], int] = {}
        self.citations: list[Citation] = []

    def number(self, passage: Passage, document: Document | None = None) -> int:
        """The display number of a passage; `document` is given for one of the user's own."""
        key = (passage.id, passage.start)
        if key not in self._numbers:
            self._numbers[key] = len(self.citations) + 1
            document = document or self._standings.documents[passage.document_id]
            self.citations.append(citation_of(passage, document, self._numbers[key]))
        return self._numbers[key]


def party_name(vocabulary: Vocabulary, party: str, language: str = "en") -> str:
    """The name of a column, also of the two that no state has."""
    groups = {
        COMPANIES: ("companies", "企业"),
        SCIENTISTS: ("scientists and experts", "科学家和专家"),
    }
    if party in groups:
        return groups[party][language == "zh"]
    return vocabulary.party_name(party, language)


def table_to_json(table: Table, standings: Standings) -> dict[str, Any]:
    """The table as plain JSON values, with the fields of the command contract."""
    notes = Notes(standings)
    vocabulary = standings.vocabulary
    return {
        "topics": [
            {
                "topic": row.topic,
                "name": vocabulary.topic_name(row.topic),
                "cells": [_cell(cell, notes, vocabulary) for cell in row.cells],
            }
            for row in table.rows
        ],
        "own": [
            {"topic": row.topic, "words": [notes.number(*pair) for pair in row.words]}
            for row in table.own
        ],
        "parties": [{"party": p, "name": party_name(vocabulary, p)} for p in table.parties],
        "warnings": list(table.warnings),
        "citations": [citation_to_json(citation) for citation in notes.citations],
    }


def _cell(cell: Cell, notes: Notes, vocabulary: Vocabulary) -> dict[str, Any]:
    return {
        "party": cell.party,
        "name": party_name(vocabulary, cell.party),
        "stance": cell.stance,
        "strength": str(cell.strength) if cell.strength else None,
        "statements": [notes.number(entry.passage) for entry in cell.entries],
        "decides": notes.number(cell.decides.passage) if cell.decides else None,
        "assessed": {
            "by": cell.assessed.model,
            "statement": notes.number(cell.assessed.passage),
        }
        if cell.assessed
        else None,
        "also": [
            {"stance": str(e.stance), "statement": notes.number(e.passage)} for e in cell.also
        ],
        "ladder": _ladder(cell.entries, notes),
        "changes": [
            {
                "document": change.entry.document.id,
                "date": change.entry.document.date,
                "status": str(change.entry.document.status),
                "by": change.by.id if change.by else None,
                "when": change.by.date if change.by else None,
                "statement": notes.number(change.entry.passage),
            }
            for change in cell.changes
        ],
    }


def _ladder(entries: Sequence[Entry], notes: Notes) -> dict[str, list[int]]:
    """The statements on each rung."""
    rungs: dict[str, list[int]] = {}
    for entry in entries:
        rungs.setdefault(str(entry.rung), []).append(notes.number(entry.passage))
    return rungs


def table_to_csv(table: Table, standings: Standings) -> str:
    """One row a statement, so that a spreadsheet can filter; cells without any have one row too."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(_COLUMNS.split())
    for row in table.rows:
        for cell in row.cells:
            head = [row.topic, cell.party, cell.stance]
            rows = [_row(entry) for entry in cell.entries] or [[""] * 10]
            writer.writerows([*map(harmless, [*head, *rest])] for rest in rows)
    for own in table.own:
        writer.writerows([*map(harmless, _own_row(own.topic, *pair))] for pair in own.words)
    return stream.getvalue()


def _own_row(topic: str, passage: Passage, document: Document) -> list[str]:
    """A row without party, stance and grade: none is recorded."""
    words = " ".join(passage.text.split())
    place = ", ".join(part for part in (document.title, passage.locator, passage.speaker) if part)
    head = [topic, "", "", OWN, "", "", document.date, document.handling, ""]
    return [*head, place, passage.id, words, document.url]


def _row(entry: Entry) -> list[str]:
    passage, document = entry.passage, entry.document
    return [
        str(entry.rung),
        str(entry.stance or ""),
        str(passage.strength or ""),
        entry.date,
        str(document.status),
        str(passage.grade),
        document.title,
        passage.id,
        passage.text,
        document.url,
    ]


def harmless(value: str) -> str:
    """Text that a spreadsheet does not take for a formula."""
    return "'" + value if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def table_as_report(
    table: Table,
    standings: Standings,
    wording: Wording,
    *,
    header: str,
    footer: str,
    names: Callable[[str, str], str],
) -> Report:
    """The table as a document: a sign and a word a cell, the first statements as notes."""
    notes = Notes(standings)
    vocabulary = standings.vocabulary
    columns = ("", *(party_name(vocabulary, party) for party in table.parties))
    rows = []
    for row in table.rows:
        cells = [(_line(cell, notes),) for cell in row.cells]
        rows.append(((Line("", lead=vocabulary.topic_name(row.topic)),), *cells))
    blocks: list[Block] = [ReportTable(columns, tuple(rows))] if table.parties else []
    if changes := changes_of(table):
        told = [
            Line(change_told(c), (notes.number(c.entry.passage),), lead=f"{spoken(when)}:")
            for when, c in changes
        ]
        blocks += [Heading("What changed"), Bullets(tuple(told))]
    return Report(
        title="Positions by topic and party",
        language="en",
        header=header,
        footer=footer,
        blocks=(*blocks, *_own_blocks(table, notes, vocabulary, wording)),
        notes=notes_of(notes.citations, names, wording, "en"),
    )


def changes_of(table: Table) -> list[tuple[str, Change]]:
    """What was revoked, superseded or renamed among the table's texts: (when, what), newest first.

    Each text once, whoever's cells it stands in; when it ended, or when it was said.
    """
    found: dict[str, tuple[str, Change]] = {}
    for change in (c for row in table.rows for cell in row.cells for c in cell.changes):
        ended = change.entry.document.id if change.ends else change.entry.passage.id
        when = change.by.date if change.by else change.entry.date
        found.setdefault(ended, (when, change))
    return sorted(found.values(), key=lambda row: row[0], reverse=True)


def change_told(change: Change) -> str:
    """“Executive Order 14110 … (October 2023): revoked by …”, or what tells of the new name."""
    document = change.entry.document
    if not change.ends:
        return change.entry.passage.text
    by = f" by {change.by.title}" if change.by else ""
    dated = "" if document.date[:4] in document.title else f" ({spoken(document.date)})"
    return f"{document.title}{dated}: {document.status.state}{by}"


def _own_blocks(
    table: Table, notes: Notes, vocabulary: Vocabulary, wording: Wording
) -> Iterator[Block]:
    if not table.own:
        return
    yield Heading(wording.say("section_own_documents", "en"))
    yield Paragraph(Line(NO_STANCES), small=True)
    for row in table.own:
        yield Heading(vocabulary.topic_name(row.topic), 2)
        told = [
            Line(
                f"“{' '.join(passage.text.split())}”",
                (notes.number(passage, document),),
                lead=f"{passage.speaker}:" if passage.speaker else None,
                tag=", ".join(part for part in (document.title, passage.locator) if part),
            )
            for passage, document in row.words
        ]
        yield Bullets(tuple(told)) if told else Paragraph(Line(NO_WORDS))


def _line(cell: Cell, notes: Notes) -> Line:
    shown = [e for e in (cell.decides, *cell.also) if e] or list(cell.entries[:1])
    text = f"{SIGNS[cell.stance]} {cell.stance}"
    if cell.assessed:
        text += f" (as {cell.assessed.model} reads it)"
    if cell.also:
        text += ", also " + ", ".join(str(entry.stance) for entry in cell.also)
    return Line(text, tuple(notes.number(entry.passage) for entry in shown[:NOTED]))
