"""What the page asks of the assistant; assistant/wiring.py builds the real one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from assistant.domain import Answer, Coverage, Document, Event, Filters
from assistant.library import Added, Facts

ANYTHING = Filters()


class Assistant(Protocol):
    """Questions in, events out; and the documents that the answers rest on."""

    def ask(
        self, question: str, *, filters: Filters = ANYTHING, earlier: Sequence[Answer] = ()
    ) -> Iterator[Event]:
        """Progress, then sentences, then exactly one answer; raises CommonGroundError."""

    def coverage(self) -> Coverage:
        """How much the answers rest on."""

    def document(self, document_id: str) -> Document:
        """One document with its text and passages; raises NotFound."""

    def documents(self) -> tuple[Document, ...]:
        """Every document the answers can rest on."""

    def add_file(self, name: str, data: bytes, facts: Facts) -> Added:
        """Read and keep one file of the user's; what is wrong with it is told in the result."""

    def index(
        self, *, rebuild: bool = False, progress: Callable[[int, int, str], None] | None = None
    ) -> object:
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
    def party_choices(self) -> Sequence[tuple[str, str]]:
        """(label, id) of every party that can be filtered by."""

    @property
    def topic_choices(self) -> Sequence[tuple[str, str]]:
        """(label, id) of every topic that can be filtered by."""
