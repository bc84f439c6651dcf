"""What each format's reader makes of a file: text, locators, speakers, title, date."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from assistant.errors import (
    FileEmpty,
    FileError,
    FileLocked,
    FileTooLarge,
    FileUnknown,
    FileUnreadable,
)
from assistant.reading import Mark, ReadText
from assistant.reading.formats import read_bytes
from tests.reading.files import archive, epub, lines, pdf, word

HEAD = (72, 800, 8, "Journal of Examples")


def _place(read: ReadText, words: str) -> str | None:
    start = read.text.index(words)
    return read.locator_at(start, start + len(words))


def _speaker(read: ReadText, words: str) -> str | None:
    start = read.text.index(words)
    return read.speaker_at(start, start + len(words))


def _blocks(read: ReadText) -> list[str]:
    return read.text.split("\n\n")


def test_pdf_pages_hyphens_and_running_lines() -> None:
    """A paragraph goes on over the page break with its words whole; headers and page numbers go."""
    pages = [
        [
            HEAD,
            *lines([f"Filler of page {n} that fills the whole of its line up to the right edge."]),
        ]
        for n in range(1, 5)
    ]
    pages[0] += lines(
        ["The parties agreed that the evaluation of frontier models is an inter-",
         "national task, and that no state can do it alone. They will meet in a"], 660,
    )  # fmt: skip
    pages[1].insert(
        1, (72, 715, 10, "year to see what has been done, and what is left to be done by all.")
    )
    for n, page in enumerate(pages, 1):
        page.append((300, 30, 8, str(n)))
    read = read_bytes("a.pdf", pdf(pages, "Report on Evaluation"))
    assert "inter-\n" not in read.text and "is an international task" in read.text
    assert "They will meet in a year to see" in read.text
    assert "Journal" not in read.text
    assert _place(read, "national task") == "p. 1"
    assert _place(read, "meet in a year to see") == "pp. 1–2"
    assert _place(read, "Filler of page 3") == "p. 3"
    assert read.title == "Report on Evaluation"


def test_pdf_hyphen_of_a_compound_stays() -> None:
    """A word that is hyphened elsewhere keeps its hyphen at the end of a line."""
    page = lines(["The self-assessment is due in May and it will be repeated each year. The self-",
                  "assessment of June is the last one that the office is going to ask for."])  # fmt: skip
    assert "The self-assessment of June" in read_bytes("a.pdf", pdf([page])).text


def test_pdf_headings_and_items() -> None:
    page = [
        (72, 760, 18, "Principles"),
        *lines(["The parties hold that:", "", "(a) humans decide;", "", "(b) risks are shared."]),
    ]
    read = read_bytes("a.pdf", pdf([page]))
    assert _blocks(read) == [
        "Principles", "The parties hold that:", "(a) humans decide;", "(b) risks are shared."
    ]  # fmt: skip
    assert read.headings_at(read.text.index("humans")) == ("Principles",)
    assert read.title == "Principles"


def test_pdf_footnotes_come_after_their_paragraph() -> None:
    body = [
        "The number of signatories rose to twenty in the year that followed (1)",
        "and it has not changed since.",
    ]
    page = [*lines(body), (72, 90, 7, "(1) See the list of the secretariat, annex 2.")]
    read = read_bytes("a.pdf", pdf([page]))
    assert _blocks(read)[0].endswith("(1) and it has not changed since.")
    (note,) = read.marked(Mark.NOTE)
    assert read.text[note.start : note.end].startswith("(1) See the list")


def test_docx_headings_tables_footnotes_and_numbers() -> None:
    """What Word shows is read: numbers that it counts, inserted text; not what was deleted."""
    made = docx.Document(io.BytesIO(word(("Title", "Joint Text"), ("Heading 1", "Scope"), "One.")))
    made.core_properties.author = "A. Drafter"
    numbered = made.add_paragraph("Each party reports.", style="List Number")
    made.add_paragraph("Each party replies.", style="List Number")
    tracked = (
        f'<w:ins {nsdecls("w")} w:id="1"><w:r><w:t> In time.</w:t></w:r></w:ins>',
        f'<w:del {nsdecls("w")} w:id="2"><w:r><w:delText>Gone.</w:delText></w:r></w:del>',
    )
    for change in tracked:
        numbered._p.append(parse_xml(change))
    table = made.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Party", "Signed"
    out = io.BytesIO()
    made.save(out)
    read = read_bytes("a.docx", out.getvalue())
    assert _blocks(read) == [
        "Joint Text", "Scope", "One.", "1. Each party reports. In time.", "2. Each party replies.",
        "Party | Signed",
    ]  # fmt: skip
    assert (read.title, read.author) == ("Joint Text", "A. Drafter")
    assert _place(read, "Each party replies") == "para. 3"
    assert read.headings_at(read.text.index("One.")) == ("Scope",)


def test_docx_transcript() -> None:
    read = read_bytes(
        "a.docx",
        word("ZHOU WEI, Tsinghua: [00:41:07] We agree.", "MS. LEE: Thank you.", "And more."),
    )
    assert _place(read, "We agree.") == "00:41:07, ZHOU WEI, Tsinghua"
    assert _speaker(read, "And more.") == "MS. LEE"
    assert "ZHOU" not in read.text and "00:41" not in read.text


def test_html_main_text_title_author_date() -> None:
    page = """<html lang="en"><head><title>Readout | Site</title>
      <meta name="author" content="Office"><meta property="article:published_time" content="2024-11-16T10:00:00Z">
      <script>var hidden = 1</script></head><body><nav><p>Home Contact About and many other words</p></nav>
      <main><h1>Readout of the meeting</h1><p>Both sides spoke&nbsp;of <b>risk</b>.</p>
      <ul><li>One item</li></ul><table><tr><td>Vote</td><td>12</td></tr></table>
      <p style="display:none">unseen</p><img src="http://127.0.0.1:9/x.png" alt="x"></main>
      <footer><p>Cookies</p></footer></body></html>"""
    read = read_bytes("a.html", page.encode())
    assert _blocks(read) == [
        "Readout of the meeting", "Both sides spoke of risk.", "One item", "Vote | 12"
    ]  # fmt: skip
    assert (read.title, read.author, read.date) == (
        "Readout of the meeting",
        "Office",
        "2024-11-16",
    )


def test_html_in_a_declared_chinese_encoding() -> None:
    page = '<html><head><meta charset="gb2312"></head><body><p>第一条 生成式人工智能服务。</p></body></html>'
    read = read_bytes("a.htm", page.encode("gb18030"))
    assert read.text == "第一条 生成式人工智能服务。"
    assert read.language == "zh"


def test_markdown_front_matter_and_wrapped_lines() -> None:
    text = "---\ntitle: 'Fact\\_Sheet'\ndate: 2023-06-07\nsource_url: https://example.org/a\n---\n# Head\n\nOne *line*\nand the next.\n\n- [item](http://x.org)\n"
    read = read_bytes("a.md", text.encode())
    assert _blocks(read) == ["Head", "One line and the next.", "item"]
    assert (read.date, read.url) == ("2023-06-07", "https://example.org/a")


def test_markdown_transcripts_with_labels_as_headings_or_in_bold() -> None:
    headed = read_bytes("a.md", "\n\n".join(
        ["# 2024-05-09 Talk", "### Audrey Tang:", "Hello.", "### Guest:", "Hi.", "### Audrey Tang:", "Bye."]
    ).encode())  # fmt: skip
    assert [_speaker(headed, words) for words in ("Hello", "Hi.", "Bye")] == [
        "Audrey Tang", "Guest", "Audrey Tang"
    ]  # fmt: skip
    assert headed.date == "2024-05-09"
    bold = read_bytes("b.md", (
        b"## Opening Statement - Chairman Ted Cruz (R-TX)\n\n[00:09] Good morning.\n\n"
        b"## Questions\n\n**Brad Smith:** [30:15] More electricians.\n\n**Senator Lee:** No.\n\n"
        b"**Brad Smith:** [31:00] Yes."
    ))  # fmt: skip
    assert _place(bold, "Good morning") == "00:00:09, Chairman Ted Cruz (R-TX)"
    assert _place(bold, "More electricians") == "00:30:15, Brad Smith"
    assert _place(bold, "Yes.") == "00:31:00, Brad Smith"


def test_text_briefing_with_questions() -> None:
    """Capitals and Q mark turns; a paragraph without a label goes on with the speaker."""
    text = "1:40 P.M. EDT\n\nMS. JEAN-PIERRE:  Hi.\n\nQ    Good afternoon.\n\nMS. JEAN-PIERRE:  Okay: one thing.\n\nAnd another.\n\nEND 2:30 P.M. EDT\n"
    read = read_bytes("a.txt", text.encode())
    assert _speaker(read, "Good afternoon.") == "Question"
    assert _speaker(read, "And another.") == "MS. JEAN-PIERRE"
    assert _speaker(read, "END 2:30") is None
    assert "Okay: one thing." in read.text


def test_text_that_only_looks_like_a_transcript_keeps_its_words() -> None:
    text = "Note: this is a plan.\n\nSummary: it is short.\n\nThe Office: a place.\n\nBackground: none."
    read = read_bytes("a.txt", text.encode())
    assert read.text == text
    assert not read.marked(Mark.SPEAKER)


def test_chinese_transcript_with_full_width_punctuation() -> None:
    text = "周伟：我们同意，人工智能须由人控制。\n\n李明：谢谢！\n\n周伟：（笑）好的。"
    read = read_bytes("会议.txt", text.encode("gb18030"))
    assert _speaker(read, "我们同意") == "周伟"
    assert "我们同意，人工智能须由人控制。" in read.text
    assert read.language == "zh"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"])
def test_text_in_mixed_scripts_is_kept_exactly(encoding: str) -> None:
    text = "人工智能（AI）安全：“共识”——１２３。\n\nمرحبا بالعالم ١٢٣\n\nשלום עולם\n\nمی‌خواهم"
    read = read_bytes("a.txt", text.encode(encoding))
    assert read.text == text


def test_webvtt_voices_times_and_rolling_lines() -> None:
    text = """WEBVTT

NOTE made by a machine

1
00:41:07.000 --> 00:41:10.000
<v Zhou Wei>We agree on <i>human</i> control.</v>

00:41:10.500 --> 00:41:12.000
<v Zhou Wei>And on more.</v>

00:41:13.000 --> 00:41:15.000 align:start
<v Ann Lee>So do we &amp; others.</v>
"""
    read = read_bytes("a.vtt", text.encode())
    assert _place(read, "human control") == "00:41:07, Zhou Wei"
    assert _place(read, "And on more") == "00:41:10, Zhou Wei"
    assert _place(read, "So do we & others.") == "00:41:13, Ann Lee"
    rolling = "WEBVTT\n\n00:01.000 --> 00:02.000\nthe first line\n\n00:02.000 --> 00:03.000\nthe first line\nthe second line\n"
    assert read_bytes("r.vtt", rolling.encode()).text == "the first line the second line"


def test_srt_with_labels() -> None:
    text = "1\n00:00:01,000 --> 00:00:03,000\nANN LEE: Good morning.\n\n2\n00:00:04,000 --> 00:00:06,000\nIt is good.\n\n3\n00:00:07,000 --> 00:00:09,000\nZHOU WEI: Thank you.\n"
    read = read_bytes("a.srt", text.encode())
    assert _place(read, "It is good.") == "00:00:04, ANN LEE"
    assert _place(read, "Thank you.") == "00:00:07, ZHOU WEI"


def test_json_and_json_lines() -> None:
    one = '{"title": "T", "date": "2024-05", "paragraphs": [{"text": "Head", "level": 1}, {"text": "Words.", "page": 12}, {"text": "Said.", "speaker": "Zhou Wei, Tsinghua", "time": "00:41:07"}]}'
    read = read_bytes("a.json", one.encode())
    assert (read.title, read.date) == ("T", "2024-05")
    assert _place(read, "Words.") == "p. 12"
    assert _place(read, "Said.") == "00:41:07, Zhou Wei, Tsinghua"
    rows = '{"title": "L"}\n{"text": "First."}\n{"text": "Second.", "time": 61}\n'
    listed = read_bytes("a.jsonl", rows.encode())
    assert listed.title == "L" and _place(listed, "Second.") == "00:01:01"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.json", '{"title": 3}', "neither text nor paragraphs"),
        ("a.json", '{"paragraphs": [{"page": 1}]}', "paragraph 1 has no text"),
        ("a.json", '{"paragraphs": [{"text": "x", "time": "soon"}]}', "time 'soon'"),
        ("a.jsonl", '{"text": "x"}\n{"text": ', "line 2 is not JSON"),
    ],
)
def test_json_faults_are_named(name: str, content: str, told: str) -> None:
    with pytest.raises(FileUnreadable, match=told):
        read_bytes(name, content.encode())


def test_epub_chapters_in_order() -> None:
    read = read_bytes(
        "a.epub",
        epub(
            [
                "<html><body><h1>One</h1><p>First.</p></body></html>",
                "<html><body><p>Second.</p></body></html>",
            ]
        ),
    )
    assert _blocks(read) == ["One", "First.", "Second."]
    assert (read.title, read.date) == ("A Book", "2024-05-21")


BOMB = archive({"word/document.xml": b" " * 50_000_000})
CASES: list[tuple[str, bytes, type[FileError], str]] = [
    ("a.txt", b"  \n ", FileEmpty, "empty"),
    ("a.pdf", pdf([[]]), FileEmpty, "pictures without text"),
    (
        "a.pdf",
        pdf([lines(["Words of a page that is locked."])], encrypt=True),
        FileLocked,
        "password",
    ),
    ("a.pdf", b"%PDF-1.7 broken", FileUnreadable, "no PDF"),
    ("a.docx", b"\xd0\xcf\x11\xe0" + b"0" * 600, FileLocked, "password"),
    ("a.docx", BOMB, FileTooLarge, "unpacks to"),
    ("a.docx", archive({"word/document.xml": b"<x"}), FileUnreadable, "no Word document"),
    ("a.zip", archive({"../../etc/passwd": b"x"}), FileUnknown, "archive"),
    ("a.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, FileUnknown, "none of PDF"),
    ("a.vtt", b"no captions", FileUnreadable, "WEBVTT|captions"),
    (
        "a.epub",
        archive({"META-INF/container.xml": b"<container/>"}),
        FileUnreadable,
        "names no table",
    ),
]


@pytest.mark.parametrize(("name", "data", "error", "told"), CASES)
def test_what_cannot_be_read_is_refused_with_its_reason(
    name: str, data: bytes, error: type[FileError], told: str
) -> None:
    with pytest.raises(error, match=told):
        read_bytes(name, data)


def test_xml_entities_are_not_resolved() -> None:
    """Neither a file of this machine nor a thousandfold text comes out of an entity."""
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    container = f'{bomb}<container><rootfiles><rootfile full-path="&f;"/></rootfiles></container>'
    with pytest.raises(FileUnreadable):
        read_bytes("a.epub", archive({"META-INF/container.xml": container.encode()}))
    page = f"{bomb}<html><body><p>Text &b; &f; end of it.</p></body></html>"
    assert "root:" not in read_bytes("a.html", page.encode()).text


def test_every_span_lies_within_the_text() -> None:
    read = read_bytes("a.md", b"# A\n\nB one.\n\n## C\n\nD two.")
    for span in read.spans:
        assert 0 <= span.start < span.end <= len(read.text)
