"""The gates on what a language model writes, each on passages of the shipped corpus.

The figures over all written-down lies are printed by tests/gold/liar.py; none of the sentences
here is one of its unseen half.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pytest

from assistant.citations import Draft, Refusal
from assistant.comparing import Known
from assistant.domain import Entailment, Passage
from assistant.errors import ModelError
from assistant.writing import Gates

ORDER = "us-eo-14110-2023#1"
PEACE = "wh-biden-voluntary-commitments-remarks-2023#6"
SCREENING = "wh-sherwood-randall-bioterrorism-2024#3"


class Fixed:
    """A Verifier that always says the same, or fails; `asked` holds its pairs."""

    identity = "fixed"

    def __init__(self, result: Entailment | None, languages: Collection[str] = ("en", "zh")):
        self.languages = languages
        self.asked: list[tuple[str, str]] = []
        self._result = result

    def verify(self, pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
        self.asked += pairs
        if self._result is None:
            raise ModelError("the verifier's file is damaged")
        return [self._result for _ in pairs]


def passage(known: Known, name: str) -> Passage:
    """A passage by id."""
    document = known.documents[name.partition("#")[0]]
    return next(p for p in document.passages if p.id == name)


def gate(known: Known, name: str, text: str, language: str = "en") -> str | None:
    """Which gate stops a sentence that cites this passage; None if it passes."""
    verdict = Gates(known, None).judge(Draft(text, (passage(known, name),)), language)
    return verdict.gate if isinstance(verdict, Refusal) else None


def test_a_sentence_that_cites_nothing_stops_first(known: Known) -> None:
    verdict = Gates(known, None).judge(Draft("China signed.", ()), "en")
    assert isinstance(verdict, Refusal)
    assert verdict.gate == "citation"


def test_the_statement_itself_passes_whole(known: Known) -> None:
    own = passage(known, ORDER)
    assert Gates(known, None).judge(Draft(own.text, (own,)), "en") == 1.0


@pytest.mark.parametrize(
    ("text", "gate_"),
    [
        (
            "In July 2023 President Biden said the United States, with allies and partners, will "
            "take the lead towards shared international rules for AI development.",
            None,
        ),
        ("President Xi said in July 2023 that China will take the lead.", "party"),
        (
            "President Biden said in July 2021 that the United States will take the lead.",
            "number",
        ),
        ("President Biden said in March 2023 that the United States will take the lead.", "date"),
        (
            "President Biden said in July 2023 that the United States might take the lead.",
            "strength",
        ),
        (
            "President Biden said in July 2023 that the United States will not take the lead.",
            "negation",
        ),
        ("In July 2023 journalists said that they will take the lead.", "capacity"),
        ("President Biden promised “the toughest rules on earth” in July 2023.", "quote"),
        ("President Biden said so in July 2023, see https://example.org/ai.", "address"),
        ("Le président Biden a dit en juillet 2023 que son pays prendra la tête.", "language"),
        ("拜登总统2023年7月说，美国将与盟友一道牵头。", "language"),
    ],
)
def test_each_gate_stops_its_kind(known: Known, text: str, gate_: str | None) -> None:
    assert gate(known, PEACE, text) == gate_


def test_an_order_by_another_number_is_another_order(known: Known) -> None:
    assert gate(known, ORDER, "Executive Order 14179 had developers report test results.")


def test_a_revoked_text_is_not_said_to_hold(known: Known) -> None:
    told = "Executive Order 14110 requires developers to report red-team results and is in force."
    assert gate(known, ORDER, told) == "status"


def test_mandatory_is_not_voluntary(known: Known) -> None:
    told = "On 7 May 2024 Liz Sherwood-Randall pointed to a framework with voluntary safeguards."
    assert gate(known, SCREENING, told) == "strength"


def test_a_chinese_answer_is_held_to_chinese_evidence(known: Known) -> None:
    name = "cn-third-plenum-2024#1"
    assert (
        gate(
            known,
            name,
            "中共二十届三中全会2024年7月的《决定》提出要建立人工智能安全监管制度。",
            "zh",
        )
        is None
    )
    assert (
        gate(known, name, "2024年7月三中全会《决定》没有提出建立人工智能安全监管制度。", "zh")
        == "negation"
    )
    assert gate(known, name, "《决定》提出“对人工智能实行最严格的监管”。", "zh") == "quote"
    assert (
        gate(known, name, "The Third Plenum Decision asks for oversight of AI safety.", "zh")
        == "language"
    )


def test_our_own_words_are_never_quoted_as_the_source_s(known: Known) -> None:
    """A brief is a summary: its words in quotation marks would pass for the source's."""
    told = "President Biden said in July 2023 that his country will “take the lead”."
    assert gate(known, PEACE, told) == "quote"


def test_what_a_brief_itself_quotes_may_be_quoted(known: Known) -> None:
    name = "cn-mfa-qa-si-term-2026-09#3"
    told = "A White House fact sheet of 25 September 2026 speaks of “super intelligence”."
    assert gate(known, name, told) != "quote"


def test_a_quotation_that_is_never_closed_stops(known: Known) -> None:
    assert gate(known, PEACE, "President Biden said in July 2023: “We will lead.") == "quote"


def test_the_verifier_has_the_last_word(known: Known) -> None:
    own = passage(known, PEACE)
    draft = Draft("President Biden said in July 2023 that the United States will lead.", (own,))
    for result, expected in (
        (Entailment(0.9, 0.02), 0.9),
        (Entailment(0.1, 0.8), "verifier"),
        (Entailment(0.05, 0.05), "verifier"),
    ):
        verdict = Gates(known, Fixed(result)).judge(draft, "en")
        assert (verdict.gate if isinstance(verdict, Refusal) else verdict) == expected


def test_a_verifier_that_does_not_read_the_language_is_not_asked(known: Known) -> None:
    verifier = Fixed(Entailment(0, 1), languages=("zh",))
    draft = Draft("President Biden said so in July 2023.", (passage(known, PEACE),))
    assert isinstance(Gates(known, verifier).judge(draft, "en"), float)
    assert verifier.asked == []


def test_a_verifier_that_fails_is_an_error_and_no_verdict(known: Known) -> None:
    draft = Draft("President Biden said so in July 2023.", (passage(known, PEACE),))
    with pytest.raises(ModelError, match="damaged"):
        Gates(known, Fixed(None)).judge(draft, "en")
