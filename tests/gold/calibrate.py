"""Fits the judge's weights: `make calibrate` writes assistant/answering/judge.json.

The order of statements is learnt from judging.jsonl (rows {"q": question, "p": [ids of the
statements that answer]}, an empty "p" where none does). What is shown is decided on on_point.jsonl
(rows {"q", "on_point": {id of a statement: 2 answers, 1 near, 0 off}}, each judged by a reader).
Neither is the gold set, and what the reader was trained on takes no part where its scores do.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from assistant.adapters.reading import CrossEncoder
from assistant.answering.judging import READ, SIGNALS, WEIGHTS, Logistic, stratum
from assistant.answering.turn import Parts, Turn
from assistant.domain import Filters
from assistant.tokens import is_chinese
from assistant.wiring import build_assistant
from tests.gold.train_reader import judged, rows_of, trained_on

WEIGHED = 12  # statements of a question that the order is learnt from
KEPT = 0.93  # share of answerable questions whose best statement each threshold lets through
PRECISE = 0.85  # share of further statements shown that are to answer
Numbers = npt.NDArray[np.float64]


def fit(rows: Numbers, answers: Numbers) -> dict[str, object]:
    """A logistic regression over standardised rows, as judge.json holds it."""
    means, spread = rows.mean(0), rows.std(0)
    scales = np.where(spread > 0, spread, 1.0)
    model = LogisticRegression(C=0.2, max_iter=3000).fit((rows - means) / scales, answers)
    return {
        "means": [round(float(value), 5) for value in means],
        "scales": [round(float(value), 5) for value in scales],
        "weights": [round(float(value), 5) for value in model.coef_[0]],
        "bias": round(float(model.intercept_[0]), 5),
    }


class Shown:
    """The statements of one question with their signals, and which of them answer."""

    def __init__(self, parts: Parts, question: str, answers: Sequence[str], weighed: int) -> None:
        turn = Turn(parts, question, Filters(), ())
        hits, rows = turn.evidence()
        self.question, self.language, self.named = question, turn.language, turn.named
        self.hits, self.rows = hits[:weighed], rows[:weighed]
        self.right = np.array([hit.passage.id in answers for hit in self.hits])
        self.answerable = bool(answers)


def main() -> None:
    """Fit, choose the thresholds, print what was measured, write judge.json."""
    parts = build_assistant().parts()
    apart, reader = judged(), CrossEncoder()
    known = rows_of(parts)
    asked = [Shown(parts, row.question, row.answers, WEIGHED) for row in known]
    found: dict[str, object] = {"signals": list(SIGNALS)}
    by_signals = {}
    for language in ("en", "zh"):
        some = [one for one in asked if one.language == language and len(one.hits)]
        by_signals[language] = fit(
            np.vstack([one.rows for one in some]), np.concatenate([one.right for one in some])
        )
    found["by_signals"] = by_signals
    order = Logistic.of(by_signals["en"])
    fresh = [
        one
        for row, one in zip(known, asked, strict=True)
        if one.language == "en" and len(one.hits) and not trained_on(row, apart)
    ]
    answers = {q: [i for i, value in told.items() if value == 2] for q, told in apart.items()}
    covered = {one.question for one in fresh}
    fresh += [
        one
        for question, right in answers.items()
        if question not in covered and not is_chinese(question)
        if len((one := Shown(parts, question, right, WEIGHED)).hits)
    ]
    rows, right, group = [], [], []
    for number, one in enumerate(fresh):
        first = np.argsort(-order.probabilities(one.rows))[:READ]
        told = reader.read(one.question, [one.hits[i].passage.text for i in first])
        rows.append(np.column_stack([one.rows[first], told]))
        right.append(one.right[first])
        group += [number] * len(first)
    x, y, groups = np.vstack(rows), np.concatenate(right), np.array(group)
    found["by_reading"] = fit(x, y)
    scaled = (x - x.mean(0)) / (x.std(0) + 1e-9)
    model = LogisticRegression(C=0.2, max_iter=3000)
    across = cross_val_predict(
        model, scaled, y, groups=groups, cv=GroupKFold(8), method="predict_proba"
    )[:, 1]
    best = np.array([across[groups == k].max() for k in range(len(fresh))])
    answerable = np.array([one.answerable for one in fresh])
    first_right = [y[groups == k][across[groups == k].argmax()] for k in range(len(fresh))]
    chinese = [one for one in asked if one.language == "zh" and len(one.hits)]
    order_zh = Logistic.of(by_signals["zh"])
    best_zh = np.array([order_zh.probabilities(one.rows).max() for one in chinese])
    least = {}
    for language, some, probabilities in (("en", fresh, best), ("zh", chinese, best_zh)):
        for named in (True, False):
            case = [one.answerable and one.named == named for one in some]
            least[stratum(language, named)] = round(
                float(np.quantile(probabilities[case], 1 - KEPT)), 4
            )
    found["least"] = least
    further = [p for p in np.linspace(0.2, 0.9, 71) if y[across >= p].mean() >= PRECISE]
    found["further"] = round(float(min(further, default=0.9)), 3)
    refused = [p < least[stratum("en", one.named)] for one, p in zip(fresh, best, strict=True)]
    report = {
        "questions read": len(fresh),
        "first right": round(
            float(np.mean([r for r, a in zip(first_right, answerable, strict=True) if a])), 3
        ),
        "AUC of pairs": round(float(roc_auc_score(y, across)), 3),
        "AUC of questions": round(float(roc_auc_score(answerable, best)), 3),
        "refused of unanswerable": round(float(np.mean(np.array(refused)[~answerable])), 3),
        "share right of those at or above `further`": round(
            float(y[across >= found["further"]].mean()), 3
        ),
    }
    print(json.dumps(report, indent=1), file=sys.stderr)
    WEIGHTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
