"""Fit the judge of claims on the development half of the claim set.

    python -m tests.gold.calibrate_claims

writes assistant/checking/judge.json and prints cross-validated figures. The held half is not read.
A claim of several parts teaches only where its verdict tells that of its parts: all parts of a
supported claim are supported; others of several parts are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from assistant.checking.judging import WEIGHTS
from assistant.checking.signals import SIGNALS
from assistant.wiring import build_assistant

GOLD = Path(__file__).parent
LABELS = {"supported": 0, "refuted": 1, "conflicting": 1, "not_enough_evidence": 2}
STRENGTH = 0.03  # inverse of the regularisation, chosen by cross-validation
LEAST = (
    0.62  # probability of support from which on a claim is called supported: by cross-validation
)
# on the development half about 7 in 100 false claims get there; at 0.55 it was 9, at 0.8 only 2,
# but then more than half of what is true was no longer called so
Rows = npt.NDArray[np.float64]


def claims(path: Path) -> Iterator[Mapping[str, Any]]:
    """The lines of a claim file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def fit(rows: Rows, labels: npt.NDArray[np.int64]) -> dict[str, Any]:
    """Weights as judge.json has them, with the least probability of support."""
    model = _model().fit(rows, labels)
    scaler, regression = model[0], model[-1]
    return {
        "signals": list(SIGNALS),
        "means": [round(float(v), 5) for v in scaler.mean_],
        "scales": [round(float(v), 5) for v in scaler.scale_],
        "weights": [[round(float(v), 4) for v in row] for row in regression.coef_],
        "bias": [round(float(v), 4) for v in regression.intercept_],
        "least": LEAST,
    }


def cross_validated(rows: Rows, labels: npt.NDArray[np.int64]) -> Rows:
    """Probabilities of each claim by models that have not seen it."""
    folds = StratifiedKFold(10, shuffle=True, random_state=20261125)
    found: Rows = cross_val_predict(_model(), rows, labels, cv=folds, method="predict_proba")
    return found


def _model() -> Any:
    return make_pipeline(
        StandardScaler(),
        LogisticRegression(C=STRENGTH, max_iter=3000, class_weight="balanced"),
    )


def main() -> None:
    """Read, fit, write, report."""
    checker = build_assistant().checker
    rows, labels = [], []
    for claim in claims(GOLD / "claims_dev.jsonl"):
        found = checker.raw(claim["claim"])
        if len(found) > 1 and claim["verdict"] != "supported":
            continue
        for part in found:
            rows.append(part.row)
            labels.append(LABELS[claim["verdict"]])
    write(np.array(rows, np.float64), np.array(labels, np.int64))


def write(rows: Rows, labels: npt.NDArray[np.int64]) -> None:
    """Fit and write judge.json; print what cross-validation says of it."""
    found = fit(rows, labels)
    WEIGHTS.write_text(_lines(found), encoding="utf-8")
    guessed = cross_validated(rows, labels).argmax(axis=1)
    print(f"{len(labels)} parts; macro F1 {f1_score(labels, guessed, average='macro'):.3f}")


def _lines(found: Mapping[str, Any]) -> str:
    rows: Iterable[str] = (f'"{key}": {json.dumps(value)}' for key, value in found.items())
    return "{\n" + ",\n".join(rows) + "\n}\n"


if __name__ == "__main__":
    main()
