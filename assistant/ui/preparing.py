"""The Prepare tab: the request, the note with its editable lines, downloads."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment
from pydantic import BaseModel, Field

from assistant.errors import UsageError
from assistant.export import report_as_docx, report_as_html, report_as_markdown
from assistant.talking_points import Edit, Key, TalkingPoints
from assistant.ui.backend import Assistant

_EXAMPLES = (
    ("nuclear-command", "US", "CN", "nuclear weapons and AI"),
    ("governance-institutions", "FR", "CN", "governance institutions"),
    (
        "incident hotlines between militaries",
        "US",
        "CN",
        "incident hotlines between militaries",
    ),
)
_KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
}


class Changed(BaseModel):
    """One line that a person changed."""

    section: Key
    place: int = Field(ge=0)
    text: str = Field(max_length=2000)


class Meeting(BaseModel):
    """The body of POST /page/prepare and of the downloads."""

    topic: str = Field(default="", max_length=2000)
    ours: str = "US"
    theirs: str = "CN"
    length: str = "full"
    language: str = "en"
    edits: list[Changed] = Field(default_factory=list, max_length=400)
    form: str = "docx"


class Line(BaseModel):
    """The body of POST /page/prepare/line: a line as it is now, and what it cites."""

    text: str = Field(max_length=2000)
    before: str = Field(max_length=2000)
    passages: list[str] = Field(max_length=20)
    language: str = "en"


def prepare_tab(env: Environment, assistant: Assistant) -> str:
    """The request in one line, examples, and the places for note and evidence."""
    who = assistant.party_name
    return env.get_template("prepare.html").render(
        topics=assistant.topic_choices,
        parties=assistant.party_choices,
        examples=[
            (
                topic,
                ours,
                theirs,
                f"{name}: {who(ours)} with {who(theirs)}",
            )
            for topic, ours, theirs, name in _EXAMPLES
        ],
    )


def add_preparing(router: APIRouter, env: Environment, assistant: Assistant) -> None:
    """The routes of the tab."""

    @router.post("/prepare")
    def prepare(meeting: Meeting) -> HTMLResponse:
        note = _note(assistant, meeting)
        by_number = {citation.number: citation for citation in note.citations}
        html = env.get_template("note.html").render(note=note, cited=by_number)
        return HTMLResponse(html)

    @router.post("/prepare/line")
    def line(line: Line) -> dict[str, str | None]:
        return {
            "problem": assistant.line_problem(
                line.text, line.passages, line.language, before=line.before
            )
        }

    @router.post("/prepare/file")
    def file(meeting: Meeting) -> Response:
        if meeting.form not in _KINDS:
            raise UsageError(f"unknown form {meeting.form!r}; choose among: {', '.join(_KINDS)}")
        note = _note(assistant, meeting)
        return Response(
            _written(assistant, note, meeting.form),
            media_type=_KINDS[meeting.form],
            headers={"content-disposition": _attachment(note.title, meeting.form)},
        )


def _note(assistant: Assistant, meeting: Meeting) -> TalkingPoints:
    edits: Sequence[Edit] = [Edit(e.section, e.place, e.text) for e in meeting.edits]
    return assistant.prepare(
        meeting.topic,
        meeting.ours,
        meeting.theirs,
        length=meeting.length,
        language=meeting.language,
        edits=edits,
    )


def _written(assistant: Assistant, note: TalkingPoints, form: str) -> bytes:
    report = assistant.report_of(note)
    if form == "docx":
        return report_as_docx(report)
    text = report_as_html(report) if form == "html" else report_as_markdown(report)
    return text.encode()


def _attachment(title: str, form: str) -> str:
    words = "".join(letter if letter.isalnum() else " " for letter in title).split()
    name = "-".join(words)[:80].strip("-") or "talking-points"
    return f"attachment; filename=\"talking-points.{form}\"; filename*=UTF-8''{quote(name)}.{form}"
