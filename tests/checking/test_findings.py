"""What the checker finds on the shipped corpus, with fakes for embedder, index and verifier."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.checking import Checker
from assistant.checking.drafts import MAX_DRAFT
from assistant.domain import Entailment, Progress, Relation
from assistant.errors import DraftError, ModelError
from assistant.findings import FindingReady, FindingsReady, Reason, Verdict
from tests.checking.conftest import Check, CheckOne, With, last_of


def test_a_claim_of_two_parts_is_judged_part_by_part_and_the_worst_decides(
    check_one: CheckOne,
) -> None:
    finding = check_one(
        "The International Network of AI Safety Institutes, which China helped found in 2024, took a new name in December 2025."
    )
    first, second = finding.parts
    assert (finding.verdict, first.verdict) == (Verdict.REFUTED, Verdict.REFUTED)
    assert second.verdict is not Verdict.REFUTED
    assert "not a member" in first.explanation


def test_a_correction_keeps_what_is_supported(check_one: CheckOne) -> None:
    finding = check_one(
        "China signed the Bletchley Declaration, and the United States signed the Paris Statement."
    )
    assert [part.verdict for part in finding.parts] == [Verdict.SUPPORTED, Verdict.REFUTED]
    assert finding.correction is not None
    assert finding.correction.startswith("China signed the Bletchley Declaration.")
    assert "did not sign the Paris Statement" in finding.correction


def test_the_statement_is_the_text_just_named(check_one: CheckOne) -> None:
    claim = "China attended the Seoul Ministerial but did not sign the statement."
    assert check_one(claim).verdict is Verdict.SUPPORTED


def test_a_number_that_was_true_once_is_supported_with_its_date(check: Check) -> None:
    checked = check("New Delhi's declaration has 88 endorsers.")
    (finding,) = checked.findings
    assert (finding.verdict, finding.reason) == (Verdict.SUPPORTED, Reason.OUTDATED)
    assert finding.correction is not None
    assert "88" in finding.correction
    assert "92" in finding.correction
    cited = {c.number: c.text for c in checked.citations}
    assert {"88", "92"} <= {
        n for e in finding.evidence for n in ("88", "92") if n in cited[e.citation]
    }


def test_both_sides_on_the_word_of_one_is_not_enough_and_says_whose_word(check: Check) -> None:
    claim = "London and Beijing both back the Global Digital Compact in their AI dialogue."
    checked = check(claim)
    (finding,) = checked.findings
    assert (finding.verdict, finding.reason) == (
        Verdict.NOT_ENOUGH_EVIDENCE,
        Reason.ATTRIBUTED_ONLY,
    )
    assert "China" in finding.explanation
    assert "uk-cn-ai-dialogue-2025" in {c.document_id for c in checked.citations}


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ("China signed the Seoul Ministerial Statement.", Reason.PARTICIPATION),
        ("The United States signed the Paris Statement.", Reason.PARTICIPATION),
        ("美国签署了2025年巴黎人工智能峰会声明。", Reason.PARTICIPATION),
        ("China voted against resolution 78/241 in the plenary.", Reason.VOTE),
        ("Resolution 79/62 was adopted by 152 votes to 4, with 11 abstentions.", Reason.VOTE),
        ("India is among the signatories of the Seoul Declaration.", Reason.PARTICIPATION),
        ("Executive Order 14110 is still in force.", Reason.STATUS),
        ("Executive Order 14110 was revoked by Executive Order 14179.", Reason.STATUS),
    ],
)
def test_the_record_refutes_and_says_why(check_one: CheckOne, claim: str, reason: Reason) -> None:
    finding = check_one(claim)
    assert (finding.verdict, finding.reason) == (Verdict.REFUTED, reason)
    assert any(e.relation is Relation.REFUTES for e in finding.evidence)
    assert finding.correction


@pytest.mark.parametrize(
    "claim",
    [
        "China attended but did not sign the Seoul Ministerial Statement.",
        "China endorsed the New Delhi Declaration.",
        "Executive Order 14110 was revoked by Executive Order 14148.",
        "中国签署了布莱切利宣言。",
    ],
)
def test_the_record_supports(check_one: CheckOne, claim: str) -> None:
    finding = check_one(claim)
    assert finding.verdict is Verdict.SUPPORTED
    assert any(e.relation is Relation.SUPPORTS for e in finding.evidence)


@pytest.mark.parametrize(
    "claim",
    [
        "The Cyberspace Administration will run the Chinese end of the AI incident channel.",
        "Macron telephoned Vance to persuade him to sign the Paris Statement.",
        "Ethiopia is among the 29 states that signed the WAICO agreement.",
    ],
)
def test_what_no_source_tells_is_neither_supported_nor_refuted(
    check_one: CheckOne, claim: str
) -> None:
    assert check_one(claim).verdict is Verdict.NOT_ENOUGH_EVIDENCE


def test_findings_come_one_by_one_in_the_draft_s_order_and_then_the_whole(checker: Checker) -> None:
    draft = "China signed the Bletchley Declaration. The United States signed the Paris Statement."
    events = list(checker.check(draft))
    ready = [event for event in events if isinstance(event, FindingReady)]
    assert isinstance(events[0], Progress)
    assert [(r.done, r.total) for r in ready] == [(1, 2), (2, 2)]
    assert [draft[r.finding.start : r.finding.end] for r in ready] == [
        "China signed the Bletchley Declaration.",
        "The United States signed the Paris Statement.",
    ]
    last = events[-1]
    assert isinstance(last, FindingsReady)
    assert last.findings.findings == tuple(r.finding for r in ready)
    cited = {number for f in last.findings.findings for number in (e.citation for e in f.evidence)}
    assert cited == {citation.number for citation in last.findings.citations}


def test_an_answer_is_all_supported_only_if_every_finding_is(check: Check) -> None:
    assert check("China signed the Bletchley Declaration.").all_supported
    assert not check(
        "China signed the Bletchley Declaration. China signed the Seoul Ministerial Statement."
    ).all_supported
    assert not check("Good evening to you all.").all_supported


def test_a_draft_without_a_claim_says_so(check: Check) -> None:
    checked = check("Ladies and gentlemen, good evening. Is everybody here?")
    assert checked.findings == ()
    assert [u.why for u in checked.unchecked] == ["a courtesy", "a question"]
    assert "Nothing in this text is a claim" in checked.warnings[0]


@pytest.mark.parametrize("draft", ["", " \n\t ", "\x00\x00", "…"])
def test_an_empty_draft_is_refused(checker: Checker, draft: str) -> None:
    with pytest.raises(DraftError, match="empty"):
        last_of(checker, draft)


def test_a_draft_over_the_limit_is_refused(checker: Checker) -> None:
    with pytest.raises(DraftError, match="in parts"):
        last_of(checker, "China signed. " * (MAX_DRAFT // 10))


def test_mixed_languages_are_checked_where_they_can_be_and_the_rest_is_named(check: Check) -> None:
    checked = check(
        "China signed the Bletchley Declaration. 美国也签署了布莱切利宣言。 La déclaration est pour tous les pays et dans la ville."
    )
    assert len(checked.findings) == 2
    assert "neither English nor Chinese" in checked.warnings[0]


def test_a_claim_of_400_words_is_named_and_the_rest_is_checked(check: Check) -> None:
    long = "China " + "signed one text and then another one " * 60 + "in 2024."
    checked = check(f"{long} China signed the Bletchley Declaration.")
    assert len(checked.findings) == 1
    assert "too long to be one claim" in checked.unchecked[0].why


class Broken:
    """A Verifier that fails."""

    identity = "broken"
    languages = frozenset({"en", "zh"})

    def verify(self, pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
        raise ModelError("The verifier cannot be loaded.")


def test_a_verifier_that_fails_is_an_error_and_never_not_enough_evidence(
    checker_with: With,
) -> None:
    with pytest.raises(ModelError):
        last_of(checker_with(Broken()), "China signed the Bletchley Declaration.")


def test_without_a_verifier_the_record_and_the_rules_still_judge(checker_with: With) -> None:
    checked = last_of(checker_with(None), "The United States signed the Paris Statement.")
    assert checked.verifier is None
    assert checked.findings[0].verdict is Verdict.REFUTED


def test_a_claim_in_a_language_the_verifier_lacks_is_judged_by_the_typed_fields(
    checker_with: With,
) -> None:
    class English(Broken):
        languages = frozenset({"en"})

    checked = last_of(checker_with(English()), "中国没有签署巴黎声明。")
    assert checked.findings[0].verdict is Verdict.REFUTED
