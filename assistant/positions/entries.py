"""Which statements and deeds are a party's own on a subject: joint texts yes, hearsay no."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from assistant.corpus import Vocabulary
from assistant.domain import (
    JOINED,
    Capacity,
    Document,
    Kind,
    Passage,
    Section,
    Stance,
)
from assistant.positions.deeds import STANCES, deeds_of
from assistant.positions.ladder import ACCOUNTS, VOTING, Rung, holds, rung_of, weight
from assistant.positions.subject import Subject

COMPANIES, SCIENTISTS = "COMPANIES", "SCIENTISTS"
GROUPS = {COMPANIES: Rung.COMPANY, SCIENTISTS: Rung.SCIENTISTS}  # columns of those without a state
_STATES = frozenset({"state", "bloc"})
_JOINT_KINDS = frozenset({Kind.DECLARATION, Kind.STATEMENT, Kind.RESOLUTION, Kind.LAW, Kind.POLICY})

# A text that forbids the harm after which a topic is named stands for the topic: the law that
# forbids social scoring draws a red line.
_HARMS = frozenset({"red-lines", "loss-of-control", "cyber-misuse", "biosecurity", "labelling"})
_TEXTS = frozenset({Rung.LAW, Rung.JOINT, Rung.PLEDGE, Rung.PROPOSAL})
_OF_AI = re.compile(
    r"\bAI\b|artificial intelligence|algorithm|\bmodels?\b|autonom|automat|human control|chips?\b|"
    r"semiconductor|comput|super ?intelligence",
    re.IGNORECASE,
)
_SPEAKING = re.compile(
    r"(?!.{0,30}Secretary-General).{0,45}?\b(?:resolution|text|General Assembly|Compact)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a party says or did on a subject, with the text it stands in.

    `deed` is the passage that tells how the party stands to the text, where that matters:
    for a statement of a joint text, that it signed.
    """

    party: str
    passage: Passage
    document: Document
    rung: Rung
    date: str
    stance: Stance | None
    joint: bool = False
    deed: Passage | None = None

    @property
    def holds(self) -> bool:
        """Whether the text still holds."""
        return holds(self.document)

    @property
    def is_deed(self) -> bool:
        """Whether it is a signature, a vote and the like rather than a statement."""
        return self.passage.section is Section.PARTICIPATION

    @property
    def of_ai(self) -> bool:
        """Whether it speaks of AI; remarks and readouts that do not are background."""
        told = self.rung in (Rung.REMARK, Rung.READOUT) and not self.is_deed
        return not told or bool(_OF_AI.search(self.passage.text))

    def weight(self, latest: str) -> float:
        """The place in a list: the firmest and latest first."""
        grade, current = self.passage.grade, self.holds
        return weight(
            self.rung, self.date, latest, grade=grade, current=current, stance=self.stance
        )


class Standings:
    """Who stands where, worked out from the documents of one generation."""

    def __init__(self, documents: Mapping[str, Document], vocabulary: Vocabulary) -> None:
        self.documents = documents
        self.vocabulary = vocabulary
        self._chorus: dict[str, tuple[str, ...]] = {}
        self._joint = {d.id: self._is_joint(d) for d in documents.values()}
        self._said = {
            d.id: [p for p in d.passages if p.section is Section.STATEMENT]
            for d in documents.values()
        }
        self._deeds = {d.id: deeds_of(d) for d in documents.values()}

    @cached_property
    def latest(self) -> str:
        """The date to which the documents reach."""
        return max((document.date for document in self.documents.values()), default="")

    def is_state(self, party: str) -> bool:
        """Whether the party can bind itself as a state or a union of states."""
        known = self.vocabulary.parties.get(party)
        return known is not None and known.type in _STATES

    def bound(self, document: Document) -> tuple[str, ...]:
        """The states and blocs that stand behind a text, in its own order, each once."""
        entries = [e.party for e in document.participation if e.how in JOINED]
        return tuple(dict.fromkeys(p for p in entries if self.is_state(p)))

    def joint(self, document: Document) -> bool:
        """Whether two states or more stand behind the text, or one body of states."""
        return self._joint[document.id]

    def _is_joint(self, document: Document) -> bool:
        if document.kind not in _JOINT_KINDS or _is_readout(document):
            return False
        states = set(self.bound(document)) | {p for p in document.issuers if self.is_state(p)}
        return len(states) > 1 or any(self._bloc(party) for party in document.issuers)

    def of_the_text(self, passage: Passage, document: Document) -> bool:
        """Whether a statement tells what a joint text says, and not what one party did."""
        if passage.section is not Section.STATEMENT or passage.speaker:
            return False
        if passage.capacity is Capacity.ORGANISATION:
            if document.kind is Kind.RESOLUTION and not _SPEAKING.match(passage.text):
                return False  # what the Secretary-General says of it is not what it says
            return any(party in passage.parties for party in document.issuers)
        if document.kind is Kind.RESOLUTION or passage.capacity is not Capacity.GOVERNMENT:
            return False  # what one government says at a vote is not what the text says
        return passage.parties == self._voice(document)

    def entries(self, party: str, subject: Subject) -> list[Entry]:
        """All that the party says or did on the subject, the firmest and latest first."""
        found = [
            entry
            for document in self.documents.values()
            for entry in self._in(document, party, subject)
        ]
        return sorted(
            found,
            key=lambda e: (-e.weight(self.latest) - _nearness(e, subject), e.passage.id),
        )

    def told_by_others(self, party: str, subject: Subject) -> list[Passage]:
        """What another side's readout says of the party, which is not the party's word."""
        return [
            passage
            for document in self.documents.values()
            if _is_readout(document) and party not in document.issuers
            for passage in self._said[document.id]
            if party in passage.parties and subject.about(passage)
        ]

    def on_subject(self, document: Document, subject: Subject) -> list[Passage]:
        """The statements of a joint text on the subject, as the document has them."""
        return [
            passage
            for passage in self._said[document.id]
            if subject.about(passage) and self.of_the_text(passage, document)
        ]

    def concerns(self, document: Document, subject: Subject) -> bool:
        """Whether a text as such is on the subject."""
        if self.on_subject(document, subject):
            return True
        return subject.found is None and not set(document.topics).isdisjoint(subject.topics)

    def deed(self, document: Document, party: str) -> Passage | None:
        """The passage that tells how the party stands to the text: the last recorded deed."""
        return self._deeds[document.id].get(party)

    def _in(self, document: Document, party: str, subject: Subject) -> Iterator[Entry]:
        if party in GROUPS:
            yield from self._of_group(document, party, subject)
            return
        joint = self.joint(document)
        deed = self.deed(document, party) if joint else None
        joined = joint and (deed.how in JOINED if deed else party in document.issuers)
        for passage in self._said[document.id]:
            if not subject.about(passage):
                continue
            if joint and self.of_the_text(passage, document):
                if joined:
                    yield self._entry(party, passage, document, joint=True, deed=deed)
            elif self._own_word(passage, document, party):
                yield self._entry(party, passage, document)
        if deed and joint and self.concerns(document, subject):
            yield self._entry(party, deed, document, joint=deed.how in JOINED)

    def _of_group(self, document: Document, party: str, subject: Subject) -> Iterator[Entry]:
        for passage in self._said[document.id]:
            if subject.about(passage):
                entry = self._entry(party, passage, document)
                if entry.rung is GROUPS[party] and passage.capacity in (
                    Capacity.COMPANY,
                    Capacity.SCIENTISTS,
                ):
                    yield entry

    def _own_word(self, passage: Passage, document: Document, party: str) -> bool:
        """Whether a statement is the party's own: its capacity fits, and no other side tells it."""
        if party not in passage.parties or (passage.speaker and self._first(passage) != party):
            return False
        if _is_readout(document) and party not in document.issuers:
            return False
        several = len(passage.parties) > 1 and not passage.speaker and self.joint(document)
        if several and not VOTING.search(passage.text):
            return False  # who was there, how many signed: about the text, nobody's word
        of_group = document.kind is Kind.RESOLUTION and self._bloc(passage.parties[0])
        if of_group and party != passage.parties[0]:
            return False  # what one member says for a group is the group's word
        if self.is_state(party):
            return passage.capacity in (Capacity.GOVERNMENT, Capacity.ORGANISATION) and (
                passage.capacity is Capacity.GOVERNMENT or self._bloc(party)
            )
        return True

    def _entry(
        self,
        party: str,
        passage: Passage,
        document: Document,
        *,
        joint: bool = False,
        deed: Passage | None = None,
    ) -> Entry:
        text = joint or (self._bloc(party) and party in document.issuers)
        rung = rung_of(passage, document, joint=self.joint(document), of_text=text)
        stance = passage.stance
        if stance is Stance.OPPOSES and passage.topic in _HARMS and rung in _TEXTS:
            stance = Stance.SUPPORTS
        if passage.section is Section.PARTICIPATION and passage.how:
            stance = STANCES.get(passage.how)
        return Entry(party, passage, document, rung, _date(passage, document), stance, joint, deed)

    def _first(self, passage: Passage) -> str:
        """Whose official a speaker is: the party his role names, else the first state named."""
        for party in passage.parties:
            known = self.vocabulary.parties.get(party)
            if known and known.name in (passage.role or ""):
                return party
        states = [party for party in passage.parties if self.is_state(party)]
        return (states or list(passage.parties))[0]

    def _bloc(self, party: str) -> bool:
        known = self.vocabulary.parties.get(party)
        return known is not None and known.type == "bloc"

    def _voice(self, document: Document) -> tuple[str, ...]:
        """The parties in whose name a joint text's brief tells what the text says."""
        if document.id not in self._chorus:
            behind = {*self.bound(document), *document.issuers}
            told = Counter(
                p.parties
                for p in document.passages
                if p.section is Section.STATEMENT
                and len(p.parties) > 1
                and not p.speaker
                and behind.issuperset(p.parties)
            )
            best = told.most_common(1)
            self._chorus[document.id] = best[0][0] if best else document.issuers
        return self._chorus[document.id]


def _nearness(entry: Entry, subject: Subject) -> float:
    """What relevance adds to an entry's weight; remarks that do not speak of AI are background."""
    return 3 * subject.relevance(entry.passage) - (0 if entry.of_ai else 2)


def _is_readout(document: Document) -> bool:
    return any(entry.how in ACCOUNTS for entry in document.participation)


def _date(passage: Passage, document: Document) -> str:
    """When: of a deed its own date, else the text's."""
    if passage.section is Section.PARTICIPATION:
        number = passage.id.rsplit("#p", 1)[-1]
        if number.isdigit():
            return document.participation[int(number) - 1].date or document.date
    return document.date
