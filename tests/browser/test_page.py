"""What a person does on the page, in a real browser."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor
from tests.ui.fake_assistant import HOSTILE

GENEVA = "What came out of the Geneva meeting on AI in May 2024?"
MISUSE = "The United States raised concern about misuse of AI, including by China."
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True,
}  # fmt: skip


def in_view(page: Page, selector: str) -> bool:
    """Whether the element is really to be seen: in the window and not covered."""
    return bool(
        page.evaluate(
            """selector => {
              const found = document.querySelector(selector);
              const box = found.getBoundingClientRect();
              const x = box.left + box.width / 2, y = box.top + Math.min(box.height / 2, 8);
              return found.contains(document.elementFromPoint(x, y));
            }""",
            selector,
        )
    )


def test_ask_and_see_the_cited_passage_in_its_document(visitor: Visitor) -> None:
    """The main path: example, answer, [2], the right passage highlighted in its place."""
    page = visitor.open()
    page.click(f"text={GENEVA}")
    expect(page.locator(".sentence")).to_have_count(4)
    expect(page.locator(".foot .rests")).to_have_text(
        "4 statements from 2 documents · to 16 Sep 2024"
    )
    page.click(".cite >> nth=1")
    expect(page.locator("#cited mark").first).to_have_text(MISUSE)
    expect(page.locator("#cited")).to_be_focused()
    assert in_view(page, "#cited mark")
    expect(page.locator(".beside").first).to_have_text(
        "The first intergovernmental dialogue on AI took place."
    )
    page.click("text=The whole text of our brief")
    expect(page.locator(".text .here mark")).to_have_text(MISUSE)
    expect(page.locator(".cite[aria-current]")).to_have_text("[2]")
    page.click("[data-step='1']")
    expect(page.locator("#cited mark").first).to_contain_text("lines of communication")
    page.click(".steps a >> text=4")
    expect(page.locator("#evidence-title")).to_have_text("Chinese account of the Geneva dialogue")


def test_reload_keeps_conversation_and_open_citation(visitor: Visitor) -> None:
    """The address is enough: a second window shows the same, with the same passage."""
    page = visitor.open()
    visitor.ask(page, GENEVA)
    page.click(".cite >> nth=1")
    expect(page.locator("#cited")).to_be_visible()
    page.reload()
    expect(page.locator(".sentence")).to_have_count(4)
    expect(page.locator("#cited mark").first).to_have_text(MISUSE)
    assert re.search(r"\?c=[\w-]+&e=[\w-]+\.2$", page.url)
    again = visitor.open(page.url.removeprefix(visitor.site.url))
    expect(again.locator("#cited mark").first).to_have_text(MISUSE)
    page.go_back()
    expect(page.locator(".sentence")).to_have_count(4)


def test_sentences_appear_while_the_rest_is_still_being_written(visitor: Visitor) -> None:
    """Progress until then; stop keeps what is there and offers to ask again."""
    page = visitor.open()
    page.fill("#question", "slow Geneva?")
    page.click("#send")
    expect(page.locator(".sentence")).to_have_count(1)
    expect(page.locator(".sentences")).to_have_attribute("aria-live", "polite")
    expect(page.locator(".progress")).to_have_text("Searching 6 documents …")
    page.click("#stop")
    expect(page.locator(".failure")).to_contain_text("Stopped. What stands above had passed")
    visitor.site.assistant.go_on.set()
    page.click("text=Ask again")
    expect(page.locator(".sentence")).to_have_count(4)
    expect(page.locator(".turn")).to_have_count(1)
    expect(page.locator(".foot .rests")).to_be_visible()


def test_a_follow_up_is_told_how_it_was_understood(visitor: Visitor) -> None:
    """In small type, above the answer."""
    page = visitor.open()
    visitor.ask(page, GENEVA)
    visitor.ask(page, "And China?")
    expect(page.locator(".understood")).to_have_text(
        "Understood as: What came out of Geneva for China?"
    )
    assert in_view(page, ".turn:nth-of-type(2) h2")


def test_everything_can_be_done_with_the_keyboard(visitor: Visitor) -> None:
    """/ to the question, Enter sends, Tab reaches [1], Enter opens it, Escape comes back."""
    page = visitor.open("?doc=")
    page.keyboard.press("/")
    expect(page.locator("#question")).to_be_focused()
    page.keyboard.type("Geneva?")
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")
    expect(page.locator(".foot .rests")).to_be_visible()
    first = page.locator(".cite").first
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if first.evaluate("link => link === document.activeElement"):
            break
    expect(first).to_be_focused()
    assert first.evaluate("link => getComputedStyle(link).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.locator("#cited")).to_be_focused()
    page.keyboard.press("Escape")
    expect(first).to_be_focused()


@pytest.mark.parametrize("visitor", [PHONE], indirect=True)
def test_on_a_phone_the_evidence_is_a_sheet(visitor: Visitor) -> None:
    """A tap opens it over the answer; Close and Escape bring one back to the same place."""
    page = visitor.open()
    expect(page.locator("#evidence")).to_be_hidden()
    page.tap(f"text={GENEVA}")
    expect(page.locator(".foot .rests")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    before = page.evaluate("scrollY")
    page.tap(".cite >> nth=1")
    sheet = page.locator("#evidence")
    expect(sheet).to_be_visible()
    expect(sheet).to_have_attribute("role", "dialog")
    assert in_view(page, "#cited mark")
    page.tap("#evidence .evidence-close")
    expect(sheet).to_be_hidden()
    expect(page.locator(".cite").nth(1)).to_be_focused()
    assert page.evaluate("scrollY") == before
    page.tap(".cite >> nth=3")
    expect(page.locator("#evidence-title")).to_have_text("Chinese account of the Geneva dialogue")
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.tap("#filters-toggle")
    expect(page.locator("#filters")).to_be_visible()


@pytest.mark.parametrize("visitor", [{"color_scheme": "dark"}], indirect=True)
def test_dark_follows_the_system(visitor: Visitor) -> None:
    """Ground and ink change, on the body too."""
    page = visitor.open()
    colours = page.evaluate(
        "[document.body, document.querySelector('.cg .empty')].map(e => {"
        " const s = getComputedStyle(e); return [s.backgroundColor, s.color]; })"
    )
    assert colours[0][0] == "rgb(20, 23, 27)"
    assert colours[1][1] == "rgb(230, 233, 237)"


def test_hostile_text_never_runs(visitor: Visitor) -> None:
    """From a question, a source, an address, a title."""
    page = visitor.open("?q=" + "hostile " + HOSTILE.replace("<", "%3C"))
    expect(page.locator(".sentence")).to_have_count(1)
    page.click(".cite")
    expect(page.locator("#cited")).to_contain_text("<script>window.hacked=1</script>")
    page.click("#drawer-open")
    expect(page.locator(".conversations li")).to_contain_text("<script>")
    page.keyboard.press("Escape")
    page.click("#cg-documents-tab-button")
    page.click(".documents >> text=Hostile")
    expect(page.locator("#document-page h2")).to_contain_text("<script>")
    assert page.evaluate("window.hacked") is None
    assert page.locator('.cg a[href^="javascript"]').count() == 0


def test_errors_stand_in_the_chat_and_the_question_is_kept(visitor: Visitor) -> None:
    """A refused question is in the field again; a failed one stays with a way to retry."""
    page = visitor.open()
    page.click("#send")
    expect(page.locator("#notice")).to_contain_text("the question is empty")
    page.fill("#question", "x" * 50_000)
    page.click("#send")
    expect(page.locator("#notice")).to_contain_text("50,000 characters")
    assert len(page.input_value("#question")) == 50_000
    page.fill("input[name=since]", "May")
    page.fill("#question", GENEVA)
    page.press("#question", "Enter")
    expect(page.locator("#notice")).to_contain_text("'May' is no date")
    expect(page.locator("#question")).to_have_value(GENEVA)
    page.click("#filters-clear")
    page.fill("#question", "broken?")
    page.press("#question", "Enter")
    expect(page.locator(".failure")).to_contain_text("common-ground index --rebuild")
    expect(page.locator(".failure")).to_contain_text("Your question is kept")


def test_filters_are_sent_and_shown(visitor: Visitor) -> None:
    """Chosen by checkbox, read back beside the question, cleared at once."""
    page = visitor.open()
    page.click("[data-pick=parties] summary")
    page.check("[data-pick=parties] >> text=China")
    page.keyboard.press("Escape")
    expect(page.locator("[data-pick=parties] .pick-value")).to_have_text("China")
    visitor.ask(page, GENEVA)
    assert visitor.site.assistant.asked[-1][1].parties == ("CN",)
    expect(page.locator(".question .small")).to_have_text("Only: China")
    page.click("#filters-clear")
    expect(page.locator("[data-pick=parties] .pick-value")).to_have_text("any")


def test_conversations_are_renamed_deleted_and_brought_back(visitor: Visitor) -> None:
    """In the drawer; the page shows the empty state once its conversation is gone."""
    page = visitor.open()
    visitor.ask(page, GENEVA)
    page.click("#drawer-open")
    page.click("[data-rename]")
    page.keyboard.type("Notes on Geneva")
    page.keyboard.press("Enter")
    link = page.locator("[data-open-conversation]")
    expect(link).to_have_text("Notes on Geneva")
    with page.expect_download() as download:
        page.click(".conversations >> text=Export")
    text = download.value.path().read_text(encoding="utf-8")
    assert text.startswith("# Notes on Geneva") and "### Sources" in text
    page.click("[data-delete]")
    expect(page.locator(".undo")).to_contain_text("Deleted “Notes on Geneva”.")
    expect(page.locator(".empty")).to_be_visible()
    page.click("text=Undo")
    page.click("[data-open-conversation]")
    expect(page.locator(".sentence")).to_have_count(4)


def test_copying_keeps_numbers_and_sources(visitor: Visitor) -> None:
    """By the button, as text and HTML; and by hand over a selection."""
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visitor.open()
    visitor.ask(page, GENEVA)
    page.click("[data-copy]")
    expect(page.locator("[data-copy]")).to_have_text("Copied")
    kept = page.evaluate(
        "navigator.clipboard.read().then(async ([item]) => Promise.all("
        "['text/plain', 'text/html'].map(async t => (await item.getType(t)).text())))"
    )
    assert "misuse of AI, including by China. [2]" in kept[0] and "Sources\n[1]" in kept[0]
    assert "<b>Sources</b>" in kept[1]
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.group'))")
    page.keyboard.press("Control+c")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "took place." in copied and "[1] Statement of the White House" in copied


def test_a_stranger_s_address_shows_nothing(visitor: Visitor) -> None:
    """A conversation's address in another browser says what to do."""
    page = visitor.open("?c=somebody-elses")
    expect(page.locator("#notice")).to_contain_text("belongs to another browser")
    expect(page.locator(".empty")).to_be_visible()


def test_nearest_documents_open_in_the_panel(visitor: Visitor) -> None:
    """An abstention offers doors."""
    page = visitor.open()
    visitor.ask(page, "Which agency staffs the bureau?")
    expect(page.locator(".note")).to_have_text("I found nothing on that in 6 documents.")
    page.click("[data-document-panel]")
    expect(page.locator("#evidence h2")).to_have_text("Venice consensus statement")


def test_documents_are_found_and_addressed(visitor: Visitor) -> None:
    """Search, open, reload, back; the Ask tab still has its conversation."""
    page = visitor.open()
    visitor.ask(page, GENEVA)
    page.click("#cg-documents-tab-button")
    page.fill("#documents-search", "china seoul")
    expect(page.locator("#documents-count")).to_have_text("1 document")
    page.click(".documents a:visible")
    expect(page.locator("#document-page h2")).to_have_text("Seoul ministerial statement")
    assert page.url.endswith("?doc=seoul-ministerial")
    page.reload()
    expect(page.locator("#document-page h2")).to_have_text("Seoul ministerial statement")
    page.click("text=All documents")
    expect(page.locator(".documents tbody tr")).to_have_count(6)
    for _ in range(3):
        page.go_back()
    expect(page.locator(".sentence")).to_have_count(4)


def test_a_missing_document_says_so(visitor: Visitor) -> None:
    """With the way back to the list."""
    page = visitor.open("?doc=none")
    expect(page.locator("#document-page .failure")).to_contain_text("No document has the id 'none'")


def test_a_missing_index_is_said_with_its_remedy(visitor: Visitor) -> None:
    """Where the question would be."""
    visitor.site.assistant.missing = True
    page = visitor.context.new_page()
    page.goto(visitor.site.url)
    expect(page.locator("#cg-ask .failure")).to_have_text(
        "Nothing has been indexed yet. Run `common-ground index`."
    )


def test_a_long_list_of_choices_can_be_searched(visitor: Visitor) -> None:
    """The parties with most documents first; the rest by their letters."""
    page = visitor.open()
    labels = page.locator("[data-pick=parties] label").all_text_contents()
    assert {label.strip() for label in labels[:2]} == {"United States", "China"}
    page.click("[data-pick=parties] summary")
    page.fill("[data-pick=parties] .pick-find", "korea")
    shown = page.locator("[data-pick=parties] label:visible")
    expect(shown).to_have_count(1)
    shown.click()
    expect(page.locator("[data-pick=parties] .pick-value")).to_have_text("Republic of Korea")


def test_arrows_move_between_the_tabs(visitor: Visitor) -> None:
    """As in every list of tabs."""
    page = visitor.open()
    page.focus("#cg-ask-tab-button")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#cg-prepare-tab-button")).to_be_focused()
    expect(page.locator("#meeting")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#question")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#cg-documents-tab-button")).to_be_focused()
    expect(page.locator("#documents-list")).to_be_visible()
