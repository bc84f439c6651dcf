"""The lines of a PDF's pages, with their places and sizes of type."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from assistant.errors import FileLocked, FileTooLarge, FileUnreadable

MAX_PAGES = 5_000
_MARGIN = 0.13  # of a page's height at its head and foot, where running lines stand
_LINE_END = re.compile("[\r\n]+|(?<=[\ufffe\x02])(?![\r\n])|\\Z")  # also at a broken word's hyphen
_SAMPLED = 9  # letters of a line whose type is looked at
_REPEATED = 0.3  # of the pages which have to have a line for it to be a running one
_SIGNS = dict.fromkeys(map(ord, "\ufffe\u0002"), "\u00ad")  # how pdfium writes a broken word's
_SIGNS |= dict.fromkeys(map(ord, "\uf0b7\uf0a7\uf09f\uf06e\uf076\uf0d8\uf0fc\uf0a8"), "•")
_LEADERS = re.compile(r"\s*(?:\.\s?){5,}\s*")
_LONE_NUMBER = re.compile(
    r"^[ivxl]{1,6}$|^\W*(?:page|p\.|seite|第)?\W*#(?:\W*(?:of|/|页共|页)\W*#?)?\W*页?$", re.I
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of type: its words, the page (from 1), its box in points from below, its type."""

    text: str
    page: int
    left: float
    right: float
    bottom: float
    top: float
    size: float
    bold: bool
    height: float  # of the page

    @property
    def middle(self) -> float:
        """Half way up."""
        return (self.bottom + self.top) / 2


def opened(data: bytes) -> pdfium.PdfDocument:
    """The document; FileLocked, FileTooLarge or FileUnreadable if it cannot be read."""
    try:
        document = pdfium.PdfDocument(data)
        pages = len(document)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise FileLocked("it is protected by a password") from error
        raise FileUnreadable(f"it is no PDF that can be read ({error})") from error
    if pages > MAX_PAGES:
        raise FileTooLarge(f"it has {pages:,} pages")
    return document


def lines_of(document: pdfium.PdfDocument, number: int) -> list[Line]:
    """The lines of page `number` (from 1), in the order in which the file writes them."""
    try:
        page = document[number - 1]
        try:
            words = page.get_textpage()
            try:
                return _joined(list(_lines(words, number, page.get_height())))
            finally:
                words.close()
        finally:
            page.close()
    except pdfium.PdfiumError as error:
        raise FileUnreadable(f"its page {number} cannot be read ({error})") from error


def _lines(words: pdfium.PdfTextPage, page: int, height: float) -> Iterator[Line]:
    count = words.count_chars()
    codes = [raw.FPDFText_GetUnicode(words, i) for i in range(count)]
    text = "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else
                   (chr(code) if code else " ") for code in codes)  # fmt: skip
    if any(0xD800 <= code < 0xE000 for code in codes):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if len(text) != count:  # places cannot be told letter by letter: the plain text must do
            yield from _placeless(text, page, height)
            return
    start = 0
    for match in _LINE_END.finditer(text):
        shown = [i for i in range(start, match.start()) if not text[i].isspace()]
        if shown:
            yield _line(words, text[start : match.start()], shown, page, height)
        start = match.end()


def _placeless(text: str, page: int, height: float) -> Iterator[Line]:
    for row, line in enumerate(text.split("\n")):
        if line.strip():
            top = height - 12.0 * (row + 1)
            yield Line(line.strip(), page, 0, 400, top - 10, top, 10, False, height)


def _line(
    words: pdfium.PdfTextPage, text: str, shown: Sequence[int], page: int, height: float
) -> Line:
    left = words.get_charbox(shown[0], loose=True)[0]
    right = words.get_charbox(shown[-1], loose=True)[2]
    sample = shown[:: max(1, len(shown) // _SAMPLED)]
    weights = [raw.FPDFText_GetFontWeight(words, i) for i in sample]
    boxes = sorted((words.get_charbox(i, loose=True) for i in sample), key=lambda b: b[3] - b[1])
    _, bottom, _, top = boxes[len(boxes) // 2]
    return Line(
        text=_LEADERS.sub(" … ", text.translate(_SIGNS).strip()),
        page=page,
        left=left,
        right=max(right, left),
        bottom=bottom,
        top=top,
        size=top - bottom,  # the size that a font is set in says nothing where type is scaled
        bold=all(weight >= 600 for weight in weights),
        height=height,
    )


def _joined(lines: Sequence[Line]) -> list[Line]:
    """Lines with the parts that stand at one height together: raised figures, tabs, lone words."""
    groups: list[list[Line]] = []
    for line in lines:
        last = groups[-1][-1] if groups else None
        if last is not None and _level(groups[-1], line) and line.left >= last.right - 2:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_merged(group) for group in groups]


def _level(group: Sequence[Line], line: Line) -> bool:
    """Whether a line goes on at the height of the tallest part before it."""
    tallest = max(group[-4:], key=lambda part: part.top - part.bottom)
    low, high = sorted((tallest, line), key=lambda part: part.top - part.bottom)
    return high.bottom - 1 <= low.middle <= high.top + 1


def _merged(parts: Sequence[Line]) -> Line:
    """One line of several parts; its type is that of most of its letters."""
    if len(parts) == 1:
        return parts[0]
    letters: Counter[float] = Counter()
    text = ""
    for part, before in zip(parts, [None, *parts], strict=False):
        letters[part.size] += len(part.text)
        apart = before and part.left - before.right > 0.18 * max(before.size, part.size)
        text += (" " if apart else "") + part.text
    size = letters.most_common(1)[0][0]
    usual = [part for part in parts if part.size == size]
    return replace(
        parts[0],
        text=text,
        right=max(part.right for part in parts),
        bottom=min(part.bottom for part in usual),
        top=max(part.top for part in usual),
        size=size,
        bold=all(part.bold for part in parts if len(part.text) > 1),
    )


def without_running_lines(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without headers, footers and page numbers."""
    counts: Counter[str] = Counter()
    for lines in pages:
        counts.update({_pattern(line.text) for line in lines if _marginal(line)})
    least = max(3, _REPEATED * len(pages))
    kept = []
    for lines in pages:
        kept.append(
            [line for line in lines if not (_marginal(line) and _runs(line, counts, least))]
        )
    return kept


def _runs(line: Line, counts: Counter[str], least: float) -> bool:
    pattern = _pattern(line.text)
    return counts[pattern] >= least or bool(_LONE_NUMBER.match(pattern))


def _marginal(line: Line) -> bool:
    return line.bottom < _MARGIN * line.height or line.top > (1 - _MARGIN) * line.height


def _pattern(text: str) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s+", " ", text)).strip().casefold()
