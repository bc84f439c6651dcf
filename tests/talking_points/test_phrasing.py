"""A note's lines in a language model's words, over real HTTP, and the gates between."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from assistant.prompts import Prompts, Wording
from assistant.talking_points import NotePhraser, Preparer, TalkingPoints
from assistant.writing import Phraser
from tests.adapters.test_chat import chat
from tests.servers import Body, ChatServer, Fault, Reply, evidence, openai_server
from tests.talking_points.conftest import ROOT, Prepare

Word = Callable[..., tuple[TalkingPoints, ChatServer]]


@pytest.fixture
def plain(prepare: Prepare) -> TalkingPoints:
    """The note as it is composed by rule."""
    return prepare("nuclear-command", "US", "CN")


@pytest.fixture
def word(
    preparer: Preparer,
    plain: TalkingPoints,
    note_wording: Wording,
    monkeypatch: pytest.MonkeyPatch,
) -> Word:
    """The note with a model that says what a script says; twice, if asked to."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    parts = preparer._parts

    def wording(
        script: Callable[[Body], Reply], times: int = 1
    ) -> tuple[TalkingPoints, ChatServer]:
        with openai_server(script) as server:
            phraser = Phraser(chat("openai", server), Prompts(ROOT / "prompts"), None)
            notes = NotePhraser(parts, phraser, note_wording)
            for _ in range(times):
                note = notes.in_words(plain)
        return note, server

    return wording


def lines(change: Callable[[str], str]) -> Callable[[Body], str]:
    """A model that gives every line back, changed."""
    return lambda body: json.dumps(
        {"lines": [{"id": i, "text": change(text)} for i, text in evidence(body).items()]},
        ensure_ascii=False,
    )


def cited(note: TalkingPoints) -> list[str]:
    """The cited lines."""
    return [p.text for p in note.points() if p.citations and not p.own_proposal]


def opened(text: str) -> str:
    """A line that says the same in other words."""
    return f"The record has it that {text[0].lower() if text[:4] == 'The ' else text[0]}{text[1:]}"


def test_lines_that_pass_are_in_the_model_s_words_with_their_citations(
    word: Word, plain: TalkingPoints
) -> None:
    note, _ = word(lines(opened))
    changed = [new for old, new in zip(cited(plain), cited(note), strict=True) if new != old]
    assert len(changed) >= len(cited(plain)) // 2
    assert all(text.startswith("The record has it") for text in changed)
    assert [p.citations for p in note.points()] == [p.citations for p in plain.points()]
    assert note.model == "openai:scripted"
    told = f"{len(changed)} of {len(cited(plain))} cited lines in the words of openai:scripted"
    assert any(told in warning for warning in note.warnings)


def test_a_lying_model_words_nothing_and_the_lines_stay(word: Word, plain: TalkingPoints) -> None:
    note, _ = word(lines(lambda _: "Ninety-nine states signed a binding treaty in Vienna in 1999."))
    assert [p.text for p in note.points()] == [p.text for p in plain.points()]
    assert note.model is None
    assert any(f"{len(cited(plain))} stayed as composed" in w for w in note.warnings)


def test_proposals_of_our_own_are_never_sent(word: Word, plain: TalkingPoints) -> None:
    _, server = word(lines(opened))
    sent = {text for body in server.asked for text in evidence(body).values()}
    own = [p.text for p in plain.points() if p.own_proposal]
    assert own
    assert sent.isdisjoint(own)


def test_one_model_failing_leaves_the_note_as_it_was_and_says_why(
    word: Word, plain: TalkingPoints
) -> None:
    note, server = word(lambda _: Fault(401, "no"))
    assert [p.text for p in note.points()] == [p.text for p in plain.points()]
    assert len(server.asked) == 1
    assert any("by rule" in w and "key was refused" in w for w in note.warnings)


def test_the_same_note_is_asked_for_once_and_a_failed_one_again(word: Word) -> None:
    """A download has the words of the page."""
    _, once = word(lines(opened))
    _, twice = word(lines(opened), times=2)
    assert len(twice.asked) == len(once.asked)
    _, failed = word(lambda _: Fault(404, "no"), times=2)
    assert len(failed.asked) == 2
