"""The look of a Word report: fonts that show Chinese too, margins, header and footer."""

from __future__ import annotations

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from assistant.export.report import Report

LATIN = "Arial"
HAN = "Microsoft YaHei"  # on Windows and with Office on a Mac; elsewhere Noto Sans CJK stands in
SERIF, HAN_SERIF = "Georgia", "SimSun"
WIDTH_CM = 16.6  # of the text on an A4 page
_GREY = RGBColor(0x55, 0x55, 0x55)
_SIZES = {
    "Normal": 10.5,
    "Title": 17,
    "Subtitle": 10,
    "Heading 1": 13,
    "Heading 2": 11,
    "List Bullet": 10.5,
}


def prepare(document: Document, report: Report) -> None:
    """Styles, page, header and footer of an empty document."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21 - WIDTH_CM) / 2)
    section.top_margin = section.bottom_margin = Cm(2.0)
    smaller = 1.5 if report.compact else 0.0
    for name, size in _SIZES.items():
        _style(document, name, size - smaller, exists=True)
    _own_styles(document, smaller)
    if report.compact:
        section.top_margin = section.bottom_margin = Cm(1.3)
        for style in document.styles:
            if isinstance(style, ParagraphStyle):
                style.paragraph_format.line_spacing = 1.0
                style.paragraph_format.space_after = Pt(1)
                if style.name and style.name.startswith("Heading"):
                    style.paragraph_format.space_before = Pt(4)
    document.core_properties.title = clean(report.title)
    document.core_properties.author = "Common Ground"
    document.core_properties.language = "zh-CN" if report.language == "zh" else "en-GB"
    _running(section.header.paragraphs[0], report.header)
    foot = section.footer.paragraphs[0]
    _running(foot, report.footer + "    ")
    _page_number(foot)


def clean(text: str) -> str:
    """The text without the control characters that XML cannot hold."""
    return "".join(c for c in text if c in "\t\n" or ord(c) >= 32)


def _style(
    document: Document, name: str, size: float, *, exists: bool = False, serif: bool = False
) -> ParagraphStyle:
    styles = document.styles
    style = styles[name] if exists else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    latin, han = (SERIF, HAN_SERIF) if serif else (LATIN, HAN)
    style.font.name, style.font.size = latin, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for old in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{old}"), None)
    for kind, font in (("ascii", latin), ("hAnsi", latin), ("eastAsia", han), ("cs", latin)):
        fonts.set(qn(f"w:{kind}"), font)
    if name.startswith("Heading") or name == "Title":
        style.font.color.rgb = RGBColor(0x1A, 0x1A, 0x1A)
        style.font.bold = True
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.space_before = Pt(0 if name == "Title" else 11)
    style.paragraph_format.space_after = Pt(4)
    return style


def _own_styles(document: Document, smaller: float) -> None:
    small = _style(document, "Small", 9 - smaller / 2)
    small.font.color.rgb = _GREY
    cell = _style(document, "Cell", 9.5 - smaller)
    cell.paragraph_format.space_after = Pt(2)
    exact = _style(document, "Exact words", 10.5 - smaller, serif=True)
    exact.paragraph_format.left_indent = Cm(0.6)
    _frame(exact, ("left",), "single")
    head = _style(document, "Own proposal head", 9 - smaller)
    head.font.bold, head.font.all_caps = True, True
    head.paragraph_format.keep_with_next = True
    own = _style(document, "Own proposal", 10.5 - smaller)
    for style in (head, own):
        style.paragraph_format.left_indent = style.paragraph_format.right_indent = Cm(0.3)
        _frame(style, ("top", "left", "bottom", "right"), "dashed")
    note = _style(document, "Note", 9 - smaller)
    note.paragraph_format.left_indent = Cm(0.8)
    note.paragraph_format.first_line_indent = Cm(-0.8)
    note.paragraph_format.tab_stops.add_tab_stop(Cm(0.8))


def _frame(style: ParagraphStyle, sides: tuple[str, ...], line: str) -> None:
    """Lines around a paragraph; neighbours of like frames share one."""
    borders = OxmlElement("w:pBdr")
    for side in sides:
        border = OxmlElement(f"w:{side}")
        for name, value in (("val", line), ("sz", "8"), ("space", "4"), ("color", "666666")):
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    style.element.get_or_add_pPr().append(borders)


def _running(paragraph: Paragraph, text: str) -> None:
    run = paragraph.add_run(clean(text))
    run.font.size, run.font.color.rgb = Pt(8.5), _GREY
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT


def _page_number(paragraph: Paragraph) -> None:
    """A field that Word fills with the number of the page."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = paragraph.add_run("1")
    run.font.size, run.font.color.rgb = Pt(8.5), _GREY
    field.append(run._r)
    paragraph._p.append(field)
