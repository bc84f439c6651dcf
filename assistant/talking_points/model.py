"""What `prepare` gives back: sections of short lines, each cited or marked as our own."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from assistant.contract import citation_to_json, coverage_to_json
from assistant.domain import Citation, Coverage, Nearest, Outcome, Passage


class Key(StrEnum):
    """The sections, in the order in which they are read."""

    HEADER = "header"
    OBJECTIVE = "objective"
    SHARED_GROUND = "shared_ground"
    POSITIONS = "positions"
    DIVERGENCES = "divergences"
    AGREED_LANGUAGE = "agreed_language"
    OWN_DOCUMENTS = "own_documents"  # only where the user's own documents speak of the topic
    COUNTER_ARGUMENTS = "counter_arguments"
    FALLBACK = "fallback"
    OPEN_QUESTIONS = "open_questions"
    TERMS = "terms"


class Length(StrEnum):
    """For a minister, or for an expert meeting."""

    PAGE = "page"
    FULL = "full"


class Language(StrEnum):
    """In which a note is written."""

    ENGLISH = "en"
    CHINESE = "zh"


@dataclass(frozen=True, slots=True)
class Request:
    """A meeting to prepare: `ours` is whom the note is for. Party ids; language "en" or "zh".

    `scope` says whose documents it rests on: "all", "corpus" or "mine".
    """

    topic: str
    ours: str
    theirs: str
    length: Length = Length.FULL
    language: Language = Language.ENGLISH
    scope: str = "all"


@dataclass(frozen=True, slots=True)
class Drafted:
    """A line before its gates: its passages, what opens it, what is said of it, whether ours."""

    text: str
    passages: tuple[Passage, ...] = ()
    lead: str | None = None
    tags: tuple[str, ...] = ()
    own: bool = False
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One line. `citations` are display numbers; `own_proposal` marks words no source has.

    `group` opens a group of lines ("United States"), `lead` says whose line it is ("We said"),
    `tag` what a reader has to know of it ("reported; own readout"). `edited` tells that a
    person changed the words, `problem` why they no longer follow from what the line cites.
    """

    text: str
    citations: tuple[int, ...]
    own_proposal: bool = False
    lead: str | None = None
    tag: str | None = None
    group: str | None = None
    support: float | None = None
    edited: bool = False
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class NoteSection:
    """One section with its heading in the note's language."""

    key: Key
    heading: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class TalkingPoints:
    """The whole note: the one object that command line, page and export share.

    `model` is the language model in whose words some of its lines are.
    """

    request: Request
    title: str
    outcome: Outcome
    sections: tuple[NoteSection, ...]
    citations: tuple[Citation, ...]
    nearest: tuple[Nearest, ...]
    nearest_topics: tuple[str, ...]
    coverage: Coverage
    warnings: tuple[str, ...]
    corpus: str
    drafted: str
    seconds: float
    note: str | None = None
    model: str | None = None

    def points(self) -> list[Point]:
        """Every line, in order."""
        return [point for section in self.sections for point in section.points]


def to_json(note: TalkingPoints) -> dict[str, Any]:
    """The note as plain JSON values, with the fields of the command contract."""
    request = note.request
    return {
        "topic": request.topic,
        "for": request.ours,
        "with": request.theirs,
        "title": note.title,
        "outcome": str(note.outcome),
        "language": str(request.language),
        "length": str(request.length),
        "scope": request.scope,
        "note": note.note,
        "sections": [
            {
                "key": str(section.key),
                "heading": section.heading,
                "points": [{**asdict(p), "citations": list(p.citations)} for p in section.points],
            }
            for section in note.sections
        ],
        "citations": [citation_to_json(citation) for citation in note.citations],
        "nearest": [asdict(nearest) for nearest in note.nearest],
        "nearest_topics": list(note.nearest_topics),
        "coverage": coverage_to_json(note.coverage),
        "warnings": list(note.warnings),
        "corpus": note.corpus,
        "drafted": note.drafted,
        "model": note.model,
        "seconds": note.seconds,
    }
