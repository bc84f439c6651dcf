"""Whose text or word it is: parties, persons, capacities of a claim against those of its evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.comparing import deeds
from assistant.comparing.facets import Facet, Known, Mismatch
from assistant.comparing.saying import Said, read
from assistant.domain import Capacity, Document, Passage, Section
from assistant.naming import Sort

_ISSUED = re.compile(
    r"\b(?:issued|published|released|drafted|drawn up|written|authored|put out|laid down) by (?:the )?(?:governments? of (?:the )?)?|由(?=\S{2,12}(?:发布|起草|制定|撰写))"
)
_FEW = 3  # parties of a text between sides, such as a readout of talks
TOLD = frozenset({Section.STATEMENT, Section.BODY})
_SET_APART = re.compile(
    r"\b(?:not|rather than|instead of|unlike)\s+(?:\w+ )?$|(?:而非|而不是|不是)$"
)


def absent_parties(said: Said, evidence: Sequence[Passage], told: Sequence[Said]) -> list[Mismatch]:
    """Who acts in the claim and is nowhere in the evidence."""
    there = {p for passage in evidence for p in passage.parties}
    there |= {p for text in told for p in text.agents.named}
    there |= {
        p
        for i in {e.document_id for e in evidence}
        if i in said.known.documents
        for p in parties_of(said.known.documents[i])
    }
    speaking = {p for passage in evidence for p in passage.parties if passage.section in TOLD}
    language = "zh" if said.chinese else "en"
    deed = deeds.verb_in(said.mentions.without(Sort.DOCUMENT))
    found = []
    for party in said.agents.parties:
        implied = party not in said.agents.named  # “the two sides”
        heard = speaking if party in said.agents.speaking and speaking else there
        if implied or party in heard or _part_of(party, heard, said.known):
            continue
        instead = [p for passage in evidence for p in passage.parties if p not in said.agents.named]
        instead = [p for p in instead if _alike(party, p, said.known)]
        if deed:
            instead = []  # a list of signatories that is silent on one denies nothing
        names = dict.fromkeys(said.known.party(p, language) for p in instead)
        found.append(
            Mismatch(Facet.PARTY, said.known.party(party, language), ", ".join([*names][:4]))
        )
    return found


def parties_of(document: Document) -> set[str]:
    """Whose document it is: its issuers and, of a text between a few, those who take part."""
    taking_part = {entry.party for entry in document.participation}
    return set(document.issuers) | (taking_part if len(taking_part) <= _FEW else set())


def _alike(party: str, other: str, known: Known) -> bool:
    """Whether one can be taken for the other: both states or bodies, or both companies."""
    kinds = [
        known.vocabulary.parties[p].type for p in (party, other) if p in known.vocabulary.parties
    ]
    return len(kinds) < 2 or (kinds[0] == "company") == (kinds[1] == "company")


def other_persons(said: Said, evidence: Sequence[Passage], told: Sequence[Said]) -> list[Mismatch]:
    """Somebody in the claim, where the evidence tells it of somebody else."""
    named = [m for m in said.mentions.of(Sort.SPEAKER) if m.text[:1].isupper()]
    there = " ".join(f"{t.text} {p.speaker or ''}" for p, t in zip(evidence, told, strict=True))
    others = {i for text in told for i in text.mentions.ids(Sort.SPEAKER)}
    others |= {passage.speaker for passage in evidence if passage.speaker}
    missing = [m for m in named if not any(i.split()[-1] in there for i in m.means)]
    others -= {i for m in named for i in m.means}
    speakers = {passage.speaker for passage in evidence if passage.speaker}
    parties = {p for passage in evidence for p in passage.parties}
    return [
        Mismatch(Facet.PARTY, m.text, ", ".join(sorted(others)[:3]))
        for m in missing
        if not _SET_APART.search(said.text[: m.start])
        and (speakers or not parties & _home_of(m.means, said.known))
    ]


def _home_of(persons: Sequence[str], known: Known) -> set[str]:
    """The parties for which somebody speaks: a president's order is his country's."""
    return {party for person in persons for party in known.homes.get(person, ())}


def _part_of(party: str, there: set[str], known: Known) -> bool:
    """An institution speaks for its state, and a state stands for its own institutions."""
    entries = known.vocabulary.parties
    own = entries[party].of if party in entries else None
    if own in there:
        siblings = {i for i in there if i in entries and entries[i].of == own and i != party}
        return not siblings or entries[party].type == "person"
    return any(
        i in entries and entries[i].of == party and entries[i].type in {"institution", "person"}
        for i in there
    )


def other_capacity(said: Said, evidence: Sequence[Passage]) -> list[Mismatch]:
    """A government in the claim where only scientists, companies or the press speak."""
    entries = said.known.vocabulary.parties
    states = [
        p for p in said.agents.parties if p in entries and entries[p].type in {"state", "bloc"}
    ]
    governs = Capacity.GOVERNMENT in said.agents.sorts
    capacities = {p.capacity for p in evidence if p.capacity}
    others = capacities & {Capacity.SCIENTISTS, Capacity.COMPANY}
    if capacities - others or not others:
        return []
    if any(Capacity.GOVERNMENT in read(said.of(p), said.known).agents.sorts for p in evidence):
        return []
    spoken_for = {p for passage in evidence for p in passage.parties}
    stated = [p for p in states if p in spoken_for]
    if (governs or (states and not stated)) and not others & said.agents.sorts:
        claimed = "governments" if governs else said.known.party(states[0])
        return [Mismatch(Facet.CAPACITY, claimed, ", ".join(sorted(map(str, others))))]
    return []


def other_issuer(said: Said, documents: Sequence[Document]) -> list[Mismatch]:
    """A text that is said to be somebody's, and is by others."""
    match = _ISSUED.search(said.mentions.without(Sort.DOCUMENT))
    if match is None or len(documents) != 1 or documents[0].id not in said.documents:
        return []
    mentions = said.mentions.of(Sort.PARTY, Sort.METONYM)
    near = next((m for m in mentions if 0 <= m.start - match.end() < 12), None)
    own = parties_of(documents[0])
    if near is None or any(p in own or _part_of(p, own, said.known) for p in near.means):
        return []
    if {e.party for e in documents[0].participation} & set(near.means):
        return []
    told = ", ".join(said.known.party(p) for p in documents[0].issuers)
    return [Mismatch(Facet.PARTY, near.text, told)]
