"""What a person does on the Check tab, in a real browser."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.ui.fake_checker import CORRECTION
from tests.ui.test_check_routes import DRAFT


def test_a_draft_comes_back_marked_and_a_click_opens_the_evidence(visitor: Visitor) -> None:
    """Paste, check, see signs and words, open the passage, take over the suggested wording."""
    page = visitor.open("?check=")
    page.fill("#draft", DRAFT)
    page.click("#check-send")
    expect(page.locator(".finding")).to_have_count(2)
    expect(page.locator(".claim-mark")).to_have_count(2)
    expect(page.locator(".finding .verdict").first).to_contain_text("✕ refuted")
    page.click(".finding .cite >> nth=0")
    expect(page.locator("#check-evidence .cited mark").first).to_contain_text("intergovernmental")
    expect(page.locator("#check-evidence .cited")).to_be_focused()
    page.click("[data-correct]")
    expect(page.locator("#draft")).to_have_value(DRAFT.replace(DRAFT[:25], CORRECTION))


def test_the_worst_first_on_request(visitor: Visitor) -> None:
    """And the draft's order again."""
    page = visitor.open("?check=")
    page.fill("#draft", "The dialogue took place. Geneva brought a hotline.")
    page.click("#check-send")
    expect(page.locator(".finding >> nth=0")).to_contain_text("supported")
    page.click("[data-check-order]")
    expect(page.locator(".finding >> nth=0")).to_contain_text("refuted")


def test_a_file_is_opened_and_a_bad_one_is_told(visitor: Visitor, tmp_path: Path) -> None:
    """A text file is checked at once; a broken PDF is named where the eye is."""
    page = visitor.open("?check=")
    (tmp_path / "speech.txt").write_text(DRAFT, encoding="utf-8")
    page.set_input_files("#check-file", tmp_path / "speech.txt")
    expect(page.locator(".finding")).to_have_count(2)
    (tmp_path / "broken.pdf").write_bytes(b"not a pdf")
    page.set_input_files("#check-file", tmp_path / "broken.pdf")
    expect(page.locator("#check-notice")).to_contain_text("broken.pdf")
