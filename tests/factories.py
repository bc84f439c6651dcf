"""Documents for tests: small, whole and with passages whose offsets are right."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from assistant.domain import (
    Capacity,
    Document,
    Grade,
    How,
    Kind,
    Participation,
    Passage,
    Section,
    Stance,
    State,
    Statement,
    Status,
    Strength,
)
from assistant.passages import lay_out


def document(
    name: str,
    texts: Sequence[str | tuple[str, str]] = (),
    *,
    title: str | None = None,
    **changes: Any,
) -> Document:
    """A document with a passage for each text; a pair is an English and a Chinese text."""
    english = [text if isinstance(text, str) else text[0] for text in texts]
    chinese = [None if isinstance(text, str) else text[1] for text in texts]
    whole = "\n".join(english)
    plain = Document(
        id=name,
        title=title or name.replace("-", " ").title(),
        date="2024-05-14",
        kind=Kind.STATEMENT,
        issuers=("US",),
        status=Status(State.ON_RECORD),
        event=name,
        group="bilateral",
        place="Geneva",
        url=f"https://example.org/{name}",
        url_status="ok",
        languages=("en",),
        topics=("dialogue",),
        licence_class="public domain",
        body=whole,
        text=whole,
        content_hash=hashlib.sha256(whole.encode()).hexdigest(),
    )
    made = replace(plain, **{key: value for key, value in changes.items() if key != "parties"})
    parties = tuple(changes.get("parties", ()))
    start, passages = 0, []
    for number, (text, text_zh) in enumerate(zip(english, chinese, strict=True), start=1):
        passages.append(
            Passage(
                id=f"{name}#{number}",
                document_id=name,
                section=Section.STATEMENT,
                text=text,
                start=start,
                end=start + len(text),
                parties=parties,
                topic=made.topics[0] if made.topics else None,
                grade=Grade.OFFICIAL,
                text_zh=text_zh,
            )
        )
        start += len(text) + 1
    return replace(made, passages=tuple(passages))


def statement(text: str, parties: Sequence[str], topic: str, **changes: Any) -> Statement:
    """One sentence of a brief: a government's, official, that supports, unless told otherwise."""
    plain = Statement(
        text=text,
        parties=tuple(parties),
        capacity=Capacity.GOVERNMENT,
        topic=topic,
        strength=Strength.SHOULD,
        grade=Grade.OFFICIAL,
        stance=Stance.SUPPORTS,
    )
    return replace(plain, **changes)


def brief(
    name: str,
    statements: Sequence[Statement],
    hows: Sequence[tuple[str, How]] = (),
    **changes: Any,
) -> Document:
    """A brief laid out as in the corpus: statements, and how parties stand to the text."""
    entries = tuple(Participation(party, how, Grade.OFFICIAL) for party, how in hows)
    made = document(name, **{"topics": (), **changes})
    typed = replace(made, statements=tuple(statements), participation=entries, passages=())
    return lay_out(typed, lambda party, _language: party)


class SharedWords:
    """Statements are as alike as they share words: `assistant.positions.Similar` without models."""

    def likeness(self, ours: Sequence[Passage], theirs: Sequence[Passage]) -> list[list[float]]:
        """Shared words over the shorter text's."""
        return [[self.worded(a, b) for b in theirs] for a in ours]

    def worded(self, first: Passage, second: Passage) -> float:
        """The same for one pair."""
        a, b = set(first.text.split()), set(second.text.split())
        return len(a & b) / min(len(a), len(b))
