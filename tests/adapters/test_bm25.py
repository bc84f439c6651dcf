"""What the lexical index finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.adapters.bm25 import Bm25Store, Tokeniser
from assistant.ports import WordIndex

TEXTS = {
    "unga": "Resolution A/RES/78/265 was adopted by consensus.",
    "order": "Executive Order 14110 was revoked in January 2025.",
    "who": "The delegations discussed risks of GPT-4 and open weights.",
    "lima": "中美两国元首确认应维持由人类控制核武器使用的决定。",
    "framework": "人工智能安全治理框架3.0版",
    "empty": "",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> WordIndex:
    place: Path = tmp_path_factory.mktemp("bm25")
    store = Bm25Store(Tokeniser(place / "jieba"))
    store.write(place / "index", list(TEXTS), list(TEXTS.values()))
    return store.open(place / "index")


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("78/265", "unga"),
        ("What is A/RES/78/265?", "unga"),
        ("Was EO 14110 revoked?", "order"),
        ("revoking orders", "order"),
        ("GPT-4", "who"),
        ("gpt", "who"),
        ("谁控制核武器", "lima"),
        ("治理框架", "framework"),
        ("框架 3.0", "framework"),
    ],
)
def test_the_right_entry_comes_first(index: WordIndex, query: str, first: str) -> None:
    """Designations, word forms and Chinese words find the entry that has them."""
    assert index.search(query, 3)[0][0] == first


def test_words_a_dictionary_lacks_still_match(index: WordIndex) -> None:
    """Chinese that the segmenter cuts elsewhere matches by its pairs of characters."""
    assert [name for name, _ in index.search("器使", 3)] == ["lima"]


@pytest.mark.parametrize("query", ["", "   ", "the of and", "zzz qqq", "\x00"])
def test_a_query_without_known_words_finds_nothing(index: WordIndex, query: str) -> None:
    """Blank queries, stop words and unknown words give no hits, and no error."""
    assert index.search(query, 3) == []


def test_an_index_of_nothing_can_be_searched(tmp_path: Path) -> None:
    """No entries, or entries without words, make an index that finds nothing."""
    store = Bm25Store(Tokeniser())
    store.write(tmp_path / "none", [], [])
    store.write(tmp_path / "blank", ["a"], [""])
    assert store.open(tmp_path / "none").search("anything", 3) == []
    assert store.open(tmp_path / "blank").search("anything", 3) == []


def test_the_first_of_many_are_the_best_of_all(tmp_path: Path) -> None:
    """However few are asked for, they are those that stand first among all; ties stay in order."""
    store = Bm25Store(Tokeniser())
    texts = ["nuclear " * (1 + place % 5) + "treaty" for place in range(60)]
    store.write(tmp_path / "index", [str(place) for place in range(60)], texts)
    index = store.open(tmp_path / "index")
    everything = index.search("nuclear treaty", 60)
    assert len(everything) == 60
    for limit in (1, 7, 12, 13, 59):
        assert index.search("nuclear treaty", limit) == everything[:limit]
