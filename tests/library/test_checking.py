"""Claims held against the user's own documents: told as theirs, exactly, beside the corpus."""

from __future__ import annotations

import json

import pytest

from assistant.checking import Checker, Judge
from assistant.contract import findings_from_json, findings_to_json
from assistant.domain import Filters, Relation
from assistant.export import findings_report, report_as
from assistant.findings import Findings, FindingsReady, Reason, Verdict
from assistant.prompts import Wording
from tests.fakes import WordOverlapVerifier
from tests.library.conftest import ROOT, SECRET, TALK, Desk

MINUTES = """# Minutes of the second round

**Zhou Wei:** [00:10:00] The register of incidents holds 42 reports from nine laboratories.

**Dr. Ann Leigh:** [00:12:30] The laboratories do not accept inspections of their data centres.
"""
TRUE = "The register of incidents holds 42 reports from nine laboratories."
FALSE = "The register of incidents holds 57 reports from nine laboratories."
UNKNOWN = "The fisheries council abolished its subsidies for trawlers."
FILES = ("wording.yaml", "reports.yaml", "findings.yaml")


def _checked(desk: Desk, claim: str, scope: str = "all") -> Findings:
    wording = Wording(ROOT / "prompts", ("wording.yaml", "findings.yaml"))
    checker = Checker(desk.answerer.parts, wording, Judge(), WordOverlapVerifier())
    *_, last = checker.check(claim, single=True, filters=Filters(scope=scope))
    assert isinstance(last, FindingsReady)
    return last.findings


def _outputs(checked: Findings) -> dict[str, str]:
    """Every form in which a check leaves the core."""
    report = findings_report(
        checked, lambda p, _l: p, Wording(ROOT / "prompts", FILES), "en", "today"
    )
    return {
        "json": json.dumps(findings_to_json(checked), ensure_ascii=False),
        "markdown": report_as("md", report).decode(),
        "html": report_as("html", report).decode(),
        "object": repr(checked.findings) + repr(checked.citations) + repr(checked.warnings),
    }


@pytest.mark.parametrize("scope", ["all", "mine"])
def test_an_own_document_bears_a_claim_out_and_is_named_as_the_users(
    desk: Desk, scope: str
) -> None:
    """Exact words, place and speaker; the citation's offsets are the words'."""
    desk.add("minutes.md", MINUTES)
    checked = _checked(desk, TRUE, scope)
    (finding,) = checked.findings
    assert finding.verdict is Verdict.SUPPORTED
    assert "Your document “Minutes of the second round” says so (00:10:00, Zhou Wei)" in (
        finding.explanation
    )
    assert f"“{TRUE}”" in finding.explanation
    first = next(e for e in finding.evidence if e.relation is Relation.SUPPORTS)
    citation = checked.citations[first.citation - 1]
    (document,) = desk.own()
    assert citation.text == TRUE == document.text[citation.start : citation.end]
    assert (citation.locator, citation.speaker, citation.own) == ("00:10:00", "Zhou Wei", True)


def test_an_own_document_contradicts_a_claim_with_its_number(desk: Desk) -> None:
    desk.add("minutes.md", MINUTES)
    (finding,) = _checked(desk, FALSE, "mine").findings
    assert (finding.verdict, finding.reason) == (Verdict.REFUTED, Reason.WRONG_COUNT)
    assert "Your document “Minutes of the second round” tells otherwise" in finding.explanation
    assert f"“{TRUE}”" in finding.explanation


def test_the_corpus_alone_never_tells_what_is_the_users(desk: Desk) -> None:
    desk.add("minutes.md", MINUTES)
    checked = _checked(desk, TRUE, "corpus")
    assert checked.findings[0].verdict is Verdict.NOT_ENOUGH_EVIDENCE
    assert not any(c.exact for c in checked.citations)
    assert checked.coverage.documents == 1


def test_the_corpus_judges_the_same_with_own_documents_beside_it(desk: Desk) -> None:
    claim = "The United States and China exchanged views on risks of artificial intelligence."
    before = _checked(desk, claim, "corpus")
    desk.add("minutes.md", MINUTES)
    after = _checked(desk, claim, "corpus")
    assert before.findings == after.findings and before.citations == after.citations


def test_sources_that_disagree_conflict_and_each_is_named(desk: Desk) -> None:
    """The corpus says so and the user's document the contrary: neither overrules the other."""
    claim = (
        "The United States and China exchanged views on risks of artificial intelligence in Geneva."
    )
    desk.add(
        "note.md",
        "# Our note\n\nThe United States and China did not exchange views on risks of artificial "
        "intelligence in Geneva.\n",
    )
    (finding,) = _checked(desk, claim, "all").findings
    assert finding.verdict is Verdict.CONFLICTING
    assert "Geneva Talks" in finding.explanation
    assert "Your document “Our note” tells otherwise" in finding.explanation
    relations = {e.relation for e in finding.evidence}
    assert {Relation.SUPPORTS, Relation.REFUTES} <= relations


@pytest.mark.parametrize("added", [True, False])
def test_mine_with_nothing_found_says_so(desk: Desk, added: bool) -> None:
    """An empty library is told apart from one that is silent."""
    if added:
        desk.add("minutes.md", MINUTES)
    checked = _checked(desk, UNKNOWN, "mine")
    (finding,) = checked.findings
    assert finding.verdict is Verdict.NOT_ENOUGH_EVIDENCE
    told = "Nothing in your own documents (1)" if added else "no documents of your own here yet"
    assert told in finding.explanation
    assert checked.coverage.documents == int(added)


def test_findings_in_every_form_name_a_speaker_where_nothing_forbids_it(desk: Desk) -> None:
    """The next test would prove nothing if no output ever told a speaker."""
    desk.add("talk.md", TALK)
    claim = "A channel for incidents of large models would cost little and help much."
    for output, text in _outputs(_checked(desk, claim)).items():
        assert "Zhou Wei" in text and "00:41:07" in text, output


@pytest.mark.parametrize("scope", ["all", "mine"])
def test_chatham_house_hides_speakers_in_every_form_of_a_check(desk: Desk, scope: str) -> None:
    desk.add("talk.md", TALK, "chatham-house")
    claim = "A channel for incidents of large models would cost little and help much."
    checked = _checked(desk, claim, scope)
    assert any(c.exact for c in checked.citations)
    for output, text in _outputs(checked).items():
        assert not [name for name in SECRET if name in text], output
        assert "a participant" in text, output


def test_a_claim_that_names_a_hidden_speaker_is_not_confirmed(desk: Desk) -> None:
    """Who spoke under the Chatham House rule cannot be got by asking for a verdict."""
    desk.add("talk.md", TALK, "chatham-house")
    claim = "Zhou Wei said that a channel for incidents of large models would cost little."
    (finding,) = _checked(desk, claim, "mine").findings
    assert finding.verdict is Verdict.NOT_ENOUGH_EVIDENCE


def test_an_embargo_holds_in_a_check(desk: Desk) -> None:
    desk.add("minutes.md", MINUTES, "embargo until 2031-05-01")
    (before,) = _checked(desk, TRUE, "mine").findings
    desk.index(today="2031-05-01")
    (after,) = _checked(desk, TRUE, "mine").findings
    assert before.verdict is Verdict.NOT_ENOUGH_EVIDENCE and not before.evidence
    assert after.verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(("mark", "warned"), [("internal", True), ("public", False)])
def test_findings_that_rest_on_internal_documents_say_so(
    desk: Desk, mark: str, warned: bool
) -> None:
    desk.add("minutes.md", MINUTES, mark)
    checked = _checked(desk, TRUE)
    assert any("not public: Minutes" in w for w in checked.warnings) is warned


def test_a_report_calls_own_words_the_users_and_never_our_summary(desk: Desk) -> None:
    """Its note says whose the document is and how it is marked; no grade is claimed for it."""
    desk.add("minutes.md", MINUTES)
    note = _outputs(_checked(desk, TRUE, "mine"))["markdown"].split("Sources")[1]
    assert "Its words: “The register" in note and "Our summary" not in note
    assert "a document of your own (internal)" in note
    assert "unconfirmed" not in note and "official" not in note


def test_an_official_text_that_was_fetched_is_told_as_such(desk: Desk) -> None:
    desk.add("geneva.md", MINUTES, "public", brief="geneva-talks", event="geneva-talks")
    (finding,) = _checked(desk, TRUE, "mine").findings
    assert "The official text you fetched, “Minutes" in finding.explanation


def test_findings_with_own_evidence_survive_their_json(desk: Desk) -> None:
    desk.add("minutes.md", MINUTES)
    checked = _checked(desk, TRUE)
    assert findings_from_json(findings_to_json(checked)) == checked
