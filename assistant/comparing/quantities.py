"""Numbers with what they count, in English and Chinese, and whether two of them agree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.comparing.number_words import (
    DIGITS_ZH,
    KINDS,
    KINDS_ZH,
    ORDINALS,
    PAIR,
    SCALES,
    SCALES_ZH,
    SPELT,
)
from assistant.comparing.words import HAN, stem

_WORDS = "|".join(sorted(SPELT, key=len, reverse=True))
_NUMBER = re.compile(
    rf"(?<![A-Za-z\d_/.\-–])(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\d/]|[-–]\d|\.\d)"
    rf"|\b(?P<dozens>(?:(?:{_WORDS}|a|half a) )?dozens?)\b"
    rf"|\b(?P<spelt>(?:{_WORDS}|a(?= (?:hundred|thousand|million))))\b"
    rf"|(?<=第)(?P<nth>[一二三四五六七八九十]+|\d+)"
    r"|(?<![第一二三四五六七八九十\d])(?P<zh>[一二两三四五六七八九十百]+)(?=[个家国名位票份项条点轮次年天月种类])",
    re.IGNORECASE,
)
_ORDINAL = re.compile(rf"\b(?P<word>{'|'.join(ORDINALS)}|\d+(?:st|nd|rd|th))\b", re.IGNORECASE)
_SCALE = re.compile(
    r"[ -](hundred|thousand|million|billion|trillion)\b|([万亿百千])", re.IGNORECASE
)
_PER_CENT = re.compile(r"\s*(?:%|％|per ?cent\b|percentage points?\b)", re.IGNORECASE)
_LABEL = re.compile(
    r"\b(article|section|paragraph|para\.?|principle|annex|chapter|version|framework|level|title|"
    r"part|order|resolution|no\.|number|gb(?:/t)?|page|pages|pp?\.|fp|gpt|claude|class|phase|item|point|step)\s*$"
    r"|(第)$",
    re.IGNORECASE,
)
_NOUN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_STOPPED = frozenset(
    ["of", "in", "to", "for", "and", "or", "had", "have", "has", "were", "was", "are", "is", "at", "by", "on", "with", "from", "that", "which", "who", "would", "will", "should", "may", "must", "as", "after", "before", "between", "against", "about", "than"]
)  # fmt: skip
_MONEY = re.compile(r"(?:US\$|\$|USD ?|€|£|EUR ?)$")
_SIDES = {"against": "against", "favour": "favour", "favor": "favour", "abstention": "abstain",
          "abstaining": "abstain", "abstentions": "abstain", "abstained": "abstain", "for": "favour"}  # fmt: skip
_MORE = re.compile(
    r"(?:\bmore than|\bover|\babove|\bat least|\bno fewer than|\bno less than|\bnot less than|\bupwards of|\bexceed\w*|\bbeyond|\bsurpass\w*|超过|逾|多于|至少|不少于|高于|\(more than[^)]*\):?)\s*(?:the |a |us\$|\$|€|usd ?)?$",
    re.IGNORECASE,
)
_LESS = re.compile(
    r"(?:\bfewer than|\bless than|\bunder|\bbelow|\bat most|\bup to|\bno more than|\bnot more than|\bwithin|不到|少于|低于|至多|不超过|最多)\s*(?:the |a |us\$|\$|€|usd ?)?$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:\babout|\baround|\broughly|\bnearly|\balmost|\bapproximately|\bsome|\bclose to|\ban estimated|约|大约|近|将近|大概)\s*(?:the |a |us\$|\$|€|usd ?)?$",
    re.IGNORECASE,
)
_EXACT = re.compile(
    r"(?:\bexactly|\bonly|\bjust|\bprecisely|恰好|正好|只有|仅)\s*(?:the )?$", re.IGNORECASE
)
_MORE_AFTER = re.compile(
    r"\s*(?:\+|or more\b|and more\b|余|多(?=[个家国名位])|以上|多[个家国名位])"
)
_ABOUT_AFTER = re.compile(r"\s*(?:左右|上下)")


class Bound(StrEnum):
    """How a number is meant."""

    PLAIN = "plain"
    EXACT = "exactly"
    MORE = "at least"
    LESS = "at most"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a text: its value, what it counts (stems), how it is meant and where it stands.

    `units` of a label (“Article 20”) is the word before it, marked by a leading “#”.
    """

    value: float
    units: frozenset[str]
    bound: Bound
    text: str
    start: int
    end: int

    @property
    def label(self) -> bool:
        """Whether the number is a name and not a count."""
        return any(unit.startswith("#") for unit in self.units)

    @property
    def ordinary(self) -> bool:
        """Whether it is a mere “first” or “two”, which is as often a word as a number."""
        return (self.value == 1 and self.label) or (self.value == 2 and not self.text.isdigit())


def quantities(text: str, *, skip: Sequence[tuple[int, int]] = ()) -> list[Quantity]:
    """The numbers of a text outside the spans to `skip` (dates, names of documents)."""
    found = []
    for match in _NUMBER.finditer(text):
        if not _inside(match.start(), skip) and (quantity := _read(text, match)):
            found.append(quantity)
    for match in _ORDINAL.finditer(text):
        if not _inside(match.start(), skip) and (ordinal := _ordinal(text, match)):
            found.append(ordinal)
    return sorted(found, key=lambda quantity: quantity.start)


def agree(claimed: Quantity, told: Quantity) -> bool | None:
    """Whether `told` bears out `claimed`; False if it tells otherwise, None if it cannot tell."""
    days, others = _days(claimed), _days(told)
    if days and others and claimed.units != told.units:
        return abs(days - others) <= 0.1 * max(days, others)
    if claimed.label != told.label or (
        claimed.units and told.units and not claimed.units & told.units
    ):
        return None
    if claimed.bound is told.bound:
        return claimed.value == told.value
    if claimed.bound is Bound.MORE:
        return told.value >= claimed.value
    if claimed.bound is Bound.LESS:
        return None if told.bound is Bound.MORE else told.value <= claimed.value
    if claimed.bound is Bound.ABOUT or told.bound is Bound.ABOUT:
        return abs(told.value - claimed.value) <= 0.1 * max(told.value, claimed.value)
    if claimed.bound is Bound.EXACT and told.bound is Bound.MORE:
        return None
    if told.bound is Bound.MORE and claimed.value > told.value:
        return None
    return claimed.value == told.value


_LENGTHS = {stem("days"): 1, stem("weeks"): 7, stem("months"): 30.4, stem("years"): 365.0}


def _days(quantity: Quantity) -> float | None:
    """A span of time in days; None for what is none."""
    lengths = [_LENGTHS[unit] for unit in quantity.units if unit in _LENGTHS]
    return quantity.value * lengths[0] if len(lengths) == 1 else None


def _inside(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _read(text: str, match: re.Match[str]) -> Quantity | None:
    before, end = text[: match.start()], match.end()
    if match["nth"]:
        return Quantity(
            _chinese(match["nth"]),
            frozenset({"#nth"}),
            Bound.EXACT,
            "第" + match.group(),
            match.start(),
            end,
        )
    value = _value(match)
    if value is None:
        return None
    label = _LABEL.search(before)
    if label and not HAN.search(before[-1:]):
        return Quantity(
            value,
            frozenset({"#" + stem(label.group().strip().casefold())}),
            Bound.EXACT,
            match.group(),
            match.start(),
            end,
        )
    if scale := _SCALE.match(text, end):
        value *= SCALES.get((scale[1] or "").casefold(), SCALES_ZH.get(scale[2] or "", 1))
        end = scale.end()
    bound = _bound(before, text[end:])
    if share := _PER_CENT.match(text, end):
        return Quantity(
            value,
            frozenset({"%"}),
            bound,
            text[match.start() : share.end()],
            match.start(),
            share.end(),
        )
    units = _units(before, text[end:])
    if _MONEY.search(before):
        units = frozenset({stem("dollars")})
    if value == 2 and units & PAIR:
        return None  # “the two sides”
    if match["spelt"] and value == 1 and (bound is Bound.PLAIN or text[end:].startswith(" of")):
        return None
    return Quantity(value, units, bound, text[match.start() : end], match.start(), end)


def _ordinal(text: str, match: re.Match[str]) -> Quantity | None:
    word = match["word"].casefold()
    value = ORDINALS.get(word) or int(re.sub(r"\D", "", word))
    units = _units("", text[match.end() :])
    if not units or (value == 1 and word == "first" and text[match.end() : match.end() + 1] == ","):
        return None
    return Quantity(
        value, frozenset({"#nth"}), Bound.EXACT, match.group(), match.start(), match.end()
    )


def _value(match: re.Match[str]) -> float | None:
    if match["digits"]:
        return float(match["digits"].replace(",", ""))
    if match["dozens"]:
        head = match["dozens"].casefold().rsplit(" ", 1)[0] if " " in match["dozens"] else ""
        if match["dozens"].casefold() == "dozens":
            return None
        return 6 if head == "half a" else 12 * SPELT.get(head, 1)
    if match["zh"]:
        return _chinese(match["zh"])
    return float(SPELT.get(match["spelt"].casefold(), 1))


def _chinese(text: str) -> float:
    """十六 → 16; digits as they are."""
    if text.isdigit():
        return float(text)
    total, last = 0, 0
    for character in text:
        if character == "十":
            total, last = total + (last or 1) * 10, 0
        elif character == "百":
            total, last = total + (last or 1) * 100, 0
        else:
            last = DIGITS_ZH[character]
    return float(total + last)


def _bound(before: str, after: str) -> Bound:
    for pattern, bound in (
        (_MORE, Bound.MORE),
        (_LESS, Bound.LESS),
        (_ABOUT, Bound.ABOUT),
        (_EXACT, Bound.EXACT),
    ):
        if pattern.search(before[-40:]):
            return bound
    if _MORE_AFTER.match(after):
        return Bound.MORE
    return Bound.ABOUT if _ABOUT_AFTER.match(after) else Bound.PLAIN


def _units(before: str, after: str) -> frozenset[str]:
    """Stems of the nouns that follow a number, with the kind of thing they are."""
    after = after.lstrip(" -–+余多个")
    if HAN.match(after):
        run = after[:6]
        return frozenset(
            unit for mark, unit in KINDS_ZH.items() if mark in run[: 3 if len(mark) < 2 else 4]
        )
    found: set[str] = set()
    for place, match in enumerate(
        _NOUN.finditer(re.split(r"[,;:.()]| (?=\d)", after, maxsplit=1)[0])
    ):
        word = match.group().casefold()
        if word in _SIDES and (word != "for" or place == 0):
            found.add(_SIDES[word])
            break
        if place >= 4 or (word in _STOPPED and found):
            break
        if word not in _STOPPED:
            found |= {stem(word)} | KINDS.get(stem(word), set())
    return frozenset(found)
