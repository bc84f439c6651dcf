"""Text into lexical tokens."""

from __future__ import annotations

import pytest

from assistant import tokens


def _plain(text: str) -> list[str]:
    return [token for token, _ in tokens.words(text)]


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("Resolution A/RES/78/265 was adopted", "a/res/78/265"),
        ("Resolution A/RES/78/265 was adopted", "78/265"),
        ("see 78/265.", "78/265"),
        ("Executive Order 14110.", "14110"),
        ("GPT-4 was named", "gpt-4"),
        ("GPT-4 was named", "gpt"),
        ("version 3.0 of the framework", "3.0"),
        ("signed by 1,377 people", "1377"),
        ("the U.S. delegation", "us"),
        ("the US delegation", "us"),
        ("China’s proposal", "china"),
        ("ＧＰＴ–４", "gpt-4"),
        ("人工智能治理", "人工智能治理"),
        ("GPT-4模型", "模型"),
    ],
)
def test_names_and_numbers_are_kept_as_tokens(text: str, token: str) -> None:
    """A designation is a token, whole and by the parts under which people look for it."""
    assert token in _plain(text)


def test_country_us_is_no_stop_word() -> None:
    """ "us" is left to be searched for, because it is how a country is written."""
    assert "us" not in tokens.STOP_WORDS


def test_empty_and_unreadable_text_has_no_tokens() -> None:
    """Blank text, punctuation and control characters give nothing and do no harm."""
    assert _plain("") == _plain(" \x00 … — !") == []


def test_a_single_character_is_its_own_bigram() -> None:
    """A run of one character still gives a token."""
    assert tokens.bigrams("核") == ["核"]
    assert tokens.bigrams("核武器") == ["核武", "武器"]
