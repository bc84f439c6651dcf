"""Common ground of two parties or more: what they share, where they part, who says nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.domain import JOINED, STAYED_OUT, Document, How, Kind, Passage, Stance
from assistant.positions.cells import Narrowing, cell
from assistant.positions.entries import Entry, Standings
from assistant.positions.ladder import VOTES, Rung, holds, weight
from assistant.positions.subject import Subject

_CLOSE = 3.0  # a text of these few parties is nearer to them than one of eighty
_FOR = frozenset({Stance.COMMITS, Stance.SUPPORTS})


class Shared(StrEnum):
    """How parties stand to each other on a subject."""

    JOINT_TEXT = "same joint text"
    SAME_VOTE = "same vote"
    MATCHING_ACCOUNTS = "own accounts of one meeting"
    COMPATIBLE = "separate statements, compatible"
    TEXT_OF_ONE = "text of one side only"
    DIVERGING = "diverging stances"
    UNCLEAR = "one side without a stance"
    SILENT = "one side silent"


COMMON = (Shared.JOINT_TEXT, Shared.SAME_VOTE, Shared.MATCHING_ACCOUNTS, Shared.COMPATIBLE)


@dataclass(frozen=True, slots=True)
class Ground:
    """One piece of common or divided ground.

    `documents` are the joint text, or each side's own; `statements` what they say on the subject;
    `deeds` how each party stands to the text; `bound` who stands behind a joint text; `entries`
    the sides' own words where there is no joint text; `silent` who says nothing.
    """

    kind: Shared
    documents: tuple[Document, ...]
    date: str
    firmness: float
    statements: tuple[Passage, ...] = ()
    deeds: tuple[Passage, ...] = ()
    bound: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    silent: tuple[str, ...] = ()

    @property
    def document(self) -> Document:
        """The text, or the first of them."""
        return self.documents[0]


def common_ground(
    standings: Standings, parties: Sequence[str], subject: Subject
) -> tuple[Ground, ...]:
    """All ground, common first, each kind the firmest and latest first."""
    found = [
        *_texts(standings, parties, subject),
        *_accounts(standings, parties, subject),
        *_stances(standings, parties, subject),
    ]
    order = list(Shared)
    return tuple(
        sorted(found, key=lambda g: (order.index(g.kind), -g.firmness, g.date), reverse=False)
    )


def _texts(standings: Standings, parties: Sequence[str], subject: Subject) -> list[Ground]:
    """Texts of several parties: all of these joined or voted alike, or only some did."""
    found = []
    for document in standings.documents.values():
        if not standings.joint(document) or not standings.concerns(document, subject):
            continue
        deeds = [(party, standings.deed(document, party)) for party in parties]
        kind = _kind(document, [deed for _, deed in deeds])
        if kind is None:
            continue
        statements = tuple(standings.on_subject(document, subject))
        rung = Rung.LAW if document.kind is Kind.LAW else Rung.JOINT
        found.append(
            Ground(
                kind,
                (document,),
                document.date,
                _firmness(standings, document, rung, statements),
                statements,
                tuple(deed for _, deed in deeds if deed),
                standings.bound(document),
            )
        )
    return found


def _kind(document: Document, deeds: Sequence[Passage | None]) -> Shared | None:
    hows = [deed.how if deed else None for deed in deeds]
    if all(how in JOINED for how in hows):
        voted = set(hows) & VOTES
        return Shared.SAME_VOTE if voted == set(hows) else Shared.JOINT_TEXT
    if len(set(hows)) == 1 and hows[0] in VOTES:
        return Shared.SAME_VOTE
    joined = [how in JOINED for how in hows]
    apart = [how in STAYED_OUT or how is How.OBJECTED_LATER for how in hows]
    if any(apart) and (any(joined) or len({how for how in hows if how in VOTES}) > 1):
        return Shared.TEXT_OF_ONE
    return None


def _accounts(standings: Standings, parties: Sequence[str], subject: Subject) -> list[Ground]:
    """Meetings of which each party has published its own account, with words on the subject."""
    events: dict[str, dict[str, list[Entry]]] = {}
    for party in parties:
        for entry in standings.entries(party, subject):
            if entry.rung is Rung.READOUT and entry.stance in _FOR:
                events.setdefault(entry.document.event, {}).setdefault(party, []).append(entry)
    found = []
    for sides in events.values():
        if len(sides) < len(parties):
            continue
        firsts = [sides[party][0] for party in parties]
        documents = tuple(entry.document for entry in firsts)
        date = max(document.date for document in documents)
        firmness = min(entry.weight(standings.latest) for entry in firsts)
        entries = tuple(entry for party in parties for entry in sides[party])
        found.append(Ground(Shared.MATCHING_ACCOUNTS, documents, date, firmness, entries=entries))
    return found


def _stances(standings: Standings, parties: Sequence[str], subject: Subject) -> list[Ground]:
    """The parties' stances side by side: compatible, diverging, or one of them silent."""
    cells = [cell(standings, party, subject, Narrowing()) for party in parties]
    silent = tuple(c.party for c in cells if not any(not e.is_deed or e.stance for e in c.entries))
    deciding = [c.decides for c in cells if c.decides]
    if silent or len(deciding) < len(cells):
        told = tuple(deciding)
        documents = tuple(entry.document for entry in told)
        missing = silent or tuple(c.party for c in cells if not c.decides)
        kind = Shared.SILENT if silent else Shared.UNCLEAR
        return [Ground(kind, documents, "", 0.0, entries=told, silent=missing)]
    against = [e for c in cells for e in (c.decides, *c.also) if e and e.stance is Stance.OPPOSES]
    one_sided = bool(against) and {entry.party for entry in against} != set(parties)
    apart = one_sided or len({entry.stance in _FOR for entry in deciding}) > 1
    kind = Shared.DIVERGING if apart else Shared.COMPATIBLE
    entries = tuple(dict.fromkeys([*deciding, *(against if apart else [])]))
    date = max(entry.date for entry in deciding)
    firmness = min(entry.weight(standings.latest) for entry in deciding)
    return [Ground(kind, tuple(e.document for e in entries), date, firmness, entries=entries)]


def _firmness(
    standings: Standings, document: Document, rung: Rung, statements: Sequence[Passage]
) -> float:
    """How firm and recent a text is; one that speaks to the subject itself comes first."""
    stance = next((p.stance for p in statements if p.stance), None)
    grades = [p.grade for p in statements] or [s.grade for s in document.participation]
    few = 2 <= len(standings.bound(document)) <= 3 and document.kind is not Kind.RESOLUTION
    close = _CLOSE if few else 0.0
    return close + weight(
        rung,
        document.date,
        standings.latest,
        grade=min(grades, key=["official", "reported", "unconfirmed"].index),
        current=holds(document),
        stance=stance,
    )
