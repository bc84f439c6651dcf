"""Files that other programs made, with known answers: every locator exact.

LibreOffice, Chromium's print, captions in the forms of caption tools, python-docx, and originals.
"""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest

from assistant.reading import ReadText
from assistant.reading.formats import read_bytes
from tests.reading.office import Block, browser, converted, fodt, office, printed

ORIGINALS = Path(
    os.environ.get("COMMON_GROUND_ORIGINALS", Path(__file__).parents[3] / "shared" / "originals")
)


@dataclass(frozen=True)
class Known:
    """Words of a file, and where they stand: the place, the headings above, the speaker."""

    words: str
    place: str
    headings: tuple[str, ...] | None = None
    speaker: str | None = None


def verify(read: ReadText, answers: Sequence[Known], absent: Sequence[str] = ()) -> None:
    """Each answer stands in the text, once, in one piece, at its place."""
    for answer in answers:
        assert read.text.count(answer.words) == 1, (answer.words, read.text)
        start = read.text.index(answer.words)
        end = start + len(answer.words)
        assert read.place_at(start, end) == answer.place, answer.words
        assert read.speaker_at(start, end) == answer.speaker, answer.words
        if answer.headings is not None:
            assert read.headings_at(start) == answer.headings, answer.words
    for words in absent:
        assert words not in read.text, words


def paged(*answers: Known, of: dict[str, str]) -> list[Known]:
    """The same answers with pages for their places."""
    return [Known(a.words, of[a.words], a.headings, a.speaker) for a in answers]


FILLER = "Both delegations set out at some length how they see the matter and what they propose."
OPENING = "The delegations met in Vienna on 3 March 2026 to continue their talks."
CHANNEL = "They agree that a channel for incidents should stay open at every hour of the day."
REGISTER = "The register of incidents shall hold no more than the facts that both sides confirm."
COST = "Who bears the cost of the register is left to the third round of the talks."
CLOSING = "The third round will take place in Singapore before the end of September."
REPORT: list[Block] = [
    ("h1", "Report of the Second Round"),
    ("p", f"{OPENING} {FILLER}"),
    ("h2", "Shared ground"),
    ("p", f"{FILLER} {CHANNEL}"),
    ("new", f"{REGISTER} {FILLER}"),
    ("h2", "Open points"),
    ("p", f"{FILLER} {COST}"),
    ("new", f"{CLOSING} {FILLER}"),
]
ABOVE = ("Report of the Second Round",)
REPORT_KNOWN = [
    Known(OPENING, "para. 1", ABOVE),
    Known(CHANNEL, "para. 2", (*ABOVE, "Shared ground")),
    Known(REGISTER, "para. 3", (*ABOVE, "Shared ground")),
    Known(COST, "para. 4", (*ABOVE, "Open points")),
    Known(CLOSING, "para. 5", (*ABOVE, "Open points")),
]
REPORT_PAGES = paged(
    *REPORT_KNOWN,
    of={OPENING: "p. 1", CHANNEL: "p. 1", REGISTER: "p. 2", COST: "p. 2", CLOSING: "p. 3"},
)
ZH_ONE = "双方于二〇二六年三月三日在维也纳举行第二轮会谈，讨论人工智能风险。"
ZH_TWO = "双方同意，事故通报渠道应当全天候保持畅通；“登记册”只记载双方确认的事实。"
ZH_THREE = "第三轮会谈将于九月底前在新加坡举行。"
CHINESE: list[Block] = [
    ("h1", "第二轮会谈报告"),
    ("p", ZH_ONE),
    ("h2", "共识"),
    ("p", ZH_TWO),
    ("new", ZH_THREE),
]
CHINESE_KNOWN = [
    Known(ZH_ONE, "para. 1", ("第二轮会谈报告",)),
    Known(ZH_TWO, "para. 2", ("第二轮会谈报告", "共识")),
    Known(ZH_THREE, "para. 3", ("第二轮会谈报告", "共识")),
]
CHINESE_PAGES = paged(*CHINESE_KNOWN, of={ZH_ONE: "p. 1", ZH_TWO: "p. 1", ZH_THREE: "p. 2"})
NOTED = "The hotline of 1963 is the model that the experts have in mind."
NOTE = "Memorandum of Understanding of 20 June 1963, Geneva."
ITEM_ONE = "Notify the other side within one hour of a serious incident."
ITEM_TWO = "Keep the records of all notifications for five years."
AFTER = "These measures bind nobody until both governments have approved them."
NOTES: list[Block] = [
    ("h1", "Annex on Hotlines"),
    ("p", f"{NOTED} {FILLER}", NOTE),
    ("item", ITEM_ONE),
    ("item", ITEM_TWO),
    ("new", f"{AFTER} {FILLER}"),
]
TALK: list[Block] = [
    ("h1", "Record of the closed session"),
    ("p", "ZHOU WEI: [00:41:07] A channel for incidents would cost little and help much."),
    ("p", "ANN LEIGH: [00:42:00] Nobody picks up a hotline at three in the morning."),
    ("p", "ZHOU WEI: [00:43:10] Then let us agree on a form for notifications."),
]
TALK_KNOWN = [
    Known("A channel for incidents would cost little and help much.", "00:41:07", None, "ZHOU WEI"),
    Known("Nobody picks up a hotline at three in the morning.", "00:42:00", None, "ANN LEIGH"),
    Known("Then let us agree on a form for notifications.", "00:43:10", None, "ZHOU WEI"),
]
TABLE: list[Block] = [
    ("h1", "Thresholds"),
    ("p", FILLER),
    ("row", "Measure | Threshold | From"),
    ("row", "Notification | 10 000 users affected | June 2026"),
    ("row", "Inspection | 50 000 users affected | January 2027"),
    ("p", AFTER),
]
ARABIC_ONE = "اجتمع الوفدان في فيينا لمواصلة المحادثات حول الذكاء الاصطناعي."
ARABIC_TWO = "اتفق الطرفان على إبقاء قناة الإبلاغ عن الحوادث مفتوحة."
ARABIC: list[Block] = [("h1", "تقرير الجولة الثانية"), ("p", ARABIC_ONE), ("p", ARABIC_TWO)]
LEFT = "The left column says that notifications come first and inspections second."
RIGHT = "The right column closes with the date of the next round of talks."
COLUMNS: list[Block] = [
    ("p", f"{LEFT} {FILLER}"),
    *[("p", f"Point {n} of the list. {FILLER} {FILLER} {FILLER}") for n in range(1, 12)],
    ("p", f"{RIGHT} {FILLER}"),
]
RUNNING = "Draft of 5 March, not for circulation"
SOURCES: dict[str, str] = {
    "report": fodt(REPORT),
    "running": fodt(REPORT, running=RUNNING),
    "chinese": fodt(CHINESE),
    "notes": fodt(NOTES),
    "talk": fodt(TALK),
    "table": fodt(TABLE),
    "arabic": fodt(ARABIC),
    "columns": fodt(COLUMNS, columns=True),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which LibreOffice has written every source in every form."""
    folder = tmp_path_factory.mktemp("office")
    for name, text in SOURCES.items():
        (folder / f"{name}.fodt").write_text(text, encoding="utf-8")
    sources = sorted(folder.glob("*.fodt"))
    forms = ("docx", "pdf", "odt", "epub", "html:XHTML Writer File:UTF8", "txt:Text (encoded):UTF8")
    for form in forms:
        converted(folder, sources, form)
    (folder / "again").mkdir()
    converted(folder / "again", sorted(folder.glob("*.odt")), "docx")
    return folder


DOCX_NOTES = [
    Known(NOTED, "para. 1", ("Annex on Hotlines",)),
    Known(NOTE, "para. 2"),
    Known(ITEM_ONE, "para. 3"),
    Known(ITEM_TWO, "para. 4"),
    Known(AFTER, "para. 5"),
]
OFFICE: dict[str, tuple[str, list[Known], list[str]]] = {
    "Word": ("report.docx", REPORT_KNOWN, []),
    "OpenDocument, then Word": ("again/report.docx", REPORT_KNOWN, []),
    "PDF": ("report.pdf", REPORT_PAGES, []),
    "PDF with running lines": ("running.pdf", REPORT_PAGES, [RUNNING]),
    "EPUB": ("report.epub", REPORT_KNOWN, []),
    "HTML": ("report.html", REPORT_KNOWN, []),
    "Chinese Word": ("chinese.docx", CHINESE_KNOWN, []),
    "Chinese PDF": ("chinese.pdf", CHINESE_PAGES, []),
    "Chinese EPUB": ("chinese.epub", CHINESE_KNOWN, []),
    "Word with a footnote and a list": ("notes.docx", DOCX_NOTES, []),
    "PDF with a footnote and a list": (
        "notes.pdf",
        [
            Known(NOTED, "p. 1", ("Annex on Hotlines",)),
            Known(ITEM_TWO, "p. 1"),
            Known(AFTER, "p. 2"),
            Known(NOTE, "p. 1"),
        ],
        [],
    ),
    "Word transcript": ("talk.docx", TALK_KNOWN, ["[00:", "ZHOU WEI:"]),
    "text transcript": ("talk.txt", TALK_KNOWN, ["[00:", "ZHOU WEI:"]),
    "Word with a table": (
        "table.docx",
        [Known("Inspection", "para. 4", ("Thresholds",)), Known(AFTER, "para. 5")],
        [],
    ),
    "Arabic Word": (
        "arabic.docx",
        [
            Known(ARABIC_ONE, "para. 1", ("تقرير الجولة الثانية",)),
            Known(ARABIC_TWO, "para. 2"),
        ],
        [],
    ),
    "PDF in two columns": ("columns.pdf", [Known(LEFT, "p. 1"), Known(RIGHT, "p. 1")], []),
}


@pytest.mark.slow
@pytest.mark.skipif(office() is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("which", OFFICE)
def test_what_libreoffice_writes_is_read_exactly(made: Path, which: str) -> None:
    """Pages, paragraphs, headings, speakers and times as the source has them."""
    name, answers, absent = OFFICE[which]
    verify(read_bytes(name, (made / name).read_bytes()), answers, absent)


@pytest.mark.slow
@pytest.mark.skipif(office() is None, reason="LibreOffice is not installed")
def test_columns_are_read_one_after_the_other(made: Path) -> None:
    read = read_bytes("columns.pdf", (made / "columns.pdf").read_bytes())
    places = [read.text.index(f"Point {n} of the list.") for n in range(1, 12)]
    assert places == sorted(places)


WEB = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Report of the Second
Round</title><style>.new {{ break-before: page }} footer {{ font-size: 9px }}</style></head><body>
<h1>Report of the Second Round</h1><p>{OPENING} {FILLER}</p><h2>Shared ground</h2>
<p>{FILLER} {CHANNEL}</p><p class="new">{REGISTER} {FILLER}</p><h2>Open points</h2>
<p>{FILLER} {COST}</p><p class="new">{CLOSING} {FILLER}</p></body></html>"""
WEB_ZH = f"""<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>第二轮会谈报告</title>
<style>.new {{ break-before: page }}</style></head><body><h1>第二轮会谈报告</h1><p>{ZH_ONE}</p>
<h2>共识</h2><p>{ZH_TWO}</p><p class="new">{ZH_THREE}</p></body></html>"""
LONG = [f"Clause {n}. {FILLER} {FILLER}" for n in range(1, 61)]


@pytest.mark.slow
@pytest.mark.skipif(browser() is None, reason="no Chromium is installed")
@pytest.mark.parametrize(
    ("page", "answers"), [(WEB, REPORT_PAGES), (WEB_ZH, CHINESE_PAGES)], ids=["English", "Chinese"]
)
def test_what_a_browser_prints_is_read_exactly(
    tmp_path: Path, page: str, answers: list[Known]
) -> None:
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    verify(read_bytes("page.pdf", printed(tmp_path, path).read_bytes()), answers)


CUES = [
    Known("A channel would cost little and help much.", "00:00:01", None, "Zhou Wei"),
    Known("Nobody picks up at three in the morning.", "00:00:05", None, "Ann Leigh"),
    Known("Then let us agree on a form.", "00:01:09", None, "Zhou Wei"),
]
TEAMS = """WEBVTT

f3c1-0
00:00:01.250 --> 00:00:04.000
<v Zhou Wei>A channel would cost little and help much.</v>

f3c1-1
00:00:05.000 --> 00:00:08.500
<v Ann Leigh>Nobody picks up at three in the morning.</v>

f3c1-2
00:01:09.900 --> 00:01:12.000
<v Zhou Wei>Then let us agree on a form.</v>
"""
ZOOM = """WEBVTT

1
00:00:01.250 --> 00:00:04.000
Zhou Wei: A channel would cost little and help much.

2
00:00:05.000 --> 00:00:08.500
Ann Leigh: Nobody picks up at three in the morning.

3
00:01:09.900 --> 00:01:12.000
Zhou Wei: Then let us agree on a form.
"""
STYLED = """WEBVTT - Session 4

STYLE
::cue(.loud) { color: yellow }

REGION
id:low
lines:2

NOTE made by hand

intro
00:01.250 --> 00:04.000 align:start position:0% line:90%
<v.loud Zhou Wei>A <i>channel</i> would cost little &amp; help much.

00:05.000 --> 00:08.500 region:low
<v Ann Leigh>Nobody picks up<c.loud> at three</c> in the morning.
"""
ROLLING = """WEBVTT
Kind: captions
Language: en

00:00:01.000 --> 00:00:03.000 align:start position:0%
\x20
a<00:00:01.300><c> channel</c><00:00:01.700><c> would</c>

00:00:03.000 --> 00:00:03.010 align:start position:0%
a channel would
\x20

00:00:03.010 --> 00:00:06.000 align:start position:0%
a channel would
cost<00:00:03.500><c> little</c><00:00:04.000><c> money</c>

00:00:06.000 --> 00:00:06.010 align:start position:0%
cost little money
\x20
"""
SRT = """1
00:00:01,250 --> 00:00:04,000
{\\an8}<i>Zhou Wei:</i> A channel would cost
little and help much.

2
00:00:05,000 --> 00:00:08,500
<font color="#ffff00">Ann Leigh: Nobody picks up at three in the morning.</font>

3
00:01:09,900 --> 00:01:12,000
Zhou Wei: Then let us agree on a form.
"""
SRT_ZH = """1
00:00:01,250 --> 00:00:04,000
周伟：我们可以建立通报渠道。

2
00:00:05,000 --> 00:00:08,500
李明：凌晨三点没有人接电话。

3
00:01:09,900 --> 00:01:12,000
周伟：那就商定一份通报表格。
"""
CAPTIONS: dict[str, tuple[str, bytes, list[Known]]] = {
    "Teams": ("a.vtt", TEAMS.encode(), CUES),
    "Zoom": ("a.vtt", ZOOM.encode(), CUES),
    "styled by hand": (
        "a.vtt",
        STYLED.encode(),
        [
            Known("A channel would cost little & help much.", "00:00:01", None, "Zhou Wei"),
            Known("Nobody picks up at three in the morning.", "00:00:05", None, "Ann Leigh"),
        ],
    ),
    "rolling, as video sites make them": (
        "a.vtt",
        ROLLING.encode(),
        [Known("a channel would", "00:00:01"), Known("cost little money", "00:00:03")],
    ),
    "SubRip with tags": ("a.srt", SRT.encode(), CUES),
    "SubRip with a mark of order and Windows line ends": (
        "a.srt",
        b"\xef\xbb\xbf" + SRT.replace("\n", "\r\n").encode(),
        CUES,
    ),
    "SubRip in UTF-16": ("a.srt", SRT.encode("utf-16"), CUES),
    "Chinese SubRip": (
        "a.srt",
        SRT_ZH.encode(),
        [
            Known("我们可以建立通报渠道。", "00:00:01", None, "周伟"),
            Known("凌晨三点没有人接电话。", "00:00:05", None, "李明"),
            Known("那就商定一份通报表格。", "00:01:09", None, "周伟"),
        ],
    ),
}


@pytest.mark.parametrize("which", CAPTIONS)
def test_captions_of_the_usual_tools_are_read_exactly(which: str) -> None:
    name, data, answers = CAPTIONS[which]
    verify(read_bytes(name, data), answers, ["{\\an8}", "<", "-->"])


def _word() -> bytes:
    made = docx.Document()
    made.core_properties.title = "Terms of the register"
    made.add_heading("Terms of the register", 1)
    made.add_paragraph(OPENING)
    made.add_heading("Costs", 2)
    made.add_paragraph(COST)
    made.add_paragraph(ITEM_ONE, style="List Number")
    made.add_paragraph(ITEM_TWO, style="List Number")
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_what_python_docx_writes_is_read_exactly() -> None:
    above = ("Terms of the register",)
    verify(
        read_bytes("a.docx", _word()),
        [
            Known(OPENING, "para. 1", above),
            Known(COST, "para. 2", (*above, "Costs")),
            Known(ITEM_ONE, "para. 3", (*above, "Costs")),
            Known(ITEM_TWO, "para. 4", (*above, "Costs")),
        ],
    )


FOLDERS = "official-documents"
HEARD = "00:03:45"
ORIGINAL: dict[str, tuple[str, list[Known]]] = {
    "EU AI Act": (
        f"{FOLDERS}/europe-eu/eu_ai_act_regulation_2024_1689.pdf",
        [
            Known("brought into compliance with this Regulation by 31 December 2030", "p. 121"),
            Known("administrative fines of up to EUR 7 500 000 or", "p. 116"),
        ],
    ),
    "Hong Kong guideline": (
        f"{FOLDERS}/hong-kong/hk_generative_ai_guideline.pdf",
        [Known("Common fine-tuning techniques include instruction fine-tuning", "p. 9")],
    ),
    "Senate hearing": (
        "senate-hearing-2025-05-08/transcript.md",
        [
            Known("get rid of the quantitative caps", "01:08:50", None, "Brad Smith"),
            Known("only 6% of global AI startup funding", HEARD, None, "Chairman Ted Cruz (R-TX)"),
        ],
    ),
    "press call": (
        "white-house/speeches-remarks/2024-03/"
        "2024-03-28-press-call-by-vice-president-harris-on-artificial-intelligence.md",
        [Known("racially biased diagnoses", "para. 8", None, "THE VICE PRESIDENT")],
    ),
    "Chinese measures": (
        f"{FOLDERS}/china/china_generative_ai_service_measures.html",
        [Known("鼓励生成式人工智能算法、框架、芯片及配套软件平台等基础技术的自主创新", "para. 35")],
    ),
}


@pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the folder of originals is not there")
@pytest.mark.parametrize("which", ORIGINAL)
def test_originals_are_read_exactly(which: str) -> None:
    """Pages as pdftotext counts them, times and names as they stand in the file."""
    name, answers = ORIGINAL[which]
    path = ORIGINALS / name
    verify(read_bytes(path.name, path.read_bytes()), answers)
