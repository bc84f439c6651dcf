"""The command line: `python -m assistant …`, also installed as `common-ground`.

Exit codes: 0 done, 1 the answer is no, 2 wrong use, 3 failed. Results go to stdout, progress
and errors to stderr.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from assistant.contract import to_json
from assistant.corpus import check_corpus
from assistant.domain import Answer, AnswerReady, Filters, Grade, Outcome, Sentence, SentenceReady
from assistant.errors import CommonGroundError, CorpusError, UsageError
from assistant.filter_words import filters_from
from assistant.settings import Settings
from assistant.wiring import Assistant, build_assistant

NO, WRONG_USE, FAILED = 1, 2, 3

app = typer.Typer(
    help=__doc__.splitlines()[0] if __doc__ else None,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
corpus_app = typer.Typer(help="The briefs.", no_args_is_help=True)
evaluate_app = typer.Typer(help="Measure retrieval and answers.", no_args_is_help=True)
app.add_typer(corpus_app, name="corpus")
app.add_typer(evaluate_app, name="evaluate")
told = Console(stderr=True)

JsonFlag = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]
JsonReport = Annotated[bool, typer.Option("--json", help="A report is JSON with or without this.")]
Many = Annotated[list[str] | None, typer.Option()]


def main() -> None:
    """Run the command line; a designed error becomes its message and an exit code."""
    try:
        app()
    except CommonGroundError as error:
        told.print(f"[bold red]Error:[/] {_escaped(str(error))}")
        sys.exit(WRONG_USE if isinstance(error, UsageError) else FAILED)


def _escaped(text: str) -> str:
    return text.replace("[", "\\[")


@contextmanager
def _bar() -> Iterator[Callable[[int, int, str], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=told, transient=True) as progress:
        task = progress.add_task("Indexing", total=None)

        def report(done: int, total: int, label: str) -> None:
            progress.update(task, completed=done, total=total, description=label)

        yield report


@app.command()
def index(
    rebuild: Annotated[bool, typer.Option(help="Embed and write everything anew.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Bring the index up to date with corpus/; only what changed is embedded."""
    assistant = build_assistant()
    with _bar() as report:
        done = assistant.index(rebuild=rebuild, progress=report)
    if as_json:
        _print_json({field: getattr(done, field) for field in done.__slots__})
        return
    print(
        f"{done.added} added, {done.changed} changed, {done.removed} removed, "
        f"{done.unchanged} unchanged; {done.embedded} texts embedded in {done.seconds:.1f} s"
    )


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question.")] = None,
    party: Many = None,
    kind: Many = None,
    topic: Many = None,
    status: Many = None,
    source_language: Many = None,
    since: Annotated[str | None, typer.Option(help="From this date: 2024, 2024-05.")] = None,
    until: Annotated[str | None, typer.Option(help="Up to this date.")] = None,
    scope: Annotated[str, typer.Option(help="all, corpus or mine.")] = "all",
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
        sys.exit(_ask_all(assistant, batch, filters))
    answer = _ask_one(assistant, question or "", filters, aloud=not as_json)
    if as_json:
        _print_json(to_json(answer))
    sys.exit(NO if answer.outcome is Outcome.NOT_COVERED else 0)


def _ask_one(assistant: Assistant, question: str, filters: Filters, *, aloud: bool) -> Answer:
    """The answer; if `aloud`, sentences are printed as they pass their gates."""
    console = Console()
    answer: Answer | None = None
    weak: dict[int, Grade] = {}
    for event in assistant.ask(question, filters=filters):
        if isinstance(event, SentenceReady) and aloud:
            weak |= {c.number: c.grade for c in event.citations if c.grade is not Grade.OFFICIAL}
            _print_sentence(console, event.sentence, weak)
        if isinstance(event, AnswerReady):
            answer = event.answer
    assert answer is not None
    if aloud:
        _print_rest(console, answer)
    return answer


def _print_sentence(console: Console, sentence: Sentence, weak: dict[int, Grade]) -> None:
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
        place = ", ".join(part for part in (c.date, c.locator, c.speaker, str(c.grade)) if part)
        say(f"  [{c.number}] {c.title} ({place}; {c.status})\n      {c.url}")
    coverage = answer.coverage
    say(f"\n{coverage.documents} documents, to {coverage.latest}; {answer.seconds:.2f} s", "dim")


def _ask_all(assistant: Assistant, path: Path, filters: Filters) -> int:
    """Each line's answer as one JSON line, in order; 3 if any line failed."""
    failed = False
    for row in _lines(path):
        try:
            if "error" in row:
                raise UsageError(row["error"])
            events = assistant.ask(str(row.get("question", "")), filters=filters)
            answer = next(e.answer for e in events if isinstance(e, AnswerReady))
            result = {"id": row.get("id"), **to_json(answer)}
        except CommonGroundError as error:
            failed = True
            result = {"id": row.get("id"), "error": str(error)}
        print(json.dumps(result, ensure_ascii=False), flush=True)
    return FAILED if failed else 0


def _lines(path: Path) -> Iterable[dict[str, Any]]:
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


@app.command()
def documents(as_json: JsonFlag = False) -> None:
    """List every document that answers can rest on."""
    assistant = build_assistant()
    rows = assistant.documents()
    if as_json:
        _print_json({"documents": [_document_row(document) for document in rows]})
        return
    table = Table("date", "id", "title", "kind", "issuers", "status", "passages")
    for document in rows:
        row = _document_row(document)
        cells = (row["date"], row["id"], row["title"], row["kind"])
        issuers = ", ".join(row["issuers"])
        table.add_row(*cells, issuers, row["status"], str(row["passages"]))
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


@corpus_app.command("check")
def corpus_check(as_json: JsonFlag = False) -> None:
    """Validate every brief: fields, vocabularies, links; exit 1 if there are faults."""
    settings = Settings()
    try:
        faults = check_corpus(settings.corpus_dir)
    except CorpusError as error:
        faults = list(error.faults)
    if as_json:
        _print_json({"faults": faults})
    else:
        print("\n".join(faults) or f"No faults in {settings.corpus_dir}")
    sys.exit(NO if faults else 0)


@evaluate_app.command("retrieval")
def evaluate_retrieval_command(
    folder: Annotated[Path, typer.Argument(help="BEIR folder: corpus, queries, qrels.")],
    split: Annotated[str, typer.Option(help="qrels/SPLIT.tsv")] = "test",
    _as_json: JsonReport = False,
) -> None:
    """Measure lexical, dense and hybrid search on a BEIR folder."""
    with _bar() as report:
        _print_json(build_assistant().evaluate_retrieval(folder, split, report))


@evaluate_app.command("answers")
def evaluate_answers_command(
    path: Annotated[Path, typer.Argument(help="YAML of questions with documents and facts.")],
    show: Annotated[bool, typer.Option(help="List what each answer missed, on stderr.")] = False,
    _as_json: JsonReport = False,
) -> None:
    """Measure answers on questions with known documents and facts."""
    report, results = build_assistant().evaluate_answers(path)
    for result in results:
        if show and (result.missing or result.wrong):
            outcome = result.answer.outcome
            told.print(f"{result.question.id} {outcome}: {_escaped(result.question.question)}")
            told.print(f"   missing: {_escaped('; '.join(result.missing))}")
    _print_json(report)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
) -> None:
    """Index what changed and serve the page."""
    settings = Settings.model_validate(
        Settings().model_dump() | {k: v for k, v in (("host", host), ("port", port)) if v}
    )
    from assistant.ui.server import launch  # gradio takes seconds to import

    launch(build_assistant(settings))


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
