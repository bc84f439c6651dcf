"""The command line: `python -m assistant …`, also installed as `common-ground`.

Exit codes: 0 done, 1 the answer is no, 2 wrong use, 3 failed. Results go to stdout, progress
and errors to stderr.
"""

from __future__ import annotations

import sys

import typer

from assistant.commands import (
    ask,
    check,
    documents,
    evaluate,
    library,
    positions,
    prepare,
    serve,
)
from assistant.commands.shared import FAILED, WRONG_USE, escaped, told
from assistant.errors import CommonGroundError, UsageError

app = typer.Typer(
    help=__doc__.splitlines()[0] if __doc__ else None,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
corpus_app = typer.Typer(help="The briefs.", no_args_is_help=True)
evaluate_app = typer.Typer(help="Measure retrieval, claims and answers.", no_args_is_help=True)
app.add_typer(corpus_app, name="corpus")
app.add_typer(evaluate_app, name="evaluate")

app.command()(documents.index)
app.command()(ask.ask)
app.command()(prepare.prepare)
app.command()(positions.positions)
app.command()(check.check)
app.command()(library.add)
app.command()(library.remove)
app.command()(library.fetch)
app.command()(documents.documents)
corpus_app.command("check")(documents.corpus_check)
corpus_app.command("figures")(documents.corpus_figures_command)
evaluate_app.command("retrieval")(evaluate.evaluate_retrieval_command)
evaluate_app.command("claims")(evaluate.evaluate_claims_command)
evaluate_app.command("findings")(evaluate.evaluate_findings_command)
evaluate_app.command("answers")(evaluate.evaluate_answers_command)
app.command()(serve.serve)


def main() -> None:
    """Run the command line; a designed error becomes its message and an exit code."""
    try:
        app()
    except CommonGroundError as error:
        told.print(f"[bold red]Error:[/] {escaped(str(error))}")
        sys.exit(WRONG_USE if isinstance(error, UsageError) else FAILED)


if __name__ == "__main__":
    main()
