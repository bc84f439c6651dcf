"""Any sentence-transformers model, run by sentence-transformers on two threads.

The model is loaded by the first text, not before: a command that embeds nothing does not pay
the seconds that importing torch takes. Nothing is downloaded unless a setting names a model
that is not a folder.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.errors import ModelError
from assistant.ports import Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_THREADS = 2
_BATCH = 16
_QUIET = {  # what the libraries read when they are imported
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    "TOKENIZERS_PARALLELISM": "false",
}
_SETTING = "COMMON_GROUND_EMBEDDING_MODEL"


@dataclass(frozen=True, slots=True)
class Model:
    """Where a model comes from. `prefixes` are (query, passage); None: as its folder says."""

    name: str
    identity: str
    locate: Callable[[], str]
    local: bool = True
    prefixes: tuple[str, str] | None = None
    max_tokens: int | None = None


class SentenceEmbedder:
    """An Embedder over one sentence-transformers model; safe to use from several threads."""

    def __init__(self, model: Model) -> None:
        """Nothing is loaded yet."""
        self._source = model
        self._lock = threading.Lock()
        self._model: SentenceTransformer | None = None
        self._prefixes = ("", "")

    @property
    def identity(self) -> str:
        """Name and version of model and weights."""
        return self._source.identity

    @property
    def dimensions(self) -> int:
        """Length of a vector; loads the model."""
        with self._lock:
            size = self._loaded().get_embedding_dimension()
        if size is None:
            raise ModelError(f"The model {self._source.name} does not tell its dimensions.")
        return int(size)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape (len(texts), dimensions); texts are cut at the model's limit."""
        with self._lock:
            model = self._loaded()
            return self._encode(model, [self._prefixes[1] + text for text in texts], _bfloat16())

    def embed_query(self, text: str) -> Vectors:
        """A unit vector of shape (dimensions,)."""
        with self._lock:
            model = self._loaded()
            vectors = self._encode(model, [self._prefixes[0] + text], _bfloat16())
        row: Vectors = vectors[0]
        return row

    def _encode(
        self,
        model: SentenceTransformer,
        texts: list[str],
        precision: AbstractContextManager[object],
    ) -> Vectors:
        import torch

        if not texts:
            return np.zeros((0, int(model.get_embedding_dimension() or 0)), np.float32)
        with torch.inference_mode(), precision:
            found = model.encode(
                texts,
                prompt="",
                batch_size=_BATCH,
                convert_to_tensor=True,
                show_progress_bar=False,
            )
        vectors: Vectors = found.float().numpy()
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def _loaded(self) -> SentenceTransformer:
        if self._model is None:
            self._model = _load(self._source)
            self._prefixes = self._source.prefixes or _prefixes(self._model, self._source.name)
        return self._model


def _load(source: Model) -> SentenceTransformer:
    place = source.locate()
    os.environ.update(_QUIET | ({"HF_HUB_OFFLINE": "1"} if source.local else {}))
    import torch
    from safetensors import SafetensorError
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    torch.set_num_threads(_THREADS)
    try:
        model = SentenceTransformer(
            place,
            device="cpu",
            local_files_only=source.local,
            model_kwargs={"use_safetensors": True},  # never a pickle
        )
    except (OSError, ValueError, KeyError, RuntimeError, ImportError, SafetensorError) as error:
        raise ModelError(
            f"The embedding model {source.name!r} cannot be loaded ({error}). {_SETTING} takes "
            f"a folder or the name of a sentence-transformers model; unset it for the usual one."
        ) from error
    if source.max_tokens:
        model.max_seq_length = source.max_tokens
    return model.eval()


def _prefixes(model: SentenceTransformer, name: str) -> tuple[str, str]:
    """(query, passage) prefixes from the model's own settings, else from its family's habit."""
    prompts = model.prompts or {}
    query = prompts.get("query") or ""
    passage = prompts.get("document") or prompts.get("passage") or ""
    if not (query or passage) and "e5" in Path(name).name.lower().split("-"):
        return "query: ", "passage: "
    return query, passage


def _bfloat16() -> AbstractContextManager[object]:
    """Half the time for bulk where the processor can; cosine to full precision 0.9999."""
    import torch

    able = torch.cpu.get_capabilities()
    if able.get("avx512_bf16") or able.get("amx_bf16"):
        return torch.autocast("cpu", dtype=torch.bfloat16)
    return nullcontext()


def fingerprint(folder: Path) -> str:
    """A short hash over a model folder: all names and sizes, and the content of small files."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            size = path.stat().st_size
            digest.update(f"{path.relative_to(folder).as_posix()} {size}\n".encode())
            digest.update(path.read_bytes() if size < 100_000 else b"")
    return digest.hexdigest()[:12]
