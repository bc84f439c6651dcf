"""How a draft is cut into claims that stand alone, and what is left out."""

from __future__ import annotations

import pytest

from assistant.checking.claims import split, whole
from assistant.checking.sentences import sentences
from assistant.naming import Names


def cut(draft: str) -> list[str]:
    return [draft[first:last] for first, last in sentences(draft)]


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("The U.S. signed. China did not.", ["The U.S. signed.", "China did not."]),
        ("By 1.5 million. Next.", ["By 1.5 million.", "Next."]),
        ("He met Mr. Xi in Lima. It went well.", ["He met Mr. Xi in Lima.", "It went well."]),
        ("- One text was signed.\n2. Two were not.", ["One text was signed.", "Two were not."]),
        ("中国签署了宣言。美国也签署了。", ["中国签署了宣言。", "美国也签署了。"]),
        ("A heading\n\nA sentence follows.", ["A heading", "A sentence follows."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(draft: str, expected: list[str]) -> None:
    assert cut(draft) == expected


def parts(names: Names, text: str) -> list[str]:
    return [part.text for part in whole(text, names).parts]


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (
            "The International Network of AI Safety Institutes, which China helped found in 2024, took a new name in December 2025.",
            [
                "China helped found the International Network of AI Safety Institutes in 2024.",
                "The International Network of AI Safety Institutes took a new name in December 2025.",
            ],
        ),
        (
            "The United Kingdom signed the Paris Statement and the United States did not.",
            [
                "The United Kingdom signed the Paris Statement.",
                "The United States never signed the Paris Statement.",
            ],
        ),
        (
            "中国签署了布莱切利宣言，但没有签署首尔部长级声明。",
            ["中国签署了布莱切利宣言。", "中国没有签署首尔部长级声明。"],
        ),
        (
            "Thailand offered to host the dialogue between China and the United States.",
            ["Thailand offered to host the dialogue between China and the United States."],
        ),
    ],
)
def test_a_compound_claim_becomes_parts_that_stand_alone(
    names: Names, claim: str, expected: list[str]
) -> None:
    assert parts(names, claim) == expected


def test_what_a_sentence_refers_to_is_put_in(names: Names) -> None:
    draft = "The New Delhi Declaration came out in 2026. It has 88 endorsers. China endorsed the declaration."
    claims, _ = split(draft, names)
    assert [claim.text for claim in claims[1:]] == [
        "The New Delhi Declaration has 88 endorsers.",
        "China endorsed the New Delhi Declaration.",
    ]


def test_chinese_references_are_put_in(names: Names) -> None:
    claims, _ = split("中国签署了布莱切利宣言。该宣言没有约束力。", names)
    assert claims[1].text == "布莱切利宣言没有约束力。"


def test_a_claim_keeps_its_place_in_the_draft(names: Names) -> None:
    draft = (
        "Opening\n\n  It is a pleasure. China signed the Bletchley Declaration.  It is not binding."
    )
    claims, unchecked = split(draft, names)
    texts = [draft[c.start : c.end] for c in claims]
    assert texts == ["China signed the Bletchley Declaration.", "It is not binding."]
    assert all(draft[u.start : u.end] == u.text for u in unchecked)
    for claim in claims:
        assert all(claim.start <= part.start < part.end <= claim.end for part in claim.parts)


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("Ladies and gentlemen, dear friends.", "courtesy"),
        ("It is a great pleasure to be back in Beijing.", "courtesy"),
        ("Will the United States sign?", "question"),
        ("中国会签署吗？", "question"),
        ("I believe that China and the United States can do better.", "opinion"),
        ("We must work together on AI.", "opinion"),
        ("我们应当携手应对人工智能风险。", "opinion"),
        ("The China session", "heading"),
        ("The evening was long and the soup was cold.", "nothing"),
        ("La déclaration est signée par la Chine et les États-Unis dans la ville.", "language"),
        ("Декларация подписана Китаем в 2023 году.", "language"),
        ("China " + "signed one text and another " * 80 + "in 2024.", "long"),
    ],
)
def test_what_no_source_can_tell_is_left_out_with_a_reason(
    names: Names, sentence: str, why: str
) -> None:
    from assistant.checking.kinds import WHY

    claims, unchecked = split(sentence, names)
    assert claims == []
    (left,) = unchecked
    assert left.why.split("(")[0] == WHY[why].split("(")[0]


@pytest.mark.parametrize(
    "sentence",
    [
        "London and Beijing both back the Global Digital Compact in their AI dialogue.",
        "Resolution 78/265 was adopted without a vote.",
        "Bessent said that the talks would begin.",
        "中国签署了布莱切利宣言。",
    ],
)
def test_a_statement_of_fact_is_a_claim(names: Names, sentence: str) -> None:
    claims, unchecked = split(sentence, names)
    assert (len(claims), unchecked) == (1, [])
