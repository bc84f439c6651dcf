"""How much the statements of two texts have to do with each other: words and meaning together."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol

import numpy as np

from assistant.domain import Passage
from assistant.ports import Vectors

Embed = Callable[[Sequence[str]], Vectors]

# Chosen on eleven pairs of texts of the corpus, paired by hand (tests/gold/pairs_of_texts.yaml).
WORDS = 0.3  # what shared words count for; the rest is meaning
FLOOR = 0.6  # the cosine that statements of one occasion have whatever they say
STANDS_OUT = 2.0  # what being nearer to each other than to the rest counts for
_HAN = re.compile(r"[\u3400-\u9fff]")


class Words(Protocol):
    """What is known of words in one generation."""

    @property
    def words(self) -> Mapping[str, frozenset[str]]:
        """The words of each passage, by its id."""

    @property
    def heads(self) -> Mapping[str, frozenset[str]]:
        """The words of each document's title, place and year, by its id."""

    @property
    def generic(self) -> Collection[str]:
        """Words that tell nothing."""

    def rarity(self, word: str) -> float:
        """How rare a word is, 0..1."""


class Likeness:
    """Words that name the texts themselves and their occasion do not count."""

    def __init__(self, words: Words, embed: Embed) -> None:
        """`embed` turns texts into unit vectors, shape (texts, dimensions)."""
        self._words = words
        self._embed = embed

    def likeness(self, ours: Sequence[Passage], theirs: Sequence[Passage]) -> list[list[float]]:
        """0..1 for each pair: shared rare words, nearness in meaning, and standing out by it."""
        vectors = self._embed([passage.text for passage in (*ours, *theirs)])
        near = vectors[: len(ours)] @ vectors[len(ours) :].T
        by_row, by_column = near.mean(1, keepdims=True), near.mean(0, keepdims=True)
        apart = near - by_row - by_column + near.mean()
        meaning = np.clip((near - FLOOR) / (1 - FLOOR), 0, 1)
        stands_out = np.clip(STANDS_OUT * apart, 0, 1)
        words = np.array([[self._shared(a, b) for b in theirs] for a in ours])
        mixed = WORDS * words + (1 - WORDS) * (meaning + stands_out) / 2
        return [[float(value) for value in row] for row in mixed]

    def worded(self, first: Passage, second: Passage) -> float:
        """The share of the shorter one's telling English words that the other has, by rarity."""
        a, b = self._telling(first, second)
        a, b = {w for w in a if not _HAN.search(w)}, {w for w in b if not _HAN.search(w)}
        shorter = min(self._weight(a, 1), self._weight(b, 1))
        return self._weight(a & b, 1) / shorter if shorter else 0.0

    def _shared(self, first: Passage, second: Passage) -> float:
        a, b = self._telling(first, second)
        whole = math.sqrt(self._weight(a, 2) * self._weight(b, 2))
        return self._weight(a & b, 2) / whole if whole else 0.0

    def _telling(self, first: Passage, second: Passage) -> tuple[set[str], set[str]]:
        known = self._words
        heads = known.heads
        idle = {*known.generic, *heads[first.document_id], *heads[second.document_id]}
        return (
            {*known.words.get(first.id, ())} - idle,
            {*known.words.get(second.id, ())} - idle,
        )

    def _weight(self, words: set[str], power: int) -> float:
        return math.fsum(self._words.rarity(word) ** power for word in words)
