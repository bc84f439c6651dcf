"""The page without a browser: its routes over a fake assistant."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.history import History
from assistant.ui.server import create_app
from tests.ui.fake_assistant import FakeAssistant


@dataclass
class Page:
    """A browser's worth of cookies, and the assistant behind the page."""

    client: TestClient
    assistant: FakeAssistant

    def ask(self, question: str, **body: Any) -> list[dict[str, Any]]:
        """Every line that the server streams."""
        answer = self.client.post("/page/ask", json={"question": question, **body})
        if answer.status_code != 200:
            return [{"type": "refused", "message": answer.json()["error"]}]
        return [json.loads(line) for line in answer.text.splitlines()]

    def another(self) -> Page:
        """Somebody else's browser on the same page."""
        return Page(TestClient(self.client.app), self.assistant)


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the conversations of all these tests are kept."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def site(data_dir: Path) -> tuple[FastAPI, FakeAssistant]:
    """One page for all tests: building Gradio's frame takes longer than a test."""
    assistant = FakeAssistant()
    return create_app(assistant, History(data_dir)), assistant


@pytest.fixture
def page(site: tuple[FastAPI, FakeAssistant]) -> Page:
    """A browser that has never been here, and the assistant as it is at first."""
    app, assistant = site
    assistant.begin_anew()
    return Page(TestClient(app), assistant)
