"""Documents as other programs make them: a flat OpenDocument source, and who turns it into what."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from html import escape
from pathlib import Path

Block = tuple[str, str] | tuple[str, str, str]  # kind, text, footnote: see `fodt`
_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("fo", "xsl-fo-compatible"),
    )
)
_HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {_NAMES} office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.text">
<office:styles>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph"
 style:default-outline-level="1"><style:text-properties fo:font-size="20pt" fo:font-weight="bold"
 style:font-size-asian="20pt" style:font-weight-asian="bold"/>
</style:style>
<style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph"
 style:default-outline-level="2"><style:text-properties fo:font-size="15pt" fo:font-weight="bold"
 style:font-size-asian="15pt" style:font-weight-asian="bold"/>
</style:style></office:styles>
<office:automatic-styles>
<style:style style:name="New" style:family="paragraph"><style:paragraph-properties
 fo:break-before="page"/></style:style>
<style:style style:name="Columns" style:family="section"><style:section-properties>
<style:columns fo:column-count="2" fo:column-gap="0.8cm"/></style:section-properties></style:style>
<style:page-layout style:name="Page"><style:page-layout-properties fo:page-width="21cm"
 fo:page-height="29.7cm" fo:margin="2cm"/><style:header-style/><style:footer-style/>
</style:page-layout></office:automatic-styles>
"""


def office() -> str | None:
    """LibreOffice, if it is there."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def browser() -> str | None:
    """A Chromium, if it is there."""
    named = os.environ.get("COMMON_GROUND_BROWSER")
    return named or shutil.which("chromium") or shutil.which("google-chrome")


def fodt(blocks: Sequence[Block], *, running: str = "", columns: bool = False) -> str:
    """A document of blocks: h1, h2, p, new (a paragraph on a new page), item, row.

    The cells of a row are apart by a bar; a third member of a block is its footnote. `running`
    stands at the head of every page, its number at the foot.
    """
    header = f"<style:header><text:p>{escape(running)}</text:p></style:header>" if running else ""
    footer = "<text:p><text:page-number>1</text:page-number></text:p>"
    master = (
        f'<office:master-styles><style:master-page style:name="Standard" '
        f'style:page-layout-name="Page">{header}<style:footer>{footer}</style:footer>'
        "</style:master-page></office:master-styles>"
    )
    body = "".join(_tables(blocks))
    if columns:
        body = f'<text:section text:style-name="Columns" text:name="S">{body}</text:section>'
    return f"{_HEAD}{master}<office:body><office:text>{body}</office:text></office:body></office:document>"


def _tables(blocks: Sequence[Block]) -> list[str]:
    parts: list[str] = []
    for place, block in enumerate(blocks):
        if block[0] != "row":
            parts.append(_block(block))
            continue
        if not place or blocks[place - 1][0] != "row":
            parts.append(f"<table:table>{'<table:table-column/>' * len(block[1].split('|'))}")
        cells = "".join(
            f"<table:table-cell><text:p>{escape(cell.strip())}</text:p></table:table-cell>"
            for cell in block[1].split("|")
        )
        parts.append(f"<table:table-row>{cells}</table:table-row>")
        if place + 1 == len(blocks) or blocks[place + 1][0] != "row":
            parts.append("</table:table>")
    return parts


def _block(block: Block) -> str:
    kind, text = block[0], escape(block[1])
    if len(block) == 3:
        text += (
            '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
            f"<text:note-body><text:p>{escape(block[2])}</text:p></text:note-body></text:note>"
        )
    if kind in ("h1", "h2"):
        level = kind[1]
        style = f'text:style-name="Heading_20_{level}" text:outline-level="{level}"'
        return f"<text:h {style}>{text}</text:h>"
    if kind == "item":
        return f"<text:list><text:list-item><text:p>{text}</text:p></text:list-item></text:list>"
    return (
        f'<text:p text:style-name="New">{text}</text:p>'
        if kind == "new"
        else f"<text:p>{text}</text:p>"
    )


def converted(folder: Path, sources: Sequence[Path], form: str) -> None:
    """Have LibreOffice write each source in another form, beside it."""
    program = office()
    assert program, "LibreOffice is not there"
    profile = folder / "profile"
    command = [program, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to"]
    command += [form, "--outdir", str(folder), *map(str, sources)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


def printed(folder: Path, page: Path) -> Path:
    """Have Chromium print a page."""
    program = browser()
    assert program, "Chromium is not there"
    target = page.with_suffix(".pdf")
    command = [program, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    command += [f"--user-data-dir={folder / 'browser'}", f"--print-to-pdf={target}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return target
