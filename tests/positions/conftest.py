"""A small world: two states, a company, scientists, and texts between them."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.corpus import Vocabulary, load_vocabulary
from assistant.domain import (
    Capacity,
    Document,
    Grade,
    How,
    Kind,
    Stance,
    State,
    Status,
    Strength,
)
from assistant.positions import Standings
from tests.factories import brief, statement

TOPIC = "open-weights"
CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """The parties and topics of the repository."""
    return load_vocabulary(CORPUS)


def joint(name: str, hows: list[tuple[str, How]], **changes: object) -> Document:
    """A declaration of several states with one statement on the topic."""
    told = statement(f"The {name} wants tests.", [p for p, _ in hows[:2]], TOPIC)
    return brief(name, [told], hows, **{"kind": Kind.DECLARATION, "issuers": ("FR",), **changes})


def world() -> list[Document]:
    """Every case that positions have to tell apart."""
    return [
        joint("declaration", [("FR", How.SIGNED), ("CN", How.SIGNED), ("US", How.NOT_SIGNED)]),
        brief(
            "readout",
            [
                statement("The US account says that both want open AI.", ["US"], TOPIC),
                statement("China said it was pleased, the US account says.", ["CN"], TOPIC),
            ],
            [("US", How.OWN_READOUT), ("CN", How.DESCRIBED_BY_OTHER)],
            date="2024-11-16",
            event="lima",
        ),
        brief(
            "order",
            [statement("The order bans open weights.", ["US"], TOPIC, stance=Stance.OPPOSES)],
            kind=Kind.POLICY,
            status=Status(State.REVOKED, "rule"),
            date="2025-01-01",
        ),
        brief(
            "rule",
            [
                statement(
                    "The rule leaves open weights free.", ["US"], TOPIC, strength=Strength.MUST
                )
            ],
            kind=Kind.LAW,
            status=Status(State.IN_FORCE),
            date="2026-01-01",
        ),
        brief(
            "hearing",
            [
                statement(
                    "OpenAI said it would open weights.",
                    ["OPENAI", "US"],
                    TOPIC,
                    capacity=Capacity.COMPANY,
                    speaker="A chief",
                ),
                statement(
                    "Scientists in China warn of open weights.",
                    ["SCIENTISTS", "CN"],
                    TOPIC,
                    capacity=Capacity.SCIENTISTS,
                    stance=Stance.OPPOSES,
                ),
                statement(
                    "An official of the US, for France too, spoke of AI.",
                    ["US", "FR"],
                    TOPIC,
                    speaker="An Official",
                ),
            ],
            kind=Kind.TRANSCRIPT,
            date="2026-02-01",
        ),
        brief(
            "resolution",
            [
                statement(
                    "The resolution asks for open weights.",
                    ["UN"],
                    TOPIC,
                    capacity=Capacity.ORGANISATION,
                ),
                statement(
                    "The Secretary-General, after the resolution, wanted more.",
                    ["UN"],
                    TOPIC,
                    capacity=Capacity.ORGANISATION,
                ),
                statement("China explained its vote.", ["CN"], TOPIC, stance=None),
            ],
            [("UN", How.ADOPTED), ("CN", How.VOTED_FOR), ("US", How.VOTED_AGAINST)],
            kind=Kind.RESOLUTION,
            issuers=("UN",),
            date="2025-06-01",
        ),
        brief(
            "rumour",
            [
                statement(
                    "A paper tells that Japan will decide.",
                    ["JP"],
                    TOPIC,
                    stance=None,
                    grade=Grade.UNCONFIRMED,
                )
            ],
            issuers=("JP",),
        ),
    ]


@pytest.fixture
def standings(vocabulary: Vocabulary) -> Standings:
    """The world's standings."""
    return Standings({document.id: document for document in world()}, vocabulary)
