"""Can these statements answer this question? A small calibrated judge over search's signals.

A logistic regression over a dozen signals (closeness, shared and missing words, form of the
question), fitted by tests/gold/calibrate.py on questions written over the briefs. Its weights
are numbers in judge.json.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answering.relevance import Lexicon, Term
from assistant.domain import Hit

WEIGHTS = Path(__file__).parent / "judge.json"
_ASKS_NUMBER = re.compile(
    r"\bhow (?:many|much|far|old)\b|\bnumber of\b|\bbudget\b|\bpercentage\b|多少|几", re.IGNORECASE
)
_DATE = re.compile(
    r"\b20\d\d\b|\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|"
    r"November|December)\b"
)
_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|sixteen|twenty|dozens?|"
    r"half|percent|hundreds?|thousands?|millions?|billions?|trillions?)\b",
    re.IGNORECASE,
)
_CAPITALISED = re.compile(r"(?<=[a-z,] )[A-Z][A-Za-z-]{2,}")
_OFFICE = re.compile(
    r"^\W*(?:and )?who (?:is|was|will be|has been elected|became)(?: the)? (?:first |new |current )?([\w-]+)"
    r"|([\u3400-\u9fff]{2,3})(?:是谁|由谁)",
    re.IGNORECASE,
)
_WHO = re.compile(r"^\W*(?:and )?(?:who|whose|whom)\b|谁", re.IGNORECASE)

SIGNALS = (
    "coverage", "in_text", "covered_first", "unknown", "strangers", "over_mean", "spread",
    "lexical", "number_missing", "asks_number", "chinese", "yes_no", "who", "words",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What the judge knows of a question; `bare` is its text without the names it knows."""

    text: str
    terms: Sequence[Term]
    bare: str
    chinese: bool
    yes_no: bool


def signals(asked: Asked, lexicon: Lexicon, hits: Sequence[Hit]) -> list[float]:
    """One row of SIGNALS for a question and the statements that may answer it, best first."""
    dense = sorted((hit.dense for hit in hits), reverse=True)
    total = sum(term.weight for term in asked.terms) or 1.0
    coverage = [lexicon.coverage(asked.terms, [hit.passage]) for hit in hits]
    in_text = [
        sum(t.weight for t in asked.terms if lexicon.covered(t, hit.passage) >= 0.9) / total
        for hit in hits
    ]
    asks_number = bool(_ASKS_NUMBER.search(asked.text))
    told = any(_NUMBER.search(_DATE.sub(" ", hit.passage.text)) for hit in hits[:3])
    return [
        max(coverage),
        max(in_text),
        coverage[0],
        sum(t.weight for t in asked.terms if lexicon.unknown(t)) / total,
        _strangers(asked, hits[:3]),
        dense[0] - sum(dense) / len(dense),
        dense[0] - dense[min(4, len(dense) - 1)],
        max(hit.lexical for hit in hits) / max(1, len(asked.terms)),
        float(asks_number and not told),
        float(asks_number),
        float(asked.chinese),
        float(asked.yes_no),
        float(bool(_WHO.search(asked.text))),
        math.log1p(len(asked.terms)),
    ]


def office_of(text: str) -> str:
    """The office whose holder is asked for: “director” of “Who is the director of …”, else ""."""
    match = _OFFICE.search(text)
    return next((part for part in match.groups() if part), "") if match else ""


def lacks_number(row: Sequence[float]) -> bool:
    """Whether the question asks how many or how much, and no statement has a number."""
    return bool(row[SIGNALS.index("number_missing")])


def _strangers(asked: Asked, hits: Sequence[Hit]) -> float:
    """How many capitalised words of the question, names of nothing known, no statement has."""
    told = " ".join(hit.passage.text for hit in hits).casefold()
    return float(sum(word.casefold() not in told for word in _CAPITALISED.findall(asked.bare)))


def stratum(language: str, named: bool) -> str:
    """The case for which a threshold was chosen."""
    return f"{language}, {'named' if named else 'open'}"


class Judge:
    """The fitted weights, and the probability from which on an answer is given."""

    def __init__(self, path: Path = WEIGHTS) -> None:
        weights = json.loads(path.read_text(encoding="utf-8"))
        self._means: list[float] = weights["means"]
        self._scales: list[float] = weights["scales"]
        self._weights: list[float] = weights["weights"]
        self._bias: float = weights["bias"]
        self._sufficient: dict[str, float] = weights["sufficient"]
        self._nearest: dict[str, float] = weights["nearest"]

    def doubts(self, row: Sequence[float], nearest: float, *, named: bool) -> bool:
        """Whether these signals speak against an answer.

        `nearest` is the cosine of the closest statement, `named` whether the question names a
        text; what is enough was chosen for each language and case.
        """
        language = "zh" if row[SIGNALS.index("chinese")] else "en"
        if nearest < self._nearest[language]:
            return True
        return self.probability(row) < self._sufficient[stratum(language, named)]

    def probability(self, row: Sequence[float]) -> float:
        """The probability, 0..1, that a question with these signals can be answered."""
        scaled = (
            (value - mean) / scale
            for value, mean, scale in zip(row, self._means, self._scales, strict=True)
        )
        total = self._bias + sum(w * s for w, s in zip(self._weights, scaled, strict=True))
        return 1 / (1 + math.exp(-total))
