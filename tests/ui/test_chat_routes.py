"""Asking, keeping and exporting through the page's routes."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from assistant.domain import Filters
from assistant.errors import CommonGroundError
from assistant.history import History
from tests.ui.conftest import Page
from tests.ui.fake_assistant import HOSTILE

GENEVA = "What came out of Geneva?"


def test_sentences_come_one_by_one_before_the_answer(page: Page) -> None:
    """Turn, progress, a line for each sentence, then the answer, once."""
    lines = page.ask(GENEVA)
    assert [line["type"] for line in lines] == [
        "turn", "progress", "sentence", "sentence", "sentence", "sentence", "answer",
    ]  # fmt: skip
    assert lines[3]["lead"] == "United States" and lines[4]["lead"] is None
    whole = lines[-1]["sentences"]
    assert whole.count('class="lead-in"') == 2
    assert "4 statements from 2 documents · to 16 Sep 2024" in lines[-1]["foot"]


def test_citations_are_links_that_name_grade_and_title(page: Page) -> None:
    """A weak grade stands beside the number, in words."""
    answer = page.ask(GENEVA)[-1]["sentences"]
    assert 'aria-label="Citation 1, official: Statement of the White House' in answer
    assert '[4<span class="weak">, reported</span>]</a>' in answer
    assert 'href="?c=' in answer


def test_a_kept_conversation_reads_as_it_was_written(page: Page) -> None:
    """Reloading shows the same sentences, footer and actions."""
    lines = page.ask(GENEVA)
    kept = page.client.get(f"/page/conversations/{lines[0]['conversation']}").json()
    assert kept["title"] == GENEVA
    for part in ("sentences", "foot"):
        assert lines[-1][part].strip() in kept["html"]


def test_a_follow_up_knows_what_was_answered_before(page: Page) -> None:
    """Earlier answers are passed on, and the page says how the question was understood."""
    conversation = page.ask(GENEVA)[0]["conversation"]
    lines = page.ask("And China?", conversation=conversation)
    assert page.assistant.asked[-1] == ("And China?", Filters(), 1)
    assert "Understood as: What came out of Geneva for China?" in lines[-1]["head"]
    assert lines[0]["conversation"] == conversation


def test_asking_again_replaces_the_answer_of_that_turn(page: Page) -> None:
    """With the same question and filters, and only the answers before it."""
    chosen = {"parties": ["US"], "since": "2024-01"}
    first = page.ask(GENEVA, filters=chosen)[0]
    page.ask("And China?", conversation=first["conversation"])
    again = page.ask("", retry=first["turn"])
    assert page.assistant.asked[-1] == (GENEVA, Filters(parties=("US",), since="2024-01"), 0)
    assert again[0]["turn"] == first["turn"]
    html = page.client.get(f"/page/conversations/{first['conversation']}").json()["html"]
    assert html.count("<article") == 2
    assert "Only: United States · from Jan 2024" in html


def test_an_abstention_shows_note_and_nearest_documents(page: Page) -> None:
    """With links that open the document, and what was searched."""
    answer = page.ask("Which agency staffs the bureau?")[-1]
    assert "Not covered by the sources" in answer["head"]
    assert "I found nothing on that in 6 documents." in answer["foot"]
    assert 'data-document-panel="venice"' in answer["foot"]
    assert "Searched 6 documents" in answer["foot"]


def test_a_false_premise_has_a_plain_label(page: Page) -> None:
    """In words, not by colour."""
    answer = page.ask("Why did the hotline fail?")[-1]
    assert "The question rests on something the sources show otherwise" in answer["head"]


@pytest.mark.parametrize("question", ["", "   \n\t ", "x" * 50_000])
def test_a_question_that_cannot_be_asked_is_refused_and_not_kept(page: Page, question: str) -> None:
    """The message comes back; no conversation begins."""
    (line,) = page.ask(question)
    assert line["type"] == "refused"
    assert "empty" in line["message"] or "50,000 characters" in line["message"]
    assert "None yet" in page.client.get("/page/conversations").text


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ({"parties": ["Atlantis"]}, "unknown party 'Atlantis'; choose among: US, CN"),
        ({"topics": ["weather"]}, "unknown topic 'weather'; choose among: risk, governance"),
        ({"kinds": ["poem"]}, "unknown kind 'poem'; choose among: declaration, resolution"),
        ({"states": ["lost"]}, "unknown status 'lost'; choose among: in force"),
        ({"languages": ["xx"]}, "unknown source language 'xx'; choose among: en, zh"),
        ({"scope": "moon"}, "unknown scope 'moon'; choose among: all, corpus, mine"),
        ({"since": "May 2024"}, "From: 'May 2024' is no date. Write 2024, 2024-05"),
        ({"until": "2024-13"}, "To: '2024-13' is no date"),
        ({"since": "2025", "until": "2024"}, "From 2025 lies after To 2024"),
        ({"parties": "US"}, "has to be a list of words"),
    ],
)
def test_an_unknown_filter_is_named_with_the_valid_ones(
    page: Page, filters: dict[str, object], said: str
) -> None:
    """Before anything is searched."""
    (line,) = page.ask(GENEVA, filters=filters)
    assert line["type"] == "refused" and said in line["message"]
    assert page.assistant.asked == []


def test_a_damaged_index_is_said_in_the_chat_and_the_question_kept(page: Page) -> None:
    """With the command that mends it, and a way to ask again."""
    lines = page.ask("broken?")
    assert lines[-1]["type"] == "failed"
    assert "common-ground index --rebuild" in lines[-1]["html"]
    assert "Your question is kept" in lines[-1]["html"]
    html = page.client.get(f"/page/conversations/{lines[0]['conversation']}").json()["html"]
    assert "common-ground index --rebuild" in html and "Ask again" in html


def test_an_answer_that_cannot_be_kept_is_shown_all_the_same(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the page says that it was not kept."""

    def refuse(*_: object) -> None:
        raise CommonGroundError("The disk is full.")

    monkeypatch.setattr(History, "finish", refuse)
    answer = page.ask(GENEVA)[-1]
    assert answer["type"] == "answer" and "first intergovernmental dialogue" in answer["sentences"]
    assert answer["warning"] == "This answer could not be kept. The disk is full."


def test_markup_and_markdown_in_a_question_or_source_stay_text(page: Page) -> None:
    """Nothing that a source or a visitor writes becomes markup."""
    lines = page.ask(f"hostile {HOSTILE} \x07 [a](javascript:x)")
    html = "".join(str(line[key]) for line in lines for key in line if key != "lead")
    turn = lines[0]
    html += page.client.get(f"/page/conversations/{turn['conversation']}").json()["html"]
    html += page.client.get(f"/page/conversations?current={HOSTILE}").text
    html += page.client.get(f"/page/evidence/{turn['turn']}/1").text
    html += page.client.get("/page/documents").text
    html += page.client.get("/page/documents/hostile").text
    assert "<script" not in html and "<img" not in html
    assert 'href="javascript' not in html
    assert "&lt;script&gt;" in html


def test_rename_delete_undo(page: Page) -> None:
    """As the drawer does it."""
    conversation = page.ask(GENEVA)[0]["conversation"]
    route = f"/page/conversations/{conversation}"
    assert page.client.patch(route, json={"title": "Geneva"}).json() == {"title": "Geneva"}
    assert page.client.delete(route).status_code == 200
    assert page.client.get(route).status_code == 404
    assert page.client.post(f"{route}/restore").json() == {"title": "Geneva"}
    assert "Geneva" in page.client.get("/page/conversations").text


def test_export_is_markdown_under_the_conversation_s_name(page: Page) -> None:
    """A download with numbered sources."""
    conversation = page.ask("威尼斯共识提出了哪三项建议？")[0]["conversation"]
    answer = page.client.get(f"/page/conversations/{conversation}/export.md")
    assert answer.headers["content-type"] == "text/markdown; charset=utf-8"
    assert answer.headers["content-disposition"].startswith("attachment; filename=")
    assert "## 威尼斯共识提出了哪三项建议？" in answer.text
    assert "1. **Venice consensus statement**" in answer.text


def test_a_stranger_gets_nothing(page: Page) -> None:
    """Neither list nor conversation, evidence, export, rename, delete, undo nor follow-up."""
    turn = page.ask(GENEVA)[0]
    stranger = page.another()
    route = f"/page/conversations/{turn['conversation']}"
    client = stranger.client
    assert "None yet" in client.get("/page/conversations").text
    for answer in (
        client.get(route),
        client.get(f"{route}/export.md"),
        client.get(f"/page/evidence/{turn['turn']}/1"),
        client.patch(route, json={"title": "x"}),
        client.delete(route),
        client.post(f"{route}/restore"),
    ):
        assert answer.status_code == 404
        assert "belongs to another browser" in answer.json()["error"]
    (line,) = stranger.ask("And?", conversation=turn["conversation"])
    assert line["type"] == "refused"


def test_a_question_stopped_half_way_can_be_asked_again(page: Page, data_dir: Path) -> None:
    """After a reload it stands there without an answer, and says so."""
    turn = page.ask(GENEVA)[0]
    with sqlite3.connect(data_dir / "record.sqlite") as database:
        database.execute("UPDATE turns SET answer = NULL WHERE id = ?", (turn["turn"],))
    html = page.client.get(f"/page/conversations/{turn['conversation']}").json()["html"]
    assert "Stopped before the answer was complete" in html
    assert f'data-retry="{turn["turn"]}"' in html
