"""From drafted sentences to shown ones: gates first, numbers for display last.

A sentence passes only if it cites a passage, its quoted words stand in the cited passage, and
each number in it stands there too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.dates import MONTHS, spoken
from assistant.domain import Citation, Document, Passage, Sentence

_QUOTED = re.compile(r"“([^”]+)”|\"([^\"]+)\"|「([^」]+)」")
_NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")
_WORD = re.compile(r"[\u3400-\u9fff]|[^\W\d_]+")
_SPACE = re.compile(r"\s+")
_DASHES = str.maketrans(
    dict.fromkeys("‐‑‒–—―−", "-") | {"’": "'", "‘": "'", "“": '"', "”": '"', "\u00ad": None}
)
_GLUE = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "on",
        "in",
        "is",
        "was",
        "are",
        "were",
        "had",
        "has",
        "have",
        "and",
        "or",
        "to",
        "by",
        "for",
        "with",
        "it",
        "its",
        "at",
        "as",
        "not",
        "that",
        "this",
        "no",
        "did",
        "so",
        "such",
        "text",
        "texts",
        "vote",
        "dated",
        "corpus",
        "records",
        "state",
        "states",
        "among",
    ]
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence before its gates, with the passages it rests on and the group it opens."""

    text: str
    passages: tuple[Passage, ...]
    lead: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a drafted sentence is not shown, and which gate stopped it."""

    draft: Draft
    reason: str
    gate: str = ""


def same_words(text: str) -> str:
    """Text for exact comparison: NFKC, one kind of dash, quotation mark and space."""
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", text).translate(_DASHES)).strip()


def quote_stands(quote: str, source: str) -> bool:
    """Whether `quote` stands in `source` character for character after normalisation."""
    return same_words(quote) in same_words(source)


def support_of(draft: Draft, documents: Mapping[str, Document]) -> float | Refusal:
    """How far the cited passages carry the sentence, 0..1, or why it may not be shown."""
    if not draft.passages:
        return Refusal(draft, "no citation")
    if any(draft.text in p.text or draft.text == p.text_zh for p in draft.passages):
        return 1.0
    ground = " ".join(
        _ground(passage, documents[passage.document_id]) for passage in draft.passages
    )
    for match in _QUOTED.finditer(draft.text):
        quote = next(part for part in match.groups() if part)
        if not quote_stands(quote, ground):
            return Refusal(draft, f"the words “{quote}” do not stand in the cited passage")
    numbers = set(_NUMBER.findall(ground.replace(",", "")))
    for number in _NUMBER.findall(draft.text.replace(",", "")):
        if number not in numbers and len(draft.passages) != int(number if number.isdigit() else -1):
            return Refusal(draft, f"the number {number} does not stand in the cited passages")
    carried = set(_words(ground))
    words = _words(draft.text)
    return round(sum(word in carried for word in words) / len(words), 2) if words else 1.0


def _words(text: str) -> list[str]:
    return [w for w in _WORD.findall(same_words(text).casefold()) if w not in _GLUE]


def _ground(passage: Passage, document: Document) -> str:
    """What a citation of this passage vouches for: its text and its document's head."""
    dates = {document.date, *(e.date for e in document.participation if e.date)}
    dates |= {vote.date for vote in document.votes} | {count.as_of for count in document.counts}
    head = (document.title, document.title_zh or "", document.place, str(document.status))
    place = (passage.speaker or "", passage.locator or "")
    months = " ".join(MONTHS)
    return " ".join(
        (
            passage.text,
            passage.text_zh or "",
            *head,
            *place,
            *(spoken(date) + " " + spoken(date, "zh") for date in dates),
            months,
        )
    )


class Numbering:
    """Gives each passage its display number, in order of first use."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents
        self._numbers: dict[tuple[str, int], int] = {}
        self.citations: list[Citation] = []

    def sentence(self, draft: Draft, support: float) -> tuple[Sentence, tuple[Citation, ...]]:
        """The sentence with its numbers, and the citations that are new with it."""
        before = len(self.citations)
        numbers = tuple(dict.fromkeys(self.number(passage) for passage in draft.passages))
        return Sentence(draft.text, numbers, support, draft.lead), tuple(self.citations[before:])

    def documents(self) -> list[str]:
        """The ids of the documents cited so far."""
        return list(dict.fromkeys(citation.document_id for citation in self.citations))

    def number(self, passage: Passage) -> int:
        """The passage's display number; it becomes a citation by its first use."""
        key = (passage.id, passage.start)  # parts of one passage are cited each by itself
        if key not in self._numbers:
            self._numbers[key] = len(self.citations) + 1
            document = self._documents[passage.document_id]
            self.citations.append(citation_of(passage, document, self._numbers[key]))
        return self._numbers[key]


def citation_of(passage: Passage, document: Document, number: int) -> Citation:
    """The passage as an answer cites it."""
    return Citation(
        number=number,
        passage_id=passage.id,
        document_id=document.id,
        event=document.event,
        title=document.title,
        title_zh=document.title_zh,
        date=document.date,
        kind=document.kind,
        issuers=document.issuers,
        participation=tuple((entry.party, str(entry.how)) for entry in document.participation),
        status=str(document.status),
        grade=passage.grade,
        url=document.url,
        locator=passage.locator,
        speaker=passage.speaker,
        source=passage.source,
        text=passage.text,
        start=passage.start,
        end=passage.end,
        origin=document.origin,
        handling=document.handling,
    )
