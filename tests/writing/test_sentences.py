"""A reply cut into sentences as it streams in."""

from __future__ import annotations

import pytest

from assistant.writing.sentences import LONGEST, Babble, Sentences


def cut(text: str, size: int = 1000) -> list[str]:
    """The sentences of a text that comes in pieces of `size` characters."""
    sentences, found = Sentences(), []
    for at in range(0, len(text), size):
        found += sentences.feed(text[at : at + size])
    return [*found, *sentences.close()]


ENGLISH = (
    "The U.S. side spoke on Jan. 3 with Mr. Xi [kf3qx7]. Paragraph No. 6 names 3.5 per cent. "
    "[bc2df4] He left (Executive Order 14110, October 2023) in force. Did it hold? Yes! End"
)
CHINESE = "中国签署了宣言【kf3qx7】。他说：“好。”[bc2df4] 美国没有签署！真的吗？完"


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_the_cut_is_the_same_however_the_text_is_split(size: int) -> None:
    assert cut(ENGLISH, size) == [
        "The U.S. side spoke on Jan. 3 with Mr. Xi [kf3qx7].",
        "Paragraph No. 6 names 3.5 per cent. [bc2df4]",
        "He left (Executive Order 14110, October 2023) in force.",
        "Did it hold?",
        "Yes!",
        "End",
    ]
    assert cut(CHINESE, size) == [
        "中国签署了宣言【kf3qx7】。",
        "他说：“好。”[bc2df4]",
        "美国没有签署！",
        "真的吗？",
        "完",
    ]


def test_a_sentence_comes_as_soon_as_the_next_begins() -> None:
    sentences = Sentences()
    assert list(sentences.feed("It signed [kf3qx7].")) == []
    assert list(sentences.feed(" I")) == ["It signed [kf3qx7]."]


def test_citations_after_the_full_stop_and_on_the_next_line_belong_to_it() -> None:
    assert cut("It signed. [kf3qx7][bc2df4]\n【zz2zz2】\nNext.") == [
        "It signed. [kf3qx7][bc2df4]\n【zz2zz2】",
        "Next.",
    ]


def test_a_round_bracket_that_holds_no_id_opens_the_next_sentence() -> None:
    assert cut("It signed. (So did France.) Then it left.")[0] == "It signed."


@pytest.mark.parametrize("size", [1, 5, 1000])
def test_thoughts_written_down_first_are_no_sentences(size: int) -> None:
    assert cut("<think>It may. Or not.</think>\n\nIt did [kf3qx7].", size) == ["It did [kf3qx7]."]
    assert cut("<think>It never ends. Or so.", size) == []


def test_a_line_without_end_is_babble() -> None:
    with pytest.raises(Babble):
        cut("and so on and on " * (LONGEST // 10))


def test_long_thoughts_are_no_babble() -> None:
    assert cut("<think>" + "hm " * LONGEST + "</think>Yes.", 50) == ["Yes."]
