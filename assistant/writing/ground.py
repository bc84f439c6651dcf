"""What the passages that a sentence cites vouch for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assistant.comparing import Known
from assistant.comparing.words import HAN, stem, stems
from assistant.dates import spoken
from assistant.domain import Document, Passage
from assistant.naming import Mentions, Sort

FEW = 3  # parties of a text, up to which each may be named with it
_PAIR = re.compile(r"(?<=[A-Z])[-–—](?=[A-Z])")  # “UK–China”
NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")


@dataclass(frozen=True)
class Ground:
    """What the cited passages vouch for: their text, and whose and from when their document is."""

    passages: Sequence[Passage]
    known: Known
    _found: dict[str, Mentions] = field(default_factory=dict)

    def find(self, text: str) -> Mentions:
        """The names in a text; each text is read once."""
        if text not in self._found:
            self._found[text] = self.known.names.find(text)
        return self._found[text]

    @cached_property
    def documents(self) -> list[Document]:
        """The documents of the passages."""
        ids = dict.fromkeys(passage.document_id for passage in self.passages)
        return [self.known.documents[i] for i in ids if i in self.known.documents]

    @cached_property
    def told(self) -> str:
        """The passages' own words, in every language they have."""
        return " ".join(f"{p.text} {p.text_zh or ''}" for p in self.passages)

    @cached_property
    def parties(self) -> frozenset[str]:
        """Whose the passages are: named in them, behind them, or issuers of their document."""
        found = {p for passage in self.passages for p in passage.parties}
        found |= {p for document in self.documents for p in document.issuers}
        for document in self.documents:
            if len(document.participation) <= FEW:
                found |= {entry.party for entry in document.participation}
        mentions = self.find(_PAIR.sub(" and ", self.text))
        return frozenset(found | set(mentions.ids(Sort.PARTY, Sort.METONYM)))

    @cached_property
    def text(self) -> str:
        """Everything that a sentence may repeat."""
        speakers = " ".join(f"{p.speaker or ''} {p.role or ''}" for p in self.passages)
        enders = (self.known.documents.get(d.status.by or "") for d in self.documents)
        heads = " ".join(
            f"{d.title} {d.title_zh or ''} {d.place} {d.kind} {d.status} "
            f"{spoken(d.date)} {spoken(d.date, 'zh')}"
            for d in self.documents
        ) + " ".join(f" {d.title} {d.title_zh or ''}" for d in enders if d)
        return f"{self.told} {speakers} {heads}"

    @cached_property
    def words(self) -> frozenset[str]:
        """The stems of `text`."""
        return frozenset(stem(word.casefold()) for word in re.findall(r"[^\W_]+", self.text))

    @cached_property
    def initials(self) -> str:
        """The first letters of its words with a capital, in order, for acronyms."""
        return "".join(word[0] for word in re.findall(r"\b[A-Z][a-z]+", self.text))

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(stems(self.text))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers of `text`, thousands without their comma."""
        return frozenset(NUMBER.findall(self.text.replace(",", "")))

    def words_of(self, text: str) -> str:
        """The passages' own words in the language of `text`, as far as they have them."""
        chinese = is_chinese(text)
        return " ".join(p.text_zh if chinese and p.text_zh else p.text for p in self.passages)

    def in_language_of(self, text: str) -> bool:
        """Whether the passages have words in the language of a sentence."""
        return not is_chinese(text) or all(p.text_zh or is_chinese(p.text) for p in self.passages)

    def share(self, text: str) -> float:
        """The share of a sentence's content words that stand in the ground, 0..1."""
        words = stems(text)
        there = self._stems
        return round(sum(word in there for word in words) / len(words), 2) if words else 1.0


def is_chinese(text: str) -> bool:
    """Whether a sentence is Chinese, names in Latin letters notwithstanding."""
    return len(HAN.findall(text)) * 3 > sum(c.isalpha() for c in text)
