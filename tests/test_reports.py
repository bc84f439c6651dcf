"""Reports to hand over: the same lines and notes in Markdown, HTML and Word."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest

from assistant.domain import Grade
from assistant.errors import ReportError
from assistant.export import (
    Box,
    Bullets,
    Heading,
    Line,
    Note,
    Paragraph,
    Quote,
    Report,
    Table,
    notes_of,
    report_as_docx,
    report_as_html,
    report_as_markdown,
)
from assistant.prompts import LANGUAGES, Wording
from tests.test_contract import CITATION

PROMPTS = Path(__file__).parents[1] / "prompts"
WORDING = Wording(PROMPTS, ("wording.yaml", "reports.yaml"))
GOLDEN = Path(__file__).parent / "golden"
HOSTILE = "<script>alert(1)</script> [x](javascript:alert(1)) | **b**\x0b\n# head"
REPORT = Report(
    title="Nuclear weapons and AI: 美国 with China",
    subtitle="Talking points",
    language="en",
    header="Common Ground · 195 documents to 29 September 2026",
    footer="23 November 2026",
    blocks=(
        Paragraph(Line("Every line is cited."), small=True),
        Heading("Shared ground"),
        Bullets((Line("Human control 人类控制.", (1, 2), "Both", "reported"), Line("No hotline."))),
        Heading("Fallback", 2),
        Box("Own proposal", (Line("set up a channel", lead="Preferred"), Line("exchange views"))),
        Quote(Line("the words", (2,))),
        Table(
            ("United States", "China"),
            (((Line("For", (1,)),), (Line("Against", (2,)), Line("Later for"))),),
            (0.4, 0.6),
        ),
    ),
    notes=(
        Note(1, "Readout", "statement; 2024", "Our summary: x", "https://example.org/a?b=1&c=2"),
        Note(2, "Other", "law", "", "javascript:alert(1)", "https://example.org/source"),
    ),
)


def test_markdown_and_html_are_as_in_the_golden_files() -> None:
    assert report_as_markdown(REPORT) == (GOLDEN / "report.md").read_text(encoding="utf-8")
    assert report_as_html(REPORT) == (GOLDEN / "report.html").read_text(encoding="utf-8")


def test_a_word_file_has_the_lines_the_notes_and_working_links() -> None:
    data = report_as_docx(REPORT)
    document = docx.Document(BytesIO(data))
    xml = document.element.xml
    text = "\n".join("".join(p._p.itertext()) for p in document.paragraphs)
    for line in REPORT.lines():
        assert line.text in text or any(
            line.text in cell.text for t in document.tables for row in t.rows for cell in row.cells
        )
    for number in (1, 2):
        assert f'w:anchor="note_{number}"' in xml
        assert f'w:name="note_{number}"' in xml
    targets = {r.target_ref for r in document.part.rels.values() if r.is_external}
    assert targets == {"https://example.org/a?b=1&c=2", "https://example.org/source"}
    assert document.sections[0].header.paragraphs[0].text == REPORT.header
    assert REPORT.footer in document.sections[0].footer.paragraphs[0].text


def test_a_word_file_names_a_chinese_font_for_chinese_characters() -> None:
    styles = zipfile.ZipFile(BytesIO(report_as_docx(REPORT))).read("word/styles.xml").decode()
    fonts = re.findall(
        r'<w:style [^>]*w:styleId="(Normal|Note|Cell)".*?w:eastAsia="([^"]+)"', styles, re.S
    )
    assert dict(fonts) == dict.fromkeys(("Normal", "Note", "Cell"), "Microsoft YaHei")


def test_own_proposals_are_framed_and_labelled() -> None:
    document = docx.Document(BytesIO(report_as_docx(REPORT)))
    own = [p.text for p in document.paragraphs if p.style and p.style.name == "Own proposal"]
    assert own == ["Preferred set up a channel", "exchange views"]
    assert 'w:val="dashed"' in document.styles["Own proposal"].element.xml
    assert '<div class="own"><b class="label">Own proposal</b>' in report_as_html(REPORT)
    assert "> **[Own proposal]**" in report_as_markdown(REPORT)


def test_hostile_text_stays_text() -> None:
    """Neither markup from a source nor an address that is no web address becomes active."""
    bad = replace(
        REPORT,
        title=HOSTILE,
        blocks=(Paragraph(Line(HOSTILE, (1,), HOSTILE, HOSTILE)), Heading(HOSTILE)),
        notes=(Note(1, HOSTILE, HOSTILE, HOSTILE, "javascript:alert(1)"),),
    )
    assert "<script" not in report_as_html(bad) and 'href="javascript' not in report_as_html(bad)
    markdown = report_as_markdown(bad)
    assert "\n# head" not in markdown and "<javascript" not in markdown
    assert "<script" not in markdown.replace("\\<script", "")
    document = docx.Document(BytesIO(report_as_docx(bad)))
    assert not [r for r in document.part.rels.values() if r.is_external]


def test_a_mark_without_its_note_is_an_error() -> None:
    with pytest.raises(ReportError, match="note 3"):
        replace(REPORT, blocks=(Paragraph(Line("x", (3,))),))


def test_an_uneven_table_is_an_error() -> None:
    with pytest.raises(ReportError, match="One, Two"):
        replace(REPORT, blocks=(Table(("One", "Two"), (((Line("x"),),),)),))


def test_a_note_tells_whose_text_it_is_how_sure_and_where() -> None:
    names = {"US": {"en": "United States", "zh": "美国"}}
    reported = replace(CITATION, grade=Grade.REPORTED, status="revoked by other-text")
    told = notes_of([reported], lambda p, lang: names[p][lang], WORDING, "en")[0]
    assert told.facts.startswith("statement; 16 November 2024; issued by United States; revoked;")
    assert told.facts.endswith("grade: reported; not read in the official text")
    assert told.url == reported.url and told.source == reported.source
    chinese = notes_of([reported], lambda p, lang: names[p][lang], WORDING, "zh")[0]
    assert "发布方：美国；已撤销" in chinese.facts


def test_every_sentence_of_notes_reads_as_in_the_golden_file() -> None:
    wording = Wording(PROMPTS, ("reports.yaml",))
    values = {"text": "It says so.", "issuers": "France, India", "handling": "internal"}
    told = "\n".join(
        f"{key} {lang}: {wording.say(key, lang, **values)}"
        for key in wording.names()
        for lang in LANGUAGES
    )
    assert told + "\n" == (GOLDEN / "reports.txt").read_text(encoding="utf-8")
