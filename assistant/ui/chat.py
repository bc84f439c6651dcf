"""Questions and answers: the core's events as lines of JSON that carry escaped markup."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Environment

from assistant.domain import (
    Answer,
    AnswerReady,
    Citation,
    Filters,
    Progress,
    SentenceReady,
)
from assistant.errors import CommonGroundError, UsageError
from assistant.export import answer_as_html, answer_as_text
from assistant.history import History, Turn
from assistant.ui import words
from assistant.ui.backend import Assistant

logger = logging.getLogger(__name__)
EARLIER = 6  # answers that a follow-up may refer to
Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a visitor sent: a question, or the id of a turn to ask again."""

    visitor: str
    question: str
    filters: Filters = field(default_factory=Filters)
    conversation: str | None = None
    retry: str | None = None


class Chat:
    """Asks the assistant for a visitor, keeps what comes, and writes it as markup."""

    def __init__(self, env: Environment, assistant: Assistant, history: History) -> None:
        self._env = env
        self._assistant = assistant
        self._history = history

    def lines(self, asked: Asked) -> Iterator[str]:
        """One JSON object a line: turn, then progress and sentences, then answer or error."""
        return (json.dumps(line, ensure_ascii=False) + "\n" for line in self._events(asked))

    def turn(self, turn: Turn, *, stopped: bool = True) -> str:
        """One kept turn; `stopped` says so where it has neither answer nor failure."""
        return self._env.get_template("turn.html").render(
            **self._context(turn, turn.answer), filters=self._filters(turn), stopped=stopped
        )

    def _events(self, asked: Asked) -> Iterator[Line]:
        turn: Turn | None = None
        try:
            earlier = self._earlier(asked)
            if asked.retry:
                turn = self._history.turn(asked.visitor, asked.retry)
            question = turn.question if turn else asked.question
            filters = turn.filters if turn else asked.filters
            events = self._assistant.ask(question, filters=filters, earlier=earlier)
            first = next(events)  # a question that cannot be asked is not kept
            turn = turn or self._begin(asked)
            yield self._opening(turn)
            known: dict[int, Citation] = {}
            yield from self._told(asked, turn, first, known)
            for event in events:
                yield from self._told(asked, turn, event, known)
        except CommonGroundError as error:
            yield self._failed(asked, turn, error)

    def _told(
        self,
        asked: Asked,
        turn: Turn,
        event: Progress | SentenceReady | AnswerReady,
        known: dict[int, Citation],
    ) -> Iterator[Line]:
        if isinstance(event, Progress):
            yield {"type": "progress", "message": event.message}
        elif isinstance(event, SentenceReady):
            known.update((citation.number, citation) for citation in event.citations)
            parts = self._parts(turn, None, known)
            yield {
                "type": "sentence",
                "lead": event.sentence.lead,
                "html": str(parts.one(event.sentence)),
            }
        else:
            unkept = self._keep(asked, turn, event.answer)
            parts = self._parts(turn, event.answer, {})
            yield {
                "type": "answer",
                "language": event.answer.language,
                "head": str(parts.head(event.answer)),
                "sentences": str(parts.sentences(event.answer.sentences)),
                "foot": str(parts.foot(event.answer)),
                "warning": unkept,
            }

    def _begin(self, asked: Asked) -> Turn:
        return self._history.begin(asked.visitor, asked.question, asked.filters, asked.conversation)

    def _keep(self, asked: Asked, turn: Turn, answer: Answer) -> str | None:
        """Keep the answer; a record that cannot be written must not hide it."""
        try:
            self._history.finish(asked.visitor, turn.id, answer)
        except CommonGroundError as error:
            logger.warning("answer not kept: %s", error)
            return f"This answer could not be kept. {error}"
        return None

    def _opening(self, turn: Turn) -> Line:
        blank = Turn(turn.id, turn.conversation, turn.question, turn.filters, turn.asked)
        return {
            "type": "turn",
            "conversation": turn.conversation,
            "turn": turn.id,
            "html": self.turn(blank, stopped=False),
        }

    def _failed(self, asked: Asked, turn: Turn | None, error: CommonGroundError) -> Line:
        logger.info("no answer: %s", error)
        if turn is None and not isinstance(error, UsageError) and asked.question:
            turn = self._begun_after(asked)
        if turn is None:
            return {"type": "refused", "message": str(error)}
        try:
            self._history.fail(asked.visitor, turn.id, str(error))
        except CommonGroundError as second:
            logger.warning("failure not kept: %s", second)
        failed = Turn(
            turn.id, turn.conversation, turn.question, turn.filters, turn.asked, None, str(error)
        )
        return {
            "type": "failed",
            "conversation": turn.conversation,
            "turn": turn.id,
            "html": self.turn(failed),
        }

    def _begun_after(self, asked: Asked) -> Turn | None:
        """A turn for a question that failed at once, if it can be kept at all."""
        try:
            return self._begin(asked)
        except CommonGroundError as error:
            logger.warning("question not kept: %s", error)
            return None

    def _earlier(self, asked: Asked) -> tuple[Answer, ...]:
        conversation = asked.conversation
        if asked.retry:
            conversation = self._history.turn(asked.visitor, asked.retry).conversation
        if conversation is None:
            return ()
        turns = self._history.turns(asked.visitor, conversation)
        ids = [turn.id for turn in turns]
        until = ids.index(asked.retry) if asked.retry in ids else len(turns)
        return tuple(turn.answer for turn in turns[:until] if turn.answer)[-EARLIER:]

    def _parts(self, turn: Turn, answer: Answer | None, known: dict[int, Citation]) -> Any:
        """The macros of parts.html, bound to a turn; Any because jinja2 modules are untyped."""
        context = self._context(turn, answer)
        if known:
            context["cited"] = known
        return self._env.get_template("parts.html").make_module(context)

    def _context(self, turn: Turn, answer: Answer | None) -> dict[str, Any]:
        context: dict[str, Any] = {"turn": turn, "cited": {}}
        if answer:
            context["cited"] = {citation.number: citation for citation in answer.citations}
            context["rests"] = rests_on(answer)
            context["copied_text"] = answer_as_text(answer, self._assistant.party_name)
            context["copied_html"] = answer_as_html(answer, self._assistant.party_name)
        return context

    def _filters(self, turn: Turn) -> str:
        labels = [*self._assistant.party_choices, *self._assistant.topic_choices]
        return words.filters_read(turn.filters, {value: label for label, value in labels})


def rests_on(answer: Answer) -> str:
    """The line under an answer: what it stands on and how far the corpus reaches."""
    reach = f" · to {words.short_date(answer.coverage.latest)}" if answer.coverage.latest else ""
    if answer.citations:
        documents = len({citation.document_id for citation in answer.citations})
        stands = (
            f"{words.counted(len(answer.citations), 'statement')} from "
            f"{words.counted(documents, 'document')}"
        )
    else:
        stands = (
            f"Searched {words.counted(answer.coverage.documents, 'document')}, "
            f"{words.counted(answer.coverage.passages, 'passage')}"
        )
    return stands + reach + _written_with(answer)


def _written_with(answer: Answer) -> str:
    """Which language model wrote the sentences, how long it took and what it used."""
    if not answer.model:
        return ""
    used = answer.usage
    tokens = f", {used.read:,} tokens read, {used.written:,} written" if used else ""
    return f" · written with {answer.model} ({answer.seconds:.1f} s{tokens})"
