"""Any NLI cross-encoder of sentence-transformers as a Verifier, named in the settings.

Which output means what is read from the model's own id2label: MNLI models differ in their order.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from assistant.domain import Entailment
from assistant.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_SETTING = "COMMON_GROUND_NLI_MODEL"
_BATCH = 16
_DENIALS = ("not", "non", "no_", "no-", "no ")


class NliVerifier:
    """A Verifier over a cross-encoder that knows entailment, and maybe contradiction.

    A model of two labels (entailed or not) never refutes. Safe to use from several threads.
    """

    def __init__(self, name: str, languages: Collection[str] = ("en",)) -> None:
        """`name` is a folder or a name of the hub; nothing is loaded yet."""
        self._name = name
        self._languages = frozenset(languages)
        self._lock = threading.Lock()
        self._found: tuple[CrossEncoder, int, int | None] | None = None

    @property
    def identity(self) -> str:
        """The model's name."""
        return Path(self._name).name if Path(self._name).is_dir() else self._name

    @property
    def languages(self) -> Collection[str]:
        """What the settings say that the model reads."""
        return self._languages

    def verify(self, pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
        """The model's probabilities for each (claim, evidence); ModelError if it fails."""
        if not pairs:
            return []
        with self._lock:
            model, supports, refutes = self._loaded()
            try:
                logits = model.predict(
                    [(evidence, claim) for claim, evidence in pairs],  # premise, hypothesis
                    batch_size=_BATCH,
                    show_progress_bar=False,
                    convert_to_numpy=True,
                    activation_fn=_identity(),
                )
            except (RuntimeError, ValueError, IndexError) as error:
                raise ModelError(f"The NLI model {self._name!r} failed: {error}.") from error
        shares = _softmax(np.asarray(logits, np.float64))
        return [
            Entailment(float(row[supports]), 0.0 if refutes is None else float(row[refutes]))
            for row in shares
        ]

    def _loaded(self) -> tuple[CrossEncoder, int, int | None]:
        if self._found is None:
            model = _load(self._name)
            labels = getattr(model.config, "id2label", None) or {}
            self._found = (model, *outcomes(labels, self._name))
        return self._found


def outcomes(labels: Mapping[int, str] | Mapping[str, str], name: str) -> tuple[int, int | None]:
    """Which outputs mean that the evidence supports and that it refutes; None: there is none.

    ModelError if the labels do not say: guessing could turn every verdict round.
    """
    found: dict[str, int] = {}
    for at, label in labels.items():
        word = label.casefold()
        denied = word.startswith(_DENIALS)
        if "entail" in word or word in ("supports", "supported"):
            found["other" if denied else "supports"] = int(at)
        elif "contradict" in word or word in ("refutes", "refuted"):
            found["other" if denied else "refutes"] = int(at)
        else:
            found[word] = int(at)
    if "supports" not in found or len(labels) > 3 or (len(labels) == 3 and "refutes" not in found):
        raise ModelError(
            f"The model {name!r} has the labels {', '.join(labels.values())}, which do not tell "
            f"entailment from contradiction. Name an NLI cross-encoder in {_SETTING}, or unset it."
        )
    return found["supports"], found.get("refutes")


def _load(name: str) -> CrossEncoder:
    local = Path(name).is_dir()
    quiet = {"HF_HUB_DISABLE_TELEMETRY": "1", "TRANSFORMERS_VERBOSITY": "error"}
    os.environ.update(quiet | ({"HF_HUB_OFFLINE": "1"} if local else {}))
    from safetensors import SafetensorError
    from sentence_transformers import CrossEncoder

    try:
        model: CrossEncoder = CrossEncoder(
            name,
            device="cpu",
            local_files_only=local,
            model_kwargs={"use_safetensors": True},  # never a pickle
        )
    except (OSError, ValueError, KeyError, RuntimeError, ImportError, SafetensorError) as error:
        raise ModelError(
            f"The NLI model {name!r} cannot be loaded ({error}). {_SETTING} takes a folder or the "
            "name of a sentence-transformers cross-encoder; unset it for the embedded verifier."
        ) from error
    return model


def _identity() -> Callable[..., Any]:
    import torch

    found: Callable[..., Any] = torch.nn.Identity()
    return found


def _softmax(logits: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: npt.NDArray[np.float64] = raised / raised.sum(axis=1, keepdims=True)
    return shares
