"""The shipped corpus behind the fakes, and a preparer over it whose day never changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.adapters.bm25 import Tokeniser
from assistant.answering import Answerer
from assistant.answering.judging import Judge
from assistant.corpus import load_corpus
from assistant.indexing import Stores, update_index
from assistant.prompts import Wording
from assistant.retrieval import Searcher
from assistant.snapshots import Snapshots
from assistant.talking_points import Language, Length, Preparer, Request, TalkingPoints
from tests.fakes import CountingStore, HashedWords, NumpyStore, SharedWords

ROOT = Path(__file__).parents[2]
FILES = ("wording.yaml", "reports.yaml", "talking_points.yaml")
Prepare = Callable[..., TalkingPoints]


@pytest.fixture(scope="session")
def note_wording() -> Wording:
    """Everything a note says in its own words."""
    return Wording(ROOT / "prompts", FILES)


@pytest.fixture(scope="session")
def preparer(tmp_path_factory: pytest.TempPathFactory, note_wording: Wording) -> Preparer:
    """A preparer over an index of the whole corpus, made with the fakes."""
    corpus = load_corpus(ROOT / "corpus")
    data_dir = tmp_path_factory.mktemp("preparing")
    embedder, stores = HashedWords(), Stores(NumpyStore(), CountingStore())
    update_index(corpus.documents, embedder=embedder, stores=stores, data_dir=data_dir)
    snapshots = Snapshots(data_dir, stores)
    answerer = Answerer(
        snapshots,
        Searcher(snapshots, embedder),
        corpus.vocabulary,
        note_wording,
        Tokeniser(),
        Judge(SharedWords()),
    )
    return Preparer(answerer.parts, note_wording, lambda: "2026-11-23")


@pytest.fixture(scope="session")
def prepare(preparer: Preparer) -> Prepare:
    """Talking points for a topic, for one side with another; each made once."""
    made: dict[Request, TalkingPoints] = {}

    def preparing(topic: str, ours: str, theirs: str, **shape: str) -> TalkingPoints:
        request = Request(
            topic,
            ours,
            theirs,
            Length(shape.get("length", "full")),
            Language(shape.get("language", "en")),
        )
        if request not in made:
            made[request] = preparer.prepare(request)
        return made[request]

    return preparing
