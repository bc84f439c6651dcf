"""A draft cut into sentences with their offsets, in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ABBREVIATION = re.compile(
    r"(?:\b(?:U\.S|U\.K|U\.N|E\.U|E\.O|Dr|Mr|Mrs|Ms|Prof|St|No|Nos|Art|Sec|para|paras|pp|p|vs|cf|e\.g|i\.e|etc|al|approx|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Gen|Sen|Rep|Gov|Inc|Ltd|Co|Corp)|\b[A-Z])\.$"
)
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$|[\u3400-\u9fff])|[。！？；]+[”’」』）]*|\n+")
_BULLET = re.compile(
    r"\s*(?:[-*•·–—]|\(?\d{1,2}[.)]|\(?[a-z]\)|#{1,6}|[（(]?[一二三四五六七八九十]+[、）)])\s*"
)
_SURE_END = re.compile(r"\s*(?:$|[A-Z“\"'(\u3400-\u9fff\d—-])")


def sentences(draft: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each sentence, without the white space and bullets around it."""
    at = 0
    for match in _END.finditer(draft):
        if not match.group().startswith("\n") and not _ends(draft, match):
            continue
        yield from _trimmed(draft, at, match.end())
        at = match.end()
    yield from _trimmed(draft, at, len(draft))


def _ends(draft: str, match: re.Match[str]) -> bool:
    """Whether a full stop ends a sentence rather than an abbreviation or a number."""
    if match.group()[0] != ".":
        return True
    before = draft[max(0, match.start() - 12) : match.start() + 1]
    if _ABBREVIATION.search(before):
        following = draft[match.end() :].lstrip()[:1]
        initials = re.search(r"\b(?:U\.S|U\.K|U\.N|E\.U)\.$", before)
        return not following or (
            bool(initials)
            and bool(
                re.match(r"\s+(?:The|It|In|On|A|But|Its|This|They|We)\b", draft[match.end() :])
            )
        )
    if re.search(r"(?:^|\n)\s*\d{1,2}\.$", before):
        return False  # a numbered item
    return bool(_SURE_END.match(draft[match.end() :]))


def _trimmed(draft: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    bullet = _BULLET.match(draft, start, end)
    if bullet and (start == 0 or draft[start - 1] == "\n"):
        start = bullet.end()
    while start < end and draft[start].isspace():
        start += 1
    while end > start and draft[end - 1].isspace():
        end -= 1
    if any(character.isalnum() for character in draft[start:end]):
        yield start, end
