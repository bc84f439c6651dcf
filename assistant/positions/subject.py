"""What positions are asked about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.domain import Passage


@dataclass(frozen=True, slots=True)
class Subject:
    """What is spoken about: topics of the vocabulary, or the statements that free words found.

    With `found`, passage ids with their relevance in 0..1, a statement has to be among them.
    """

    words: str
    topics: tuple[str, ...] = ()
    found: Mapping[str, float] | None = None

    def about(self, passage: Passage) -> bool:
        """Whether a statement is on the subject."""
        if self.found is not None:
            return passage.id in self.found
        return passage.topic in self.topics

    def relevance(self, passage: Passage) -> float:
        """How near a statement is to the subject, 0..1; 1 where topics are filed."""
        return 1.0 if self.found is None else self.found.get(passage.id, 0.0)
