"""What the sections of one note share: the two sides, the ground between them, and the wording."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assistant.answering.material import Material
from assistant.answering.relevance import Lexicon
from assistant.domain import Document, Grade, Passage, State
from assistant.positions import (
    COMMON,
    Entry,
    Ground,
    Rung,
    Shared,
    Standings,
    common_ground,
)
from assistant.talking_points.model import Drafted, Length, Request
from assistant.talking_points.subjects import Understood
from assistant.tokens import is_chinese

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
SAME = 0.6  # two statements that share so many of their words say the same
_QUIET = (State.IN_FORCE, State.ON_RECORD)


@dataclass
class Scene:
    """One meeting: whom the note is for, with whom, on what. `shown` grows as sections are made."""

    request: Request
    material: Material
    standings: Standings
    lexicon: Lexicon
    understood: Understood
    today: str
    shown: dict[str, Passage] = field(default_factory=dict)

    @property
    def full(self) -> bool:
        """Whether the note is for an expert meeting rather than one page for a minister."""
        return self.request.length is Length.FULL

    def most(self, page: int, full: int) -> int:
        """How many lines: on one page, at full length."""
        return full if self.full else page

    @property
    def ours(self) -> str:
        """The name of the side that the note is for."""
        return self.material.party(self.request.ours)

    @property
    def theirs(self) -> str:
        """The name of the other side."""
        return self.material.party(self.request.theirs)

    def say(self, key: str, **values: object) -> str:
        """A line of the wording, with a capital at its head."""
        return self.material.say(key, **values)

    def word(self, key: str, **values: object) -> str:
        """A piece of the wording as it is."""
        return self.material.wording.say(key, self.material.language, **values)

    @cached_property
    def ground(self) -> tuple[Ground, ...]:
        """What the two share and where they part."""
        parties = (self.request.ours, self.request.theirs)
        return common_ground(self.standings, parties, self.understood.subject)

    @cached_property
    def entries(self) -> dict[str, list[Entry]]:
        """What each side says and did on the subject, the firmest and latest first."""
        subject = self.understood.subject
        return {
            party: [e for e in self.standings.entries(party, subject) if not _later(e)]
            for party in (self.request.ours, self.request.theirs)
        }

    @cached_property
    def subject(self) -> str:
        """The subject as a noun phrase for proposals, in the note's language where it is filed."""
        own_words = self.understood.free and not self.understood.corrections
        if not self.understood.filed or (own_words and self.readable):
            return self.request.topic
        return self.word(f"subject_{self.understood.filed}")

    @property
    def readable(self) -> bool:
        """Whether the topic's words stand in the language of the note."""
        return self.material.language == "en" or is_chinese(self.request.topic)

    @property
    def topic(self) -> str:
        """The topic as a reader calls it."""
        known = self.understood
        if known.filed and (known.corrections or not known.free or not self.readable):
            return self.material.vocabulary.topic_name(known.filed, self.material.language)
        return self.request.topic

    @property
    def scope(self) -> str:
        """The topic, with the words it was given in where they are in another language."""
        if self.readable or not self.understood.free:
            return self.topic
        return self.word("topic_as_given", topic=self.topic, given=self.request.topic)

    @property
    def near_topics(self) -> list[str]:
        """The names of the filed topics that are nearest."""
        topics = self.understood.near_topics
        return [self.material.vocabulary.topic_name(t, self.material.language) for t in topics]

    def of_kind(self, *kinds: Shared) -> list[Ground]:
        """The ground of these kinds, the firmest and latest first."""
        return [ground for ground in self.ground if ground.kind in kinds]

    def common(self) -> list[Ground]:
        """What both stand behind, those with words on the subject first."""
        return sorted(self.of_kind(*COMMON), key=lambda g: not (g.statements or g.entries))

    def title(self, document: Document) -> str:
        """The short title of a text."""
        return self.material.title(document)

    def dates(self, first: Document, second: Document) -> str:
        """The dates of two texts in their order; one where they share it."""
        told = dict.fromkeys(self.material.date(document.date) for document in (first, second))
        joint = "、" if self.material.language == "zh" else " and "
        return joint.join(told)

    def deed(self, passage: Passage) -> str:
        """What a party did with a text, as a verb phrase."""
        assert passage.how is not None
        return self.material.deed(passage.how)

    def bare_deed(self, passage: Passage) -> str:
        """The same without the colon that in Chinese leads to the text's title."""
        return self.deed(passage).rstrip("：")

    def deeds(self, ground: Ground) -> dict[str, Passage]:
        """How each of the two stands to a text."""
        return {passage.parties[0]: passage for passage in ground.deeds}

    def line(
        self,
        passage: Passage,
        *,
        lead: str | None = None,
        beside: Sequence[Passage] = (),
        rung: Rung | None = None,
        group: str | None = None,
    ) -> Drafted:
        """A statement as a line, with what a reader has to know of it."""
        self.shown[passage.id] = passage
        document = self.material.documents[passage.document_id]
        tags = self.tags(passage, document, rung)
        passages = (passage, *beside)
        return Drafted(self.material.text(passage), passages, lead, tags, group=group)

    def tags(self, passage: Passage, document: Document, rung: Rung | None) -> tuple[str, ...]:
        """The rung, a grade that is not official, a status that ended."""
        tags = []
        if rung:
            tags.append(self.word("tag_" + re.sub(r"\W+", "_", rung)))
        if passage.grade is not Grade.OFFICIAL:
            tags.append(self.word(f"tag_{passage.grade}"))
        pending = document.status.state is State.NOT_IN_FORCE and not self.standings.joint(document)
        if document.status.state not in _QUIET and not pending:
            tags.append(self.word("tag_" + re.sub(r"\W+", "_", document.status.state)))
        return tuple(dict.fromkeys(tags))

    def fresh(self, passage: Passage, beside: Iterable[Passage] = ()) -> bool:
        """Whether a statement is not shown yet, nor another that says the same."""
        if passage.id in self.shown:
            return False
        others = (*self.shown.values(), *beside)
        return all(self.lexicon.overlap(passage, other) < SAME for other in others)


def _later(entry: Entry) -> bool:
    """Whether a brief of a joint text tells of later years alone: a text that came after it, or
    a remark made since, neither of which its signature or its date covers."""
    if entry.is_deed or not (entry.joint or len(entry.document.issuers) > 1):
        return False
    years = _YEAR.findall(entry.passage.text)
    return bool(years) and min(years) > entry.document.date[:4]
