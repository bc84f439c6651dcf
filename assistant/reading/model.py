"""What reading a file gives: its text, and what holds of which characters of it."""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Mark(StrEnum):
    """What a span of text is, or what holds of it."""

    PAGE = "page"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    NOTE = "note"
    SPEAKER = "speaker"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` (excluded) of the text, and what they are.

    `value` is the page's or paragraph's number, the speaker's name, or the time "00:41:07" at
    which the span begins; `level` is a heading's, from 1.
    """

    mark: Mark
    start: int
    end: int
    value: str
    level: int = 0


@dataclass(frozen=True)
class ReadText:
    """A file as it was read.

    `text` has paragraphs apart by an empty line; labels of speakers and time codes are no part
    of it but spans over it. `date` is ISO, as exact as the file tells; `language` is a code
    such as "en"; `warnings` say what a reader should know ("page 3 has no text").
    """

    text: str
    format: str
    title: str | None = None
    author: str | None = None
    date: str | None = None
    language: str | None = None
    url: str | None = None
    spans: tuple[Span, ...] = ()
    warnings: tuple[str, ...] = ()

    def locator_at(self, start: int, end: int) -> str | None:
        """Where these characters stand, with their speaker: "00:41:07, Zhou Wei, Tsinghua"."""
        parts = (self.place_at(start, end), self.speaker_at(start, end))
        return ", ".join(part for part in parts if part) or None

    def place_at(self, start: int, end: int) -> str | None:
        """Where these characters stand: "p. 12", "pp. 12–13", "00:41:07", "para. 6"."""
        if times := self.within(Mark.TIME, start, end):
            return times[0].value
        if pages := self.within(Mark.PAGE, start, end):
            return _numbered("p. ", "pp. ", pages)
        if paragraphs := self.within(Mark.PARAGRAPH, start, end):
            return _numbered("para. ", "paras. ", paragraphs)
        return None

    def speaker_at(self, start: int, end: int) -> str | None:
        """Who says these characters; None if nobody is named or several are."""
        names = {span.value for span in self.within(Mark.SPEAKER, start, end)}
        return names.pop() if len(names) == 1 else None

    def headings_at(self, start: int) -> tuple[str, ...]:
        """The headings under which a character stands, outermost first."""
        path: list[Span] = []
        headings, starts = self._by_mark[Mark.HEADING]
        for span in headings[: bisect.bisect_right(starts, start)]:
            path = [above for above in path if above.level < span.level] + [span]
        return tuple(span.value for span in path)

    def marked(self, mark: Mark) -> tuple[Span, ...]:
        """All spans of one kind, in order."""
        return self._by_mark[mark][0]

    def within(self, mark: Mark, start: int, end: int) -> tuple[Span, ...]:
        """The spans of one kind that share characters with `start` to `end`, in order."""
        spans, starts = self._by_mark[mark]
        first = max(0, bisect.bisect_right(starts, start) - 1)
        last = bisect.bisect_left(starts, max(end, start + 1))
        return tuple(span for span in spans[first:last] if span.end > start)

    @cached_property
    def _by_mark(self) -> dict[Mark, tuple[tuple[Span, ...], list[int]]]:
        found = {}
        for mark in Mark:
            spans = sorted((s for s in self.spans if s.mark is mark), key=lambda s: s.start)
            found[mark] = (tuple(spans), [span.start for span in spans])
        return found


def _numbered(one: str, several: str, spans: tuple[Span, ...]) -> str:
    first, last = spans[0].value, spans[-1].value
    return f"{one}{first}" if first == last else f"{several}{first}–{last}"


def clock(seconds: float) -> str:
    """Seconds as a time code: 2467 gives "00:41:07"."""
    whole = int(seconds)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"
