"""A verifier joined with signals that cost nothing: shared words, numbers, names, negation.

Similarity is not support, but what a claim names and its evidence lacks tells against support,
above all in long evidence. A multinomial logistic regression over the verifier's log-odds and
these signals, fitted by tests/gold/calibrate_verifier.py on pairs held back from training; its
weights are numbers in blending.json. The same form over one signal alone is the baseline that a
verifier has to beat.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant import tokens
from assistant.domain import Entailment
from assistant.errors import ModelError
from assistant.ports import Embedder, Verifier

WEIGHTS = Path(__file__).parent / "blending.json"
_LEAST = 1e-6
_SENTENCE_END = re.compile(r"(?<=[.!?;。！？；])\s*|\n+")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_NAME = re.compile(r"(?<=[\w,;] )[A-Z][\w-]+")
_DENIAL = re.compile(
    r"\b(?:not|no|never|none|neither|nor|without|cannot|fail(?:s|ed)?|den(?:y|ies|ied)|refus\w+|"
    r"reject\w*|lacks?)\b|n['’]t\b|[不未没無无非]",
    re.IGNORECASE,
)

Rows = npt.NDArray[np.float64]
Signals = Callable[[Sequence[tuple[str, str]]], Rows]


def word_signals(pairs: Sequence[tuple[str, str]]) -> Rows:
    """One row a pair: see WORD_SIGNALS; shape (len(pairs), len(WORD_SIGNALS))."""
    return np.array([_of_words(*pair) for pair in pairs]).reshape(-1, len(WORD_SIGNALS))


WORD_SIGNALS = (
    "overlap",  # share of the claim's words that the evidence has
    "nearest_overlap",  # the same for the sentence that has most
    "numbers_missing",  # share of the claim's numbers that the evidence lacks
    "names_missing",  # share of its names
    "denial_differs",  # 1 if only one of claim and nearest sentence denies
)


def _of_words(claim: str, evidence: str) -> list[float]:
    wanted = content(claim)
    sentences = [part for part in _SENTENCE_END.split(evidence) if part.strip()] or [evidence]
    shares = [_share(wanted, content(part)) for part in sentences]
    nearest = sentences[int(np.argmax(shares))]
    told = evidence.casefold()
    numbers = {number.replace(",", "") for number in _NUMBER.findall(evidence)}
    claimed = [number.replace(",", "") for number in _NUMBER.findall(claim)]
    names = [name.casefold() for name in _NAME.findall(claim)]
    return [
        _share(wanted, content(evidence)),
        max(shares),
        sum(number not in numbers for number in claimed) / max(len(claimed), 1),
        sum(name not in told for name in names) / max(len(names), 1),
        float(bool(_DENIAL.search(claim)) != bool(_DENIAL.search(nearest))),
    ]


def content(text: str) -> set[str]:
    """The words that say something; Chinese as pairs of characters."""
    found: set[str] = set()
    for word, is_han in tokens.words(text):
        found.update(tokens.bigrams(word) if is_han else [_stem(word)])
    return found - tokens.STOP_WORDS


def _stem(word: str) -> str:
    return re.sub(r"(?<=\w{4})(?:ing|ed|es|s|e)$", "", word)


def _share(wanted: Collection[str], had: Collection[str]) -> float:
    return sum(word in had for word in wanted) / max(len(wanted), 1)


class CosineSignal:
    """The cosine of claim and evidence."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> Rows:
        """Shape (len(pairs), 1); each text is embedded once."""
        texts = list(dict.fromkeys(text for pair in pairs for text in pair))
        vectors = dict(zip(texts, self._embedder.embed_passages(texts), strict=True))
        found = [[float(vectors[claim] @ vectors[told])] for claim, told in pairs]
        return np.array(found).reshape(-1, 1)


class VerifierSignals:
    """What a verifier says, as log-odds of supporting and of refuting against neither."""

    def __init__(self, verifier: Verifier) -> None:
        self._verifier = verifier

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> Rows:
        """Shape (len(pairs), 2)."""
        rows = [
            [math.log(max(p, _LEAST) / max(1 - one.supports - one.refutes, _LEAST))
             for p in (one.supports, one.refutes)]
            for one in self._verifier.verify(pairs)
        ]  # fmt: skip
        return np.array(rows).reshape(-1, 2)


@dataclass(frozen=True, slots=True)
class Weights:
    """A multinomial logistic regression over standardised rows; outcomes s, r, neither."""

    means: Rows
    scales: Rows
    weights: Rows  # shape (3, signals)
    bias: Rows  # shape (3,)

    @classmethod
    def of(cls, found: Mapping[str, Any]) -> Weights:
        """From the numbers in blending.json."""
        return cls(*(np.array(found[n], float) for n in ("means", "scales", "weights", "bias")))

    def probabilities(self, rows: Rows) -> Rows:
        """Shape (len(rows), 3)."""
        odds = (rows - self.means) / self.scales @ self.weights.T + self.bias
        raised = np.exp(odds - odds.max(axis=1, keepdims=True))
        shares: Rows = raised / raised.sum(axis=1, keepdims=True)
        return shares


class Blend:
    """A Verifier made of signals and their weights."""

    def __init__(
        self, name: str, languages: Collection[str], weights: Weights, signals: Sequence[Signals]
    ) -> None:
        """`signals` together give the columns that `weights` were fitted on."""
        self._name, self._languages = name, frozenset(languages)
        self._weights, self._signals = weights, signals

    @property
    def identity(self) -> str:
        """Its name."""
        return self._name

    @property
    def languages(self) -> Collection[str]:
        """Those of the verifier inside."""
        return self._languages

    def verify(self, pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
        """The regression's probabilities; ModelError where a part fails."""
        if not pairs:
            return []
        rows = np.hstack([signal(pairs) for signal in self._signals])
        return [Entailment(float(s), float(r)) for s, r, _ in self._weights.probabilities(rows)]


def blended(verifier: Verifier, path: Path = WEIGHTS) -> Blend:
    """`verifier` joined with the signals of words."""
    signals: list[Signals] = [VerifierSignals(verifier), word_signals]
    return Blend(
        f"{verifier.identity}+words", verifier.languages, read_weights("blend", path), signals
    )


def by_overlap(path: Path = WEIGHTS) -> Blend:
    """The baseline: shared words alone."""
    return Blend(
        "overlap", ("en", "zh"), read_weights("overlap", path), [lambda p: word_signals(p)[:, :1]]
    )


def by_cosine(embedder: Embedder, path: Path = WEIGHTS) -> Blend:
    """The baseline: the cosine of two embeddings alone."""
    return Blend("cosine", ("en", "zh"), read_weights("cosine", path), [CosineSignal(embedder)])


def read_weights(name: str, path: Path) -> Weights:
    """The weights of this name; ModelError if the file is not whole."""
    try:
        return Weights.of(json.loads(path.read_text(encoding="utf-8"))[name])
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(
            f"Cannot read {name} in {path}: {error}. Reinstall Common Ground."
        ) from error
