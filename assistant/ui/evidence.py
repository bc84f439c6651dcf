"""The evidence panel: one citation of a kept answer, in its place in the document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import Environment

from assistant.citations import citation_of
from assistant.domain import Citation, Document, Passage, Section
from assistant.errors import NotFound
from assistant.history import Turn
from assistant.passages import HEADINGS
from assistant.ui.backend import Assistant
from assistant.ui.whole_text import whole_text

VANISHED = (
    "This document is no longer in the corpus. What you see is the passage as it stood when "
    "the answer was written."
)
CHANGED = (
    "This document has changed since the answer was written. What you see is the passage as it "
    "stood then; the rest is the document of today."
)
_OF_A_PARTY = (Section.STATEMENT, Section.PARTICIPATION)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a citation's passage stands today, with its neighbours."""

    document: Document | None = None
    passage: Passage | None = None
    before: Passage | None = None
    after: Passage | None = None

    @property
    def change(self) -> str | None:
        """What the reader must be told when the document is not what it was."""
        if self.document is None:
            return VANISHED
        return None if self.passage else CHANGED


def find_place(assistant: Assistant, citation: Citation) -> Place:
    """The cited passage in today's document, found by its id and its exact words."""
    try:
        document = assistant.document(citation.document_id)
    except NotFound:
        return Place()
    passages = sorted(document.passages, key=lambda passage: passage.start)
    same_words = [
        passage
        for passage in passages
        if citation.text == passage.text
        and document.text[passage.start : passage.end] == passage.text
    ]
    chosen = next((p for p in same_words if p.id == citation.passage_id), None)
    chosen = chosen or next(iter(same_words), None)
    if chosen is None:
        return _part(document, passages, citation)
    near = [passage for passage in passages if passage.section is chosen.section]
    at = near.index(chosen)
    return Place(
        document,
        chosen,
        near[at - 1] if at else None,
        near[at + 1] if at + 1 < len(near) else None,
    )


def _part(document: Document, passages: Sequence[Passage], citation: Citation) -> Place:
    """Where a citation is part of a passage: the rest of that passage stands beside it."""
    start, end = citation.start, citation.end
    whole = next((p for p in passages if p.start <= start and end <= p.end), None)
    if whole is None or document.text[start:end] != citation.text:
        return Place(document)
    before = (
        whole.within(whole.start, start) if document.text[whole.start : start].strip() else None
    )
    after = whole.within(end, whole.end) if document.text[end : whole.end].strip() else None
    return Place(document, whole.within(start, end), before, after)


def evidence(env: Environment, assistant: Assistant, turn: Turn, number: int) -> str:
    """The panel for citation `number` of the answer in `turn`."""
    citations = turn.answer.citations if turn.answer else ()
    citation = next((entry for entry in citations if entry.number == number), None)
    if citation is None:
        raise NotFound(f"This answer has no citation {number}.")
    assert turn.answer is not None
    return _panel(env, assistant, citation, turn=turn, language=turn.answer.language)


def passage_panel(env: Environment, assistant: Assistant, passage_id: str) -> str:
    """The panel for one passage as it stands today; NotFound if there is none of this id."""
    document = assistant.document(passage_id.partition("#")[0])
    passage = next((p for p in document.passages if p.id == passage_id), None)
    if passage is None:
        raise NotFound(f"{document.title} has no passage {passage_id!r}. Reload the page.")
    return _panel(env, assistant, citation_of(passage, document, 0))


def _panel(
    env: Environment,
    assistant: Assistant,
    citation: Citation,
    *,
    turn: Turn | None = None,
    language: str = "en",
) -> str:
    place = find_place(assistant, citation)
    numbers = [entry.number for entry in turn.answer.citations] if turn and turn.answer else []
    passage = place.passage
    return env.get_template("evidence.html").render(
        turn=turn,
        language=language,
        citation=citation,
        document=place.document,
        title_zh=place.document.title_zh if place.document else citation.title_zh,
        change=place.change,
        before=place.before,
        after=place.after,
        heading=HEADINGS.get(passage.section) if passage else None,
        text_zh=passage.text_zh if passage else None,
        speaker=_speaker(passage, citation),
        parties=_parties(assistant, passage),
        source=(passage.source if passage else None) or citation.source,
        whole_text=whole_text(place.document, passage) if place.document else None,
        numbers=numbers,
        place=numbers.index(citation.number) + 1 if turn else 0,
    )


def _speaker(passage: Passage | None, citation: Citation) -> str:
    if passage is None:
        return citation.speaker or ""
    return ", ".join(part for part in (passage.speaker, passage.role) if part)


def _parties(assistant: Assistant, passage: Passage | None) -> str:
    """Whom a statement or a participation is of; other passages are our record of a document."""
    if passage is None or passage.section not in _OF_A_PARTY:
        return ""
    names = ", ".join(map(assistant.party_name, passage.parties))
    return f"{names} ({passage.capacity})" if passage.capacity else names
