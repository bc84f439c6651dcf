"""The lines of a note in a language model's words; a line that fails its gates stays as it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answering.turn import Parts
from assistant.citations import Draft, Refusal
from assistant.comparing import Known
from assistant.domain import Passage
from assistant.errors import ModelError
from assistant.prompts import Wording
from assistant.talking_points.model import NoteSection, Point, Request, TalkingPoints
from assistant.writing import Phrased, Phraser
from assistant.writing.phrasing import Section

AT_ONCE = 8  # lines of one call, so that the reply has room
KEPT = 32  # notes that are remembered, so that a download has the words of the page


@dataclass
class _Course:
    """How the phrasing of one note goes."""

    counts: Counter[str]
    failure: str | None = None


class NotePhraser:
    """Puts notes in a model's words, section by section; the same note is asked for once."""

    def __init__(self, parts: Callable[[], Parts], phraser: Phraser, wording: Wording) -> None:
        self._parts = parts
        self._phraser = phraser
        self._wording = wording
        self._made: dict[tuple[Request, str], TalkingPoints] = {}

    def in_words(self, note: TalkingPoints) -> TalkingPoints:
        """The note in the model's words as far as they pass, with counts in its warnings."""
        key = (note.request, note.corpus)
        if key not in self._made:
            made, failed = self._phrased(note)
            if failed:
                return made
            while len(self._made) >= KEPT:
                self._made.pop(next(iter(self._made)))
            self._made[key] = made
        return self._made[key]

    def _phrased(self, note: TalkingPoints) -> tuple[TalkingPoints, bool]:
        parts = self._parts()
        known = parts.known()
        cited = {c.number: parts.snapshot.passages[c.passage_id] for c in note.citations}
        course = _Course(Counter())
        sections = [self._section(note, s, known, cited, course) for s in note.sections]
        warnings = (*note.warnings, *self._warnings(course, note.request.language))
        model = self._phraser.name if course.counts["worded"] else None
        made = replace(note, sections=tuple(sections), warnings=warnings, model=model)
        return made, course.failure is not None

    def _section(
        self,
        note: TalkingPoints,
        section: NoteSection,
        known: Known,
        cited: Mapping[int, Passage],
        course: _Course,
    ) -> NoteSection:
        points = list(section.points)
        places = [i for i, point in enumerate(points) if _can_be_worded(point, known, cited)]
        for first in range(0, len(places), AT_ONCE):
            batch = places[first : first + AT_ONCE]
            drafts = [_draft(points[place], cited) for place in batch]
            asked = self._asked(note, section, drafts, known, course)
            for place, result in zip(batch, asked, strict=True):
                if isinstance(result, Phrased):
                    points[place] = replace(points[place], text=result.text, support=result.support)
        return replace(section, points=tuple(points))

    def _asked(
        self,
        note: TalkingPoints,
        section: NoteSection,
        drafts: Sequence[Draft],
        known: Known,
        course: _Course,
    ) -> Sequence[Phrased | Refusal | None]:
        """The model's words for some lines; nothing once it has failed."""
        course.counts["lines"] += len(drafts)
        if course.failure:
            return [None] * len(drafts)
        request, name = note.request, known.party
        language = str(request.language)
        asked = Section(
            section.heading,
            request.topic,
            name(request.ours, language),
            name(request.theirs, language),
            language,
            drafts,
        )
        try:
            results = self._phraser.phrase(asked, known)
        except ModelError as error:
            course.failure = str(error)
            return [None] * len(drafts)
        course.counts["worded"] += sum(isinstance(r, Phrased) for r in results)
        course.counts.update(f"gate {r.gate}" for r in results if isinstance(r, Refusal))
        return results

    def _warnings(self, course: _Course, language: str) -> list[str]:
        counts, model = course.counts, self._phraser.name
        told = []
        if counts["lines"] and (counts["worded"] or not course.failure):
            gates = {k.removeprefix("gate "): n for k, n in counts.items() if k.startswith("gate ")}
            told.append(
                self._wording.say(
                    "note_worded",
                    language,
                    model=model,
                    worded=counts["worded"],
                    lines=counts["lines"],
                    stopped=sum(gates.values()),
                    reasons=", ".join(f"{gate} {n}" for gate, n in gates.items()),
                )
            )
        if course.failure:
            reason = course.failure.rstrip(".")
            told.append(self._wording.say("note_not_worded", language, reason=reason))
        return told


def _can_be_worded(point: Point, known: Known, cited: Mapping[int, Passage]) -> bool:
    """Whether a line is a brief's; the user's own documents are never sent."""
    if point.own_proposal or not point.citations:
        return False
    documents = (known.documents[cited[n].document_id] for n in point.citations)
    return all(document.origin == "corpus" for document in documents)


def _draft(point: Point, cited: Mapping[int, Passage]) -> Draft:
    return Draft(point.text, tuple(cited[number] for number in point.citations))
