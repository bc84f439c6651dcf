"""Figures on verdicts: macro F1, false support, intervals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.checking import Checker
from assistant.errors import UsageError
from assistant.finding_evaluation import Outcome, evaluate_findings, macro_f1, report, wilson
from assistant.findings import Finding, Reason, Verdict
from tests.checking.conftest import *  # noqa: F403 - its fixtures

S, R, N, C = (
    Verdict.SUPPORTED,
    Verdict.REFUTED,
    Verdict.NOT_ENOUGH_EVIDENCE,
    Verdict.CONFLICTING,
)


def outcome(expected: Verdict, given: Verdict, **row: Any) -> Outcome:
    finding = Finding("x", 0, 1, given, 0.9, Reason.NONE, "", None, (), ())
    return Outcome({"reason": "none", "language": "en", **row}, expected, finding)


def test_all_right_is_1_and_a_class_that_nobody_finds_costs_a_third() -> None:
    assert macro_f1([(S, S), (R, R), (N, N)]) == 1.0
    assert macro_f1([(S, S), (R, R), (N, R)]) == pytest.approx((1 + 2 / 3 + 0) / 3)


def test_conflicting_counts_as_refuted() -> None:
    assert outcome(C, R).pair == outcome(R, C).pair == (R, R)


def test_false_claims_called_supported_are_counted_with_an_interval() -> None:
    found = report(
        [outcome(R, S, misreading_covers=True), *[outcome(R, R)] * 58, outcome(R, S), outcome(N, S)]
    )
    assert found["false_called_supported"]["number"] == 2
    assert found["false_called_supported"]["of"] == 60
    low, high = found["false_called_supported"]["interval_95"]
    assert low < 2 / 60 < high
    assert found["no_misreading"]["false_called_supported"]["number"] == 1
    assert found["undecided_called_supported"]["number"] == 1


def test_the_interval_of_nothing_is_everything_and_of_none_begins_at_0() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    low, high = wilson(0, 60)
    assert (low, high) == (0.0, pytest.approx(0.0602, abs=0.001))


def test_a_file_of_claims_is_checked_and_reported(checker: Checker, tmp_path: Path) -> None:
    rows = [
        {"id": "1", "claim": "China signed the Bletchley Declaration.", "verdict": "supported"},
        {"id": "2", "claim": "The United States signed the Paris Statement.", "verdict": "refuted"},
    ]
    path = tmp_path / "claims.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    found = evaluate_findings(path, checker)
    assert (found["claims"], found["macro_f1"], found["missed"]) == (2, 1.0, [])


@pytest.mark.parametrize("line", ["", "{}", "nothing", '{"claim": "x", "verdict": "maybe"}'])
def test_a_file_that_cannot_be_used_is_named(checker: Checker, tmp_path: Path, line: str) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(UsageError, match=r"claims\.jsonl"):
        evaluate_findings(path, checker)
