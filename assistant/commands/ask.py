"""`ask`: one answer, or a file of them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from assistant.commands.shared import NO, JsonFlag, Many, Scope, print_json, run_batch, told
from assistant.contract import to_json
from assistant.domain import (
    Answer,
    AnswerReady,
    Filters,
    Grade,
    Outcome,
    Progress,
    Sentence,
    SentenceReady,
)
from assistant.errors import UsageError
from assistant.filter_words import filters_from
from assistant.wiring import Assistant, build_assistant


def ask(
    question: Annotated[str | None, typer.Argument(help="The question.")] = None,
    party: Many = None,
    kind: Many = None,
    topic: Many = None,
    status: Many = None,
    source_language: Many = None,
    since: Annotated[str | None, typer.Option(help="From this date: 2024, 2024-05.")] = None,
    until: Annotated[str | None, typer.Option(help="Up to this date.")] = None,
    scope: Scope = "all",
    as_json: JsonFlag = False,
    batch: Annotated[Path | None, typer.Option(help="JSON Lines of {id, question}.")] = None,
) -> None:
    """Answer one question, or a file of them, with cited sources."""
    if (question is None) == (batch is None):
        raise UsageError('Give one question, or --batch FILE.jsonl. Example: ask "Who signed …?"')
    assistant = build_assistant()
    filters = filters_from(
        assistant.vocabulary,
        parties=party or (),
        kinds=kind or (),
        topics=topic or (),
        states=status or (),
        languages=source_language or (),
        since=since,
        until=until,
        scope=scope,
    )
    if batch is not None:
        sys.exit(run_batch(batch, lambda row: _row(assistant, row, filters)))
    answer = _ask_one(assistant, question or "", filters, aloud=not as_json)
    if as_json:
        print_json(to_json(answer))
    sys.exit(NO if answer.outcome is Outcome.NOT_COVERED else 0)


def _ask_one(assistant: Assistant, question: str, filters: Filters, *, aloud: bool) -> Answer:
    """The answer; if `aloud`, sentences are printed as they pass their gates."""
    console = Console()
    answer: Answer | None = None
    weak: dict[int, str] = {}
    for event in assistant.ask(question, filters=filters):
        if isinstance(event, Progress) and aloud and assistant.model:
            told.print(f"{event.message} …", style="dim", markup=False, highlight=False)
        if isinstance(event, SentenceReady) and aloud:
            weak |= {c.number: c.standing for c in event.citations if c.standing != Grade.OFFICIAL}
            _print_sentence(console, event.sentence, weak)
        if isinstance(event, AnswerReady):
            answer = event.answer
    assert answer is not None
    if aloud:
        _print_rest(console, answer)
    return answer


def _print_sentence(console: Console, sentence: Sentence, weak: dict[int, str]) -> None:
    if sentence.lead:
        console.print(f"\n{sentence.lead}", style="bold", markup=False, highlight=False)
    marks = "".join(f"[{n}, {weak[n]}]" if n in weak else f"[{n}]" for n in sentence.citations)
    console.print(f"{sentence.text} {marks}", markup=False, highlight=False)


def _print_rest(console: Console, answer: Answer) -> None:
    def say(text: str, style: str | None = None) -> None:
        console.print(text, style=style, markup=False, highlight=False)

    if answer.note:
        say(answer.note)
    for near in answer.nearest:
        say(f"  nearest: {near.title} ({near.date}) [{near.document_id}]")
    for warning in answer.warnings:
        say(f"! {warning}", "yellow")
    if answer.understood:
        say(f"Understood as: {answer.understood}", "dim")
    if answer.citations:
        say("\nSources", "bold")
    for c in answer.citations:
        place = ", ".join(part for part in (c.date, c.locator, c.speaker, c.standing) if part)
        say(f"  [{c.number}] {c.title} ({place}; {c.status})\n      {c.url}")
    coverage = answer.coverage
    used = answer.usage
    tokens = f" ({used.read:,} tokens read, {used.written:,} written)" if used else ""
    by = f"; written with {answer.model}{tokens}" if answer.model else ""
    say(
        f"\n{coverage.documents} documents, to {coverage.latest}; {answer.seconds:.2f} s{by}", "dim"
    )


def _row(assistant: Assistant, row: dict[str, Any], filters: Filters) -> dict[str, Any]:
    events = assistant.ask(str(row.get("question", "")), filters=filters)
    return to_json(next(e.answer for e in events if isinstance(e, AnswerReady)))
