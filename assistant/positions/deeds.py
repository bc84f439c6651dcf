"""How a party stands to a text: its signature, vote or absence, and what stance that shows."""

from __future__ import annotations

from assistant.domain import JOINED, STAYED_OUT, Document, How, Passage, Section, Stance

_DEEDS = JOINED | STAYED_OUT | {How.OBJECTED_LATER}
_TELLING = {
    How.OBJECTED_LATER: 5,
    How.RATIFIED: 4,
    How.LEAD_SPONSOR: 3,
    How.CO_SPONSORED: 2,
    How.JOINED_CONSENSUS: 0,
}
STANCES = {
    How.VOTED_AGAINST: Stance.OPPOSES,
    How.OBJECTED_LATER: Stance.OPPOSES,
    **dict.fromkeys(JOINED, Stance.SUPPORTS),
}


def deeds_of(document: Document) -> dict[str, Passage]:
    """For each party the passage that tells most of how it stands to the text."""
    found: dict[str, Passage] = {}
    for passage in document.passages:
        if passage.section is Section.PARTICIPATION and len(passage.parties) == 1:
            known = found.get(passage.parties[0])
            if passage.how in _DEEDS and (known is None or _tells_more(passage, known)):
                found[passage.parties[0]] = passage
    return found


def _tells_more(passage: Passage, known: Passage) -> bool:
    """A later objection says more than the consensus before, a sponsor more than a vote."""
    assert passage.how and known.how
    return _TELLING.get(passage.how, 1) >= _TELLING.get(known.how, 1)
