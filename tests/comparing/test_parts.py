"""Numbers, dates and words as they are read from a text."""

from __future__ import annotations

import pytest

from assistant.comparing.periods import Side, bears_out, periods
from assistant.comparing.quantities import Bound, agree, quantities
from assistant.comparing.words import stem


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("88 countries endorsed it", 88, "country", Bound.PLAIN),
        ("more than 60 organisations", 60, "organisat", Bound.MORE),
        ("at least two dozen labs", 24, "company", Bound.MORE),
        ("a dozen firms", 12, "company", Bound.PLAIN),
        ("fewer than ten members", 10, "member", Bound.LESS),
        ("about 30,000 articles", 30000, "articl", Bound.ABOUT),
        ("exactly 58 countries", 58, "country", Bound.EXACT),
        ("77 per cent of changes", 77, "%", Bound.PLAIN),
        ("1.5 million users", 1_500_000, "user", Bound.PLAIN),
        ("Twenty-nine nations", 29, "country", Bound.PLAIN),
        ("Article 20 applies", 20, "#articl", Bound.EXACT),
        ("the fourth dialogue", 4, "#nth", Bound.EXACT),
        ("有92个国家联署", 92, "country", Bound.PLAIN),
        ("十六家公司", 16, "company", Bound.PLAIN),
        ("超过100名专家", 100, "person", Bound.MORE),
        ("第四届会议", 4, "#nth", Bound.EXACT),
    ],
)
def test_a_number_is_read_with_what_it_counts(
    text: str, value: float, unit: str, bound: Bound
) -> None:
    (found,) = quantities(text)
    assert (found.value, found.bound) == (value, bound)
    assert unit in found.units


@pytest.mark.parametrize(
    ("claimed", "told", "result"),
    [
        ("88 countries", "88 endorsers", True),
        ("88 countries", "92 countries", False),
        ("more than 60 countries", "61 countries", True),
        ("more than 60 countries", "58 countries", False),
        ("at least ten members", "ten members", True),
        ("a dozen firms", "12 companies", True),
        ("16 companies", "16 months", None),
        ("exactly 70 groups", "more than 70 groups", None),
        ("about 100 experts", "104 experts", True),
        ("article 20", "article 21", False),
        ("the fourth round", "the third round", False),
    ],
)
def test_one_number_bears_out_another_denies_it_or_cannot_tell(
    claimed: str, told: str, result: bool | None
) -> None:
    assert agree(quantities(claimed)[0], quantities(told)[0]) is result


@pytest.mark.parametrize("text", ["one of the members", "A/RES/78/265", "GPT-4", "No one came"])
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert quantities(text) == []


@pytest.mark.parametrize(
    ("text", "first", "last", "side"),
    [
        ("on 14 May 2024", "2024-05-14", "2024-05-14", Side.AT),
        ("on May 14, 2024", "2024-05-14", "2024-05-14", Side.AT),
        ("on 20 and 21 November 2024", "2024-11-20", "2024-11-21", Side.AT),
        ("13–15 May 2026", "2026-05-13", "2026-05-15", Side.AT),
        ("in May 2024", "2024-05-01", "2024-05-31", Side.AT),
        ("since 2024", "2024-01-01", "2024-12-31", Side.AFTER),
        ("before September 2025", "2025-09-01", "2025-09-30", Side.BEFORE),
        ("in May", "-05-01", "-05-31", Side.AT),
        ("2024年5月14日至15日", "2024-05-14", "2024-05-15", Side.AT),
        ("2024年以来", "2024-01-01", "2024-12-31", Side.AFTER),
        ("5月14日", "-05-14", "-05-14", Side.AT),
        ("from 2024–2025", "2024-01-01", "2025-12-31", Side.AFTER),
    ],
)
def test_a_date_is_read_with_its_span_and_side(
    text: str, first: str, last: str, side: Side
) -> None:
    (found,) = periods(text)
    assert (found.first, found.last, found.side) == (first, last, side)


def test_the_verb_may_and_a_version_are_no_dates() -> None:
    assert periods("States may act; the order 2024 of it") == []


@pytest.mark.parametrize(
    ("claimed", "told", "result"),
    [
        ("in May 2024", "on 14 May 2024", True),
        ("in 2024", "in May 2024", True),
        ("on 14 May 2024", "in May 2024", None),
        ("on 14 May 2024", "on 13–15 May 2024", True),
        ("in June 2024", "on 14 May 2024", False),
        ("since 2024", "on 3 March 2025", True),
        ("before 2024", "on 3 March 2025", False),
        ("after May 2024", "in April 2024", False),
        ("in May", "on 14 May 2024", True),
        ("on 21 May", "on 14 May 2024", False),
        ("since 2025", "since 1 January 2026", False),
    ],
)
def test_a_time_bears_out_another_by_its_precision(
    claimed: str, told: str, result: bool | None
) -> None:
    assert bears_out(periods(claimed)[0], periods(told)[0]) is result


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("signed", "signing"),
        ("countries", "country"),
        ("commitments", "commitment"),
        ("held", "hold"),
        ("studies", "study"),
        ("governance", "governances"),
    ],
)
def test_forms_of_one_word_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)
