"""A report as Markdown."""

from __future__ import annotations

from dataclasses import replace

from assistant.export.escaping import in_markdown, web_address
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


def report_as_markdown(report: Report) -> str:
    """The whole report; notes are a numbered list at the end, marks are [1] in the text."""
    parts = [f"# {in_markdown(report.title)}"]
    if report.subtitle:
        parts.append(f"*{in_markdown(report.subtitle)}*")
    parts.append(f"*{in_markdown(report.header)}*")
    parts += [_block(block) for block in report.blocks]
    if report.notes:
        parts.append(f"## {in_markdown(report.notes_heading)}")
        parts.append("\n".join(_note(note) for note in report.notes))
    parts.append(f"*{in_markdown(report.footer)}*")
    return "\n\n".join(parts) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(text=text, level=level):
            return f"{'#' * (level + 1)} {in_markdown(text)}"
        case Paragraph(line=line, small=small):
            return f"*{_line(line)}*" if small and not line.lead else _line(line)
        case Bullets(lines=lines):
            return "\n".join(f"- {_line(line)}" for line in lines)
        case Quote(line=line):
            return f"> {_line(replace(line, text=f'“{line.text}”'))}"
        case Box(label=label, lines=lines):
            rows = [f"> **[{in_markdown(label)}]**", *(f"> {_line(line)}" for line in lines)]
            return "\n>\n".join(rows)
        case Table():
            return _table(block)


def _table(table: Table) -> str:
    head = "| " + " | ".join(in_markdown(name) for name in table.columns) + " |"
    rule = "|" + " --- |" * len(table.columns)
    rows = [
        "| " + " | ".join("<br>".join(_line(line) for line in cell) for cell in row) + " |"
        for row in table.rows
    ]
    return "\n".join([head, rule, *rows])


def _line(line: Line) -> str:
    lead = f"**{in_markdown(line.lead)}** " if line.lead else ""
    marks = "".join(f"[{number}]" for number in line.notes)
    tag = f"*({in_markdown(line.tag)})*" if line.tag else ""
    parts = (in_markdown(line.text), tag, marks)
    return lead + " ".join(part for part in parts if part)


def _note(note: Note) -> str:
    told = f" {in_markdown(note.text)}" if note.text else ""
    row = f"{note.number}. **{in_markdown(note.title)}** ({in_markdown(note.facts)}).{told}"
    for address in dict.fromkeys((web_address(note.url), web_address(note.source))):
        row += f" <{address}>" if address else ""
    return row
