"""What keeps an answer to the point: whose statement, which text, how many, for what reason."""

from __future__ import annotations

import pytest

from assistant.answering.focus import _of_order
from assistant.answering.locating import cities_of, located
from assistant.answering.material import Material
from assistant.answering.understanding import Intent, understand
from assistant.corpus import Corpus
from assistant.domain import Outcome
from assistant.naming import Names, Sort
from tests.answering.conftest import Ask, shown


def test_a_country_of_one_occasion_means_that_occasion(corpus: Corpus, names: Names) -> None:
    cities = cities_of({d.id: d for d in corpus.documents})
    assert cities["PE"] == "Lima"
    assert "CN" not in cities
    asked = located("What did Xi say in Peru about development?", names, cities)
    assert asked == "What did Xi say in Lima about development?"


@pytest.mark.parametrize(
    "question",
    ["What are the rules for AI in Peru?", "What did Peru say about AI?"],
)
def test_a_country_that_is_no_occasion_stays_a_country(
    corpus: Corpus, names: Names, question: str
) -> None:
    cities = cities_of({d.id: d for d in corpus.documents})
    assert located(question, names, cities) == question


def test_an_office_with_one_holder_names_that_person(names: Names) -> None:
    found = names.find("What did the Treasury Secretary say?").ids(Sort.SPEAKER)
    assert len(found) == 1 and "Bessent" in found[0]


def test_an_ordinal_picks_one_of_several_occasions(material: Material, names: Names) -> None:
    summits = [material.documents[i] for i in names.find("REAIM summit").ids(Sort.DOCUMENT)]
    assert [d.id for d in _of_order(summits, 1)] == ["reaim-call-to-action-2023"]
    assert [d.id for d in _of_order(summits, -1)] == ["reaim-pathways-2026"]
    assert _of_order(summits, 4) == []


def test_an_occasion_beyond_those_known_is_not_told_from_the_known(ask: Ask) -> None:
    assert ask("Which country will host the fourth REAIM summit?").outcome is Outcome.NOT_COVERED
    assert "Spain" in shown(ask("Which country hosted the third REAIM summit?"))


def test_that_a_party_did_so_is_no_reason_why(ask: Ask) -> None:
    answer = ask("How did Israel explain its vote against resolution 80/57?")
    assert "voted against" not in shown(answer)


def test_what_is_counted_has_to_be_what_is_asked_for(ask: Ask) -> None:
    assert "88" in shown(ask("How many countries endorsed the New Delhi Declaration?"))
    text = shown(ask("How many litres of water does the International AI Safety Report 2026 name?"))
    assert "29" not in text and "100" not in text


def test_a_count_on_a_day_is_that_days(ask: Ask) -> None:
    answer = ask("How many endorsed the New Delhi Declaration on the day it was released?")
    assert "88" in answer.sentences[0].text
    assert "92" not in answer.sentences[0].text


def test_what_took_a_texts_place_is_told_from_its_status(ask: Ask) -> None:
    text = shown(ask("What took the place of Framework 2.0?"))
    assert "Framework 3.0" in text


def test_who_acted_for_a_party_is_a_person(names: Names) -> None:
    asked = "Who signed the WAICO agreement for China?"
    assert understand(asked, names).intent is Intent.OPEN
    assert understand("Who signed the WAICO agreement?", names).intent is Intent.WHO


def test_a_duty_of_a_law_is_no_list_of_laws(names: Names) -> None:
    asked = "What obligations does Colorado's AI law impose on employers?"
    assert understand(asked, names).intent is not Intent.SET


def test_a_party_that_says_nothing_in_the_text_is_not_answered_with_its_opening(ask: Ask) -> None:
    assert ask("What did Pakistan say at the New Delhi summit?").outcome is Outcome.NOT_COVERED


def test_one_partys_vote_and_the_result_are_one_sentence(ask: Ask) -> None:
    answer = ask("How did the US vote on the UN AI panel appointments?")
    first = answer.sentences[0]
    assert "voted against" in first.text and "117 in favour" in first.text
    assert len(first.citations) >= 2
