"""What the page asks of the assistant; assistant/wiring builds the real one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from assistant.corpus import Vocabulary
from assistant.domain import Answer, Coverage, Document, Event, Filters
from assistant.export import Report
from assistant.findings import CheckEvent, Findings
from assistant.library import Added, Facts
from assistant.ports import Progress
from assistant.positions import Ground, Standings, Table, Texts
from assistant.positions.synopsis import Synopsis
from assistant.talking_points import Edit, TalkingPoints

ANYTHING = Filters()


class Assistant(Protocol):
    """Questions in, events out; and the documents that the answers rest on."""

    def ask(
        self, question: str, *, filters: Filters = ANYTHING, earlier: Sequence[Answer] = ()
    ) -> Iterator[Event]:
        """Progress, then sentences, then exactly one answer; raises CommonGroundError."""

    def check(self, draft: str, *, scope: str = "all") -> Iterator[CheckEvent]:
        """Progress, findings, then exactly one whole; raises CommonGroundError."""

    def report_of_findings(self, checked: Findings) -> Report:
        """Findings as a document to hand over."""

    def coverage(self) -> Coverage:
        """How much the answers rest on."""

    def document(self, document_id: str) -> Document:
        """One document with its text and passages; raises NotFound."""

    def documents(self) -> tuple[Document, ...]:
        """Every document the answers can rest on."""

    def add_file(self, name: str, data: bytes, facts: Facts) -> Added:
        """Read and keep one file of the user's; what is wrong with it is told in the result."""

    def index(self, *, rebuild: bool = False, progress: Progress | None = None) -> object:
        """Make searchable what was added, and forget what was removed; raises CommonGroundError."""

    def remove(self, document_ids: Sequence[str], *, for_good: bool = False) -> None:
        """Take own documents out of use; raises NotFound."""

    def restore(self, document_ids: Sequence[str]) -> None:
        """Take back what was removed within the last hour; raises NotFound."""

    def party_name(self, party: str, language: str = "en") -> str:
        """The name of a party for a reader."""

    def topic_name(self, topic: str, language: str = "en") -> str:
        """The name of a topic for a reader."""

    @property
    def vocabulary(self) -> Vocabulary:
        """Parties and topics, for names that the page shows."""

    def positions(
        self,
        *,
        topics: Sequence[str] = (),
        parties: Sequence[str] = (),
        rungs: Sequence[str] = (),
        since: str | None = None,
        until: str | None = None,
    ) -> Table:
        """Topics by parties; all of them where none is named; raises FilterError."""

    def standings(self) -> Standings:
        """Who stands where."""

    def ground(self, parties: Sequence[str], topic: str) -> tuple[Ground, ...]:
        """What these parties share on a topic, and where they part."""

    def comparable(self) -> Sequence[Texts]:
        """Events with two texts or more, and texts with several versions."""

    def side_by_side(
        self, *, event: str | None = None, versions: str | None = None, only: Sequence[str] = ()
    ) -> Synopsis:
        """Texts statement against statement, `only` these of them; raises UsageError."""

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
        """Talking points, with the lines that a person changed; raises UsageError."""

    def line_problem(
        self, text: str, passages: Sequence[str], language: str, *, before: str = ""
    ) -> str | None:
        """Why an edited line does not follow from what it cites; None if it does."""

    def report_of(self, note: TalkingPoints) -> Report:
        """Talking points as a document to hand over."""

    @property
    def party_choices(self) -> Sequence[tuple[str, str]]:
        """(label, id) of every party that can be filtered by."""

    @property
    def topic_choices(self) -> Sequence[tuple[str, str]]:
        """(label, id) of every topic that can be filtered by."""


def has_own(assistant: Assistant) -> bool:
    """Whether there are documents of the user's own, so that a choice among sources makes sense."""
    return any(document.origin != "corpus" for document in assistant.documents())
