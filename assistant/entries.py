"""What the indexes hold for each document: the texts that are searched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant import generations
from assistant.domain import Document, Passage, Section
from assistant.tokens import is_chinese

CHINESE = "@zh"  # ends the id of the entry of a passage's Chinese text
_SEARCHED = frozenset({Section.STATEMENT, Section.MISREADING, Section.BODY, Section.TEXT})
_HEAD = 120  # characters of a long title, and of a long path of headings, that are embedded


@dataclass(frozen=True, slots=True)
class Entry:
    """What the indexes hold: the text that is searched, under the passage's id or a derived one."""

    id: str
    text: str
    chinese: bool = False
    shelf: str = generations.BRIEFS


def entries(document: Document) -> Iterator[Entry]:
    """The entries of a document: one a passage, a second one where it has a Chinese text.

    Typed fields (participation, votes …) are looked up, never searched, and have none.
    """
    shelf = generations.shelf_of(document)
    for passage in document.passages:
        if passage.section not in _SEARCHED:
            continue
        title, chinese = document.title, is_chinese(passage.text)
        yield Entry(passage.id, _with_title(title, passage, passage.text), chinese, shelf)
        if passage.text_zh:
            title = document.title_zh or document.title
            text = _with_title(title, passage, passage.text_zh)
            yield Entry(passage.id + CHINESE, text, True, shelf)


def _with_title(title: str, passage: Passage, text: str) -> str:
    speaker = f"{passage.speaker}: " if passage.speaker else ""
    heading = f"{passage.heading}. " if passage.heading else ""
    if passage.section is Section.TEXT:
        title, heading = title[:_HEAD], heading[-_HEAD:]
    return f"{title.rstrip('.。')}. {heading}{speaker}{text}"
