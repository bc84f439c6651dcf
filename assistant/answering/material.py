"""What the composers of an answer share: documents, vocabulary, wording, language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.corpus import Vocabulary
from assistant.dates import spoken
from assistant.domain import Document, How, Kind, Misreading, Participation, Passage, Section, State
from assistant.naming import Names, Sort
from assistant.prompts import Wording

_CUT = re.compile(r"\s*(?:[:;(]| by Countries| for advancing| toward | on Inclusive)")
_SYMBOL = re.compile(r"[AS]/RES/\d+/\d+|Executive Order \d{5}|NSPM-\d+|GB/T [\d-]+")
_THING = re.compile(
    r"\b(?:Declaration|Statement|Agreement|Framework|Commitments?|Readout|Initiative|Accord|Code|"
    r"Report|Plan|Measures|Principles|Blueprint|Consensus|Convention|Compact|Memorandum|Call|Law|"
    r"Recommendation|Summary|Resolution|Proposal|Network|Fact Sheet|outcome|text|answer|readout|"
    r"statement|account|consensus|agreement|report|rule|Summit|appointments?|letter|resolution|"
    r"proposal|fact sheet|vote)s?\b"
)
Tokenise = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that one answer may draw on, in one language."""

    documents: Mapping[str, Document]
    vocabulary: Vocabulary
    wording: Wording
    names: Names
    tokenise: Tokenise
    language: str

    def say(self, key: str, **values: object) -> str:
        """A sentence of prompts/wording.yaml, with a capital at its head."""
        text = self.wording.say(key, self.language, **values)
        return text[0].upper() + text[1:]

    def party(self, party: str) -> str:
        """A party's name; states that take the article get it."""
        name = self.vocabulary.party_name(party, self.language)
        if self.language == "en" and party in {"US", "GB", "NL", "AE", "PH", "EU", "UN", "UNSC"}:
            return f"the {name}"
        return name

    def date(self, date: str) -> str:
        """A date for a reader."""
        return spoken(date, self.language)

    def when(self, date: str) -> str:
        """A date with its preposition: “on 2 March 2026”, “in December 2025”."""
        if self.language == "zh":
            return self.date(date)
        return f"{'on' if len(date) == 10 else 'in'} {self.date(date)}"

    def voices(self, parties: Sequence[str]) -> list[str]:
        """Of the parties named, those who speak: states and companies before bodies they speak of."""
        kinds = {p: self.vocabulary.parties[p].type for p in parties}
        return [p for p in parties if kinds[p] in {"state", "company", "person"}] or list(parties)

    def title(self, document: Document) -> str:
        """The short title, with its article in English."""
        if self.language == "zh" and document.title_zh:
            symbol = symbol_of(document) if document.kind is Kind.RESOLUTION else None
            tail = f"（{symbol}）" if symbol else ""
            return f"《{re.split('[：（]', document.title_zh)[0]}》{tail}"
        short = self.short_title(document)
        bare = short == symbol_of(document) or re.match(r"(?:The|An?) |[\w-]+[’']s ", short)
        return f"the {short}" if _THING.search(short) and not bare else short

    def short_title(self, document: Document) -> str:
        """What the document is called in running text."""
        if symbol := symbol_of(document):
            return symbol
        for name in self.vocabulary.names:
            if name.means == [document.id]:
                for form in (name.name, *name.also):
                    if form[0].isupper() and form.isascii() and _THING.search(form):
                        return form
        cut = _CUT.split(document.title)[0]
        return cut if len(cut) >= 12 else document.title

    def deed(self, how: How) -> str:
        """What a party did, as a verb phrase: “co-sponsored”."""
        key = "deed_" + re.sub(r"\W+", "_", how)
        return self.wording.say(key, self.language)

    def state(self, state: State) -> str:
        """The state of a text in words."""
        return self.wording.say("state_" + re.sub(r"\W+", "_", state), self.language)

    def entry(self, document: Document, entry: Participation) -> Passage:
        """The passage of one participation entry."""
        return self._numbered(document, f"p{document.participation.index(entry) + 1}")

    def about(self, document: Document) -> Passage:
        """The passage that tells date, place and issuer."""
        return self._numbered(document, "about")

    def status(self, document: Document) -> Passage:
        """The passage that tells the status."""
        return self._numbered(document, "status")

    def roll(self, document: Document, how: How) -> Passage | None:
        """The passage that lists all who stand to the document in one way, if several do."""
        tail = "roll-" + re.sub(r"\W+", "-", how)
        return next((p for p in document.passages if p.id == f"{document.id}#{tail}"), None)

    def numbered(self, document: Document, section: Section) -> list[Passage]:
        """The passages of a section, in order (votes, counts, misreadings, statements)."""
        return [passage for passage in document.passages if passage.section is section]

    def misreadings(
        self, documents: Sequence[Document]
    ) -> Iterator[tuple[Misreading, Passage, str]]:
        """Each recorded misreading, its passage, and the truth in the answer's language."""
        for document in documents:
            passages = self.numbered(document, Section.MISREADING)
            for entry, passage in zip(document.misreadings, passages, strict=True):
                zh = self.language == "zh" and entry.truth_zh
                yield entry, passage, zh or entry.truth

    def _numbered(self, document: Document, tail: str) -> Passage:
        return next(p for p in document.passages if p.id == f"{document.id}#{tail}")

    def text(self, passage: Passage) -> str:
        """The passage in the language of the answer, as far as it has one."""
        if self.language == "zh" and passage.text_zh:
            return passage.text_zh
        return passage.text

    def content(self, text: str) -> list[str]:
        """The words of a text that carry content: no names of documents, no parties."""
        mentions = self.names.find(text)
        sorts = (Sort.DOCUMENT, Sort.PARTY, Sort.METONYM, Sort.SPEAKER)
        return self.tokenise(mentions.without(*sorts))


def symbol_of(document: Document) -> str | None:
    """The official number by which a text goes: “A/RES/78/265”, “Executive Order 14110”."""
    if match := _SYMBOL.match(document.title):
        return match.group()
    number = re.search(r"\b(?:resolution |A/RES/)(\d\d/\d+)", document.title[:60])
    return f"A/RES/{number[1]}" if number and document.kind is Kind.RESOLUTION else None


def by_date(documents: Sequence[Document]) -> list[Document]:
    """States' texts before companies', oldest first, equal dates in the order of their ids."""
    return sorted(documents, key=lambda d: (d.kind is Kind.COMMITMENT, d.date, d.id))
