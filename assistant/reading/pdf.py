"""PDF: paragraphs with their pages, words whole across lines and pages, notes after their text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from assistant.errors import FileEmpty, FileUnreadable
from assistant.reading.building import Block, Draft, Piece
from assistant.reading.dating import first_date
from assistant.reading.pdf_lines import Line, lines_of, opened, without_running_lines
from assistant.reading.speech import with_turns

_ENDS = re.compile(r"[.!?:;。！？：；][\"'”’)\]]*(?:\s*\(\s*\d+\s*\))?$")
_ITEM = re.compile(
    r"^(?:\((?:[a-z]{1,4}|\d{1,3})\)|\d{1,3}(?:\.\d{1,3})*[.)]|[•●▪◦○■–—\-]|[a-z]\)|"
    r"[（(]?[一二三四五六七八九十]+[）)、]|第[一二三四五六七八九十百]+[条章节])\s*\S"
)
_OPEN_END = re.compile(r"(?:[.;:,。；：]|\b(?:and|or))[\"'”’)\]]*$")
_TITLED = re.compile(
    r"^(?:Article|CHAPTER|Chapter|SECTION|Section|ANNEX|Annex|TITLE|PART)\s+[\dIVXLC]+[A-Za-z]?$"
)
_NOTE = re.compile(r"^(?:\(\s*\d{1,3}\s*\)|\d{1,3}\.?|[*†‡])\s+\S|^\d{1,3}[A-Z“\"]")
_HAN = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_WORD_END = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]$")
_WORD_START = re.compile(r"^([^\W\d_]+)")
_EMPTY_TITLE = re.compile(
    r"^(?:untitled|microsoft word|document\d*|.*\.(?:docx?|pdf|indd|qxd))", re.I
)
_PREFIXES = frozenset(
    ("self", "non", "well", "long", "short", "high", "low", "cross", "half", "all")
)
_SCANNED = 15  # letters a page on average, below which the pages are pictures


def read_pdf(data: bytes) -> Draft:
    """Paragraphs in the file's order. Raises FileLocked, FileTooLarge, FileUnreadable, or
    FileEmpty where the pages are pictures without a text layer."""
    document = opened(data)
    try:
        raw_pages = [lines_of(document, number) for number in range(1, len(document) + 1)]
        facts = document.get_metadata_dict()
    finally:
        document.close()
    _refuse_pictures(raw_pages)
    pages = without_running_lines(raw_pages)
    body = _usual_size(pages)
    draft = Draft(
        title=_title(facts.get("Title", ""), pages),
        author=facts.get("Author") or None,
        date=_date(facts, pages),
        warnings=_unread(raw_pages),
    )
    draft.blocks = with_turns(list(_blocks(pages, body, _Words(pages))))
    return draft


def _refuse_pictures(pages: Sequence[Sequence[Line]]) -> None:
    text = "".join(line.text for lines in pages for line in lines)
    letters = sum(character.isalnum() for character in text)
    if letters < _SCANNED * max(len(pages), 1):
        raise FileEmpty("its pages are pictures without text; recognise the text (OCR) first")
    strange = len(re.findall("[\ue000-\uf8ff\ufffd]", text))
    if strange > 0.3 * len(text):
        raise FileUnreadable("its fonts do not tell which letters they show; use OCR first")


def _unread(pages: Sequence[Sequence[Line]]) -> list[str]:
    blank = [str(number) for number, lines in enumerate(pages, 1) if not lines]
    if not blank:
        return []
    several = len(blank) > 1
    shown = ", ".join(blank[:12]) + (" …" if len(blank) > 12 else "")
    return [f"page{'s' if several else ''} {shown} {'have' if several else 'has'} no text"]


def _usual_size(pages: Sequence[Sequence[Line]]) -> float:
    sizes: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


class _Words:
    """How words stand in the middle of lines, to know which hyphens at line ends are theirs."""

    def __init__(self, pages: Sequence[Sequence[Line]]) -> None:
        self._seen: Counter[str] = Counter()
        for lines in pages:
            for line in lines:
                self._seen.update(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text.casefold()))

    def joint(self, before: str, after: str) -> tuple[int, str]:
        """How two lines of a paragraph join: letters that go from the first, what comes between."""
        end, start = _WORD_END.search(before), _WORD_START.match(after)
        if end and start:
            first, second = end[1], start[1]
            whole, hyphened = (first + second).casefold(), f"{first}-{second}".casefold()
            kept = first.casefold() in _PREFIXES or not second[0].islower()
            times = self._seen[hyphened] - self._seen[whole]
            return 1, "-" if times > 0 or (times == 0 and kept) else ""
        if _HAN.match(before[-1]) and _HAN.match(after[0]):
            return 0, ""
        if before.endswith(("-", "/")) and after[0].isdigit():
            return 0, ""
        return 0, " "


def _blocks(pages: Sequence[Sequence[Line]], body: float, words: _Words) -> Iterator[Block]:
    """Paragraphs; one that runs on to the next page stays whole, the page's notes come after it."""
    levels = _levels(pages, body)
    current: list[Line] = []
    waiting: list[Block] = []
    for lines in pages:
        text, notes = _parted(lines, body)
        leading = _leading(text)
        for line in text:
            if current and _begins(current, line, leading, text, body):
                yield _block(current, body, levels, words)
                yield from waiting
                current, waiting = [], []
            current.append(line)
        waiting += _notes(notes, words)
    if current:
        yield _block(current, body, levels, words)
    yield from waiting


def _parted(lines: Sequence[Line], body: float) -> tuple[list[Line], list[Line]]:
    """The lines of the text, and the small ones at the foot of the page."""
    small = [line for line in lines if line.size < 0.93 * body and line.middle < 0.6 * line.height]
    lowest = min((line.bottom for line in lines if line not in small), default=0.0)
    notes = [line for line in small if line.top <= lowest + 2]
    if not notes or not _NOTE.match(notes[0].text):
        return list(lines), []
    return [line for line in lines if line not in notes], notes


def _notes(lines: Sequence[Line], words: _Words) -> list[Block]:
    blocks: list[Block] = []
    for line in lines:
        if not blocks or _NOTE.match(line.text):
            blocks.append(Block([Piece(line.text, str(line.page))], note=True))
        else:
            _append(blocks[-1].pieces, line, words)
    return blocks


def _leading(lines: Sequence[Line]) -> float:
    """The usual distance from line to line of a page."""
    steps = [a.middle - b.middle for a, b in pairwise(lines)]
    near = [step for step in steps if 2 < step < 40]
    return median(near) if near else 14.0


def _begins(
    current: Sequence[Line], line: Line, leading: float, page: Sequence[Line], body: float
) -> bool:
    """Whether a line begins a new paragraph after those of `current`."""
    last = current[-1]
    if abs(line.size - last.size) > 0.1 * body and _telling(last) and _telling(line):
        return True
    if line.bold != last.bold and (current[0].bold == last.bold):
        return bool(_ENDS.search(last.text)) or last.bold or len(line.text) < 90
    if _TITLED.match(line.text) or _TITLED.match(last.text):
        return True
    item = bool(_ITEM.match(line.text))
    if item and (_OPEN_END.search(last.text) or _short(last, page)):
        return True
    moved = line.page != last.page or line.middle > last.middle + 2
    if not moved:
        step = last.middle - line.middle
        if step > 1.45 * leading:
            return True
        indented = line.left - last.left
        ended = bool(_ENDS.search(last.text))
        return ended and (_short(last, page) or 6 < indented < 60 or (item and indented < -6))
    return bool(_ENDS.search(last.text)) and (_short(last, page) or item or line.text[0].isupper())


def _telling(line: Line) -> bool:
    """Whether a line is more than an initial or a mark; two Chinese characters are a word."""
    return len(line.text) > (1 if _HAN.match(line.text) else 2)


def _short(line: Line, page: Sequence[Line]) -> bool:
    """Whether a line ends well before the right edge of its column."""
    column = [other for other in page if abs(other.left - line.left) < 40] or [line]
    right = max(other.right for other in column)
    return right - line.right > 0.12 * max(right - line.left, 1.0)


def _levels(pages: Sequence[Sequence[Line]], body: float) -> dict[float, int]:
    """The level of headings by their size, the largest first."""
    sizes: set[float] = set()
    for lines in pages:
        sizes.update(round(li.size) for li in lines if li.size > 1.12 * body and _telling(li))
    return {size: min(rank, 4) for rank, size in enumerate(sorted(sizes, reverse=True)[:8], 1)}


def _block(lines: Sequence[Line], body: float, levels: dict[float, int], words: _Words) -> Block:
    pieces = [Piece(lines[0].text, str(lines[0].page))]
    for line in lines[1:]:
        _append(pieces, line, words)
    text = "".join(piece.text for piece in pieces)
    return Block(pieces, _level(lines, text, body, levels))


def _append(pieces: list[Piece], line: Line, words: _Words) -> None:
    """Put a line at the end of a paragraph; a new page begins a new piece."""
    last = pieces[-1]
    gone, between = words.joint(last.text, line.text)
    before = last.text[: len(last.text) - gone] + between
    if last.page == str(line.page):
        pieces[-1] = Piece(before + line.text, last.page)
    else:
        pieces[-1:] = [Piece(before, last.page), Piece(line.text, str(line.page))]


def _level(lines: Sequence[Line], text: str, body: float, levels: dict[float, int]) -> int:
    if len(text) > 250 or not any(character.isalpha() for character in text):
        return 0
    if _TITLED.match(text):
        return 4
    size = median(line.size for line in lines)
    if size > 1.12 * body and not re.search(r"[;,]$", text):
        return levels.get(round(size), 4)
    if all(line.bold for line in lines) and len(text) < 140 and not re.search(r"[.;,:]$", text):
        return 5
    return 0


def _title(named: str, pages: Sequence[Sequence[Line]]) -> str | None:
    if len(named.strip()) > 5 and not _EMPTY_TITLE.match(named.strip()):
        return named
    first = next((lines for lines in pages if lines), [])
    largest = max((line.size for line in first), default=0)
    told = [line.text for line in first if line.size > 0.95 * largest]
    title = " ".join(told)
    return title if title and len(title) <= 250 else (first[0].text[:200] if first else None)


def _date(facts: dict[str, str], pages: Sequence[Sequence[Line]]) -> str | None:
    """The date that the first page or the title gives, else the day on which the file was made."""
    head = " ".join(line.text for line in pages[0][:40])[:1500] if pages else ""
    if date := first_date(facts.get("Title")) or first_date(head):
        return date
    match = re.match(r"D:(\d{4})(\d\d)(\d\d)", facts.get("CreationDate", ""))
    return first_date("-".join(match.groups())) if match else None
