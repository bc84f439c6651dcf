"""The forms in which a report is handed over, each with its media type."""

from __future__ import annotations

from assistant.export.html import report_as_html
from assistant.export.markdown import report_as_markdown
from assistant.export.report import Report
from assistant.export.word import report_as_docx

FORMS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
}


def report_as(form: str, report: Report) -> bytes:
    """The report in one of FORMS, text in UTF-8; KeyError for any other."""
    if form == "docx":
        return report_as_docx(report)
    write = {"md": report_as_markdown, "html": report_as_html}[form]
    return write(report).encode()
