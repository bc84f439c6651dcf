"""Claims of a text that a language model proposes, each found again in the text or dropped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, Field

from assistant.comparing.words import stems
from assistant.naming import Names, Sort
from assistant.ports import ChatModel
from assistant.prompts import Prompts
from assistant.writing.evidence import neutral
from assistant.writing.force import FORCE, NOT
from assistant.writing.ground import NUMBER, is_chinese

WINDOW = 1400  # characters of a text in one call, so that the reply has room
_WINDOW_ZH = 500
BEFORE = 400  # characters before it, for what “it” and “the declaration” mean
KEPT = 0.7  # of the content words of its place, those that a claim has to keep
_SORTS = (Sort.DOCUMENT, Sort.SPEAKER, Sort.PARTY, Sort.METONYM)


class OneClaim(BaseModel):
    """One claim as the model gives it."""

    place: str = Field(description="the words of the text that say it, copied letter by letter")
    claim: str = Field(description="the same as a whole sentence that can be understood alone")


class Claims(BaseModel):
    """What the model fills in for a piece of a text."""

    claims: list[OneClaim]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A claim that stands in the text at [start, end); `text` can be understood alone."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Proposed:
    """The claims of one piece of a text, and how many were dropped: not found, or not faithful."""

    proposals: tuple[Proposal, ...]
    dropped: int


class Extractor:
    """Asks a model for the claims of a text, a piece at a time."""

    def __init__(self, model: ChatModel, prompts: Prompts) -> None:
        self._model = model
        self._prompts = prompts

    def extract(self, draft: str, start: int, end: int, names: Names) -> Proposed:
        """The claims of draft[start:end], with offsets into the draft; ModelError if it fails."""
        prompt = self._prompts.prompt(
            "extract_claims",
            text=neutral(draft[start:end]),
            before=neutral(draft[max(0, start - BEFORE) : start]),
        )
        listed = self._model.fill_in(prompt, Claims).claims
        found: list[Proposal] = []
        for one in listed:
            span = _found(one.place, draft, start, end)
            text = " ".join(one.claim.split())
            if span and _faithful(text, draft[slice(*span)], draft[: span[1]], names):
                found.append(Proposal(text, *span))
        kept = sorted(dict.fromkeys(found), key=lambda p: (p.start, p.end))
        return Proposed(tuple(kept), len(listed) - len(found))


def pieces(draft: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Sentences joined to pieces that one call can take."""
    most = _WINDOW_ZH if is_chinese(draft) else WINDOW
    start = end = None
    for first, last in spans:
        if start is not None and end is not None and last - start > most:
            yield start, end
            start = None
        start, end = first if start is None else start, last
    if start is not None and end is not None:
        yield start, end


def _found(place: str, draft: str, start: int, end: int) -> tuple[int, int] | None:
    """Where exactly these words stand, whatever white space is between them."""
    words = place.split()
    if sum(c.isalnum() for c in place) < 6:
        return None
    pattern = r"\s+".join(re.escape(word) for word in words)
    match = re.compile(pattern).search(draft, start, end)
    return match.span() if match else None


def _faithful(text: str, place: str, before: str, names: Names) -> bool:
    """Whether a claim says what its place says: same words, names, numbers, “not” and “must”."""
    if is_chinese(text) != is_chinese(place):
        return False
    known = set(names.find(before).ids(*_SORTS))
    strange = any(known.isdisjoint(m.means) for m in names.find(text).of(*_SORTS))
    numbers = set(NUMBER.findall(text)) <= set(NUMBER.findall(before))
    wanted, had = set(stems(place)), set(stems(text))
    kept = len(wanted & had) >= KEPT * len(wanted)
    denials = [Counter(m.casefold() for m in NOT.findall(each)) for each in (text, place)]
    forces = [{name for name, pattern in FORCE if pattern.search(t)} for t in (text, place)]
    return numbers and kept and not strange and denials[0] == denials[1] and forces[0] == forces[1]
