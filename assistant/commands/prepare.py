"""`prepare`: talking points for a meeting, one or a file of them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.commands.shared import NO, JsonFlag, Scope, print_json, run_batch, told, write_file
from assistant.domain import Outcome
from assistant.errors import UsageError
from assistant.export import Report, report_as
from assistant.talking_points import to_json
from assistant.wiring import Assistant, build_assistant

FORMATS = ("md", "docx", "html", "json")
LANGUAGES = ("en", "zh")


def prepare(
    topic: Annotated[str | None, typer.Argument(help="A topic, or a few words.")] = None,
    ours: Annotated[str, typer.Option("--for", help="Whom the note is for.")] = "US",
    theirs: Annotated[str, typer.Option("--with", help="The other side.")] = "CN",
    length: Annotated[str, typer.Option(help="page or full.")] = "full",
    language: Annotated[str, typer.Option(help="en or zh.")] = "en",
    scope: Scope = "all",
    form: Annotated[str | None, typer.Option("--format", help="md, docx, html or json.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Write here.")] = None,
    as_json: JsonFlag = False,
    batch: Annotated[Path | None, typer.Option(help="JSON Lines: id, topic, for, with.")] = None,
) -> None:
    """Talking points for a topic and two sides, every line cited or marked as our own."""
    if (topic is None) == (batch is None):
        raise UsageError(
            'Give one topic, or --batch FILE.jsonl. Example: prepare "nuclear-command" '
            "--for US --with CN"
        )
    shape = {"length": length, "language": language, "scope": scope}
    if batch is not None:
        assistant = build_assistant()
        sys.exit(run_batch(batch, lambda row: _row(assistant, row, ours, theirs, shape)))
    chosen = _format(form, output, as_json=as_json)
    assistant = build_assistant()
    note = assistant.prepare(topic or "", ours, theirs, edits=(), **shape)
    if chosen == "json":
        if output:
            _write(output, _json_text(to_json(note)).encode())
        else:
            print_json(to_json(note))
    else:
        _hand_over(assistant.report_of(note), chosen, output)
    sys.exit(NO if note.outcome is Outcome.NOT_COVERED else 0)


def _format(form: str | None, output: Path | None, *, as_json: bool) -> str:
    """The form asked for, or that of the file's name; Markdown where neither tells."""
    if as_json:
        if form not in (None, "json"):
            raise UsageError(f"--json and --format {form} exclude each other; drop one.")
        return "json"
    chosen = form or (output.suffix.lstrip(".").lower() if output else "md")
    if chosen not in FORMATS:
        raise UsageError(f"unknown format {chosen!r}; choose among: {', '.join(FORMATS)}")
    if chosen == "docx" and output is None:
        raise UsageError("A Word document needs a file to go to: -o note.docx")
    return chosen


def _hand_over(report: Report, chosen: str, output: Path | None) -> None:
    data = report_as(chosen, report)
    if output:
        _write(output, data)
    else:
        print(data.decode(), end="")


def _write(path: Path, data: bytes) -> None:
    write_file(path, data)
    told.print(f"Written: {path}", markup=False, highlight=False)


def _json_text(value: dict[str, Any]) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _row(
    assistant: Assistant, row: dict[str, Any], ours: str, theirs: str, shape: dict[str, str]
) -> dict[str, Any]:
    note = assistant.prepare(
        str(row.get("topic", "")),
        str(row.get("for") or ours),
        str(row.get("with") or theirs),
        length=str(row.get("length") or shape["length"]),
        language=str(row.get("language") or shape["language"]),
        scope=str(row.get("scope") or shape["scope"]),
    )
    return to_json(note)
