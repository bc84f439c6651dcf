"""Where the sentences of a text begin and end, in any of the scripts that are read."""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)|[。！？；]+[”’」』）\"]*|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|St|Jr|Sr|vs|cf|No|Nos|Art|Arts|para|paras|"
    r"pp|p|Sec|Ch|Fig|Vol|ed|eds|Inc|Ltd|Co|Corp|approx|ca|al|etc|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|"
    r"Sep|Oct|Nov|Dec)|\b[A-Za-z]|\b(?:[A-Za-z]\.)+[A-Za-z])\.$"
)
_CAN_END = re.compile(r"\b(?:etc|al|Inc|Ltd|Co|Corp|[A-Z]\.[A-Z])\.$")
_HAN = re.compile("[\u3400-\u9fff]")
_SOFT = re.compile(r"[,，、;；:：—–]\s*|\s+")


def size_of(text: str) -> int:
    """How many words a text has; two Chinese characters count as one."""
    han = len(_HAN.findall(text))
    return len(_HAN.sub(" ", text).split()) + (han + 1) // 2


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """(start, end) of each sentence between two offsets of `text`, without space around it."""
    end = len(text) if end is None else end
    at = start
    for match in _END.finditer(text, start, end):
        stop = match.end()
        if match[0][0] == "." and _goes_on(text, at, match.start() + 1, stop, end):
            continue
        if span := _stripped(text, at, stop):
            yield span
        at = stop
    if span := _stripped(text, at, end):
        yield span


def _goes_on(text: str, start: int, dot: int, stop: int, end: int) -> bool:
    """Whether a full stop belongs to an abbreviation or a number of a list, not to a sentence."""
    head = text[max(start, dot - 24) : dot]
    after = text[stop:end].lstrip(" ")[:1]
    if after and after.islower():
        return True
    if re.fullmatch(r"\s*[(]?(?:\d{1,3}|[ivxIVX]{1,4}|[A-Za-z])\.", text[start:dot]):
        return True  # "12." at the head of a paragraph
    return bool(_ABBREVIATION.search(head)) and not (
        _CAN_END.search(head) and (not after or after.isupper())
    )


def _stripped(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def parts(text: str, start: int, end: int, most: int) -> Iterator[tuple[int, int]]:
    """A sentence in parts of at most `most` words, cut at a comma or else at a space."""
    while size_of(text[start:end]) > most:
        best = None
        for match in _SOFT.finditer(text, start, end):
            size = size_of(text[start : match.start()])
            if size > most:
                break
            strong = bool(match[0].strip())
            if best is None or strong or size > 1.3 * best[0]:
                best = (size, match.end())
        stop = best[1] if best and best[0] else start + most * 2
        if span := _stripped(text, start, min(stop, end)):
            yield span
        start = min(stop, end)
    if span := _stripped(text, start, end):
        yield span
