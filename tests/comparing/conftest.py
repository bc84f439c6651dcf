"""Names of the shipped corpus, and passages made for one sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.comparing import Facet, Known, mismatches
from assistant.corpus import load_corpus
from assistant.domain import Capacity, Passage, Strength
from assistant.naming import names_of
from tests.factories import document

CORPUS = Path(__file__).parents[2] / "corpus"
Differ = Callable[..., set[Facet]]


@pytest.fixture(scope="session")
def known() -> Known:
    """The corpus of the repository."""
    corpus = load_corpus(CORPUS)
    documents = {d.id: d for d in corpus.documents}
    return Known(names_of(documents, corpus.vocabulary), documents, corpus.vocabulary)


def passage(text: str, *, zh: str | None = None, **changes: object) -> Passage:
    """A statement of a document that no record tells of."""
    (made,) = document("unrecorded", [(text, zh) if zh else text]).passages
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.fixture
def differ(known: Known) -> Differ:
    """The facets in which a claim differs from one statement; only denied ones if asked."""

    def differing(
        claim: str,
        told: str,
        *,
        zh: str | None = None,
        parties: tuple[str, ...] = (),
        capacity: Capacity | None = None,
        strength: Strength | None = None,
        denied: bool = False,
    ) -> set[Facet]:
        evidence = passage(told, zh=zh, parties=parties, capacity=capacity, strength=strength)
        found = mismatches(claim, [evidence], known)
        return {m.facet for m in found if m.denied or not denied}

    return differing
