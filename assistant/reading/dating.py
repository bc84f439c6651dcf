"""Dates as documents write them, turned into ISO."""

from __future__ import annotations

import re

from assistant.dates import MONTHS, is_date

_MONTH = {name.casefold(): number for number, name in enumerate(MONTHS) if name}
_MONTH |= {name[:3]: number for name, number in list(_MONTH.items())} | {"sept": 9}
_NAME = "|".join(sorted((name for name in _MONTH), key=len, reverse=True))
_FORMS = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?P<y>(?:19|20)\d\d)\s*年\s*(?P<m>\d{1,2})\s*月(?:\s*(?P<d>\d{1,2})\s*日)?"),
    re.compile(
        rf"\b(?P<name>{_NAME})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d\d)\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+day\s+of)?\s+(?P<name>{_NAME})\.?,?\s+"
        r"(?P<y>(?:19|20)\d\d)\b",
        re.IGNORECASE,
    ),
    re.compile(r"(?<![\d.])(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>(?:19|20)\d\d)(?!\d)"),
    re.compile(rf"\b(?P<name>{_NAME})\s+(?P<y>(?:19|20)\d\d)\b", re.IGNORECASE),
)


def first_date(text: str | None) -> str | None:
    """The date that stands first in `text`, ISO; of those at one place the most exact."""
    found: list[tuple[int, int, str]] = []
    for rank, form in enumerate(_FORMS):
        for match in form.finditer(text or ""):
            if date := _iso(match):
                found.append((match.start(), rank, date))
                break
    return min(found)[2] if found else None


def _iso(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    month = _MONTH[groups["name"].casefold()] if groups.get("name") else int(groups["m"])
    date = f"{groups['y']}-{month:02d}"
    if groups.get("d"):
        date += f"-{int(groups['d']):02d}"
    return date if is_date(date) else None
