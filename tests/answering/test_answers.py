"""What a person gets for a question: the promises, each seen on the shipped corpus."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.answering import Answerer, clean_question
from assistant.domain import (
    Answer,
    AnswerReady,
    Entailment,
    Filters,
    Kind,
    Outcome,
    Progress,
    SentenceReady,
)
from assistant.errors import QuestionError
from assistant.naming import Names, Sort
from tests.answering.conftest import Ask, shown
from tests.fakes import WordOverlapVerifier


def test_every_sentence_has_a_citation_that_is_in_the_answer(ask: Ask) -> None:
    answer = ask("What came out of the Geneva meeting on AI in May 2024?")
    numbers = {citation.number for citation in answer.citations}
    assert answer.sentences
    assert all(s.citations and set(s.citations) <= numbers for s in answer.sentences)


def test_progress_then_sentences_then_exactly_one_answer(answerer: Answerer) -> None:
    events = list(answerer.ask("Did China sign the Bletchley Declaration?"))
    kinds = [type(event) for event in events]
    assert kinds[0] is Progress
    assert kinds[-1] is AnswerReady
    assert kinds.count(AnswerReady) == 1
    sentences = tuple(e.sentence for e in events if isinstance(e, SentenceReady))
    assert isinstance(events[-1], AnswerReady)
    assert events[-1].answer.sentences == sentences


def test_two_readouts_of_one_meeting_are_told_apart_by_side(ask: Ask) -> None:
    answer = ask("What came out of the Geneva meeting on AI in May 2024?")
    leads = {s.lead.split(" (")[0] for s in answer.sentences if s.lead}
    assert {"China", "United States"} <= leads


def test_attending_is_not_signing(ask: Ask) -> None:
    answer = ask("Did China sign the Seoul Ministerial Statement?")
    assert answer.outcome is Outcome.ANSWERED
    assert answer.sentences[0].text.startswith("No: China attended but did not sign")


def test_every_text_that_a_name_can_mean_is_answered_for(ask: Ask) -> None:
    cited = {c.document_id for c in ask("Did China join the Seoul texts?").citations}
    assert {
        "seoul-declaration-2024",
        "seoul-statement-intent-2024",
        "seoul-ministerial-statement-2024",
        "frontier-ai-safety-commitments-2024",
    } <= cited


def test_a_company_is_never_told_as_its_state(ask: Ask) -> None:
    text = shown(ask("Did China sign the Frontier AI Safety Commitments?"))
    assert "No state signs" in text
    assert "Zhipu" in text


def test_votes_are_told_with_stage_date_and_tally(ask: Ask) -> None:
    text = shown(ask("How did the US vote on the UN AI panel appointments?"))
    assert "voted against" in text
    assert "117 in favour, 2 against" in text
    assert "12 February 2026" in text


def test_a_vote_that_is_not_recorded_is_not_guessed(ask: Ask) -> None:
    answer = ask("How did China vote on A/RES/79/62?")
    assert answer.outcome is Outcome.NOT_COVERED
    assert "does not record" in (answer.note or "")


def test_counts_come_with_their_dates_oldest_first(ask: Ask) -> None:
    answer = ask("How many endorsed the New Delhi declaration?")
    text = shown(answer)
    assert text.index("88") < text.index("92")
    assert "2 March 2026" in text


def test_a_revoked_text_says_by_what_and_when(ask: Ask) -> None:
    text = shown(ask("Is Executive Order 14110 still in force?"))
    assert "revoked" in text
    assert "Executive Order 14148 of 20 January 2025" in text


def test_a_question_about_the_present_tells_how_far_the_corpus_reaches(ask: Ask) -> None:
    warnings = ask("Is Executive Order 14110 still in force?").warnings
    assert any("reaches to" in warning for warning in warnings)


def test_citing_a_revoked_text_flags_it(ask: Ask) -> None:
    text = shown(ask("What does Executive Order 14110 say?"))
    assert "is revoked: Executive Order 14148" in text


def test_set_questions_are_answered_from_participation(ask: Ask) -> None:
    answer = ask("Which texts did both join since 2024?")
    cited = {citation.document_id for citation in answer.citations}
    assert {"unga-78-265", "unga-78-311", "new-delhi-declaration-2026"} <= cited
    assert not cited & {"paris-statement-2025", "bletchley-declaration-2023"}


def test_a_set_with_a_negation_keeps_the_sides_apart(ask: Ask) -> None:
    cited = {c.document_id for c in ask("Which texts did China join but not the US?").citations}
    assert "paris-statement-2025" in cited
    assert "new-delhi-declaration-2026" not in cited


def test_a_vote_that_went_the_other_way_is_corrected_first(ask: Ask) -> None:
    answer = ask("Why did China vote against A/RES/78/265?")
    assert answer.outcome is Outcome.FALSE_PREMISE
    assert "co-sponsored" in answer.sentences[0].text
    assert answer.sentences[0].citations


def test_a_signature_that_was_never_given_is_corrected_first(ask: Ask) -> None:
    answer = ask("When did the US sign the Paris statement?")
    assert answer.outcome is Outcome.FALSE_PREMISE
    assert "did not sign" in answer.sentences[0].text


def test_the_wrong_revoking_order_is_corrected(ask: Ask) -> None:
    answer = ask("Which section of Executive Order 14179 repealed Executive Order 14110?")
    assert answer.outcome is Outcome.FALSE_PREMISE
    assert "14148" in answer.sentences[0].text


def test_a_hotline_taken_for_granted_is_corrected(ask: Ask) -> None:
    answer = ask("What did the hotline set up in Geneva cover?")
    assert answer.outcome is Outcome.FALSE_PREMISE
    assert "No hotline" in answer.sentences[0].text


def test_without_evidence_it_abstains_and_offers_the_nearest(ask: Ask) -> None:
    answer = ask("Which agency staffs the US–India AI accident bureau?")
    assert answer.outcome is Outcome.NOT_COVERED
    assert not answer.sentences and not answer.citations
    assert answer.nearest
    assert str(answer.coverage.documents) in (answer.note or "")


def test_a_matter_of_two_parties_is_not_answered_from_what_concerns_one(ask: Ask) -> None:
    answer = ask("Which office runs the India–Brazil AI incident registry?")
    assert answer.outcome is Outcome.NOT_COVERED


def test_governments_did_not_adopt_what_scientists_wrote(ask: Ask) -> None:
    answer = ask("When did governments adopt the IDAIS-Beijing red lines?")
    assert answer.outcome is Outcome.FALSE_PREMISE
    assert "no government adopted" in answer.sentences[0].text


def test_a_text_taken_for_revoked_that_holds_is_corrected(ask: Ask) -> None:
    answer = ask("What replaced Executive Order 14365 once it was revoked?")
    assert answer.outcome is Outcome.FALSE_PREMISE
    assert "is in force" in answer.sentences[0].text


def test_a_treaty_that_does_not_exist_is_not_described(ask: Ask) -> None:
    answer = ask("What does the treaty that the US and China concluded in Busan say?")
    assert answer.outcome is not Outcome.ANSWERED


def test_who_holds_an_office_that_no_statement_names_is_not_guessed(ask: Ask) -> None:
    answer = ask("Who is the treasurer of WAICO?")
    assert answer.outcome is Outcome.NOT_COVERED


def test_a_time_after_the_corpus_ends_is_not_guessed(ask: Ask) -> None:
    answer = ask("What did the US and China agree in January 2027?")
    assert answer.outcome is Outcome.NOT_COVERED
    assert "reaches only to" in (answer.note or "")


def test_chinese_is_answered_in_chinese(ask: Ask) -> None:
    answer = ask("中国签署了布莱切利宣言吗？")
    assert answer.language == "zh"
    assert "签署" in answer.sentences[0].text


def test_it_abstains_politely_in_chinese(ask: Ask) -> None:
    answer = ask("火星基地的咖啡机由哪个部门采购？")
    assert answer.outcome is Outcome.NOT_COVERED
    assert "没有找到" in (answer.note or "")


def test_a_filter_narrows_what_is_cited_and_says_so(ask: Ask) -> None:
    filters = Filters(kinds=(Kind.RESOLUTION,))
    answer = ask("Which texts did both join since 2024?", filters=filters)
    assert {citation.kind for citation in answer.citations} == {Kind.RESOLUTION}
    assert any("filters" in warning for warning in answer.warnings)


@pytest.mark.parametrize("question", ["", "   ", "?!…", "\x00\x07"])
def test_a_question_without_words_is_refused_with_an_example(question: str) -> None:
    with pytest.raises(QuestionError, match="empty"):
        clean_question(question)


def test_fifty_thousand_characters_are_refused_with_the_limit() -> None:
    with pytest.raises(QuestionError, match="50,000 characters; at most 4,000"):
        clean_question("a" * 50_000)


def test_control_characters_are_dropped_and_markup_is_only_text(ask: Ask) -> None:
    answer = ask("Did\x00 China <script>alert(1)</script> sign the Bletchley Declaration?")
    assert "\x00" not in answer.question
    assert answer.outcome is Outcome.ANSWERED


def test_remarks_about_a_text_are_not_the_text(ask: Ask) -> None:
    """A question about an order in force is not answered for the speech at its signing."""
    cited = {c.document_id for c in ask("Is Executive Order 14110 still in force?").citations}
    assert "us-eo-14110-2023" in cited
    assert "wh-biden-harris-eo-14110-remarks-2023" not in cited


def test_a_party_that_is_only_spoken_of_does_not_silence_the_one_that_speaks(ask: Ask) -> None:
    answer = ask("How far behind does CAISI think the best Chinese model is?")
    assert "eight months" in shown(answer)


def test_accounts_that_are_to_be_compared_are_both_told(ask: Ask) -> None:
    answer = ask("Do the two governments describe the nuclear sentence of Lima in the same way?")
    cited = {citation.document_id for citation in answer.citations}
    assert {"us-cn-lima-2024-us", "us-cn-lima-2024-cn"} <= cited


@pytest.mark.parametrize(
    "question",
    [
        "Who was the lead sponsor of UN resolution 78/311 on AI capacity-building?",
        "联合国大会关于人工智能能力建设的第78/311号决议由谁牵头提出？",
    ],
)
def test_the_lead_sponsor_of_a_resolution_is_named(ask: Ask, question: str) -> None:
    assert "China" in shown(ask(question)) or "中国" in shown(ask(question))


def test_a_convention_not_in_force_is_not_given_a_date_of_entry(ask: Ask) -> None:
    answer = ask("On what date does the Council of Europe's AI convention enter into force?")
    assert "not in force" in answer.sentences[0].text


def test_a_paper_that_reports_is_no_name_for_a_question(names: Names) -> None:
    """“Which agency …” names nobody, even if an agency is told as speaker."""
    assert not names.find("Which agency staffs the bureau?").of(Sort.SPEAKER)


def test_what_typed_fields_tell_is_read_by_the_verifier_and_a_statement_is_not(
    answerer: Answerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One batch an answer; its probability is the sentence's support."""
    verifier = WordOverlapVerifier()
    monkeypatch.setattr(answerer, "_verifier", verifier)
    typed = _asked(answerer, "Did China sign the Bletchley Declaration?")
    texts = {text for text, _ in verifier.judged}
    assert {s.text for s in typed.sentences if s.support < 1} == texts
    assert texts
    verifier.judged.clear()
    plain = _asked(answerer, "What did Jake Sullivan say in Davos about export restrictions?")
    assert plain.sentences
    assert {s.support for s in plain.sentences} == {1.0}
    assert verifier.judged == []


def test_a_typed_sentence_that_the_verifier_denies_is_left_out_and_counted(
    answerer: Answerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Denying(WordOverlapVerifier):
        def verify(self, pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
            return [Entailment(0.1, 0.9) for _ in pairs]

    monkeypatch.setattr(answerer, "_verifier", Denying())
    answer = _asked(answerer, "Did China sign the Bletchley Declaration?")
    assert answer.removed >= 1
    assert any("verifier" in warning for warning in answer.warnings)


def _asked(answerer: Answerer, question: str) -> Answer:
    *_, last = answerer.ask(question)
    assert isinstance(last, AnswerReady)
    return last.answer
