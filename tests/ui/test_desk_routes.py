"""The routes of the Prepare and Positions tabs, over a fake assistant."""

from __future__ import annotations

import csv
import io
import re
import zipfile

from tests.ui.conftest import Page
from tests.ui.fake_assistant import HOSTILE

MEETING = {"topic": "risk", "ours": "US", "theirs": "CN"}


def test_the_table_has_a_word_for_every_sign(page: Page) -> None:
    html = page.client.get("/page/positions/table").text
    assert html.count("<tr>") == 3
    labels = re.findall(r'aria-label="([^"]+)"', html)
    assert any(label.startswith("United States on Risks of advanced AI: ") for label in labels)
    assert any("no statement found" in label for label in labels)
    assert 'scope="col"' in html and 'scope="row"' in html


def test_a_cell_opens_its_statements_by_the_ladder(page: Page) -> None:
    html = page.client.get("/page/positions/cell", params={"topic": "risk", "party": "US"}).text
    assert "United States on Risks of advanced AI" in html
    assert "It wants lines of communication" in html
    assert 'data-passage="geneva-us#' in html and "<h3>readout" in html


def test_a_silent_cell_says_that_silence_is_no_stance(page: Page) -> None:
    params = {"topic": "governance", "party": "KR"}
    html = page.client.get("/page/positions/cell", params=params).text
    assert "That is silence, and no stance." in html


def test_the_table_is_narrowed_and_unknown_parties_are_named(page: Page) -> None:
    html = page.client.get("/page/positions/table", params={"parties": "US"}).text
    assert html.count('<th scope="col">') == 1
    answer = page.client.get("/page/positions/table", params={"parties": "Atlantis"})
    assert answer.status_code == 400 and "unknown party 'Atlantis'" in answer.json()["error"]


def test_what_was_revoked_is_told_with_its_source(page: Page) -> None:
    html = page.client.get("/page/positions/changes", params={"topics": "risk"}).text
    assert "What changed" in html and "revoked" in html
    assert "revoked by Statement of the White House" in html
    assert 'data-passage="revoked-order#' in html
    assert (
        "What changed"
        not in page.client.get(
            "/page/positions/changes", params={"topics": "risk", "parties": "CN"}
        ).text
    )


def test_csv_can_be_downloaded(page: Page) -> None:
    answer = page.client.get("/page/positions/csv", params={"topics": "risk"})
    assert "attachment" in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff"))))
    assert {row["party"] for row in rows} == {"US", "CN", "KR"}


def test_the_picture_names_each_text_and_links_it(page: Page) -> None:
    params = {"first": "US", "second": "CN"}
    html = page.client.get("/page/positions/ground", params=params).text
    assert "<svg" in html and "of United States and China" in html
    assert 'data-document-panel="seoul-ministerial"' in html
    assert "<title>" in html


def test_texts_of_one_occasion_stand_side_by_side_each_with_its_source(page: Page) -> None:
    html = page.client.get("/page/positions/texts").text
    assert '<option value="geneva-2024" selected>' in html
    assert "Only in the first" in html and "Only in the second" in html
    assert 'data-passage="geneva-us#' in html and 'data-passage="geneva-cn#' in html
    assert 'scope="rowgroup"' in html and "Before you say that a text is silent" in html
    params = {"compare": "geneva-2024", "first": "geneva-cn", "second": "geneva-us"}
    swapped = page.client.get("/page/positions/texts", params=params).text
    heads = re.findall(r'data-document-panel="([^"]+)"', swapped)
    assert heads == ["geneva-cn", "geneva-us"]


def test_texts_that_cannot_be_compared_are_named(page: Page) -> None:
    for params, said in (
        ({"compare": "geneva-2025"}, "did you mean geneva-2024"),
        ({"compare": "venice"}, "one text only"),
        ({"compare": "geneva-2024", "first": "venice"}, "no text of Geneva"),
    ):
        answer = page.client.get("/page/positions/texts", params=params)
        assert answer.status_code == 400 and said in answer.json()["error"]


def test_a_note_has_editable_lines_cited_or_marked(page: Page) -> None:
    html = page.client.post("/page/prepare", json=MEETING).text
    assert html.count('contenteditable="plaintext-only"') == 4
    assert 'data-passage="geneva-us#' in html
    assert "Own proposal – no source" in html
    assert "We said:" in html


def test_what_the_sources_lack_is_said_with_the_nearest(page: Page) -> None:
    html = page.client.post("/page/prepare", json={**MEETING, "topic": "fishing quotas"}).text
    assert "Not covered by the sources" in html and "Venice consensus" in html
    assert 'data-meeting data-topic="risk"' in html
    assert "data-file" not in html


def test_wrong_requests_are_told(page: Page) -> None:
    for body, said in (
        ({**MEETING, "theirs": "US"}, "both sides"),
        ({**MEETING, "topic": "x"}, "too short"),
    ):
        answer = page.client.post("/page/prepare", json=body)
        assert answer.status_code == 400 and said in answer.json()["error"]


def test_an_edited_line_is_checked_against_its_passages(page: Page) -> None:
    passage = re.search(
        r'data-passage="(geneva-us#[^"]+)"', page.client.post("/page/prepare", json=MEETING).text
    )
    assert passage
    line = {"before": "x", "passages": [passage.group(1)], "text": "It wants 37 lines."}
    problem = page.client.post("/page/prepare/line", json=line).json()["problem"]
    assert "37" in problem
    line["text"] = "It wants lines of communication kept open."
    assert page.client.post("/page/prepare/line", json=line).json()["problem"] is None


def test_downloads_carry_the_edits(page: Page) -> None:
    edits = [{"section": "fallback", "place": 0, "text": "They will meet in spring."}]
    for form, kind in (("md", "text/markdown"), ("html", "text/html"), ("docx", "wordprocessing")):
        body = {**MEETING, "edits": edits, "form": form}
        answer = page.client.post("/page/prepare/file", json=body)
        assert kind in answer.headers["content-type"]
        assert f"risk-US-with-CN.{form}" in answer.headers["content-disposition"]
        data = answer.content
        if form == "docx":
            data = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")
        assert b"They will meet in spring." in data
    refused = page.client.post("/page/prepare/file", json={**MEETING, "form": "pdf"})
    assert refused.status_code == 400


def test_hostile_words_stay_text(page: Page) -> None:
    html = page.client.post("/page/prepare", json={**MEETING, "topic": HOSTILE}).text
    assert "<script>" not in html and "<img src=x" not in html


def test_the_choice_of_sources_stands_where_there_are_own_documents(page: Page) -> None:
    """Check and Prepare offer it as Ask does; without own documents there is nothing to choose."""

    def offered() -> list[bool]:
        tabs = page.client.get("/page/start").json()
        return ["data-sources>" in tabs[name] for name in ("ask", "check", "prepare")]

    assert offered() == [False] * 3
    page.client.post("/page/library/files?name=notes.txt", content=b"Notes of ours.")
    page.client.post("/page/library/index")
    assert offered() == [True] * 3


def test_the_choice_of_sources_reaches_the_note(page: Page) -> None:
    meeting = {**MEETING, "scope": "mine", "form": "md"}
    assert page.client.post("/page/prepare", json=meeting).status_code == 200
    assert page.assistant.scopes == ["mine"]
