"""Numbers, dates and official numbers in a written sentence: all have to stand in its passages."""

from __future__ import annotations

import re

from assistant.comparing.periods import bears_out, periods
from assistant.comparing.quantities import quantities
from assistant.dates import MONTHS
from assistant.domain import Section
from assistant.naming import Sort
from assistant.writing.ground import NUMBER, Ground

_SHARES = re.compile(
    r"\b(?:half|halv\w+|quarters?|thirds?(?= of)|doubl\w+|twice|tripl\w+|majority|minority|(?<!above )(?<!after )(?<!at )all|every|always|never|unanimous\w*|hundreds|thousands|millions|billions|trillions)\b"
    r"|一半|半数|全部|所有|一切|每年|每月|每周|一致",
    re.IGNORECASE,
)
_SAME = {
    "all": r"\b(?:all|each|both|every|any|whole|entire)\b|所有|各国|均",
    "every": r"\b(?:all|each|both|every|any|yearly|annual\w*|monthly|weekly|daily)\b|所有|各",
    "twice": r"\btwice\b|\bdoubl\w+|\btwo times\b|两倍|翻番",
    "double": r"\btwice\b|\bdoubl\w+|\btwo times\b|两倍|翻番",
    "always": r"\balways\b|\ball\b",
    "never": r"\bnever\b|\bno\b|\bnot\b",
}
_NO_COUNT = re.compile(
    r"\b(?:per|a|each) second\b|\bthe two\b|\bone of\b|\bfirst of all\b|其中一[个项份]|之一",
    re.IGNORECASE,
)
_OFFICIAL = re.compile(r"\b(?P<kind>[A-Z][A-Za-z/]*[ -]?)(?P<number>\d[\d./-]*\d|\d)(?![\w])")
_TYPED = frozenset({Section.COUNT, Section.VOTE, Section.PARTICIPATION})


def strange_number(text: str, ground: Ground) -> str | None:
    """A number in digits or words, or a share, that the ground lacks."""
    told = ground.words_of(text)
    spelt = {quantity.value for quantity in quantities(ground.told)}
    for number in NUMBER.findall(text.replace(",", "")):
        bare = number.strip(".,/")
        if bare not in ground.numbers and not (_plain(bare) and float(bare) in spelt):
            return str(bare)
    for match in _SHARES.finditer(text):
        word = match.group().casefold()
        same = _SAME.get(word, rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word))
        if not re.search(same, told, re.IGNORECASE):
            return match.group()
    return _strange_quantity(text, ground) or _other_official(text, told)


def _strange_quantity(text: str, ground: Ground) -> str | None:
    """A quantity whose value none of the passages has; their document's other numbers don't do."""
    told = f"{ground.told} {' '.join(d.title for d in ground.documents)}"
    dated = [(p.start, p.end) for p in periods(told)]
    counted = quantities(told, skip=dated)
    ordinals = {q.value for q in counted if "#nth" in q.units}
    bare = "".join(" " if _inside(at, dated) else c for at, c in enumerate(told))
    numbers = {float(n) for n in NUMBER.findall(bare.replace(",", "")) if _plain(n)}
    values = {q.value for q in counted} | numbers
    spans = [(m.start, m.end) for m in ground.find(text).of(Sort.DOCUMENT)]
    spans += [(p.start, p.end) for p in periods(text)]
    spans += [match.span() for match in _NO_COUNT.finditer(text)]
    for quantity in quantities(text, skip=spans):
        there = ordinals if "#nth" in quantity.units and not quantity.text.isdigit() else values
        if quantity.value not in there:
            return quantity.text
    return None


def _inside(at: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _plain(number: str) -> bool:
    return number.replace(".", "", 1).isdigit()


def _other_official(text: str, told: str) -> str | None:
    """An official number of the same series as one in the passage, and not that one."""
    there: dict[str, set[str]] = {}
    for match in _OFFICIAL.finditer(told):
        there.setdefault(_series(match), set()).add(match["number"])
    for match in _OFFICIAL.finditer(text):
        own = None if match["kind"].strip() in MONTHS else there.get(_series(match))
        if own and match["number"] not in own:
            return match.group()
    return None


def _series(match: re.Match[str]) -> str:
    return match["kind"].strip(" -").casefold() + "-" * match["number"].count("-")


def strange_date(text: str, ground: Ground) -> str | None:
    """A date that neither the passages nor their documents' dates bear out."""
    told = periods(ground.told)
    named = periods(ground.text)
    found = periods(text)
    for period in found:
        if not any(bears_out(period, other) for other in (*told, *named)):
            return period.text
    typed = all(p.section in _TYPED for p in ground.passages)
    if typed and told and found and not any(bears_out(p, t) for p in found for t in told):
        return found[0].text
    return None
