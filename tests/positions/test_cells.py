"""Cells: the stance shown, what stands beside it, and silence."""

from __future__ import annotations

from assistant.positions import (
    COMPANIES,
    NO_STANCE,
    NOTHING,
    Narrowing,
    Rung,
    Standings,
    Subject,
    cell,
    table,
)
from assistant.positions.telling import table_to_csv, table_to_json
from tests.positions.conftest import TOPIC

SUBJECT = Subject(TOPIC, (TOPIC,))
ALL = Narrowing()


def test_the_firmest_that_holds_decides_and_another_stance_is_shown_beside_it(
    standings: Standings,
) -> None:
    made = cell(standings, "US", SUBJECT, ALL)
    assert made.stance == "supports"
    assert made.decides is not None and made.decides.passage.id == "rule#1"
    assert [entry.document.id for entry in made.also] == ["resolution"]


def test_silence_and_talk_without_a_stance_are_different(standings: Standings) -> None:
    assert cell(standings, "BR", SUBJECT, ALL).stance == NOTHING
    assert cell(standings, "JP", SUBJECT, ALL).stance == NO_STANCE


def test_what_was_revoked_is_told_with_what_ended_it(standings: Standings) -> None:
    (change,) = cell(standings, "US", SUBJECT, ALL).changes
    assert change.entry.document.id == "order"
    assert change.by is not None and change.by.id == "rule"


def test_a_table_can_be_narrowed_to_rungs_and_dates(standings: Standings) -> None:
    only = cell(standings, "US", SUBJECT, Narrowing((Rung.READOUT,)))
    assert [entry.passage.id for entry in only.entries] == ["readout#1"]
    late = cell(standings, "US", SUBJECT, Narrowing(since="2026"))
    assert {entry.document.id for entry in late.entries} == {"rule", "hearing"}


def test_json_has_the_contract_s_fields_and_every_number_a_citation(standings: Standings) -> None:
    told = table_to_json(table(standings, [SUBJECT], ["US", "BR", COMPANIES], ALL), standings)
    (topic,) = told["topics"]
    assert topic["topic"] == TOPIC
    assert [c["party"] for c in topic["cells"]] == ["US", "BR", COMPANIES]
    assert {"party", "stance", "strength", "statements"} <= set(topic["cells"][0])
    assert topic["cells"][1]["statements"] == []
    numbers = {citation["number"] for citation in told["citations"]}
    assert {n for c in topic["cells"] for n in c["statements"]} == numbers
    assert topic["cells"][0]["ladder"]["law or treaty"] == [topic["cells"][0]["statements"][0]]


def test_csv_has_a_row_a_statement_and_one_for_silence(standings: Standings) -> None:
    rows = table_to_csv(table(standings, [SUBJECT], ["BR", COMPANIES], ALL), standings)
    lines = rows.splitlines()
    assert lines[0].startswith("topic,party,stance,ladder")
    assert lines[1].startswith("open-weights,BR,no statement found,")
    assert "hearing#1" in lines[2] and len(lines) == 3


def test_csv_starts_no_formula(standings: Standings) -> None:
    bad = table(standings, [Subject("=cmd()", (TOPIC,))], ["BR"], ALL)
    assert table_to_csv(bad, standings).splitlines()[1].startswith("'=cmd()")
