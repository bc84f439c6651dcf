"""A claim's facets held against its evidence, one by one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.comparing import deeds
from assistant.comparing.agents import reports
from assistant.comparing.facets import Facet, Known, Mismatch
from assistant.comparing.periods import Side, of_date, told_otherwise
from assistant.comparing.polarity import denial
from assistant.comparing.quantities import agree
from assistant.comparing.saying import Said, read
from assistant.comparing.standing import ended_in_words, standing
from assistant.comparing.strength import overstated
from assistant.comparing.voices import (
    TOLD,
    absent_parties,
    other_capacity,
    other_issuer,
    other_persons,
)
from assistant.comparing.words import stem
from assistant.domain import Document, Passage
from assistant.naming import Sort

_CLAUSE_END = re.compile(r"[;:,，；。]|\b(?:while|whereas|but|although)\b|而|但")
_BODIES = frozenset(
    stem(word)
    for word in ("agencies", "bodies", "countries", "companies", "members", "parties", "sides")
)


def mismatches(claim: str, evidence: Sequence[Passage], known: Known) -> tuple[Mismatch, ...]:
    """Every difference between a claim and the passages it rests on, taken together.

    A fact of the claim that one passage bears out is no difference, whatever the others say.
    Passages whose documents `known` lacks are compared by their text alone.
    """
    return compare(Said(claim, known), evidence)


def compare(said: Said, evidence: Sequence[Passage]) -> tuple[Mismatch, ...]:
    """`mismatches` for a claim that has been read already."""
    told = [read(said.of(passage), said.known) for passage in evidence]
    documents = _documents(said, evidence)
    found = [
        *_numbers(said, told, documents),
        *_dates(said, told, documents),
        *absent_parties(said, evidence, told),
        *other_persons(said, evidence, told),
        *other_capacity(said, evidence),
        *other_issuer(said, documents),
        *_ended(said, told),
        *_deeds(said, documents),
        *(
            m
            for document in documents
            for m in standing(said.text, said.mentions, document, said.known)
        ),
        *_polarity(said, evidence, told),
        *_strength(said, evidence, told),
        *_attribution(said, evidence, told),
    ]
    return tuple(dict.fromkeys(found))


def _documents(said: Said, evidence: Sequence[Passage]) -> list[Document]:
    """The documents of the evidence; where the claim names some of them, those alone."""
    ids = dict.fromkeys(passage.document_id for passage in evidence)
    documents = [said.known.documents[i] for i in ids if i in said.known.documents]
    return [d for d in documents if d.id in said.documents] or documents


def _numbers(said: Said, told: Sequence[Said], documents: Sequence[Document]) -> list[Mismatch]:
    there = [quantity for text in told for quantity in text.every_quantity]
    recorded = {float(n) for d in documents for n in _recorded(d)}
    listed = {len(said.agents.named), *(len(text.agents.named) for text in told)}
    found = []
    for quantity in said.quantities:
        if quantity.value in listed and quantity.units & _BODIES:
            continue  # “three agencies”, and their names
        results = [(agree(quantity, other), other) for other in there]
        equal = any(o.value == quantity.value and o.label == quantity.label for o in there)
        if any(result is True for result, _ in results) or equal or quantity.ordinary:
            continue
        otherwise = [o for result, o in results if result is False and quantity.units and o.units]
        if otherwise:
            found.append(
                Mismatch(Facet.NUMBER, quantity.text, ", ".join(o.text for o in otherwise[:3]))
            )
        elif quantity.value not in recorded:
            found.append(Mismatch(Facet.NUMBER, quantity.text))
    return found


def _recorded(document: Document) -> list[int]:
    votes = [n for v in document.votes for n in (v.in_favour, v.against, v.abstained)]
    return [*votes, *(count.number for count in document.counts)]


def _dates(said: Said, told: Sequence[Said], documents: Sequence[Document]) -> list[Mismatch]:
    there = [period for text in told for period in text.periods]
    record = [of_date(date) for document in documents for date in dates_of(document)]
    found = []
    borne = any(told_otherwise(period, there) is False for period in said.periods)
    for period in said.periods:
        since = period.side is Side.AFTER and any(p.side is Side.AFTER for p in there)
        recorded = not since and told_otherwise(period, record) is False
        if told_otherwise(period, there) is False or recorded:
            continue
        if borne:  # the evidence tells of one of several times
            found.append(Mismatch(Facet.DATE, period.text))
        elif told_otherwise(period, there):
            found.append(Mismatch(Facet.DATE, period.text, "; ".join(p.text for p in there[:3])))
        elif there or told_otherwise(period, record) is None:
            found.append(Mismatch(Facet.DATE, period.text))
        else:
            found.append(
                Mismatch(
                    Facet.DATE, period.text, "; ".join(dict.fromkeys(d.date for d in documents))
                )
            )
    return found


def dates_of(document: Document) -> list[str]:
    """Every date that the record of a document has."""
    return [
        *([document.date] if document.date else []),  # an added file may have none
        *(e.date for e in document.participation if e.date),
        *(v.date for v in document.votes),
        *(c.as_of for c in document.counts),
    ]


def _ended(said: Said, told: Sequence[Said]) -> list[Mismatch]:
    """What the claim says still holds, and the evidence says was ended."""
    found = (ended_in_words(said.text, text.text) for text in told)
    return [mismatch for mismatch in found if mismatch][:1]


def _deeds(said: Said, documents: Sequence[Document]) -> list[Mismatch]:
    bare = said.mentions.without(Sort.DOCUMENT)
    verb = deeds.verb_in(bare)
    if verb is None:
        return []
    found = []
    denied, turn = deeds.denied_from(bare, verb)
    after = said.named_after(turn)
    for document in documents:
        for party in said.agents.parties:
            entries = document.how(party)
            result, which = deeds.stands(entries, verb, negative=denied != (party in after))
            if result is False:
                told = deeds.sentence_of(document, which)
                found.append(
                    Mismatch(Facet.PARTICIPATION, f"{said.known.party(party)}: {verb}", told)
                )
    return found


def _polarity(said: Said, evidence: Sequence[Passage], told: Sequence[Said]) -> list[Mismatch]:
    texts = [t for p, t in zip(evidence, told, strict=True) if p.section in TOLD]
    results = [denial(said.text, text.text) for text in texts]
    if not results or any(result is None for result in results):
        return []
    claimed, instead = next(result for result in results if result)
    denied_of = {p for text in texts for p in _denied_of(text, instead)}
    if denied_of and said.agents.named and not denied_of & set(said.agents.named):
        return []  # what is denied of others
    return [Mismatch(Facet.NEGATION, claimed, instead)]


def _denied_of(text: Said, instead: str) -> Sequence[str]:
    """The parties in the clause of a text that denies something, up to the denial's end."""
    at = text.text.find(instead)
    if at < 0:
        return ()
    before = _CLAUSE_END.split(text.text[:at])[-1]
    return read(before + instead, text.known).agents.named


def _strength(said: Said, evidence: Sequence[Passage], told: Sequence[Said]) -> list[Mismatch]:
    texts = [(p, t) for p, t in zip(evidence, told, strict=True) if p.section in TOLD]
    results = [overstated(said.bare, text.text, passage.strength) for passage, text in texts]
    if not results or any(result is None for result in results):
        return []
    claimed, instead = next(result for result in results if result)
    return [Mismatch(Facet.STRENGTH, claimed, instead)]


def _attribution(said: Said, evidence: Sequence[Passage], told: Sequence[Said]) -> list[Mismatch]:
    """What both sides are said to have done, on the word of one."""
    entries = said.known.vocabulary.parties
    sides = [
        p for p in said.agents.parties if p in entries and entries[p].type in {"state", "bloc"}
    ]
    told_by = {p for passage in evidence for p in passage.parties if passage.section in TOLD}
    if len(sides) < 2 or not told_by or len(told_by & set(sides)) != 1:
        return []
    if not any(reports(text.text) for text in told):
        return []
    (side,) = told_by & set(sides)
    names = " and ".join(said.known.party(p) for p in sides)
    return [Mismatch(Facet.ATTRIBUTION, names, f"the account of {said.known.party(side)}")]
