"""The verifier that comes with Common Ground: a small entailment cross-encoder, run by onnxruntime.

all-MiniLM-L6-v2, fine-tuned by tests/gold/train_verifier.py to tell whether evidence supports a
claim, refutes it or does neither (see verifier.md). Tokenizer and word vectors are those of the
installed package, so that only the layers above them are kept here, in 8 bits.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from assistant.adapters import packaged
from assistant.blending import content
from assistant.domain import Entailment
from assistant.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

MODEL = Path(__file__).parent / "verifier.onnx"
CALIBRATION = Path(__file__).parent / "verifier.json"
MAX_TOKENS = 192  # of a claim and its evidence together
_CLAIM_TOKENS = 96  # of a claim, at the least, where the evidence is long too
_NEIGHBOUR = 0.3  # of what the sentence beside it shares with the claim
_LONG = 40  # words
_BATCH_TOKENS = 4096
_THREADS = 2
_SENTENCE_END = re.compile(r"(?<=[.!?;。！？；])\s+|\n+")

Logits = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Loaded:
    session: InferenceSession
    tokenizer: Tokenizer
    word_vectors: npt.NDArray[np.float32]
    temperature: float
    bias: npt.NDArray[np.float32]


class EmbeddedVerifier:
    """A Verifier over the ONNX cross-encoder, of English; safe to use from several threads.

    Of evidence that is too long for one reading, the sentences nearest to the claim are read.
    """

    languages = frozenset({"en"})

    def __init__(self, model: Path = MODEL, calibration: Path = CALIBRATION) -> None:
        """Nothing is loaded yet."""
        self._model, self._calibration = model, calibration
        self._lock = threading.Lock()
        self._found: _Loaded | None = None

    @property
    def identity(self) -> str:
        """Name and version; the version is raised whenever the weights change."""
        return f"common-ground-verifier-{_settings(self._calibration)['version']}"

    def verify(self, pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
        """Calibrated probabilities for each (claim, evidence); ModelError if it cannot be run."""
        return [
            Entailment(float(supports), float(refutes))
            for supports, refutes, _ in _probabilities(self.logits(pairs))
        ]

    def logits(self, pairs: Sequence[tuple[str, str]]) -> Logits:
        """Calibrated log-odds, shape (len(pairs), 3): supports, refutes, neither."""
        if not pairs:
            return np.zeros((0, 3), np.float32)
        loaded = self._load()
        readings = [
            (claim, gathered(claim, evidence, loaded.tokenizer)) for claim, evidence in pairs
        ]
        found: Logits = self._read(loaded, readings) / loaded.temperature + loaded.bias
        return found

    def _read(self, loaded: _Loaded, readings: Sequence[tuple[str, str]]) -> Logits:
        """The network's raw output for each reading, run in batches of like length."""
        encoded = loaded.tokenizer.encode_batch(list(readings))
        order = sorted(range(len(encoded)), key=lambda at: len(encoded[at].ids))
        found = np.zeros((len(encoded), 3), np.float32)
        start = 0
        while start < len(order):
            end = start + 1
            while (
                end < len(order)
                and len(encoded[order[end]].ids) * (end - start + 1) <= _BATCH_TOKENS
            ):
                end += 1
            rows = order[start:end]
            found[rows] = self._run(
                loaded, [(encoded[at].ids, encoded[at].type_ids) for at in rows]
            )
            start = end
        return found

    def _run(self, loaded: _Loaded, batch: Sequence[tuple[list[int], list[int]]]) -> Logits:
        shape = (len(batch), max(4, *(len(ids) for ids, _ in batch)))
        ids, mask, types = (np.zeros(shape, np.int64) for _ in range(3))
        for row, (own, kinds) in enumerate(batch):
            ids[row, : len(own)], mask[row, : len(own)], types[row, : len(own)] = own, 1, kinds
        inputs = {
            "word_vectors": loaded.word_vectors[ids],
            "attention_mask": mask,
            "token_type_ids": types,
        }
        try:
            (logits,) = loaded.session.run(None, inputs)
        except Exception as error:
            raise ModelError(f"The verifier {self._model} failed: {error}.") from error
        found: Logits = logits
        return found

    def _load(self) -> _Loaded:
        with self._lock:
            if self._found is None:
                settings = _settings(self._calibration)
                self._found = _Loaded(
                    _session(self._model),
                    _tokenizer(),
                    packaged.minilm_word_vectors(),
                    float(settings["temperature"]),
                    np.array(settings["bias"], np.float32),
                )
            return self._found


def gathered(claim: str, evidence: str, tokenizer: Tokenizer, limit: int = MAX_TOKENS) -> str:
    """The evidence whole where it fits beside the claim, else its sentences nearest to the claim.

    They stay in their order; a neighbour of a near sentence is preferred to a stranger, because
    it may say who "he" is. `limit` is the word pieces of claim and evidence together.
    """
    whole, own = tokenizer.encode_batch_fast([evidence, claim], add_special_tokens=False)
    room = limit - 3 - min(len(own.ids), _CLAIM_TOKENS)
    if len(whole.ids) <= room:
        return evidence
    sentences = _sentences(evidence)
    sizes = [
        len(one.ids) for one in tokenizer.encode_batch_fast(sentences, add_special_tokens=False)
    ]
    wanted = content(claim)
    shared = [float(len(wanted & content(sentence))) for sentence in sentences]
    around = [0.0, *shared, 0.0]
    near = [
        (shared[at] + _NEIGHBOUR * max(around[at], around[at + 2]), -at)
        for at in range(len(sentences))
    ]
    kept: list[int] = []
    for at in sorted(range(len(sentences)), key=lambda at: near[at], reverse=True):
        if sizes[at] <= room:
            kept.append(at)
            room -= sizes[at]
    return " ".join(sentences[at] for at in sorted(kept)) or evidence


def _sentences(text: str) -> list[str]:
    """Sentences; one without an end for more than _LONG words is cut there."""
    found = []
    for sentence in _SENTENCE_END.split(text):
        words = sentence.split()
        found += [" ".join(words[at : at + _LONG]) for at in range(0, len(words), _LONG)]
    return found


def _probabilities(logits: Logits) -> npt.NDArray[np.float64]:
    raised = np.exp(logits.astype(np.float64) - logits.max(1, keepdims=True))
    shares: npt.NDArray[np.float64] = raised / raised.sum(1, keepdims=True)
    return shares


def _settings(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise ModelError(
            f"Cannot read the verifier's calibration {path}: {error}. Reinstall Common Ground."
        ) from error


def _session(path: Path) -> InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = _THREADS
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(path, options)
    except Exception as error:
        raise ModelError(
            f"Cannot load the verifier from {path}: {error}. Reinstall Common Ground."
        ) from error


def _tokenizer() -> Tokenizer:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(packaged.minilm_folder() / "tokenizer.json"))
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.no_padding()
    return tokenizer
