"""Preparing a meeting and reading positions, in a real browser."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Visitor

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True,
}  # fmt: skip


def test_a_cell_opens_its_statements_and_they_their_passage(visitor: Visitor) -> None:
    page = visitor.open()
    page.click("#cg-positions-tab-button")
    page.click('[data-cell][data-topic="risk"][data-party="US"]')
    panel = page.locator("#positions-evidence")
    expect(panel.locator("h2")).to_have_text("United States on Risks of advanced AI")
    expect(panel).to_contain_text("lines of communication")
    assert "cell=risk" in page.url
    panel.locator(".cite").first.click()
    expect(panel.locator(".cited mark").first).to_be_visible()


def test_a_table_can_be_narrowed_sent_and_reopened(visitor: Visitor) -> None:
    page = visitor.open()
    page.click("#cg-positions-tab-button")
    expect(page.locator(".stances thead th")).to_have_count(4)
    page.click('#positions-filters [data-pick="parties"] summary')
    page.check('#positions-filters [data-pick="parties"] input[value="CN"]')
    expect(page.locator(".stances thead th")).to_have_count(2)
    page.wait_for_url("**parties=CN**")
    page.reload()
    page.wait_for_selector("html.cg-ready", state="attached")
    expect(page.locator(".stances thead th")).to_have_count(2)
    expect(page.locator("#positions-csv")).to_have_attribute(
        "href", "page/positions/csv?parties=CN"
    )


def test_an_answer_that_comes_too_late_does_not_undo_a_later_choice(visitor: Visitor) -> None:
    page = visitor.open()
    held: list[Route] = []

    def keep_the_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/page/positions/ground**", keep_the_first)
    page.click("#cg-positions-tab-button")
    expect(page.locator(".stances")).to_be_visible()
    page.select_option("#ground-form [name=second]", "KR")
    told = "Common ground of United States and Republic of Korea over time"
    expect(page.locator(".picture svg")).to_have_attribute("aria-label", told)
    with page.expect_response("**/page/positions/ground?*second=CN*"):
        held[0].continue_()
    page.wait_for_timeout(200)
    expect(page.locator(".picture svg")).to_have_attribute("aria-label", told)


def test_the_picture_follows_the_two_sides(visitor: Visitor) -> None:
    page = visitor.open()
    page.click("#cg-positions-tab-button")
    picture = page.locator(".picture svg")
    page.select_option("#ground-form [name=second]", "KR")
    told = "Common ground of United States and Republic of Korea over time"
    expect(picture).to_have_attribute("aria-label", told)
    page.select_option("#ground-form [name=second]", "CN")
    told = "Common ground of United States and China over time"
    expect(picture).to_have_attribute("aria-label", told)
    page.locator(".picture a").first.click()
    expect(page.locator("#positions-evidence h2").first).to_be_visible()


def test_two_accounts_are_read_side_by_side_and_their_evidence_opens(visitor: Visitor) -> None:
    ours = "Statement of the White House on the Geneva dialogue"
    theirs = "Chinese account of the Geneva dialogue"
    page = visitor.open()
    page.click("#cg-positions-tab-button")
    page.click("[data-view=texts]")
    heads = page.locator(".beside thead th a[data-document-panel]")
    expect(heads).to_have_text([ours, theirs])
    expect(page.locator("#positions-by-topic")).to_be_hidden()
    page.locator(".beside .cite", has_text="source").first.click()
    expect(page.locator("#positions-evidence .cited mark").first).to_be_visible()
    page.select_option("#texts-form [name=first]", "geneva-cn")
    expect(heads).to_have_text([theirs, ours])  # the same text twice is of no use: they change
    page.wait_for_url("**compare=geneva-2024&first=geneva-cn&second=geneva-us")
    page.reload()
    page.wait_for_selector("html.cg-ready", state="attached")
    expect(heads).to_have_text([theirs, ours])
    page.click("[data-view=table]")
    expect(page.locator(".stances")).to_be_visible()
    expect(page.locator("#positions-texts")).to_be_hidden()


def test_a_note_is_prepared_edited_checked_and_taken_away(visitor: Visitor) -> None:
    page = visitor.open()
    page.click("#cg-prepare-tab-button")
    page.fill("#meeting [name=topic]", "risk")
    page.press("#meeting [name=topic]", "Enter")
    expect(page.locator(".paper-note h2")).to_have_text("risk: US with CN")
    page.locator(".part-shared_ground .cite").click()
    expect(page.locator("#prepare-evidence .cited mark").first).to_be_visible()
    words = page.locator(".part-shared_ground .words")
    words.click()
    words.fill("It wants 37 lines of communication.")
    page.keyboard.press("Enter")
    line = page.locator(".part-shared_ground [data-line]")
    expect(line.locator(".edit-state")).to_contain_text("no longer follows from its citation")
    expect(line).to_have_class("said edited broken")
    words.fill("It wants lines of communication on AI risk kept open.")
    page.keyboard.press("Tab")
    with page.expect_download() as taken:
        page.click("[data-file=md]")
    assert taken.value.suggested_filename == "risk-US-with-CN.md"
    own = page.locator(".part-fallback .words")
    own.fill("They will meet in spring.")
    own.blur()
    expect(page.locator(".part-fallback .edit-state")).to_have_text(" edited")
    with page.expect_download() as taken:
        page.click("[data-file=md]")
    assert "They will meet in spring." in taken.value.path().read_text(encoding="utf-8")
    page.click("[data-undo]")
    expect(own).to_have_text("The two sides will meet.")


def test_escape_gives_a_line_its_words_back(visitor: Visitor) -> None:
    page = visitor.open("?prepare=risk&for=US&with=CN")
    words = page.locator(".part-fallback .words")
    words.fill("Something else")
    words.press("Escape")
    expect(words).to_have_text("The two sides will meet.")


def test_pasted_markup_stays_text(visitor: Visitor) -> None:
    page = visitor.open("?prepare=risk&for=US&with=CN")
    words = page.locator(".part-fallback .words")
    words.fill("<img src=x onerror='window.hacked=1'>")
    words.blur()
    expect(page.locator(".part-fallback .edit-state")).to_have_text(" edited")
    assert page.evaluate("window.hacked") is None
    assert page.locator(".part-fallback img").count() == 0


def test_the_same_party_twice_is_told_and_the_note_is_kept(visitor: Visitor) -> None:
    page = visitor.open("?prepare=risk&for=US&with=CN")
    expect(page.locator(".paper-note h2")).to_be_visible()
    page.select_option("#meeting [name=theirs]", "US")
    page.click("#meeting [type=submit]")
    expect(page.locator("#note-notice")).to_contain_text("both sides")
    expect(page.locator(".paper-note h2")).to_have_text("risk: US with CN")


@pytest.mark.parametrize("visitor", [PHONE], indirect=True)
def test_on_a_phone_nothing_scrolls_sideways_and_evidence_is_a_sheet(visitor: Visitor) -> None:
    page = visitor.open("?prepare=risk&for=US&with=CN")
    page.locator(".part-shared_ground .cite").tap()
    expect(page.locator("#prepare-evidence")).to_have_class("evidence filled open")
    page.keyboard.press("Escape")
    expect(page.locator("#prepare-evidence")).to_be_hidden()
    for address in ("?prepare=risk&for=US&with=CN", "?positions=", "?positions=&compare="):
        page.goto(visitor.site.url + address)
        page.wait_for_selector("html.cg-ready", state="attached")
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
