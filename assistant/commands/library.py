"""`add`, `remove` and `fetch`: the user's own documents, and the originals behind the briefs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.commands.shared import FAILED, JsonFlag, Many, bar, escaped, print_json, told
from assistant.dates import is_date
from assistant.domain import Grade, Kind
from assistant.errors import UsageError
from assistant.filter_words import filters_from
from assistant.library import Added, Facts, Original, files_of, handling_of
from assistant.wiring import Assistant, build_assistant


def add(
    places: Annotated[list[str], typer.Argument(help="Files, folders, patterns, addresses.")],
    title: Annotated[str | None, typer.Option(help="Of a single document.")] = None,
    date: Annotated[str | None, typer.Option(help="2024-05-21, 2024-05 or 2024.")] = None,
    kind: Annotated[str | None, typer.Option(help="transcript, report, statement …")] = None,
    party: Many = None,
    handling: Annotated[
        str, typer.Option(help="public, internal, chatham-house, embargo until DATE.")
    ] = "internal",
    grade: Annotated[
        str, typer.Option(help="official for an official text; else unconfirmed.")
    ] = "unconfirmed",
    language: Annotated[str | None, typer.Option(help="Of the text: en, zh …")] = None,
    as_json: JsonFlag = False,
) -> None:
    """Add documents of your own; from then on every answer can rest on them too."""
    assistant = build_assistant()
    facts = _facts(assistant, title, date, kind, party or (), handling, grade, language)
    addresses = [place for place in places if "://" in place]
    found = files_of([place for place in places if "://" not in place])
    if title and len(found) + len(addresses) > 1:
        raise UsageError("--title names one document; several were given.")
    with bar() as report:
        rows = list(assistant.add(found, facts, report))
        rows += assistant.add_addresses(addresses, facts, report)
    if not as_json:
        _print(rows)  # before indexing, which can take minutes and can be gone on with later
    seconds = 0.0
    if any(row.new for row in rows):
        with bar() as report:
            seconds = assistant.index(progress=report).seconds
    if as_json:
        print_json({"added": [asdict(row) for row in rows], "index_seconds": round(seconds, 2)})
    sys.exit(FAILED if any(row.error for row in rows) else 0)


def _facts(
    assistant: Assistant,
    title: str | None,
    date: str | None,
    kind: str | None,
    parties: Sequence[str],
    handling: str,
    grade: str,
    language: str | None,
) -> Facts:
    """What the user says, checked against the vocabularies; UsageError names what is wrong."""
    if date is not None and not is_date(date):
        raise UsageError(f"{date!r} is no date. Give it as 2024-05-21, 2024-05 or 2024.")
    if grade not in list(Grade):
        raise UsageError(f"{grade!r} is no grade. Valid are: {', '.join(Grade)}.")
    checked = filters_from(
        assistant.vocabulary, parties=parties, kinds=[kind] if kind else (), scope="all"
    )
    return Facts(
        title=title,
        date=date,
        kind=Kind(checked.kinds[0]) if checked.kinds else None,
        parties=checked.parties,
        language=language,
        handling=handling_of(handling),
        grade=Grade(grade),
    )


def _print(rows: Sequence[Added]) -> None:
    for row in rows:
        if row.error:
            told.print(f"[red]not added[/]  {escaped(row.error)}")
        elif row.duplicate_of:
            told.print(f"[yellow]known[/]  {escaped(row.name)}: {escaped(row.duplicate_of)}")
        else:
            print(f"{row.id}  {row.title or row.name}")
        for warning in row.warnings:
            told.print(f"[yellow]![/] {escaped(row.name)}: {escaped(warning)}")
    new, known = sum(row.new for row in rows), sum(bool(row.duplicate_of) for row in rows)
    failed = sum(bool(row.error) for row in rows)
    told.print(f"{new} added, {known} known already, {failed} not added")


def remove(
    ids: Annotated[list[str], typer.Argument(help="Ids as `documents --mine` lists them.")],
    undo: Annotated[bool, typer.Option(help="Take back what was removed within an hour.")] = False,
    for_good: Annotated[bool, typer.Option(help="Delete at once; there is no undo.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Remove documents of your own: from the index at once, from the disk after an hour."""
    if undo and for_good:
        raise UsageError("--undo takes back, --for-good deletes: give one of them.")
    assistant = build_assistant()
    if undo:
        assistant.restore(ids)
    else:
        assistant.remove(ids, for_good=for_good)
    with bar() as report:
        assistant.index(progress=report)
    result: dict[str, Any] = {"restored" if undo else "removed": ids}
    if as_json:
        print_json(result)
        return
    if undo:
        print(f"Restored: {', '.join(ids)}")
    else:
        tail = "" if for_good else f" Within an hour `remove --undo {' '.join(ids)}` takes it back."
        print(f"Removed: {', '.join(ids)}.{tail}")


def fetch(
    ids: Annotated[
        list[str] | None, typer.Argument(help="Ids of briefs; without any, all.")
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option("--from", help="A folder of originals that are downloaded already."),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Download the official texts behind briefs; answers can then quote their exact words.

    Run again, it goes on where it stopped. Nothing is fetched unless this command is given.
    """
    assistant = build_assistant()
    with bar() as report:
        rows = list(assistant.fetch_originals(ids or (), folder, report))
        if any(row.added.new for row in rows):
            assistant.index(progress=report)
    if as_json:
        print_json({"originals": [asdict(row) for row in rows]})
    else:
        _print_originals(rows)
    sys.exit(FAILED if any(row.added.error for row in rows) else 0)


def _print_originals(rows: Sequence[Original]) -> None:
    for row in rows:
        if row.added.error:
            told.print(f"[red]failed[/]  {row.brief}: {escaped(row.added.error)}")
        elif row.added.new:
            moved = f"  (moved to {row.moved})" if row.moved else ""
            print(f"{row.brief}  {row.added.id}{moved}")
    new = sum(row.added.new for row in rows)
    known = sum(row.held_before for row in rows)
    elsewhere = sum(row.moved is not None for row in rows)
    failed = sum(bool(row.added.error) for row in rows)
    told.print(f"{new} originals added, {known} held already, {elsewhere} moved, {failed} failed")
