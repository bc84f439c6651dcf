"""Answers and conversations as text to hand over."""

from __future__ import annotations

from dataclasses import replace

from assistant.domain import Filters, Nearest, Outcome, Sentence
from assistant.export import (
    answer_as_html,
    answer_as_markdown,
    answer_as_text,
    conversation_as_markdown,
)
from assistant.history import Conversation, Turn
from tests.test_contract import ANSWER, CITATION

HOSTILE = "<script>alert(1)</script> [link](javascript:alert(1)) **bold** `code`\n# head"


def names(party: str) -> str:
    """As a vocabulary would say it."""
    return {"US": "United States"}.get(party, party)


def test_markdown_of_a_conversation() -> None:
    """Title, date, question, grouped sentences with their numbers, numbered sources."""
    conversation = Conversation("c", "Lima", "2026-11-23", "2026-11-23")
    answered = Turn("t", "c", ANSWER.question, Filters(), "2026-11-23", ANSWER)
    stopped = Turn("u", "c", "And China?", Filters(), "2026-11-23")
    text = conversation_as_markdown(conversation, [answered, stopped], names, "2026-11-23")
    assert text == (
        "# Lima\n\n*Common Ground, 23 November 2026*\n\n"
        "## What came out of Lima?\n\n"
        "*Understood as: What came out of the Lima meeting?*\n\n"
        "A note.\n\n"
        "**United States**: Both leaders affirmed human control. [1] "
        "No other text followed. [1]\n\n"
        "### Sources\n\n"
        "1. **Readout of the meeting in Lima** (statement; 16 November 2024; issued by United "
        "States; on record; A spokesperson; para. 6; grade: reported, not read in the official "
        "text). Our summary: Both leaders affirmed human control. <https://example.org/press>\n"
        "2. **Readout of the meeting in Lima** (statement; 16 November 2024; issued by United "
        "States; on record; grade: reported, not read in the official text). Our summary: Both "
        "leaders affirmed human control. <https://example.org/lima>\n\n"
        "Nearest documents:\n\n- Geneva (May 2024)\n\n"
        "> The corpus reaches to 29 September 2026.\n\n"
        "*Rests on 131 documents, to 29 September 2026; written with a model.*\n\n"
        "## And China?\n\n*No answer: stopped before it was complete*\n"
    )


def test_a_copied_answer_keeps_numbers_and_sources() -> None:
    """As plain text and as HTML."""
    text = answer_as_text(ANSWER, names)
    assert "United States: Both leaders affirmed human control. [1]" in text
    assert "Sources\n[1] Readout of the meeting in Lima (statement; 16 November 2024" in text
    assert "https://example.org/press" in text
    html = answer_as_html(ANSWER, names)
    assert "<b>United States</b>: Both leaders affirmed human control. [1]" in html
    assert '<a href="https://example.org/press">' in html


def test_hostile_text_stays_text() -> None:
    """Neither markup nor Markdown from a source or a question is active in an export."""
    answer = replace(
        ANSWER,
        note=HOSTILE,
        sentences=(Sentence(HOSTILE, (1,), 1.0, HOSTILE),),
        citations=(replace(CITATION, title=HOSTILE, text=HOSTILE, source="javascript:alert(1)"),),
        warnings=(HOSTILE,),
        nearest=(Nearest("x", HOSTILE, "2024"),),
    )
    html = answer_as_html(answer, names)
    assert "<script" not in html and 'href="javascript' not in html
    markdown = answer_as_markdown(answer, names)
    assert "<script" not in markdown.replace("\\<script", "")
    assert "](javascript" not in markdown.replace("\\](javascript", "")
    assert "<javascript" not in markdown
    assert "\n# head" not in markdown
    assert "<https://example.org/lima>" in markdown


def test_a_line_that_looks_like_a_list_stays_a_line() -> None:
    """“14. May” is no list item, “- x” neither."""
    answer = replace(ANSWER, note="14. May", understood=None, sentences=(), citations=())
    assert answer_as_markdown(answer, names).startswith("14\\. May")
    assert answer_as_markdown(replace(answer, note="- x"), names).startswith("\\- x")


def test_a_false_premise_is_said_first() -> None:
    """In every form."""
    answer = replace(ANSWER, outcome=Outcome.FALSE_PREMISE, understood=None)
    for write in (answer_as_markdown, answer_as_text, answer_as_html):
        assert "sources show otherwise" in write(answer, names)[:90]


def test_chinese_keeps_its_own_colon() -> None:
    """A lead in a Chinese answer is followed by ：."""
    answer = replace(
        ANSWER, language="zh", sentences=(Sentence("三项建议。", (1,), 1.0, "威尼斯"),)
    )
    assert "威尼斯：三项建议。 [1]" in answer_as_text(answer, names)
