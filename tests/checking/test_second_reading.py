"""A check with a language model beside the rules, over real HTTP: what its word can change."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from assistant.checking import Checker, Second
from assistant.findings import Findings, Verdict
from assistant.prompts import Prompts
from assistant.writing import Extractor, ModelVerifier
from tests.adapters.test_chat import chat
from tests.checking.conftest import CheckOne, With, last_of
from tests.fakes import WordOverlapVerifier
from tests.servers import Body, ChatServer, Fault, Reply, call_of, evidence, openai_server

PROMPTS = Prompts(Path(__file__).parents[2] / "prompts")
Script = Callable[[Body], Reply]
Serve = Callable[[Script], AbstractContextManager[tuple[Checker, ChatServer]]]
NOTHING = json.dumps({"supports": [], "refutes": [], "reason": ""})


@pytest.fixture
def serve(checker_with: With, monkeypatch: pytest.MonkeyPatch) -> Serve:
    """A checker with a model at a server that says what a script says."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)

    @contextmanager
    def serving(script: Script) -> Iterator[tuple[Checker, ChatServer]]:
        with openai_server(script) as server:
            model = chat("openai", server)
            second = Second(model.name, Extractor(model, PROMPTS), ModelVerifier(model, PROMPTS))
            yield checker_with(WordOverlapVerifier(), second), server

    return serving


def checked(serve: Serve, script: Script, draft: str, *, single: bool = True) -> Findings:
    """The whole check of a claim or a draft."""
    with serve(script) as (checker, _):
        return last_of(checker, draft, single=single)


def says(side: str, reason: str | None = None) -> Script:
    """A model that puts the first evidence on one side, and repeats it as its reason."""

    def script(body: Body) -> str:
        if call_of(body) == "claims":
            return json.dumps({"claims": []})
        name, text = next(iter(evidence(body).items()))
        sides: dict[str, object] = {"supports": [], "refutes": [], side: [name]}
        return json.dumps({**sides, "reason": reason or text})

    return script


TRUE = "China signed the Bletchley Declaration."
FALSE = "The United States signed the Paris Statement."
NOWHERE = "China and Brazil agreed on a joint laboratory for model evaluation in Recife."


def test_a_reason_that_passes_the_gates_stands_in_the_model_s_words(serve: Serve) -> None:
    findings = checked(serve, says("supports"), TRUE)
    (finding,) = findings.findings
    assert finding.verdict is Verdict.SUPPORTED
    cited = {c.number: c.text for c in findings.citations}
    assert finding.explanation in {cited[e.citation] for e in finding.evidence}
    assert findings.verifier == "word-overlap-1 and openai:scripted"
    assert any("1 reasons are its own" in warning for warning in findings.warnings)


@pytest.mark.parametrize("claim", [FALSE, NOWHERE])
def test_a_model_that_calls_everything_supported_makes_nothing_supported(
    serve: Serve, check_one: CheckOne, claim: str
) -> None:
    before = check_one(claim).verdict
    assert before is not Verdict.SUPPORTED
    findings = checked(serve, says("supports"), claim)
    assert findings.findings[0].verdict is before
    assert any("the rules stood against it" in warning for warning in findings.warnings)


def test_a_reason_that_its_evidence_does_not_bear_out_is_left_out_and_counted(
    serve: Serve, check_one: CheckOne
) -> None:
    reason = "Ninety-nine states ratified it as a binding treaty in 1999."
    findings = checked(serve, says("supports", reason), TRUE)
    assert findings.findings[0].explanation == check_one(TRUE).explanation
    assert any("1 reasons left out" in warning for warning in findings.warnings)


def test_a_model_cannot_undo_what_the_record_shows(serve: Serve) -> None:
    (finding,) = checked(serve, says("refutes"), TRUE).findings
    assert finding.verdict is Verdict.SUPPORTED


def test_a_model_that_decides_nothing_changes_nothing(serve: Serve, check_one: CheckOne) -> None:
    for claim in (TRUE, FALSE, NOWHERE):
        (finding,) = checked(serve, lambda _: NOTHING, claim).findings
        assert finding == check_one(claim)


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Fault(401, "no"), "the key was refused"),
        (Fault(404, "no"), "no such model"),
        ("", "did not fill in"),
        ("and so on " * 3000, "did not fill in"),
    ],
)
def test_where_the_model_fails_the_rules_judge_and_the_reason_is_told(
    serve: Serve, check_one: CheckOne, reply: Reply, reason: str
) -> None:
    findings = checked(serve, lambda _: reply, TRUE)
    assert findings.findings[0] == check_one(TRUE)
    assert any("By rule alone" in w and reason in w for w in findings.warnings)


def test_after_two_failures_a_model_is_asked_no_more(serve: Serve) -> None:
    with serve(lambda _: Fault(404, "no")) as (checker, server):
        findings = last_of(checker, f"{TRUE} {FALSE} {NOWHERE} India signed the Paris Statement.")
    assert len(findings.findings) == 4
    assert len(server.asked) == 2


def lists(*claims: tuple[str, str]) -> Script:
    """A model that lists these (place, claim) pairs and judges nothing."""
    rows = [{"place": place, "claim": claim} for place, claim in claims]
    return lambda body: json.dumps({"claims": rows}) if call_of(body) == "claims" else NOTHING


DRAFT = (
    "We believe that China signed the Bletchley Declaration. "
    "The United States did not sign the Paris Statement, and India signed it in February 2025."
)


def test_a_claim_inside_an_opinion_is_found_by_the_model(serve: Serve) -> None:
    """By rule the first sentence is an opinion; the place is the draft's own characters."""
    bare = checked(serve, lists(), DRAFT, single=False)
    assert [u.text for u in bare.unchecked] == [DRAFT.split(". ")[0] + "."]
    place = "China signed the Bletchley Declaration"
    findings = checked(serve, lists((place, TRUE)), DRAFT, single=False)
    first = findings.findings[0]
    assert DRAFT[first.start : first.end] == first.claim == place
    assert first.verdict is Verdict.SUPPORTED
    assert findings.unchecked == ()


def test_a_model_can_add_claims_but_never_take_one_away(serve: Serve) -> None:
    """An obeying model leaves the second half of a sentence out: all of it is checked."""
    half = "The United States did not sign the Paris Statement"
    findings = checked(serve, lists((half, f"{half}.")), DRAFT, single=False)
    (finding,) = findings.findings
    assert [part.claim for part in finding.parts][1].startswith("India signed")


def test_a_model_that_finds_nothing_is_told_of(serve: Serve) -> None:
    findings = checked(serve, lists(), DRAFT, single=False)
    assert len(findings.findings) == 1
    assert any("proposed no claim" in warning for warning in findings.warnings)


def test_claims_that_do_not_stand_in_the_draft_are_dropped_and_counted(serve: Serve) -> None:
    made_up = ("France ratified the Seoul treaty", "France ratified the Seoul treaty.")
    findings = checked(serve, lists(made_up), DRAFT, single=False)
    assert not any("France" in finding.claim for finding in findings.findings)
    assert any(
        "1 claims that openai:scripted proposed were dropped" in w for w in findings.warnings
    )
