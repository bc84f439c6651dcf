"""Answers measured on questions with known documents and facts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from assistant.domain import Answer, Outcome
from assistant.errors import UsageError

Ask = Callable[[str, Sequence[Answer]], Answer]


class Question(BaseModel):
    """One row of the file: what is asked, and what a right answer cites and contains.

    `facts` are lists of regular expressions; a fact is found if one of them matches the shown
    text. `documents_any`: one of these is enough.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    question: str
    language: str = "en"
    kind: str = "open"
    after: list[str] = []
    documents: list[str] = []
    documents_any: list[str] = []
    facts: list[list[str]] = []
    unanswerable: bool = False
    premise: bool = True


@dataclass(frozen=True, slots=True)
class Result:
    """How one question went; shares in 0..1, None where the question has nothing to find."""

    question: Question
    answer: Answer
    documents: float | None
    facts: float | None
    missing: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> bool:
        """Whether it answered what cannot be answered, or abstained from what can."""
        if self.question.unanswerable:
            return not _rightly(self)
        return self.answer.outcome is Outcome.NOT_COVERED

    @property
    def refused(self) -> bool:
        """Whether the answer abstained or corrected."""
        return self.answer.outcome in (Outcome.NOT_COVERED, Outcome.FALSE_PREMISE)


def read_questions(path: Path) -> list[Question]:
    """The questions of a YAML file; UsageError names what is wrong with it."""
    try:
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))
        return TypeAdapter(list[Question]).validate_python(rows)
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise UsageError(f"{path} is not a file of questions: {error}") from error


def evaluate_answers(path: Path, ask: Ask) -> tuple[dict[str, Any], list[Result]]:
    """The measures of DESIGN 4 over the questions of `path`, and each result.

    `on_point` is the share of shown sentences that a fact or an expected document stands
    behind: a lower bound that a machine can give; the true share takes a reader.
    """
    results = [_measure(question, ask) for question in read_questions(path)]
    answerable = [result for result in results if not result.question.unanswerable]
    others = [result for result in results if result.question.unanswerable]
    report = {
        "questions": len(results),
        "document_recall": _mean([r.documents for r in answerable]),
        "fact_recall": _mean([r.facts for r in answerable]),
        "citation_precision": _mean([_cited(r.answer) for r in answerable]),
        "on_point": _mean([_on_point(r) for r in answerable]),
        "abstained_rightly": sum(_rightly(r) for r in others),
        "unanswerable": len(others),
        "abstained_wrongly": sum(r.answer.outcome is Outcome.NOT_COVERED for r in answerable),
    }
    return report, results


def _rightly(result: Result) -> bool:
    """Abstained, named the false premise, or answered “No” with the correcting document."""
    if result.refused:
        return True
    wanted = set(result.question.documents_any)
    told = result.answer.sentences[0].text if result.answer.sentences else ""
    corrected = told.startswith(("No:", "没有")) and not result.question.premise
    return corrected and bool(wanted & {c.document_id for c in result.answer.citations})


def _measure(question: Question, ask: Ask) -> Result:
    earlier: list[Answer] = []
    for text in question.after:
        earlier.append(ask(text, earlier))
    answer = ask(question.question, earlier)
    cited = {citation.document_id for citation in answer.citations}
    shown = "\n".join(sentence.text for sentence in answer.sentences)
    missing = [i for i in question.documents if i not in cited]
    documents = None
    if question.documents:
        documents = 1 - len(missing) / len(question.documents)
    elif question.documents_any:
        documents = float(bool(cited & set(question.documents_any)))
        missing = [] if documents else ["one of " + ", ".join(question.documents_any)]
    lost = [f for f in question.facts if not any(re.search(p, shown, re.IGNORECASE) for p in f)]
    facts = 1 - len(lost) / len(question.facts) if question.facts else None
    return Result(question, answer, documents, facts, missing + [f[0] for f in lost])


def _cited(answer: Answer) -> float | None:
    """The share of sentences with a citation that carries them at all."""
    sentences = answer.sentences
    return (
        mean(float(bool(s.citations) and s.support > 0) for s in sentences) if sentences else None
    )


def _on_point(result: Result) -> float | None:
    sentences = result.answer.sentences
    if not sentences:
        return None
    wanted = {*result.question.documents, *result.question.documents_any}
    by_number = {citation.number: citation.document_id for citation in result.answer.citations}
    told = [
        bool(wanted & {by_number[n] for n in s.citations})
        or any(re.search(p, s.text, re.IGNORECASE) for fact in result.question.facts for p in fact)
        for s in sentences
    ]
    return mean(map(float, told))


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(mean(known), 4) if known else None
