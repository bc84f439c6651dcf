"""`evaluate …`: retrieval, claims and answers, measured."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.commands.shared import JsonReport, bar, escaped, print_json, told
from assistant.wiring import build_assistant


def evaluate_retrieval_command(
    folder: Annotated[Path, typer.Argument(help="BEIR folder: corpus, queries, qrels.")],
    split: Annotated[str, typer.Option(help="qrels/SPLIT.tsv")] = "test",
    _as_json: JsonReport = False,
) -> None:
    """Measure lexical, dense and hybrid search on a BEIR folder."""
    with bar() as report:
        print_json(build_assistant().evaluate_retrieval(folder, split, report))


def evaluate_claims_command(
    path: Annotated[Path, typer.Argument(help="JSON Lines: claim, evidence, label.")],
    _as_json: JsonReport = False,
) -> None:
    """Measure the verifier beside cosine, word overlap and the blend on labelled pairs."""
    with bar() as report:
        print_json(build_assistant().evaluate_claims(path, report))


def evaluate_findings_command(
    path: Annotated[Path, typer.Argument(help="JSON Lines: claim, verdict, reason, documents.")],
    _as_json: JsonReport = False,
) -> None:
    """Measure verdicts on claims over the corpus, with 95 % intervals."""
    with bar() as report:
        print_json(build_assistant().evaluate_findings(path, report))


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
            told.print(f"{result.question.id} {outcome}: {escaped(result.question.question)}")
            told.print(f"   missing: {escaped('; '.join(result.missing))}")
    print_json(report)
