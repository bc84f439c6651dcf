"""Writing an answer with a language model: evidence out, sentences in, gates between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from assistant.citations import Draft, Refusal, same_words
from assistant.comparing import Known
from assistant.domain import Passage, Usage
from assistant.errors import ModelError
from assistant.ports import ChatModel, Piece, Prompt, Verifier
from assistant.prompts import Prompts
from assistant.writing.evidence import MORE, Item, Sheet, neutral, sheet_of, tokens_in
from assistant.writing.gates import Gates
from assistant.writing.marks import resolve
from assistant.writing.sentences import Babble, Sentences

MOST_SENTENCES = 8
LONGEST_REPLY = 12_000  # characters; a longer one is not an answer
TWICE = 3  # times that one sentence may come before the model is taken to be going in circles


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be written, and from what; equal `key`s give evidence equal ids.

    `said` has been shown already.
    """

    question: str
    language: str
    passages: Sequence[Passage]
    known: Known
    key: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Passed:
    """A sentence that has passed every gate."""

    draft: Draft
    support: float


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A sentence that a gate stopped."""

    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Report:
    """The end of the writing: what was used, and why it ended early, if it did."""

    usage: Usage | None = None
    invented: int = 0
    failure: str | None = None


Written = Passed | LeftOut | Report


class Writer:
    """Writes with one chat model. What the model says decides nothing but the wording."""

    def __init__(self, model: ChatModel, prompts: Prompts, verifier: Verifier | None) -> None:
        self._model = model
        self._prompts = prompts
        self._verifier = verifier

    @property
    def name(self) -> str:
        """The model's, shown beside what it wrote."""
        return self._model.name

    def write(self, task: Task) -> Iterator[Written]:
        """Sentences as they pass or fail, then exactly one report; never raises ModelError."""
        reply: _Reply | None = None
        failure: str | None
        try:
            sheet = self._sheet(task)
            reply = _Reply(sheet, Gates(task.known, self._verifier), task.language)
            if not sheet.items:
                raise ModelError(f"{self.name} takes too little text for any evidence; {MORE}")
            with closing(self._model.stream(self._asked(task, sheet))) as pieces:
                yield from reply.read(pieces)
            failure = reply.verdict(self.name)
        except ModelError as error:
            failure = str(error)
        except Babble:
            failure = f"{self.name} wrote without end"
        yield Report(reply.usage, reply.invented, failure) if reply else Report(failure=failure)

    def _sheet(self, task: Task) -> Sheet:
        """The evidence that fits beside rules and question."""
        blank = Item("", "", "", task.passages[0])
        bare = self._asked(task, Sheet((blank,)))
        return sheet_of(
            task.passages,
            task.known,
            language=task.language,
            key=task.key,
            room=self._model.reads - tokens_in(bare.rules) - tokens_in(bare.request),
        )

    def _asked(self, task: Task, sheet: Sheet) -> Prompt:
        return self._prompts.prompt(
            "answer",
            question=neutral(task.question),
            language=task.language,
            said=neutral(task.said),
            evidence=sheet.items,
        )


class _Reply:
    """One reply as it comes in."""

    def __init__(self, sheet: Sheet, gates: Gates, language: str) -> None:
        self._sheet = sheet
        self._gates = gates
        self._language = language
        self._seen: dict[str, int] = {}
        self._gates_hit: dict[str, int] = {}
        self._shown = 0
        self.usage: Usage | None = None
        self.invented = 0

    def read(self, pieces: Iterator[Piece]) -> Iterator[Passed | LeftOut]:
        """Each sentence judged; reading stops when enough is shown. Babble in circles."""
        sentences, length = Sentences(), 0
        for piece in pieces:
            self.usage = piece.usage or self.usage
            length += len(piece.text)
            for raw in sentences.feed(piece.text):
                yield from self._judged(raw)
            if self._shown >= MOST_SENTENCES:
                return
            if length > LONGEST_REPLY:
                raise Babble
        for raw in sentences.close():
            yield from self._judged(raw)

    def _judged(self, raw: str) -> Iterator[Passed | LeftOut]:
        marked = resolve(raw, self._sheet)
        self.invented += marked.invented
        if not any(c.isalnum() for c in marked.text):
            return
        key = same_words(marked.text).casefold()
        self._seen[key] = self._seen.get(key, 0) + 1
        if self._seen[key] > TWICE:
            raise Babble
        if self._seen[key] > 1 or self._shown >= MOST_SENTENCES:
            return
        draft = Draft(marked.text, marked.passages)
        support = self._gates.judge(draft, self._language)
        if isinstance(support, Refusal):
            self._gates_hit[support.gate] = self._gates_hit.get(support.gate, 0) + 1
            yield LeftOut(support)
            return
        self._shown += 1
        yield Passed(draft, support)

    def verdict(self, name: str) -> str | None:
        """Why nothing of a whole reply is shown; None if something is."""
        if self._shown:
            return None
        if not self._seen:
            return f"{name} wrote nothing"
        if self._gates_hit.get("language") == sum(self._gates_hit.values()):
            return f"{name} wrote in another language than that of the question"
        if self._gates_hit.get("citation") == sum(self._gates_hit.values()):
            return f"{name} cited no evidence"
        return f"nothing that {name} wrote was borne out by what it cited"
