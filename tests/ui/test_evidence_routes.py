"""The evidence panel and the documents, as markup."""

from __future__ import annotations

from tests.ui.conftest import Page


def evidence(page: Page, question: str = "Geneva?", number: int = 2) -> str:
    """The panel of one citation of an answer to `question`."""
    turn = page.ask(question)[0]["turn"]
    return page.client.get(f"/page/evidence/{turn}/{number}").text


def test_the_passage_stands_marked_in_its_place(page: Page) -> None:
    """Statement before, the cited one, statement after; and again in the whole text."""
    html = evidence(page)
    before = html.index("The first intergovernmental dialogue")
    marked = html.index("<mark>The United States raised concern about misuse")
    assert before < marked < html.index("It wants lines of communication")
    assert html.count("<mark>The United States raised concern about misuse") == 2
    assert '<p class="here"><mark>' in html


def test_the_panel_tells_who_said_it_and_how_sure_we_are(page: Page) -> None:
    """Names, not ids; grade with its meaning; locator; source; our summary as such."""
    html = evidence(page)
    for words in (
        "Our summary",
        "<dt>Speaker</dt><dd>Adrienne Watson, spokesperson</dd>",
        "<dt>Party</dt><dd>United States (government)</dd>",
        "read in the issuer’s, author’s or organiser’s own text",
        "para. 2",
        "described by the other side",
        "on record",
        "The address was seen in use.",
        'rel="noopener noreferrer"',
        "美国对包括中国在内的人工智能滥用表示关切。",
        "People get this wrong",
        "Evidence 2 of 4",
        'aria-current="true">2</a>',
    ):
        assert words in html


def test_a_fact_of_ours_is_put_into_nobody_s_mouth(page: Page) -> None:
    """A misreading cleared up, a vote, a date: our record, not a party's words."""
    html = evidence(page, "Why did the hotline fail?", 1)
    assert "<dt>Party</dt>" not in html and "<dt>Speaker</dt>" not in html


def test_an_unchecked_address_says_so(page: Page) -> None:
    """The reader is told before the boss is."""
    html = evidence(page, number=4)
    assert "has not been opened: check it before use" in html
    assert "中美人工智能政府间对话首次会议" in html


def test_a_chinese_answer_marks_the_chinese_words(page: Page) -> None:
    """The rendering the sentence was taken from, and the passage itself."""
    html = evidence(page, "威尼斯共识提出了哪三项建议？", 1)
    assert "<mark>声明提出三项建议" in html
    assert "<mark>The statement proposes three processes" in html


def test_a_document_that_changed_shows_the_words_as_cited(page: Page) -> None:
    """And says that it has changed since."""
    turn = page.ask("Geneva?")[0]["turn"]
    page.assistant.change("geneva-us")
    html = page.client.get(f"/page/evidence/{turn}/2").text
    assert "<mark>The United States raised concern about misuse" in html
    assert "has changed since the answer was written" in html
    assert '<p class="here">' not in html


def test_a_document_that_vanished_shows_the_words_as_cited(page: Page) -> None:
    """And says that it is no longer there."""
    turn = page.ask("Geneva?")[0]["turn"]
    del page.assistant.held["geneva-us"]
    html = page.client.get(f"/page/evidence/{turn}/2").text
    assert "<mark>The United States raised concern about misuse" in html
    assert "no longer in the corpus" in html


def test_an_unknown_citation_or_document_is_said(page: Page) -> None:
    """With 404 and a sentence."""
    turn = page.ask("Geneva?")[0]["turn"]
    for route in (f"/page/evidence/{turn}/99", "/page/evidence/none/1", "/page/documents/none"):
        answer = page.client.get(route)
        assert answer.status_code == 404 and answer.json()["error"]
    assert page.client.get(f"/page/evidence/{turn}/x").status_code == 400


def test_the_list_of_documents_can_be_searched_by_any_word(page: Page) -> None:
    """Title in both languages, party by name, place, date, kind and status."""
    html = page.client.get("/page/documents").text
    row = next(part for part in html.split("<tr ") if "seoul-ministerial" in part)
    for word in ("seoul", "22 may 2024", "republic of korea", "china", "statement", "on record"):
        assert word in row
    assert html.index("Venice consensus statement") < html.index("Seoul ministerial statement")


def test_a_document_s_page_has_every_typed_fact(page: Page) -> None:
    """Statements with grades, participation, votes, status with its successor, siblings."""
    seoul = page.client.get("/page/documents/seoul-ministerial").text
    for words in ("attended, did not sign", "<td>27</td>", "plenary, 22 May 2024", "para. 2"):
        assert words in seoul
    revoked = page.client.get("/page/documents/revoked-order").text
    assert "revoked</span>" in revoked
    assert 'data-document="geneva-us">Statement of the White House' in revoked
    geneva = page.client.get("/page/documents/geneva-us").text
    assert "Other texts of the same event" in geneva
    assert "Chinese account of the Geneva dialogue" in geneva


def test_only_what_some_document_has_can_be_chosen(page: Page) -> None:
    """No filter leads nowhere; “sources” appears with the first own document."""
    ask = page.client.get("/page/start").json()["ask"]
    assert 'value="statement"' in ask and 'value="law"' not in ask
    assert 'value="revoked"' in ask and 'value="expired"' not in ask
    assert "data-sources hidden" in ask


def test_a_passage_opens_without_an_answer(page: Page) -> None:
    """A citation of a note or a finding shows the same panel, today's text marked."""
    html = page.client.get("/page/passages", params={"id": "geneva-us#1"}).text
    assert "<mark>" in html and "Our summary" in html
    missing = page.client.get("/page/passages", params={"id": "geneva-us#99"})
    assert missing.status_code == 404 and "geneva-us#99" in missing.json()["error"]
