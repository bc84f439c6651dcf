"""A small corpus with own documents beside it, behind the fakes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from assistant.adapters.bm25 import Tokeniser
from assistant.answering import Answerer
from assistant.answering.judging import Judge
from assistant.corpus import load_vocabulary
from assistant.domain import Answer, AnswerReady, Document, Filters
from assistant.indexing import IndexReport, Stores, update_index
from assistant.library import Facts, Library, digest_of, documents, handling_of
from assistant.prompts import Prompts, Wording
from assistant.reading.formats import read_bytes
from assistant.retrieval import Searcher
from assistant.snapshots import Snapshots
from assistant.writing import Writer
from tests.factories import document
from tests.fakes import CountingStore, HashedWords, NumpyStore, ScriptedChat, SharedWords

ROOT = Path(__file__).parents[2]
BRIEF = document(
    "geneva-talks",
    ["The United States and China exchanged views on risks of artificial intelligence in Geneva."],
    origin="corpus",
)
TALK = """# Closed talks of May

Speakers: Zhou Wei, Tsinghua; Dr. Ann Leigh, Oxbridge Institute

**Zhou Wei:** [00:41:07] A channel for incidents of large models would cost little and help much.

**Dr. Ann Leigh:** [00:42:00] Thank you, Zhou Wei. I doubt that a hotline is used at three in the morning.

**Zhou Wei:** [00:43:10] Then let us agree on a form for notifications, as Ann says.
"""

SECRET = ("Zhou", "Wei", "Tsinghua", "Leigh", "Ann", "Oxbridge")  # what TALK has of names


@dataclass
class Desk:
    """A data directory, its library and the answers over both."""

    data_dir: Path
    library: Library
    answerer: Answerer
    snapshots: Snapshots
    stores: Stores
    embedder: HashedWords

    def add(self, name: str, content: str | bytes, handling: str = "internal", **facts: str) -> str:
        """Add a file's content and index it; its id."""
        data = content.encode() if isinstance(content, str) else content
        said = Facts(handling=handling_of(handling), **facts)  # type: ignore[arg-type]
        held = self.library.add(name, digest_of(data), read_bytes(name, data), said)
        self.index()
        return held.id

    def index(self, today: str | None = None) -> IndexReport:
        """Bring the index up to date."""
        own = documents(self.library, today)
        return update_index(
            [BRIEF, *own], embedder=self.embedder, stores=self.stores, data_dir=self.data_dir
        )

    def written_with(self, model: ScriptedChat) -> Desk:
        """The same desk, where a chat model writes the answers."""
        prompts = ROOT / "prompts"
        answerer = Answerer(
            self.snapshots,
            Searcher(self.snapshots, self.embedder),
            load_vocabulary(ROOT / "corpus"),
            Wording(prompts),
            Tokeniser(),
            Judge(SharedWords()),
            Writer(model, Prompts(prompts), None),
        )
        return replace(self, answerer=answerer)

    def own(self) -> list[Document]:
        """The own documents in the index."""
        return list(self.snapshots.current().own.documents.values())

    def ask(self, question: str, scope: str = "mine") -> Answer:
        """The answer to one question."""
        *_, last = self.answerer.ask(question, filters=Filters(scope=scope))
        assert isinstance(last, AnswerReady)
        return last.answer


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An index of one brief and no own document yet."""
    stores, embedder = Stores(NumpyStore(), CountingStore()), HashedWords()
    snapshots = Snapshots(tmp_path, stores)
    vocabulary = load_vocabulary(ROOT / "corpus")
    answerer = Answerer(
        snapshots,
        Searcher(snapshots, embedder),
        vocabulary,
        Wording(ROOT / "prompts"),
        Tokeniser(),
        Judge(SharedWords()),
    )
    made = Desk(tmp_path, Library(tmp_path), answerer, snapshots, stores, embedder)
    made.index()
    return made
