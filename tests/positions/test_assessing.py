"""Stances that no brief records, read by a language model over real HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from assistant.comparing import Known
from assistant.corpus import Vocabulary
from assistant.domain import Stance
from assistant.naming import names_of
from assistant.positions import Narrowing, Standings, Subject, Table, assessed, table
from assistant.positions.telling import table_to_json
from assistant.prompts import Prompts
from assistant.writing import Assessor
from tests.adapters.test_chat import chat
from tests.factories import brief, statement
from tests.positions.conftest import CORPUS, TOPIC
from tests.servers import Body, ChatServer, Fault, Reply, evidence, openai_server

PROMPTS = Prompts(CORPUS.parent / "prompts")
Read = Callable[[Callable[[Body], Reply]], tuple[Table, ChatServer]]


@pytest.fixture
def standings(vocabulary: Vocabulary) -> Standings:
    """Two parties that speak of a topic, one of them with a stance, and one that is silent."""
    documents = [
        brief("speech", [statement("India speaks of open weights.", ["IN"], TOPIC, stance=None)]),
        brief(
            "order",
            [statement("The US backs open weights.", ["US"], TOPIC, stance=Stance.SUPPORTS)],
        ),
    ]
    return Standings({d.id: d for d in documents}, vocabulary)


@pytest.fixture
def read(standings: Standings, monkeypatch: pytest.MonkeyPatch) -> Read:
    """The row of three parties, read by a model that says what a script says."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    made = table(standings, [Subject(TOPIC, (TOPIC,))], ("IN", "US", "FR"), Narrowing())
    vocabulary = standings.vocabulary
    known = Known(names_of(standings.documents, vocabulary), standings.documents, vocabulary)

    def reading(script: Callable[[Body], Reply]) -> tuple[Table, ChatServer]:
        with openai_server(script) as server:
            return assessed(made, Assessor(chat("openai", server), PROMPTS), known), server

    return reading


def stances(made: Table) -> list[str]:
    """The stance of each cell."""
    return [cell.stance for row in made.rows for cell in row.cells]


def takes(stance: str, *, invents: bool = False) -> Callable[[Body], str]:
    """A model that reads this stance everywhere."""
    return lambda body: json.dumps(
        {"stance": stance, "ids": ["zz9zz9"] if invents else list(evidence(body))}
    )


def test_only_a_cell_with_statements_and_no_stance_is_read(
    read: Read, standings: Standings
) -> None:
    made, server = read(takes("supports"))
    assert stances(made) == ["supports", "supports", "no statement found"]
    assert len(server.asked) == 1
    cells = table_to_json(made, standings)["topics"][0]["cells"]
    assert [bool(cell["assessed"]) for cell in cells] == [True, False, False]
    assert cells[0]["assessed"]["by"] == "openai:scripted"
    assert any("found one in 1" in warning for warning in made.warnings)


@pytest.mark.parametrize("script", [takes("none"), takes("opposes", invents=True)])
def test_no_stance_and_invented_statements_leave_the_cell_as_it_is(
    read: Read, script: Callable[[Body], str]
) -> None:
    made, _ = read(script)
    assert stances(made) == ["no stance recorded", "supports", "no statement found"]


def test_a_model_that_fails_leaves_the_table_as_it_is_and_says_why(read: Read) -> None:
    made, _ = read(lambda _: Fault(401, "no"))
    assert stances(made) == ["no stance recorded", "supports", "no statement found"]
    assert any("1 cells were left" in w and "key was refused" in w for w in made.warnings)
