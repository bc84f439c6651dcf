"""The shipped corpus behind the fakes: fast, and the same at every run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from assistant.adapters.bm25 import Tokeniser
from assistant.answering import Answerer
from assistant.answering.judging import Judge
from assistant.answering.material import Material
from assistant.corpus import Corpus, load_corpus
from assistant.domain import Answer, AnswerReady, Filters
from assistant.indexing import Stores, update_index
from assistant.naming import Names, names_of
from assistant.prompts import Wording
from assistant.retrieval import Searcher
from assistant.snapshots import Snapshots
from tests.fakes import CountingStore, HashedWords, NumpyStore, SharedWords

ROOT = Path(__file__).parents[2]
Ask = Callable[..., Answer]


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """The briefs and vocabularies of the repository."""
    return load_corpus(ROOT / "corpus")


@pytest.fixture(scope="session")
def wording() -> Wording:
    """prompts/wording.yaml."""
    return Wording(ROOT / "prompts")


@pytest.fixture(scope="session")
def tokenise() -> Tokeniser:
    """Stems and Chinese words."""
    return Tokeniser()


@pytest.fixture(scope="session")
def names(corpus: Corpus) -> Names:
    """Every name the corpus knows."""
    return names_of({d.id: d for d in corpus.documents}, corpus.vocabulary)


@pytest.fixture(scope="session")
def material(corpus: Corpus, wording: Wording, tokenise: Tokeniser, names: Names) -> Material:
    """What the composers draw on, in English."""
    documents = {d.id: d for d in corpus.documents}
    return Material(documents, corpus.vocabulary, wording, names, tokenise, "en")


@pytest.fixture(scope="session")
def answerer(
    corpus: Corpus,
    wording: Wording,
    tokenise: Tokeniser,
    tmp_path_factory: pytest.TempPathFactory,
) -> Answerer:
    """The answerer over an index of the whole corpus, made with the fakes."""
    data_dir = tmp_path_factory.mktemp("answering")
    embedder, stores = HashedWords(), Stores(NumpyStore(), CountingStore())
    update_index(corpus.documents, embedder=embedder, stores=stores, data_dir=data_dir)
    snapshots = Snapshots(data_dir, stores)
    searcher = Searcher(snapshots, embedder)
    return Answerer(snapshots, searcher, corpus.vocabulary, wording, tokenise, Judge(SharedWords()))


@pytest.fixture(scope="session")
def ask(answerer: Answerer) -> Ask:
    """Ask one question, or several in a conversation; the last answer comes back."""

    def asking(*questions: str, filters: Filters | None = None) -> Answer:
        earlier: list[Answer] = []
        for question in questions:
            earlier.append(_last(answerer, question, earlier, filters or Filters()))
        return earlier[-1]

    return asking


def _last(answerer: Answerer, question: str, earlier: Sequence[Answer], filters: Filters) -> Answer:
    *_, last = answerer.ask(question, filters=filters, earlier=earlier)
    assert isinstance(last, AnswerReady)
    return last.answer


def shown(answer: Answer) -> str:
    """All sentences of an answer, one a line."""
    return "\n".join(sentence.text for sentence in answer.sentences)
