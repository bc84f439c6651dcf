"""Chat servers on loopback that speak OpenAI's and Ollama's protocol and say what a test scripts.

A script is called with the request's body and gives the reply: its text (streamed in small
pieces that split words and ids), or a `Fault`.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Body = dict[str, Any]
FENCE = re.compile(r"<<<evidence (?P<id>\w+)\n(?P<head>.*)\n(?P<text>.*)\nevidence (?P=id)>>>")


@dataclass(frozen=True)
class Fault:
    """A reply that goes wrong: an HTTP status, or a stream that breaks, drags or is nonsense."""

    status: int = 200
    text: str = ""
    breaks: bool = False
    drags: float = 0.0  # seconds between pieces
    nonsense: bool = False


Reply = str | Fault
Script = Callable[[Body], Reply]


@dataclass
class ChatServer:
    """A server that is running; `asked` has every body it was sent, `left` counts hang-ups."""

    url: str
    asked: list[Body] = field(default_factory=list)
    left: int = 0


def evidence(body: Body) -> dict[str, str]:
    """The evidence in a request: opaque id to text."""
    return {m["id"]: m["text"] for m in FENCE.finditer(body["messages"][-1]["content"])}


def id_of(body: Body, part: str) -> str:
    """The id of the evidence whose text contains `part`."""
    return next(name for name, text in evidence(body).items() if part in text)


CALLS = {
    "answers": "Plain sentences, the direct answer first",
    "follow-ups": "You rewrite the last question",
    "claims": "You list the claims of a text",
    "verdicts": "You judge what the evidence says",
    "stances": "how a party stands to a topic",
    "talking-points": "You put the lines of one section",
}


def call_of(body: Body) -> str:
    """Which of the assistant's calls a request is: one of CALLS."""
    rules = str(body["messages"][0]["content"])
    return next(call for call, words in CALLS.items() if re.search(words, rules))


def pieces(text: str, size: int = 7) -> Iterator[str]:
    """The text in pieces that heed neither words nor ids."""
    return (text[at : at + size] for at in range(0, len(text), size))


@contextmanager
def openai_server(script: Script) -> Iterator[ChatServer]:
    """Speaks /v1/chat/completions, streamed and whole."""
    with _serving(script, _OpenAI, "/v1") as server:
        yield server


@contextmanager
def ollama_server(script: Script) -> Iterator[ChatServer]:
    """Speaks /api/chat, streamed and whole."""
    with _serving(script, _Ollama, "") as server:
        yield server


@contextmanager
def _serving(script: Script, handler: type[_Chat], path: str) -> Iterator[ChatServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    told = ChatServer(f"http://127.0.0.1:{server.server_address[1]}{path}")
    server.script, server.told = script, told  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Chat(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    media = "application/json"

    def do_POST(self) -> None:
        body: Body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        told: ChatServer = self.server.told  # type: ignore[attr-defined]
        told.asked.append(body)
        reply = self.server.script(body)  # type: ignore[attr-defined]
        fault = reply if isinstance(reply, Fault) else Fault(text=reply)
        try:
            if fault.status != 200:
                self._send(fault.status, self.failure(fault))
            elif fault.nonsense:
                self._send(200, b"<html>Sign in to the hotel's network</html>", "text/html")
            elif self.streamed(body):
                self._stream(fault)
            else:
                self._send(200, json.dumps(self.whole(fault.text)).encode())
        except (BrokenPipeError, ConnectionResetError):
            told.left += 1
            self.close_connection = True

    def _send(self, status: int, content: bytes, media: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _stream(self, fault: Fault) -> None:
        self.send_response(200)
        self.send_header("Content-Type", self.media)
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        for piece in pieces(fault.text):
            self._write(self.piece(piece))
            time.sleep(fault.drags)
        if fault.breaks:
            self._write(b'{"broken')
            return
        for line in self.last(fault.text):
            self._write(line)

    def _write(self, line: bytes) -> None:
        self.wfile.write(line)
        self.wfile.flush()

    def streamed(self, body: Body) -> bool:
        """Whether a stream is asked for."""
        raise NotImplementedError

    def piece(self, text: str) -> bytes:
        """One event of a stream."""
        raise NotImplementedError

    def last(self, text: str) -> Sequence[bytes]:
        """The last events of a stream, with the counts of tokens."""
        raise NotImplementedError

    def whole(self, text: str) -> Body:
        """A reply that is not streamed."""
        raise NotImplementedError

    def failure(self, fault: Fault) -> bytes:
        """The body of an HTTP error."""
        raise NotImplementedError

    def log_message(self, *_: object) -> None:
        """Not into the tests' output."""


class _OpenAI(_Chat):
    media = "text/event-stream"

    def streamed(self, body: Body) -> bool:
        return bool(body.get("stream"))

    def piece(self, text: str) -> bytes:
        return _event(_chunk([{"index": 0, "delta": {"role": "assistant", "content": text}}]))

    def last(self, text: str) -> Sequence[bytes]:
        end = _chunk([{"index": 0, "delta": {}, "finish_reason": "stop"}])
        return (_event(end), _event(_chunk([]) | {"usage": _usage(text)}), b"data: [DONE]\n\n")

    def whole(self, text: str) -> Body:
        message = {"role": "assistant", "content": text}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        return _chunk([choice]) | {"object": "chat.completion", "usage": _usage(text)}

    def failure(self, fault: Fault) -> bytes:
        return json.dumps({"error": {"message": fault.text, "code": str(fault.status)}}).encode()


def _chunk(choices: list[Body]) -> Body:
    kind = "chat.completion.chunk"
    return {"id": "c1", "object": kind, "created": 1, "model": "scripted", "choices": choices}


def _usage(text: str) -> Body:
    return {"prompt_tokens": 1000, "completion_tokens": len(text), "total_tokens": 1000 + len(text)}


def _event(data: Body) -> bytes:
    return f"data: {json.dumps(data)}\n\n".encode()


class _Ollama(_Chat):
    media = "application/x-ndjson"

    def streamed(self, body: Body) -> bool:
        return bool(body.get("stream", True))

    def piece(self, text: str) -> bytes:
        message = {"role": "assistant", "content": text}
        return _line({"model": "scripted", "message": message, "done": False})

    def last(self, text: str) -> Sequence[bytes]:
        return (_line(self.whole(text) | {"message": {"role": "assistant", "content": ""}}),)

    def whole(self, text: str) -> Body:
        return {
            "model": "scripted",
            "created_at": "2026-01-01T00:00:00Z",
            "message": {"role": "assistant", "content": text},
            "done": True,
            "done_reason": "stop",
            "prompt_eval_count": 1000,
            "eval_count": len(text),
        }

    def failure(self, fault: Fault) -> bytes:
        return json.dumps({"error": fault.text}).encode()


def _line(data: Body) -> bytes:
    return json.dumps(data).encode() + b"\n"
