"""The JSON of an answer."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import pytest

from assistant.contract import filters_from_json, filters_to_json, from_json, to_json
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
)

CITATION = Citation(
    number=1,
    passage_id="us-cn-lima-2024-us#1",
    document_id="us-cn-lima-2024-us",
    event="lima-2024",
    title="Readout of the meeting in Lima",
    date="2024-11-16",
    kind=Kind.STATEMENT,
    issuers=("US",),
    participation=(("US", "own readout"), ("CN", "described by the other side")),
    status="on record",
    grade=Grade.REPORTED,
    url="https://example.org/lima",
    text="Both leaders affirmed human control.",
    start=0,
    end=36,
    locator="para. 6",
    speaker="A spokesperson",
    title_zh="利马会晤",
    source="https://example.org/press",
)
ANSWER = Answer(
    question="What came out of Lima?",
    outcome=Outcome.ANSWERED,
    language="en",
    sentences=(
        Sentence("Both leaders affirmed human control.", (1,), 0.93, "United States"),
        Sentence("No other text followed.", (1,), 1.0),
    ),
    citations=(CITATION, replace(CITATION, number=2, locator=None, speaker=None, source=None)),
    nearest=(Nearest("geneva", "Geneva", "2024-05"),),
    coverage=Coverage(131, 1402, "2026-09-29", {"US": 41, "CN": 37}),
    warnings=("The corpus reaches to 29 September 2026.",),
    corpus="sha256:0",
    seconds=0.041,
    model="a model",
    understood="What came out of the Lima meeting?",
    note="A note.",
)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_an_answer_comes_back_from_json_as_it_was(outcome: Outcome) -> None:
    """Nothing is lost on the way into a file and back, in any outcome."""
    answer = replace(ANSWER, outcome=outcome)
    assert from_json(json.loads(json.dumps(to_json(answer)))) == answer


def test_a_bare_answer_comes_back_as_it_was() -> None:
    """Empty fields stay empty; None stays None."""
    bare = replace(
        ANSWER, sentences=(), citations=(), nearest=(), model=None, understood=None, note=None
    )
    assert from_json(json.loads(json.dumps(to_json(bare)))) == bare


def test_the_json_has_the_contract_s_fields() -> None:
    """The names that DESIGN section 4 promises, and the three that go beyond it."""
    data = to_json(ANSWER)
    assert set(data) == {
        "question", "outcome", "language", "sentences", "citations", "nearest", "coverage",
        "warnings", "corpus", "model", "seconds", "understood", "note",
            "removed", "usage",
    }  # fmt: skip
    assert set(data["sentences"][0]) == {"text", "citations", "support", "lead"}
    assert set(data["coverage"]) == {"documents", "passages", "latest", "by_party"}
    promised = {
        "number", "passage_id", "document_id", "event", "title", "date", "kind", "issuers",
        "participation", "status", "grade", "url", "locator", "speaker", "text", "start", "end",
    }  # fmt: skip
    assert promised <= set(data["citations"][0])
    assert data["citations"][0]["participation"][0] == {"party": "US", "how": "own readout"}
    assert data["outcome"] == "answered"


def test_no_field_of_the_nouns_is_forgotten() -> None:
    """A field added to Answer, Sentence or Citation must find its way into the JSON."""
    data = to_json(ANSWER)
    assert {field.name for field in fields(Answer)} == set(data)
    assert {field.name for field in fields(Sentence)} == set(data["sentences"][0])
    assert {field.name for field in fields(Citation)} == set(data["citations"][0])


def test_filters_come_back_as_they_were() -> None:
    """Filters are kept with each question, so that it can be asked again."""
    chosen = Filters(
        parties=("US", "CN"), kinds=(Kind.LAW,), topics=("red-lines",), states=(State.IN_FORCE,),
        languages=("zh",), since="2024-01", until="2025", scope="corpus",
    )  # fmt: skip
    assert filters_from_json(json.loads(json.dumps(filters_to_json(chosen)))) == chosen
    assert filters_to_json(Filters()) == {}
    assert filters_from_json({}) == Filters()
