"""What a person hands over: answers and conversations as text, and reports as DOCX, Markdown, HTML.

A `Report` is neutral: blocks of lines with note marks, and numbered notes with addresses. Talking
points, findings and tables of positions are turned into one, and every form shows the same notes.
"""

from assistant.export.answers import (
    PREMISE,
    answer_as_html,
    answer_as_markdown,
    answer_as_text,
    conversation_as_markdown,
    groups,
)
from assistant.export.findings import SIGNS, findings_report
from assistant.export.forms import FORMS, report_as
from assistant.export.html import report_as_html
from assistant.export.markdown import report_as_markdown
from assistant.export.notes import notes_of
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
from assistant.export.word import report_as_docx

__all__ = [
    "FORMS",
    "PREMISE",
    "SIGNS",
    "Block",
    "Box",
    "Bullets",
    "Heading",
    "Line",
    "Note",
    "Paragraph",
    "Quote",
    "Report",
    "Table",
    "answer_as_html",
    "answer_as_markdown",
    "answer_as_text",
    "conversation_as_markdown",
    "findings_report",
    "groups",
    "notes_of",
    "report_as",
    "report_as_docx",
    "report_as_html",
    "report_as_markdown",
]
