"""`index`, `documents`, `corpus check` and `corpus figures`: what the answers rest on."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from assistant.commands.shared import NO, JsonFlag, bar, print_json
from assistant.corpus import check_corpus, corpus_figures
from assistant.errors import CorpusError
from assistant.settings import Settings
from assistant.wiring import build_assistant


def index(
    rebuild: Annotated[bool, typer.Option(help="Embed and write everything anew.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Bring the index up to date with corpus/; only what changed is embedded."""
    assistant = build_assistant()
    with bar() as report:
        done = assistant.index(rebuild=rebuild, progress=report)
    if as_json:
        print_json({field: getattr(done, field) for field in done.__slots__})
        return
    print(
        f"{done.added} added, {done.changed} changed, {done.removed} removed, "
        f"{done.unchanged} unchanged; {done.embedded} texts embedded in {done.seconds:.1f} s"
    )


def documents(
    mine: Annotated[bool, typer.Option("--mine", help="Only your own.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """List every document that answers can rest on."""
    assistant = build_assistant()
    rows = [d for d in assistant.documents() if not mine or d.origin != "corpus"]
    if as_json:
        print_json({"documents": [_document_row(document) for document in rows]})
        return
    table = Table("date", "id", "title", "kind", "issuers", "status", "passages", "handling")
    for document in rows:
        row = _document_row(document)
        cells = (row["date"], row["id"], row["title"], row["kind"])
        issuers = ", ".join(row["issuers"])
        handling = row["handling"] if row["origin"] != "corpus" else ""
        table.add_row(*cells, issuers, row["status"], str(row["passages"]), handling)
    Console().print(table)


def _document_row(document: Any) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": document.title,
        "date": document.date,
        "kind": str(document.kind),
        "issuers": list(document.issuers),
        "status": str(document.status),
        "passages": len(document.passages),
        "origin": document.origin,
        "handling": document.handling,
    }


def corpus_check(as_json: JsonFlag = False) -> None:
    """Validate every brief: fields, vocabularies, links; exit 1 if there are faults."""
    settings = Settings()
    try:
        faults = check_corpus(settings.corpus_dir)
    except CorpusError as error:
        faults = list(error.faults)
    if as_json:
        print_json({"faults": faults})
    else:
        print("\n".join(faults) or f"No faults in {settings.corpus_dir}")
    sys.exit(NO if faults else 0)


def corpus_figures_command(as_json: JsonFlag = False) -> None:
    """Count documents and statements, by grade, kind, group and topic."""
    figures = corpus_figures(Settings().corpus_dir)
    if as_json:
        print_json({**asdict(figures), "sourced": round(figures.sourced, 4)})
        return
    print(
        f"{figures.documents} documents of {figures.events} events, "
        f"{figures.statements} statements, {figures.parties} parties\n"
        f"official or reported: {figures.sourced:.1%} of the statements\n"
        f"with Chinese text: {figures.with_chinese} statements"
    )
    for title in ("grade", "kind", "group", "topic"):
        counts = getattr(figures, f"by_{title}")
        table = Table(title, "statements" if title == "grade" else "documents")
        for word, number in counts.items():
            table.add_row(word, str(number))
        Console().print(table)
