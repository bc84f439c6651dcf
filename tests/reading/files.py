"""Files made for tests: a PDF from lines of type, a Word document, archives that are traps."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import docx

Row = tuple[float, float, float, str]  # left, up, size, text


def pdf(pages: Sequence[Sequence[Row]], title: str = "", encrypt: bool = False) -> bytes:
    """A PDF in Helvetica; each page is a list of rows."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    objects.append(font)
    kids = []
    for rows in pages:
        stream = b"BT\n" + b"".join(_row(row) for row in rows) + b"ET\n"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        content = len(objects)
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % content
        )
    refs = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (refs, len(kids))
    objects.append(b"<< /Title (%s) >>" % title.encode("cp1252"))
    info = len(objects)
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    locked = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (%s) /U (%s) /P -4 >> /ID [(a)(a)] " % (
        b"o" * 32,
        b"u" * 32,
    )
    out += b"trailer << /Size %d /Root 1 0 R /Info %d 0 R %s>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        info,
        locked if encrypt else b"",
        start,
    )
    return out


def _row(row: Row) -> bytes:
    left, up, size, text = row
    words = (
        text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    )
    return b"/F1 %g Tf 1 0 0 1 %g %g Tm (%s) Tj\n" % (size, left, up, words)


def lines(texts: Sequence[str], top: float = 700, size: float = 10) -> list[Row]:
    """Lines of one column, one under the other; an empty text leaves a gap."""
    return [(72, top - 14 * n, size, text) for n, text in enumerate(texts) if text]


def word(*paragraphs: str | tuple[str, str], table: Sequence[Sequence[str]] = ()) -> bytes:
    """A Word document; a pair is (style, text)."""
    made = docx.Document()
    for paragraph in paragraphs:
        style, text = paragraph if isinstance(paragraph, tuple) else (None, paragraph)
        made.add_paragraph(text, style=style)
    if table:
        grid = made.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, text in zip(grid.add_row().cells, row, strict=True):
                cell.text = text
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def archive(members: dict[str, bytes]) -> bytes:
    """A ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def epub(chapters: Sequence[str], title: str = "A Book") -> bytes:
    """An EPUB of XHTML chapters."""
    items = "".join(f'<item id="c{n}" href="c{n}.xhtml"/>' for n in range(len(chapters)))
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
        f"<dc:title>{title}</dc:title><dc:date>2024-05-21</dc:date></metadata>"
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    container = '<container><rootfiles><rootfile full-path="in/book.opf"/></rootfiles></container>'
    members = {"META-INF/container.xml": container.encode(), "in/book.opf": package.encode()}
    return archive(members | {f"in/c{n}.xhtml": c.encode() for n, c in enumerate(chapters)})
