"""The page served on loopback, and a browser to look at it with."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from assistant.history import History
from assistant.ui.server import create_app
from tests.ui.fake_assistant import FakeAssistant

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is a browser test."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


def executable() -> str | None:
    """The browser to use: COMMON_GROUND_BROWSER, or a Chromium of the system."""
    named = os.environ.get("COMMON_GROUND_BROWSER")
    return named or shutil.which("chromium") or shutil.which("google-chrome")


class Served:
    """An application on a free port of loopback, in a thread."""

    def __init__(self, app: FastAPI) -> None:
        listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        config = uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [listener]}, daemon=True
        )
        self._thread.start()
        while not self._server.started:
            time.sleep(0.02)

    def stop(self) -> None:
        """End it and free the port."""
        self._server.should_exit = True
        self._thread.join(10)


@dataclass
class Site:
    """The served page, with what stands behind it."""

    url: str
    assistant: FakeAssistant
    data_dir: Path


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One served page for all browser tests."""
    data_dir, assistant = tmp_path_factory.mktemp("data"), FakeAssistant()
    served = Served(create_app(assistant, History(data_dir)))
    yield Site(served.url, assistant, data_dir)
    assistant.go_on.set()
    served.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium; without one the tests are skipped, and say why."""
    path = executable()
    if path is None and os.environ.get("COMMON_GROUND_NEEDS_BROWSER"):
        pytest.fail("no Chromium found, and COMMON_GROUND_NEEDS_BROWSER asks for one")
    if path is None:
        pytest.skip("no Chromium found; install one or set COMMON_GROUND_BROWSER to its path")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


class Visitor:
    """A person with a browser of his own: opens pages, asks, and notes what goes wrong."""

    def __init__(self, context: BrowserContext, site: Site) -> None:
        self.context = context
        self.site = site
        self.hosts: set[str] = set()
        self.faults: list[str] = []
        context.on("request", lambda request: self._noted(request.url))
        context.set_default_timeout(10_000)

    def _noted(self, url: str) -> None:
        if url.startswith("http"):
            self.hosts.add(url.split("/")[2].split(":")[0])

    def open(self, query: str = "") -> Page:
        """The page at one of its addresses, once it can be used."""
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.goto(self.site.url + query)
        page.wait_for_selector("html.cg-ready", state="attached")
        return page

    def ask(self, page: Page, question: str) -> None:
        """Type a question, send it with Enter, and wait for the end of the answer."""
        number = page.locator(".turn").count()
        page.fill("#question", question)
        page.press("#question", "Enter")
        page.locator(".turn").nth(number).locator(".foot .rests").wait_for()


@pytest.fixture
def visitor(browser: Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """A new visitor; `@pytest.mark.parametrize("visitor", [options], indirect=True)` for others.

    Whatever the test does, no page may run into a script error or call another host.
    """
    options = {"viewport": {"width": 1440, "height": 900}, **getattr(request, "param", {})}
    site.assistant.begin_anew()
    context = browser.new_context(**options)
    person = Visitor(context, site)
    yield person
    context.close()
    assert person.hosts <= {"127.0.0.1"}
    assert person.faults == []
