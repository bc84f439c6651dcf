"""The JSON of an answer: the one form that command line, page, history and export share.

`from_json(to_json(answer)) == answer` holds for every answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from assistant.domain import (
    Answer,
    Citation,
    Coverage,
    Filters,
    Grade,
    Kind,
    Nearest,
    Outcome,
    Sentence,
    State,
    Usage,
)

Json = dict[str, Any]


def to_json(answer: Answer) -> Json:
    """The answer as plain JSON values, with the fields of the command contract."""
    return {
        "question": answer.question,
        "outcome": str(answer.outcome),
        "language": answer.language,
        "understood": answer.understood,
        "note": answer.note,
        "sentences": [_sentence(sentence) for sentence in answer.sentences],
        "citations": [citation_to_json(citation) for citation in answer.citations],
        "nearest": [asdict(nearest) for nearest in answer.nearest],
        "coverage": coverage_to_json(answer.coverage),
        "warnings": list(answer.warnings),
        "corpus": answer.corpus,
        "model": answer.model,
        "removed": answer.removed,
        "usage": asdict(answer.usage) if answer.usage else None,
        "seconds": answer.seconds,
    }


def from_json(data: Mapping[str, Any]) -> Answer:
    """The answer that `to_json` wrote; raises KeyError or ValueError on any other shape."""
    return Answer(
        question=data["question"],
        outcome=Outcome(data["outcome"]),
        language=data["language"],
        sentences=tuple(
            Sentence(
                text=row["text"],
                citations=tuple(row["citations"]),
                support=row["support"],
                lead=row.get("lead"),
            )
            for row in data["sentences"]
        ),
        citations=tuple(citation_from_json(row) for row in data["citations"]),
        nearest=tuple(Nearest(**row) for row in data["nearest"]),
        coverage=Coverage(**data["coverage"]),
        warnings=tuple(data["warnings"]),
        corpus=data["corpus"],
        seconds=data["seconds"],
        model=data["model"],
        understood=data.get("understood"),
        note=data.get("note"),
        removed=data.get("removed", 0),
        usage=Usage(**data["usage"]) if data.get("usage") else None,
    )


def _sentence(sentence: Sentence) -> Json:
    return {
        "text": sentence.text,
        "citations": list(sentence.citations),
        "support": sentence.support,
        "lead": sentence.lead,
    }


def coverage_to_json(coverage: Coverage) -> Json:
    """What was searched, as every object of the contract embeds it."""
    return {
        "documents": coverage.documents,
        "passages": coverage.passages,
        "latest": coverage.latest,
        "by_party": dict(coverage.by_party),
    }


def citation_to_json(citation: Citation) -> Json:
    """One citation, as every object of the contract embeds it."""
    return {
        "number": citation.number,
        "passage_id": citation.passage_id,
        "document_id": citation.document_id,
        "event": citation.event,
        "title": citation.title,
        "title_zh": citation.title_zh,
        "date": citation.date,
        "kind": str(citation.kind),
        "issuers": list(citation.issuers),
        "participation": [
            {"party": party, "how": str(how)} for party, how in citation.participation
        ],
        "status": citation.status,
        "grade": str(citation.grade),
        "url": citation.url,
        "source": citation.source,
        "locator": citation.locator,
        "speaker": citation.speaker,
        "text": citation.text,
        "start": citation.start,
        "end": citation.end,
    }


def citation_from_json(data: Mapping[str, Any]) -> Citation:
    """The citation that `citation_to_json` wrote."""
    return Citation(
        number=data["number"],
        passage_id=data["passage_id"],
        document_id=data["document_id"],
        event=data["event"],
        title=data["title"],
        title_zh=data.get("title_zh"),
        date=data["date"],
        kind=Kind(data["kind"]),
        issuers=tuple(data["issuers"]),
        participation=tuple((row["party"], row["how"]) for row in data["participation"]),
        status=data["status"],
        grade=Grade(data["grade"]),
        url=data["url"],
        source=data.get("source"),
        locator=data["locator"],
        speaker=data["speaker"],
        text=data["text"],
        start=data["start"],
        end=data["end"],
    )


def filters_to_json(filters: Filters) -> Json:
    """The filters that differ from “anything”."""
    everything: Json = {
        "parties": list(filters.parties),
        "kinds": [str(kind) for kind in filters.kinds],
        "topics": list(filters.topics),
        "states": [str(state) for state in filters.states],
        "languages": list(filters.languages),
        "since": filters.since,
        "until": filters.until,
        "scope": filters.scope if filters.scope != "all" else None,
    }
    return {name: value for name, value in everything.items() if value}


def filters_from_json(data: Mapping[str, Any]) -> Filters:
    """The filters that `filters_to_json` wrote; ValueError on a kind or status we don't know."""

    def words(name: str) -> Sequence[str]:
        return tuple(data.get(name) or ())

    return Filters(
        parties=tuple(words("parties")),
        kinds=tuple(Kind(word) for word in words("kinds")),
        topics=tuple(words("topics")),
        states=tuple(State(word) for word in words("states")),
        languages=tuple(words("languages")),
        since=data.get("since") or None,
        until=data.get("until") or None,
        scope=data.get("scope") or "all",
    )
