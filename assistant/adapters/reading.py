"""The reader that comes with Common Ground: a small cross-encoder, run by onnxruntime.

all-MiniLM-L6-v2, its tokenizer taken from the installed package, fine-tuned on questions written
over the briefs (tests/gold/train_reader.py) to tell a statement that answers a question from one
that is merely near it; weights in 8 bits.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.adapters import packaged
from assistant.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

MODEL = Path(__file__).parent / "reader.onnx"
MAX_TOKENS = 128
_THREADS = 2


class CrossEncoder:
    """A Reader over an ONNX cross-encoder of English; safe to use from several threads."""

    languages = frozenset({"en"})

    def __init__(self, model: Path = MODEL) -> None:
        """Nothing is loaded yet."""
        self._model = model
        self._lock = threading.Lock()

    def read(self, question: str, statements: Sequence[str]) -> list[float]:
        """The log-odds that each statement answers; pairs are cut at MAX_TOKENS word pieces."""
        if not statements:
            return []
        with self._lock:
            session, tokenizer = self._session, self._tokenizer
            pairs = tokenizer.encode_batch([(question, statement) for statement in statements])
        (scores,) = session.run(
            None,
            {
                "input_ids": np.array([pair.ids for pair in pairs], np.int64),
                "attention_mask": np.array([pair.attention_mask for pair in pairs], np.int64),
                "token_type_ids": np.array([pair.type_ids for pair in pairs], np.int64),
            },
        )
        return [float(score) for score in scores]

    @cached_property
    def _session(self) -> InferenceSession:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = _THREADS
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            return onnxruntime.InferenceSession(self._model, options)
        except Exception as error:
            raise ModelError(f"Cannot load the reader from {self._model}: {error}.") from error

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(packaged.minilm_folder() / "tokenizer.json"))
        tokenizer.enable_truncation(MAX_TOKENS)
        tokenizer.enable_padding()
        return tokenizer
