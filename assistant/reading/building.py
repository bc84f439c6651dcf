"""From the blocks that a format's reader finds to one text with spans."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from assistant.errors import FileTooLarge
from assistant.reading.language import language_of
from assistant.reading.model import Mark, ReadText, Span, clock

MAX_TEXT = 20_000_000  # characters of one document
BETWEEN = "\n\n"
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}
)
_GONE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
_SPACES = re.compile("[ \t\u00a0\u2000-\u200a\u202f\u205f]+")
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029|\x85")


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a block: its text, and the page or the second at which it begins."""

    text: str
    page: str | None = None
    seconds: float | None = None


@dataclass(slots=True)
class Block:
    """A paragraph, heading (`level` from 1), table row or note, as a reader found it."""

    pieces: list[Piece]
    level: int = 0
    note: bool = False
    speaker: str | None = None

    @property
    def text(self) -> str:
        """All its pieces."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(slots=True)
class Draft:
    """What a format's reader found."""

    blocks: list[Block] = field(default_factory=list)
    title: str | None = None
    author: str | None = None
    date: str | None = None
    language: str | None = None
    url: str | None = None
    warnings: list[str] = field(default_factory=list)


def plain_block(text: str, level: int = 0, page: str | None = None) -> Block:
    """A block of one piece."""
    return Block([Piece(text, page)], level)


def cleaned(text: str) -> str:
    """Text without control characters, spaces of one kind; letters are kept as they are.

    Ligatures of Latin letters are taken apart. Nothing else is normalised: full-width signs,
    joiners and marks of direction belong to the text.
    """
    text = _GONE.sub("", _LINE_ENDS.sub("\n", text)).translate(_LIGATURES)
    return _SPACES.sub(" ", text)


def assembled(draft: Draft, kind: str) -> ReadText:
    """The text of all blocks, with a span for all that is known of its characters."""
    text = _Text()
    for block in draft.blocks:
        text.add(block)
    whole = "".join(text.parts)
    return ReadText(
        text=whole,
        format=kind,
        title=_line(draft.title),
        author=_line(draft.author),
        date=draft.date,
        language=language_of(whole) or draft.language,
        url=draft.url,
        spans=(*_runs(text.pages, text.length, Mark.PAGE), *_turns(text), *text.spans),
        warnings=tuple(draft.warnings),
    )


class _Text:
    """Gathers blocks into one text."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.spans: list[Span] = []
        self.pages: list[tuple[int, str]] = []  # where each page begins
        self.speakers: list[tuple[int, int, str]] = []
        self.times: list[tuple[int, float]] = []
        self.length = 0
        self._paragraphs = 0

    def add(self, block: Block) -> None:
        """Append a block, if anything is left of it once it is cleaned."""
        pieces = _trimmed(block.pieces)
        if not pieces:
            return
        if self.parts:
            self._append(BETWEEN)
        start = self.length
        for piece in pieces:
            if piece.page is not None and (not self.pages or self.pages[-1][1] != piece.page):
                self.pages.append((self.length, piece.page))
            if piece.seconds is not None:
                self.times.append((self.length, piece.seconds))
            self._append(piece.text)
        if self.length > MAX_TEXT:
            raise FileTooLarge(f"more than {MAX_TEXT:,} characters of text")
        self._mark(block, start, "".join(piece.text for piece in pieces))

    def _mark(self, block: Block, start: int, text: str) -> None:
        if block.level:
            heading = " ".join(text.split())
            self.spans.append(Span(Mark.HEADING, start, self.length, heading, block.level))
            return
        self._paragraphs += 1
        self.spans.append(Span(Mark.PARAGRAPH, start, self.length, str(self._paragraphs)))
        if block.note:
            self.spans.append(Span(Mark.NOTE, start, self.length, ""))
        if block.speaker:
            self.speakers.append((start, self.length, block.speaker))

    def _append(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


def _trimmed(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces cleaned, without space at the block's ends or twice in between."""
    kept: list[Piece] = []
    for piece in pieces:
        text = cleaned(piece.text)
        if not kept or kept[-1].text[-1].isspace():
            text = text.lstrip()
        if text:
            kept.append(Piece(text, piece.page, piece.seconds))
    while kept:
        last = kept.pop()
        if text := last.text.rstrip():
            return [*kept, Piece(text, last.page, last.seconds)]
    return []


def _runs(starts: Sequence[tuple[int, str]], end: int, mark: Mark) -> Iterator[Span]:
    for (start, value), (stop, _) in pairwise([*starts, (end, "")]):
        yield Span(mark, start, stop, value)


def _turns(text: _Text) -> Iterator[Span]:
    """Speakers, neighbouring blocks of one joined; a time holds until the next."""
    joined: list[tuple[int, int, str]] = []
    for start, end, name in text.speakers:
        if joined and joined[-1][2] == name and start - joined[-1][1] <= len(BETWEEN):
            joined[-1] = (joined[-1][0], end, name)
        else:
            joined.append((start, end, name))
    for start, end, name in joined:
        yield Span(Mark.SPEAKER, start, end, name)
    times = [(start, clock(seconds)) for start, seconds in text.times]
    yield from _runs(times, text.length, Mark.TIME)


def _line(text: str | None) -> str | None:
    return " ".join(cleaned(text).split()) or None if text else None


def joined_lines(lines: Iterable[str]) -> str:
    """Lines of one paragraph as one: with a space between, without one between Han characters."""
    text = ""
    for line in lines:
        line = line.strip()
        if text and line:
            text += "" if _HAN.match(text[-1]) and _HAN.match(line[0]) else " "
        text += line
    return text


_HAN = re.compile("[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
