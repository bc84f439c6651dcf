"""The page over the real assistant: real briefs, real index, real model."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from assistant.domain import Answer, AnswerReady
from assistant.settings import Settings
from assistant.ui.server import create_app
from assistant.wiring import Assistant, build_assistant
from tests.browser.conftest import Served, Site, Visitor

GENEVA = "What came out of the Geneva meeting on AI in May 2024?"


@pytest.fixture(scope="module")
def url(assistant: Assistant) -> Iterator[str]:
    """The page of the real assistant."""
    served = Served(create_app(assistant, assistant.history))
    yield served.url
    served.stop()


def answered(assistant: Assistant, question: str) -> Answer:
    """What the page will be told."""
    (last,) = (e for e in assistant.ask(question) if isinstance(e, AnswerReady))
    return last.answer


def test_every_citation_opens_its_passage_and_survives_a_restart(
    browser: Browser, site: Site, assistant: Assistant, settings: Settings, url: str
) -> None:
    """Ask, open each citation, end the server, start another: all citations still open."""
    answer = answered(assistant, GENEVA)
    assert len(answer.citations) >= 2
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    visitor = Visitor(context, Site(url, site.assistant, settings.data_dir))
    page = visitor.open()
    page.click(f"text={GENEVA}")
    expect(page.locator(".foot .rests")).to_be_visible()
    for citation in answer.citations:
        page.click(f".steps a >> text='{citation.number}'")
        expect(page.locator("#cited mark").first).to_have_text(citation.text)
        document = assistant.document(citation.document_id)
        assert document.text[citation.start : citation.end] == citation.text
        expect(page.locator("#evidence-title")).to_have_text(document.title)
    query = page.url.removeprefix(url)

    again = build_assistant(settings)
    served = Served(create_app(again, again.history))
    visitor.site = Site(served.url, site.assistant, settings.data_dir)
    page = visitor.open(query)
    expect(page.locator(".sentence")).to_have_count(len(answer.sentences))
    expect(page.locator("#cited mark").first).to_have_text(answer.citations[-1].text)
    served.stop()
    assert visitor.hosts == {"127.0.0.1"} and visitor.faults == []
    context.close()


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("Did China sign the Seoul ministerial statement?", "did not sign"),
        ("威尼斯共识提出了哪三项建议？", "三项建议"),
    ],
)
def test_the_other_examples_are_answered(
    browser: Browser, site: Site, settings: Settings, url: str, question: str, fact: str
) -> None:
    """What the empty page offers works, in both languages."""
    context = browser.new_context()
    page = Visitor(context, Site(url, site.assistant, settings.data_dir)).open()
    page.click(f"text={question}")
    expect(page.locator(".sentences")).to_contain_text(fact)
    expect(page.locator(".cite").first).to_be_visible()
    context.close()
