"""The Positions tab: the table, what a cell rests on, and common ground over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment

from assistant.positions import GROUPS, NO_STANCE, NOTHING, RUNGS, Cell, Entry, Table
from assistant.positions.telling import (
    SIGNS,
    change_told,
    changes_of,
    party_name,
    table_to_csv,
)
from assistant.ui.backend import Assistant
from assistant.ui.picture import picture

TOPIC_GROUPS = {
    "risks": ("loss-of-control", "red-lines", "cyber-misuse", "biosecurity"),
    "control and the military": ("human-control", "nuclear-command", "military-ai"),
    "testing and trust": (
        "evaluation-testing",
        "verification",
        "standards",
        "labelling",
        "information-sharing",
        "incident-reporting-hotlines",
    ),
    "access and growth": ("open-weights", "compute-export-controls", "capacity-building"),
    "rules and institutions": ("governance-institutions", "domestic-regulation"),
}
MEANS = {
    "commits": "binds itself",
    "supports": "speaks for it",
    "conditional": "for it under conditions",
    "opposes": "speaks against it",
    NO_STANCE: "speaks of it without taking a stance",
    NOTHING: "silence, which is no stance",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the table is narrowed to; comma-separated in the address."""

    topics: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    ladder: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None


def asked(
    topics: str = "", parties: str = "", ladder: str = "", since: str = "", until: str = ""
) -> Asked:
    """The words of an address taken apart."""

    def words(text: str) -> tuple[str, ...]:
        return tuple(word for word in text.split(",") if word)

    return Asked(words(topics), words(parties), words(ladder), since or None, until or None)


def positions_tab(env: Environment, assistant: Assistant) -> str:
    """Filters, the place for the table, the picture, and the evidence column."""
    columns = [
        *assistant.party_choices,
        *((party_name(assistant.vocabulary, p), p) for p in GROUPS),
    ]
    return env.get_template("positions.html").render(
        topics=assistant.topic_choices,
        groups=list(TOPIC_GROUPS.items()),
        parties=columns,
        states=assistant.party_choices,
        ladder=[(str(rung), str(rung)) for rung in RUNGS],
        signs=[(SIGNS[stance], stance, meaning) for stance, meaning in MEANS.items()],
    )


def add_positions(router: APIRouter, env: Environment, assistant: Assistant) -> None:
    """The routes of the tab."""

    @router.get("/positions/table")
    def table(
        topics: str = "", parties: str = "", ladder: str = "", since: str = "", until: str = ""
    ) -> HTMLResponse:
        wanted = asked(topics, parties, ladder, since, until)
        return HTMLResponse(_table(env, assistant, wanted))

    @router.get("/positions/cell")
    def cell(
        topic: str, party: str, ladder: str = "", since: str = "", until: str = ""
    ) -> HTMLResponse:
        wanted = asked(topic, party, ladder, since, until)
        return HTMLResponse(_cell(env, assistant, wanted))

    @router.get("/positions/ground")
    def ground(first: str, second: str, topics: str = "") -> HTMLResponse:
        wanted = asked(topics).topics or tuple(i for _, i in assistant.topic_choices)
        found = [g for topic in wanted for g in assistant.ground([first, second], topic)]
        return HTMLResponse(picture(env, assistant, found, (first, second)))

    @router.get("/positions/changes")
    def changes(
        topics: str = "", parties: str = "", ladder: str = "", since: str = "", until: str = ""
    ) -> HTMLResponse:
        made = _made(assistant, asked(topics, parties, ladder, since, until))
        template = env.get_template("positions_changes.html")
        return HTMLResponse(template.render(changes=changes_of(made), told=change_told))

    @router.get("/positions/csv")
    def download(
        topics: str = "", parties: str = "", ladder: str = "", since: str = "", until: str = ""
    ) -> Response:
        made = _made(assistant, asked(topics, parties, ladder, since, until))
        return Response(
            "\ufeff" + table_to_csv(made, assistant.standings()),
            media_type="text/csv; charset=utf-8",
            headers={"content-disposition": 'attachment; filename="positions.csv"'},
        )


def _made(assistant: Assistant, wanted: Asked) -> Table:
    return assistant.positions(
        topics=wanted.topics,
        parties=wanted.parties,
        rungs=wanted.ladder,
        since=wanted.since,
        until=wanted.until,
    )


def _table(env: Environment, assistant: Assistant, wanted: Asked) -> str:
    made = _made(assistant, wanted)
    names = {party: party_name(assistant.vocabulary, party) for party in made.parties}
    return env.get_template("positions_table.html").render(table=made, names=names, sign=SIGNS)


def _cell(env: Environment, assistant: Assistant, wanted: Asked) -> str:
    made = _made(assistant, wanted)
    (row,) = made.rows
    (cell,) = row.cells
    return env.get_template("positions_cell.html").render(
        cell=cell,
        topic=row.topic,
        name=party_name(assistant.vocabulary, cell.party),
        sign=SIGNS,
        means=MEANS,
        rungs=_by_rung(cell),
    )


def _by_rung(cell: Cell) -> list[tuple[str, Sequence[Entry]]]:
    """The entries of each rung, firmest first, then the texts that the party stayed out of.

    What no longer holds comes last in each.
    """
    said = [e for e in cell.entries if e.stance or not e.is_deed]
    away = [e for e in cell.entries if not e.stance and e.is_deed]
    rungs = [(str(rung), [e for e in said if e.rung is rung]) for rung in RUNGS]
    return [
        (name, sorted(entries, key=lambda e: (not e.holds, -_day(e.date))))
        for name, entries in [*rungs, ("stayed out", away)]
        if entries
    ]


def _day(date: str) -> int:
    return int((date.replace("-", "") + "0000")[:8])
