"""Dates and spans of time in a text, and whether one bears out another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.dates import MONTHS, first_day, last_day

_MONTH = "|".join(
    [*MONTHS[1:], *(f"{name[:3]}\\.?" for name in MONTHS[1:] if len(name) > 4), "Sept\\.?"]
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_PERIOD = re.compile(
    rf"(?<![\d.,/])(?:(?P<d1>{_DAY})(?:\s*(?:[-–—]|to|and|until)\s*(?P<d2>{_DAY}))?\s+(?:of\s+)?)?"
    rf"\b(?P<month>{_MONTH})(?![a-z])"
    rf"(?:\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?:\s*(?:[-–—]|to|and)\s*(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?)?(?![\d:]))?"
    r"(?:,?\s+(?:of\s+)?(?P<year>(?:19|20)\d\d)(?!\d))?"
    r"|(?P<iso>20\d\d-\d\d(?:-\d\d)?)"
    r"|(?:(?P<zy>(?:19|20)\d\d)年)(?:(?P<zm>\d{1,2})月(?:(?P<zd>\d{1,2})日?(?:\s*(?:[-–—至到和])\s*(?P<zd2>\d{1,2})日)?)?)?"
    r"|(?P<pm>\d{1,2})月(?:(?P<pd>\d{1,2})日(?:\s*(?:[-–—至到和])\s*(?P<pd2>\d{1,2})日)?)?(?!份的)"
    r"|(?<![\w/.,$-])(?P<from>20\d\d)\s*[-–—]\s*(?P<to>20\d\d)(?!\d)"
    r"|(?<![\w/.,$-])(?P<only>(?:19|20)\d\d)(?![\w%]|\.\d|-\d)"
)
_AFTER = re.compile(
    r"(?:\bsince|\bfrom|\bafter|\blater than|\bas of|自从?|从)\s*(?:the (?:start|beginning|end) of\s*)?(?:early |late |mid-)?$",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:\bbefore|\bprior to|\bby|\bno later than|\bahead of|到|截至)\s*(?:the (?:start|end) of\s*)?(?:early |late |mid-)?$",
    re.IGNORECASE,
)
_AFTER_ZH = re.compile(r"\s*(?:以来|之后|以后|起)")
_BEFORE_ZH = re.compile(r"\s*(?:以前|之前)")
_IN = re.compile(
    r"\b(?:in|of|since|until|by|last|this|that|from|during|and|late|early|mid)[\s-]+$",
    re.IGNORECASE,
)
_VERSION = re.compile(r"\b(?:version|resolution|order|no\.?)\s+$", re.IGNORECASE)


class Side(StrEnum):
    """Whether the time itself is meant, or what comes after or before it."""

    AT = "at"
    AFTER = "after"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Period:
    """A time named in a text: from its first to its last day; without a year both begin with “-”."""

    first: str
    last: str
    side: Side
    text: str
    start: int
    end: int

    @property
    def yearless(self) -> bool:
        """Whether only month, or month and day, are told."""
        return self.first.startswith("-")

    @property
    def day(self) -> bool:
        """Whether it is one day or a few."""
        return (
            self.first[-5:-3] == self.last[-5:-3]
            and int(self.last[-2:]) - int(self.first[-2:]) < 20
        )


def periods(text: str) -> list[Period]:
    """The times named in a text, in order; a day without a year takes the year of the next one."""
    found = [period for match in _PERIOD.finditer(text) if (period := _read(text, match))]
    years = [period.first[:4] for period in found if not period.yearless]
    if len(set(years)) == 1:
        found = [_with_year(period, years[0]) if period.yearless else period for period in found]
    return found


def of_date(date: str) -> Period:
    """A date of the record as a period."""
    return Period(first_day(date), last_day(date), Side.AT, date, 0, 0)


def bears_out(claimed: Period, told: Period) -> bool | None:
    """Whether `told` lies in `claimed`; False if it cannot, None if it is told less precisely."""
    if claimed.yearless or told.yearless:
        return _same_day(claimed, told)
    if claimed.side is not Side.AT and claimed.side is not told.side:
        if claimed.side is Side.AFTER:
            return told.last >= claimed.first
        return told.first <= claimed.last
    if claimed.first <= told.first and told.last <= claimed.last:
        return True
    if told.last < claimed.first or claimed.last < told.first:
        return False
    return True if told.day else None


def told_otherwise(claimed: Period, told: Sequence[Period]) -> bool | None:
    """True if all of `told` exclude `claimed`; False if one bears it out; None if none can tell."""
    since = [period for period in told if period.side is Side.AFTER]
    if claimed.side is Side.AFTER and since:
        told = since  # “in force since” is told by another “since”, not by any date
    results = [bears_out(claimed, period) for period in told]
    if any(result is True for result in results):
        return False
    return True if results and all(result is False for result in results) else None


def _same_day(claimed: Period, told: Period) -> bool | None:
    first, last = claimed.first[-5:], claimed.last[-5:]
    if not told.day and not told.yearless and told.first[-5:-3] != told.last[-5:-3]:
        return None  # a whole year
    if first <= told.first[-5:] and told.last[-5:] <= last:
        return True
    if told.last[-5:] < first or last < told.first[-5:]:
        return False
    return None


def _with_year(period: Period, year: str) -> Period:
    return replace(period, first=year + period.first, last=year + period.last)


def _read(text: str, match: re.Match[str]) -> Period | None:
    group = match.groupdict()
    before, after = text[: match.start()], text[match.end() :]
    first = last = None
    if group["month"]:
        days = [d for d in (group["d1"], group["d2"], group["d3"], group["d4"]) if d]
        if not group["year"] and not days and not _IN.search(before):
            return None  # “May” may be a verb, “March” a walk
        first, last = _span(group["year"] or "", _month(group["month"]), days)
    elif group["zy"]:
        first, last = _span(group["zy"], int(group["zm"] or 0), [group["zd"], group["zd2"]])
    elif group["pm"]:
        first, last = _span("", int(group["pm"]), [group["pd"], group["pd2"]])
    elif group["from"]:
        first, last = f"{group['from']}-01-01", f"{group['to']}-12-31"
    else:
        date = group["iso"] or group["only"]
        if group["only"] and _VERSION.search(before) and not _IN.search(before):
            return None
        first, last = first_day(date), last_day(date)
    if first is None or last is None:
        return None
    return Period(
        first, last, _side(before, after), match.group().strip(), match.start(), match.end()
    )


def _span(year: str, month: int, days: Sequence[str | None]) -> tuple[str, str] | tuple[None, None]:
    numbers = [int(re.sub(r"\D", "", day)) for day in days if day]
    if not 0 <= month <= 12 or any(not 1 <= n <= 31 for n in numbers):
        return None, None
    if month == 0:
        return f"{year}-01-01", f"{year}-12-31"
    if not numbers:
        last = last_day(f"{year or 2000}-{month:02d}")[-5:]
        return f"{year}-{month:02d}-01", f"{year}-{last}"
    return f"{year}-{month:02d}-{numbers[0]:02d}", f"{year}-{month:02d}-{numbers[-1]:02d}"


def _month(name: str) -> int:
    return next(i for i, month in enumerate(MONTHS) if month and month[:3] == name[:3])


def _side(before: str, after: str) -> Side:
    if _AFTER.search(before) or _AFTER_ZH.match(after):
        return Side.AFTER
    if _BEFORE.search(before) or _BEFORE_ZH.match(after):
        return Side.BEFORE
    return Side.AT
