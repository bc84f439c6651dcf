"""Markdown: headings, paragraphs, lists and tables, and the facts of its front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.reading.building import Block, Draft, plain_block
from assistant.reading.dating import first_date
from assistant.reading.speech import with_turns
from assistant.reading.text import decoded

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_BLANK = re.compile("\n[ \t\u00a0\u3000]+(?=\n)")  # lines that look empty are
_DATED = re.compile(r"^\W*(?:date|日期|published|发布日期)\W", re.IGNORECASE)
_COLON = re.compile(r"\s*[:：]\s*$")
_HEAD = 12  # blocks among which a line with the date is looked for
MAX_NESTING = 60


def read_markdown(data: bytes) -> Draft:
    """Blocks in order; title and date from the front matter, else from the text's own head."""
    text = _BLANK.sub("\n", re.sub("\r\n?", "\n", decoded(data)))
    facts, text = _front_matter(text)
    tokens = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table").parse(text)
    blocks = list(_blocks(tokens))
    draft = Draft(
        title=_fact(facts, "title") or _first_heading(blocks),
        author=_fact(facts, "author", "authors", "by"),
        date=first_date(_fact(facts, "date", "published", "published_time", "issued"))
        or _dated(blocks),
        language=_fact(facts, "language", "lang"),
        url=_fact(facts, "url", "source_url", "source", "link"),
    )
    draft.blocks = with_turns(blocks)
    return draft


def _front_matter(text: str) -> tuple[dict[str, Any], str]:
    """The facts at the head, if they can be read, and the rest."""
    match = _FRONT.match(text)
    if not match or len(match[1]) > 20_000 or re.search(r"(?m)[:\-] *&", match[1]):
        return {}, text  # anchors could grow without end
    try:
        facts = yaml.safe_load(match[1])
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}, text[match.end() :]
    return (facts if isinstance(facts, dict) else {}), text[match.end() :]


def _fact(facts: dict[str, Any], *names: str) -> str | None:
    for name in names:
        value = facts.get(name)
        if isinstance(value, list):
            value = ", ".join(str(part) for part in value)
        if value is not None and str(value).strip():
            return str(value)
    return None


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    level, row = 0, []  # type: int, list[str]
    in_row = False
    for token in tokens:
        match token.type:
            case "heading_open":
                level = int(token.tag[1])
            case "heading_close":
                level = 0
            case "tr_open":
                in_row, row = True, []
            case "tr_close":
                in_row = False
                if any(row):
                    yield plain_block(" | ".join(cell for cell in row if cell))
            case "inline" if in_row:
                row.append(_inline(token))
            case "inline":
                yield plain_block(_inline(token), level)
            case "fence" | "code_block":
                yield plain_block(token.content.rstrip())
            case "html_block":
                yield plain_block(_without_tags(token.content))


def _inline(token: Token) -> str:
    """The words of a line: no marks, no addresses of links, no images."""
    text = ""
    for part in token.children or ():
        match part.type:
            case "text" | "code_inline":
                text += part.content
            case "softbreak":
                text += " "
            case "hardbreak":
                text += "\n"
            case "html_inline" if part.content.startswith("<br"):
                text += "\n"
    return text.strip()


def _without_tags(html: str) -> str:
    return re.sub(
        r"<!--.*?-->|<(script|style)\b.*?</\1>|<[^>]*>", "", html, flags=re.S | re.I
    ).strip()


def _first_heading(blocks: Sequence[Block]) -> str | None:
    headings = [block for block in blocks if block.level]
    top = min((block.level for block in headings), default=0)
    return next((_COLON.sub("", b.text) for b in headings if b.level == top), None)


def _dated(blocks: Sequence[Block]) -> str | None:
    """The date that a line of the head or the title gives."""
    for block in blocks[:_HEAD]:
        named = _DATED.match(block.text) or "| date" in block.text.casefold()
        if named and (date := first_date(block.text)):
            return date
    for block in blocks[:_HEAD]:
        if date := first_date(block.text[:300]):
            return date
    return None
