"""A text into passages of about 120 words, on the borders of turns, paragraphs and sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.reading import Mark, ReadText
from assistant.reading.sentences import parts, sentences, size_of

USUAL = 120  # words of a passage
LONGEST = 180  # words of one sentence that is kept whole
_AT_BORDER = 0.6  # of the usual size, from which on a passage ends with its paragraph or page
_LEAST = 3  # words below which a passage says nothing: “Yes.”


@dataclass(frozen=True, slots=True)
class Cut:
    """A passage's characters; `note` tells that it is a footnote."""

    start: int
    end: int
    note: bool = False


@dataclass(frozen=True, slots=True)
class _Unit:
    start: int
    end: int
    size: int
    key: tuple[object, ...]  # what all units of one passage share: the turn, the heading, the note
    border: tuple[object, ...]  # what had better not change within one: the paragraph, the page

    @property
    def note(self) -> bool:
        return bool(self.key[-1])


def cuts(read: ReadText) -> Iterator[Cut]:
    """The passages of a text in order; none crosses a heading or the words of two speakers."""
    gathered: list[_Unit] = []
    size = 0
    for unit in _units(read):
        last = gathered[-1] if gathered else None
        if last is not None:
            full = size + unit.size > USUAL * 1.25
            apart = last.border != unit.border and size >= USUAL * _AT_BORDER
            if last.key != unit.key or full or apart:
                yield from _passage(gathered, size)
                gathered, size = [], 0
        gathered.append(unit)
        size += unit.size
    if gathered:
        yield from _passage(gathered, size)


def _passage(units: list[_Unit], size: int) -> Iterator[Cut]:
    if size >= _LEAST:
        yield Cut(units[0].start, units[-1].end, units[0].note)


def _units(read: ReadText) -> Iterator[_Unit]:
    """The sentences of all paragraphs, each with what tells whether it may join the one before."""
    notes = {span.start for span in read.marked(Mark.NOTE)}
    headings = [span.start for span in read.marked(Mark.HEADING)]
    passed = 0
    for paragraph in read.marked(Mark.PARAGRAPH):
        while passed < len(headings) and headings[passed] < paragraph.start:
            passed += 1
        turns = read.within(Mark.SPEAKER, paragraph.start, paragraph.end)
        turn = turns[0].start if turns else -1
        key = (turn, passed, paragraph.start in notes)
        for start, end in sentences(read.text, paragraph.start, paragraph.end):
            for first, last in parts(read.text, start, end, LONGEST):
                pages = read.within(Mark.PAGE, first, last)
                page = pages[0].value if pages else ""
                size = size_of(read.text[first:last])
                yield _Unit(first, last, size, key, (paragraph.start, page))
