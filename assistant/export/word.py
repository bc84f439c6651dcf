"""A report as a Word document (DOCX), made with python-docx.

Marks in the text lead to bookmarks at the numbered notes; notes link to the official texts.
"""

from __future__ import annotations

from io import BytesIO

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from assistant.export import word_styles
from assistant.export.escaping import site_of, web_address
from assistant.export.report import (
    Block,
    Box,
    Bullets,
    Heading,
    Line,
    Note,
    Paragraph,
    Quote,
    Report,
    Table,
)
from assistant.export.word_styles import clean

_LINK = RGBColor(0x0B, 0x4F, 0x8A)


def report_as_docx(report: Report) -> bytes:
    """The file's content."""
    document = docx.Document()
    word_styles.prepare(document, report)
    document.add_paragraph(clean(report.title), style="Title")
    if report.subtitle:
        document.add_paragraph(clean(report.subtitle), style="Subtitle")
    for block in report.blocks:
        _add(document, block, compact=report.compact)
    if report.notes:
        document.add_heading(clean(report.notes_heading), 1)
        for note in report.notes:
            _add_note(document, note, compact=report.compact)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _add(document: Document, block: Block, *, compact: bool) -> None:
    match block:
        case Heading(text=text, level=level):
            document.add_heading(clean(text), level)
        case Paragraph(line=line, small=small):
            _write(document.add_paragraph(style="Small" if small else None), line)
        case Bullets(lines=lines):
            for line in lines:
                _write(document.add_paragraph(style="List Bullet"), line)
        case Quote(line=line):
            _write(document.add_paragraph(style="Exact words"), line, quoted=True)
        case Box(label=label, lines=lines):
            document.add_paragraph(clean(label), style="Own proposal head")
            for line in lines:
                _write(document.add_paragraph(style="Own proposal"), line)
        case Table():
            _add_table(document, block, compact=compact)


def _write(paragraph: WordParagraph, line: Line, *, quoted: bool = False) -> None:
    if line.lead:
        paragraph.add_run(clean(line.lead) + " ").bold = True
    text = clean(line.text)
    paragraph.add_run(f"“{text}”" if quoted else text)
    if line.tag:
        tag = paragraph.add_run(f" ({clean(line.tag)})")
        tag.italic, tag.font.size = True, Pt(9)
    for number in line.notes:
        _mark(paragraph, number)


def _mark(paragraph: WordParagraph, number: int) -> None:
    """A raised [n] that leads to the note."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), f"note_{number}")
    run = paragraph.add_run(f"[{number}]")
    run.font.superscript, run.font.color.rgb = True, _LINK
    link.append(run._r)
    paragraph._p.append(link)


def _add_table(document: Document, table: Table, *, compact: bool) -> None:
    made = document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for cell, name in zip(made.rows[0].cells, table.columns, strict=True):
        cell.paragraphs[0].add_run(clean(name)).bold = True
        cell.paragraphs[0].style = "Cell"
        _shade(cell)
    _set(made.rows[0], "tblHeader")
    for row in table.rows:
        for cell, lines in zip(made.add_row().cells, row, strict=True):
            _fill(cell, lines)
    shares = table.widths or (1 / len(table.columns),) * len(table.columns)
    for column, share in zip(made.columns, shares, strict=True):
        column.width = Cm(word_styles.WIDTH_CM * share)
    for row_made in made.rows:
        if len(table.rows) > 1:  # a single row is a whole page of lines: it may run over
            _set(row_made, "cantSplit")
        for cell, share in zip(row_made.cells, shares, strict=True):
            cell.width = Cm(word_styles.WIDTH_CM * share)
    if not compact:
        document.add_paragraph(style="Small")


def _fill(cell: _Cell, lines: tuple[Line, ...]) -> None:
    for place, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.style = "Cell"
        _write(paragraph, line)


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "E8E8E8")):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _set(row: _Row, name: str) -> None:
    """A property of a row: “tblHeader” repeats it on each page, “cantSplit” keeps it whole."""
    element = OxmlElement(f"w:{name}")
    element.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(element)


def _add_note(document: Document, note: Note, *, compact: bool) -> None:
    """The note; on a page that has to be one, its link is called after its site."""
    paragraph = document.add_paragraph(style="Note")
    _bookmark(paragraph, note.number)
    paragraph.add_run(clean(note.title)).bold = True
    told = f" {clean(note.text)}" if note.text else ""
    paragraph.add_run(f" ({clean(note.facts)}).{told}")
    for address in dict.fromkeys((web_address(note.url), web_address(note.source))):
        if address:
            paragraph.add_run(" ")
            _link(paragraph, address, site_of(address) if compact else address)


def _bookmark(paragraph: WordParagraph, number: int) -> None:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), f"note_{number}")
    paragraph._p.append(start)
    paragraph.add_run(f"{number}.\t")
    paragraph._p.append(end)


def _link(paragraph: WordParagraph, address: str, called: str) -> None:
    target = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), target)
    run: Run = paragraph.add_run(called)
    run.font.color.rgb, run.font.underline = _LINK, True
    link.append(run._r)
    paragraph._p.append(link)
