"""Which passages a filter admits."""

from __future__ import annotations

import pytest

from assistant.dates import within
from assistant.domain import (
    Filters,
    Grade,
    How,
    Kind,
    Participation,
    State,
    Status,
)
from assistant.filtering import admits, speaks_for
from tests.factories import document

SEOUL = document(
    "seoul",
    ["Signatories will report publicly."],
    date="2024-05",
    kind=Kind.DECLARATION,
    issuers=("KR", "GB"),
    topics=("frontier-safety",),
    languages=("en", "ko"),
    status=Status(State.IN_FORCE),
    participation=(Participation("CN", How.NOT_SIGNED, Grade.OFFICIAL),),
    parties=("US",),
)


@pytest.mark.parametrize(
    ("filters", "admitted"),
    [
        (Filters(), True),
        (Filters(parties=("US",)), True),
        (Filters(parties=("GB",)), True),
        (Filters(parties=("CN",)), True),
        (Filters(parties=("FR", "CN")), True),
        (Filters(parties=("FR",)), False),
        (Filters(kinds=(Kind.DECLARATION, Kind.LAW)), True),
        (Filters(kinds=(Kind.LAW,)), False),
        (Filters(topics=("frontier-safety",)), True),
        (Filters(topics=("open-weights",)), False),
        (Filters(states=(State.IN_FORCE,)), True),
        (Filters(states=(State.REVOKED,)), False),
        (Filters(languages=("ko",)), True),
        (Filters(languages=("zh",)), False),
        (Filters(since="2024"), True),
        (Filters(since="2024-06"), False),
        (Filters(until="2024-04"), False),
        (Filters(scope="corpus"), True),
        (Filters(scope="mine"), False),
        (Filters(parties=("US",), kinds=(Kind.LAW,)), False),
    ],
)
def test_every_filter_that_is_set_has_to_be_met(filters: Filters, admitted: bool) -> None:
    """A party counts as issuer, participant or party of the statement; all filters join."""
    assert admits(filters, SEOUL, SEOUL.passages[0]) is admitted


@pytest.mark.parametrize(
    ("date", "since", "until", "lies"),
    [
        ("2024-05-21", "2024-05-21", "2024-05-21", True),
        ("2024-05-21", "2024-05", "2024-05", True),
        ("2024-05-21", "2024-06", None, False),
        ("2024-05-21", None, "2024-04", False),
        ("2024-05-21", "2024", "2024", True),
        ("2024-02-29", None, "2024-02", True),
        ("2024-05", "2024-05-21", None, True),
        ("2024-05", None, "2024-05-01", True),
        ("2024-05", "2024-06-01", None, False),
        ("2024", "2024-06", "2024-07", True),
        ("2024", "2025", None, False),
        ("2024", None, "2023-12-31", False),
    ],
)
def test_dates_of_any_precision_are_compared(
    date: str, since: str | None, until: str | None, lies: bool
) -> None:
    """An imprecise date is admitted if it may lie in the range; both ends belong to it."""
    assert within(date, since, until) is lies


def test_a_passage_speaks_for_its_own_parties_first() -> None:
    """The issuers count only where a passage names nobody."""
    passage = SEOUL.passages[0]
    assert speaks_for("US", SEOUL, passage)
    assert not speaks_for("KR", SEOUL, passage)
    plain = document("plain", ["Text."], issuers=("KR",))
    assert speaks_for("KR", plain, plain.passages[0])
