"""Which passages a question may be answered from."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Protocol

from assistant.dates import within
from assistant.domain import Document, Filters, Passage


class Group(Hashable, Protocol):
    """Which passages belong together; equal groups have the same ones."""

    def __call__(self, document: Document, passage: Passage, /) -> bool:
        """Whether `passage` of `document` is one of them."""


@dataclass(frozen=True, slots=True)
class Passing:
    """A Group: what these filters let through."""

    filters: Filters

    def __call__(self, document: Document, passage: Passage) -> bool:
        return admits(self.filters, document, passage)


@dataclass(frozen=True, slots=True)
class OfParty:
    """A Group: what this party says."""

    party: str

    def __call__(self, document: Document, passage: Passage) -> bool:
        return speaks_for(self.party, document, passage)


@dataclass(frozen=True, slots=True)
class InLanguage:
    """A Group: texts of sources in this language."""

    language: str

    def __call__(self, document: Document, passage: Passage) -> bool:
        return self.language in document.languages


def admits(filters: Filters, document: Document, passage: Passage) -> bool:
    """Whether `passage` of `document` meets every filter that is set.

    A party counts as issuer, as participant and as party of the statement. A topic is the
    passage's own or, where it has none, one of its document's.
    """
    return (
        _about_party(filters, document, passage)
        and (not filters.kinds or document.kind in filters.kinds)
        and (not filters.topics or _on_topic(filters, document, passage))
        and (not filters.states or document.status.state in filters.states)
        and (not filters.languages or not set(document.languages).isdisjoint(filters.languages))
        and within(document.date, filters.since, filters.until)
        and (filters.scope == "all" or (document.origin == "corpus") == (filters.scope == "corpus"))
    )


def speaks_for(party: str, document: Document, passage: Passage) -> bool:
    """Whether a passage is this party's: its statement or, naming none, its document's."""
    return party in (passage.parties or document.issuers)


def _about_party(filters: Filters, document: Document, passage: Passage) -> bool:
    if not filters.parties:
        return True
    about = {*passage.parties, *document.issuers}
    about.update(entry.party for entry in document.participation)
    return not about.isdisjoint(filters.parties)


def _on_topic(filters: Filters, document: Document, passage: Passage) -> bool:
    topics = (passage.topic,) if passage.topic else document.topics
    return not set(topics).isdisjoint(filters.topics)
