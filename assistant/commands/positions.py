"""`positions`: topics by parties, each cell with the statements it rests on."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table as Shown

from assistant.commands.shared import JsonFlag, Many, print_json
from assistant.errors import UsageError
from assistant.export import report_as_markdown
from assistant.positions import Table
from assistant.positions.telling import SIGNS, party_name, table_to_csv, table_to_json
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
    form: Annotated[str, typer.Option("--format", help="table, md, csv or json.")] = "table",
    as_json: JsonFlag = False,
) -> None:
    """Who stands where: a stance for each topic and party, or “no statement found”."""
    chosen = "json" if as_json else form
    if chosen not in FORMATS:
        raise UsageError(f"unknown format {form!r}; choose among: {', '.join(FORMATS)}")
    assistant = build_assistant()
    table = assistant.positions(
        topics=topic or (), parties=party or (), rungs=ladder or (), since=since, until=until
    )
    if chosen == "json":
        print_json(table_to_json(table, assistant.standings()))
    elif chosen == "csv":
        print(table_to_csv(table, assistant.standings()), end="")
    elif chosen == "md":
        print(report_as_markdown(assistant.report_of_positions(table)), end="")
    else:
        _show(assistant, table)


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
    for warning in table.warnings:
        console.print(f"! {warning}", style="yellow", markup=False, highlight=False)
    meanings = "  ".join(f"{sign} {stance}" for stance, sign in SIGNS.items())
    console.print(f"{meanings}; a second sign: another stance beside it; number: statements")
