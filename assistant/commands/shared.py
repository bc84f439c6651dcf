"""What the commands share: exit codes, flags, the progress bar, JSON and batches."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from assistant import ports
from assistant.errors import CommonGroundError, UsageError

NO, WRONG_USE, FAILED = 1, 2, 3
told = Console(stderr=True)

JsonFlag = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]
JsonReport = Annotated[bool, typer.Option("--json", help="A report is JSON with or without this.")]
Scope = Annotated[str, typer.Option(help="Whose documents: all, corpus or mine.")]
Many = Annotated[list[str] | None, typer.Option()]


def escaped(text: str) -> str:
    """Text in which rich sees no markup."""
    return text.replace("[", "\\[")


@contextmanager
def bar() -> Iterator[ports.Progress]:
    """A progress bar on stderr; the function yielded takes done, total and a label."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=told, transient=True) as progress:
        task = progress.add_task("Indexing", total=None)

        def report(done: int, total: int, label: str) -> None:
            progress.update(task, completed=done, total=total, description=label)

        yield report


def print_json(value: Any) -> None:
    """One JSON object on stdout."""
    print(json.dumps(value, ensure_ascii=False, indent=1))


def write_file(path: Path, data: bytes) -> None:
    """What was asked for with -o; UsageError where it cannot be written."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error}") from error


def run_batch(path: Path, one: Callable[[dict[str, Any]], dict[str, Any]]) -> int:
    """Each row's result as one JSON line, in order, with its id; 3 if any line failed, else 0."""
    failed = False
    for row in lines(path):
        try:
            if "error" in row:
                raise UsageError(row["error"])
            result = {"id": row.get("id"), **one(row)}
        except CommonGroundError as error:
            failed = True
            result = {"id": row.get("id"), "error": str(error)}
        print(json.dumps(result, ensure_ascii=False), flush=True)
    return FAILED if failed else 0


def lines(path: Path) -> Iterable[dict[str, Any]]:
    """The rows of a JSON Lines file; a broken line becomes a row with an error."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            row = {"error": f"{path}:{number}: not JSON: {error}"}
        yield row if isinstance(row, dict) else {"error": f"{path}:{number}: not an object"}
