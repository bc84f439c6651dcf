"""A document's whole text as paragraphs, with one span of it marked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from markupsafe import Markup

from assistant.domain import Document, Passage


def whole_text(document: Document, passage: Passage | None = None) -> Markup:
    """The text of `document` in escaped paragraphs; `passage` is highlighted in it."""
    spans = [(entry.start, entry.end) for entry in document.passages]
    blocks = (_block(document, start, end, passage) for start, end in _lines(document, spans))
    return Markup('<div class="text">{}</div>').format(Markup("").join(blocks))


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


def _block(document: Document, start: int, end: int, passage: Passage | None) -> Markup:
    text = document.text[start:end]
    if passage is not None and (start, end) == (passage.start, passage.end):
        return Markup('<p class="here"><mark>{}</mark></p>').format(text)
    if any((entry.start, entry.end) == (start, end) for entry in document.passages):
        return Markup("<p>{}</p>").format(text)
    return Markup('<p class="heading">{}</p>').format(text)
