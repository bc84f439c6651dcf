"""How far passages speak to a claim: its content words covered, its names met, its facets compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from assistant.answering.focus import focus_of
from assistant.answering.material import Material, Tokenise
from assistant.answering.relevance import Lexicon, Term
from assistant.answering.understanding import Intent, understand
from assistant.checking.sentences import sentences
from assistant.comparing import Facet, Mismatch, Said, compare, parties_of, read
from assistant.comparing.periods import bears_out, of_date
from assistant.domain import Document, Hit, Passage, Section
from assistant.naming import Sort

_SYNONYMS = Path(__file__).parent / "synonyms.txt"
LOOKED_AT = 80  # hits of one search
WEIGHED = 14  # of them, passages that are compared with the claim
NAMED = 3  # texts that a name can mean, whose statements are all looked at
_PRIOR = 0.4  # weight of a content word that every claim is taken to have beside its own
_PARTY, _DATE = 0.2, 0.2  # what agreeing parties and times add to a fit
_BODY = 0.08  # a paragraph of the brief weighs less than a statement
_TRUTH = re.compile(r"\AWrong: .*? True: (?P<truth>.+)", re.DOTALL)
_MENDING = re.compile(r"#m\d+\Z")
_CAPITALISED = re.compile(r"(?<![.!?] )(?<!^)\b[A-Z][\w-]*[a-z]{2,}\b|\b[A-Z]{2,}\b")


@dataclass(frozen=True, slots=True)
class Weighed:
    """A passage with what speaks for its telling the same thing as the claim.

    `covered` is the weighted share of the claim's content words that the passage has, `near` the
    cosine of the two, `met` what agreeing parties and dates add, `strangers` are the names in the claim that neither passage nor document has.
    """

    passage: Passage
    score: float
    near: float
    covered: float
    named: bool
    mismatches: tuple[Mismatch, ...]
    strangers: tuple[str, ...]
    met: float = 0.0

    @property
    def fit(self) -> float:
        """How well the passage fits the claim, whatever it says of it."""
        own = 0.0 if self.passage.section is Section.STATEMENT else _BODY
        return _fit(self.covered, self.score, self.named) + self.met - own

    def denied(self, facet: Facet | None = None) -> tuple[Mismatch, ...]:
        """The differences in which the passage tells otherwise."""
        return tuple(
            m
            for m in self.mismatches
            if m.denied
            and (m.facet is facet or (facet is None and m.facet is not Facet.ATTRIBUTION))
        )


@dataclass(frozen=True)
class Weighing:
    """A claim with all that was found for it, the best fitting first."""

    said: Said
    terms: tuple[Term, ...]
    texts: tuple[Document, ...]
    told: tuple[Weighed, ...]
    hits: tuple[Hit, ...] = field(default=(), repr=False)

    @property
    def best(self) -> Weighed | None:
        """The statement that fits best."""
        return self.told[0] if self.told else None


def weigh(said: Said, material: Material, lexicon: Lexicon, hits: Sequence[Hit]) -> Weighing:
    """Compare a claim with the likeliest of the passages found and those of the texts it names."""
    terms = terms_of(said, material, lexicon)
    texts = tuple(texts_meant(said, material, lexicon, terms, hits))
    found: dict[str, tuple[Passage, float, float]] = {}
    for hit in hits:
        for told_in in _units(said, lexicon, terms, hit.passage):
            found[hit.passage.id] = (told_in, hit.score, hit.dense)
    for document in texts[:NAMED]:
        for passage in document.passages:
            for told_in in _units(said, lexicon, terms, passage):
                found.setdefault(passage.id, (told_in, 0.0, 0.0))
    meant = {document.id for document in texts}
    rough = sorted(
        found.values(),
        key=lambda row: -_rough(said, lexicon, terms, row[0], row[1], _about(row[0], meant, said)),
    )
    told = [
        weighed(said, lexicon, terms, passage, score, near, _about(passage, meant, said))
        for passage, score, near in rough[:WEIGHED]
    ]
    return Weighing(said, terms, texts, tuple(sorted(told, key=lambda w: -w.fit)), tuple(hits))


def terms_of(said: Said, material: Material, lexicon: Lexicon) -> tuple[Term, ...]:
    """The content words of a claim, with other words for the same."""
    return tuple(_widened(lexicon.terms(material, said.text), groups(material.tokenise)))


@cache
def groups(tokenise: Tokenise) -> dict[str, frozenset[frozenset[str]]]:
    """For each word of synonyms.txt, the words that say the same."""
    found: dict[str, set[frozenset[str]]] = {}
    for line in _SYNONYMS.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            words = {word for one in line.split() for word in tokenise(one)}
            for word in words:
                found.setdefault(word, set()).update(frozenset({w}) for w in words - {word})
    return {word: frozenset(others) for word, others in found.items()}


def _widened(
    terms: Sequence[Term], same: Mapping[str, frozenset[frozenset[str]]]
) -> Iterator[Term]:
    for term in terms:
        yield replace(term, other=(*term.other, *same.get(term.word, ())))


def weighed(
    said: Said,
    lexicon: Lexicon,
    terms: Sequence[Term],
    passage: Passage,
    score: float,
    near: float,
    named: bool,
) -> Weighed:
    """One passage compared with a claim."""
    return Weighed(
        passage,
        score,
        near,
        _covers(lexicon, terms, passage),
        named,
        compare(said, [passage]),
        strangers(said, [passage]),
        met(said, passage),
    )


def met(said: Said, passage: Passage) -> float:
    """What it adds to a passage's fit that its parties and times are those of the claim."""
    added = 0.0
    document = said.known.documents.get(passage.document_id)
    if said.agents.named:
        there = {*passage.parties, *read(passage.text, said.known).agents.named}
        there |= parties_of(document) if document else set()
        share = sum(party in there for party in said.agents.named) / len(said.agents.named)
        added += _PARTY * (share - 0.5)
    if said.periods and document:
        told = [*read(passage.text, said.known).periods]
        told += [of_date(document.date)] if document.date else []
        added += _DATE * (0.5 if any(bears_out(p, t) for p in said.periods for t in told) else -0.5)
    return added


def _units(
    said: Said, lexicon: Lexicon, terms: Sequence[Term], passage: Passage
) -> Iterator[Passage]:
    """A statement as it is; of a paragraph the sentence that speaks most to the claim.

    What sets a misreading right is a statement too.
    """
    if passage.section is Section.STATEMENT:
        yield passage
    elif passage.section is Section.BODY:
        spans = list(sentences(passage.text))
        texts = [passage.text[first:last] for first, last in spans]
        if texts:
            yield replace(passage, text=max(texts, key=lambda text: lexicon.told_by(terms, text)))
    elif passage.section is Section.MISREADING and (truth := _TRUTH.search(passage.text)):
        yield replace(passage, text=truth["truth"], section=Section.STATEMENT)


def _about(passage: Passage, meant: set[str], said: Said) -> bool:
    """Whether a passage is of one of the texts that are meant, or speaks of one by name."""
    if passage.document_id in meant:
        return True
    return bool(meant) and not meant.isdisjoint(read(passage.text, said.known).documents)


def _covers(lexicon: Lexicon, terms: Sequence[Term], passage: Passage) -> float:
    """The share covered; with few words to go by it stays near the middle."""
    total = sum(term.weight for term in terms)
    if passage.section is Section.BODY or _MENDING.search(passage.id):
        share = lexicon.told_by(terms, f"{passage.text} {passage.text_zh or ''}")
    else:
        share = lexicon.worded(terms, passage)
    return (share * total + 0.6 * _PRIOR) / (total + _PRIOR)


def _rough(
    said: Said, lexicon: Lexicon, terms: Sequence[Term], passage: Passage, score: float, named: bool
) -> float:
    own = 0.0 if passage.section is Section.STATEMENT else _BODY
    return _fit(_covers(lexicon, terms, passage), score, named) + met(said, passage) - own


def _fit(covered: float, score: float, named: bool) -> float:
    return 0.5 * covered + 0.25 * score + 0.25 * named


def texts_meant(
    said: Said, material: Material, lexicon: Lexicon, terms: Sequence[Term], hits: Sequence[Hit]
) -> list[Document]:
    """The documents that a claim names, also loosely; of several, those of its time and words."""
    text = re.sub(r"['’]s (?=[a-z])", " ", said.text)  # “New Delhi's declaration”
    understood = replace(understand(text, said.known.names), intent=Intent.OPEN)
    return list(focus_of(material, lexicon, understood, terms, hits).documents)


def strangers(said: Said, passages: Iterable[Passage]) -> tuple[str, ...]:
    """Capitalised names of the claim that neither the passages nor their documents have."""
    if said.chinese:
        return ()
    known = said.known
    passages = list(passages)
    documents = [
        known.documents[p.document_id] for p in passages if p.document_id in known.documents
    ]
    there = " ".join(
        [
            *(f"{p.text} {p.speaker or ''} {p.role or ''}" for p in passages),
            *(f"{d.title} {d.place}" for d in documents),
            *(f"{known.party(party)}" for p in passages for party in p.parties),
        ]
    ).casefold()
    bare = said.mentions.without(Sort.DOCUMENT, Sort.TOPIC, Sort.PARTY, Sort.METONYM)
    for period in said.periods:
        bare = bare.replace(period.text, " " * len(period.text))
    words = dict.fromkeys(m.group() for m in _CAPITALISED.finditer(bare))
    return tuple(word for word in words if word.casefold()[:6] not in there)
