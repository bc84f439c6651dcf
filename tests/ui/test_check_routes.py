"""The Check tab's routes: lines as they come, the draft marked, reports, files."""

from __future__ import annotations

import json
from typing import Any

from tests.ui.conftest import Page

DRAFT = "Geneva brought a hotline. The dialogue took place. We are glad to be here."


def check(page: Page, text: str = DRAFT) -> list[dict[str, Any]]:
    """Every line that the server streams."""
    answer = page.client.post("/page/check", json={"text": text})
    return [json.loads(line) for line in answer.text.splitlines()]


def test_findings_come_one_by_one_and_then_the_marked_draft(page: Page) -> None:
    lines = check(page)
    assert [line["type"] for line in lines] == ["progress", "finding", "finding", "checked"]
    assert "refuted" in lines[1]["html"] and "Put it into the draft" in lines[1]["html"]
    assert 'data-passage="geneva-us#' in lines[1]["html"]
    assert lines[3]["html"].count("claim-mark") == 2
    assert "We are glad to be here." in lines[3]["html"] and "a courtesy" in lines[3]["html"]


def test_a_draft_is_shown_as_text_never_as_markup(page: Page) -> None:
    lines = check(page, "<script>window.hacked=1</script> brought a hotline.")
    assert not any("<script" in line.get("html", "") for line in lines)


def test_an_empty_draft_is_refused_with_a_reason(page: Page) -> None:
    assert check(page, "  ") == [{"type": "refused", "message": "The draft is empty."}]


def test_reports_are_for_the_one_who_checked(page: Page) -> None:
    key = check(page)[-1]["key"]
    for form, start in (("docx", b"PK"), ("md", b"# "), ("html", b"<!DOCTYPE html>")):
        report = page.client.get(f"/page/check/{key}/report.{form}")
        assert report.status_code == 200 and report.content.startswith(start)
    assert page.another().client.get(f"/page/check/{key}/report.md").status_code == 404
    assert page.client.get(f"/page/check/{key}/report.exe").status_code == 404


def test_a_file_is_read_and_a_bad_one_is_named(page: Page) -> None:
    read = page.client.post("/page/drafts?name=speech.txt", content=DRAFT.encode())
    assert read.json() == {"text": DRAFT}
    bad = page.client.post("/page/drafts?name=speech.pdf", content=b"no pdf at all")
    assert bad.status_code in (400, 503) and "speech.pdf" in bad.json()["error"]


def test_the_choice_of_sources_reaches_the_checker(page: Page) -> None:
    """The fake tells the scope in a warning, so the page must have passed it on."""
    answer = page.client.post("/page/check", json={"text": DRAFT, "scope": "mine"})
    assert "only: mine" in json.loads(answer.text.splitlines()[-1])["html"]
    assert "only:" not in check(page)[-1]["html"]
