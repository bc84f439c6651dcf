"""Verifiers measured on labelled pairs of claim and evidence."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.domain import Entailment
from assistant.errors import UsageError
from assistant.ports import Progress, Verifier

SUPPORTED = "supported"
LABELS: Mapping[str, Callable[[Entailment], float]] = {
    SUPPORTED: lambda found: found.supports,
    "refuted": lambda found: found.refutes,
    "not_enough_evidence": lambda found: 1 - found.supports - found.refutes,
    "not_supported": lambda found: 1 - found.supports,
}
_TOGETHER = 128  # pairs judged between two reports of progress

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """A claim, a piece of evidence and how the one stands to the other."""

    claim: str
    evidence: str
    label: str


def evaluate_claims(
    path: Path, methods: Mapping[str, Verifier], progress: Progress | None = None
) -> dict[str, object]:
    """The measures of DESIGN 4 for each method by name.

    A verifier knows three outcomes and a file may have fewer labels: the likeliest of the file's
    own labels is taken, and the probabilities are shared out among them. UsageError where the
    file breaks the format; ModelError where a method fails.
    """
    pairs = read_pairs(path)
    report: dict[str, object] = {"dataset": path.stem, "pairs": len(pairs)}
    for name, verifier in methods.items():
        report[name] = _measure(name, verifier, pairs, progress)
    return report


def read_pairs(path: Path) -> list[LabelledPair]:
    """The file's rows; UsageError names the line that is not one, or a file of one label."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"Cannot read {path} ({error}). Give a file with one JSON object a line: "
            '{"claim": …, "evidence": …, "label": …}.'
        ) from error
    rows = enumerate(lines, start=1)
    pairs = [_pair(line, f"{path}:{number}") for number, line in rows if line.strip()]
    labels = {pair.label for pair in pairs}
    if SUPPORTED not in labels or len(labels) == 1:
        raise UsageError(
            f"{path} has {len(pairs)} pairs with the labels {', '.join(sorted(labels)) or 'none'}: "
            "measuring needs supported pairs and others."
        )
    if {"refuted", "not_supported"} <= labels or {"not_enough_evidence", "not_supported"} <= labels:
        raise UsageError(
            f"{path} has not_supported beside a label that it includes; use one or the other."
        )
    return pairs


def _pair(line: str, place: str) -> LabelledPair:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise UsageError(f"{place}: not a line of JSON ({error}).") from error
    if not isinstance(row, dict):
        raise UsageError(f"{place}: not a JSON object.")
    for field in ("claim", "evidence", "label"):
        if not isinstance(row.get(field), str) or not row[field].strip():
            raise UsageError(f"{place}: no text in the field {field!r}.")
    if row["label"] not in LABELS:
        raise UsageError(f"{place}: the label {row['label']!r} is none of {', '.join(LABELS)}.")
    return LabelledPair(row["claim"], row["evidence"], row["label"])


def _measure(
    name: str, verifier: Verifier, pairs: Sequence[LabelledPair], progress: Progress | None
) -> dict[str, object]:
    asked = [(pair.claim, pair.evidence) for pair in pairs]
    verifier.verify(asked[:1])  # loads what is lazy
    found: list[Entailment] = []
    started = time.perf_counter()
    for start in range(0, len(asked), _TOGETHER):
        found += verifier.verify(asked[start : start + _TOGETHER])
        if progress:
            progress(len(found), len(asked), f"Judging ({name})")
    seconds = time.perf_counter() - started
    figures = measures([pair.label for pair in pairs], found)
    return figures | {"pairs_per_second": round(len(pairs) / seconds, 1)}


def measures(labels: Sequence[str], found: Sequence[Entailment]) -> dict[str, object]:
    """Balanced accuracy, AUC of supported against the rest, F1 of each label."""
    names = [name for name in LABELS if name in set(labels)]
    shares = np.array([[LABELS[name](one) for name in names] for one in found])
    shares = np.clip(shares, 1e-12, None)
    told = [names[at] for at in shares.argmax(axis=1)]
    right = Counter(label for label, guess in zip(labels, told, strict=True) if label == guess)
    truly, guessed = Counter(labels), Counter(told)
    support = shares[:, names.index(SUPPORTED)] / shares.sum(axis=1)
    positive = np.array([label == SUPPORTED for label in labels])
    return {
        "balanced_accuracy": round(float(np.mean([right[n] / truly[n] for n in names])), 4),
        "auc": round(area_under_curve(support, positive), 4),
        "f1": {n: round(2 * right[n] / (truly[n] + guessed[n]), 4) for n in names},
    }


def area_under_curve(scores: Numbers, positive: npt.NDArray[np.bool_]) -> float:
    """How often a positive has the higher score, ties counted as half: the rank-sum form."""
    _, places, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]
    wins = ranks[positive].sum() - positive.sum() * (positive.sum() + 1) / 2
    return float(wins / (positive.sum() * (~positive).sum()))
