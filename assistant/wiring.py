"""build_assistant(settings): the one place where parts are chosen and joined."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from assistant import evaluation, indexing
from assistant.adapters.bm25 import Bm25Store, Tokeniser
from assistant.adapters.chroma import ChromaStore
from assistant.adapters.embedding import load_embedder
from assistant.adapters.entailment import EmbeddedVerifier
from assistant.adapters.nli import NliVerifier
from assistant.adapters.packaged import MINILM
from assistant.adapters.reading import CrossEncoder
from assistant.answer_evaluation import Result, evaluate_answers
from assistant.answering import Answerer
from assistant.answering.judging import Judge
from assistant.answering.turn import Parts
from assistant.blending import blended, by_cosine, by_overlap
from assistant.checking import Checker
from assistant.checking import Judge as ClaimJudge
from assistant.claim_evaluation import evaluate_claims
from assistant.corpus import Corpus, Vocabulary, load_corpus, load_vocabulary
from assistant.dates import spoken
from assistant.domain import Answer, AnswerReady, Coverage, Document, Event, Filters
from assistant.errors import FetchError, FileError, NotFound, UsageError
from assistant.export import Report, findings_report
from assistant.fetching import Fetcher
from assistant.filter_words import check_dates, filters_from, one_of
from assistant.finding_evaluation import evaluate_findings
from assistant.findings import CheckEvent, Findings
from assistant.history import History
from assistant.indexing import IndexReport, Stores
from assistant.library import (
    Added,
    Facts,
    Library,
    Original,
    add_files,
    digest_of,
    documents,
    fetch_originals,
    files_of,
    keep,
    originals_among,
)
from assistant.ports import Verifier
from assistant.positions import (
    GROUPS,
    Ground,
    Narrowing,
    OwnRow,
    Rung,
    Standings,
    Subject,
    Table,
    common_ground,
    table,
    usual_parties,
)
from assistant.positions.telling import table_as_report
from assistant.prompts import Prompts, Wording
from assistant.reading import Reading
from assistant.retrieval import Searcher
from assistant.settings import Settings
from assistant.snapshots import Snapshots
from assistant.talking_points import (
    Edit,
    Editor,
    Language,
    Length,
    Preparer,
    Request,
    TalkingPoints,
    own_passages,
)
from assistant.talking_points.handing_over import report_of
from assistant.tokens import is_chinese
from assistant.writing import Writer

ANYTHING = Filters()
NOTE_WORDING = ("wording.yaml", "reports.yaml", "talking_points.yaml")
CHECKING = ("wording.yaml", "findings.yaml")
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
        self.verifier = _verifier(settings)
        self.searcher = Searcher(self._snapshots, self._embedder)
        wording = Wording(settings.prompts_dir)
        self._note_wording = Wording(settings.prompts_dir, NOTE_WORDING)
        self._forget = False
        self._writer = _writer(settings, self.verifier)
        self._answerer = Answerer(
            self._snapshots,
            self.searcher,
            self.vocabulary,
            wording,
            self._tokenise,
            Judge(CrossEncoder()),
            self._writer,
        )

    @cached_property
    def checker(self) -> Checker:
        """Checks claims and drafts; shares names and word statistics with the answerer."""
        wording = Wording(self.settings.prompts_dir, CHECKING)
        return Checker(self._answerer.parts, wording, ClaimJudge(), self.verifier)

    @cached_property
    def report_wording(self) -> Wording:
        """What reports say in their own words."""
        return Wording(self.settings.prompts_dir, ("wording.yaml", "reports.yaml", "findings.yaml"))

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
        today = spoken(_today(), language)
        return findings_report(checked, self.party_name, self.report_wording, language, today)

    def evaluate_retrieval(
        self, folder: Path, split: str, progress: Progress | None = None
    ) -> dict[str, object]:
        """Lexical, dense and hybrid search measured on a BEIR folder."""
        return evaluation.evaluate_retrieval(
            folder, embedder=self._embedder, stores=self.stores, split=split, progress=progress
        )

    def evaluate_claims(self, path: Path, progress: Progress | None = None) -> dict[str, object]:
        """The embedded verifier, alone and blended, and the two baselines on labelled pairs."""
        embedded = EmbeddedVerifier()
        methods: dict[str, Verifier] = {
            "embedded": embedded,
            "cosine": by_cosine(load_embedder(MINILM, self.settings.data_dir)),
            "overlap": by_overlap(),
            "blend": blended(embedded),
        }
        if self.settings.nli_model:
            methods["nli_model"] = self.verifier
        return evaluate_claims(path, methods, progress)

    def evaluate_findings(self, path: Path, progress: Progress | None = None) -> dict[str, Any]:
        """Findings measured on a file of claims, against the index as it is."""
        return evaluate_findings(path, self.checker, progress)

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

    @cached_property
    def library(self) -> Library:
        """The user's own documents, in the data directory."""
        return Library(self.settings.data_dir)

    def own_documents(self) -> list[Document]:
        """Those of the user's documents that may be used today."""
        return documents(self.library)

    def add(
        self, paths: Sequence[Path], facts: Facts, progress: Progress | None = None
    ) -> Iterator[Added]:
        """Read files and keep what they say; `index` then makes it searchable."""
        return add_files(self.library, paths, facts, progress=progress)

    def add_file(self, name: str, data: bytes, facts: Facts) -> Added:
        """Read and keep one file that is in memory; what is wrong with it is told in the result."""
        try:
            if known := self.library.known(digest_of(data)):
                return Added(
                    name, known.held_id, duplicate_of=f"the same file as {known.held_name}"
                )
            with Reading() as reading:
                return keep(
                    self.library, name, digest_of(data), reading.read_bytes(name, data), facts
                )
        except FileError as error:
            return Added(name, error=str(error))

    def add_addresses(
        self, addresses: Sequence[str], facts: Facts, progress: Progress | None = None
    ) -> Iterator[Added]:
        """Fetch pages or files of the web and keep what they say; failures are told one by one."""
        with Reading() as reading:
            for done, address in enumerate(addresses):
                if progress:
                    progress(done, len(addresses), "Fetching")
                try:
                    found = self._fetcher.fetch(address)
                    read = reading.read_bytes(found.name, found.content)
                except (FetchError, FileError) as error:
                    yield Added(address, error=str(error))
                    continue
                said = replace(facts, url=found.url)
                yield keep(self.library, found.url, digest_of(found.content), read, said)

    @cached_property
    def _fetcher(self) -> Fetcher:
        return Fetcher(allow_private=self.settings.allow_private_addresses)

    def fetch_originals(
        self, ids: Sequence[str], folder: Path | None, progress: Progress | None = None
    ) -> Iterator[Original]:
        """The official texts of these briefs, or of all: from the web, or from files in `folder`.

        NotFound if one of the ids is no brief's.
        """
        briefs = {brief.id: brief for brief in self.load_corpus().documents}
        unknown = [name for name in ids if name not in briefs]
        if unknown:
            raise NotFound(f"No brief has the id {unknown[0]!r}; `documents` lists all.")
        chosen = [briefs[name] for name in ids] if ids else list(briefs.values())
        if folder is not None:
            paths = files_of([str(folder)])
            return originals_among(self.library, chosen, paths, progress)

        def fetch(url: str) -> tuple[str, str, bytes]:
            found = self._fetcher.fetch(url)
            return found.url, found.name, found.content

        return fetch_originals(self.library, chosen, fetch, progress)

    def remove(self, document_ids: Sequence[str], *, for_good: bool = False) -> None:
        """Take own documents out of use; NotFound if one is none of them.

        They can be restored for an hour, unless `for_good`.
        """
        for document_id in document_ids:
            self.library.one(document_id)
        for document_id in document_ids:
            self.library.remove(document_id)
        if for_good:
            self.library.forget(document_ids)
            self._forget = True

    def restore(self, document_ids: Sequence[str]) -> None:
        """Take back what was removed within the last hour; NotFound if one is gone."""
        for document_id in document_ids:
            self.library.one(document_id)
        for document_id in document_ids:
            self.library.restore(document_id)

    def index(self, *, rebuild: bool = False, progress: Progress | None = None) -> IndexReport:
        """Bring the index up to date with corpus/ and the user's own documents.

        What was removed more than an hour ago is deleted for good, also from older generations.
        """
        forgotten = bool(self.library.forget()) or self._forget
        done = self._index(rebuild=rebuild, progress=progress)
        if forgotten:
            indexing.forget_older(self.settings.data_dir, self.stores)
            self._forget = False
        return done

    def _index(self, *, rebuild: bool, progress: Progress | None) -> IndexReport:
        return indexing.update_index(
            [*self.load_corpus().documents, *self.own_documents()],
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
        self,
        topic: str,
        ours: str,
        theirs: str,
        *,
        length: str = "full",
        language: str = "en",
        scope: str = "all",
        edits: Sequence[Edit] = (),
    ) -> TalkingPoints:
        """Talking points on a topic for one side with another; parties by id, name or alias.

        `scope` says whose documents they rest on: "all", "corpus" or "mine". Raises UsageError
        (QuestionError, FilterError) for a request that makes no sense.
        """
        note = self._preparer.prepare(
            Request(
                topic,
                self.vocabulary.party(ours),
                self.vocabulary.party(theirs),
                one_of("length", length, Length),
                one_of("language", language, Language),
                filters_from(self.vocabulary, scope=scope).scope,
            )
        )
        return self.editor.apply(note, edits) if edits else note

    def line_problem(
        self, text: str, passages: Sequence[str], language: str, *, before: str = ""
    ) -> str | None:
        """Why an edited line of a note does not follow from what it cites; None if it does."""
        return self.editor.problem(text, passages, language, before=before)

    def positions(
        self,
        *,
        topics: Sequence[str] = (),
        parties: Sequence[str] = (),
        rungs: Sequence[str] = (),
        since: str | None = None,
        until: str | None = None,
        scope: str = "corpus",
    ) -> Table:
        """Topics by parties; without any, all topics and the parties that speak most.

        A topic in free words finds its statements by search. With scope "all" the user's own
        documents are quoted on the topics named, with "mine" they are all there is: no stance is
        read into them. FilterError names what is unknown, UsageError a rung of what has none.
        """
        mine = filters_from(self.vocabulary, since=since, until=until, scope=scope)
        if scope == "mine" and rungs:
            raise UsageError(
                "Your own documents have no rungs; leave out --ladder or --scope mine."
            )
        check_dates(since, until)
        narrowing = Narrowing(tuple(one_of("ladder", rung, Rung) for rung in rungs), since, until)
        known = [self._party(party) for party in parties] or usual_parties(self.vocabulary)
        subjects = [self._preparer.subject(topic, known) for topic in topics]
        subjects = subjects or [Subject(topic, (topic,)) for topic in self.vocabulary.topics]
        if scope == "mine":
            mine = replace(mine, parties=tuple(map(self.vocabulary.party, parties)))
            return Table((), (), self._own_rows(subjects, mine))
        made = table(self.standings(), subjects, known, narrowing)
        return replace(made, own=self._own_rows(subjects if topics else (), mine))

    def _own_rows(self, subjects: Sequence[Subject], filters: Filters) -> tuple[OwnRow, ...]:
        """What the user's own documents say on these; none where they are not asked for."""
        parts = self._answerer.parts()
        documents = parts.snapshot.own.documents
        if filters.scope == "corpus" or not documents:
            return ()
        rows = [
            (subject.words, own_passages(parts, subject, replace(filters, scope="mine"), most=5))
            for subject in subjects
        ]
        return tuple(
            OwnRow(words, tuple((p, documents[p.document_id]) for p in found))
            for words, found in rows
        )

    def _party(self, word: str) -> str:
        return word.upper() if word.upper() in GROUPS else self.vocabulary.party(word)

    def standings(self) -> Standings:
        """Who stands where, in the current index."""
        return self._preparer.standings()

    def ground(self, parties: Sequence[str], topic: str) -> tuple[Ground, ...]:
        """What these parties have in common on a topic, and where they part."""
        known = [self.vocabulary.party(party) for party in parties]
        return common_ground(self.standings(), known, self._preparer.subject(topic, known))

    def report_of_positions(self, made: Table) -> Report:
        """A table of positions as a document to hand over."""
        coverage = self.coverage()
        return table_as_report(
            made,
            self.standings(),
            self._note_wording,
            header=f"Common Ground · {coverage.documents} documents to {spoken(coverage.latest)}",
            footer=spoken(_today()),
            names=self.vocabulary.party_name,
        )

    def report_of(self, note: TalkingPoints) -> Report:
        """Talking points as a document to hand over."""
        return report_of(note, self.vocabulary.party_name, self._note_wording)

    @cached_property
    def editor(self) -> Editor:
        """Checks lines of a note that a person changed."""
        return Editor(self._answerer.parts, self.verifier)

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


def _verifier(settings: Settings) -> Verifier:
    if settings.nli_model is None:
        return blended(EmbeddedVerifier())
    languages = [one.strip() for one in settings.nli_languages.split(",")]
    return NliVerifier(settings.nli_model, languages)


def _today() -> str:
    return date.today().isoformat()


def _writer(settings: Settings, verifier: Verifier) -> Writer | None:
    """What writes answers, if a chat model is set; its libraries are loaded for nobody else."""
    if settings.model is None:
        return None
    from assistant.adapters.chat import LangChainChat

    chat = LangChainChat(settings, settings.model)
    return Writer(chat, Prompts(settings.prompts_dir), verifier)


def build_assistant(settings: Settings | None = None) -> Assistant:
    """The assistant that these settings describe; without any, those of the environment."""
    return Assistant(settings or Settings())
