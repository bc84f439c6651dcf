"""Fit the judge of claims on the claims that may be looked at while tuning.

    python -m tests.gold.calibrate_claims

reads claims_dev.jsonl, claims_tuning.jsonl and claims_tuning_check.jsonl, writes
assistant/checking/judge.json and prints cross-validated figures: folds of documents, so that no
claim is judged by a model that has seen another claim on the same document. The other claim files
are not read.
A claim of several parts teaches only where its verdict tells that of its parts: all parts of a
supported claim are supported; others of several parts are left out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix, f1_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from assistant.checking import Checker
from assistant.checking.judging import WEIGHTS
from assistant.checking.signals import SIGNALS
from assistant.wiring import build_assistant

GOLD = Path(__file__).parent
FILES = ("claims_dev.jsonl", "claims_tuning.jsonl", "claims_tuning_check.jsonl")
LABELS = {"supported": 0, "refuted": 1, "conflicting": 1, "not_enough_evidence": 2}
STRENGTH = 0.1  # inverse of the regularisation, chosen by cross-validation
LEAST = 0.6  # probability of support from which on a claim is called supported, likewise
FOLDS = 10
Rows = npt.NDArray[np.float64]


@dataclass
class Lessons:
    """A row of SIGNALS for each part that teaches, its label, the document it is about."""

    rows: list[Sequence[float]] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)

    def read(self, checker: Checker, claims: Iterable[Mapping[str, Any]]) -> None:
        """Take in what the checker finds for these claims."""
        for claim in claims:
            found = checker.raw(claim["claim"])
            if len(found) > 1 and claim["verdict"] != "supported":
                continue
            self.rows += [part.row for part in found]
            self.labels += [LABELS[claim["verdict"]]] * len(found)
            self.documents += [claim["documents"][0] if claim["documents"] else ""] * len(found)


def claims(path: Path) -> Iterator[Mapping[str, Any]]:
    """The lines of a claim file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def fit(lessons: Lessons) -> dict[str, Any]:
    """Weights as judge.json has them, with the least probability of support."""
    model = _model().fit(np.array(lessons.rows), lessons.labels)
    scaler, regression = model[0], model[-1]
    return {
        "signals": list(SIGNALS),
        "means": [round(float(v), 5) for v in scaler.mean_],
        "scales": [round(float(v), 5) for v in scaler.scale_],
        "weights": [[round(float(v), 4) for v in row] for row in regression.coef_],
        "bias": [round(float(v), 4) for v in regression.intercept_],
        "least": LEAST,
    }


def cross_validated(lessons: Lessons) -> Rows:
    """Probabilities of each part by models that have seen nothing of its document."""
    found: Rows = cross_val_predict(
        _model(),
        np.array(lessons.rows),
        lessons.labels,
        groups=lessons.documents,
        cv=GroupKFold(FOLDS),
        method="predict_proba",
    )
    return found


def _model() -> Any:
    return make_pipeline(
        StandardScaler(),
        LogisticRegression(C=STRENGTH, max_iter=3000, class_weight="balanced"),
    )


def main() -> None:
    """Read, fit, write, report."""
    checker, lessons = build_assistant().checker, Lessons()
    for name in FILES:
        lessons.read(checker, claims(GOLD / name))
    write(lessons)


def write(lessons: Lessons) -> None:
    """Fit and write judge.json; print what cross-validation says of it."""
    WEIGHTS.write_text(_lines(fit(lessons)), encoding="utf-8")
    chances = cross_validated(lessons)
    leaning = chances[:, 0] == chances.max(axis=1)
    chances[leaning & (chances[:, 0] < LEAST), 0] = 0.0
    guessed = chances.argmax(axis=1)
    score = f1_score(lessons.labels, guessed, average="macro")
    table = confusion_matrix(lessons.labels, guessed).tolist()
    print(f"{len(lessons.labels)} parts; macro F1 {score:.3f}; {table}", file=sys.stderr)


def _lines(found: Mapping[str, Any]) -> str:
    rows: Iterable[str] = (f'"{key}": {json.dumps(value)}' for key, value in found.items())
    return "{\n" + ",\n".join(rows) + "\n}\n"


if __name__ == "__main__":
    main()
