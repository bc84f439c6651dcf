"""The way of a question: understand, look up or search, compose, gate, show."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.answering.judging import Judge
from assistant.answering.locating import cities_of
from assistant.answering.material import Tokenise
from assistant.answering.parts import coverages_of
from assistant.answering.quoting import quoting_from
from assistant.answering.relevance import Lexicon
from assistant.answering.showing import Showing
from assistant.answering.turn import MAX_SENTENCES, Composed, Parts, Turn
from assistant.answering.understanding import language_of
from assistant.answering.written import written
from assistant.citations import same_words
from assistant.corpus import Vocabulary
from assistant.domain import (
    Answer,
    AnswerReady,
    Document,
    Event,
    Filters,
    Nearest,
    Outcome,
    Progress,
)
from assistant.errors import ModelError, QuestionError
from assistant.naming import names_of
from assistant.ports import Verifier
from assistant.prompts import Wording
from assistant.retrieval import Searcher
from assistant.snapshots import Snapshots
from assistant.writing import Rewriter, Writer

MAX_QUESTION = 4000
ANYTHING = Filters()


def clean_question(text: str) -> str:
    """The question without control characters; QuestionError if nothing or too much is left."""
    kept = "".join(c if not unicodedata.category(c).startswith("C") else " " for c in text)
    question = " ".join(kept.split())
    if not any(character.isalnum() for character in question):
        raise QuestionError(
            "The question is empty. Ask, for example: Did China sign the Seoul Declaration?"
        )
    if len(question) > MAX_QUESTION:
        raise QuestionError(
            f"The question has {len(question):,} characters; at most {MAX_QUESTION:,} are read. "
            "Ask one thing at a time."
        )
    return question


class Answerer:
    """Answers questions from the current snapshot.

    With a `writer` in a language model's words; with a `rewriter` it says what a follow-up means;
    with a `verifier` what is composed from typed fields is read together with what it cites.
    """

    def __init__(
        self,
        snapshots: Snapshots,
        searcher: Searcher,
        vocabulary: Vocabulary,
        wording: Wording,
        tokenise: Tokenise,
        judge: Judge,
        writer: Writer | None = None,
        rewriter: Rewriter | None = None,
        verifier: Verifier | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._snapshots = snapshots
        self._searcher = searcher
        self._vocabulary = vocabulary
        self._wording = wording
        self._tokenise = tokenise
        self._judge = judge
        self._writer = writer
        self._rewriter = rewriter
        self._verifier = verifier
        self._clock = clock
        self._parts: Parts | None = None

    def parts(self) -> Parts:
        """Names and word statistics of the current generation, derived once."""
        snapshot = self._snapshots.current()
        if self._parts is None or self._parts.snapshot is not snapshot:
            self._parts = Parts(
                snapshot=snapshot,
                names=names_of(snapshot.briefs.documents, self._vocabulary),
                lexicon=Lexicon(snapshot.briefs.documents, self._vocabulary, self._tokenise),
                searcher=self._searcher,
                vocabulary=self._vocabulary,
                wording=self._wording,
                tokenise=self._tokenise,
                judge=self._judge,
                coverages=coverages_of(snapshot),
                cities=cities_of(snapshot.briefs.documents),
            )
        return self._parts

    def _composed(self, parts: Parts, turn: Turn, filters: Filters) -> Composed:
        """What the corpus tells, and after it what the user's own documents say."""
        quoting = quoting_from(parts)
        extra = (turn.asked,) if turn.asked != turn.text else ()
        composed = turn.compose() if filters.scope != "mine" else turn.nothing_of_mine()
        if composed.outcome is Outcome.FALSE_PREMISE:
            return composed
        return turn.with_quotes(composed, quoting.found(turn.text, turn.language, filters, extra))

    def ask(
        self,
        question: str,
        *,
        filters: Filters = ANYTHING,
        earlier: Sequence[Answer] = (),
        write: bool = True,
    ) -> Iterator[Event]:
        """Progress, then each sentence that passed its gates, then exactly one answer.

        Without `write` no language model is called, even if there is one.
        Raises QuestionError for a question that cannot be read, IndexMissing or IndexDamaged.
        """
        started = self._clock()
        asked = clean_question(question)
        zh = language_of(asked) == "zh"
        yield Progress("正在理解问题" if zh else "Reading the question")
        parts = self.parts()
        asking = write and filters.scope != "mine"  # what is asked of own documents stays here
        rewritten, trouble = self._rewritten(asked, earlier, parts) if asking else (None, None)
        turn = Turn(parts, asked, filters, earlier, rewritten)
        yield Progress(turn.search_line())
        composed = self._composed(parts, turn, filters)
        showing = Showing(parts.snapshot.documents, self._verifier, turn.language)
        if not write or self._writer is None or not composed.drafts:
            yield from showing.extracts(composed.drafts[:MAX_SENTENCES])
        else:
            yield from written(self._writer, parts, turn, composed, showing)
        yield from showing.extracts(composed.quoted)
        seconds = round(self._clock() - started, 4)
        answer = _answer(parts, turn, composed, showing, seconds)
        if trouble:
            told = turn.say("by_rule", reason=trouble.rstrip("."))
            answer = replace(answer, warnings=(*answer.warnings, told))
        yield AnswerReady(answer)

    def _rewritten(
        self, asked: str, earlier: Sequence[Answer], parts: Parts
    ) -> tuple[str | None, str | None]:
        """What the language model takes a follow-up to mean, or why that can't be used.

        A question that it repeats is left to the rules.
        """
        if self._rewriter is None or not earlier:
            return None, None
        before = [answer.understood or answer.question for answer in earlier]
        try:
            text = self._rewriter.rewrite(asked, before, parts.names)
        except ModelError as error:
            return None, str(error)
        same = same_words(text).casefold() == same_words(asked).casefold()
        return (None if same else text), None


def _answer(
    parts: Parts, turn: Turn, composed: Composed, showing: Showing, seconds: float
) -> Answer:
    """The whole answer; sentences that a gate left out are counted in its warnings."""
    documents = parts.snapshot.documents
    return Answer(
        question=turn.asked,
        outcome=composed.outcome,
        language=turn.language,
        sentences=tuple(showing.sentences),
        citations=tuple(showing.numbering.citations),
        nearest=tuple(nearest(documents[i]) for i in composed.nearest),
        coverage=parts.covered(turn.scope),
        warnings=(*showing.fitting(composed.warnings, turn), *showing.warnings(turn)),
        corpus=parts.snapshot.corpus,
        seconds=seconds,
        model=showing.model,
        understood=turn.text if turn.text != turn.asked else None,
        note=composed.note,
        removed=showing.removed,
        usage=showing.usage,
    )


def nearest(document: Document) -> Nearest:
    """A document as it is offered where nothing was found."""
    return Nearest(document.id, document.title, document.date)
