"""How far a claim's words are told, by likeness in meaning."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.adapters.bm25 import Tokeniser
from assistant.answering.relevance import Lexicon
from assistant.checking.alikeness import Alikeness, together
from assistant.comparing import Known, Said
from assistant.corpus import Corpus
from assistant.naming import Names
from tests.fakes import SameWords

Read = Callable[[str], Said]


@pytest.fixture(scope="module")
def known(corpus: Corpus, names: Names) -> Known:
    """The corpus of the repository."""
    return Known(names, {d.id: d for d in corpus.documents}, corpus.vocabulary)


@pytest.fixture(scope="module")
def lexicon(corpus: Corpus) -> Lexicon:
    """The corpus's words."""
    return Lexicon({d.id: d for d in corpus.documents}, corpus.vocabulary, Tokeniser())


class Kin:
    """A Kinship for which every word is this near."""

    def __init__(self, near: float) -> None:
        self._near = near

    def nearest(self, text: str, told: str) -> list[tuple[str, float]]:
        return [(word, self._near) for word in text.split()]


@pytest.mark.parametrize(("near", "share"), [(0.0, 0.0), (0.05, 0.0), (0.5, 1.0), (1.0, 1.0)])
def test_strangers_tell_nothing_and_kin_tell_all(
    known: Known, lexicon: Lexicon, near: float, share: float
) -> None:
    statement = known.documents["paris-statement-2025"].passages[:1]
    found = Alikeness(lexicon, Kin(near)).of(Said("Inspectors counted chips", known), statement)
    assert found.share == pytest.approx(share)
    assert (found.gap == 0) == (share == 1)


def test_without_likeness_the_same_words_count(known: Known, lexicon: Lexicon) -> None:
    document = known.documents["bletchley-declaration-2023"]
    statement = next(p for p in document.passages if p.id.endswith("#1"))
    same = Said(statement.text, known)
    for made in (None, SameWords()):
        told = Alikeness(lexicon, made).of(same, [statement])
        assert told.share > 0.95
        strange = Alikeness(lexicon, made).of(Said("Pandas prefer bamboo.", known), [statement])
        assert strange.share < 0.2


def test_the_time_of_a_claim_is_left_to_the_comparison_of_times(
    known: Known, lexicon: Lexicon
) -> None:
    document = known.documents["bletchley-declaration-2023"]
    statements = [p for p in document.passages if p.id.endswith("#1")]
    with_time = Said("Pandas met in May 1999.", known)
    without = Said("Pandas met.", known)
    alike = Alikeness(lexicon, None)
    assert alike.of(with_time, statements).share == alike.of(without, statements).share


def test_only_passages_of_one_document_are_taken_together(known: Known) -> None:
    first = known.documents["bletchley-declaration-2023"].passages
    other = known.documents["paris-statement-2025"].passages
    kept = together([first[0], other[0], *first[1:6]])
    assert {p.document_id for p in kept} == {"bletchley-declaration-2023"}
    assert len(kept) == 3
