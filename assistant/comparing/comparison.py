"""A claim's facets held against its evidence, one by one."""

from __future__ import annotations

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
from assistant.domain import Capacity, Document, Passage, Section
from assistant.naming import Sort

_FEW = 3  # parties of a text between sides, such as a readout of talks
_TOLD = frozenset({Section.STATEMENT, Section.BODY})


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
        *_parties(said, evidence, told),
        *_persons(said, evidence, told),
        *_capacity(said, evidence),
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
    found = []
    for quantity in said.quantities:
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


def _parties(said: Said, evidence: Sequence[Passage], told: Sequence[Said]) -> list[Mismatch]:
    """Who acts in the claim and is nowhere in the evidence."""
    there = {p for passage in evidence for p in passage.parties}
    there |= {p for text in told for p in text.agents.named}
    there |= {
        p
        for i in {e.document_id for e in evidence}
        if i in said.known.documents
        for p in parties_of(said.known.documents[i])
    }
    speaking = {p for passage in evidence for p in passage.parties if passage.section in _TOLD}
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


def _persons(said: Said, evidence: Sequence[Passage], told: Sequence[Said]) -> list[Mismatch]:
    """Somebody in the claim, where the evidence tells it of somebody else."""
    named = [m for m in said.mentions.of(Sort.SPEAKER) if m.text[:1].isupper()]
    there = " ".join(f"{t.text} {p.speaker or ''}" for p, t in zip(evidence, told, strict=True))
    others = {i for text in told for i in text.mentions.ids(Sort.SPEAKER)}
    others |= {passage.speaker for passage in evidence if passage.speaker}
    missing = [m for m in named if not any(i.split()[-1] in there for i in m.means)]
    others -= {i for m in named for i in m.means}
    return [Mismatch(Facet.PARTY, m.text, ", ".join(sorted(others)[:3])) for m in missing]


def _ended(said: Said, told: Sequence[Said]) -> list[Mismatch]:
    """What the claim says still holds, and the evidence says was ended."""
    found = (ended_in_words(said.text, text.text) for text in told)
    return [mismatch for mismatch in found if mismatch][:1]


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


def _capacity(said: Said, evidence: Sequence[Passage]) -> list[Mismatch]:
    """A government in the claim where only scientists, companies or the press speak."""
    entries = said.known.vocabulary.parties
    states = [
        p for p in said.agents.parties if p in entries and entries[p].type in {"state", "bloc"}
    ]
    governs = Capacity.GOVERNMENT in said.agents.sorts
    others = {p.capacity for p in evidence if p.capacity} - {
        Capacity.GOVERNMENT,
        Capacity.ORGANISATION,
    }
    capacities = {p.capacity for p in evidence if p.capacity}
    if not capacities or Capacity.GOVERNMENT in capacities or not others:
        return []
    if any(Capacity.GOVERNMENT in read(said.of(p), said.known).agents.sorts for p in evidence):
        return []
    spoken_for = {p for passage in evidence for p in passage.parties}
    stated = [p for p in states if p in spoken_for]
    if (governs or (states and not stated)) and not others & said.agents.sorts:
        claimed = "governments" if governs else said.known.party(states[0])
        return [Mismatch(Facet.CAPACITY, claimed, ", ".join(sorted(map(str, others))))]
    return []


def _deeds(said: Said, documents: Sequence[Document]) -> list[Mismatch]:
    bare = said.mentions.without(Sort.DOCUMENT)
    verb = deeds.verb_in(bare)
    if verb is None:
        return []
    found = []
    denied, turn = deeds.denied_from(bare)
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
    texts = [t for p, t in zip(evidence, told, strict=True) if p.section in _TOLD]
    results = [denial(said.text, text.text) for text in texts]
    if not results or any(result is None for result in results):
        return []
    claimed, instead = next(result for result in results if result)
    return [Mismatch(Facet.NEGATION, claimed, instead)]


def _strength(said: Said, evidence: Sequence[Passage], told: Sequence[Said]) -> list[Mismatch]:
    texts = [(p, t) for p, t in zip(evidence, told, strict=True) if p.section in _TOLD]
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
    told_by = {p for passage in evidence for p in passage.parties if passage.section in _TOLD}
    if len(sides) < 2 or not told_by or len(told_by & set(sides)) != 1:
        return []
    if not any(reports(text.text) for text in told):
        return []
    (side,) = told_by & set(sides)
    names = " and ".join(said.known.party(p) for p in sides)
    return [Mismatch(Facet.ATTRIBUTION, names, f"the account of {said.known.party(side)}")]
