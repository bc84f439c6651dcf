"""Words that mean nearly the same are near, strangers are not."""

from __future__ import annotations

import pytest

from assistant.adapters.kinship import WordKinship
from tests.fakes import SameWords


@pytest.fixture(scope="module")
def kinship(tmp_path_factory: pytest.TempPathFactory) -> WordKinship:
    """The packaged models' words."""
    return WordKinship(tmp_path_factory.mktemp("kinship"))


@pytest.mark.parametrize(
    ("text", "told", "stranger"),
    [
        ("firm", "the company", "the dinner"),
        ("compulsory", "a mandatory duty", "a pope"),
        ("telecoms", "telecommunications providers", "a summit"),
    ],
)
def test_a_word_is_nearer_to_one_of_like_meaning(
    kinship: WordKinship, text: str, told: str, stranger: str
) -> None:
    ((_, near),) = kinship.nearest(text, told)
    ((_, far),) = kinship.nearest(text, stranger)
    assert near > 0.4 > far


@pytest.mark.parametrize("made", ["real", "fake"])
def test_the_same_word_is_as_near_as_can_be_and_stop_words_are_left_out(
    kinship: WordKinship, made: str
) -> None:
    used = kinship if made == "real" else SameWords()
    assert used.nearest("The treaty", "a treaty") == [("treaty", 1.0)]
    assert used.nearest("the of", "a treaty") == []
    assert [near for _, near in used.nearest("treaty", "")] == [0.0]


def test_chinese_is_read_in_pieces(kinship: WordKinship) -> None:
    same = kinship.nearest("中国签署了宣言", "中国签署了宣言")
    assert same and all(near == 1.0 for _, near in same)
    other = dict(kinship.nearest("签署", "晚餐"))
    assert all(near < 0.6 for near in other.values())
