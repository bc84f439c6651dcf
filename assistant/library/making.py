"""A kept text as the Document that answers may rest on: the one place of handling marks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from assistant.domain import (
    ADDED,
    Document,
    Grade,
    Kind,
    Passage,
    Section,
    State,
    Status,
)
from assistant.library.cutting import Cut, cuts
from assistant.library.redaction import without_names
from assistant.library.store import Held, Library
from assistant.reading import Mark, ReadText
from assistant.record import deserialised, serialised

GROUP = "own"
FORM = "1"  # counts changes in how a document is made of what was read


def documents(library: Library, today: str | None = None) -> list[Document]:
    """The documents that may be used today; what is unchanged is not made anew."""
    day = today or date.today().isoformat()
    found = []
    for entry in library.entries():
        if not entry.facts.handling.open_on(day):
            continue
        key = hashlib.sha256(repr((FORM, entry.digest, entry.facts)).encode()).hexdigest()
        content = library.made(entry.id, key)
        if content is not None:
            found.append(deserialised(content))
            continue
        document = as_document(library.one(entry.id), day)
        if document is not None:
            library.keep_made(entry.id, key, serialised(document))
            found.append(document)
    return found


def as_document(held: Held, today: str | None = None) -> Document | None:
    """The document with its passages; None while it is removed or under embargo.

    Under the Chatham House rule it holds no name of a speaker, nor anything that tells one.
    """
    facts = held.facts
    if held.removed or not facts.handling.open_on(today or date.today().isoformat()):
        return None
    hidden = facts.handling.names_hidden
    read = without_names(held.read) if hidden else held.read
    kind = facts.kind or (Kind.TRANSCRIPT if read.marked(Mark.SPEAKER) else Kind.REPORT)
    language = facts.language or read.language
    document = Document(
        id=held.id,
        title=facts.title or read.title or "Untitled",
        date=facts.date or read.date or "",
        kind=kind,
        issuers=facts.parties,
        status=Status(State.ON_RECORD),
        event=facts.event or held.id,
        group=GROUP,
        place="",
        url="" if hidden else (facts.url or read.url or ""),
        url_status="",
        languages=(language,) if language else (),
        topics=(),
        licence_class="own",
        body="",
        text=read.text,
        content_hash=hashlib.sha256(read.text.encode()).hexdigest(),
        origin=f"original of {facts.brief}" if facts.brief else ADDED,
        handling=str(facts.handling),
    )
    return _with_passages(document, read, facts.grade)


def _with_passages(document: Document, read: ReadText, grade: Grade) -> Document:
    passages = tuple(
        _passage(document, read, cut, number, grade) for number, cut in enumerate(cuts(read), 1)
    )
    return replace(document, passages=passages)


def _passage(document: Document, read: ReadText, cut: Cut, number: int, grade: Grade) -> Passage:
    speaker = read.speaker_at(cut.start, cut.end)
    return Passage(
        id=f"{document.id}#{number}",
        document_id=document.id,
        section=Section.TEXT,
        text=read.text[cut.start : cut.end],
        start=cut.start,
        end=cut.end,
        parties=document.issuers,
        grade=grade,
        source=document.url or None,
        speaker=speaker,
        locator=read.place_at(cut.start, cut.end),
        heading=" › ".join(read.headings_at(cut.start)) or None,
        places=tuple(_places(read, cut)),
    )


def _places(read: ReadText, cut: Cut) -> Iterator[tuple[int, str]]:
    """Where within a passage another place begins, if it has several."""
    for mark in (Mark.TIME, Mark.PAGE, Mark.PARAGRAPH):
        spans = read.within(mark, cut.start, cut.end)
        if spans:
            if len(spans) > 1:
                for span in spans:
                    start = max(span.start, cut.start)
                    yield start, read.place_at(start, start + 1) or ""
            return
