"""Lines that a person changed: checked again against what they cite, and marked if they fail."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answering.turn import Parts
from assistant.citations import Draft, Refusal
from assistant.comparing import Known
from assistant.domain import Passage
from assistant.errors import NotFound
from assistant.naming import Sort
from assistant.ports import Verifier
from assistant.talking_points.model import Key, NoteSection, Point, TalkingPoints
from assistant.writing.gates import Gates

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_DENIAL = re.compile(
    r"\b(?:not|no|never|nor|neither|without)\b|n’t\b|n't\b|不|没|未|无", re.IGNORECASE
)
_DEED = re.compile(
    r"\b(?:sign|ratif|endors|vot|abstain|sponsor|adopt|object|declin|refus|reject|oppos|bind|bound|"
    r"must|shall|treaty|legal)\w*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Edit:
    """A line's new words: its section, its place in it (from 0), the text; empty removes it."""

    section: Key
    place: int
    text: str


class Editor:
    """Checks edited lines with the gates that stand before whatever a language model writes."""

    def __init__(self, parts: Callable[[], Parts], verifier: Verifier | None) -> None:
        """`verifier` of None checks by rules alone."""
        self._parts = parts
        self._verifier = verifier

    def problem(
        self, text: str, passages: Sequence[str], language: str, *, before: str = ""
    ) -> str | None:
        """Why the text does not follow from these passages; None if it does.

        `before` is the line as it was. One that was worded from typed fields (“France signed
        …; China attended but did not sign it.”) is no sentence that the gates can read; its new
        words are then held against the old. NotFound if a passage is no longer there.
        """
        parts = self._parts()
        known = Known(parts.names, parts.snapshot.documents, parts.vocabulary)
        cited = tuple(_passage(parts.snapshot.passages, name) for name in passages)
        gates = Gates(known, self._verifier)
        judged = gates.judge(Draft(text.strip(), cited), language)
        if not isinstance(judged, Refusal):
            return None
        if before and isinstance(gates.judge(Draft(before, cited), language), Refusal):
            return _departs(text, before, known)
        return judged.reason

    def apply(self, note: TalkingPoints, edits: Sequence[Edit]) -> TalkingPoints:
        """The note with the edits in it, each checked again; our own lines stay our own."""
        changed = {(edit.section, edit.place): edit.text for edit in edits}
        sections = [self._section(note, section, changed) for section in note.sections]
        return replace(note, sections=tuple(sections))

    def _section(
        self, note: TalkingPoints, section: NoteSection, changed: Mapping[tuple[Key, int], str]
    ) -> NoteSection:
        points = [
            self._point(note, point, changed.get((section.key, place)))
            for place, point in enumerate(section.points)
        ]
        return replace(section, points=tuple(point for point in points if point.text))

    def _point(self, note: TalkingPoints, point: Point, text: str | None) -> Point:
        if text is None or text.strip() == point.text:
            return point
        new = " ".join(text.split())
        if not new or point.own_proposal:
            return replace(point, text=new, edited=True)
        names = {c.number: c.passage_id for c in note.citations}
        passages = [names[number] for number in point.citations]
        language = note.request.language
        problem = self.problem(new, passages, language, before=point.text)
        return replace(point, text=new, edited=True, problem=problem)


def _departs(text: str, before: str, known: Known) -> str | None:
    """What a line says that it did not say before: numbers, names, denials, deeds."""
    for what in (_NUMBER, _DENIAL, _DEED):
        old = Counter(word.casefold() for word in what.findall(before))
        for word in what.findall(text):
            if word.casefold() not in old:
                return f"“{word}” is not what the cited passage says"
        new = Counter(word.casefold() for word in what.findall(text))
        if what is _DENIAL and sum(new.values()) != sum(old.values()):
            return "it denies less or more than the cited passage does"
    sorts = (Sort.PARTY, Sort.METONYM, Sort.DOCUMENT)
    old_names = set(known.names.find(before).ids(*sorts))
    for mention in known.names.find(text).of(*sorts):
        if not old_names.issuperset(mention.means):
            return f"“{mention.text}” is not what the cited passage says"
    return None


def _passage(passages: Mapping[str, Passage], name: str) -> Passage:
    if name not in passages:
        raise NotFound(f"The passage {name!r} is no longer in the corpus; prepare the note anew.")
    return passages[name]
