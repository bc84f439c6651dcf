"""The Positions tab's second view: two texts side by side, statement against statement."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from jinja2 import Environment

from assistant.errors import UsageError
from assistant.positions.comparison import Difference
from assistant.positions.synopsis import CAUTION, SIGNS, parts_of, told
from assistant.ui.backend import Assistant


def add_texts(router: APIRouter, env: Environment, assistant: Assistant) -> None:
    """The route of the view."""

    @router.get("/positions/texts")
    def texts(compare: str = "", first: str = "", second: str = "") -> HTMLResponse:
        return HTMLResponse(_texts(env, assistant, compare, first, second))


def _texts(env: Environment, assistant: Assistant, compare: str, first: str, second: str) -> str:
    """The choosers and the comparison; without a choice, of the latest occasion."""
    known = assistant.comparable()
    if not known:
        raise UsageError("No two texts of one occasion, and no two versions of a text, are here.")
    key = compare or known[0].key
    versions = any(texts.versions for texts in known if texts.key == key)
    only = [name for name in (first, second) if name]
    made = (
        assistant.side_by_side(versions=key, only=only)
        if versions
        else assistant.side_by_side(event=key, only=only)
    )
    comparison = made.comparisons[0]
    counts = comparison.counts
    return env.get_template("texts.html").render(
        made=made,
        comparison=comparison,
        parts=parts_of(comparison),
        counts=[(kind, counts[kind]) for kind in Difference if counts.get(kind)],
        events=[texts for texts in known if not texts.versions],
        histories=[texts for texts in known if texts.versions],
        signs=SIGNS,
        told=told,
        caution=CAUTION,
    )
