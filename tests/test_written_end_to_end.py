"""From the settings to the answer: the real assistant with a chat model on a loopback server."""

from __future__ import annotations

import json
import sys

import pytest

from assistant import __main__ as command_line
from assistant.domain import Answer, AnswerReady
from assistant.settings import Settings
from assistant.wiring import Assistant, build_assistant
from tests.servers import Body, Fault, Reply, evidence, ollama_server, openai_server

QUESTION = "What came out of the Geneva meeting on AI in May 2024?"
SERVERS = {"openai": openai_server, "ollama": ollama_server}


def faithful(body: Body) -> str:
    """Three statements with their ids, and a sentence that is nobody's."""
    rows = [f"{text[:-1]} [{name}]." for name, text in list(evidence(body).items())[:3]]
    return " ".join([*rows, "Both sides signed a secret pact [zz9zz9]."])


def asked(settings: Settings, provider: str, url: str) -> Answer:
    """One answer of the real assistant, its data those of the four briefs."""
    changes = {"model": f"{provider}:scripted", "model_url": url, "model_retries": 0}
    made = build_assistant(Settings.model_validate(settings.model_dump() | changes))
    *_, last = made.ask(QUESTION)
    assert isinstance(last, AnswerReady)
    return last.answer


@pytest.mark.parametrize("provider", sorted(SERVERS))
def test_the_settings_lead_to_a_written_answer(
    assistant: Assistant, settings: Settings, provider: str
) -> None:
    with SERVERS[provider](faithful) as server:
        answer = asked(settings, provider, server.url)
    assert answer.model == f"{provider}:scripted"
    assert answer.usage is not None
    assert answer.removed >= 1
    assert not any("secret" in sentence.text for sentence in answer.sentences)


@pytest.mark.parametrize("reply", [Fault(401, "wrong key"), Fault(429, "slow down"), ""])
def test_a_model_of_no_use_leaves_the_answer_as_it_is_without_one(
    assistant: Assistant, settings: Settings, reply: Reply
) -> None:
    *_, plain = assistant.ask(QUESTION)
    assert isinstance(plain, AnswerReady)
    with openai_server(lambda _: reply) as server:
        answer = asked(settings, "openai", server.url)
    assert answer.sentences == plain.answer.sentences
    assert answer.model is None
    assert any("sources' own statements" in warning for warning in answer.warnings)


def test_the_command_line_tells_which_model_wrote(
    assistant: Assistant,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with ollama_server(faithful) as server:
        for name, value in (
            ("MODEL", "ollama:scripted"),
            ("MODEL_URL", server.url),
            ("CORPUS_DIR", str(settings.corpus_dir)),
            ("DATA_DIR", str(settings.data_dir)),
        ):
            monkeypatch.setenv(f"COMMON_GROUND_{name}", value)
        for words in ([QUESTION], [QUESTION, "--json"]):
            monkeypatch.setattr(sys, "argv", ["assistant", "ask", *words])
            with pytest.raises(SystemExit) as ended:
                command_line.main()
            assert ended.value.code == 0
            told = capsys.readouterr()
            if "--json" in words:
                assert json.loads(told.out)["model"] == "ollama:scripted"
            else:
                assert "written with ollama:scripted (1,000 tokens read" in " ".join(
                    told.out.split()
                )
                assert "Writing with ollama:scripted" in told.err


def test_warming_up_sends_nothing_to_the_model(assistant: Assistant, settings: Settings) -> None:
    with openai_server(faithful) as server:
        changes = {"model": "openai:scripted", "model_url": server.url}
        build_assistant(Settings.model_validate(settings.model_dump() | changes)).warm_up()
    assert server.asked == []
