"""The official texts behind the briefs: fetched on request, linked, resumed, told one by one."""

from __future__ import annotations

from pathlib import Path

from assistant.errors import FetchFailed
from assistant.library import (
    Facts,
    Library,
    add_files,
    documents,
    fetch_originals,
    originals_among,
)
from tests.factories import document

LIMA = document("lima", ["A brief."], url="https://gov.example/lima", event="lima-2024")
PARIS = document("paris", ["Another."], url="https://www.gov.example/paris/", date="2025-02-11")
SEOUL = document("seoul", ["A third."], url="https://gov.example/seoul")
BRIEFS = (LIMA, PARIS, SEOUL)
PAGES = {
    LIMA.url: ("https://archive.example/lima", "lima.html", b"<p>The two sides met in Lima.</p>"),
    PARIS.url: (PARIS.url, "paris.txt", b"The parties met in Paris."),
}


class Web:
    """What is where on the web, and what was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, url: str) -> tuple[str, str, bytes]:
        self.asked.append(url)
        if url not in PAGES:
            raise FetchFailed(f"{url} answers with 404. The page is gone.")
        return PAGES[url]


def test_originals_are_linked_and_failures_told(tmp_path: Path) -> None:
    """What moved and what failed is told; the rest is there, official, under its brief's event."""
    library = Library(tmp_path)
    rows = {row.brief: row for row in fetch_originals(library, BRIEFS, Web())}
    assert rows["lima"].moved == "https://archive.example/lima" and rows["paris"].moved is None
    assert "404" in (rows["seoul"].added.error or "")
    made = {d.origin: d for d in documents(library)}
    lima = made["original of lima"]
    assert (lima.text, lima.event, lima.handling) == (
        "The two sides met in Lima.",
        "lima-2024",
        "public",
    )
    assert lima.passages[0].grade == "official" and lima.url == "https://archive.example/lima"
    assert made["original of paris"].date == "2025-02-11"


def test_a_second_run_fetches_only_what_is_missing(tmp_path: Path) -> None:
    library, web = Library(tmp_path), Web()
    list(fetch_originals(library, BRIEFS[:1], web))
    rows = list(fetch_originals(library, BRIEFS, web))
    assert web.asked == [LIMA.url, PARIS.url, SEOUL.url]
    assert [row.held_before for row in rows] == [True, False, False]


def test_originals_in_a_folder_are_found_by_address_or_name(tmp_path: Path) -> None:
    folder = tmp_path / "downloads"
    folder.mkdir()
    (folder / "page.md").write_text(
        f"---\nsource_url: {PARIS.url.replace('www.', '')}\n---\nWords of Paris."
    )
    (folder / "seoul.txt").write_text("Words of Seoul.")
    (folder / "other.txt").write_text("Words of nobody.")
    library = Library(tmp_path / "data")
    rows = originals_among(library, BRIEFS, sorted(folder.iterdir()))
    assert sorted((row.brief, row.added.new) for row in rows) == [("paris", True), ("seoul", True)]


def test_a_text_that_was_added_before_becomes_the_original(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("The parties met in Paris.")
    library = Library(tmp_path / "data")
    list(add_files(library, [path], Facts()))
    (row,) = fetch_originals(library, [PARIS], Web())
    assert row.added.error is None and row.added.id == library.entries()[0].id
    assert [d.origin for d in documents(library)] == ["original of paris"]
