"""Supported stand-ins for the ports; they pass the same contract tests as the real parts."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Generator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydantic import ValidationError

from assistant import tokens
from assistant.blending import WORD_SIGNALS, word_signals
from assistant.domain import Entailment, Usage
from assistant.errors import IndexDamaged, ModelError
from assistant.ports import Batches, Form, PassageIndex, Piece, Prompt, Vectors, WordIndex


class HashedWords:
    """An Embedder: a bag of words, each hashed to one of `dimensions` places.

    Texts that share words are near each other, which is all that most tests need.
    `embedded` lists every passage text that it was asked for.
    """

    def __init__(self, dimensions: int = 256, identity: str = "hashed-words-1") -> None:
        self._dimensions = dimensions
        self._identity = identity
        self.embedded: list[str] = []

    @property
    def identity(self) -> str:
        return self._identity

    @property
    def dimensions(self) -> int:
        return self._dimensions

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded.extend(texts)
        rows = [self._vector(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self._dimensions), np.float32)

    def embed_query(self, text: str) -> Vectors:
        return self._vector(text)

    def _vector(self, text: str) -> Vectors:
        vector = np.zeros(self._dimensions, np.float32)
        for word, is_han in tokens.words(text):
            for part in tokens.bigrams(word) if is_han else [word]:
                vector[zlib.crc32(part.encode()) % self._dimensions] += 1
        if not vector.any():
            vector[0] = 1
        unit: Vectors = vector / np.linalg.norm(vector)
        return unit


class SharedWords:
    """A Reader that goes by the share of the question's words that a statement has."""

    languages = frozenset({"en"})

    def read(self, question: str, statements: Sequence[str]) -> list[float]:
        asked = {word for word, _ in tokens.words(question)}
        return [6 * self._share(asked, statement) - 4 for statement in statements]

    def _share(self, asked: set[str], statement: str) -> float:
        return len(asked & {word for word, _ in tokens.words(statement)}) / max(len(asked), 1)


class WordOverlapVerifier:
    """A Verifier that goes by shared words: the claim's share of them in the evidence supports it.

    Where a number differs or only one of the two denies, the same share refutes it.
    `judged` lists every pair that it was asked for.
    """

    languages = frozenset({"en", "zh"})
    identity = "word-overlap-1"

    def __init__(self) -> None:
        self.judged: list[tuple[str, str]] = []

    def verify(self, pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
        self.judged.extend(pairs)
        return [self._judge(row) for row in word_signals(pairs)]

    def _judge(self, row: npt.NDArray[np.float64]) -> Entailment:
        signals = dict(zip(WORD_SIGNALS, row.tolist(), strict=True))
        share = 0.95 * signals["overlap"]
        differs = signals["numbers_missing"] > 0 or signals["denial_differs"] > 0
        return Entailment(0.0, share) if differs else Entailment(share, 0.0)


class ScriptedChat:
    """A ChatModel that says what a function of the prompt says, in pieces of seven characters.

    The function may raise ModelError; `asked` holds every prompt, `closed` counts hang-ups.
    """

    def __init__(self, script: Callable[[Prompt], str], reads: int = 8192) -> None:
        self.name = "scripted:fake"
        self.reads = reads
        self.asked: list[Prompt] = []
        self.closed = 0
        self._script = script

    def stream(self, prompt: Prompt) -> Generator[Piece, None, None]:
        self.asked.append(prompt)
        reply = self._script(prompt)
        try:
            for at in range(0, len(reply), 7):
                yield Piece(reply[at : at + 7])
        except GeneratorExit:
            self.closed += 1
            raise
        yield Piece("", Usage(len(prompt.request), len(reply)))

    def fill_in(self, prompt: Prompt, form: type[Form]) -> Form:
        for _ in range(2):
            self.asked.append(prompt)
            try:
                return form.model_validate_json(self._script(prompt))
            except ValidationError as mistake:
                shown = f"{prompt.request}\n\nThat could not be read: {mistake}"
                prompt = Prompt(prompt.rules, shown)
        raise ModelError(f"{self.name} did not fill in {form.__name__}, asked twice")


class NumpyStore:
    """A PassageStore of plain arrays, searched exactly."""

    def write(self, folder: Path, name: str, batches: Batches) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        parts = list(batches)
        vectors = [part for _, part in parts] or [np.zeros((0, 0), np.float32)]
        np.save(folder / f"{name}.npy", np.concatenate(vectors))
        (folder / f"{name}.json").write_text(json.dumps([i for ids, _ in parts for i in ids]))

    def open(self, folder: Path, name: str) -> PassageIndex:
        try:
            ids = json.loads((folder / f"{name}.json").read_text())
            return NumpyIndex(ids, np.load(folder / f"{name}.npy"))
        except (OSError, ValueError) as error:
            raise IndexDamaged(f"{folder}: {error}; index --rebuild mends it") from error

    def drop(self, folder: Path, name: str) -> None:
        """All is inside the folder."""


class NumpyIndex:
    """A PassageIndex: brute force."""

    def __init__(self, ids: list[str], vectors: Vectors) -> None:
        self._ids, self._vectors = ids, vectors
        self.closed = False

    def search(
        self, vector: Vectors, limit: int, allowed: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        assert not self.closed, "searched after it was closed"
        if not self._ids:
            return []
        pairs = zip(self._ids, (self._vectors @ vector).tolist(), strict=True)
        kept = [pair for pair in pairs if allowed is None or pair[0] in allowed]
        return sorted(kept, key=lambda pair: -pair[1])[:limit]

    def count(self) -> int:
        return len(self._ids)

    def close(self) -> None:
        self.closed = True


class CountingStore:
    """A WordStore whose score is the number of words shared with the query."""

    def write(self, folder: Path, ids: Sequence[str], texts: Sequence[str]) -> None:
        folder.mkdir(parents=True)
        (folder / "texts.json").write_text(json.dumps(list(zip(ids, texts, strict=True))))

    def open(self, folder: Path) -> WordIndex:
        try:
            return CountingIndex(json.loads((folder / "texts.json").read_text()))
        except (OSError, ValueError) as error:
            raise IndexDamaged(f"{folder}: {error}; index --rebuild mends it") from error


class CountingIndex:
    """A WordIndex over texts in memory."""

    def __init__(self, texts: list[tuple[str, str]]) -> None:
        self._counts = {name: Counter(_parts(text)) for name, text in texts}

    def search(
        self, query: str, limit: int, allowed: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        asked = _parts(query)
        scored = [
            (name, float(sum(counts[part] for part in asked)))
            for name, counts in self._counts.items()
            if allowed is None or name in allowed
        ]
        kept = [pair for pair in scored if pair[1] > 0]
        return sorted(kept, key=lambda pair: -pair[1])[:limit]

    def count(self) -> int:
        return len(self._counts)

    def close(self) -> None:
        """Nothing is held open."""


def _parts(text: str) -> list[str]:
    found: list[str] = []
    for word, is_han in tokens.words(text):
        if is_han:
            found.extend(tokens.bigrams(word))
        elif word not in tokens.STOP_WORDS:
            found.append(word)
    return found


class SameWords:
    """A Kinship that knows no likeness: a word is told if it stands there, else not."""

    def nearest(self, text: str, told: str) -> list[tuple[str, float]]:
        there = {word for word, _ in tokens.words(told)}
        asked = [word for word, _ in tokens.words(text) if word not in tokens.STOP_WORDS]
        return [(word, float(word in there)) for word in dict.fromkeys(asked)]
