"""Trains the verifier: `make verifier TRAIN=folder` writes assistant/adapters/verifier.onnx.

A cross-encoder that starts from all-MiniLM-L6-v2, its embeddings and first layer kept as they
are, and tells whether evidence supports a claim, refutes it or does neither. It learns from the
folder's pairs but a tenth (`held_back`), from edits of them and from evidence that is merely near;
see assistant/adapters/verifier.md. About fifteen minutes a pass on two cores; states are left in
build/verifier. Needs the extra `train` (onnx, onnxscript).
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # two threads on busy cores block each other

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from transformers import BertForSequenceClassification

from assistant.adapters.embedding import load_embedder
from assistant.adapters.entailment import MODEL, gathered
from assistant.adapters.packaged import MINILM, minilm_folder
from tests.gold.cross_encoder import export, optimiser_of, schedule_of
from tests.gold.verifier_pairs import NEITHER, Edits, Pair, held_back, read_pairs, strangers

RATES = (1.5e-4, 1e-4, 6e-5)  # at which each pass begins; it ends at a tenth of that
DECAY = 0.9  # of the rate, from layer to layer downwards
TOKENS = 112  # of a pair; of longer evidence the sentences nearest to the claim are read
BATCH_TOKENS = 2048
BATCH_PAIRS = 32
POOL = 1500  # pairs that are sorted by length together
EDITED = 0.25  # share of the pairs that lend an edit, in each pass
STRANGE = 0.1  # share of the claims that get evidence of another one, in each pass
STATES = Path("build/verifier")

COMMON = 0.5  # share of these that a pass takes: they are many, or slow
FROZEN = 1  # layers that stay as they are, from below

Batch = tuple[dict[str, Any], Any]


def network() -> Any:
    """all-MiniLM-L6-v2 with a fresh head of three outcomes and frozen word embeddings."""
    model = BertForSequenceClassification.from_pretrained(
        minilm_folder(), num_labels=3, ignore_mismatched_sizes=True, attn_implementation="sdpa"
    )
    for part in (model.bert.embeddings, *model.bert.encoder.layer[:FROZEN]):
        part.requires_grad_(False)
    return model


def tokeniser() -> Tokenizer:
    """The package's word pieces."""
    made = Tokenizer.from_file(str(minilm_folder() / "tokenizer.json"))
    made.enable_truncation(TOKENS)
    made.no_padding()
    return made


def batches(pairs: list[Pair], tokens: Tokenizer, chance: random.Random) -> Iterator[Batch]:
    """Batches of pairs of like length, in random order; what each pair may be, as 0 and 1."""
    chance.shuffle(pairs)
    made: list[Batch] = []
    for start in range(0, len(pairs), POOL):
        pool = pairs[start : start + POOL]
        read = tokens.encode_batch(
            [(p.claim, gathered(p.claim, p.evidence, tokens, TOKENS)) for p in pool]
        )
        order = sorted(range(len(pool)), key=lambda at: len(read[at].ids))
        group: list[int] = []
        for at in order:
            size = len(read[at].ids) * (len(group) + 1)
            if group and (len(group) == BATCH_PAIRS or size > BATCH_TOKENS):
                made.append(_batch([read[i] for i in group], [pool[i] for i in group]))
                group = []
            group.append(at)
        made.append(_batch([read[i] for i in group], [pool[i] for i in group]))
        if len(made) > 200:
            chance.shuffle(made)
            yield from made
            made = []
    chance.shuffle(made)
    yield from made


def _batch(read: Sequence[Any], pairs: Sequence[Pair]) -> Batch:
    longest = -(-max(len(one.ids) for one in read) // 8) * 8
    shape = (len(read), longest)
    ids, mask, types = (np.zeros(shape, np.int64) for _ in range(3))
    allowed = np.zeros((len(read), 3), np.float32)
    for row, (one, pair) in enumerate(zip(read, pairs, strict=True)):
        ids[row, : len(one.ids)] = one.ids
        mask[row, : len(one.ids)] = 1
        types[row, : len(one.ids)] = one.type_ids
        allowed[row, list(pair.allowed)] = 1
    names = ("input_ids", "attention_mask", "token_type_ids")
    inputs = {n: torch.from_numpy(v) for n, v in zip(names, (ids, mask, types), strict=True)}
    return inputs, torch.from_numpy(allowed)


def loss_of(logits: Any, allowed: Any) -> Any:
    """Cross-entropy where a label may allow more than one outcome."""
    logs = torch.log_softmax(logits.float(), dim=1)
    return -torch.logsumexp(logs.masked_fill(allowed == 0, -1e4), dim=1).mean()


def lessons(learnt: list[Pair], number: int) -> list[Pair]:
    """The pairs of pass `number`: all, and new edits and strangers each time."""
    chance = random.Random(100 + number)
    near = strangers(
        chance.sample(learnt, int(STRANGE * len(learnt))),
        load_embedder(MINILM, Path()).embed_passages,
        chance,
    )
    edited = Edits(learnt, chance).of(learnt, EDITED)
    learnt = [pair for pair in learnt if not _thinned(pair) or chance.random() < COMMON]
    tell(f"pass {number}: {len(learnt)} pairs, {len(edited)} edited, {len(near)} near")
    return learnt + edited + near


def _thinned(pair: Pair) -> bool:
    """Web evidence that says nothing, and the longest evidence: each pass takes a part."""
    if pair.file == "factcheck_gpt":
        return pair.allowed == (NEITHER,)
    return pair.file == "factcg_cg2c_doc"


def train(learnt: list[Pair], model: Any, number: int) -> Any:
    """The network after pass `number`, from 0; states are saved as it goes."""
    torch.manual_seed(7 + number)
    rate = RATES[number]
    plan = list(batches(lessons(learnt, number), tokeniser(), random.Random(number)))
    tell(f"{len(plan)} batches, {sum(inputs['input_ids'].numel() for inputs, _ in plan)} tokens")
    optimiser = optimiser_of(model, rate=rate, fresh_rate=4 * rate, decay=DECAY)
    schedule = schedule_of(optimiser, warm_up=100, steps=len(plan), least=0.1)
    told, started = 0.0, time.monotonic()
    model.train()
    for step, (inputs, allowed) in enumerate(plan, start=1):
        with torch.autocast("cpu", torch.bfloat16):
            logits = model(**inputs).logits
        loss = loss_of(logits, allowed)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        optimiser.zero_grad()
        told += loss.item()
        if step % 50 == 0:
            seconds = time.monotonic() - started
            tell(f"{number}: {step}/{len(plan)} loss {told / 50:.3f} {seconds:.0f} s")
            told = 0.0
        if step % 200 == 0:
            save(model, STATES / f"pass{number}.part.safetensors")
    save(model, STATES / f"pass{number}.safetensors")
    return model


def tell(text: str) -> None:
    """Progress, on stderr."""
    print(text, file=sys.stderr, flush=True)


def save(model: Any, path: Path) -> None:
    """All weights but the word embeddings."""
    path.parent.mkdir(parents=True, exist_ok=True)
    state = {n: w.contiguous() for n, w in model.state_dict().items() if "word_embeddings" not in n}
    draft = path.with_suffix(".draft")
    save_file(state, draft)
    draft.replace(path)


def restore(path: Path) -> Any:
    """The network in the state that `save` left."""
    model = network()
    model.load_state_dict(load_file(path), strict=False)
    return model.eval()


class _Layers(torch.nn.Module):
    """The network above the word embeddings, for export: (vectors, mask, types) → 3 log-odds."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(self, vectors: Any, mask: Any, types: Any) -> Any:
        return self.model(inputs_embeds=vectors, attention_mask=mask, token_type_ids=types).logits


def write(model: Any, target: Path) -> None:
    """Export the network without its word embeddings, in 8 bits."""
    model = model.eval()
    model.set_attn_implementation("eager")
    pairs, tokens = torch.export.Dim("pairs", min=1), torch.export.Dim("tokens", min=4, max=512)
    vectors, ones = torch.randn(3, 40, model.config.hidden_size), torch.ones(3, 40).long()
    export(
        _Layers(model),
        (vectors, ones, torch.zeros_like(ones)),
        ({0: pairs, 1: tokens},) * 3,
        (["word_vectors", "attention_mask", "token_type_ids"], ["logits"]),
        target,
    )


def main() -> None:
    """Train on what may be trained on, and write the model."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--state", type=Path, help="begin from this saved state")
    parser.add_argument("--first", type=int, default=0, help="the first pass to make")
    parser.add_argument("--last", type=int, default=len(RATES), help="the pass to stop before")
    asked = parser.parse_args()
    torch.set_num_threads(2)
    learnt, _ = held_back(read_pairs(asked.folder))
    model = restore(asked.state) if asked.state else network()
    for number in range(asked.first, asked.last):
        model = train(learnt, model, number)
    write(model, MODEL)


if __name__ == "__main__":
    main()
