"""How near the words of two texts are in meaning: a Kinship over the packaged models' word vectors.

“firm” is near “company”, “dinner” near neither. The vectors are the lowest layer of the models
that are installed anyway, so that nothing is run: those of MiniLM for English words, of
multilingual e5 for the pieces into which it cuts Chinese.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from assistant.adapters import packaged
from assistant.tokens import STOP_WORDS, is_chinese

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*|\d[\d.,/-]*\d|\d")
_HAN = re.compile(r"[\u3400-\u9fffA-Za-z\d]+")
_IDLE_ZH = frozenset("的了是在和与对有为于及或就都被把从到以上下中又也还不并等其该这一")
_OFTEN = 20_000  # rows that tell the middle of all vectors
_KEPT = 4096  # texts whose words are kept
_MARK = "▁"  # before the first piece of a word

Rows = npt.NDArray[np.float32]
Table = Callable[[list[int]], Rows]


class WordKinship:
    """A Kinship; safe to use from several threads. Nothing is loaded before the first text."""

    def __init__(self, data_dir: Path) -> None:
        """`data_dir` is where the multilingual model lies or is made."""
        self._data_dir = data_dir
        self._lock = threading.Lock()
        self._tables: dict[bool, tuple[Tokenizer, Table]] = {}
        self._read: OrderedDict[tuple[str, bool], tuple[list[str], Rows]] = OrderedDict()

    def nearest(self, text: str, told: str) -> list[tuple[str, float]]:
        """Each content word of `text` with its cosine to the nearest word of `told`, -1 to 1."""
        with self._lock:
            chinese = is_chinese(text)
            words, vectors = self._words(text, chinese)
            there, others = self._words(told, chinese)
        if not words:
            return []
        if not there:
            return [(word, 0.0) for word in words]
        near = (vectors @ others.T).max(axis=1)
        same = set(there)
        return [(w, 1.0 if w in same else float(n)) for w, n in zip(words, near, strict=True)]

    def _words(self, text: str, chinese: bool) -> tuple[list[str], Rows]:
        key = (text, chinese)
        if key not in self._read:
            if chinese not in self._tables:
                self._tables[chinese] = _multilingual(self._data_dir) if chinese else _english()
            tokenizer, table = self._tables[chinese]
            cut = _pieces(text, tokenizer) if chinese else _latin(text, tokenizer)
            rows = [table(ids).mean(axis=0) for ids in cut.values()]
            vectors = np.array(rows, np.float32).reshape(len(rows), -1 if rows else 1)
            vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
            self._read[key] = list(cut), vectors
            if len(self._read) > _KEPT:
                self._read.popitem(last=False)
        return self._read[key]


def _latin(text: str, tokenizer: Tokenizer) -> dict[str, list[int]]:
    words = (re.sub(r"[’']s$", "", word.casefold()) for word in _WORD.findall(text))
    kept = dict.fromkeys(word for word in words if word not in STOP_WORDS)
    return {
        word: ids for word in kept if (ids := tokenizer.encode(word, add_special_tokens=False).ids)
    }


def _pieces(text: str, tokenizer: Tokenizer) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for run in _HAN.findall(text):
        read = tokenizer.encode(run, add_special_tokens=False)
        for piece, number in zip(read.tokens, read.ids, strict=True):
            word = piece.strip(_MARK)
            if word and word not in _IDLE_ZH:
                found[word] = [number]
    return found


def _english() -> tuple[Tokenizer, Table]:
    vectors = packaged.minilm_word_vectors()
    vectors = vectors - vectors.mean(axis=0)
    return _tokenizer(packaged.minilm_folder()), lambda ids: vectors[ids]


def _multilingual(data_dir: Path) -> tuple[Tokenizer, Table]:
    folder = packaged.e5_folder(data_dir)
    rows = packaged.word_rows(folder)
    middle = rows(range(_OFTEN)).mean(axis=0)
    return _tokenizer(folder), lambda ids: rows(ids) - middle


def _tokenizer(folder: Path) -> Tokenizer:
    from tokenizers import Tokenizer

    made = Tokenizer.from_file(str(folder / "tokenizer.json"))
    made.no_padding()
    made.no_truncation()
    return made
