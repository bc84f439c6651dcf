"""Texts of the corpus side by side, with the real embedder, against pairs made by hand."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from assistant.adapters.bm25 import Tokeniser
from assistant.adapters.embedding import load_embedder
from assistant.answering.relevance import Lexicon
from assistant.corpus import load_corpus, load_vocabulary
from assistant.positions import Comparison, Likeness, side_by_side
from tests.conftest import CORPUS

PAIRS = Path(__file__).parents[1] / "gold" / "pairs_of_texts.yaml"
FOUND, WRONG = 0.75, 0.125  # of the pairs made by hand; wrong ones as a share of those made


def test_statements_are_paired_as_a_person_would(models: Path, tmp_path: Path) -> None:
    documents = {d.id: d for d in load_corpus(CORPUS).documents}
    lexicon = Lexicon(documents, load_vocabulary(CORPUS), Tokeniser(tmp_path))
    similar = Likeness(lexicon, load_embedder(None, models).embed_passages)
    made = wrong = wanted = found = 0
    for row in yaml.safe_load(PAIRS.read_text(encoding="utf-8")):
        compared = side_by_side(documents[row["first"]], documents[row["second"]], similar)
        pairs = _numbers(compared)
        must, may = {tuple(p) for p in row["must"]}, {tuple(p) for p in row["may"]}
        wanted, found = wanted + len(must), found + len(must & pairs)
        made, wrong = made + len(pairs), wrong + len(pairs - must - may)
    assert found / wanted >= FOUND
    assert wrong / made <= WRONG


def _numbers(compared: Comparison) -> set[tuple[int, int]]:
    """The pairs by the numbers of their statements."""

    def number(identity: str) -> int:
        told = re.search(r"#(\d+)$", identity)
        assert told
        return int(told[1])

    return {
        (number(p.first.id), number(p.second.id)) for p in compared.pairs if p.first and p.second
    }
