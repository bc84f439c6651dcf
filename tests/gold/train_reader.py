"""Trains the reader: `make reader` writes assistant/adapters/reader.onnx. About 30 minutes.

A cross-encoder that starts from all-MiniLM-L6-v2 and learns, from the questions of judging.jsonl
and the statements that the product's own search finds for each, to tell the one that answers from
those that are merely near. Questions in Chinese, the questions of on_point.jsonl and a fifth of
the briefs (`held_back`) are not trained on: the judge's weights and thresholds rest on those.
Needs the extra `train` (onnx, onnxscript).
"""

from __future__ import annotations

import json
import random
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional
from transformers import AutoTokenizer, BertForSequenceClassification

from assistant.adapters.packaged import minilm_folder
from assistant.adapters.reading import MAX_TOKENS, MODEL
from assistant.answering.turn import Parts, Turn
from assistant.domain import Filters, Hit, Section
from assistant.tokens import is_chinese
from assistant.wiring import build_assistant
from tests.gold.cross_encoder import export, optimiser_of, schedule_of

HERE = Path(__file__).parent
Drawn = tuple[list[tuple[str, str]], list[float]]  # pairs, and 1.0 for each that is right

EPOCHS = 3
RATE = 5e-5
QUESTIONS = 4  # of one step
NEAR, FAR = 4, 2  # wrong statements beside the right one: found for the question, any
POSITIVE = 3.0  # weight of a statement that answers
ORDER = 0.25  # weight of putting it first, beside telling it alone


@dataclass(frozen=True, slots=True)
class Row:
    """A question, the ids of the statements that answer it, and those found for it."""

    question: str
    answers: tuple[str, ...]
    found: tuple[Hit, ...]


def held_back(document: str) -> bool:
    """Whether a brief is one of the fifth that the reader is not trained on."""
    return zlib.crc32(document.encode()) % 5 == 0


def rows_of(parts: Parts) -> list[Row]:
    """Every question of judging.jsonl with what search finds for it now."""
    lines = (HERE / "judging.jsonl").read_text(encoding="utf-8").splitlines()
    rows = []
    for line in map(json.loads, lines):
        found, _ = Turn(parts, line["q"], Filters(), ()).evidence()
        rows.append(Row(line["q"], tuple(line["p"]), tuple(found)))
    return rows


def judged() -> dict[str, dict[str, int]]:
    """The questions of on_point.jsonl: what each statement shown was judged to be."""
    lines = (HERE / "on_point.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["q"]: row["on_point"] for row in map(json.loads, lines)}


def trained_on(row: Row, apart: dict[str, dict[str, int]]) -> bool:
    """Whether the reader may learn from this row."""
    about = row.answers or tuple(hit.passage.id for hit in row.found[:1])
    return (
        row.question not in apart
        and not is_chinese(row.question)
        and not any(held_back(i.split("#")[0]) for i in about)
    )


class Pairs:
    """Draws training pairs: the right statement first, where there is one, then wrong ones."""

    def __init__(self, statements: dict[str, str], chance: random.Random) -> None:
        self._statements, self._chance = statements, chance
        self._ids = sorted(statements)

    def draw(self, row: Row) -> Drawn:
        """(question, statement) pairs and 1.0 for the right one."""
        right = [i for i in row.answers if i in self._statements][:1]
        near = [h.passage.id for h in row.found if h.passage.id not in row.answers][: 2 * NEAR]
        wrong = self._chance.sample(near, min(NEAR, len(near)))
        wrong += [i for i in self._chance.sample(self._ids, FAR) if i not in row.answers]
        pairs = [(row.question, self._statements[i]) for i in right + wrong]
        return pairs, [1.0] * len(right) + [0.0] * len(wrong)


def train(rows: list[Row], statements: dict[str, str], start: str) -> tuple[Any, Any]:
    """The fine-tuned model and its tokenizer."""
    chance = random.Random(7)
    torch.manual_seed(7)
    tokenizer = AutoTokenizer.from_pretrained(minilm_folder())
    model = BertForSequenceClassification.from_pretrained(
        start, num_labels=1, ignore_mismatched_sizes=True, attn_implementation="eager"
    )
    optimiser = optimiser_of(model, rate=RATE, fresh_rate=4 * RATE)
    schedule = schedule_of(optimiser, warm_up=60, steps=EPOCHS * (len(rows) // QUESTIONS))
    draw, told, step = Pairs(statements, chance), 0.0, 0
    model.train()
    for _ in range(EPOCHS):
        chance.shuffle(rows)
        for at in range(0, len(rows) - QUESTIONS + 1, QUESTIONS):
            drawn = [draw.draw(row) for row in rows[at : at + QUESTIONS]]
            loss = _loss(model, tokenizer, drawn)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()
            told, step = told + loss.item(), step + 1
            if step % 100 == 0:
                print(f"{step} loss {told / 100:.3f}", file=sys.stderr, flush=True)
                told = 0.0
    return model.eval(), tokenizer


def _loss(model: Any, tokenizer: Any, drawn: list[Drawn]) -> Any:
    pairs = [pair for some, _ in drawn for pair in some]
    batch = tokenizer(
        [question for question, _ in pairs],
        [statement for _, statement in pairs],
        truncation=True,
        max_length=MAX_TOKENS,
        padding=True,
        pad_to_multiple_of=32,
        return_tensors="pt",
    )
    with torch.autocast("cpu", torch.bfloat16):
        scores = model(**batch).logits[:, 0].float()
    wanted = torch.tensor([value for _, values in drawn for value in values])
    loss = functional.binary_cross_entropy_with_logits(
        scores, wanted, pos_weight=torch.tensor(POSITIVE)
    )
    at = 0
    for _, values in drawn:
        if values[:1] == [1.0]:
            group = scores[at : at + len(values)]
            loss = loss + ORDER * functional.cross_entropy(group[None], torch.tensor([0]))
        at += len(values)
    return loss


class _Scores(torch.nn.Module):
    """The model as (ids, mask, types) → one score a pair, for export."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Any, mask: Any, types: Any) -> Any:
        return self.model(input_ids=ids, attention_mask=mask, token_type_ids=types).logits[:, 0]


def write(model: Any, target: Path) -> None:
    """Export the model with weights of 8 bits."""
    ids = torch.randint(5, 1000, (3, 40))
    pairs, tokens = torch.export.Dim("pairs", min=1), torch.export.Dim("tokens", min=4, max=512)
    export(
        _Scores(model),
        (ids, torch.ones_like(ids), torch.zeros_like(ids)),
        ({0: pairs, 1: tokens},) * 3,
        (["input_ids", "attention_mask", "token_type_ids"], ["score"]),
        target,
    )


def main() -> None:
    """Train on what may be trained on, and write the model."""
    torch.set_num_threads(2)
    parts = build_assistant().parts()
    statements = {
        p.id: p.text
        for document in parts.snapshot.documents.values()
        for p in document.passages
        if p.section is Section.STATEMENT
    }
    apart = judged()
    rows = [row for row in rows_of(parts) if trained_on(row, apart)]
    print(f"{len(rows)} questions", file=sys.stderr)
    start = sys.argv[1] if len(sys.argv) > 1 else str(minilm_folder())
    model, _ = train(rows, statements, start)
    write(model, MODEL)


if __name__ == "__main__":
    main()
