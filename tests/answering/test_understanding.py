"""A question taken apart: names, parties, dates, intent."""

from __future__ import annotations

import pytest

from assistant.answering.understanding import Intent, dates_in, language_of, understand
from assistant.naming import Names, Sort


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("Did China sign the Bletchley Declaration?", Intent.RELATION),
        ("Who signed the Bletchley Declaration?", Intent.WHO),
        ("How did the US vote on the UN AI panel appointments?", Intent.VOTE),
        ("How many endorsed the New Delhi declaration?", Intent.COUNT),
        ("Is EO 14110 still in force?", Intent.STATUS),
        ("When was the Bletchley Declaration adopted?", Intent.WHEN),
        ("Which texts did both join since 2024?", Intent.SET),
        ("What did China sign that the US did not?", Intent.SET),
        ("What does China say about open weights?", Intent.OPEN),
        ("中国签署了布莱切利宣言吗？", Intent.RELATION),
        ("中美双方自2024年以来共同加入了哪些文件？", Intent.SET),
    ],
)
def test_the_intent_of_a_question(names: Names, question: str, intent: Intent) -> None:
    assert understand(question, names).intent is intent


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("since 2024", ("2024", None)),
        ("before May 2024", (None, "2024-05")),
        ("in May 2024", ("2024-05", "2024-05")),
        ("between 2023 and 2025", ("2023", "2025")),
        ("on 21 May 2024", ("2024-05-21", "2024-05-21")),
        ("2024年5月以来", ("2024-05", None)),
        ("A/RES/78/265 and Framework 3.0", (None, None)),
    ],
)
def test_the_period_a_question_names(text: str, period: tuple[str | None, str | None]) -> None:
    assert dates_in(text) == period


def test_the_longest_name_wins_so_a_place_is_no_party(names: Names) -> None:
    mentions = names.find("What did IDAIS-Beijing ask for?")
    assert not mentions.of(Sort.METONYM)
    assert "idais-beijing-2024" in mentions.ids(Sort.DOCUMENT)


def test_a_capital_speaks_for_its_state_but_not_as_a_place(names: Names) -> None:
    assert understand("What does Beijing want?", names).parties == ("CN",)
    assert understand("What was said in Beijing?", names).parties == ()


def test_us_in_capitals_is_a_party_and_the_pronoun_is_not(names: Names) -> None:
    assert understand("Did the US sign?", names).parties == ("US",)
    assert understand("Tell us more", names).parties == ()


def test_both_sides_mean_the_two_unless_named_otherwise(names: Names) -> None:
    assert understand("What did both sides say?", names).parties == ("US", "CN")


def test_a_symbol_is_found_in_its_usual_spellings(names: Names) -> None:
    for text in ("A/RES/78/265", "resolution 78/265", "78/265"):
        assert names.find(f"Who sponsored {text}?").ids(Sort.DOCUMENT) == ("unga-78-265",)


def test_chinese_pairs_of_states_are_understood(names: Names) -> None:
    assert set(understand("中美人工智能对话谈了什么？", names).parties) <= {"CN", "US"}


def test_the_language_is_that_of_most_letters() -> None:
    assert language_of("中国签署了Bletchley吗？") == "zh"
    assert language_of("What is 安全?") == "en"
