"""Whose words they are: a party's own, a joint text's, and what is nobody's position."""

from __future__ import annotations

from assistant.domain import How, Stance
from assistant.positions import COMPANIES, SCIENTISTS, Rung, Standings, Subject
from tests.positions.conftest import TOPIC

SUBJECT = Subject(TOPIC, (TOPIC,))


def ids(standings: Standings, party: str) -> list[str]:
    return [entry.passage.id for entry in standings.entries(party, SUBJECT)]


def test_a_joint_text_is_the_word_of_everyone_who_joined_it(standings: Standings) -> None:
    """Also of those whom the brief does not name; never of one who stayed out."""
    assert "declaration#1" in ids(standings, "FR")
    assert "declaration#1" in ids(standings, "CN")
    assert "declaration#1" not in ids(standings, "US")
    entry = next(e for e in standings.entries("CN", SUBJECT) if e.passage.id == "declaration#1")
    assert entry.joint and entry.rung is Rung.JOINT
    assert entry.deed is not None and entry.deed.how is How.SIGNED


def test_what_the_other_side_s_account_says_of_a_party_is_not_its_word(
    standings: Standings,
) -> None:
    assert "readout#2" not in ids(standings, "CN")
    assert [p.id for p in standings.told_by_others("CN", SUBJECT)] == ["readout#2"]
    assert "readout#1" in ids(standings, "US")


def test_no_company_s_or_scientist_s_words_are_a_state_s(standings: Standings) -> None:
    assert "hearing#1" not in ids(standings, "US")
    assert "hearing#2" not in ids(standings, "CN")
    assert ids(standings, COMPANIES) == ["hearing#1"]
    assert ids(standings, SCIENTISTS) == ["hearing#2"]


def test_a_speaker_is_the_official_of_the_first_state_named(standings: Standings) -> None:
    assert "hearing#3" in ids(standings, "US")
    assert "hearing#3" not in ids(standings, "FR")


def test_a_resolution_is_the_word_of_those_who_voted_for_it(standings: Standings) -> None:
    """What somebody says of it is not; a vote against is a deed that opposes."""
    assert "resolution#1" in ids(standings, "CN")
    assert "resolution#2" not in ids(standings, "CN")
    assert "resolution#1" not in ids(standings, "US")
    votes = [e for e in standings.entries("US", SUBJECT) if e.rung is Rung.VOTE]
    assert [(e.passage.how, e.stance) for e in votes] == [(How.VOTED_AGAINST, Stance.OPPOSES)]


def test_what_holds_and_is_firm_comes_first(standings: Standings) -> None:
    """A law in force before a remark, a revoked order last of those with a stance."""
    found = ids(standings, "US")
    assert found[0] == "rule#1"
    assert found.index("order#1") > found.index("readout#1")
    order = next(e for e in standings.entries("US", SUBJECT) if e.passage.id == "order#1")
    assert not order.holds


def test_staying_away_is_no_stance(standings: Standings) -> None:
    deed = next(e for e in standings.entries("US", SUBJECT) if e.document.id == "declaration")
    assert deed.is_deed and deed.stance is None
