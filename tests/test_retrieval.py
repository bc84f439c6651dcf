"""Query → hits."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.adapters.bm25 import Bm25Store, Tokeniser
from assistant.adapters.chroma import ChromaStore
from assistant.adapters.embedding import load_embedder
from assistant.domain import Document, Filters
from assistant.errors import IndexMissing
from assistant.indexing import Stores, update_index
from assistant.ports import Embedder, Vectors
from assistant.retrieval import Fusion, Searcher
from assistant.snapshots import Snapshots
from tests.factories import document
from tests.fakes import CountingStore, HashedWords, NumpyStore

FAKES = Stores(NumpyStore(), CountingStore())
REAL = Stores(ChromaStore(), Bm25Store(Tokeniser()))


def _searcher(
    data_dir: Path,
    documents: list[Document],
    stores: Stores = FAKES,
    embedder: Embedder | None = None,
    fusion: Fusion | None = None,
) -> Searcher:
    embedder = embedder or HashedWords()
    update_index(documents, embedder=embedder, stores=stores, data_dir=data_dir)
    return Searcher(Snapshots(data_dir, stores), embedder, fusion=fusion)


def _sides() -> list[Document]:
    """Thirty American texts that match a question in every word, three Chinese ones in one."""
    american = [
        document(f"us-{i}", [f"Position {i} on nuclear command and control."], parties=("US",))
        for i in range(30)
    ]
    chinese = [
        document(
            f"cn-{i}", [f"Remark {i} about nuclear matters."], parties=("CN",), issuers=("CN",)
        )
        for i in range(3)
    ]
    return american + chinese


def test_hits_are_ranked_and_scored(tmp_path: Path) -> None:
    """Best first, ranks from 1, fused scores in 0..1, and the raw scores of both lists."""
    hits = _searcher(tmp_path, _sides()).search("position 7 on nuclear command", limit=10)
    assert hits[0].passage.id == "us-7#1"
    assert [hit.rank for hit in hits] == list(range(1, 11))
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert hits[0].dense > 0.5
    assert hits[0].lexical > 0


@pytest.mark.parametrize("stores", [FAKES, REAL], ids=["fakes", "real"])
def test_one_side_cannot_push_out_the_other(tmp_path: Path, stores: Stores) -> None:
    """A party that is named keeps a share, even if it lies below the pool of both lists."""
    searcher = _searcher(tmp_path, _sides(), stores, fusion=Fusion(pool=10))
    question = "position on nuclear command and control"
    unbalanced = searcher.search(question, limit=9)
    assert {hit.passage.parties for hit in unbalanced} == {("US",)}
    hits = searcher.search(question, limit=9, parties=("US", "CN"))
    assert len(hits) == 9
    assert sum(hit.passage.parties == ("CN",) for hit in hits) == 3
    assert hits[0].passage.parties == ("US",), "a share is no better rank"


def test_each_language_keeps_a_share(tmp_path: Path) -> None:
    """Texts in a language that is named are among the hits."""
    documents = [*_sides(), document("zh-1", ["Nuclear."], languages=("zh",))]
    hits = _searcher(tmp_path, documents, fusion=Fusion(pool=5)).search(
        "position on nuclear command and control", limit=6, languages=("zh", "en")
    )
    assert "zh-1" in {hit.passage.document_id for hit in hits}


def test_a_share_that_nobody_can_fill_is_free_for_all(tmp_path: Path) -> None:
    """A party without passages takes no place away."""
    hits = _searcher(tmp_path, _sides()).search("nuclear", limit=9, parties=("US", "FR"))
    assert len(hits) == 9


@pytest.mark.parametrize("stores", [FAKES, REAL], ids=["fakes", "real"])
def test_filters_hold_for_every_hit_and_miss_none(tmp_path: Path, stores: Stores) -> None:
    """What a filter admits is found even if all of it lies far below the best."""
    searcher = _searcher(tmp_path, _sides(), stores, fusion=Fusion(pool=4))
    hits = searcher.search("position on nuclear command", filters=Filters(parties=("CN",)))
    assert {hit.passage.document_id for hit in hits} == {"cn-0", "cn-1", "cn-2"}
    assert searcher.search("nuclear", filters=Filters(parties=("FR",))) == []
    assert searcher.search("nuclear", filters=Filters(since="2025")) == []


def test_a_passage_is_found_by_its_chinese_text_and_once(tmp_path: Path) -> None:
    """The entries of both languages lead to one hit of their passage."""
    documents = [document("lima", [("Nuclear control stays human.", "由人类控制核武器。")])]
    hits = _searcher(tmp_path, documents).search("nuclear 核武器")
    assert [hit.passage.id for hit in hits] == ["lima#1"]


def test_extra_queries_add_what_they_find(tmp_path: Path) -> None:
    """A follow-up's raw form or a translation is searched as well."""
    documents = [document("a", ["Open weights."]), document("b", ["Compute thresholds."])]
    searcher = _searcher(tmp_path, documents, fusion=Fusion(dense=0, lexical=1))
    assert [h.passage.document_id for h in searcher.search("weights")][:1] == ["a"]
    both = searcher.search("weights", extra_queries=["thresholds"])
    assert {hit.passage.document_id for hit in both if hit.score > 0.5} == {"a", "b"}


def test_odd_queries_are_searched_like_any_other(tmp_path: Path) -> None:
    """Blank, huge and unreadable queries give hits or none, and never an error."""
    searcher = _searcher(tmp_path, _sides(), REAL)
    for query in ("", "   ", "\x00\x01", "nuclear " * 10_000, "<script>alert(1)</script>"):
        assert isinstance(searcher.search(query, limit=3), list)


def test_another_model_than_the_index_has_is_said(tmp_path: Path) -> None:
    """Vectors of two models are never compared; the message names the command."""
    _searcher(tmp_path, _sides())
    searcher = Searcher(Snapshots(tmp_path, FAKES), HashedWords(identity="other"))
    with pytest.raises(IndexMissing, match="python -m assistant index"):
        searcher.search("nuclear")


FILLERS = [
    ("The weather in Geneva was mild in {}.", "{}年日内瓦天气温和。"),
    ("Delegation {} arrived by train.", "第{}号代表团乘火车抵达。"),
]


def test_chinese_and_english_find_each_other(tmp_path: Path, models: Path) -> None:
    """With the real parts a question in one language finds the statement in the other,
    although every other statement is there in the question's own language."""
    documents = [
        document("lima", ["The leaders affirmed human control over nuclear weapons use."]),
        document(
            "weights", [("Developers may publish model weights.", "开发者可以公开模型权重。")]
        ),
        document("compute", ["各方同意通报大规模训练所用的算力。"], title="算力"),
    ]
    documents += [
        document(f"filler-{place}-{number}", [(english.format(number), chinese.format(number))])
        for number in range(2000, 2012)
        for place, (english, chinese) in enumerate(FILLERS)
    ]
    searcher = _searcher(tmp_path, documents, REAL, load_embedder(None, models))
    assert searcher.search("核武器由谁控制？")[0].passage.document_id == "lima"
    assert searcher.search("谁可以公开权重？")[0].passage.document_id == "weights"
    found = searcher.search("Who has to report the computing power used for training?")
    assert found[0].passage.document_id == "compute"


def test_a_question_is_embedded_once_however_often_it_is_searched(tmp_path: Path) -> None:
    """Several jobs of one answer search for the same words; those of each are read once."""

    class Counting(HashedWords):
        def embed_query(self, text: str) -> Vectors:
            asked.append(text)
            return super().embed_query(text)

    asked: list[str] = []
    searcher = _searcher(tmp_path, _sides(), embedder=Counting())
    first = searcher.search("nuclear command", extra_queries=("control",))
    assert searcher.search("nuclear command", extra_queries=("control",)) == first
    searcher.search("control")
    assert asked == ["nuclear command", "control"]


def test_whose_a_passage_is_is_found_once_a_generation(tmp_path: Path) -> None:
    """A second question about a party looks at no passage again; a new generation is looked at."""
    searcher = _searcher(tmp_path, _sides())
    snapshots = searcher._snapshots
    searcher.search("position on nuclear command", parties=("CN",), limit=12)
    first = dict(snapshots.current().briefs.groups)
    assert [len(entries) for entries in first.values()] == [6]  # each may have a Chinese text too
    searcher.search("position on nuclear control", parties=("CN",), limit=12)
    assert snapshots.current().briefs.groups == first
    update_index(_sides()[:-1], embedder=HashedWords(), stores=FAKES, data_dir=tmp_path)
    hits = searcher.search("position on nuclear command", parties=("CN",), limit=12)
    assert {"cn-0#1", "cn-1#1"} <= {hit.passage.id for hit in hits}
    assert [len(entries) for entries in snapshots.current().briefs.groups.values()] == [4]
