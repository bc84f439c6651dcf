"""The checker over the shipped corpus behind the fakes, and the same with other verifiers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.adapters.bm25 import Tokeniser
from assistant.answering import Answerer
from assistant.answering.judging import Judge as AnswerJudge
from assistant.checking import Checker, Judge, Second
from assistant.corpus import Corpus, load_corpus
from assistant.findings import Finding, Findings, FindingsReady
from assistant.indexing import Stores, update_index
from assistant.naming import Names, names_of
from assistant.ports import Verifier
from assistant.prompts import Wording
from assistant.retrieval import Searcher
from assistant.snapshots import Snapshots
from tests.fakes import CountingStore, HashedWords, NumpyStore, SharedWords, WordOverlapVerifier

ROOT = Path(__file__).parents[2]
Check = Callable[[str], Findings]
CheckOne = Callable[[str], Finding]
With = Callable[..., Checker]


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """The briefs and vocabularies of the repository."""
    return load_corpus(ROOT / "corpus")


@pytest.fixture(scope="session")
def names(corpus: Corpus) -> Names:
    """Every name the corpus knows."""
    return names_of({d.id: d for d in corpus.documents}, corpus.vocabulary)


@pytest.fixture(scope="session")
def checker_with(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> With:
    """Makes a checker with a verifier, and maybe a language model, over one index of the corpus."""
    data_dir = tmp_path_factory.mktemp("checking")
    embedder, stores = HashedWords(), Stores(NumpyStore(), CountingStore())
    update_index(corpus.documents, embedder=embedder, stores=stores, data_dir=data_dir)
    snapshots = Snapshots(data_dir, stores)
    searcher = Searcher(snapshots, embedder)
    wording = Wording(ROOT / "prompts", ("wording.yaml", "findings.yaml"))
    judge = AnswerJudge(SharedWords())
    answerer = Answerer(snapshots, searcher, corpus.vocabulary, wording, Tokeniser(), judge)

    def made(verifier: Verifier | None, second: Second | None = None) -> Checker:
        return Checker(answerer.parts, wording, Judge(), verifier, second=second)

    return made


@pytest.fixture(scope="session")
def checker(checker_with: With) -> Checker:
    """The checker with the fake verifier."""
    return checker_with(WordOverlapVerifier())


@pytest.fixture(scope="session")
def check(checker: Checker) -> Check:
    """Check a draft; the whole result."""
    return lambda draft: last_of(checker, draft)


@pytest.fixture(scope="session")
def check_one(checker: Checker) -> CheckOne:
    """Check one claim; its finding."""
    return lambda claim: last_of(checker, claim, single=True).findings[0]


def last_of(checker: Checker, draft: str, *, single: bool = False) -> Findings:
    """The last event's findings."""
    *_, last = checker.check(draft, single=single)
    assert isinstance(last, FindingsReady)
    return last.findings
