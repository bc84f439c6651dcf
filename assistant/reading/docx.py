"""DOCX: headings, paragraphs with their numbers, tables, footnotes; no macros, nothing fetched."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import docx
from docx.document import Document as Docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

from assistant.errors import FileUnreadable
from assistant.reading.archives import BROKEN, opened
from assistant.reading.building import Block, Draft, Piece, plain_block
from assistant.reading.dating import first_date
from assistant.reading.speech import with_turns

_HEADING = re.compile(r"^(?:heading|标题|überschrift|titre)\s*(\d)$", re.IGNORECASE)
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
_HEAD = 12
# what python-docx raises for a package that is not as it should be
_UNREADABLE = (PackageNotFoundError, KeyError, ValueError, AttributeError, etree.LxmlError)


def read_docx(data: bytes) -> Draft:
    """Blocks in the order of the page; deleted text of tracked changes is left out.

    Raises FileLocked, FileTooLarge, FileUnreadable.
    """
    opened(data).close()
    try:
        package = docx.Document(io.BytesIO(data))
    except (*_UNREADABLE, *BROKEN) as error:
        raise FileUnreadable(f"it is no Word document that can be read ({error})") from error
    notes = _Notes(package)
    numbers = _Numbers(package)
    blocks = list(_blocks(package, notes, numbers))
    facts = package.core_properties
    title = next((b.text for b in blocks[:_HEAD] if b.level), None)
    draft = Draft(
        title=_named_title(package) or title or facts.title or None,
        author=facts.author or None,
        date=_date(blocks) or _made(facts.modified or facts.created),
    )
    draft.blocks = with_turns(blocks)
    return draft


def _blocks(package: Docx, notes: _Notes, numbers: _Numbers) -> Iterator[Block]:
    for item in package.iter_inner_content():
        if isinstance(item, Table):
            yield from _rows(item, notes)
        else:
            yield from _paragraph(item, notes, numbers)
    yield from notes.left()


def _paragraph(paragraph: Paragraph, notes: _Notes, numbers: _Numbers) -> Iterator[Block]:
    text, cited = _words(paragraph._p)
    if not text.strip():
        return
    level = _level(paragraph)
    number = numbers.of(paragraph)
    pieces = [Piece(f"{number} {text}" if number else text)]
    yield Block(pieces, level)
    yield from notes.cited(cited)


def _rows(table: Table, notes: _Notes) -> Iterator[Block]:
    """A block for each row, its cells apart by “ | ”; a cell that spans columns comes once."""
    for row in table._tbl.tr_lst:
        cells = []
        cited: list[str] = []
        for cell in row.tc_lst:
            texts = []
            for paragraph in cell.iter(qn("w:p")):
                text, found = _words(paragraph)
                cited += found
                if text.strip():
                    texts.append(text.strip())
            if texts:
                cells.append(" ".join(texts))
        if cells:
            yield plain_block(" | ".join(cells))
            yield from notes.cited(cited)


def _words(paragraph: etree._Element) -> tuple[str, list[str]]:
    """The text of a paragraph, inserted text of tracked changes included; ids of its footnotes."""
    text, cited = "", []
    skipped = (qn("w:del"), qn("w:moveFrom"), qn("w:instrText"))
    stack = [iter(paragraph)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
            continue
        tag = child.tag
        if tag in skipped or tag == qn("w:pPr") or tag == qn("w:rPr"):
            continue
        if tag == qn("w:t"):
            text += child.text or ""
        elif tag == qn("w:tab"):
            text += " "
        elif tag in (qn("w:br"), qn("w:cr")):
            text += "\n"
        elif tag == qn("w:noBreakHyphen"):
            text += "-"
        elif tag == qn("w:footnoteReference"):
            cited.append(child.get(qn("w:id")) or "")
        elif isinstance(tag, str) and not tag.endswith("}Fallback"):
            stack.append(iter(child))
    return text, cited


def _level(paragraph: Paragraph) -> int:
    style = paragraph.style
    for _ in range(10):
        if style is None:
            break
        name = (style.name or "").strip()
        if match := _HEADING.match(name):
            return int(match[1])
        if name.casefold() == "title":
            return 1
        style = style.base_style
    outline = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
    value = outline.get(qn("w:val")) if outline is not None else None
    return int(value) + 1 if value and value.isdigit() and int(value) < 9 else 0


def _named_title(package: Docx) -> str | None:
    for paragraph in package.paragraphs[:_HEAD]:
        style = paragraph.style
        if (
            style is not None
            and (style.name or "").casefold() == "title"
            and paragraph.text.strip()
        ):
            return paragraph.text
    return None


def _date(blocks: list[Block]) -> str | None:
    for block in blocks[:_HEAD]:
        if len(block.text) < 200 and (date := first_date(block.text)):
            return date
    return None


def _made(moment: datetime | None) -> str | None:
    """The day in the file's own facts; python-docx' template says 2013, which is nobody's date."""
    return moment.date().isoformat() if moment and moment.year > 2013 else None


class _Notes:
    """Footnotes, given out after the paragraph that cites them."""

    def __init__(self, package: Docx) -> None:
        self._texts: dict[str, str] = {}
        try:
            part = package.part.part_related_by(RELATIONSHIP_TYPE.FOOTNOTES)
            root = etree.fromstring(part.blob, _PARSER)
        except (KeyError, etree.LxmlError):
            return
        for note in root.iter(qn("w:footnote")):
            if note.get(qn("w:type")) in (None, "normal"):
                texts = [_words(paragraph)[0].strip() for paragraph in note.iter(qn("w:p"))]
                self._texts[note.get(qn("w:id")) or ""] = " ".join(t for t in texts if t)

    def cited(self, ids: list[str]) -> Iterator[Block]:
        """The notes of these ids, as blocks."""
        for name in ids:
            if text := self._texts.pop(name, ""):
                yield Block([Piece(text)], note=True)

    def left(self) -> Iterator[Block]:
        """Those that nothing cited."""
        yield from self.cited(list(self._texts))


class _Numbers:
    """The numbers that Word gives to paragraphs, which stand nowhere in their text."""

    def __init__(self, package: Docx) -> None:
        self._levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        self._counts: Counter[tuple[str, int]] = Counter()
        try:
            root = package.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        abstract = {a.get(qn("w:abstractNumId")): a for a in root.findall(qn("w:abstractNum"))}
        for number in root.findall(qn("w:num")):
            link = number.find(qn("w:abstractNumId"))
            form = abstract.get(link.get(qn("w:val"))) if link is not None else None
            for level in form.findall(qn("w:lvl")) if form is not None else ():
                key = (number.get(qn("w:numId")) or "", _int(level.get(qn("w:ilvl"))))
                kind, words, start = (
                    _value(level, name) for name in ("w:numFmt", "w:lvlText", "w:start")
                )
                self._levels[key] = (kind or "bullet", words or "", _int(start) if start else 1)

    def of(self, paragraph: Paragraph) -> str:
        """The number as Word shows it: "12.", "(a)"; empty for bullets and unnumbered ones."""
        found = _numbering(paragraph)
        if not found or found not in self._levels:
            return ""
        name, depth = found
        kind, words, start = self._levels[found]
        self._counts[found] = self._counts[found] + 1 if self._counts[found] else start
        for key in list(self._counts):
            if key[0] == name and key[1] > depth:
                del self._counts[key]
        if kind in ("bullet", "none"):
            return ""

        def shown(match: re.Match[str]) -> str:
            key = (name, int(match[1]) - 1)
            form, _, first = self._levels.get(key, ("decimal", "", 1))
            return _number(self._counts[key] or first, form)

        return re.sub(r"%(\d)", shown, words)


def _numbering(paragraph: Paragraph) -> tuple[str, int] | None:
    places = [paragraph._p.find(qn("w:pPr"))]
    style = paragraph.style
    for _ in range(10):
        if style is None:
            break
        places.append(style.element.find(qn("w:pPr")))
        style = style.base_style
    for place in places:
        numbering = place.find(qn("w:numPr")) if place is not None else None
        if numbering is not None:
            name = _value(numbering, "w:numId")
            return (name, _int(_value(numbering, "w:ilvl"))) if name and name != "0" else None
    return None


def _number(count: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 % 5 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman"):
        roman = _roman(count)
        return roman if form == "lowerRoman" else roman.upper()
    return str(count)


def _roman(count: int) -> str:
    text = ""
    for value, letters in ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"),
                           (5, "v"), (4, "iv"), (1, "i")):  # fmt: skip
        while count >= value and len(text) < 40:
            text, count = text + letters, count - value
    return text


def _value(element: etree._Element, name: str) -> str | None:
    child = element.find(qn(name))
    return child.get(qn("w:val")) if child is not None else None


def _int(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 9 else 0
