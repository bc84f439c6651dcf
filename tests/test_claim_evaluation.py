"""Measuring verifiers on labelled pairs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import balanced_accuracy_score, f1_score, roc_auc_score

from assistant.claim_evaluation import evaluate_claims, measures, read_pairs
from assistant.domain import Entailment
from assistant.errors import ModelError, UsageError
from tests.fakes import WordOverlapVerifier

ROWS = [
    ("58 countries signed it.", "In Paris 58 countries signed it.", "supported"),
    ("12 countries signed it.", "In Paris 58 countries signed it.", "refuted"),
    ("Cats sleep.", "In Paris 58 countries signed it.", "not_enough_evidence"),
    ("France hosted it.", "France hosted it in February.", "supported"),
]


def _file(folder: Path, rows: Sequence[tuple[str, str, str]]) -> Path:
    path = folder / "some.jsonl"
    names = ("claim", "evidence", "label")
    lines = [json.dumps(dict(zip(names, row, strict=True))) for row in rows]
    path.write_text("\n".join(lines) + "\n\n", encoding="utf-8")
    return path


def test_the_report_has_the_contract_s_fields(tmp_path: Path) -> None:
    """Dataset, pairs, and for each method four figures, f1 by label."""
    told: list[tuple[int, int, str]] = []
    report = evaluate_claims(
        _file(tmp_path, ROWS),
        {"embedded": WordOverlapVerifier(), "overlap": WordOverlapVerifier()},
        lambda *progress: told.append(progress),
    )
    assert list(report) == ["dataset", "pairs", "embedded", "overlap"]
    assert (report["dataset"], report["pairs"]) == ("some", 4)
    figures = report["embedded"]
    assert isinstance(figures, dict)
    assert list(figures) == ["balanced_accuracy", "auc", "f1", "pairs_per_second"]
    assert list(figures["f1"]) == ["supported", "refuted", "not_enough_evidence"]
    assert (figures["balanced_accuracy"], figures["auc"]) == (1.0, 1.0)
    assert told[-1] == (4, 4, "Judging (overlap)")
    json.dumps(report)


def _at_random(count: int) -> list[Entailment]:
    shares = np.random.default_rng(5).dirichlet([1, 1, 1], count).round(1)
    return [Entailment(float(row[0]), float(row[1])) for row in shares]


def test_the_figures_are_those_of_scikit_learn() -> None:
    """Balanced accuracy, AUC with ties, and F1 of each label, on three labels."""
    found = _at_random(300)
    names = ["supported", "refuted", "not_enough_evidence"]
    labels = [names[at] for at in np.random.default_rng(6).integers(0, 3, 300)]
    shares = [[one.supports, one.refutes, 1 - one.supports - one.refutes] for one in found]
    guesses = [names[int(np.argmax(row))] for row in shares]
    figures = measures(labels, found)
    assert figures["balanced_accuracy"] == pytest.approx(
        balanced_accuracy_score(labels, guesses), abs=1e-4
    )
    truth = [label == "supported" for label in labels]
    assert figures["auc"] == pytest.approx(
        roc_auc_score(truth, [one.supports for one in found]), abs=2e-3
    )
    f1 = f1_score(labels, guesses, labels=names, average=None)
    assert figures["f1"] == pytest.approx(dict(zip(names, f1.tolist(), strict=True)), abs=1e-4)


def test_where_a_file_has_two_labels_only_these_are_given() -> None:
    """Neither is shared out: what is refuted more than supported is refuted."""
    found = [Entailment(0.2, 0.1), Entailment(0.1, 0.2)]
    assert measures(["supported", "refuted"], found)["balanced_accuracy"] == 1.0
    found = [Entailment(0.6, 0.1), Entailment(0.4, 0.3)]
    assert measures(["supported", "not_supported"], found)["balanced_accuracy"] == 1.0


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """With what a file has to hold."""
    with pytest.raises(UsageError, match=r"nothing\.jsonl.*\"label\""):
        read_pairs(tmp_path / "nothing.jsonl")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "not a line of JSON"),
        ("[1]", "not a JSON object"),
        ('{"claim": "a", "evidence": "", "label": "supported"}', "'evidence'"),
        ('{"claim": "a", "evidence": "b", "label": "true"}', "'true' is none of supported"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, fault: str) -> None:
    """File, number and fault."""
    path = _file(tmp_path, ROWS)
    path.write_text(path.read_text(encoding="utf-8") + line, encoding="utf-8")
    with pytest.raises(UsageError, match=f"some.jsonl:6: .*{fault}"):
        read_pairs(path)


def test_a_file_that_cannot_be_measured_is_refused(tmp_path: Path) -> None:
    """Nothing in it, one label alone, or a label beside the one that includes it."""
    with pytest.raises(UsageError, match="supported pairs and others"):
        read_pairs(_file(tmp_path, []))
    with pytest.raises(UsageError, match="supported pairs and others"):
        read_pairs(_file(tmp_path, ROWS[:1]))
    with pytest.raises(UsageError, match="beside a label"):
        read_pairs(_file(tmp_path, [*ROWS, ("a", "b", "not_supported")]))


def test_a_verifier_that_fails_fails_the_measuring(tmp_path: Path) -> None:
    """A failure is never counted as not enough evidence."""

    class Broken(WordOverlapVerifier):
        def verify(self, pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
            raise ModelError("The verifier is broken.")

    with pytest.raises(ModelError, match="broken"):
        evaluate_claims(_file(tmp_path, ROWS), {"embedded": Broken()})
