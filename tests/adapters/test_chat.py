"""Chat models over real HTTP: the clients that users run, against servers on loopback."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from pydantic import BaseModel

from assistant.adapters.chat import LangChainChat
from assistant.domain import Usage
from assistant.errors import ModelError
from assistant.ports import Prompt
from assistant.settings import Settings
from tests.servers import ChatServer, Fault, Script, ollama_server, openai_server

PROMPT = Prompt("Be brief.", "Who signed?")
SERVERS = {"openai": openai_server, "ollama": ollama_server}
Serve = Callable[[Script], AbstractContextManager[ChatServer]]


class Verdict(BaseModel):
    """A form to fill in."""

    verdict: str
    ids: list[str]


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "LANGSMITH_API_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(params=sorted(SERVERS))
def provider(request: pytest.FixtureRequest) -> str:
    """Each protocol that a local server speaks."""
    return str(request.param)


def chat(provider: str, server: ChatServer, **settings: object) -> LangChainChat:
    """A chat model at the server, with short times."""
    base = {"model_url": server.url, "model_seconds": 5, "model_retries": 0}
    made = Settings.model_validate({"_env_file": None, **base, **settings})
    return LangChainChat(made, f"{provider}:scripted")


def reply(model: LangChainChat) -> str:
    """All pieces of a reply."""
    return "".join(piece.text for piece in model.stream(PROMPT))


def test_a_reply_streams_in_with_its_count_of_tokens(provider: str) -> None:
    with SERVERS[provider](lambda _: "China signed. 中国签署了。") as server:
        pieces = list(chat(provider, server).stream(PROMPT))
    assert "".join(piece.text for piece in pieces) == "China signed. 中国签署了。"
    assert len([piece for piece in pieces if piece.text]) > 2
    assert [piece.usage for piece in pieces if piece.usage] == [Usage(1000, 20)]


def test_rules_and_request_are_sent_apart_and_nothing_else(provider: str) -> None:
    with SERVERS[provider](lambda _: "Yes.") as server:
        reply(chat(provider, server))
    (body,) = server.asked
    assert [(m["role"], m["content"]) for m in body["messages"]] == [
        ("system", "Be brief."),
        ("user", "Who signed?"),
    ]
    assert not body.get("tools")


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (401, "key was refused"),
        (403, "may not use"),
        (404, "no such model"),
        (429, "too many requests"),
        (500, "out of order"),
    ],
)
def test_each_refusal_is_told_with_what_to_do(provider: str, status: int, told: str) -> None:
    with (
        SERVERS[provider](lambda _: Fault(status, "out of order")) as server,
        pytest.raises(ModelError, match=told) as raised,
    ):
        reply(chat(provider, server))
    assert str(raised.value).startswith(f"{provider}:scripted")


def test_a_failed_call_is_tried_again_by_langchain() -> None:
    replies: Iterator[Fault | str] = iter([Fault(500, "busy"), "Yes."])
    with openai_server(lambda _: next(replies)) as server:
        assert reply(chat("openai", server, model_retries=1)) == "Yes."
    assert len(server.asked) == 2


def test_a_stream_that_breaks_off_is_an_error_after_its_pieces(provider: str) -> None:
    with SERVERS[provider](lambda _: Fault(text="China signed it", breaks=True)) as server:
        got = []
        with pytest.raises(ModelError):
            for piece in chat(provider, server).stream(PROMPT):
                got.append(piece.text)
    assert "".join(got) == "China signed it"


def test_what_is_no_reply_at_all_is_an_error(provider: str) -> None:
    with (
        SERVERS[provider](lambda _: Fault(nonsense=True)) as server,
        pytest.raises(ModelError),
    ):
        reply(chat(provider, server))


def test_a_server_that_is_not_there_is_named(provider: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(ModelError, match=f"no server answers at {url}"):
            reply(chat(provider, ChatServer(url)))


def test_silence_ends_after_the_set_time(provider: str) -> None:
    with (
        SERVERS[provider](lambda _: Fault(text="China signed it.", drags=1.0)) as server,
        pytest.raises(ModelError, match=r"within 0\.2 seconds"),
    ):
        reply(chat(provider, server, model_seconds=0.2))


def test_a_reply_that_trickles_ends_after_the_set_time(provider: str) -> None:
    """Each piece comes in time, the whole does not."""
    with (
        SERVERS[provider](lambda _: Fault(text="China signed. " * 60, drags=0.05)) as server,
        pytest.raises(ModelError, match="longer than 1 seconds"),
    ):
        reply(chat(provider, server, model_seconds=1))


def test_closing_the_stream_hangs_up(provider: str) -> None:
    with SERVERS[provider](lambda _: Fault(text="China signed. " * 4000, drags=0.005)) as server:
        stream = chat(provider, server).stream(PROMPT)
        next(stream)
        stream.close()
        until = time.monotonic() + 10  # the server learns of it when it next writes
        while not server.left and time.monotonic() < until:
            time.sleep(0.02)
    assert server.left == 1


FILLED = '{"verdict": "supported", "ids": ["kf3qx7"]}'


def test_a_form_is_filled_in_without_tools(provider: str) -> None:
    fenced = f"<think>Is it? It is.</think>\n```json\n{FILLED}\n```"
    with SERVERS[provider](lambda _: fenced) as server:
        assert chat(provider, server).fill_in(PROMPT, Verdict).ids == ["kf3qx7"]
    assert not server.asked[0].get("tools")


def test_a_mistake_is_shown_once_and_can_be_mended(provider: str) -> None:
    replies = iter(['{"verdict": "supported"}', FILLED])
    with SERVERS[provider](lambda _: next(replies)) as server:
        assert chat(provider, server).fill_in(PROMPT, Verdict).verdict == "supported"
    first, second = server.asked
    assert len(second["messages"]) == len(first["messages"]) + 2
    assert "ids" in second["messages"][-1]["content"]


def test_a_form_that_is_never_filled_in_is_an_error(provider: str) -> None:
    with (
        SERVERS[provider](lambda _: "I would say: supported!") as server,
        pytest.raises(ModelError, match="asked twice"),
    ):
        chat(provider, server).fill_in(PROMPT, Verdict)
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("model", "told"),
    [
        ("anthropic:claude", r"pip install 'common-ground\[anthropic\]'"),
        ("mistral:large", r"pip install 'common-ground\[mistral\]'"),
        ("qwen3", "has to name provider and model"),
        ("openai", "has to name provider and model"),
        ("nobody:model", "Providers: openai, ollama"),
        ("openai:gpt", "OPENAI_API_KEY"),
    ],
)
def test_what_is_missing_is_named_at_the_first_use(model: str, told: str) -> None:
    made = LangChainChat(Settings.model_validate({"_env_file": None}), model)
    with pytest.raises(ModelError, match=told):
        list(made.stream(PROMPT))


def test_the_limit_set_is_the_limit_kept(provider: str) -> None:
    with SERVERS[provider](lambda _: "Yes.") as server:
        assert chat(provider, server, model_reads=4096).reads == 3072
        assert chat(provider, server).reads == 8192 - 1024


def test_ollama_is_told_how_much_it_has_to_take() -> None:
    """Its own default would cut the evidence off without a word."""
    with ollama_server(lambda _: "Yes.") as server:
        reply(chat("ollama", server, model_reads=4096))
    assert server.asked[0]["options"]["num_ctx"] == 4096


def test_no_trace_is_sent_even_if_langchain_is_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """LANGSMITH_TRACING would send questions and evidence to a third party."""
    traces: list[object] = []

    def traced(body: dict[str, object]) -> str:
        traces.append(body)
        return "{}"

    with openai_server(traced) as tracer, openai_server(lambda _: FILLED) as server:
        monkeypatch.setenv("LANGSMITH_TRACING", "true")
        monkeypatch.setenv("LANGSMITH_API_KEY", "a key")
        monkeypatch.setenv("LANGSMITH_ENDPOINT", tracer.url)
        model = chat("openai", server)
        reply(model)
        model.fill_in(PROMPT, Verdict)
    assert traces == []
