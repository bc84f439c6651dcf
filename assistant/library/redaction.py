"""A transcript without the names of those who speak in it, for the Chatham House rule."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from assistant.reading import Mark, ReadText, Span

SPEAKER = "a participant"
NAME = "[participant]"
LIST = "[participants]"
_TITLE_WORDS = """
mr mrs ms dr prof professor senator chairman chairwoman chair president vice minister the
ambassador secretary representative governor director general member ranking moderator
question speaker audience host interviewer interpreter sir madam lady lord judge mayor
deputy assistant senior administration official of and de la von van der participant staff
"""
_TITLES = frozenset(_TITLE_WORDS.split())
_OFFICES_ZH = "教授|先生|女士|院士|主任|部长|大使|博士|研究员|司长|主席|书记|总|老师"
_GENERIC = re.compile(r"^(?:speaker|participant|moderator|question|q|a)\W*\w?\d*$", re.IGNORECASE)
_HAN = re.compile("[\u3400-\u9fff]")


def without_names(read: ReadText) -> ReadText:
    """The text with every name of a speaker replaced, and nothing that tells who spoke.

    A paragraph outside all turns that names one (a list of participants) is left out whole,
    since affiliations tell as much as names.
    """
    pattern = _pattern([span.value for span in read.marked(Mark.SPEAKER)])
    changes = _changes(read, pattern) if pattern else []
    text, moved = _changed(read.text, changes)
    spans = [
        replace(span, start=moved(span.start), end=moved(span.end), value=_value(span, pattern))
        for span in read.spans
    ]
    return replace(
        read,
        text=text,
        title=_plain(read.title, pattern),
        author=None,
        url=None,
        spans=tuple(span for span in spans if span.end > span.start),
        warnings=(),
    )


def _value(span: Span, pattern: re.Pattern[str] | None) -> str:
    if span.mark is Mark.SPEAKER:
        return SPEAKER
    return _plain(span.value, pattern) or ""


def _plain(text: str | None, pattern: re.Pattern[str] | None) -> str | None:
    return pattern.sub(NAME, text) if text and pattern else text


def _pattern(labels: Sequence[str]) -> re.Pattern[str] | None:
    """What matches any form in which these speakers can be named: whole, or one of its names."""
    forms: set[str] = set()
    for label in labels:
        if _GENERIC.match(label):
            continue
        name = re.sub(r"[(（\[].*?[)）\]]", " ", label)
        bare = re.split(r"[,，]", name)[0].strip()
        forms.update(form for form in (label, name.strip(), bare) if len(form) > 1)
        if _HAN.search(bare):
            forms.add(bare)
            continue
        words = [w.strip(".") for w in re.split(r"[\s_]+", bare)]
        for word in words:
            if len(word) > 1 and word.casefold() not in _TITLES and word[0].isupper():
                forms.update((word, word.title(), word.upper()))
    forms = {form for form in forms if form.casefold() not in _TITLES}
    if not forms:
        return None
    longest = sorted(forms, key=len, reverse=True)
    chinese = [f"{re.escape(f)}" for f in longest if _HAN.search(f)]
    surnames = {f[0] for f in forms if _HAN.match(f) and len(f) <= 4}
    latin = [rf"(?<!\w){re.escape(f)}(?!\w)" for f in longest if not _HAN.search(f)]
    office = [f"{re.escape(s)}(?={_OFFICES_ZH})" for s in sorted(surnames)]
    return re.compile("|".join([*chinese, *latin, *office]))


def _changes(read: ReadText, pattern: re.Pattern[str]) -> list[tuple[int, int, str]]:
    """(start, end, replacement) of all that goes, in order and apart from each other."""
    whole: list[tuple[int, int, str]] = []
    for span in read.marked(Mark.PARAGRAPH):
        spoken = read.within(Mark.SPEAKER, span.start, span.end)
        if not spoken and pattern.search(read.text, span.start, span.end):
            whole.append((span.start, span.end, LIST))
    starts = [start for start, _, _ in whole]
    changes = list(whole)
    for match in pattern.finditer(read.text):
        at = bisect_right(starts, match.start()) - 1
        if at < 0 or whole[at][1] <= match.start():
            changes.append((match.start(), match.end(), NAME))
    return sorted(changes)


class _Moved:
    """Offsets of the old text in the new one."""

    def __init__(self, edges: list[int], shifts: list[int], ends: list[int]) -> None:
        self._edges, self._shifts, self._ends = edges, shifts, ends

    def __call__(self, offset: int) -> int:
        at = bisect_right(self._edges, offset) - 1
        if at < 0:
            return offset
        # inside what was replaced: its end in the new text
        return max(offset, self._ends[at]) + self._shifts[at]


def _changed(text: str, changes: Sequence[tuple[int, int, str]]) -> tuple[str, _Moved]:
    parts: list[str] = []
    edges, shifts, ends = [], [], []
    at = shift = 0
    for start, end, word in changes:
        parts += [text[at:start], word]
        shift += len(word) - (end - start)
        edges.append(start + 1)
        shifts.append(shift)
        ends.append(end)
        at = end
    parts.append(text[at:])
    return "".join(parts), _Moved(edges, shifts, ends)
