"""Which documents a question is about: those it names, narrowed by what else it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering import describing
from assistant.answering.material import Material
from assistant.answering.relevance import Lexicon, Term
from assistant.answering.understanding import Intent, Understanding
from assistant.dates import within
from assistant.domain import Document, Hit, How, Kind
from assistant.naming import Sort

_SIDE = re.compile(
    r"\b(?:readouts?|side|account|version|statement|fact sheet|text|say|said|tell|told|describe|claim)\b"
    r"|中方|美方|说法|通报|表述",
    re.IGNORECASE,
)
TYPED = frozenset(
    {
        Intent.RELATION,
        Intent.WHO,
        Intent.VOTE,
        Intent.COUNT,
        Intent.STATUS,
        Intent.WHEN,
        Intent.WHERE,
    }
)
_OF_TEXTS = TYPED - {Intent.COUNT, Intent.WHERE}
_ON_TEXTS = frozenset({Kind.TRANSCRIPT, Kind.ARTICLE})  # what is said about a text
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "latest": -1, "newest": -1, "last": -1, "most recent": -1,
}  # fmt: skip
_BEFORE_NAME = re.compile(rf"\b(?P<ordinal>{'|'.join(_ORDINALS)})\s+(?:\w+\s+)?$", re.IGNORECASE)
_FIELD = frozenset({"ai", "artifici", "intellig"})
LIKELY = 0.5  # probability from which on a text is taken for the one described
COUNTED = 0.08  # probability and share of words that a text with a count of the thing has at least
LESS = 0.3  # the same where the parties asked about narrow the choice
NEAR = 0.02  # what another text of the same occasion may be less likely


@dataclass(frozen=True, slots=True)
class Focus:
    """The documents a question is about, and the words of the question that only name them.

    `described`: no name is in the question, and the documents are the likeliest by its words.
    `likely`: ids of all texts that the words may describe.
    `beyond`: “the fourth summit” is asked for where three are known.
    """

    documents: tuple[Document, ...] = ()
    words: frozenset[str] = frozenset()
    described: bool = False
    beyond: bool = False
    likely: frozenset[str] = frozenset()


def focus_of(
    material: Material,
    lexicon: Lexicon,
    understood: Understanding,
    terms: Sequence[Term],
    hits: Sequence[Hit],
    detailed: bool = False,
) -> Focus:
    """The documents named; else the one that the words describe, for a question that asks of one.

    That is one about typed fields, or a `detailed` one, which asks for a certain detail.
    """
    named = [material.documents[i] for i in understood.documents if i in material.documents]
    if named:
        place = _ordinal(understood)
        if place and len({d.event for d in named}) > 1:
            named = _of_order(named, place)
        kept = tuple(_narrow(lexicon, understood, terms, named)) if named else ()
        return Focus(kept, beyond=not kept)
    words, loose = _loosely_named(material, lexicon, understood)
    if loose:
        left = [term for term in terms if term.word not in words]
        return Focus(tuple(_narrow(lexicon, understood, left, loose)), words)
    if (
        understood.intent in TYPED
        or understood.asks_standing
        or (detailed and not understood.speakers)
    ):
        ranked = describing.described(material, lexicon, understood, terms, hits, typed=True)
        if understood.intent is Intent.COUNT:
            ranked = _counting(material, terms, ranked) or ranked
        likely = frozenset(d.id for d, p in ranked if p >= LESS)
        return Focus(tuple(_described(understood, ranked)), likely=likely, described=True)
    return Focus()


def _ordinal(understood: Understanding) -> int:
    """1 for “the first …” before the name, 2 for the second, -1 for the latest; 0 for none."""
    named = understood.mentions.of(Sort.DOCUMENT)
    before = understood.text[: named[0].start] if named else ""
    match = _BEFORE_NAME.search(before)
    return _ORDINALS[match["ordinal"].casefold()] if match else 0


def _of_order(named: Sequence[Document], place: int) -> list[Document]:
    """The documents of the first, second … or last event among these; none if there is none."""
    events = list(dict.fromkeys(d.event for d in sorted(named, key=lambda d: (d.date, d.id))))
    if place > len(events):
        return []
    wanted = events[place - 1] if place > 0 else events[-1]
    return [d for d in named if d.event == wanted]


def _loosely_named(
    material: Material, lexicon: Lexicon, understood: Understanding
) -> tuple[frozenset[str], list[Document]]:
    """The texts of the longest name whose words all stand in the question, in any order."""
    asked = set(material.tokenise(understood.text))
    best: tuple[int, frozenset[str], tuple[str, ...]] = (1, frozenset(), ())
    for name, (sort, means) in material.names.entries.items():
        if sort is Sort.DOCUMENT and len(name) > 5:
            words = frozenset(material.names.words(name, material.tokenise)) - _FIELD
            telling = len(words - lexicon.generic)
            if words <= asked and telling > best[0]:
                best = (telling, words, means)
    return best[1], [material.documents[i] for i in best[2] if i in material.documents]


def _narrow(
    lexicon: Lexicon, understood: Understanding, terms: Sequence[Term], named: list[Document]
) -> list[Document]:
    """Of several texts a name can mean: those of the time, of the side, of the words that follow."""
    if len(named) == 1:
        return named
    kept = named
    if understood.since or understood.until:
        kept = [d for d in kept if within(d.date, understood.since, understood.until)] or kept
    own = [d for d in kept if set(d.issuers) & set(understood.parties)]
    same_event = len({d.event for d in kept}) == 1
    readouts = any(e.how is How.OWN_READOUT for d in kept for e in d.participation)
    if (
        own
        and understood.intent in (Intent.OPEN, Intent.WHEN)
        and (not same_event or (readouts and len(understood.parties) == 1))
    ):
        kept = own
    telling = [sum(t.weight for t in terms if t.word in lexicon.heads[d.id]) for d in kept]
    best = max(telling, default=0.0)
    compared = same_event and len(understood.parties) > 1
    if best > 0.0 and not compared and not all(score == best for score in telling):
        kept = [d for d, score in zip(kept, telling, strict=True) if score >= best - 1e-9]
    return kept


def _counting(
    material: Material, terms: Sequence[Term], ranked: Sequence[tuple[Document, float]]
) -> list[tuple[Document, float]]:
    """The texts that count something of what the question speaks of, likeliest first."""
    asked = {term.word for term in terms}
    found = []
    for document, likely in ranked:
        shares = [
            len(asked & set(material.tokenise(f"{c.what} {c.what_zh or ''}"))) / (len(asked) or 1)
            for c in document.counts
        ]
        if likely >= COUNTED and max(shares, default=0.0) >= COUNTED:
            found.append((document, likely + max(shares)))
    return sorted(found, key=lambda pair: -pair[1])


def _texts_only(ranked: Sequence[tuple[Document, float]]) -> list[tuple[Document, float]]:
    """Without what is said about a text; that makes the text of the same occasion as likely."""
    said: dict[str, float] = {}
    for document, likely in ranked:
        if document.kind in _ON_TEXTS:
            said[document.event] = max(likely, said.get(document.event, 0.0))
    texts = [(d, max(p, said.get(d.event, 0.0))) for d, p in ranked if d.kind not in _ON_TEXTS]
    return sorted(texts, key=lambda pair: -pair[1])


def _described(
    understood: Understanding, ranked: Sequence[tuple[Document, float]]
) -> list[Document]:
    """The text that the question's words describe, if one is likely; its siblings if as likely.

    It has to have to do with the parties that the question names, if it names any.
    """
    parties, subjects = set(understood.parties), set(understood.subjects)
    least = LIKELY
    if understood.intent is Intent.COUNT:
        least = LESS
    if understood.asks_standing:  # that it has to do with them makes a text likelier
        ranked, least = [(d, p) for d, p in ranked if subjects <= _involved(d)], LESS
    if understood.intent in _OF_TEXTS:
        ranked = _texts_only(ranked)
    fitting = [(d, p) for d, p in ranked if not parties or parties & _involved(d)]
    likely = [(d, p) for d, p in fitting if parties <= _involved(d) and p >= least] or fitting
    if not likely or likely[0][1] < least:
        return []
    first, best = likely[0]
    return [d for d, p in likely if d is first or (d.event == first.event and p >= best - NEAR)]


def _involved(document: Document) -> set[str]:
    """The parties that a document is by, that stand to it, or that its statements tell of."""
    told = {party for passage in document.passages for party in passage.parties}
    return told | set(document.issuers) | {entry.party for entry in document.participation}
