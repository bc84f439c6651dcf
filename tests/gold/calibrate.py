"""Fits the judge's weights: `python -m tests.gold.calibrate` writes assistant/answering/judge.json.

From judging.jsonl (rows {"p": [ids of the statements that answer], "q": question}, an empty "p"
where none does) and tuning.yaml; neither is the gold set.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict

from assistant.answer_evaluation import read_questions
from assistant.answering.judging import SIGNALS, WEIGHTS, stratum
from assistant.answering.turn import Parts, Turn
from assistant.domain import Filters
from assistant.wiring import build_assistant

HERE = Path(__file__).parent
KEPT_ANSWERABLE = 0.97  # share of answerable questions that each threshold lets through
FAR = 0.02  # share of them that is farther from its closest statement than is let through


def signals_of(parts: Parts, question: str) -> tuple[list[float], bool, float]:
    """The judge's signals for a question, whether it names a text, the closest cosine."""
    turn = Turn(parts, question, Filters(), ())
    return turn.signals(), turn.named, turn.nearest


def main() -> None:
    """Fit, choose the thresholds, print what was measured, write judge.json."""
    parts = build_assistant().parts()
    step = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    lines = (HERE / "judging.jsonl").read_text(encoding="utf-8").splitlines()[::step]
    tuning = read_questions(HERE / "tuning.yaml")
    asked = [(row["q"], bool(row["p"])) for row in map(json.loads, lines)]
    asked += [(row.question, not row.unanswerable) for row in tuning]
    rows = [(*signals_of(parts, question), answerable) for question, answerable in asked]
    rows = [row for row in rows if row[0]]
    x = np.array([row for row, _, _, _ in rows])
    y = np.array([answerable for _, _, _, answerable in rows])
    means, scales = x.mean(0), x.std(0) + 1e-9
    scaled = (x - means) / scales
    model = LogisticRegression(C=0.3, class_weight="balanced", max_iter=2000)
    across = cross_val_predict(model, scaled, y, cv=10, method="predict_proba")[:, 1]
    model.fit(scaled, y)
    print(f"{len(y)} questions; AUC {roc_auc_score(y, across):.3f}, cross-validated")
    chinese = x[:, SIGNALS.index("chinese")] > 0
    named = np.array([row[1] for row in rows])
    closest = np.array([row[2] for row in rows])
    sufficient, nearest, refused = {}, {}, np.zeros(len(y), bool)
    for language, spoken in (("en", ~chinese), ("zh", chinese)):
        nearest[language] = round(float(np.quantile(closest[spoken & y], FAR)), 4)
        refused |= spoken & (closest < nearest[language])
        for about in (True, False):
            case = spoken & (named == about)
            least = float(np.quantile(across[case & y], 1 - KEPT_ANSWERABLE))
            sufficient[stratum(language, about)] = round(least, 4)
            refused |= case & (across < least)
    print(
        f"answered: {(~refused)[y].mean():.0%} of the answerable; refused: {refused[~y].mean():.0%}"
    )
    found = {
        "signals": list(SIGNALS),
        "means": [round(float(value), 5) for value in means],
        "scales": [round(float(value), 5) for value in scales],
        "weights": [round(float(value), 5) for value in model.coef_[0]],
        "bias": round(float(model.intercept_[0]), 5),
        "sufficient": sufficient,
        "nearest": nearest,
    }
    WEIGHTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
