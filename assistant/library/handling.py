"""Handling marks: who may see what of a document, and from when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.dates import is_date, last_day
from assistant.errors import UsageError


class Mark(StrEnum):
    """How a document is to be handled."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CHATHAM_HOUSE = "Chatham House"


@dataclass(frozen=True, slots=True)
class Handling:
    """A mark, and the day (ISO) before which the document is not used, if there is one."""

    mark: Mark = Mark.INTERNAL
    embargo: str | None = None

    def __str__(self) -> str:
        return f"{self.mark}, embargo until {self.embargo}" if self.embargo else str(self.mark)

    def open_on(self, today: str) -> bool:
        """Whether the document may be used on this day."""
        return self.embargo is None or today >= self.embargo

    @property
    def names_hidden(self) -> bool:
        """Whether the names of speakers are never shown."""
        return self.mark is Mark.CHATHAM_HOUSE


_EMBARGO = re.compile(r"^embargo(?:ed)?(?:\s+until|:|=)?\s*(\S+)$")
_MARKS = {
    "public": Mark.PUBLIC,
    "internal": Mark.INTERNAL,
    "chatham house": Mark.CHATHAM_HOUSE,
    "chatham house rule": Mark.CHATHAM_HOUSE,
    "chatham": Mark.CHATHAM_HOUSE,
}
FORMS = 'public, internal, "chatham-house", "embargo until 2026-12-01", or a mark and an embargo'


def handling_of(text: str) -> Handling:
    """The marks in words, apart by commas: "chatham-house, embargo until 2026-12-01".

    Raises UsageError for words that are none.
    """
    mark, embargo = None, None
    for part in text.split(","):
        words = " ".join(part.casefold().replace("_", " ").split())
        if match := _EMBARGO.match(words):
            if not is_date(match[1]):
                raise UsageError(f"{match[1]!r} is no date. Give the day as 2026-12-01.")
            embargo = last_day(match[1])
        elif words.replace("-", " ") in _MARKS and mark is None:
            mark = _MARKS[words.replace("-", " ")]
        else:
            raise UsageError(f"{part.strip()!r} is no handling mark. Valid are: {FORMS}.")
    return Handling(mark or Mark.INTERNAL, embargo)
