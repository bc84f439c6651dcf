"""`positions`: topics by parties, each cell with its statements; or texts side by side."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Column
from rich.table import Table as Shown

from assistant.commands.shared import JsonFlag, Many, Scope, escaped, print_json
from assistant.dates import spoken
from assistant.errors import UsageError
from assistant.export import report_as_markdown
from assistant.positions import COMPANIES, SCIENTISTS, Table
from assistant.positions.synopsis import (
    CAUTION,
    Synopsis,
    parts_of,
    synopsis_to_csv,
    synopsis_to_json,
    told,
)
from assistant.positions.synopsis import SIGNS as SIGNS_OF_TEXTS
from assistant.positions.telling import (
    NO_STANCES,
    NO_WORDS,
    SIGNS,
    change_told,
    changes_of,
    party_name,
    table_to_csv,
    table_to_json,
)
from assistant.wiring import Assistant, build_assistant

_WIDE = 12  # characters that a column needs for a party's name
_SHORT = {COMPANIES: "firms", SCIENTISTS: "experts"}
FORMATS = ("table", "md", "csv", "json")


def positions(
    topic: Many = None,
    party: Many = None,
    ladder: Annotated[
        list[str] | None, typer.Option(help="Only these rungs: “joint text”, vote …")
    ] = None,
    since: Annotated[str | None, typer.Option(help="From this date: 2024, 2024-05.")] = None,
    until: Annotated[str | None, typer.Option(help="Up to this date.")] = None,
    event: Annotated[
        str | None, typer.Option(help="The texts of one event side by side: lima-2024.")
    ] = None,
    versions: Annotated[
        str | None, typer.Option(help="The versions of this text side by side.")
    ] = None,
    text: Annotated[
        list[str] | None, typer.Option(help="With --event or --versions: only these texts.")
    ] = None,
    scope: Scope = "all",
    form: Annotated[str, typer.Option("--format", help="table, md, csv or json.")] = "table",
    as_json: JsonFlag = False,
) -> None:
    """Who stands where: a stance for each topic and party, or “no statement found”.

    With --event or --versions: texts side by side, statement against statement.
    """
    chosen = "json" if as_json else form
    if chosen not in FORMATS:
        raise UsageError(f"unknown format {form!r}; choose among: {', '.join(FORMATS)}")
    narrowed = any((topic, party, ladder, since, until))
    if event or versions or text:
        _texts(event, versions, text or [], chosen, narrowed=narrowed)
        return
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
    """Signs on a terminal, what they mean below; on a narrow one parties by their ids alone."""
    console = Console()
    names = [party_name(assistant.vocabulary, party) for party in table.parties]
    narrow = console.width < _WIDE * (len(names) + 1)
    if narrow:
        names = [_SHORT.get(party, party) for party in table.parties]
    shown = Shown(Column("topic", min_width=16), *names, padding=(0, 0 if narrow else 1))
    for row in table.rows:
        cells = []
        for cell in row.cells:
            also = "".join(SIGNS[str(entry.stance)] for entry in cell.also)
            count = f" {len(cell.entries)}" if cell.entries and not narrow else ""
            cells.append(f"{SIGNS[cell.stance]}{also}{count}")
        shown.add_row(assistant.topic_name(row.topic), *cells)
    console.print(shown)
    for warning in table.warnings:
        console.print(f"! {warning}", style="yellow", markup=False, highlight=False)
    meanings = "  ".join(f"{sign} {stance}" for stance, sign in SIGNS.items())
    counted = "" if narrow else "; number: statements"
    console.print(f"{meanings}; a second sign: another stance beside it{counted}")
    if changes := changes_of(table):
        console.print("\nWhat changed")
        for when, change in changes:
            console.print(f"  {spoken(when)}: {escaped(change_told(change))}")


def _texts(
    event: str | None, versions: str | None, text: list[str], chosen: str, *, narrowed: bool
) -> None:
    """Texts side by side; UsageError where flags do not go together."""
    if not event and not versions:
        raise UsageError("--text needs --event or --versions, whose texts it chooses among.")
    if event and versions:
        raise UsageError("--event and --versions exclude each other; drop one.")
    if narrowed:
        raise UsageError(
            "Texts side by side are compared whole: --topic, --party, --ladder, --since and "
            "--until do not go with --event or --versions; drop them."
        )
    assistant = build_assistant()
    made = assistant.side_by_side(event=event, versions=versions, only=text)
    if chosen == "json":
        print_json(synopsis_to_json(made, assistant.standings()))
    elif chosen == "csv":
        print(synopsis_to_csv(made), end="")
    elif chosen == "md":
        print(report_as_markdown(assistant.report_of_positions(made)), end="")
    else:
        _show_texts(made)


def _show_texts(made: Synopsis) -> None:
    """A table for each pair of texts, what both speak of first."""
    console = Console()
    for comparison in made.comparisons:
        sides = (comparison.first, comparison.second)
        shown = Shown("", *(f"{d.title}, {spoken(d.date)}" for d in sides), show_lines=True)
        for _, pairs in parts_of(comparison):
            for pair in pairs:
                cells = [p.text if p else "–" for p in (pair.first, pair.second)]
                sign = SIGNS_OF_TEXTS[pair.difference]
                shown.add_row(f"{sign} {told(pair)}", *map(escaped, cells))
        console.print(shown)
    console.print(CAUTION)
