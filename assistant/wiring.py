"""build_assistant(settings): the one place where parts are chosen and joined."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from assistant import evaluation, indexing
from assistant.adapters.bm25 import Bm25Store, Tokeniser
from assistant.adapters.chroma import ChromaStore
from assistant.adapters.embedding import load_embedder
from assistant.adapters.reading import CrossEncoder
from assistant.answer_evaluation import Result, evaluate_answers
from assistant.answering import Answerer
from assistant.answering.judging import Judge
from assistant.answering.turn import Parts
from assistant.corpus import Corpus, Vocabulary, load_corpus, load_vocabulary
from assistant.domain import Answer, AnswerReady, Coverage, Document, Event, Filters
from assistant.errors import NotFound
from assistant.export import Report
from assistant.filter_words import one_of
from assistant.history import History
from assistant.indexing import IndexReport, Stores
from assistant.prompts import Prompts, Wording
from assistant.retrieval import Searcher
from assistant.settings import Settings
from assistant.snapshots import Snapshots
from assistant.talking_points import Language, Length, Preparer, Request, TalkingPoints
from assistant.talking_points.handing_over import report_of
from assistant.writing import Writer

ANYTHING = Filters()
NOTE_WORDING = ("wording.yaml", "reports.yaml", "talking_points.yaml")
Progress = Callable[[int, int, str], None]


class Assistant:
    """Every job behind one object: command line, page and API call the same methods."""

    def __init__(self, settings: Settings) -> None:
        """Join the parts; models and index are opened at first use."""
        self.settings = settings
        self.vocabulary: Vocabulary = load_vocabulary(settings.corpus_dir)
        self._tokenise = Tokeniser(settings.data_dir / "segmenter")
        self._embedder = load_embedder(settings.embedding_model, settings.data_dir)
        self.stores = Stores(ChromaStore(settings.chroma_url), Bm25Store(self._tokenise))
        self._snapshots = Snapshots(settings.data_dir, self.stores)
        self.searcher = Searcher(self._snapshots, self._embedder)
        wording = Wording(settings.prompts_dir)
        self._note_wording = Wording(settings.prompts_dir, NOTE_WORDING)
        self._writer = _writer(settings)
        self._answerer = Answerer(
            self._snapshots,
            self.searcher,
            self.vocabulary,
            wording,
            self._tokenise,
            Judge(CrossEncoder()),
            self._writer,
        )

    def evaluate_retrieval(
        self, folder: Path, split: str, progress: Progress | None = None
    ) -> dict[str, object]:
        """Lexical, dense and hybrid search measured on a BEIR folder."""
        return evaluation.evaluate_retrieval(
            folder, embedder=self._embedder, stores=self.stores, split=split, progress=progress
        )

    def evaluate_answers(self, path: Path) -> tuple[dict[str, Any], list[Result]]:
        """Answers measured on a file of questions, against the index as it is."""
        self.warm_up()
        return evaluate_answers(path, self._answer)

    def _answer(self, question: str, earlier: Sequence[Answer]) -> Answer:
        events = self.ask(question, earlier=earlier)
        return next(event.answer for event in events if isinstance(event, AnswerReady))

    @cached_property
    def history(self) -> History:
        """The conversations, in the data directory."""
        return History(self.settings.data_dir)

    def load_corpus(self) -> Corpus:
        """The briefs as they are on disk now; CorpusError lists their faults."""
        return load_corpus(self.settings.corpus_dir)

    def index(self, *, rebuild: bool = False, progress: Progress | None = None) -> IndexReport:
        """Bring the index up to date with corpus/."""
        return indexing.update_index(
            self.load_corpus().documents,
            embedder=self._embedder,
            stores=self.stores,
            data_dir=self.settings.data_dir,
            rebuild=rebuild,
            progress=progress,
        )

    def parts(self) -> Parts:
        """What every question of the current index shares, for measuring and calibration."""
        return self._answerer.parts()

    def warm_up(self) -> None:
        """Load the model and open the index, so that the first question is as fast as the next."""
        for _ in self._answerer.ask("Which statements were warmed up?", write=False):
            pass

    def ask(
        self, question: str, *, filters: Filters = ANYTHING, earlier: Sequence[Answer] = ()
    ) -> Iterator[Event]:
        """Progress, sentences that passed their gates, then exactly one answer."""
        return self._answerer.ask(question, filters=filters, earlier=earlier)

    def prepare(
        self, topic: str, ours: str, theirs: str, *, length: str = "full", language: str = "en"
    ) -> TalkingPoints:
        """Talking points on a topic for one side with another; parties by id, name or alias.

        Raises UsageError (QuestionError, FilterError) for a request that makes no sense.
        """
        return self._preparer.prepare(
            Request(
                topic,
                self.vocabulary.party(ours),
                self.vocabulary.party(theirs),
                one_of("length", length, Length),
                one_of("language", language, Language),
            )
        )

    def report_of(self, note: TalkingPoints) -> Report:
        """Talking points as a document to hand over."""
        return report_of(note, self.vocabulary.party_name, self._note_wording)

    @cached_property
    def _preparer(self) -> Preparer:
        return Preparer(self._answerer.parts, self._note_wording, _today)

    @property
    def model(self) -> str | None:
        """The chat model that writes answers, None if none is set."""
        return self._writer.name if self._writer else None

    def coverage(self) -> Coverage:
        """What the answers rest on."""
        return self._answerer.parts().coverage

    def documents(self) -> tuple[Document, ...]:
        """Every document the answers can rest on, newest first."""
        documents = self._snapshots.current().documents.values()
        return tuple(sorted(documents, key=lambda d: (d.date, d.id), reverse=True))

    def document(self, document_id: str) -> Document:
        """One document; NotFound if there is none of this id."""
        try:
            return self._snapshots.current().documents[document_id]
        except KeyError as error:
            raise NotFound(
                f"No document has the id {document_id!r}; `documents` lists all."
            ) from error

    def party_name(self, party: str, language: str = "en") -> str:
        """The name of a party for a reader."""
        return self.vocabulary.party_name(party, language)

    def topic_name(self, topic: str, language: str = "en") -> str:
        """The name of a topic for a reader."""
        return self.vocabulary.topic_name(topic, language)

    @cached_property
    def party_choices(self) -> Sequence[tuple[str, str]]:
        """(label, id) of the parties that documents are by or that stand to them, by name."""
        present = self.coverage().by_party
        return sorted((self.party_name(party), party) for party in present)

    @cached_property
    def topic_choices(self) -> Sequence[tuple[str, str]]:
        """(label, id) of every topic."""
        return [(topic.name, topic.id) for topic in self.vocabulary.topics.values()]


def _today() -> str:
    return date.today().isoformat()


def _writer(settings: Settings) -> Writer | None:
    """What writes answers, if a chat model is set; its libraries are loaded for nobody else."""
    if settings.model is None:
        return None
    from assistant.adapters.chat import LangChainChat

    chat = LangChainChat(settings, settings.model)
    return Writer(chat, Prompts(settings.prompts_dir), None)


def build_assistant(settings: Settings | None = None) -> Assistant:
    """The assistant that these settings describe; without any, those of the environment."""
    return Assistant(settings or Settings())
