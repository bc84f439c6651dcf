"""The whole path, from briefs to answer, with no socket to anywhere but loopback."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path
from typing import Any

import pytest

from assistant.domain import AnswerReady
from assistant.settings import Settings
from assistant.wiring import build_assistant


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Refuse every connection and look-up that leaves this machine, and note it."""
    tried: list[object] = []
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1"):
            tried.append(address)
            raise OSError(f"no network in this test: {address}")
        connect(self, address)

    def guarded_look_up(host: Any, *rest: Any, **named: Any) -> Any:
        if host not in (None, "127.0.0.1", "::1", "localhost"):
            tried.append(host)
            raise OSError(f"no network in this test: {host}")
        return look_up(host, *rest, **named)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)
    return tried


def test_index_and_ask_need_no_network(
    settings: Settings, tmp_path: Path, no_network: list[object]
) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(settings.corpus_dir, corpus)
    shutil.rmtree(corpus / "multilateral")
    data = tmp_path / "data"
    data.mkdir()
    (data / "models").symlink_to(settings.data_dir / "models")
    assistant = build_assistant(Settings(corpus_dir=corpus, data_dir=data))
    assert assistant.index().added == 3
    *_, last = assistant.ask("What came out of the Geneva meeting on AI in May 2024?")
    assert isinstance(last, AnswerReady)
    assert last.answer.citations
    assert no_network == []
