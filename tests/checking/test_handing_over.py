"""Findings as JSON and as a report keep everything."""

from __future__ import annotations

import json

from assistant.contract import findings_from_json, findings_to_json
from assistant.export import findings_report, report_as_docx, report_as_html, report_as_markdown
from assistant.prompts import LANGUAGES, Wording
from tests.checking.conftest import ROOT, Check

DRAFT = (
    "Dear friends. China signed the Bletchley Declaration. The International Network of AI Safety "
    "Institutes, which China helped found in 2024, took a new name in December 2025. "
    "New Delhi's declaration has 88 endorsers. <b>China</b> signed the Seoul Ministerial Statement."
)
WORDING = Wording(ROOT / "prompts", ("wording.yaml", "reports.yaml", "findings.yaml"))


def test_a_check_survives_json(check: Check) -> None:
    checked = check(DRAFT)
    written = json.loads(json.dumps(findings_to_json(checked), ensure_ascii=False))
    assert findings_from_json(written) == checked
    finding = written["findings"][1]
    assert set(finding) >= {"claim", "start", "end", "verdict", "confidence", "reason", "parts"}
    assert len(finding["parts"]) == 2


def test_a_report_has_draft_findings_left_out_and_sources(check: Check) -> None:
    checked = check(DRAFT)
    for language in LANGUAGES:
        made = findings_report(checked, lambda p, _: p, WORDING, language, "today")
        assert {n.number for n in made.notes} == {c.number for c in checked.citations}
        text = report_as_markdown(made)
        for finding in checked.findings:
            assert finding.claim.replace("<b>", "").split()[0] in text
        assert "✕" in text
        assert "✓" in text
        assert "<b>China</b>" not in report_as_html(made)
        assert report_as_docx(made)[:2] == b"PK"


def test_the_marked_draft_carries_each_finding_s_number(check: Check) -> None:
    checked = check(DRAFT)
    made = report_as_markdown(findings_report(checked, lambda p, _: p, WORDING, "en", "today"))
    for number in range(1, len(checked.findings) + 1):
        assert f" {number}" in made
