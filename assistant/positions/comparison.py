"""Statement against statement: two texts of one event, or the versions of one text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assistant.domain import Document, Passage, Section

Similar = Callable[[Passage, Passage], float]  # how much two statements say the same, 0..1

ALIKE = 0.45  # from here on two statements on one topic are about the same thing
CLOSE = 0.6  # the same for statements filed under different topics
WORDED_ALIKE = 0.8


class Difference(StrEnum):
    """How the second text stands to the first at one place."""

    BOTH = "in both"
    STRENGTH = "different strength"
    STANCE = "different stance"
    WORDING = "different wording"
    FIRST_ONLY = "only in the first"
    SECOND_ONLY = "only in the second"


@dataclass(frozen=True, slots=True)
class Pair:
    """One place of the comparison; a side is None where that text says nothing of the kind."""

    difference: Difference
    first: Passage | None
    second: Passage | None
    likeness: float = 0.0


def side_by_side(first: Document, second: Document, similar: Similar) -> tuple[Pair, ...]:
    """Every statement of both texts once: pairs in the first text's order, then what is left.

    Statements are paired greedily, the most alike first.
    """
    ours, theirs = _statements(first), _statements(second)
    scores = sorted(
        ((similar(a, b), a.id, b.id) for a in ours for b in theirs), key=lambda row: -row[0]
    )
    mine = {p.id: p for p in ours}
    other = {p.id: p for p in theirs}
    partner: dict[str, tuple[str, float]] = {}
    taken: set[str] = set()
    for score, a, b in scores:
        needed = ALIKE if mine[a].topic == other[b].topic else CLOSE
        if score >= needed and a not in partner and b not in taken:
            partner[a] = (b, score)
            taken.add(b)
    pairs = [_pair(p, partner, other) for p in ours]
    left = [Pair(Difference.SECOND_ONLY, None, p) for p in theirs if p.id not in taken]
    return (*pairs, *left)


def versions(document: Document, documents: Mapping[str, Document]) -> tuple[Document, ...]:
    """The versions of one text, oldest first: what it superseded and what superseded it."""
    chain = [document]
    while older := next((d for d in documents.values() if d.status.by == chain[0].id), None):
        if older in chain:
            break
        chain.insert(0, older)
    while (newer := documents.get(chain[-1].status.by or "")) and newer not in chain:
        chain.append(newer)
    return tuple(chain)


def _pair(
    passage: Passage, partner: Mapping[str, tuple[str, float]], other: Mapping[str, Passage]
) -> Pair:
    if passage.id not in partner:
        return Pair(Difference.FIRST_ONLY, passage, None)
    name, score = partner[passage.id]
    second = other[name]
    if passage.stance != second.stance and passage.stance and second.stance:
        difference = Difference.STANCE
    elif passage.strength != second.strength:
        difference = Difference.STRENGTH
    else:
        difference = Difference.BOTH if score >= WORDED_ALIKE else Difference.WORDING
    return Pair(difference, passage, second, round(score, 2))


def _statements(document: Document) -> list[Passage]:
    return [p for p in document.passages if p.section is Section.STATEMENT]
