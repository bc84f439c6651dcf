"""What the page asks of the assistant; assistant/wiring.py builds the real one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from assistant.domain import Answer, Coverage, Document, Event, Filters
from assistant.export import Report
from assistant.findings import CheckEvent, Findings

ANYTHING = Filters()


class Assistant(Protocol):
    """Questions in, events out; and the documents that the answers rest on."""

    def ask(
        self, question: str, *, filters: Filters = ANYTHING, earlier: Sequence[Answer] = ()
    ) -> Iterator[Event]:
        """Progress, then sentences, then exactly one answer; raises CommonGroundError."""

    def check(self, draft: str) -> Iterator[CheckEvent]:
        """Progress, findings, then exactly one whole; raises CommonGroundError."""

    def report_of_findings(self, checked: Findings) -> Report:
        """Findings as a document to hand over."""

    def coverage(self) -> Coverage:
        """How much the answers rest on."""

    def document(self, document_id: str) -> Document:
        """One document with its text and passages; raises NotFound."""

    def documents(self) -> tuple[Document, ...]:
        """Every document the answers can rest on."""

    def party_name(self, party: str, language: str = "en") -> str:
        """The name of a party for a reader."""

    def topic_name(self, topic: str, language: str = "en") -> str:
        """The name of a topic for a reader."""

    @property
    def party_choices(self) -> Sequence[tuple[str, str]]:
        """(label, id) of every party that can be filtered by."""

    @property
    def topic_choices(self) -> Sequence[tuple[str, str]]:
        """(label, id) of every topic that can be filtered by."""
