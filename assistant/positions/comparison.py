"""Statement against statement: two texts of one event, or two versions of one text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from assistant.domain import Document, Passage, Section, Stance, Strength

ALIKE = 0.28  # from here on two statements on one topic are about the same thing
CLOSE = 0.36  # the same for statements filed under different topics
WORDED_ALIKE = 0.5  # of the shorter one's telling words, what the other has too
_SHORT_NAME = re.compile(r"(?<![\w-])[A-Z]{2,5}(?![\w-])")
_PARTIES = frozenset({"US", "UK", "UN", "EU"})  # the short names of parties in running text
_MODAL = frozenset(Strength) - {Strength.DESCRIBES}


class Similar(Protocol):
    """How much statements have to do with each other, and how alike they are worded."""

    def likeness(
        self, ours: Sequence[Passage], theirs: Sequence[Passage]
    ) -> Sequence[Sequence[float]]:
        """A row for each of `ours`, in it 0..1 for each of `theirs`: are they about one thing?"""

    def worded(self, first: Passage, second: Passage) -> float:
        """The share of the shorter one's telling words that the other has too, 0..1."""


class Difference(StrEnum):
    """How the second text stands to the first at one place."""

    BOTH = "in both"
    WORDING = "different wording"
    STRENGTH = "different strength"
    STANCE = "different stance"
    FIRST_ONLY = "only in the first"
    SECOND_ONLY = "only in the second"


@dataclass(frozen=True, slots=True)
class Pair:
    """One place of the comparison; a side is None where that text says nothing of the kind."""

    difference: Difference
    first: Passage | None
    second: Passage | None
    likeness: float = 0.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts, each statement of both once: what both speak of, then what only one does."""

    first: Document
    second: Document
    pairs: tuple[Pair, ...]

    @property
    def counts(self) -> Mapping[Difference, int]:
        """How many places there are of each kind."""
        return Counter(pair.difference for pair in self.pairs)


def side_by_side(first: Document, second: Document, similar: Similar) -> Comparison:
    """Every statement of both texts once, in the first text's order, what is in both first.

    Statements are paired greedily, the most alike first. Of those left, one that is for
    something and one that is against are paired if they are the only ones of their topic.
    """
    ours, theirs = _statements(first), _statements(second)
    partner = _paired(ours, theirs, similar)
    partner |= _opposed(ours, theirs, partner)
    pairs = [
        _pair(passage, theirs[partner[place][0]], partner[place][1], similar)
        for place, passage in enumerate(ours)
        if place in partner
    ]
    taken = {place for place, _ in partner.values()}
    mine = [Pair(Difference.FIRST_ONLY, p, None) for i, p in enumerate(ours) if i not in partner]
    other = [Pair(Difference.SECOND_ONLY, None, p) for j, p in enumerate(theirs) if j not in taken]
    return Comparison(first, second, (*pairs, *mine, *other))


Partners = dict[int, tuple[int, float]]  # place of ours → place of theirs, likeness


def _paired(ours: Sequence[Passage], theirs: Sequence[Passage], similar: Similar) -> Partners:
    if not ours or not theirs:
        return {}
    scores = similar.likeness(ours, theirs)
    ranked = sorted(
        ((scores[i][j], i, j) for i in range(len(ours)) for j in range(len(theirs))),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    partner: Partners = {}
    taken: set[int] = set()
    for score, i, j in ranked:
        needed = ALIKE if ours[i].topic == theirs[j].topic else CLOSE
        if score >= needed and i not in partner and j not in taken:
            partner[i] = (j, score)
            taken.add(j)
    return partner


def _opposed(ours: Sequence[Passage], theirs: Sequence[Passage], partner: Partners) -> Partners:
    """One side for it and one against it, on a topic of which each has one such statement left."""
    taken = {place for place, _ in partner.values()}
    left = _by_topic(ours, set(partner))
    right = _by_topic(theirs, taken)
    found: Partners = {}
    for topic, places in left.items():
        for i in places:
            against = [j for j in right.get(topic, ()) if _against(ours[i], theirs[j])]
            if against and against[0] not in taken:
                found[i] = (against[0], 0.0)
                taken.add(against[0])
    return found


def _by_topic(passages: Sequence[Passage], without: set[int]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, passage in enumerate(passages):
        if place not in without and passage.topic and passage.stance:
            places.setdefault(passage.topic, []).append(place)
    return places


def _against(first: Passage, second: Passage) -> bool:
    return (first.stance is Stance.OPPOSES) != (second.stance is Stance.OPPOSES)


def _pair(first: Passage, second: Passage, score: float, similar: Similar) -> Pair:
    if first.stance and second.stance and first.stance is not second.stance:
        difference = Difference.STANCE
    elif _MODAL.issuperset({first.strength, second.strength}) and _unequal(first, second):
        difference = Difference.STRENGTH
    else:
        same_terms = _terms(first) == _terms(second)
        alike = same_terms and similar.worded(first, second) >= WORDED_ALIKE
        difference = Difference.BOTH if alike else Difference.WORDING
    return Pair(difference, first, second, round(float(score), 2))


def _terms(passage: Passage) -> set[str]:
    """The short names of things that a statement uses, such as AI or SI; not those of parties."""
    return {*_SHORT_NAME.findall(passage.text)} - {*passage.parties, *_PARTIES}


def _unequal(first: Passage, second: Passage) -> bool:
    return first.strength is not second.strength


def _statements(document: Document) -> list[Passage]:
    return [p for p in document.passages if p.section is Section.STATEMENT]
