"""Joint texts of the United States and China in the shipped corpus: none missing, none invented.

The expectation is who joined which text, as the public record has it; a brief that changes
so that this fails has either mended the record or broken it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.corpus import load_corpus
from assistant.domain import JOINED
from assistant.positions import Shared, Standings, Subject, common_ground

BOTH = {
    "bletchley-declaration-2023",
    "new-delhi-declaration-2026",
    "unga-78-265",
    "unga-78-311",
    "reaim-call-to-action-2023",
    "global-digital-compact-2024",
}
ONLY_US = {
    "seoul-declaration-2024",
    "seoul-statement-intent-2024",
    "seoul-ministerial-statement-2024",
    "political-declaration-military-ai-2023",
    "coe-framework-convention-2024",
    "aisi-network-2024",
    "reaim-blueprint-2024",
}
ONLY_CHINA = {"paris-statement-2025", "unga-panel-appointment-2026", "waico-agreement-2026"}
NEITHER = {"reaim-pathways-2026"}


@pytest.fixture(scope="module")
def shipped() -> Standings:
    """The whole corpus."""
    corpus = load_corpus(Path(__file__).parents[2] / "corpus")
    return Standings({d.id: d for d in corpus.documents}, corpus.vocabulary)


def test_every_joint_text_of_the_two_is_found_under_its_topics(shipped: Standings) -> None:
    """Over all topics together, and under each of the topics of the text itself."""
    found: dict[str, set[str]] = {}
    for topic in shipped.vocabulary.topics:
        for ground in common_ground(shipped, ["US", "CN"], Subject(topic, (topic,))):
            if ground.kind in (Shared.JOINT_TEXT, Shared.SAME_VOTE):
                found.setdefault(ground.document.id, set()).add(topic)
    assert set(found) == BOTH
    for name in BOTH:
        assert found[name] >= set(shipped.documents[name].topics)


@pytest.mark.parametrize(
    ("texts", "us", "china"),
    [
        (BOTH, True, True),
        (ONLY_US, True, False),
        (ONLY_CHINA, False, True),
        (NEITHER, False, False),
    ],
)
def test_who_stands_behind_which_text(
    shipped: Standings, texts: set[str], us: bool, china: bool
) -> None:
    for name in texts:
        document = shipped.documents[name]
        joined = {p for p in ("US", "CN") if (d := shipped.deed(document, p)) and d.how in JOINED}
        assert joined == {p for p, yes in (("US", us), ("CN", china)) if yes}, name


def test_no_word_of_one_s_account_is_the_other_s(shipped: Standings) -> None:
    """Over every topic: an entry of a readout belongs to its issuer."""
    for topic in shipped.vocabulary.topics:
        for party in ("US", "CN", "GB"):
            for entry in shipped.entries(party, Subject(topic, (topic,))):
                hows = {e.party: str(e.how) for e in entry.document.participation}
                assert hows.get(party) != "described by the other side", entry.passage.id


def test_no_state_s_cell_rests_on_a_company_or_scientist(shipped: Standings) -> None:
    for topic in shipped.vocabulary.topics:
        for party in ("US", "CN", "GB", "FR", "EU", "IN"):
            for entry in shipped.entries(party, Subject(topic, (topic,))):
                assert entry.passage.capacity in (None, "government", "organisation")
                if entry.passage.capacity == "organisation":
                    assert entry.joint or party in {"EU"}, entry.passage.id
