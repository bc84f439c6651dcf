"""The lexical index: BM25 kept on disk and read through memory maps.

English words are stemmed, stop words left out; Chinese is cut into words by jieba and into
pairs of characters, so that a word its dictionary lacks still matches.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
import numpy.typing as npt
import Stemmer

from assistant import tokens
from assistant.errors import IndexDamaged
from assistant.ports import WordIndex

K1 = 0.9  # both chosen on the development split of SciFact
B = 0.4


class Tokeniser:
    """Text into stems and Chinese words; safe to use from several threads."""

    def __init__(self, cache: Path | None = None) -> None:
        """`cache` is a private folder for jieba's dictionary; None keeps it in memory."""
        self._cache = cache
        self._lock = threading.Lock()
        self._stemmer = Stemmer.Stemmer("english")
        self._segmenter: Any = None

    def __call__(self, text: str) -> list[str]:
        """The tokens of `text` in order, repeated as often as they occur."""
        found: list[str] = []
        with self._lock:  # neither the stemmer nor jieba's loading is safe to share
            for token, is_han in tokens.words(text):
                if is_han:
                    found.extend(self._cut(token))
                elif token not in tokens.STOP_WORDS:
                    found.append(self._stemmer.stemWord(token) if token.isalpha() else token)
        return found

    def _cut(self, run: str) -> list[str]:
        long_words = [word for word in self._jieba().cut_for_search(run) if len(word) > 2]
        return tokens.bigrams(run) + long_words

    def _jieba(self) -> Any:
        if self._segmenter is None:
            import jieba  # slow, and needed for Chinese only

            jieba.setLogLevel(logging.WARNING)
            self._segmenter = jieba.Tokenizer()
            if self._cache is not None:
                self._cache.mkdir(parents=True, exist_ok=True)
                self._segmenter.tmp_dir = str(self._cache)
            self._segmenter.initialize()
        return self._segmenter


class Bm25Store:
    """A WordStore of bm25s folders."""

    def __init__(self, tokenise: Tokeniser, *, k1: float = K1, b: float = B) -> None:
        self._tokenise = tokenise
        self._k1, self._b = k1, b

    def write(self, folder: Path, ids: Sequence[str], texts: Sequence[str]) -> None:
        """Index `texts` under `ids` in a new folder."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "ids.json").write_text(json.dumps(list(ids)), encoding="utf-8")
        corpus = [self._tokenise(text) for text in texts]
        if any(corpus):
            index = bm25s.BM25(k1=self._k1, b=self._b, method="lucene")
            index.index(corpus, show_progress=False)
            index.save(str(folder))

    def open(self, folder: Path) -> WordIndex:
        """Open a folder that `write` made; IndexDamaged if it cannot be read."""
        try:
            ids = json.loads((folder / "ids.json").read_text(encoding="utf-8"))
            index = None
            if (folder / "params.index.json").exists():
                index = bm25s.BM25.load(str(folder), mmap=True)
        except (OSError, ValueError, EOFError, KeyError) as error:
            raise IndexDamaged(
                f"The word index in {folder} cannot be read ({error}). "
                "`python -m assistant index --rebuild` mends it."
            ) from error
        return Bm25Index(ids, index, self._tokenise)


class Bm25Index:
    """A WordIndex over one folder."""

    def __init__(self, ids: list[str], index: bm25s.BM25 | None, tokenise: Tokeniser) -> None:
        self._ids = ids
        self._index = index
        self._tokenise = tokenise
        self._places = {entry: place for place, entry in enumerate(ids)}

    def search(
        self, query: str, limit: int, allowed: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """At most `limit` (id, score > 0) pairs, best first, ties in the order of indexing."""
        scores = self._scores(query)
        if scores is None:
            return []
        places = np.flatnonzero(scores > 0)
        if allowed is not None:
            known = [self._places[entry] for entry in allowed if entry in self._places]
            places = np.intersect1d(places, np.array(known, dtype=np.int64))
        if len(places) > limit:  # only the best are put in order
            least = np.partition(scores[places], -limit)[-limit]
            places = places[scores[places] >= least]
        best = places[np.argsort(-scores[places], kind="stable")[:limit]]
        return [(self._ids[place], float(scores[place])) for place in best]

    def _scores(self, query: str) -> npt.NDArray[np.float32] | None:
        if self._index is None:
            return None
        known = [token for token in self._tokenise(query) if token in self._index.vocab_dict]
        if not known:
            return None
        scores: npt.NDArray[np.float32] = self._index.get_scores(known)
        return scores

    def count(self) -> int:
        """How many entries there are."""
        return len(self._ids)

    def close(self) -> None:
        """Let go of the memory maps."""
        self._index = None
