"""A reply cut into sentences while it streams in, English or Chinese, each with its citations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.writing.marks import only_ids

LONGEST = 1500  # characters of a sentence; beyond that a model is babbling
_ENDS = ".!?。！？\n"
_CLOSERS = "”’\"'」』）)》"
_OPENERS = {"[": "]", "【": "】", "［": "］", "〔": "〕", "〖": "〗", "(": ")", "（": "）"}
_GROUP = 200  # characters between brackets, at most, for a list of ids
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|Sen|Rep|Gov|Lt|Col|No|Nos|Art|Arts|Sec|para|paras|pp?|vs|cf|"
    r"e\.g|i\.e|etc|al|approx|ca|Inc|Ltd|Co|Corp|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Fig|Vol)"
    r"|\b(?:[A-Z]\.)*[A-Z])$"
)
_INITIALS_END = re.compile(r"\b(?:U\.S|U\.K|U\.N|E\.U|D\.C|a\.m|p\.m)$")


class Babble(Exception):
    """A reply that does not end its sentences."""


class Sentences:
    """Takes pieces of text as they come, gives whole sentences back."""

    def __init__(self) -> None:
        self._rest = ""
        self._thinking = False

    def feed(self, piece: str) -> Iterator[str]:
        """The sentences that are complete with this piece; Babble if there is no end to one."""
        self._rest += piece
        yield from self._cut(final=False)
        if len(self._rest) > LONGEST and not self._thinking:
            raise Babble

    def close(self) -> Iterator[str]:
        """What is left at the end of the reply."""
        yield from self._cut(final=True)
        if self._rest.strip() and not self._thinking:
            yield self._rest.strip()
        self._rest = ""

    def _cut(self, *, final: bool) -> Iterator[str]:
        while self._past_thoughts(final=final):
            end = _boundary(self._rest, final=final)
            if end is None:
                return
            sentence, self._rest = self._rest[:end].strip(), self._rest[end:]
            if sentence:
                yield sentence

    def _past_thoughts(self, *, final: bool) -> bool:
        """Drop what stands between <think> and </think>; False while more has to come."""
        if self._thinking:
            before, found, after = self._rest.partition("</think>")
            self._rest = after if found else before[-len("</think>") :]
            self._thinking = not found
            return bool(found)
        start = self._rest.lstrip()
        if start.startswith("<think>"):
            self._thinking, self._rest = True, start[len("<think>") :]
            return self._past_thoughts(final=final)
        return final or not (start and "<think>".startswith(start[:7]))


def _boundary(text: str, *, final: bool) -> int | None:
    """Where the first sentence ends, citations after it included; None if it isn't whole yet."""
    for at, character in enumerate(text):
        if character not in _ENDS or not _ends(text, at):
            continue
        end = at + 1
        while end < len(text) and text[end] in _CLOSERS:
            end += 1
        return _past_citations(text, end, final=final, after=character)
    return None


def _ends(text: str, at: int) -> bool:
    """Whether the mark at this place ends a sentence."""
    character = text[at]
    if character != ".":
        return True
    after, before = text[at + 1 : at + 2], text[:at]
    if after and (after.isalnum() and after.isascii()):
        return False
    if _ABBREVIATION.search(before[-12:]) and not _INITIALS_END.search(before[-6:]):
        return False
    following = text[at + 1 :].lstrip("".join(_CLOSERS) + " ")
    if _INITIALS_END.search(before[-6:]):
        return bool(following) and following[0].isupper() and following.split(" ")[0] in _STARTS
    return not (following and following[0].islower())


_STARTS = frozenset("The It In On At Both A An This That These They He She China But".split())


def _past_citations(text: str, end: int, *, final: bool, after: str) -> int | None:
    """The end moved past the brackets that belong to the sentence; None if more may come."""
    while True:
        at = end
        while at < len(text) and text[at].isspace():
            at += 1
        if at == len(text):
            return end if final or after == "\n" else None
        closer = _OPENERS.get(text[at])
        if closer is None:
            return end
        close = text.find(closer, at, at + _GROUP)
        if close < 0:
            return end if final or len(text) - at > _GROUP else None
        if not cites(text[at : close + 1]):
            return end
        end = close + 1
        while end < len(text) and text[end] in ".。":
            end += 1


def cites(group: str) -> bool:
    """Whether a bracket holds a citation: any square one does, a round one only ids."""
    return group[0] in "[【［〔〖" or only_ids(group[1:-1])
