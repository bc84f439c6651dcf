"""The Prepare tab: the request, the note with its editable lines, downloads."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment
from pydantic import BaseModel, Field

from assistant.errors import UsageError
from assistant.export import FORMS, report_as
from assistant.talking_points import Edit, Key, TalkingPoints
from assistant.ui.backend import Assistant, has_own
from assistant.ui.requests import attachment

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
    scope: str = "all"
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
        own=has_own(assistant),
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
        form = meeting.form
        if form not in FORMS:
            raise UsageError(f"unknown form {form!r}; choose among: {', '.join(FORMS)}")
        note = _note(assistant, meeting)
        plain = "talking-points"
        named = attachment(note.title, form, plain=plain, untitled=plain, longest=80)
        return Response(
            report_as(form, assistant.report_of(note)),
            media_type=FORMS[form],
            headers={"content-disposition": named},
        )


def _note(assistant: Assistant, meeting: Meeting) -> TalkingPoints:
    edits: Sequence[Edit] = [Edit(e.section, e.place, e.text) for e in meeting.edits]
    return assistant.prepare(
        meeting.topic,
        meeting.ours,
        meeting.theirs,
        length=meeting.length,
        language=meeting.language,
        scope=meeting.scope,
        edits=edits,
    )
