"""Dates of day, month or year precision: check, compare, write for a reader."""

from __future__ import annotations

import calendar
import datetime
import re

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")
MONTHS = tuple(calendar.month_name)  # MONTHS[1] == "January"


def is_date(text: str) -> bool:
    """Whether `text` is YYYY, YYYY-MM or YYYY-MM-DD and such a date exists."""
    match = _ISO.match(text)
    if not match:
        return False
    year, month, day = (int(part) if part else None for part in match.groups())
    if year is None or not 1900 <= year <= 2100:
        return False
    if month is not None and not 1 <= month <= 12:
        return False
    return day is None or (month is not None and 1 <= day <= calendar.monthrange(year, month)[1])


def first_day(date: str) -> str:
    """The first day that `date` can mean: "2024-05" gives "2024-05-01"."""
    return (date + "-01-01")[:10] if len(date) == 4 else (date + "-01")[:10]


def last_day(date: str) -> str:
    """The last day that `date` can mean: "2024-02" gives "2024-02-29"."""
    if len(date) == 4:
        return f"{date}-12-31"
    if len(date) == 7:
        return f"{date}-{calendar.monthrange(int(date[:4]), int(date[5:]))[1]:02d}"
    return date


def within(date: str, since: str | None, until: str | None) -> bool:
    """Whether `date` can lie between `since` and `until`, both included."""
    if since and last_day(date) < first_day(since):
        return False
    return not (until and first_day(date) > last_day(until))


def spoken(date: str, language: str = "en") -> str:
    """The date as a reader expects it: "21 May 2024", "2024年5月21日"."""
    year, *rest = date.split("-")
    numbers = [int(part) for part in rest]
    if language == "zh":
        return f"{year}年" + "".join(
            f"{n}{unit}" for n, unit in zip(numbers, ("月", "日"), strict=False)
        )
    if len(numbers) == 2:
        return f"{numbers[1]} {MONTHS[numbers[0]]} {year}"
    return f"{MONTHS[numbers[0]]} {year}" if numbers else year


def today() -> str:
    """The day by this machine's calendar, "2026-11-25"."""
    return datetime.date.today().isoformat()
