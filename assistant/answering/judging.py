"""Which statements answer this question, if any? Each gets a calibrated probability.

A logistic regression over search's signals puts the statements found in order; a reader (see
ports) then reads the question together with the first of them, and a second regression joins what
it says with the signals. Both are fitted by tests/gold/calibrate.py on questions written over the
briefs; their weights are numbers in judge.json.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.answering.relevance import Lexicon, Term
from assistant.answering.understanding import Understanding
from assistant.dates import within
from assistant.domain import Document, Hit, Passage
from assistant.naming import Sort
from assistant.ports import Reader

WEIGHTS = Path(__file__).parent / "judge.json"
READ = 6  # statements that the reader reads for one question
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
_SAYS = re.compile(
    r"\b(?:sa(?:y|id)|t(?:ell|old)|ask|call|warn|argue|stress|raise|mention|describe|think|view|opinion|"
    r"according to|words of|remark|speech|predict|suggest|propose|promise|pledge)\w*\b"
    r"|说|表示|认为|称|提出|谈|强调|主张|呼吁|警告",
    re.IGNORECASE,
)
_CAPITALISED = re.compile(r"(?<=[a-z,] )[A-Z][A-Za-z-]{2,}")
_OFFICE = re.compile(
    r"^\W*(?:and )?who (?:is|was|will be|has been elected|became)(?: the)? (?:first |new |current )?([\w-]+)"
    r"|([\u3400-\u9fff]{2,3})(?:是谁|由谁)",
    re.IGNORECASE,
)

SIGNALS = (
    "search", "cosine", "cosine_gap", "lexical", "place", "coverage", "worded", "heading",
    "named", "other_text", "other_side", "by_speaker", "by_other", "other_time",
    "number_missing", "strangers", "best_of_text", "words", "topic",
)  # fmt: skip
Rows = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the judge knows of a question: its content words, the texts and the voices it is about."""

    understood: Understanding
    terms: Sequence[Term]
    named: frozenset[str]
    voices: frozenset[str]


def voices_of(passage: Passage, document: Document) -> set[str]:
    """Whose position a statement can tell: its own parties, and who stands behind its document."""
    return set(passage.parties) | set(document.issuers)


def signals(
    asked: Asked, lexicon: Lexicon, documents: Mapping[str, Document], hits: Sequence[Hit]
) -> Rows:
    """One row of SIGNALS for each hit; shape (len(hits), len(SIGNALS))."""
    understood = asked.understood
    speakers = set(understood.speakers)
    says = bool(_SAYS.search(understood.mentions.without(Sort.DOCUMENT)))
    bare = understood.mentions.without(*Sort)
    strangers = [word.casefold() for word in _CAPITALISED.findall(bare)]
    period = (understood.since, understood.until)
    asks_number = bool(_ASKS_NUMBER.search(understood.text))
    total = sum(term.weight for term in asked.terms) or 1.0
    closest = max((hit.dense for hit in hits), default=0.0)
    shared = max((hit.lexical for hit in hits), default=0.0) or 1.0
    best: dict[str, float] = {}
    for hit in hits:
        i = hit.passage.document_id
        best[i] = max(best.get(i, 0.0), hit.score)
    rows = []
    for place, hit in enumerate(hits):
        passage = hit.passage
        document = documents[passage.document_id]
        covered = [lexicon.covered(term, passage) for term in asked.terms]
        told = f"{passage.text} {passage.text_zh or ''}".casefold()
        spoken_by = bool(speakers) and says
        heading = lexicon.heads[document.id]
        rows.append(
            [
                hit.score,
                hit.dense,
                hit.dense - closest,
                hit.lexical / shared,
                1 / (1 + place),
                _weighed(asked.terms, covered) / total,
                lexicon.worded(asked.terms, passage),
                _weighed(asked.terms, [t.word in heading for t in asked.terms]) / total,
                document.id in asked.named,
                bool(asked.named) and document.id not in asked.named,
                bool(asked.voices) and not asked.voices & voices_of(passage, document),
                spoken_by and passage.speaker in speakers,
                spoken_by and passage.speaker not in speakers,
                any(period) and not within(document.date, *period),
                asks_number and not tells_number(passage.text),
                sum(word not in told for word in strangers),
                hit.score >= best[document.id],
                math.sqrt(len(asked.terms)),
                bool(passage.topic) and passage.topic in understood.topics,
            ]
        )
    return np.array(rows, np.float64).reshape(-1, len(SIGNALS))


def _weighed(terms: Sequence[Term], shares: Sequence[float]) -> float:
    return sum(term.weight * share for term, share in zip(terms, shares, strict=True))


def tells_number(text: str) -> bool:
    """Whether a text has a number other than those of its dates."""
    return bool(_NUMBER.search(_DATE.sub(" ", text)))


def office_of(text: str) -> str:
    """The office whose holder is asked for: “director” of “Who is the director of …”, else ""."""
    match = _OFFICE.search(text)
    return next((part for part in match.groups() if part), "") if match else ""


@dataclass(frozen=True, slots=True)
class Logistic:
    """A fitted logistic regression over standardised signals."""

    means: Rows
    scales: Rows
    weights: Rows
    bias: float

    @classmethod
    def of(cls, found: Mapping[str, object]) -> Logistic:
        """From one part of judge.json."""
        means, scales, weights, bias = (
            np.asarray(found[key], np.float64) for key in ("means", "scales", "weights", "bias")
        )
        return cls(means, scales, weights, float(bias))

    def probabilities(self, rows: Rows) -> Rows:
        """Of shape (len(rows),), each in 0..1."""
        found: Rows = 1 / (
            1 + np.exp(-(self.bias + (rows - self.means) / self.scales @ self.weights))
        )
        return found


class Judge:
    """The fitted weights, the reader, and the probabilities from which on a statement is shown.

    `further` is the one for a statement beside the best.
    """

    def __init__(self, reader: Reader, path: Path = WEIGHTS) -> None:
        found = json.loads(path.read_text(encoding="utf-8"))
        self.reader = reader
        self._by_signals = {name: Logistic.of(part) for name, part in found["by_signals"].items()}
        self._by_reading = Logistic.of(found["by_reading"])
        self._least: dict[str, float] = found["least"]
        self.further: float = found["further"]

    def ranked(
        self, question: str, language: str, rows: Rows, hits: Sequence[Hit]
    ) -> list[tuple[Hit, float]]:
        """The hits that may answer with their probabilities, best first.

        In a language that the reader reads, these are the READ likeliest by their signals.
        """
        likely = self._by_signals[language].probabilities(rows)
        order = np.argsort(-likely, kind="stable")
        if language in self.reader.languages and len(hits):
            order = order[:READ]
            told = self.reader.read(question, [hits[i].passage.text for i in order])
            joined = np.column_stack([rows[order], np.asarray(told, np.float64)])
            likely[order] = self._by_reading.probabilities(joined)
            order = order[np.argsort(-likely[order], kind="stable")]
        return [(hits[i], float(likely[i])) for i in order]

    def least(self, language: str, *, named: bool) -> float:
        """The probability below which nothing is shown."""
        return self._least[stratum(language, named)]


def stratum(language: str, named: bool) -> str:
    """The case for which a threshold was chosen."""
    return f"{language}, {'named' if named else 'open'}"
