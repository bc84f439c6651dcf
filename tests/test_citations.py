"""The gates: what may be shown."""

from __future__ import annotations

from assistant.citations import Draft, Numbering, Refusal, quote_stands, support_of
from tests.factories import document

TEXT = "The text asks for a channel on AI incidents, agreed by 28 countries on 2 May 2024."
DOCUMENT = document("example", [TEXT])
PASSAGE = DOCUMENT.passages[0]
DOCUMENTS = {"example": DOCUMENT}


def outcome(text: str) -> float | Refusal:
    """What the gates say to a sentence that cites the passage."""
    return support_of(Draft(text, (PASSAGE,)), DOCUMENTS)


def test_a_sentence_without_a_citation_is_refused() -> None:
    refusal = support_of(Draft(TEXT, ()), DOCUMENTS)
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "no citation"


def test_the_statement_itself_is_fully_supported() -> None:
    assert outcome(TEXT) == 1.0


def test_an_exact_quote_passes_across_dashes_spaces_and_quotation_marks() -> None:
    assert quote_stands("a  channel on AI incidents", TEXT)
    assert not isinstance(outcome("It asks for “a channel on AI incidents”."), Refusal)


def test_a_near_match_is_never_a_match() -> None:
    assert not quote_stands("a channel for AI incidents", TEXT)
    assert isinstance(outcome("It asks for “a channel for AI incidents”."), Refusal)


def test_a_number_that_the_passage_lacks_is_refused() -> None:
    assert isinstance(outcome("It was agreed by 29 countries."), Refusal)
    assert not isinstance(outcome("It was agreed by 28 countries."), Refusal)


def test_support_falls_with_words_that_the_passage_lacks() -> None:
    near, far = outcome("Countries agreed a channel."), outcome("Tariffs on steel rose sharply.")
    assert isinstance(near, float)
    assert isinstance(far, float)
    assert near > far


def test_numbers_for_display_follow_first_use_and_are_given_once() -> None:
    two = document("two", ["First fact here.", "Second fact here."])
    numbering = Numbering({"two": two})
    first, new = numbering.sentence(Draft("b", (two.passages[1],)), 1.0)
    again, none = numbering.sentence(Draft("ab", two.passages), 1.0)
    assert (first.citations, again.citations) == ((1,), (2, 1))
    assert [c.passage_id for c in new] == ["two#2"]
    assert [c.passage_id for c in none] == ["two#1"]
