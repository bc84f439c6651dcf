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
    Relation,
    Sentence,
    State,
    Usage,
)
from assistant.findings import Evidence, Finding, Findings, Part, Reason, Unchecked, Verdict

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
        "origin": citation.origin,
        "handling": citation.handling,
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
        origin=data.get("origin", "corpus"),
        handling=data.get("handling", "public"),
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


def findings_to_json(checked: Findings) -> Json:
    """A check as plain JSON values, with the fields of the command contract."""
    return {
        "draft": checked.draft,
        "findings": [finding_to_json(finding) for finding in checked.findings],
        "unchecked": [asdict(unchecked) for unchecked in checked.unchecked],
        "citations": [citation_to_json(citation) for citation in checked.citations],
        "coverage": coverage_to_json(checked.coverage),
        "warnings": list(checked.warnings),
        "corpus": checked.corpus,
        "verifier": checked.verifier,
        "seconds": checked.seconds,
    }


def findings_from_json(data: Mapping[str, Any]) -> Findings:
    """The check that `findings_to_json` wrote; KeyError or ValueError on any other shape."""
    return Findings(
        draft=data["draft"],
        findings=tuple(finding_from_json(row) for row in data["findings"]),
        unchecked=tuple(Unchecked(**row) for row in data["unchecked"]),
        citations=tuple(citation_from_json(row) for row in data["citations"]),
        coverage=Coverage(**data["coverage"]),
        warnings=tuple(data["warnings"]),
        corpus=data["corpus"],
        verifier=data["verifier"],
        seconds=data["seconds"],
    )


def finding_to_json(finding: Finding) -> Json:
    """One finding, with its parts."""
    return {**_judged(finding), "parts": [_judged(part) for part in finding.parts]}


def finding_from_json(data: Mapping[str, Any]) -> Finding:
    """The finding that `finding_to_json` wrote."""
    parts = tuple(Part(**_judgement(row)) for row in data["parts"])
    return Finding(**_judgement(data), parts=parts)


def _judged(judged: Finding | Part) -> Json:
    return {
        "claim": judged.claim,
        "start": judged.start,
        "end": judged.end,
        "verdict": str(judged.verdict),
        "confidence": judged.confidence,
        "reason": str(judged.reason),
        "explanation": judged.explanation,
        "correction": judged.correction,
        "evidence": [
            {"citation": e.citation, "relation": str(e.relation)} for e in judged.evidence
        ],
    }


def _judgement(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "claim": data["claim"],
        "start": data["start"],
        "end": data["end"],
        "verdict": Verdict(data["verdict"]),
        "confidence": data["confidence"],
        "reason": Reason(data["reason"]),
        "explanation": data["explanation"],
        "correction": data["correction"],
        "evidence": tuple(
            Evidence(row["citation"], Relation(row["relation"])) for row in data["evidence"]
        ),
    }
