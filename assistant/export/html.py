"""A report as one HTML file that needs nothing else and prints as a person would set it."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from assistant.export.escaping import web_address
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

_STYLE = """
body { font: 11pt/1.45 Arial, "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif;
  max-width: 46em; margin: 2em auto; padding: 0 1em; color: #1a1a1a; background: #fff; }
h1 { font-size: 17pt; line-height: 1.25; margin: 0 0 .2em; }
h2 { font-size: 13pt; margin: 1.4em 0 .4em; border-bottom: 1px solid #999; break-after: avoid; }
h3 { font-size: 11pt; margin: 1em 0 .3em; break-after: avoid; }
p, ul, ol { margin: .4em 0; } li { margin: .25em 0; } ul { padding-left: 1.3em; }
.state, .small, .tag, footer { color: #555; font-size: 9pt; }
.tag { font-style: italic; }
.own { border: 1.5px dashed #666; padding: .4em .8em; margin: .6em 0; break-inside: avoid; }
.own b.label { text-transform: uppercase; font-size: 9pt; letter-spacing: .04em; }
blockquote { font-family: Georgia, "Noto Serif CJK SC", serif; border-left: 3px solid #777;
  margin: .5em 0; padding: .1em .8em; }
table { border-collapse: collapse; width: 100%; margin: .6em 0; font-size: 10pt; }
th, td { border: 1px solid #999; padding: .3em .5em; text-align: left; vertical-align: top; }
th { background: #eee; } tr { break-inside: avoid; }
sup a { text-decoration: none; } a { color: #0b4f8a; overflow-wrap: anywhere; }
ol.notes { font-size: 9pt; padding-left: 2em; }
body.compact { font-size: 9pt; line-height: 1.3; }
body.compact h2 { font-size: 10.5pt; margin: .6em 0 .2em; } body.compact table { font-size: 8.5pt; }
@page { size: A4; margin: 2cm; }
@media print { body { margin: 0; max-width: none; padding: 0; } a { color: inherit; } }
"""


def report_as_html(report: Report) -> str:
    """The whole report; marks lead to the notes, notes to the official texts."""
    compact = ' class="compact"' if report.compact else ""
    subtitle = f'<p class="state">{escape(report.subtitle)}</p>' if report.subtitle else ""
    body = "\n".join(_block(block) for block in report.blocks)
    notes = "\n".join(_note(note) for note in report.notes)
    sources = (
        f'<h2>{escape(report.notes_heading)}</h2>\n<ol class="notes">\n{notes}\n</ol>'
        if report.notes
        else ""
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(report.language)}">\n<head>\n'
        f'<meta charset="utf-8">\n<title>{escape(report.title)}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body{compact}>\n<header>\n<h1>{escape(report.title)}</h1>\n"
        f'{subtitle}<p class="state">{escape(report.header)}</p>\n</header>\n<main>\n{body}\n'
        f"{sources}\n</main>\n<footer><p>{escape(report.footer)}</p></footer>\n</body>\n</html>\n"
    )


def _block(block: Block) -> str:
    match block:
        case Heading(text=text, level=level):
            return f"<h{level + 1}>{escape(text)}</h{level + 1}>"
        case Paragraph(line=line, small=small):
            return f'<p class="small">{_line(line)}</p>' if small else f"<p>{_line(line)}</p>"
        case Bullets(lines=lines):
            return "<ul>" + "".join(f"<li>{_line(line)}</li>" for line in lines) + "</ul>"
        case Quote(line=line):
            quoted = replace(line, text=f"“{line.text}”")
            return f"<blockquote><p>{_line(quoted)}</p></blockquote>"
        case Box(label=label, lines=lines):
            rows = "".join(f"<p>{_line(line)}</p>" for line in lines)
            return f'<div class="own"><b class="label">{escape(label)}</b>{rows}</div>'
        case Table():
            return _table(block)


def _table(table: Table) -> str:
    widths = table.widths or (1 / len(table.columns),) * len(table.columns)
    heads = "".join(
        f'<th scope="col" style="width:{share:.0%}">{escape(name)}</th>'
        for name, share in zip(table.columns, widths, strict=True)
    )
    rows = "".join(
        "<tr>" + "".join(f"<td>{'<br>'.join(map(_line, cell))}</td>" for cell in row) + "</tr>"
        for row in table.rows
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _line(line: Line) -> str:
    lead = f"<b>{escape(line.lead)}</b> " if line.lead else ""
    tag = f' <span class="tag">({escape(line.tag)})</span>' if line.tag else ""
    marks = "".join(f'<a href="#note-{n}">[{n}]</a>' for n in line.notes)
    return f"{lead}{escape(line.text)}{tag}" + (f" <sup>{marks}</sup>" if marks else "")


def _note(note: Note) -> str:
    links = " ".join(
        f'<a href="{escape(address)}">{escape(address)}</a>'
        for address in dict.fromkeys((web_address(note.url), web_address(note.source)))
        if address
    )
    told = f" {escape(note.text)}" if note.text else ""
    return (
        f'<li id="note-{note.number}" value="{note.number}"><b>{escape(note.title)}</b> '
        f"({escape(note.facts)}).{told} {links}</li>"
    )
