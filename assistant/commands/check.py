"""`check`: a claim, a draft in a file, or a file of claims, judged against the sources."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from assistant.commands.shared import NO, JsonFlag, Scope, bar, print_json, run_batch, write_file
from assistant.contract import findings_to_json
from assistant.domain import Citation, Relation
from assistant.errors import DraftError, UsageError
from assistant.export import FORMS, SIGNS, report_as
from assistant.findings import Finding, FindingReady, Findings, FindingsReady, Reason, Verdict
from assistant.reading import read
from assistant.wiring import Assistant, build_assistant

_COLOURS = {
    Verdict.SUPPORTED: "green",
    Verdict.REFUTED: "red",
    Verdict.CONFLICTING: "magenta",
    Verdict.NOT_ENOUGH_EVIDENCE: "yellow",
}
_FORMS = tuple(f".{form}" for form in FORMS)


def check(
    claim: Annotated[str | None, typer.Argument(help="A claim, or a short text.")] = None,
    file: Annotated[Path | None, typer.Option(help="A draft: .txt, .md, .docx or .pdf.")] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="A report: .docx, .md or .html.")
    ] = None,
    scope: Scope = "all",
    as_json: JsonFlag = False,
    batch: Annotated[Path | None, typer.Option(help="JSON Lines of {id, claim}.")] = None,
) -> None:
    """Judge each claim of a text: what the sources say for and against it."""
    if sum(given is not None for given in (claim, file, batch)) != 1:
        raise UsageError(
            'Give one claim, --file DRAFT or --batch FILE.jsonl. Example: check "China signed …"'
        )
    if output is not None and output.suffix.casefold() not in _FORMS:
        raise UsageError(f"{output}: a report is written as {', '.join(_FORMS)}; name it so.")
    if batch is not None and output is not None:
        raise UsageError("-o writes one report; leave it out with --batch.")
    assistant = build_assistant()
    if batch is not None:
        sys.exit(run_batch(batch, lambda row: _row(assistant, row, scope)))
    draft = claim if claim is not None else _draft(file) if file is not None else ""
    checked = _checked(assistant, draft or "", scope, aloud=not as_json)
    if as_json:
        print_json(findings_to_json(checked))
    if output is not None:
        write_report(assistant, checked, output)
    sys.exit(0 if checked.all_supported else NO)


def _draft(path: Path) -> str:
    """The text of a file; FileError names what is wrong with it."""
    return read(path).text


def _checked(assistant: Assistant, draft: str, scope: str, *, aloud: bool) -> Findings:
    """The whole check; if `aloud`, findings are printed as they come."""
    console = Console()
    shown: dict[int, Citation] = {}
    with bar() as report:
        for event in assistant.check(draft, scope=scope):
            if isinstance(event, FindingReady):
                shown |= {citation.number: citation for citation in event.citations}
                report(event.done, event.total, "Checking")
                if aloud:
                    print_finding(console, event.finding, shown)
            if isinstance(event, FindingsReady):
                checked = event.findings
    if aloud:
        _print_rest(console, checked)
    return checked


def print_finding(console: Console, finding: Finding, citations: dict[int, Citation]) -> None:
    """One finding for a person at a terminal."""

    def say(text: str, style: str | None = None) -> None:
        console.print(text, style=style, markup=False, highlight=False)

    reason = "" if finding.reason is Reason.NONE else f", {_words(finding.reason)}"
    head = f"{SIGNS[finding.verdict]} {_words(finding.verdict)}{reason}"
    say(f"\n{head}: {finding.claim}", f"bold {_COLOURS[finding.verdict]}")
    say(f"  {finding.explanation}")
    for part in finding.parts:
        marks = "".join(
            f"[{e.citation}]" for e in part.evidence if e.relation is not Relation.MENTIONS
        )
        head = f"{SIGNS[part.verdict]} {_words(part.verdict)}"
        say(f"  {head}: {part.claim} {part.explanation} {marks}")
    if finding.correction:
        say(f"  Suggested: {finding.correction}")
    for evidence in finding.evidence:
        say(
            f"  [{evidence.citation}] {evidence.relation}: {_source(citations[evidence.citation])}",
            "dim",
        )


def _source(citation: Citation) -> str:
    speaker = citation.speaker if citation.exact else None
    parts = (citation.date, citation.locator, speaker, citation.standing)
    place = ", ".join(part for part in parts if part)
    return f"{citation.text} ({citation.title}; {place}; {citation.status})"


def _words(name: Verdict | Reason) -> str:
    return str(name).replace("_", " ")


def _print_rest(console: Console, checked: Findings) -> None:
    def say(text: str, style: str | None = None) -> None:
        console.print(text, style=style, markup=False, highlight=False)

    if checked.unchecked:
        say("\nNot checked", "bold")
    for unchecked in checked.unchecked:
        say(f"  – {unchecked.text[:100]} ({unchecked.why})", "dim")
    for warning in checked.warnings:
        say(f"! {warning}", "yellow")
    coverage = checked.coverage
    reach = f", to {coverage.latest}" if coverage.latest else ""
    say(
        f"\n{len(checked.findings)} claims; {coverage.documents} documents{reach}; "
        f"{checked.seconds:.2f} s",
        "dim",
    )


def _row(assistant: Assistant, row: dict[str, Any], scope: str) -> dict[str, Any]:
    claim = row.get("claim")
    if not isinstance(claim, str):
        raise DraftError('This line has no text in the field "claim".')
    events = assistant.check(claim, single=True, scope=scope)
    return findings_to_json(next(e.findings for e in events if isinstance(e, FindingsReady)))


def write_report(assistant: Assistant, checked: Findings, path: Path) -> None:
    """The check as a document in the form that the file's name tells."""
    report = assistant.report_of_findings(checked)
    write_file(path, report_as(path.suffix.casefold().lstrip("."), report))
