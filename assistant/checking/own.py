"""What the user's own documents say to a claim: exact words, told as theirs, beside the sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answering.material import Material
from assistant.answering.parts import Parts
from assistant.answering.quoting import widened
from assistant.answering.relevance import Term
from assistant.checking.explaining import REASONS, Told
from assistant.checking.signals import is_clean
from assistant.checking.weighing import Weighed, terms_of, weighed
from assistant.comparing import Facet, Mismatch, Said
from assistant.domain import (
    ADDED,
    Document,
    Entailment,
    Filters,
    Hit,
    Passage,
    Relation,
    Section,
)
from assistant.findings import Reason, Verdict
from assistant.ports import Verifier
from assistant.reading.sentences import sentences

LOOKED_AT = 30  # passages of one search
WEIGHED = 12  # of their sentences, those that are compared with the claim
READ = 4  # of those, what the verifier reads
SHOWN = 2  # shown of those that decide one way, and of those that only come near
_TOLD = 0.6  # share of a claim's words that a sentence has to have to decide
_VERBATIM = 0.85  # share from which on its words alone bear a claim out
_NEAR = 0.45  # share from which on it is worth showing
_SUPPORTS, _REFUTES = 0.35, 0.6  # what the verifier has to say for and against
_CLEARER = 0.1  # by so much more of the claim's words a denial counts beside support
_OTHERWISE = (Facet.NUMBER, Facet.DATE, Facet.NEGATION, Facet.STRENGTH)
_LONGEST = 60  # words of a quotation in an explanation
_ORDER = (Relation.SUPPORTS, Relation.REFUTES, Relation.MENTIONS)


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A sentence of an own document and how it stands to a claim.

    `covered` is the share of the claim's words that it has; `difference` says wherein it tells
    otherwise.
    """

    passage: Passage
    relation: Relation
    covered: float
    difference: Mismatch | None = None


def own_words(
    said: Said, parts: Parts, material: Material, filters: Filters, verifier: Verifier | None
) -> list[OwnWords]:
    """What own documents say for, against and near a claim; what decides comes first."""
    if filters.scope == "corpus" or not parts.snapshot.own.documents:
        return []
    mine = replace(filters, scope="mine")
    hits = parts.searcher.search(said.text, limit=LOOKED_AT, filters=mine)
    terms = terms_of(said, material, parts.lexicon)
    found = [row for hit in hits for row in _sentences(said, parts, terms, hit)]
    found.sort(key=lambda row: -(row.covered + 0.3 * row.score))
    first = found[:WEIGHED]
    read: list[Entailment | None] = [*_read(said, first[:READ], verifier)]
    read += [None] * (len(first) - len(read))
    judged = [_judged(row, told) for row, told in zip(first, read, strict=True)]
    return list(_worth_showing([one for one in judged if one is not None]))


def _sentences(said: Said, parts: Parts, terms: Sequence[Term], hit: Hit) -> Iterator[Weighed]:
    """The two sentences of a passage that speak most to a claim, each compared with it."""
    passage = hit.passage
    text = parts.snapshot.own.documents[passage.document_id].text
    spans = [
        (start - passage.start, end - passage.start)
        for start, end in sentences(text, passage.start, passage.end)
    ]
    cut = dict.fromkeys(widened(passage.text, spans, place) for place in range(len(spans)))
    told = [(parts.lexicon.told_by(terms, passage.text[a:b]), a, b) for a, b in cut]
    for _, start, end in sorted(told, key=lambda row: -row[0])[:2]:
        part = passage.within(passage.start + start, passage.start + end)
        running = replace(part, section=Section.BODY)  # compared by its own words alone
        yield weighed(said, parts.lexicon, terms, running, hit.score, 0.0, False)


def _read(said: Said, rows: Sequence[Weighed], verifier: Verifier | None) -> Sequence[Entailment]:
    """The verifier's results, in order; none where it cannot read the claim's language."""
    language = "zh" if said.chinese else "en"
    if verifier is None or language not in verifier.languages or not rows:
        return ()
    return verifier.verify([(said.text, _introduced(row.passage)) for row in rows])


def _introduced(passage: Passage) -> str:
    return f"{passage.speaker}: {passage.text}" if passage.speaker else passage.text


def _judged(row: Weighed, read: Entailment | None) -> OwnWords | None:
    """How a sentence stands to the claim; None where it does not even come near."""
    passage = replace(row.passage, section=Section.TEXT)
    if row.covered < _NEAR:
        return None
    if difference := _otherwise(row):
        return OwnWords(passage, Relation.REFUTES, row.covered, difference)
    relation = Relation.MENTIONS
    if row.covered >= _TOLD:
        against = read is not None and read.refutes >= _REFUTES and read.refutes > read.supports
        agrees = read is not None and read.supports >= max(_SUPPORTS, read.refutes)
        if is_clean(row) and (agrees or (row.covered >= _VERBATIM and not against)):
            relation = Relation.SUPPORTS
        elif against:
            relation = Relation.REFUTES
    return OwnWords(passage, relation, row.covered)


def _otherwise(row: Weighed) -> Mismatch | None:
    """The difference in which a sentence itself tells otherwise than the claim."""
    if row.covered < _TOLD:
        return None
    denied = (m for m in row.denied() if m.facet in _OTHERWISE)
    text = row.passage.text
    return next((m for m in denied if re.split(r"[;,] ", m.told)[0] in text), None)


def _worth_showing(judged: Sequence[OwnWords]) -> Iterator[OwnWords]:
    """The best of each kind; what only comes near, where nothing decides.

    A sentence with another number denies nothing where one that fits as well bears the claim out.
    """
    best = max((w.covered for w in judged if w.relation is Relation.SUPPORTS), default=0.0)
    judged = [
        w for w in judged if w.relation is not Relation.REFUTES or w.covered > best + _CLEARER
    ]
    decides = False
    for relation in _ORDER:
        alike = sorted((w for w in judged if w.relation is relation), key=lambda w: -w.covered)
        if relation is not Relation.MENTIONS or not decides:
            yield from alike[:SHOWN]
        decides = decides or bool(alike)


@dataclass(frozen=True, slots=True)
class Beside:
    """Joins what own documents say of a claim to what the corpus says of it."""

    material: Material
    documents: Mapping[str, Document]
    searched: int

    def alone(self, words: Sequence[OwnWords]) -> tuple[Verdict, float, Told]:
        """The verdict of own documents and nothing else."""
        verdict = _verdict(words)
        told = self._told(words)
        if verdict is Verdict.NOT_ENOUGH_EVIDENCE:
            key = "own_nothing" if self.searched else "own_none"
            told = replace(told, explanation=self.material.say(key, documents=self.searched))
        return verdict, _confidence(words), told

    def joined(
        self, verdict: Verdict, confidence: float, told: Told, words: Sequence[OwnWords], sure: bool
    ) -> tuple[Verdict, float, Told]:
        """The verdict of the corpus with that of own documents beside it.

        What the corpus leaves open, own documents may decide; where the two disagree the sources
        conflict, unless the corpus's typed record is `sure`. The explanation says whose is which.
        """
        own = _verdict(words)
        mine = self._told(words)
        shown = (*told.passages, *mine.passages)
        if own is Verdict.NOT_ENOUGH_EVIDENCE:
            return verdict, confidence, replace(told, passages=shown)
        text = f"{told.explanation} {mine.explanation}".strip()
        if verdict is Verdict.NOT_ENOUGH_EVIDENCE:
            reach = self.material.say("own_alone")
            mine = replace(mine, explanation=f"{reach} {mine.explanation}", passages=shown)
            return own, _confidence(words), mine
        both = replace(told, explanation=text, passages=shown)
        if own is not verdict and not sure:
            return Verdict.CONFLICTING, confidence, replace(both, correction=None)
        return verdict, confidence, both

    def _told(self, words: Sequence[OwnWords]) -> Told:
        deciding = [w for w in words if w.relation is not Relation.MENTIONS]
        first = {w.relation: w for w in reversed(deciding)}
        lines = [self._line(first[r]) for r in _ORDER if r in first]
        reason = next((_reason(w) for w in deciding if w.difference), Reason.NONE)
        return Told(reason, " ".join(lines), None, tuple((w.passage, w.relation) for w in words))

    def _line(self, words: OwnWords) -> str:
        passage = words.passage
        document = self.documents[passage.document_id]
        place = ", ".join(part for part in (passage.locator, passage.speaker) if part)
        whose = "own" if document.origin == ADDED else "official"
        return self.material.say(
            f"{whose}_{words.relation}",
            title=document.title,
            place=place,
            words=quoted(passage.text, self.material.language),
        )

    def warnings(self, cited: Iterable[str]) -> Iterator[str]:
        """Whether any of the documents cited is not public."""
        titles = [
            self.documents[i].title
            for i in dict.fromkeys(cited)
            if i in self.documents and self.documents[i].handling != "public"
        ]
        if titles:
            yield self.material.say("handled", titles=titles)


def quoted(text: str, language: str) -> str:
    """Exact words in quotation marks; what is left out of a long one is outside of them."""
    words = " ".join(text.split())
    kept = words.split(" ")
    if language == "zh" or len(kept) <= _LONGEST:
        return f"“{words}”"
    return f"“{' '.join(kept[:_LONGEST])}” …"


def _reason(words: OwnWords) -> Reason:
    return REASONS.get(words.difference.facet, Reason.NONE) if words.difference else Reason.NONE


def _verdict(words: Sequence[OwnWords]) -> Verdict:
    sides = {w.relation for w in words} - {Relation.MENTIONS}
    if len(sides) == 2:
        return Verdict.CONFLICTING
    if Relation.SUPPORTS in sides:
        return Verdict.SUPPORTED
    return Verdict.REFUTED if sides else Verdict.NOT_ENOUGH_EVIDENCE


def _confidence(words: Sequence[OwnWords]) -> float:
    """The share of the claim that the deciding words have; without any, what is left over."""
    deciding = [w.covered for w in words if w.relation is not Relation.MENTIONS]
    return max(deciding) if deciding else 1 - max((w.covered for w in words), default=0.1)
