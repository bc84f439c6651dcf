"""`positions`: topics by parties, each cell with the statements it rests on."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table as Shown

from assistant.commands.shared import JsonFlag, Many, Scope, print_json
from assistant.errors import UsageError
from assistant.export import report_as_markdown
from assistant.positions import Table
from assistant.positions.telling import (
    NO_STANCES,
    NO_WORDS,
    SIGNS,
    party_name,
    table_to_csv,
    table_to_json,
)
from assistant.wiring import Assistant, build_assistant

FORMATS = ("table", "md", "csv", "json")


def positions(
    topic: Many = None,
    party: Many = None,
    ladder: Annotated[
        list[str] | None, typer.Option(help="Only these rungs: “joint text”, vote …")
    ] = None,
    since: Annotated[str | None, typer.Option(help="From this date: 2024, 2024-05.")] = None,
    until: Annotated[str | None, typer.Option(help="Up to this date.")] = None,
    scope: Scope = "all",
    form: Annotated[str, typer.Option("--format", help="table, md, csv or json.")] = "table",
    as_json: JsonFlag = False,
) -> None:
    """Who stands where: a stance for each topic and party, or “no statement found”."""
    chosen = "json" if as_json else form
    if chosen not in FORMATS:
        raise UsageError(f"unknown format {form!r}; choose among: {', '.join(FORMATS)}")
    assistant = build_assistant()
    table = assistant.positions(
        topics=topic or (),
        parties=party or (),
        rungs=ladder or (),
        since=since,
        until=until,
        scope=scope,
    )
    if chosen == "json":
        print_json(table_to_json(table, assistant.standings()))
    elif chosen == "csv":
        print(table_to_csv(table, assistant.standings()), end="")
    elif chosen == "md":
        print(report_as_markdown(assistant.report_of_positions(table)), end="")
    else:
        if table.parties:
            _show(assistant, table)
        _show_own(assistant, table, scope)


def _show_own(assistant: Assistant, table: Table, scope: str) -> None:
    """The user's own documents, topic by topic, word for word."""
    console = Console()

    def say(text: str, style: str | None = None) -> None:
        console.print(text, style=style, markup=False, highlight=False)

    if scope == "mine" and not table.own:
        say("You have no documents of your own here yet; `add` takes them in.")
    if table.own:
        say(f"\n{NO_STANCES}", "dim")
    for row in table.own:
        say(f"\n{assistant.topic_name(row.topic)}", "bold")
        for passage, document in row.words:
            parts = (document.title, document.date, passage.locator, document.handling)
            voice = f"{passage.speaker}: " if passage.speaker else ""
            say(f"  {voice}“{' '.join(passage.text.split())}”")
            say(f"    {', '.join(part for part in parts if part)}", "dim")
        if not row.words:
            say(f"  {NO_WORDS}")


def _show(assistant: Assistant, table: Table) -> None:
    """Signs on a terminal, what they mean below."""
    names = [party_name(assistant.vocabulary, party) for party in table.parties]
    shown = Shown("topic", *names)
    for row in table.rows:
        cells = []
        for cell in row.cells:
            also = "".join(SIGNS[str(entry.stance)] for entry in cell.also)
            count = f" {len(cell.entries)}" if cell.entries else ""
            cells.append(f"{SIGNS[cell.stance]}{also}{count}")
        shown.add_row(assistant.topic_name(row.topic), *cells)
    console = Console()
    console.print(shown)
    meanings = "  ".join(f"{sign} {stance}" for stance, sign in SIGNS.items())
    console.print(f"{meanings}; a second sign: another stance beside it; number: statements")
