"""What every question of one generation shares: names, word statistics, search, judge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.answering.judging import Judge
from assistant.answering.material import Material, Tokenise
from assistant.answering.relevance import Lexicon
from assistant.comparing import Known
from assistant.corpus import Vocabulary
from assistant.domain import Coverage, Filters
from assistant.filtering import admits
from assistant.naming import Names
from assistant.prompts import Wording
from assistant.retrieval import Searcher
from assistant.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Parts:
    """What every question of one generation shares. `cities`: see locating."""

    snapshot: Snapshot
    names: Names
    lexicon: Lexicon
    searcher: Searcher
    vocabulary: Vocabulary
    wording: Wording
    tokenise: Tokenise
    judge: Judge
    coverage: Coverage
    cities: Mapping[str, str]

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
