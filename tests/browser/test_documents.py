"""The Documents tab in a browser: files added, told one by one, removed and taken back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visitor

WORDS = "A channel for incidents costs little. It helps much."


def test_files_are_added_removed_and_taken_back(visitor: Visitor) -> None:
    """Each file says what became of it; what was added is in the list and has a page."""
    page = visitor.open("?doc=")
    page.click("#adding summary")
    page.set_input_files(
        "#add-files",
        [
            {"name": "talk.txt", "mimeType": "text/plain", "buffer": WORDS.encode()},
            {"name": "photo.png", "mimeType": "image/png", "buffer": b"\x89PNG"},
        ],
    )
    rows = page.locator("#add-rows li")
    expect(rows.nth(0)).to_contain_text("talk.txt added")
    expect(rows.nth(1)).to_contain_text("not added. photo.png: it is none of PDF")
    expect(page.locator("#add-state")).to_have_text("1 document added. Answers can rest on it now.")
    expect(page.locator("tbody tr")).to_have_count(7)
    expect(page.locator("#rests")).to_contain_text("7 documents")
    page.fill("#documents-search", "internal")
    expect(page.locator("#documents-count")).to_have_text("1 document")
    page.click(".documents a:visible")
    expect(page.locator("#document-page .text.exact")).to_contain_text(WORDS)
    page.click("[data-remove]:visible")
    expect(page.locator("#removed")).to_contain_text("is removed")
    expect(page.locator("tbody tr")).to_have_count(6)
    page.press("[data-restore]", "Enter")
    expect(page.locator("#removed")).to_have_text("It is back.")
    expect(page.locator("tbody tr")).to_have_count(7)


def test_handling_is_chosen_before_adding(visitor: Visitor) -> None:
    page = visitor.open("?doc=")
    page.click("#adding summary")
    page.select_option("#add-handling", "chatham-house")
    page.set_input_files(
        "#add-files", [{"name": "talk.txt", "mimeType": "text/plain", "buffer": WORDS.encode()}]
    )
    expect(page.locator(".documents .handling")).to_have_text("Chatham House")


def test_a_file_is_dropped(visitor: Visitor) -> None:
    page = visitor.open("?doc=")
    page.wait_for_selector("#adding")
    data = page.evaluate_handle(
        "() => { const made = new DataTransfer();"
        " made.items.add(new File(['Some words.'], 'd.txt')); return made; }"
    )
    page.dispatch_event("#documents-list", "drop", {"dataTransfer": data})
    expect(page.locator("#add-rows li")).to_contain_text("d.txt added")


@pytest.mark.parametrize("visitor", [{"viewport": {"width": 390, "height": 800}}], indirect=True)
def test_on_a_phone_nothing_runs_out_of_the_side(visitor: Visitor) -> None:
    page = visitor.open("?doc=")
    page.click("#adding summary")
    page.set_input_files(
        "#add-files",
        [{"name": f"{'long' * 30}.txt", "mimeType": "text/plain", "buffer": WORDS.encode()}],
    )
    expect(page.locator("#add-rows li")).to_contain_text("added")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
