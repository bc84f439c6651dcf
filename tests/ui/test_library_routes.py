"""Adding, indexing, removing and taking back, through the page's own routes."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from assistant.citations import citation_of
from assistant.domain import Citation, Passage
from assistant.ui.evidence import find_place
from assistant.ui.security import LARGEST_FILE
from assistant.ui.whole_text import outline, whole_text
from tests.ui.conftest import Page
from tests.ui.fake_assistant import HOSTILE, own_document

TEXT = "A channel for incidents costs little. It helps much.\nI doubt that it is used."
OCTETS = {"content-type": "application/octet-stream"}


def _add(page: Page, name: str, data: bytes = TEXT.encode(), **query: str) -> dict[str, object]:
    answer = page.client.post(
        "/page/library/files", params={"name": name, **query}, content=data, headers=OCTETS
    )
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


def _index(page: Page) -> list[dict[str, object]]:
    return [json.loads(line) for line in page.client.post("/page/library/index").text.splitlines()]


def test_a_file_is_added_searched_removed_and_taken_back(page: Page) -> None:
    assert _add(page, "talk.txt", handling="chatham-house")["id"] == "own-talk"
    assert _index(page) == [
        {"type": "progress", "done": 1, "total": 2, "label": "Embedding"},
        {"type": "done"},
    ]
    listed = page.client.get("/page/documents").text
    assert "own-talk" in listed and "Chatham House" in listed
    assert page.client.delete("/page/library/own-talk").json() == {"removed": "own-talk"}
    assert "own-talk" not in page.client.get("/page/documents").text
    page.client.post("/page/library/own-talk/restore")
    assert "own-talk" in page.client.get("/page/documents").text


def test_what_cannot_be_read_and_what_is_known_is_told(page: Page) -> None:
    assert "none of PDF" in str(_add(page, "photo.png")["error"])
    _add(page, "talk.txt")
    _index(page)
    assert _add(page, "talk.txt")["duplicate_of"] == "the same file as talk.txt"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.txt", "C:\\\\temp\\\\passwd.txt", "/etc/passwd.txt"]
)
def test_a_name_is_only_a_name(page: Page, name: str) -> None:
    assert _add(page, name)["name"] == "passwd.txt"


def test_an_unknown_mark_is_refused(page: Page) -> None:
    answer = page.client.post(
        "/page/library/files", params={"name": "a.txt", "handling": "secret"}, content=b"x"
    )
    assert answer.status_code == 400 and "no handling mark" in answer.json()["error"]


def test_a_failing_index_is_told(page: Page) -> None:
    page.assistant.missing = True
    assert _index(page)[-1]["type"] == "failed"


def test_only_the_route_for_files_takes_large_bodies(page: Page) -> None:
    """Two megabytes pass there and nowhere else; beyond its own limit nothing does."""
    large = b"x" * 2_000_000
    assert _add(page, "large.txt", large)["error"] is None
    refused = page.client.post(
        "/page/ask", content=large, headers={"content-type": "application/json"}
    )
    assert refused.status_code == 413
    huge = page.client.post(
        "/page/library/files?name=a.txt",
        content=b"",
        headers={"content-length": str(LARGEST_FILE + 1)},
    )
    assert huge.status_code == 413


def test_another_site_cannot_add_or_remove(page: Page) -> None:
    other = {"origin": "https://evil.example"}
    for answer in (
        page.client.post("/page/library/files?name=a.txt", content=b"x", headers=other),
        page.client.delete("/page/library/own-talk", headers=other),
    ):
        assert answer.status_code == 403


def test_the_page_of_an_own_document_has_its_words_and_outline(page: Page) -> None:
    _add(page, "talk.txt")
    _index(page)
    shown = page.client.get("/page/documents/own-talk").text
    assert "Exact words" in shown and "00:41:01, Zhou Wei" in shown and "undated" in shown
    assert outline(page.assistant.document("own-talk")) == [(0, "Opening", "own-talk#1")]


def test_part_of_a_passage_is_marked_in_its_place(page: Page) -> None:
    """A citation of one sentence shows the rest of its passage beside it, and marks only itself."""
    document = own_document("own-talk", TEXT)
    page.assistant.held["own-talk"] = document
    words = "It helps much."
    start = TEXT.index(words)
    part = document.passages[0].within(start, start + len(words))
    place = find_place(page.assistant, _citation(part))
    assert place.change is None and place.passage is not None
    assert place.passage.text == words
    assert place.before is not None and place.before.text.strip().endswith("costs little.")
    assert f"<mark>{words}</mark>" in whole_text(document, place.passage)


def test_hostile_text_of_an_own_document_is_escaped(page: Page) -> None:
    page.assistant.held["own-bad"] = replace(own_document("own-bad", HOSTILE), title=HOSTILE)
    for path in ("/page/documents", "/page/documents/own-bad"):
        assert "<script>window" not in page.client.get(path).text


def _citation(passage: Passage) -> Citation:
    return citation_of(passage, own_document("own-talk", TEXT), 1)
