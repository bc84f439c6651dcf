"""Side by side: the texts of one event, the versions of one text."""

from __future__ import annotations

from assistant.domain import Passage, State, Status, Strength
from assistant.positions import Difference, side_by_side, versions
from tests.factories import brief, statement

TOPIC = "incident-reporting-hotlines"


def similar(first: Passage, second: Passage) -> float:
    """Shared words over the shorter text."""
    a, b = set(first.text.split()), set(second.text.split())
    return len(a & b) / min(len(a), len(b))


def test_every_statement_of_both_texts_stands_once_with_how_it_differs() -> None:
    first = brief(
        "one",
        [
            statement("Both agree on a channel for AI incidents", ["US"], TOPIC),
            statement("A dialogue on SI will meet soon", ["US"], TOPIC, strength=Strength.MUST),
            statement("Only this side speaks of chips", ["US"], "compute-export-controls"),
        ],
    )
    second = brief(
        "two",
        [
            statement("A dialogue on AI will meet soon", ["CN"], TOPIC, strength=Strength.MAY),
            statement("Both agree on a channel for AI incidents", ["CN"], TOPIC),
            statement("Militaries sign a memorandum", ["CN"], TOPIC),
        ],
    )
    pairs = side_by_side(first, second, similar)
    assert [pair.difference for pair in pairs] == [
        Difference.BOTH,
        Difference.STRENGTH,
        Difference.FIRST_ONLY,
        Difference.SECOND_ONLY,
    ]
    assert pairs[1].second is not None and pairs[1].second.id == "two#1"


def test_versions_are_followed_in_both_directions() -> None:
    chain = {
        name: brief(name, [], status=Status(State.SUPERSEDED, by) if by else Status(State.IN_FORCE))
        for name, by in (("v1", "v2"), ("v2", "v3"), ("v3", None), ("other", None))
    }
    assert [d.id for d in versions(chain["v2"], chain)] == ["v1", "v2", "v3"]
    assert [d.id for d in versions(chain["other"], chain)] == ["other"]
