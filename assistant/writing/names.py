"""Names in a written sentence: none that its passages lack."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.comparing.words import stem
from assistant.dates import MONTHS
from assistant.naming import Mention, Sort
from assistant.writing.ground import Ground

_LETTER = r"[^\W\u3400-\u9fff]"
_NAME = re.compile(rf"(?<![A-Za-z0-9_'’])[A-Z]{_LETTER}*(?:[-–./]{_LETTER}+)*")
_COMMON = frozenset(
    """president prime minister ministers senator secretary secretary-general general vice chair
    government administration council committee congress parliament assembly commission ministry
    department office bureau agency spokesman spokeswoman spokesperson foreign state states nation
    nations party parties side sides world international global act law order executive article
    agreement declaration statement resolution framework report plan code accord treaty convention
    summit session meeting dialogue readout paper measures version chapter draft proposal initiative
    south north republic deputy official officials ambassador premier leader chairman professor
    ai i english chinese""".split()
)
_SPELT = re.compile(
    r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?", re.IGNORECASE
)
_PLACE = re.compile(r"\b(?:in|at|near|outside|from|to|seat|seated)\s+(?:the\s+)?$", re.IGNORECASE)
_PERSON_ZH = re.compile(
    r"([\u4e00-\u9fff]{2,6})(?:总统|首相|主席|总理|部长|外长|国务卿|秘书长|参议员|副总统|大使)"
)


def strange_name(text: str, ground: Ground) -> str | None:
    """A party, person, text or other name that the ground lacks."""
    mentions = ground.find(text)
    there = ground.find(ground.text)
    spans: list[tuple[int, int]] = []
    for mention in mentions.all:
        if mention.sort is Sort.TOPIC:
            continue
        if not _mentioned(mention, text, ground, there.ids(mention.sort)):
            return mention.text
        spans.append((mention.start, mention.end))
    for match in capitals(text):
        inside = any(start <= match.start() < end for start, end in spans)
        if not inside and not _stands(match.group(), ground):
            return match.group()
    for match in _PERSON_ZH.finditer(text):
        parties = ground.find(match[1]).ids(Sort.PARTY, Sort.METONYM)
        known = parties and all(vouched(party, ground.parties, ground) for party in parties)
        if match[1][-2:] not in ground.text and not known:
            return match.group()
    return None


def _mentioned(mention: Mention, text: str, ground: Ground, there: tuple[str, ...]) -> bool:
    if _stands(mention.text, ground):
        return True
    if mention.sort is Sort.METONYM and _PLACE.search(text[: mention.start]):
        return False
    if mention.sort in (Sort.PARTY, Sort.METONYM):
        return all(vouched(party, ground.parties, ground) for party in mention.means)
    own = {document.id for document in ground.documents} | set(there)
    return bool(own & set(mention.means))


def vouched(party: str, parties: frozenset[str], ground: Ground) -> bool:
    """Whether a party is among others; an institution stands for its state and the reverse."""
    if party in parties:
        return True
    entries = ground.known.vocabulary.parties
    own = entries[party].of if party in entries else None
    return own in parties or any(
        i in entries and entries[i].of == party and entries[i].type in {"institution", "person"}
        for i in parties
    )


def capitals(text: str) -> Iterator[re.Match[str]]:
    """Words with a capital, without the first of a sentence and the words of titles."""
    for match in _NAME.finditer(text):
        word = match.group()
        opens = not text[: match.start()].strip(" “\"'‘(") and not word[1:].isupper()
        owns = text[match.end() : match.end() + 2] in {"'s", "’s"}
        if opens and word.isalpha() and not owns:
            continue
        if word.casefold() in _COMMON or word in MONTHS or _SPELT.fullmatch(word):
            continue
        yield match


def _stands(name: str, ground: Ground) -> bool:
    if re.search(r"\d", name):
        return bool(re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-]|\.\d)", ground.text))
    return (
        all(
            stem(part.casefold()) in ground.words or part.casefold() in _COMMON
            for part in _parts(name)
        )
        or name.casefold() in ground.text.casefold()
    )


def all_in(name: str, words: set[str]) -> bool:
    return all(stem(p.casefold()) in words or p.casefold() in _COMMON for p in _parts(name))


def is_acronym(name: str, ground: Ground) -> bool:
    """Whether a name is made of the first letters of one in the ground."""
    return len(name) > 2 and name.isupper() and name in ground.initials


def _parts(name: str) -> list[str]:
    """The words of a name that name: of “AI-driven” the first."""
    parts = re.findall(r"[^\W_]+", re.sub(r"['’]s$", "", name))
    return [p for p in parts if not p.islower()] if "-" in name else parts
