"""Dates of day, month or year precision."""

import pytest

from assistant.dates import first_day, is_date, last_day, spoken, within


@pytest.mark.parametrize("text", ["2024", "2024-05", "2024-05-21", "2024-02-29"])
def test_dates_of_every_precision_are_dates(text: str) -> None:
    assert is_date(text)


@pytest.mark.parametrize("text", ["", "24", "2024-13", "2023-02-29", "2024-5-1", "May 2024"])
def test_what_is_no_date_is_refused(text: str) -> None:
    assert not is_date(text)


def test_a_partial_date_covers_its_whole_span() -> None:
    assert (first_day("2024"), last_day("2024")) == ("2024-01-01", "2024-12-31")
    assert (first_day("2024-02"), last_day("2024-02")) == ("2024-02-01", "2024-02-29")


def test_within_counts_both_ends_and_what_may_lie_inside() -> None:
    assert within("2024-05-21", "2024", "2024-05")
    assert within("2024", "2024-06", None)
    assert not within("2023-12", "2024", None)
    assert not within("2025-01-01", None, "2024")


def test_a_date_is_spoken_in_both_languages() -> None:
    assert spoken("2024-05-21") == "21 May 2024"
    assert spoken("2024-05") == "May 2024"
    assert spoken("2024-05-21", "zh") == "2024年5月21日"
