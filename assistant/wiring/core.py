"""The parts, joined, and the two jobs that everything else rests on: ask and check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from assistant.adapters.bm25 import Bm25Store, Tokeniser
from assistant.adapters.chroma import ChromaStore
from assistant.adapters.embedding import load_embedder
from assistant.adapters.entailment import EmbeddedVerifier
from assistant.adapters.kinship import WordKinship
from assistant.adapters.nli import NliVerifier
from assistant.adapters.reading import CrossEncoder
from assistant.answering import Answerer
from assistant.answering.judging import Judge
from assistant.answering.turn import Parts
from assistant.blending import blended
from assistant.checking import Checker
from assistant.checking import Judge as ClaimJudge
from assistant.corpus import Corpus, Vocabulary, load_corpus, load_vocabulary
from assistant.dates import spoken, today
from assistant.domain import Answer, Coverage, Document, Event, Filters
from assistant.errors import NotFound
from assistant.export import Report, findings_report
from assistant.filter_words import filters_from
from assistant.findings import CheckEvent, Findings
from assistant.history import History
from assistant.indexing import Stores
from assistant.ports import Verifier
from assistant.prompts import Wording
from assistant.retrieval import Searcher
from assistant.settings import Settings
from assistant.snapshots import Snapshots
from assistant.tokens import is_chinese
from assistant.wiring.model_calls import ModelCalls

ANYTHING = Filters()
NOTE_WORDING = ("wording.yaml", "reports.yaml", "talking_points.yaml")
CHECKING = ("wording.yaml", "findings.yaml")


class Core:
    """What every job shares; models and index are opened at first use."""

    def __init__(self, settings: Settings) -> None:
        """Join the parts; models and index are opened at first use."""
        self.settings = settings
        self.vocabulary: Vocabulary = load_vocabulary(settings.corpus_dir)
        self._tokenise = Tokeniser(settings.data_dir / "segmenter")
        self._embedder = load_embedder(settings.embedding_model, settings.data_dir)
        self.stores = Stores(ChromaStore(settings.chroma_url), Bm25Store(self._tokenise))
        self._snapshots = Snapshots(settings.data_dir, self.stores)
        self.verifier = _verifier(settings)
        self.searcher = Searcher(self._snapshots, self._embedder)
        wording = Wording(settings.prompts_dir)
        self._note_wording = Wording(settings.prompts_dir, NOTE_WORDING)
        self.model_calls = ModelCalls(settings, self.verifier)
        self._answerer = Answerer(
            self._snapshots,
            self.searcher,
            self.vocabulary,
            wording,
            self._tokenise,
            Judge(CrossEncoder()),
            self.model_calls.writer(),
            self.model_calls.rewriter(),
            self.verifier,
        )

    @cached_property
    def checker(self) -> Checker:
        """Checks claims and drafts; shares names and word statistics with the answerer."""
        wording = Wording(self.settings.prompts_dir, CHECKING)
        kinship = WordKinship(self.settings.data_dir)
        second = self.model_calls.second()
        return Checker(
            self._answerer.parts, wording, ClaimJudge(), self.verifier, kinship, second=second
        )

    @cached_property
    def report_wording(self) -> Wording:
        """What reports say in their own words."""
        return Wording(self.settings.prompts_dir, ("wording.yaml", "reports.yaml", "findings.yaml"))

    @cached_property
    def history(self) -> History:
        """The conversations, in the data directory."""
        return History(self.settings.data_dir)

    def load_corpus(self) -> Corpus:
        """The briefs as they are on disk now; CorpusError lists their faults."""
        return load_corpus(self.settings.corpus_dir)

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

    @property
    def model(self) -> str | None:
        """The chat model that is set, None if none is."""
        return self.model_calls.name

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

    def check(
        self, draft: str, *, single: bool = False, scope: str = "all"
    ) -> Iterator[CheckEvent]:
        """Progress, each finding in the draft's order, then exactly one `FindingsReady`.

        `scope` says whose documents are evidence; FilterError if there is no such scope.
        """
        filters = filters_from(self.vocabulary, scope=scope)
        return self.checker.check(draft, single=single, filters=filters)

    def report_of_findings(self, checked: Findings) -> Report:
        """A check as a document to hand over, in the draft's language."""
        language = "zh" if is_chinese(checked.draft) else "en"
        day = spoken(today(), language)
        return findings_report(checked, self.party_name, self.report_wording, language, day)


def _verifier(settings: Settings) -> Verifier:
    if settings.nli_model is None:
        return blended(EmbeddedVerifier())
    languages = [one.strip() for one in settings.nli_languages.split(",")]
    return NliVerifier(settings.nli_model, languages)
