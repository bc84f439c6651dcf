"""Handling marks hold in everything that is shown, stored or sent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.contract import to_json
from assistant.errors import UsageError
from assistant.export import answer_as_html, answer_as_markdown, answer_as_text
from assistant.generations import folder
from assistant.library import as_document, handling_of
from assistant.library.redaction import without_names
from assistant.reading.formats import read_bytes
from assistant.record import serialised
from tests.fakes import ScriptedChat
from tests.library.conftest import SECRET, TALK, Desk

QUESTION = "What was said on a channel for incidents of large models?"


def _outputs(desk: Desk, question: str) -> dict[str, str]:
    """Every form in which an answer leaves the core."""
    answer = desk.ask(question)
    assert answer.sentences, question
    return {
        "json": json.dumps(to_json(answer), ensure_ascii=False),
        "markdown": answer_as_markdown(answer, str),
        "text": answer_as_text(answer, str),
        "html": answer_as_html(answer, str),
        "object": repr(answer),
    }


def test_a_name_is_shown_where_nothing_forbids_it(desk: Desk) -> None:
    """The test below would prove nothing if no output ever told a speaker."""
    desk.add("talk.md", TALK)
    for output, text in _outputs(desk, QUESTION).items():
        assert "Zhou Wei" in text, output
        assert "00:41:07" in text, output


@pytest.mark.parametrize("question", [QUESTION, "Is a hotline used at three in the morning?"])
def test_chatham_house_hides_speakers_in_every_output(desk: Desk, question: str) -> None:
    """No answer, export, JSON or stored object names a speaker or an affiliation."""
    desk.add("talk.md", TALK, "chatham-house")
    for output, text in _outputs(desk, question).items():
        assert not [name for name in SECRET if name in text], output
        assert "a participant" in text, output


def test_chatham_house_names_are_in_no_document_index_or_list(desk: Desk) -> None:
    """What is not there cannot leak: the whole document, its id and every file of the index."""
    desk.add("talk.md", TALK, "chatham-house")
    (document,) = desk.own()
    assert not [name for name in SECRET if name in serialised(document).decode()]
    manifest = desk.snapshots.current().generation
    for path in folder(desk.data_dir, manifest).rglob("*"):
        if path.is_file():
            content = path.read_bytes().decode("utf-8", "ignore")
            assert not [name for name in ("Zhou", "Tsinghua", "Leigh") if name in content], path
    assert "[participants]" in document.text


def test_asking_for_a_hidden_speaker_reveals_nothing(desk: Desk) -> None:
    """A question that names somebody gets the same words as one that does not, unattributed."""
    desk.add("talk.md", TALK, "chatham-house")
    answer = desk.ask("What did Zhou Wei of Tsinghua say on a channel for incidents?")
    shown = json.dumps([c.__repr__() for c in answer.citations])
    assert "Zhou" not in shown and all("Zhou" not in s.text for s in answer.sentences)


def test_offsets_hold_after_names_are_hidden(desk: Desk) -> None:
    desk.add("talk.md", TALK, "chatham-house")
    (document,) = desk.own()
    assert document.passages
    for passage in document.passages:
        assert document.text[passage.start : passage.end] == passage.text
    assert [p.locator for p in document.passages if p.speaker] == [
        "00:41:07",
        "00:42:00",
        "00:43:10",
    ]


def test_chinese_names_and_forms_of_address_are_hidden() -> None:
    text = "周伟：我们同意建立渠道。\n\n李明：谢谢周教授，谢谢周伟。\n\n周伟：好的。"
    hidden = without_names(read_bytes("a.txt", text.encode()))
    assert "周" not in hidden.text and "李明" not in repr(hidden)


def test_a_document_under_embargo_is_not_used_before_its_day(desk: Desk) -> None:
    """It is in no index and no answer before; from the day on it is."""
    desk.add("talk.md", TALK, "embargo until 2031-05-01")
    assert desk.own() == [] and not desk.ask(QUESTION).sentences
    desk.index(today="2031-04-30")
    assert desk.own() == []
    desk.index(today="2031-05-01")
    assert [d.handling for d in desk.own()] == ["internal, embargo until 2031-05-01"]
    assert desk.ask(QUESTION).sentences


def test_an_answer_that_rests_on_internal_documents_says_so(desk: Desk) -> None:
    desk.add("talk.md", TALK, "internal")
    assert any("not public: Closed talks of May" in w for w in desk.ask(QUESTION).warnings)


def test_a_change_of_the_mark_takes_effect(desk: Desk) -> None:
    """A document that becomes a Chatham House one loses its names with the next index."""
    from dataclasses import replace

    name = desk.add("talk.md", TALK)
    facts = desk.library.one(name).facts
    desk.library.change(name, replace(facts, handling=handling_of("chatham-house")))
    desk.index()
    assert "Zhou" not in _outputs(desk, QUESTION)["json"]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("public", "public"),
        ("Chatham House", "Chatham House"),
        ("chatham-house, embargo:2026-12", "Chatham House, embargo until 2026-12-31"),
        ("embargo until 2026-12-01", "internal, embargo until 2026-12-01"),
    ],
)
def test_marks_in_words(words: str, shown: str) -> None:
    assert str(handling_of(words)) == shown


@pytest.mark.parametrize("words", ["secret", "embargo until soon", "public, internal"])
def test_words_that_are_no_mark_are_refused(words: str) -> None:
    with pytest.raises(UsageError, match=r"Valid are|is no date"):
        handling_of(words)


def test_a_removed_document_makes_none(desk: Desk, tmp_path: Path) -> None:
    name = desk.add("talk.md", TALK)
    desk.library.remove(name)
    assert as_document(desk.library.one(name)) is None


def test_no_language_model_is_sent_own_documents(desk: Desk) -> None:
    """Whatever the mark: what is quoted of them is shown beside what the model writes."""
    for name, mark in (("a.md", "internal"), ("b.md", "public")):
        desk.add(name, TALK + f"\n{name}", mark)
    model = ScriptedChat(lambda _prompt: "Nothing.")
    answer = desk.written_with(model).ask(
        "What was exchanged in Geneva on risks and a channel for incidents of large models?", "all"
    )
    assert any(c.exact for c in answer.citations)
    assert model.asked, "the model wrote nothing, so this proves nothing"
    assert not any(
        "channel for incidents of large models would cost" in str(p) for p in model.asked
    )
    assert not any("Zhou" in str(prompt) for prompt in model.asked)
