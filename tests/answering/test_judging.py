"""Which statements answer: the signals, the reader's part, and the order."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.answering.judging import READ, SIGNALS, Asked, Judge, signals, tells_number
from assistant.answering.material import Material, Tokenise
from assistant.answering.relevance import Lexicon
from assistant.answering.understanding import understand
from assistant.corpus import Corpus
from assistant.domain import Hit, Section
from assistant.naming import Names
from tests.fakes import SharedWords


@pytest.fixture(scope="module")
def hits(corpus: Corpus) -> list[Hit]:
    """Twelve statements of four texts, as search would hand them over."""
    texts = [d for d in corpus.documents if d.id.startswith("us-cn-")][:4]
    told = [p for d in texts for p in d.passages if p.section is Section.STATEMENT][:12]
    return [Hit(p, 1 - n / 20, n + 1, 0.8 - n / 100, 3.0) for n, p in enumerate(told)]


@pytest.fixture(scope="module")
def lexicon(corpus: Corpus, tokenise: Tokenise) -> Lexicon:
    """Words of the whole corpus."""
    return Lexicon({d.id: d for d in corpus.documents}, corpus.vocabulary, tokenise)


def rows(
    question: str, hits: list[Hit], names: Names, material: Material, lexicon: Lexicon
) -> dict[str, list[float]]:
    """Each signal's value for each hit."""
    understood = understand(question, names)
    named = frozenset(understood.documents)
    asked = Asked(
        understood, lexicon.terms(material, question), named, frozenset(understood.parties)
    )
    found = signals(asked, lexicon, material.documents, hits)
    assert found.shape == (len(hits), len(SIGNALS))
    return {name: [float(v) for v in found[:, n]] for n, name in enumerate(SIGNALS)}


def test_statements_of_a_named_text_and_of_others_are_told_apart(
    hits: list[Hit], names: Names, material: Material, lexicon: Lexicon, corpus: Corpus
) -> None:
    document = material.documents[hits[0].passage.document_id]
    found = rows(f"What does {document.title} say?", hits, names, material, lexicon)
    for place, hit in enumerate(hits):
        own = hit.passage.document_id == document.id
        assert (found["named"][place], found["other_text"][place]) == (own, not own)


def test_the_speaker_asked_about_is_preferred_only_where_it_is_asked_what_was_said(
    hits: list[Hit], names: Names, material: Material, lexicon: Lexicon, corpus: Corpus
) -> None:
    """“Trump’s order” names an order, not something that he said."""
    speaker = next(p.speaker for d in corpus.documents for p in d.passages if p.speaker)
    said = rows(f"What did {speaker} say about channels?", hits, names, material, lexicon)
    plain = rows(f"Is {speaker} behind the channels?", hits, names, material, lexicon)
    assert any(said["by_speaker"]) or any(said["by_other"])
    assert not any(plain["by_speaker"])
    assert not any(plain["by_other"])


def test_what_is_read_is_the_likeliest_few_in_order_of_probability(hits: list[Hit]) -> None:
    judge = Judge(SharedWords())
    values = np.tile(np.linspace(0, 1, len(hits))[:, None], (1, len(SIGNALS)))
    ranked = judge.ranked(hits[5].passage.text, "en", values, hits)
    likely = [probability for _, probability in ranked]
    assert len(ranked) == READ
    assert likely == sorted(likely, reverse=True)
    assert all(0 <= p <= 1 for p in likely)


def test_a_language_that_the_reader_does_not_read_goes_by_the_signals(hits: list[Hit]) -> None:
    judge = Judge(SharedWords())
    values = np.zeros((len(hits), len(SIGNALS)))
    assert len(judge.ranked("谁签署了协定？", "zh", values, hits)) == len(hits)


def test_nothing_found_is_nothing_ranked() -> None:
    assert Judge(SharedWords()).ranked("Who signed?", "en", np.zeros((0, len(SIGNALS))), []) == []


def test_a_date_is_no_number_asked_for() -> None:
    assert not tells_number("The rule took effect on 15 May 2025.")
    assert tells_number("The rule allowed 1,700 chips a year.")
