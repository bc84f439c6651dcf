"""The neutral model of a document to hand over: blocks of lines, and numbered notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.errors import ReportError


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of text with the numbers of the notes that bear it out.

    `lead` opens it in bold ("China", "If raised"); `tag` closes it in small italics
    ("reported", "as amended"). Text is plain: every writer escapes it for its own form.
    """

    text: str
    notes: tuple[int, ...] = ()
    lead: str | None = None
    tag: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (a section) or 2 (a group in it)."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line as running text; `small` for what is said about the document itself."""

    line: Line
    small: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """Lines as a list."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """The exact words of a source, set apart."""

    line: Line


@dataclass(frozen=True, slots=True)
class Box:
    """Words that no source has, in a dashed frame under a label such as "Own proposal"."""

    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; each cell is any number of lines, one under the other.

    `widths` are shares of the page's width, one for each column; empty means equal ones.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[Line, ...], ...], ...]
    widths: tuple[float, ...] = ()


Block = Heading | Paragraph | Bullets | Quote | Box | Table


@dataclass(frozen=True, slots=True)
class Note:
    """A numbered endnote: the title in bold, what it is, what it says, where it is.

    `url` is shown and linked if it leads to the web; `source` is where the fact was read, if
    that is another place than the official text.
    """

    number: int
    title: str
    facts: str
    text: str = ""
    url: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A whole document. `header` and `footer` stand on every page of a paged form.

    `notes_heading` is the heading over the notes; `compact` sets all small, to fit on a page.
    ReportError if a line points to a note that does not exist, or a table's row does not fit
    its columns.
    """

    title: str
    language: str
    header: str
    footer: str
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()
    notes_heading: str = "Sources"
    subtitle: str | None = None
    compact: bool = False

    def __post_init__(self) -> None:
        known = {note.number for note in self.notes}
        for line in self.lines():
            if missing := set(line.notes) - known:
                raise ReportError(
                    f"“{line.text[:60]}” points to note {min(missing)}, and the report has none; "
                    "give each citation of the lines to the report."
                )
        for block in self.blocks:
            if isinstance(block, Table):
                _check(block)

    def lines(self) -> Iterator[Line]:
        """Every line, in order."""
        for block in self.blocks:
            match block:
                case Paragraph(line=line) | Quote(line=line):
                    yield line
                case Bullets(lines=lines) | Box(lines=lines):
                    yield from lines
                case Table(rows=rows):
                    yield from (line for row in rows for cell in row for line in cell)
                case Heading():
                    continue


def _check(table: Table) -> None:
    wrong = [row for row in table.rows if len(row) != len(table.columns)]
    if wrong or (table.widths and len(table.widths) != len(table.columns)):
        raise ReportError(
            f"A table with the columns {', '.join(table.columns)} has rows or widths that do not "
            "fit them; give one cell and one width for each column."
        )
