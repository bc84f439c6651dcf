"""What the user's own documents say to a question: their exact words, with place and speaker.

Of the passages found, the sentences that have the question's words are weighed; a reader (see
ports) reads the likeliest together with the question. What is quoted is cut out of the passage
character by character.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answering.material import Tokenise
from assistant.answering.parts import Parts
from assistant.answering.relevance import Lexicon
from assistant.citations import Draft
from assistant.dates import spoken
from assistant.domain import Document, Filters, Hit, Passage
from assistant.ports import Reader
from assistant.reading.sentences import sentences, size_of
from assistant.retrieval import Searcher
from assistant.snapshots import Snapshot
from assistant.tokens import is_chinese

MAX_QUOTES = 4
FOUND = 30  # passages looked at
READ = 10  # sentences that the reader reads
SHORT = 10  # words below which a quoted sentence takes the next one along
LONGEST = 90  # words of a quotation
ON_TOPIC = 0.6  # of a topic's words, what a sentence has to have to be shown under it
SAME = 0.75  # shared words from which on two quotations say the same
_OFFICES = frozenset(
    [
        "president",
        "participant",
        "question",
        "moderator",
        "chair",
        "chairman",
        "speaker",
        "official",
        "host",
    ]
)
_IN_HEAD = 0.6  # what a word is worth that stands in the title, the heading or the speaker's name


@dataclass(frozen=True, slots=True)
class Quote:
    """Exact words of an own document: `passage` is cut to them. `score` is a probability, 0..1."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """The quotations that answer, and the documents that came nearest, by id."""

    quotes: tuple[Quote, ...] = ()
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weights:
    """How signals become a probability.

    Set by hand and held against 28 tuning questions over public originals: answers lie
    above 0.69, what comes nearest where nothing answers below 0.38. `further` is fitted on them.

    `least` is the probability below which nothing is quoted, `further` the share of the best
    one's that a further quotation needs.
    """

    bias: float
    covered: float
    found: float
    read: float
    least: float
    further: float


ENGLISH = Weights(bias=-3.2, covered=4.6, found=0.8, read=0.35, least=0.5, further=0.9)
OTHER = Weights(bias=-4.0, covered=5.0, found=2.2, read=0.0, least=0.5, further=0.9)


@dataclass(frozen=True, slots=True)
class Quoting:
    """Quotes from the own documents of one generation."""

    snapshot: Snapshot
    searcher: Searcher
    lexicon: Lexicon
    tokenise: Tokenise
    reader: Reader

    def found(
        self, question: str, language: str, filters: Filters, extra: Sequence[str] = ()
    ) -> Found:
        """The words that answer, likeliest first; none where nothing does."""
        if filters.scope == "corpus" or not self.snapshot.own.documents:
            return Found()
        ranked = self.ranked(question, language, filters, extra)
        near = tuple(dict.fromkeys(quote.passage.document_id for quote in ranked))
        return Found(tuple(self._chosen(ranked, _weights(language, self.reader))), near)

    def ranked(
        self, question: str, language: str, filters: Filters, extra: Sequence[str] = ()
    ) -> list[Quote]:
        """Every candidate with its probability, likeliest first."""
        hits = self.searcher.search(
            question, limit=FOUND, filters=replace(filters, scope="mine"), extra_queries=extra
        )
        asked = self._asked(question)
        candidates = [
            c for hit in _in_that_voice(hits, question) for c in self._candidates(hit, asked)
        ]
        weights = _weights(language, self.reader)
        first = sorted(candidates, key=lambda c: -(c.covered + 0.3 * c.found))[:READ]
        told = [0.0] * len(first)
        if weights.read:
            told = self.reader.read(question, [self._introduced(c.passage) for c in first])
        scored = [
            Quote(c.passage, _probability(weights, c, logit))
            for c, logit in zip(first, told, strict=True)
        ]
        return sorted(scored, key=lambda quote: -quote.score)

    def on(
        self, wordings: Sequence[str], filters: Filters, *, most: int, of_one: int
    ) -> list[Passage]:
        """Exact words on a topic, the fullest first: `most` in all, `of_one` document at most.

        `wordings` are names of the topic; a sentence has to have most of the words of one.
        """
        if filters.scope == "corpus" or not self.snapshot.own.documents:
            return []
        hits = self.searcher.search(
            wordings[0],
            limit=FOUND,
            filters=replace(filters, scope="mine"),
            extra_queries=wordings[1:],
        )
        told: dict[tuple[str, int], _Candidate] = {}
        for asked in map(self._asked, wordings):
            for candidate in (c for hit in hits for c in self._candidates(hit, asked)):
                place = (candidate.passage.id, candidate.passage.start)
                if place not in told or told[place].covered < candidate.covered:
                    told[place] = candidate
        ranked = sorted(told.values(), key=lambda c: -(c.covered + 0.3 * c.found))
        return self._apart([c for c in ranked if c.covered >= ON_TOPIC], most, of_one)

    def _apart(self, ranked: Sequence[_Candidate], most: int, of_one: int) -> list[Passage]:
        """The first that do not repeat each other."""
        chosen: list[Passage] = []
        for passage in (candidate.passage for candidate in ranked):
            alike = [p for p in chosen if p.document_id == passage.document_id]
            words = self._words(passage.text)
            said = any(_shared(words, self._words(kept.text)) >= SAME for kept in chosen)
            if len(alike) < of_one and not said:
                chosen.append(passage)
            if len(chosen) == most:
                break
        return chosen

    def _asked(self, question: str) -> dict[str, float]:
        """The content words of a question with their weights."""
        words = dict.fromkeys(self.tokenise(question))
        kept = [word for word in words if word not in self.lexicon.generic and len(word) > 1]
        return {word: max(self.lexicon.rarity(word), 0.1) for word in kept or words}

    def _candidates(self, hit: Hit, asked: dict[str, float]) -> Iterator[_Candidate]:
        """The two sentences of a passage that have most of the question's words."""
        passage = hit.passage
        document = self.snapshot.own.documents[passage.document_id]
        head = self._words(f"{document.title} {passage.heading or ''} {passage.speaker or ''}")
        spans = [
            (start - passage.start, end - passage.start)
            for start, end in sentences(document.text, passage.start, passage.end)
        ]
        found = []
        for place in range(len(spans)):
            start, end = widened(passage.text, spans, place)
            words = self._words(passage.text[start:end])
            covered = _covered(asked, words, head)
            part = passage.within(passage.start + start, passage.start + end)
            found.append(_Candidate(part, covered, hit.score))
        found.sort(key=lambda candidate: -candidate.covered)
        yield from found[:2]

    def _words(self, text: str) -> frozenset[str]:
        return frozenset(self.tokenise(text))

    def _introduced(self, passage: Passage) -> str:
        """A sentence with who says it and where, as the reader needs to judge it."""
        document = self.snapshot.own.documents[passage.document_id]
        head = passage.speaker or passage.heading or document.title
        return f"{head[:100]}: {passage.text}"

    def _chosen(self, ranked: Sequence[Quote], weights: Weights) -> list[Quote]:
        chosen: list[Quote] = []
        for quote in ranked:
            least = max(weights.least, weights.further * chosen[0].score if chosen else 0.0)
            if quote.score < least or len(chosen) == MAX_QUOTES:
                break
            words = self._words(quote.passage.text)
            if all(_shared(words, self._words(kept.passage.text)) < SAME for kept in chosen):
                chosen.append(quote)
        return chosen


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence, the share of the question's words that it covers, its passage's score."""

    passage: Passage
    covered: float
    found: float


def _in_that_voice(hits: Sequence[Hit], question: str) -> Sequence[Hit]:
    """Without what others say, where the question names somebody who speaks in one of the hits."""
    named = {hit.passage.speaker for hit in hits if _names(hit.passage.speaker, question)}
    return [hit for hit in hits if not named or hit.passage.speaker in {None, *named}]


def _names(speaker: str | None, question: str) -> bool:
    """Whether a question has the name of a speaker: the surname, or all of a Chinese one."""
    bare = re.split(r"[(（,，\[]", speaker or "")[0].split()
    if not bare or bare[-1].casefold() in _OFFICES or len(bare[-1]) < 2:
        return False
    if is_chinese(bare[-1]):
        return bare[-1] in question
    return re.search(rf"(?<!\w){re.escape(bare[-1])}(?!\w)", question, re.IGNORECASE) is not None


def _weights(language: str, reader: Reader) -> Weights:
    return ENGLISH if language in reader.languages else OTHER


def _probability(weights: Weights, candidate: _Candidate, logit: float) -> float:
    value = weights.bias + weights.covered * candidate.covered + weights.found * candidate.found
    value += weights.read * max(-8.0, min(8.0, logit))
    return 1 / (1 + math.exp(-value))


def _covered(asked: dict[str, float], words: Collection[str], head: Collection[str]) -> float:
    """The weighted share of the question's words, 0..1."""
    total = sum(asked.values()) or 1.0
    worth = (1.0 if word in words else _IN_HEAD if word in head else 0.0 for word in asked)
    return sum(w * v for w, v in zip(asked.values(), worth, strict=True)) / total


def widened(text: str, spans: Sequence[tuple[int, int]], place: int) -> tuple[int, int]:
    """A sentence; a short one with the next along, or the one before where it is the last."""
    start, end = spans[place]
    if size_of(text[start:end]) < SHORT:
        if place + 1 < len(spans):
            end = spans[place + 1][1]
        elif place:
            start = spans[place - 1][0]
    if size_of(text[start:end]) > LONGEST:
        start, end = spans[place]
    return start, end


def _shared(first: frozenset[str], second: frozenset[str]) -> float:
    return len(first & second) / (min(len(first), len(second)) or 1)


def quoting_from(parts: Parts) -> Quoting:
    """What quotes from the own documents that these parts hold."""
    return Quoting(
        parts.snapshot, parts.searcher, parts.lexicon, parts.tokenise, parts.judge.reader
    )


def as_drafts(
    quotes: Sequence[Quote], documents: Mapping[str, Document], language: str
) -> list[Draft]:
    """Quotations in quotation marks, those of one document together under its title and date."""
    by_document: dict[str, list[Passage]] = {}
    for quote in quotes:
        by_document.setdefault(quote.passage.document_id, []).append(quote.passage)
    drafts = []
    for name, passages in by_document.items():
        lead: str | None = _lead(documents[name], language)
        for passage in passages:
            drafts.append(Draft(_quoted(passage, language), (passage,), lead))
            lead = None
    return drafts


def _quoted(passage: Passage, language: str) -> str:
    words = " ".join(passage.text.split())
    colon = "：" if language == "zh" else ": "
    return f"{passage.speaker}{colon}“{words}”" if passage.speaker else f"“{words}”"


def _lead(document: Document, language: str) -> str:
    title = document.title if len(document.title) <= 120 else document.title[:119].rstrip() + "…"
    date = spoken(document.date, language)
    if not date:
        return title
    return f"{title}（{date}）" if language == "zh" else f"{title} ({date})"
