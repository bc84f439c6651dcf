"""The ways in which a claim can differ from what its evidence tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.corpus import Vocabulary
from assistant.domain import Capacity, Document
from assistant.naming import Names

if TYPE_CHECKING:
    from assistant.comparing.saying import Said


class Facet(StrEnum):
    """What can differ; the words are for a person."""

    PARTY = "party"
    STRENGTH = "strength"
    NUMBER = "number"
    DATE = "date"
    NEGATION = "negation"
    CAPACITY = "capacity"
    STATUS = "status"
    PARTICIPATION = "participation"
    ATTRIBUTION = "attribution"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One difference: what the claim says and what the evidence tells instead.

    `told` is empty where the evidence is silent on it: the claim then goes beyond its evidence,
    but is not denied by it.
    """

    facet: Facet
    claimed: str
    told: str = ""

    @property
    def denied(self) -> bool:
        """Whether the evidence tells otherwise, rather than nothing."""
        return bool(self.told)


@dataclass(frozen=True)
class Known:
    """What comparing draws on: names to find in texts, documents by id, the vocabulary.

    `texts` keeps what has been read of the record.
    """

    names: Names
    documents: Mapping[str, Document]
    vocabulary: Vocabulary
    texts: dict[str, Said] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def homes(self) -> Mapping[str, frozenset[str]]:
        """For each speaker of the record the parties whose government they speak for."""
        found: dict[str, set[str]] = {}
        for document in self.documents.values():
            for passage in document.passages:
                if passage.speaker and passage.capacity is Capacity.GOVERNMENT:
                    found.setdefault(passage.speaker, set()).update(passage.parties)
        return {speaker: frozenset(parties) for speaker, parties in found.items()}

    def party(self, party: str, language: str = "en") -> str:
        """A party's name for a reader."""
        return self.vocabulary.party_name(party, language)
