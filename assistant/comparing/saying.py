"""A sentence read once: its names, times, numbers and who acts in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.comparing.agents import Agents, agents
from assistant.comparing.facets import Known
from assistant.comparing.periods import Period, periods
from assistant.comparing.quantities import Quantity, quantities
from assistant.comparing.words import HAN
from assistant.domain import Passage
from assistant.naming import Mentions, Sort


@dataclass(frozen=True)
class Said:
    """A sentence read once: its names, times, numbers and who acts in it."""

    text: str
    known: Known

    @cached_property
    def mentions(self) -> Mentions:
        """The names in it."""
        return self.known.names.find(self.text)

    @cached_property
    def documents(self) -> tuple[str, ...]:
        """Ids of the documents that its names can mean."""
        return self.mentions.ids(Sort.DOCUMENT)

    @cached_property
    def named_spans(self) -> tuple[tuple[int, int], ...]:
        """Where names of documents stand: their numbers are no quantities."""
        return tuple((m.start, m.end) for m in self.mentions.of(Sort.DOCUMENT))

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """The times named, outside names of documents."""
        return tuple(p for p in periods(self.text) if not _within(p.start, self.named_spans))

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """The numbers, outside dates and names of documents."""
        spans = [*self.named_spans, *((p.start, p.end) for p in periods(self.text))]
        return tuple(quantities(self.text, skip=spans))

    @cached_property
    def every_quantity(self) -> tuple[Quantity, ...]:
        """The numbers, those in names of documents too (“the eight-point text”)."""
        spans = [(p.start, p.end) for p in periods(self.text)]
        return tuple(quantities(self.text, skip=spans))

    @cached_property
    def agents(self) -> Agents:
        """Who acts or speaks."""
        return agents(self.text, self.known, self.mentions)

    @cached_property
    def bare(self) -> str:
        """The text without names of documents and times: what it says of them."""
        characters = list(self.mentions.without(Sort.DOCUMENT))
        for period in periods(self.text):
            characters[period.start : period.end] = " " * (period.end - period.start)
        return "".join(characters)

    def named_after(self, place: int | None) -> set[str]:
        """The parties named behind a place of the text; none if there is no such place."""
        found = self.mentions.of(Sort.PARTY, Sort.METONYM)
        return {p for m in found if place is not None and m.start >= place for p in m.means}

    @property
    def chinese(self) -> bool:
        """Whether it is compared with the Chinese of a passage."""
        return len(HAN.findall(self.text)) * 3 > sum(c.isalpha() for c in self.text)

    def of(self, passage: Passage) -> str:
        """The passage's text in this sentence's language, as far as it has one."""
        return passage.text_zh if self.chinese and passage.text_zh else passage.text


def read(text: str, known: Known) -> Said:
    """A text of the record, read once for all claims that it is held against."""
    if text not in known.texts:
        known.texts[text] = Said(text, known)
    return known.texts[text]


def _within(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)
