"""A document's whole text as paragraphs, with one span of it marked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from markupsafe import Markup

from assistant.domain import Document, Passage

BETWEEN = " › "  # parts a passage's headings, as the library writes them


def whole_text(document: Document, passage: Passage | None = None) -> Markup:
    """The text of `document` in escaped paragraphs; `passage`, or part of one, is highlighted."""
    own = document.origin != "corpus"
    marked = (passage.start, passage.end) if passage is not None else None
    passages = {(entry.start, entry.end): entry for entry in document.passages}
    headings = _headings(document) if own else None
    blocks: list[Markup] = []
    told = ""
    for start, end in _lines(document, list(passages)):
        entry = passages.get((start, end))
        if own and entry is not None:
            label = _label(entry)
            if label != told:
                blocks.append(Markup('<p class="where">{}</p>').format(label))
            told = label
        text = document.text[start:end]
        plain = entry is not None or (headings is not None and text.strip() not in headings)
        blocks.append(_block(document, (start, end), marked, plain=plain))
    tone = "text exact" if own else "text"
    return Markup('<div class="{}">{}</div>').format(tone, Markup("").join(blocks))


def outline(document: Document) -> list[tuple[int, str, str]]:
    """(depth, heading, id of the first passage under it) of an own document, in order."""
    found: list[tuple[int, str, str]] = []
    before: list[str] = []
    for passage in document.passages:
        path = passage.heading.split(BETWEEN) if passage.heading else []
        for depth, heading in enumerate(path):
            if path[: depth + 1] != before[: depth + 1]:
                found.append((depth, heading, passage.id))
        before = path
    return found


def _headings(document: Document) -> set[str]:
    return {part for p in document.passages if p.heading for part in p.heading.split(BETWEEN)}


def _label(passage: Passage) -> str:
    return ", ".join(part for part in (passage.locator, passage.speaker) if part)


def _lines(document: Document, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Every non-empty line outside the passages, and every passage whole."""
    edges = sorted({0, len(document.text), *(edge for span in spans for edge in span)})
    whole = set(spans)
    for start, end in pairwise(edges):
        if (start, end) in whole:
            yield start, end
            continue
        at = start
        for line in document.text[start:end].split("\n"):
            if line.strip():
                yield at, at + len(line)
            at += len(line) + 1


def _block(
    document: Document, span: tuple[int, int], marked: tuple[int, int] | None, *, plain: bool
) -> Markup:
    start, end = span
    if marked is not None and start <= marked[0] and marked[1] <= end:
        before, after = document.text[start : marked[0]], document.text[marked[1] : end]
        words = document.text[marked[0] : marked[1]]
        return Markup('<p class="here">{}<mark>{}</mark>{}</p>').format(before, words, after)
    if plain:
        return Markup("<p>{}</p>").format(document.text[start:end])
    return Markup('<p class="heading">{}</p>').format(document.text[start:end])
