"""Citations out of a sentence: ids resolved, invented ones counted and removed, text tidied."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.domain import Passage
from assistant.writing.evidence import SHAPE, Sheet

_ID = re.compile(rf"(?<![A-Za-z0-9]){SHAPE}(?![A-Za-z0-9])", re.IGNORECASE)
_LINK = re.compile(r"\[([^\]\[]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")
_SQUARE = re.compile(r"\s*[\[【［〔〖]+([^\[\]【】［］〔〕〖〗]*)[\]】］〕〗]+")
_ROUND = re.compile(r"\s*[(（]([^()（）]*)[)）]")
_BETWEEN = re.compile(
    r"evidence|sources?|ids?|citations?|see|and|refs?|证据|来源|编号|见|和|[\s,;:、，；：/|&#^.]+",
    re.IGNORECASE,
)
_DRESS = re.compile(r"^\s*(?:[-*•·#>]+|\(?\d{1,2}[.)、](?=\s))\s*|\*\*|__|`+")
_SPACE_BEFORE = re.compile(r"\s+(?=[.,;:!?。，；：！？、])")
_STOPS = re.compile(r"([.。!！?？])(?:\s*[.。])+")
_EMPTY = re.compile(r"\s*[(（]\s*[)）]")
_UNCLOSED = re.compile(r"\s*[\[【［〔〖][^\]】］〕〗]*$")


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence without its marks: its text, the passages cited, how many ids were invented."""

    text: str
    passages: tuple[Passage, ...]
    invented: int


def only_ids(content: str) -> bool:
    """Whether nothing but ids (and words such as “see”) stands in a bracket."""
    return bool(_ID.search(content)) and not _BETWEEN.sub("", _ID.sub("", content))


def resolve(raw: str, sheet: Sheet) -> Marked:
    """The sentence as it can be shown, with what its ids stand for.

    Whatever stands in square brackets was meant as a citation; what is no id of the sheet is
    an invention, and is neither shown nor counted as evidence.
    """
    cited: dict[str, Passage] = {}
    invented = 0

    def take(content: str, *, square: bool) -> None:
        nonlocal invented
        found = _ID.findall(content)
        for name in found:
            passage = sheet.passage(name)
            if passage:
                cited.setdefault(passage.id, passage)
            else:
                invented += 1
        if square and not found and content.strip():
            invented += 1

    def square(match: re.Match[str]) -> str:
        take(match[1], square=True)
        return ""

    def round_(match: re.Match[str]) -> str:
        if not only_ids(match[1]):
            return match.group()
        take(match[1], square=False)
        return ""

    def bare(match: re.Match[str]) -> str:
        take(match.group(), square=False)
        return ""

    text = _LINK.sub(lambda m: f"[{m[1]}]" if _ID.search(m[1]) else m[1], raw)
    text = _ROUND.sub(round_, _SQUARE.sub(square, text))
    text = _ID.sub(bare, _UNCLOSED.sub("", text))
    return Marked(_tidy(text), tuple(cited.values()), invented)


def _tidy(text: str) -> str:
    """Without bullets, headings and bold, and with one space where marks stood."""
    plain = " ".join(_EMPTY.sub("", _DRESS.sub("", text)).split())
    return _STOPS.sub(r"\1", _SPACE_BEFORE.sub("", plain)).strip()
