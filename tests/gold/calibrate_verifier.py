"""Calibrates the verifier and fits the blend on the pairs held back from training.

`make verifier` runs it after the training; it writes assistant/adapters/verifier.json (the
temperature and shift that make the network's outputs probabilities) and assistant/blending.json.
Each outcome weighs the same altogether, and a large file counts by the root of its size.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from assistant.adapters.embedding import load_embedder
from assistant.adapters.entailment import CALIBRATION, MODEL, EmbeddedVerifier
from assistant.adapters.packaged import MINILM
from assistant.blending import (
    WEIGHTS,
    WORD_SIGNALS,
    CosineSignal,
    Weights,
    word_signals,
)
from assistant.claim_evaluation import measures
from assistant.domain import Entailment
from tests.gold.verifier_pairs import ALLOWED, Pair, held_back, read_pairs, strangers

VERSION = 1
RIDGE = 0.01
LABELS = {allowed: label for label, allowed in ALLOWED.items()}

Numbers = npt.NDArray[np.float64]


def weights_of(pairs: Sequence[Pair]) -> torch.Tensor:
    """What each pair counts for; in all, the number of pairs."""
    sizes = Counter(pair.file for pair in pairs)
    raw = np.array([sizes[pair.file] ** -0.5 for pair in pairs])
    outcome = np.array([pair.allowed[0] if len(pair.allowed) == 1 else 3 for pair in pairs])
    for one in range(3):
        raw[outcome == one] /= raw[outcome == one].sum()
    raw[outcome == 3] /= 3 * max(raw[outcome == 3].sum(), 1e-9)
    return torch.tensor(raw / raw.sum() * len(pairs))


def minimise(loss: Callable[[], torch.Tensor], parameters: list[torch.Tensor]) -> None:
    """L-BFGS until it rests."""
    optimiser = torch.optim.LBFGS(parameters, max_iter=500, line_search_fn="strong_wolfe")

    def closure() -> float:
        optimiser.zero_grad()
        value = loss()
        value.backward()
        return value.item()

    optimiser.step(closure)


def wrongness(odds: torch.Tensor, allowed: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """Weighted mean of the logarithmic loss where a label may allow two outcomes."""
    logs = torch.log_softmax(odds, dim=1).masked_fill(~allowed, -1e9)
    return -(torch.logsumexp(logs, dim=1) * weights).mean()


def fit(rows: Numbers, pairs: Sequence[Pair]) -> dict[str, list[object]]:
    """A multinomial logistic regression as blending.json holds it."""
    means, scales = rows.mean(0), np.where(rows.std(0) > 1e-9, rows.std(0), 1.0)
    x = torch.tensor((rows - means) / scales)
    slopes = torch.zeros((3, rows.shape[1]), dtype=torch.float64, requires_grad=True)
    bias = torch.zeros(3, dtype=torch.float64, requires_grad=True)
    allowed, weights = outcomes(pairs), weights_of(pairs)

    def loss() -> torch.Tensor:
        return wrongness(x @ slopes.T + bias, allowed, weights) + RIDGE * slopes.square().sum()

    minimise(loss, [slopes, bias])
    parts = {"means": means, "scales": scales, "weights": slopes.detach(), "bias": bias.detach()}
    return {name: np.round(np.asarray(part), 5).tolist() for name, part in parts.items()}


def outcomes(pairs: Sequence[Pair]) -> torch.Tensor:
    """Shape (len(pairs), 3), true where the label allows the outcome."""
    allowed = torch.zeros((len(pairs), 3), dtype=torch.bool)
    for row, pair in enumerate(pairs):
        allowed[row, list(pair.allowed)] = True
    return allowed


def calibrate(pairs: Sequence[Pair]) -> Numbers:
    """Write verifier.json, the output divided by a temperature plus a shift; the log-odds so made.

    Those of supporting and refuting, against neither; shape (len(pairs), 2).
    """
    neutral = {"version": "0", "temperature": 1.0, "bias": [0.0, 0.0, 0.0]}
    CALIBRATION.write_text(json.dumps(neutral), encoding="utf-8")
    logits = EmbeddedVerifier().logits([(pair.claim, pair.evidence) for pair in pairs])
    x = torch.tensor(logits, dtype=torch.float64)
    cold = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    bias = torch.zeros(3, dtype=torch.float64, requires_grad=True)
    allowed, weights = outcomes(pairs), weights_of(pairs)
    minimise(lambda: wrongness(x * torch.exp(cold) + bias, allowed, weights), [cold, bias])
    found = {
        "version": f"{VERSION}-{hashlib.sha256(MODEL.read_bytes()).hexdigest()[:8]}",
        "temperature": round(float(torch.exp(-cold.detach())), 4),
        "bias": [round(float(value), 4) for value in bias.detach() - bias.detach()[2]],
    }
    CALIBRATION.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    odds = x.numpy() / found["temperature"] + np.array(found["bias"])
    against: Numbers = odds[:, :2] - odds[:, 2:]
    return against


def told(name: str, shares: Numbers, pairs: Sequence[Pair]) -> None:
    """Balanced accuracy and AUC on each file's held-back pairs, on stderr."""
    for file in sorted({pair.file for pair in pairs}):
        at = [row for row, pair in enumerate(pairs) if pair.file == file]
        some = [Entailment(*shares[row, :2]) for row in at]
        figures = measures([LABELS[pairs[row].allowed] for row in at], some)
        print(f"{name:10} {file:26} {len(at):5} {figures}", file=sys.stderr)


def main() -> None:
    """Calibrate, fit the blend and the two baselines, print what was measured."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pairs", type=int, help="only so many of them, for a quick look")
    asked = parser.parse_args()
    _, kept = held_back(read_pairs(asked.folder))
    kept = random.Random(5).sample(kept, min(asked.pairs or len(kept), len(kept)))
    embedder = load_embedder(MINILM, Path())
    near = strangers(kept, embedder.embed_passages, random.Random(3))
    pairs = kept + near[: len(kept) // 5]
    says = calibrate(pairs)
    texts = [(pair.claim, pair.evidence) for pair in pairs]
    words, cosine = word_signals(texts), CosineSignal(embedder)(texts)
    rows = {
        "verifier": says,
        "blend": np.hstack([says, words]),
        "with_cosine": np.hstack([says, words, cosine]),
        "overlap": words[:, :1],
        "cosine": cosine,
    }
    found: dict[str, object] = {"signals": ["supports", "refutes", *WORD_SIGNALS]}
    for name, some in rows.items():
        found[name] = fit(some, pairs)
        told(name, Weights.of(found[name]).probabilities(some)[: len(kept)], kept)
    for name in ("verifier", "with_cosine"):
        del found[name]
    WEIGHTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
