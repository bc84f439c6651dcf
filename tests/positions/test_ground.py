"""Common ground: joint texts with who is bound, accounts kept apart, divergence, silence."""

from __future__ import annotations

import pytest

from assistant.corpus import Vocabulary
from assistant.domain import How, Stance
from assistant.positions import Shared, Standings, Subject, common_ground
from tests.factories import brief, statement
from tests.positions.conftest import TOPIC

SUBJECT = Subject(TOPIC, (TOPIC,))


def test_a_joint_text_names_who_is_bound(standings: Standings) -> None:
    first = common_ground(standings, ["FR", "CN"], SUBJECT)[0]
    assert first.kind is Shared.JOINT_TEXT
    assert first.document.id == "declaration"
    assert first.bound == ("FR", "CN")
    assert [p.parties for p in first.deeds] == [("FR",), ("CN",)]


def test_a_text_that_one_side_stayed_out_of_is_no_common_ground(standings: Standings) -> None:
    found = common_ground(standings, ["US", "CN"], SUBJECT)
    apart = {g.document.id for g in found if g.kind is Shared.TEXT_OF_ONE}
    assert apart == {"declaration", "resolution"}
    assert not [g for g in found if g.kind is Shared.JOINT_TEXT]


def test_who_says_nothing_is_silent_and_not_against(standings: Standings) -> None:
    found = common_ground(standings, ["US", "BR"], SUBJECT)
    (ground,) = [g for g in found if g.kind is Shared.SILENT]
    assert ground.silent == ("BR",)
    assert not [g for g in found if g.kind is Shared.DIVERGING]


@pytest.fixture
def two(vocabulary: Vocabulary) -> Standings:
    """Two accounts of one meeting, and a vote alike."""
    accounts = [
        brief(
            f"lima-{party.lower()}",
            [statement(f"The account of {party} wants human control.", [party], TOPIC)],
            [(party, How.OWN_READOUT), (other, How.DESCRIBED_BY_OTHER)],
            issuers=(party,),
            event="lima",
        )
        for party, other in (("US", "CN"), ("CN", "US"))
    ]
    return Standings({d.id: d for d in accounts}, vocabulary)


def test_two_accounts_of_one_meeting_are_never_merged(two: Standings) -> None:
    found = common_ground(two, ["US", "CN"], SUBJECT)
    (ground,) = [g for g in found if g.kind is Shared.MATCHING_ACCOUNTS]
    assert [e.party for e in ground.entries] == ["US", "CN"]
    assert {d.id for d in ground.documents} == {"lima-us", "lima-cn"}
    assert ground.bound == ()


def test_opposition_of_one_side_is_divergence(vocabulary: Vocabulary) -> None:
    texts = [
        brief("a", [statement("The US wants it.", ["US"], TOPIC)]),
        brief("b", [statement("China rejects it.", ["CN"], TOPIC, stance=Stance.OPPOSES)]),
    ]
    found = common_ground(Standings({d.id: d for d in texts}, vocabulary), ["US", "CN"], SUBJECT)
    assert [g.kind for g in found] == [Shared.DIVERGING]
