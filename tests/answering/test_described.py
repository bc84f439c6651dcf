"""Texts that are described, ways of joining in any words, and the kinds of detail asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answering.details import Wanted
from assistant.answering.material import Material
from assistant.answering.understanding import Intent, understand
from assistant.domain import Outcome, Section
from assistant.naming import Names
from tests.answering.conftest import Ask, shown


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Did South Korea go along with the REAIM Blueprint?", "endorsed"),
        ("Is Japan's name under the Seoul Declaration?", "Japan signed"),
        ("Has Apple put its weight behind the White House voluntary commitments?", "Apple signed"),
    ],
)
def test_how_a_party_stands_is_answered_whatever_the_verb(
    ask: Ask, question: str, expected: str
) -> None:
    assert expected in shown(ask(question))


@pytest.mark.parametrize(
    ("question", "subjects"),
    [
        ("Is Mexico's name under it?", ("MX",)),
        ("How did Brazil vote on Mexico's draft?", ("BR",)),
        ("What did China say to Japan?", ()),
        ("苹果公司有没有加入？", ("APPLE",)),
    ],
)
def test_the_party_that_a_question_is_about_is_told_from_others(
    names: Names, question: str, subjects: tuple[str, ...]
) -> None:
    assert understand(question, names).subjects == subjects


def test_what_a_person_signed_is_listed_from_statements_that_tell_so(ask: Ask) -> None:
    answer = ask("To which appeals and statements on AI has Geoffrey Hinton put his name?")
    cited = {citation.document_id for citation in answer.citations}
    assert {"cais-statement-2023", "superintelligence-statement-2025"} <= cited
    assert "waic-2025-speeches" not in cited


def test_a_question_for_texts_backed_and_not_backed_tells_both(ask: Ask) -> None:
    text = shown(
        ask("Which declarations on military AI has the United States backed, and which not?")
    )
    assert "endorsed it" in text and "did not" in text


def test_status_and_who_ratified_are_both_told(ask: Ask) -> None:
    asked = "Is the Council of Europe convention on AI in force yet, and who has ratified it?"
    text = shown(ask(asked))
    assert "not in force" in text
    assert "European Union" in text


def test_the_day_from_which_a_rule_applies_is_the_one_its_statement_tells(ask: Ask) -> None:
    assert "10 January 2023" in shown(
        ask("From what day on have China's deep synthesis rules applied?")
    )


def test_why_a_party_joined_what_it_did_not_join_is_not_answered(ask: Ask) -> None:
    answer = ask("What moved Apple to sign the White House Accord?")
    assert answer.outcome is Outcome.NOT_COVERED


@pytest.mark.parametrize(
    ("question", "told", "beside"),
    [
        (
            "What does the centre spend in a year?",
            "It costs 3 million dollars.",
            "It tested 3 models.",
        ),
        ("Who chairs the group?", "Li is chair of the group.", "Li signed the text."),
        ("Which article bans it?", "Article 5 bans it.", "The act bans it."),
        ("Which court fined the firm?", "A court in Seoul fined it.", "The ministry fined it."),
        ("How large must it be?", "At least five per cent.", "It must be seen."),
        ("When did it begin to apply?", "Since 2 August 2025.", "It applies to all."),
        ("要几个国家批准？", "Five states have to ratify.", "29 states signed."),
    ],
)
def test_a_statement_answers_only_with_the_kind_of_detail_asked_for(
    material: Material, names: Names, question: str, told: str, beside: str
) -> None:
    document = material.documents["bletchley-declaration-2023"]
    statement = material.numbered(document, Section.STATEMENT)[0]
    bare = replace(statement, text_zh=None, locator=None)
    wanted = Wanted(understand(question, names))
    assert wanted.told_by(replace(bare, text=told))
    assert not wanted.told_by(replace(bare, text=beside))


def test_who_led_asks_for_a_person(names: Names) -> None:
    asked = "Who led the American side at the Geneva talks?"
    assert understand(asked, names).intent is Intent.OPEN


def test_a_short_follow_up_that_names_nothing_leans_on_the_last_question(ask: Ask) -> None:
    answer = ask("《首尔宣言》是什么时候通过的？", "有哪些国家加入？")
    assert answer.understood and "首尔宣言" in answer.understood
    assert "澳大利亚" in shown(answer)
