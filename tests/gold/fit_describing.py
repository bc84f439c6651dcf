"""Fit the weights by which a described text is recognised: answering/describing.json.

    python -m tests.gold.fit_describing

Reads the questions of the tuning sets that name no text; right are the texts that they expect.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml

from assistant.answering.describing import SIGNALS, WEIGHTS, signals
from assistant.answering.focus import TYPED
from assistant.answering.judging import Logistic, Rows
from assistant.answering.parts import Parts
from assistant.answering.seeking import SEARCHED
from assistant.answering.understanding import understand
from assistant.domain import Filters
from assistant.wiring import build_assistant
from tests.gold.calibrate import fit

SETS = ("tuning", "tuning2", "tuning3", "tuning4", "dev")
GOLD = Path(__file__).parent
Right = npt.NDArray[np.bool_]


def questions() -> Iterator[tuple[str, set[str]]]:
    """The questions that stand alone, with the texts that a right answer cites."""
    for name in SETS:
        for row in yaml.safe_load((GOLD / f"{name}.yaml").read_text(encoding="utf-8")):
            wanted = {*row.get("documents", ()), *row.get("documents_any", ())}
            if wanted and not row.get("after") and row.get("kind") != "set":
                yield row["question"], wanted


def rows_of(parts: Parts) -> Iterator[tuple[Rows, Right]]:
    """For each question the signals of the texts found, and which of them are right."""
    for question, wanted in questions():
        understood = understand(question, parts.names)
        if understood.mentions.ids("document"):  # named, not described
            continue
        material = parts.material(Filters(), understood.language)
        terms = parts.lexicon.terms(material, question)
        hits = parts.searcher.search(
            question, limit=SEARCHED, filters=Filters(scope="corpus"),
            parties=material.voices(understood.parties), extra_queries=(),
        )  # fmt: skip
        typed = understood.intent in TYPED
        documents, rows = signals(material, parts.lexicon, understood, terms, hits, typed)
        right = np.array([d.id in wanted for d in documents])
        if right.any():
            yield rows, right


def fitted(found: Sequence[tuple[Rows, Right]]) -> dict[str, object]:
    """The weights for these questions."""
    return fit(
        np.vstack([rows for rows, _ in found]), np.concatenate([right for _, right in found])
    )


def measure(found: Sequence[tuple[Rows, Right]]) -> None:
    """Print by five folds how often the likeliest text is right, and from which probability on."""
    told = []
    for fold in range(5):
        model = Logistic.of(fitted([pair for k, pair in enumerate(found) if k % 5 != fold]))
        for rows, right in found[fold::5]:
            likely = model.probabilities(rows)
            told.append((float(likely.max()), bool(right[np.argmax(likely)])))
    share = np.mean([right for _, right in told])
    print(f"{len(found)} questions; the likeliest text is right in {share:.3f}")
    for least in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        kept = [right for likely, right in told if likely >= least]
        print(f"from {least}: {len(kept)} questions, {np.mean(kept):.3f} right")


def main(parts: Parts | None = None) -> None:
    """Measure, fit on all, write the weights."""
    found = list(rows_of(parts or build_assistant().parts()))
    measure(found)
    weights = fitted(found)
    print(dict(zip(SIGNALS, weights["weights"], strict=True)))
    WEIGHTS.write_text(json.dumps(weights) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
