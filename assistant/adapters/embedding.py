"""The embedders there are: the packaged models, joined or alone, and any that a setting names.

A packaged model is run by OpenVINO, and by sentence-transformers where that is not installed;
the vectors are the same. It is loaded by the first text, not before.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.adapters import packaged
from assistant.adapters.encoder import Encoder, is_there
from assistant.adapters.named_model import Model, SentenceEmbedder, fingerprint
from assistant.ports import Embedder, Vectors
from assistant.tokens import is_chinese

WEIGHT = 0.9  # of the multilingual model in the pair; its cosines spread a third as wide


@dataclass(frozen=True, slots=True)
class Packaged:
    """A model that a package brings along. `prefixes` are those of (query, passage)."""

    name: str
    identity: str
    folder: Callable[[], Path]
    prefixes: tuple[str, str]


class PackagedEmbedder:
    """An Embedder over a packaged model; safe to use from several threads."""

    def __init__(self, model: Packaged) -> None:
        """Nothing is loaded yet."""
        self._model = model
        self._lock = threading.Lock()
        self._encoder: Encoder | None = None

    @property
    def identity(self) -> str:
        """Name and version of model and weights."""
        return self._model.identity

    @property
    def dimensions(self) -> int:
        """Length of a vector; loads the model."""
        return self._loaded().dimensions

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape (len(texts), dimensions); texts are cut at the model's limit."""
        return self._loaded().encode([self._model.prefixes[1] + text for text in texts])

    def embed_query(self, text: str) -> Vectors:
        """A unit vector of shape (dimensions,)."""
        return self._loaded().encode_one(self._model.prefixes[0] + text)

    def _loaded(self) -> Encoder:
        with self._lock:
            if self._encoder is None:
                self._encoder = Encoder(self._model.folder(), packaged.MAX_TOKENS)
            return self._encoder


class PairedEmbedder:
    """An Embedder that joins a multilingual and an English model into one vector.

    The cosine of two English texts is `WEIGHT` times the first model's and the rest the
    second's. The second model knows no Chinese, so a text with Chinese has zeros in its place.
    """

    def __init__(self, first: Embedder, second: Embedder) -> None:
        self._first, self._second = first, second
        self._shares = (np.float32(WEIGHT**0.5), np.float32((1 - WEIGHT) ** 0.5))
        self._beside = ThreadPoolExecutor(1, "second-model")

    @property
    def identity(self) -> str:
        """Both models and the weight."""
        return f"{self._first.identity}+{self._second.identity}@{WEIGHT}"

    @property
    def dimensions(self) -> int:
        """The two lengths together."""
        return self._first.dimensions + self._second.dimensions

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape (len(texts), dimensions)."""
        known = [row for row, text in enumerate(texts) if not is_chinese(text)]
        second = np.zeros((len(texts), self._second.dimensions), np.float32)
        second[known] = self._second.embed_passages([texts[row] for row in known])
        return self._joined(self._first.embed_passages(texts), second)

    def embed_query(self, text: str) -> Vectors:
        """A unit vector of shape (dimensions,); the two models read at the same time."""
        second = self._beside.submit(self._of_second, text)
        first = self._first.embed_query(text)
        row: Vectors = self._joined(first[None], second.result()[None])[0]
        return row

    def _of_second(self, text: str) -> Vectors:
        if is_chinese(text):
            return np.zeros(self._second.dimensions, np.float32)
        return self._second.embed_query(text)

    def _joined(self, first: Vectors, second: Vectors) -> Vectors:
        joined = np.hstack([first * self._shares[0], second * self._shares[1]])
        vectors: Vectors = joined / np.linalg.norm(joined, axis=1, keepdims=True)
        return vectors


def load_embedder(setting: str | None, data_dir: Path) -> Embedder:
    """The embedder that `COMMON_GROUND_EMBEDDING_MODEL` names; None: the two packaged ones joined.

    A packaged model's name, a folder, or any sentence-transformers model of the hub. The model
    itself is loaded later; a failure is then a ModelError that names the setting.
    """
    ours = packaged_models(data_dir)
    if setting is None:
        return PairedEmbedder(_run(ours[packaged.E5]), _run(ours[packaged.MINILM]))
    if setting in ours:
        return _run(ours[setting])
    folder = Path(setting)
    if folder.is_dir():
        return SentenceEmbedder(
            Model(setting, f"{folder.name}-{fingerprint(folder)}", lambda: setting)
        )
    return SentenceEmbedder(Model(setting, setting, lambda: setting, local=False))


def packaged_models(data_dir: Path) -> dict[str, Packaged]:
    """The models that packages bring along, by name; nothing is loaded or converted yet."""
    e5 = Packaged(
        packaged.E5,
        identity=packaged.E5_FOLDER,
        folder=lambda: packaged.e5_folder(data_dir),
        prefixes=("query: ", "passage: "),
    )
    minilm = Packaged(
        packaged.MINILM,
        identity=f"{packaged.MINILM}-packaged-512",
        folder=packaged.minilm_folder,
        prefixes=("", ""),
    )
    return {e5.name: e5, minilm.name: minilm}


def _run(model: Packaged) -> Embedder:
    return PackagedEmbedder(model) if is_there() else as_named(model)


def as_named(model: Packaged) -> SentenceEmbedder:
    """A packaged model run by sentence-transformers, as one that a setting names is."""
    return SentenceEmbedder(
        Model(
            model.name,
            identity=model.identity,
            locate=lambda: str(model.folder()),
            prefixes=model.prefixes,
            max_tokens=packaged.MAX_TOKENS,
        )
    )
