"""What every question of one generation shares: names, word statistics, search, judge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answering.judging import Judge
from assistant.answering.material import Material, Tokenise
from assistant.answering.relevance import Lexicon
from assistant.comparing import Known
from assistant.corpus import Vocabulary
from assistant.domain import SCOPES, Coverage, Filters
from assistant.filtering import admits
from assistant.naming import Names
from assistant.prompts import Wording
from assistant.retrieval import Searcher
from assistant.snapshots import Shelf, Snapshot


@dataclass(frozen=True, slots=True)
class Parts:
    """What every question of one generation shares. `cities`: see locating; `coverages`: by scope."""

    snapshot: Snapshot
    names: Names
    lexicon: Lexicon
    searcher: Searcher
    vocabulary: Vocabulary
    wording: Wording
    tokenise: Tokenise
    judge: Judge
    coverages: Mapping[str, Coverage]
    cities: Mapping[str, str]

    @property
    def coverage(self) -> Coverage:
        """Everything there is, the user's own documents among it."""
        return self.coverages["all"]

    def covered(self, scope: str) -> Coverage:
        """What is searched in a scope: "all", "corpus" or "mine"."""
        return self.coverages[scope]

    def known(self) -> Known:
        """What comparing and the gates draw on."""
        return Known(self.names, self.snapshot.documents, self.vocabulary)

    def material(self, filters: Filters, language: str, wording: Wording | None = None) -> Material:
        """What the composers may draw on: the documents that pass the filters."""
        documents = self.snapshot.briefs.documents
        if filters:
            documents = {
                i: d for i, d in documents.items() if any(admits(filters, d, p) for p in d.passages)
            }
        wording = wording or self.wording
        return Material(documents, self.vocabulary, wording, self.names, self.tokenise, language)


def coverages_of(snapshot: Snapshot) -> dict[str, Coverage]:
    """What is searched in each scope."""
    return {scope: _coverage(snapshot.shelves(scope)) for scope in SCOPES}


def _coverage(shelves: Sequence[Shelf]) -> Coverage:
    documents = [document for shelf in shelves for document in shelf.documents.values()]
    by_party: dict[str, int] = {}
    for document in documents:
        for party in {*document.issuers, *(e.party for e in document.participation)}:
            by_party[party] = by_party.get(party, 0) + 1
    latest = max((document.date for document in documents), default="")
    passages = sum(len(shelf.passages) for shelf in shelves)
    return Coverage(len(documents), passages, latest, by_party)
