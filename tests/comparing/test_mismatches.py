"""Where a claim differs from what its evidence tells, facet by facet."""

from __future__ import annotations

import pytest

from assistant.comparing import Facet, Known, mismatches
from assistant.domain import Capacity, Section, Strength
from tests.comparing.conftest import Differ, passage


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("The network has ten members.", "The network was founded with ten members."),
        ("In May 2024 the two sides met in Geneva.", "The two sides met in Geneva on 14 May 2024."),
        ("The framework is not binding.", "The framework is a non-binding text."),
        ("The framework is voluntary.", "The framework is not legally binding."),
        ("The plan rests on six principles.", "The plan names six principles, AI for good first."),
        ("Beijing opposes exclusive groups.", "China does not support exclusive groups."),
    ],
)
def test_a_claim_that_its_evidence_bears_out_has_no_difference(
    differ: Differ, claim: str, told: str
) -> None:
    assert differ(claim, told, parties=("CN",)) == set()


@pytest.mark.parametrize(
    ("claim", "told", "facet"),
    [
        ("The network has twelve members.", "The network has ten members.", Facet.NUMBER),
        ("More than 70 states signed.", "61 states signed.", Facet.NUMBER),
        ("It was signed in June 2024.", "It was signed on 21 May 2024.", Facet.DATE),
        ("The code is legally binding.", "The code is voluntary.", Facet.NEGATION),
        ("The text sets red lines.", "The text does not set red lines.", Facet.NEGATION),
        ("The text does not mention nuclear weapons.", "The text mentions nuclear weapons.", Facet.NEGATION),
        ("The law bans the export of such chips.", "The law permits the export of such chips.", Facet.NEGATION),
        ("The talks agreed on a hotline for AI incidents.", "The talks discussed a hotline for AI incidents.", Facet.STRENGTH),
        ("The plan will create a testing centre for models.", "The plan proposes a testing centre for models.", Facet.STRENGTH),
        ("该框架具有法律约束力。", "该框架不具约束力。", Facet.NEGATION),
        ("共有90家公司加入。", "共有20家公司加入。", Facet.NUMBER),
        ("会议于2024年6月举行。", "会议于2024年5月14日举行。", Facet.DATE),
    ],
)  # fmt: skip
def test_what_the_evidence_denies_is_named(
    differ: Differ, claim: str, told: str, facet: Facet
) -> None:
    assert facet in differ(claim, told, denied=True)


def test_a_number_of_which_the_evidence_is_silent_is_no_denial(differ: Differ) -> None:
    claim, told = "The network of 14 members met.", "The network met in San Diego."
    assert differ(claim, told) == {Facet.NUMBER}
    assert differ(claim, told, denied=True) == set()


def test_a_day_that_the_evidence_tells_only_as_a_month_is_no_denial(differ: Differ) -> None:
    claim, told = "It met on 14 May 2024.", "It met in May 2024."
    assert (differ(claim, told), differ(claim, told, denied=True)) == ({Facet.DATE}, set())


def test_words_of_another_party_are_told_apart(differ: Differ) -> None:
    told = "The United States asked for lines of communication on AI risk."
    assert differ(
        "China asked for lines of communication on AI risk.", told, parties=("US",), denied=True
    ) == {Facet.PARTY}


def test_scientists_are_no_governments(differ: Differ) -> None:
    told = "The statement calls for red lines."
    claim = "Governments call for red lines."
    assert Facet.CAPACITY in differ(claim, told, capacity=Capacity.SCIENTISTS)
    assert Facet.CAPACITY not in differ(claim, told, capacity=Capacity.GOVERNMENT)
    assert Facet.CAPACITY not in differ(
        "Scientists call for red lines.", told, capacity=Capacity.SCIENTISTS
    )


def test_both_sides_on_the_word_of_one_is_attributed_only(differ: Differ) -> None:
    told = "The Chinese account says that the two sides back the compact."
    claim = "London and Beijing back the compact."
    assert Facet.ATTRIBUTION in differ(claim, told, parties=("CN",))


def test_agreed_to_consider_is_less_than_agreed(differ: Differ) -> None:
    told = "The two sides agreed to consider a channel for AI incidents."
    assert Facet.STRENGTH in differ("The two sides agreed on a channel for AI incidents.", told)
    assert differ("The two sides agreed to consider a channel for AI incidents.", told) == set()


def test_what_one_of_several_passages_bears_out_is_no_difference(known: Known) -> None:
    evidence = [
        passage("88 countries endorsed it."),
        passage("By March 92 countries had endorsed it."),
    ]
    assert mismatches("92 countries endorsed it.", evidence, known) == ()


@pytest.mark.parametrize(
    ("claim", "told", "facet"),
    [
        ("Kenya joined the network.", "Germany did not join the network, while Kenya did.", Facet.NEGATION),
        ("Britain stayed away because the text had too little clarity.", "Britain explained its absence by a lack of clarity.", Facet.NEGATION),
        ("China insists that humans must be able to halt a weapon.", "China asks that humans can halt a weapon at any time.", Facet.STRENGTH),
        ("China sent a vice premier to Paris.", "China announced a vice premier as head of its delegation to Paris.", Facet.CAPACITY),
        ("Greg Brockman, not Sam Altman, signed for OpenAI.", "It was signed by Greg Brockman for OpenAI and by Elon Musk.", Facet.PARTY),
        ("Three agencies, NSA, CISA and FBI, warned of it.", "NSA, CISA and FBI warned of it.", Facet.NUMBER),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_difference_is_none(
    differ: Differ, claim: str, told: str, facet: Facet
) -> None:
    assert facet not in differ(claim, told, capacity=Capacity.JOURNALIST)


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("Watermarks are compulsory under the measures.", "Under the measures watermarks are encouraged, not required."),
        ("The text covers military AI.", "The text leaves out military AI."),
    ],
)  # fmt: skip
def test_what_is_denied_before_or_behind_the_word_is_heard(
    differ: Differ, claim: str, told: str
) -> None:
    assert differ(claim, told, denied=True)


@pytest.mark.parametrize(
    ("claim", "document"),
    [
        ("中国支持了2023年REAIM行动呼吁，却没有支持首尔的文件。", "reaim-call-to-action-2023"),
        ("联大第78/265号决议未经表决获得通过，由美国提出。", "unga-78-265"),
    ],
)
def test_a_denial_beside_a_deed_does_not_deny_it(known: Known, claim: str, document: str) -> None:
    found = mismatches(claim, about(known, document), known)
    assert Facet.PARTICIPATION not in {m.facet for m in found if m.denied}


def about(known: Known, document_id: str) -> list:  # type: ignore[type-arg]
    """The participation, votes, counts and facts of a document."""
    keep = {Section.PARTICIPATION, Section.VOTE, Section.COUNT, Section.FACT}
    return [p for p in known.documents[document_id].passages if p.section in keep]


@pytest.mark.parametrize(
    ("claim", "document", "facet"),
    [
        ("China signed the Seoul Ministerial Statement.", "seoul-ministerial-statement-2024", Facet.PARTICIPATION),
        ("The United States signed the Paris Statement.", "paris-statement-2025", Facet.PARTICIPATION),
        ("China did not endorse the New Delhi Declaration.", "new-delhi-declaration-2026", Facet.PARTICIPATION),
        ("美国签署了巴黎声明。", "paris-statement-2025", Facet.PARTICIPATION),
        ("Executive Order 14110 is still in force.", "us-eo-14110-2023", Facet.STATUS),
        ("The Bletchley Declaration is a legally binding treaty.", "bletchley-declaration-2023", Facet.STATUS),
    ],
)  # fmt: skip
def test_the_record_of_a_text_denies_a_false_deed_or_status(
    known: Known, claim: str, document: str, facet: Facet
) -> None:
    found = mismatches(claim, about(known, document), known)
    assert facet in {m.facet for m in found if m.denied}


@pytest.mark.parametrize(
    ("claim", "document"),
    [
        ("China attended but did not sign the Seoul Ministerial Statement.", "seoul-ministerial-statement-2024"),
        ("Neither the United States nor the United Kingdom signed the Paris Statement.", "paris-statement-2025"),
        ("Beijing endorsed the New Delhi Declaration.", "new-delhi-declaration-2026"),
        ("Executive Order 14110 was revoked by Executive Order 14148.", "us-eo-14110-2023"),
        ("The Bletchley Declaration is not binding.", "bletchley-declaration-2023"),
    ],
)  # fmt: skip
def test_the_record_of_a_text_lets_a_true_deed_or_status_stand(
    known: Known, claim: str, document: str
) -> None:
    assert mismatches(claim, about(known, document), known) == ()


def test_another_text_named_as_the_one_that_ended_it_is_told_apart(known: Known) -> None:
    claim = "Executive Order 14110 was revoked by Executive Order 14179."
    found = mismatches(claim, about(known, "us-eo-14110-2023"), known)
    assert [m.facet for m in found if m.denied] == [Facet.STATUS]


def test_strength_is_read_from_the_words_near_what_is_shared(differ: Differ) -> None:
    told = "The paper may be revised; it bans the transfer of weights to rivals."
    assert differ("The paper bans the transfer of weights.", told, strength=Strength.MUST) == set()
