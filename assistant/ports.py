"""The seams: what the core asks of its models and of an index.

Each has a supported fake in tests/fakes.py; real and fake pass the same contract tests.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel

from assistant.domain import Entailment, Usage

Vectors = npt.NDArray[np.float32]
Batches = Iterable[tuple[Sequence[str], Vectors]]  # ids, and a row for each
Form = TypeVar("Form", bound=BaseModel)
Progress = Callable[[int, int, str], None]  # done, total, what is being done


class Embedder(Protocol):
    """Turns text into unit vectors, in any language the model knows.

    The model is loaded by the first call that needs it; ModelError if it cannot be.
    """

    @property
    def identity(self) -> str:
        """Name and version of model and weights; a change means that all is embedded anew.

        Known without loading the model.
        """

    @property
    def dimensions(self) -> int:
        """Length of a vector."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of shape (len(texts), dimensions), float32, each of length 1."""

    def embed_query(self, text: str) -> Vectors:
        """One vector of shape (dimensions,), float32, of length 1."""


class Reader(Protocol):
    """Reads a question and a statement together, to tell whether the one answers the other."""

    @property
    def languages(self) -> Collection[str]:
        """The languages of questions that it reads: "en", "zh"."""

    def read(self, question: str, statements: Sequence[str]) -> list[float]:
        """The log-odds that each statement answers, in order; ModelError if it cannot be loaded."""


class Verifier(Protocol):
    """Tells whether evidence supports a claim; similarity is not support."""

    @property
    def identity(self) -> str:
        """Name and version, shown beside findings."""

    @property
    def languages(self) -> Collection[str]:
        """The languages of claims and evidence that it reads: "en", "zh"."""

    def verify(self, pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
        """One result for each (claim, evidence), in order; ModelError if it fails.

        A failure is never a result: neither "neither" nor an empty list stands for it.
        """


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a chat model is told: the rules that hold, and the request with its evidence."""

    rules: str
    request: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of what a chat model writes, in order; `usage` comes with one of the last."""

    text: str
    usage: Usage | None = None


class Kinship(Protocol):
    """Tells how near the words of two texts are in meaning."""

    def nearest(self, text: str, told: str) -> list[tuple[str, float]]:
        """Each content word of `text` with its nearness to the nearest of `told`, at most 1.

        About 0 for strangers, 1 for the same word; ModelError if it cannot be loaded.
        """


class ChatModel(Protocol):
    """A language model that writes; what it writes is a proposal that the gates decide on."""

    @property
    def name(self) -> str:
        """Provider and model, shown beside what it wrote: "ollama:qwen3:8b"."""

    @property
    def reads(self) -> int:
        """How many tokens of rules, request and evidence it can take beside its reply."""

    def stream(self, prompt: Prompt) -> Generator[Piece, None, None]:
        """The reply as it is written; closing the iterator stops the model.

        ModelError if it cannot be reached, refuses, breaks off or takes too long, also after
        the first pieces.
        """

    def fill_in(self, prompt: Prompt, form: type[Form]) -> Form:
        """The form filled in; asked a second time with its mistake shown, then ModelError."""


class PassageIndex(Protocol):
    """Nearest-neighbour search over entries; an entry's id is a passage's id or one derived."""

    def search(
        self, vector: Vectors, limit: int, allowed: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """At most `limit` (id, cosine similarity) pairs, best first.

        `allowed` narrows the search to these ids; None means all, empty means none.
        """

    def count(self) -> int:
        """How many entries there are."""

    def close(self) -> None:
        """Release files; the object is not used afterwards."""


class WordIndex(Protocol):
    """Lexical search (BM25) over the same entries."""

    def search(
        self, query: str, limit: int, allowed: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """At most `limit` (id, BM25 score > 0) pairs, best first; `allowed` as above."""

    def count(self) -> int:
        """How many entries there are."""

    def close(self) -> None:
        """Release files; the object is not used afterwards."""


class PassageStore(Protocol):
    """Writes and opens the dense index of one generation; written once, then only read."""

    def write(self, folder: Path, name: str, batches: Batches) -> None:
        """Store ids and unit vectors of shape (len(ids), dimensions), which come in parts.

        `name` is unique to all of them.
        """

    def open(self, folder: Path, name: str) -> PassageIndex:
        """Open what `write` stored; IndexDamaged if it cannot be read."""

    def drop(self, folder: Path, name: str) -> None:
        """Forget what is kept outside `folder` under `name`; nothing there is no error."""


class WordStore(Protocol):
    """Writes and opens the lexical index of one generation."""

    def write(self, folder: Path, ids: Sequence[str], texts: Sequence[str]) -> None:
        """Index `texts` under `ids`."""

    def open(self, folder: Path) -> WordIndex:
        """Open what `write` stored; IndexDamaged if it cannot be read."""
