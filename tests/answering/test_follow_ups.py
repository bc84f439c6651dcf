"""Follow-up questions are rewritten to stand alone."""

from __future__ import annotations

from tests.answering.conftest import Ask, shown


def test_a_new_party_takes_the_place_of_the_old(ask: Ask) -> None:
    answer = ask("Did China sign the Bletchley Declaration?", "And the United States?")
    assert answer.understood == "Did the United States sign the Bletchley Declaration?"
    assert "United States signed" in shown(answer)


def test_a_new_text_takes_the_place_of_the_old(ask: Ask) -> None:
    answer = ask("Did China sign the Bletchley Declaration?", "What about the Paris statement?")
    assert "paris-statement-2025" in {c.document_id for c in answer.citations}


def test_a_pointing_word_means_what_was_spoken_of(ask: Ask) -> None:
    answer = ask("Who signed the Bletchley Declaration?", "When was that?")
    assert answer.understood
    assert "1 November 2023" in shown(answer)


def test_it_is_carried_over_two_turns(ask: Ask) -> None:
    answer = ask("Is Executive Order 14110 still in force?", "What replaced it?", "When?")
    assert "20 January 2025" in shown(answer)


def test_a_sibling_of_the_same_occasion_is_found_by_its_hint(ask: Ask) -> None:
    answer = ask("Did China sign the Seoul Declaration?", "and the ministers' one a day later?")
    assert "seoul-ministerial-statement-2024" in {c.document_id for c in answer.citations}


def test_a_chinese_follow_up_works_alike(ask: Ask) -> None:
    answer = ask("中国签署了布莱切利宣言吗？", "美国呢？")
    assert answer.understood == "美国签署了布莱切利宣言吗？"


def test_a_question_that_stands_alone_is_left_alone(ask: Ask) -> None:
    answer = ask("Who signed the Paris statement?", "Did China sign the Bletchley Declaration?")
    assert answer.understood is None


def test_a_set_question_after_another_is_not_narrowed_to_it(ask: Ask) -> None:
    answer = ask("Who signed the Paris statement?", "Which texts did both join since 2024?")
    assert answer.understood is None
    assert len({c.document_id for c in answer.citations}) > 3
