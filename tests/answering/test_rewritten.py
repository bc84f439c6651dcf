"""Follow-ups that a language model puts so that they stand alone, over real HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.answering import Answerer
from assistant.domain import Answer, AnswerReady, Filters
from assistant.prompts import Prompts
from assistant.writing import Rewriter
from tests.adapters.test_chat import chat
from tests.servers import Body, ChatServer, Fault, Reply, openai_server

PROMPTS = Prompts(Path(__file__).parents[2] / "prompts")
FIRST = "Did France sign the Bletchley Declaration?"
Talk = Callable[..., tuple[list[Answer], ChatServer]]


@pytest.fixture
def talk(answerer: Answerer, monkeypatch: pytest.MonkeyPatch) -> Talk:
    """Ask questions one after another with a model that says what a script says."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)

    def talking(
        script: Callable[[Body], Reply], *questions: str
    ) -> tuple[list[Answer], ChatServer]:
        answers: list[Answer] = []
        with openai_server(script) as server:
            rewriter = Rewriter(chat("openai", server), PROMPTS)
            monkeypatch.setattr(answerer, "_rewriter", rewriter)
            for question in questions:
                *_, last = answerer.ask(question, earlier=answers)
                assert isinstance(last, AnswerReady)
                answers.append(last.answer)
        return answers, server

    return talking


def puts(question: str) -> Callable[[Body], str]:
    """A model that understands every follow-up like this."""
    return lambda _: json.dumps({"question": question})


def test_a_follow_up_is_answered_as_the_model_understood_it_and_the_answer_shows_how(
    talk: Talk,
) -> None:
    alone = "When was the Bletchley Declaration made?"
    (_, second), server = talk(puts(alone), FIRST, "And its day?")
    assert second.question == "And its day?"
    assert second.understood == alone
    assert any("2023-11-01" in c.date for c in second.citations)
    assert len(server.asked) == 1
    assert FIRST in server.asked[0]["messages"][-1]["content"]


def test_the_first_question_is_sent_to_nobody(talk: Talk) -> None:
    _, server = talk(puts(FIRST), FIRST)
    assert server.asked == []


def test_a_question_to_one_s_own_documents_is_sent_to_nobody(
    talk: Talk, answerer: Answerer
) -> None:
    (first,), server = talk(puts(FIRST), FIRST)
    list(answerer.ask("And China?", earlier=[first], filters=Filters(scope="mine")))
    assert server.asked == []


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (puts("Did China sign the Seoul Declaration?"), "Seoul Declaration"),
        (lambda _: "What do you mean?", "did not fill in"),
        (lambda _: Fault(401, "no"), "key was refused"),
        (lambda _: Fault(nonsense=True), "openai:scripted"),
    ],
)
def test_where_the_model_fails_the_rules_understand_it_and_the_reason_is_told(
    talk: Talk, reply: Callable[[Body], Reply], reason: str
) -> None:
    (_, second), _ = talk(reply, FIRST, "And China?")
    assert second.understood == "Did China sign the Bletchley Declaration?"
    assert any("worked out by rule" in w and reason in w for w in second.warnings)


def test_a_question_that_the_model_repeats_is_left_to_the_rules(talk: Talk) -> None:
    (_, second), _ = talk(puts("And China?"), FIRST, "And China?")
    assert second.understood == "Did China sign the Bletchley Declaration?"
    assert second.warnings == ()
