"""The ladder of commitment: how firmly a party is bound by the words that it stands behind."""

from __future__ import annotations

import re
from enum import StrEnum

from assistant.dates import first_day
from assistant.domain import Capacity, Document, Grade, How, Kind, Passage, Section, Stance, State


class Rung(StrEnum):
    """From the firmest to the loosest; companies and scientists stand apart from states."""

    LAW = "law or treaty"
    JOINT = "joint text"
    VOTE = "vote"
    PLEDGE = "own policy or pledge"
    PROPOSAL = "proposal"
    READOUT = "readout"
    REMARK = "official's remark"
    COMPANY = "company"
    SCIENTISTS = "scientists"


RUNGS = tuple(Rung)
VOTES = frozenset(
    {How.VOTED_FOR, How.VOTED_AGAINST, How.ABSTAINED, How.DID_NOT_VOTE, How.OBJECTED_LATER}
)
ACCOUNTS = frozenset({How.OWN_READOUT, How.DESCRIBED_BY_OTHER})  # marks of one side's account
ENDED = frozenset({State.REVOKED, State.SUPERSEDED, State.EXPIRED})
_PROPOSAL = re.compile(
    r"\b(?:proposal|proposed|initiative|position paper|action plan|blueprint|roadmap)\b",
    re.IGNORECASE,
)
VOTING = re.compile(r"\bvot(?:e|ed|es|ing)\b|\bopposed\b|\babstain|\bsponsor|\bput forward\b")
_YEAR_COSTS = 0.8  # rungs: a text three years older has to be two rungs firmer to come first
_GRADES = {Grade.OFFICIAL: 0.0, Grade.REPORTED: 0.3, Grade.UNCONFIRMED: 1.5}


def holds(document: Document) -> bool:
    """Whether the text has not been revoked or superseded and has not expired."""
    return document.status.state not in ENDED


def rung_of(passage: Passage, document: Document, *, joint: bool, of_text: bool) -> Rung:
    """Where a statement or deed stands.

    `joint` tells that the text is one of several parties, `of_text` that the passage tells what
    it says rather than what somebody said about it.
    """
    if passage.section is Section.PARTICIPATION:
        law = document.kind is Kind.LAW
        return Rung.VOTE if passage.how in VOTES else Rung.LAW if law else Rung.JOINT
    if apart := _apart(passage, of_text=of_text):
        return apart
    if passage.speaker or document.kind is Kind.TRANSCRIPT:
        return Rung.REMARK
    if joint and not of_text:
        voting = document.kind is Kind.RESOLUTION and VOTING.search(passage.text)
        return Rung.VOTE if voting else Rung.REMARK
    if document.kind is Kind.LAW:
        return Rung.LAW
    return Rung.JOINT if joint else _own(passage, document)


def _apart(passage: Passage, *, of_text: bool) -> Rung | None:
    """The rungs of those who are no states."""
    if passage.capacity is Capacity.COMPANY:
        return Rung.COMPANY
    if passage.capacity in (Capacity.SCIENTISTS, Capacity.JOURNALIST):
        return Rung.SCIENTISTS
    if passage.capacity is Capacity.ORGANISATION and not of_text:
        return Rung.SCIENTISTS
    return None


def _own(passage: Passage, document: Document) -> Rung:
    """The rung of what one state says alone."""
    if any(entry.how in ACCOUNTS for entry in document.participation):
        return Rung.READOUT
    if document.status.state is State.PROPOSED or _PROPOSAL.search(document.title):
        own_law = document.kind is Kind.POLICY and document.status.state is State.IN_FORCE
        return Rung.PLEDGE if own_law else Rung.PROPOSAL
    if document.kind is Kind.DECLARATION:
        return Rung.PROPOSAL
    if document.kind in (Kind.POLICY, Kind.COMMITMENT) or passage.stance is Stance.COMMITS:
        return Rung.PLEDGE
    return Rung.REMARK


def weight(
    rung: Rung, date: str, latest: str, *, grade: Grade, current: bool, stance: Stance | None
) -> float:
    """What puts one entry before another: firm, recent, sure, still holding and taking a stand."""
    years = max(0, _days(latest) - _days(date)) / 365
    score = len(RUNGS) - RUNGS.index(rung) - _YEAR_COSTS * years - _GRADES[grade]
    return score - (0 if current else 4) - (0 if stance else 2.5)


def _days(date: str) -> int:
    year, month, day = (int(part) for part in first_day(date or "1900").split("-"))
    return year * 365 + month * 30 + day
