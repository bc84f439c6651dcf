"""Talking points over the shipped corpus: cited or marked, two-sided, and different by side."""

from __future__ import annotations

import re

import pytest

from assistant.corpus import load_vocabulary
from assistant.domain import Outcome
from assistant.errors import QuestionError, UsageError
from assistant.talking_points import Key, TalkingPoints, to_json
from tests.talking_points.conftest import ROOT, Prepare

TOPICS = ["nuclear-command", "open-weights", "governance-institutions", "compute-export-controls"]


def text_of(note: TalkingPoints, *keys: Key) -> str:
    """The lines of some sections, or of all."""
    return "\n".join(
        f"{point.lead or ''} {point.text}"
        for section in note.sections
        if not keys or section.key in keys
        for point in section.points
    )


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("length", ["page", "full"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_line_is_cited_or_marked_as_our_own(
    prepare: Prepare, topic: str, length: str, language: str
) -> None:
    note = prepare(topic, "US", "CN", length=length, language=language)
    assert note.outcome is Outcome.ANSWERED
    assert [section.key for section in note.sections] == [
        key for key in Key if key is not Key.OWN_DOCUMENTS
    ]
    numbers = {citation.number for citation in note.citations}
    for point in note.points():
        assert point.citations or point.own_proposal, point.text
        assert set(point.citations) <= numbers
    assert {n for point in note.points() for n in point.citations} == numbers


def test_no_statement_is_told_twice_in_one_section(prepare: Prepare) -> None:
    for topic in TOPICS:
        for section in prepare(topic, "US", "CN").sections:
            texts = [point.text for point in section.points]
            assert len(texts) == len(set(texts)), section.key


def test_the_sides_make_the_note(prepare: Prepare) -> None:
    """Objectives, answers and fallbacks differ with who meets whom."""
    pairs = [("US", "CN"), ("CN", "US"), ("FR", "CN")]
    notes = [prepare("governance-institutions", *pair) for pair in pairs]
    for key in (Key.OBJECTIVE, Key.COUNTER_ARGUMENTS, Key.FALLBACK, Key.POSITIONS):
        assert len({text_of(note, key) for note in notes}) == 3, key
    france = text_of(notes[2])
    assert "Binds France and China only" in france
    assert "Seoul Ministerial Statement" in text_of(notes[2], Key.DIVERGENCES)


def test_two_accounts_are_quoted_side_by_side_and_called_no_joint_text(prepare: Prepare) -> None:
    note = prepare("nuclear-command", "US", "CN")
    shared = next(s for s in note.sections if s.key is Key.SHARED_GROUND)
    leads = [point.lead for point in shared.points]
    assert leads == ["China, own account", "United States, own account"]
    assert "two accounts of one meeting, no joint text" in text_of(note, Key.AGREED_LANGUAGE)


def test_each_line_of_a_position_is_that_side_s_own(prepare: Prepare) -> None:
    """The party is among those the cited statement is of, or joined its text."""
    for topic in TOPICS:
        note = prepare(topic, "US", "CN")
        by_number = {c.number: c for c in note.citations}
        side = ""
        for point in next(s for s in note.sections if s.key is Key.POSITIONS).points:
            side = point.group or side
            party = {"United States": "US", "China": "CN"}[side]
            if point.own_proposal:
                continue
            cited = [by_number[n] for n in point.citations]
            assert any(
                party in c.issuers or party in {who for who, _ in c.participation} for c in cited
            ), point.text


def test_a_revoked_text_says_so(prepare: Prepare) -> None:
    note = prepare("nuclear-command", "US", "CN")
    assert "National Security Memorandum 25 (24 October 2024) is revoked" in text_of(note)


def test_an_unknown_vote_is_a_question_and_never_stated(prepare: Prepare) -> None:
    note = prepare("nuclear-command", "US", "CN")
    assert "How China voted on" in text_of(note, Key.OPEN_QUESTIONS)
    assert not re.search(r"China (?:voted|abstained)", text_of(note, Key.DIVERGENCES))


def test_one_page_is_shorter_than_the_whole(prepare: Prepare) -> None:
    for topic in TOPICS:
        page = prepare(topic, "US", "CN", length="page")
        full = prepare(topic, "US", "CN")
        assert len(page.points()) < len(full.points())
        for section in page.sections:
            assert len(section.points) <= 6, section.key


def test_a_treaty_that_does_not_exist_is_corrected_first_and_never_proposed(
    prepare: Prepare,
) -> None:
    note = prepare("ratification of the US–China Geneva hotline treaty of 2024", "US", "CN")
    assert note.outcome is Outcome.FALSE_PREMISE
    first, second = note.sections[0].points[:2]
    assert first.lead == "First a correction"
    assert "No treaty between the United States and China" in first.text
    assert second.citations and "No hotline, treaty or joint statement" in second.text
    assert "treaty" not in text_of(note, Key.OBJECTIVE, Key.FALLBACK)
    assert "treaty" not in note.title


def test_a_signature_that_was_not_given_is_corrected(prepare: Prepare) -> None:
    note = prepare("follow-up to the Seoul Declaration that China signed", "FR", "CN")
    assert note.outcome is Outcome.FALSE_PREMISE
    assert "China is not a party to the Seoul Declaration" in note.sections[0].points[0].text


def test_free_words_find_their_topic_and_statements(prepare: Prepare) -> None:
    note = prepare("incident hotlines between militaries", "US", "CN")
    assert note.outcome is Outcome.ANSWERED
    assert "incident-reporting-hotlines" in note.nearest_topics
    assert "channel" in text_of(note, Key.SHARED_GROUND)


def test_a_topic_with_nothing_on_it_says_so_and_offers_the_nearest(prepare: Prepare) -> None:
    note = prepare("fishing quotas in the South Pacific", "US", "CN")
    assert note.outcome is Outcome.NOT_COVERED
    assert note.sections == () and note.citations == ()
    assert note.note is not None and "I found nothing by the United States or China" in note.note
    assert note.nearest and note.nearest_topics


def test_a_silent_side_is_called_silent(prepare: Prepare) -> None:
    note = prepare("open-weights", "US", "TD")
    assert "No statement by Chad on this was found" in text_of(note, Key.POSITIONS)
    assert "silence, not a stance" in text_of(note)


@pytest.mark.parametrize("topic", ["x", " ", "\x00", "核", "…"])
def test_a_topic_too_short_to_search_for_is_refused(prepare: Prepare, topic: str) -> None:
    with pytest.raises(QuestionError, match="too short"):
        prepare(topic, "US", "CN")


def test_a_topic_too_long_is_refused(prepare: Prepare) -> None:
    with pytest.raises(QuestionError, match="at most 300"):
        prepare("word " * 100, "US", "CN")


def test_the_same_party_on_both_sides_is_refused(prepare: Prepare) -> None:
    with pytest.raises(UsageError, match="China stands on both sides"):
        prepare("open-weights", "CN", "CN")


def test_a_chinese_note_is_chinese(prepare: Prepare) -> None:
    note = prepare("人类控制", "CN", "US", language="zh")
    assert note.title == "人类控制：中国与美国会谈要点"
    shown = [p for p in note.points() if not p.own_proposal]
    assert all(re.search(r"[\u3400-\u9fff]", point.text) for point in shown)


@pytest.mark.parametrize(
    ("topic", "ours", "theirs"),
    [
        ("nuclear-command", "CN", "US"),
        ("cyber-misuse", "US", "CN"),
        ("incident hotlines between militaries", "US", "CN"),
        ("follow-up to the Seoul Declaration that China signed", "FR", "CN"),
    ],
)
def test_a_chinese_note_has_no_english_sentence(
    prepare: Prepare, topic: str, ours: str, theirs: str
) -> None:
    """English stands only in terms to be translated, and in the topic as it was given."""
    note = prepare(topic, ours, theirs, language="zh")
    for section in note.sections:
        for point in section.points:
            told = point.text.replace(topic, "")
            if section.key is Key.TERMS:
                told = told.split("：", 1)[-1] if "：" in told else ""
            run = re.search(r"[A-Za-z’'-]+(?:[ ,;]+[A-Za-z’'-]+){4,}", told)
            assert run is None, (section.key, run)


def test_every_caution_of_the_glossary_has_both_languages() -> None:
    terms = load_vocabulary(ROOT / "corpus").glossary
    assert all(bool(term.caution) == bool(term.caution_zh) for term in terms)
    assert sum(bool(term.caution_zh) for term in terms) >= 50
    assert all(re.search(r"[\u3400-\u9fff]", term.caution_zh or "安") for term in terms)


def test_a_side_that_says_it_in_other_words_is_not_called_silent(prepare: Prepare) -> None:
    note = prepare("export controls on advanced chips", "CN", "US")
    assert "silence" not in text_of(note, Key.POSITIONS)


def test_a_communique_of_two_is_no_divergence_with_a_third(prepare: Prepare) -> None:
    told = text_of(prepare("capacity-building", "CN", "US"))
    assert "China-France joint statement" not in told
    assert "BRICS statement on AI (6 July 2025); the United States" not in told
    assert "China signed the WAICO agreement" in told


def test_an_answer_shares_words_with_the_point_or_is_not_given(prepare: Prepare) -> None:
    """“You can answer” with a line beside the point is worse than saying that there is none."""
    for topic in TOPICS:
        note = prepare(topic, "US", "CN")
        raised = next(s for s in note.sections if s.key is Key.COUNTER_ARGUMENTS).points
        for point, answer in zip(raised[::2], raised[1::2], strict=False):
            assert answer.citations or answer.own_proposal
            assert point.text != answer.text


def test_what_is_often_said_of_others_is_no_matter_of_this_meeting(prepare: Prepare) -> None:
    told = text_of(prepare("evaluation-testing", "SG", "US"), Key.OPEN_QUESTIONS)
    assert "Often said" in told
    assert "China is a member of the International Network" not in told


def test_a_text_on_arms_is_in_no_other_note_for_its_secondary_topics(prepare: Prepare) -> None:
    """A military declaration filed under institutions and testing too says nothing on them."""
    for topic, ours, theirs in (
        ("governance-institutions", "FR", "CN"),
        ("evaluation-testing", "SG", "US"),
        ("biological weapons uplift from AI models", "US", "CN"),
    ):
        note = prepare(topic, ours, theirs)
        keys = (Key.AGREED_LANGUAGE, Key.DIVERGENCES, Key.OBJECTIVE, Key.COUNTER_ARGUMENTS)
        assert "military AI" not in text_of(note, *keys), topic


def test_who_joined_a_text_is_told_with_what_it_says_on_the_topic(prepare: Prepare) -> None:
    """A signature alone does not show that the text has to do with the topic."""
    note = prepare("capacity-building", "US", "CN")
    told = next(s for s in note.sections if s.key is Key.DIVERGENCES).points
    cited = {c.number: c for c in note.citations}
    apart = [p for p in told if "is not a party to" in p.text]
    assert apart
    for point in apart:
        assert any("#p" not in cited[n].passage_id for n in point.citations), point.text


def test_a_precedent_of_one_side_is_one_that_a_side_joined(prepare: Prepare) -> None:
    """Resolution 80/57, on which China abstained and against which the United States voted."""
    told = text_of(prepare("autonomous weapons", "CN", "US"), Key.AGREED_LANGUAGE)
    assert "complete elements of an instrument" not in told


@pytest.mark.parametrize("topic", ["export-controls", "deepfakes and disinformation"])
def test_words_joined_like_an_id_and_words_of_two_topics_are_found(
    prepare: Prepare, topic: str
) -> None:
    assert prepare(topic, "US", "CN").outcome is Outcome.ANSWERED


def test_json_has_the_contract_s_fields(prepare: Prepare) -> None:
    told = to_json(prepare("open-weights", "CN", "US"))
    assert told["topic"] == "open-weights" and told["for"] == "CN" and told["with"] == "US"
    assert told["outcome"] == "answered"
    assert [section["key"] for section in told["sections"]] == [
        str(key) for key in Key if key is not Key.OWN_DOCUMENTS
    ]
    point = told["sections"][2]["points"][0]
    assert {"text", "citations", "own_proposal"} <= set(point)
    assert {"citations", "coverage", "warnings", "corpus"} <= set(told)
