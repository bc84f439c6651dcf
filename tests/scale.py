"""An index beside many own passages: how long it takes, what memory, how soon it answers.

    python -m tests.scale FOLDER [--passages 100000] [--questions 100]

The passages are sentences of the files in FOLDER, shuffled anew, so that all differ. Embedding
them would take an hour or more and is measured by `tests.speed`; here each gets a mixture of two
true vectors, and all else is as it is in use. Everything is made in a folder that is removed.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import yaml

from assistant.domain import Document, Section
from assistant.indexing import update_index
from assistant.ports import Embedder, Vectors
from assistant.settings import Settings
from assistant.wiring import Assistant, build_assistant
from tests.factories import document
from tests.speed import passages_of

TRUE = 400  # passages that are really embedded, to be mixed
SENTENCES = 4  # of a passage
QUESTIONS = [Path(__file__).parent / "gold" / name for name in ("dev.yaml", "tuning.yaml")]


class Mixing:
    """An Embedder whose passages are mixtures of true vectors, and whose questions are true."""

    def __init__(self, true: Embedder, texts: Sequence[str]) -> None:
        self._true = true
        self._vectors = true.embed_passages(texts)
        self.identity, self.dimensions = true.identity, true.dimensions

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        rows = [np.random.default_rng(zlib.crc32(text.encode())) for text in texts]
        mixed = np.stack([self._mixture(row) for row in rows])
        found: Vectors = mixed / np.linalg.norm(mixed, axis=1, keepdims=True)
        return found.astype(np.float32)

    def embed_query(self, text: str) -> Vectors:
        return self._true.embed_query(text)

    def _mixture(self, chance: np.random.Generator) -> Vectors:
        first, second = self._vectors[chance.integers(len(self._vectors), size=2)]
        share = chance.uniform(0.5, 0.9)
        noise = chance.normal(0, 0.01, len(first))
        mixed: Vectors = share * first + (1 - share) * second + noise
        return mixed


def documents_of(texts: Sequence[str], count: int) -> Iterator[Document]:
    """Documents of fifty passages of shuffled sentences, `count` passages in all."""
    sentences = [s for text in texts for s in re.split(r"(?<=[.!?。])\s+", text) if len(s) > 20]
    chance = random.Random(7)
    for start in range(0, count, 50):
        parts = [
            f"{start + at}. " + " ".join(chance.sample(sentences, SENTENCES)) for at in range(50)
        ]
        made = document(f"own-{start}", parts, origin="added", issuers=(), topics=())
        yield _as_text(made)


def _as_text(made: Document) -> Document:
    passages = tuple(replace(passage, section=Section.TEXT) for passage in made.passages)
    return replace(made, passages=passages)


def memory() -> int:
    """The most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def asked(assistant: Assistant, count: int) -> dict[str, float]:
    """Seconds until the first answer, then how long warm questions take, in milliseconds."""
    started = time.perf_counter()
    assistant.warm_up()
    opened = time.perf_counter() - started
    questions = [
        row["question"] for path in QUESTIONS for row in yaml.safe_load(path.read_text("utf-8"))
    ]
    clock, worked = [], []
    for question in questions[:count]:
        at, processor = time.perf_counter(), time.process_time()
        for _ in assistant.ask(question):
            pass
        clock.append(1000 * (time.perf_counter() - at))
        worked.append(1000 * (time.process_time() - processor))
    p50, p95 = np.percentile(clock, [50, 95])
    w50, w95 = np.percentile(worked, [50, 95])
    return {
        "opened_seconds": round(opened, 1),
        "ask_ms_p50": round(float(p50), 1),
        "ask_ms_p95": round(float(p95), 1),
        "processor_ms_p50": round(float(w50), 1),
        "processor_ms_p95": round(float(w95), 1),
        "memory_mb": memory(),
    }


def main() -> None:
    """Index, add one more document, ask, and print one JSON object."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder", type=Path)
    options.add_argument("--passages", type=int, default=100_000)
    options.add_argument("--questions", type=int, default=100)
    chosen = options.parse_args()
    texts = passages_of(chosen.folder, 2000)
    with tempfile.TemporaryDirectory() as scratch:
        settings = Settings().model_copy(update={"data_dir": Path(scratch)})
        (Path(scratch) / "models").symlink_to(Settings().data_dir / "models")
        assistant = build_assistant(settings)
        embedder = Mixing(assistant._embedder, texts[:TRUE])
        briefs = assistant.load_corpus().documents
        own = list(documents_of(texts, chosen.passages))
        before = memory()
        result: dict[str, object] = {"passages": chosen.passages, "memory_mb_before": before}
        for name, documents in (("all", own[:-1]), ("one_more", own)):
            started, processor = time.perf_counter(), time.process_time()
            update_index(
                [*briefs, *documents],
                embedder=embedder,
                stores=assistant.stores,
                data_dir=settings.data_dir,
            )
            result[name] = {
                "seconds": round(time.perf_counter() - started, 1),
                "processor_seconds": round(time.process_time() - processor, 1),
                "memory_mb": memory(),
            }
        print(json.dumps(result), flush=True)
        print(json.dumps(asked(assistant, chosen.questions)))


if __name__ == "__main__":
    main()
